package export

import (
	"bufio"
	"encoding/json"
	"net/http"

	"jangkau/gis"
	"jangkau/publish"
)

// geojsonWriter writes a FeatureCollection; what it rests on stands before it.
type geojsonWriter struct {
	out   *bufio.Writer
	file  file
	first bool
	buf   []byte
}

func newGeoJSON(w http.ResponseWriter, f file) (writer, error) {
	g := &geojsonWriter{out: bufio.NewWriterSize(publish.Patient(w), 1<<16), file: f, first: true}
	facts, err := json.Marshal(f.facts)
	if err != nil {
		return nil, err
	}
	name, err := json.Marshal(f.table.Name)
	if err != nil {
		return nil, err
	}
	_, err = g.out.WriteString(`{"type":"FeatureCollection","name":` + string(name) + `,"jangkau":` + string(facts) + `,"features":[`)
	return g, err
}

func (g *geojsonWriter) row(row gis.TableRow) error {
	g.buf = publish.AppendFeature(g.buf[:0], g.file.columns, row, g.first)
	g.first = false
	_, err := g.out.Write(g.buf)
	return err
}

func (g *geojsonWriter) end() error {
	if _, err := g.out.WriteString("\n]}\n"); err != nil {
		return err
	}
	return g.out.Flush()
}
