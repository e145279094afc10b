package gis_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/xy"

	"jangkau/gis"
	"jangkau/gis/network"
)

// everywhere is a coverage that holds all the points of these tests.
var everywhere = box(-10, -10, 10, 10)

// lattice builds roads along the equator, where a degree of longitude is
// 111,319.49 m: what a test says of lengths is what counts, not the drawing.
type lattice struct {
	t *testing.T
	b *gis.RoadsBuilder
}

func newLattice(t *testing.T, o gis.RoadOptions) *lattice {
	if o.Coverage == nil {
		o.Coverage = everywhere
	}
	return &lattice{t, gis.NewRoadsBuilder(o)}
}

// at is a point x metres east and y metres north of the origin.
func at(x, y float64) network.Point {
	return network.Point{Lon: x / 111319.490793, Lat: y / 110574.2758}
}

func (l *lattice) node(x, y float64) uint32 { return l.b.AddNode(at(x, y), 0) }

func (l *lattice) engine(p gis.Profile) *gis.Engine {
	l.t.Helper()
	r, err := l.b.Build()
	if err != nil {
		l.t.Fatal(err)
	}
	e, err := gis.NewEngine(r, p)
	if err != nil {
		l.t.Fatal(err)
	}
	return e
}

func locate(t *testing.T, e *gis.Engine, spots ...gis.Spot) []gis.Located {
	t.Helper()
	var list []gis.Located
	for _, s := range spots {
		l, err := e.Locate(s)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, l)
	}
	return list
}

// ask is the trip from one place to the nearest of others.
func ask(t *testing.T, e *gis.Engine, by gis.TravelMetric, from network.Point, to ...network.Point) gis.Trip {
	t.Helper()
	var spots []gis.Spot
	for _, p := range to {
		spots = append(spots, gis.Spot{At: p})
	}
	d, err := e.Destinations(locate(t, e, spots...))
	if err != nil {
		t.Fatal(err)
	}
	trips, err := e.NearestAll(t.Context(), by, d, locate(t, e, gis.Spot{At: from}))
	if err != nil {
		t.Fatal(err)
	}
	return trips[0]
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestSpeedOfAnEdge(t *testing.T) {
	for _, c := range []struct {
		name    string
		road    gis.Road
		profile gis.TravelProfile
		want    float64 // seconds for 1,000 m; 0: closed
	}{
		{"class", gis.Road{Class: "primary", Access: 12}, gis.ProfileMotorcycle, 72}, // 50 km/h
		{"sign", gis.Road{Class: "primary", Access: 12, MaxSpeedKmh: 40}, gis.ProfileMotorcycle, 90},
		{"sign above class", gis.Road{Class: "primary", Access: 12, MaxSpeedKmh: 80}, gis.ProfileMotorcycle, 72},
		{"class that may not be used", gis.Road{Class: "steps", Access: 12}, gis.ProfileMotorcycle, 0},
		{"class without speed", gis.Road{Class: "unheard", Access: 12}, gis.ProfileMotorcycle, 0},
		{"backward only", gis.Road{Class: "primary", Access: 8}, gis.ProfileMotorcycle, 0},
		{"another's bit", gis.Road{Class: "primary", Access: 255 - 4}, gis.ProfileMotorcycle, 0},
		{"car", gis.Road{Class: "primary", Access: 16}, gis.ProfileCar, 72},
		{"walk", gis.Road{Class: "primary", Access: 1}, gis.ProfileWalk, 72},
		{"boat", gis.Road{Class: "primary", Access: 64}, gis.ProfileBoat, 72},
		{"timetable and wait", gis.Road{Class: gis.FerryClass, Access: 12, FerryS: 600}, gis.ProfileMotorcycle, 1500},
		{"ferry by speed and wait", gis.Road{Class: gis.FerryClass, Access: 12}, gis.ProfileMotorcycle, 1200}, // 12 km/h
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLattice(t, gis.RoadOptions{SnapMaxM: 100})
			c.road.From, c.road.To, c.road.LengthM = l.node(0, 0), l.node(1000, 0), 1000
			l.b.AddRoad(c.road)
			// So that both ends join a road that is no ferry.
			for _, v := range []uint32{c.road.From, c.road.To} {
				l.b.AddRoad(gis.Road{From: v, To: v, Class: "primary", Access: 255})
			}
			p := motorcycle()
			p.Name = c.profile
			e := l.engine(p)
			got := ask(t, e, gis.ByTime, at(0, 0), at(1000, 0))
			if c.want == 0 {
				if got.Status != gis.Unreachable || got.Reason != gis.OtherComponent {
					t.Errorf("%+v", got)
				}
				return
			}
			near(t, "duration", got.DurationS, c.want, 0)
			near(t, "distance", got.DistanceM, 1000, 0)
		})
	}
}

func TestFerryIsWaitedForOnce(t *testing.T) {
	// 1 km of road, a ferry of 2 x 6 km by a buoy, 1 km of road: 72 + 900 + 2 x 1800
	// + 72 s there; a line that calls at an island half-way with a road of its own is
	// waited for there again.
	for _, c := range []struct {
		island bool
		want   float64
	}{{false, 4644}, {true, 5544}} {
		l := newLattice(t, gis.RoadOptions{SnapMaxM: 100})
		a, b, buoy, d, f := l.node(0, 0), l.node(1000, 0), l.node(7000, 0), l.node(13000, 0), l.node(14000, 0)
		l.b.AddRoad(gis.Road{From: a, To: b, Class: "primary", Access: 12, LengthM: 1000})
		l.b.AddRoad(gis.Road{From: b, To: buoy, Class: gis.FerryClass, Access: 12, LengthM: 6000})
		l.b.AddRoad(gis.Road{From: buoy, To: d, Class: gis.FerryClass, Access: 12, LengthM: 6000})
		l.b.AddRoad(gis.Road{From: d, To: f, Class: "primary", Access: 12, LengthM: 1000})
		if c.island {
			l.b.AddRoad(gis.Road{From: buoy, To: l.node(7000, 50), Class: "track", Access: 12, LengthM: 50})
		}
		e := l.engine(motorcycle())
		near(t, "there", ask(t, e, gis.ByTime, at(0, 0), at(14000, 0)).DurationS, c.want, 1e-6)
		near(t, "back", ask(t, e, gis.ByTime, at(14000, 0), at(0, 0)).DurationS, c.want, 1e-6)
	}
}

func TestNobodyBoardsInMidWater(t *testing.T) {
	// A village 400 m from the ferry line and 900 m from its road.
	l := newLattice(t, gis.RoadOptions{SnapMaxM: 2000, MinComponent: 3})
	a, b, far := l.node(0, 0), l.node(0, 1000), l.node(20000, 500)
	l.b.AddRoad(gis.Road{From: a, To: b, Class: "primary", Access: 12, LengthM: 1000})
	l.b.AddRoad(gis.Road{From: b, To: far, Class: gis.FerryClass, Access: 12, LengthM: 20000})
	l.b.AddRoad(gis.Road{From: a, To: l.node(-500, 0), Class: "primary", Access: 12, LengthM: 500})
	e := l.engine(motorcycle())
	got := locate(t, e, gis.Spot{At: at(900, 555)})[0]
	if !got.Joins || got.Position.Edge != 0 {
		t.Fatalf("%+v", got)
	}
	near(t, "snap", got.SnapM, 900, 0.1)
}

func TestLegsOfATrip(t *testing.T) {
	// 300 m to the road, 2 km along it, 200 m to the door. Walks are 1.3 times as
	// long, at 5 km/h: 500 x 1.3 = 650 m in 468 s; 2 km at 50 km/h take 144 s.
	l := newLattice(t, gis.RoadOptions{SnapMaxM: 1000})
	l.b.AddRoad(gis.Road{From: l.node(-1000, 0), To: l.node(4000, 0), Class: "primary", Access: 12, LengthM: 5000})
	e := l.engine(motorcycle())
	got := ask(t, e, gis.ByTime, at(0, 300), at(2000, -200))
	near(t, "distance", got.DistanceM, 2650, 0.05)
	near(t, "duration", got.DurationS, 612, 0.02)
	near(t, "snap", got.SnapM, 300, 0.01)
	if got.OnFoot || got.Status != gis.Reached {
		t.Errorf("%+v", got)
	}
}

func TestWalkCompetesByTheMetricAsked(t *testing.T) {
	// By a detour of 3 km on the road 216 s; straight 900 m on foot are 1,170 m in
	// 842.4 s.
	l := newLattice(t, gis.RoadOptions{SnapMaxM: 1000})
	a, b := l.node(0, 0), l.node(900, 0)
	l.b.AddRoad(gis.Road{
		From: a, To: b, Class: "primary", Access: 12, LengthM: 3000,
		Geometry: []network.Point{at(0, 0), at(450, 1400), at(900, 0)},
	})
	e := l.engine(motorcycle())
	byTime := ask(t, e, gis.ByTime, at(0, 0), at(900, 0))
	near(t, "duration", byTime.DurationS, 216, 1e-6)
	near(t, "distance", byTime.DistanceM, 3000, 1e-6)
	byDistance := ask(t, e, gis.ByDistance, at(0, 0), at(900, 0))
	near(t, "distance", byDistance.DistanceM, 1170, 0.01)
	near(t, "duration", byDistance.DurationS, 842.4, 0.01)
	if byTime.OnFoot || !byDistance.OnFoot {
		t.Errorf("%+v %+v", byTime, byDistance)
	}
}

func TestWalkWithoutRoads(t *testing.T) {
	l := newLattice(t, gis.RoadOptions{SnapMaxM: 1000})
	e := l.engine(motorcycle())
	for _, c := range []struct {
		name     string
		from, to gis.Spot
		reached  bool
	}{
		{"within the limit", gis.Spot{At: at(0, 0)}, gis.Spot{At: at(999, 0)}, true},
		{"beyond the limit", gis.Spot{At: at(0, 0)}, gis.Spot{At: at(1001, 0)}, false},
		{"same island", gis.Spot{At: at(0, 0), Landmass: 2}, gis.Spot{At: at(500, 0), Landmass: 2}, true},
		{"over water", gis.Spot{At: at(0, 0), Landmass: 1}, gis.Spot{At: at(500, 0), Landmass: 2}, false},
		{"one not known", gis.Spot{At: at(0, 0)}, gis.Spot{At: at(500, 0), Landmass: 2}, true},
		{"the same place", gis.Spot{At: at(0, 0)}, gis.Spot{At: at(0, 0)}, true},
	} {
		d, _ := e.Destinations(locate(t, e, c.to))
		got, err := e.Nearest(t.Context(), gis.ByTime, d, locate(t, e, c.from)[0], 5)
		if err != nil || (got[0].Status == gis.Reached) != c.reached || got[0].OnFoot != c.reached {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
		if !c.reached && got[0].Reason != gis.NoRoadWithinSnap {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestReasonsInOrder(t *testing.T) {
	l := newLattice(t, gis.RoadOptions{SnapMaxM: 100, Coverage: box(-1, -1, 0.1, 1)})
	l.b.AddRoad(gis.Road{From: l.node(0, 0), To: l.node(1000, 0), Class: "primary", Access: 12, LengthM: 1000})
	l.b.AddRoad(gis.Road{From: l.node(5000, 0), To: l.node(6000, 0), Class: "primary", Access: 12, LengthM: 1000})
	e := l.engine(motorcycle())
	onRoad, offRoad, outside := at(0, 0), at(3000, 0), at(20000, 0)
	other, nowhere := at(6000, 0), at(4000, 0)
	for _, c := range []struct {
		name   string
		from   network.Point
		to     []network.Point
		status gis.TripStatus
		reason gis.TripReason
	}{
		{"no facility, and no road, and not covered", outside, nil, gis.Unreachable, gis.NoFacility},
		{"not covered, and no road", outside, []network.Point{other}, gis.NotComputed, gis.RoadDataMissing},
		{"not covered, though the facility stands there", outside, []network.Point{outside}, gis.NotComputed, gis.RoadDataMissing},
		{"no road, and another component", offRoad, []network.Point{other}, gis.Unreachable, gis.NoRoadWithinSnap},
		{"no facility has a road", onRoad, []network.Point{nowhere}, gis.Unreachable, gis.NoRoadWithinSnap},
		{"another component", onRoad, []network.Point{nowhere, other}, gis.Unreachable, gis.OtherComponent},
	} {
		if got := ask(t, e, gis.ByTime, c.from, c.to...); got.Status != c.status || got.Reason != c.reason || got.Destination != -1 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	// What has no place: facility first, then the point.
	none, _ := e.Destinations(nil)
	unplaced, _ := e.Destinations([]gis.Located{{}})
	for _, c := range []struct {
		d      *gis.Destinations
		from   gis.Located
		reason gis.TripReason
	}{
		{none, gis.Located{}, gis.NoFacility},
		{unplaced, gis.Located{}, gis.NoDemandPoint},
		{unplaced, locate(t, e, gis.Spot{At: onRoad})[0], gis.NoRoadWithinSnap},
	} {
		got, err := e.NearestAll(t.Context(), gis.ByTime, c.d, []gis.Located{c.from})
		if err != nil || got[0].Reason != c.reason {
			t.Errorf("%+v, %v, want %s", got, err, c.reason)
		}
	}
}

func TestCoverageNearRoadsIsExact(t *testing.T) {
	// The road may be walked only; it covers for motorcycles all the same. The polygon
	// of this method is not asked.
	l := newLattice(t, gis.RoadOptions{SnapMaxM: 1000, Method: gis.CoverageNearRoads, Coverage: box(5, 5, 6, 6)})
	l.b.AddRoad(gis.Road{From: l.node(0, 0), To: l.node(1000, 0), Class: "steps", Access: 3, LengthM: 1000})
	l.b.AddRoad(gis.Road{From: l.node(9000, 0), To: l.node(20000, 0), Class: gis.FerryClass, Access: 255, LengthM: 11000})
	e := l.engine(motorcycle())
	for _, c := range []struct {
		x, y   float64
		reason gis.TripReason
	}{
		{500, 999, gis.NoRoadWithinSnap},
		{500, 1001, gis.RoadDataMissing},
		{15000, 10, gis.RoadDataMissing}, // beside a ferry line, which is no road
	} {
		if got := ask(t, e, gis.ByTime, at(c.x, c.y), at(-50000, 0)); got.Reason != c.reason {
			t.Errorf("%v, %v: %+v, want %s", c.x, c.y, got, c.reason)
		}
	}
}

func TestThirtyMinutesSharp(t *testing.T) {
	// 1,500 pieces of 10 m at 30 km/h, each 1.2 s, which no float64 holds.
	l := newLattice(t, gis.RoadOptions{SnapMaxM: 100})
	v := l.node(0, 0)
	for i := range 1500 {
		u := l.node(float64(i+1)*10, 0)
		l.b.AddRoad(gis.Road{From: v, To: u, Class: "primary", Access: 12, LengthM: 10, MaxSpeedKmh: 30})
		v = u
	}
	e := l.engine(motorcycle())
	trip := ask(t, e, gis.ByTime, at(0, 0), at(15000, 0))
	near(t, "duration", trip.DurationS, 1800, 0)
	near(t, "distance", trip.DistanceM, 15000, 0)
}

func TestProfilesAreChecked(t *testing.T) {
	r, err := gis.NewRoadsBuilder(gis.RoadOptions{}).Build()
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*gis.Profile){
		"name":   func(p *gis.Profile) { p.Name = "SLED" },
		"walk":   func(p *gis.Profile) { p.WalkKmh = 0 },
		"detour": func(p *gis.Profile) { p.DetourFactor = 0.9 },
		"wait":   func(p *gis.Profile) { p.FerryWaitS = math.NaN() },
		"speed":  func(p *gis.Profile) { p.Speeds = []gis.ProfileSpeed{{Class: "x", Kmh: kmh(-1)}} },
	} {
		p := motorcycle()
		spoil(&p)
		if _, err := gis.NewEngine(r, p); gis.KindOf(err) != gis.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnknownClassesAreTold(t *testing.T) {
	l := newLattice(t, gis.RoadOptions{})
	for _, class := range []string{"zoo", "primary", "steps", "alley"} {
		l.b.AddRoad(gis.Road{From: l.node(0, 0), To: l.node(10, 0), Class: class, LengthM: 10, Access: 255})
	}
	// The same class on another surface is not unknown twice.
	l.b.AddRoad(gis.Road{From: l.node(0, 0), To: l.node(10, 0), Class: "zoo", Surface: "mud", LengthM: 10, Access: 255})
	e := l.engine(motorcycle())
	if got := e.UnknownClasses(); !slices.Equal(got, []string{"alley", "zoo"}) {
		t.Error(got)
	}
}

func TestCoverAgainstRings(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	inside := 0
	for range 40 {
		// A star with a star-shaped hole, and a second star beside it.
		star := func(x, y, size float64, corners int) []float64 {
			var flat []float64
			for i := range corners {
				a := 2 * math.Pi * float64(i) / float64(corners)
				d := size * (0.5 + 0.5*r.Float64())
				flat = append(flat, x+d*math.Cos(a), y+d*math.Sin(a))
			}
			return append(flat, flat[0], flat[1])
		}
		n := 3 + r.IntN(200)
		outer, hole, second := star(0, 0, 1, n), star(0, 0, 0.4, n), star(3, 0.2, 1, n)
		flat := slices.Concat(outer, hole, second)
		m := geom.NewMultiPolygonFlat(geom.XY, flat, [][]int{{len(outer), len(outer) + len(hole)}, {len(flat)}})
		roads, err := gis.NewRoadsBuilder(gis.RoadOptions{Method: gis.CoverageDeclared, Coverage: m}).Build()
		if err != nil {
			t.Fatal(err)
		}
		for range 500 {
			p := geom.Coord{-1.2 + 5.4*r.Float64(), -1.2 + 2.4*r.Float64()}
			want := xy.IsPointInRing(geom.XY, p, outer) && !xy.IsPointInRing(geom.XY, p, hole) || xy.IsPointInRing(geom.XY, p, second)
			got := roads.Covers(network.Point{Lon: p[0], Lat: p[1]})
			if got != want {
				t.Fatalf("%v: %v, want %v", p, got, want)
			}
			if got {
				inside++
			}
		}
		for i := 0; i < len(flat); i += 2 { // corners lie on the boundary
			if got := roads.Covers(network.Point{Lon: flat[i], Lat: flat[i+1]}); !got {
				t.Fatalf("corner %d is outside", i/2)
			}
		}
	}
	if inside < 2000 {
		t.Errorf("only %d points inside", inside)
	}
}
