package dissect

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

func randomPart(r *rand.Rand, n, m int) *part {
	lists := make([][]uint32, n)
	for range m {
		a, b := uint32(r.IntN(n)), uint32(r.IntN(n))
		if a != b && !slices.Contains(lists[a], b) {
			lists[a], lists[b] = append(lists[a], b), append(lists[b], a)
		}
	}
	p := &part{first: []uint32{0}}
	for v := range n {
		slices.Sort(lists[v])
		p.node, p.x, p.y = append(p.node, uint32(v)), append(p.x, r.Float32()), append(p.y, r.Float32())
		p.head = append(p.head, lists[v]...)
		p.first = append(p.first, uint32(len(p.head)))
	}
	return p
}

// On graphs of a few nodes every set of nodes is tried: the flow must be the least
// cut between source and sink, and both cuts that it marks be that large; the cover
// must touch every edge of the cut, and no smaller set may.
func TestFlowAndCoverAreLeast(t *testing.T) {
	interesting := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := 4 + r.IntN(8)
		p := randomPart(r, n, n+r.IntN(2*n))
		var tr try
		tr.flow.prepare(p)
		tr.sides(p, directions[seed%4])
		got, ok := tr.flow.run(1000)
		if !ok {
			t.Fatal("above the limit")
		}
		cutOf := func(near func(v int) bool) (edges int) {
			for v := range n {
				for _, u := range p.list(uint32(v)) {
					if near(v) && !near(int(u)) {
						edges++
					}
				}
			}
			return edges
		}
		least := 1000
		for set := range uint32(1) << n {
			fits := true
			for v := range n {
				in := set>>v&1 == 1
				fits = fits && (tr.flow.side[v] != source || in) && (tr.flow.side[v] != sink || !in)
			}
			if fits {
				least = min(least, cutOf(func(v int) bool { return set>>v&1 == 1 }))
			}
		}
		if got != least {
			t.Fatalf("seed %d: a flow of %d, a cut of %d", seed, got, least)
		}
		if least > 1 {
			interesting++
		}
		near := make([]bool, n)
		for _, fromSource := range []bool{false, true} {
			tr.flow.mark(near, fromSource)
			if edges := cutOf(func(v int) bool { return near[v] }); edges != least {
				t.Fatalf("seed %d: marked a cut of %d, the least is %d", seed, edges, least)
			}
			cover := tr.cover.of(p, near)
			smallest := n
			for set := range uint32(1) << n {
				if bits.OnesCount32(set) < smallest && touches(p, near, func(v uint32) bool { return set>>v&1 == 1 }) {
					smallest = bits.OnesCount32(set)
				}
			}
			if !touches(p, near, func(v uint32) bool { return slices.Contains(cover, v) }) || len(cover) != smallest {
				t.Fatalf("seed %d: the cover %v, %d would do", seed, cover, smallest)
			}
		}
	}
	if interesting < 100 {
		t.Errorf("only %d cuts of more than one edge", interesting)
	}
}

func touches(p *part, near []bool, in func(uint32) bool) bool {
	for v := range uint32(len(near)) {
		for _, u := range p.list(v) {
			if near[v] && !near[u] && !in(v) && !in(u) {
				return false
			}
		}
	}
	return true
}

func TestNth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		a := make([]float32, 1+r.IntN(50))
		for i := range a {
			a[i] = float32(r.IntN(20))
		}
		k := r.IntN(len(a))
		want := slices.Sorted(slices.Values(a))[k]
		if got := nth(a, k); got != want {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}
