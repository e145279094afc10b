package network_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"jangkau/gis/network"
)

// Adding an edge never lengthens a trip.
func TestAddingAnEdgeNeverLengthens(t *testing.T) {
	rng := rand.New(rand.NewPCG(41, 1))
	shortened := 0
	for i := range 400 {
		nodes := 2 + rng.IntN(30)
		r := randomRoads(rng, nodes, 1+2*nodes)
		list := r.randomSources(rng, 3)
		m := network.Metric(i % 2)
		before := nearestAll(t, r.build(t), m, list)
		r.addEdge(network.Edge{From: uint32(rng.IntN(nodes)), To: uint32(rng.IntN(nodes)), LengthM: 16}, 16, 16)
		after := nearestAll(t, r.build(t), m, list)
		for v := range uint32(nodes) {
			b, _, reached := before.NodeWeight(v)
			a, _, still := after.NodeWeight(v)
			if reached && (!still || a > b) {
				t.Fatalf("node %d: %d before, %d (%v) after", v, b, a, still)
			}
			if still && (!reached || a < b) {
				shortened++
			}
		}
	}
	if shortened == 0 {
		t.Error("no edge ever helped")
	}
}

// Turning every road round transposes the table: u to v before is v to u after.
func TestReversedNetworkTransposes(t *testing.T) {
	rng := rand.New(rand.NewPCG(42, 1))
	reached := 0
	for i := range 150 {
		nodes := 1 + rng.IntN(15)
		r := randomRoads(rng, nodes, 1+2*nodes)
		turned := *r
		turned.forwardS, turned.backwardS = r.backwardS, r.forwardS
		m := network.Metric(i % 2)
		there, back := table(t, r, m), table(t, &turned, m)
		for u := range there {
			for v := range there {
				if there[u][v] != back[v][u] {
					t.Fatalf("%d to %d: %v, turned round %v", u, v, there[u][v], back[v][u])
				}
				if there[u][v] >= 0 {
					reached++
				}
			}
		}
	}
	if reached == 0 {
		t.Error("nothing was reached")
	}
}

// table is the weight from every node to every node that some edge meets; -1 where
// there is no way.
func table(t *testing.T, r *roads, m network.Metric) [][]int64 {
	w := r.build(t)
	out := make([][]int64, len(r.nodes))
	for u := range out {
		out[u] = slices.Repeat([]int64{-1}, len(r.nodes))
	}
	for v := range uint32(len(r.nodes)) {
		at, ok := w.Network().NodePosition(v)
		if !ok {
			continue
		}
		labels := nearestAll(t, w, m, []network.Source{{At: at}})
		for u := range out {
			if weight, _, ok := labels.NodeWeight(uint32(u)); ok {
				out[u][v] = int64(weight)
			}
		}
		labels.Close()
	}
	return out
}

// The order in which nodes are given decides nothing but their ids, and no search
// leaves anything behind for the next one.
func TestNodeOrderDoesNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(43, 1))
	for i := range 200 {
		nodes := 1 + rng.IntN(30)
		r := randomRoads(rng, nodes, 2*nodes)
		perm := rng.Perm(nodes)
		p := &roads{forwardS: r.forwardS, backwardS: r.backwardS, quanta: r.quanta, nodes: make([]network.Node, nodes)}
		for v, u := range perm {
			p.nodes[u] = r.nodes[v]
		}
		for _, e := range r.edges {
			e.From, e.To = uint32(perm[e.From]), uint32(perm[e.To])
			p.edges = append(p.edges, e)
		}
		list := r.randomSources(rng, 4)
		m := network.Metric(i % 2)
		wr := r.build(t)
		nearestAll(t, wr, 1-m, r.randomSources(rng, 3)).Close() // dirties the pool
		a, b := nearestAll(t, wr, m, list), nearestAll(t, p.build(t), m, list)
		for v := range nodes {
			wa, sa, oka := a.NodeWeight(uint32(v))
			wb, sb, okb := b.NodeWeight(uint32(perm[v]))
			if wa != wb || sa != sb || oka != okb {
				t.Fatalf("node %d: %d to %d (%v), renumbered %d to %d (%v)", v, wa, sa, oka, wb, sb, okb)
			}
		}
	}
}
