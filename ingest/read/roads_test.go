package read

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protowire"
)

func TestRoadsOfRealPBF(t *testing.T) {
	for _, tc := range []struct {
		file                         string
		ways, skipped, nodes, edges  int
		km                           float64
		west, south, east, northEdge float64
	}{
		{"osm/liechtenstein-latest.osm.pbf", 4660, 65, 6256, 7831, 1133, 9.471078, 47.04774, 9.636217, 47.27128},
		{"osm/delaware-latest.osm.pbf", 52691, 2379, 84487, 109760, 17820, -75.78974, 38.45043, -74.96121, 40.03221},
	} {
		nodes, edges, _, r, err := roads(t, data(t, tc.file), RoadOptions{})
		if err != nil {
			t.Fatal(tc.file, err)
		}
		sums(t, r)
		m := 0.0
		for _, e := range edges {
			m += roughM(e.Geometry)
			if e.Forward == 0 && e.Backward == 0 {
				t.Fatalf("%+v leads nobody anywhere", e)
			}
		}
		if r.Rows != tc.ways || r.Skipped != tc.skipped || len(nodes) != tc.nodes || len(edges) != tc.edges || math.Abs(m/1000-tc.km) > 1 {
			t.Errorf("%s: %+v, %.0f km", tc.file, r, m/1000)
		}
		box := r.Coverage
		if box == nil || math.Abs(box[0]-tc.west) > 1e-6 || math.Abs(box[1]-tc.south) > 1e-6 || math.Abs(box[2]-tc.east) > 1e-6 || math.Abs(box[3]-tc.northEdge) > 1e-6 {
			t.Errorf("%s covers %v", tc.file, box)
		}
		checkSplit(t, edges)
	}
}

// checkSplit looks for places where two roads share a vertex that is no node.
func checkSplit(t *testing.T, edges []RoadEdge) {
	t.Helper()
	inner := map[[2]float64]bool{}
	for _, e := range edges {
		for _, p := range e.Geometry[1 : len(e.Geometry)-1] {
			if inner[p] {
				inner[p] = true // two OSM nodes may lie on one spot without joining
			}
			inner[p] = true
		}
	}
	ends := 0
	for _, e := range edges {
		if inner[e.Geometry[0]] || inner[e.Geometry[len(e.Geometry)-1]] {
			ends++
		}
	}
	if ends > len(edges)/200 {
		t.Errorf("%d of %d edges end within another", ends, len(edges))
	}
}

// A little writer of PBF for fixtures.
type pbfFixture struct {
	nodes [][3]int64 // id, lon, lat in 1e-7 degrees
	ways  []pbfWay
	bbox  bool
	raw   bool // blobs uncompressed
	// later puts the nodes behind the ways, as no extract does
	later     bool
	relations bool
	tags      map[int64]map[string]string // of nodes
	sparse    bool                        // nodes one by one, not dense
	routes    []pbfRelation
}

func field1(b []byte, num protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, num, protowire.BytesType), content)
}

func varint(b []byte, num protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, num, protowire.VarintType), v)
}

func (f pbfFixture) blob(kind string, data []byte) []byte {
	var blob []byte
	if f.raw {
		blob = field1(nil, 1, data)
	} else {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		_, _ = w.Write(data)
		_ = w.Close()
		blob = field1(varint(nil, 2, uint64(len(data))), 3, z.Bytes())
	}
	head := varint(field1(nil, 1, []byte(kind)), 3, uint64(len(blob)))
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head...), blob...)
}

func (f pbfFixture) bytes() []byte {
	var header []byte
	if f.bbox {
		var box []byte
		for num, v := range []int64{114, 115, -8, -9} {
			box = varint(box, protowire.Number(num+1), protowire.EncodeZigZag(v*1e9))
		}
		header = field1(header, 1, box)
	}
	header = field1(field1(header, 4, []byte("OsmSchema-V0.6")), 4, []byte("DenseNodes"))
	out := f.blob("OSMHeader", header)
	blocks := [][]byte{f.nodeBlock(), f.wayBlock()}
	if f.later {
		slices.Reverse(blocks)
	}
	for _, b := range blocks {
		out = append(out, f.blob("OSMData", b)...)
	}
	if f.relations {
		out = append(out, f.blob("OSMData", field1(field1(nil, 1, field1(nil, 1, nil)), 2, field1(nil, 4, varint(nil, 1, 1))))...)
	}
	if f.routes != nil {
		out = append(out, f.blob("OSMData", f.relationBlock())...)
	}
	return out
}

func (f pbfFixture) relationBlock() []byte {
	var texts pbfTexts
	var group []byte
	for i, r := range f.routes {
		keys, vals := texts.tags(r.tags)
		var ids, types []byte
		last := int64(0)
		for _, w := range r.ways {
			ids, types = protowire.AppendVarint(ids, protowire.EncodeZigZag(w-last)), protowire.AppendVarint(types, 1)
			last = w
		}
		msg := field1(field1(field1(varint(nil, 1, uint64(i+1)), 2, keys), 3, vals), 8, make([]byte, len(r.ways)))
		group = field1(group, 4, field1(field1(msg, 9, ids), 10, types))
	}
	return field1(field1(nil, 1, texts.table()), 2, group)
}

// pbfTexts collects the texts of a block, "" first.
type pbfTexts struct{ list []string }

func (p *pbfTexts) tags(tags map[string]string) (keys, vals []byte) {
	for _, k := range sortedKeys(tags) {
		p.list = append(p.list, k, tags[k])
		keys, vals = protowire.AppendVarint(keys, uint64(len(p.list)-1)), protowire.AppendVarint(vals, uint64(len(p.list)))
	}
	return keys, vals
}

func (p *pbfTexts) table() []byte {
	table := field1(nil, 1, nil)
	for _, s := range p.list {
		table = field1(table, 1, []byte(s))
	}
	return table
}

func (f pbfFixture) nodeBlock() []byte {
	var texts pbfTexts
	var tagged, group []byte
	if f.sparse {
		for _, n := range f.nodes {
			keys, vals := texts.tags(f.tags[n[0]])
			msg := field1(field1(varint(nil, 1, protowire.EncodeZigZag(n[0])), 2, keys), 3, vals)
			group = field1(group, 1, varint(varint(msg, 8, protowire.EncodeZigZag(n[2])), 9, protowire.EncodeZigZag(n[1])))
		}
		return field1(field1(nil, 1, texts.table()), 2, group)
	}
	for _, n := range f.nodes {
		keys, vals := texts.tags(f.tags[n[0]])
		for len(keys) > 0 { // numbers below 128 are a byte each
			tagged, keys, vals = append(tagged, keys[0], vals[0]), keys[1:], vals[1:]
		}
		tagged = append(tagged, 0)
	}
	var ids, lons, lats []byte
	var last [3]int64
	for _, n := range f.nodes {
		ids = protowire.AppendVarint(ids, protowire.EncodeZigZag(n[0]-last[0]))
		lons = protowire.AppendVarint(lons, protowire.EncodeZigZag(n[1]-last[1]))
		lats = protowire.AppendVarint(lats, protowire.EncodeZigZag(n[2]-last[2]))
		last = n
	}
	dense := field1(field1(field1(nil, 1, ids), 8, lats), 9, lons)
	if f.tags != nil {
		dense = field1(dense, 10, tagged)
	}
	return field1(field1(nil, 1, texts.table()), 2, field1(nil, 2, dense))
}

func (f pbfFixture) wayBlock() []byte {
	table := field1(nil, 1, nil)
	n := uint64(1)
	var group []byte
	for _, w := range f.ways {
		msg := varint(nil, 1, uint64(w.id))
		var keys, vals, refs []byte
		for _, k := range sortedKeys(w.tags) {
			table = field1(field1(table, 1, []byte(k)), 1, []byte(w.tags[k]))
			keys, vals = protowire.AppendVarint(keys, n), protowire.AppendVarint(vals, n+1)
			n += 2
		}
		last := int64(0)
		for _, r := range w.refs {
			refs = protowire.AppendVarint(refs, protowire.EncodeZigZag(r-last))
			last = r
		}
		group = field1(group, 3, field1(field1(field1(msg, 2, keys), 3, vals), 8, refs))
	}
	return field1(field1(nil, 1, table), 2, group)
}

// town is a crossing: 1-2-3-4 from west to east, 5-3-6 from south to north, a
// roundabout 7-8-9-7, a ferry 4-10-11, and a road to a node that is not there.
func town() pbfFixture {
	at := func(id, x, y int64) [3]int64 { return [3]int64{id, 1140000000 + x*10000, -80000000 + y*10000} }
	road := func(class string, more ...string) map[string]string {
		tags := map[string]string{"highway": class}
		for i := 0; i < len(more); i += 2 {
			tags[more[i]] = more[i+1]
		}
		return tags
	}
	return pbfFixture{
		bbox:  true,
		nodes: [][3]int64{at(1, 0, 0), at(2, 1, 0), at(3, 2, 0), at(4, 3, 0), at(5, 2, -1), at(6, 2, 1), at(7, 5, 5), at(8, 6, 5), at(9, 6, 6), at(10, 4, 0), at(11, 6, 0)},
		ways: []pbfWay{
			{100, []int64{1, 2, 3, 4}, road("primary", "name", "Jalan Raya", "maxspeed", "60", "surface", "asphalt")},
			{101, []int64{5, 3, 6}, road("residential", "oneway", "yes", "oneway:motorcycle", "no")},
			{102, []int64{7, 8, 9, 7}, road("tertiary", "junction", "roundabout")},
			{103, []int64{4, 10, 11}, map[string]string{"route": "ferry", "duration": "0:30"}},
			{104, []int64{6, 99, 1}, road("track", "tracktype", "grade3")},
			{105, []int64{10, 5}, road("path", "bridge", "yes")},
			{106, []int64{1, 5}, road("service", "access", "private")},
			{107, []int64{1, 6}, map[string]string{"building": "yes"}},
		},
	}
}

func edgeTexts(edges []RoadEdge) []string {
	var out []string
	for _, e := range edges {
		out = append(out, fmt.Sprintf("%d %d-%d %s f%d b%d n%d", e.WayID, e.From, e.To, e.Class, e.Forward, e.Backward, len(e.Geometry)))
	}
	return out
}

func TestPBFSplitsWays(t *testing.T) {
	want := []string{
		"100 1-3 primary f7 b7 n3", "100 3-4 primary f7 b7 n2",
		"101 5-3 residential f7 b6 n2", "101 3-6 residential f7 b6 n2", // motorcycles and feet go back
		"102 7-7 tertiary f7 b4 n4",
		"103 4-10 ferry f15 b15 n2", "103 10-11 ferry f15 b15 n2", // boats too
		"105 10-5 path f6 b6 n2",
	}
	for name, change := range map[string]func(*pbfFixture){
		"sorted":          func(*pbfFixture) {},
		"raw":             func(f *pbfFixture) { f.raw = true },
		"nodes last":      func(f *pbfFixture) { f.later = true },
		"ids in disorder": func(f *pbfFixture) { slices.Reverse(f.nodes) },
	} {
		f := town()
		change(&f)
		nodes, edges, found, r, err := roads(t, file(t, "t.pbf", f.bytes()), RoadOptions{})
		if err != nil {
			t.Fatal(name, err)
		}
		sums(t, r)
		if diff := cmp.Diff(want, edgeTexts(edges)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(nodes) != 8 || r.Rows != 7 || r.Skipped != 1 || found.count(CodeMissingNode) != 1 || found.count(CodeTruncated) != 1 {
			t.Errorf("%s: %d nodes, %+v, %s", name, len(nodes), r, found)
		}
		if e := edges[0]; e.Name != "Jalan Raya" || e.MaxSpeedKmh != 60 || e.Surface != "asphalt" || e.Geometry[1] != [2]float64{114.001, -8} {
			t.Errorf("%+v", e)
		}
		// The crossing takes half an hour; the second leg is twice as long.
		if a, b := edges[5], edges[6]; !a.Ferry || math.Abs(a.FerryDurationS-600) > 0.1 || math.Abs(b.FerryDurationS-1200) > 0.1 {
			t.Errorf("%v s and %v s", a.FerryDurationS, b.FerryDurationS)
		}
		if edges[7].Structure != Bridge {
			t.Errorf("%+v", edges[7])
		}
		if *r.Coverage != [4]float64{114, -9, 115, -8} || r.Extent[2] != 114.006 {
			t.Errorf("covers %v, extends over %v", r.Coverage, r.Extent)
		}
	}
	f := town()
	f.bbox, f.relations = false, true
	_, _, found, r, err := roads(t, file(t, "t.pbf", f.bytes()), RoadOptions{})
	if err != nil || r.Coverage != nil || found.count(CodeNoCoverage) != 1 || found.count(CodeTruncated) != 0 {
		t.Errorf("%+v, %s, %v", r, found, err)
	}
}

// The library takes some of these cuts for a whole file.
func TestPBFCutAnywhere(t *testing.T) {
	f := town()
	whole := f.bytes()
	boundary := map[int]bool{}
	for at := 0; at < len(whole); {
		r := bytes.NewReader(whole[at:])
		if _, _, err := readBlob(r); err != nil {
			t.Fatal(err)
		}
		at = len(whole) - r.Len()
		boundary[at] = true
	}
	path := file(t, "t.pbf", nil)
	for cut := 1; cut < len(whole); cut++ {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, _, _, err := roads(t, path, RoadOptions{})
		if err == nil {
			t.Fatalf("cut at byte %d of %d (between blocks: %v): no error", cut, len(whole), boundary[cut])
		}
		wantInvalid(t, err, "")
	}
	real, err := os.ReadFile(data(t, "osm/liechtenstein-latest.osm.pbf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, share := range []int{1, 10, 50, 90, 99} {
		_, _, _, _, err := roads(t, file(t, "t.pbf", real[:len(real)*share/100]), RoadOptions{})
		wantInvalid(t, err, "cut short after block")
	}
	for i := 2000; i < len(real); i += len(real) / 9 {
		spoilt := slices.Clone(real)
		for k := range 40 {
			spoilt[i+k] ^= 0x5a
		}
		_, _, _, _, err := roads(t, file(t, "t.pbf", spoilt), RoadOptions{})
		wantInvalid(t, err, "")
	}
}

func TestRoadFilesRefused(t *testing.T) {
	lines := func(g string) string {
		return collection(`{"type":"Feature","properties":{},"geometry":` + g + `}`)
	}
	for name, tc := range map[string]struct{ content, says string }{
		"empty":         {"", "empty"},
		"text":          {"hello\n", "two files"},
		"points":        {lines(`{"type":"Point","coordinates":[114,-8]}`), "no road"},
		"metres":        {lines(`{"type":"LineString","coordinates":[[845503,9066602],[845603,9066602]]}`), "no road"},
		"history":       {string(pbfFixture{}.blob("OSMHeader", field1(nil, 4, []byte("HistoricalInformation")))), "history"},
		"no blocks":     {string(pbfFixture{}.blob("OSMHeader", nil)), "no roads"},
		"lzma":          {string(pbfFixture{}.blob("OSMHeader", nil)) + "\x00\x00\x00\x0b\x0a\x07OSMData\x18\x02\x22\x00", "zlib"},
		"absurd length": {string(pbfFixture{}.blob("OSMHeader", nil)) + "\xff\xff\xff\xff", "broken"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, _, err := roads(t, file(t, "r.bin", []byte(tc.content)), RoadOptions{})
			wantInvalid(t, err, tc.says)
		})
	}
}

func TestRoadTags(t *testing.T) {
	for _, tc := range []struct {
		tags     string
		forward  Modes
		backward Modes
	}{
		{"highway=residential", AllModes, AllModes},
		{"highway=residential oneway=yes", AllModes, Foot},
		{"highway=residential oneway=-1", Foot, AllModes},
		{"highway=residential oneway=yes oneway:motorcycle=no", AllModes, Foot | Motorcycle},
		{"highway=residential oneway:motorcycle=yes", AllModes, Foot | Car},
		{"highway=motorway", Car, 0},
		{"highway=motorway oneway=no", Car, Car},
		{"highway=motorway motorcycle=yes", Car | Motorcycle, 0},
		{"highway=trunk junction=circular", AllModes, Foot},
		{"highway=trunk junction=roundabout oneway=no", AllModes, AllModes},
		{"highway=path", Foot | Motorcycle, Foot | Motorcycle},
		{"highway=path motor_vehicle=no", Foot, Foot},
		{"highway=footway motorcycle=designated", Foot | Motorcycle, Foot | Motorcycle},
		{"highway=footway access=yes", Foot, Foot},
		{"highway=service access=private", 0, 0},
		{"highway=service access=no foot=yes", Foot, Foot},
		{"highway=residential vehicle=no motorcycle=yes", Foot | Motorcycle, Foot | Motorcycle},
		{"highway=primary foot=no", Car | Motorcycle, Car | Motorcycle},
		{"route=ferry motor_vehicle=no", Foot | Boat, Foot | Boat},
		{"route=ferry", AllModes | Boat, AllModes | Boat},
		{"route=ferry foot=no motorcycle=no", Car | Boat, Car | Boat},
		{"highway=primary route=ferry", AllModes, AllModes},
		// The particular tag holds instead of the general one.
		{"highway=residential access=no motorcar=yes", Car, Car},
		{"highway=residential access=no vehicle=yes", Car | Motorcycle, Car | Motorcycle},
		{"highway=footway access=no vehicle=yes", 0, 0},
		{"highway=residential access=private motor_vehicle=destination", Car | Motorcycle, Car | Motorcycle},
		{"highway=track motor_vehicle=agricultural", Foot, Foot},
		{"highway=track motor_vehicle=forestry motorcycle=permissive", Foot | Motorcycle, Foot | Motorcycle},
		{"highway=service access=customers", AllModes, AllModes},
		{"highway=service access=delivery", 0, 0},
		{"highway=residential access=fixme", AllModes, AllModes},
		{"highway=trunk motorroad=yes", Car | Motorcycle, Car | Motorcycle},
		{"highway=residential motor_vehicle:backward=no", AllModes, Foot},
		{"highway=residential access:forward=no foot=yes", Foot, AllModes},
		{"highway=residential motor_vehicle:conditional=no", AllModes, AllModes},
		// Directions.
		{"highway=residential oneway=true", AllModes, Foot},
		{"highway=residential oneway=1", AllModes, Foot},
		{"highway=residential oneway=reverse", Foot, AllModes},
		{"highway=residential oneway=no", AllModes, AllModes},
		{"highway=residential oneway=reversible", Foot, Foot},
		{"highway=residential oneway=alternating", AllModes, AllModes},
		{"highway=residential oneway=yes oneway:foot=yes", AllModes, 0},
		{"highway=residential oneway=yes oneway:motor_vehicle=no", AllModes, AllModes},
		{"highway=residential oneway=-1 oneway:motorcar=yes", Foot | Car, Foot | Motorcycle},
		{"highway=motorway_link", Car, Car},
		{"highway=footway oneway=yes", Foot, Foot},
		{"highway=track ford=stepping_stones", Foot, Foot},
		// Water.
		{"waterway=river", Boat, Boat},
		{"waterway=river boat=no", 0, 0},
		{"waterway=river intermittent=yes", 0, 0},
		{"waterway=fairway", Boat, Boat},
		{"waterway=canal", 0, 0},
		{"waterway=canal boat=yes", Boat, Boat},
		{"waterway=canal motorboat=permissive", Boat, Boat},
		{"highway=construction", 0, 0},
	} {
		tags := map[string]string{}
		for _, kv := range strings.Fields(tc.tags) {
			k, v, _ := strings.Cut(kv, "=")
			tags[k] = v
		}
		if e := edgeOf(tags); e.Forward != tc.forward || e.Backward != tc.backward {
			t.Errorf("%s: forward %d, backward %d, want %d and %d", tc.tags, e.Forward, e.Backward, tc.forward, tc.backward)
		}
	}
	for v, want := range map[string]float64{"50": 50, "50 km/h": 50, "30 mph": 48.28032, "30mph": 48.28032, "walk": 5, "none": 0, "ID:urban": 50, "ID:rural": 80, "id:zone:30": 30, "DE:zone:20": 20, "DE:urban": 0, "signals": 0, "10 knots": 18.52, "40 kmh": 40, "50;30": 30, "60; 40 mph": 60, "50 furlongs": 0, "1_0": 0, "": 0, "-5": 0, "NaN": 0, "1e9": 0} {
		if got := speedKmh(v); math.Abs(got-want) > 1e-9 {
			t.Errorf("speed %q = %v, want %v", v, got, want)
		}
	}
	for v, want := range map[string]float64{"90": 5400, "1:30": 5400, "01:30:30": 5430, "PT1H30M": 5400, "PT45M": 2700, "P1DT2H": 93600, "pt20m": 1200, "P2D": 172800, "P2M": 0, "PT-5M": 0, "PT": 0, "P": 0, "1:-30": 0, "": 0, "soon": 0, "1:2:3:4": 0, "-5": 0, "NaN": 0} {
		if got := durationS(v); got != want {
			t.Errorf("duration %q = %v, want %v", v, got, want)
		}
	}
}

func TestRoadsGeoJSON(t *testing.T) {
	line := func(props, coordinates string) string {
		return `{"type":"Feature","properties":` + props + `,"geometry":{"type":"LineString","coordinates":` + coordinates + `}}`
	}
	content := collection(
		line(`{"fclass":"primary","oneway":"F","maxspeed":0,"name":"Raya"}`, `[[114,-8],[114.1,-8],[114.2,-8],[114.3,-8]]`),
		line(`{"fclass":"residential","oneway":"B","maxspeed":30}`, `[[114.2,-8.1],[114.2,-8,7],[114.2,-8],[114.2,-7.9]]`),
		line(`{"fclass":"kampung"}`, `[[114.2,-7.9],[114.3,-7.9]]`),
		line(`{}`, `[[-8,114],[-8,114.1]]`),
		line(`{}`, `[[114,-8]]`),
	)
	_, edges, found, r, err := roads(t, file(t, "r.geojson", []byte(content)), RoadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if len(edges) != 5 || r.Nodes != 6 || r.Rejected != 2 || found.first(CodeLatLonSwapped).Line != 4 {
		t.Errorf("%v %+v %s", edgeTexts(edges), r, found)
	}
	if e := edges[0]; e.Class != "primary" || e.Forward != AllModes || e.Backward != Foot || e.MaxSpeedKmh != 0 || len(e.Geometry) != 3 {
		t.Errorf("%+v", e)
	}
	if e := edges[2]; e.Backward != AllModes || e.MaxSpeedKmh != 30 || e.To != edges[0].To {
		t.Errorf("%+v", e)
	}
	if e := edges[4]; e.Class != "kampung" || e.Forward != AllModes {
		t.Errorf("%+v", e)
	}

	_, edges, _, r, err = roads(t, data(t, "trenggalek/service_area_7000m.geojson"), RoadOptions{})
	if err != nil || r.Nodes != 10504 || len(edges) != 41481 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestRoadsCSV(t *testing.T) {
	for _, name := range []string{"roads_union_edges.csv", "roads_union_nodes.csv"} {
		nodes, edges, _, r, err := roads(t, data(t, "banyuwangi/service_area/"+name), RoadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		sums(t, r)
		if len(nodes) != 15157 || len(edges) != 15746 || nodes[0].Lon != 114.005711034 || edges[0].Class != "road" || edges[0].Forward != AllModes {
			t.Errorf("%d nodes, %d edges, %+v", len(nodes), len(edges), edges[0])
		}
	}
	dir := t.TempDir()
	write := func(name, content string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	n := write("titik.csv", "\xef\xbb\xbfid;bujur;lintang\n1;114,0;-8,0\n2;114,1;-8,0\n3;114,2;-8,0\n4;lon;lat\n")
	e := write("ruas.csv", "u,v,length_m,class,oneway,maxspeed\n1,2,11000.5,primary,yes,50\n2,3,,residential,-1,\n2,9,1,,,\n2,x,1,,,\n2,3,-4,,,\n")
	for _, o := range []struct {
		path string
		o    RoadOptions
	}{{e, RoadOptions{Nodes: n}}, {n, RoadOptions{Edges: e}}} {
		_, edges, found, r, err := roads(t, o.path, o.o)
		if err != nil {
			t.Fatal(err)
		}
		sums(t, r)
		if len(edges) != 2 || r.Rejected != 4 || found.count(CodeMissingNode) != 1 || edges[0].LengthM != 11000.5 || edges[0].Backward != Foot || edges[1].Forward != Foot || edges[1].LengthM != 0 {
			t.Errorf("%+v %+v %s", edges, r, found)
		}
	}
	_, _, _, _, err := roads(t, e, RoadOptions{})
	wantInvalid(t, err, "two files")
	twice := write("n.csv", "id,lon,lat\n1,114,-8\n1,114,-8\n2,114,-8\n")
	_, _, _, _, err = roads(t, e, RoadOptions{Nodes: twice})
	wantInvalid(t, err, "stands twice")
}

// The table merges in batches; a slow map must agree with it.
func TestNodeTable(t *testing.T) {
	table, slow := &nodeTable{}, map[int64]int{}
	x := uint64(1)
	for i := range 60_000 {
		x = x*6364136223846793005 + 1442695040888963407
		id := int64(x>>40) % 20_000
		table.count(id)
		slow[id]++
		if i%7_000 == 0 {
			table.merge()
		}
	}
	table.seal()
	if len(table.ids) != len(slow) || !slices.IsSorted(table.ids) {
		t.Fatalf("%d ids, want %d", len(table.ids), len(slow))
	}
	for i, id := range table.ids {
		if table.junction.get(i) != (slow[id] > 1) {
			t.Fatalf("node %d, met %d times, junction %v", id, slow[id], table.junction.get(i))
		}
	}
}
