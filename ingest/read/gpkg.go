package read

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/url"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"jangkau/gis"
)

// eachGPKG streams the features of one table of a GeoPackage. The file is opened
// read-only and immutable, so that nothing is written beside it.
func eachGPKG(ctx context.Context, path string, r *reader, row shapeRow) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return invalidBy(err, "Lokasi %s tidak terbaca", "The path %s cannot be read", path)
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: abs, RawQuery: "mode=ro&immutable=1"}).String())
	if err != nil {
		return gpkgBroken(path, 0, err)
	}
	defer db.Close()
	layer, err := gpkgLayer(ctx, db, path, r.opts.Layer)
	if err != nil {
		return err
	}
	if layer.count == 0 {
		return nil
	}
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+quoteSQL(layer.table)) //nolint:gosec // the name comes quoted from the file's own catalogue
	if err != nil {
		return gpkgBroken(path, 0, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return gpkgBroken(path, 0, err)
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	line := 0
	for rows.Next() {
		line++
		if err := rows.Scan(into...); err != nil {
			return gpkgBroken(path, line, err)
		}
		props := make(map[string]string, len(columns))
		var blob []byte
		for i, c := range columns {
			if strings.EqualFold(c, layer.geomColumn) {
				blob, _ = values[i].([]byte)
				continue
			}
			props[c] = sqlText(values[i])
		}
		polys, notes, bad := gpkgPolygons(blob)
		if err := row(line, props, polys, notes, bad); err != nil {
			return err
		}
		if r.opts.Progress != nil {
			r.opts.Progress(int64(line), layer.count)
		}
	}
	if err := rows.Err(); err != nil {
		return gpkgBroken(path, line, err)
	}
	return nil
}

func gpkgBroken(path string, line int, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return invalidBy(err, "GeoPackage %s rusak atau terpotong setelah baris %d", "The GeoPackage %s is broken or cut short after row %d", filepath.Base(path), line)
}

type gpkgTable struct {
	table, geomColumn string
	count             int64
}

func gpkgLayer(ctx context.Context, db *sql.DB, path, asked string) (gpkgTable, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT g.table_name, g.column_name, g.srs_id, COALESCE(upper(s.organization), ''), COALESCE(s.organization_coordsys_id, 0), COALESCE(s.srs_name, '')
		FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY 1`)
	if err != nil {
		if strings.Contains(err.Error(), "no such table") {
			return gpkgTable{}, invalidBy(err, "%s adalah basis data SQLite tetapi bukan GeoPackage", "%s is an SQLite database but no GeoPackage", filepath.Base(path))
		}
		return gpkgTable{}, gpkgBroken(path, 0, err)
	}
	defer rows.Close()
	var found []gpkgTable
	var names, crs []string
	for rows.Next() {
		var t gpkgTable
		var org, name string
		var srs, epsg int64
		if err := rows.Scan(&t.table, &t.geomColumn, &srs, &org, &epsg, &name); err != nil {
			return gpkgTable{}, gpkgBroken(path, 0, err)
		}
		if asked == "" || strings.EqualFold(asked, t.table) {
			found, names = append(found, t), append(names, t.table)
			switch {
			case srs == 4326 || org == "EPSG" && epsg == 4326, srs == 0 || srs == -1:
				crs = append(crs, "")
			default:
				crs = append(crs, fmt.Sprintf("%s:%d %s", org, epsg, name))
			}
		}
	}
	if err := rows.Err(); err != nil {
		return gpkgTable{}, gpkgBroken(path, 0, err)
	}
	if len(found) != 1 {
		return gpkgTable{}, invalid("GeoPackage berisi %d lapisan yang cocok (%s); sebutkan satu", "The GeoPackage holds %d matching layers (%s); name one", len(found), strings.Join(names, ", "))
	}
	if crs[0] != "" {
		return gpkgTable{}, wrongCRS(strings.TrimSpace(crs[0]))
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM "+quoteSQL(found[0].table)).Scan(&found[0].count); err != nil {
		return gpkgTable{}, gpkgBroken(path, 0, err)
	}
	return found[0], nil
}

func quoteSQL(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func sqlText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []byte:
		return string(v)
	default:
		return fmt.Sprint(v)
	}
}

// gpkgPolygons reads a GeoPackage geometry: "GP", version, flags, srs, an
// envelope whose size the flags tell, then WKB.
func gpkgPolygons(blob []byte) ([][]ring, shapeNotes, *Issue) {
	bad := func(id, en string, args ...any) *Issue {
		return &Issue{Code: CodeBadGeometry, Severity: Rejected, Field: "geometry", Reason: gis.T(id, en, args...)}
	}
	if len(blob) == 0 {
		return nil, shapeNotes{}, bad("Fitur tanpa geometri", "The feature has no geometry")
	}
	if len(blob) < 8 || blob[0] != 'G' || blob[1] != 'P' {
		return nil, shapeNotes{}, bad("Geometri bukan bentuk GeoPackage", "The geometry is not in GeoPackage form")
	}
	envelope, ok := map[byte]int{0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3]>>1&7]
	if !ok || len(blob) < 8+envelope {
		return nil, shapeNotes{}, bad("Kepala geometri rusak", "The geometry's header is broken")
	}
	w := wkbReader{b: blob[8+envelope:]}
	polys, name := w.polygons()
	switch {
	case name != "":
		return nil, shapeNotes{}, bad("Geometri bertipe %s; wilayah memerlukan Polygon atau MultiPolygon", "The geometry is a %s; a wilayah takes a Polygon or MultiPolygon", name)
	case w.broken:
		return nil, shapeNotes{}, bad("Geometri rusak atau terpotong", "The geometry is broken or cut short")
	}
	return polys, shapeNotes{zDropped: w.z}, nil
}

// wkbReader reads polygons out of WKB. It is our own because every count in the
// blob is checked against the bytes left before anything is allocated: a broken
// file must cost a row, not the memory of the machine.
type wkbReader struct {
	b      []byte
	broken bool
	z      bool
}

// polygons returns the rings, or the name of a type that is no area.
func (w *wkbReader) polygons() ([][]ring, string) {
	kind, dims, order := w.header()
	switch kind {
	case 3:
		return [][]ring{w.polygon(dims, order)}, ""
	case 6:
		n := w.count(order, 9)
		polys := make([][]ring, 0, n)
		for range n {
			inner, innerDims, innerOrder := w.header()
			if inner != 3 {
				w.broken = true
				return nil, ""
			}
			polys = append(polys, w.polygon(innerDims, innerOrder))
		}
		return polys, ""
	}
	if w.broken {
		return nil, ""
	}
	name, ok := map[uint32]string{1: "Point", 2: "LineString", 4: "MultiPoint", 5: "MultiLineString", 7: "GeometryCollection", 10: "CurvePolygon", 12: "MultiSurface"}[kind]
	if !ok {
		w.broken = true
	}
	return nil, name
}

func (w *wkbReader) polygon(dims int, order binary.ByteOrder) []ring {
	n := w.count(order, 4)
	rings := make([]ring, 0, n)
	for range n {
		points := w.count(order, 8*dims)
		r := make(ring, 0, 2*points)
		for range points {
			x := math.Float64frombits(order.Uint64(w.b))
			y := math.Float64frombits(order.Uint64(w.b[8:]))
			w.b = w.b[8*dims:]
			r = append(r, x, y)
		}
		rings = append(rings, r)
	}
	return rings
}

// header reads byte order and type, in the ISO (1000s) and the EWKB (high bits) way.
func (w *wkbReader) header() (kind uint32, dims int, order binary.ByteOrder) {
	order = binary.LittleEndian
	if len(w.b) < 5 || w.b[0] > 1 {
		w.broken, w.b = true, nil
		return 0, 2, order
	}
	if w.b[0] == 0 {
		order = binary.BigEndian
	}
	t := order.Uint32(w.b[1:])
	w.b = w.b[5:]
	dims = 2
	if t&0x80000000 != 0 || t/1000%10 == 1 || t/1000%10 == 3 {
		dims++
		w.z = true
	}
	if t&0x40000000 != 0 || t/1000%10 == 2 || t/1000%10 == 3 {
		dims++
	}
	if t&0x20000000 != 0 {
		if len(w.b) < 4 {
			w.broken, w.b = true, nil
			return 0, 2, order
		}
		w.b = w.b[4:]
	}
	return t & 0x0fffffff % 1000, dims, order
}

// count reads a number of elements of at least size bytes each.
func (w *wkbReader) count(order binary.ByteOrder, size int) int {
	if len(w.b) < 4 {
		w.broken, w.b = true, nil
		return 0
	}
	n := order.Uint32(w.b)
	w.b = w.b[4:]
	if int64(n)*int64(size) > int64(len(w.b)) {
		w.broken, w.b = true, nil
		return 0
	}
	return int(n)
}
