package network

import "math"

// Position is a place on an edge: the fraction of its length from From. Fraction
// 0 is the From node and 1 the To node, exactly: a place there is at the node,
// and joins all its roads whatever directions of this edge are open. Fractions
// rather than metres tell the ends of an edge of length zero apart.
type Position struct {
	Edge     uint32
	Fraction float64
}

// NoEdge is the edge of [NoPosition].
const NoEdge = ^uint32(0)

// NoPosition is the position of what is not on the network, as a failed snap.
var NoPosition = Position{Edge: NoEdge}

// On reports whether p is a position on n.
func (n *Network) On(p Position) bool {
	return int64(p.Edge) < int64(len(n.from)) && p.Fraction >= 0 && p.Fraction <= 1
}

// NodePosition returns a position at a node; false where no edge meets it.
func (n *Network) NodePosition(id uint32) (Position, bool) {
	v := n.inner[id]
	if n.first[v] == n.first[v+1] {
		return NoPosition, false
	}
	arc := n.incident[n.first[v]]
	return Position{arc >> 1, float64(arc & 1)}, true
}

// OffsetM is how far along its edge a position lies, in metres from From.
func (n *Network) OffsetM(p Position) float64 { return p.Fraction * n.lengthM[p.Edge] }

// leg joins a position inside an edge to one of its nodes: part of an arc. The leg
// of a position at a node has span 0.
type leg struct {
	node   uint32 // inner
	arc    uint32
	span   float64 // fraction of the arc that is travelled
	weight uint64
}

// legs are the at most two ways from a position to the rest of the network, or, if
// inbound, from the rest of the network to it. The position must be on the network.
func (w *Weights) legs(metric Metric, p Position, inbound bool) (ls [2]leg, k int) {
	n := w.net
	fwd, bwd := arcOf(p.Edge, false), arcOf(p.Edge, true)
	switch p.Fraction {
	case 0:
		return [2]leg{{node: n.from[p.Edge], arc: fwd}}, 1
	case 1:
		return [2]leg{{node: n.to[p.Edge], arc: bwd}}, 1
	}
	add := func(node, arc uint32, span float64) {
		if w.open(arc) {
			ls[k] = leg{node, arc, span, w.part(metric, arc, span)}
			k++
		}
	}
	if inbound {
		add(n.from[p.Edge], fwd, p.Fraction)
		add(n.to[p.Edge], bwd, 1-p.Fraction)
	} else {
		add(n.to[p.Edge], fwd, 1-p.Fraction)
		add(n.from[p.Edge], bwd, p.Fraction)
	}
	return ls, k
}

// along is the way from one position to another of the same edge without leaving
// it, where the direction is open.
func (w *Weights) along(metric Metric, from, to Position) (arc uint32, weight uint64, ok bool) {
	arc = arcOf(from.Edge, to.Fraction < from.Fraction)
	span := math.Abs(to.Fraction - from.Fraction)
	if span == 0 {
		return arc, 0, true
	}
	if !w.open(arc) {
		return arc, 0, false
	}
	return arc, w.part(metric, arc, span), true
}

// part is the weight of a fraction of an open arc.
func (w *Weights) part(metric Metric, arc uint32, span float64) uint64 {
	return w.quantise(metric, span*w.cost(metric, arc))
}
