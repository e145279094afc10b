package db

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// band is a range of zooms that share their shapes.
type band struct {
	zoom  int // the highest of them
	cells int // of the grid, across a tile of that zoom
	units int // of a tile's coordinates to a cell, at that zoom
}

// bands go up to the zoom above which boundaries are drawn as loaded. A tile is shown
// 512 pixels wide: a cell is 1.3 of them where thousands of desa share a tile, and
// half of one farther in. Cells are units of a tile without remainder at each zoom of
// a band, so that a shape becomes a tile's geometry by whole numbers alone.
var bands = []band{{4, 384, 10}, {6, 384, 10}, {8, 384, 10}, {10, 1024, 4}, {12, 1024, 4}}

// lastBand tells whether a wilayah has been drawn: all bands are drawn at once.
var lastBand = bands[len(bands)-1]

const worldWidth = 40075016.6855784 // of web Mercator, metres

// cell is the side of a grid cell, in metres of web Mercator.
func (b band) cell() float64 { return worldWidth / float64(int(1)<<b.zoom) / float64(b.cells) }

// bandOf is the band a zoom is drawn from; ok false where it is drawn as loaded.
func bandOf(zoom int) (b band, ok bool) {
	for _, b := range bands {
		if zoom <= b.zoom {
			return b, true
		}
	}
	return lastBand, false
}

// bandRows is bands with their cells, for FROM.
func bandRows() string {
	var rows []string
	for _, b := range bands {
		rows = append(rows, fmt.Sprintf("(%d, %.9f::float8)", b.zoom, b.cell()))
	}
	return "(values " + strings.Join(rows, ", ") + ") g(band, cell)"
}

// DrawShapes draws the boundaries and roads that have no shapes yet, and says how
// many; drawn is the version it answered before, for which there is nothing to do.
// Work is cut into kabupaten, a transaction each: what was drawn is shown at once, and
// an import waits for one kabupaten at most. Whoever else draws meanwhile does not do
// it twice.
func (d *DB) DrawShapes(ctx context.Context, drawn string) (shapes int, now string, err error) {
	if err := d.pool.QueryRow(ctx, "select "+version("WILAYAH", "NETWORK")).Scan(&now); err != nil {
		return 0, drawn, wrap("read version of shapes", err)
	}
	if now == drawn {
		return 0, drawn, nil
	}
	for _, part := range []struct {
		expr, where string
		lengths     []int
	}{{"substr(w.code, 1, 5)", "length(w.code) >= 5", []int{13, 8, 5}}, {"w.code", "length(w.code) = 2", []int{2}}} {
		areas, err := d.undrawn(ctx, part.expr, part.where)
		if err != nil {
			return shapes, drawn, err
		}
		for _, area := range areas {
			n, err := d.draw(ctx, area, part.lengths...)
			if shapes += n; err != nil {
				return shapes, drawn, err
			}
		}
	}
	n, err := d.drawRoads(ctx)
	if err != nil {
		return shapes, drawn, err
	}
	return shapes + n, now, nil
}

// drawable is the condition that a wilayah w has a boundary, its own or its desa's.
const drawable = `(w.geom is not null or w.level <> 'DESA_KELURAHAN' and exists (
	select from data.wilayah x where x.level = 'DESA_KELURAHAN' and x.geom is not null and x.code >= w.code || '.' and x.code < w.code || '/'))`

// undrawn lists what is to be drawn, as expr of w. That a wilayah has a shape in the
// last band says that it has one in each.
func (d *DB) undrawn(ctx context.Context, expr, where string) (codes []string, err error) {
	err = d.Read(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, fmt.Sprintf(`select distinct %s from data.wilayah w
			where %s and not exists (select from data.wilayah_shape s where s.band = %d and s.code = w.code) and %s order by 1`,
			expr, where, lastBand.zoom, drawable))
		if err == nil {
			codes, err = pgx.CollectRows(rows, pgx.RowTo[string])
		}
		return err
	})
	return codes, wrap("list undrawn wilayah", err)
}

// drawOwn puts a boundary onto the grid of each band: its coordinates become columns
// and rows, counted from the north-west corner of the world as tiles are, outer rings
// turning as tiles want them. What falls between two in a straight line goes.
// Polygons that collapse leave a null. Grid lines make rings touch themselves: a map
// draws them all the same, a union needs them mended.
var drawOwn = fmt.Sprintf(`ST_ForcePolygonCCW(ST_Simplify(ST_SnapToGrid(
	ST_Affine(ST_Transform(w.geom, 3857), 1 / g.cell, 0, 0, -1 / g.cell, %[1]f / g.cell, %[1]f / g.cell), 1), 0))`, worldWidth/2)

// drawUnion joins the shapes of the level below, so that the borders of a kecamatan
// are exactly those of its desa. Where two desa do not quite meet, specks are left between
// them, which are no border.
const drawUnion = `(select ST_ForcePolygonCCW(data.without_specks(ST_Union(ST_CollectionExtract(ST_MakeValid(s.geom), 3)), 64))
	from data.wilayah_shape s join data.wilayah x on x.code = s.code
	where s.band = g.band and x.parent = w.code and s.geom is not null and (x.valid_to is null or x.valid_to > current_date))`

// draw draws the levels, given by the length of their codes, of an area.
func (d *DB) draw(ctx context.Context, area string, lengths ...int) (drawn int, err error) {
	err = d.Write(ctx, func(tx pgx.Tx) error {
		// No boundary may change between its being read here and its trigger's looking
		// for shapes to take away.
		if _, err := tx.Exec(ctx, `lock table data.wilayah in share mode`); err != nil {
			return err
		}
		for _, length := range lengths {
			tag, err := tx.Exec(ctx, fmt.Sprintf(`
				insert into data.wilayah_shape (band, code, level, geom)
				select g.band, w.code, w.level, nullif_empty.geom
				from data.wilayah w cross join %s
				cross join lateral (select case when w.geom is not null then %s else %s end as geom) drawn
				cross join lateral (select case when not ST_IsEmpty(drawn.geom) then drawn.geom end as geom) nullif_empty
				where length(w.code) = $1 and w.code >= $2 and w.code < $2 || '/' and %s
				on conflict do nothing`, bandRows(), drawOwn, drawUnion, drawable), length, area)
			if err != nil {
				return err
			}
			drawn += int(tag.RowsAffected()) / len(bands)
		}
		if drawn == 0 {
			return nil
		}
		_, err := tx.Exec(ctx, `update data.shape_state set value = value + 1`)
		return err
	})
	return drawn, wrap("draw boundaries", err)
}
