package network_test

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jangkau/gis/network"
)

// slowNet is the twin of the fast search, easy to verify by inspection: every
// place of interest is made a node of its own by cutting its edge, so that nothing
// is ever partial, and whole float costs are kept. Slow and memory-hungry.
type slowNet struct {
	arcs  [][2]int // tail, head
	cost  []float64
	nodes int
	place []int // place -> node, -1 for none
}

// cut makes a slowNet of r in which places are nodes.
func cut(r *roads, m network.Metric, places []network.Position) *slowNet {
	s := &slowNet{nodes: len(r.nodes), place: make([]int, len(places))}
	on := map[uint32][]int{}
	for i, p := range places {
		s.place[i] = -1
		if p == network.NoPosition {
			continue
		}
		if v, ok := r.nodeAt(p); ok {
			s.place[i] = int(v)
			continue
		}
		s.place[i] = s.nodes
		s.nodes++
		on[p.Edge] = append(on[p.Edge], i)
	}
	for e, ed := range r.edges {
		inner := on[uint32(e)]
		slices.SortFunc(inner, func(a, b int) int {
			if places[a].Fraction < places[b].Fraction {
				return -1
			}
			return 1
		})
		tail, at := int(ed.From), 0.0
		link := func(head int, to float64) {
			s.addArc(tail, head, (to-at)*r.cost(m, e, true))
			s.addArc(head, tail, (to-at)*r.cost(m, e, false))
			if to == at { // the same place on a closed edge is still the same place
				s.addArc(tail, head, 0)
				s.addArc(head, tail, 0)
			}
			tail, at = head, to
		}
		for _, i := range inner {
			link(s.place[i], places[i].Fraction)
		}
		s.addArc(tail, int(ed.To), (1-at)*r.cost(m, e, true))
		s.addArc(int(ed.To), tail, (1-at)*r.cost(m, e, false))
	}
	return s
}

func (r *roads) cost(m network.Metric, e int, forward bool) float64 {
	c := r.forwardS[e]
	if !forward {
		c = r.backwardS[e]
	}
	if m == network.ByDistance && c >= 0 && !math.IsInf(c, 0) {
		return r.edges[e].LengthM
	}
	return c
}

func (s *slowNet) addArc(tail, head int, cost float64) {
	if cost >= 0 && !math.IsInf(cost, 0) {
		s.arcs, s.cost = append(s.arcs, [2]int{tail, head}), append(s.cost, cost)
	}
}

// bellmanFord gives the cost from start to every node, +Inf where there is no way.
func (s *slowNet) bellmanFord(start int) []float64 {
	d := make([]float64, s.nodes)
	for v := range d {
		d[v] = math.Inf(1)
	}
	d[start] = 0
	for changed := true; changed; {
		changed = false
		for i, a := range s.arcs {
			if c := d[a[0]] + s.cost[i]; c < d[a[1]] {
				d[a[1]], changed = c, true
			}
		}
	}
	return d
}

// dijkstra is the textbook's, for networks too large for bellmanFord.
func (s *slowNet) dijkstra(start int) []float64 {
	out := make([][]int, s.nodes)
	for i, a := range s.arcs {
		out[a[0]] = append(out[a[0]], i)
	}
	d := make([]float64, s.nodes)
	for v := range d {
		d[v] = math.Inf(1)
	}
	d[start] = 0
	q := &slowQueue{{0, start}}
	for q.Len() > 0 {
		it := heap.Pop(q).(slowItem)
		if it.cost > d[it.node] {
			continue
		}
		for _, i := range out[it.node] {
			if c, u := it.cost+s.cost[i], s.arcs[i][1]; c < d[u] {
				d[u] = c
				heap.Push(q, slowItem{c, u})
			}
		}
	}
	return d
}

type slowItem struct {
	cost float64
	node int
}
type slowQueue []slowItem

func (q slowQueue) Len() int           { return len(q) }
func (q slowQueue) Less(i, j int) bool { return q[i].cost < q[j].cost }
func (q slowQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *slowQueue) Push(x any)        { *q = append(*q, x.(slowItem)) }
func (q *slowQueue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// ranked are the reachable sources from one place, in the order the network must
// give them: by cost, then index.
type ranked struct {
	source int
	cost   float64
}

func slowNearest(r *roads, m network.Metric, from network.Position, list []network.Source, search func(*slowNet, int) []float64) []ranked {
	places := []network.Position{from}
	for _, s := range list {
		places = append(places, s.At)
	}
	s := cut(r, m, places)
	if s.place[0] < 0 {
		return nil
	}
	d := search(s, s.place[0])
	var all []ranked
	for i, src := range list {
		egress := src.EgressS
		if m == network.ByDistance {
			egress = src.EgressM
		}
		if v := s.place[i+1]; v >= 0 && !math.IsInf(d[v], 1) {
			all = append(all, ranked{i, d[v] + egress})
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		switch {
		case a.cost < b.cost:
			return -1
		case a.cost > b.cost:
			return 1
		}
		return 0
	})
	return all
}

func figure(m network.Metric, t network.Trip) float64 {
	if m == network.ByDistance {
		return t.DistanceM
	}
	return t.DurationS
}

// compare searches the fast way and the slow way from some places and returns how
// many were reached.
func compare(t testing.TB, r *roads, m network.Metric, places []network.Position, list []network.Source, search func(*slowNet, int) []float64) (reached int) {
	w := r.build(t)
	src := must[*network.Sources](t)(w.NewSources(list))
	labels := must[*network.Labels](t)(w.NearestAll(t.Context(), m, src))
	defer labels.Close()
	for _, from := range places {
		want := slowNearest(r, m, from, list, search)
		route := labels.Route(from)
		r.checkRoute(t, w, from, list, route)
		if trip := labels.Trip(from); trip != route.Trip {
			t.Fatalf("trip %+v, route %+v", trip, route.Trip)
		}
		if len(want) == 0 {
			if route.Status != network.Unreached {
				t.Fatalf("from %v: %+v where nothing is reached", from, route)
			}
		} else {
			reached++
			if route.Source != want[0].source || figure(m, route.Trip) != want[0].cost {
				t.Fatalf("by %v from %v: got source %d at %v, want %+v", m, from, route.Source, figure(m, route.Trip), want[0])
			}
		}
		k := 1 + len(want)/2
		routes, reason, err := w.NearestK(t.Context(), m, from, src, k)
		if err != nil || reason != route.Reason || len(routes) != min(k, len(want)) {
			t.Fatalf("by %v from %v: %d nearest: %d routes, reason %v (%v), %v; want %d", m, from, k, len(routes), reason, route.Reason, err, len(want))
		}
		for i, got := range routes {
			r.checkRoute(t, w, from, list, got)
			if got.Source != want[i].source || figure(m, got.Trip) != want[i].cost {
				t.Fatalf("by %v from %v: number %d: got %+v, want %+v", m, from, i, got.Trip, want[i])
			}
		}
	}
	return reached
}

func TestNearestAgainstBellmanFord(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	reached, asked := 0, 0
	for i := range 3000 {
		nodes := rng.IntN(2 + i%24)
		r := randomRoads(rng, nodes, rng.IntN(3*nodes+1))
		var places []network.Position
		for range 4 {
			places = append(places, r.randomPosition(rng))
		}
		list := r.randomSources(rng, rng.IntN(6))
		reached += compare(t, r, network.Metric(i%2), places, list, (*slowNet).bellmanFord)
		asked += len(places)
	}
	if share := float64(reached) / float64(asked); share < 0.2 || share > 0.9 {
		t.Errorf("%.0f %% of places reached a source: the trials are too uniform", 100*share)
	}
}

func TestNearestAgainstDijkstra(t *testing.T) {
	for _, nodes := range []int{100, 1000, 5000} {
		t.Run(fmt.Sprintf("n=%d", nodes), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(2, uint64(nodes)))
			for m := range network.Metric(2) {
				r := randomRoads(rng, nodes, 2*nodes)
				var places []network.Position
				for range 12 {
					places = append(places, r.randomPosition(rng))
				}
				if compare(t, r, m, places, r.randomSources(rng, 1+nodes/50), (*slowNet).dijkstra) == 0 {
					t.Error("nothing was reached")
				}
			}
		})
	}
}

// Weights far apart put labels beyond the window of buckets, where they wait and
// are dealt out again.
func TestNearestWithWeightsFarApart(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for range 300 {
		nodes := 2 + rng.IntN(30)
		r := randomRoads(rng, nodes, 3*nodes)
		for e := range r.forwardS {
			factor := math.Pow(2, float64(rng.IntN(18)))
			r.forwardS[e] *= factor
			r.backwardS[e] *= factor
		}
		places := []network.Position{r.randomPosition(rng), r.randomPosition(rng)}
		compare(t, r, network.ByTime, places, r.randomSources(rng, 4), (*slowNet).bellmanFord)
	}
}

func TestNearestProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		nodes := rapid.IntRange(0, 12).Draw(rt, "nodes")
		edges := rapid.IntRange(0, 30).Draw(rt, "edges")
		sources := rapid.IntRange(0, 5).Draw(rt, "sources")
		rng := rand.New(rand.NewPCG(seed, 0))
		r := randomRoads(rng, nodes, edges)
		places := []network.Position{r.randomPosition(rng), r.randomPosition(rng)}
		compare(t, r, network.Metric(seed%2), places, r.randomSources(rng, sources), (*slowNet).bellmanFord)
	})
}
