package read

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"jangkau/gis"
)

func TestBoundariesOfRealFiles(t *testing.T) {
	for _, tc := range []struct {
		file   string
		format string
		desa   int
	}{
		{"wilayah/desa_11.12.geojson", "GEOJSON", 152},
		{"wilayah/desa_19.06.geojson", "GEOJSON", 39},
		{"wilayah/desa_35.10.geojson", "GEOJSON", 217},
		{"wilayah/desa_35.23.geojson", "GEOJSON", 328},
		{"wilayah/desa_74.10.geojson", "GEOJSON", 90},
		{"wilayah/desa_35.geojsonl.gz", "GEOJSONL", 8494},
	} {
		rows, found, r, err := boundaries(t, data(t, tc.file), BoundaryOptions{})
		if err != nil {
			t.Errorf("%s: %v", tc.file, err)
			continue
		}
		sums(t, r)
		if len(rows) != tc.desa || r.Accepted != tc.desa || r.Rows != tc.desa || r.Format != tc.format || len(found.all) != 0 {
			t.Errorf("%s: %d desa, report %+v, issues %s", tc.file, len(rows), r, found)
		}
		for _, b := range rows {
			if b.Code.Level() != gis.Desa || b.Name == "" || b.Geom.NumPolygons() == 0 {
				t.Errorf("%s: %+v", tc.file, b)
			}
		}
	}
}

// Names with apostrophes break naive parsers: Buton Utara then has 75 desa and 11
// kelurahan instead of 78 and 12.
func TestBoundariesKeepApostrophes(t *testing.T) {
	rows, _, _, err := boundaries(t, data(t, "wilayah/desa_74.10.geojson"), BoundaryOptions{})
	if err != nil {
		t.Fatal(err)
	}
	kelurahan, apostrophes := 0, 0
	for _, b := range rows {
		if b.Code.IsKelurahan() {
			kelurahan++
		}
		if strings.Contains(b.Name, "'") {
			apostrophes++
		}
	}
	if kelurahan != 12 || len(rows)-kelurahan != 78 || apostrophes == 0 {
		t.Errorf("%d kelurahan, %d desa, %d names with apostrophes", kelurahan, len(rows)-kelurahan, apostrophes)
	}
}

const square = `[[[114.1,-8.1],[114.2,-8.1],[114.2,-8.2],[114.1,-8.2],[114.1,-8.1]]]`

func featureText(code, geometry string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"kode":%s,"nama":"Sumberagung"},"geometry":%s}`, code, geometry)
}

func polygonText(rings string) string {
	return `{"type":"Polygon","coordinates":` + rings + `}`
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func TestBoundaryRows(t *testing.T) {
	good := `"35.10.01.2001"`
	for name, tc := range map[string]struct {
		code, geometry string
		issue          string
		severity       Severity
		says           string
		want           gis.WilayahCode // "" where the row is rejected
	}{
		"plain":               {good, polygonText(square), "", "", "", "35.10.01.2001"},
		"ten digits":          {`"3510012001"`, polygonText(square), CodeCodeNormalised, Note, "dots", "35.10.01.2001"},
		"ten digits, number":  {`3510012001`, polygonText(square), CodeCodeNormalised, Note, "dots", "35.10.01.2001"},
		"all digits, float":   {`3.510012001E+9`, polygonText(square), CodeCodeNormalised, Note, "dots", "35.10.01.2001"},
		"lost digits":         {`"3.51E+09"`, polygonText(square), CodeNumericCode, Rejected, "scientific", ""},
		"11.1 as number":      {`11.1`, polygonText(square), CodeNumericCode, Rejected, "11.10", ""},
		"11.1 as text":        {`"11.1"`, polygonText(square), CodeNumericCode, Rejected, "11.10", ""},
		"11.12 as number":     {`11.12`, polygonText(square), "", "", "", "11.12"},
		"BPS desa":            {`"3510010001"`, polygonText(square), CodeBadCode, Rejected, "BPS", ""},
		"BPS kecamatan":       {`"3510010"`, polygonText(square), CodeBadCode, Rejected, "BPS", ""},
		"no such provinsi":    {`"20.10.01.2001"`, polygonText(square), CodeUnknownProvinsi, Rejected, "20", ""},
		"no such kabupaten":   {`"35.70.01.2001"`, polygonText(square), CodeBadCode, Rejected, "01-69", ""},
		"empty code":          {`""`, polygonText(square), CodeMissingCode, Rejected, "missing", ""},
		"null code":           {`null`, polygonText(square), CodeMissingCode, Rejected, "missing", ""},
		"words":               {`"Banyuwangi"`, polygonText(square), CodeBadCode, Rejected, "not valid", ""},
		"unclosed":            {good, polygonText(`[[[114.1,-8.1],[114.2,-8.1],[114.2,-8.2],[114.1,-8.2]]]`), CodeRingClosed, Note, "closed", "35.10.01.2001"},
		"three points":        {good, polygonText(`[[[114.1,-8.1],[114.2,-8.1],[114.1,-8.1]]]`), CodeRingTooShort, Rejected, "at least 4", ""},
		"two points":          {good, polygonText(`[[[114.1,-8.1],[114.2,-8.1]]]`), CodeRingTooShort, Rejected, "at least 4", ""},
		"no points":           {good, polygonText(`[[]]`), CodeRingTooShort, Rejected, "at least 4", ""},
		"empty":               {good, polygonText(`[]`), CodeBadGeometry, Rejected, "empty", ""},
		"heights":             {good, polygonText(`[[[114.1,-8.1,5],[114.2,-8.1,5],[114.2,-8.2,5],[114.1,-8.1,5]]]`), CodeZDropped, Note, "heights", "35.10.01.2001"},
		"swapped":             {good, polygonText(`[[[-8.1,114.1],[-8.1,114.2],[-8.2,114.2],[-8.1,114.1]]]`), CodeLatLonSwapped, Rejected, "swapped", ""},
		"abroad":              {good, polygonText(`[[[9.1,47.1],[9.2,47.1],[9.2,47.2],[9.1,47.1]]]`), CodeOutsideIndonesia, Suspicious, "outside", "35.10.01.2001"},
		"metres":              {good, polygonText(`[[[845503,9066602],[845603,9066602],[845603,9066702],[845503,9066602]]]`), CodeBadCoordinate, Rejected, "EPSG:4326", ""},
		"one point nowhere":   {good, polygonText(`[[[114.1,-8.1],[114.2,-8.1],[-8.2,114.2],[114.1,-8.1]]]`), CodeBadCoordinate, Rejected, "nowhere", ""},
		"point":               {good, `{"type":"Point","coordinates":[114.1,-8.1]}`, CodeBadGeometry, Rejected, "Point", ""},
		"geometry collection": {good, `{"type":"GeometryCollection","geometries":[]}`, CodeBadGeometry, Rejected, "GeometryCollection", ""},
		"null geometry":       {good, `null`, CodeBadGeometry, Rejected, "no geometry", ""},
		"text coordinates":    {good, polygonText(`[[["a","b"]]]`), CodeBadGeometry, Rejected, "cannot be read", ""},
		"null coordinate":     {good, polygonText(`[[[null,-8.1],[114.2,-8.1],[114.2,-8.2],[114.1,-8.1]]]`), CodeBadGeometry, Rejected, "null", ""},
		"one number":          {good, polygonText(`[[[114.1],[114.2,-8.1],[114.2,-8.2],[114.1,-8.1]]]`), CodeBadGeometry, Rejected, "two numbers", ""},
		"huge number":         {good, polygonText(`[[[1e999,-8.1],[114.2,-8.1],[114.2,-8.2],[114.1,-8.1]]]`), CodeBadGeometry, Rejected, "cannot be read", ""},
		"geometry as number":  {good, `7`, CodeBadGeometry, Rejected, "no geometry", ""},
		"wrong depth":         {good, polygonText(`[[114.1,-8.1]]`), CodeBadGeometry, Rejected, "cannot be read", ""},
	} {
		t.Run(name, func(t *testing.T) {
			rows, found, r, err := boundaries(t, file(t, "b.geojson", []byte(collection(featureText(tc.code, tc.geometry)))), BoundaryOptions{})
			if err != nil {
				t.Fatal(err)
			}
			sums(t, r)
			var got gis.WilayahCode
			if len(rows) == 1 {
				got = rows[0].Code
				if flat := rows[0].Geom.FlatCoords(); rows[0].Geom.Stride() != 2 || flat[0] != flat[len(flat)-2] || flat[1] != flat[len(flat)-1] {
					t.Errorf("the ring %v is not closed or not flat", flat)
				}
			}
			if got != tc.want {
				t.Errorf("read as %q, want %q", got, tc.want)
			}
			if tc.issue == "" {
				if len(found.all) > 0 {
					t.Errorf("issues %s", found)
				}
				return
			}
			i := found.first(tc.issue)
			if i.Severity != tc.severity || i.Line != 1 || !strings.Contains(i.Reason.EN, tc.says) {
				t.Errorf("issue %+v, want %s that says %q", i, tc.severity, tc.says)
			}
		})
	}
}

func TestBoundariesDuplicateCode(t *testing.T) {
	one := featureText(`"35.10.01.2001"`, polygonText(square))
	same := featureText(`3510012001`, polygonText(square))
	rows, found, r, err := boundaries(t, file(t, "b.geojson", []byte(collection(one, same))), BoundaryOptions{})
	if err != nil || len(rows) != 1 || r.Rejected != 1 {
		t.Fatalf("%d rows, %+v, %v", len(rows), r, err)
	}
	if i := found.first(CodeDuplicateCode); i.Line != 2 || !strings.Contains(i.Reason.EN, "feature 1") {
		t.Errorf("%+v", i)
	}
}

func TestBoundaryFormats(t *testing.T) {
	a := featureText(`"35.10.01.2001"`, polygonText(square))
	b := featureText(`"35.10.01.2002"`, polygonText(square))
	for name, tc := range map[string]struct {
		content []byte
		format  string
	}{
		"collection":              {[]byte(collection(a, b)), "GEOJSON"},
		"byte order mark":         {[]byte("\xef\xbb\xbf" + collection(a, b)), "GEOJSON"},
		"members after features":  {[]byte(`{"features":[` + a + "," + b + `],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"type":"FeatureCollection"}`), "GEOJSON"},
		"lines":                   {[]byte(a + "\n" + b + "\n"), "GEOJSONL"},
		"record separators":       {[]byte("\x1e" + a + "\n\x1e" + b + "\n"), "GEOJSONL"},
		"gzip":                    {gzipped(t, []byte(collection(a, b))), "GEOJSON"},
		"gzip lines":              {gzipped(t, []byte(a+"\n"+b)), "GEOJSONL"},
		"nested features ignored": {[]byte(`{"type":"FeatureCollection","meta":{"features":[1,2]},"features":[` + a + "," + b + `]}`), "GEOJSON"},
	} {
		// The extension is wrong on purpose: the content decides.
		rows, _, r, err := boundaries(t, file(t, "b.txt", tc.content), BoundaryOptions{})
		if err != nil || len(rows) != 2 || r.Format != tc.format {
			t.Errorf("%s: %d rows, format %s, %v", name, len(rows), r.Format, err)
		}
	}
}

func TestBoundaryFields(t *testing.T) {
	geometry := polygonText(square)
	for name, tc := range map[string]struct {
		properties string
		o          BoundaryOptions
		want       Boundary
	}{
		"rupabumi":      {`{"KDCPUM":"35.10.01","KDEBPS":"3510010001","KDEPUM":"35.10.01.2001","WADMKD":"Sarongan","WADMKC":"Pesanggaran"}`, BoundaryOptions{}, Boundary{Code: "35.10.01.2001", Name: "Sarongan", BPSCode: "3510010001"}},
		"kecamatan":     {`{"KDCPUM":"35.10.01","KDEPUM":"","WADMKC":"Pesanggaran","WADMKD":null}`, BoundaryOptions{}, Boundary{Code: "35.10.01", Name: "Pesanggaran"}},
		"upper case":    {`{"KODE_DESA":"35.10.01.2001","NAMA_DESA":"Sarongan"}`, BoundaryOptions{}, Boundary{Code: "35.10.01.2001", Name: "Sarongan"}},
		"named by user": {`{"kode":"x","id":"35.10.01.2001","nama":"x","label":"Sarongan"}`, BoundaryOptions{CodeField: "ID", NameField: "label"}, Boundary{Code: "35.10.01.2001", Name: "Sarongan"}},
	} {
		content := collection(`{"type":"Feature","properties":` + tc.properties + `,"geometry":` + geometry + `}`)
		rows, _, _, err := boundaries(t, file(t, "b.geojson", []byte(content)), tc.o)
		if err != nil || len(rows) != 1 || rows[0].Code != tc.want.Code || rows[0].Name != tc.want.Name || rows[0].BPSCode != tc.want.BPSCode {
			t.Errorf("%s: %+v, %v", name, rows, err)
		}
	}
	content := []byte(collection(`{"type":"Feature","properties":{"a":1,"b":2},"geometry":` + geometry + `}`))
	_, _, _, err := boundaries(t, file(t, "b.geojson", content), BoundaryOptions{})
	wantInvalid(t, err, "a, b")
	_, _, _, err = boundaries(t, file(t, "b.geojson", content), BoundaryOptions{CodeField: "kd"})
	wantInvalid(t, err, `"kd"`)
}

func TestBoundaryFilesRefused(t *testing.T) {
	a := featureText(`"35.10.01.2001"`, polygonText(square))
	crs := func(name string) string {
		return `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"` + name + `"}},"features":[` + a + `]}`
	}
	for name, tc := range map[string]struct {
		content []byte
		says    string
	}{
		"empty":             {nil, "empty"},
		"blank":             {[]byte("   \n"), "CSV"},
		"utm":               {[]byte(crs("urn:ogc:def:crs:EPSG::32749")), "EPSG:4326"},
		"mercator":          {[]byte(crs("EPSG:3857")), "EPSG:4326"},
		"no features":       {[]byte(collection()), "no feature"},
		"bare geometry":     {[]byte(polygonText(square)), "Polygon"},
		"features a string": {[]byte(`{"type":"FeatureCollection","features":"x"}`), "not an array"},
		"an array":          {[]byte(`[` + a + `]`), "FeatureCollection"},
		"features missing":  {[]byte(`{"type":"FeatureCollection"}`), "without"},
		"broken in feature": {[]byte(collection(a, `{"type":`+"\x00")), "after feature 1"},
		"gzip cut":          {gzipped(t, []byte(collection(a, a)))[:60], "cut short"},
		"gzip header":       {[]byte{0x1f, 0x8b, 8}, "header"},
		"csv":               {[]byte("kode,nama\n35.10,Banyuwangi\n"), "CSV"},
		"pdf":               {[]byte("%PDF-1.7\n"), "PDF"},
		"xls":               {[]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1}, ".xlsx"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, err := boundaries(t, file(t, "b.geojson", tc.content), BoundaryOptions{})
			wantInvalid(t, err, tc.says)
		})
	}
	_, _, _, err := boundaries(t, "no-such-file.geojson", BoundaryOptions{})
	wantInvalid(t, err, "does not exist")
	if strings.Contains(err.Error(), "panic") {
		t.Error(err)
	}
	_, _, _, err = boundaries(t, t.TempDir(), BoundaryOptions{})
	wantInvalid(t, err, "not a regular file")
}

// A download that stopped must never pass for a small file.
func TestBoundariesCutAnywhere(t *testing.T) {
	whole := []byte(collection(featureText(`"35.10.01.2001"`, polygonText(square)), featureText(`"35.10.01.2002"`, polygonText(square))))
	path := file(t, "b.geojson", whole)
	for cut := 1; cut < len(whole); cut++ {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := boundaries(t, path, BoundaryOptions{}); gis.KindOf(err) != gis.Invalid || err == nil {
			t.Fatalf("cut at byte %d of %d: %v", cut, len(whole), err)
		}
	}
	real := data(t, "wilayah/desa_11.12.geojson")
	content, err := os.ReadFile(real)
	if err != nil {
		t.Fatal(err)
	}
	_, _, r, err := boundaries(t, file(t, "b.geojson", content[:len(content)/2]), BoundaryOptions{})
	wantInvalid(t, err, fmt.Sprintf("%d whole features", r.Rows))
	if r.Rows < 50 || r.Rows > 120 {
		t.Errorf("%d features in half of a file of 152", r.Rows)
	}
}

func TestBoundariesStop(t *testing.T) {
	path := data(t, "wilayah/desa_35.10.geojson")
	full := errors.New("disk full")
	n := 0
	_, err := Boundaries(context.Background(), path, BoundaryOptions{}, func(Boundary) error {
		if n++; n == 3 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || gis.KindOf(err) == gis.Invalid {
		t.Errorf("the sink's error came back as %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err = Boundaries(ctx, path, BoundaryOptions{}, func(Boundary) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled reading ended with %v", err)
	}
}

func TestProgressReachesTheEnd(t *testing.T) {
	for _, name := range []string{"wilayah/desa_19.06.geojson", "wilayah/desa_35.geojsonl.gz"} {
		path := data(t, name)
		st, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		var last, total int64
		o := BoundaryOptions{Options: Options{Progress: func(d, n int64) {
			if d < last {
				t.Errorf("progress went back from %d to %d", last, d)
			}
			last, total = d, n
		}}}
		if _, err := Boundaries(context.Background(), path, o, func(Boundary) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if last != st.Size() || total != st.Size() {
			t.Errorf("%s: progress ended at %d of %d, the file has %d bytes", name, last, total, st.Size())
		}
	}
}
