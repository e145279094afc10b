package contour

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The mesh of a cell must be Delaunay's: all points joined, areas summing to the
// cell's, no vertex in the circle of any triangle. Points in rows and on circles are
// the hard cases.
func TestMesh(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		step := int32(1 + r.IntN(4)*r.IntN(3000)) // coarse steps put many points in line
		var m mesh
		m.reset()
		n := r.IntN(60)
		for range n {
			x := min(max(r.Int32N(side)/step*step, 1), side-1)
			y := min(max(r.Int32N(side)/step*step, 1), side-1)
			m.add(x, y)
		}
		if want := 2*(len(m.x)-4) + 2; len(m.triangle) != want {
			t.Fatalf("seed %d: %d triangles of %d points, want %d", seed, len(m.triangle), len(m.x), want)
		}
		sum := int64(0)
		for i, tr := range m.triangle {
			a := m.turn(tr.v[0], tr.v[1], tr.v[2])
			if a <= 0 {
				t.Fatalf("seed %d: triangle %d has area %d", seed, i, a)
			}
			sum += a
			for p := range m.x {
				if m.inCircle(tr.v[0], tr.v[1], tr.v[2], int32(p)) {
					t.Fatalf("seed %d: vertex %d lies in the circle of triangle %d", seed, p, i)
				}
			}
		}
		if sum != 2*side*side {
			t.Errorf("seed %d: triangles cover %d of %d", seed, sum, 2*side*side)
		}
	}
}

// The twin of fill: for every lattice point, every sample. The sweeps may miss the
// nearest a little; a quarter of a cell is allowed, and how often it is missed counted.
func TestFillFindsTheNearest(t *testing.T) {
	missed, all := 0, 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 4))
		samples := make([]Sample, 1+r.IntN(300))
		for i := range samples {
			samples[i] = Sample{X: r.Float64() * 20_000, Y: r.Float64() * 9_000, Cost: float64(r.IntN(100)), Owner: int32(i)}
		}
		f := NewField(samples, Options{CellM: 100 + 400*r.Float64(), WalkPerM: 1, WalkMaxM: 5000, Limit: 10_000})
		for v, got := range f.corner {
			if i, j := v%f.cols, v/f.cols; i == 0 || j == 0 || i == f.cols-1 || j == f.rows-1 {
				if !math.IsInf(got.cost, 1) {
					t.Fatalf("seed %d: the rim is reached", seed)
				}
				continue
			}
			best := math.Inf(1)
			for i := range samples {
				best = min(best, f.m2(v, &samples[i]))
			}
			best = math.Sqrt(best)
			if best > 5000 {
				continue
			}
			all++
			walked := got.cost - samples[got.owner].Cost
			if walked > best+1e-6 {
				missed++
			}
			if walked < best-1e-6 || walked > best+f.o.CellM/4 {
				t.Fatalf("seed %d: %v m to the nearest, got %v", seed, best, walked)
			}
		}
	}
	if all < 10_000 || missed > all/100 {
		t.Errorf("%d of %d missed", missed, all)
	}
}
