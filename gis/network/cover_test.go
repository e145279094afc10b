package network_test

import (
	"cmp"
	"math"
	"slices"

	"jangkau/gis/network"
)

// cover is a set of points of the roads: intervals in metres, by edge. They may
// overlap; only what they cover together counts.
type cover map[uint32][][2]float64

func (c cover) add(e uint32, fromM, toM float64) {
	c[e] = append(c[e], [2]float64{min(fromM, toM), max(fromM, toM)})
}

// union is what the intervals of an edge cover, disjoint and sorted.
func (c cover) union(e uint32) [][2]float64 {
	sorted := slices.Clone(c[e])
	slices.SortFunc(sorted, func(a, b [2]float64) int { return cmp.Compare(a[0], b[0]) })
	var out [][2]float64
	for _, iv := range sorted {
		if k := len(out) - 1; k >= 0 && iv[0] <= out[k][1] {
			out[k][1] = max(out[k][1], iv[1])
		} else {
			out = append(out, iv)
		}
	}
	return out
}

func (c cover) lengthM() float64 {
	sum := 0.0
	for e := range c {
		for _, iv := range c.union(e) {
			sum += iv[1] - iv[0]
		}
	}
	return sum
}

func commonM(a, b cover) float64 {
	sum := 0.0
	for e := range a {
		for _, x := range a.union(e) {
			for _, y := range b.union(e) {
				sum += max(0, min(x[1], y[1])-max(x[0], y[0]))
			}
		}
	}
	return sum
}

// onRoadM is how far off an edge a published vertex may lie: theirs have more
// decimals than ours, and their cuts are interpolated on a projected plane.
const onRoadM = 0.05

// straightRoads finds the straight edges of a network under a segment. The published
// roads hold stretches twice, as one area's uncut edge and another's cut one:
// whatever lies on the ground counts once, on the longest edge there.
type straightRoads struct {
	n      *network.Network
	cells  map[[2]int][]uint32
	within []bool // edge -> lies on a longer one
}

const cellDeg = 0.001

func newStraightRoads(n *network.Network) *straightRoads {
	s := &straightRoads{n: n, cells: map[[2]int][]uint32{}, within: make([]bool, n.EdgeCount())}
	for e := range uint32(n.EdgeCount()) {
		a, b := s.ends(e)
		s.eachCell(a, b, func(c [2]int) { s.cells[c] = append(s.cells[c], e) })
	}
	for e := range uint32(n.EdgeCount()) {
		a, b := s.ends(e)
		for _, f := range s.under(a, b) {
			longer := n.LengthM(f.Edge) > n.LengthM(e) || n.LengthM(f.Edge) == n.LengthM(e) && f.Edge < e
			if whole := f.ToM-f.FromM >= n.LengthM(e)-2*onRoadM; f.Edge != e && longer && whole {
				s.within[e] = true
			}
		}
	}
	return s
}

func (s *straightRoads) ends(e uint32) (a, b network.Point) {
	u, v := s.n.Ends(e)
	a, _ = s.n.Node(u)
	b, _ = s.n.Node(v)
	return a, b
}

func (s *straightRoads) eachCell(a, b network.Point, visit func([2]int)) {
	cell := func(x float64) int { return int(math.Floor(x / cellDeg)) }
	for x := cell(min(a.Lon, b.Lon)); x <= cell(max(a.Lon, b.Lon)); x++ {
		for y := cell(min(a.Lat, b.Lat)); y <= cell(max(a.Lat, b.Lat)); y++ {
			visit([2]int{x, y})
		}
	}
}

// under returns the stretches of edges that run along the segment from a to b.
func (s *straightRoads) under(a, b network.Point) (on []network.Piece) {
	seen := map[uint32]bool{}
	s.eachCell(a, b, func(c [2]int) {
		for _, e := range s.cells[c] {
			if seen[e] {
				continue
			}
			seen[e] = true
			if p, ok := s.overlap(e, a, b); ok {
				on = append(on, p)
			}
		}
	})
	return on
}

// overlap is the part of edge e that the segment from a to b covers, if the two
// run along each other: both ends of the common part lie on both.
func (s *straightRoads) overlap(e uint32, a, b network.Point) (network.Piece, bool) {
	u, v := s.ends(e)
	length := s.n.LengthM(e)
	if length == 0 {
		return network.Piece{}, false
	}
	ta, tb := along(u, v, a), along(u, v, b)
	ta, tb = min(ta, tb), max(ta, tb)
	if (tb-ta)*length < min(1e-4, length/2) {
		return network.Piece{}, false // they touch in a point, or cross
	}
	for _, t := range []float64{ta, tb} {
		p := network.Point{Lon: u.Lon + t*(v.Lon-u.Lon), Lat: u.Lat + t*(v.Lat-u.Lat)}
		if offM(a, b, p) > onRoadM {
			return network.Piece{}, false
		}
	}
	return network.Piece{Edge: e, FromM: ta * length, ToM: tb * length}, true
}

// along projects p onto the segment from a to b: how far along it lies, 0 to 1.
func along(a, b, p network.Point) (t float64) {
	k := math.Cos(a.Lat * math.Pi / 180)
	dx, dy := (b.Lon-a.Lon)*k, b.Lat-a.Lat
	if d := dx*dx + dy*dy; d > 0 {
		t = min(max(((p.Lon-a.Lon)*k*dx+(p.Lat-a.Lat)*dy)/d, 0), 1)
	}
	return t
}

// offM is how far off the segment from a to b p lies.
func offM(a, b, p network.Point) float64 {
	t := along(a, b, p)
	return geodesicM(network.Point{Lon: a.Lon + t*(b.Lon-a.Lon), Lat: a.Lat + t*(b.Lat-a.Lat)}, p)
}

// cover maps lines onto edges, and returns the length of what lies on none.
func (s *straightRoads) cover(lines [][]network.Point) (on cover, unmatchedM float64) {
	on = cover{}
	for _, line := range lines {
		for i := 1; i < len(line); i++ {
			covered := 0.0
			for _, p := range s.under(line[i-1], line[i]) {
				if covered += p.ToM - p.FromM; !s.within[p.Edge] {
					on.add(p.Edge, p.FromM, p.ToM)
				}
			}
			unmatchedM += max(0, geodesicM(line[i-1], line[i])-covered-0.001)
		}
	}
	return on, unmatchedM
}
