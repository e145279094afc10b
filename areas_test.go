package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// drawnPage is a page of a collection that is drawn when asked for.
type drawnPage struct {
	NumberMatched int
	Features      []struct {
		ID         int64
		Geometry   json.RawMessage
		Properties map[string]any
	}
	Links []struct{ Rel, Href string }
}

// get asks for an address in English, and decodes the answer.
func (p *program) get(t testing.TB, url string, answer any) (status int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Language", "en")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(answer); err != nil {
		t.Fatalf("%s: %d %v", url, res.StatusCode, err)
	}
	return res.StatusCode
}

// drawn reads a collection to its end.
func (p *program) drawn(t testing.TB, path string) (all drawnPage) {
	t.Helper()
	for url := p.url + "/ogc/collections/" + path; url != ""; {
		var page drawnPage
		if status := p.get(t, url, &page); status != http.StatusOK {
			t.Fatalf("%s: %d", url, status)
		}
		all.NumberMatched, all.Features = page.NumberMatched, append(all.Features, page.Features...)
		url = ""
		for _, l := range page.Links {
			if l.Rel == "next" {
				url = l.Href
			}
		}
	}
	return all
}

type areaFigures struct {
	Facility struct{ ID string }
	People   *float64
	Within   *float64 `json:"peopleWithin"`
	Desa     *float64 `json:"desaCount"`
	AreaKm2  *float64
	MedianS  *float64
	Reason   *string
	Area     json.RawMessage
}

// what is nil in GraphQL is null here.
func same(got any, want *float64) bool {
	if want == nil {
		return got == nil
	}
	return got == *want
}

// Catchments and isochrones of OGC API have the figures and the very outlines that
// GraphQL answers; QGIS and GDAL read every one, and what is asked wrongly is told.
func TestDrawnCollectionsAgainstGraphQL(t *testing.T) {
	p := serve(t, dataDir(t), "--demo-if-empty")
	eventually(t, patience, func() error { return p.roadsReady(t) })
	for ogc, graphql := range map[string]string{
		"catchments/items?within=35.10&limit=50":                                      `kind: [PUSTU, PUSKESMAS]`,
		"catchments/items?within=35.10&kind=PUSKESMAS&profile=WALK&km=3":              `kind: [PUSKESMAS], profile: WALK, by: DISTANCE, limitKm: 3`,
		"catchments/items?within=35.10&kind=PUSKESMAS,POLINDES&minutes=10&by=TIME":    `kind: [PUSKESMAS, POLINDES], limitMinutes: 10`,
		"catchments/items?within=35.10.01&kind=PUSTU,PUSKESMAS&minutes=15&limit=1000": "",
	} {
		within := "35.10"
		if graphql == "" {
			within, graphql = "35.10.01", `kind: [PUSTU, PUSKESMAS], limitMinutes: 15`
		}
		var a struct {
			Catchments struct {
				TotalCount int
				Edges      []struct{ Node areaFigures }
			}
		}
		p.ask(t, fmt.Sprintf(`{ catchments(within: %q, %s, orderBy: [{key: ID, direction: ASC}], first: 500) {
			totalCount edges { node { facility { id } people peopleWithin desaCount areaKm2 medianS reason area } } } }`, within, graphql), &a)
		got := p.drawn(t, ogc)
		if got.NumberMatched != a.Catchments.TotalCount || len(got.Features) != a.Catchments.TotalCount || len(got.Features) < 2 {
			t.Fatalf("%s: %d of %d, want %d", ogc, len(got.Features), got.NumberMatched, a.Catchments.TotalCount)
		}
		for i, e := range a.Catchments.Edges {
			f, v := got.Features[i], got.Features[i].Properties
			if fmt.Sprint(f.ID) != e.Node.Facility.ID || !same(v["people"], e.Node.People) || !same(v["peopleWithin"], e.Node.Within) || !same(v["desaCount"], e.Node.Desa) ||
				!same(v["areaKm2"], e.Node.AreaKm2) || !same(v["medianS"], e.Node.MedianS) || string(f.Geometry) != string(e.Node.Area) || (v["reason"] == nil) != (e.Node.Reason == nil) {
				t.Errorf("%s: %d %v is not %+v", ogc, f.ID, v, e.Node)
			}
		}
	}
	for ogc, graphql := range map[string]string{
		"isochrones/items": `bandsMinutes: [30]`,
		"isochrones/items?kind=PUSKESMAS&km=4&profile=CAR": `bandsKm: [4], by: DISTANCE, profile: CAR`,
	} {
		got := p.drawn(t, ogc)
		if got.NumberMatched != len(got.Features) || len(got.Features) < 40 {
			t.Fatalf("%s: %d of %d", ogc, len(got.Features), got.NumberMatched)
		}
		for i := 0; i < len(got.Features); i += 9 {
			f := got.Features[i]
			var a struct {
				Isochrone struct {
					Bands []struct { // one band
						People, Desa, AreaKm2, RoadsKm float64
						Area                           json.RawMessage
					}
				}
			}
			p.ask(t, fmt.Sprintf(`{ isochrone(facility: "%d", %s) { bands { people desa areaKm2 roadsKm area } } }`, f.ID, graphql), &a)
			b, v := a.Isochrone.Bands[0], f.Properties
			if v["people"] != b.People || v["desaCount"] != b.Desa || v["areaKm2"] != b.AreaKm2 || v["roadsKm"] != b.RoadsKm || string(f.Geometry) != string(b.Area) || b.People == 0 {
				t.Errorf("%s: %d %v is not %+v", ogc, f.ID, v, b)
			}
		}
		// One by itself is the one of the list.
		var one struct{ Properties map[string]any }
		item := strings.Replace(ogc, "items", fmt.Sprintf("items/%d", got.Features[1].ID), 1)
		if status := p.get(t, p.url+"/ogc/collections/"+item, &one); status != http.StatusOK || fmt.Sprint(one.Properties) != fmt.Sprint(got.Features[1].Properties) {
			t.Errorf("%s: %d %v", item, status, one.Properties)
		}
	}
	drawnRefuses(t, p)
	drawnInClients(t, p)
}

func drawnRefuses(t *testing.T, p *program) {
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"isochrones/items?filter=people%3E3":        {400, "takes no filter"},
		"isochrones/items?datetime=2024-01-01":      {400, "takes no datetime"},
		"isochrones/items?minutes=0":                {400, "from 1 to 240"},
		"isochrones/items?minutes=241":              {400, "from 1 to 240"},
		"isochrones/items?km=NaN":                   {400, "from 0.1 to 200"},
		"isochrones/items?km=3&minutes=3":           {400, "not both"},
		"isochrones/items?by=DISTANCE&minutes=3":    {400, "the limit is km"},
		"catchments/items?by=TIME&km=3":             {400, "the limit is minutes"},
		"isochrones/items?profile=ROCKET":           {400, "MOTORCYCLE"},
		"isochrones/items?variant=x":                {400, "variant"},
		"catchments/items?variant=x":                {400, "variant"},
		"isochrones/items?kind=SHOP":                {400, "PUSKESMAS"},
		"catchments/items?kind=PUSLING":             {400, "pusling"},
		"catchments/items?within=99.99":             {404, "not loaded"},
		"catchments/items?within=35.1":              {400, "35.1"},
		"catchments/items?bbox=2,2,1,1":             {400, "upside down"},
		"isochrones/items?bbox=1,1,2,2&offset=3":    {400, "next"},
		"isochrones/items?after=x":                  {400, "next"},
		"isochrones/items?version=n1.20200101":      {409, "begin again"},
		"isochrones/items?people=3":                 {400, "not known"},
		"isochrones/items/x":                        {404, "There is no"},
		"isochrones/items/1?kind=PUSTU":             {404, "There is no"},
		"catchments/items/999999999":                {404, "There is no"},
		"catchments/items/1?bbox=1,1,2,2":           {400, "not known"},
		"catchments/items?limit=0":                  {400, "from 1"},
		"isochrones/items?profile=WALK&profile=CAR": {400, "more than once"},
	} {
		var problem struct{ Detail string }
		if status := p.get(t, p.url+"/ogc/collections/"+path, &problem); status != want.status || !strings.Contains(problem.Detail, want.says) {
			t.Errorf("%s: %d %s; want %d %s", path, status, problem.Detail, want.status, want.says)
		}
	}
}

// drawnInClients has QGIS, with its default settings, and GDAL read both to their ends.
func drawnInClients(t *testing.T, p *program) {
	count := map[string]int{}
	for _, name := range []string{"catchments", "isochrones"} {
		all := p.drawn(t, name+"/items")
		shapes := 0
		for _, f := range all.Features {
			if string(f.Geometry) != "null" {
				shapes++
			}
		}
		count[name] = len(all.Features)
		if len(all.Features) <= 100 || shapes < 100 {
			t.Errorf("%s: %d features, %d areas: one page of them tries nothing", name, len(all.Features), shapes)
		}
	}
	const python = "/usr/bin/python3"
	if err := exec.CommandContext(t.Context(), python, "-c", "import qgis.core").Run(); err != nil {
		lacks(t, "QGIS", err)
	}
	qgis := exec.CommandContext(t.Context(), python, "publish/testdata/features_in_qgis.py", p.url+"/ogc", "catchments", "isochrones")
	qgis.Env = append(os.Environ(), "HOME="+t.TempDir(), "QT_QPA_PLATFORM=offscreen")
	out, err := qgis.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, n := range count {
		if !strings.Contains(string(out), fmt.Sprintf("%s %d %d ", name, n, n)) {
			t.Errorf("QGIS reads another number of %s than %d:\n%s", name, n, out)
		}
	}
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		lacks(t, "ogrinfo", err)
	}
	var told struct {
		Collections []struct {
			ID     string
			Extent struct{ Spatial struct{ Bbox [][4]float64 } }
		}
	}
	p.get(t, p.url+"/ogc/collections", &told)
	boxes := 0
	for _, c := range told.Collections {
		n, drawn := count[c.ID]
		if !drawn {
			continue
		}
		out, err := exec.CommandContext(t.Context(), "ogrinfo", "-so", "OAPIF:"+p.url+"/ogc", c.ID).Output()
		b := c.Extent.Spatial.Bbox[0]
		extent := fmt.Sprintf("Extent: (%.6f, %.6f) - (%.6f, %.6f)\n", b[0], b[1], b[2], b[3])
		if err != nil || !strings.Contains(string(out), fmt.Sprintf("Feature Count: %d\n", n)) || !strings.Contains(string(out), extent) {
			t.Errorf("%s: want %d, %s: %v\n%s", c.ID, n, extent, err, out)
		}
		if hull := hullOf(t, p.drawn(t, c.ID+"/items")); fmt.Sprintf("%.5f", hull) != fmt.Sprintf("%.5f", b) {
			t.Errorf("%s: the features lie in %v, told is %v", c.ID, hull, b)
		}
		boxes++
	}
	if boxes != 2 {
		t.Error(told)
	}
}

// hullOf is the box of all vertices.
func hullOf(t *testing.T, all drawnPage) [4]float64 {
	box := [4]float64{180, 90, -180, -90}
	for _, f := range all.Features {
		var g struct{ Coordinates [][][][2]float64 }
		if err := json.Unmarshal(f.Geometry, &g); err != nil {
			t.Fatal(err)
		}
		for _, polygon := range g.Coordinates {
			for _, ring := range polygon {
				for _, at := range ring {
					box = [4]float64{min(box[0], at[0]), min(box[1], at[1]), max(box[2], at[0]), max(box[3], at[1])}
				}
			}
		}
	}
	return box
}

// lacks skips for want of a program, or fails where CI=true.
func lacks(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is needed in CI (scripts/setup --tests): %v", what, err)
	}
	t.Skipf("%s is not here (scripts/setup --tests): %v", what, err)
}
