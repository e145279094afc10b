package contour_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis/contour"
)

// town makes n samples on a square: cost grows from a place near the middle of
// each owner, part of them is not reached, some stand at one place.
func town(r *rand.Rand, n, owners int, sizeM float64) []contour.Sample {
	centres := make([][2]float64, owners)
	for i := range centres {
		centres[i] = [2]float64{r.Float64() * sizeM, r.Float64() * sizeM}
	}
	samples := make([]contour.Sample, n)
	for i := range samples {
		s := &samples[i]
		s.X, s.Y = r.Float64()*sizeM, r.Float64()*sizeM
		if i > 0 && r.IntN(20) == 0 {
			s.X = samples[i-1].X // in line with another
		}
		s.Cost = math.Inf(1)
		for o, c := range centres {
			if d := math.Hypot(s.X-c[0], s.Y-c[1]); d < s.Cost {
				s.Cost, s.Owner = d, int32(o)
			}
		}
		s.Cost *= 0.7 + 0.6*r.Float64()
		switch r.IntN(25) {
		case 0:
			s.Cost = math.Inf(1)
		case 1:
			s.Cost = math.NaN()
		}
	}
	return samples
}

// rounded reports whether a sample lies so near to an edge that the cell's own whole
// units may put it on the other side.
func rounded(list []contour.Polygon, s contour.Sample, cellM float64) bool {
	for _, p := range list {
		for _, ring := range p {
			for i, a := range ring {
				b := ring[(i+1)%len(ring)]
				dx, dy := b[0]-a[0], b[1]-a[1]
				t := ((s.X-a[0])*dx + (s.Y-a[1])*dy) / (dx*dx + dy*dy)
				t = min(max(t, 0), 1)
				if math.Hypot(a[0]+t*dx-s.X, a[1]+t*dy-s.Y) < cellM/16384 {
					return true
				}
			}
		}
	}
	return false
}

// Every sample must lie inside exactly the areas that its cost and owner say,
// however coarse the lattice.
func TestAreasHoldTheirSamples(t *testing.T) {
	inside, outside, holes, skipped := 0, 0, 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		samples := town(r, 1+r.IntN(600), 1+r.IntN(5), 10_000)
		limit := 1_000 + 3_000*r.Float64()
		o := contour.Options{CellM: 100 + 2_000*r.Float64(), WalkPerM: 0.5 + 5*r.Float64(), WalkMaxM: 100 + 2_000*r.Float64(), Limit: limit}
		if seed%5 == 0 {
			limit, o.Limit = math.Inf(1), math.Inf(1)
		}
		f := contour.NewField(samples, o)
		all := f.Within(limit)
		owned := f.Owned(limit)
		for _, p := range all {
			holes += len(p) - 1
		}
		for i, s := range samples {
			want := s.Cost <= limit && !math.IsInf(s.Cost, 1)
			if rounded(all, s, o.CellM) {
				skipped++
				continue
			}
			if got := contour.Holds(all, s.X, s.Y); got != want {
				t.Fatalf("seed %d, sample %d %+v, limit %v: inside %t", seed, i, s, limit, got)
			}
			if want {
				inside++
			} else {
				outside++
			}
			for owner, area := range owned {
				if got := contour.Holds(area, s.X, s.Y); got != (want && owner == s.Owner) && !rounded(area, s, o.CellM) {
					t.Fatalf("seed %d, sample %d %+v, limit %v: inside the area of %d: %t", seed, i, s, limit, owner, got)
				}
			}
		}
	}
	if skipped*1000 > inside+outside {
		t.Errorf("%d of %d samples lie on an edge", skipped, inside+outside)
	}
	if inside < 1000 || outside < 1000 || holes < 20 {
		t.Errorf("%d samples inside, %d outside, %d holes: the cases are too easy", inside, outside, holes)
	}
}

func size(list []contour.Polygon) float64 {
	sum := 0.0
	for _, p := range list {
		for _, r := range p {
			for i := range r {
				a, b := r[i], r[(i+1)%len(r)]
				sum += (a[0]*b[1] - a[1]*b[0]) / 2
			}
		}
	}
	return sum
}

// The areas of the owners fill the whole and nothing more, and a larger limit never
// makes the area smaller.
func TestPartsSumToTheWhole(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 2))
		f := contour.NewField(town(r, 400, 6, 8_000), contour.Options{CellM: 300, WalkPerM: 2, WalkMaxM: 1500, Limit: 4_000})
		before := 0.0
		for limit := 500.0; limit <= 4_000; limit += 500 {
			whole := size(f.Within(limit))
			parts := 0.0
			for _, area := range f.Owned(limit) {
				parts += size(area)
			}
			if math.Abs(whole-parts) > 1e-6*(1+whole) {
				t.Errorf("seed %d, limit %v: parts are %v m², the whole %v", seed, limit, parts, whole)
			}
			if whole < before {
				t.Errorf("seed %d: %v m² within %v, %v within less", seed, whole, limit, before)
			}
			before = whole
		}
		if before < 1e6 {
			t.Errorf("seed %d: an area of %v m²", seed, before)
		}
	}
}

// One sample and a walk: a disc, as fine as its cells.
func TestDisc(t *testing.T) {
	f := contour.NewField([]contour.Sample{{X: 5e5, Y: -3e5, Cost: 100}}, contour.Options{CellM: 20, WalkPerM: 2, WalkMaxM: 5000, Limit: 1100})
	for _, limit := range []float64{300, 1100} {
		radius := (limit - 100) / 2
		got, want := size(f.Within(limit)), math.Pi*radius*radius
		if math.Abs(got/want-1) > 0.02 {
			t.Errorf("within %v: %v m², a disc of %v m has %v", limit, got, radius, want)
		}
	}
	if got := f.Within(99); len(got) != 0 {
		t.Errorf("within less than the sample's own cost: %v", got)
	}
}

// A pond that no road reaches is a hole.
func TestHole(t *testing.T) {
	var samples []contour.Sample
	for i := range 200 {
		a := float64(i) / 200 * 2 * math.Pi
		samples = append(samples, contour.Sample{X: 3000 * math.Cos(a), Y: 3000 * math.Sin(a), Cost: 10})
	}
	area := contour.NewField(samples, contour.Options{CellM: 100, WalkPerM: 1, WalkMaxM: 5000, Limit: 1010}).Within(1010)
	if len(area) != 1 || len(area[0]) != 2 {
		t.Fatalf("%d polygons, the first with %d rings", len(area), len(area[0]))
	}
	want := math.Pi * (4000*4000 - 2000*2000)
	if got := size(area); math.Abs(got/want-1) > 0.02 {
		t.Errorf("a ring of %v m², want about %v", got, want)
	}
}

func TestNothing(t *testing.T) {
	o := contour.Options{CellM: 100, WalkPerM: 1, WalkMaxM: 1000, Limit: 100}
	nan := math.NaN()
	for name, samples := range map[string][]contour.Sample{
		"no samples":  nil,
		"not reached": {{X: 1, Y: 1, Cost: math.Inf(1)}, {X: 2, Y: 2, Cost: nan}, {X: 3, Y: 3, Cost: 101}},
		"no place":    {{X: nan, Y: 1, Cost: 1}, {X: 1, Y: math.Inf(1), Cost: 1}},
	} {
		f := contour.NewField(samples, o)
		if len(f.Within(100)) != 0 || len(f.Owned(100)) != 0 {
			t.Errorf("%s: an area", name)
		}
	}
}

// Samples far apart with small cells: the number of cells stays bounded, and the
// samples where they belong.
func TestCellsAreBounded(t *testing.T) {
	samples := []contour.Sample{{X: 0, Y: 0, Cost: 1}, {X: 4e6, Y: 4e6, Cost: 1}, {X: 2e6, Y: 2e6, Cost: math.Inf(1)}}
	f := contour.NewField(samples, contour.Options{CellM: 1, WalkPerM: 1, WalkMaxM: 5000, Limit: 5000})
	area := f.Within(5000)
	for i, s := range samples {
		if got := contour.Holds(area, s.X, s.Y); got != (i < 2) {
			t.Errorf("sample %d inside: %t", i, got)
		}
	}
}
