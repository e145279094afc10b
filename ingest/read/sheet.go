package read

import (
	"context"
	"strings"
	"time"

	"jangkau/gis"
)

// SheetField is a column of a plain sheet: our name for it, which a header may bear
// too, and the folded names it goes by.
type SheetField struct {
	Name     string
	Synonyms []string
	Required bool
}

// SheetRow is a row of a plain sheet. What is wrong with a cell is told with its
// line, column and value, all of a row at once; a row with a fault is rejected.
type SheetRow struct {
	Line    int
	reader  *reader
	columns columns
	row     tableRow
	wrong   int
	skipped bool
}

// Sheet streams the rows of a plain sheet, from CSV or XLSX. Blank rows, notes of a
// single cell and rows that number the columns are passed over.
func Sheet(ctx context.Context, path string, opts Options, fields []SheetField, sink Sink[*SheetRow]) (Report, error) {
	r := newReader(opts)
	known := make([]field, len(fields))
	for i, f := range fields {
		known[i] = field{f.Name, append([]string{foldHeader(f.Name)}, f.Synonyms...), f.Required}
	}
	t, err := openTable(ctx, path, r, known, false)
	if err != nil {
		return r.report, err
	}
	notes := 0
	err = eachRow(ctx, t, r, known, func(c columns, row tableRow) error {
		if blank(row) {
			return nil
		}
		if filled(row) == 1 || numbering(row) {
			notes++
			return nil
		}
		r.report.Rows++
		if !r.width(c, row) {
			return nil
		}
		s := &SheetRow{Line: row.line, reader: r, columns: c, row: row}
		if err := sink(s); err != nil {
			return err
		}
		switch {
		case s.wrong > 0:
		case s.skipped:
			r.report.Skipped++
		default:
			r.report.Accepted++
		}
		return nil
	})
	if err == nil && r.report.Rows == 0 {
		err = invalid("Berkas %s tidak berisi satu baris data pun di bawah judulnya", "The file %s holds no row of data below its header", base(path))
	}
	if notes > 0 {
		r.issue(Issue{
			Code: CodeNotesSkipped, Severity: Note,
			Reason: gis.T("%d baris catatan (satu sel saja, atau nomor kolom)", "%d rows of notes (a single cell, or numbers of columns)", notes), Action: gis.T("Tidak dibaca", "Not read"),
		})
	}
	r.moreNotes()
	return r.report, err
}

// Fault rejects the row for a cell of it.
func (s *SheetRow) Fault(field, code string, reason gis.Text) {
	s.fault(field, code, clip(s.Text(field), 80), reason)
}

// FaultUnquoted is Fault for a cell that may name a person, or is one of a list.
func (s *SheetRow) FaultUnquoted(field, code string, reason gis.Text) {
	s.fault(field, code, "", reason)
}

func (s *SheetRow) fault(field, code, value string, reason gis.Text) {
	i := Issue{Line: s.Line, Code: code, Field: s.columns.title(field), Value: value, Reason: reason, Severity: Rejected, Action: actRejected}
	if s.wrong++; s.wrong == 1 {
		s.reader.reject(i)
	} else {
		s.reader.issue(i)
	}
}

// Flag tells of a cell that is loaded all the same.
func (s *SheetRow) Flag(field, code string, reason gis.Text) {
	s.reader.flag(s.Line, code, s.columns.title(field), s.Text(field), reason)
}

// Total reports whether the row is a total of those above it: JUMLAH stands in the
// field, or before it where the field is empty.
func (s *SheetRow) Total(field string) bool {
	if t := s.Text(field); t != "" {
		return totalName(t)
	}
	for i := range s.columns.index[field] {
		if totalName(cellAt(s.row, i)) {
			return true
		}
	}
	return false
}

// Skip leaves the row out without a fault: it is a total.
func (s *SheetRow) Skip() { s.skipped = true }

// Rejected reports whether the row has a fault.
func (s *SheetRow) Rejected() bool { return s.wrong > 0 }

// Has reports whether the sheet has the column.
func (s *SheetRow) Has(field string) bool { return s.columns.has(field) }

// Text is a cell, trimmed, without the mark that keeps spreadsheets from running it.
func (s *SheetRow) Text(field string) string {
	return strings.TrimPrefix(s.columns.get(s.row, field), "'")
}

// Words are the parts of a cell that lists several.
func (s *SheetRow) Words(field string) []string { return splitList(s.Text(field)) }

// Need is a cell that must not be empty.
func (s *SheetRow) Need(field string) string {
	t := s.Text(field)
	if t == "" {
		s.Fault(field, CodeMissingValue, gis.T("Isian %s kosong", "The field %s is empty", field))
	}
	return t
}

// Personal reports whether a cell holds what may be a personal number (NIK, NIP).
func (s *SheetRow) Personal(field string) bool { return personalNumber.MatchString(s.Text(field)) }

// Number is a cell's number, nil where it is empty.
func (s *SheetRow) Number(field string) *float64 {
	t := s.Text(field)
	if t == "" {
		return nil
	}
	v, ok := parseDecimal(t)
	if !ok || v < 0 {
		s.Fault(field, CodeBadNumber, gis.T("%q bukan bilangan nol atau lebih; tulis misalnya 12 atau 1,5 tanpa pemisah ribuan", "%q is no number from zero on; write 12 or 1.5, without thousands separators", clip(t, 40)))
		return nil
	}
	return &v
}

// Count is a cell's number of people or things, nil where it is empty.
func (s *SheetRow) Count(field string) *int {
	t := dashZero(s.Text(field))
	if t == "" {
		return nil
	}
	v, form := parseCount(t)
	if v < 0 || form == countBad || form == countDecimal {
		s.Fault(field, CodeBadCount, gis.T("%q bukan jumlah; tulis bilangan bulat nol atau lebih, atau kosongkan bila tidak didata", "%q is no count; write a whole number from zero on, or leave it empty where not known", clip(t, 40)))
		return nil
	}
	n := int(v)
	return &n
}

// YesNo is a cell's yes or no, nil where it is empty.
func (s *SheetRow) YesNo(field string) *bool {
	t := s.Text(field)
	if t == "" {
		return nil
	}
	v, ok := parseFlag(t)
	if !ok {
		s.Fault(field, CodeBadFlag, gis.T("%q bukan ya atau tidak", "%q is neither yes nor no", clip(t, 40)))
		return nil
	}
	return &v
}

// Day is a cell's date, nil where it is empty; of a bare year its last day where
// last, else its first.
func (s *SheetRow) Day(field string, last bool) *time.Time {
	t := s.Text(field)
	if t == "" {
		return nil
	}
	v, year, ok := parseDate(t, s.reader.report.Format == string(formatXLSX))
	if !ok {
		s.Fault(field, CodeBadDate, gis.T("%q bukan tanggal; tulis TTTT-BB-HH", "%q is no day; write YYYY-MM-DD", clip(t, 40)))
		return nil
	}
	if year && last {
		v = time.Date(v.Year(), time.December, 31, 0, 0, 0, 0, time.UTC)
	}
	return &v
}
