package network_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis/network"
)

// slowSnap is the twin: every segment of every edge, in Cartesian metres.
func slowSnap(r *roads, w *network.Weights, p network.Point, o network.SnapOptions) (edge uint32, distanceM float64, ok bool) {
	for _, least := range []int{o.MinComponent, 1} {
		best := math.Inf(1)
		for e, ed := range r.edges {
			f, b := w.EdgeS(uint32(e))
			if math.IsInf(f, 1) && math.IsInf(b, 1) || w.EdgeComponent(uint32(e)) < least {
				continue
			}
			from, to := r.nodes[ed.From], r.nodes[ed.To]
			if o.Landmass != 0 && from.Landmass != 0 && to.Landmass != 0 && from.Landmass != o.Landmass && to.Landmass != o.Landmass {
				continue
			}
			line := ed.Geometry
			if line == nil {
				line = []network.Point{from.Point, to.Point}
			}
			for i := 1; i < len(line); i++ {
				// Not searched: what cannot be nearer, for a segment lies within
				// half its length of its middle.
				middle := network.Point{Lon: (line[i-1].Lon + line[i].Lon) / 2, Lat: (line[i-1].Lat + line[i].Lat) / 2}
				if flatM(p, middle)-flatM(line[i-1], line[i])/2 > best {
					continue
				}
				if m := degreeM * pointToSegment(p, line[i-1], line[i]); m < best {
					best, edge = m, uint32(e)
				}
			}
		}
		if best <= o.MaxM {
			return edge, best, true
		}
	}
	return 0, 0, false
}

// pointToSegment searches for the nearest point by halving: distance to a segment
// has one minimum along it.
func pointToSegment(p, a, b network.Point) float64 {
	at := func(t float64) float64 {
		return math.Hypot(a.Lon+t*(b.Lon-a.Lon)-p.Lon, a.Lat+t*(b.Lat-a.Lat)-p.Lat)
	}
	lo, hi := 0.0, 1.0
	for range 80 {
		x, y := lo+(hi-lo)/3, hi-(hi-lo)/3
		if at(x) < at(y) {
			hi = y
		} else {
			lo = x
		}
	}
	return min(at(lo), at(0), at(1))
}

func TestSnapAgainstAllSegments(t *testing.T) {
	for _, edges := range []int{1, 3, 20, 300} {
		t.Run(fmt.Sprintf("edges=%d", edges), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(21, uint64(edges)))
			snapped, asked := 0, 0
			for range 20 {
				r := winding(rng, edges)
				w := r.build(t)
				for range 40 {
					p := network.Point{Lon: 110 + 0.3*rng.Float64(), Lat: -8 + 0.3*rng.Float64()}
					o := network.SnapOptions{MaxM: 4000 * rng.Float64(), MinComponent: 1 + rng.IntN(20), Landmass: uint32(rng.IntN(3))}
					got := w.Snap(p, o)
					edge, wantM, ok := slowSnap(r, w, p, o)
					asked++
					if got.OK() != ok {
						t.Fatalf("snap %v %+v: got %+v, want %v m to edge %d (%v)", p, o, got, wantM, edge, ok)
					}
					if !ok {
						if got.At != network.NoPosition || got.Reason != network.NoRoadWithinSnap {
							t.Fatalf("no road, but %+v", got)
						}
						continue
					}
					snapped++
					if math.Abs(got.DistanceM-wantM) > 1e-6 {
						t.Fatalf("snap %v %+v: got %v m to edge %d, want %v m to edge %d", p, o, got.DistanceM, got.At.Edge, wantM, edge)
					}
					checkSnapped(t, w, got)
				}
			}
			if snapped == 0 || snapped == asked {
				t.Errorf("%d of %d points snapped: the trial is too uniform", snapped, asked)
			}
		})
	}
}

// checkSnapped checks that offset, fraction and point of a snap say the same.
func checkSnapped(t *testing.T, w *network.Weights, s network.Snap) {
	t.Helper()
	n := w.Network()
	if !n.On(s.At) || math.Abs(n.OffsetM(s.At)-s.OffsetM) > 1e-6 || s.Component != w.EdgeComponent(s.At.Edge) {
		t.Fatalf("inconsistent snap %+v", s)
	}
	if p := n.PointAt(s.At.Edge, s.OffsetM); flatM(p, s.Point) > 0.01 {
		t.Fatalf("snap %+v, but the edge has %v at that offset", s, p)
	}
}

// winding makes random roads of 1 to 30 vertices on two islands and one unknown.
func winding(rng *rand.Rand, edges int) *roads {
	r := &roads{}
	nodes := 1 + edges/2
	for range nodes {
		r.nodes = append(r.nodes, network.Node{
			Point:    network.Point{Lon: 110 + 0.3*rng.Float64(), Lat: -8 + 0.3*rng.Float64()},
			Landmass: uint32(rng.IntN(3)),
		})
	}
	for range edges {
		a, b := uint32(rng.IntN(nodes)), uint32(rng.IntN(nodes))
		line := []network.Point{r.nodes[a].Point}
		for range rng.IntN(29) {
			last := line[len(line)-1]
			line = append(line, network.Point{Lon: last.Lon + 0.004*(rng.Float64()-0.5), Lat: last.Lat + 0.004*(rng.Float64()-0.5)})
		}
		line = append(line, r.nodes[b].Point)
		length := 0.0
		for i := 1; i < len(line); i++ {
			length += flatM(line[i-1], line[i])
		}
		e := network.Edge{From: a, To: b, LengthM: length, Geometry: line}
		if len(line) == 2 {
			e.Geometry = nil
		}
		cost := [2]float64{length / 10, length / 10}
		for d := range cost {
			if rng.IntN(3) == 0 {
				cost[d] = network.Closed
			}
		}
		r.addEdge(e, cost[0], cost[1])
	}
	return r
}

// A town of 121 crossings lies 2 km from a hamlet of one street. From beside the
// hamlet the town is the rule; the hamlet is taken where no town is in reach, and
// where any component will do.
func TestSnapPrefersLargeComponents(t *testing.T) {
	r := lattice(11) // 1 km x 1 km from (110, -8)
	a := uint32(len(r.nodes))
	r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: 110.03, Lat: -8}}, network.Node{Point: network.Point{Lon: 110.03, Lat: -7.99}})
	street := r.addEdge(network.Edge{From: a, To: a + 1, LengthM: 1000}, 100, 100)
	w := r.build(t)
	p := network.Point{Lon: 110.029, Lat: -7.995} // 100 m from the street, 1,900 m from the town
	for _, c := range []struct {
		o          network.SnapOptions
		wantStreet bool
		wantM      float64
	}{
		{network.SnapOptions{}, false, 1900},
		{network.SnapOptions{MaxM: 1899}, true, 100},
		{network.SnapOptions{MinComponent: 1}, true, 100},
		{network.SnapOptions{MaxM: 1000, MinComponent: 2}, true, 100},
	} {
		got := w.Snap(p, c.o)
		if !got.OK() || (got.At.Edge == street) != c.wantStreet || math.Abs(got.DistanceM-c.wantM) > 1e-6 {
			t.Errorf("%+v: got %+v, want %v m", c.o, got, c.wantM)
		}
	}
	if got := w.Snap(p, network.SnapOptions{MaxM: 99}); got.OK() {
		t.Errorf("a road beyond MaxM: %+v", got)
	}
}

// A point at a crossing snaps to the crossing, not to a fraction of a millimetre
// beside it, so that no one-way sign stands between it and the other roads.
func TestSnapAtCrossingIsTheNode(t *testing.T) {
	rng := rand.New(rand.NewPCG(22, 1))
	r := winding(rng, 60)
	w := r.build(t)
	checked := 0
	for _, nd := range r.nodes {
		p := network.Point{Lon: nd.Lon + 1e-10*(rng.Float64()-0.5), Lat: nd.Lat + 1e-10*(rng.Float64()-0.5)}
		got := w.Snap(p, network.SnapOptions{MinComponent: 1, MaxM: 0.0005})
		if !got.OK() {
			continue // isolated, or only closed roads
		}
		checked++
		if v, ok := r.nodeAt(got.At); !ok || r.nodes[v].Point != nd.Point || got.Point != nd.Point {
			t.Errorf("at node %v: %+v", nd, got)
		}
	}
	// Exactly at a crossing all its roads are equally near: the lowest open one.
	for v, nd := range r.nodes {
		lowest := network.NoEdge
		for e, ed := range r.edges {
			if f, b := w.EdgeS(uint32(e)); (ed.From == uint32(v) || ed.To == uint32(v)) && min(f, b) < network.Closed {
				lowest = min(lowest, uint32(e))
			}
		}
		if got := w.Snap(nd.Point, network.SnapOptions{MinComponent: 1, MaxM: 0.0005}); got.At.Edge != lowest {
			t.Errorf("at node %d: edge %d, want %d", v, got.At.Edge, lowest)
		}
	}
	if checked < 10 {
		t.Errorf("only %d crossings were checked", checked)
	}
}

func TestSnapOfNowhere(t *testing.T) {
	empty := (&roads{}).build(t)
	town := lattice(3).build(t)
	for _, w := range []*network.Weights{empty, town} {
		for _, p := range []network.Point{{Lon: math.NaN(), Lat: 0}, {Lon: 110, Lat: 91}, {Lon: 0, Lat: 90}, {Lon: 50, Lat: 50}} {
			if got := w.Snap(p, network.SnapOptions{}); got.OK() || got.At != network.NoPosition {
				t.Errorf("%v: %+v", p, got)
			}
		}
	}
}
