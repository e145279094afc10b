package read

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"jangkau/gis"
)

var roadNodeFields = []field{
	{"node", []string{"node", "nodeid", "id", "osmid", "titik"}, true},
	{FieldLon, []string{"lon", "lng", "long", "bujur", "longitude", "x"}, true},
	{FieldLat, []string{"lat", "lintang", "latitude", "y"}, true},
}

var roadEdgeFields = []field{
	{"from", []string{"u", "from", "source", "fromnode", "sourceid", "dari"}, true},
	{"to", []string{"v", "to", "target", "tonode", "targetid", "ke"}, true},
	{"length", []string{"lengthm", "length", "panjangm", "panjang"}, false},
	{"highway", []string{"class", "highway", "fclass", "kelas"}, false},
	{"oneway", []string{"oneway", "satuarah"}, false},
	{"maxspeed", []string{"maxspeed", "maxspeedkmh", "kecepatan"}, false},
	{"surface", []string{"surface", "permukaan"}, false},
	{"name", []string{"name", "nama"}, false},
}

// csv reads a pair of files; the nodes are held, the edges streamed. The report
// counts the rows of both.
func (r *roadReader) csv(ctx context.Context, path string) error {
	nodesPath, edgesPath, err := r.pair(path)
	if err != nil {
		return err
	}
	table, err := r.csvNodes(ctx, nodesPath)
	if err != nil {
		return err
	}
	r.firstWidth = 0
	t, err := openTable(ctx, edgesPath, r.reader, roadEdgeFields, false)
	if err != nil {
		return err
	}
	err = eachRow(ctx, t, r.reader, roadEdgeFields, func(c columns, row tableRow) error { return r.csvEdge(table, c, row) })
	if err == nil {
		r.issue(Issue{
			Code: CodeNoCoverage, Severity: Note, Reason: gis.T("CSV tidak menyebut wilayah yang diliputnya", "CSV does not say which area it covers"),
			Action: gis.T("Wilayah liputan perlu disebutkan sendiri", "The area covered has to be told"),
		})
	}
	return err
}

// pair finds the two files from either.
func (r *roadReader) pair(path string) (nodes, edges string, err error) {
	nodes, edges = r.opts.Nodes, r.opts.Edges
	name := filepath.Base(path)
	sister := func(from, to string) string {
		i := strings.LastIndex(strings.ToLower(name), from)
		if i < 0 {
			return ""
		}
		p := filepath.Join(filepath.Dir(path), name[:i]+to+name[i+len(from):])
		if _, err := os.Stat(p); err != nil {
			return ""
		}
		return p
	}
	switch {
	case nodes == "" && edges == "" && sister("edges", "nodes") != "":
		return sister("edges", "nodes"), path, nil
	case nodes == "" && edges == "" && sister("nodes", "edges") != "":
		return path, sister("nodes", "edges"), nil
	case nodes == "" && edges != "" && filepath.Clean(edges) != filepath.Clean(path):
		return path, edges, nil
	case nodes != "" && edges == "":
		return nodes, path, nil
	case nodes != "" && edges != "":
		return nodes, edges, nil
	}
	return "", "", invalid("Jaringan jalan CSV terdiri atas dua berkas, titik (node,lon,lat) dan ruas (u,v); pasangan %s tidak ditemukan", "A road network in CSV is two files, nodes (node,lon,lat) and edges (u,v); the fellow of %s was not found", name)
}

func (r *roadReader) csvNodes(ctx context.Context, path string) (*nodeTable, error) {
	type row struct {
		id       int64
		lon, lat float64
	}
	var rows []row
	table := &nodeTable{}
	t, err := openTable(ctx, path, r.reader, roadNodeFields, false)
	if err != nil {
		return nil, err
	}
	err = eachRow(ctx, t, r.reader, roadNodeFields, func(c columns, tr tableRow) error {
		if blank(tr) {
			return nil
		}
		r.report.Rows++
		if !r.width(c, tr) {
			return nil
		}
		id, okID := nodeNumber(c.get(tr, "node"))
		lon, okLon := parseDecimal(c.get(tr, FieldLon))
		lat, okLat := parseDecimal(c.get(tr, FieldLat))
		if !okID || !okLon || !okLat || !onEarth(lon, lat) {
			r.reject(Issue{
				Line: tr.line, Code: CodeBadCoordinate, Field: "node", Value: clip(strings.Join(tr.cells, ","), 80),
				Reason: gis.T("Titik jalan memerlukan nomor bulat, bujur dan lintang", "A road node takes a whole number, a longitude and a latitude"),
			})
			return nil
		}
		r.report.Accepted++
		rows = append(rows, row{id, lon, lat})
		table.count(id)
		return nil
	})
	if err != nil {
		return nil, err
	}
	table.seal()
	table.lon, table.lat, table.exact = nil, nil, make([][2]float64, len(table.ids))
	for _, n := range rows {
		i := table.find(n.id)
		if table.junction.get(i) { // counted twice
			return nil, invalid("Titik %d ada dua kali di berkas titik", "The node %d stands twice in the file of nodes", n.id)
		}
		table.exact[i] = [2]float64{n.lon, n.lat}
		table.known.set(i)
	}
	return table, nil
}

func nodeNumber(s string) (int64, bool) {
	id, err := strconv.ParseInt(s, 10, 64)
	return id, err == nil
}

func (r *roadReader) csvEdge(table *nodeTable, c columns, row tableRow) error {
	if blank(row) {
		return nil
	}
	r.report.Rows++
	if !r.width(c, row) {
		return nil
	}
	bad := func(code, column string, reason gis.Text) error {
		r.reject(Issue{Line: row.line, Code: code, Field: c.title(column), Value: clip(c.get(row, column), 40), Reason: reason})
		return nil
	}
	tags := map[string]string{}
	for _, k := range []string{"highway", "oneway", "maxspeed", "surface", "name"} {
		tags[k] = c.get(row, k)
	}
	e := roadsOf(tags)[0] // no column names the speed of a direction
	if e.Class == "" {
		e.Class = "road"
	}
	ends := [2]int{}
	for i, column := range []string{"from", "to"} {
		id, ok := nodeNumber(c.get(row, column))
		if !ok {
			return bad(CodeBadCode, column, gis.T("Nomor titik bukan bilangan bulat", "The node number is no whole number"))
		}
		if ends[i] = table.find(id); ends[i] < 0 {
			return bad(CodeMissingNode, column, gis.T("Titik %d tidak ada di berkas titik", "The node %d is not in the file of nodes", id))
		}
		lon, lat := table.at(ends[i])
		e.Geometry = append(e.Geometry, [2]float64{lon, lat})
	}
	e.From, e.To = table.ids[ends[0]], table.ids[ends[1]]
	if s := c.get(row, "length"); s != "" {
		v, ok := parseDecimal(s)
		if !ok || v < 0 {
			return bad(CodeBadCount, "length", gis.T("Panjang bukan bilangan meter yang tidak negatif", "The length is no number of metres, zero or more"))
		}
		e.LengthM = v
	}
	if e.Forward == 0 && e.Backward == 0 {
		r.report.Skipped++
		return nil
	}
	r.report.Accepted++
	return r.give(table, e)
}
