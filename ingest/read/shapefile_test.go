package read

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

// A shapefile writer for fixtures: polygons, and text or number columns.
type shapeFixture struct {
	columns []string // name:type:width
	rows    [][]string
	polys   [][][]ring
	files   map[string]string // further parts, such as .prj and .cpg
}

const wgs84PRJ = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`

func (s shapeFixture) zip(t testing.TB) []byte {
	t.Helper()
	parts := map[string]string{"d.shp": s.shp(), "d.dbf": s.dbf(), "d.prj": wgs84PRJ}
	for name, text := range s.files {
		parts[name] = text
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range sortedKeys(parts) {
		if parts[name] == "" {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (s shapeFixture) shp() string {
	var body bytes.Buffer
	for n, polys := range s.polys {
		var rec bytes.Buffer
		var starts []int32
		var points []float64
		for _, p := range polys {
			for k, r := range p {
				starts = append(starts, int32(len(points)/2))
				points = append(points, oriented(r, k == 0)...)
			}
		}
		le := binary.LittleEndian
		_ = binary.Write(&rec, le, int32(5))
		_ = binary.Write(&rec, le, [4]float64{94, -12, 142, 7})
		_ = binary.Write(&rec, le, [2]int32{int32(len(starts)), int32(len(points) / 2)})
		_ = binary.Write(&rec, le, starts)
		_ = binary.Write(&rec, le, points)
		_ = binary.Write(&body, binary.BigEndian, [2]int32{int32(n + 1), int32(rec.Len() / 2)})
		body.Write(rec.Bytes())
	}
	header := make([]byte, 100)
	binary.BigEndian.PutUint32(header, 9994)
	binary.BigEndian.PutUint32(header[24:], uint32((100+body.Len())/2))
	binary.LittleEndian.PutUint32(header[28:], 1000)
	binary.LittleEndian.PutUint32(header[32:], 5)
	return string(header) + body.String()
}

// oriented turns outer rings clockwise and holes the other way, as the format asks.
func oriented(r ring, outer bool) ring {
	area := 0.0
	for i := 2; i < len(r); i += 2 {
		area += (r[i] - r[i-2]) * (r[i+1] + r[i-1])
	}
	if (area > 0) == outer {
		return r
	}
	out := make(ring, 0, len(r))
	for i := len(r) - 2; i >= 0; i -= 2 {
		out = append(out, r[i], r[i+1])
	}
	return out
}

func (s shapeFixture) dbf() string {
	var fields, rows bytes.Buffer
	size := 1
	widths := make([]int, len(s.columns))
	for i, c := range s.columns {
		p := strings.Split(c, ":")
		_, _ = fmt.Sscan(p[2], &widths[i])
		f := make([]byte, 32)
		copy(f, p[0])
		f[11], f[16] = p[1][0], byte(widths[i])
		fields.Write(f)
		size += widths[i]
	}
	for _, row := range s.rows {
		rows.WriteByte(' ')
		for i, v := range row {
			rows.WriteString(v + strings.Repeat(" ", widths[i]-len(v)))
		}
	}
	header := make([]byte, 32)
	header[0], header[2], header[3] = 3, 1, 1
	binary.LittleEndian.PutUint32(header[4:], uint32(len(s.rows)))
	binary.LittleEndian.PutUint16(header[8:], uint16(32+fields.Len()+1))
	binary.LittleEndian.PutUint16(header[10:], uint16(size))
	return string(header) + fields.String() + "\r" + rows.String() + "\x1a"
}

func simpleShape(row ...string) shapeFixture {
	return shapeFixture{
		columns: []string{"KODE:C:13", "NAMA:C:40", "LUAS:N:8"}, rows: [][]string{row},
		polys: [][][]ring{{{ring{114.1, -8.1, 114.2, -8.1, 114.2, -8.2, 114.1, -8.1}}}},
	}
}

// fixtureOf carries real desa over into the writer.
func fixtureOf(rows []Boundary, encode func(string) string) shapeFixture {
	s := shapeFixture{columns: []string{"KODE:C:13", "NAMA:C:60"}}
	for _, b := range rows {
		s.rows = append(s.rows, []string{string(b.Code), encode(b.Name)})
		polys, _ := ringsOf(b.Geom)
		s.polys = append(s.polys, polys)
	}
	return s
}

// areas sums the geometry of each desa, which no turn of a ring changes.
func areas(rows []Boundary) map[string]float64 {
	out := map[string]float64{}
	for _, b := range rows {
		out[string(b.Code)+" "+b.Name] = math.Round(math.Abs(b.Geom.Area())*1e9) / 1e9
	}
	return out
}

func TestShapefileHoldsTheSameDesa(t *testing.T) {
	// The islands of Buton Utara and Belitung Timur are parts of multipolygons.
	for _, name := range []string{"wilayah/desa_74.10.geojson", "wilayah/desa_19.06.geojson"} {
		want, _, _, err := boundaries(t, data(t, name), BoundaryOptions{})
		if err != nil {
			t.Fatal(err)
		}
		fixture := fixtureOf(want, func(s string) string { return s })
		got, found, r, err := boundaries(t, file(t, "d.zip", fixture.zip(t)), BoundaryOptions{})
		if err != nil || len(found.all) > 0 || r.Format != "SHAPEFILE" {
			t.Fatal(err, found, r)
		}
		sums(t, r)
		if diff := cmp.Diff(areas(want), areas(got)); diff != "" {
			t.Errorf("%s (-GeoJSON +shapefile):\n%s", name, diff)
		}
	}
}

func TestShapefileEncodings(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String("Désa Kéndal")
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		value, cpg string
	}{
		"cpg 1252":         {latin, "1252"},
		"cpg ANSI 1252":    {latin, "ANSI 1252"},
		"cpg utf-8":        {"Désa Kéndal", "UTF-8\r\n"},
		"no cpg, utf-8":    {"Désa Kéndal", ""},
		"no cpg, 1252":     {latin, ""},
		"cpg 88591":        {latin, "88591"},
		"cpg windows-1252": {latin, "windows-1252"},
	} {
		s := simpleShape("35.10.01.2001", tc.value, "12")
		s.files = map[string]string{"d.cpg": tc.cpg}
		rows, _, _, err := boundaries(t, file(t, "d.zip", s.zip(t)), BoundaryOptions{})
		if err != nil || len(rows) != 1 || rows[0].Name != "Désa Kéndal" {
			t.Errorf("%s: %+v, %v", name, rows, err)
		}
	}
}

func TestShapefileRows(t *testing.T) {
	s := simpleShape("35.10.01.2001", "GDAL wrote NULL", "********")
	rows, _, _, err := boundaries(t, file(t, "d.zip", s.zip(t)), BoundaryOptions{})
	if err != nil || len(rows) != 1 {
		t.Errorf("a NULL number cost the file: %v", err)
	}
	s = simpleShape("35.10.01.2001", "short ring", "1")
	s.polys[0] = [][]ring{{ring{114.1, -8.1, 114.2, -8.1, 114.1, -8.1}}}
	s.rows, s.polys = append(s.rows, []string{"35.10.01.2002", "good", "1"}), append(s.polys, simpleShape().polys[0])
	rows, found, r, err := boundaries(t, file(t, "d.zip", s.zip(t)), BoundaryOptions{})
	if err != nil || len(rows) != 1 || rows[0].Name != "good" || r.Rejected != 1 || found.first(CodeBadGeometry).Line != 1 {
		t.Errorf("a ring of three points cost more than its row: %+v, %v, %s", rows, err, found)
	}
	s = simpleShape("3510012001", "code as number", "1")
	s.columns[0] = "KODE:N:13"
	rows, found, _, err = boundaries(t, file(t, "d.zip", s.zip(t)), BoundaryOptions{})
	if err != nil || len(rows) != 1 || rows[0].Code != "35.10.01.2001" || found.count(CodeCodeNormalised) != 1 {
		t.Errorf("%+v, %v, %s", rows, err, found)
	}
	s = simpleShape("35.10.01.2001", "no prj", "1")
	s.files = map[string]string{"d.prj": ""}
	_, found, _, err = boundaries(t, file(t, "d.zip", s.zip(t)), BoundaryOptions{})
	if err != nil || found.count(CodeAssumedCRS) != 1 {
		t.Errorf("%v, %s", err, found)
	}
}

func TestShapefilesRefused(t *testing.T) {
	good := simpleShape("35.10.01.2001", "x", "1")
	with := func(name, text string) []byte {
		s := good
		s.files = map[string]string{name: text}
		return s.zip(t)
	}
	whole := good.zip(t)
	for name, tc := range map[string]struct {
		content []byte
		says    string
	}{
		"projected":      {with("d.prj", `PROJCS["WGS_1984_UTM_Zone_50S",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]]`), "WGS_1984_UTM_Zone_50S"},
		"old datum":      {with("d.prj", `GEOGCS["GCS_Batavia",DATUM["D_Batavia",SPHEROID["Bessel_1841",6377397.155,299.1528128]]]`), "EPSG:4326"},
		"unknown cpg":    {with("d.cpg", "KLINGON"), "klingon"},
		"no dbf":         {with("d.dbf", ""), ".dbf"},
		"dbf cut":        {with("d.dbf", good.dbf()[:len(good.dbf())-20]), ".dbf"},
		"dbf header cut": {with("d.dbf", good.dbf()[:40]), ".dbf"},
		"shp cut":        {with("d.shp", good.shp()[:len(good.shp())-9]), "cut short"},
		"shp no header":  {with("d.shp", good.shp()[:50]), "header"},
		"shp not a shp":  {with("d.shp", strings.Repeat("x", 200)), "header"},
		"shp ends early": {with("d.shp", good.shp()[:100]), "ends after 0"},
		"huge record":    {with("d.shp", good.shp()[:104]+"\x7f\xff\xff\xff"+good.shp()[108:]), "broken"},
		"two shapefiles": {with("e.shp", good.shp()), "name one layer"},
		"zip cut":        {whole[:len(whole)/2], "zip"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, err := boundaries(t, file(t, "d.zip", tc.content), BoundaryOptions{})
			wantInvalid(t, err, tc.says)
		})
	}
	other := file(t, "d.zip", with("e.shp", good.shp()))
	if rows, _, _, err := boundaries(t, other, BoundaryOptions{Options: Options{Layer: "d"}}); err != nil || len(rows) != 1 {
		t.Errorf("the layer named was not read: %v", err)
	}
}

// Cutting the archive anywhere must not read as a smaller file.
func TestShapefileCutAnywhere(t *testing.T) {
	whole := simpleShape("35.10.01.2001", "x", "1").zip(t)
	path := file(t, "d.zip", nil)
	for cut := 4; cut < len(whole); cut += 7 {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if rows, _, _, err := boundaries(t, path, BoundaryOptions{}); err == nil {
			t.Fatalf("cut at byte %d of %d: %d rows and no error", cut, len(whole), len(rows))
		}
	}
}

func TestBareShapefile(t *testing.T) {
	s := simpleShape("35.10.01.2001", "x", "1")
	shp := file(t, "d.shp", []byte(s.shp()))
	if _, _, _, err := boundaries(t, shp, BoundaryOptions{}); err == nil {
		t.Error("a lone .shp was read")
	}
	base := strings.TrimSuffix(shp, ".shp")
	for ext, text := range map[string]string{".dbf": s.dbf(), ".prj": wgs84PRJ} {
		if err := os.WriteFile(base+ext, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if rows, _, _, err := boundaries(t, shp, BoundaryOptions{}); err != nil || len(rows) != 1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
