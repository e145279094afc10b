package graph

import (
	"context"
	"encoding/json"

	"jangkau/gis"
)

// The loads behind a request's peers. Rows that come together are noted as each
// other's peers, so that the level below is one statement again.

func (q *request) loadWilayah(ctx context.Context, codes []gis.WilayahCode) (map[gis.WilayahCode]*gis.Wilayah, error) {
	rows, err := q.reader.Wilayah(ctx, codes)
	q.sawWilayah(rows)
	out := make(map[gis.WilayahCode]*gis.Wilayah, len(rows))
	for _, w := range rows {
		out[w.Code] = w
	}
	return out, err
}

func (q *request) loadChildren(ctx context.Context, codes []gis.WilayahCode) (map[gis.WilayahCode][]*gis.Wilayah, error) {
	rows, err := q.reader.Children(ctx, codes)
	q.sawWilayah(rows)
	out := map[gis.WilayahCode][]*gis.Wilayah{}
	for _, w := range rows {
		out[*w.ParentCode] = append(out[*w.ParentCode], w)
	}
	return out, err
}

func (q *request) loadRollups(ctx context.Context, codes []gis.WilayahCode) (map[gis.WilayahCode]*gis.WilayahRollup, error) {
	rows, err := q.reader.Rollups(ctx, codes)
	out := make(map[gis.WilayahCode]*gis.WilayahRollup, len(rows))
	for i := range rows {
		out[rows[i].Code] = &rows[i]
	}
	return out, err
}

func (q *request) loadFacilities(ctx context.Context, ids []int64) (map[int64]*gis.Facility, error) {
	rows, err := q.reader.Facilities(ctx, ids)
	q.sawFacilities(rows)
	out := make(map[int64]*gis.Facility, len(rows))
	for _, f := range rows {
		out[f.ID] = f
	}
	return out, err
}

func (q *request) loadServedBy(ctx context.Context, desa []gis.WilayahCode) (map[gis.WilayahCode][]*gis.Facility, error) {
	out, err := q.reader.ServedBy(ctx, desa)
	q.sawFacilities(flatten(out))
	return out, err
}

func (q *request) loadServiceAreas(ctx context.Context, ids []int64) (map[int64][]*gis.Wilayah, error) {
	out, err := q.reader.ServiceAreas(ctx, ids)
	q.sawWilayah(flatten(out))
	return out, err
}

func (q *request) loadSources(ctx context.Context, _ []struct{}) (map[struct{}]map[int64]*gis.DataSource, error) {
	rows, err := q.reader.Sources(ctx)
	all := make(map[int64]*gis.DataSource, len(rows))
	for _, d := range rows {
		all[d.ID] = d
	}
	return map[struct{}]map[int64]*gis.DataSource{{}: all}, err
}

func (q *request) source(ctx context.Context, id int64) (*gis.DataSource, error) {
	all, err := q.sources.get(ctx, struct{}{})
	return all[id], err
}

// geometries are peers by tolerance: one statement for each that a query asks.
func (q *request) geometries(toleranceM float64) *peers[gis.WilayahCode, json.RawMessage] {
	q.mu.Lock()
	defer q.mu.Unlock()
	p := q.geometry[toleranceM]
	if p == nil {
		p = newPeers(func(ctx context.Context, codes []gis.WilayahCode) (map[gis.WilayahCode]json.RawMessage, error) {
			return q.reader.Geometries(ctx, codes, toleranceM)
		})
		q.geometry[toleranceM] = p
	}
	return p
}

func flatten[K comparable, T any](m map[K][]T) []T {
	var out []T
	for _, rows := range m {
		out = append(out, rows...)
	}
	return out
}
