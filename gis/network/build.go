package network

import (
	"fmt"
	"math"
)

// Node is a place where edges meet.
type Node struct {
	Point
	Landmass uint32 // id of the island it lies on; 0 where unknown
}

// Edge is a road between two nodes, given by the order in which they were added.
type Edge struct {
	From, To uint32
	LengthM  float64 // exact length along the edge, metres

	// Geometry is the whole line, both ends included; nil is a straight line.
	Geometry []Point
	// CumulativeM is the distance of each vertex of Geometry from the first,
	// metres. When nil it is measured with the distance function and stretched
	// so that the last vertex lies at LengthM.
	CumulativeM []float64
}

// Builder collects nodes and edges. It keeps no slice that it is handed.
type Builder struct {
	net *Network
	err error // the first thing found wrong; Build returns it
}

// NewBuilder starts a network whose distances are measured with distance.
func NewBuilder(distance DistanceFunc) *Builder {
	return &Builder{net: &Network{distance: distance, shapeFirst: []uint32{0}}}
}

func (b *Builder) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
	}
}

// AddNode adds a node and returns its id: 0, 1, 2 and so on.
func (b *Builder) AddNode(nd Node) uint32 {
	id := uint32(len(b.net.at))
	if !onEarth(nd.Point) {
		b.fail("node %d: lon %v lat %v is not on Earth", id, nd.Lon, nd.Lat)
	}
	b.net.at = append(b.net.at, nd.Point)
	b.net.landmass = append(b.net.landmass, nd.Landmass)
	return id
}

func onEarth(p Point) bool {
	return p.Lon >= -180 && p.Lon <= 180 && p.Lat >= -90 && p.Lat <= 90 // false for NaN
}

// AddEdge adds an edge and returns its id: 0, 1, 2 and so on. Its nodes must have
// been added before.
func (b *Builder) AddEdge(e Edge) uint32 {
	n := b.net
	id := uint32(len(n.from))
	if int(e.From) >= len(n.at) || int(e.To) >= len(n.at) {
		b.fail("edge %d: joins nodes %d and %d of %d", id, e.From, e.To, len(n.at))
		e = Edge{}
	}
	if !(e.LengthM >= 0) || math.IsInf(e.LengthM, 0) {
		b.fail("edge %d: length %v m", id, e.LengthM)
	}
	n.from, n.to = append(n.from, e.From), append(n.to, e.To)
	n.lengthM = append(n.lengthM, e.LengthM)
	b.addShape(id, e)
	n.shapeFirst = append(n.shapeFirst, uint32(len(n.shape)))
	return id
}

// endTolerance is how far, in degrees, the ends of a geometry may lie from their
// nodes: 1e-6 is 0.1 m, the sixth decimal that many tools round to. The node's
// own coordinates are what counts.
const endTolerance = 1e-6

func (b *Builder) addShape(id uint32, e Edge) {
	k := len(e.Geometry)
	if k == 0 {
		return
	}
	if k < 2 {
		b.fail("edge %d: geometry of one vertex", id)
		return
	}
	if !near(e.Geometry[0], b.net.at[e.From]) || !near(e.Geometry[k-1], b.net.at[e.To]) {
		b.fail("edge %d: geometry does not run from node %d to node %d", id, e.From, e.To)
	}
	cum := e.CumulativeM
	if cum == nil {
		cum = b.cumulative(e)
	}
	if len(cum) != k {
		b.fail("edge %d: %d vertices with %d cumulative lengths", id, k, len(cum))
		return
	}
	if off := math.Abs(cum[k-1] - e.LengthM); !(off <= 1e-6*(1+e.LengthM)) || cum[0] != 0 {
		b.fail("edge %d: cumulative lengths run from %v to %v m, length is %v m", id, cum[0], cum[k-1], e.LengthM)
	}
	for i := 1; i < k; i++ {
		if !(cum[i] >= cum[i-1]) {
			b.fail("edge %d: cumulative lengths fall at vertex %d", id, i)
		}
		if !onEarth(e.Geometry[i]) {
			b.fail("edge %d: vertex %d is not on Earth", id, i)
		}
	}
	for i := 1; i < k-1; i++ {
		b.net.shape = append(b.net.shape, e.Geometry[i])
		b.net.shapeM = append(b.net.shapeM, min(cum[i], e.LengthM))
	}
}

func near(a, b Point) bool {
	return math.Abs(a.Lon-b.Lon) <= endTolerance && math.Abs(a.Lat-b.Lat) <= endTolerance
}

func (b *Builder) cumulative(e Edge) []float64 {
	cum := make([]float64, len(e.Geometry))
	for i := 1; i < len(cum); i++ {
		cum[i] = cum[i-1] + b.net.distance(e.Geometry[i-1], e.Geometry[i])
	}
	last := len(cum) - 1
	if total := cum[last]; total > 0 {
		for i := range cum {
			cum[i] *= e.LengthM / total
		}
	}
	cum[last] = e.LengthM
	return cum
}

// Build returns the network, or the first thing found wrong, which wraps
// [ErrInvalid]. The builder is spent.
func (b *Builder) Build() (*Network, error) {
	n := b.net
	if n == nil {
		return nil, fmt.Errorf("%w: builder already spent", ErrInvalid)
	}
	b.net = nil
	if n.distance == nil {
		b.fail("no distance function")
	}
	if len(n.from) > maxEdges || len(n.at) >= math.MaxUint32 || len(n.shape) >= math.MaxUint32 {
		b.fail("%d nodes, %d edges, %d vertices exceed 32-bit ids", len(n.at), len(n.from), len(n.shape))
	}
	if b.err != nil {
		return nil, b.err
	}
	n.renumber()
	n.join()
	n.roads = packRoads(n)
	return n, nil
}

// renumber puts the nodes into Hilbert order.
func (n *Network) renumber() {
	at, landmass := n.at, n.landmass
	n.outer = hilbertOrder(len(at), func(i int) Point { return at[i] })
	n.inner = make([]uint32, len(at))
	n.at = make([]Point, len(at))
	n.landmass = make([]uint32, len(at))
	for v, id := range n.outer {
		n.inner[id] = uint32(v)
		n.at[v], n.landmass[v] = at[id], landmass[id]
	}
	for e := range n.from {
		n.from[e], n.to[e] = n.inner[n.from[e]], n.inner[n.to[e]]
	}
}

// join fills the incidence list by counting: each edge once at either end, a loop
// twice at its only one. Within a node, arcs stand in order of edge.
func (n *Network) join() {
	n.first = make([]uint32, len(n.at)+1)
	for e := range n.from {
		n.first[n.from[e]+1]++
		n.first[n.to[e]+1]++
	}
	for v := range n.at {
		n.first[v+1] += n.first[v]
	}
	free := append([]uint32(nil), n.first[:len(n.at)]...)
	n.incident = make([]uint32, 2*len(n.from))
	for e := range n.from {
		for _, arc := range [2]uint32{arcOf(uint32(e), false), arcOf(uint32(e), true)} {
			v := n.tail(arc)
			n.incident[free[v]] = arc
			free[v]++
		}
	}
}
