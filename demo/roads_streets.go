package demo

import (
	"math"
	"math/rand/v2"
)

// layStreets gives every settlement a small grid of streets and a road to the
// network as it stands.
func (w *world) layStreets(rnd *rand.Rand) {
	for i, s := range w.sites {
		for k, d := range w.settlements[i] {
			centre := i
			if k > 0 {
				to := nearest(d.at, w.roads.nodes)
				centre = w.roads.node(d.at)
				way := road{class: "residential", surface: "asphalt"}
				if rnd.Float64() < 0.25 {
					way = road{class: "track", surface: "gravel"}
				}
				w.roads.lay(rnd, to, centre, 200, way)
			}
			oneway := s.code.IsKelurahan() && k == 0 && rnd.Float64() < 0.5
			w.roads.grid(rnd, centre, oneway)
		}
	}
}

// grid lays a square of eight nodes around a centre: a ring, and four spokes to
// the middles of its sides. A one-way ring is left and entered by its spokes, so
// nobody is caught in it.
func (r *roads) grid(rnd *rand.Rand, centre int, oneway bool) {
	pitch, turn := 90+80*rnd.Float64(), math.Pi*rnd.Float64()
	surface := "asphalt"
	if rnd.Float64() < 0.3 {
		surface = "paved"
	}
	at := r.nodes[centre]
	ringNodes := make([]int, 8)
	for k := range ringNodes {
		radius := pitch
		if k%2 == 1 {
			radius *= math.Sqrt2
		}
		ringNodes[k] = r.node(at.add(polar(radius, turn+float64(k)*math.Pi/4)))
	}
	for k, n := range ringNodes {
		r.edges = append(r.edges, road{from: n, to: ringNodes[(k+1)%8], class: "residential", oneway: oneway, surface: surface})
		if k%2 == 0 {
			r.edges = append(r.edges, road{from: centre, to: n, class: "residential", surface: surface})
		}
	}
}
