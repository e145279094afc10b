package read

import (
	"context"
	"errors"
	"slices"
	"time"

	"jangkau/gis"
)

// Names of staff fields, as Options.Columns takes them.
const (
	FieldFacility     = "facility"
	FieldFacilityCode = "facilityCode"
	FieldWorkplace    = "workplace"
	FieldProfession   = "profession"
	FieldEmployment   = "employment"
	FieldFunding      = "funding"
	FieldKlaster      = "klaster"
	FieldRole         = "role"
	FieldLevel        = "level"
	FieldCount        = "count"
	FieldYear         = "year"
	FieldPeriod       = "period"
	FieldSex          = "sex"
	FieldTable        = "table"
	FieldNIK          = "nik"
	FieldNIP          = "nip"
	FieldPersonID     = "personId"
	FieldPersonName   = "personName"
)

var staffFields = []field{
	{FieldFacilityCode, []string{"kodefaskes", "kodepuskesmas", "kodeunit", "kodefasilitas", "koderegistrasi"}, false},
	{FieldFacility, []string{"namafaskes", "faskes", "namapuskesmas", "puskesmas", "namafasilitas", "fasilitas", "facility", "unitkerja", "namaunit", "unit", "tempattugas", "tempatkerja"}, false},
	// The first of these is the facility where no other column is.
	{FieldWorkplace, []string{"penempatan", "lokasikerja", "lokasitugas", "tempattugas", "tempatkerja", "bekerjadi", "ditugaskandi"}, false},
	{FieldProfession, []string{"jenissdmk", "jenistenaga", "profesi", "profession", "jenisnakes", "tenaga", "jabatanfungsional", "jabatan", "kategori", "category", "jenis"}, true},
	{FieldEmployment, []string{"statuskepegawaian", "statuspegawai", "jenispegawai", "status", "employment"}, false},
	{FieldFunding, []string{"sumberpembiayaan", "sumberdana", "pembiayaan", "sumbergaji", "funding"}, false},
	{FieldRole, []string{"peranklaster", "perandiklaster", "peran", "role", "pjanggota", "pjatauanggota", "kedudukandiklaster"}, false},
	{FieldKlaster, []string{"klaster", "klasterilp", "cluster"}, false},
	{FieldLevel, []string{"jenjangjabatan", "jenjangjabatanfungsional", "jenjangfungsional", "jenjang", "jenjangjf", "functionallevel", "level"}, false},
	{FieldCount, []string{"jumlah", "count", "n", "jml", "jumlahorang", "orang", "total"}, false},
	{FieldYear, []string{"tahun", "year"}, false},
	{FieldPeriod, []string{"periode", "tanggal", "tgl", "perper", "date", "period", "bulan"}, false},
	{FieldSex, []string{"jeniskelamin", "jk", "kelamin", "sex", "gender"}, false},
	{FieldTable, []string{"table", "tabel"}, false},
	// Columns about persons. They are known so that they can be kept out.
	{FieldNIK, []string{"nik", "nonik", "nomorindukkependudukan", "niksdmk"}, false},
	{FieldNIP, []string{"nip", "nonip", "nomorindukpegawai", "nipbaru", "nippppk", "nipppk"}, false},
	{FieldPersonID, []string{"niknip", "nipnik", "idpegawai", "nomorstr", "nostr"}, false},
	{FieldPersonName, []string{"namapegawai", "namalengkap", "namatenaga", "namanakes", "namapetugas", "nama"}, false},
}

// wideFields are those that a wide sheet may have beside its columns of counts.
var wideFields = slices.DeleteFunc(slices.Clone(staffFields), func(f field) bool { return f.name == FieldCount || f.name == FieldSex })

// StaffOptions are Options and what a staff list leaves open.
type StaffOptions struct {
	Options
	// Profession and Status tell whether a folded word names one; a sheet with a
	// column a profession is known by them. Nil: long lists alone can be read.
	Profession, Status func(folded string) bool
	// Period is used where the file has neither a year nor a date.
	Period time.Time
}

// StaffCounts streams counts of staff per facility and profession from CSV or
// XLSX. A list of persons is counted and forgotten (staff_persons.go); columns per
// sex, subtotals and printed totals are checked and never counted twice
// (staff_sums.go).
func StaffCounts(ctx context.Context, path string, opts StaffOptions, sink Sink[Staff]) (Report, error) {
	s := &staffReader{reader: newReader(opts.Options), opts: opts}
	s.private = true
	s.shape = func(head []tableRow) bool { _, ok := s.wideHeader(head); return ok }
	t, err := openTable(ctx, path, s.reader, staffFields, false)
	if err != nil {
		return s.report, err
	}
	head, err := firstRows(ctx, path, opts.Options, s.shape)
	if err != nil {
		return s.report, err
	}
	// The rows are gathered before any goes out: whether a row is a subtotal, or
	// one sex of a pair, shows only in its fellows. Staff lists are small.
	if w, ok := s.wideHeader(head); ok {
		err = s.readWide(ctx, t, w)
	} else {
		s.onePerRow = func() (bool, error) { return onePerRow(ctx, path, opts.Options) }
		err = eachRow(ctx, t, s.reader, staffFields, s.row)
	}
	if err != nil {
		return s.report, err
	}
	s.tellOtherSheets()
	if s.report.Rows == 0 {
		return s.report, invalid("Berkas %s tidak berisi satu baris SDM pun", "The file %s holds no row of staff at all", base(path))
	}
	rows := s.cells
	if s.persons != nil {
		rows = s.persons.counts(s.reader)
	} else {
		rows = s.settle(rows)
	}
	for _, c := range rows {
		if err := ctx.Err(); err != nil {
			return s.report, err
		}
		if err := sink(c.Staff); err != nil {
			return s.report, err
		}
	}
	s.report.Accepted = len(rows)
	s.tellUnread()
	s.moreNotes()
	return s.report, nil
}

// staffCell is a row on its way: still split by sex, maybe a subtotal or a total.
type staffCell struct {
	Staff
	table    string
	title    string // of the column, in a wide sheet
	sex      byte   // 'L', 'P', 'T', or 0 where the row is not split
	listed   bool   // the sex comes from a column: a sex with nobody has no row
	category string
	missing  bool // no count given
	total    bool // of the printed total row
}

type staffReader struct {
	*reader
	opts    StaffOptions
	cells   []staffCell
	persons *personCounter
	// onePerRow tells whether every row counts one person.
	onePerRow func() (bool, error)
	unread    int // rows of a wide sheet, or footers, that hold no figure
}

// firstRows reads as many rows as a header is looked for in. They are read apart:
// an issue of theirs would be told again when the table is.
func firstRows(ctx context.Context, path string, o Options, shape func([]tableRow) bool) ([]tableRow, error) {
	r := newReader(Options{Sheet: o.Sheet, Columns: o.Columns})
	r.private, r.shape = true, shape
	t, err := openTable(ctx, path, r, staffFields, false)
	if err != nil {
		return nil, err
	}
	var head []tableRow
	err = t.each(ctx, func(row tableRow) error {
		if head = append(head, row); len(head) == headerRows {
			return errStop
		}
		return ctx.Err()
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	return head, err
}

func (s *staffReader) row(c columns, row tableRow) error {
	if blank(row) {
		return nil
	}
	if s.report.Rows == 0 {
		if err := s.begin(c); err != nil {
			return err
		}
	}
	s.report.Rows++
	if !s.width(c, row) {
		return nil
	}
	if c.get(row, FieldProfession) == "" && c.get(row, FieldCount) == "" && (c.has(FieldCount) || filled(row) == 1) {
		s.report.Rows-- // a note or a signature under the table
		s.unread++
		return nil
	}
	cell := cellOf(c, row)
	cell.total = totalName(cell.FacilityName)
	if cell.FacilityName == "" && cell.FacilityCode == "" {
		s.reject(Issue{
			Line: row.line, Code: CodeMissingName, Field: c.title(FieldFacility),
			Reason: gis.T("Baris tanpa nama dan kode fasilitas", "The row has neither the name nor the code of a facility"),
		})
		return nil
	}
	if cell.ProfessionRaw == "" {
		s.reject(Issue{
			Line: row.line, Code: CodeMissingName, Field: c.title(FieldProfession),
			Reason: gis.T("Baris tanpa jenis tenaga", "The row has no profession"),
		})
		return nil
	}
	cell.category, cell.sex = splitSex(cell.ProfessionRaw)
	switch foldHeader(c.get(row, FieldSex)) {
	case "l", "lakilaki", "pria", "male":
		cell.sex, cell.listed = 'L', true
	case "p", "perempuan", "wanita", "female":
		cell.sex, cell.listed = 'P', true
	}
	cell.Profession = professionKey(cell.category)
	if !s.period(c, row, &cell) {
		return nil
	}
	if s.persons != nil {
		s.persons.add(cell, c, row, s.reader)
		return nil
	}
	if !s.count(c, row, &cell) {
		return nil
	}
	s.cells = append(s.cells, cell)
	return nil
}

// cellOf are the words of a row that say what it counts.
func cellOf(c columns, row tableRow) staffCell {
	word := func(field string) string { return discreetText(c.get(row, field)) }
	cell := staffCell{table: word(FieldTable)}
	cell.Line = row.line
	cell.FacilityName, cell.FacilityCode, cell.Workplace = word(FieldFacility), word(FieldFacilityCode), word(FieldWorkplace)
	cell.ProfessionRaw, cell.EmploymentStatus, cell.Funding = word(FieldProfession), word(FieldEmployment), word(FieldFunding)
	cell.Klaster, cell.Role, cell.Level = splitList(word(FieldKlaster)), word(FieldRole), word(FieldLevel)
	return cell
}

// period reads the year or the date; false means the row was rejected.
func (s *staffReader) period(c columns, row tableRow, cell *staffCell) bool {
	text, field := c.get(row, FieldPeriod), FieldPeriod
	if text == "" {
		text, field = c.get(row, FieldYear), FieldYear
	}
	if text == "" {
		if cell.Period = s.opts.Period; !cell.Period.IsZero() {
			cell.Year = cell.Period.Year()
		}
		return true
	}
	t, bareYear, ok := parseDate(text, s.report.Format == string(formatXLSX))
	if !ok {
		text = clip(discreetText(text), 40)
		s.reject(Issue{
			Line: row.line, Code: CodeBadDate, Field: c.title(field), Value: text,
			Reason: gis.T("Periode %q bukan tahun atau tanggal", "The period %q is neither a year nor a date", text),
		})
		return false
	}
	if bareYear {
		t = time.Date(t.Year(), time.December, 31, 0, 0, 0, 0, time.UTC)
	}
	cell.Year, cell.Period = t.Year(), t
	return true
}

// count reads the number; false means the row was rejected.
func (s *staffReader) count(c columns, row tableRow, cell *staffCell) bool {
	return s.countText(dashZero(c.get(row, FieldCount)), c.title(FieldCount), row, cell)
}

// countText reads a count that stands under a title.
func (s *staffReader) countText(text, title string, row tableRow, cell *staffCell) bool {
	if text == "" {
		cell.missing = true // judged in settle: one sex may be missing where the total stands
		return true
	}
	v, form := parseCount(text)
	i := Issue{Line: row.line, Field: title, Value: clip(discreetText(text), 40), Code: CodeBadCount}
	switch {
	case form == countBad:
		i.Reason = gis.T("%q bukan jumlah orang", "%q is no number of people", clip(discreetText(text), 40))
	case v < 0:
		i.Reason = gis.T("Jumlah %s negatif", "The count %s is negative", text)
	case form == countDecimal:
		i.Reason = gis.T("Jumlah %s berupa pecahan; yang dimuat jumlah orang, bukan rasio", "The count %s is a fraction; people are loaded, not ratios", text)
	case form == countGrouped:
		i.Code, i.Reason, i.Action = CodeThousands, gis.T("Angka memakai pemisah ribuan", "The number has thousands separators"), gis.T("Dibaca sebagai %d", "Read as %d", int(v))
		s.note(i)
		cell.Count = int(v)
		return true
	default:
		cell.Count = int(v)
		return true
	}
	s.reject(i)
	return false
}
