package network_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/tidwall/geodesic"

	"jangkau/gis/network"
)

// Figures that others published or computed, and ours from the same data. The data
// lie outside the repository, which may not carry them.
const sharedData = "../../../shared/data"

func dataFile(t *testing.T, parts ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{sharedData}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the published data must be present in CI: %v", err)
		}
		t.Skipf("the published data are not on this machine: %v", err)
	}
	return path
}

func geodesicM(a, b network.Point) float64 {
	var m float64
	geodesic.WGS84.Inverse(a.Lat, a.Lon, b.Lat, b.Lon, &m, nil, nil)
	return m
}

func readCSV(t *testing.T, comma rune, parts ...string) [][]string {
	t.Helper()
	b := must[[]byte](t)(os.ReadFile(dataFile(t, parts...)))
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff")))
	r.Comma = comma
	rows := must[[][]string](t)(r.ReadAll())
	if len(rows) < 2 {
		t.Fatalf("%v is empty", parts)
	}
	return rows[1:]
}

func number(t *testing.T, s string) float64 { return must[float64](t)(strconv.ParseFloat(s, 64)) }

// Shortest-path costs over a directed network of 187,853 nodes: six published by
// others, a thousand computed independently. No coordinates are known: all nodes
// lie in one place, and the search works on given weights alone.
func TestPublishedShortestPaths(t *testing.T) {
	r := &roads{quanta: network.Quanta{TimeS: 0.001}}
	node := func(s string) uint32 {
		v := uint32(must[int](t)(strconv.Atoi(s)))
		for len(r.nodes) <= int(v) {
			r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: 110, Lat: -8}})
		}
		return v
	}
	for _, row := range readCSV(t, ';', "graph", "pgrouting_osm.csv") {
		length := number(t, row[3])
		back := length
		switch row[2] {
		case "B":
		case "FT":
			back = network.Closed
		default:
			t.Fatalf("one_way is %q", row[2])
		}
		r.addEdge(network.Edge{From: node(row[0]), To: node(row[1])}, length, back)
	}
	w := r.build(t)
	bySource := map[string][][]string{}
	for _, row := range append(readCSV(t, ',', "graph", "expected_published.csv"), readCSV(t, ',', "graph", "expected_random_od_scipy.csv")...) {
		bySource[row[0]] = append(bySource[row[0]], row)
	}
	compared, apart, worst := 0, 0, 0.0
	for source, rows := range bySource {
		from, _ := w.Network().NodePosition(node(source))
		list := make([]network.Source, len(rows))
		for i, row := range rows {
			list[i].At, _ = w.Network().NodePosition(node(row[1]))
		}
		src := must[*network.Sources](t)(w.NewSources(list))
		routes, _, err := w.NearestK(t.Context(), network.ByTime, from, src, len(list))
		if err != nil {
			t.Fatal(err)
		}
		got := map[int]float64{}
		for _, route := range routes {
			r.checkRoute(t, w, from, list, route)
			got[route.Source] = route.DurationS
		}
		for i, row := range rows {
			cost, ok := got[i]
			if row[2] == "" || !ok {
				if ok || row[2] != "" {
					t.Errorf("%s to %s: got %v (%v), want %q", row[0], row[1], cost, ok, row[2])
				}
				apart++
				continue
			}
			want := number(t, row[2])
			off := math.Abs(cost-want) / math.Max(want, 1)
			worst = math.Max(worst, off)
			compared++
			if off > 1e-6 {
				t.Errorf("%s to %s: %v, want %v", row[0], row[1], cost, want)
			}
		}
	}
	for _, row := range readCSV(t, ',', "graph", "expected_published.csv") {
		to, _ := w.Network().NodePosition(node(row[1]))
		labels := nearestAll(t, w, network.ByTime, []network.Source{{At: to}})
		if got, want := labels.NodeTrip(node(row[0])).DurationS, number(t, row[2]); math.Abs(got-want) > 1e-6*want {
			t.Errorf("%s to %s by labels: %v, want %v", row[0], row[1], got, want)
		}
		labels.Close()
	}
	if compared < 900 || apart == 0 {
		t.Errorf("only %d costs and %d pairs apart were compared", compared, apart)
	}
	t.Logf("%d costs, worst relative difference %.2g; %d pairs apart", compared, worst, apart)
}

// feature is a GeoJSON feature: a facility or a published service area.
type feature struct {
	name  string
	point network.Point
	lines [][]network.Point
}

func readFeatures(t *testing.T, nameKey string, parts ...string) []feature {
	t.Helper()
	var file struct {
		Features []struct {
			Properties map[string]any
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(must[[]byte](t)(os.ReadFile(dataFile(t, parts...))), &file); err != nil {
		t.Fatal(err)
	}
	var features []feature
	for _, f := range file.Features {
		ft := feature{name: f.Properties[nameKey].(string)}
		var err error
		switch f.Geometry.Type {
		case "Point":
			var c []float64
			err = json.Unmarshal(f.Geometry.Coordinates, &c)
			ft.point = network.Point{Lon: c[0], Lat: c[1]}
		case "MultiLineString":
			var lines [][][]float64
			err = json.Unmarshal(f.Geometry.Coordinates, &lines)
			for _, l := range lines {
				var line []network.Point
				for _, c := range l {
					line = append(line, network.Point{Lon: c[0], Lat: c[1]})
				}
				ft.lines = append(ft.lines, line)
			}
		default:
			t.Fatalf("%v: a %s", parts, f.Geometry.Type)
		}
		if err != nil {
			t.Fatal(err)
		}
		features = append(features, ft)
	}
	return features
}

// Service areas of 20 facilities of Banyuwangi, published at two limits. The roads
// are undirected.
func TestPublishedServiceAreasBanyuwangi(t *testing.T) {
	r := &roads{}
	for _, row := range readCSV(t, ',', "banyuwangi", "service_area", "roads_union_nodes.csv") {
		r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: number(t, row[1]), Lat: number(t, row[2])}})
	}
	for _, row := range readCSV(t, ',', "banyuwangi", "service_area", "roads_union_edges.csv") {
		a, b := uint32(number(t, row[0])), uint32(number(t, row[1]))
		r.addStraight(a, b)
	}
	facilities := readFeatures(t, "Name", "banyuwangi", "service_area", "faskes_20.geojson")
	areas := map[float64][]feature{
		1500: readFeatures(t, "Name", "banyuwangi", "service_area", "service_area_1500m.geojson"),
		3000: readFeatures(t, "Name", "banyuwangi", "service_area", "service_area_3000m.geojson"),
	}
	compareAreas(t, r, facilities, areas, 20, 0.0005)
}

// Service areas of 4 hospitals of Trenggalek. The roads are those of the largest
// area, noded at shared vertices.
func TestPublishedServiceAreasTrenggalek(t *testing.T) {
	r := &roads{}
	ids := map[network.Point]uint32{}
	node := func(p network.Point) uint32 {
		key := network.Point{Lon: math.Round(p.Lon * 1e9), Lat: math.Round(p.Lat * 1e9)} // 0.1 mm
		id, ok := ids[key]
		if !ok {
			id = uint32(len(r.nodes))
			ids[key] = id
			r.nodes = append(r.nodes, network.Node{Point: p})
		}
		return id
	}
	seen := map[[2]uint32]bool{}
	for _, f := range readFeatures(t, "nama_rs", "trenggalek", "service_area_7000m.geojson") {
		for _, line := range f.lines {
			for i := 1; i < len(line); i++ {
				a, b := node(line[i-1]), node(line[i])
				if a > b {
					a, b = b, a
				}
				if a != b && !seen[[2]uint32{a, b}] {
					seen[[2]uint32{a, b}] = true
					r.addStraight(a, b)
				}
			}
		}
	}
	hospitals := readFeatures(t, "nama_rs", "trenggalek", "hospitals_4.geojson")
	areas := map[float64][]feature{
		3000: readFeatures(t, "nama_rs", "trenggalek", "service_area_3000m.geojson"),
		5000: readFeatures(t, "nama_rs", "trenggalek", "service_area_5000m.geojson"),
	}
	compareAreas(t, r, hospitals, areas, 4, 0.002)
}

// addStraight adds a two-way straight road of geodesic length, at 1 m/s.
func (r *roads) addStraight(a, b uint32) {
	m := geodesicM(r.nodes[a].Point, r.nodes[b].Point)
	r.addEdge(network.Edge{From: a, To: b, LengthM: m}, m, m)
}

// compareAreas reaches from every facility and compares with the area published for
// it, by limit in metres. The difference is the length covered by one of the two
// only, as a share of the published length.
func compareAreas(t *testing.T, r *roads, facilities []feature, areas map[float64][]feature, want int, tolerance float64) {
	t.Helper()
	w := r.buildWith(t, geodesicM)
	ground := newStraightRoads(w.Network())
	reached := func(from network.Position, limitM float64) cover {
		var lines [][]network.Point
		for _, p := range must[[]network.Piece](t)(w.ReachedRoads(t.Context(), from, network.ReachOptions{Metric: network.ByDistance, Limit: limitM})) {
			lines = append(lines, w.Network().Polyline(p.Edge, p.FromM, p.ToM))
		}
		c, _ := ground.cover(lines)
		return c
	}
	for limitM, published := range areas {
		byName := map[string]feature{}
		for _, a := range published {
			byName[a.name] = a
		}
		if len(facilities) != want || len(byName) != want {
			t.Fatalf("%d facilities and %d areas, want %d", len(facilities), len(byName), want)
		}
		worst := 0.0
		for _, f := range facilities {
			area, ok := byName[f.name]
			snap := w.Snap(f.point, network.SnapOptions{MinComponent: 1})
			if !ok || !snap.OK() {
				t.Fatalf("%q: area %v, snap %+v", f.name, ok, snap)
			}
			theirs, unmatchedM := ground.cover(area.lines)
			apart := func(ours cover) float64 {
				m := theirs.lengthM() + ours.lengthM() - 2*commonM(ours, theirs)
				return (m + unmatchedM) / (theirs.lengthM() + unmatchedM)
			}
			share := apart(reached(snap.At, limitM))
			worst = math.Max(worst, share)
			if !(share <= tolerance) {
				t.Errorf("%q at %v m: %.4f %% differs, %.2f m on no road", f.name, limitM, 100*share, unmatchedM)
			}
			if apart(reached(snap.At, 0.99*limitM)) <= tolerance {
				t.Errorf("%q at %v m: a hundredth less makes no difference: the comparison sees nothing", f.name, limitM)
			}
		}
		t.Logf("%d areas at %v m: worst difference %.2g %% of the published length", want, limitM, 100*worst)
	}
}
