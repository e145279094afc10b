package network_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"reflect"
	"runtime"
	"sync"
	"testing"

	"jangkau/gis/network"
	"jangkau/gis/network/flatfile"
	"jangkau/gis/network/flatfile/flatfiletest"
)

var fileKind = flatfile.Kind{Name: "test", Version: 1}

type addsTo interface{ AddTo(*flatfile.Builder) }

func fileBytes(parts ...addsTo) []byte {
	b := flatfile.NewBuilder(fileKind, flatfile.ID{})
	for _, p := range parts {
		p.AddTo(b)
	}
	return flatfiletest.Bytes(b)
}

func openFile(t testing.TB, data []byte) *flatfile.File {
	t.Helper()
	f := must[*flatfile.File](t)(flatfile.Open(data, fileKind, flatfile.ID{}))
	if err := f.Verify(); err != nil {
		t.Fatal(err)
	}
	return f
}

// filed are a network, its weights and its hierarchy, each in a file.
type filed struct {
	network, weights, hierarchy []byte
	ranked                      [2][]byte
}

func file(t testing.TB, w *network.Weights) (f filed) {
	t.Helper()
	h := must[*network.Hierarchy](t)(w.Network().NewHierarchy(t.Context(), network.HierarchyOptions{Workers: 1}))
	f.network, f.weights, f.hierarchy = fileBytes(w.Network()), fileBytes(w), fileBytes(h)
	for m := range f.ranked {
		f.ranked[m] = fileBytes(must[*network.Ranked](t)(h.Weigh(t.Context(), w, network.Metric(m), 1)))
	}
	return f
}

// opened is what comes out of such files.
type opened struct {
	w      *network.Weights
	h      *network.Hierarchy
	ranked [2]*network.Ranked
}

func (f *filed) open(t testing.TB) (o opened, err error) {
	t.Helper()
	n, err := network.OpenNetwork(openFile(t, f.network), flatM)
	if err != nil {
		return o, err
	}
	if o.w, err = network.OpenWeights(openFile(t, f.weights), n); err != nil {
		return o, err
	}
	if o.h, err = n.OpenHierarchy(openFile(t, f.hierarchy)); err != nil {
		return o, err
	}
	for m := range o.ranked {
		if o.ranked[m], err = o.h.OpenRanked(openFile(t, f.ranked[m]), o.w, network.Metric(m)); err != nil {
			return o, err
		}
	}
	return o, nil
}

// answers asks every kind of question, always the same for a seed.
func answers(t testing.TB, seed uint64, r *roads, w *network.Weights, ranked [2]*network.Ranked) (list []any, err error) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 12))
	keep := func(x any, e error) {
		list = append(list, x)
		if err == nil {
			err = e
		}
	}
	src, e := w.NewSources(randomSources(rng, r, 1+rng.IntN(8)))
	if e != nil {
		return nil, e
	}
	from := randomPlaces(rng, r, 40)
	for _, m := range []network.Metric{network.ByTime, network.ByDistance} {
		labels, e := w.NearestAll(t.Context(), m, src)
		if e != nil {
			return nil, e
		}
		keep(labels.Trips(t.Context(), from))
		labels.Close()
		core, e := w.NewCore(t.Context(), m)
		if e != nil {
			return nil, e
		}
		keep(core.Trips(t.Context(), src, from))
		keep(ranked[m].Trips(t.Context(), src, from, 1))
		keep(ranked[m].Table(t.Context(), from, src, 1))
		for _, p := range from[:10] {
			routes, reason, e := w.NearestK(t.Context(), m, p, src, 3)
			keep([]any{routes, reason}, e)
			if w.Network().On(p) {
				o := network.ReachOptions{Metric: m, Limit: 200, Direction: network.Outbound}
				keep(w.ReachedRoads(t.Context(), p, o))
			}
		}
	}
	for range 20 {
		at := network.Point{Lon: rng.Float64()*0.02 - 0.01, Lat: rng.Float64()*0.02 - 0.01}
		keep(w.Snap(at, network.SnapOptions{MinComponent: 2}), nil)
		edge, _, ok := w.Network().NearestEdge(at, 500, nil)
		keep([]any{edge, ok}, nil)
	}
	n := w.Network()
	for e := range uint32(n.EdgeCount()) {
		a, b := n.Ends(e)
		keep([]any{a, b, n.LengthM(e), n.Polyline(e, 0, n.LengthM(e)), w.EdgeComponent(e)}, nil)
	}
	for v := range uint32(n.NodeCount()) {
		p, landmass := n.Node(v)
		keep([]any{p, landmass}, nil)
	}
	return list, err
}

// What is taken from files answers as what they were made of, weighs the hierarchy to
// the same bytes, and goes into files of the same bytes.
func TestFilesAnswerAlike(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 13))
		r := randomRoads(rng, 1+rng.IntN(60), rng.IntN(140))
		w := r.build(t)
		f := file(t, w)
		o, err := f.open(t)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := o.w.Network().Validate(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		h := must[*network.Hierarchy](t)(w.Network().NewHierarchy(t.Context(), network.HierarchyOptions{}))
		var ranked [2]*network.Ranked
		for m := range ranked {
			ranked[m] = must[*network.Ranked](t)(h.Weigh(t.Context(), w, network.Metric(m), 2))
		}
		want, err := answers(t, seed, r, w, ranked)
		if err != nil {
			t.Fatal(err)
		}
		got, err := answers(t, seed, r, o.w, o.ranked)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Fatalf("seed %d, answer %d: %+v out of files, %+v", seed, i, got[i], want[i])
			}
		}
		if again := file(t, o.w); !reflect.DeepEqual(again, f) {
			t.Fatalf("seed %d: files of what came from files have other bytes", seed)
		}
		if !bytes.Equal(fileBytes(o.h), f.hierarchy) || !bytes.Equal(fileBytes(o.ranked[1]), f.ranked[1]) {
			t.Fatalf("seed %d: a hierarchy taken from a file gives another file", seed)
		}
		// Weighing needs what the file does not hold.
		for m := range ranked {
			weighed := must[*network.Ranked](t)(o.h.Weigh(t.Context(), o.w, network.Metric(m), 1+rng.IntN(3)))
			if !bytes.Equal(fileBytes(weighed), f.ranked[m]) {
				t.Fatalf("seed %d: a hierarchy taken from a file is weighed otherwise by %v", seed, network.Metric(m))
			}
		}
	}
}

// tamper writes a word into a section of one of the files and makes the checksums
// hold again.
func (f *filed) tamper(which, section int, at, word uint32, wide bool) (what string) {
	files := []*[]byte{&f.network, &f.weights, &f.hierarchy, &f.ranked[0], &f.ranked[1]}
	data := flatfiletest.Aligned(*files[which%len(files)])
	list := flatfiletest.Sections(data)
	s := list[section%len(list)]
	*files[which%len(files)] = data
	if wide && s.Size >= 8 {
		at = at % uint32(s.Size/8) * 8
		binary.NativeEndian.PutUint32(data[s.Start+int(at)+4:], word)
	} else if s.Size >= 4 {
		at = at % uint32(s.Size/4) * 4
		binary.NativeEndian.PutUint32(data[s.Start+int(at):], word)
	}
	flatfiletest.Reseal(data)
	return s.Name
}

// FuzzTampered: files whose checksums hold and whose content is not what was written
// are refused, or answer something, but do not bring the program down.
func FuzzTampered(f *testing.F) {
	f.Add(uint64(1), 0, 4, uint32(3), uint32(1<<30), false)
	f.Add(uint64(2), 2, 2, uint32(3), uint32(0), false)
	f.Add(uint64(3), 3, 3, uint32(9), uint32(1<<31), true)
	f.Fuzz(func(t *testing.T, seed uint64, which, section int, at, word uint32, wide bool) {
		rng := rand.New(rand.NewPCG(seed, 14))
		r := randomRoads(rng, 2+rng.IntN(20), 1+rng.IntN(40))
		files := file(t, r.build(t))
		files.tamper(which&0xff, section&0xff, at, word, wide)
		if o, err := files.open(t); err == nil {
			_, _ = answers(t, seed, r, o.w, o.ranked)
			_, _ = o.h.Weigh(t.Context(), o.w, network.ByTime, 1)
		}
	})
}

// The words that do most harm, at many places of every section: what is taken for
// ids, offsets and weights.
func TestTamperedFilesDoNoHarm(t *testing.T) {
	refused, taken := 0, map[string]int{}
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 15))
		r := randomRoads(rng, 20+rng.IntN(20), 50+rng.IntN(40))
		whole := file(t, r.build(t))
		for which := range 5 {
			for section := range 16 {
				for _, word := range []uint32{0, 1, 7, 25, 1 << 20, 1<<31 - 2, 1<<31 - 1, 1 << 31, 1<<31 + 3, 0x7ff00000, 0x7ff80000, 0xffffffff} {
					f := whole
					at := rng.Uint32()
					name := f.tamper(which, section, at, word, rng.IntN(2) == 0)
					o, err := f.open(t)
					if err != nil {
						refused++
						continue
					}
					taken[name]++
					_, _ = answers(t, seed, r, o.w, o.ranked)
					_, _ = o.h.Weigh(t.Context(), o.w, network.ByTime, 1)
				}
			}
		}
	}
	if refused < 1000 {
		t.Errorf("only %d files were refused; taken: %v", refused, taken)
	}
	t.Logf("refused %d, taken %v", refused, taken)
}

// A file of one network is none of another, and one of less is none at all.
func TestFilesOfSomethingElse(t *testing.T) {
	rng := rand.New(rand.NewPCG(16, 16))
	a, b := file(t, randomRoads(rng, 20, 40).build(t)), file(t, randomRoads(rng, 30, 60).build(t))
	for what, mixed := range map[string]filed{
		"weights":   {a.network, b.weights, a.hierarchy, a.ranked},
		"hierarchy": {a.network, a.weights, b.hierarchy, a.ranked},
		"ranked":    {a.network, a.weights, a.hierarchy, b.ranked},
		"network":   {a.weights, a.weights, a.hierarchy, a.ranked},
	} {
		if _, err := mixed.open(t); err == nil {
			t.Errorf("%s of another network were taken", what)
		}
	}
}

// Searches go on while the collector runs, and keep what they read.
func TestFilesUnderCollection(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 17))
	r := randomRoads(rng, 60, 150)
	w := r.build(t)
	f := file(t, w)
	o, err := f.open(t)
	if err != nil {
		t.Fatal(err)
	}
	want, err := answers(t, 1, r, o.w, o.ranked)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 10 {
				got, err := answers(t, 1, r, o.w, o.ranked)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Error("another answer", err)
				}
				runtime.GC()
			}
		})
	}
	wait.Wait()
}
