package network

import (
	"math"
	"math/rand/v2"
	"testing"
)

func flat(a, b Point) float64 { return 1e5 * math.Hypot(a.Lon-b.Lon, a.Lat-b.Lat) }

func smallNetwork(t *testing.T) *Network {
	t.Helper()
	rng := rand.New(rand.NewPCG(61, 1))
	b := NewBuilder(flat)
	for range 60 {
		b.AddNode(Node{Point: Point{110 + rng.Float64(), -8 + rng.Float64()}})
	}
	for e := range uint32(120) {
		from, to := e%60, uint32(rng.IntN(60))
		a, c := b.net.at[from], b.net.at[to]
		b.AddEdge(Edge{From: from, To: to, LengthM: flat(a, c), Geometry: []Point{a, between(a, c, 0.4), c}})
	}
	n, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The curve visits every cell of the grid once and steps to a neighbour each time.
func TestHilbertCurve(t *testing.T) {
	const side = 64 // the lowest 64 x 64 cells are a Hilbert curve of their own
	type cell struct{ x, y int }
	at := make([]cell, side*side)
	seen := make([]bool, side*side)
	for x := range side {
		for y := range side {
			d := hilbertIndex(uint32(x), uint32(y))
			if d >= side*side || seen[d] {
				t.Fatalf("cell (%d, %d) is number %d: out of range or taken", x, y, d)
			}
			seen[d], at[d] = true, cell{x, y}
		}
	}
	for d := 1; d < len(at); d++ {
		dx, dy := at[d].x-at[d-1].x, at[d].y-at[d-1].y
		if dx*dx+dy*dy != 1 {
			t.Fatalf("from %v the curve jumps to %v", at[d-1], at[d])
		}
	}
}

// Each way of spoiling a network is found.
func TestValidateFinds(t *testing.T) {
	for name, spoil := range map[string]func(n *Network){
		"renumbering":     func(n *Network) { n.outer[3] = n.outer[4] },
		"node off Earth":  func(n *Network) { n.at[5].Lat = 100 },
		"missing node":    func(n *Network) { n.landmass = n.landmass[1:] },
		"edge to nowhere": func(n *Network) { n.to[7] = 60 },
		"length":          func(n *Network) { n.lengthM[7] = math.NaN() },
		"vertex offset":   func(n *Network) { n.shapeM[7] = 1e9 },
		"vertex range":    func(n *Network) { n.shapeFirst[7] = 100 },
		"vertices cut":    func(n *Network) { n.shape = n.shape[1:] },
		"arc twice":       func(n *Network) { n.incident[9] = n.incident[8] },
		"arc elsewhere":   func(n *Network) { n.incident[0], n.incident[200] = n.incident[200], n.incident[0] },
		"first":           func(n *Network) { n.first[9] = n.first[8] - 1 },
		"leaf box":        func(n *Network) { n.roads.levels[0][3] = noBox },
		"upper box":       func(n *Network) { n.roads.levels[1][0].maxLon -= 0.5 },
		"leaf":            func(n *Network) { n.roads.segment[3] = 1 },
	} {
		n := smallNetwork(t)
		if err := n.Validate(); err != nil {
			t.Fatalf("before: %v", err)
		}
		if spoil(n); n.Validate() == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

// When the stamp of a search wraps round to zero, entries of long ago must not look
// like those of today.
func TestStampWraps(t *testing.T) {
	n := smallNetwork(t)
	m := n.EdgeCount()
	w, err := NewWeights(n, Costs{make([]float64, m), make([]float64, m)}, Quanta{})
	if err != nil {
		t.Fatal(err)
	}
	s := w.takeLocal(ByTime, false)
	s.offer(3, 1, noArc) // under stamp 1
	if s.stamp != 1 {
		t.Fatalf("first stamp %d", s.stamp)
	}
	s.stamp = ^uint32(0)
	s.forget()
	if s.stamp != 1 || s.node[3].stamp == 1 {
		t.Fatalf("after wrapping: stamp %d, node 3 stamped %d", s.stamp, s.node[3].stamp)
	}
}
