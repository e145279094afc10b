package network

import (
	"fmt"
	"math"
)

// Validate checks everything that searches rely on and returns the first thing
// wrong, by id. A network from a [Builder] passes; loaders and tests call it on
// what came another way.
func (n *Network) Validate() error {
	for _, check := range []func() error{n.validateNodes, n.validateEdges, n.validateIncidence, n.validateRoads} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

func (n *Network) validateNodes() error {
	k := len(n.at)
	if len(n.landmass) != k || len(n.inner) != k || len(n.outer) != k || len(n.first) != k+1 {
		return wrong("node arrays differ in length: %d %d %d %d %d", k, len(n.landmass), len(n.inner), len(n.outer), len(n.first))
	}
	for v, id := range n.outer {
		if int(id) >= k || n.inner[id] != uint32(v) {
			return wrong("node %d: renumbering is no permutation", id)
		}
		if !onEarth(n.at[v]) {
			return wrong("node %d: %v is not on Earth", id, n.at[v])
		}
	}
	return nil
}

func (n *Network) validateEdges() error {
	m := len(n.from)
	if len(n.to) != m || len(n.lengthM) != m || len(n.shapeFirst) != m+1 || len(n.shape) != len(n.shapeM) {
		return wrong("edge arrays differ in length")
	}
	if n.shapeFirst[0] != 0 || int(n.shapeFirst[m]) != len(n.shape) {
		return wrong("vertices run from %d to %d of %d", n.shapeFirst[0], n.shapeFirst[m], len(n.shape))
	}
	for e := range m {
		if int(n.from[e]) >= len(n.at) || int(n.to[e]) >= len(n.at) {
			return wrong("edge %d: no such node", e)
		}
		if !(n.lengthM[e] >= 0) || math.IsInf(n.lengthM[e], 0) {
			return wrong("edge %d: length %v m", e, n.lengthM[e])
		}
		if n.shapeFirst[e] > n.shapeFirst[e+1] {
			return wrong("edge %d: vertices run backwards", e)
		}
		for i := range n.segments(uint32(e)) {
			_, p, fromM, toM := n.segment(uint32(e), i)
			if !(fromM <= toM) || !onEarth(p) {
				return wrong("edge %d: segment %d from %v to %v m at %v", e, i, fromM, toM, p)
			}
		}
	}
	return nil
}

func (n *Network) validateIncidence() error {
	if n.first[0] != 0 || len(n.incident) != 2*len(n.from) || int(n.first[len(n.at)]) != len(n.incident) {
		return wrong("incidence list of %d for %d edges", len(n.incident), len(n.from))
	}
	seen := make([]bool, len(n.incident))
	for v := range n.at {
		if n.first[v] > n.first[v+1] {
			return wrong("node %d: incident edges run backwards", n.outer[v])
		}
		for _, arc := range n.incident[n.first[v]:n.first[v+1]] {
			if int(arc) >= len(seen) || seen[arc] || n.tail(arc) != uint32(v) {
				return wrong("node %d: arc %d is not its own, or twice", n.outer[v], arc)
			}
			seen[arc] = true
		}
	}
	return nil
}

// validateRoads checks that every segment is under one leaf and every box holds
// what is below it.
func (n *Network) validateRoads() error {
	t := &n.roads
	segments := 0
	for leaf, e := range t.edge {
		for i := t.segment[leaf]; i < min(t.segment[leaf]+runLength, n.segments(e)); i++ {
			a, b, _, _ := n.segment(e, i)
			if bx := t.levels[0][leaf]; !bx.holds(a) || !bx.holds(b) {
				return wrong("edge %d: segment %d outside its box", e, i)
			}
			segments++
		}
	}
	if want := len(n.from) + len(n.shape); segments != want {
		return wrong("%d segments indexed of %d", segments, want)
	}
	for level := 1; level < len(t.levels); level++ {
		for i, c := range t.levels[level-1] {
			parent := t.levels[level][i/fanOut]
			both := parent
			if both.addBox(c); both != parent {
				return wrong("index level %d: box %d outside its parent", level-1, i)
			}
		}
	}
	return nil
}

func (b *box) holds(p Point) bool {
	return float64(b.minLon) <= p.Lon && p.Lon <= float64(b.maxLon) &&
		float64(b.minLat) <= p.Lat && p.Lat <= float64(b.maxLat)
}
