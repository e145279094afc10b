package read

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"jangkau/gis"
)

// feature is one GeoJSON feature; numbers in properties keep their spelling, so
// that a code written 35.10 without quotes can be told from 35.1.
type feature struct {
	line       int
	properties map[string]any
	geomType   string
	coords     json.RawMessage
}

// rsFilter blanks the record separators of GeoJSON text sequences (RFC 8142);
// inside a JSON string the byte cannot stand.
type rsFilter struct{ r io.Reader }

func (f rsFilter) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	for i, b := range p[:n] {
		if b == 0x1e {
			p[i] = ' '
		}
	}
	return n, err
}

// eachFeature streams the features of a FeatureCollection, a single Feature, or
// features one after the other (GeoJSONL), never holding more than one of them.
// It returns the format and how many features were whole.
func eachFeature(ctx context.Context, r io.Reader, do func(feature) error) (format, int, error) {
	br := bufio.NewReader(rsFilter{r})
	if bom, _ := br.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		_, _ = br.Discard(3)
	}
	s := &featureStream{ctx: ctx, dec: json.NewDecoder(br), do: do}
	s.dec.UseNumber()
	err := s.run()
	if s.values > 1 || s.collections == 0 {
		return formatGeoJSONL, s.n, err
	}
	return formatGeoJSON, s.n, err
}

type featureStream struct {
	ctx         context.Context
	dec         *json.Decoder
	do          func(feature) error
	n           int // whole features seen
	values      int // top-level JSON values seen
	collections int
}

func (s *featureStream) run() error {
	for {
		tok, err := s.dec.Token()
		if errors.Is(err, io.EOF) {
			if s.values == 0 {
				return invalid("Berkas GeoJSON tidak berisi apa pun", "The GeoJSON file holds nothing")
			}
			return nil
		}
		if err != nil {
			return s.broken(err)
		}
		if tok != json.Delim('{') {
			return invalid("Bukan GeoJSON: yang ditemukan %v, yang diharapkan FeatureCollection atau Feature", "Not GeoJSON: found %v where a FeatureCollection or Feature is expected", tok)
		}
		s.values++
		if err := s.object(); err != nil {
			return err
		}
	}
}

// object reads one top-level object after its opening brace.
func (s *featureStream) object() error {
	var f rawFeature
	streamed := false
	for s.dec.More() {
		tok, err := s.dec.Token()
		if err != nil {
			return s.broken(err)
		}
		key, _ := tok.(string)
		switch key {
		case "features":
			if err := s.features(); err != nil {
				return err
			}
			streamed = true
		case "type":
			err = s.dec.Decode(&f.Type)
		case "properties":
			err = s.dec.Decode(&f.Properties)
		case "geometry":
			err = s.dec.Decode(&f.Geometry)
		case "crs":
			var crs json.RawMessage
			if err = s.dec.Decode(&crs); err == nil {
				if bad := checkCRS(crs); bad != nil {
					return bad
				}
			}
		default:
			err = s.skip()
		}
		if err != nil {
			return s.broken(err)
		}
	}
	if _, err := s.dec.Token(); err != nil {
		return s.broken(err)
	}
	var kind string
	_ = json.Unmarshal(f.Type, &kind)
	switch {
	case streamed:
		s.collections++
		return nil
	case kind == "Feature":
		return s.emit(f)
	case kind == "FeatureCollection":
		return invalid("FeatureCollection tanpa anggota \"features\"", "A FeatureCollection without a \"features\" member")
	default:
		return invalid("Objek JSON ke-%d bertipe %q; yang diharapkan FeatureCollection atau Feature", "JSON object %d is of type %q; a FeatureCollection or Feature is expected", s.values, kind)
	}
}

// features streams the array after the key "features".
func (s *featureStream) features() error {
	tok, err := s.dec.Token()
	if err != nil {
		return s.broken(err)
	}
	if tok != json.Delim('[') {
		return invalid("Anggota \"features\" bukan larik", "The member \"features\" is not an array")
	}
	for s.dec.More() {
		var f rawFeature
		if err := s.dec.Decode(&f); err != nil {
			return s.broken(err)
		}
		if err := s.emit(f); err != nil {
			return err
		}
	}
	if _, err := s.dec.Token(); err != nil {
		return s.broken(err)
	}
	return nil
}

// skip passes over one value without keeping it.
func (s *featureStream) skip() error {
	var v json.RawMessage
	return s.dec.Decode(&v)
}

// rawFeature keeps members raw: one with a wrong type must cost its row, not the file.
type rawFeature struct {
	Type       json.RawMessage `json:"type"`
	Properties json.RawMessage `json:"properties"`
	Geometry   json.RawMessage `json:"geometry"`
}

func (s *featureStream) emit(raw rawFeature) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	s.n++
	f := feature{line: s.n}
	dec := json.NewDecoder(bytes.NewReader(raw.Properties))
	dec.UseNumber()
	_ = dec.Decode(&f.properties)
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if json.Unmarshal(raw.Geometry, &g) == nil {
		f.geomType, f.coords = g.Type, g.Coordinates
	}
	return s.do(f)
}

// broken words a syntax error or an early end with how far the file was good.
func (s *featureStream) broken(err error) error {
	var known *gis.Error
	if errors.As(err, &known) {
		return err
	}
	if ctxErr := s.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	at := s.dec.InputOffset()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return invalidBy(io.ErrUnexpectedEOF, "Berkas GeoJSON terpotong: %d fitur utuh, berakhir setelah bita %d. Unduh atau ekspor ulang",
			"The GeoJSON file is cut short: %d whole features, it ends after byte %d. Download or export it again", s.n, at)
	}
	return invalidBy(err, "JSON rusak setelah fitur ke-%d, dekat bita %d: %v", "Broken JSON after feature %d, near byte %d: %v", s.n, at, err)
}

// checkCRS refuses a "crs" member other than longitude/latitude on WGS 84.
func checkCRS(raw json.RawMessage) error {
	if bytes.Equal(bytes.TrimSpace(raw), []byte("null")) {
		return nil
	}
	var crs struct {
		Properties struct {
			Name string `json:"name"`
			Code any    `json:"code"`
		} `json:"properties"`
	}
	_ = json.Unmarshal(raw, &crs)
	name := crs.Properties.Name
	folded := strings.ToUpper(name)
	if strings.HasSuffix(folded, "CRS84") || folded == "EPSG:4326" || strings.HasSuffix(folded, "EPSG::4326") || strings.HasSuffix(folded, "/EPSG/0/4326") {
		return nil
	}
	if name == "" {
		name = string(raw)
	}
	return wrongCRS(name)
}

func wrongCRS(name string) *gis.Error {
	return invalid("Sistem koordinat berkas ini %s, bukan EPSG:4326 (bujur/lintang WGS 84). Ubah dahulu, misalnya: ogr2ogr -t_srs EPSG:4326 keluar.geojson masuk",
		"The coordinate system of this file is %s, not EPSG:4326 (WGS 84 longitude/latitude). Convert it first, for instance: ogr2ogr -t_srs EPSG:4326 out.geojson in", clip(name, 80))
}

// clip shortens a value for a message; a broken file can hold megabytes in one cell.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// pointText spells a Point's coordinates as a table would, or nothing.
func pointText(f feature) (lon, lat string) {
	if f.geomType != "Point" {
		return "", ""
	}
	var pos []json.Number
	if json.Unmarshal(f.coords, &pos) != nil || len(pos) < 2 {
		return "", ""
	}
	return pos[0].String(), pos[1].String()
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
