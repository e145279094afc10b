package gis

import (
	"math"

	"github.com/twpayne/go-geom"

	"jangkau/gis/contour"
	"jangkau/gis/network"
)

// sampling turns what a search found into samples on a plane around a place, in
// metres.
type sampling struct {
	e                *Engine
	by               TravelMetric
	at               network.Point
	mPerLon, mPerLat float64
	limit            float64
	walkPerM         float64
	box              network.Box // of what is reached, and as far as people walk from there
	cells            float64     // how many the field should have
	nodes, most      int         // sampled, and how many may be; 0 for any number

	mine func(owner int32) bool // whose country the box holds; nil of one place
	// on is the way from within a road that a destination lies on, which the ends of
	// the road know nothing of.
	on func(e uint32, fraction float64) (cost float64, owner int32, ok bool)

	samples []contour.Sample
}

func newSampling(e *Engine, by TravelMetric, at network.Point, limit float64) *sampling {
	const step = 0.01
	s := &sampling{
		e: e, by: by, at: at, limit: limit,
		mPerLon: DistanceM(at, network.Point{Lon: at.Lon + step, Lat: at.Lat}) / step,
		mPerLat: DistanceM(at, network.Point{Lon: at.Lon, Lat: at.Lat - math.Copysign(step, at.Lat)}) / step,
		box:     network.Box{MinLon: at.Lon, MinLat: at.Lat, MaxLon: at.Lon, MaxLat: at.Lat},
		cells:   isochroneCells,
	}
	s.walkPerM = s.walk(1)
	return s
}

// walk is the cost of walking over a straight line.
func (s *sampling) walk(straightM float64) float64 {
	if s.by == ByDistance {
		return s.e.walkM(straightM)
	}
	return s.e.walkS(straightM)
}

// extend widens the box by a place and how far one may walk from there.
func (s *sampling) extend(p network.Point, cost float64) {
	m := min(s.e.roads.options.SnapMaxM, max(0, (s.limit-cost)/s.walkPerM))
	s.box.MinLon, s.box.MaxLon = min(s.box.MinLon, p.Lon-m/s.mPerLon), max(s.box.MaxLon, p.Lon+m/s.mPerLon)
	s.box.MinLat, s.box.MaxLat = min(s.box.MinLat, p.Lat-m/s.mPerLat), max(s.box.MaxLat, p.Lat+m/s.mPerLat)
}

func (s *sampling) add(p network.Point, cost float64, owner int32) {
	s.samples = append(s.samples, contour.Sample{
		X: (p.Lon - s.at.Lon) * s.mPerLon, Y: (p.Lat - s.at.Lat) * s.mPerLat, Cost: cost, Owner: owner,
	})
}

// field is the cost of every place around: some ten thousand cells, no smaller than
// what a map shows.
func (s *sampling) field() *contour.Field {
	return contour.NewField(s.samples, contour.Options{
		CellM: s.cellM(), WalkPerM: s.walkPerM, WalkMaxM: s.e.roads.options.SnapMaxM, Limit: s.limit,
	})
}

func (s *sampling) cellM() float64 {
	w, h := (s.box.MaxLon-s.box.MinLon)*s.mPerLon, (s.box.MaxLat-s.box.MinLat)*s.mPerLat
	return max(50, math.Sqrt(w*h/s.cells))
}

// isochroneCells decides how finely the edge of an area is drawn where there are no
// roads; where there are, it is exact whatever the cells.
const isochroneCells = 12_000

// roads samples the roads in the box that the profile may use: their ends, and as
// many points between that no cell lacks one. costAt gives the cost at a node.
func (s *sampling) roads(towards bool, costAt func(node uint32) (cost float64, owner int32)) {
	n := s.e.roads.net
	type state struct {
		cost  float64
		owner int32
	}
	seenEdge, nodes := make(map[uint32]bool, 1<<13), make(map[uint32]state, 1<<13)
	stepM := s.cellM() / 2
	end := func(node uint32) (float64, int32) {
		at, seen := nodes[node]
		if !seen {
			at.cost, at.owner = costAt(node)
			nodes[node] = at
			s.nodes++
			p, _ := n.Node(node)
			s.add(p, at.cost, at.owner)
		}
		return at.cost, at.owner
	}
	sample := func(e uint32) {
		forward, backward := s.e.weights.EdgeS(e)
		if seenEdge[e] || s.full() || math.IsInf(forward, 1) && math.IsInf(backward, 1) || s.e.roads.isFerry(e) {
			return
		}
		seenEdge[e] = true
		from, to := n.Ends(e)
		a, ownerA := end(from)
		b, ownerB := end(to)
		lengthM := n.LengthM(e)
		if lengthM <= stepM {
			return
		}
		up, down := s.edge(e, forward), s.edge(e, backward)
		if !towards {
			up, down = down, up
		}
		// Towards the place one goes on to the far end forwards, or back to the near one.
		for i, k := 1, int(math.Ceil(lengthM/stepM)); i < k; i++ {
			t := float64(i) / float64(k)
			cost, owner := b+(1-t)*up, ownerB
			if c := a + t*down; c < cost || math.IsNaN(cost) {
				cost, owner = c, ownerA
			}
			if s.on != nil {
				if c, o, ok := s.on(e, t); ok && (c < cost || math.IsNaN(cost)) {
					cost, owner = c, o
				}
			}
			p := n.PointAt(e, t*lengthM)
			s.add(p, cost, owner)
			if cost <= s.limit && !math.IsInf(cost, 1) && (s.mine == nil || s.mine(owner)) {
				s.extend(p, cost)
			}
		}
	}
	// A road may be reached far along, and then its neighbours there matter as well.
	for before := (network.Box{}); before != s.box && !s.full(); {
		before = s.box
		n.RoadsIn(before, sample)
	}
	if s.mine != nil { // people at the rim may be nearer to a road beyond it, somebody else's
		n.RoadsIn(s.wider(), sample)
	}
}

// full reports whether there are more nodes than may be sampled.
func (s *sampling) full() bool { return s.most > 0 && s.nodes > s.most }

// wider is the box and as far again as people walk.
func (s *sampling) wider() network.Box {
	m := min(s.e.roads.options.SnapMaxM, s.limit/s.walkPerM)
	return network.Box{
		MinLon: s.box.MinLon - m/s.mPerLon, MaxLon: s.box.MaxLon + m/s.mPerLon,
		MinLat: s.box.MinLat - m/s.mPerLat, MaxLat: s.box.MaxLat + m/s.mPerLat,
	}
}

// edge is the cost of a whole edge in one direction.
func (s *sampling) edge(e uint32, seconds float64) float64 {
	if s.by == ByDistance && !math.IsInf(seconds, 1) {
		return s.e.roads.net.LengthM(e)
	}
	return seconds
}

// own samples the road that the place itself lies on, where no node may be reached.
func (s *sampling) own(at Located, spent float64, towards bool) {
	n := s.e.roads.net
	e := at.Position.Edge
	lengthM := n.LengthM(e)
	offsetM := n.OffsetM(at.Position)
	s.add(n.PointAt(e, offsetM), spent, 0)
	if lengthM == 0 {
		return
	}
	forward, backward := s.e.weights.EdgeS(e)
	if !towards {
		forward, backward = backward, forward
	}
	along := func(m float64) float64 { // before the place one comes forwards, beyond it backwards
		if m > offsetM {
			return spent + s.edge(e, backward)*(m-offsetM)/lengthM
		}
		return spent + s.edge(e, forward)*(offsetM-m)/lengthM
	}
	s.on = func(other uint32, fraction float64) (float64, int32, bool) {
		return along(fraction * lengthM), 0, other == e
	}
	stepM := min(s.cellM()/2, lengthM/4)
	for m := stepM; m < lengthM; m += stepM {
		cost := along(m)
		if cost <= s.limit { // false for NaN, where neither direction is open
			p := n.PointAt(e, m)
			s.add(p, cost, 0)
			s.extend(p, cost)
		}
	}
}

// multiPolygon takes areas back from the plane, rings closed.
func (s *sampling) multiPolygon(list []contour.Polygon) *geom.MultiPolygon {
	var flat []float64
	endss := make([][]int, 0, len(list))
	for _, p := range list {
		ends := make([]int, 0, len(p))
		for _, ring := range p {
			start := len(flat)
			for _, v := range ring {
				flat = append(flat, s.at.Lon+v[0]/s.mPerLon, s.at.Lat+v[1]/s.mPerLat)
			}
			flat = append(flat, flat[start], flat[start+1])
			ends = append(ends, len(flat))
		}
		endss = append(endss, ends)
	}
	return geom.NewMultiPolygonFlat(geom.XY, flat, endss).SetSRID(4326)
}
