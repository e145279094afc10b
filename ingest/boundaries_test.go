package ingest_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

func boundaries(t testing.TB, s *store, o ingest.Options) ingest.Result {
	t.Helper()
	return must(t)(ingest.Boundaries(context.Background(), s.StartLoad, ingest.BoundaryOptions{Options: o}))
}

// square is a GeoJSON ring of side d degrees from lon, lat.
func square(lon, lat, d float64) string {
	return fmt.Sprintf("[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]", lon, lat, lon+d, lat, lon+d, lat+d, lon, lat+d, lon, lat)
}

func feature(code, name, ring string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"kode":%q,"nama":%q},"geometry":{"type":"Polygon","coordinates":[%s]}}`, code, name, ring)
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func TestBoundariesOfBanyuwangi(t *testing.T) {
	path := realFile(t, "wilayah/desa_35.10.geojson")
	s := newStore(t)
	empty := state(t, s)

	dry := at(path)
	dry.DryRun = true
	first := boundaries(t, s, dry)
	wantCounts(t, first, 217, 217, 0, 0, 0, 0, 0)
	if state(t, s) != empty || ask[int](t, s, `select count(*) from data.import_run`) != 0 {
		t.Fatal("a dry run left something behind")
	}

	r := boundaries(t, s, at(path))
	if counts(r) != counts(first) || len(r.Issues) != len(first.Issues) || fmt.Sprint(r.Extra) != fmt.Sprint(first.Extra) {
		t.Errorf("the dry run reported %v, the run %v", first, r)
	}
	levels := ask[string](t, s, `
		select string_agg(x || ':' || n, ' ' order by x) from (select level || case when length(code) = 13 then '/' || kelurahan else '' end || ':' || boundary_quality as x, count(*) as n
		from data.wilayah group by 1) y`)
	// 189 desa and 28 kelurahan, and above them what their codes tell.
	if want := "DESA_KELURAHAN/false:SOURCE:189 DESA_KELURAHAN/true:SOURCE:28 KABUPATEN_KOTA:DERIVED:1 KECAMATAN:DERIVED:25 PROVINSI:DERIVED:1"; levels != want {
		t.Errorf("wilayah: %s\nwant %s", levels, want)
	}
	if n := ask[int](t, s, `select count(*) from data.wilayah w where length(code) > 2 and not exists (select 1 from data.wilayah p where p.code = w.parent and w.code like p.code || '.%')`); n != 0 {
		t.Errorf("%d wilayah have a parent that is not theirs", n)
	}
	if n := ask[int](t, s, `select count(*) from data.wilayah where level = 'DESA_KELURAHAN' and not (ST_Intersects(geom, surface_point) and area_km2 > 0 and name_fold <> '')`); n != 0 {
		t.Errorf("%d desa lack a surface point, an area or a folded name", n)
	}
	// PostGIS on the file's own geometry is the twin; the published figure is of the kabupaten's register.
	if km2 := ask[float64](t, s, `select sum(area_km2) from data.wilayah`); math.Abs(km2-3593.849) > 0.05*3593.849 {
		t.Errorf("area %.1f km2, published 3593.849", km2)
	}

	before := state(t, s)
	again := boundaries(t, s, at(path))
	wantCounts(t, again, 217, 0, 0, 217, 0, 0, 0)
	if state(t, s) != before {
		t.Error("the same file twice changed something")
	}
	if n := ask[int](t, s, `select count(*) from data.import_run where finished_at >= started_at`); n != 2 {
		t.Errorf("%d runs logged, want 2", n)
	}
}

func TestBoundariesOfJawaTimurAreRepaired(t *testing.T) {
	s := newStore(t)
	r := boundaries(t, s, at(realFile(t, "wilayah/desa_35.geojsonl.gz")))
	wantCounts(t, r, 8494, 8494, 0, 0, 0, 0, 0)
	repaired := issuesOf(r, ingest.CodeRepaired)
	if len(repaired) != 15 {
		t.Errorf("%d polygons reported as repaired, want 15", len(repaired))
	}
	for _, i := range repaired {
		if i.Line == 0 || i.Wilayah == "" || !strings.Contains(i.Value, "[") {
			t.Errorf("a repair without line, wilayah or place: %+v", i)
		}
	}
	if n := ask[int](t, s, `select count(*) from data.wilayah where boundary_quality = 'REPAIRED'`); n != 15 {
		t.Errorf("%d REPAIRED, want 15", n)
	}
	if n := ask[int](t, s, `select count(*) from data.wilayah where not ST_IsValid(geom)`); n != 0 {
		t.Errorf("%d invalid polygons stored", n)
	}
	if n := ask[int](t, s, `select count(*) from data.import_issue where code = 'REPAIRED' and run_id = $1`, r.RunID); n != 15 {
		t.Errorf("%d issues stored, want 15", n)
	}
	// Areas against PostGIS's geodesics.
	if off := ask[float64](t, s, `select max(abs(area_km2 / (ST_Area(geom::geography) / 1e6) - 1)) from data.wilayah where geom is not null`); off > 2e-5 {
		t.Errorf("areas are off by %g", off)
	}
	before := state(t, s)
	wantCounts(t, boundaries(t, s, at(realFile(t, "wilayah/desa_35.geojsonl.gz"))), 8494, 0, 0, 8494, 0, 0, 0)
	if state(t, s) != before {
		t.Error("repaired polygons count as changed when they come again")
	}
}

func TestBoundariesSelfCrossing(t *testing.T) {
	bow := "[[112,-7],[112.1,-6.9],[112.1,-7],[112,-6.9],[112,-7]]" // two triangles of 0.1 x 0.05 degrees
	flat := "[[112,-7],[112.1,-7],[112.2,-7],[112,-7]]"             // no area at all
	s := newStore(t)
	path := writeFile(t, "x.geojson", collection(feature("35.23.01.2001", "Satu", bow), feature("35.23.01.2002", "Dua", flat), feature("35.23.01.2003", "Tiga", square(112.2, -7, 0.01))))
	r := boundaries(t, s, at(path))
	wantCounts(t, r, 3, 2, 0, 0, 1, 0, 0)
	if r.ExitCode(false) != ingest.ExitPartly || r.ExitCode(true) != ingest.ExitRefused {
		t.Errorf("exit %d, strict %d", r.ExitCode(false), r.ExitCode(true))
	}
	if q := ask[string](t, s, `select boundary_quality || ' ' || ST_NumGeometries(geom) || ' ' || round(ST_Area(geom)::numeric, 6) from data.wilayah where code = '35.23.01.2001'`); q != "REPAIRED 2 0.005000" {
		t.Errorf("the bow became %s", q)
	}
	bad := issuesOf(r, read.CodeBadGeometry)
	if len(bad) != 1 || bad[0].Line != 2 || bad[0].Severity != read.Rejected || bad[0].Wilayah != "35.23.01.2002" {
		t.Errorf("the flat polygon: %+v", bad)
	}

	strict := at(path)
	strict.Strict, strict.SourceName = true, "other"
	before := state(t, s)
	if r := boundaries(t, s, strict); !r.Refused || r.RunID != 0 {
		t.Errorf("strict: %+v", r)
	}
	if state(t, s) != before {
		t.Error("a refused import left something behind")
	}
}

func TestBoundariesChangedMissingAndNamed(t *testing.T) {
	s := newStore(t)
	source := func(path string) ingest.Options {
		o := at(path)
		o.SourceName = "batas"
		return o
	}
	a, b, c := feature("35.23.01.2001", "Satu", square(112, -7, 0.01)), feature("35.23.01.2002", "Dua", square(112.01, -7, 0.01)), feature("35.23.01.2003", "Tiga", square(112.02, -7, 0.01))
	boundaries(t, s, source(writeFile(t, "1.json", collection(a, b, c))))

	// One renamed, one moved, one gone; the kabupaten comes with a name of its own.
	b2, c2 := feature("35.23.01.2002", "Dua Baru", square(112.01, -7, 0.01)), feature("35.23.01.2001", "Satu", square(112, -7.01, 0.01))
	next := writeFile(t, "2.json", collection(c2, b2, feature("35.23", "Tuban", square(111.9, -7.1, 0.3))))
	r := boundaries(t, s, source(next))
	wantCounts(t, r, 3, 0, 3, 0, 0, 0, 1)
	missing := issuesOf(r, ingest.CodeMissingRow)
	if len(missing) != 1 || missing[0].Wilayah != "35.23.01.2003" {
		t.Errorf("missing: %+v", missing)
	}
	if got := ask[string](t, s, `select string_agg(code || '=' || coalesce(name, '-') || '/' || boundary_quality, ' ' order by code) from data.wilayah`); got !=
		"35=-/DERIVED 35.23=Tuban/SOURCE 35.23.01=-/DERIVED 35.23.01.2001=Satu/SOURCE 35.23.01.2002=Dua Baru/SOURCE 35.23.01.2003=Tiga/SOURCE" {
		t.Error(got)
	}

	// A file of desa alone does not take the kabupaten's name away, and closing is asked for.
	o := source(writeFile(t, "3.json", collection(c2, b2)))
	o.CloseMissing, o.SourceName = true, "batas"
	o.Vintage = day.AddDate(0, 1, 0)
	r = boundaries(t, s, o)
	wantCounts(t, r, 2, 0, 0, 2, 0, 0, 2)
	if got := ask[string](t, s, `select string_agg(code, ' ' order by code) from data.wilayah where valid_to = '2025-04-01'`); got != "35.23 35.23.01.2003" {
		t.Errorf("closed: %s", got)
	}
	wantCounts(t, boundaries(t, s, source(next)), 3, 0, 1, 2, 0, 0, 0) // the kabupaten is open again
}

func TestDemoAndRealDoNotMix(t *testing.T) {
	s := newStore(t)
	kind := func(path, kind, source string) ingest.Options {
		o := at(path)
		o.Kind, o.SourceName = kind, source
		return o
	}
	here := writeFile(t, "1.json", collection(feature("35.23.01.2001", "Satu", square(112, -7, 0.01))))
	there := writeFile(t, "2.json", collection(feature("35.10.01.2001", "Lain", square(114, -8, 0.01))))
	boundaries(t, s, kind(here, ingest.Demo, "peraga"))

	before := state(t, s)
	_, err := ingest.Boundaries(context.Background(), s.StartLoad, ingest.BoundaryOptions{Options: kind(here, ingest.Real, "asli")})
	if gis.KindOf(err) != gis.Conflict || !strings.Contains(err.Error(), "jangkau demo --remove") {
		t.Errorf("real into demo: %v", err)
	}
	_, err = ingest.Boundaries(context.Background(), s.StartLoad, ingest.BoundaryOptions{Options: kind(here, ingest.Real, "peraga")})
	if gis.KindOf(err) != gis.Conflict {
		t.Errorf("a source that changes its kind: %v", err)
	}
	if state(t, s) != before {
		t.Error("a refused import left something behind")
	}
	// Another kabupaten is free, and then closed to the demo.
	boundaries(t, s, kind(there, ingest.Real, "asli"))
	if _, err = ingest.Boundaries(context.Background(), s.StartLoad, ingest.BoundaryOptions{Options: kind(there, ingest.Demo, "peraga lagi")}); gis.KindOf(err) != gis.Conflict {
		t.Errorf("demo into real: %v", err)
	}
}
