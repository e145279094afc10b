package db

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"

	"jangkau/gis"
)

// paperDots is how many dots a printed map is wide: what is finer is left out, so that
// neither memory nor the paper grows with the detail of the boundaries.
const paperDots = 1000

// A degree of latitude is so many metres, for margins.
const paperDegree = 111_000.0

// PaperShapes reads the lines of a printed map of a wilayah, with so much around it as
// a part of its own width; one without a polygon has no map.
func (p *Publisher) PaperShapes(ctx context.Context, within gis.WilayahCode, around float64, everyRoad bool) (out gis.PaperShapes, err error) {
	s := p.db.NewSession(p.caller)
	defer s.Close(ctx)
	b := &binds{}
	type box struct{ W, S, E, N *float64 }
	own, err := collect(ctx, s, "read the box of a map", `select ST_XMin(x.e), ST_YMin(x.e), ST_XMax(x.e), ST_YMax(x.e)
		from (select ST_Extent(w.geom) as e from api.wilayah w where w.level = 'DESA_KELURAHAN' and `+areaCond(b, "w.code", within)+`) x`,
		b.values, pgx.RowToStructByPos[box])
	if err != nil || own[0].W == nil {
		return out, err
	}
	w := own[0]
	out.Box = &[4]float64{*w.W, *w.S, *w.E, *w.N}
	wide := max(*w.E-*w.W, *w.N-*w.S)
	// A square: a map may be higher or wider than what it shows.
	lon, lat, half, dot := (*w.W+*w.E)/2, (*w.S+*w.N)/2, wide*(0.5+around)*1.1, wide*(1+2*around)/paperDots
	frame := fmt.Sprintf("ST_MakeEnvelope(%.7f, %.7f, %.7f, %.7f, 4326)", lon-half, lat-half, lon+half, lat+half)
	type shape struct {
		Name string
		Geom []byte
	}
	areas, err := collect(ctx, s, "read desa of a map", fmt.Sprintf(
		`select w.code as name, ST_AsBinary(ST_ClipByBox2D(ST_Simplify(w.geom, %.9f, true), %s)) as geom from api.wilayah w
		where w.level = 'DESA_KELURAHAN' and w.geom && %[2]s order by w.code`, dot, frame), nil, pgx.RowToStructByPos[shape])
	if err != nil {
		return out, err
	}
	for _, a := range areas {
		rings, err := ringsOf(a.Geom)
		if err != nil {
			return out, wrap("read desa of a map", err)
		}
		if len(rings) > 0 {
			out.Desa = append(out.Desa, gis.PaperArea{Code: gis.WilayahCode(a.Name), Rings: rings})
		}
	}
	band := 10
	if everyRoad {
		band = allRoads
	}
	metres := dot * paperDegree
	roads, err := collect(ctx, s, "read roads of a map", fmt.Sprintf(
		`select r.class as name, ST_AsBinary(ST_Transform(ST_Simplify(ST_ClipByBox2D(r.geom, ST_Transform(%s, 3857)), %.3f), 4326)) as geom
		from data.road_shape r where r.band = %d and r.dataset_id = (select s.roads_dataset from data.shape_state s)
		and r.geom && ST_Transform(%[1]s, 3857) and ST_Length(r.geom) > %.3[2]f order by r.class, r.geom`, frame, metres, band), nil, pgx.RowToStructByPos[shape])
	if err != nil {
		return out, err
	}
	for _, r := range roads {
		lines, err := ringsOf(r.Geom)
		if err != nil {
			return out, wrap("read roads of a map", err)
		}
		for _, line := range lines {
			out.Roads = append(out.Roads, gis.PaperRoad{Main: mainRoads[r.Name], Line: line})
		}
	}
	return out, nil
}

var mainRoads = map[string]bool{"motorway": true, "trunk": true, "primary": true, "secondary": true}

// ringsOf takes a geometry apart into its lines; points are left out.
func ringsOf(b []byte) ([][][2]float64, error) {
	if b == nil {
		return nil, nil
	}
	g, err := wkb.Unmarshal(b)
	if err != nil {
		return nil, err
	}
	var out [][][2]float64
	add := func(flat []float64, stride int) {
		line := make([][2]float64, 0, len(flat)/stride)
		for i := 0; i+1 < len(flat); i += stride {
			if !math.IsNaN(flat[i]) {
				line = append(line, [2]float64{flat[i], flat[i+1]})
			}
		}
		if len(line) > 1 {
			out = append(out, line)
		}
	}
	var walk func(geom.T)
	walk = func(g geom.T) {
		switch g := g.(type) {
		case *geom.LineString:
			add(g.FlatCoords(), g.Stride())
		case *geom.MultiLineString:
			for i := range g.NumLineStrings() {
				walk(g.LineString(i))
			}
		case *geom.Polygon:
			for i := range g.NumLinearRings() {
				add(g.LinearRing(i).FlatCoords(), g.Stride())
			}
		case *geom.MultiPolygon:
			for i := range g.NumPolygons() {
				walk(g.Polygon(i))
			}
		case *geom.GeometryCollection:
			for _, part := range g.Geoms() {
				walk(part)
			}
		}
	}
	walk(g)
	return out, nil
}
