package ingest

import (
	"context"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// BoundaryOptions are those of an import of wilayah.
type BoundaryOptions struct {
	Options
	CodeField, NameField, BPSField string // properties of the file; guessed where empty
	Approximate                    bool   // the outlines are made up: marked APPROXIMATE
}

// Repair is what the store had to do to an invalid polygon.
type Repair struct {
	Line   int
	Code   gis.WilayahCode
	Reason string // PostGIS's words, with the place
	Empty  bool   // nothing was left of it: the row is rejected
}

// BoundaryOutcome is what became of the wilayah staged.
type BoundaryOutcome struct {
	Counts
	Derived []gis.WilayahCode // parents made from codes alone
	Missing []gis.WilayahCode // of this source, not in the file
	// Relocated is how many facilities were found to stand in another desa, or in one at last.
	Relocated int
}

// BoundaryLoad is what an import of wilayah needs of the store.
type BoundaryLoad interface {
	Load
	// StageBoundaries takes rows in, repairs what is invalid and says so. Codes
	// are distinct over all calls.
	StageBoundaries(ctx context.Context, rows []read.Boundary, approximate bool) ([]Repair, error)
	// ApplyBoundaries writes what differs from the store.
	ApplyBoundaries(ctx context.Context) (BoundaryOutcome, error)
}

// boundaryBatch is small enough that parsing and the store's work overlap also
// for a kabupaten's couple of hundred desa.
const boundaryBatch = 250

// Boundaries imports the wilayah of a file: their codes, names and areas.
func Boundaries[L BoundaryLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts BoundaryOptions) (Result, error) {
	var extra []gis.Text
	res, err := run(ctx, begin, RoleBoundaries, opts.Options, nil, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		o := opts.withDefaults()
		o.beginReading()
		err := pipe(ctx, boundaryBatch, func(ctx context.Context, sink read.Sink[read.Boundary]) error {
			report, err := read.Boundaries(ctx, o.Path, read.BoundaryOptions{
				Options:   o.readOptions(rec),
				CodeField: opts.CodeField, NameField: opts.NameField, BPSField: opts.BPSField,
			}, sink)
			rec.report(report)
			return err
		}, func(ctx context.Context, rows []read.Boundary) error {
			repairs, err := load.StageBoundaries(ctx, rows, opts.Approximate)
			for _, r := range repairs {
				rec.add(r.issue())
			}
			return err
		})
		o.Progress.End()
		if err != nil {
			return Counts{}, err
		}
		closing := rec.settleMissing(load, o.CloseMissing)
		out, err := load.ApplyBoundaries(ctx)
		if err != nil {
			return Counts{}, err
		}
		for _, code := range out.Missing {
			rec.add(missingIssue(code, string(code), closing))
		}
		if n := len(out.Derived); n > 0 {
			extra = append(extra, gis.T("%d wilayah induk diturunkan dari kodenya, belum bernama (DERIVED)",
				"%d parent wilayah were derived from their codes, still unnamed (DERIVED)", n))
		}
		if out.Relocated > 0 {
			extra = append(extra, gis.T("%d fasilitas yang sudah dimuat kini diketahui desanya, atau pindah desa",
				"%d facilities loaded before now have a desa, or another one", out.Relocated))
		}
		out.Counts.Missing = len(out.Missing)
		return out.Counts, nil
	})
	res.Extra = append(res.Extra, extra...)
	return res, err
}

func (r Repair) issue() Issue {
	i := Issue{Wilayah: r.Code, Issue: read.Issue{
		Line: r.Line, Code: CodeRepaired, Severity: read.Note, Field: "geometry", Value: r.Reason,
		Reason: gis.T("Poligon %s tidak sah: %s", "The polygon of %s is invalid: %s", r.Code, r.Reason),
		Action: gis.T("Diperbaiki (ST_MakeValid) dan ditandai REPAIRED", "Repaired (ST_MakeValid) and marked REPAIRED"),
	}}
	if r.Empty {
		i.Code, i.Severity = read.CodeBadGeometry, read.Rejected
		i.Action = gis.T("Tidak tersisa luas setelah diperbaiki; baris ini tidak dimuat", "No area is left after repair; this row was not loaded")
	}
	return i
}

// missingIssue tells a row of the store that the file no longer holds.
func missingIssue(code gis.WilayahCode, value string, closed bool) Issue {
	i := Issue{Wilayah: code, Issue: read.Issue{
		Code: CodeMissingRow, Severity: read.Note, Value: value,
		Reason: gis.T("%s tidak ada lagi dalam berkas ini", "%s is no longer in this file", value),
		Action: gis.T("Tetap disimpan; pakai --close-missing untuk menutupnya", "Kept; use --close-missing to close it"),
	}}
	if closed {
		i.Code = CodeClosedRow
		i.Action = gis.T("Ditutup", "Closed")
	}
	return i
}
