package gis

import (
	"math"
	"slices"

	"github.com/twpayne/go-geom"

	"jangkau/gis/network"
)

// landmassGapDegrees is about 55 m. A node in a sliver between two desa, or a step
// off a simplified coast, belongs to the nearest land within it; parts of desa that
// come as near as this are one landmass.
const landmassGapDegrees = 0.0005

// LandmassPart is a polygon of a desa with the landmass that it lies on.
type LandmassPart struct {
	Landmass int32
	Polygon  *geom.Polygon // EPSG:4326
}

// RoadPlaces finds where a network lies among desa: the landmass of every node, and
// for every desa the point where its roads are densest. Desa are told one after
// another and not kept, so memory grows with the network alone.
type RoadPlaces struct {
	nodes     []network.Point
	nodeGrid  *pointGrid
	landmass  []int32
	near      map[uint32]nearLand // nodes on no land so far, with land within the gap
	pieces    *RoadPieces
	pieceGrid *pointGrid
	densest   []DensestRoads
	found     []uint32 // pieces inside the desa at hand
}

// DensestRoads is the point of a desa where its roads are densest.
type DensestRoads struct {
	Desa  WilayahCode
	Point network.Point
}

type nearLand struct {
	degrees  float64
	landmass int32
}

// NewRoadPlaces begins with the nodes and pieces of a network.
func NewRoadPlaces(nodes []network.Point, pieces *RoadPieces) *RoadPlaces {
	return &RoadPlaces{
		nodes: nodes, nodeGrid: newPointGrid(nodes), landmass: make([]int32, len(nodes)), near: map[uint32]nearLand{},
		pieces: pieces, pieceGrid: newPointGrid(pieces.at),
	}
}

// Desa takes in all parts of one desa.
func (p *RoadPlaces) Desa(code WilayahCode, parts []LandmassPart) {
	p.found = p.found[:0]
	for _, part := range parts {
		c := newCover(asMulti(part.Polygon))
		p.nodeGrid.each(c.minLon-landmassGapDegrees, c.minLat-landmassGapDegrees, c.maxLon+landmassGapDegrees, c.maxLat+landmassGapDegrees, func(v uint32) {
			p.land(v, c, part.Landmass)
		})
		p.pieceGrid.each(c.minLon, c.minLat, c.maxLon, c.maxLat, func(i uint32) {
			if at := p.pieces.at[i]; c.contains(at.Lon, at.Lat) {
				p.found = append(p.found, i)
			}
		})
	}
	if at, ok := p.densestOf(p.found); ok {
		p.densest = append(p.densest, DensestRoads{code, at})
	}
}

// land notes what a part means to a node: the landmass it stands on, the lowest
// where parts overlap, else the nearest land within the gap.
func (p *RoadPlaces) land(v uint32, c *cover, landmass int32) {
	at := p.nodes[v]
	if c.contains(at.Lon, at.Lat) {
		if p.landmass[v] == 0 || landmass < p.landmass[v] {
			p.landmass[v] = landmass
		}
		return
	}
	if p.landmass[v] != 0 {
		return
	}
	d := c.distance(at.Lon, at.Lat, landmassGapDegrees)
	if d > landmassGapDegrees {
		return
	}
	if n, ok := p.near[v]; !ok || d < n.degrees || d == n.degrees && landmass < n.landmass {
		p.near[v] = nearLand{d, landmass}
	}
}

// Landmass is the landmass of every node, 0 for none known, once all desa are told.
func (p *RoadPlaces) Landmass() []int32 {
	for v, n := range p.near {
		if p.landmass[v] == 0 {
			p.landmass[v] = n.landmass
		}
	}
	return p.landmass
}

// Densest lists the desa with roads inside, in the order they were told.
func (p *RoadPlaces) Densest() []DensestRoads { return p.densest }

// pieceCell is what stands in a cell: metres, and their first moments.
type pieceCell struct {
	m, x, y float64
	pieces  []uint32
}

// densestOf picks among pieces the one nearest to the centre, weighted by length,
// of the cell that holds most road. Metres are compared to the millimetre and ties
// go to the southernmost, then westernmost, so the same roads give the same point.
func (p *RoadPlaces) densestOf(pieces []uint32) (network.Point, bool) {
	if len(pieces) == 0 {
		return network.Point{}, false
	}
	slices.Sort(pieces) // a piece on the border of two parts lies in both
	cells := map[[2]float64]*pieceCell{}
	for _, i := range slices.Compact(pieces) {
		at, m := p.pieces.at[i], p.pieces.m[i]
		key := [2]float64{math.Floor(at.Lat / pieceDegrees), math.Floor(at.Lon / pieceDegrees)}
		c := cells[key]
		if c == nil {
			c = &pieceCell{}
			cells[key] = c
		}
		c.m, c.x, c.y = c.m+m, c.x+at.Lon*m, c.y+at.Lat*m
		c.pieces = append(c.pieces, i)
	}
	var best *pieceCell
	var bestKey [2]float64
	for key, c := range cells {
		if c.m > 0 && (best == nil || denser(c, key, best, bestKey)) {
			best, bestKey = c, key
		}
	}
	if best == nil {
		return network.Point{}, false
	}
	var found network.Point
	near := math.Inf(1)
	for _, i := range best.pieces {
		at := p.pieces.at[i]
		d := math.Hypot(at.Lon-best.x/best.m, at.Lat-best.y/best.m)
		if d < near || d == near && (at.Lat < found.Lat || at.Lat == found.Lat && at.Lon < found.Lon) {
			found, near = at, d
		}
	}
	return found, true
}

func denser(a *pieceCell, aKey [2]float64, b *pieceCell, bKey [2]float64) bool {
	am, bm := math.Round(a.m*1000), math.Round(b.m*1000)
	if am != bm {
		return am > bm
	}
	return aKey[0] < bKey[0] || aKey[0] == bKey[0] && aKey[1] < bKey[1]
}

func asMulti(p *geom.Polygon) *geom.MultiPolygon {
	m := geom.NewMultiPolygon(p.Layout())
	_ = m.Push(p) // fails for another layout only
	return m
}

// pointGrid lists points by square cells of equal size.
type pointGrid struct {
	points      []network.Point
	west, south float64
	size        float64
	cols, rows  int
	start       []uint32 // by cell, and one more
	order       []uint32 // points by cell
}

const (
	gridCellDegrees = 0.01
	gridCellsMax    = 1 << 23
)

func newPointGrid(points []network.Point) *pointGrid {
	g := &pointGrid{points: points, size: gridCellDegrees}
	if len(points) == 0 {
		return g
	}
	east, north := math.Inf(-1), math.Inf(-1)
	g.west, g.south = math.Inf(1), math.Inf(1)
	for _, p := range points {
		g.west, east = min(g.west, p.Lon), max(east, p.Lon)
		g.south, north = min(g.south, p.Lat), max(north, p.Lat)
	}
	// A few roads far apart must not ask for a cell each hundredth of the earth.
	limit := float64(min(gridCellsMax, 16+4*len(points)))
	for ((east-g.west)/g.size+1)*((north-g.south)/g.size+1) > limit {
		g.size *= 2
	}
	g.cols, g.rows = int((east-g.west)/g.size)+1, int((north-g.south)/g.size)+1
	g.start = make([]uint32, g.cols*g.rows+1)
	for _, p := range points {
		g.start[g.cell(p)+1]++
	}
	for i := 1; i < len(g.start); i++ {
		g.start[i] += g.start[i-1]
	}
	g.order = make([]uint32, len(points))
	next := slices.Clone(g.start)
	for i, p := range points {
		c := g.cell(p)
		g.order[next[c]] = uint32(i)
		next[c]++
	}
	return g
}

func (g *pointGrid) cell(p network.Point) int {
	return int((p.Lat-g.south)/g.size)*g.cols + int((p.Lon-g.west)/g.size)
}

// each gives the points within a box, its sides included.
func (g *pointGrid) each(west, south, east, north float64, do func(uint32)) {
	column := func(lon float64, last int) int {
		return int(max(0, min(float64(last), math.Floor(lon))))
	}
	if len(g.order) == 0 || !(west <= east && south <= north) {
		return
	}
	x0, x1 := column((west-g.west)/g.size, g.cols-1), column((east-g.west)/g.size, g.cols-1)
	y0, y1 := column((south-g.south)/g.size, g.rows-1), column((north-g.south)/g.size, g.rows-1)
	for y := y0; y <= y1; y++ {
		for _, i := range g.order[g.start[y*g.cols+x0]:g.start[y*g.cols+x1+1]] {
			if p := g.points[i]; p.Lon >= west && p.Lon <= east && p.Lat >= south && p.Lat <= north {
				do(i)
			}
		}
	}
}
