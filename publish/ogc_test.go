package publish_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
)

// collection is a page of features.
type collection struct {
	Type           string
	NumberMatched  int
	NumberReturned int
	Features       []struct {
		ID         any
		Geometry   *struct{ Type string }
		Properties map[string]any
	}
	Links []struct{ Rel, Href string }
}

func (c collection) ids() (out []string) {
	for _, f := range c.Features {
		out = append(out, fmt.Sprint(f.ID))
	}
	return out
}

func (c collection) next() string {
	for _, l := range c.Links {
		if l.Rel == "next" {
			return l.Href
		}
	}
	return ""
}

func (w *world) features(path string) collection {
	w.t.Helper()
	a := w.get("/ogc/collections/" + path)
	if a.status != http.StatusOK {
		w.t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	c := decode[collection](w.t, a)
	if c.NumberReturned != len(c.Features) {
		w.t.Errorf("%s: %d features, but numberReturned %d", path, len(c.Features), c.NumberReturned)
	}
	return c
}

// codes are the answer of plain SQL, in order.
func (w *world) codes(sql string) []string {
	w.t.Helper()
	rows, err := w.owner.Query(context.Background(), sql)
	if err != nil {
		w.t.Fatal(err, sql)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// A filter answers what the same condition in SQL does.
func TestFiltersAgainstSQL(t *testing.T) {
	w := newWorld(t, village)
	const base = `select w.code from data.wilayah w left join data.population p on p.desa = w.code join api.desa_pustu('35.10', '2026-11-21') g on g.desa = w.code
		join data.wilayah kc on kc.code = w.parent where `
	some := 0
	for filter, where := range map[string]string{
		"people > 500":                    "p.people > 500",
		"people <= 300 OR people IS NULL": "p.people <= 300 or p.people is null",
		"NOT people > 500":                "not p.people > 500",
		"name LIKE 'Desa 1%'":             "w.name like 'Desa 1%'",
		"name NOT LIKE '%1'":              "w.name not like '%1'",
		"people BETWEEN 300 AND 600":      "p.people between 300 and 600",
		"code IN ('35.10.01.2001', 'x')":  "w.code in ('35.10.01.2001', 'x')",
		"isKelurahan = TRUE":              "w.kelurahan",
		"building = 'LACKS' AND served = 'HAS' OR functional = 'HAS'": "g.building = 'LACKS' and g.served = 'HAS' or g.functional = 'HAS'",
		"kecamatan = '=Bangorejo'":                                    "kc.name = '=Bangorejo'",
		"registerAsOf = DATE('2024-05-20')":                           "g.register_as_of = '2024-05-20'",
		"registerAsOf < '2024-05-20'":                                 "g.register_as_of < '2024-05-20'",
		"people > areaKm2":                                            "p.people > w.area_km2",
		"building <> functional":                                      "g.building <> g.functional",
		"name = 'x'' or 1=1 --'":                                      "w.name = 'x'' or 1=1 --'",
		"FALSE OR people = 100":                                       "p.people = 100",
		"S_INTERSECTS(geometry, POINT(114.005 -8.505))":               "ST_Intersects(w.geom, 'srid=4326;POINT(114.005 -8.505)')",
		"S_WITHIN(geometry, POLYGON((114 -9, 114.03 -9, 114.03 -8, 114 -8, 114 -9)))":                    "ST_Within(w.geom, 'srid=4326;POLYGON((114 -9, 114.03 -9, 114.03 -8, 114 -8, 114 -9))')",
		"S_CONTAINS(POLYGON((114 -9, 114.03 -9, 114.03 -8, 114 -8, 114 -9)), geometry) AND people < 200": "ST_Within(w.geom, 'srid=4326;POLYGON((114 -9, 114.03 -9, 114.03 -8, 114 -8, 114 -9))') and p.people < 200",
		"S_DISJOINT(geometry, BBOX(114, -9, 114.05, -8))":                                                "ST_Disjoint(w.geom, ST_MakeEnvelope(114, -9, 114.05, -8, 4326))",
		"S_CROSSES(geometry, LINESTRING(113 -8.505, 114.015 -8.505))":                                    "ST_Crosses(w.geom, 'srid=4326;LINESTRING(113 -8.505, 114.015 -8.505)')",
		"S_TOUCHES(geometry, POLYGON((114 -8.51, 114.01 -8.51, 114.01 -8.5, 114 -8.5, 114 -8.51)))":      "ST_Touches(w.geom, ST_MakeEnvelope(114, -8.51, 114.01, -8.5, 4326))",
		"S_EQUALS(geometry, POLYGON((114 -8.51, 114.01 -8.51, 114.01 -8.5, 114 -8.5, 114 -8.51)))":       "ST_Equals(w.geom, ST_MakeEnvelope(114, -8.51, 114.01, -8.5, 4326))",
		"S_OVERLAPS(geometry, POLYGON((114.005 -9, 114.03 -9, 114.03 -8, 114.005 -8, 114.005 -9)))":      "ST_Overlaps(w.geom, ST_MakeEnvelope(114.005, -9, 114.03, -8, 4326))",
	} {
		want := w.codes(base + "(" + where + ") order by w.code")
		c := w.features("desa/items?filter=" + url.QueryEscape(filter))
		if got := c.ids(); !slices.Equal(got, want) || c.NumberMatched != len(want) {
			t.Errorf("%s: %v (%d), want %v", filter, got, c.NumberMatched, want)
		}
		if len(want) > 0 && len(want) < 13 {
			some++
		}
	}
	if some < 20 {
		t.Errorf("only %d filters leave some and not all", some)
	}
	// A parameter a property, a box and the words of the queries say the same.
	for path, where := range map[string]string{
		"desa/items?building=LACKS":                                     "g.building = 'LACKS'",
		"desa/items?isKelurahan=true&people=100":                        "w.kelurahan and p.people = 100",
		"desa/items?within=35.10.02":                                    "w.code like '35.10.02.%'",
		"desa/items?rule=FUNCTIONAL&status=LACKS,UNKNOWN":               "g.functional in ('LACKS', 'UNKNOWN')",
		"desa-tanpa-pustu/items?units=DESA":                             "g.building = 'LACKS' and not w.kelurahan",
		"desa/items?bbox=114.025,-8.6,114.035,-8.4":                     "ST_Intersects(w.geom, ST_MakeEnvelope(114.025, -8.6, 114.035, -8.4, 4326))",
		"desa/items?bbox=114.025,-8.6,0,114.035,-8.4,100":               "ST_Intersects(w.geom, ST_MakeEnvelope(114.025, -8.6, 114.035, -8.4, 4326))",
		"desa/items?bbox=114.025,-8.6,114.035,-8.4&filter=people%3E300": "ST_Intersects(w.geom, ST_MakeEnvelope(114.025, -8.6, 114.035, -8.4, 4326)) and p.people > 300",
	} {
		if got, want := w.features(path).ids(), w.codes(base+"("+where+") order by w.code"); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

// Pages hold each feature once, whatever their size and way, and say how many there
// are; a change between two pages makes none come twice.
func TestPages(t *testing.T) {
	w := newWorld(t, village)
	for path, want := range map[string][]string{
		"desa/items":       w.codes("select code from data.wilayah where level = 'DESA_KELURAHAN' order by code"),
		"facilities/items": w.codes("select id::text from data.facility order by id"),
	} {
		for _, limit := range []int{1, 2, 5, 6, 13, 1000} {
			var got []string
			pages := 0
			for at := fmt.Sprintf("%s?limit=%d", path, limit); at != ""; pages++ {
				c := w.features(at)
				if c.NumberMatched != len(want) || len(c.Features) > limit {
					t.Fatalf("%s: %d matched of %d, %d returned", at, c.NumberMatched, len(want), len(c.Features))
				}
				got = append(got, c.ids()...)
				at = strings.TrimPrefix(c.next(), w.url+"/ogc/collections/")
			}
			if !slices.Equal(got, want) || pages != (len(want)+limit-1)/limit {
				t.Errorf("%s by %d: %d pages, %v", path, limit, pages, got)
			}
		}
		var got []string
		for offset := 0; offset < len(want); offset += 4 {
			got = append(got, w.features(fmt.Sprintf("%s?limit=4&offset=%d", path, offset)).ids()...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s by offset: %v", path, got)
		}
	}
	first := w.features("desa/items?limit=5")
	w.exec(`delete from data.population where desa = '35.10.01.1003'; insert into data.wilayah (code, level, parent, boundary_quality, source_id) values ('35.10.01.1000', 'DESA_KELURAHAN', '35.10.01', 'NONE', 1)`)
	second := w.features(strings.TrimPrefix(first.next(), w.url+"/ogc/collections/"))
	if second.NumberMatched != 14 || slices.Contains(first.ids(), second.ids()[0]) || second.ids()[0] <= first.ids()[4] {
		t.Errorf("%v, then %v of %d", first.ids(), second.ids(), second.NumberMatched)
	}
}

func TestDatetime(t *testing.T) {
	w := newWorld(t, village)
	for path, want := range map[string]int{
		"facilities/items": 6, "facilities/items?datetime=2026-01-01": 5, "facilities/items?datetime=2025-01-01": 4,
		"facilities/items?datetime=2024-01-01T00:00:00Z/2025-01-01T00:00:00Z": 4, "facilities/items?datetime=../2019-01-01": 0,
		"facilities/items?datetime=2025-01-01/..": 5, "facilities/items?since=2025-01-01": 1,
		"desa/items?building=HAS": 3, "desa/items?building=HAS&datetime=2025-01-01": 2, "desa/items?since=2025-01-01": 1,
	} {
		if got := w.features(path).NumberMatched; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	changed := w.features("desa/items?since=2025-01-01").Features[0].Properties
	if changed["code"] != "35.10.02.2006" || changed["statusBefore"] != "UNKNOWN" || changed["status"] != "HAS" {
		t.Error(changed)
	}
}

// Every address that the landing page leads to answers, and what it says holds.
func TestLanding(t *testing.T) {
	w := newWorld(t, village)
	for _, l := range decode[collection](t, w.get("/ogc")).Links {
		if a := w.get(strings.TrimPrefix(l.Href, w.url)); a.status != http.StatusOK {
			t.Errorf("%s: %d", l.Href, a.status)
		}
	}
	type told struct {
		ID     string
		Extent struct{ Spatial struct{ Bbox [][]float64 } }
		Links  []struct{ Rel, Href string }
	}
	all := decode[struct{ Collections []told }](t, w.get("/ogc/collections")).Collections
	if len(all) != 3 {
		t.Fatal(all)
	}
	for _, c := range all {
		if c.ID == "desa" && !slices.Equal(c.Extent.Spatial.Bbox[0], []float64{114, -8.51, 114.12, -8.5}) {
			t.Error(c.Extent)
		}
		for _, l := range c.Links {
			if a := w.get(strings.TrimPrefix(l.Href, w.url)); a.status != http.StatusOK {
				t.Errorf("%s: %d %s", l.Href, a.status, a.body)
			}
		}
		page := w.features(c.ID + "/items?limit=1")
		if len(page.Features) == 0 {
			t.Fatal(c.ID)
		}
		one := decode[struct {
			ID         any
			Properties map[string]any
		}](t, w.get("/ogc/collections/"+c.ID+"/items/"+fmt.Sprint(page.Features[0].ID)))
		if one.ID != page.Features[0].ID || fmt.Sprint(one.Properties) != fmt.Sprint(page.Features[0].Properties) {
			t.Errorf("%v is not %v", one, page.Features[0])
		}
		// The schema names exactly what features have.
		schema := decode[struct{ Properties map[string]any }](t, w.get("/ogc/collections/"+c.ID+"/queryables")).Properties
		for name := range page.Features[0].Properties {
			if schema[name] == nil {
				t.Errorf("%s: %s is not described", c.ID, name)
			}
		}
		if len(schema) != len(page.Features[0].Properties)+1 {
			t.Errorf("%s: %d described, %d there", c.ID, len(schema)-1, len(page.Features[0].Properties))
		}
	}
	api := decode[struct {
		OpenAPI string
		Paths   map[string]any
	}](t, w.get("/ogc/api"))
	if !strings.HasPrefix(api.OpenAPI, "3.0") || api.Paths["/collections/desa/items"] == nil {
		t.Errorf("%+v", api)
	}
}

// A desa without polygon or people is listed, with what is missing.
func TestNoDesaIsDropped(t *testing.T) {
	w := newWorld(t, village)
	for _, f := range w.features("desa/items").Features {
		bare := f.ID == "35.10.02.2099"
		if (f.Geometry == nil) != bare || bare && (f.Properties["people"] != nil || f.Properties["building"] != "UNKNOWN") {
			t.Errorf("%v", f)
		}
	}
}

func TestOGCRefuses(t *testing.T) {
	w := newWorld(t, village)
	for path, want := range map[string]int{
		"/ogc/collections/kampung": 404, "/ogc/collections/kampung/items": 404, "/ogc/nothing": 404, "/ogc/collections/desa/items/99.99": 404,
		"/ogc/collections/facilities/items/abc": 404, "/ogc/collections/facilities/items/999": 404, "/ogc?x=1": 400,
		"/ogc/collections/desa/items?bbox=1,2,0,0": 400, "/ogc/collections/desa/items?bbox=1,2": 400, "/ogc/collections/desa/items?bbox=a,b,c,d": 400,
		"/ogc/collections/desa/items?bbox=0,0,400,1": 400, "/ogc/collections/desa/items?bbox=NaN,0,1,1": 400, "/ogc/collections/desa/items?limit=0": 400,
		"/ogc/collections/desa/items?limit=x": 400, "/ogc/collections/desa/items?offset=-1": 400, "/ogc/collections/desa/items?datetime=x": 400,
		"/ogc/collections/desa/items?datetime=2025-01-01/2024-01-01": 400, "/ogc/collections/desa/items?filter=name=": 400,
		"/ogc/collections/desa/items?filter=nama='x'": 400, "/ogc/collections/desa/items?filter=name=3": 400, "/ogc/collections/desa/items?filter=1=1": 400,
		"/ogc/collections/desa/items?filter=name%20like%20'a%5C'": 400, "/ogc/collections/desa/items?filter=S_WITHIN(name,POINT(1%201))": 400,
		"/ogc/collections/desa/items?filter=people='x'": 400, "/ogc/collections/desa/items?filter=name=people": 400, "/ogc/collections/desa/items?filter-lang=cql-json": 400,
		"/ogc/collections/desa/items?people=x": 400, "/ogc/collections/desa/items?nama=x": 400, "/ogc/collections/desa/items?within=99.99": 404,
		"/ogc/collections/desa/items?within=35.1": 400, "/ogc/collections/desa/items?puskesmas=2": 404, "/ogc/collections/facilities/items?after=x": 400,
		"/ogc/collections/desa/items?filter=statusBefore='HAS'": 400, "/ogc/collections/desa/items?f=html": 400,
		"/ogc/collections/desa/items?filter=people%3E1e400": 400,
	} {
		a := w.get(path, "Accept-Language", "en")
		p := decode[struct {
			Status            int
			Code, Description string
			Messages          gis.Text
		}](t, a)
		if a.status != want || p.Status != want || a.header.Get("Content-Type") != "application/problem+json" || p.Code == "" || p.Description != p.Messages.EN || p.Messages.ID == p.Messages.EN {
			t.Errorf("%s: %d, want %d: %s", path, a.status, want, a.body)
		}
	}
}
