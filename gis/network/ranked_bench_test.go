package network_test

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"
	"time"

	"jangkau/gis/network"
)

// BenchmarkHierarchy makes hierarchies of the national networks and asks them.
// hierarchy-build is the order, the shortcuts and the weighing by time; MB-peak is the
// peak of the whole process, the network and its plain search included, so it is
// run alone.
func BenchmarkHierarchy(b *testing.B) {
	type made struct {
		n      *national
		ranked *network.Ranked
	}
	kept := map[string]made{} // one that was timed need not be made again
	for _, size := range []string{"s100k", "s1m", "s10m"} {
		b.Run("hierarchy-build/"+size, func(b *testing.B) {
			defer debug.SetGCPercent(debug.SetGCPercent(20)) // memory counts here, and there is little to collect
			n := loadNational(b, size)
			for b.Loop() {
				start := time.Now()
				h := must[*network.Hierarchy](b)(n.w.Network().NewHierarchy(b.Context(), network.HierarchyOptions{}))
				ordered := time.Now()
				kept[size] = made{n, must[*network.Ranked](b)(h.Weigh(b.Context(), n.w, network.ByTime, 0))}
				b.ReportMetric(time.Since(start).Seconds(), "s")
				b.ReportMetric(time.Since(ordered).Seconds(), "s-weigh")
			}
			b.ReportMetric(peakMB(b), "MB-peak")
		})
	}
	for _, size := range []string{"s1m", "s10m"} {
		var n *national
		var ranked *network.Ranked
		prepare := func(b *testing.B) {
			if had, ok := kept[size]; ok && ranked == nil {
				n, ranked = had.n, had.ranked
			}
			if ranked == nil {
				n = loadNational(b, size)
				h := must[*network.Hierarchy](b)(n.w.Network().NewHierarchy(b.Context(), network.HierarchyOptions{}))
				ranked = must[*network.Ranked](b)(h.Weigh(b.Context(), n.w, network.ByTime, 0))
			}
		}
		b.Run("hierarchy-nearest/"+size, func(b *testing.B) {
			prepare(b)
			src := n.sources(b)
			var ms []float64
			for b.Loop() {
				for range 15 {
					start := time.Now()
					must[[]network.Trip](b)(ranked.Trips(b.Context(), src, n.villages, 0))
					ms = append(ms, time.Since(start).Seconds()*1000)
				}
			}
			b.ReportMetric(median(ms), "ms")
			b.ReportMetric(slices.Max(ms), "ms-max")
		})
		b.Run("hierarchy-table/"+size, func(b *testing.B) {
			prepare(b)
			from, to := n.villages[:2000], make([]network.Source, 500)
			for i := range to {
				to[i].At = n.facilities[i]
			}
			src := must[*network.Sources](b)(n.w.NewSources(to))
			var ms []float64
			for b.Loop() {
				for range 15 {
					start := time.Now()
					must[[]uint32](b)(ranked.Table(b.Context(), from, src, 1))
					ms = append(ms, time.Since(start).Seconds()*1000)
				}
			}
			var withTrips []float64 // both figures of every pair: what the program answers with
			for range 5 {
				start := time.Now()
				must[[]network.Trip](b)(ranked.TripTable(b.Context(), from, src, 1))
				withTrips = append(withTrips, time.Since(start).Seconds()*1000)
			}
			b.ReportMetric(median(withTrips), "ms-trips")
			b.ReportMetric(median(ms), "ms")
			b.ReportMetric(slices.Max(ms), "ms-max")
		})
		n, ranked = nil, nil
		delete(kept, size)
		runtime.GC()
	}
}

func median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return s[len(s)/2]
}

// peakMB is the most memory that the process ever held.
func peakMB(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip(err)
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	kb, err := strconv.ParseFloat(string(bytes.Fields(rest)[0]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1024
}
