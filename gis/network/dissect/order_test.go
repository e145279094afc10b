package dissect_test

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"jangkau/gis/network/dissect"
)

// build makes a graph of pairs; every edge stands at both ends.
func build(x, y []float64, pairs [][2]uint32) dissect.Graph {
	lists := make([][]uint32, len(x))
	for _, p := range pairs {
		lists[p[0]] = append(lists[p[0]], p[1])
		lists[p[1]] = append(lists[p[1]], p[0])
	}
	g := dissect.Graph{X: x, Y: y, First: []uint32{0}}
	for _, l := range lists {
		g.Head = append(g.Head, l...)
		g.First = append(g.First, uint32(len(g.Head)))
	}
	return g
}

func grid(r *rand.Rand, w, h int, keep float64) dissect.Graph {
	var x, y []float64
	var pairs [][2]uint32
	for j := range h {
		for i := range w {
			v := uint32(j*w + i)
			x, y = append(x, float64(i)+0.3*r.Float64()), append(y, float64(j)+0.3*r.Float64())
			if i > 0 && r.Float64() < keep {
				pairs = append(pairs, [2]uint32{v, v - 1})
			}
			if j > 0 && r.Float64() < keep {
				pairs = append(pairs, [2]uint32{v, v - uint32(w)})
			}
		}
	}
	return build(x, y, pairs)
}

func randomGraph(r *rand.Rand, n, m int) dissect.Graph {
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i], y[i] = float64(r.IntN(8)), float64(r.IntN(8)) // many in one place
	}
	var pairs [][2]uint32
	for range m {
		if n > 0 {
			pairs = append(pairs, [2]uint32{uint32(r.IntN(n)), uint32(r.IntN(n))})
		}
	}
	return build(x, y, pairs)
}

func order(t testing.TB, g dissect.Graph, o dissect.Options) []uint32 {
	t.Helper()
	list, err := dissect.Order(t.Context(), g, o)
	if err != nil {
		t.Fatal(err)
	}
	sorted := slices.Sorted(slices.Values(list))
	for i, v := range sorted {
		if v != uint32(i) {
			t.Fatalf("no permutation: %v", list)
		}
	}
	if len(list) != len(g.X) {
		t.Fatalf("%d of %d nodes", len(list), len(g.X))
	}
	return list
}

func TestEveryNodeOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		n := r.IntN(200)
		order(t, randomGraph(r, n, r.IntN(4*n+1)), dissect.Options{})
	}
	star := [][2]uint32{}
	for v := range uint32(5000) {
		star = append(star, [2]uint32{5000, v})
	}
	order(t, build(make([]float64, 5001), make([]float64, 5001), star), dissect.Options{})
	hubs := [][2]uint32{} // two hubs with many ways between them
	for v := range uint32(5000) {
		hubs = append(hubs, [2]uint32{5000, v}, [2]uint32{5001, v})
	}
	order(t, build(make([]float64, 5002), make([]float64, 5002), hubs), dissect.Options{})
	clique := [][2]uint32{}
	for v := range uint32(90) {
		for u := range v {
			clique = append(clique, [2]uint32{v, u})
		}
	}
	order(t, build(make([]float64, 90), make([]float64, 90), clique), dissect.Options{})
}

// Whatever the number of goroutines, the order is one.
func TestOneOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	g := grid(r, 220, 200, 0.95)
	want := order(t, g, dissect.Options{Workers: 1})
	for _, workers := range []int{2, 4} {
		told := 0
		got := order(t, g, dissect.Options{Workers: workers, Progress: func(done, total int) { told = max(told, done) }})
		if !slices.Equal(got, want) {
			t.Errorf("another order with %d workers", workers)
		}
		if told != len(want) {
			t.Errorf("told of %d of %d", told, len(want))
		}
	}
}

// bisect is the plain twin: parts along the longer side at the median, the nodes of
// one side with neighbours on the other last.
func bisect(g dissect.Graph, nodes []uint32) []uint32 {
	if len(nodes) <= 2 {
		return nodes
	}
	lo, hi := [2]float64{g.X[nodes[0]], g.Y[nodes[0]]}, [2]float64{g.X[nodes[0]], g.Y[nodes[0]]}
	for _, v := range nodes {
		lo = [2]float64{min(lo[0], g.X[v]), min(lo[1], g.Y[v])}
		hi = [2]float64{max(hi[0], g.X[v]), max(hi[1], g.Y[v])}
	}
	key := g.X
	if hi[1]-lo[1] > hi[0]-lo[0] {
		key = g.Y
	}
	nodes = slices.Clone(nodes)
	slices.SortFunc(nodes, func(a, b uint32) int { return cmp.Or(cmp.Compare(key[a], key[b]), cmp.Compare(a, b)) })
	left, right := nodes[:len(nodes)/2], nodes[len(nodes)/2:]
	var rest, last []uint32
	for _, v := range left {
		if slices.ContainsFunc(g.Head[g.First[v]:g.First[v+1]], func(u uint32) bool { return slices.Contains(right, u) }) {
			last = append(last, v)
		} else {
			rest = append(rest, v)
		}
	}
	return append(append(bisect(g, rest), bisect(g, right)...), last...)
}

// The order must be much better than the plain one, where flows have something to
// find: a grid with a third of its roads missing.
func TestFill(t *testing.T) {
	for seed := range uint64(4) {
		g := grid(rand.New(rand.NewPCG(seed, 3)), 60, 50, 0.67)
		all := make([]uint32, len(g.X))
		for i := range all {
			all[i] = uint32(i)
		}
		_, plain := complete(g, bisect(g, all))
		_, got := complete(g, order(t, g, dissect.Options{}))
		if got.arcs*100 > plain.arcs*80 || got.triangles*100 > plain.triangles*50 || got.height > plain.height {
			t.Errorf("seed %d: %+v, by plain bisection %+v", seed, got, plain)
		}
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	g := grid(rand.New(rand.NewPCG(1, 1)), 50, 50, 1)
	if _, err := dissect.Order(ctx, g, dissect.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestBadGraphs(t *testing.T) {
	for name, g := range map[string]dissect.Graph{
		"no offsets":       {},
		"too few offsets":  {First: []uint32{0}, X: []float64{1}, Y: []float64{1}},
		"falling offsets":  {First: []uint32{0, 2, 1, 2}, Head: []uint32{0, 1}, X: make([]float64, 3), Y: make([]float64, 3)},
		"no such node":     {First: []uint32{0, 1}, Head: []uint32{1}, X: []float64{1}, Y: []float64{1}},
		"coordinates gone": {First: []uint32{0, 0}, X: []float64{1}},
	} {
		if _, err := dissect.Order(t.Context(), g, dissect.Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Nodes and pairs from bytes: whatever the graph, an order comes out.
func FuzzOrder(f *testing.F) {
	f.Add([]byte{5, 0, 1, 1, 2, 2, 3, 3, 4, 4, 0})
	f.Add([]byte{200, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		n := int(data[0])
		x, y := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i], y[i] = float64(data[i%len(data)]), float64(data[(3*i+1)%len(data)])
		}
		var pairs [][2]uint32
		for i := 1; i+1 < len(data) && n > 0; i += 2 {
			pairs = append(pairs, [2]uint32{uint32(data[i]) % uint32(n), uint32(data[i+1]) % uint32(n)})
		}
		order(t, build(x, y, pairs), dissect.Options{})
	})
}
