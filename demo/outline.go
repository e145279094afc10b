package demo

// outline is Banyuwangi drawn by hand with some forty strokes, good to a few
// kilometres: the strait of Bali in the east, the ocean in the south, the
// mountains in the west. It keeps the areas of coastal desa out of the sea and is
// no boundary of anything.
var outline = ring(
	114.28, -7.90, 114.34, -7.88, 114.39, -7.90, 114.43, -7.95, 114.43, -8.00, 114.45, -8.05,
	114.41, -8.10, 114.40, -8.15, 114.39, -8.20, 114.38, -8.25, 114.37, -8.30, 114.36, -8.35,
	114.35, -8.40, 114.36, -8.44, 114.40, -8.46, 114.41, -8.51, 114.38, -8.53, 114.39, -8.57,
	114.45, -8.59, 114.50, -8.63, 114.57, -8.65, 114.61, -8.70, 114.59, -8.76, 114.52, -8.78,
	114.44, -8.74, 114.36, -8.74, 114.35, -8.68, 114.28, -8.65, 114.22, -8.64, 114.17, -8.64,
	114.10, -8.66, 114.05, -8.65, 114.00, -8.62, 113.95, -8.60, 113.88, -8.58, 113.84, -8.53,
	113.85, -8.45, 113.88, -8.38, 113.92, -8.32, 113.93, -8.25, 113.98, -8.20, 114.02, -8.14,
	114.10, -8.10, 114.18, -8.06, 114.23, -8.02, 114.24, -7.95,
)

func ring(lonLat ...float64) []point {
	out := make([]point, 0, len(lonLat)/2)
	for i := 0; i < len(lonLat); i += 2 {
		out = append(out, project(lonLat[i], lonLat[i+1]))
	}
	return out
}

// along gives points of a ring's border at most step metres apart.
func along(ring []point, step float64) []point {
	var out []point
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		n := int(a.dist(b)/step) + 1
		for k := range n {
			out = append(out, mix(a, b, float64(k)/float64(n)))
		}
	}
	return out
}
