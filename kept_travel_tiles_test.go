package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jangkau/publish/tiletest"
)

func (p *program) fetch(t *testing.T, path string) []byte {
	t.Helper()
	res, err := http.Get(p.url + path) //nolint:noctx // the test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v %.300s", path, res.Status, err, body)
	}
	return body
}

// tileFigures are what the tiles that cover Banyuwangi say of each desa.
func (p *program) tileFigures(t *testing.T) map[string]map[string]any {
	t.Helper()
	const zoom = 10 // the first that names desa
	tile := func(lon, lat float64) (x, y int) {
		n, r := math.Exp2(zoom), lat*math.Pi/180
		return int((lon + 180) / 360 * n), int((1 - math.Asinh(math.Tan(r))/math.Pi) / 2 * n)
	}
	x0, y0 := tile(113.7, -7.8)
	x1, y1 := tile(114.7, -8.9)
	out := map[string]map[string]any{}
	for x := x0; x <= x1; x++ {
		for y := y0; y <= y1; y++ {
			body := p.fetch(t, fmt.Sprintf("/tiles/desa/%d/%d/%d.mvt?kind=PUSTU,PUSKESMAS", zoom, x, y))
			if len(body) == 0 {
				continue
			}
			for _, f := range tiletest.Read(t, body).Features {
				code, _ := f["code"].(string)
				if had, twice := out[code]; twice && !maps.Equal(had, f) {
					t.Fatalf("two tiles say otherwise of %s: %v and %v", code, had, f)
				}
				out[code] = f
			}
		}
	}
	if len(out) != 217 {
		t.Fatalf("%d desa on the tiles", len(out))
	}
	return out
}

// keptFacts is what each format that carries facts says of its trips.
func (p *program) keptFacts(t *testing.T, table string) map[string]string {
	t.Helper()
	path := func(ext string) string { return "/export/" + table + "." + ext + "?within=35.10&kind=PUSTU,PUSKESMAS" }
	out := map[string]string{"geojson": string(p.fetch(t, path("geojson")))}
	book, err := excelize.OpenReader(bytes.NewReader(p.fetch(t, path("xlsx"))))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	rows, err := book.GetRows(sheets[len(sheets)-1])
	if err != nil {
		t.Fatal(err)
	}
	out["xlsx"] = fmt.Sprint(rows)
	file := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(file, p.fetch(t, path("gpkg")), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var facts string
	if err := d.QueryRowContext(t.Context(), `select group_concat(fakta || ': ' || isi, char(10)) from sumber`).Scan(&facts); err != nil {
		t.Fatal(err)
	}
	out["gpkg"] = facts
	return out
}

// The trips on tiles are those that GraphQL computes, to the second and the metre, and
// each file that carries its sources says how its trips stand. A facility that moves
// takes the trips from both.
func TestKeptTravelOnTilesAndInFacts(t *testing.T) {
	dir := dataDir(t)
	p := serve(t, dir, "--demo-if-empty", "--no-jobs") // nothing computes anew behind the test
	eventually(t, patience, func() error { return p.roadsReady(t) })
	says := func(when, want string) {
		t.Helper()
		for _, table := range []string{"desa", "travel"} {
			for format, facts := range p.keptFacts(t, table) {
				if !strings.Contains(facts, want) {
					t.Errorf("%s, %s.%s says nothing of %q: %.2000s", when, table, format, want, facts)
				}
			}
		}
	}
	says("before any", "Belum dihitung untuk pertanyaan ini")
	must(t, 0, dir, "travel", "compute")
	says("once computed", "masih berlaku")
	var a struct {
		DesaWithoutPustu struct {
			Edges []struct {
				Node struct {
					Desa    struct{ Code string }
					Nearest struct {
						Status               string
						DurationS, DistanceM *float64
						Facility             *struct{ ID string }
					}
				}
			}
		}
	}
	p.ask(t, `{ desaWithoutPustu(within: "35.10", status: [HAS, LACKS, UNKNOWN], first: 300) { edges { node {
		desa { code } nearest(kind: [PUSTU, PUSKESMAS]) { status durationS distanceM facility { id } } } } } }`, &a)
	tiles, reached := p.tileFigures(t), ""
	for _, e := range a.DesaWithoutPustu.Edges {
		got, want := tiles[e.Node.Desa.Code], e.Node.Nearest
		if got["travelStatus"] != want.Status {
			t.Errorf("%s: %v, want %s", e.Node.Desa.Code, got["travelStatus"], want.Status)
		}
		for name, figure := range map[string]*float64{"durationS": want.DurationS, "distanceM": want.DistanceM} {
			if v, ok := got[name]; ok != (figure != nil) || ok && number(v) != math.RoundToEven(*figure) && number(v) != math.Round(*figure) {
				t.Errorf("%s: %s %v, want %v", e.Node.Desa.Code, name, v, figure)
			}
		}
		if want.Facility != nil {
			reached = want.Facility.ID
		}
	}
	if len(a.DesaWithoutPustu.Edges) != 217 || reached == "" {
		t.Fatalf("%d desa, %q", len(a.DesaWithoutPustu.Edges), reached)
	}
	var f struct{ Facility struct{ Version int } }
	p.ask(t, fmt.Sprintf(`{ facility(id: %q) { version } }`, reached), &f)
	var done struct{ EditFacility struct{ ID string } }
	p.ask(t, fmt.Sprintf(`mutation { editFacility(input: {by: "Dinkes Banyuwangi", facility: %q, version: %d, point: {lon: 114.2, lat: -8.3}}) { id } }`, reached, f.Facility.Version), &done)
	for code, desa := range p.tileFigures(t) {
		for _, name := range []string{"travelStatus", "durationS", "distanceM"} {
			if desa[name] != nil {
				t.Fatalf("%s still has %s from before the facility was moved: %v", code, name, desa)
			}
		}
	}
	says("once a facility moved", "TIDAK BERLAKU LAGI: sejak itu berubah: fasilitas")
}

// number is a figure of a tile, whatever it is written as.
func number(v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	case float64:
		return v
	}
	return math.NaN()
}
