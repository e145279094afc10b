package db

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"jangkau/gis"
	"jangkau/travel"
)

// TravelLoader hands the travel service what its snapshots are made of.
func (d *DB) TravelLoader() travel.Loader { return travelLoader{d} }

type travelLoader struct{ db *DB }

// edgeColumns are those that edgeReader expects, in its order.
const edgeColumns = `id, from_node, to_node, access, max_speed_kmh, ferry_duration_s, length_m, class, surface, tracktype, smoothness, structure, way_id, geom`

// Network reads the roads of a dataset. It fails with Conflict where the dataset
// has been replaced since its id was asked for: ask for the version again.
func (t travelLoader) Network(ctx context.Context, dataset int64) (*travel.NetworkData, error) {
	n := &travel.NetworkData{}
	err := t.db.Read(ctx, func(tx pgx.Tx) error {
		nodes, edges, err := readDataset(ctx, tx, dataset, &n.Dataset)
		if err != nil {
			return err
		}
		if err := readNodes(ctx, tx, dataset, nodes, n); err != nil {
			return err
		}
		return readEdges(ctx, tx, dataset, edges, n)
	})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// Dataset describes a dataset of roads; it fails as Network does.
func (t travelLoader) Dataset(ctx context.Context, dataset int64) (*travel.DatasetInfo, error) {
	info := &travel.DatasetInfo{}
	err := t.db.Read(ctx, func(tx pgx.Tx) error {
		_, _, err := readDataset(ctx, tx, dataset, info)
		return err
	})
	if err != nil {
		return nil, err
	}
	return info, nil
}

func readDataset(ctx context.Context, tx pgx.Tx, dataset int64, info *travel.DatasetInfo) (nodes, edges int, err error) {
	var coverage geom.T
	var status string
	err = tx.QueryRow(ctx, `
		select id, hash, coverage_method, coverage, min_component, snap_max_m, nodes, edges, status from data.network_dataset where id = $1`, dataset).
		Scan(&info.ID, &info.Hash, &info.CoverageMethod, &coverage, &info.MinComponent, &info.SnapMaxM, &nodes, &edges, &status)
	if err != nil {
		return 0, 0, err
	}
	info.Coverage, _ = coverage.(*geom.MultiPolygon)
	if status == "RETIRED" {
		return 0, 0, gis.NewError(gis.Conflict,
			"Jaringan jalan %d sudah diganti yang lebih baru", "The road network %d has been replaced by a newer one", dataset)
	}
	return nodes, edges, nil
}

func readNodes(ctx context.Context, tx pgx.Tx, dataset int64, count int, n *travel.NetworkData) error {
	n.NodeLon, n.NodeLat, n.NodeLandmass = make([]float64, count), make([]float64, count), make([]int32, count)
	rows, err := tx.Query(ctx, `select id, lon, lat, landmass from data.network_node where dataset_id = $1`, dataset)
	if err != nil {
		return err
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		v := rows.RawValues()
		id := int(be32(v[0]))
		if id >= count {
			return fmt.Errorf("network %d: node %d of %d", dataset, id, count)
		}
		n.NodeLon[id], n.NodeLat[id], n.NodeLandmass[id] = beFloat(v[1]), beFloat(v[2]), int32(be32(v[3]))
		seen++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return whole(dataset, "nodes", seen, count)
}

func readEdges(ctx context.Context, tx pgx.Tx, dataset int64, count int, n *travel.NetworkData) error {
	n.Edges = make([]travel.EdgeRow, count)
	rows, err := tx.Query(ctx, `select `+edgeColumns+` from data.network_edge where dataset_id = $1`, dataset)
	if err != nil {
		return err
	}
	defer rows.Close()
	r := edgeReader{words: map[string]string{}}
	seen := 0
	for rows.Next() {
		v := rows.RawValues()
		id := int(be32(v[0]))
		if id >= count {
			return fmt.Errorf("network %d: edge %d of %d", dataset, id, count)
		}
		if err := r.read(v, &n.Edges[id]); err != nil {
			return fmt.Errorf("network %d: edge %d: %w", dataset, id, err)
		}
		seen++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return whole(dataset, "edges", seen, count)
}

func whole(dataset int64, what string, seen, count int) error {
	if seen != count {
		return fmt.Errorf("network %d: %d %s where %d were recorded", dataset, seen, what, count)
	}
	return nil
}

// edgeReader decodes rows of edgeColumns out of PostgreSQL's binary format itself:
// reading the network, not searching it, is most of a cold start, and scanning a
// million rows field by field takes several times as long. Equal strings are
// shared and geometries cut from large pieces, so that a million edges are not a
// million small objects.
type edgeReader struct {
	words map[string]string
	arena []float64
}

func (r *edgeReader) read(v [][]byte, e *travel.EdgeRow) error {
	e.From, e.To = int32(be32(v[1])), int32(be32(v[2]))
	e.Access = uint8(binary.BigEndian.Uint16(v[3]))
	if v[4] != nil {
		e.MaxSpeedKmh = math.Float32frombits(be32(v[4]))
	}
	if v[5] != nil {
		e.FerryDurationS = math.Float32frombits(be32(v[5]))
	}
	e.LengthM = beFloat(v[6])
	e.Class, e.Surface = r.word(v[7]), r.word(v[8])
	e.Tracktype, e.Smoothness, e.Structure = r.word(v[9]), r.word(v[10]), r.word(v[11])
	if v[12] != nil {
		e.WayID = int64(binary.BigEndian.Uint64(v[12]))
	}
	var err error
	e.Geom, err = r.line(v[13])
	return err
}

func (r *edgeReader) word(b []byte) string {
	if w, ok := r.words[string(b)]; ok { // no allocation: the compiler knows this form
		return w
	}
	w := string(b)
	r.words[w] = w
	return w
}

// Flags and numbers of EWKB, see PostGIS's doc/ZMSgeoms.txt.
const (
	ewkbLittle     = 1
	ewkbLineString = 2
	ewkbSRID       = 0x20000000
)

// line decodes an EWKB line of two dimensions; a line of two points is straight
// and needs no geometry.
func (r *edgeReader) line(b []byte) ([]float64, error) {
	if len(b) < 9 || b[0] != ewkbLittle {
		return nil, fmt.Errorf("geometry of %d bytes is no little-endian EWKB", len(b))
	}
	kind := binary.LittleEndian.Uint32(b[1:])
	b = b[5:]
	if kind&ewkbSRID != 0 {
		b = b[4:]
	}
	if kind&^ewkbSRID != ewkbLineString || len(b) < 4 {
		return nil, fmt.Errorf("geometry of type %#x is no line", kind)
	}
	points := int(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if len(b) != 16*points {
		return nil, fmt.Errorf("line of %d points in %d bytes", points, len(b))
	}
	if points <= 2 {
		return nil, nil
	}
	if cap(r.arena)-len(r.arena) < 2*points {
		r.arena = make([]float64, 0, max(1<<16, 2*points))
	}
	start := len(r.arena)
	for i := 0; i < len(b); i += 8 {
		r.arena = append(r.arena, math.Float64frombits(binary.LittleEndian.Uint64(b[i:])))
	}
	return r.arena[start:len(r.arena):len(r.arena)], nil
}

func be32(b []byte) uint32     { return binary.BigEndian.Uint32(b) }
func beFloat(b []byte) float64 { return math.Float64frombits(binary.BigEndian.Uint64(b)) }
