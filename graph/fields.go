package graph

import (
	"context"

	"jangkau/gis"
	"jangkau/graph/model"
)

// What several resolvers share: a row's neighbour by key, with those of its peers
// fetched along.

func (q *request) wilayahAt(ctx context.Context, code *gis.WilayahCode, with ...gis.WilayahCode) (*gis.Wilayah, error) {
	if code == nil {
		return nil, nil
	}
	return q.wilayah.get(ctx, *code, with...)
}

func (q *request) facilityAt(ctx context.Context, id *int64, with ...int64) (*gis.Facility, error) {
	if id == nil {
		return nil, nil
	}
	return q.facility.get(ctx, *id, with...)
}

// facilityDesa is a desa that a facility names in one of its columns.
func (q *request) facilityDesa(ctx context.Context, f *gis.Facility, column func(*gis.Facility) *gis.WilayahCode) (*gis.Wilayah, error) {
	// The three columns mostly name the same desa: asked together they cost one.
	with := facilityPeers(q, f, idOfDesa)
	return q.wilayahAt(ctx, column(f), append(with, facilityPeers(q, f, column)...)...)
}

func idOfDesa(f *gis.Facility) *gis.WilayahCode { return f.DesaCode }

// rollupOf is what a wilayah adds up to; desa know their own and need no read.
func (q *request) rollupOf(ctx context.Context, w *gis.Wilayah) (*gis.WilayahRollup, error) {
	if w.Level == gis.Desa {
		r := &gis.WilayahRollup{Code: w.Code, People: w.OwnPeople, AreaKm2: w.OwnAreaKm2}
		if w.Code.IsKelurahan() {
			r.Kelurahan = 1
		} else {
			r.Desa = 1
		}
		if w.HasPolygon {
			r.Polygons = 1
		}
		return r, nil
	}
	r, err := q.rollup.get(ctx, w.Code, wilayahPeers(q, w, codeOf)...)
	if r == nil {
		r = &gis.WilayahRollup{Code: w.Code}
	}
	return r, err
}

func (q *request) missing(ctx context.Context, w *gis.Wilayah) ([]gis.MissingPart, error) {
	r, err := q.rollupOf(ctx, w)
	out := []gis.MissingPart{}
	if w.Name == nil {
		out = append(out, gis.MissingName)
	}
	if !w.HasPolygon && r.Polygons == 0 {
		out = append(out, gis.MissingPolygon)
	}
	if r.People == nil {
		out = append(out, gis.MissingPeople)
	}
	return out, err
}

// isInduk says whether a trip leads to the puskesmas that the desa belongs to; nil
// where it leads elsewhere than to a puskesmas, or the desa's is not known.
func (q *request) isInduk(ctx context.Context, t *model.Trip) (*bool, error) {
	if t.FacilityID == nil || t.Desa == "" {
		return nil, nil
	}
	f, err := q.facility.get(ctx, *t.FacilityID)
	if err != nil || f == nil || f.Kind != gis.KindPuskesmas {
		return nil, err
	}
	q.mu.Lock()
	with := keysOf(q.wilayahOf[t.Desa], codeOf)
	q.mu.Unlock()
	ids, err := q.induk.get(ctx, t.Desa, with...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	is := false
	for _, id := range ids {
		is = is || id == f.ID
	}
	return &is, nil
}

// reportOf is one page of a run's report; the runs listed with it are read along.
func (q *request) reportOf(ctx context.Context, run *gis.ImportRun, severity []gis.IssueSeverity, p *pager) (gis.List[*gis.ImportIssue], error) {
	key := question(severity, p.Page)
	q.mu.Lock()
	of := q.runIssues[key]
	if of == nil {
		of = newPeers(func(ctx context.Context, ids []int64) (map[int64]gis.List[*gis.ImportIssue], error) {
			return q.reader.ImportIssues(ctx, ids, severity, p.Page)
		})
		q.runIssues[key] = of
	}
	with := keysOf(q.runOf[run.ID], func(r *gis.ImportRun) *int64 { return &r.ID })
	q.mu.Unlock()
	if p.After != nil {
		with = nil // a cursor is one run's
	}
	return of.get(ctx, run.ID, with...)
}

func (q *request) sawRuns(rows []*gis.ImportRun) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range rows {
		q.runOf[r.ID] = rows
	}
}

// shortFacilities are a row's facilities that are short, in its order; those of
// the rows listed with it were expected when the list came.
func (q *request) shortFacilities(ctx context.Context, row *gis.WorkforceGapRow) ([]*gis.Facility, error) {
	return q.facilitiesAt(ctx, row.ShortIDs)
}

func (q *request) facilitiesAt(ctx context.Context, ids []int64) ([]*gis.Facility, error) {
	out := []*gis.Facility{}
	for _, id := range ids {
		f, err := q.facility.get(ctx, id)
		if err != nil {
			return nil, err
		}
		if f != nil {
			out = append(out, f)
		}
	}
	return out, nil
}

func (q *request) text(id, en string) string { return gis.Text{ID: id, EN: en}.In(q.lang) }

// some makes an empty list of a missing one: the contract's lists are never null.
func some[T any](rows []T, err error) ([]T, error) {
	if rows == nil {
		rows = []T{}
	}
	return rows, err
}
