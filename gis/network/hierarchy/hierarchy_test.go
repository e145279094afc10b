package hierarchy_test

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"jangkau/gis/network/dissect"
	"jangkau/gis/network/hierarchy"
)

// roads is a network as the package takes it.
type roads struct {
	nodes             int
	from, to          []uint32
	forward, backward []uint32
}

// randomRoads has loops, parallel edges, one-way and closed ones, weights of zero,
// many equal ones, and parts that do not hang together.
func randomRoads(r *rand.Rand, nodes, edges int) *roads {
	n := &roads{nodes: nodes}
	weight := func() uint32 {
		switch r.IntN(8) {
		case 0:
			return hierarchy.Closed
		case 1:
			return 0
		}
		return uint32(r.IntN(6))
	}
	for range edges {
		a := r.IntN(nodes)
		b := r.IntN(nodes)
		if r.IntN(2) == 0 {
			b = min(nodes-1, a+r.IntN(3)) // near by, so that there are long ways
		}
		n.from, n.to = append(n.from, uint32(a)), append(n.to, uint32(b))
		n.forward, n.backward = append(n.forward, weight()), append(n.backward, weight())
	}
	return n
}

func (n *roads) order(t testing.TB, r *rand.Rand) []uint32 {
	if r != nil && r.IntN(2) == 0 { // any order is right, if not fast
		order := make([]uint32, n.nodes)
		for i, v := range r.Perm(n.nodes) {
			order[i] = uint32(v)
		}
		return order
	}
	lists := make([][]uint32, n.nodes)
	for e := range n.from {
		lists[n.from[e]] = append(lists[n.from[e]], n.to[e])
		lists[n.to[e]] = append(lists[n.to[e]], n.from[e])
	}
	g := dissect.Graph{First: []uint32{0}, X: make([]float64, n.nodes), Y: make([]float64, n.nodes)}
	for v, l := range lists {
		g.Head = append(g.Head, l...)
		g.First = append(g.First, uint32(len(g.Head)))
		g.X[v] = float64(v)
	}
	order, err := dissect.Order(t.Context(), g, dissect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return order
}

func (n *roads) metric(t testing.TB, r *rand.Rand, workers int) *hierarchy.Metric {
	t.Helper()
	top, err := hierarchy.NewTopology(t.Context(), n.order(t, r), n.from, n.to)
	if err != nil {
		t.Fatal(err)
	}
	m, err := top.Customize(t.Context(), n.forward, n.backward, workers)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// distances is the twin: Floyd and Warshall's three loops.
func (n *roads) distances() [][]uint32 {
	d := make([][]uint32, n.nodes)
	for v := range d {
		d[v] = make([]uint32, n.nodes)
		for u := range d[v] {
			d[v][u] = hierarchy.Closed
		}
		d[v][v] = 0
	}
	for e := range n.from {
		a, b := n.from[e], n.to[e]
		d[a][b] = min(d[a][b], n.forward[e])
		d[b][a] = min(d[b][a], n.backward[e])
	}
	for k := range d {
		for i := range d {
			for j := range d {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	return d
}

func TestNearest(t *testing.T) {
	reached, unreached, ties, steps := 0, 0, 0, 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := randomRoads(r, 1+r.IntN(60), r.IntN(150))
		m := n.metric(t, r, 1+r.IntN(3))
		d := n.distances()
		for range 3 { // the second search finds the first one's memory
			seeds := make([]hierarchy.Seed, r.IntN(6))
			for i := range seeds {
				seeds[i] = hierarchy.Seed{Node: uint32(r.IntN(n.nodes)), Weight: uint32(r.IntN(4)), Source: uint32(i / 2)}
			}
			var to []uint32
			for v := range uint32(n.nodes) {
				if r.IntN(2) == 0 {
					to = append(to, v)
				}
			}
			near, err := m.Nearest(t.Context(), seeds, to, 1+r.IntN(3))
			if err != nil {
				t.Fatal(err)
			}
			var u hierarchy.Unpacker
			for _, v := range to {
				want := hierarchy.Seed{Weight: hierarchy.Closed, Source: hierarchy.None}
				for _, s := range seeds {
					if w := d[v][s.Node] + s.Weight; w < hierarchy.Closed {
						c := hierarchy.Seed{Weight: w, Source: s.Source}
						if c.Weight == want.Weight && c.Source != want.Source {
							ties++
						}
						if cmp.Or(cmp.Compare(c.Weight, want.Weight), cmp.Compare(c.Source, want.Source)) < 0 {
							want = c
						}
					}
				}
				weight, source, ok := near.At(v)
				if ok != (want.Source != hierarchy.None) || weight != want.Weight || source != want.Source {
					t.Fatalf("seed %d: from %d: %d to %d, want %d to %d", seed, v, weight, source, want.Weight, want.Source)
				}
				if !ok {
					unreached++
					continue
				}
				reached++
				at, sum := v, uint32(0)
				end, _ := near.Path(&u, v, func(arc uint32) {
					e := arc >> 1
					tail, head, w := n.from[e], n.to[e], n.forward[e]
					if arc&1 == 1 {
						tail, head, w = head, tail, n.backward[e]
					}
					if tail != at {
						t.Fatalf("seed %d: the path from %d leaves %d at %d", seed, v, tail, at)
					}
					at, sum = head, sum+w
					steps++
				})
				if at != end || !slices.ContainsFunc(seeds, func(s hierarchy.Seed) bool {
					return s.Node == end && s.Source == source && s.Weight+sum == weight
				}) {
					t.Fatalf("seed %d: the path from %d ends at %d, told %d, after %d of %d", seed, v, at, end, sum, weight)
				}
			}
			near.Close()
			near.Close()
		}
	}
	if reached < 5000 || unreached < 1000 || ties < 100 || steps < 3*reached {
		t.Errorf("%d reached over %d steps, %d not, %d ties: the cases are too easy", reached, steps, unreached, ties)
	}
}

// TestTable also adds up along the ways: the weights once more, and twice the weights with the
// differences of a height between the ends of each arc. Only over a way that hangs
// together from the row's place to the column's do the heights cancel out.
func TestTable(t *testing.T) {
	reached, unreached := 0, 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		n := randomRoads(r, 1+r.IntN(60), r.IntN(150))
		m := n.metric(t, r, 1+r.IntN(3))
		d := n.distances()
		height := make([]float64, n.nodes)
		for v := range height {
			height[v] = float64(r.IntN(1000))
		}
		cost := func(arc uint32) hierarchy.Sum {
			e := arc >> 1
			tail, head, w := n.from[e], n.to[e], n.forward[e]
			if arc&1 == 1 {
				tail, head, w = head, tail, n.backward[e]
			}
			return hierarchy.Sum{A: float64(w), B: 2*float64(w) + height[head] - height[tail]}
		}
		ends := func(sign float64) []hierarchy.End {
			list := make([]hierarchy.End, r.IntN(12))
			if r.IntN(8) == 0 { // more than a block
				list = make([]hierarchy.End, 30+r.IntN(50))
			}
			for i := range list {
				e := &list[i]
				e.Nodes = r.IntN(3)
				for k := range e.Nodes {
					e.Node[k], e.Weight[k] = uint32(r.IntN(n.nodes)), uint32(r.IntN(4))
					e.Sum[k] = hierarchy.Sum{A: float64(e.Weight[k]), B: 2*float64(e.Weight[k]) + sign*height[e.Node[k]]}
				}
			}
			return list
		}
		for range 2 {
			from, to := ends(1), ends(-1)
			table, sums, err := m.TableSharing(t.Context(), from, to, 1+r.IntN(3), 1+r.IntN(4), cost)
			if err != nil {
				t.Fatal(err)
			}
			usual, err := m.Table(t.Context(), from, to, 1)
			if err != nil || !slices.Equal(usual, table) {
				t.Fatalf("seed %d: %v as usual, %v otherwise, %v", seed, usual, table, err)
			}
			for i, a := range from {
				for j, b := range to {
					want := hierarchy.Closed
					for k := range a.Nodes {
						for l := range b.Nodes {
							want = min(want, a.Weight[k]+d[a.Node[k]][b.Node[l]]+b.Weight[l])
						}
					}
					if got := table[i*len(to)+j]; got != want {
						t.Fatalf("seed %d: from %v to %v: %d, want %d", seed, a, b, got, want)
					}
					if want == hierarchy.Closed {
						unreached++
						continue
					}
					reached++
					if got := sums[i*len(to)+j]; got != (hierarchy.Sum{A: float64(want), B: 2 * float64(want)}) {
						t.Fatalf("seed %d: from %v to %v the sums are %v, want %d and twice that", seed, a, b, got, want)
					}
				}
			}
		}
	}
	if reached < 3000 || unreached < 1000 {
		t.Errorf("%d reached, %d not: the cases are too easy", reached, unreached)
	}
}

// Every arc that is kept is as long as the true distance of its ends, and every
// pair's distance is found over kept arcs: that is tried above. And nothing depends
// on the number of workers.
func TestArcsAreDistances(t *testing.T) {
	dropped, kept := 0, 0
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := randomRoads(r, 2+r.IntN(80), r.IntN(200))
		m := n.metric(t, nil, 1)
		again := n.metric(t, nil, 4)
		if !slices.Equal(m.Out.Weight, again.Out.Weight) || !slices.Equal(m.Out.Via, again.Out.Via) || !slices.Equal(m.In.Head, again.In.Head) {
			t.Fatalf("seed %d: another metric with 4 workers", seed)
		}
		d := n.distances()
		for v := range uint32(n.nodes) {
			for a := m.Out.First[v]; a < m.Out.First[v+1]; a++ {
				if want := d[m.T.Node[v]][m.T.Node[m.Out.Head[a]]]; m.Out.Weight[a] != want {
					t.Fatalf("seed %d: an arc of %d where the distance is %d", seed, m.Out.Weight[a], want)
				}
			}
			for a := m.In.First[v]; a < m.In.First[v+1]; a++ {
				if want := d[m.T.Node[m.In.Head[a]]][m.T.Node[v]]; m.In.Weight[a] != want {
					t.Fatalf("seed %d: an arc of %d where the distance is %d", seed, m.In.Weight[a], want)
				}
			}
		}
		kept += len(m.Out.Head) + len(m.In.Head)
		dropped += 2*m.T.Arcs() - len(m.Out.Head) - len(m.In.Head)
	}
	if kept < 1000 || dropped < 1000 {
		t.Errorf("%d arcs kept, %d dropped", kept, dropped)
	}
}

// Ways too long for 31 bits are an error and never wrap round to short ones.
func TestOverflow(t *testing.T) {
	const far = hierarchy.Closed/2 + 10
	n := &roads{nodes: 3, from: []uint32{0, 1}, to: []uint32{1, 2}, forward: []uint32{far, far}, backward: []uint32{far, far}}
	for _, order := range [][]uint32{{0, 1, 2}, {1, 0, 2}, {0, 2, 1}} {
		top, err := hierarchy.NewTopology(t.Context(), order, n.from, n.to)
		if err != nil {
			t.Fatal(err)
		}
		m, err := top.Customize(t.Context(), n.forward, n.backward, 1)
		if err == nil {
			_, err = m.Nearest(t.Context(), []hierarchy.Seed{{Node: 0}}, []uint32{2}, 1)
			end := func(v uint32) []hierarchy.End { return []hierarchy.End{{Node: [2]uint32{v}, Nodes: 1}} }
			for shared := 1; shared <= 2; shared++ {
				if _, _, e := m.TableSharing(t.Context(), end(0), end(2), 1, shared, nil); !errors.Is(e, hierarchy.ErrOverflow) {
					t.Errorf("order %v, shared from %d: the table says %v", order, shared, e)
				}
			}
		}
		if !errors.Is(err, hierarchy.ErrOverflow) {
			t.Errorf("order %v: %v", order, err)
		}
	}
}

func TestEmpty(t *testing.T) {
	m := (&roads{}).metric(t, nil, 2)
	near, err := m.Nearest(t.Context(), nil, nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	near.Close()
	if table, err := m.Table(t.Context(), []hierarchy.End{{}}, []hierarchy.End{{}}, 2); err != nil || table[0] != hierarchy.Closed {
		t.Errorf("%v, %v", table, err)
	}
}

func TestCancel(t *testing.T) {
	n := randomRoads(rand.New(rand.NewPCG(1, 1)), 50, 150)
	m := n.metric(t, nil, 2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Nearest(ctx, []hierarchy.Seed{{}}, []uint32{1}, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("nearest: %v", err)
	}
	if _, err := m.Table(ctx, []hierarchy.End{{Nodes: 1}}, []hierarchy.End{{Nodes: 1}}, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("table: %v", err)
	}
	if _, err := m.T.Customize(ctx, n.forward, n.backward, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("customize: %v", err)
	}
	if _, err := hierarchy.NewTopology(ctx, n.order(t, nil), n.from, n.to); !errors.Is(err, context.Canceled) {
		t.Errorf("topology: %v", err)
	}
}

func TestBadInput(t *testing.T) {
	for name, c := range map[string][3][]uint32{
		"no permutation": {{0, 0}, nil, nil},
		"no such rank":   {{0, 2}, nil, nil},
		"no such node":   {{0, 1}, {0}, {2}},
		"half an edge":   {{0, 1}, {0}, nil},
	} {
		if _, err := hierarchy.NewTopology(t.Context(), c[0], c[1], c[2]); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	m := (&roads{nodes: 2, from: []uint32{0}, to: []uint32{1}, forward: []uint32{1}, backward: []uint32{1}}).metric(t, nil, 1)
	if _, err := m.T.Customize(t.Context(), []uint32{1, 2}, []uint32{1}, 1); err == nil {
		t.Error("two weights for one edge: no error")
	}
}
