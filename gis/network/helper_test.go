package network_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis/network"
)

// degreeM is the metres of a degree, of either axis, on the flat Earth of these
// tests. A power of two times a round number: halves and quarters stay exact.
const degreeM = 100_000

func flatM(a, b network.Point) float64 {
	return degreeM * math.Hypot(a.Lon-b.Lon, a.Lat-b.Lat)
}

// roads is a network before it is built, so that tests can change it and search it
// in other ways.
type roads struct {
	nodes               []network.Node
	edges               []network.Edge
	forwardS, backwardS []float64
	quanta              network.Quanta
}

func (r *roads) addEdge(e network.Edge, forwardS, backwardS float64) uint32 {
	r.edges = append(r.edges, e)
	r.forwardS, r.backwardS = append(r.forwardS, forwardS), append(r.backwardS, backwardS)
	return uint32(len(r.edges) - 1)
}

func (r *roads) build(t testing.TB) *network.Weights {
	t.Helper()
	return r.buildWith(t, flatM)
}

func (r *roads) buildWith(t testing.TB, distance network.DistanceFunc) *network.Weights {
	t.Helper()
	b := network.NewBuilder(distance)
	for _, nd := range r.nodes {
		b.AddNode(nd)
	}
	for _, e := range r.edges {
		b.AddEdge(e)
	}
	n, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Validate(); err != nil {
		t.Fatal(err)
	}
	w, err := network.NewWeights(n, network.Costs{ForwardS: r.forwardS, BackwardS: r.backwardS}, r.quanta)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func nearestAll(t testing.TB, w *network.Weights, m network.Metric, list []network.Source) *network.Labels {
	t.Helper()
	src := must[*network.Sources](t)(w.NewSources(list))
	return must[*network.Labels](t)(w.NearestAll(t.Context(), m, src))
}

// randomRoads makes a small network with everything that is awkward: one-way and
// closed edges, loops, parallel edges, edges of length and of cost zero, nodes in
// one place, isolated nodes, separate parts. Lengths and seconds are multiples of
// 16 whole quanta and positions are sixteenths, so that no sum is ever rounded and
// ties are exact.
func randomRoads(rng *rand.Rand, nodes, edges int) *roads {
	r := &roads{quanta: network.Quanta{TimeS: 1, DistanceM: 1}}
	for range nodes {
		r.nodes = append(r.nodes, network.Node{Point: network.Point{
			Lon: 110 + float64(rng.IntN(8))/64, Lat: -8 + float64(rng.IntN(8))/64,
		}})
	}
	if nodes == 0 {
		return r
	}
	few := func() float64 { return 16 * float64(rng.IntN(6)) } // zero too; few values make ties
	for range edges {
		e := network.Edge{From: uint32(rng.IntN(nodes)), To: uint32(rng.IntN(nodes)), LengthM: few()}
		if rng.IntN(8) == 0 {
			e.To = e.From
		}
		if rng.IntN(3) == 0 {
			e.Geometry = []network.Point{
				r.nodes[e.From].Point,
				{Lon: 110 + rng.Float64()/8, Lat: -8 + rng.Float64()/8},
				r.nodes[e.To].Point,
			}
		}
		f, b := few(), few()
		switch rng.IntN(8) {
		case 0:
			f = math.NaN()
		case 1, 2:
			b = -1
		case 3:
			if rng.IntN(2) == 0 {
				f, b = network.Closed, network.Closed
			}
		}
		r.addEdge(e, f, b)
	}
	return r
}

func (r *roads) randomPosition(rng *rand.Rand) network.Position {
	if len(r.edges) == 0 || rng.IntN(20) == 0 {
		return network.NoPosition
	}
	return network.Position{Edge: uint32(rng.IntN(len(r.edges))), Fraction: float64(rng.IntN(17)) / 16}
}

func (r *roads) randomSources(rng *rand.Rand, k int) []network.Source {
	list := make([]network.Source, k)
	for i := range list {
		list[i] = network.Source{At: r.randomPosition(rng), EgressM: float64(rng.IntN(20)), EgressS: float64(rng.IntN(20))}
		if i > 0 && rng.IntN(4) == 0 { // two in one place
			list[i].At = list[i-1].At
			if rng.IntN(2) == 0 {
				list[i] = list[i-1]
			}
		}
	}
	return list
}

// checkRoute checks that a route leads from its start to its source over open
// arcs without a gap, and that both its figures are the sums of its steps.
func (r *roads) checkRoute(t testing.TB, w *network.Weights, from network.Position, list []network.Source, got network.Route) {
	t.Helper()
	if got.Status != network.Reached {
		if got.Source != -1 || got.Reason == network.NoReason || len(got.Steps) != 0 {
			t.Fatalf("half-reached route %+v", got)
		}
		return
	}
	src := list[got.Source]
	distanceM, durationS := 0.0, 0.0
	at := from
	for i, s := range got.Steps {
		start := network.Position{Edge: s.Edge, Fraction: s.From}
		if !r.samePlace(at, start) {
			t.Fatalf("step %d starts at %v, the one before ended at %v", i, start, at)
		}
		costS := r.forwardS[s.Edge]
		if !s.Forward {
			costS = r.backwardS[s.Edge]
		}
		if !(costS >= 0) || math.IsInf(costS, 0) || s.Forward != (s.To > s.From) {
			t.Fatalf("step %d %+v goes a way that is closed", i, s)
		}
		span := math.Abs(s.To - s.From)
		distanceM += span * r.edges[s.Edge].LengthM
		durationS += span * costS
		at = network.Position{Edge: s.Edge, Fraction: s.To}
	}
	if !r.samePlace(at, src.At) {
		t.Fatalf("route ends at %v, source %d is at %v", at, got.Source, src.At)
	}
	if !nearly(distanceM+src.EgressM, got.DistanceM) || !nearly(durationS+src.EgressS, got.DurationS) {
		t.Fatalf("steps sum to %v m %v s, trip says %v m %v s", distanceM+src.EgressM, durationS+src.EgressS, got.DistanceM, got.DurationS)
	}
}

func (r *roads) samePlace(a, b network.Position) bool {
	if a == b {
		return true
	}
	va, oka := r.nodeAt(a)
	vb, okb := r.nodeAt(b)
	return oka && okb && va == vb
}

func (r *roads) nodeAt(p network.Position) (uint32, bool) {
	switch p.Fraction {
	case 0:
		return r.edges[p.Edge].From, true
	case 1:
		return r.edges[p.Edge].To, true
	}
	return 0, false
}

func nearly(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*(1+math.Max(math.Abs(a), math.Abs(b)))
}
