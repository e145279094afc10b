package network_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"jangkau/gis/network"
)

// BenchmarkWhatIf times changes to a standing answer of the whole country, all
// villages brought up to date: medians over 201 facilities or villages at random.
// The bridge is the road that the trips of most villages go over; closing it is
// timed 21 times. Memory is that of the shared answer and of one what-if after all
// these changes.
func BenchmarkWhatIf(b *testing.B) {
	for _, size := range []string{"s100k", "s1m", "s10m"} {
		b.Run(size, func(b *testing.B) {
			n := loadNational(b, size)
			labels := must[*network.Labels](b)(n.w.NearestAll(b.Context(), network.ByTime, n.sources(b)))
			start := time.Now()
			standing := must[*network.Standing](b)(labels.Stand(b.Context(), n.villages))
			stood := time.Since(start)
			bridge, users := busiest(labels, n)
			labels.Close()
			rng := rand.New(rand.NewPCG(1, 1))
			x := standing.WhatIf()
			apply := func(c network.Change) (ms float64, changed int) {
				start := time.Now()
				list := must[[]int](b)(x.Apply(b.Context(), c))
				return time.Since(start).Seconds() * 1000, len(list)
			}
			village := func() network.Source { return network.Source{At: n.villages[rng.IntN(len(n.villages))]} }
			var add, move, shut, closing, opening []float64
			touched := 0
			for b.Loop() {
				for range 201 {
					ms, k := apply(network.Change{Add: []network.Source{village()}})
					add, touched = append(add, ms), touched+k
				}
				// Each facility is moved or closed at most once.
				chosen := rng.Perm(len(n.facilities))
				for _, i := range chosen[:201] {
					ms, k := apply(network.Change{Move: map[int]network.Source{i: village()}})
					move, touched = append(move, ms), touched+k
				}
				for _, i := range chosen[201:402] {
					ms, k := apply(network.Change{Close: []int{i}})
					shut, touched = append(shut, ms), touched+k
				}
				for range 21 {
					ms, _ := apply(network.Change{CloseEdges: []uint32{bridge}})
					closing = append(closing, ms)
					ms, _ = apply(network.Change{OpenEdges: []uint32{bridge}})
					opening = append(opening, ms)
				}
			}
			b.ReportMetric(median(add), "ms-add")
			b.ReportMetric(median(move), "ms-move")
			b.ReportMetric(median(shut), "ms-close")
			b.ReportMetric(median(closing), "ms-bridge")
			b.ReportMetric(median(opening), "ms-reopen")
			b.ReportMetric(stood.Seconds()*1000, "ms-stand")
			b.ReportMetric(float64(users), "villages-over-bridge")
			b.ReportMetric(float64(touched)/603, "villages-changed")
			b.ReportMetric(float64(standing.Bytes())/1e6, "MB-labels")
			b.ReportMetric(float64(x.Bytes())/1e6, "MB-differences")
		})
	}
}

// busiest is the edge that most villages' trips go over.
func busiest(labels *network.Labels, n *national) (edge uint32, users int) {
	count := make([]int, n.w.Network().EdgeCount())
	for _, p := range n.villages {
		for _, s := range labels.Route(p).Steps {
			if count[s.Edge]++; count[s.Edge] > users {
				edge, users = s.Edge, count[s.Edge]
			}
		}
	}
	return edge, users
}
