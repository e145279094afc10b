package demo

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"jangkau/gis"
)

// boundariesFile writes the kabupaten, its kecamatan and its desa, one feature a
// line so that a difference between two versions can be read.
func (w *world) boundariesFile() []byte {
	var b bytes.Buffer
	b.WriteString(`{"type":"FeatureCollection","name":"Data peragaan: batas hampiran, bukan batas resmi","features":[` + "\n")
	all := make([][]corner, len(w.sites))
	for i, c := range w.cells {
		all[i] = corners(c)
	}
	w.feature(&b, Kabupaten, dissolve(all))
	keys, groups := w.byKecamatan()
	for _, k := range keys {
		var parts [][]corner
		for _, i := range groups[k] {
			parts = append(parts, all[i])
		}
		b.WriteString(",\n")
		w.feature(&b, k, dissolve(parts))
	}
	for i, s := range w.sites {
		b.WriteString(",\n")
		w.feature(&b, s.code, [][]corner{all[i]})
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

func (w *world) feature(b *bytes.Buffer, code gis.WilayahCode, rings [][]corner) {
	var polys []string
	for _, p := range polygons(rings) {
		var parts []string
		for _, r := range p {
			parts = append(parts, ringText(r))
		}
		polys = append(polys, "["+strings.Join(parts, ",")+"]")
	}
	fmt.Fprintf(b, `{"type":"Feature","properties":{"kode":%q,"nama":%q},"geometry":{"type":"MultiPolygon","coordinates":[%s]}}`,
		string(code), w.names[code], strings.Join(polys, ","))
}

func ringText(r []corner) string {
	var s strings.Builder
	s.WriteString("[")
	for i := range len(r) + 1 {
		c := r[i%len(r)]
		if i > 0 {
			s.WriteString(",")
		}
		s.WriteString("[" + strconv.FormatFloat(c.lon, 'f', -1, 64) + "," + strconv.FormatFloat(c.lat, 'f', -1, 64) + "]")
	}
	return s.String() + "]"
}
