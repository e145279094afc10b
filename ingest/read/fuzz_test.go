package read

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"
	"pgregory.net/rapid"

	"jangkau/gis"
)

// fuzzFile writes content over one file per worker: files are what readers take.
func fuzzFile(t *testing.T, name string, content []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// A reader may refuse anything, but in words a person can act on.
func fuzzError(t *testing.T, err error) {
	t.Helper()
	if err != nil && gis.KindOf(err) != gis.Invalid {
		t.Fatalf("the error %v is of kind %s", err, gis.KindOf(err))
	}
}

func FuzzBoundaries(f *testing.F) {
	a := featureText(`"35.10.01.2001"`, polygonText(square))
	for _, s := range []string{
		collection(a), a + "\n" + a, "\x1e" + a, "\xef\xbb\xbf" + collection(a),
		collection(featureText(`11.1`, polygonText(`[[[-8.1,114.1],[-8.1,114.2],[-8.2,114.2]]]`))),
		`{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:32749"}},"features":[]}`,
		collection(featureText(`null`, `{"type":"MultiPolygon","coordinates":[[[[1,2,3],[4]]]]}`)),
		`{"features":[{"type":1,"properties":[],"geometry":""}]}`, `{"features":[`, "PK\x03\x04", "SQLite format 3\x00", "\x1f\x8b\x08",
	} {
		f.Add([]byte(s))
	}
	f.Add(simpleShape("35.10.01.2001", "x", "1").zip(f))
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, _, r, err := boundaries(t, fuzzFile(t, "f", content), BoundaryOptions{})
		fuzzError(t, err)
		if err == nil {
			sums(t, r)
		}
		for _, b := range rows {
			if _, err := gis.ParseWilayahCode(string(b.Code)); err != nil {
				t.Fatal(err)
			}
			checkPolygon(t, b.Geom)
		}
	})
}

// checkPolygon: closed rings of at least four points that lie on earth.
func checkPolygon(t *testing.T, mp *geom.MultiPolygon) {
	t.Helper()
	for i := range mp.NumPolygons() {
		p := mp.Polygon(i)
		for k := range p.NumLinearRings() {
			flat := p.LinearRing(k).FlatCoords()
			n := len(flat)
			if n < 8 || flat[0] != flat[n-2] || flat[1] != flat[n-1] {
				t.Fatalf("a ring of %d numbers: %v", n, flat)
			}
			for j := 0; j < n; j += 2 {
				if !onEarth(flat[j], flat[j+1]) {
					t.Fatalf("%v, %v is nowhere on earth", flat[j], flat[j+1])
				}
			}
		}
	}
}

func FuzzTables(f *testing.F) {
	for _, s := range []string{
		"kode,nama,jenis,lat,lon,penduduk,unit,jumlah,tahun\n35.10.01.2001,Pustu A,Pustu,-8.3,114.2,1.234,A,3,2024\n",
		"nama;lat;lon\n\"a;b\";-8,3;114,2\n", "sep=;\nnama;people\nx;1\n", "\xff\xfen\x00a\x00m\x00a\x00\n\x00", "nama\n\"x", "nama\nx\"y\n",
		"unit,category,n\nA,bidan_L,1\nA,bidan_P,2\nA,bidan_T,4\nJUMLAH,bidan_T,3\nA,x_total,9\n",
		"nama pegawai,nik,unit,jabatan\nX,1,A,B\n", "judul\n\nnama,koordinat\nx,\"-8.3, 114.2\"\n",
		"nama,,\n,lat,lon\nx,0,0\n",
		"TAHUN 2023\nNo;Unit;Perawat;;;Bidan;Jumlah\n;;L;P;L+P;;\n1;2;3;4;5;6;7\n1;A;1;2;3;-;4\nSUB JUMLAH;;1;2;3;0;9\nRASIO;;;;1,5;;\n;NIP 199;;;;;\n",
		"unit;jenis;tempat tugas;PNS;PPPK;Jumlah\nA;Perawat;Pustu;1;2;4\nA;;;1;;\n", "unit,Keperawatan,,\n,Perawat,,Bidan\n,PNS,PPPK,Jml\nA,1,2,x\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := fuzzFile(t, "f.csv", content)
		places, _, r, err := facilities(t, path, FacilityOptions{})
		fuzzError(t, err)
		if err == nil {
			sums(t, r)
		}
		for _, p := range places {
			if !gis.ValidKind(p.Kind) || (p.Lon == nil) != (p.Lat == nil) || p.KindGuess != "" && !gis.ValidKind(p.KindGuess) {
				t.Fatalf("%+v", p)
			}
			if p.Lon != nil && !onEarth(*p.Lon, *p.Lat) && !p.Swapped {
				t.Fatalf("%v, %v is nowhere on earth", *p.Lon, *p.Lat)
			}
		}
		people, _, r, err := populations(t, path, PopulationOptions{})
		fuzzError(t, err)
		if err == nil {
			sums(t, r)
		}
		for _, p := range people {
			if p.People < 0 || p.Code == "" && p.Lon == nil {
				t.Fatalf("%+v", p)
			}
		}
		sheet, err := Sheet(context.Background(), path, Options{}, []SheetField{{Name: "nama", Required: true}, {Name: "jumlah"}, {Name: "tahun"}, {Name: "status"}}, func(r *SheetRow) error {
			if n := r.Count("jumlah"); n != nil && *n < 0 {
				t.Fatalf("%d", *n)
			}
			r.Day("tahun", true)
			r.YesNo("status")
			r.Number("jumlah")
			if r.Total("nama") {
				r.Skip()
			}
			return nil
		})
		fuzzError(t, err)
		if err == nil {
			sums(t, sheet)
		}
		persons, _, r, err := staff(t, path)
		fuzzError(t, err)
		if err == nil {
			sums(t, r)
		}
		for _, s := range persons {
			if s.Count < 0 || s.FacilityName == "" && s.FacilityCode == "" {
				t.Fatalf("%+v", s)
			}
		}
	})
}

func FuzzRoads(f *testing.F) {
	plain := town()
	plain.raw = true // lets the fuzzer reach what lies inside a block
	f.Add(plain.bytes())
	f.Add(town().bytes())
	plain.tags = map[int64]map[string]string{2: {"barrier": "bollard", "motor_vehicle": "no"}, 3: {"barrier": "stile"}}
	plain.routes = []pbfRelation{{ways: []int64{107}, tags: map[string]string{"route": "ferry", "duration": "1:30"}}}
	f.Add(plain.bytes())
	later := town()
	later.later, later.raw = true, true
	f.Add(later.bytes())
	f.Add([]byte(collection(`{"type":"Feature","properties":{"highway":"primary"},"geometry":{"type":"LineString","coordinates":[[114,-8],[114.1,-8],[114,-8]]}}`)))
	f.Add(pbfFixture{}.blob("OSMHeader", nil))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, edges, _, r, err := roads(t, fuzzFile(t, "f.pbf", content), RoadOptions{})
		fuzzError(t, err)
		if err == nil {
			sums(t, r)
		}
		for _, e := range edges {
			for _, p := range e.Geometry {
				if !onEarth(p[0], p[1]) {
					t.Fatalf("%+v", e)
				}
			}
		}
	})
}

// FuzzPBFBlock goes past the framing, where a mutation seldom survives.
func FuzzPBFBlock(f *testing.F) {
	f.Add(town().nodeBlock())
	f.Add(town().wayBlock())
	gated := town()
	gated.tags = map[int64]map[string]string{2: {"barrier": "bollard", "motor_vehicle": "no"}, 3: {"barrier": "gate"}}
	f.Add(gated.nodeBlock())
	gated.sparse = true
	f.Add(gated.nodeBlock())
	gated.routes = []pbfRelation{{ways: []int64{103, 9}, tags: map[string]string{"route": "ferry"}}}
	f.Add(gated.relationBlock())
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := decodeBlock(field1(nil, 1, data), pbfFilter{nodes: true, way: func(_ int64, tags map[string]string) bool { return isRoad(tags) }, keep: roadKeys, relations: true})
		if err != nil {
			return
		}
		for _, n := range b.nodes {
			if n.lat > 900000000 || n.lat < -900000000 || n.lon > 1800000000 || n.lon < -1800000000 {
				t.Fatalf("%+v", n)
			}
		}
	})
}

// FuzzRoadTags: whatever people write, a road has somebody's direction at most, a
// limit below 500 km/h and words that are words.
func FuzzRoadTags(f *testing.F) {
	for _, kv := range []string{
		"highway=residential oneway=-1 maxspeed=30mph", "route=ferry duration=PT1H maxspeed=12knots", "highway=primary maxspeed:backward=ID:urban access=no foot=yes",
		"barrier=gate locked=yes motorcar=yes", "waterway=canal boat=yes", "highway=path surface=Mud;sand smoothness=bad maxspeed=;;-1",
	} {
		f.Add(kv)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tags := map[string]string{}
		for _, kv := range strings.Split(text, " ") {
			k, v, _ := strings.Cut(kv, "=")
			tags[k] = v
		}
		if m := passes(tags); m&^(AllModes|Boat) != 0 {
			t.Fatalf("passed by %d", m)
		}
		var seen [2]Modes
		for _, e := range roadsOf(tags) {
			if e.MaxSpeedKmh < 0 || e.MaxSpeedKmh > 1000 || math.IsNaN(e.MaxSpeedKmh) || e.FerryDurationS < 0 || e.FerryDurationS > 30*24*3600 || math.IsNaN(e.FerryDurationS) {
				t.Fatalf("%+v", e)
			}
			for _, s := range []string{e.Surface, e.Tracktype, e.Smoothness} {
				if word(s) != s {
					t.Fatalf("%q is no word", s)
				}
			}
			if seen[0]&e.Forward|seen[1]&e.Backward != 0 {
				t.Fatalf("somebody has the same direction twice: %+v", e)
			}
			seen[0], seen[1] = seen[0]|e.Forward, seen[1]|e.Backward
		}
	})
}

func FuzzGeoPackageBlob(f *testing.F) {
	poly := geom.NewPolygonFlat(geom.XYZ, []float64{114.1, -8.1, 3, 114.2, -8.1, 3, 114.2, -8.2, 3, 114.1, -8.1, 3}, []int{12})
	multi := geom.NewMultiPolygonFlat(geom.XY, []float64{114.1, -8.1, 114.2, -8.1, 114.2, -8.2, 114.1, -8.1}, [][]int{{8}})
	for _, order := range []binary.ByteOrder{wkb.NDR, wkb.XDR} {
		f.Add(gpkgBlob(f, poly, order))
		f.Add(gpkgBlob(f, multi, order))
	}
	f.Add([]byte("GP\x00\x01\xe6\x10\x00\x00\x01\x06\x00\x00\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, blob []byte) {
		polys, notes, bad := gpkgPolygons(blob)
		if bad != nil {
			return
		}
		if mp, _ := buildMultiPolygon(polys, notes); mp != nil {
			checkPolygon(t, mp)
		}
	})
}

// FuzzShape feeds records to the guarded library.
func FuzzShape(f *testing.F) {
	f.Add([]byte(simpleShape("35.10.01.2001", "x", "1").shp()[100:]))
	f.Fuzz(func(t *testing.T, record []byte) {
		r := bytes.NewReader(record)
		for line := 1; ; line++ {
			g, more, _, err := nextShape(r, line)
			fuzzError(t, err)
			if err != nil || !more {
				return
			}
			if polys, notes := ringsOf(g); polys != nil {
				if mp, _ := buildMultiPolygon(polys, notes); mp != nil {
					checkPolygon(t, mp)
				}
			}
		}
	})
}

// What a table says in one place it says in another: the order of columns, the
// separator and blank lines change nothing.
func TestFacilityTablesDoNotDependOnTheirLayout(t *testing.T) {
	type row = [4]string
	render := func(rows []row, order []int, comma string, blank bool) []byte {
		header := row{"nama_faskes", "kode_faskes", "lat", "lon"}
		var b bytes.Buffer
		for i, r := range append([]row{header}, rows...) {
			for k, c := range order {
				if k > 0 {
					b.WriteString(comma)
				}
				b.WriteString(r[c])
			}
			b.WriteString("\n")
			if blank && i%2 == 1 {
				b.WriteString(comma + comma + comma + "\n")
			}
		}
		return b.Bytes()
	}
	rapid.Check(t, func(rt *rapid.T) {
		var rows []row
		for i := range rapid.IntRange(1, 8).Draw(rt, "n") {
			name := rapid.StringMatching(`(Pustu|Pusptu|Puskesmas|Polindes|Melati|eks Pustu)( [A-Z][a-z]{1,6})?`).Draw(rt, "name")
			lat := rapid.SampledFrom([]string{"-8.3", "0", "114.3", "", "x", "-8.31"}).Draw(rt, "lat")
			lon := rapid.SampledFrom([]string{"114.2", "0", "-8.2", "", "119415581.0"}).Draw(rt, "lon")
			rows = append(rows, row{name, string(rune('a' + i)), lat, lon})
		}
		order := rapid.Permutation([]int{0, 1, 2, 3}).Draw(rt, "order")
		comma := rapid.SampledFrom([]string{",", ";", "\t", "|"}).Draw(rt, "comma")
		read := func(content []byte) []Facility {
			var out []Facility
			_, err := Facilities(context.Background(), file(t, "f.csv", content), FacilityOptions{}, func(f Facility) error {
				f.Line = 0
				out = append(out, f)
				return nil
			})
			if err != nil {
				rt.Fatal(err)
			}
			return out
		}
		a := read(render(rows, []int{0, 1, 2, 3}, ",", false))
		b := read(render(rows, order, comma, rapid.Bool().Draw(rt, "blank")))
		if len(a) != len(rows) || len(b) != len(a) {
			rt.Fatalf("%d rows, read %d and %d", len(rows), len(a), len(b))
		}
		for i := range a {
			same := a[i].Name == b[i].Name && a[i].Kind == b[i].Kind && a[i].KindGuess == b[i].KindGuess && a[i].Swapped == b[i].Swapped && (a[i].Lon == nil) == (b[i].Lon == nil)
			if !same || a[i].Lon != nil && (*a[i].Lon != *b[i].Lon || *a[i].Lat != *b[i].Lat) {
				rt.Fatalf("%+v became %+v", a[i], b[i])
			}
		}
	})
}

func TestCodesSurviveTheirSpellings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		provinsi := rapid.SampledFrom([]string{"11", "35", "74", "96"}).Draw(t, "provinsi")
		kab := rapid.SampledFrom([]string{"01", "10", "69", "71", "99"}).Draw(t, "kab")
		kec := rapid.StringMatching(`0[1-9]|[1-9][0-9]`).Draw(t, "kec")
		desa := rapid.StringMatching(`[123][0-9]{3}`).Draw(t, "desa")
		want := gis.WilayahCode(provinsi + "." + kab + "." + kec + "." + desa)
		digits := provinsi + kab + kec + desa
		for _, s := range []string{string(want), digits, " " + digits + " ", "'" + digits, digits + ".0", digits[:1] + "." + digits[1:] + "E+09", digits[:1] + "," + digits[1:] + "e9"} {
			if got, issue := parseCode(s); got != want || issue != nil && issue.Severity != Note {
				t.Fatalf("parseCode(%q) = %q, %+v", s, got, issue)
			}
		}
	})
}

func TestCountsSurviveTheirSpellings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 999_999_999).Draw(t, "n")
		group := func(sep string) string {
			s := gis.T("%d", "%d", n).EN
			for i := len(s) - 3; i > 0; i -= 3 {
				s = s[:i] + sep + s[i:]
			}
			return s
		}
		for _, s := range []string{group(""), group("."), group(","), group(" "), group("") + ".0", group("") + ",00"} {
			if v, form := parseCount(s); form == countBad || form == countDecimal || int(math.Round(v)) != n {
				t.Fatalf("parseCount(%q) = %v, form %d", s, v, form)
			}
		}
	})
}
