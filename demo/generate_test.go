package demo

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"jangkau/gis"
)

func generate(t *testing.T, seed uint64) Files {
	t.Helper()
	files, err := Generate(t.TempDir(), seed)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// theWorld is worked out once: tests only read it.
var theWorld = sync.OnceValues(func() (*world, error) {
	f, err := readFacts()
	if err != nil {
		return nil, err
	}
	return newWorld(f, Seed), nil
})

func testWorld(t *testing.T) *world {
	t.Helper()
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The same seed must give the same bytes, or importing the demonstration again
// would change it. Another seed must not, or nothing was random.
func TestSameSeedSameBytes(t *testing.T) {
	one, two, other := generate(t, Seed), generate(t, Seed), generate(t, Seed+1)
	for i, s := range one.Steps {
		a, b, c := contents(t, s.Path), contents(t, two.Steps[i].Path), contents(t, other.Steps[i].Path)
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs between two runs of one seed", filepath.Base(s.Path))
		}
		fixed := s.Command == "boundaries" || s.Command == "standard" || s.Command == "costs" // nothing in them is left to chance
		if !fixed && bytes.Equal(a, c) {
			t.Errorf("%s is the same under another seed", filepath.Base(s.Path))
		}
	}
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The facts are the 217 of the list and nothing else.
func TestFacts(t *testing.T) {
	f, err := readFacts()
	if err != nil {
		t.Fatal(err)
	}
	kelurahan, kecamatan := 0, map[gis.WilayahCode]bool{}
	for i, s := range f.sites {
		if s.code.IsKelurahan() {
			kelurahan++
		}
		kecamatan[s.code.Parent()] = true
		if !s.code.Within(Kabupaten) || s.name == "" || i > 0 && s.code <= f.sites[i-1].code {
			t.Errorf("site %d: %+v", i, s)
		}
		if lon, lat := s.at.lonLat(); lon < 113.7 || lon > 114.7 || lat < -8.9 || lat > -7.8 {
			t.Errorf("%s lies at %v, %v", s.code, lon, lat)
		}
		// Thiessen polygons need sites apart.
		for _, o := range f.sites[:i] {
			if o.at.dist(s.at) < 100 {
				t.Errorf("%s and %s fall together", o.code, s.code)
			}
		}
	}
	if len(f.sites) != 217 || kelurahan != 28 || len(kecamatan) != 25 {
		t.Errorf("%d desa and kelurahan, %d kelurahan, %d kecamatan; want 217, 28, 25", len(f.sites), kelurahan, len(kecamatan))
	}
	for k := range kecamatan {
		if f.names[k] == "" {
			t.Errorf("kecamatan %s has no name", k)
		}
	}
	if f.names["35"] != gis.ProvinsiName("35") || f.names[Kabupaten] != "Banyuwangi" {
		t.Errorf("names of the upper levels: %q, %q", f.names["35"], f.names[Kabupaten])
	}
}

// Every desa's settlements lie in it and hold its people; the total is the published one.
func TestPeople(t *testing.T) {
	w := testWorld(t)
	total := 0
	for i, s := range w.sites {
		sum := 0
		for _, d := range w.settlements[i] {
			sum += d.people
			if !inside(d.at, w.cells[i]) {
				t.Errorf("%s lies outside %s", d.name, s.name)
			}
		}
		if n := len(w.settlements[i]); n < 2 || n > 5 || sum != w.people[i] || sum < 500 {
			t.Errorf("%s: %d settlements with %d people of %d", s.name, n, sum, w.people[i])
		}
		total += sum
	}
	if total != publishedPeople {
		t.Errorf("%d people, want %d", total, publishedPeople)
	}
}

func TestShareSums(t *testing.T) {
	for _, tc := range []struct {
		total   int
		weights []float64
		want    []int
	}{
		{10, []float64{1, 1, 1}, []int{4, 3, 3}},
		{0, []float64{1, 2}, []int{0, 0}},
		{7, []float64{0, 1}, []int{0, 7}},
		{20, []float64{9, 1}, []int{18, 2}},
	} {
		got := share(tc.total, tc.weights)
		for i := range got {
			if got[i] != tc.want[i] {
				t.Errorf("share(%d, %v) = %v, want %v", tc.total, tc.weights, got, tc.want)
				break
			}
		}
	}
}
