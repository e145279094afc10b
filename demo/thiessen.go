package demo

import "math"

const (
	// reachM is how far from its site an area may go, about: beyond it ghosts own
	// the ground.
	reachM = 6000
	// ghostPitchM is the pitch of the lattice of ghosts in empty country.
	ghostPitchM = 4000
	// boxM is half the side of a square that holds everything.
	boxM = 120_000
)

// cells gives each site its Thiessen polygon: all points nearer to it than to any
// other site, counter-clockwise. Sea and empty country are cut off by ghosts: made
// up sites whose cells are thrown away. So every border is one between two sites,
// both sides of it have the same corners, and the areas fit without slivers, which
// cutting each area by a circle or a coast of its own would not give.
func cells(sites []point) [][]point {
	all := append(append([]point(nil), sites...), ghosts(sites)...)
	out := make([][]point, len(sites))
	for i := range sites {
		out[i] = cell(all, i)
	}
	return out
}

// cell cuts a large square by the bisector of site i with every other site.
func cell(all []point, i int) []point {
	ring := []point{{-boxM, -boxM}, {boxM, -boxM}, {boxM, boxM}, {-boxM, boxM}}
	for j, other := range all {
		if j != i {
			ring = clipNearer(ring, all[i], other)
		}
	}
	return ring
}

// clipNearer keeps the part of a convex ring that is at least as near to a as to b.
func clipNearer(ring []point, a, b point) []point {
	normal, middle := b.sub(a), mix(a, b, 0.5)
	side := func(p point) float64 { return p.sub(middle).dot(normal) }
	far := false
	for _, p := range ring {
		far = far || side(p) > 0
	}
	if !far {
		return ring
	}
	var out []point
	for k, p := range ring {
		q := ring[(k+1)%len(ring)]
		sp, sq := side(p), side(q)
		if sp <= 0 {
			out = append(out, p)
		}
		if (sp < 0 && sq > 0) || (sp > 0 && sq < 0) {
			out = append(out, mix(p, q, sp/(sp-sq)))
		}
	}
	return out
}

// ghosts are the made-up sites. A site near the outline is mirrored at it, so that
// its area ends there; a lattice fills what lies further from every site than
// people reach.
func ghosts(sites []point) []point {
	var out []point
	for _, p := range along(outline, 1500) {
		s := sites[nearest(p, sites)]
		if s.dist(p) > reachM {
			continue
		}
		// A mirror image that falls inside, as it may in a bay, would take land
		// from some other desa.
		if g := mix(s, p, 2); !inside(g, outline) {
			out = append(out, g)
		}
	}
	for row := -30; row <= 30; row++ {
		for col := -30; col <= 30; col++ {
			g := point{(float64(col) + 0.5*math.Abs(float64(row%2))) * ghostPitchM, float64(row) * ghostPitchM * math.Sqrt(3) / 2}
			limit := 1.5 * reachM
			if !inside(g, outline) {
				limit = reachM
			}
			if g.dist(sites[nearest(g, sites)]) > limit {
				out = append(out, g)
			}
		}
	}
	return out
}
