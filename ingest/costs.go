package ingest

import (
	"context"
	"fmt"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// CostLoad is what an import of unit costs needs of the store.
type CostLoad interface {
	Load
	StaffWords(ctx context.Context) (StaffWords, error)
	UnknownWilayah(ctx context.Context, codes []string) ([]string, error)
	// PutCosts writes what differs and tells of each row 'A', 'C' or 'U'.
	PutCosts(ctx context.Context, rows []UnitCost) ([]byte, error)
}

// UnitCost is what one post costs in a year.
type UnitCost struct {
	Wilayah, Profession, Status, Funding string // "" wilayah: anywhere; "" status: any
	Rupiah                               int
	From, To                             string // YYYY-MM-DD or ""
	Source                               string
}

// CostFields are the columns of a sheet of unit costs.
var CostFields = []read.SheetField{
	{Name: "profession", Synonyms: []string{"jenistenaga", "jenissdmk", "profesi"}, Required: true},
	{Name: "status", Synonyms: []string{"statuskepegawaian"}},
	{Name: "funding", Synonyms: []string{"sumberdana", "sumberpembiayaan", "pembiayaan"}, Required: true},
	{Name: "rupiah_year", Synonyms: []string{"rupiahsetahun", "biayasetahun", "rupiahpertahun", "biaya"}, Required: true},
	{Name: "wilayah", Synonyms: []string{"kodewilayah"}},
	{Name: "valid_from", Synonyms: []string{"berlakumulai", "mulai"}},
	{Name: "valid_to", Synonyms: []string{"berlakusampai", "sampai"}},
	{Name: "source", Synonyms: []string{"sumber", "dasar"}, Required: true},
}

// leastRupiah is below any year's pay: a smaller figure was written in thousands or
// millions.
const leastRupiah = 1_000_000

// Costs imports what posts cost in a year, in rupiah.
func Costs[L CostLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts Options) (Result, error) {
	return run(ctx, begin, RoleCost, opts, nil, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		words, err := load.StaffWords(ctx)
		if err != nil {
			return Counts{}, err
		}
		o := opts.withDefaults()
		o.beginReading()
		var rows []UnitCost
		seen := map[string]int{}
		report, err := read.Sheet(ctx, o.Path, o.readOptions(rec), CostFields, func(r *read.SheetRow) error {
			c := costOf(r, words)
			if c.Wilayah != "" {
				unknown, err := load.UnknownWilayah(ctx, []string{c.Wilayah})
				if err != nil {
					return err
				}
				if len(unknown) > 0 {
					r.Fault("wilayah", CodeUnknownWilayah, gis.T("Wilayah %s belum dikenal; muat dahulu batasnya", "The wilayah %s is not known; load its boundaries first", c.Wilayah))
				}
			}
			if r.Rejected() {
				return nil
			}
			key := fmt.Sprint(c.Wilayah, "/", c.Profession, "/", c.Status, "/", c.Funding, "/", c.From)
			if line, dup := seen[key]; dup {
				r.Fault("rupiah_year", read.CodeDuplicateRow, gis.T("Baris %d sudah menyebut biayanya", "Line %d gives its cost already", line))
				return nil
			}
			seen[key] = r.Line
			if c.Rupiah < leastRupiah {
				r.Flag("rupiah_year", CodeCostSmall, gis.T("Rp%d setahun tampak ditulis dalam ribuan atau jutaan; tulis dalam rupiah", "Rp%d a year looks written in thousands or millions; write rupiah", c.Rupiah))
			}
			rows = append(rows, c)
			return nil
		})
		o.Progress.End()
		rec.report(report)
		if err != nil {
			return Counts{}, err
		}
		acts, err := load.PutCosts(ctx, rows)
		return countActs(acts), err
	})
}

func costOf(r *read.SheetRow, words StaffWords) UnitCost {
	c := UnitCost{Profession: professionOf(r, words), From: day(r, "valid_from"), To: day(r, "valid_to"), Source: r.Need("source")}
	known := func(field string, list map[string]string, need bool) string {
		w := r.Text(field)
		code := list[gis.FoldName(w)]
		if w != "" && code == "" || w == "" && need {
			r.Fault(field, read.CodeBadValue, gis.T("%q tidak dikenal sebagai %s", "%q is not known as a %s", w, field))
		}
		if w == "" {
			return ""
		}
		return code
	}
	c.Status, c.Funding = known("status", words.Employment, false), known("funding", words.Funding, true)
	if w := r.Text("wilayah"); w != "" {
		code, err := gis.ParseWilayahCode(w)
		if err != nil {
			r.Fault("wilayah", read.CodeBadCode, gis.T("Bukan kode wilayah Kemendagri; tulis misalnya 35.10 sebagai teks", "No Kemendagri code of a wilayah; write 35.10, as text"))
		}
		c.Wilayah = string(code)
	}
	if r.Need("rupiah_year") != "" {
		if n := r.Count("rupiah_year"); n != nil {
			c.Rupiah = *n
		}
	}
	if c.From != "" && c.To != "" && c.From >= c.To {
		r.Fault("valid_to", read.CodeBadDate, gis.T("valid_to harus sesudah valid_from (%s)", "valid_to must be after valid_from (%s)", c.From))
	}
	return c
}
