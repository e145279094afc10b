package ogc

import "github.com/twpayne/go-geom"

// touches reports whether an area has a point in common with a box of west, south,
// east, north: a side of it crosses the box, or the box lies inside.
func touches(m *geom.MultiPolygon, box [4]float64) bool {
	if m == nil || m.Empty() {
		return false
	}
	b := m.Bounds()
	if b.Min(0) > box[2] || b.Max(0) < box[0] || b.Min(1) > box[3] || b.Max(1) < box[1] {
		return false
	}
	flat, stride, start, inside := m.FlatCoords(), m.Stride(), 0, false
	for _, ends := range m.Endss() {
		for _, end := range ends {
			for i := start + stride; i < end; i += stride {
				x1, y1, x2, y2 := flat[i-stride], flat[i-stride+1], flat[i], flat[i+1]
				if crosses(x1, y1, x2, y2, box) {
					return true
				}
				// Even-odd of the box's corner, over all rings: those of a hole undo
				// those around it, and polygons do not overlap.
				if (y1 > box[1]) != (y2 > box[1]) && box[0] < x1+(box[1]-y1)/(y2-y1)*(x2-x1) {
					inside = !inside
				}
			}
			start = end
		}
	}
	return inside
}

// crosses reports whether a stretch has a point in a box: what is left of it between
// each pair of sides (Liang and Barsky's clipping).
func crosses(x1, y1, x2, y2 float64, box [4]float64) bool {
	from, to := 0.0, 1.0
	for _, side := range [4][2]float64{{x1 - x2, x1 - box[0]}, {x2 - x1, box[2] - x1}, {y1 - y2, y1 - box[1]}, {y2 - y1, box[3] - y1}} {
		p, q := side[0], side[1]
		switch {
		case p == 0 && q < 0:
			return false
		case p < 0:
			from = max(from, q/p)
		case p > 0:
			to = min(to, q/p)
		}
	}
	return from <= to
}
