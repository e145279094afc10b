package demo

import "testing"

// From anywhere one comes everywhere: all roads are one strongly connected whole.
func TestRoadsAreStronglyConnected(t *testing.T) {
	r := testWorld(t).roads
	out, in := make([][]int, len(r.nodes)), make([][]int, len(r.nodes))
	oneways := 0
	for _, e := range r.edges {
		if e.from == e.to {
			t.Fatalf("the edge %+v ends where it begins", e)
		}
		out[e.from] = append(out[e.from], e.to)
		in[e.to] = append(in[e.to], e.from)
		if e.oneway {
			oneways++
			continue
		}
		out[e.to] = append(out[e.to], e.from)
		in[e.from] = append(in[e.from], e.to)
	}
	for name, ways := range map[string][][]int{"from": out, "to": in} {
		if n := reached(ways); n != len(r.nodes) {
			t.Errorf("%d of %d nodes are reached %s node 0", n, len(r.nodes), name)
		}
	}
	if oneways == 0 {
		t.Error("no one-way street at all: the test shows nothing of them")
	}
}

func reached(ways [][]int) int {
	seen := make([]bool, len(ways))
	seen[0] = true
	queue := []int{0}
	for at := 0; at < len(queue); at++ {
		for _, to := range ways[queue[at]] {
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return len(queue)
}

// A network of one class would test no speed but one.
func TestRoadClasses(t *testing.T) {
	km := map[string]float64{}
	r := testWorld(t).roads
	for _, e := range r.edges {
		km[e.class] += r.nodes[e.from].dist(r.nodes[e.to]) / 1000
	}
	for _, c := range []string{"primary", "secondary", "tertiary", "unclassified", "residential", "track"} {
		if km[c] < 10 {
			t.Errorf("%.1f km of %s, want 10 at least", km[c], c)
		}
	}
}
