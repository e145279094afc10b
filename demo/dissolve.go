package demo

// corner is a point as it is written, so that corners of neighbours are equal.
type corner struct{ lon, lat float64 }

// corners rounds a ring and drops corners that fall together.
func corners(ring []point) []corner {
	var out []corner
	for _, p := range ring {
		lon, lat := p.lonLat()
		if c := (corner{lon, lat}); len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
	}
	if len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

// dissolve joins areas that share their corners. A border between two of them is
// walked once in each direction and cancels out; what is left are the rings of the
// union, outer ones counter-clockwise, holes clockwise.
func dissolve(parts [][]corner) [][]corner {
	type edge struct{ from, to corner }
	left := map[edge]bool{}
	var order []edge // maps have no order, files must
	for _, ring := range parts {
		for i, a := range ring {
			e := edge{a, ring[(i+1)%len(ring)]}
			if back := (edge{e.to, e.from}); left[back] {
				delete(left, back)
				continue
			}
			left[e] = true
			order = append(order, e)
		}
	}
	next := map[corner][]corner{}
	for _, e := range order {
		if left[e] {
			next[e.from] = append(next[e.from], e.to)
		}
	}
	var rings [][]corner
	for _, e := range order {
		if len(next[e.from]) == 0 {
			continue
		}
		var ring []corner
		for at := e.from; len(next[at]) > 0; {
			to := next[at][0]
			next[at] = next[at][1:]
			ring = append(ring, at)
			at = to
		}
		rings = append(rings, ring)
	}
	return rings
}

// polygons puts each hole into the outer ring that holds it.
func polygons(rings [][]corner) [][][]corner {
	var polys [][][]corner
	var holes [][]corner
	for _, r := range rings {
		if area(flat(r)) > 0 {
			polys = append(polys, [][]corner{r})
		} else {
			holes = append(holes, r)
		}
	}
	for _, h := range holes {
		// Rings of a dissolved area may touch in a corner, never cross, so the
		// middle of a hole's first edge tells.
		f := flat(h)
		middle := mix(f[0], f[1], 0.5)
		for i, p := range polys {
			if inside(middle, flat(p[0])) {
				polys[i] = append(polys[i], h)
				break
			}
		}
	}
	return polys
}

func flat(ring []corner) []point {
	out := make([]point, len(ring))
	for i, c := range ring {
		out[i] = point{c.lon, c.lat}
	}
	return out
}
