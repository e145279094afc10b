package read

import (
	"context"
	"math"
	"strings"

	"jangkau/gis"
)

// FieldPeople is the column of people; FieldCode, FieldName, FieldLon and FieldLat
// are as in facilities.
const FieldPeople = "people"

var populationFields = []field{
	{FieldCode, []string{"kode", "kodedesa", "kddesa", "kodewilayah", "kodekemendagri", "kdepum", "kodekelurahan", "desakode", "code"}, false},
	{FieldName, []string{"nama", "namadesa", "nmdesa", "namawilayah", "name", "desa", "desakelurahan", "kelurahan", "wadmkd", "permukiman", "dusun"}, false},
	{FieldLon, []string{"lon", "lng", "long", "bujur", "longitude", "x"}, false},
	{FieldLat, []string{"lat", "lintang", "latitude", "y"}, false},
	{FieldPeople, []string{"penduduk", "jumlahpenduduk", "jmlpenduduk", "totalpenduduk", "people", "population", "populasi", "pop", "popestfromtps2024", "jumlah", "jiwa"}, true},
}

// PopulationOptions are Options and the column of people, where guessing fails.
type PopulationOptions struct {
	Options
	PeopleColumn string
}

// Populations streams people per desa, or per settlement point (with lon and lat;
// the code may then be missing), from CSV, XLSX or GeoJSON points.
func Populations(ctx context.Context, path string, opts PopulationOptions, sink Sink[Population]) (Report, error) {
	if opts.PeopleColumn != "" {
		cols := map[string]string{FieldPeople: opts.PeopleColumn}
		for k, v := range opts.Columns {
			cols[k] = v
		}
		opts.Columns = cols
	}
	p := &populationReader{reader: newReader(opts.Options), sink: sink, seen: map[gis.WilayahCode]int{}}
	t, err := openTable(ctx, path, p.reader, populationFields, true)
	if err != nil {
		return p.report, err
	}
	if p.fractions, err = hasFractions(ctx, t, opts.Columns); err != nil {
		return p.report, err
	}
	err = eachRow(ctx, t, p.reader, populationFields, p.row)
	if err == nil && p.report.Rows == 0 {
		err = invalid("Berkas %s tidak berisi satu baris penduduk pun", "The file %s holds no row of people at all", base(path))
	}
	if err == nil && p.blank > 0 && p.report.Accepted+p.report.Rejected == 0 {
		err = invalid("Kolom %q kosong pada semua %d baris; sebutkan kolom penduduk yang berisi", "The column %q is empty on all %d rows; name the column that holds the people", p.report.Columns[FieldPeople], p.blank)
	}
	if err == nil {
		p.moreNotes()
	}
	return p.report, err
}

// hasFractions looks through the whole column first: "1.234" is a thousand where
// all numbers are whole, and little more than one person in a column of modelled
// fractions such as 3.27.
func hasFractions(ctx context.Context, t *table, asked map[string]string) (bool, error) {
	found := false
	quiet := newReader(Options{Columns: asked})
	// A bounded, silent first reading; the second one tells what is wrong.
	probe := *t
	err := eachRow(ctx, &probe, quiet, populationFields, func(c columns, row tableRow) error {
		if _, form := parseCount(c.get(row, FieldPeople)); form == countDecimal {
			found = true
			return errStop
		}
		return nil
	})
	if err == errStop { //nolint:errorlint // our own value, never wrapped
		err = nil
	}
	return found, err
}

type populationReader struct {
	*reader
	sink      Sink[Population]
	seen      map[gis.WilayahCode]int
	fractions bool
	blank     int // rows without a number
}

func (p *populationReader) row(c columns, row tableRow) error {
	if blank(row) {
		return nil
	}
	p.report.Rows++
	if !p.width(c, row) {
		return nil
	}
	out := Population{Line: row.line, Name: c.get(row, FieldName)}
	codeText := c.get(row, FieldCode)
	// A desa may well be called Total: only a row without a code of its own is a sum.
	if isTotal(codeText) || codeText == "0" || isTotal(out.Name) && codeText == "" {
		p.report.Skipped++
		return nil
	}
	if !p.point(c, row, &out) {
		return nil
	}
	if codeText != "" || out.Lon == nil {
		code, issue := parseCode(codeText)
		if issue != nil {
			issue.Line, issue.Field = row.line, c.title(FieldCode)
			if issue.Severity == Rejected {
				p.reject(*issue)
				return nil
			}
			p.note(*issue)
		}
		// Many settlement points lie in one desa; a desa itself stands once.
		if first, dup := p.seen[code]; dup && out.Lon == nil {
			p.reject(Issue{
				Line: row.line, Code: CodeDuplicateCode, Field: c.title(FieldCode), Value: string(code),
				Reason: gis.T("Kode %s sudah ada pada baris %d; jumlahkan atau hapus salah satu", "The code %s already stands on line %d; add them up or remove one", code, first),
			})
			return nil
		}
		out.Code = code
	}
	var ok bool
	if out.People, out.Unknown, ok = p.people(c, row); !ok {
		return nil
	}
	switch {
	case out.Unknown:
		p.report.Skipped++
		p.blank++
	default:
		p.report.Accepted++
		if out.Code != "" {
			p.seen[out.Code] = row.line
		}
	}
	return p.sink(out)
}

// point reads a settlement point; false means the row was rejected.
func (p *populationReader) point(c columns, row tableRow, out *Population) bool {
	lonText, latText := c.get(row, FieldLon), c.get(row, FieldLat)
	if lonText == "" && latText == "" {
		return true
	}
	lon, okLon := parseDecimal(lonText)
	lat, okLat := parseDecimal(latText)
	both := "lat " + latText + ", lon " + lonText
	bad := func(code string, reason gis.Text) bool {
		p.reject(Issue{Line: row.line, Code: code, Field: c.title(FieldLon), Value: clip(both, 80), Reason: reason})
		return false
	}
	// Unlike a facility, a settlement is its point: without one the row says nothing.
	switch {
	case !okLon || !okLat:
		return bad(CodeBadCoordinate, gis.T("Koordinat (%s) bukan dua bilangan", "The coordinate (%s) is not two numbers", both))
	case lon == 0 && lat == 0:
		return bad(CodeZeroCoordinate, gis.T("Koordinat 0, 0 berarti kosong", "The coordinate 0, 0 means empty"))
	case !inIndonesia(lon, lat) && inIndonesia(lat, lon):
		return bad(CodeLatLonSwapped, gis.T("Lintang dan bujur tertukar (%s); tukar kolomnya", "Latitude and longitude are swapped (%s); swap the columns", both))
	case !onEarth(lon, lat):
		return bad(CodeBadCoordinate, gis.T("Koordinat (%s) tidak ada di bumi", "The coordinate (%s) is nowhere on earth", both))
	case !inIndonesia(lon, lat):
		p.flag(row.line, CodeOutsideIndonesia, c.title(FieldLon), both, gis.T("Koordinat (%s) di luar Indonesia", "The coordinate (%s) is outside Indonesia", both))
	}
	out.Lon, out.Lat = &lon, &lat
	return true
}

// people reads the count; unknown is a cell left empty, !ok a row that was rejected.
func (p *populationReader) people(c columns, row tableRow) (n int, unknown, ok bool) {
	s := c.get(row, FieldPeople)
	i := Issue{Line: row.line, Field: c.title(FieldPeople), Value: clip(s, 40)}
	if s == "" || s == "-" {
		// The list knows the place and not its people: no fault of the row.
		i.Code, i.Reason, i.Action = CodeMissingCount, gis.T("Jumlah penduduk kosong; kosong bukan nol", "The number of people is missing; missing is not zero"),
			gis.T("Dilewati: penduduknya tidak diketahui dari daftar ini", "Skipped: this list does not know its people")
		p.note(i)
		return 0, true, true
	}
	v, form := parseCount(s)
	switch {
	case form == countBad:
		i.Code, i.Reason = CodeBadCount, gis.T("%q bukan jumlah orang", "%q is no number of people", clip(s, 40))
	case v < 0:
		i.Code, i.Reason = CodeBadCount, gis.T("Jumlah penduduk %s negatif", "The number of people %s is negative", s)
	case form == countGrouped && p.fractions && singleGroup(s):
		v, _ = parseDecimal(s)
		i.Code, i.Reason, i.Action = CodeThousands, gis.T("%s bisa ribuan bisa pecahan; kolom ini memuat pecahan lain", "%s may be thousands or a fraction; the column holds other fractions", s), gis.T("Dibaca sebagai pecahan dan dibulatkan", "Read as a fraction and rounded")
		i.Severity = Suspicious
		p.issue(i)
		return int(math.Round(v)), false, true
	case form == countGrouped:
		i.Code, i.Reason, i.Action = CodeThousands, gis.T("Angka memakai pemisah ribuan", "The number has thousands separators"), gis.T("Dibaca sebagai %d", "Read as %d", int(v))
		p.note(i)
		return int(v), false, true
	case form == countDecimal:
		i.Code, i.Reason, i.Action = CodeBadCount, gis.T("Jumlah penduduk berupa pecahan (perkiraan model?)", "The number of people is a fraction (a modelled estimate?)"), gis.T("Dibulatkan", "Rounded")
		p.note(i)
		return int(math.Round(v)), false, true
	default:
		return int(v), false, true
	}
	if strings.ContainsAny(s, ".,") && form == countBad {
		i.Reason = gis.T("%q bukan jumlah orang; tulis tanpa pemisah, misalnya 1234", "%q is no number of people; write it without separators, as in 1234", clip(s, 40))
	}
	p.reject(i)
	return 0, false, false
}
