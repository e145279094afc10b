package demo

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// road is a straight stretch between two nodes; bends are nodes of their own.
type road struct {
	from, to int
	class    string // an OSM highway class
	oneway   bool
	surface  string
	name     string
}

type roads struct {
	nodes []point
	edges []road
}

// makeRoads lays main roads between neighbouring desa (roads_links.go), then the
// streets of each settlement (roads_streets.go). Node i is the point of site i.
func (w *world) makeRoads() {
	w.roads = &roads{nodes: w.points()}
	rnd := w.random(streamRoads)
	w.layLinks(rnd)
	w.layStreets(rnd)
}

// node adds a node and returns its number.
func (r *roads) node(p point) int {
	r.nodes = append(r.nodes, p)
	return len(r.nodes) - 1
}

// lay joins two nodes by a winding road in pieces of about pieceM metres, and
// returns the new nodes on the way.
func (r *roads) lay(rnd *rand.Rand, from, to int, pieceM float64, as road) []int {
	a, b := r.nodes[from], r.nodes[to]
	length := a.dist(b)
	n := max(1, int(math.Ceil(length/pieceM)))
	across := point{-(b.y - a.y) / length, (b.x - a.x) / length}
	swing := min(0.06*length, 220)
	waves, phase := 1+rnd.IntN(3), 2*math.Pi*rnd.Float64()
	var way []int
	at := from
	for i := 1; i <= n; i++ {
		next := to
		if i < n {
			t := float64(i) / float64(n)
			// The bend fades towards both ends, so that roads meet at their desa.
			bend := swing * math.Sin(math.Pi*t) * math.Sin(float64(waves)*math.Pi*t+phase)
			next = r.node(mix(a, b, t).add(across.mul(bend)))
			way = append(way, next)
		}
		e := as
		e.from, e.to = at, next
		r.edges = append(r.edges, e)
		at = next
	}
	return way
}

func (r *roads) nodesFile() []byte {
	rows := make([][]string, len(r.nodes))
	for i, p := range r.nodes {
		lon, lat := p.coords()
		rows[i] = []string{strconv.Itoa(i), lon, lat}
	}
	return csvFile([]string{"node", "lon", "lat"}, rows)
}

func (r *roads) edgesFile() []byte {
	rows := make([][]string, len(r.edges))
	for i, e := range r.edges {
		oneway := "no"
		if e.oneway {
			oneway = "yes"
		}
		rows[i] = []string{strconv.Itoa(e.from), strconv.Itoa(e.to), e.class, oneway, e.surface, e.name}
	}
	return csvFile([]string{"u", "v", "class", "oneway", "surface", "name"}, rows)
}
