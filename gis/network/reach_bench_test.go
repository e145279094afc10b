package network_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"jangkau/gis/network"
)

// BenchmarkReach times the nodes that reach a facility within half an hour, beside
// the bare search for the same, in turn; each figure is the median of 200 facilities.
func BenchmarkReach(b *testing.B) {
	for _, size := range []string{"s100k", "s1m"} {
		b.Run(size, func(b *testing.B) {
			n := loadNational(b, size)
			raw := newBareReach(n)
			r := rand.New(rand.NewPCG(1, 1))
			var ours, bare, found []float64
			for b.Loop() {
				for range 200 {
					i := r.IntN(len(n.facilities))
					start := time.Now()
					count := 0
					err := n.w.ReachedNodes(b.Context(), n.facilities[i], network.ReachOptions{Metric: network.ByTime, Limit: 1800, Direction: network.Inbound},
						func(uint32, float64) { count++ })
					if err != nil {
						b.Fatal(err)
					}
					ours = append(ours, time.Since(start).Seconds()*1000)
					start = time.Now()
					want := raw.reach(n.facilityNodes[i], 18_000)
					bare = append(bare, time.Since(start).Seconds()*1000)
					if count != want {
						b.Fatalf("facility %d: %d nodes, the bare search has %d", i, count, want)
					}
					found = append(found, float64(count))
				}
			}
			b.ReportMetric(median(ours), "ms-nodes")
			b.ReportMetric(median(bare), "ms-bare")
			b.ReportMetric(median(found), "nodes")
		})
	}
}

// bareReach is [bare] for one source and a limit: what it touched is undone after.
type bareReach struct {
	*bare
	touched []uint32
}

func newBareReach(n *national) *bareReach {
	b := &bareReach{bare: newBare(n)}
	for v := range b.dist {
		b.dist[v] = ^uint32(0)
	}
	return b
}

func (b *bareReach) reach(source, limit uint32) (count int) {
	mask, left := uint32(len(b.bucket)-1), 1
	v := b.place[source]
	b.dist[v] = 0
	b.bucket[0] = append(b.bucket[0], uint64(v))
	b.touched = append(b.touched[:0], v)
	for now := uint32(0); left > 0; now++ {
		list := &b.bucket[now&mask]
		for k := 0; k < len(*list); k++ {
			v := uint32((*list)[k])
			left--
			if b.dist[v] != now {
				continue
			}
			count++
			for _, a := range b.arc[b.first[v]:b.first[v+1]] {
				if u, d := uint32(a), now+uint32(a>>32); d < b.dist[u] && d <= limit {
					if b.dist[u] == ^uint32(0) {
						b.touched = append(b.touched, u)
					}
					b.dist[u] = d
					b.bucket[d&mask] = append(b.bucket[d&mask], uint64(u))
					left++
				}
			}
		}
		*list = (*list)[:0]
	}
	for _, v := range b.touched {
		b.dist[v] = ^uint32(0)
	}
	return count
}
