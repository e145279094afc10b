package travel

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"jangkau/gis"
)

// nationalStore is a [Loader] of a synthetic network of the size of a country; see
// scripts/nets. Every village is a desa, every facility a puskesmas.
type nationalStore struct {
	store
	dir string
}

func newNationalStore(tb testing.TB, dir string) *nationalStore {
	tb.Helper()
	s := &nationalStore{dir: dir}
	s.network.Dataset = DatasetInfo{Hash: filepath.Base(dir), CoverageMethod: gis.CoverageNearRoads, MinComponent: 100}
	s.places = Places{Version: Version{Dataset: 1, Hash: filepath.Base(dir), Facility: 1, Wilayah: 1, Population: 1, Network: 1}}
	s.places.Profiles = []gis.Profile{{
		Name: gis.ProfileMotorcycle, Version: 1, WalkKmh: 5, DetourFactor: 1.3,
		Speeds: []gis.ProfileSpeed{{Class: gis.AnyClass, Kmh: kmh(1000)}},
	}}
	lat, lon := column[float64](tb, dir, "lat.bin"), column[float64](tb, dir, "lon.bin")
	for i, v := range nodes(tb, dir, "villages.txt", 83_000) {
		code := gis.WilayahCode(fmt.Sprintf("%02d.%02d.%02d.%04d", 11+i/30_000, 1+i/1000%30, 1+i/100%10, 2001+i%100))
		s.places.Desa = append(s.places.Desa, DesaRow{code, 100, true})
		s.places.Demand = append(s.places.Demand, DemandRow{Desa: code, Lon: lon[v], Lat: lat[v], Origin: gis.FromOffice})
	}
	for i, v := range nodes(tb, dir, "facilities.txt", 10_000) {
		s.places.Facilities = append(s.places.Facilities, FacilityRow{
			ID: int64(i + 1), Kind: gis.KindPuskesmas, HasPoint: true, Lon: lon[v], Lat: lat[v], Quality: gis.LocatedPoint, Closed: NoDay,
		})
	}
	return s
}

// Network reads the roads, which only the process that writes the files needs.
func (s *nationalStore) Network(context.Context, int64) (*NetworkData, error) {
	s.networksRead++
	tb := panicky{}
	n := &NetworkData{Dataset: s.network.Dataset, NodeLat: column[float64](tb, s.dir, "lat.bin"), NodeLon: column[float64](tb, s.dir, "lon.bin")}
	n.NodeLandmass = make([]int32, len(n.NodeLon))
	first, head, weight := column[uint32](tb, s.dir, "first_out.bin"), column[uint32](tb, s.dir, "head.bin"), column[uint32](tb, s.dir, "weight.bin")
	n.Edges = make([]EdgeRow, 0, len(head)/2)
	for v := range uint32(len(n.NodeLon)) {
		for a := first[v]; a < first[v+1]; a++ {
			u := head[a]
			if v >= u { // every road stands at both ends
				continue
			}
			length := math.Hypot((n.NodeLon[v]-n.NodeLon[u])*degree, (n.NodeLat[v]-n.NodeLat[u])*degree)
			n.Edges = append(n.Edges, EdgeRow{
				From: int32(v), To: int32(u), Class: "primary", Access: 255, LengthM: length,
				MaxSpeedKmh: float32(length * 3.6 / (float64(max(weight[a], 1)) / 10)), // weights are tenths of a second
			})
		}
	}
	return n, nil
}

// panicky stands in where no test is at hand.
type panicky struct{ testing.TB }

func (panicky) Helper()                       {}
func (panicky) Fatal(args ...any)             { panic(fmt.Sprint(args...)) }
func (panicky) Skipf(format string, a ...any) { panic(fmt.Sprintf(format, a...)) }

func column[T any](tb testing.TB, dir, name string) []T {
	tb.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if os.IsNotExist(err) {
		tb.Skipf("no %s in the folder of synthetic networks; scripts/nets makes it", name)
	} else if err != nil {
		tb.Fatal(err)
	}
	var zero T
	return unsafe.Slice((*T)(unsafe.Pointer(&raw[0])), len(raw)/int(unsafe.Sizeof(zero)))
}

func nodes(tb testing.TB, dir, name string, most int) (list []uint32) {
	tb.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if os.IsNotExist(err) {
		tb.Skipf("no %s in the folder of synthetic networks; scripts/nets makes it", name)
	} else if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan() && len(list) < most; {
		var v uint32
		if _, err := fmt.Sscan(strings.Fields(s.Text())[0], &v); err != nil {
			tb.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

const coldStart = "JANGKAU_COLD_START" // what a process of TestColdStartProcess does: files, point or villages

// BenchmarkColdStart measures how long a new process takes from index files, in the
// cache of the system, to its first answer: for a point, and for all villages. The
// files are written once, beside the network, by a process of their own.
func BenchmarkColdStart(b *testing.B) {
	root := os.Getenv("JANGKAU_BENCH_NETS")
	if root == "" {
		b.Skip("JANGKAU_BENCH_NETS names no folder of synthetic networks; scripts/nets makes one")
	}
	for _, size := range []string{"s100k", "s1m", "s10m"} {
		b.Run(size, func(b *testing.B) {
			dir := filepath.Join(root, size)
			if _, err := os.Stat(dir); err != nil {
				b.Skipf("no network %s; scripts/nets makes it", size)
			}
			process := func(what string) float64 {
				cmd := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^TestColdStartProcess$", "-test.v", "-test.timeout=2h")
				cmd.Env = append(os.Environ(), coldStart+"="+what, "JANGKAU_COLD_NET="+dir)
				out, err := cmd.CombinedOutput()
				if err != nil {
					b.Fatalf("%s: %v\n%s", what, err, out)
				}
				if testing.Verbose() {
					b.Logf("%s", out)
				}
				_, after, ok := strings.Cut(string(out), "took ")
				var ms float64
				if _, err := fmt.Sscan(after, &ms); !ok || err != nil {
					b.Fatalf("%s: no figure in %s", what, out)
				}
				return ms
			}
			process("files")
			var point, villages []float64
			for b.Loop() {
				for range 5 { // the first one warms the cache
					point, villages = append(point, process("point")), append(villages, process("villages"))
				}
			}
			b.ReportMetric(median(point[1:]), "ms-first-point")
			b.ReportMetric(median(villages[1:]), "ms-all-villages")
			b.ReportMetric(float64(folderSize(b, filepath.Join(dir, "index")))/1e6, "MB-files")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func folderSize(tb testing.TB, dir string) (total int64) {
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			info, e := d.Info()
			if e != nil {
				return e
			}
			total += info.Size()
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return total
}

// TestColdStartProcess is a process of [BenchmarkColdStart].
func TestColdStartProcess(t *testing.T) {
	dir := os.Getenv("JANGKAU_COLD_NET")
	if dir == "" {
		return // no process of the benchmark
	}
	s := newNationalStore(t, dir)
	q := Query{Kinds: []gis.FacilityKind{gis.KindPuskesmas}, Profile: gis.ProfileMotorcycle, By: gis.ByTime}
	started := time.Now()
	srv := New(Config{Loader: s, Wait: time.Hour, Folder: filepath.Join(dir, "index"), RankFrom: 1, Log: testLog(t)})
	defer srv.Close()
	p := pin(t, srv)
	switch os.Getenv(coldStart) {
	case "files":
		desa(t, p, q, s.places.Desa[0].Code) // has the profile made ready, and its hierarchies in turn
		srv.life.work.Wait()
	case "point":
		at := s.places.Demand[len(s.places.Demand)/2]
		trips, err := p.Nearest(t.Context(), q, Origin{Lon: at.Lon, Lat: at.Lat}, 1)
		if err != nil || trips[0].Status != gis.Reached {
			t.Fatal(trips, err)
		}
	case "villages":
		if d := desa(t, p, q, s.places.Desa[0].Code); d.Median.Status != gis.Reached {
			t.Fatal(d)
		}
	}
	fmt.Printf("took %.1f ms\n", float64(time.Since(started).Microseconds())/1000)
	if n := s.networksRead; n > 0 && os.Getenv(coldStart) != "files" {
		t.Errorf("the roads were read from the tables %d times", n)
	}
}

func testLog(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
