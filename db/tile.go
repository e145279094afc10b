package db

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// Publisher answers tiles: what a Session is to a query. Each answer is of one
// moment, by one connection that is given back before it is sent.
type Publisher struct {
	db     *DB
	caller Caller
}

// NewPublisher answers for a caller.
func (d *DB) NewPublisher(c Caller) *Publisher { return &Publisher{db: d, caller: c} }

// tileVersion is the SQL of the version of a layer.
func tileVersion(q gis.TileQuestion) string {
	drawn := " || (select '.d' || s.value from data.shape_state s)"
	switch {
	case q.Layer == gis.LayerRoads:
		return version("NETWORK") + drawn
	case q.Layer == gis.LayerFacilities:
		return version("FACILITY", "WILAYAH")
	case q.Layer == gis.LayerWilayah, q.Layer == gis.LayerOutlines:
		return version("WILAYAH") + drawn // borders stay where they are, whatever is mended between them
	case q.Travel != nil:
		return version("WILAYAH", "POPULATION", "FACILITY", "STAFF", "NETWORK") + drawn + travelVersion
	}
	return version("WILAYAH", "POPULATION", "FACILITY", "STAFF") + drawn
}

// travelVersion is what a version has besides where kept trips are part of it.
const travelVersion = ` || (select '.t' || coalesce(max(r.id), 0) || '.' || count(*) from data.travel_run r)`

// TileVersion names what a layer's tiles are made from at this moment, in one small
// statement: it is asked for every tile, also those that are in memory.
func (p *Publisher) TileVersion(ctx context.Context, q gis.TileQuestion) (v string, err error) {
	err = p.db.pool.QueryRow(ctx, "select "+tileVersion(q)).Scan(&v)
	return v + "." + string(q.AsOf), wrap("read version of tiles", err)
}

// TileSources reads where tiles come from; the box is that of the desa within a wilayah, or of all.
func (p *Publisher) TileSources(ctx context.Context, code gis.WilayahCode) (gis.TileSources, error) {
	s := p.db.NewSession(p.caller)
	defer s.Close(ctx)
	b, inside := &binds{}, "true"
	if code != "" {
		inside = within(b, "w.code", code)
	}
	return readOne[gis.TileSources](ctx, s, "read sources of tiles", `
		select json_build_object(
			'bounds', (select case when x.e is not null then json_build_array(ST_XMin(x.e), ST_YMin(x.e), ST_XMax(x.e), ST_YMax(x.e)) end
				from (select ST_Extent(w.geom) as e from api.wilayah w
					where w.level = 'DESA_KELURAHAN' and `+inside+`) x),
			'sources', coalesce((select json_agg(to_json(d) order by d.role, d.name, d.id) from data_source d), '[]'::json))`, b.values...)
}

// tileMargin is how far around a tile its geometry goes on, in widths of a tile, so
// that lines and circles at the edge are whole: 8 of the 512 pixels it is shown at.
const tileMargin = 1.0 / 64

// extentOf is how many units a tile of a zoom is wide: about 4,096, as is usual, and a
// multiple of the cells that shapes are drawn on.
func extentOf(zoom int) int {
	b, _ := bandOf(zoom)
	return b.cells * b.units
}

// tileHead is what each layer's statement begins with.
func tileHead(b *binds, t gis.TileAddress) string {
	box := t.Box(tileMargin)
	return fmt.Sprintf(`with env as materialized (select ST_TileEnvelope(%s, %s, %s) as tile, ST_MakeEnvelope(%s, %s, %s, %s, 4326) as box)`,
		b.add(t.Z), b.add(t.X), b.add(t.Y), b.add(box[0]), b.add(box[1]), b.add(box[2]), b.add(box[3]))
}

// tileGeom cuts a geometry in web Mercator to the tile.
func tileGeom(t gis.TileAddress, geom string) string {
	extent := extentOf(t.Z)
	return fmt.Sprintf("ST_AsMVTGeom(%s, env.tile, %d, %d, true)", geom, extent, int(float64(extent)*tileMargin))
}

// drawnTile is a tile, or the provinsi whose kept figures it must not be drawn from.
type drawnTile struct {
	gis.Tile
	stale []string
}

// Tile answers one tile.
func (p *Publisher) Tile(ctx context.Context, q gis.TileQuestion, t gis.TileAddress) (gis.Tile, error) {
	for attempt := 0; ; attempt++ {
		b := &binds{}
		// A store that changes all the time is answered from as it is at last.
		kept := q.Layer == gis.LayerDesa && q.Today && attempt < 3
		sql := tileSQL(b, q, t, kept)
		s := p.db.NewSession(p.caller)
		rows, err := collect(ctx, s, "draw tile", sql, b.values, func(row pgx.CollectableRow) (out drawnTile, err error) {
			return out, row.Scan(&out.Version, &out.stale, &out.Data)
		})
		s.Close(ctx)
		if err != nil {
			return gis.Tile{}, err
		}
		rows[0].Version += "." + string(q.AsOf)
		if len(rows[0].stale) == 0 {
			return rows[0].Tile, nil
		}
		if err := p.db.keepFigures(ctx, rows[0].stale, q.AsOf); err != nil {
			return gis.Tile{}, err
		}
	}
}

// tileSQL answers the version, the provinsi whose kept figures are out of date, and
// the tile.
func tileSQL(b *binds, q gis.TileQuestion, t gis.TileAddress, kept bool) string {
	head := tileHead(b, t)
	switch q.Layer {
	case gis.LayerRoads:
		return head + roadTile(b, q, t)
	case gis.LayerFacilities:
		return head + facilityTile(b, q, t)
	case gis.LayerWilayah:
		return head + wilayahTile(b, q, t)
	case gis.LayerOutlines:
		return head + outlineTile(b, q, t)
	default:
		return head + desaTile(b, q, t, kept)
	}
}

// tileTail makes a tile of rows; id is the column that numbers them, if any. The offset
// keeps the planner from putting a row's geometry, which costs, both into the tile and
// into the question whether there is any.
func tileTail(q gis.TileQuestion, t gis.TileAddress, stale, id, rows string) string {
	if id != "" {
		id = ", '" + id + "'"
	}
	return fmt.Sprintf(` select %s, %s, (select coalesce(ST_AsMVT(t, '%s', %d, 'geom'%s), '') from (%s offset 0) t where not ST_IsEmpty(t.geom))`,
		tileVersion(q), stale, q.Layer, extentOf(t.Z), id, rows)
}

// drawnGeom is a shape s, on the grid of a band, in the units of a tile; box is the
// tile on that grid. Only what crosses the tile's edge is cut: to cut costs more than all
// else. On a grid rings touch themselves, and of such a ring the cut may be all of the box
// that lies around it. To mend or to check each one first doubles what a tile costs, so the
// cut is made again from the mended shape where it is larger than the shape, or where
// that has half of the box, so that what lies around it could be the smaller part.
func drawnGeom(b *binds, t gis.TileAddress, drawn band) (geom, box string) {
	side := float64(drawn.cells) * math.Exp2(float64(drawn.zoom-t.Z)) // of a tile, in cells
	x, y, margin := float64(t.X)*side, float64(t.Y)*side, side*tileMargin
	move := fmt.Sprintf("%s::float8, %s::float8, %s::float8, %[3]s::float8", b.add(-x), b.add(-y), b.add(float64(extentOf(t.Z))/side))
	box = fmt.Sprintf("ST_MakeBox2D(ST_MakePoint(%s, %s), ST_MakePoint(%s, %s))", b.add(x-margin), b.add(y-margin), b.add(x+side+margin), b.add(y+side+margin))
	half := b.add((side+2*margin)*(side+2*margin)/2) + "::float8"
	cut := fmt.Sprintf(`(select case when ST_Area(s.geom) between ST_Area(c.geom) and %[2]s then c.geom else ST_ClipByBox2D(ST_MakeValid(s.geom), %[1]s) end
		from (select ST_ClipByBox2D(s.geom, %[1]s) as geom offset 0) c)`, box, half)
	return fmt.Sprintf(`case when s.geom @ %[1]s then ST_TransScale(s.geom, %[2]s)
		when s.geom && %[1]s then ST_TransScale(ST_ForcePolygonCCW(ST_CollectionExtract(%[3]s, 3)), %[2]s) end`, box, move, cut), box
}

// desaGeom is the geometry of a desa w: as it was drawn for a band, or drawn on the spot
// where that has not been done yet or the zoom is beyond all bands (not ok).
func desaGeom(b *binds, t gis.TileAddress, drawn band, ok bool) (shape, join string) {
	// The boundary as loaded is looked up where it is drawn: thousands of them carried
	// along would cost more than the tile.
	spot := tileGeom(t, "ST_Transform((select x.geom from api.wilayah x where x.code = w.code), 3857)")
	if !ok {
		return spot, ""
	}
	own, _ := drawnGeom(b, t, drawn)
	return fmt.Sprintf("case when s.code is null then %s else %s end", spot, own),
		fmt.Sprintf(" left join data.wilayah_shape s on s.band = %d and s.code = w.code", drawn.zoom)
}

func desaTile(b *binds, q gis.TileQuestion, t gis.TileAddress, kept bool) string {
	day := b.add(string(q.AsOf)) + "::text::date"
	units := map[gis.WilayahUnits]string{gis.OnlyDesa: " and not w.kelurahan", gis.OnlyKelurahan: " and w.kelurahan"}[q.Units]
	with := `, w as materialized (
		select w.code, w.name, w.kelurahan from env, api.wilayah w
		where w.level = 'DESA_KELURAHAN' and w.geom && env.box` + units + `)`
	figures, stale := "data.desa_figure", "'{}'::text[]"
	if kept {
		stale = `(select coalesce(array_agg(x.p), '{}') from (select distinct substr(w.code, 1, 2) as p from w) x
			left join data.desa_figure_of k on k.provinsi = x.p
			where (k.on_day, k.version) is distinct from (` + day + `, ` + figureVersion + `))`
	} else {
		with += `, f as materialized (select f.* from (select distinct substr(w.code, 1, 5) as code from w) k cross join lateral (` +
			figuresOf("k.code", day) + `) f)`
		figures = "f"
	}
	drawn, ok := bandOf(t.Z)
	shape, join := desaGeom(b, t, drawn, ok)
	travel := ""
	if q.Travel != nil {
		join += ` left join ` + keptTravel(b, q.Travel, day) + ` t on t.desa = w.code`
		travel = `, t.status as "travelStatus", t.reason as "travelReason", round(t.seconds) as "durationS", round(t.metres) as "distanceM"`
	}
	// Far out thousands of desa share a tile: what a map colours by is there, and id
	// says which desa it is.
	more := ""
	if t.Z >= gis.DesaNames {
		more = `, w.code, w.name, w.kelurahan as "isKelurahan", f.building, f.equivalent, f.served, f.functional, f.hosts_puskesmas as "hostsPuskesmas"`
	}
	return with + tileTail(q, t, stale, "id", `
		select `+shape+` as geom, replace(w.code, '.', '')::bigint as id, f.people, f.`+ruleColumn(q.Rule)+` as status`+more+travel+`
		from env, w left join `+figures+` f on f.desa = w.code`+join)
}

// keptTravel is a table of the trips that are kept and hold on a day.
func keptTravel(b *binds, k *gis.KeptTravel, day string) string {
	return fmt.Sprintf("api.desa_travel(%s::text[], %s, %s, %s, %s)",
		b.add(texts(k.Kinds)), b.add(string(k.Profile)), b.add(k.Variant), b.add(string(k.By)), day)
}

// facilityTile shows facilities as of a day. One without coordinates stands at its
// desa's own point, and locationQuality says so.
func facilityTile(b *binds, q gis.TileQuestion, t gis.TileAddress) string {
	kinds := ""
	if q.Kinds != nil {
		kinds = " and f.kind = any(" + b.add(texts(q.Kinds)) + ")"
	}
	return tileTail(q, t, "'{}'::text[]", "id", `
		select `+tileGeom(t, "ST_Transform(f.point, 3857)")+` as geom, f.id, f.kind, f.name, f.desa, f.status, f.condition,
			f.location_quality as "locationQuality", f.induk_id as "indukId", i.name as "indukName"
		from env cross join lateral (
			select f.id, f.point from api.facility f where f.point && env.box
			union all
			select f.id, coalesce(w.office, w.surface_point) from api.wilayah w join api.facility f on f.desa = w.code
			where w.geom && env.box and w.level = 'DESA_KELURAHAN' and f.point is null) at
		cross join lateral (select * from api.facility_on(`+b.add(string(q.AsOf))+`::text::date) f where f.id = at.id) g
		cross join lateral (select g.id, g.kind, g.name, g.desa, g.status, g.condition, g.location_quality, g.induk_id, at.point) f
		left join api.facility i on i.id = f.induk_id
		where f.point && env.box`+kinds)
}

// wilayahZooms says which levels a zoom shows when none is asked for.
func wilayahLevels(zoom int) []gis.WilayahLevel {
	switch {
	case zoom < 5:
		return []gis.WilayahLevel{gis.Provinsi}
	case zoom < 8:
		return []gis.WilayahLevel{gis.Provinsi, gis.Kabupaten}
	default:
		return []gis.WilayahLevel{gis.Provinsi, gis.Kabupaten, gis.Kecamatan}
	}
}

// outlineTile draws desa without any figure, for maps that bring figures of their own.
// Below the zooms of the layer desa it has those of one wilayah, from the shapes of the
// next zoom: a map that shows a whole provinsi at a zoom of 6.9 draws tiles of zoom 6.
func outlineTile(b *binds, q gis.TileQuestion, t gis.TileAddress) string {
	drawn, ok := bandOf(t.Z)
	if t.Z < gis.DesaZoom {
		drawn, ok = bandOf(t.Z + 1)
	}
	shape, join := desaGeom(b, t, drawn, ok)
	names, inside := "", ""
	if t.Z >= gis.DesaNames {
		names = ", w.code, w.name"
	}
	if q.Within != "" {
		inside = " and " + within(b, "w.code", q.Within)
	}
	return tileTail(q, t, "'{}'::text[]", "id", `
		select `+shape+` as geom, replace(w.code, '.', '')::bigint as id`+names+`
		from env, api.wilayah w`+join+`
		where w.level = 'DESA_KELURAHAN' and w.geom && env.box`+inside)
}

// wilayahTile shows kecamatan and above, joined of their desa where nobody drew them.
func wilayahTile(b *binds, q gis.TileQuestion, t gis.TileAddress) string {
	levels := q.Levels
	if levels == nil {
		levels = wilayahLevels(t.Z)
	}
	drawn, _ := bandOf(t.Z) // beyond the last, magnified
	geom, box := drawnGeom(b, t, drawn)
	return tileTail(q, t, "'{}'::text[]", "id", fmt.Sprintf(`
		select %s as geom, replace(w.code, '.', '')::bigint as id, w.code, w.name, w.level
		from env join data.wilayah_shape s on s.band = %d join api.wilayah w on w.code = s.code
		where s.level <> 'DESA_KELURAHAN' and s.level = any(%s) and s.geom && %s
		order by length(w.code) desc`, geom, drawn.zoom, b.add(texts(levels)), box))
}

// roadTile shows the roads of a zoom's classes.
func roadTile(b *binds, q gis.TileQuestion, t gis.TileAddress) string {
	band, ok := bandOf(t.Z)
	classes := ""
	if !ok {
		band.zoom = allRoads
	} else {
		classes = " and " + roadsUpTo(t.Z)
	}
	if q.Classes != nil {
		classes += " and e.class = any(" + b.add(slices.Clone(q.Classes)) + ")"
	}
	return tileTail(q, t, "'{}'::text[]", "", fmt.Sprintf(`
		select %s as geom, e.class, nullif(e.name, '') as name
		from env join data.road_shape e on e.band = %d and e.geom && ST_Expand(env.tile, (ST_XMax(env.tile) - ST_XMin(env.tile)) * %g)
		where e.dataset_id = (select s.roads_dataset from data.shape_state s)%s`, tileGeom(t, "e.geom"), band.zoom, tileMargin, classes))
}
