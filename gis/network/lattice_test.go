package network_test

import (
	"math"
	"testing"

	"jangkau/gis/network"
)

// lattice is a perfect town: n x n crossings, streets of 100 m between neighbours,
// every street two-way at 10 m/s. Node y*n+x is at column x, row y. The streets of
// row y are edges first, then the columns'.
func lattice(n int) *roads {
	r := &roads{}
	for y := range n {
		for x := range n {
			r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: 110 + float64(x)/1000, Lat: -8 + float64(y)/1000}})
		}
	}
	street := func(a, b int) {
		r.addEdge(network.Edge{From: uint32(a), To: uint32(b), LengthM: 100}, 10, 10)
	}
	for y := range n {
		for x := range n - 1 {
			street(y*n+x, y*n+x+1)
		}
	}
	for y := range n - 1 {
		for x := range n {
			street(y*n+x, y*n+n+x)
		}
	}
	return r
}

// From column x, row y to a facility at the crossing (5, 5) there are |x-5| + |y-5|
// streets whichever way one turns, 100 m and 10 s each.
func TestLatticeNearest(t *testing.T) {
	const n = 11
	w := lattice(n).build(t)
	at, _ := w.Network().NodePosition(5*n + 5)
	for m := range network.Metric(2) {
		labels := nearestAll(t, w, m, []network.Source{{At: at}})
		for y := range n {
			for x := range n {
				streets := math.Abs(float64(x-5)) + math.Abs(float64(y-5))
				got := labels.NodeTrip(uint32(y*n + x))
				if got.Status != network.Reached || !nearly(got.DistanceM, 100*streets) || !nearly(got.DurationS, 10*streets) {
					t.Errorf("(%d, %d): %+v, want %v streets", x, y, got, streets)
				}
			}
		}
		labels.Close()
	}
}

// A facility 30 m along the first street, from (0,0) towards (1,0), with 7 m and 5 s
// to its door; asked from 80 m along the same street: 50 m back, so 57 m and 10 s.
// Asked from 40 m up the column street from (0,0): 40 + 30 + 7 = 77 m and 12 s.
func TestLatticePartialStreets(t *testing.T) {
	const n = 4
	w := lattice(n).build(t)
	labels := nearestAll(t, w, network.ByTime, []network.Source{{At: network.Position{Edge: 0, Fraction: 0.3}, EgressM: 7, EgressS: 5}})
	defer labels.Close()
	column := uint32(n * (n - 1)) // from (0,0) to (0,1)
	for _, c := range []struct {
		from         network.Position
		wantM, wantS float64
	}{
		{network.Position{Edge: 0, Fraction: 0.8}, 57, 10},
		{network.Position{Edge: 0, Fraction: 0.3}, 7, 5},
		{network.Position{Edge: column, Fraction: 0.4}, 77, 12},
	} {
		if got := labels.Trip(c.from); !nearly(got.DistanceM, c.wantM) || !nearly(got.DurationS, c.wantS) {
			t.Errorf("from %v: %+v, want %v m, %v s", c.from, got, c.wantM, c.wantS)
		}
	}
}

// On a one-way ring of four 100 m streets, with the facility 30 m along street 0:
// from 20 m along it, 10 m; from 40 m along it, all the way round, 390 m. At a
// crossing the direction of one's own street does not matter: from the end of
// street 0, which is the start of street 1, 300 + 30 m.
func TestOneWayRing(t *testing.T) {
	r := &roads{}
	for i := range 4 {
		a := float64(i) * math.Pi / 2
		r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: 110 + 0.0007*math.Cos(a), Lat: -8 + 0.0007*math.Sin(a)}})
	}
	for i := range uint32(4) {
		r.addEdge(network.Edge{From: i, To: (i + 1) % 4, LengthM: 100}, 10, network.Closed)
	}
	w := r.build(t)
	labels := nearestAll(t, w, network.ByDistance, []network.Source{{At: network.Position{Edge: 0, Fraction: 0.3}}})
	defer labels.Close()
	for from, want := range map[network.Position]float64{
		{Edge: 0, Fraction: 0.2}: 10,
		{Edge: 0, Fraction: 0.4}: 390,
		{Edge: 0, Fraction: 1}:   330,
		{Edge: 1, Fraction: 0}:   330,
	} {
		if got := labels.Trip(from); !nearly(got.DistanceM, want) {
			t.Errorf("from %v: %v m, want %v", from, got.DistanceM, want)
		}
	}
	// A facility at the crossing that ends street 0 is met by whoever comes there.
	end := nearestAll(t, w, network.ByDistance, []network.Source{{At: network.Position{Edge: 0, Fraction: 1}}})
	defer end.Close()
	if got := end.Trip(network.Position{Edge: 1, Fraction: 0}); got.DistanceM != 0 || got.Status != network.Reached {
		t.Errorf("at the facility's crossing: %+v, want 0 m", got)
	}
}

// The reach of k streets from a crossing far from the border is a diamond. It holds
// all streets whose nearer end is fewer than k streets away: at d streets lie 4d
// crossings (one at d = 0). Of the streets that lead outwards from a crossing, the 4
// on the axes have 3 and the others 2, the centre 4; so within k = 3 streets there
// are 4 + (4*3 + 0) + (4*3 + 4*2) = 36 whole streets, 3,600 m. A limit of 3.25
// streets adds the first 25 m of those that lead out of d = 3: 4*3 + 8*2 = 28 of
// them, 700 m.
func TestLatticeReach(t *testing.T) {
	const n = 11
	w := lattice(n).build(t)
	at, _ := w.Network().NodePosition(5*n + 5)
	for limitM, want := range map[float64]float64{300: 3600, 325: 4300} {
		for _, d := range []network.Direction{network.Outbound, network.Inbound} {
			for m, limit := range map[network.Metric]float64{network.ByDistance: limitM, network.ByTime: limitM / 10} {
				pieces := must[[]network.Piece](t)(w.ReachedRoads(t.Context(), at, network.ReachOptions{Metric: m, Limit: limit + 1, Spent: 1, Direction: d}))
				got := 0.0
				for _, p := range pieces {
					got += p.ToM - p.FromM
				}
				if !nearly(got, want) {
					t.Errorf("reach of %v m by %v: %v m of road, want %v", limitM, m, got, want)
				}
			}
		}
	}
}
