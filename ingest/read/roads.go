package read

import (
	"context"
	"math"
	"slices"
)

// RoadOptions are Options and what road data leaves open.
type RoadOptions struct {
	Options
	// Nodes and Edges name the two CSV files; one of them is the path itself, the
	// other is found by its name (…edges… beside …nodes…) when left empty.
	Nodes, Edges string
}

// Roads streams a road network from an OSM PBF, GeoJSON lines, or a pair of CSV
// files. Edges run between nodes where roads meet or end, with their geometry; a
// node is given before the first edge that uses it, and no node is given without.
func Roads(ctx context.Context, path string, opts RoadOptions, node Sink[RoadNode], edge Sink[RoadEdge]) (Report, error) {
	r := &roadReader{reader: newReader(opts.Options), opts: opts, node: node, edge: edge}
	f, err := sniff(path)
	if err != nil {
		return r.report, err
	}
	r.report.Format = string(f)
	switch f {
	case formatPBF:
		err = r.pbf(ctx, path)
	case formatGeoJSON:
		err = r.geoJSON(ctx, path)
	case formatCSV:
		err = r.csv(ctx, path)
	default:
		err = wantFormat(path, f, "OSM PBF, GeoJSON, CSV (nodes + edges)")
	}
	if err != nil {
		return r.report, err
	}
	if r.report.Edges == 0 {
		return r.report, invalid("Berkas %s tidak berisi satu ruas jalan pun", "The file %s holds no road at all", base(path))
	}
	r.moreNotes()
	return r.report, nil
}

type roadReader struct {
	*reader
	opts RoadOptions
	node Sink[RoadNode]
	edge Sink[RoadEdge]

	copies map[int64]bool // ids of nodes given that no file has
}

// give hands over an edge, before it those of its nodes that were not yet given.
func (r *roadReader) give(table *nodeTable, e RoadEdge) error {
	for end, id := range [2]int64{e.From, e.To} {
		var lon, lat float64
		switch i := table.find(id); {
		case i >= 0 && table.given.get(i), i < 0 && r.copies[id]:
			continue
		case i >= 0:
			table.given.set(i)
			lon, lat = table.at(i)
		default: // a copy of a node, see barrierEnds
			if r.copies == nil {
				r.copies = map[int64]bool{}
			}
			r.copies[id] = true
			at := e.Geometry[end*(len(e.Geometry)-1)]
			lon, lat = at[0], at[1]
		}
		r.report.Nodes++
		if err := r.node(RoadNode{ID: id, Lon: lon, Lat: lat}); err != nil {
			return err
		}
		r.extend(lon, lat)
	}
	r.report.Edges++
	return r.edge(e)
}

func (r *roadReader) extend(lon, lat float64) {
	if r.report.Extent == nil {
		r.report.Extent = &[4]float64{lon, lat, lon, lat}
		return
	}
	x := r.report.Extent
	x[0], x[1] = math.Min(x[0], lon), math.Min(x[1], lat)
	x[2], x[3] = math.Max(x[2], lon), math.Max(x[3], lat)
}

// nodeTable holds the nodes that roads refer to as sorted ids beside coordinates:
// 17 bytes a node, a fifth of what a map takes. Filled in three steps: count every
// reference, seal, set coordinates.
type nodeTable struct {
	ids      []int64
	lon, lat []int32
	exact    [][2]float64 // instead of lon and lat, where a file is finer than 1e-7
	junction bits         // met twice, or an end
	known    bits         // has coordinates
	given    bits         // went to the sink
	barriers map[int]Modes

	twice   []bool  // beside ids while counting
	pending []int64 // references not yet merged
	cursor  int
}

// pendingMax bounds the unsorted references; merging is linear in the table.
const pendingMax = 1 << 22

// count notes a reference; a node counted twice is where roads meet.
func (t *nodeTable) count(id int64) {
	if t.pending = append(t.pending, id); len(t.pending) >= max(pendingMax, len(t.ids)/2) {
		t.merge()
	}
}

// countWay notes the references of a way. Its ends are nodes: they count once more.
func (t *nodeTable) countWay(w pbfWay) {
	for _, ref := range w.refs {
		t.count(ref)
	}
	if n := len(w.refs); n > 0 {
		t.count(w.refs[0])
		t.count(w.refs[n-1])
	}
}

func (t *nodeTable) merge() {
	slices.Sort(t.pending)
	ids := make([]int64, 0, len(t.ids)+len(t.pending))
	twice := make([]bool, 0, cap(ids))
	put := func(id int64, again bool) {
		if n := len(ids); n > 0 && ids[n-1] == id {
			twice[n-1] = true
			return
		}
		ids, twice = append(ids, id), append(twice, again)
	}
	i := 0
	for _, id := range t.pending {
		for i < len(t.ids) && t.ids[i] <= id {
			put(t.ids[i], t.twice[i])
			i++
		}
		put(id, false)
	}
	for ; i < len(t.ids); i++ {
		put(t.ids[i], t.twice[i])
	}
	t.ids, t.twice, t.pending = ids, twice, t.pending[:0]
}

// seal ends the counting and makes room for coordinates.
func (t *nodeTable) seal() {
	t.merge()
	t.pending = nil
	n := len(t.ids)
	t.junction, t.known, t.given = newBits(n), newBits(n), newBits(n)
	for i, twice := range t.twice {
		if twice {
			t.junction.set(i)
		}
	}
	t.twice = nil
	t.lon, t.lat = make([]int32, n), make([]int32, n)
}

func (t *nodeTable) find(id int64) int {
	if i, ok := slices.BinarySearch(t.ids, id); ok {
		return i
	}
	return -1
}

// place sets coordinates. Files give nodes in the order of their ids, so the
// table is walked alongside and searched only when that fails.
func (t *nodeTable) place(n pbfNode) {
	i := t.cursor
	if i >= len(t.ids) || i > 0 && t.ids[i-1] >= n.id {
		i, _ = slices.BinarySearch(t.ids, n.id)
	}
	for i < len(t.ids) && t.ids[i] < n.id {
		i++
	}
	t.cursor = i
	if i < len(t.ids) && t.ids[i] == n.id {
		t.lon[i], t.lat[i] = n.lon, n.lat
		t.known.set(i)
	}
}

func (t *nodeTable) at(i int) (lon, lat float64) {
	if t.exact != nil {
		return t.exact[i][0], t.exact[i][1]
	}
	return float64(t.lon[i]) / 1e7, float64(t.lat[i]) / 1e7
}

type bits []uint64

func newBits(n int) bits          { return make(bits, (n+63)/64) }
func (b bits) set(i int)          { b[i/64] |= 1 << (i % 64) }
func (b bits) get(i int) bool     { return b[i/64]&(1<<(i%64)) != 0 }
func e7(degrees float64) int32    { return int32(math.Round(degrees * 1e7)) }
func packE7(lon, lat int32) int64 { return int64(lon)<<32 | int64(uint32(lat)) }

// roughM is a length good enough to share out a ferry's time; lengths proper are
// computed elsewhere.
func roughM(line [][2]float64) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		x := (line[i][0] - line[i-1][0]) * math.Cos(line[i][1]*math.Pi/180)
		y := line[i][1] - line[i-1][1]
		sum += math.Hypot(x, y) * 111_195
	}
	return sum
}
