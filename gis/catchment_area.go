package gis

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"github.com/twpayne/go-geom"

	"jangkau/gis/network"
)

// MaxDrawnNodes bounds the crossings of one drawing of catchments or of an isochrone,
// and so its time and memory: all roads around are looked at, not only those along
// the edges.
const MaxDrawnNodes = 500_000

// catchmentCells is how many cells of the lattice a catchment adds to a drawing, up
// to maxCatchmentCells in all; its edges are exact at crossings whatever the cells.
const (
	catchmentCells    = 3_000
	maxCatchmentCells = 300_000
)

// CatchmentAreas draws the country of some destinations, of: that from which each is
// the nearest of all there are, within a limit (+Inf for none). Neighbouring areas of
// one drawing share their edge. What owns nothing has no entry. It takes a whole-area
// search and then the roads around what is drawn. The error is [Invalid] where that is
// more than [MaxDrawnNodes], the context's or the search's.
func (e *Engine) CatchmentAreas(ctx context.Context, by TravelMetric, d *Destinations, of []int32, limit float64) (map[int32]*geom.MultiPolygon, error) {
	defer runtime.KeepAlive(e)
	areas := map[int32]*geom.MultiPolygon{}
	mine := make(map[int32]bool, len(of))
	for _, i := range of {
		mine[i] = d.list[i].Joins
	}
	metric := metricOf(by)
	labels, err := e.weights.NearestAll(ctx, metric, d.sources)
	if err != nil {
		return nil, fmt.Errorf("catchments of %d destinations: %w", d.Len(), err)
	}
	defer labels.Close()
	box, ok := e.catchmentBox(d, mine, limit, labels, metric)
	if !ok {
		return areas, nil
	}
	s := newSampling(e, by, network.Point{Lon: (box.MinLon + box.MaxLon) / 2, Lat: (box.MinLat + box.MaxLat) / 2}, limit)
	s.box, s.most, s.mine = box, MaxDrawnNodes, func(owner int32) bool { return mine[owner] }
	s.cells = min(isochroneCells+catchmentCells*float64(len(of)), maxCatchmentCells)
	s.on = d.onRoads(labels, by)
	for _, i := range of {
		if mine[i] {
			s.extend(d.list[i].At, 0)
		}
	}
	quantum := e.weights.Quantum(metric)
	s.roads(true, func(node uint32) (float64, int32) {
		if w, source, ok := labels.NodeWeight(node); ok {
			return float64(w) * quantum, int32(source)
		}
		return math.Inf(1), 0
	})
	if s.full() {
		return nil, &Error{Kind: Invalid, Field: "within", Message: T(
			"Daerah tangkapan ini terlalu luas untuk digambar sekaligus: lebih dari %d persimpangan. Perkecil wilayahnya atau batasnya, atau sebutkan fasilitasnya (facility)",
			"These catchments are too large to draw at once: more than %d crossings. Ask for a smaller wilayah or limit, or name the facilities (facility)", MaxDrawnNodes)}
	}
	d.addTo(s)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for owner, list := range s.field().Owned(limit) {
		if mine[owner] {
			areas[owner] = s.multiPolygon(list)
		}
	}
	return areas, nil
}

// catchmentBox holds the destinations to be drawn and the nodes that are theirs;
// false where there is nothing to draw.
func (e *Engine) catchmentBox(d *Destinations, mine map[int32]bool, limit float64, labels *network.Labels, metric network.Metric) (network.Box, bool) {
	box := network.Box{MinLon: math.Inf(1), MinLat: math.Inf(1), MaxLon: math.Inf(-1), MaxLat: math.Inf(-1)}
	take := func(p network.Point) {
		box.MinLon, box.MaxLon = min(box.MinLon, p.Lon), max(box.MaxLon, p.Lon)
		box.MinLat, box.MaxLat = min(box.MinLat, p.Lat), max(box.MaxLat, p.Lat)
	}
	for i, joins := range mine {
		if joins {
			take(d.list[i].At)
			take(e.roads.net.PointAt(d.list[i].Position.Edge, e.roads.net.OffsetM(d.list[i].Position)))
		}
	}
	if box.MinLon > box.MaxLon {
		return box, false
	}
	quantum := e.weights.Quantum(metric)
	for v := range uint32(e.roads.net.NodeCount()) {
		if w, source, ok := labels.NodeWeight(v); ok && mine[int32(source)] && float64(w)*quantum <= limit {
			p, _ := e.roads.net.Node(v)
			take(p)
		}
	}
	return box, true
}

// onRoads tells the cost and the owner of a place on a road that some destination
// lies on: the ends of the road know nothing of what is between them.
func (d *Destinations) onRoads(labels *network.Labels, by TravelMetric) func(e uint32, fraction float64) (float64, int32, bool) {
	has := make(map[uint32]bool, len(d.list))
	for i := range d.list {
		if d.list[i].Joins {
			has[d.list[i].Position.Edge] = true
		}
	}
	return func(e uint32, fraction float64) (float64, int32, bool) {
		if !has[e] {
			return 0, 0, false
		}
		t := labels.Trip(network.Position{Edge: e, Fraction: fraction})
		switch {
		case t.Status != network.Reached:
			return math.Inf(1), 0, true
		case by == ByDistance:
			return t.DistanceM, int32(t.Source), true
		default:
			return t.DurationS, int32(t.Source), true
		}
	}
}

// addTo samples the destinations around themselves: people near by walk straight
// there. Of those at one place the first owns it, as in a search.
func (d *Destinations) addTo(s *sampling) {
	box := s.wider()
	lo, hi := [2]float64{box.MinLon, box.MinLat}, [2]float64{box.MaxLon, box.MaxLat}
	var near []int32
	d.index.Search(lo, hi, func(_, _ [2]float64, i int32) bool {
		if d.list[i].Joins {
			near = append(near, i)
		}
		return true
	})
	slices.Sort(near)
	taken := make(map[network.Point]bool, len(near))
	for _, i := range near {
		if at := d.list[i].At; !taken[at] {
			taken[at] = true
			s.add(at, 0, i)
		}
	}
}
