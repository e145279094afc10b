package travel

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/xy"

	"jangkau/gis"
)

func catchments(t *testing.T, p *Pinned, q Query, limit float64) *Catchments {
	t.Helper()
	c, err := p.Catchments(t.Context(), q, limit)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// covers reports whether a place lies in an area: inside an odd number of its rings.
func covers(m *geom.MultiPolygon, lon, lat float64) bool {
	in := false
	for i := range m.NumPolygons() {
		for k := range m.Polygon(i).NumLinearRings() {
			if xy.IsPointInRing(geom.XY, geom.Coord{lon, lat}, m.Polygon(i).LinearRing(k).FlatCoords()) {
				in = !in
			}
		}
	}
	return in
}

func gone(c *Catchments) Gone {
	codes := make([]gis.WilayahCode, len(c.area.demand.desa))
	for i, d := range c.area.demand.desa {
		codes[i] = d.Code
	}
	return c.Gone(codes, func(int64) bool { return true })
}

// On the road of 30 km at a kilometre a minute, by hand: the pustu at kilometre 5 has
// desa 1 (100 people at 0) and a third of desa 2 (100 of 300, at 10), the puskesmas at
// 25 the other 200 at 20; each 5 km or 300 s away. The 60 of desa 3 have no point and
// the 40 of desa 4 no roads.
func TestCatchmentsByHand(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	c := catchments(t, p, both, 300)
	pustu, _ := c.Of(11)
	puskesmas, _ := c.Of(12)
	if pustu.People != 200 || pustu.PeopleWithin != 200 || puskesmas.People != 200 || !pustu.Known || pustu.Reason != "" || pustu.Kind != gis.KindPustu {
		t.Errorf("%+v, %+v", pustu, puskesmas)
	}
	if *pustu.MedianS != 300 || *pustu.P90S != 300 || math.Abs(*pustu.MedianM-5000) > 1 {
		t.Errorf("%v s, %v s, %v m", *pustu.MedianS, *pustu.P90S, *pustu.MedianM)
	}
	if len(pustu.Desa) != 2 || c.Desa(pustu.Desa[0]) != "35.10.01.2001" || pustu.Desa[1].People != 100 || len(puskesmas.Desa) != 1 {
		t.Errorf("%+v, %+v", pustu.Desa, puskesmas.Desa)
	}
	if g := gone(c); g != (Gone{People: 500, Inside: 400, NotComputed: 100}) {
		t.Errorf("%+v", g)
	}
	if g := c.Gone([]gis.WilayahCode{"35.10.01.2002", "99.99.99.2001"}, func(id int64) bool { return id == 11 }); g != (Gone{People: 300, Inside: 100, Elsewhere: 200}) {
		t.Errorf("%+v", g)
	}
	if less, _ := catchments(t, p, both, 299.9).Of(11); less.People != 200 || less.PeopleWithin != 0 {
		t.Errorf("within a hair less than all need: %+v", less)
	}
	// Whatever others there are: within 10 minutes of kilometre 5 lie 0 and 10, a third of
	// desa 2; within 15 all of it.
	for limit, want := range map[float64][2]int{600: {200, 1}, 900: {400, 2}, 299.9: {0, 0}, 300: {200, 1}} {
		people, desa, err := p.Reach(t.Context(), both, 11, limit)
		if err != nil || people != want[0] || desa != want[1] {
			t.Errorf("within %v s: %d people, %d desa, %v; want %v", limit, people, desa, err, want)
		}
	}
	areas, err := p.CatchmentAreas(t.Context(), both, 1800, []int64{11, 12})
	if err != nil {
		t.Fatal(err)
	}
	// The border lies half-way, at kilometre 15.
	for km, want := range map[float64]int64{0: 11, 5: 11, 14.5: 11, 15.5: 12, 29.9: 12} {
		for id, a := range areas {
			if got := covers(a, km*1000/degree, 0); got != (id == want) {
				t.Errorf("kilometre %v lies in the area of %d: %t", km, id, got)
			}
		}
	}
}

// With one kind alone every facility of another is out of the way.
func TestCatchmentsOfOneKind(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	q := both
	q.Kinds = []gis.FacilityKind{gis.KindPuskesmas}
	c := catchments(t, p, q, 900)
	one, _ := c.Of(12)
	people, _, err := p.Reach(t.Context(), q, 12, 900)
	if err != nil || one.People != 400 || one.PeopleWithin != people || people != 300 {
		t.Errorf("%+v, reach %d, %v", one, people, err)
	}
	if _, ok := c.Of(11); ok {
		t.Error("a pustu among puskesmas")
	}
	q.Kinds = []gis.FacilityKind{gis.KindRS}
	if g := gone(catchments(t, p, q, 900)); g.Unreached != 500 {
		t.Errorf("there is no hospital: %+v", g)
	}
}

// Facilities of every sort of place: in the sea, without a place, at their desa's
// point, two at one place, closed.
func TestCatchmentsOfOddFacilities(t *testing.T) {
	s := newStore()
	s.places.Facilities = append(
		s.places.Facilities,
		FacilityRow{ID: 13, Kind: gis.KindPustu, HasPoint: true, Lon: 5_000 / degree, Quality: gis.LocatedPoint, Closed: NoDay},              // where 11 is
		FacilityRow{ID: 14, Kind: gis.KindPustu, HasPoint: true, Lon: 0.1, Lat: -0.3, Quality: gis.LocatedPoint, Closed: NoDay},              // in the sea
		FacilityRow{ID: 15, Kind: gis.KindPustu, Quality: gis.LocatedNone, Closed: NoDay},                                                    // nowhere
		FacilityRow{ID: 16, Kind: gis.KindPustu, Desa: "35.10.01.2002", Quality: gis.LocatedDesa, Closed: NoDay},                             // at kilometre 20
		FacilityRow{ID: 17, Kind: gis.KindPustu, HasPoint: true, Lon: 10_000 / degree, Quality: gis.LocatedPoint, Closed: 1},                 // long closed
		FacilityRow{ID: 18, Kind: gis.KindPustu, HasPoint: true, Lon: 3, Lat: 3, Quality: gis.LocatedPoint, Closed: NoDay},                   // no roads loaded there
		FacilityRow{ID: 19, Kind: gis.KindPustu, HasPoint: true, Lon: 0, Lat: 0.0001, Landmass: 1, Quality: gis.LocatedPoint, Closed: NoDay}, // 11 m from kilometre 0
	)
	p := pin(t, newService(t, s))
	c := catchments(t, p, both, 900)
	for id, want := range map[int64]struct {
		reason gis.CatchmentReason
		known  bool
		people int
	}{
		// Desa 1 goes to 19 next door; a third of desa 2 to the first of the two at kilometre
		// 5; the rest live at the door of 16.
		11: {"", true, 100}, 12: {"", true, 0}, 13: {"", true, 0}, 14: {gis.CatchmentNoRoad, true, 0}, 15: {gis.CatchmentNoLocation, false, 0},
		16: {gis.CatchmentDesaPoint, true, 200}, 18: {gis.CatchmentRoadDataMissing, false, 0}, 19: {"", true, 100},
	} {
		got, ok := c.Of(id)
		if !ok || got.Reason != want.reason || got.Known != want.known || got.People != want.people {
			t.Errorf("%d: %+v, want %+v", id, got, want)
		}
	}
	if _, ok := c.Of(17); ok {
		t.Error("a closed facility has a catchment")
	}
	if empty, _ := c.Of(12); empty.MedianS != nil || empty.P90M != nil {
		t.Error("nobody has a median")
	}
	areas, err := p.CatchmentAreas(t.Context(), both, 600, []int64{11, 12, 13, 14, 15, 16, 18, 19})
	if err != nil {
		t.Fatal(err)
	}
	var drawn []int64
	for id := range areas {
		drawn = append(drawn, id)
	}
	slices.Sort(drawn)
	if !slices.Equal(drawn, []int64{11, 12, 19}) {
		t.Errorf("areas of %v", drawn)
	}
}

// addIsland puts desa 5, 70 people, on an island 3 km long 30 km north of kilometre 30.
func addIsland(s *store, ferry bool) {
	n := int32(len(s.network.NodeLon))
	for i := range int32(4) {
		s.network.NodeLon = append(s.network.NodeLon, (30_000+1000*float64(i))/degree)
		s.network.NodeLat = append(s.network.NodeLat, 0.27)
		s.network.NodeLandmass = append(s.network.NodeLandmass, 2)
		if i > 0 {
			s.network.Edges = append(s.network.Edges, EdgeRow{From: n + i - 1, To: n + i, Class: "primary", Access: 255, LengthM: 1000})
		}
	}
	if ferry {
		s.network.Edges = append(s.network.Edges, EdgeRow{From: 30, To: n, Class: gis.FerryClass, Access: 255, LengthM: 30_000, FerryDurationS: 3600})
	}
	s.places.Desa = append(s.places.Desa, DesaRow{"35.10.02.2005", 70, true})
	s.places.Demand = append(s.places.Demand, DemandRow{Desa: "35.10.02.2005", Lon: 33_000 / degree, Lat: 0.27, Landmass: 2, Origin: gis.FromOffice})
}

// An island's people reach nobody without its ferry, and the puskesmas by it: 3 minutes
// to the landing, an hour across, 5 minutes on.
func TestCatchmentsOfAnIsland(t *testing.T) {
	for _, ferry := range []bool{false, true} {
		s := newStore()
		addIsland(s, ferry)
		p := pin(t, newService(t, s))
		c := catchments(t, p, both, 1800)
		got, _ := c.Of(12)
		want, unreached := 200, 70
		if ferry {
			want, unreached = 270, 0
			if *got.P90S != 4080 {
				t.Errorf("%v s over the ferry", *got.P90S)
			}
		}
		if g := gone(c); got.People != want || got.PeopleWithin != 200 || g.Unreached != unreached || g.People != 570 {
			t.Errorf("with a ferry %t: %+v, %+v", ferry, got, g)
		}
		people, _, err := p.Reach(t.Context(), both, 12, 4080)
		if err != nil || people != 400+want-200 { // all of the road, 25 minutes, and the island's
			t.Errorf("with a ferry %t: %d within 68 minutes, %v", ferry, people, err)
		}
	}
}

// Everybody is in one place: in the catchment of the facility that his own trip goes
// to, or unreached, or not computed; and a facility reaches all of its catchment.
func TestCatchmentsPartitionThePeople(t *testing.T) {
	reached, walked, split := 0, 0, 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 31))
		s := randomStore(r, seed%2 == 0)
		p := pin(t, newService(t, s))
		q, limit := both, 100+1500*r.Float64()
		if seed%3 == 0 {
			q.By, limit = gis.ByDistance, 500+9000*r.Float64()
		}
		c := catchments(t, p, q, limit)
		// The slow way: each point asked by itself.
		people, within := map[int64]int{}, map[int64]int{}
		unreached, notComputed, all := 0, 0, 0
		for i, d := range c.area.demand.desa {
			lo, hi := c.area.demand.first[i], c.area.demand.first[i+1]
			n := 0
			if d.HasPeople {
				n = d.People
			}
			all += n
			if lo == hi {
				notComputed += n
				continue
			}
			homes := map[int64]bool{}
			for k, share := range gis.SpreadPeople(n, c.area.demand.weight[lo:hi]) {
				point := c.area.demand.points[int(lo)+k]
				trips, err := p.Nearest(t.Context(), q, Origin{Lon: point.Lon, Lat: point.Lat, Landmass: point.Landmass}, 1)
				if err != nil {
					t.Fatal(err)
				}
				switch trip := trips[0]; trip.Status {
				case gis.Unreachable:
					unreached += share
				case gis.NotComputed:
					notComputed += share
				default:
					reached++
					homes[trip.FacilityID] = true
					people[trip.FacilityID] += share
					figure := trip.DurationS
					if q.By == gis.ByDistance {
						figure = trip.DistanceM
					}
					if figure <= limit {
						within[trip.FacilityID] += share
					}
					if trip.OnFoot {
						walked++
					}
				}
			}
			if len(homes) > 1 {
				split++
			}
		}
		g := gone(c)
		if g != (Gone{People: all, Inside: all - unreached - notComputed, Unreached: unreached, NotComputed: notComputed}) {
			t.Fatalf("seed %d: %+v of %d, %d unreached, %d not computed", seed, g, all, unreached, notComputed)
		}
		sum := 0
		for _, f := range s.places.Facilities {
			got, ok := c.Of(f.ID)
			parts := 0
			for _, d := range got.Desa {
				parts += d.People
			}
			if !ok || got.People != people[f.ID] || got.PeopleWithin != within[f.ID] || parts != got.People {
				t.Fatalf("seed %d: facility %d: %+v, want %d, %d within", seed, f.ID, got, people[f.ID], within[f.ID])
			}
			sum += got.People
			reach, _, err := p.Reach(t.Context(), q, f.ID, limit)
			if err != nil || reach < got.PeopleWithin || len(s.places.Facilities) == 1 && reach != got.PeopleWithin {
				t.Fatalf("seed %d: facility %d reaches %d, %d of its own (%v)", seed, f.ID, reach, got.PeopleWithin, err)
			}
		}
		if sum+g.Unreached+g.NotComputed != g.People {
			t.Fatalf("seed %d: the parts sum to %d of %d", seed, sum+g.Unreached+g.NotComputed, g.People)
		}
	}
	if reached < 500 || walked < 50 || split < 50 {
		t.Errorf("%d reached, %d on foot, %d desa split: the cases are too easy", reached, walked, split)
	}
}

func TestCatchmentsWhileRoadsAreBuilt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		var release func()
		s.beforeNetwork, release = blocked()
		srv := New(Config{Loader: s})
		defer srv.Close()
		p := pin(t, srv)
		c := catchments(t, p, both, 900)
		got, ok := c.Of(11)
		if !ok || got.Known || got.Reason != gis.CatchmentNetworkBuilding || got.People != 0 {
			t.Errorf("%+v", got)
		}
		if g := gone(c); g.NotComputed != 500 {
			t.Errorf("%+v", g)
		}
		if areas, err := p.CatchmentAreas(t.Context(), both, 900, []int64{11}); err != nil || len(areas) != 0 {
			t.Error(areas, err)
		}
		release()
		synctest.Wait()
		if got, _ := catchments(t, pin(t, srv), both, 900).Of(11); got.People != 200 {
			t.Errorf("%+v", got)
		}
	})
}

func TestCatchmentsRefuse(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	for _, limit := range []float64{0, -5, math.Inf(1), math.NaN()} {
		if _, err := p.Catchments(t.Context(), both, limit); gis.KindOf(err) != gis.Invalid {
			t.Errorf("limit %v: %v", limit, err)
		}
		if _, err := p.CatchmentAreas(t.Context(), both, limit, []int64{11}); gis.KindOf(err) != gis.Invalid {
			t.Errorf("limit %v: %v", limit, err)
		}
		if _, _, err := p.Reach(t.Context(), both, 11, limit); gis.KindOf(err) != gis.Invalid {
			t.Errorf("limit %v: %v", limit, err)
		}
	}
	q := both
	q.Kinds = []gis.FacilityKind{gis.KindPusling}
	if _, err := p.Catchments(t.Context(), q, 900); gis.KindOf(err) != gis.Invalid {
		t.Error(err)
	}
	if _, _, err := p.Reach(t.Context(), both, 999, 900); gis.KindOf(err) != gis.NotFound {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.CatchmentAreas(ctx, both, 901, []int64{11}); err == nil {
		t.Error("drawn for nobody")
	}
}
