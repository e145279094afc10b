package contour

import "math"

// fill gives every lattice point the cost of its nearest sample and of the walk
// there. Nearest samples spread from point to neighbouring point in two sweeps over
// the lattice, each time judged by true distance; that finds the nearest but for
// rare ties between far-off samples, which a walk's cost hardly tells apart.
func (f *Field) fill(samples []Sample, near []int32) {
	m2 := make([]float64, len(near))
	for v, i := range near {
		m2[v] = math.Inf(1)
		if i >= 0 {
			m2[v] = f.m2(v, &samples[i])
		}
	}
	take := func(v, from int) {
		if i := near[from]; i >= 0 && i != near[v] {
			if d := f.m2(v, &samples[i]); d < m2[v] {
				near[v], m2[v] = i, d
			}
		}
	}
	w, h := f.cols, f.rows
	for j := range h {
		for i := range w {
			v := j*w + i
			if i > 0 {
				take(v, v-1)
			}
			if j > 0 {
				take(v, v-w)
				if i > 0 {
					take(v, v-w-1)
				}
				if i < w-1 {
					take(v, v-w+1)
				}
			}
		}
		for i := w - 2; i >= 0; i-- {
			take(j*w+i, j*w+i+1)
		}
	}
	for j := h - 1; j >= 0; j-- {
		for i := w - 1; i >= 0; i-- {
			v := j*w + i
			if i < w-1 {
				take(v, v+1)
			}
			if j < h-1 {
				take(v, v+w)
				if i > 0 {
					take(v, v+w-1)
				}
				if i < w-1 {
					take(v, v+w+1)
				}
			}
		}
		for i := 1; i < w; i++ {
			take(j*w+i, j*w+i-1)
		}
	}
	f.corner = make([]value, len(near))
	for v, i := range near {
		f.corner[v] = value{cost: math.Inf(1)}
		rim := v%w == 0 || v%w == w-1 || v/w == 0 || v/w == h-1
		if i < 0 || rim {
			continue
		}
		if m := math.Sqrt(m2[v]); m <= f.o.WalkMaxM {
			f.corner[v] = value{samples[i].Cost + m*f.o.WalkPerM, samples[i].Owner}
		}
	}
}
