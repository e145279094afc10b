package read

import (
	"database/sql"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"
)

// gpkgBlob wraps WKB the way a GeoPackage does, with an envelope of 32 bytes.
func gpkgBlob(t testing.TB, g geom.T, order binary.ByteOrder) []byte {
	t.Helper()
	body, err := wkb.Marshal(g, order)
	if err != nil {
		t.Fatal(err)
	}
	blob := append([]byte{'G', 'P', 0, 1 | 1<<1, 0xe6, 0x10, 0, 0}, make([]byte, 32)...)
	return append(blob, body...)
}

type gpkgRow struct {
	code any
	name string
	blob []byte
}

func gpkgFile(t testing.TB, srs int, rows ...gpkgRow) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "desa 100%.gpkg") // a name that needs escaping
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run := func(q string, args ...any) {
		if _, err := db.Exec(q, args...); err != nil {
			t.Fatal(q, err)
		}
	}
	run(`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT)`)
	run(`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, ''), ('WGS 84 / UTM zone 50S', 32750, 'EPSG', 32750, '')`)
	run(`CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER)`)
	run(`INSERT INTO gpkg_geometry_columns VALUES ('desa "kel"', 'geom', 'MULTIPOLYGON', ?, 0, 0)`, srs)
	run(`CREATE TABLE "desa ""kel""" (fid INTEGER PRIMARY KEY, geom BLOB, kode, nama TEXT)`)
	for _, r := range rows {
		run(`INSERT INTO "desa ""kel""" (geom, kode, nama) VALUES (?, ?, ?)`, r.blob, r.code, r.name)
	}
	return path
}

func TestGeoPackageHoldsTheSameDesa(t *testing.T) {
	for i, name := range []string{"wilayah/desa_74.10.geojson", "wilayah/desa_19.06.geojson"} {
		want, _, _, err := boundaries(t, data(t, name), BoundaryOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var rows []gpkgRow
		for _, b := range want {
			rows = append(rows, gpkgRow{string(b.Code), b.Name, gpkgBlob(t, b.Geom, []binary.ByteOrder{wkb.NDR, wkb.XDR}[i])})
		}
		got, found, r, err := boundaries(t, gpkgFile(t, 4326, rows...), BoundaryOptions{})
		if err != nil || len(found.all) > 0 || r.Format != "GPKG" {
			t.Fatal(err, found, r)
		}
		sums(t, r)
		if diff := cmp.Diff(areas(want), areas(got)); diff != "" {
			t.Errorf("%s (-GeoJSON +GeoPackage):\n%s", name, diff)
		}
		for k := range want {
			if diff := cmp.Diff(want[k].Geom.FlatCoords(), got[k].Geom.FlatCoords()); diff != "" {
				t.Fatal(diff)
			}
		}
	}
}

func TestGeoPackageRows(t *testing.T) {
	poly := geom.NewPolygonFlat(geom.XY, []float64{114.1, -8.1, 114.2, -8.1, 114.2, -8.2, 114.1, -8.1}, []int{8})
	tall := geom.NewPolygonFlat(geom.XYZ, []float64{114.1, -8.1, 3, 114.2, -8.1, 3, 114.2, -8.2, 3, 114.1, -8.1, 3}, []int{12})
	good := gpkgBlob(t, poly, wkb.NDR)
	path := gpkgFile(t, 4326,
		gpkgRow{"35.10.01.2001", "polygon", good},
		gpkgRow{int64(3510012002), "heights, code a number", gpkgBlob(t, tall, wkb.NDR)},
		gpkgRow{35.1, "eaten", good},
		gpkgRow{"35.10.01.2003", "point", gpkgBlob(t, geom.NewPointFlat(geom.XY, []float64{114, -8}), wkb.NDR)},
		gpkgRow{"35.10.01.2004", "no geometry", nil},
		gpkgRow{"35.10.01.2005", "cut", good[:len(good)-5]},
		gpkgRow{"35.10.01.2006", "no header", []byte("xx")},
		gpkgRow{"35.10.01.2007", "bare wkb", good[40:]},
	)
	rows, found, r, err := boundaries(t, path, BoundaryOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if len(rows) != 2 || r.Rejected != 6 || found.count(CodeNumericCode) != 1 || found.count(CodeBadGeometry) != 5 || found.count(CodeZDropped) != 1 {
		t.Errorf("%d rows, %+v, %s", len(rows), r, found)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); err != nil || len(left) != 1 {
		t.Errorf("reading left %v beside the file", left)
	}
}

func TestGeoPackagesRefused(t *testing.T) {
	poly := geom.NewPolygonFlat(geom.XY, []float64{114.1, -8.1, 114.2, -8.1, 114.2, -8.2, 114.1, -8.1}, []int{8})
	_, _, _, err := boundaries(t, gpkgFile(t, 32750, gpkgRow{"35.10.01.2001", "x", gpkgBlob(t, poly, wkb.NDR)}), BoundaryOptions{})
	wantInvalid(t, err, "UTM zone 50S")
	_, _, _, err = boundaries(t, gpkgFile(t, 4326), BoundaryOptions{})
	wantInvalid(t, err, "no feature")
	_, _, _, err = boundaries(t, gpkgFile(t, 4326), BoundaryOptions{Options: Options{Layer: "other"}})
	wantInvalid(t, err, "matching layers")

	plain := filepath.Join(t.TempDir(), "x.gpkg")
	db, err := sql.Open("sqlite", plain)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE a (b)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	_, _, _, err = boundaries(t, plain, BoundaryOptions{})
	wantInvalid(t, err, "no GeoPackage")

	var many []gpkgRow
	want, _, _, err := boundaries(t, data(t, "wilayah/desa_19.06.geojson"), BoundaryOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range want {
		many = append(many, gpkgRow{string(b.Code), b.Name, gpkgBlob(t, b.Geom, wkb.NDR)})
	}
	whole, err := os.ReadFile(gpkgFile(t, 4326, many...))
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{100, 5000, len(whole) / 2, len(whole) - 5000} {
		if rows, _, _, err := boundaries(t, file(t, "cut.gpkg", whole[:cut]), BoundaryOptions{}); err == nil {
			t.Errorf("cut at byte %d of %d: %d rows and no error", cut, len(whole), len(rows))
		} else {
			wantInvalid(t, err, "GeoPackage")
		}
	}
}
