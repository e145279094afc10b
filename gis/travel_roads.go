package gis

import (
	"fmt"
	"runtime"

	"github.com/twpayne/go-geom"

	"jangkau/gis/network"
)

// Road is an edge of the network with what decides who may travel it and how
// fast. Class to Structure are OpenStreetMap's words, "" where not given.
type Road struct {
	From, To    uint32 // nodes, by order of adding
	Class       string
	Surface     string
	Tracktype   string
	Smoothness  string
	Structure   string  // BRIDGE, TUNNEL or FORD
	WayID       int64   // of OpenStreetMap; 0 where not known
	MaxSpeedKmh float64 // 0 where not given
	Access      uint8   // bits of WalkForward and so on
	FerryS      float64 // duration of this edge as the timetable has it, seconds; 0 where not given
	LengthM     float64
	Geometry    []network.Point // both ends included; nil is a straight line
}

// RoadOptions say how the roads of a dataset may be used.
type RoadOptions struct {
	SnapMaxM     float64 // farthest road a point may join, metres; 0 means 5,000
	MinComponent int     // fewest nodes of the component it should lie in; 0 means 1
	Method       CoverageMethod
	Coverage     *geom.MultiPolygon // EPSG:4326; what Method says of it holds
}

const defaultSnapMaxM = 5000

// RoadsBuilder collects the nodes and roads of one dataset.
type RoadsBuilder struct {
	roads *Roads
	net   *network.Builder
	kind  map[roadKind]uint32
}

// roadKind is what roads have in common with a great many others: speeds are
// settled once a kind and not once an edge.
type roadKind struct{ class, surface, tracktype, smoothness, structure string }

// Roads are the roads of one dataset with the area they cover: what all profiles
// share. Immutable; safe for any number of concurrent users.
type Roads struct {
	options RoadOptions
	cover   *cover
	net     *network.Network

	kinds []roadKind

	// An entry an edge.
	kind     []uint32 // index into kinds
	maxKmh   []float32
	access   []uint8
	ferryS   []float32
	from, to []uint32
	way      []int64 // nil where no road has one

	landing []uint8 // an entry a node: 1 where a ferry is boarded

	index index
	rank  rank
}

// NewRoadsBuilder starts an empty dataset.
func NewRoadsBuilder(o RoadOptions) *RoadsBuilder {
	if o.SnapMaxM == 0 {
		o.SnapMaxM = defaultSnapMaxM
	}
	o.MinComponent = max(o.MinComponent, 1)
	return &RoadsBuilder{
		roads: &Roads{options: o, cover: newCover(o.Coverage)},
		net:   network.NewBuilder(DistanceM),
		kind:  map[roadKind]uint32{},
	}
}

// AddNode adds a node and returns its id: 0, 1, 2 and so on. Landmass is 0 where
// unknown.
func (b *RoadsBuilder) AddNode(p network.Point, landmass uint32) uint32 {
	return b.net.AddNode(network.Node{Point: p, Landmass: landmass})
}

// AddRoad adds an edge and returns its id: 0, 1, 2 and so on. It keeps nothing of
// the geometry that it is handed.
func (b *RoadsBuilder) AddRoad(r Road) uint32 {
	k := roadKind{r.Class, r.Surface, r.Tracktype, r.Smoothness, r.Structure}
	i, ok := b.kind[k]
	if !ok {
		i = uint32(len(b.roads.kinds))
		b.kind[k] = i
		b.roads.kinds = append(b.roads.kinds, k)
	}
	b.roads.kind = append(b.roads.kind, i)
	b.roads.maxKmh = append(b.roads.maxKmh, float32(max(r.MaxSpeedKmh, 0)))
	b.roads.access = append(b.roads.access, r.Access)
	b.roads.ferryS = append(b.roads.ferryS, float32(max(r.FerryS, 0)))
	b.roads.from, b.roads.to = append(b.roads.from, r.From), append(b.roads.to, r.To)
	if r.WayID != 0 && b.roads.way == nil {
		b.roads.way = make([]int64, len(b.roads.kind)-1, cap(b.roads.kind))
	}
	if b.roads.way != nil {
		b.roads.way = append(b.roads.way, r.WayID)
	}
	return b.net.AddEdge(network.Edge{From: r.From, To: r.To, LengthM: r.LengthM, Geometry: r.Geometry})
}

// Build returns the roads; the builder is spent. It fails with [Invalid], naming
// the edge or node, where the network does not hold together.
func (b *RoadsBuilder) Build() (*Roads, error) {
	r := b.roads
	net, err := b.net.Build()
	if err != nil {
		return nil, &Error{Kind: Invalid, Field: "roads", Err: fmt.Errorf("build roads: %w", err), Message: T(
			"Data jaringan jalan tidak utuh; muat ulang berkas jalannya", "The road data does not hold together; import the file of roads again")}
	}
	r.net = net
	r.findLandings()
	return r, nil
}

// isFerry reports whether edge e is a stretch of a ferry line.
func (r *Roads) isFerry(e uint32) bool {
	return r.ferryS[e] > 0 || r.kinds[r.kind[e]].class == FerryClass
}

// findLandings marks the nodes where ferries are boarded: where a line meets
// anything else, or ends. A node in mid-water that only joins two stretches of a
// line is none, so a line drawn in ten pieces is waited for once.
func (r *Roads) findLandings() {
	type ends struct{ ferries, others uint32 }
	at := make([]ends, r.net.NodeCount())
	for e := range r.from {
		for _, v := range [2]uint32{r.from[e], r.to[e]} {
			if r.isFerry(uint32(e)) {
				at[v].ferries++
			} else {
				at[v].others++
			}
		}
	}
	r.landing = make([]uint8, len(at))
	for v, n := range at {
		if n.ferries == 1 || n.ferries > 0 && n.others > 0 {
			r.landing[v] = 1
		}
	}
}

// Covers reports whether the dataset covers a place: whether its polygon holds the
// place or, by NEAR_ROADS, whether any road that is no ferry line lies within
// the snap limit.
func (r *Roads) Covers(p network.Point) bool {
	defer runtime.KeepAlive(r)
	if r.options.Method != CoverageNearRoads {
		return r.cover.contains(p.Lon, p.Lat)
	}
	_, _, ok := r.net.NearestEdge(p, r.options.SnapMaxM, func(e uint32) bool { return !r.isFerry(e) })
	return ok
}

// Network is the index that the roads lie in; ids of edges and nodes are the order
// of adding.
func (r *Roads) Network() *network.Network { return r.net }
