package graph

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/geojson"

	"jangkau/gis"
	"jangkau/graph/model"
)

// catchmentDesa are the desa of a catchment; their rows are read when asked for, with
// those of the other catchments of the page.
func (q *request) catchmentDesa(c *model.Catchment, first int) []*model.CatchmentDesa {
	c.List.ExpectDesa.Do(func() {
		for _, e := range c.List.Edges {
			for _, d := range e.Node.Parts[:min(first, len(e.Node.Parts))] {
				q.wilayah.expect(c.List.Found.Desa(d))
			}
		}
	})
	parts := c.Parts[:min(first, len(c.Parts))]
	out := make([]*model.CatchmentDesa, len(parts))
	for i := range parts {
		out[i] = &model.CatchmentDesa{Code: c.List.Found.Desa(parts[i])}
		if parts[i].HasPeople {
			out[i].People = &parts[i].People
		}
	}
	return out
}

// declaredOf sorts the people of a catchment by whose wilayah kerja their desa is in.
func (q *request) declaredOf(ctx context.Context, c *model.Catchment) (*model.CatchmentDeclared, error) {
	if c.People == nil {
		return nil, nil
	}
	c.List.ExpectDeclared.Do(func() { // the other rows' too, in one statement a kind
		for _, e := range c.List.Edges {
			for _, d := range e.Node.Parts {
				if e.Node.Kind == gis.KindPuskesmas {
					q.induk.expect(c.List.Found.Desa(d))
				} else {
					q.servedBy.expect(c.List.Found.Desa(d))
				}
			}
		}
	})
	out := &model.CatchmentDeclared{}
	for _, d := range c.Parts {
		serving, err := q.serving(ctx, c.List.Found.Desa(d), c.Kind)
		if err != nil {
			return nil, err
		}
		switch {
		case slices.Contains(serving, c.FacilityID):
			out.Own += d.People
		case len(serving) > 0:
			out.Others += d.People
		default:
			out.Undeclared += d.People
		}
	}
	return out, nil
}

// serving are the facilities of a kind in whose wilayah kerja a desa is; of puskesmas
// its induk, see [Reader].
func (q *request) serving(ctx context.Context, desa gis.WilayahCode, kind gis.FacilityKind) ([]int64, error) {
	if kind == gis.KindPuskesmas {
		return q.induk.get(ctx, desa)
	}
	all, err := q.servedBy.get(ctx, desa)
	var ids []int64
	for _, f := range all {
		if f.Kind == kind {
			ids = append(ids, f.ID)
		}
	}
	return ids, err
}

// drawn writes an area as GeoJSON; none is null.
func drawn(m *geom.MultiPolygon, err error) (json.RawMessage, error) {
	if m == nil || err != nil {
		return nil, err
	}
	return geojson.Marshal(m, geojson.EncodeGeometryWithMaxDecimalDigits(decimals))
}

func km2(m *geom.MultiPolygon, err error) (*float64, error) {
	if m == nil || err != nil {
		return nil, err
	}
	v := thousandth(gis.AreaKm2(m))
	return &v, nil
}

// catchmentArea is drawn once for all rows of the list, and kept.
func (q *request) catchmentArea(ctx context.Context, c *model.Catchment) (*geom.MultiPolygon, error) {
	if c.Reason != nil {
		return nil, nil
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	areas, err := p.CatchmentAreas(ctx, queryOf(c.List.Asked), c.List.Limit, c.List.Listed)
	return areas[c.FacilityID], err
}

func (q *request) reachArea(ctx context.Context, c *model.Catchment) (*geom.MultiPolygon, error) {
	if c.Reason != nil {
		return nil, nil
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	return p.ReachArea(ctx, queryOf(c.List.Asked), c.FacilityID, c.List.Limit)
}
