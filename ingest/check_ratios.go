package ingest

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// RatioStore is what a check of printed ratios needs of the store.
type RatioStore interface {
	// StaffWords are the words that professions go by.
	ProfessionOf(ctx context.Context, words []string) (map[string]string, error)
	// StaffTotals are the people of a wilayah by profession and year, parts of a
	// profession in the whole too, each list by its last period of the year.
	StaffTotals(ctx context.Context, within gis.WilayahCode) (map[StaffYear]int, error)
}

// StaffYear is a profession in a year.
type StaffYear struct {
	Profession string
	Year       int
}

// CheckOptions are those of a check of printed ratios.
type CheckOptions struct {
	Options
	Within gis.WilayahCode
	People string // sheet of people by area and year, with its printed total; "": the ratios' own column
}

// RatioCheck is what a check found about one printed row.
type RatioCheck struct {
	Line                      int
	Year                      int
	Given, Profession         string
	People, PrintedTotal      int // people: of the population; PrintedTotal -1: none printed
	Staff                     int
	PrintedRatio, Ratio       float64 // PrintedRatio -1: none printed
	TotalDiffers, RatioDiffer bool
}

// PeopleCheck is what a check found about the printed total of a sheet of people.
type PeopleCheck struct {
	Line, Year, Sum, Printed int // Printed -1: none
}

// RatioReport is a checked sheet.
type RatioReport struct {
	People []PeopleCheck
	Rows   []RatioCheck
	Issues []Issue
}

// Misprints counts the printed figures that are not what they are made of.
func (r RatioReport) Misprints() (n int) {
	for _, p := range r.People {
		if p.Printed >= 0 && p.Printed != p.Sum {
			n++
		}
	}
	for _, c := range r.Rows {
		if c.TotalDiffers {
			n++
		}
		if c.RatioDiffer {
			n++
		}
	}
	return n
}

var ratioFields = []read.SheetField{
	{Name: "year", Synonyms: []string{"tahun"}, Required: true},
	{Name: "profession", Synonyms: []string{"jenistenaga", "jenissdmk", "kategori", "category", "profesi"}, Required: true},
	{Name: "total", Synonyms: []string{"jumlah", "publishedtotal", "jml"}},
	{Name: "ratio", Synonyms: []string{"rasio", "rasioper100000", "rasioper100000penduduk", "publishedratioper100000"}, Required: true},
}

var peopleFields = []read.SheetField{
	{Name: "year", Synonyms: []string{"tahun"}, Required: true},
	{Name: "area", Synonyms: []string{"kecamatan", "desa", "kelurahan", "wilayah", "nama"}, Required: true},
	{Name: "people", Synonyms: []string{"penduduk", "jumlahpenduduk", "population", "jumlah"}, Required: true},
}

// CheckRatios compares the ratios per 100,000 people that a report prints with the
// staff loaded for the wilayah and the people of a sheet. Nothing is stored. A
// figure is right when the one it should be, rounded to the digits printed, is the
// same. Where the sheet of people prints a total, that is the denominator, as it was
// for whoever printed the ratios, and a total that is not its rows' sum is told.
func CheckRatios(ctx context.Context, store RatioStore, opts CheckOptions) (RatioReport, error) {
	var rep RatioReport
	keep := func(i read.Issue) { rep.Issues = append(rep.Issues, Issue{Issue: i}) }
	people, err := checkPeople(ctx, opts.People, keep, &rep)
	if err != nil {
		return rep, err
	}
	totals, err := store.StaffTotals(ctx, opts.Within)
	if err != nil {
		return rep, err
	}
	loaded := map[int]bool{}
	for at := range totals {
		loaded[at.Year] = true
	}
	_, err = read.Sheet(ctx, opts.Path, read.Options{Issue: keep, Columns: opts.Columns, Sheet: opts.Sheet}, ratioFields, func(r *read.SheetRow) error {
		year := r.Day("year", true)
		given := r.Need("profession")
		total := r.Count("total")
		if r.Need("ratio") == "" || r.Rejected() {
			return nil
		}
		code, whole, err := printedProfession(ctx, store, given)
		if err != nil {
			return err
		}
		if code == "" {
			r.Fault("profession", CodeProfessionUnknown, gis.T("Jenis tenaga %q tidak dikenal; lihat jangkau profession list", "The profession %q is not known; see jangkau profession list", given))
			return nil
		}
		n, known := people[year.Year()]
		if !known || n == 0 {
			r.Fault("year", CodeUnknownYear, gis.T("Penduduk tahun %d tidak ada di %s", "The people of %d are not in %s", year.Year(), opts.People))
			return nil
		}
		if !loaded[year.Year()] { // not known, and no misprint
			r.Fault("year", CodeUnknownYear, gis.T("Tenaga %s tahun %d belum dimuat; muat dahulu: jangkau import staff", "No staff of %s in %d are loaded; load them first: jangkau import staff", opts.Within, year.Year()))
			return nil
		}
		c := RatioCheck{Line: r.Line, Year: year.Year(), Given: given, Profession: code, People: n, PrintedTotal: -1, Staff: totals[StaffYear{code, year.Year()}]}
		if whole { // "dokter gigi total": with their specialists
			c.Staff += totals[StaffYear{code + "_SPESIALIS", year.Year()}]
		}
		printed, digits, ok := printedNumber(r.Text("ratio"))
		if !ok {
			r.Fault("ratio", read.CodeBadNumber, gis.T("Rasio bukan bilangan", "The ratio is no number"))
			return nil
		}
		c.PrintedRatio = printed
		c.Ratio = 100_000 * float64(c.Staff) / float64(n)
		c.RatioDiffer = math.Abs(c.Ratio-printed) > 0.5000001*math.Pow(10, -float64(digits))
		if total != nil {
			c.PrintedTotal = *total
			c.TotalDiffers = *total != c.Staff
		}
		rep.Rows = append(rep.Rows, c)
		return nil
	})
	return rep, err
}

// printedProfession is the profession that a report names; whole where it adds its
// specialists.
func printedProfession(ctx context.Context, store RatioStore, given string) (code string, whole bool, err error) {
	fold := gis.FoldName(given)
	bare := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(fold, "jumlah"), "total"), "total")
	words, err := store.ProfessionOf(ctx, []string{fold, bare})
	if code = words[fold]; code != "" {
		return code, false, err
	}
	return words[bare], true, err
}

// checkPeople adds up a sheet of people by year.
func checkPeople(ctx context.Context, path string, keep func(read.Issue), rep *RatioReport) (map[int]int, error) {
	sums, printed := map[int]int{}, map[int]PeopleCheck{}
	var years []int
	_, err := read.Sheet(ctx, path, read.Options{Issue: keep}, peopleFields, func(r *read.SheetRow) error {
		year, n := r.Day("year", true), r.Count("people")
		if year == nil || n == nil {
			r.Need("year")
			r.Need("people")
			return nil
		}
		y := year.Year()
		if r.Total("area") {
			printed[y] = PeopleCheck{Line: r.Line, Year: y, Printed: *n}
			r.Skip()
			return nil
		}
		if _, known := sums[y]; !known {
			years = append(years, y)
		}
		sums[y] += *n
		return nil
	})
	people := map[int]int{}
	for _, y := range years {
		c, given := printed[y]
		c.Year, c.Sum = y, sums[y]
		if !given {
			c.Printed = -1
		}
		people[y] = c.Sum
		if given {
			people[y] = c.Printed
		}
		rep.People = append(rep.People, c)
	}
	return people, err
}

// printedNumber reads a number and how many digits stand after its point.
func printedNumber(s string) (v float64, digits int, ok bool) {
	s = strings.Replace(strings.TrimSpace(s), ",", ".", 1)
	v, err := strconv.ParseFloat(s, 64)
	if _, decimals, cut := strings.Cut(s, "."); cut {
		digits = len(decimals)
	}
	return v, digits, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) && digits < 10
}

// Text is the row as a report prints it.
func (c RatioCheck) Text() gis.Text {
	total := "-"
	if c.PrintedTotal >= 0 {
		total = strconv.Itoa(c.PrintedTotal)
	}
	figures := fmt.Sprintf("%d %-24s %6s %6d %10.2f %10.2f", c.Year, c.Given, total, c.Staff, c.PrintedRatio, c.Ratio)
	switch {
	case c.RatioDiffer && c.TotalDiffers:
		return gis.T("%s  BEDA: jumlah dan rasio", "%s  DIFFERS: total and ratio", figures)
	case c.RatioDiffer:
		return gis.T("%s  SALAH CETAK? rasio seharusnya %.2f", "%s  MISPRINT? the ratio should be %.2f", figures, c.Ratio)
	case c.TotalDiffers:
		return gis.T("%s  BEDA: jumlah yang dimuat %d", "%s  DIFFERS: the total loaded is %d", figures, c.Staff)
	}
	return gis.T("%s  sama", "%s  equal", figures)
}

// Text is the sum as a report prints it.
func (p PeopleCheck) Text() gis.Text {
	switch {
	case p.Printed < 0:
		return gis.T("%d: penduduk %d (jumlah baris; tidak ada jumlah tercetak)", "%d: %d people (the sum of the rows; no total is printed)", p.Year, p.Sum)
	case p.Printed != p.Sum:
		return gis.T("%d: penduduk tercetak %d, SALAH CETAK? baris-barisnya berjumlah %d", "%d: %d people printed, MISPRINT? the rows add up to %d", p.Year, p.Printed, p.Sum)
	}
	return gis.T("%d: penduduk %d, sama dengan jumlah barisnya", "%d: %d people, equal to the sum of the rows", p.Year, p.Sum)
}
