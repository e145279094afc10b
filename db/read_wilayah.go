package db

import (
	"context"
	"encoding/json"
	"strings"

	"jangkau/gis"
)

// wilayahRow is the JSON of a gis.Wilayah from wilayahFrom.
const wilayahRow = `json_build_object('code', w.code, 'level', w.level, 'parent', w.parent, 'name', w.name, 'bps_code', w.bps_code,
	'is_kelurahan', case when w.level = 'DESA_KELURAHAN' then w.kelurahan end, 'area_km2', w.area_km2,
	'boundary_quality', w.boundary_quality, 'has_polygon', w.geom is not null, 'people', p.people, 'source_id', w.source_id)`

// wilayahFrom looks people up by desa: the limit keeps the planner from reading
// everybody's people first and throwing most away.
const wilayahFrom = `api.wilayah w left join lateral (
	select dp.people from api.desa_people dp where dp.desa = w.code limit 1) p on true`

// Wilayah reads wilayah by their codes; unknown ones are left out.
func (s *Session) Wilayah(ctx context.Context, codes []gis.WilayahCode) ([]*gis.Wilayah, error) {
	return readAll[*gis.Wilayah](ctx, s, "read wilayah",
		`select `+wilayahRow+` from `+wilayahFrom+` where w.code = any($1)`, texts(codes))
}

// Children reads the wilayah one level below each of those given, by code.
func (s *Session) Children(ctx context.Context, codes []gis.WilayahCode) ([]*gis.Wilayah, error) {
	return readAll[*gis.Wilayah](ctx, s, "read children",
		`select `+wilayahRow+` from `+wilayahFrom+` where w.parent = any($1) order by w.code`, texts(codes))
}

// Rollups adds up, for each wilayah, the desa in it.
func (s *Session) Rollups(ctx context.Context, codes []gis.WilayahCode) ([]gis.WilayahRollup, error) {
	return readAll[gis.WilayahRollup](ctx, s, "add up wilayah", `
		select json_build_object('code', a.code, 'desa', n.desa, 'kelurahan', n.kelurahan, 'polygons', n.polygons,
			'people', n.people, 'area_km2', n.area_km2)
		from unnest($1::text[]) a(code)
		cross join lateral (
			select count(*) filter (where not w.kelurahan) as desa, count(*) filter (where w.kelurahan) as kelurahan,
				count(w.geom) as polygons, sum(p.people) as people, sum(w.area_km2) as area_km2
			from `+wilayahFrom+`
			where w.level = 'DESA_KELURAHAN' and w.code >= a.code and w.code < a.code || '/') n`, texts(codes))
}

// coarse is the grid, in metres, onto which the desa of a provinsi are put before
// they are joined. 8,494 desa take more than half a minute as they are and 5 s on
// this grid; what neighbours share stays shared, as it would not if each were
// simplified by itself. A kabupaten is joined in a third of a second, and takes the
// grid only where no finer answer is asked for.
const coarse = "200.0"

// Geometries reads boundaries as GeoJSON, simplified to a tolerance in metres. A
// higher level without a polygon of its own is put together from its desa.
func (s *Session) Geometries(ctx context.Context, codes []gis.WilayahCode, toleranceM float64) (map[gis.WilayahCode]json.RawMessage, error) {
	type shape struct {
		Code gis.WilayahCode `json:"code"`
		Geom json.RawMessage `json:"geom"`
	}
	// A degree of latitude is about 110.6 km near the equator; the error of taking
	// the same for longitude is below 2 % within Indonesia.
	rows, err := readAll[shape](ctx, s, "read boundaries", `
		select json_build_object('code', w.code, 'geom', ST_AsGeoJSON(ST_ForcePolygonCCW(g.geom), 6)::json)
		from api.wilayah w
		cross join lateral (
			select case when $2::float8 > 0 and (o.grid = 0 or o.own) then ST_SimplifyPreserveTopology(o.geom, $2::float8 / 110600) else o.geom end as geom
			from (select x.grid, w.geom is not null as own, case when w.geom is not null or w.level = 'DESA_KELURAHAN' then w.geom else (
				select ST_Multi(ST_Union(case when x.grid > 0 then ST_CollectionExtract(ST_MakeValid(ST_SnapToGrid(d.geom, x.grid)), 3) else d.geom end))
				from api.wilayah d
				where d.level = 'DESA_KELURAHAN' and d.code >= w.code and d.code < w.code || '/') end as geom
				from (select case when w.level = 'PROVINSI' then greatest($2::float8, `+coarse+`)
					when w.level = 'KABUPATEN_KOTA' and $2::float8 >= `+coarse+` then $2::float8 else 0 end / 110600 as grid) x) o) g
		where w.code = any($1) and g.geom is not null`, texts(codes), toleranceM)
	out := make(map[gis.WilayahCode]json.RawMessage, len(rows))
	for _, r := range rows {
		out[r.Code] = r.Geom
	}
	return out, err
}

// desaOrders are the keys that a list of desa sorts by.
var desaOrders = map[string]sortColumn{
	"CODE":   {expr: "w.code", cast: "text"},
	"NAME":   {expr: "w.name", cast: "text", nullable: true},
	"PEOPLE": {expr: "p.people", cast: "bigint", nullable: true},
	"AREA":   {expr: "w.area_km2", cast: "float8", nullable: true},
}

// orderBy turns the orders asked for into a total order ending in last.
func orderBy(columns map[string]sortColumn, asked []gis.Order, last sortColumn) keyset {
	var k keyset
	for _, o := range asked {
		c := columns[o.Key]
		c.desc = o.Direction == gis.Descending
		k = append(k, c)
		if c.expr == last.expr {
			return k
		}
	}
	return append(k, last)
}

// Desa lists desa and kelurahan.
func (s *Session) Desa(ctx context.Context, q gis.DesaQuestion, page gis.Page) (gis.List[*gis.Wilayah], error) {
	b := &binds{}
	return readPage[*gis.Wilayah](ctx, s, "list desa", desaListQuery(b, q), b, q.Area, page)
}

func desaListQuery(b *binds, q gis.DesaQuestion) listQuery {
	return listQuery{
		head:    areaFields(b, q.Area) + ",",
		version: version("WILAYAH", "POPULATION", "FACILITY"),
		from:    wilayahFrom,
		where:   append([]string{"w.level = 'DESA_KELURAHAN'", within(b, "w.code", q.Within), desaOfPuskesmas(b, "w.code", q.Puskesmas)}, desaFilter(b, q)...),
		row:     wilayahRow,
		order:   orderBy(desaOrders, q.Order, desaOrders["CODE"]),
	}
}

func desaFilter(b *binds, q gis.DesaQuestion) []string {
	var where []string
	switch q.Units {
	case gis.OnlyDesa:
		where = append(where, "not w.kelurahan")
	case gis.OnlyKelurahan:
		where = append(where, "w.kelurahan")
	}
	if q.NameContains != "" {
		where = append(where, "w.name_fold like "+b.add("%"+likeLiteral(gis.FoldName(q.NameContains, gis.DesaWords))+"%"))
	}
	if q.Missing != nil {
		where = append(where, map[gis.MissingPart]string{
			gis.MissingName: "w.name is null", gis.MissingPolygon: "w.geom is null", gis.MissingPeople: "p.people is null",
		}[*q.Missing])
	}
	if q.MinPeople != nil {
		where = append(where, "p.people >= "+b.add(*q.MinPeople)+"::bigint")
	}
	if q.MaxPeople != nil {
		where = append(where, "p.people <= "+b.add(*q.MaxPeople)+"::bigint")
	}
	return where
}

// likeLiteral keeps what a person typed from being a pattern.
func likeLiteral(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// readPage runs a list's statement and checks that its area exists.
func readPage[T any](ctx context.Context, s *Session, op string, q listQuery, b *binds, a gis.Area, page gis.Page) (gis.List[T], error) {
	sql, err := q.sql(b, page)
	if err != nil {
		return gis.List[T]{}, err
	}
	out, err := readOne[struct {
		areaHead
		gis.List[T]
	}](ctx, s, op, sql, b.values...)
	if err == nil {
		err = out.check(a)
	}
	cut(&out.List, page.First)
	return out.List, err
}
