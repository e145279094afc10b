package dissect_test

import (
	"os"
	"path/filepath"
	"testing"
	"unsafe"

	"jangkau/gis/network/dissect"
)

func netgen(b *testing.B, size string) dissect.Graph {
	dir := os.Getenv("JANGKAU_BENCH_NETS")
	if dir == "" {
		b.Skip("JANGKAU_BENCH_NETS names no folder of networks")
	}
	dir = filepath.Join(dir, size)
	return dissect.Graph{
		First: load[uint32](b, dir, "first_out.bin"), Head: load[uint32](b, dir, "head.bin"),
		X: load[float64](b, dir, "lon.bin"), Y: load[float64](b, dir, "lat.bin"),
	}
}

func load[T any](b *testing.B, dir, name string) []T {
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		b.Skip(err)
	}
	var zero T
	return unsafe.Slice((*T)(unsafe.Pointer(&raw[0])), len(raw)/int(unsafe.Sizeof(zero)))
}

func BenchmarkOrder(b *testing.B) {
	for _, size := range []string{"s100k", "s1m", "s10m"} {
		b.Run(size, func(b *testing.B) {
			g := netgen(b, size)
			var order []uint32
			for b.Loop() {
				var err error
				if order, err = dissect.Order(b.Context(), g, dissect.Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			_, q := complete(g, order)
			b.ReportMetric(float64(q.arcs), "arcs")
			b.ReportMetric(float64(q.triangles), "triangles")
			b.ReportMetric(float64(q.height), "height")
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s")
		})
	}
}
