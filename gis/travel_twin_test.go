package gis_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
	"jangkau/gis/network"
)

// town is a made-up place: two islands with crooked streets, one-way ones among
// them, a ferry in two pieces, and people and facilities on and off the roads.
type town struct {
	roads   []gis.Road
	nodes   []gis.Spot
	options gis.RoadOptions
	engine  *gis.Engine

	origins, facilities []gis.Located
}

func kmh(v float64) *float64 { return &v }

func motorcycle() gis.Profile {
	return gis.Profile{
		Name: gis.ProfileMotorcycle, WalkKmh: 5, DetourFactor: 1.3, FerryWaitS: 900,
		Speeds: []gis.ProfileSpeed{{Class: "primary", Kmh: kmh(50)}, {Class: "track", Kmh: kmh(15)}, {Class: "steps"}, {Class: gis.FerryClass, Kmh: kmh(12)}},
	}
}

func newTown(t testing.TB, r *rand.Rand, nodes int) *town {
	t.Helper()
	w := &town{options: gis.RoadOptions{SnapMaxM: 1500, MinComponent: 1 + r.IntN(4), Method: gis.CoverageDeclared}}
	if r.IntN(2) == 0 {
		w.options.Method = gis.CoverageNearRoads
	}
	w.options.Coverage = box(114.0, -8.1, 114.26, -7.98)
	b := gis.NewRoadsBuilder(w.options)
	place := func() gis.Spot {
		// The strait is 2 km wide; some landmasses are not known.
		s := gis.Spot{At: network.Point{Lon: 114 + 0.1*r.Float64(), Lat: -8.1 + 0.15*r.Float64()}, Landmass: 1}
		if r.IntN(3) == 0 {
			s.At.Lon, s.Landmass = s.At.Lon+0.12, 2
		}
		if r.IntN(5) == 0 {
			s.Landmass = 0
		}
		return s
	}
	for range nodes {
		s := place()
		w.nodes = append(w.nodes, s)
		b.AddNode(s.At, s.Landmass)
	}
	add := func(road gis.Road) {
		w.roads = append(w.roads, road)
		b.AddRoad(road)
	}
	for range nodes * 3 / 2 {
		u, v := r.IntN(nodes), r.IntN(nodes)
		for range 4 { // streets are short: take the nearest of a few
			if x := r.IntN(nodes); gis.DistanceM(w.nodes[u].At, w.nodes[x].At) < gis.DistanceM(w.nodes[u].At, w.nodes[v].At) {
				v = x
			}
		}
		if w.nodes[u].Landmass != w.nodes[v].Landmass {
			continue
		}
		m := gis.DistanceM(w.nodes[u].At, w.nodes[v].At) * (1 + 0.3*r.Float64())
		access := []uint8{12, 12, 12, 4, 8, 3, 255}[r.IntN(7)]
		class := []string{"primary", "track"}[r.IntN(2)]
		if r.IntN(12) == 0 {
			class = []string{"steps", "nobody knows"}[r.IntN(2)] // neither may be used
		}
		add(gis.Road{From: uint32(u), To: uint32(v), LengthM: m, Access: access, Class: class, MaxSpeedKmh: float64(r.IntN(3) * 20)})
	}
	// A ferry by way of a buoy.
	u, v := uint32(r.IntN(nodes)), uint32(r.IntN(nodes))
	buoy := b.AddNode(network.Point{Lon: 114.11, Lat: -8.02}, 0)
	w.nodes = append(w.nodes, gis.Spot{At: network.Point{Lon: 114.11, Lat: -8.02}})
	add(gis.Road{From: u, To: buoy, LengthM: 6000, Access: 12, Class: gis.FerryClass})
	add(gis.Road{From: buoy, To: v, LengthM: 7000, Access: 12, Class: gis.FerryClass, FerryS: 1234})
	built, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if w.engine, err = gis.NewEngine(built, motorcycle()); err != nil {
		t.Fatal(err)
	}
	locate := func() gis.Located {
		if r.IntN(15) == 0 {
			return gis.Located{}
		}
		s := place()
		if r.IntN(2) == 0 { // near a crossing, else anywhere
			n := w.nodes[r.IntN(nodes)]
			s = gis.Spot{At: network.Point{Lon: n.At.Lon + 0.004*r.NormFloat64(), Lat: n.At.Lat + 0.004*r.NormFloat64()}, Landmass: n.Landmass}
		}
		l, err := w.engine.Locate(s)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	for range 60 {
		w.origins = append(w.origins, locate())
	}
	for range r.IntN(9) {
		w.facilities = append(w.facilities, locate())
	}
	return w
}

func box(minLon, minLat, maxLon, maxLat float64) *geom.MultiPolygon {
	return geom.NewMultiPolygonFlat(geom.XY, []float64{minLon, minLat, maxLon, minLat, maxLon, maxLat, minLon, maxLat, minLon, minLat}, [][]int{{10}})
}

// cost is the two figures of a way, the one sought first.
type cost [2]float64

func (c cost) plus(d cost) cost     { return cost{c[0] + d[0], c[1] + d[1]} }
func (c cost) times(x float64) cost { return cost{c[0] * x, c[1] * x} }
func (c cost) less(d cost) bool     { return c[0] < d[0] }
func (c cost) open() bool           { return c[0] < math.Inf(1) && c[1] < math.Inf(1) }

var closed = cost{math.Inf(1), math.Inf(1)}

// arcs are the costs of a road in both directions, by the rules as written and
// nothing shared with the engine.
func (w *town) arcs(by gis.TravelMetric, id int) (forward, backward cost) {
	road := w.roads[id]
	speed := map[string]float64{"primary": 50, "track": 15, gis.FerryClass: 12}[road.Class]
	if road.MaxSpeedKmh > 0 && road.Class != gis.FerryClass {
		speed = min(speed, road.MaxSpeedKmh)
	}
	s := road.LengthM / (speed / 3.6)
	if road.FerryS > 0 {
		s = road.FerryS
	}
	pair := func(s float64, bit uint8) cost {
		switch {
		case road.Access&bit == 0 || !(s < math.Inf(1)):
			return closed
		case by == gis.ByTime:
			return cost{s, road.LengthM}
		default:
			return cost{road.LengthM, s}
		}
	}
	// The buoy is the last node; a ferry is waited for at the shore.
	wait := func(node uint32) float64 {
		if road.Class == gis.FerryClass && int(node) != len(w.nodes)-1 {
			return 900
		}
		return 0
	}
	return pair(s+wait(road.From), 4), pair(s+wait(road.To), 8)
}

// slow finds the way between two positions by relaxing every road until nothing
// changes.
func (w *town) slow(by gis.TravelMetric, from, to network.Position) cost {
	dist := make([]cost, len(w.nodes))
	for i := range dist {
		dist[i] = closed
	}
	offer := func(v uint32, c cost) bool {
		if c.open() && c.less(dist[v]) {
			dist[v] = c
			return true
		}
		return false
	}
	f, b := w.arcs(by, int(from.Edge))
	road := w.roads[from.Edge]
	if from.Fraction == 0 || from.Fraction == 1 {
		offer([]uint32{road.From, road.To}[int(from.Fraction)], cost{})
	} else {
		offer(road.To, f.times(1-from.Fraction))
		offer(road.From, b.times(from.Fraction))
	}
	for again := true; again; {
		again = false
		for id, road := range w.roads {
			f, b := w.arcs(by, id)
			again = offer(road.To, dist[road.From].plus(f)) || again
			again = offer(road.From, dist[road.To].plus(b)) || again
		}
	}
	best := closed
	take := func(c cost) {
		if c.open() && c.less(best) {
			best = c
		}
	}
	end := w.roads[to.Edge]
	tf, tb := w.arcs(by, int(to.Edge))
	switch to.Fraction {
	case 0:
		take(dist[end.From])
	case 1:
		take(dist[end.To])
	default:
		take(dist[end.From].plus(tf.times(to.Fraction)))
		take(dist[end.To].plus(tb.times(1 - to.Fraction)))
	}
	if from.Edge == to.Edge {
		if to.Fraction == from.Fraction {
			take(cost{})
		} else if to.Fraction > from.Fraction {
			take(f.times(to.Fraction - from.Fraction))
		} else {
			take(b.times(from.Fraction - to.Fraction))
		}
	}
	return best
}

// pairs are the costs from an origin to every facility, closed where there is no
// way, and whether each is walked.
func (w *town) pairs(by gis.TravelMetric, from gis.Located) []cost {
	walk := func(straightM float64) cost {
		m := straightM * 1.3
		if by == gis.ByTime {
			return cost{m / (5 / 3.6), m}
		}
		return cost{m, m / (5 / 3.6)}
	}
	list := make([]cost, len(w.facilities))
	for i, to := range w.facilities {
		list[i] = closed
		if from.Joins && to.Joins {
			list[i] = w.slow(by, from.Position, to.Position).plus(walk(from.SnapM)).plus(walk(to.SnapM))
		}
		if !to.Known || from.Landmass != 0 && to.Landmass != 0 && from.Landmass != to.Landmass {
			continue
		}
		if m := gis.DistanceM(from.At, to.At); m <= w.options.SnapMaxM && walk(m).less(list[i]) {
			list[i] = walk(m)
		}
	}
	return list
}

func figures(by gis.TravelMetric, t gis.Trip) cost {
	if by == gis.ByTime {
		return cost{t.DurationS, t.DistanceM}
	}
	return cost{t.DistanceM, t.DurationS}
}

// Each arc is rounded to a hundredth: what the search takes for the nearest may be
// farther than the nearest by as much for every arc of either way.
const quantum = 0.01

func TestNearestAgainstSlowTwin(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 7))
		nodes := 5 + r.IntN(60)
		w := newTown(t, r, nodes)
		d, err := w.engine.Destinations(w.facilities)
		if err != nil {
			t.Fatal(err)
		}
		if seed%2 == 1 {
			if err := w.engine.Rank(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		for _, by := range []gis.TravelMetric{gis.ByTime, gis.ByDistance} {
			if w.engine.Ranked(by) != (seed%2 == 1) {
				t.Fatalf("seed %d: with a hierarchy: %t", seed, w.engine.Ranked(by))
			}
			all, err := w.engine.NearestAll(t.Context(), by, d, w.origins)
			if err != nil {
				t.Fatal(err)
			}
			for i, from := range w.origins {
				got := all[i]
				seen[string(got.Status)+" "+string(got.Reason)]++
				if reason := w.settled(from); reason != "" {
					if got.Reason != reason {
						t.Fatalf("seed %d %s origin %d: %+v, want %s", seed, by, i, got, reason)
					}
					continue
				}
				costs := w.pairs(by, from)
				slack := quantum * float64(nodes)
				best := closed
				for _, c := range costs {
					if c.less(best) {
						best = c
					}
				}
				if !best.open() {
					placed := slices.ContainsFunc(w.facilities, func(l gis.Located) bool { return l.Joins })
					want := gis.OtherComponent
					if !from.Joins || !placed {
						want = gis.NoRoadWithinSnap
					}
					if got.Status != gis.Unreachable || got.Reason != want {
						t.Fatalf("seed %d %s origin %d: %+v, want %s", seed, by, i, got, want)
					}
					continue
				}
				mine := figures(by, got)
				if got.Status != gis.Reached || math.Abs(mine[0]-best[0]) > slack {
					t.Fatalf("seed %d %s origin %d: %+v, want %v", seed, by, i, got, best)
				}
				own := costs[got.Destination]
				if math.Abs(mine[0]-own[0]) < 1e-5 {
					seen["same way"]++
					if math.Abs(mine[1]-own[1]) > 1e-5 {
						t.Fatalf("seed %d %s origin %d: figures of two ways: %+v, want %v", seed, by, i, got, own)
					}
				} else if math.Abs(mine[0]-own[0]) > slack {
					t.Fatalf("seed %d %s origin %d: %+v to a facility at %v", seed, by, i, got, own)
				}
				if got.OnFoot {
					seen["on foot"]++
				}
				w.checkNearest(t, by, d, from, got, costs, slack)
			}
		}
	}
	t.Log(seen)
	for _, k := range []string{"REACHED ", "UNREACHABLE NO_FACILITY", "UNREACHABLE NO_ROAD_WITHIN_SNAP", "UNREACHABLE OTHER_COMPONENT", "NOT_COMPUTED ROAD_DATA_MISSING", "NOT_COMPUTED NO_DEMAND_POINT", "on foot", "same way"} {
		if seen[k] < 50 {
			t.Errorf("only %d answers %q: the trial is too tame", seen[k], k)
		}
	}
}

// settled is the reason known before any search, by the order as written.
func (w *town) settled(from gis.Located) gis.TripReason {
	switch {
	case len(w.facilities) == 0:
		return gis.NoFacility
	case !from.Known:
		return gis.NoDemandPoint
	case !from.Covered:
		return gis.RoadDataMissing
	}
	return ""
}

// checkNearest compares the k nearest with the one nearest and with all pairs.
func (w *town) checkNearest(t *testing.T, by gis.TravelMetric, d *gis.Destinations, from gis.Located, first gis.Trip, costs []cost, slack float64) {
	t.Helper()
	var reachable []float64
	for _, c := range costs {
		if c.open() {
			reachable = append(reachable, c[0])
		}
	}
	slices.Sort(reachable)
	for _, k := range []int{1, 3, len(costs)} {
		list, err := w.engine.Nearest(context.Background(), by, d, from, k)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != min(k, len(reachable)) {
			t.Fatalf("%d of the %d nearest, %d reachable", len(list), k, len(reachable))
		}
		if list[0] != first {
			t.Fatalf("nearest of %d: %+v, of all: %+v", k, list[0], first)
		}
		used := map[int32]bool{}
		for i, trip := range list {
			if used[trip.Destination] {
				t.Fatalf("destination %d twice", trip.Destination)
			}
			used[trip.Destination] = true
			if got := figures(by, trip)[0]; math.Abs(got-reachable[i]) > slack || math.Abs(got-costs[trip.Destination][0]) > slack {
				t.Fatalf("number %d of %d: %+v, want %v", i, k, trip, reachable[i])
			}
		}
	}
}
