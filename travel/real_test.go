package travel

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
	"jangkau/gis/network"
)

// shared holds real public data; it is no part of the program.
const shared = "../../shared/data"

// read returns a file of it; where the folder is absent the test is skipped, except
// on the machine that decides.
func read(t testing.TB, path ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(shared, filepath.Join(path...)))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("real data is absent: ", err)
	}
	return b
}

// collection is GeoJSON as far as these files go.
type collection struct {
	Features []struct {
		Properties map[string]any
		Geometry   struct{ Coordinates json.RawMessage }
	}
}

func decode(t testing.TB, b []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

// surfacePoint is the middle of the widest stretch inside the largest polygon at
// the latitude half-way up it: always on the surface, whatever its shape.
func surfacePoint(polygons [][][]geom.Coord) geom.Coord {
	largest := slices.MaxFunc(polygons, func(a, b [][]geom.Coord) int {
		return int(1e9 * (area(a[0]) - area(b[0])))
	})
	lo, hi := largest[0][0][1], largest[0][0][1]
	for _, c := range largest[0] {
		lo, hi = min(lo, c[1]), max(hi, c[1])
	}
	lat := (lo+hi)/2 + 1e-9 // off the grid of six decimals, so through no vertex
	var lons []float64
	for _, ring := range largest {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] > lat) != (b[1] > lat) {
				lons = append(lons, a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(lons)
	best, width := lons[0], -1.0
	for i := 0; i+1 < len(lons); i += 2 {
		if w := lons[i+1] - lons[i]; w > width {
			best, width = (lons[i]+lons[i+1])/2, w
		}
	}
	return geom.Coord{best, lat}
}

func area(ring []geom.Coord) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		sum += ring[i-1][0]*ring[i][1] - ring[i][0]*ring[i-1][1]
	}
	return max(sum, -sum) / 2
}

// banyuwangi is a store of the roads within 3 km of twenty facilities, those
// facilities, and a point on the surface of each of the 217 desa and kelurahan.
func banyuwangi(t testing.TB) *store {
	s := newStore()
	s.network = NetworkData{Dataset: DatasetInfo{Hash: "byw", CoverageMethod: gis.CoverageNearRoads, MinComponent: 100, SnapMaxM: 5000}}
	s.places.Desa, s.places.Demand, s.places.Facilities = nil, nil, nil

	rows := func(name string) [][]string {
		b := read(t, "banyuwangi", "service_area", name)
		list, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return list[1:]
	}
	number := func(x string) float64 {
		v, err := strconv.ParseFloat(x, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	n := &s.network
	for _, r := range rows("roads_union_nodes.csv") {
		n.NodeLon = append(n.NodeLon, number(r[1]))
		n.NodeLat = append(n.NodeLat, number(r[2]))
	}
	n.NodeLandmass = make([]int32, len(n.NodeLon))
	for _, r := range rows("roads_union_edges.csv") {
		u, v := int32(number(r[0])), int32(number(r[1]))
		m := gis.DistanceM(network.Point{Lon: n.NodeLon[u], Lat: n.NodeLat[u]}, network.Point{Lon: n.NodeLon[v], Lat: n.NodeLat[v]})
		n.Edges = append(n.Edges, EdgeRow{From: u, To: v, Class: "road", Access: 255, LengthM: m})
	}

	var facilities, desa collection
	decode(t, read(t, "banyuwangi", "service_area", "faskes_20.geojson"), &facilities)
	for i, f := range facilities.Features {
		var c geom.Coord
		decode(t, f.Geometry.Coordinates, &c)
		s.places.Facilities = append(s.places.Facilities, FacilityRow{ID: int64(i + 1), Kind: gis.KindPuskesmas, HasPoint: true, Lon: c[0], Lat: c[1], Quality: gis.LocatedPoint})
	}
	decode(t, read(t, "wilayah", "desa_35.10.geojson"), &desa)
	for _, f := range desa.Features {
		var polygons [][][]geom.Coord
		decode(t, f.Geometry.Coordinates, &polygons)
		code := gis.WilayahCode(f.Properties["kode"].(string))
		p := surfacePoint(polygons)
		s.places.Desa = append(s.places.Desa, DesaRow{Code: code, People: 1000, HasPeople: true})
		s.places.Demand = append(s.places.Demand, DemandRow{Desa: code, Lon: p[0], Lat: p[1], Origin: gis.FromSurface})
	}
	return s
}

func TestBanyuwangiWithHalfItsRoads(t *testing.T) {
	srv := newService(t, banyuwangi(t))
	p := pin(t, srv)
	q := both
	q.Kinds = []gis.FacilityKind{gis.KindPuskesmas}
	a, err := p.Desa(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	count := map[gis.TripStatus]int{}
	reason := map[gis.TripReason]int{}
	var codes []gis.WilayahCode
	for d := range a.All {
		count[d.Median.Status]++
		reason[d.Median.Reason]++
		codes = append(codes, d.Code)
	}
	t.Log(count, reason)
	if len(codes) != 217 {
		t.Fatalf("%d desa", len(codes))
	}
	// The roads are those near twenty facilities: what lies far from all of them is
	// not unreachable, nobody loaded its roads.
	if n := reason[gis.RoadDataMissing]; n < 55 || n > 65 || count[gis.NotComputed] != n {
		t.Errorf("%d desa without road data, %v", n, count)
	}
	if reason[gis.NoRoadWithinSnap] != 0 {
		t.Errorf("%d desa near a road that they cannot join", reason[gis.NoRoadWithinSnap])
	}
	// From each desa's point, the nearest is the one that the whole search found.
	for _, r := range p.snapshot.demand.points {
		want, _ := a.Of(r.Desa)
		got, err := p.Nearest(t.Context(), q, Origin{Lon: r.Lon, Lat: r.Lat}, 3)
		if err != nil {
			t.Fatal(err)
		}
		want.Median.Origin = gis.FromPoint
		if got[0] != want.Median {
			t.Errorf("%s: %+v, of all %+v", r.Desa, got[0], want.Median)
		}
		if !slices.IsSortedFunc(got, func(a, b Trip) int { return cmp.Compare(a.DurationS, b.DurationS) }) {
			t.Errorf("%s: %+v", r.Desa, got)
		}
	}
	list, err := p.Summary(t.Context(), q, []Group{{"35.10", codes}}, gis.Bands{Minutes: []float64{15, 30, 60}, Km: []float64{3}})
	if err != nil {
		t.Fatal(err)
	}
	g := list[0]
	if g.Desa != 217 || g.People != 217_000 || g.PeopleNotComputed != 1000*count[gis.NotComputed] || g.DesaUnreached != count[gis.Unreachable] {
		t.Errorf("%+v", g)
	}
}
