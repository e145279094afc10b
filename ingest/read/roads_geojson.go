package read

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"jangkau/gis"
)

// lineKeys maps property names, folded, to the tag they stand for; the surest
// come first, and the first one that a file has is used.
var lineKeys = []struct {
	tag   string
	names []string
}{
	{"highway", []string{"highway", "fclass", "class", "kelas", "kelasjalan", "jenisjalan", "fungsi"}},
	{"oneway", []string{"oneway", "satuarah"}},
	{"maxspeed", []string{"maxspeed", "kecepatan", "maxspeedkmh"}},
	{"surface", []string{"surface", "permukaan", "perkerasan"}},
	{"name", []string{"name", "nama", "namajalan", "namrjl"}},
	{"bridge", []string{"bridge", "jembatan"}},
	{"tunnel", []string{"tunnel", "terowongan"}},
	{"route", []string{"route"}},
	{"duration", []string{"duration"}},
	{"tracktype", []string{"tracktype"}},
	{"smoothness", []string{"smoothness"}},
	{"ford", []string{"ford"}},
	{"junction", []string{"junction"}},
	{"access", []string{"access", "akses"}},
	{"motor_vehicle", []string{"motorvehicle"}},
	{"motorcycle", []string{"motorcycle"}},
	{"motorcar", []string{"motorcar"}},
	{"foot", []string{"foot"}},
	{"oneway:motorcycle", []string{"onewaymotorcycle"}},
}

// geoJSON reads lines twice: roads meet where they share a vertex, which is known
// only once all have been seen. A node's id is its coordinates in 1e-7 degrees, so
// that the same place has the same id in every import.
func (r *roadReader) geoJSON(ctx context.Context, path string) error {
	table := &nodeTable{}
	quiet := true
	each := func(do func(feature, [][]float64pair) error) error {
		var progress func(int64, int64)
		if !quiet {
			progress = r.opts.Progress
		}
		in, err := openInput(path, progress)
		if err != nil {
			return err
		}
		defer in.Close()
		f, _, err := eachFeature(ctx, in, func(ft feature) error {
			lines, bad := linesOf(ft)
			if bad != nil {
				if !quiet {
					r.report.Rows++
					bad.Line = ft.line
					r.reject(*bad)
				}
				return nil
			}
			return do(ft, lines)
		})
		r.report.Format = string(f)
		return err
	}
	err := each(func(_ feature, lines [][]float64pair) error {
		for _, line := range lines {
			for _, p := range line {
				table.count(p.id())
			}
			table.count(line[0].id())
			table.count(line[len(line)-1].id())
		}
		return nil
	})
	if err != nil {
		return err
	}
	table.seal()
	for i, id := range table.ids {
		table.lon[i], table.lat[i] = int32(id>>32), int32(uint32(id))
		table.known.set(i)
	}
	quiet = false
	var keys map[string]string // of the first feature: property to tag
	err = each(func(ft feature, lines [][]float64pair) error {
		r.report.Rows++
		if keys == nil {
			keys = r.lineProperties(ft)
		}
		protos := roadsOf(lineTags(ft, keys))
		if protos[0].Forward|protos[0].Backward == 0 {
			r.report.Skipped++
			return nil
		}
		r.report.Accepted++
		for _, proto := range protos {
			if proto.Class == "" {
				proto.Class = "road"
			}
			for _, line := range lines {
				if err := r.splitLine(table, proto, line); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		r.issue(Issue{
			Code: CodeNoCoverage, Severity: Note, Reason: gis.T("GeoJSON tidak menyebut wilayah yang diliputnya", "GeoJSON does not say which area it covers"),
			Action: gis.T("Wilayah liputan perlu disebutkan sendiri", "The area covered has to be told"),
		})
	}
	return err
}

type float64pair [2]float64

func (p float64pair) id() int64 { return packE7(e7(p[0]), e7(p[1])) }

func (r *roadReader) splitLine(table *nodeTable, proto RoadEdge, line []float64pair) error {
	var edges []RoadEdge
	piece := [][2]float64{line[0]}
	from := line[0].id()
	for i := 1; i < len(line); i++ {
		id := line[i].id()
		if id == line[i-1].id() {
			continue
		}
		piece = append(piece, line[i])
		if k := table.find(id); k >= 0 && table.junction.get(k) || i == len(line)-1 {
			e := proto
			e.From, e.To, e.Geometry = from, id, piece
			edges = append(edges, e)
			piece, from = [][2]float64{line[i]}, id
		}
	}
	shareFerry(edges)
	for _, e := range edges {
		if err := r.give(table, e); err != nil {
			return err
		}
	}
	return nil
}

// linesOf reads LineString and MultiLineString; lines of fewer than two points go.
func linesOf(ft feature) ([][]float64pair, *Issue) {
	bad := func(id, en string, args ...any) *Issue {
		return &Issue{Code: CodeBadGeometry, Field: "geometry", Value: clip(ft.geomType, 40), Reason: gis.T(id, en, args...)}
	}
	var nested [][][]float64
	var err error
	switch {
	case bytes.Contains(ft.coords, []byte("null")):
		return nil, bad("Ada koordinat kosong (null)", "There is an empty coordinate (null)")
	case ft.geomType == "LineString":
		nested = make([][][]float64, 1)
		err = json.Unmarshal(ft.coords, &nested[0])
	case ft.geomType == "MultiLineString":
		err = json.Unmarshal(ft.coords, &nested)
	default:
		return nil, bad("Geometri bertipe %q; jalan memerlukan LineString atau MultiLineString", "The geometry is a %q; a road takes a LineString or MultiLineString", clip(ft.geomType, 40))
	}
	if err != nil {
		return nil, bad("Koordinat garis tidak dapat dibaca", "The line's coordinates cannot be read")
	}
	var lines [][]float64pair
	for _, l := range nested {
		line := make([]float64pair, 0, len(l))
		for _, p := range l {
			if len(p) < 2 || !onEarth(p[0], p[1]) {
				swapped := len(p) >= 2 && onEarth(p[1], p[0])
				if swapped {
					b := bad("Bujur dan lintang tertukar", "Longitude and latitude are swapped")
					b.Code = CodeLatLonSwapped
					return nil, b
				}
				b := bad("Ada titik yang bukan bujur/lintang; ubah dahulu ke EPSG:4326", "There is a point that is no longitude/latitude; convert to EPSG:4326 first")
				b.Code = CodeBadCoordinate
				return nil, b
			}
			line = append(line, float64pair{p[0], p[1]})
		}
		if len(line) > 1 {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return nil, bad("Garis tanpa dua titik", "The line has no two points")
	}
	return lines, nil
}

// lineProperties settles which property stands for which tag.
func (r *roadReader) lineProperties(ft feature) map[string]string {
	names := slices.Sorted(maps.Keys(ft.properties))
	found := map[string]string{}
	for _, k := range lineKeys {
		pick := func() string {
			for _, want := range k.names {
				for _, n := range names {
					if foldHeader(n) == want {
						return n
					}
				}
			}
			return ""
		}
		if n := pick(); n != "" {
			found[n] = k.tag
			r.report.Columns[k.tag] = n
		}
	}
	for _, n := range names {
		if found[n] == "" {
			r.report.Ignored = append(r.report.Ignored, n)
		}
	}
	return found
}

func lineTags(ft feature, keys map[string]string) map[string]string {
	tags := make(map[string]string, len(keys))
	for property, tag := range keys {
		v := strings.TrimSpace(propText(ft.properties[property]))
		if tag == "maxspeed" && v == "0" {
			v = "" // how Geofabrik writes "not given"
		}
		tags[tag] = v
	}
	return tags
}
