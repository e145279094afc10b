package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"testing"
)

// BenchmarkFirstMap opens the map in a headless Chromium that draws without a graphics
// card, each time with nothing in its cache: how long until all is there, counted from
// the navigation, and how long the frames take while the map is dragged, of which the
// page's own work is what any machine has to do. First the demonstration; then Jawa Timur and one of its kabupaten, of the real boundaries.
func BenchmarkFirstMap(b *testing.B) {
	node, chromium := browserTools(b)
	type figures struct{ First, Slowest, Frame, P95, Work float64 }
	measure := func(b *testing.B, url string, paths ...string) map[string]figures {
		run := exec.CommandContext(b.Context(), node, append([]string{"web/e2e/speed.mjs"}, paths...)...)
		run.Env = append(os.Environ(), "JANGKAU_E2E_URL="+url, "JANGKAU_E2E_CHROMIUM="+chromium)
		run.Stderr = os.Stderr
		out, err := run.Output()
		if err != nil {
			b.Fatal(err)
		}
		var f map[string]figures
		if err := json.Unmarshal(out, &f); err != nil {
			b.Fatal(err)
		}
		return f
	}
	report := func(b *testing.B, f figures) {
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(f.First, "ms-first")
		b.ReportMetric(f.Slowest, "ms-slowest")
		b.ReportMetric(f.Frame, "ms-frame")
		b.ReportMetric(f.P95, "ms-frame-p95")
		b.ReportMetric(f.Work, "ms-work-a-frame")
	}
	b.Run("demo", func(b *testing.B) {
		p := serve(b, dataDir(b), "--demo-if-empty")
		eventually(b, patience, func() error { return p.roadsReady(b) })
		for range b.N {
			report(b, measure(b, p.url, "/?w=35.10")["/?w=35.10"])
		}
		p.stop(b)
	})
	b.Run("Jawa-Timur", func(b *testing.B) {
		boundaries := realData(b, "wilayah/desa_35.geojsonl.gz")
		dir := dataDir(b)
		must(b, 0, dir, "import", "boundaries", boundaries)
		p := serve(b, dir)
		for range b.N {
			f := measure(b, p.url, "/?w=35", "/?w=35.10")
			report(b, f["/?w=35"])
			b.ReportMetric(f["/?w=35.10"].First, "ms-first-kabupaten")
			b.ReportMetric(f["/?w=35.10"].P95, "ms-frame-p95-kabupaten")
		}
		p.stop(b)
	})
}
