package network_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis/network"
)

// Two nodes are in one component exactly if each reaches the other.
func TestComponentsAgainstReachability(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 1))
	sizes := map[int]int{}
	for range 500 {
		nodes := 1 + rng.IntN(25)
		r := randomRoads(rng, nodes, rng.IntN(3*nodes))
		w := r.build(t)
		s := cut(r, network.ByTime, nil)
		reach := make([][]float64, nodes)
		for v := range reach {
			reach[v] = s.bellmanFord(v)
		}
		for v := range nodes {
			id, size := w.NodeComponent(uint32(v))
			want := 0
			for u := range nodes {
				together := !math.IsInf(reach[v][u], 1) && !math.IsInf(reach[u][v], 1)
				if other, _ := w.NodeComponent(uint32(u)); (other == id) != together {
					t.Fatalf("nodes %d and %d: same component %v, reach each other %v", v, u, other == id, together)
				}
				if together {
					want++
				}
			}
			if size != want {
				t.Fatalf("node %d: component of %d, want %d", v, size, want)
			}
			sizes[size]++
		}
		for e, ed := range r.edges {
			a, size := w.NodeComponent(ed.From)
			if b, _ := w.NodeComponent(ed.To); a != b {
				size = 1
			}
			if got := w.EdgeComponent(uint32(e)); got != size {
				t.Fatalf("edge %d: component of %d, want %d", e, got, size)
			}
		}
	}
	if len(sizes) < 5 {
		t.Errorf("components of only %d sizes were seen", len(sizes))
	}
}

// A road of 200,000 nodes in a row must not exhaust a stack, is one component when
// two-way, and falls apart into single nodes when one-way. Its far end is 200,000
// weights away, many windows of buckets on.
func TestLongRoad(t *testing.T) {
	const nodes = 200_000
	for _, twoWay := range []bool{true, false} {
		r := &roads{}
		for i := range nodes {
			r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: 95 + 46*float64(i)/nodes, Lat: -8}})
		}
		back := network.Closed
		if twoWay {
			back = 1
		}
		for i := range uint32(nodes - 1) {
			r.addEdge(network.Edge{From: i, To: i + 1, LengthM: 20}, 1, back)
		}
		w := r.build(t)
		want := 1
		if twoWay {
			want = nodes
		}
		if _, size := w.NodeComponent(nodes / 2); size != want {
			t.Errorf("two-way %v: component of %d, want %d", twoWay, size, want)
		}
		at, _ := w.Network().NodePosition(nodes - 1)
		labels := nearestAll(t, w, network.ByTime, []network.Source{{At: at}})
		if got := labels.NodeTrip(0); !nearly(got.DurationS, nodes-1) || !nearly(got.DistanceM, 20*(nodes-1)) {
			t.Errorf("two-way %v: %+v to the far end", twoWay, got)
		}
		labels.Close()
	}
}
