package gis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis"
	"jangkau/gis/network"
)

// every is all destinations.
func every(n int) []int32 {
	of := make([]int32, n)
	for i := range of {
		of[i] = int32(i)
	}
	return of
}

// slowNearest is the facility nearest to a node by road, by the slow search, its cost
// and that of the second; -1 where none is reached.
func (w *town) slowNearest(by gis.TravelMetric, at network.Position) (owner int32, best, second float64) {
	owner, best, second = -1, math.Inf(1), math.Inf(1)
	for i, to := range w.facilities {
		if !to.Joins {
			continue
		}
		egress := to.SnapM * 1.3
		if by == gis.ByTime {
			egress *= 3.6 / 5
		}
		if c := w.slow(by, at, to.Position)[0] + egress; c < best {
			owner, best, second = int32(i), c, best
		} else {
			second = min(second, c)
		}
	}
	return owner, best, second
}

// Every node within the limit lies in the area of its nearest facility and in no
// other, every other node in none; and so it is however few are drawn.
func TestCatchmentAreasAgreeWithTrips(t *testing.T) {
	owned, beyond := 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 22))
		w := newTown(t, r, 20+r.IntN(60))
		d, err := w.engine.Destinations(w.facilities)
		if err != nil {
			t.Fatal(err)
		}
		by, limit := gis.ByTime, []float64{600, 1500, math.Inf(1)}[seed%3]
		if seed%2 == 1 {
			by, limit = gis.ByDistance, []float64{2000, 6000, math.Inf(1)}[seed%3]
		}
		of := every(len(w.facilities))
		if len(of) > 0 && r.IntN(3) == 0 {
			of = of[r.IntN(len(of)):]
		}
		drawn := map[int32]bool{}
		for _, i := range of {
			drawn[i] = true
		}
		areas, err := w.engine.CatchmentAreas(t.Context(), by, d, of, limit)
		if err != nil {
			t.Fatal(err)
		}
		for i := range areas {
			if !drawn[i] {
				t.Fatalf("seed %d: facility %d was not to be drawn", seed, i)
			}
		}
		for id := range w.nodes {
			p, ok := w.engine.Roads().Network().NodePosition(uint32(id))
			if !ok || !w.meets(uint32(id)) {
				continue
			}
			owner, best, second := w.slowNearest(by, p)
			if second-best < 1 && owner >= 0 || math.Abs(best-limit) < 1 {
				continue // too near to call
			}
			if best > limit {
				owner = -1
				beyond++
			}
			for _, i := range of {
				area, ok := areas[i]
				if got := ok && holds(area, w.nodes[id].At); got != (i == owner) {
					// Who stands at a facility's door walks there, roads or not.
					if d := gis.DistanceM(w.nodes[id].At, w.facilities[i].At); got && d < 1000 {
						continue
					}
					t.Fatalf("seed %d: node %d at %v of facility %d lies in the area of %d: %t", seed, id, best, owner, i, got)
				}
			}
			if owner >= 0 && drawn[owner] {
				owned++
			}
		}
	}
	if owned < 200 || beyond < 50 {
		t.Errorf("%d nodes in catchments, %d beyond the limit: the cases are too easy", owned, beyond)
	}
}

// No place lies in two catchments, and all of a facility's own lies within what it
// reaches.
func TestCatchmentAreasDoNotOverlap(t *testing.T) {
	inside := 0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 23))
		w := newTown(t, r, 20+r.IntN(60))
		d, err := w.engine.Destinations(w.facilities)
		if err != nil {
			t.Fatal(err)
		}
		areas, err := w.engine.CatchmentAreas(t.Context(), gis.ByTime, d, every(len(w.facilities)), 1200)
		if err != nil {
			t.Fatal(err)
		}
		for range 3000 {
			p := network.Point{Lon: 113.98 + 0.28*r.Float64(), Lat: -8.12 + 0.2*r.Float64()}
			in := 0
			for _, a := range areas {
				if holds(a, p) {
					in++
				}
			}
			if in > 1 {
				t.Fatalf("seed %d: %v lies in %d catchments", seed, p, in)
			}
			inside += in
		}
	}
	if inside < 1000 {
		t.Errorf("only %d places lie in a catchment", inside)
	}
}

// With one facility alone its catchment is what it reaches: the same crossings, and
// nearly the same country.
func TestCatchmentOfOneIsItsReach(t *testing.T) {
	compared := 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 24))
		w := newTown(t, r, 20+r.IntN(40))
		for _, f := range w.facilities {
			if !f.Joins || !f.Covered {
				continue
			}
			w.facilities = []gis.Located{f}
			d, err := w.engine.Destinations(w.facilities)
			if err != nil {
				t.Fatal(err)
			}
			areas, err := w.engine.CatchmentAreas(t.Context(), gis.ByTime, d, []int32{0}, 900)
			if err != nil {
				t.Fatal(err)
			}
			bands, reason, err := w.engine.Isochrone(t.Context(), gis.IsochroneQuestion{At: f, By: gis.ByTime, Towards: true, Limits: []float64{900}})
			if err != nil || reason != "" {
				t.Fatal(reason, err)
			}
			a, b := areas[0], bands[0].Area
			if (a == nil) != (b.NumPolygons() == 0) {
				t.Fatalf("seed %d: one area is empty and not the other", seed)
			}
			if a == nil {
				break
			}
			for id := range w.nodes {
				if w.meets(uint32(id)) && holds(a, w.nodes[id].At) != holds(b, w.nodes[id].At) && gis.DistanceM(w.nodes[id].At, f.At) > 1000 {
					p, _ := w.engine.Roads().Network().NodePosition(uint32(id))
					if _, best, _ := w.slowNearest(gis.ByTime, p); math.Abs(best-900) > 1 {
						t.Fatalf("seed %d: node %d lies in one area and not in the other", seed, id)
					}
				}
			}
			if x, y := gis.AreaKm2(a), gis.AreaKm2(b); math.Abs(x-y) > 0.1*y+0.5 {
				t.Errorf("seed %d: %v and %v km2", seed, x, y)
			}
			compared++
			break
		}
	}
	if compared < 15 {
		t.Errorf("%d compared", compared)
	}
}

// A road of 10 km along the equator with facilities at kilometre 2 and 6, in the middle
// of edges of 4 km, by hand: the border lies at kilometre 4. Two at one place are one
// catchment, the first's.
func TestCatchmentsOnOneRoad(t *testing.T) {
	const degree = 111319.490793
	b := gis.NewRoadsBuilder(gis.RoadOptions{Method: gis.CoverageDeclared, Coverage: box(-1, -1, 1, 1), SnapMaxM: 300})
	node := func(m float64) uint32 { return b.AddNode(network.Point{Lon: m / degree}, 0) }
	ends := []uint32{node(0), node(4000), node(8000), node(10000)}
	for i := range 3 {
		b.AddRoad(gis.Road{From: ends[i], To: ends[i+1], Class: "primary", Access: 255, LengthM: []float64{4000, 4000, 2000}[i]})
	}
	roads, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	e, err := gis.NewEngine(roads, motorcycle())
	if err != nil {
		t.Fatal(err)
	}
	locate := func(m, lat float64) gis.Located {
		l, err := e.Locate(gis.Spot{At: network.Point{Lon: m / degree, Lat: lat}})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	facilities := []gis.Located{locate(2000, 0), locate(6000, 0), locate(6000, 0), locate(5000, 0.5)} // the last far from any road
	d, err := e.Destinations(facilities)
	if err != nil {
		t.Fatal(err)
	}
	// At 1.5 km by distance: kilometres 0.5 to 3.5 and 4.5 to 7.5, though no crossing lies within.
	for _, c := range []struct {
		limit float64
		owner map[float64]int32 // by metre, none where absent
	}{
		{1500, map[float64]int32{700: 0, 2000: 0, 3300: 0, 4700: 1, 6000: 1, 7300: 1}},
		{math.Inf(1), map[float64]int32{10: 0, 700: 0, 2000: 0, 3900: 0, 4100: 1, 6000: 1, 7300: 1, 9990: 1}},
	} {
		areas, err := e.CatchmentAreas(t.Context(), gis.ByDistance, d, every(len(facilities)), c.limit)
		if err != nil {
			t.Fatal(err)
		}
		if len(areas) != 2 {
			t.Errorf("%d areas, want those of facilities 0 and 1: %v", len(areas), areas)
		}
		for _, m := range []float64{10, 300, 700, 2000, 3300, 3900, 4100, 4700, 6000, 7300, 7700, 9990} {
			owner, within := c.owner[m]
			if c.limit > 1e9 && !within {
				continue // told by the others
			}
			for i := range int32(len(facilities)) {
				a := areas[i]
				if got := a != nil && holds(a, network.Point{Lon: m / degree}); got != (within && i == owner) {
					t.Errorf("within %v, metre %v lies in the area of %d: %t", c.limit, m, i, got)
				}
			}
		}
	}
}
