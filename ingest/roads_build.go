package ingest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"math"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest/read"
)

// networkBuilder turns rows of a road file into those of the store: numbers them,
// measures them, and takes down what the dataset is to be known by.
type networkBuilder struct {
	ids     map[int64]int32
	at      []network.Point
	edges   int
	lengthM float64
	near    *nearGrid
	pieces  *gis.RoadPieces

	content hash.Hash // of nodes and edges in the order of the file
	buf     []byte
}

func newNetworkBuilder(snapMaxM float64) *networkBuilder {
	return &networkBuilder{ids: map[int64]int32{}, near: newNearGrid(snapMaxM), pieces: &gis.RoadPieces{}, content: sha256.New()}
}

func (b *networkBuilder) node(n read.RoadNode) {
	id := int32(len(b.at))
	b.ids[n.ID] = id
	b.at = append(b.at, network.Point{Lon: n.Lon, Lat: n.Lat})
	b.note('n')
	b.floats(n.Lon, n.Lat)
	b.flush()
}

// edge measures a road along its vertices, in geodesic metres, unless the file
// gives its length.
func (b *networkBuilder) edge(e read.RoadEdge) (NetworkEdge, error) {
	from, okFrom := b.ids[e.From]
	to, okTo := b.ids[e.To]
	if !okFrom || !okTo {
		return NetworkEdge{}, fmt.Errorf("edge %d to %d before its nodes", e.From, e.To)
	}
	flat := make([]float64, 0, 2*max(2, len(e.Geometry)))
	for _, p := range e.Geometry {
		flat = append(flat, p[0], p[1])
	}
	if len(e.Geometry) < 2 {
		flat = append(flat[:0], b.at[from].Lon, b.at[from].Lat, b.at[to].Lon, b.at[to].Lat)
	}
	var m float64
	for i := 2; i < len(flat); i += 2 {
		m += gis.DistanceM(network.Point{Lon: flat[i-2], Lat: flat[i-1]}, network.Point{Lon: flat[i], Lat: flat[i+1]})
	}
	if e.LengthM > 0 {
		m = e.LengthM
	}
	out := NetworkEdge{
		ID: int32(b.edges), From: from, To: to, Class: e.Class, Name: e.Name,
		Surface: e.Surface, Tracktype: e.Tracktype, Smoothness: e.Smoothness, Structure: e.Structure, WayID: e.WayID,
		MaxSpeedKmh: e.MaxSpeedKmh, Access: accessBits(e), LengthM: m,
		Line: flat,
	}
	// A strait that a ferry crosses is not a place with roads, nor is a river.
	if e.Ferry {
		out.FerryDurationS = e.FerryDurationS
	} else if (e.Forward|e.Backward)&read.AllModes != 0 {
		b.near.add(flat)
		b.pieces.Add(flat, m)
	}
	b.edges++
	b.lengthM += m
	b.noteEdge(&out)
	return out, nil
}

// accessBits says who may pass an edge.
func accessBits(e read.RoadEdge) uint8 {
	var bits uint8
	for _, m := range []struct {
		mode              read.Modes
		forward, backward uint8
	}{
		{read.Foot, gis.WalkForward, gis.WalkBackward},
		{read.Motorcycle, gis.MotorcycleForward, gis.MotorcycleBackward},
		{read.Car, gis.CarForward, gis.CarBackward},
		{read.Boat, gis.BoatForward, gis.BoatBackward},
	} {
		if e.Forward.Has(m.mode) {
			bits |= m.forward
		}
		if e.Backward.Has(m.mode) {
			bits |= m.backward
		}
	}
	return bits
}

// facts names the network by what is in it and by what its import was told.
func (b *networkBuilder) facts(opts RoadOptions, declared *Coverage, bounds *[4]float64) NetworkFacts {
	f := NetworkFacts{Nodes: b.at, Pieces: b.pieces, Edges: b.edges, LengthM: b.lengthM, MinComponent: opts.MinComponent, SnapMaxM: opts.SnapMaxM}
	switch {
	case declared != nil:
		f.Coverage = *declared
	case bounds != nil:
		f.Coverage = Coverage{Method: gis.CoverageFileBounds, Box: bounds}
	default:
		f.Coverage = Coverage{Method: gis.CoverageNearRoads, Cells: b.near.strips()}
	}
	box := ""
	if f.Coverage.Box != nil {
		box = fmt.Sprint(*f.Coverage.Box)
	}
	fmt.Fprintf(b.content, "%s %s %s %d %g", f.Coverage.Method, f.Coverage.Code, box, f.MinComponent, f.SnapMaxM)
	f.ContentHash = hex.EncodeToString(b.content.Sum(nil))
	return f
}

func (b *networkBuilder) noteEdge(e *NetworkEdge) {
	b.note('e')
	b.buf = binary.LittleEndian.AppendUint32(b.buf, uint32(e.From))
	b.buf = binary.LittleEndian.AppendUint32(b.buf, uint32(e.To))
	b.buf = append(b.buf, e.Access)
	b.buf = binary.LittleEndian.AppendUint64(b.buf, uint64(e.WayID))
	for _, s := range [...]string{e.Class, e.Surface, e.Tracktype, e.Smoothness, e.Structure, e.Name} {
		b.buf = binary.LittleEndian.AppendUint32(b.buf, uint32(len(s)))
		b.buf = append(b.buf, s...)
	}
	b.floats(e.MaxSpeedKmh, e.FerryDurationS, e.LengthM)
	b.floats(e.Line...)
	b.flush()
}

func (b *networkBuilder) note(kind byte) { b.buf = append(b.buf[:0], kind) }

func (b *networkBuilder) floats(v ...float64) {
	b.buf = binary.LittleEndian.AppendUint32(b.buf, uint32(len(v)))
	for _, x := range v {
		b.buf = binary.LittleEndian.AppendUint64(b.buf, math.Float64bits(x))
	}
}

func (b *networkBuilder) flush() { b.content.Write(b.buf) }
