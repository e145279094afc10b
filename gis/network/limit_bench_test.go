package network_test

import (
	"cmp"
	"math/bits"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"jangkau/gis/network"
)

// bare is a search with nothing around it: Dial's buckets, one a tenth of a second,
// over nodes in Hilbert order, with a distance and an owner a node. It has no places
// inside edges, no second figure, no trips, no ties, no context, no check of
// overflow: what is left is what the machine can do.
type bare struct {
	first  []uint32
	arc    []uint64 // weight<<32 | head
	dist   []uint32
	owner  []uint32
	bucket [][]uint64 // words of 64 bits, as the yardstick's: smaller ones were not faster
	place  []uint32   // the file's number of a node -> ours
}

func newBare(n *national) *bare {
	minLon, minLat := n.at[0].Lon, n.at[0].Lat
	maxLon, maxLat := minLon, minLat
	for _, p := range n.at {
		minLon, maxLon = min(minLon, p.Lon), max(maxLon, p.Lon)
		minLat, maxLat = min(minLat, p.Lat), max(maxLat, p.Lat)
	}
	key := make([]uint64, len(n.at))
	order := make([]uint32, len(n.at))
	for v, p := range n.at {
		key[v] = hilbert(uint32((p.Lon-minLon)/(maxLon-minLon)*65535), uint32((p.Lat-minLat)/(maxLat-minLat)*65535))
		order[v] = uint32(v)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Or(cmp.Compare(key[a], key[b]), cmp.Compare(a, b)) })
	b := &bare{first: []uint32{0}, place: make([]uint32, len(n.at)), dist: make([]uint32, len(n.at)), owner: make([]uint32, len(n.at))}
	for i, v := range order {
		b.place[v] = uint32(i)
	}
	longest := uint32(0)
	for _, v := range order {
		for a := n.first[v]; a < n.first[v+1]; a++ {
			b.arc = append(b.arc, uint64(n.weight[a])<<32|uint64(b.place[n.head[a]]))
			longest = max(longest, n.weight[a])
		}
		b.first = append(b.first, uint32(len(b.arc)))
	}
	b.bucket = make([][]uint64, 1<<bits.Len32(longest))
	return b
}

func hilbert(x, y uint32) (d uint64) {
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		d += uint64(s) * uint64(s) * uint64(3*rx^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = 65535-x, 65535-y
			}
			x, y = y, x
		}
	}
	return d
}

func (b *bare) search(sources []uint32) {
	const far = ^uint32(0)
	first, arc, dist, owners, bucket := b.first, b.arc, b.dist, b.owner, b.bucket
	for i := range dist {
		dist[i] = far
	}
	mask, left := uint32(len(bucket)-1), 0
	for i, v := range sources {
		v = b.place[v]
		dist[v], owners[v] = 0, uint32(i)
		bucket[0] = append(bucket[0], uint64(v))
		left++
	}
	for now := uint32(0); left > 0; now++ {
		list := &bucket[now&mask]
		for k := 0; k < len(*list); k++ {
			v := uint32((*list)[k])
			left--
			if dist[v] != now {
				continue
			}
			owner := owners[v]
			for _, a := range arc[first[v]:first[v+1]] {
				u, d := uint32(a), now+uint32(a>>32)
				if d < dist[u] {
					dist[u], owners[u] = d, owner
					i := d & mask
					bucket[i] = append(bucket[i], uint64(u))
					left++
				}
			}
		}
		*list = (*list)[:0]
	}
}

// BenchmarkLimit holds the whole answer (search, facility, seconds and metres of
// every village) against the bare search alone, in turn: A B B A. Both use one
// processor. Ours goes over a [network.Core], made once beforehand in ms-core.
func BenchmarkLimit(b *testing.B) {
	for size, pairs := range map[string]int{"s100k": 41, "s1m": 41, "s10m": 21} {
		b.Run(size, func(b *testing.B) {
			n := loadNational(b, size)
			src := n.sources(b)
			start := time.Now()
			core := must[*network.Core](b)(n.w.NewCore(b.Context(), network.ByTime))
			made := time.Since(start)
			raw := newBare(n)
			whole := func() time.Duration {
				start := time.Now()
				trips := must[[]network.Trip](b)(core.Trips(b.Context(), src, n.villages))
				took := time.Since(start)
				for i := 0; i < len(trips); i += 1000 { // it is the same answer
					if want := float64(raw.dist[raw.place[n.villageNodes[i]]]) / 10; !near(trips[i].DurationS, want) {
						b.Fatalf("village %d: %v s, the bare search has %v", i, trips[i].DurationS, want)
					}
				}
				return took
			}
			alone := func() time.Duration {
				start := time.Now()
				raw.search(n.facilityNodes)
				return time.Since(start)
			}
			alone()
			whole() // memory is there and warm
			var ratios, ours, theirs []float64
			for b.Loop() {
				for range pairs {
					a1, b1 := whole(), alone()
					b2, a2 := alone(), whole()
					a, l := (a1+a2).Seconds()*500, (b1+b2).Seconds()*500
					ratios, ours, theirs = append(ratios, a/l), append(ours, a), append(theirs, l)
				}
			}
			for _, list := range [][]float64{ratios, ours, theirs} {
				slices.Sort(list)
			}
			low, high := medianInterval(len(ratios))
			b.ReportMetric(ratios[len(ratios)/2], "ratio")
			b.ReportMetric(ratios[low], "ratio-low")
			b.ReportMetric(ratios[high], "ratio-high")
			b.ReportMetric(float64(len(ratios)), "pairs")
			b.ReportMetric(made.Seconds()*1000, "ms-core")
			b.ReportMetric(ours[len(ours)/2], "ms")
			b.ReportMetric(theirs[len(theirs)/2], "ms-bare")
			if ms, ok := yardstick(b, size); ok {
				b.ReportMetric(ms, "ms-yardstick")
			}
		})
	}
}

func near(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 }

// medianInterval are the places, among n sorted figures, of the ends of a 95 %
// interval of the median: of n fair coins, at least low+1 and at most high heads.
func medianInterval(n int) (low, high int) {
	p, sum := 1.0, 0.0
	for range n {
		p /= 2
	}
	for k := range n {
		if sum += p; sum > 0.025 {
			return max(k-1, 0), min(n-k, n-1)
		}
		p *= float64(n-k) / float64(k+1)
	}
	return 0, n - 1
}

// yardstick runs the program that the bare search is modelled on, named by
// JANGKAU_BENCH_LIMIT, and returns the best of its medians for all villages.
func yardstick(b *testing.B, size string) (ms float64, ok bool) {
	program := os.Getenv("JANGKAU_BENCH_LIMIT")
	if program == "" {
		return 0, false
	}
	out, err := exec.Command(program, filepath.Join(os.Getenv("JANGKAU_BENCH_NETS"), size), "10000").Output()
	if err != nil {
		b.Logf("%s: %v", program, err)
		return 0, false
	}
	for _, m := range regexp.MustCompile(`nearest dial.*median ([0-9.]+)`).FindAllStringSubmatch(string(out), -1) {
		if v, err := strconv.ParseFloat(m[1], 64); err == nil && (!ok || v < ms) {
			ms, ok = v, true
		}
	}
	return ms, ok
}
