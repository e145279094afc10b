package publish_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// client finds a program that a test needs. Where it is absent the test is skipped,
// and fails where CI=true.
func client(t testing.TB, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil && args != nil {
		err = exec.CommandContext(t.Context(), path, args...).Run()
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s %v is needed in CI (scripts/setup --tests): %v", name, args, err)
		}
		t.Skipf("%s %v is not here (scripts/setup --tests): %v", name, args, err)
	}
	return path
}

func run(t testing.TB, path string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "QT_QPA_PLATFORM=offscreen")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%s%s", path, args, err, out.String(), errs.String())
	}
	return out.String()
}

// readInQGIS reads collections in QGIS to their ends: what it says of each, and how
// much memory this process, which serves, took meanwhile.
func readInQGIS(t testing.TB, w *world, names ...string) (said []string, mb int) {
	python := client(t, "/usr/bin/python3", "-c", "import qgis.core")
	watch, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			mb = max(mb, residentMB(t))
			select {
			case <-watch:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	out := run(t, python, append([]string{"testdata/features_in_qgis.py", w.url + "/ogc"}, names...)...)
	close(watch)
	<-done
	return strings.Split(strings.TrimSpace(out), "\n"), mb
}

// QGIS with its default settings reads every feature of every collection, 83,000 desa
// too, while the server stays small. How long that takes is BenchmarkQGIS's question.
func TestQGIS(t *testing.T) {
	if testing.Short() {
		t.Skip("loads 83,000 desa")
	}
	w := newWorld(t, file(t, "../db/testdata/country.sql"))
	want := map[string]int{
		"desa":             one[int](w, "select count(*)::int from data.wilayah where level = 'DESA_KELURAHAN'"),
		"facilities":       one[int](w, "select count(*)::int from data.facility"),
		"desa-tanpa-pustu": one[int](w, "select count(*)::int from api.desa_pustu('35', '2026-11-21') where building = 'LACKS'"),
	}
	box := one[string](w, "select format('%s %s %s %s', round(ST_XMin(e)::numeric, 3), round(ST_YMin(e)::numeric, 3), round(ST_XMax(e)::numeric, 3), round(ST_YMax(e)::numeric, 3)) from (select ST_Extent(geom) as e from data.wilayah) x")
	said, mb := readInQGIS(t, w, "desa", "facilities", "desa-tanpa-pustu")
	t.Logf("%v; this process at most %d MB", said, mb)
	if len(said) != 3 || mb > 200 {
		t.Errorf("%d collections, %d MB", len(said), mb)
	}
	for _, line := range said {
		// name, features, different keys, geometries, box
		f := strings.Fields(line)
		if n := strconv.Itoa(want[f[0]]); f[1] != n || f[2] != n || f[3] != n || n == "0" {
			t.Errorf("QGIS says %s, want %s", line, n)
		}
		if f[0] == "desa" && strings.Join(f[4:8], " ") != box {
			t.Errorf("QGIS says %s, want %s", line, box)
		}
	}
}

// BenchmarkQGIS is how long QGIS takes to read 83,000 desa, its start not counted.
func BenchmarkQGIS(b *testing.B) {
	w := newWorld(b, file(b, "../db/testdata/country.sql"))
	for b.Loop() {
		said, mb := readInQGIS(b, w, "desa")
		f := strings.Fields(said[0])
		seconds, err := strconv.ParseFloat(f[len(f)-1], 64)
		if err != nil {
			b.Fatal(said)
		}
		b.ReportMetric(seconds, "s")
		b.ReportMetric(float64(mb), "MB")
	}
}

var resident = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// residentMB is the memory of this process, which serves.
func residentMB(t testing.TB) int {
	status, err := os.ReadFile("/proc/self/status")
	m := resident.FindSubmatch(status)
	if err != nil || m == nil {
		t.Error("no VmRSS", err)
		return 0
	}
	kb, _ := strconv.Atoi(string(m[1]))
	return kb / 1024
}

// ogrinfo reports the true count and extent, of the service and of an export.
func TestOgrinfo(t *testing.T) {
	ogrinfo := client(t, "ogrinfo")
	w := newWorld(t, village)
	gpkg := filepath.Join(t.TempDir(), "desa.gpkg")
	if err := os.WriteFile(gpkg, w.get("/export/desa.gpkg").body, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		source, layer string
		count         int
		extent        string
	}{
		{"OAPIF:" + w.url + "/ogc", "desa", 13, "(114.000000, -8.510000) - (114.120000, -8.500000)"},
		{"OAPIF:" + w.url + "/ogc", "facilities", 6, "(114.005000, -8.505000) - (114.065000, -8.505000)"},
		{"OAPIF:" + w.url + "/ogc", "desa-tanpa-pustu", 4, ""},
		{gpkg, "desa", 13, "(114.000000, -8.510000) - (114.120000, -8.500000)"},
	} {
		out := run(t, ogrinfo, "-so", c.source, c.layer)
		if !strings.Contains(out, fmt.Sprintf("Feature Count: %d\n", c.count)) || !strings.Contains(out, "Extent: "+c.extent) {
			t.Errorf("%s %s, want %d and %s:\n%s", c.source, c.layer, c.count, c.extent, out)
		}
		if read := strings.Count(run(t, ogrinfo, "-al", "-geom=NO", c.source, c.layer), "OGRFeature("); read != c.count {
			t.Errorf("%s: %d features read, want %d", c.layer, read, c.count)
		}
	}
}
