package ingest_test

import (
	"context"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest"
)

func roads(t testing.TB, s *store, o ingest.RoadOptions) ingest.Result {
	t.Helper()
	return must(t)(ingest.Roads(context.Background(), s.StartLoad, o))
}

// banyuwangiRoads are the real roads around 20 facilities.
func banyuwangiRoads(t testing.TB) ingest.RoadOptions {
	return ingest.RoadOptions{Options: at(realFile(t, "banyuwangi/service_area/roads_union_edges.csv"))}
}

func TestRoadsOfBanyuwangi(t *testing.T) {
	s := newStore(t)
	boundaries(t, s, at(realFile(t, "wilayah/desa_35.10.geojson")))

	dry := banyuwangiRoads(t)
	dry.DryRun = true
	before := state(t, s)
	first := roads(t, s, dry)
	if state(t, s) != before {
		t.Fatal("a dry run left something behind")
	}
	r := roads(t, s, banyuwangiRoads(t))
	if counts(r) != counts(first) {
		t.Errorf("dry run %v, run %v", counts(first), counts(r))
	}
	if n := ask[int](t, s, `select nodes from data.network_dataset where status = 'CURRENT' and coverage_method = 'NEAR_ROADS'`); n != 15157 {
		t.Errorf("%d nodes, want 15157", n)
	}
	// Lengths against PostGIS's own geodesics.
	if off := ask[float64](t, s, `select max(abs(length_m - ST_Length(geom::geography)) / greatest(length_m, 1)) from data.network_edge`); off > 1e-6 {
		t.Errorf("lengths are off by %g", off)
	}
	farDesa(t, s)
	if n := ask[int](t, s, `select count(*) from data.network_desa_point d join data.wilayah w on w.code = d.desa where not ST_Intersects(w.geom, d.point)`); n != 0 {
		t.Errorf("%d desa points lie outside their desa", n)
	}
	if n := ask[int](t, s, `select count(*) from data.network_desa_point d where not exists (select 1 from data.network_edge e where ST_DWithin(e.geom, d.point, 1e-9))`); n != 0 {
		t.Errorf("%d desa points lie off the road", n)
	}
	if n := ask[int](t, s, `select count(*) from data.network_node where landmass = 0`); n > 15157/100 {
		t.Errorf("%d of 15157 nodes stand on no landmass", n)
	}

	before = state(t, s)
	again := roads(t, s, banyuwangiRoads(t))
	if again.Added != 0 || again.Unchanged != r.Added {
		t.Errorf("again: %v", counts(again))
	}
	if state(t, s) != before {
		t.Error("the same roads twice changed something")
	}
}

// farDesa compares the drawn coverage with the rule itself, a desa's surface
// point within 5 km of a road, as PostGIS measures it.
func farDesa(t *testing.T, s *store) {
	t.Helper()
	// The 30 nearest in degrees hold the nearest in metres.
	got := ask[[]int](t, s, `
		select array[count(*) filter (where m > 5000), count(*) filter (where covered and m > 5400 or not covered and m < 4600), count(*) filter (where not covered)]
		from (select ST_Intersects(d.coverage, w.surface_point) as covered, (
			select min(ST_Distance(k.geom::geography, w.surface_point::geography)) from (
				select e.geom from data.network_edge e order by e.geom <-> w.surface_point limit 30) k) as m
			from data.wilayah w, data.network_dataset d where w.level = 'DESA_KELURAHAN' and d.status = 'CURRENT') x`)
	if got[0] < 55 || got[0] > 65 {
		t.Errorf("%d of 217 surface points lie over 5 km from the roads, about 60 expected", got[0])
	}
	if got[1] != 0 {
		t.Errorf("%d desa are on the wrong side of the coverage by over 400 m", got[1])
	}
	t.Logf("%d of 217 surface points over 5 km from a road; %d not covered", got[0], got[2])
}

func TestRoadsReplaceTheCurrentNetwork(t *testing.T) {
	s := newStore(t)
	boundaries(t, s, at(realFile(t, "wilayah/desa_35.10.geojson")))
	roads(t, s, banyuwangiRoads(t))
	old := ask[int64](t, s, `select id from data.network_dataset where status = 'CURRENT'`)

	o := banyuwangiRoads(t)
	o.Covers = "35.10"
	roads(t, s, o) // the same file with another coverage is another network
	if got := ask[string](t, s, `select string_agg(status || ' ' || coverage_method, ', ' order by id) from data.network_dataset`); got != "RETIRED NEAR_ROADS, CURRENT DECLARED" {
		t.Errorf("datasets: %s", got)
	}
	if n := ask[int](t, s, `select (select count(*) from data.network_edge where dataset_id = $1) + (select count(*) from data.network_node where dataset_id = $1)`, old); n != 0 {
		t.Errorf("%d rows of the retired network are left", n)
	}
	if n := ask[int](t, s, `select count(*) from data.wilayah w, data.network_dataset d where d.status = 'CURRENT' and level = 'DESA_KELURAHAN' and not ST_Intersects(d.coverage, w.surface_point)`); n != 0 {
		t.Errorf("%d desa lie outside the declared coverage", n)
	}

	o.Kind, o.SourceName = ingest.Demo, "peraga"
	if _, err := ingest.Roads(context.Background(), s.StartLoad, o); gis.KindOf(err) != gis.Conflict {
		t.Errorf("demo roads over real ones: %v", err)
	}
	o = banyuwangiRoads(t)
	o.Covers = "99.10"
	if _, err := ingest.Roads(context.Background(), s.StartLoad, o); gis.KindOf(err) != gis.Invalid {
		t.Errorf("coverage of a wilayah that has no polygon: %v", err)
	}
}

func TestRoadsOfLiechtenstein(t *testing.T) {
	path := realFile(t, "osm/liechtenstein-latest.osm.pbf")
	s := newStore(t)
	empty := state(t, s)

	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := writeFile(t, "cut.osm.pbf", string(whole[:len(whole)*2/3]))
	if _, err := ingest.Roads(context.Background(), s.StartLoad, ingest.RoadOptions{Options: at(cut)}); gis.KindOf(err) != gis.Invalid {
		t.Errorf("a truncated file: %v", err)
	}
	if state(t, s) != empty || ask[int](t, s, `select count(*) from data.import_run`) != 0 {
		t.Fatal("a truncated file left something behind")
	}
	r := roads(t, s, ingest.RoadOptions{Options: at(path)})
	t.Logf("%d edges, %s nodes, %.0f km", r.Added, ask[string](t, s, `select nodes::text from data.network_dataset`), ask[float64](t, s, `select length_m / 1000 from data.network_dataset`))
	if r.Added < 7_000 || ask[string](t, s, `select coverage_method from data.network_dataset`) != string(gis.CoverageFileBounds) {
		t.Errorf("%d edges, coverage %s", r.Added, ask[string](t, s, `select coverage_method from data.network_dataset`))
	}
	// This country has each of them somewhere; smoothness it has nowhere.
	if got := ask[string](t, s, `
		select concat_ws(' ', count(*) filter (where surface <> '') > 0, count(*) filter (where tracktype like 'grade_') > 0,
			count(*) filter (where structure = 'BRIDGE') > 0, count(*) filter (where structure = 'TUNNEL') > 0,
			count(*) filter (where way_id is null) = 0, count(*) filter (where surface like 'grade_') = 0) from data.network_edge`); got != "t t t t t t" {
		t.Errorf("traits of roads: %s", got)
	}
	checkLoaded(t, s)
}

// checkLoaded reads the network back as the travel service does and compares it
// with the tables.
func checkLoaded(t *testing.T, s *store) {
	t.Helper()
	ctx := context.Background()
	l := s.TravelLoader()
	v, err := l.Version(ctx)
	if err != nil {
		t.Fatal(err)
	}
	n, err := l.Network(ctx, v.Dataset)
	if err != nil {
		t.Fatal(err)
	}
	if n.Dataset.Hash != v.Hash || n.Dataset.Coverage == nil || len(n.NodeLon) != ask[int](t, s, `select nodes from data.network_dataset where status = 'CURRENT'`) {
		t.Errorf("dataset %+v, %d nodes", n.Dataset, len(n.NodeLon))
	}
	if info, err := l.Dataset(ctx, v.Dataset); err != nil || !reflect.DeepEqual(*info, n.Dataset) {
		t.Errorf("described as %+v, %v; read as %+v", info, err, n.Dataset)
	}
	var m float64
	points := 0
	for _, e := range n.Edges {
		m += e.LengthM
		points += max(2, len(e.Geom)/2)
		if len(e.Geom) > 0 && (e.Geom[0] != n.NodeLon[e.From] || e.Geom[len(e.Geom)-1] != n.NodeLat[e.To]) {
			t.Fatalf("edge %d-%d does not run between its nodes", e.From, e.To)
		}
	}
	if want := ask[int](t, s, `select sum(ST_NPoints(geom)) from data.network_edge`); points != want {
		t.Errorf("%d points read, want %d", points, want)
	}
	if want := ask[float64](t, s, `select sum(length_m) from data.network_edge`); math.Abs(m-want) > 1e-6*want {
		t.Errorf("%.3f m read, want %.3f", m, want)
	}
	traits := map[string]int{}
	for _, e := range n.Edges {
		traits[strings.Join([]string{e.Class, e.Surface, e.Tracktype, e.Smoothness, e.Structure}, "|")]++
	}
	for _, row := range ask[[]string](t, s, `
		select array_agg(k || '#' || n) from (select concat_ws('|', class, surface, tracktype, smoothness, structure) as k, count(*) as n from data.network_edge group by 1) x`) {
		k, count, _ := strings.Cut(row, "#")
		if strconv.Itoa(traits[k]) != count {
			t.Errorf("%d edges read as %s, want %s", traits[k], k, count)
		}
		delete(traits, k)
	}
	if len(traits) != 0 {
		t.Errorf("read and not in the table: %v", traits)
	}
	if want := ask[string](t, s, `select string_agg(distinct class, ' ' order by class) from data.network_edge`); !strings.Contains(want, "residential") {
		t.Errorf("classes: %s", want)
	}
	p, err := l.Places(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if p.Version != v || len(p.Profiles) != 4 {
		t.Errorf("version %v, want %v; %d profiles", p.Version, v, len(p.Profiles))
	}
	for _, profile := range p.Profiles {
		if err := profile.Check(); err != nil || len(profile.Speeds) == 0 {
			t.Errorf("%s: %v", profile.Name, err)
		}
	}
}

// The twin of the query for a desa's densest roads: the same rule, written as
// loops over the file.
func TestDensestRoadsAgainstTheirTwin(t *testing.T) {
	s := newStore(t)
	// Two desa side by side; in the west one a village street of short pieces in a
	// corner and a long road through it, in the east one a single road.
	boundaries(t, s, at(writeFile(t, "d.json", collection(
		feature("35.23.01.2001", "Barat", square(112, -7, 0.05)), feature("35.23.01.2002", "Timur", square(112.05, -7, 0.05))))))
	lines := [][]float64{
		{112.001, -6.975, 112.099, -6.976},                      // through both
		{112.0311, -6.9604, 112.0332, -6.9611, 112.034, -6.959}, // the village
		{112.0311, -6.9604, 112.0321, -6.9588, 112.034, -6.959},
		{112.0332, -6.9611, 112.0321, -6.9588},
		{112.04, -6.96, 112.04, -6.9599},
	}
	var features []string
	for _, l := range lines {
		var pts []string
		for i := 0; i < len(l); i += 2 {
			pts = append(pts, "["+strconv.FormatFloat(l[i], 'g', -1, 64)+","+strconv.FormatFloat(l[i+1], 'g', -1, 64)+"]")
		}
		features = append(features, `{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[`+strings.Join(pts, ",")+`]}}`)
	}
	roads(t, s, ingest.RoadOptions{Options: at(writeFile(t, "r.json", collection(features...)))})
	got := ask[string](t, s, `select string_agg(desa || ' ' || round(ST_X(point)::numeric, 6) || ' ' || round(ST_Y(point)::numeric, 6), '; ' order by desa) from data.network_desa_point`)
	want := twinPoint(lines, "35.23.01.2001", 112, 112.05) + "; " + twinPoint(lines, "35.23.01.2002", 112.05, 112.1)
	if got != want {
		t.Errorf("points %s\nwant   %s", got, want)
	}
}

func twinPoint(lines [][]float64, code string, west, east float64) string {
	const size = 0.0045
	type piece struct{ x, y, m float64 }
	cells := map[[2]float64][]piece{}
	for _, l := range lines {
		for i := 2; i < len(l); i += 2 {
			ax, ay, bx, by := l[i-2], l[i-1], l[i], l[i+1]
			n := math.Max(1, math.Ceil(math.Hypot(bx-ax, by-ay)/size))
			m := gis.DistanceM(network.Point{Lon: ax, Lat: ay}, network.Point{Lon: bx, Lat: by}) / n
			for k := 0.0; k < n; k++ {
				p := piece{ax + (bx-ax)*(k+0.5)/n, ay + (by-ay)*(k+0.5)/n, m}
				if p.x > west && p.x < east {
					c := [2]float64{math.Floor(p.x / size), math.Floor(p.y / size)}
					cells[c] = append(cells[c], p)
				}
			}
		}
	}
	var best [2]float64
	most, centre := -1.0, piece{}
	for c, ps := range cells {
		var sum piece
		for _, p := range ps {
			sum.x, sum.y, sum.m = sum.x+p.x*p.m, sum.y+p.y*p.m, sum.m+p.m
		}
		m := math.Round(sum.m*1000) / 1000
		if m > most || m == most && (c[1] < best[1] || c[1] == best[1] && c[0] < best[0]) {
			best, most, centre = c, m, piece{sum.x / sum.m, sum.y / sum.m, m}
		}
	}
	var found piece
	near := math.Inf(1)
	for _, p := range cells[best] {
		if d := math.Hypot(p.x-centre.x, p.y-centre.y); d < near {
			near, found = d, p
		}
	}
	return code + " " + strconv.FormatFloat(found.x, 'f', 6, 64) + " " + strconv.FormatFloat(found.y, 'f', 6, 64)
}

func TestLandmassesAreUnionsOfDesa(t *testing.T) {
	s := newStore(t)
	// 1 touches 2, 3 lies over a sliver of 30 m from 2, 4 over a strait; 5 has a part on each side.
	five := `{"type":"Feature","properties":{"kode":"35.23.01.2005","nama":"E"},"geometry":{"type":"MultiPolygon","coordinates":[[` + square(112, -7.011, 0.01) + `],[` + square(112.1, -7.02, 0.01) + `]]}}`
	boundaries(t, s, at(writeFile(t, "d.json", collection(
		feature("35.23.01.2001", "A", square(112, -7, 0.01)), feature("35.23.01.2002", "B", square(112.01, -7, 0.01)),
		feature("35.23.01.2003", "C", square(112.0203, -7, 0.01)), feature("35.23.01.2004", "D", square(112.1, -7, 0.01)), five))))
	lines := `{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[112.005,-6.995],[112.025,-6.995]]}},
		{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[112.105,-6.995],[112.105,-7.015]]}},
		{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[112.2,-6.995],[112.21,-6.995]]}}`
	roads(t, s, ingest.RoadOptions{Options: at(writeFile(t, "r.json", collection(lines)))})
	// 5's northern part lies 0.001 degrees (110 m) south of 1: a landmass of its own, as is 4, as is 5's southern part.
	if got := ask[string](t, s, `select string_agg(desa || '=' || landmass, ' ' order by desa, landmass) from data.landmass_part`); got !=
		"35.23.01.2001=1 35.23.01.2002=1 35.23.01.2003=1 35.23.01.2004=2 35.23.01.2005=3 35.23.01.2005=4" {
		t.Errorf("landmasses: %s", got)
	}
	if got := ask[string](t, s, `select string_agg(landmass::text, ' ' order by id) from data.network_node`); got != "1 1 2 4 0 0" {
		t.Errorf("nodes: %s", got)
	}
	hash := ask[string](t, s, `select hash from data.network_dataset`)
	// A desa that fills the strait joins both, and the network is another version.
	boundaries(t, s, at(writeFile(t, "e.json", collection(feature("35.23.01.2006", "F", square(112.03, -7, 0.07))))))
	if got := ask[string](t, s, `select string_agg(landmass::text, ' ' order by id) from data.network_node`); got != "1 1 1 3 0 0" {
		t.Errorf("nodes after: %s", got)
	}
	if ask[string](t, s, `select hash from data.network_dataset`) == hash {
		t.Error("landmasses changed and the version's name did not")
	}
}

func TestRoadsCoversFlag(t *testing.T) {
	for _, bad := range []string{"35.1", "1,2,3", "114,-8,113,-7", "a,b,c,d", "113,-8,114,nan"} {
		if _, err := ingest.Roads(context.Background(), (*db.DB)(nil).StartLoad, ingest.RoadOptions{Covers: bad}); gis.KindOf(err) != gis.Invalid {
			t.Errorf("--covers=%s: %v", bad, err)
		}
	}
}

// Roads of another country must not take the place of those in use.
func TestRoadsOfAnotherPlaceAreRefused(t *testing.T) {
	s := newStore(t)
	boundaries(t, s, at(writeFile(t, "desa.geojson", twoDesa)))
	before := state(t, s)
	_, err := ingest.Roads(context.Background(), s.StartLoad, ingest.RoadOptions{Options: at(realFile(t, "osm/liechtenstein-latest.osm.pbf"))})
	if gis.KindOf(err) != gis.Invalid {
		t.Errorf("roads of Liechtenstein for two desa of Banyuwangi: %v", err)
	}
	if state(t, s) != before {
		t.Error("a refused network changed the store")
	}
}
