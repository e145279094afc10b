package gis_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/gis/network/flatfile"
	"jangkau/gis/network/flatfile/flatfiletest"
)

// memoryFiles are [gis.IndexFiles] without a disk.
type memoryFiles struct {
	mu      sync.Mutex
	data    map[string][]byte
	opened  map[string]int
	refused map[string]error
}

func newMemoryFiles() *memoryFiles {
	return &memoryFiles{data: map[string][]byte{}, opened: map[string]int{}, refused: map[string]error{}}
}

func (m *memoryFiles) Open(name string, kind flatfile.Kind, of flatfile.ID) *flatfile.File {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.data[name]
	if !ok {
		return nil
	}
	f, err := flatfile.Open(data, kind, of)
	if err == nil {
		err = f.Verify()
	}
	if err != nil {
		m.refused[name] = err
		return nil
	}
	m.opened[name]++
	return f
}

func (m *memoryFiles) Peek(name string, kind flatfile.Kind, of flatfile.ID) (id flatfile.ID, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := flatfile.Open(m.data[name], kind, of)
	if err != nil {
		return id, false
	}
	return f.ID(), true
}

func (m *memoryFiles) Refuse(name string, why error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refused[name] = why
}

func (m *memoryFiles) Write(_ context.Context, name string, b *flatfile.Builder) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data[name] = flatfiletest.Bytes(b)
}

// everyAnswer asks an engine all that a file has a part in.
func everyAnswer(t *testing.T, e *gis.Engine, facilities, origins []gis.Spot) (list []any) {
	t.Helper()
	keep := func(x any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	at := func(spots []gis.Spot) func(int) (gis.Spot, bool) {
		return func(i int) (gis.Spot, bool) { return spots[i], i%7 != 3 }
	}
	to, err := e.LocateKept(t.Context(), "to", len(facilities), at(facilities))
	keep(to, err)
	from, err := e.LocateKept(t.Context(), "from", len(origins), at(origins))
	keep(from, err)
	d, err := e.Destinations(to)
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []gis.TravelMetric{gis.ByTime, gis.ByDistance} {
		keep(e.NearestAll(t.Context(), by, d, from))
		for _, l := range from {
			keep(e.Nearest(t.Context(), by, d, l, 3))
			keep(e.Path(t.Context(), by, d, l))
			areas, reason, err := e.Isochrone(t.Context(), gis.IsochroneQuestion{At: l, By: by, Limits: []float64{300, 900}, Roads: true})
			keep([]any{areas, reason}, err)
		}
	}
	return append(list, e.UnknownClasses(), e.Closures())
}

// Engines out of files answer as those that were built, ferries and closed roads
// included, and find the files that those wrote.
func TestEnginesOutOfFiles(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 51))
		w := newTown(t, r, 10+r.IntN(60))
		if len(w.facilities) == 0 {
			continue // nothing is searched for
		}
		var facilities, origins []gis.Spot
		for _, l := range w.facilities {
			facilities = append(facilities, l.Spot)
		}
		for _, l := range w.origins[:min(len(w.origins), 25)] {
			origins = append(origins, l.Spot)
		}
		origins = append(origins, gis.Spot{At: network.Point{Lon: 114.1105, Lat: -8.0195}}) // beside the ferry
		profile := w.engine.Profile()
		profile.Closures = []gis.Closure{{Class: "track"}, {At: &w.nodes[0].At, WithinM: 500}}
		engine := func(roads *gis.Roads) *gis.Engine {
			t.Helper()
			e, err := gis.NewEngine(roads, profile)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		files := newMemoryFiles()
		roads := w.engine.Roads()
		roads.KeepIn(files, "town")
		built := engine(roads)
		if err := built.Rank(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		want := everyAnswer(t, built, facilities, origins)
		roads.Save(t.Context())
		built.Save(t.Context())
		if len(files.opened) > 0 || len(files.data) < 7 {
			t.Fatalf("seed %d: opened %v, wrote %v", seed, files.opened, slices.Sorted(maps.Keys(files.data)))
		}
		stored := maps.Clone(files.data)

		again := gis.OpenRoads(files, "town", w.options)
		if again == nil {
			t.Fatalf("seed %d: %v", seed, files.refused)
		}
		e := engine(again)
		if !e.RankKept() || files.opened["order"] > 0 {
			t.Errorf("seed %d: the hierarchies' files were not seen, or opened", seed)
		}
		got := everyAnswer(t, e, facilities, origins)
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Fatalf("seed %d, answer %d: %+v out of files, %+v", seed, i, got[i], want[i])
			}
		}
		for name := range files.data {
			if files.opened[name] == 0 && !strings.HasSuffix(name, ".ashore") { // asked only if a place has to be located
				t.Errorf("seed %d: %s was not opened", seed, name)
			}
		}
		again.Save(t.Context())
		e.Save(t.Context())
		if len(files.refused) > 0 || !reflect.DeepEqual(files.data, stored) {
			t.Fatalf("seed %d: files were refused or written again: %v", seed, files.refused)
		}
		if gis.OpenRoads(files, "another town", w.options) != nil {
			t.Fatalf("seed %d: the roads of another dataset were taken", seed)
		}
		if err := e.Rank(t.Context(), nil); err != nil || !e.Ranked(gis.ByTime) {
			t.Fatal(err)
		}
	}
}

// A profile that was edited has files of its own; one that this program would weigh
// otherwise is weighed again.
func TestFilesOfAnotherProfile(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 52))
	w := newTown(t, r, 40)
	files := newMemoryFiles()
	w.engine.Roads().KeepIn(files, "town")
	profile := w.engine.Profile()
	first, err := gis.NewEngine(w.engine.Roads(), profile)
	if err != nil {
		t.Fatal(err)
	}
	first.Save(t.Context())
	profile.FerryWaitS += 60
	second, err := gis.NewEngine(w.engine.Roads(), profile)
	if err != nil {
		t.Fatal(err)
	}
	if len(files.opened) > 0 {
		t.Errorf("the first profile's files were taken for the second's: %v", files.opened)
	}
	second.Save(t.Context())
	if len(files.data) != 2 {
		t.Errorf("files %v", slices.Sorted(maps.Keys(files.data)))
	}
	// The weights of one under the name of the other, made from the other: as an earlier
	// program with another notion of speeds might have left them.
	names := slices.Sorted(maps.Keys(files.data))
	a, b := files.data[names[0]], files.data[names[1]]
	forged := flatfiletest.Aligned(a)
	copy(forged[64:96], b[64:96])
	flatfiletest.Reseal(forged)
	files.data[names[1]] = forged
	forged = flatfiletest.Aligned(b)
	copy(forged[64:96], a[64:96])
	flatfiletest.Reseal(forged)
	files.data[names[0]] = forged
	third, err := gis.NewEngine(w.engine.Roads(), profile)
	if err != nil {
		t.Fatal(err)
	}
	if len(files.refused) != 1 {
		t.Errorf("refused: %v", files.refused)
	}
	for e := range uint32(len(w.roads)) {
		f, b := third.EdgeS(e)
		if wf, wb := second.EdgeS(e); f != wf || b != wb {
			t.Errorf("edge %d takes %v and %v s, not %v and %v", e, f, b, wf, wb)
		}
	}
}

// The same input must give the same bytes for good, or a file of one program means
// something else to the next. Where this fails, the version of the kind that changed
// grows by one in index_files.go, and the sum here is brought up to date.
func TestFilesOfKnownContent(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		return // sums of floating-point numbers may differ in their last digit
	}
	w := newTown(t, rand.New(rand.NewPCG(1, 53)), 50)
	files := newMemoryFiles()
	roads := w.engine.Roads()
	roads.KeepIn(files, "town")
	e, err := gis.NewEngine(roads, w.engine.Profile())
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Rank(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := e.LocateKept(t.Context(), "places", len(w.nodes), func(i int) (gis.Spot, bool) { return w.nodes[i], true }); err != nil {
		t.Fatal(err)
	}
	roads.Save(t.Context())
	e.Save(t.Context())
	got := map[string]string{}
	for name, data := range files.data {
		_, kind, ok := strings.Cut(name, ".")
		if !ok {
			kind = name
		}
		sum := sha256.Sum256(data[128:]) // what comes after the name of what it was made from
		got[kind] = hex.EncodeToString(sum[:8])
	}
	want := map[string]string{
		"roads": "6ff423133db1950e", "order": "8684d8b79355c03e", "weights": "e04fccb1c986d77d", "ashore": "fc776bf1949cab53",
		"time": "8c06a4dd2510aae2", "distance": "4e03e6a79b0b63ff", "places": "9d09b5d4a8b41cc6",
	}
	if !maps.Equal(got, want) {
		t.Errorf("%#v\nwant %#v", got, want)
	}
}

// An order that is whole and of another network is found out where the hierarchy is
// weighed, and made anew.
func TestOrderOfAnotherNetwork(t *testing.T) {
	w := newTown(t, rand.New(rand.NewPCG(1, 54)), 50)
	files := newMemoryFiles()
	roads := w.engine.Roads()
	roads.KeepIn(files, "town")
	save := func(roads *gis.Roads) {
		t.Helper()
		e, err := gis.NewEngine(roads, w.engine.Profile())
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Rank(t.Context(), nil); err != nil || !e.Ranked(gis.ByTime) || !e.Ranked(gis.ByDistance) {
			t.Fatal(err)
		}
		roads.Save(t.Context())
		e.Save(t.Context())
	}
	save(roads)
	whole := maps.Clone(files.data)
	n := len(w.nodes)
	order, alone := make([]uint32, n), make([]uint32, n)
	for v := range n {
		order[v], alone[v] = uint32(v), ^uint32(0) // as if no road joined two nodes
	}
	b := flatfile.NewBuilder(flatfile.Kind{Name: "order", Version: 1}, flatfile.ID(whole["order"][64:96]))
	flatfile.Add(b, "rank", order)
	flatfile.Add(b, "node", order)
	flatfile.Add(b, "parent", alone)
	files.data["order"] = flatfiletest.Bytes(b)
	save(gis.OpenRoads(files, "town", w.options))
	if files.refused["order"] == nil || !maps.EqualFunc(files.data, whole, slices.Equal) {
		t.Errorf("refused %v; the files are not as they were", files.refused)
	}
}
