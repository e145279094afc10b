package network_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis/network"
)

// The twin of ReachedRoads: from the exact cost to (or from) both ends of every
// edge by Bellman-Ford, sixteenths of the edge are tested one at a time. A point of
// an edge is reached over one of its ends, or along the edge from the place itself.
func TestReachAgainstBellmanFord(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 1))
	some := 0
	for i := range 1500 {
		nodes := 1 + rng.IntN(12)
		r := randomRoads(rng, nodes, 1+rng.IntN(25))
		w := r.build(t)
		from := r.randomPosition(rng)
		if from == network.NoPosition {
			continue
		}
		o := network.ReachOptions{
			Metric:    network.Metric(i % 2),
			Limit:     float64(rng.IntN(200)),
			Direction: network.Direction(i / 2 % 2),
			Spent:     float64(rng.IntN(10)),
		}
		pieces := must[[]network.Piece](t)(w.ReachedRoads(t.Context(), from, o))
		got := cover{}
		for k, p := range pieces {
			if !(p.FromM < p.ToM) || k > 0 && pieces[k-1].Edge == p.Edge && pieces[k-1].ToM >= p.FromM {
				t.Fatalf("pieces are empty, unsorted or overlap: %v", pieces)
			}
			got.add(p.Edge, p.FromM, p.ToM)
		}
		some += len(pieces)
		cost := slowReach(r, o, from)
		for e, ed := range r.edges {
			const parts = 16 * 7
			for k := range parts {
				f := (float64(k) + 0.5) / parts // never where a cut can fall
				want := cost(uint32(e), f) <= o.Limit-o.Spent && ed.LengthM > 0
				if in := covers(got, uint32(e), f*ed.LengthM); in != want {
					t.Fatalf("%+v from %v: edge %d at %v: got %v, want %v (costs %v)", o, from, e, f, in, want, cost(uint32(e), f))
				}
			}
		}
	}
	if some < 1000 {
		t.Errorf("only %d pieces were reached", some)
	}
}

// slowReach returns the cost between a place and any point of an edge.
func slowReach(r *roads, o network.ReachOptions, from network.Position) func(e uint32, f float64) float64 {
	inbound := o.Direction == network.Inbound
	turned := *r
	if inbound { // going there on these roads is coming from there on those turned round
		turned.forwardS, turned.backwardS = r.backwardS, r.forwardS
	}
	s := cut(&turned, o.Metric, []network.Position{from})
	d := s.bellmanFord(s.place[0])
	open := func(c float64) float64 {
		if c >= 0 {
			return c
		}
		return math.Inf(1)
	}
	times := func(span, cost float64) float64 {
		if math.IsInf(cost, 1) {
			return cost
		}
		return span * cost
	}
	return func(e uint32, f float64) float64 {
		fwd, bwd := open(turned.cost(o.Metric, int(e), true)), open(turned.cost(o.Metric, int(e), false))
		best := min(d[r.edges[e].From]+times(f, fwd), d[r.edges[e].To]+times(1-f, bwd))
		if from.Edge == e && f >= from.Fraction {
			best = min(best, times(f-from.Fraction, fwd))
		}
		if from.Edge == e && f <= from.Fraction {
			best = min(best, times(from.Fraction-f, bwd))
		}
		return best
	}
}

func covers(c cover, e uint32, m float64) bool {
	for _, iv := range c[e] {
		if iv[0] <= m && m <= iv[1] {
			return true
		}
	}
	return false
}

// What a trip says and what a reach shows must agree: a place is inside the reach
// towards a facility exactly if its trip is no longer than the limit.
func TestReachAgreesWithTrips(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	r := latticeRoads(30, 4)
	w := r.build(t)
	inside := 0
	for range 20 {
		at := network.Position{Edge: uint32(rng.IntN(len(r.edges))), Fraction: rng.Float64()}
		labels := nearestAll(t, w, network.ByTime, []network.Source{{At: at}})
		pieces := must[[]network.Piece](t)(w.ReachedRoads(t.Context(), at, network.ReachOptions{Limit: 100, Direction: network.Inbound}))
		got := cover{}
		for _, p := range pieces {
			got.add(p.Edge, p.FromM, p.ToM)
		}
		for range 500 {
			from := network.Position{Edge: uint32(rng.IntN(len(r.edges))), Fraction: rng.Float64()}
			trip := labels.Trip(from)
			want := trip.Status == network.Reached && trip.DurationS <= 100
			if in := covers(got, from.Edge, w.Network().OffsetM(from)); in != want && math.Abs(trip.DurationS-100) > 0.05 {
				t.Fatalf("from %v: in reach %v, trip %+v", from, in, trip)
			}
			if want {
				inside++
			}
		}
		labels.Close()
	}
	if inside < 100 || inside > 9000 {
		t.Errorf("%d of 10,000 places inside: the trial is too uniform", inside)
	}
}
