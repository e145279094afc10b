package ingest

import (
	"context"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// PopulationOptions are those of an import of people.
type PopulationOptions struct {
	Options
	PeopleColumn string // where guessing fails
	Method       string // how the figures came about, kept with each
}

// PopulationFlaw is what the store found about a row: a code of issues, with the
// wilayah declared and the one its point lies in.
type PopulationFlaw struct {
	Line              int
	Code              string
	Declared, Located gis.WilayahCode
	Name              string
}

// MissingPeople is a row of this source that the file no longer holds: a desa, or
// a settlement with its name.
type MissingPeople struct {
	Desa gis.WilayahCode
	Name string
}

// PopulationOutcome is what became of the rows staged.
type PopulationOutcome struct {
	Counts
	Flaws   []PopulationFlaw
	Missing []MissingPeople
}

// PopulationLoad is what an import of people needs of the store.
type PopulationLoad interface {
	Load
	StagePopulation(ctx context.Context, rows []read.Population) error
	// ApplyPopulation writes what differs: people of desa for the load's vintage,
	// and settlements, which stand for the present.
	ApplyPopulation(ctx context.Context, method string) (PopulationOutcome, error)
}

// Population imports people of desa, or of settlement points within them. A desa
// that no boundary list has brought is rejected: its figure would stand nowhere.
func Population[L PopulationLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts PopulationOptions) (Result, error) {
	return run(ctx, begin, RolePopulation, opts.Options, nil, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		o := opts.withDefaults()
		o.beginReading()
		err := pipe(ctx, 5000, func(ctx context.Context, sink read.Sink[read.Population]) error {
			report, err := read.Populations(ctx, o.Path, read.PopulationOptions{Options: o.readOptions(rec), PeopleColumn: opts.PeopleColumn}, sink)
			rec.report(report)
			return err
		}, load.StagePopulation)
		o.Progress.End()
		if err != nil {
			return Counts{}, err
		}
		closing := rec.settleMissing(load, o.CloseMissing)
		out, err := load.ApplyPopulation(ctx, opts.Method)
		if err != nil {
			return Counts{}, err
		}
		for _, f := range out.Flaws {
			rec.add(f.issue())
		}
		for _, m := range out.Missing {
			value := string(m.Desa)
			if m.Name != "" {
				value = m.Name + " (" + value + ")"
			}
			i := missingIssue(m.Desa, value, closing)
			if closing {
				i.Action = gis.T("Angkanya dihapus", "Its figure was removed")
			}
			rec.add(i)
		}
		out.Counts.Missing = len(out.Missing)
		return out.Counts, nil
	})
}

func (f PopulationFlaw) issue() Issue {
	i := Issue{Wilayah: f.Declared, Issue: read.Issue{
		Line: f.Line, Code: f.Code, Severity: read.Rejected, Field: "code", Value: string(f.Declared),
		Action: gis.T("Baris ini tidak dimuat", "This row was not loaded"),
	}}
	kept := gis.T("Dimuat dan ditandai", "Loaded and flagged")
	switch f.Code {
	case CodeUnknownWilayah:
		i.Reason = gis.T("Desa %s tidak dikenal; impor dahulu batas wilayahnya", "The desa %s is not known; import its boundaries first", f.Declared)
	case CodeNotDesa:
		i.Reason = gis.T("%s bukan kode desa/kelurahan; penduduk dimuat per desa/kelurahan", "%s is no code of a desa/kelurahan; people are loaded by desa/kelurahan", f.Declared)
	case read.CodeDuplicateRow:
		i.Field, i.Value = "name", f.Name
		i.Reason = gis.T("Titik dan nama yang sama sudah ada di berkas ini", "The same point and name already stand in this file")
	case CodeOutsideDesa:
		i.Severity, i.Action = read.Suspicious, kept
		i.Reason = gis.T("Titik permukiman dinyatakan di %s tetapi terletak di %s", "The settlement is declared in %s but lies in %s", f.Declared, f.Located)
		if f.Located == "" {
			i.Reason = gis.T("Titik permukiman dinyatakan di %s tetapi terletak di luar semua desa", "The settlement is declared in %s but lies outside every desa", f.Declared)
		}
	case CodeNoDesaAtPoint:
		i.Severity, i.Action, i.Field, i.Value = read.Suspicious, kept, "lon", f.Name
		i.Reason = gis.T("Titik permukiman terletak di luar semua desa", "The settlement lies outside every desa")
	}
	return i
}
