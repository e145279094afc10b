package network

import (
	"cmp"
	"math"
)

// SnapOptions say which roads a point may join. The zero value is the rule of the
// whole program.
type SnapOptions struct {
	MaxM         float64 // farthest road, metres, inclusive; 5,000 when 0
	MinComponent int     // fewest nodes of a road's component; 100 when 0, 1 for any
	Landmass     uint32  // the point's landmass; 0 where unknown, which fits any road
}

const (
	defaultSnapM        = 5000
	defaultMinComponent = 100
)

// Snap is where a point joins the road.
type Snap struct {
	Reason    Reason // NoReason when it does, else NoRoadWithinSnap
	At        Position
	OffsetM   float64 // along the edge from its From end
	Point     Point   // on the road
	DistanceM float64 // from the point asked to the one on the road
	Component int     // nodes in the edge's strongly connected component
}

// OK reports whether a road was found.
func (s *Snap) OK() bool { return s.Reason == NoReason }

// endSnapM is how near, in metres, an end of an edge counts as the end itself.
// Without it, rounding in the projection would put a facility at a crossing a
// nanometre up a one-way road, to be reached only by going round.
const endSnapM = 0.001

// Snap returns the nearest point on an edge that may be travelled in some
// direction, within o.MaxM, on o.Landmass, in a strongly connected component of at
// least o.MinComponent nodes; where none such is in reach, the nearest of any
// component. Edges equally near are taken by id. Nearest is judged on a plane
// around p, which is within 0.1 % of geodesic over 5 km outside polar regions.
func (w *Weights) Snap(p Point, o SnapOptions) Snap {
	if !onEarth(p) {
		return noSnap
	}
	maxM := cmp.Or(o.MaxM, defaultSnapM)
	minComponent := cmp.Or(o.MinComponent, defaultMinComponent)
	n := w.net
	pl := n.newPlane(p)
	// The plane's metres differ a little from the distance function's, which has
	// the last word on maxM: look a little farther.
	limit := maxM*1.002 + 0.01
	large, any := candidate{m2: limit * limit}, candidate{m2: limit * limit}
	walk := roadWalk{tree: &n.roads, plane: &pl, heap: make([]roadBox, 0, 128)}
	for walk.start(); ; {
		leaf, ok := walk.next(large.m2)
		if !ok {
			break
		}
		e := n.roads.edge[leaf]
		if !w.usable(e) || !n.onLandmass(e, o.Landmass) {
			continue
		}
		c := n.nearestOfRun(&pl, e, n.roads.segment[leaf])
		if c.before(any) {
			any = c
		}
		if c.before(large) && w.EdgeComponent(e) >= minComponent {
			large = c
		}
	}
	for _, c := range [2]candidate{large, any} {
		if c.found {
			if s := w.snapTo(p, c); s.DistanceM <= maxM {
				return s
			}
		}
	}
	return noSnap
}

// NearestEdge returns the edge nearest to p within maxM metres that accept takes,
// open or not, and how far it lies; accept nil takes any. Edges equally near are
// taken by id.
func (n *Network) NearestEdge(p Point, maxM float64, accept func(edge uint32) bool) (edge uint32, distanceM float64, ok bool) {
	if !onEarth(p) || !(maxM >= 0) {
		return 0, 0, false
	}
	pl := n.newPlane(p)
	limit := maxM*1.002 + 0.01 // as in Snap
	best := candidate{m2: limit * limit}
	walk := roadWalk{tree: &n.roads, plane: &pl, heap: make([]roadBox, 0, 128)}
	for walk.start(); ; {
		leaf, more := walk.next(best.m2)
		if !more {
			break
		}
		e := n.roads.edge[leaf]
		if accept != nil && !accept(e) {
			continue
		}
		if c := n.nearestOfRun(&pl, e, n.roads.segment[leaf]); c.before(best) {
			best = c
		}
	}
	if !best.found {
		return 0, 0, false
	}
	distanceM = n.distance(p, best.point)
	return best.edge, distanceM, distanceM <= maxM
}

var noSnap = Snap{Reason: NoRoadWithinSnap, At: NoPosition}

// candidate is the nearest point of some segment.
type candidate struct {
	m2      float64
	edge    uint32
	point   Point
	offsetM float64
	t       float64 // along the whole edge if that has no length
	found   bool
}

// before prefers the nearer, then the lower edge. A candidate not found stands for
// the limit, which is inclusive.
func (c candidate) before(d candidate) bool {
	return c.m2 < d.m2 || c.m2 == d.m2 && (!d.found || c.edge < d.edge)
}

// nearestOfRun projects onto the segments of one leaf.
func (n *Network) nearestOfRun(pl *plane, e, from uint32) candidate {
	best := candidate{m2: math.Inf(1)}
	for i := from; i < min(from+runLength, n.segments(e)); i++ {
		a, b, fromM, toM := n.segment(e, i)
		t, p, m2 := pl.project(a, b)
		if m2 < best.m2 {
			best = candidate{m2, e, p, fromM + t*(toM-fromM), (float64(i) + t) / float64(n.segments(e)), true}
		}
	}
	return best
}

func (n *Network) onLandmass(e, landmass uint32) bool {
	a, b := n.landmass[n.from[e]], n.landmass[n.to[e]]
	return landmass == 0 || a == 0 || b == 0 || a == landmass || b == landmass
}

func (w *Weights) snapTo(p Point, c candidate) Snap {
	n := w.net
	length := n.lengthM[c.edge]
	fraction := c.t
	if length > 0 {
		fraction = min(c.offsetM/length, 1)
	}
	if c.offsetM <= endSnapM && fraction <= 0.5 {
		fraction, c.offsetM, c.point = 0, 0, n.at[n.from[c.edge]]
	} else if length-c.offsetM <= endSnapM {
		fraction, c.offsetM, c.point = 1, length, n.at[n.to[c.edge]]
	}
	return Snap{
		At:        Position{c.edge, fraction},
		OffsetM:   c.offsetM,
		Point:     c.point,
		DistanceM: n.distance(p, c.point),
		Component: w.EdgeComponent(c.edge),
	}
}
