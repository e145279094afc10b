package network_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis/network"
)

// latticeRoads is a town without end: side x side crossings 100 m apart, each
// moved a little, a tenth of the streets missing, a tenth one-way, ids shuffled.
func latticeRoads(side int, seed uint64) *roads {
	rng := rand.New(rand.NewPCG(seed, 9))
	r := &roads{}
	id := rng.Perm(side * side)
	r.nodes = make([]network.Node, side*side)
	for i, v := range id {
		x, y := float64(i%side)+0.3*rng.Float64(), float64(i/side)+0.3*rng.Float64()
		r.nodes[v].Point = network.Point{Lon: 110 + x*0.001, Lat: -8 + y*0.001}
	}
	link := func(i, j int) {
		if rng.IntN(10) == 0 {
			return
		}
		a, b := uint32(id[i]), uint32(id[j])
		m := flatM(r.nodes[a].Point, r.nodes[b].Point)
		seconds := m / (5 + 10*rng.Float64())
		back := seconds
		if rng.IntN(10) == 0 {
			back = network.Closed
		}
		r.addEdge(network.Edge{From: a, To: b, LengthM: m}, seconds, back)
	}
	for i := range side * side {
		if i%side < side-1 {
			link(i, i+1)
		}
		if i/side < side-1 {
			link(i, i+side)
		}
	}
	return r
}

func BenchmarkNearestAll(b *testing.B) {
	for _, side := range []int{316, 1000} {
		nodes := side * side
		w := latticeRoads(side, 1).build(b)
		rng := rand.New(rand.NewPCG(5, 5))
		list := make([]network.Source, nodes/100)
		for i := range list {
			list[i].At = network.Position{Edge: uint32(rng.IntN(w.Network().EdgeCount())), Fraction: rng.Float64()}
		}
		src := must[*network.Sources](b)(w.NewSources(list))
		for m := range network.Metric(2) {
			b.Run(fmt.Sprintf("n=%d/sources=%d/by=%v", nodes, len(list), m), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					must[*network.Labels](b)(w.NearestAll(b.Context(), m, src)).Close()
				}
				b.ReportMetric(float64(nodes)*float64(b.N)/b.Elapsed().Seconds(), "settles/s")
			})
		}
		b.Run(fmt.Sprintf("n=%d/trips", nodes), func(b *testing.B) {
			labels := must[*network.Labels](b)(w.NearestAll(b.Context(), network.ByTime, src))
			b.ReportAllocs()
			for b.Loop() {
				labels.Trip(network.Position{Edge: uint32(rng.IntN(w.Network().EdgeCount())), Fraction: 0.5})
			}
		})
	}
}

func BenchmarkLocal(b *testing.B) {
	const side = 1000
	w := latticeRoads(side, 1).build(b)
	rng := rand.New(rand.NewPCG(6, 6))
	edges := w.Network().EdgeCount()
	list := make([]network.Source, 10_000)
	for i := range list {
		list[i].At = network.Position{Edge: uint32(rng.IntN(edges)), Fraction: rng.Float64()}
	}
	src := must[*network.Sources](b)(w.NewSources(list))
	anywhere := func() network.Position {
		return network.Position{Edge: uint32(rng.IntN(edges)), Fraction: rng.Float64()}
	}
	b.Run("nearest 5", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := w.NearestK(b.Context(), network.ByTime, anywhere(), src, 5); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("reach 5 km", func(b *testing.B) {
		b.ReportAllocs()
		pieces := 0
		for b.Loop() {
			p, err := w.ReachedRoads(b.Context(), anywhere(), network.ReachOptions{Metric: network.ByDistance, Limit: 5000})
			if err != nil {
				b.Fatal(err)
			}
			pieces += len(p)
		}
		b.ReportMetric(float64(pieces)/float64(b.N), "pieces/op")
	})
	b.Run("snap", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s := w.Snap(network.Point{Lon: 110 + rng.Float64(), Lat: -8 + rng.Float64()}, network.SnapOptions{})
			if !s.OK() || math.IsNaN(s.DistanceM) {
				b.Fatal("no road")
			}
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	r := latticeRoads(316, 1)
	for b.Loop() {
		r.build(b)
	}
}
