package travel

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jangkau/gis"
	"jangkau/gis/network/flatfile/flatfiletest"
)

// journal is a log that a test reads.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

// lines are those that hold all of some words.
func (j *journal) lines(words ...string) (list []string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for l := range strings.Lines(j.text.String()) {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(l, w) }) {
			list = append(list, l)
		}
	}
	return list
}

// filing starts a service that keeps files in a folder and gives every network a
// hierarchy.
func filing(t *testing.T, l Loader, folder string) (*Service, *journal) {
	t.Helper()
	j := &journal{}
	return newService(t, l, func(c *Config) {
		c.Folder, c.RankFrom, c.Log = folder, 1, slog.New(slog.NewTextHandler(j, nil))
		c.Wait = time.Minute
	}), j
}

// everything asks every kind of question.
func everything(t *testing.T, p *Pinned) (list []any) {
	t.Helper()
	keep := func(x any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	for _, profile := range []gis.TravelProfile{gis.ProfileMotorcycle, gis.ProfileWalk} {
		for _, by := range []gis.TravelMetric{gis.ByTime, gis.ByDistance} {
			q := Query{Kinds: []gis.FacilityKind{gis.KindPustu, gis.KindPuskesmas}, Profile: profile, By: by}
			area, err := p.Desa(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var places []Place
			for d := range area.All {
				list = append(list, d)
				if place := p.DesaPlace(d.Code); place.Known {
					places = append(places, place)
				}
			}
			places = places[:min(len(places), 20)]
			for _, place := range places {
				keep(p.Nearest(t.Context(), q, place.Origin, 3))
				keep(p.Path(t.Context(), q, place, nil))
			}
			keep(p.Table(t.Context(), q, places, places[:min(len(places), 5)]))
			iso, err := p.Isochrone(t.Context(), q, places[0].Origin, []float64{600, 1800})
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, iso.Reason, iso.Bands)
		}
	}
	return list
}

func same(t *testing.T, what string, got, want []any) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d answers of %d", what, len(got), len(want))
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("%s, answer %d: %+v, want %+v", what, i, got[i], want[i])
		}
	}
}

// written has a service make and write all files, and returns its answers after.
func written(t *testing.T, s *store, folder string) []any {
	t.Helper()
	srv, j := filing(t, s, folder)
	p := pin(t, srv)
	everything(t, p)
	srv.life.work.Wait()
	srv.Close()
	if bad := j.lines("level=WARN"); len(bad) > 0 {
		t.Fatal(bad)
	}
	// The answers are those of hierarchies: of ways that take as long they may take others.
	srv, _ = filing(t, s, "")
	p = pin(t, srv)
	everything(t, p)
	srv.life.work.Wait()
	srv.snapshotCacheForgets()
	return everything(t, p)
}

// snapshotCacheForgets has answers computed again.
func (s *Service) snapshotCacheForgets() {
	s.current.cache.dropIf(func(any) bool { return true })
}

// fileNames are those of a dataset's files.
func fileNames(t *testing.T, folder string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A service that starts from files reads no roads from the store and answers every
// question as the one that read them, of made-up roads and of real ones.
func TestFilesTakeThePlaceOfTables(t *testing.T) {
	for name, s := range map[string]func(testing.TB) *store{
		"a road": func(testing.TB) *store { return newStore() }, "Banyuwangi": banyuwangi,
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			s := s(t)
			want := written(t, s, folder)
			// Roads, order; of two profiles weights, two metrics and places of two kinds.
			if names := fileNames(t, folder); len(names) != 2+2*5 {
				t.Fatal(names)
			}
			reads := s.networksRead
			srv, j := filing(t, s, folder)
			p := pin(t, srv)
			same(t, name, everything(t, p), want)
			srv.life.work.Wait()
			if s.networksRead != reads {
				t.Error("the roads were read from the store")
			}
			if lines := j.lines("index file"); len(lines) > 0 {
				t.Errorf("nothing was to be said of files: %v", lines)
			}
			if d := p.Dataset(); d == nil || d.Hash != s.network.Dataset.Hash {
				t.Errorf("%+v", d)
			}
		})
	}
}

// A file that is damaged anywhere is found out before it is used, said so, made again
// as it was, and nobody's answer is another.
func TestDamagedFilesAreMadeAgain(t *testing.T) {
	folder := t.TempDir()
	s := newStore()
	want := written(t, s, folder)
	for _, name := range fileNames(t, folder) {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		damage := map[string][]byte{"cut": whole[:len(whole)-64], "empty": {}, "another version": flatfiletest.Aligned(whole)}
		damage["another version"][24]++
		flatfiletest.Reseal(damage["another version"])
		list := flatfiletest.Sections(whole)
		for _, sec := range []flatfiletest.Section{list[0], list[len(list)/2], list[len(list)-1]} {
			if sec.Size > 0 {
				d := slices.Clone(whole)
				d[sec.Start+sec.Size/2] ^= 4
				damage["section "+sec.Name] = d
			}
		}
		for what, data := range damage {
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
			reads := s.networksRead
			srv, j := filing(t, s, folder)
			p := pin(t, srv)
			everything(t, p)
			srv.life.work.Wait()
			if filepath.Base(name) == "roads" != (s.networksRead > reads) {
				t.Errorf("%s, %s: roads were read %d times", filepath.Base(name), what, s.networksRead-reads)
			}
			// What was computed before the hierarchy was made again may take another way.
			srv.snapshotCacheForgets()
			same(t, filepath.Base(name)+", "+what, everything(t, p), want)
			if lines := j.lines("level=WARN", "index file not used", filepath.Base(name), "why="); len(lines) != 1 {
				t.Errorf("%s, %s: said %v", filepath.Base(name), what, lines)
			}
			srv.Close()
			if again, err := os.ReadFile(name); err != nil || !bytes.Equal(again, whole) {
				t.Fatalf("%s, %s: not made again as it was: %v", filepath.Base(name), what, err)
			}
		}
	}
}

// Files whose checksums hold and whose content does not are refused as well.
func TestFilesThatDoNotHoldTogetherAreMadeAgain(t *testing.T) {
	folder := t.TempDir()
	s := newStore()
	want := written(t, s, folder)
	for _, name := range fileNames(t, folder) {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bad := flatfiletest.Aligned(whole)
		sec := flatfiletest.Sections(bad)[0]
		for i := range sec.Size {
			bad[sec.Start+i] = 0xff
		}
		flatfiletest.Reseal(bad)
		if err := os.WriteFile(name, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		srv, j := filing(t, s, folder)
		p := pin(t, srv)
		everything(t, p)
		srv.life.work.Wait()
		srv.snapshotCacheForgets()
		same(t, filepath.Base(name), everything(t, p), want)
		if lines := j.lines("level=WARN", "index file not used", filepath.Base(name)); len(lines) == 0 {
			t.Errorf("%s: nothing said", filepath.Base(name))
		}
		srv.Close()
		if again, err := os.ReadFile(name); err != nil || filepath.Base(name) == "roads" && !bytes.Equal(again, whole) {
			t.Fatalf("%s: not made again as it was: %v", filepath.Base(name), err)
		}
	}
}

// Where nothing can be written the server answers all the same, and says so.
func TestFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("no folder"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStore()
	srv, j := filing(t, s, filepath.Join(file, "network"))
	if got, reason := firstNearest(t, pin(t, srv)); got != 11 {
		t.Error(got, reason)
	}
	srv.life.work.Wait()
	if len(j.lines("level=WARN", "index file not kept")) == 0 {
		t.Error(j.text.String())
	}
}

// Two processes that write at once leave whole files.
func TestManyWriteAtOnce(t *testing.T) {
	folder := t.TempDir()
	s := newStore()
	var wait sync.WaitGroup
	for range 4 {
		srv, _ := filing(t, s, folder)
		wait.Go(func() {
			p, err := srv.Pin(context.Background())
			if err == nil {
				_, err = p.Desa(context.Background(), both)
			}
			if err != nil {
				t.Error(err)
			}
			srv.life.work.Wait()
		})
	}
	wait.Wait()
	for _, name := range fileNames(t, folder) {
		if strings.HasSuffix(name, ".part") {
			t.Errorf("%s was left", name)
		}
	}
	reads := s.networksRead
	srv, j := filing(t, s, folder)
	if got := desa(t, pin(t, srv), both, "35.10.01.2001"); got.Median.FacilityID != 11 {
		t.Errorf("%+v", got)
	}
	if bad := j.lines("level=WARN"); len(bad) > 0 || s.networksRead != reads {
		t.Error(bad)
	}
}

// load changes the roads to another dataset: pieces of n metres.
func (s *store) load(n int) {
	s.change(func() {
		s.places.Version.Dataset = int64(n)
		s.places.Version.Hash = fmt.Sprint("roads of ", n)
		s.network.Dataset.Hash = s.places.Version.Hash
		s.network.Edges = slices.Clone(s.network.Edges)
		for i := range s.network.Edges {
			s.network.Edges[i].LengthM = float64(n)
		}
	}, &s.places.Version.Network)
}

// New roads are made ready, hierarchy and all, while those before serve; of the files
// those of the roads before stay, and who has older ones mapped keeps them.
func TestNewRoadsBesideOld(t *testing.T) {
	folder := t.TempDir()
	s := newStore()
	s.load(1000)
	want := written(t, s, folder)
	srv, _ := filing(t, s, folder)
	srv.cfg.Wait = time.Nanosecond
	var old *Pinned
	for old == nil || old.Building() {
		old = pin(t, srv)
	}
	for _, metres := range []int{1100, 1200, 1300} {
		// Building blocks until released, and answers go on.
		hook, release := blocked()
		s.change(func() { s.beforeNetwork = hook })
		s.load(metres)
		before := pin(t, srv)
		if v := before.Revisions().Dataset; v >= int64(metres) {
			t.Fatalf("dataset %d was not to be had yet", v)
		}
		d := desa(t, before, both, "35.10.01.2001")
		if d.Median.Status != gis.Reached {
			t.Fatalf("%+v while %d is being built", d, metres)
		}
		release()
		for pin(t, srv).Revisions().Dataset != int64(metres) {
			runtime.Gosched()
		}
		desa(t, pin(t, srv), both, "35.10.01.2001")
		srv.life.work.Wait()
	}
	folders, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(folders) != 2 {
		t.Fatalf("%v, %v: want those of 1200 and 1300", folders, err)
	}
	for i, metres := range []string{"1200", "1300"} {
		if !strings.HasSuffix(folders[i], metres) || len(fileNames(t, folders[i][:len(folders[i])-len(filepath.Base(folders[i]))-1])) < 10 {
			t.Errorf("%v", folders)
		}
	}
	same(t, "roads whose files are gone", everything(t, old), want)
}

// Many ask while the collector runs and mappings come and go; in the end none is left.
func TestMappingsLiveAsLongAsUsed(t *testing.T) {
	folder := t.TempDir()
	s := newStore()
	for _, n := range []int{1000, 1100} {
		s.load(n)
		written(t, s, folder)
	}
	askWhileCollecting(t, s, folder)
	if runtime.GOOS != "linux" {
		return // there is no list of mappings to look at
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		runtime.GC()
		maps, err := os.ReadFile("/proc/self/maps")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(maps, []byte(folder)) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("files are still mapped:\n%s", maps)
		}
	}
}

func askWhileCollecting(t *testing.T, s *store, folder string) {
	j := &journal{}
	// Nothing but this may hold it: no clean-up of the test's.
	srv := New(Config{Loader: s, Folder: folder, RankFrom: 1, Log: slog.New(slog.NewTextHandler(j, nil)), Wait: time.Minute})
	defer srv.Close()
	stop := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	})
	var asking sync.WaitGroup
	for range 3 {
		asking.Go(func() {
			for i := range 60 {
				p, err := srv.Pin(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				got, err := p.Nearest(context.Background(), both, Origin{}, 1)
				if want := float64(5 * p.Revisions().Dataset); err != nil || got[0].Status == gis.Reached && got[0].DistanceM < want/2 {
					t.Error(got, want, err)
				}
				if _, err := p.Desa(context.Background(), both); err != nil {
					t.Error(err)
				}
				s.load(1000 + 100*(i%2))
			}
		})
	}
	asking.Wait()
	close(stop)
	wait.Wait()
	if bad := j.lines("level=ERROR"); len(bad) > 0 {
		t.Error(bad)
	}
}

func TestTidy(t *testing.T) {
	root := t.TempDir()
	f := newFiles(Config{Folder: root, Log: slog.New(slog.DiscardHandler), Engines: 1})
	put := func(age time.Duration, parts ...string) {
		path := filepath.Join(append([]string{root}, parts...)...)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	put(time.Hour, "roads-now", "roads")
	put(time.Hour, "roads-now", "order")
	put(2*time.Hour, "roads-now", "roads.123.part") // of a process that was killed
	put(time.Minute, "roads-now", "roads.124.part")
	for i := range 10 {
		put(time.Duration(i)*time.Hour, "roads-now", fmt.Sprintf("%02d.weights", i))
		put(time.Duration(i)*time.Hour, "roads-now", fmt.Sprintf("%02d.time", i))
	}
	put(0, "somebody's", "own")
	for i := range 3 {
		put(0, fmt.Sprintf("roads-%d", i), "roads")
		at := time.Now().Add(-time.Duration(i) * time.Hour)
		if err := os.Chtimes(filepath.Join(root, fmt.Sprintf("roads-%d", i)), at, at); err != nil {
			t.Fatal(err)
		}
	}
	f.tidy("now")
	var left []string
	for _, name := range fileNames(t, root) {
		rel, err := filepath.Rel(root, name)
		if err != nil {
			t.Fatal(err)
		}
		left = append(left, rel)
	}
	want := []string{"roads-0/roads"}
	for i := range 8 {
		want = append(want, fmt.Sprintf("roads-now/%02d.time", i), fmt.Sprintf("roads-now/%02d.weights", i))
	}
	want = append(want, "roads-now/order", "roads-now/roads", "roads-now/roads.124.part", "somebody's/own")
	if !slices.Equal(left, want) {
		t.Errorf("left %v\nwant %v", left, want)
	}
}
