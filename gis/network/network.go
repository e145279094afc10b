package network

import (
	"sync"

	"jangkau/gis/network/flatfile"
)

// Network is the immutable index of roads: where nodes and edges lie and how they
// meet. It is safe for any number of concurrent users. Build one with a [Builder].
type Network struct {
	distance DistanceFunc

	// Nodes, in Hilbert order. outer and inner translate to and from the ids of
	// the caller.
	at       []Point
	landmass []uint32
	outer    []uint32 // inner id -> caller's id
	inner    []uint32 // caller's id -> inner id

	// Edges, in the order given. Ends are inner node ids.
	from, to []uint32
	lengthM  []float64

	// Vertices strictly between the ends of edge e are shape[shapeFirst[e]:
	// shapeFirst[e+1]], at shapeM metres from From. One flat array: millions of
	// short slices would cost more in headers than in points.
	shapeFirst []uint32
	shape      []Point
	shapeM     []float64

	// incident[first[v]:first[v+1]] are the arcs that leave node v.
	first    []uint32
	incident []uint32

	roads rtree

	file *flatfile.File // what the arrays lie in; nil: they are memory like any other

	locals   sync.Pool // *local, whose arrays have one entry a node
	boundeds sync.Pool // *bounded, the same
	sweeps   sync.Pool // *sweep, the same
}

const (
	noArc = ^uint32(0)

	// maxEdges leaves room for the direction bit, and for noArc.
	maxEdges = 1<<31 - 1
)

func arcOf(e uint32, backward bool) uint32 {
	if backward {
		return e<<1 | 1
	}
	return e << 1
}

// tail and head are the inner nodes that an arc leaves and enters.
func (n *Network) tail(arc uint32) uint32 {
	if arc&1 == 0 {
		return n.from[arc>>1]
	}
	return n.to[arc>>1]
}

func (n *Network) head(arc uint32) uint32 { return n.tail(arc ^ 1) }

// NodeCount is the number of nodes; their ids are 0 to NodeCount-1.
func (n *Network) NodeCount() int { return len(n.at) }

// EdgeCount is the number of edges; their ids are 0 to EdgeCount-1.
func (n *Network) EdgeCount() int { return len(n.from) }

// Node returns where a node lies and its landmass (0 where unknown).
func (n *Network) Node(id uint32) (Point, uint32) {
	v := n.inner[id]
	return n.at[v], n.landmass[v]
}

// Ends returns the ids of the nodes that edge e joins.
func (n *Network) Ends(e uint32) (from, to uint32) {
	return n.outer[n.from[e]], n.outer[n.to[e]]
}

// LengthM is the length of edge e in metres, as the caller gave it.
func (n *Network) LengthM(e uint32) float64 { return n.lengthM[e] }
