package network

import (
	"math"

	"jangkau/gis/network/flatfile"
)

// Sections of a file that belong to the network. Those of the roads' boxes hold all
// levels one after the other, leaves first.
const (
	secNodeAt       = "node.at"
	secNodeLandmass = "node.landmass"
	secNodeOuter    = "node.outer"
	secNodeInner    = "node.inner"
	secEdgeFrom     = "edge.from"
	secEdgeTo       = "edge.to"
	secEdgeLength   = "edge.length"
	secShapeFirst   = "shape.first"
	secShapeAt      = "shape.at"
	secShapeM       = "shape.m"
	secArcFirst     = "arc.first"
	secArcIncident  = "arc.incident"
	secTreeEdge     = "tree.edge"
	secTreeSegment  = "tree.segment"
	secTreeBox      = "tree.box"
)

// AddTo adds the network to a file. It must not be gone before that is written.
func (n *Network) AddTo(b *flatfile.Builder) {
	flatfile.Add(b, secNodeAt, n.at)
	flatfile.Add(b, secNodeLandmass, n.landmass)
	flatfile.Add(b, secNodeOuter, n.outer)
	flatfile.Add(b, secNodeInner, n.inner)
	flatfile.Add(b, secEdgeFrom, n.from)
	flatfile.Add(b, secEdgeTo, n.to)
	flatfile.Add(b, secEdgeLength, n.lengthM)
	flatfile.Add(b, secShapeFirst, n.shapeFirst)
	flatfile.Add(b, secShapeAt, n.shape)
	flatfile.Add(b, secShapeM, n.shapeM)
	flatfile.Add(b, secArcFirst, n.first)
	flatfile.Add(b, secArcIncident, n.incident)
	flatfile.Add(b, secTreeEdge, n.roads.edge)
	flatfile.Add(b, secTreeSegment, n.roads.segment)
	boxes := make([]box, 0, len(n.roads.edge)/fanOut*(fanOut+2)+fanOut)
	for _, level := range n.roads.levels {
		boxes = append(boxes, level...)
	}
	flatfile.Add(b, secTreeBox, boxes)
}

// OpenNetwork takes a network from a file whose sections are verified. It lies in the
// file's bytes. What searches rely on is checked in one pass over each array; the
// error says what does not hold together.
func OpenNetwork(f *flatfile.File, distance DistanceFunc) (*Network, error) {
	v := flatfile.Views{File: f}
	n := &Network{
		distance: distance, file: f,
		at: flatfile.Take[Point](&v, secNodeAt), landmass: flatfile.Take[uint32](&v, secNodeLandmass),
		outer: flatfile.Take[uint32](&v, secNodeOuter), inner: flatfile.Take[uint32](&v, secNodeInner),
		from: flatfile.Take[uint32](&v, secEdgeFrom), to: flatfile.Take[uint32](&v, secEdgeTo),
		lengthM: flatfile.Take[float64](&v, secEdgeLength), shapeFirst: flatfile.Take[uint32](&v, secShapeFirst),
		shape: flatfile.Take[Point](&v, secShapeAt), shapeM: flatfile.Take[float64](&v, secShapeM),
		first: flatfile.Take[uint32](&v, secArcFirst), incident: flatfile.Take[uint32](&v, secArcIncident),
		roads: rtree{edge: flatfile.Take[uint32](&v, secTreeEdge), segment: flatfile.Take[uint32](&v, secTreeSegment)},
	}
	boxes := flatfile.Take[box](&v, secTreeBox)
	if v.Err != nil {
		return nil, v.Err
	}
	if distance == nil {
		return nil, wrong("no distance function")
	}
	if !n.roads.level(boxes) {
		return nil, wrong("%d boxes over %d leaves", len(boxes), len(n.roads.edge))
	}
	for _, check := range []func() error{n.checkLengths, n.checkNodes, n.checkEdges, n.checkIncidence, n.checkRoads} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// level cuts boxes into the levels over the leaves; false where they do not fit.
func (t *rtree) level(boxes []box) bool {
	for k := len(t.edge); ; k = (k + fanOut - 1) / fanOut {
		if k > len(boxes) {
			return false
		}
		t.levels = append(t.levels, boxes[:k:k])
		boxes = boxes[k:]
		if k <= 1 {
			return len(boxes) == 0
		}
	}
}

func (n *Network) checkLengths() error {
	k, m := len(n.at), len(n.from)
	switch {
	case len(n.landmass) != k || len(n.outer) != k || len(n.inner) != k || len(n.first) != k+1:
		return wrong("node arrays differ in length: %d %d %d %d %d", k, len(n.landmass), len(n.outer), len(n.inner), len(n.first))
	case len(n.to) != m || len(n.lengthM) != m || len(n.shapeFirst) != m+1 || len(n.incident) != 2*m:
		return wrong("edge arrays differ in length: %d %d %d %d %d", m, len(n.to), len(n.lengthM), len(n.shapeFirst), len(n.incident))
	case len(n.shape) != len(n.shapeM) || len(n.roads.edge) != len(n.roads.segment):
		return wrong("arrays of vertices or leaves differ in length")
	case m > maxEdges || k >= math.MaxUint32 || len(n.shape) >= math.MaxUint32:
		return wrong("%d nodes, %d edges, %d vertices exceed 32-bit ids", k, m, len(n.shape))
	case n.first[0] != 0 || int(n.first[k]) != 2*m || n.shapeFirst[0] != 0 || int(n.shapeFirst[m]) != len(n.shape):
		return wrong("lists of arcs or vertices do not begin and end where they should")
	}
	return nil
}

// checkNodes leaves it to [Network.Validate] whether ids are translated back as they
// were translated forth: to follow each through memory would be half of all checks.
func (n *Network) checkNodes() error {
	k := uint32(len(n.at))
	return inParts(len(n.at), func(lo, hi int) error {
		for v := lo; v < hi; v++ {
			if n.outer[v] >= k || n.inner[v] >= k || n.first[v] > n.first[v+1] || !onEarth(n.at[v]) {
				return wrong("node %d by the curve", v)
			}
		}
		return nil
	})
}

func (n *Network) checkEdges() error {
	k, vertices := uint32(len(n.at)), uint32(len(n.shape))
	return inParts(len(n.from), func(lo, hi int) error {
		for e := lo; e < hi; e++ {
			length, first, end := n.lengthM[e], n.shapeFirst[e], n.shapeFirst[e+1]
			if n.from[e] >= k || n.to[e] >= k || !(length >= 0 && length <= math.MaxFloat64) || first > end || end > vertices {
				return wrong("edge %d", e)
			}
			before := 0.0
			for i := first; i < end; i++ {
				if !(n.shapeM[i] >= before && n.shapeM[i] <= length) || !onEarth(n.shape[i]) {
					return wrong("edge %d: vertex %d", e, i-first)
				}
				before = n.shapeM[i]
			}
		}
		return nil
	})
}

// checkIncidence finds every arc at the node that it leaves. Within a node arcs rise,
// so that none stands there twice; and there are as many as there should be.
func (n *Network) checkIncidence() error {
	arcs := uint32(len(n.incident))
	return inParts(len(n.at), func(lo, hi int) error {
		for v := lo; v < hi; v++ {
			first, end := n.first[v], n.first[v+1]
			if end > arcs {
				return wrong("arcs of node %d by the curve", v)
			}
			for i := first; i < end; i++ {
				if arc := n.incident[i]; arc >= arcs || n.tail(arc) != uint32(v) || i > first && arc <= n.incident[i-1] {
					return wrong("arcs of node %d by the curve", v)
				}
			}
		}
		return nil
	})
}

// checkRoads checks that leaves stand for pieces of edges. Whether their boxes hold
// those is left to [Network.Validate]: a box in the wrong place makes a wrong answer,
// but no worse.
func (n *Network) checkRoads() error {
	edges := uint32(len(n.from))
	return inParts(len(n.roads.edge), func(lo, hi int) error {
		for leaf := lo; leaf < hi; leaf++ {
			if e := n.roads.edge[leaf]; e >= edges || n.roads.segment[leaf] >= n.segments(e) {
				return wrong("leaf %d", leaf)
			}
		}
		return nil
	})
}
