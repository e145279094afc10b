package read

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jangkau/gis"
)

// ProfileRow is a row of a sheet of travel profiles: whose it is, and what it says.
type ProfileRow struct {
	Line    int
	Profile gis.TravelProfile
	Variant string // "" is the profile itself
	Version int    // that the sheet was exported from; 0 where it does not say
	gis.ProfileRow
}

// ProfileColumns are the columns of such a sheet, in the order they are written.
var ProfileColumns = []string{
	"profile", "variant", "version", "item", "key", "value", "closed", "lon", "lat", "within_m", "months", "source", "assumption", "note",
}

var profileFields = []field{
	{"profile", []string{"profile", "profil"}, true},
	{"variant", []string{"variant", "varian"}, true},
	{"version", []string{"version", "versi"}, false},
	{"item", []string{"item", "isian"}, true},
	{"key", []string{"key", "kunci"}, true},
	{"value", []string{"value", "nilai", "kmh", "kmjam"}, true},
	{"closed", []string{"closed", "tutup", "ditutup"}, true},
	{"lon", []string{"lon", "bujur"}, false},
	{"lat", []string{"lat", "lintang"}, false},
	{"within_m", []string{"withinm"}, false},
	{"months", []string{"months", "bulan"}, false},
	{"source", []string{"source", "sumber"}, true},
	{"assumption", []string{"assumption", "asumsi"}, true},
	{"note", []string{"note", "catatan"}, false},
}

// Profiles streams the rows of a sheet of travel profiles, from CSV or XLSX. Rows
// that are not valid by themselves are told, with their line and column, and left
// out; whether the rows make a whole profile is for who collects them.
func Profiles(ctx context.Context, path string, opts Options, sink Sink[ProfileRow]) (Report, error) {
	p := &profileReader{reader: newReader(opts), sink: sink}
	t, err := openTable(ctx, path, p.reader, profileFields, false)
	if err != nil {
		return p.report, err
	}
	err = eachRow(ctx, t, p.reader, profileFields, p.row)
	if err == nil && p.report.Rows == 0 {
		err = invalid("Berkas %s tidak berisi satu baris profil pun", "The file %s holds no row of a profile at all", base(path))
	}
	return p.report, err
}

type profileReader struct {
	*reader
	sink Sink[ProfileRow]
}

// profileCells reads the cells of one row and counts what is wrong with them.
type profileCells struct {
	*reader
	columns
	row   tableRow
	wrong int
}

// fault tells an issue of a cell; the first one of a row counts it as rejected.
func (p *profileCells) fault(field, code string, reason gis.Text) {
	i := Issue{Line: p.row.line, Code: code, Field: p.title(field), Value: p.text(field), Reason: reason, Severity: Rejected, Action: actRejected}
	if p.wrong++; p.wrong == 1 {
		p.reject(i)
	} else {
		p.issue(i)
	}
}

// text is a cell without the mark that keeps spreadsheets from running it.
func (p *profileCells) text(field string) string { return strings.TrimPrefix(p.get(p.row, field), "'") }

func (p *profileCells) number(field string) *float64 {
	s := p.text(field)
	if s == "" {
		return nil
	}
	v, ok := parseDecimal(s)
	if !ok {
		p.fault(field, CodeBadNumber, gis.T("Bukan bilangan", "Not a number"))
		return nil
	}
	return &v
}

func (p *profileCells) flag(field string) bool {
	switch strings.ToLower(p.text(field)) {
	case "", "no", "tidak", "n", "0", "false":
		return false
	case "yes", "ya", "y", "1", "true", "x":
		return true
	}
	p.fault(field, CodeBadFlag, gis.T("Tulis yes, atau kosongkan", "Write yes, or leave it empty"))
	return false
}

// row tells everything that is wrong with a row at once.
func (p *profileReader) row(c columns, row tableRow) error {
	if blank(row) {
		return nil
	}
	p.report.Rows++
	if !p.width(c, row) {
		return nil
	}
	cells := &profileCells{reader: p.reader, columns: c, row: row}
	out := ProfileRow{
		Line:    row.line,
		Profile: gis.TravelProfile(strings.ToUpper(cells.text("profile"))), Variant: strings.ToLower(cells.text("variant")),
	}
	if !slices.Contains(gis.TravelProfiles, out.Profile) {
		cells.fault("profile", CodeBadProfile, gis.T("Profil harus WALK, MOTORCYCLE, CAR atau BOAT", "The profile must be WALK, MOTORCYCLE, CAR or BOAT"))
	}
	if !variantID(out.Variant) {
		cells.fault("variant", CodeBadProfile, gis.T("Nama varian: huruf kecil, angka dan tanda hubung, paling panjang 40", "A variant is named by small letters, digits and hyphens, 40 at most"))
	}
	if v := cells.number("version"); v != nil {
		if out.Version = int(*v); *v < 0 || float64(out.Version) != *v {
			cells.fault("version", CodeBadNumber, gis.T("Versi adalah bilangan bulat, seperti yang diekspor", "The version is a whole number, as it was exported"))
		}
	}
	out.Item, out.Key = strings.ToLower(cells.text("item")), cells.text("key")
	out.Value, out.Closed = cells.number("value"), cells.flag("closed")
	out.Lon, out.Lat, out.WithinM = cells.number("lon"), cells.number("lat"), cells.number("within_m")
	out.Source, out.Assumption, out.Note = cells.text("source"), cells.flag("assumption"), cells.text("note")
	for _, m := range strings.FieldsFunc(cells.text("months"), func(r rune) bool { return strings.ContainsRune(" ;,", r) }) {
		n, err := strconv.Atoi(m)
		if err != nil {
			n = 0 // no month: refused below
		}
		out.Months = append(out.Months, n)
	}
	if cells.wrong == 0 { // else a cell that could not be read would be told as missing too
		if f := out.Check(); f != nil {
			cells.fault(f.Field, CodeBadProfile, f.Text)
		}
	}
	if cells.wrong > 0 {
		return nil
	}
	p.report.Accepted++
	return p.sink(out)
}

func variantID(s string) bool {
	if len(s) > 40 || strings.HasPrefix(s, "-") {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Cells are a row as the sheet has it, in the order of ProfileColumns.
func (r ProfileRow) Cells() []string {
	number := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', -1, 64)
	}
	flag := func(b bool) string {
		if b {
			return "yes"
		}
		return ""
	}
	// A spreadsheet would run such a text as a formula; reading takes the mark off.
	inert := func(s string) string {
		if s != "" && strings.ContainsRune("=+-@'", rune(s[0])) {
			return "'" + s
		}
		return s
	}
	version := ""
	if r.Version != 0 {
		version = strconv.Itoa(r.Version)
	}
	return []string{
		string(r.Profile), r.Variant, version, r.Item, inert(r.Key), number(r.Value), flag(r.Closed),
		number(r.Lon), number(r.Lat), number(r.WithinM), strings.Trim(fmt.Sprint(r.Months), "[]"), inert(r.Source), flag(r.Assumption), inert(r.Note),
	}
}
