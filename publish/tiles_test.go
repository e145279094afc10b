package publish_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/publish/tiletest"
)

// desaTile is the tile of the village at zoom 10, where all of it fits.
const desaTile = "/tiles/desa/10/836/536.mvt"

// What a tile says of a desa is what the rules say of it.
func TestDesaTileSaysWhatTheRulesSay(t *testing.T) {
	w := newWorld(t, village)
	for _, asOf := range []gis.Date{"2026-11-21", "2025-01-01"} {
		for _, rule := range gis.PustuRules {
			query := fmt.Sprintf("?rule=%s&asOf=%s", rule, asOf)
			got := map[string]map[string]any{}
			for _, f := range tiletest.Read(t, w.get(desaTile+query).body).Features {
				got[f["code"].(string)] = f
			}
			rows, err := w.owner.Query(context.Background(), fmt.Sprintf(`
				select g.desa, replace(g.desa, '.', '')::bigint, g.%s, g.kelurahan, p.people,
					g.desa in (select f.desa from api.facility_on($1::text::date) f where f.kind = 'PUSKESMAS')
				from api.desa_pustu('35.10', $1::text::date) g join data.wilayah w on w.code = g.desa
				left join data.population p on p.desa = g.desa where w.geom is not null`, strings.ToLower(string(rule))), string(asOf))
			if err != nil {
				t.Fatal(err)
			}
			statuses, n := map[string]bool{}, 0
			for ; rows.Next(); n++ {
				var code, status string
				var id int64
				var kelurahan, hosts bool
				var people *int64
				if err := rows.Scan(&code, &id, &status, &kelurahan, &people, &hosts); err != nil {
					t.Fatal(err)
				}
				f := got[code]
				had, _ := f["people"].(int64)
				if f == nil || f["id"] != id || f["status"] != status || f["isKelurahan"] != kelurahan || f["hostsPuskesmas"] != hosts ||
					(people == nil) != (f["people"] == nil) || people != nil && had != *people {
					t.Errorf("%s: %v, want %d %s %v %v", code, f, id, status, kelurahan, people)
				}
				statuses[status] = true
			}
			if len(got) != n || n != 12 || rule == gis.RuleFunctional && len(statuses) < 2 {
				t.Errorf("%s: %d desa, want %d; %v", query, len(got), n, statuses)
			}
		}
	}
	for units, want := range map[string]int{"DESA": 9, "KELURAHAN": 3} {
		if got := len(tiletest.Read(t, w.get(desaTile+"?units="+units).body).Features); got != want {
			t.Errorf("%s: %d features, want %d", units, got, want)
		}
	}
}

// Nothing is answered from before a change, whatever is kept or in memory.
func TestTilesFollowChanges(t *testing.T) {
	w := newWorld(t, village)
	status := func(code string) any {
		for _, f := range tiletest.Read(t, w.get(desaTile).body).Features {
			if f["code"] == code {
				return f["status"]
			}
		}
		return nil
	}
	if s := status("35.10.01.2005"); s != "LACKS" {
		t.Fatal(s)
	}
	before := w.get(desaTile)
	tag := before.header.Get("ETag")
	if a := w.get(desaTile, "If-None-Match", tag); a.status != http.StatusNotModified || len(a.body) != 0 || a.header.Get("ETag") != tag {
		t.Errorf("%d %v", a.status, a.header)
	}
	address := decode[struct{ Tiles []string }](t, w.get("/tiles/desa.json")).Tiles[0]
	path := strings.NewReplacer(w.url, "", "{z}/{x}/{y}", "10/836/536").Replace(address)
	if c := w.get(path).header.Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("a tile of a named version: %s", c)
	}
	w.exec(`insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, known_from, source_id)
		values ('PUSTU', 'Baru', 'baru', '35.10.01.2005', 'DESA', 'OPEN', '2026-01-01', 2)`)
	if a := w.get(desaTile, "If-None-Match", tag); a.status != http.StatusOK {
		t.Errorf("changed, but %d", a.status)
	}
	if s := status("35.10.01.2005"); s != "HAS" {
		t.Error(s)
	}
	if c := w.get(path).header.Get("Cache-Control"); c != "no-cache" {
		t.Errorf("a tile of a version that is past: %s", c)
	}
}

// Shapes are drawn once, again after a change, and a tile looks alike before it.
func TestShapesAreDrawnAgain(t *testing.T) {
	w := newWorld(t, village)
	ctx := context.Background()
	undrawn := tiletest.Read(t, w.get(desaTile).body)
	draw := func(version string) (int, string) {
		t.Helper()
		n, now, err := w.db.DrawShapes(ctx, version)
		if err != nil {
			t.Fatal(err)
		}
		return n, now
	}
	n, version := draw("")
	if want := 12 + 2 + 1 + 1; n != want {
		t.Errorf("%d drawn, want %d", n, want)
	}
	if drawn := tiletest.Read(t, w.get(desaTile).body); fmt.Sprint(drawn.Features) != fmt.Sprint(undrawn.Features) || len(drawn.Features) != 12 {
		t.Errorf("drawn before: %v, on the spot: %v", drawn, undrawn)
	}
	if n, again := draw(version); n != 0 || again != version {
		t.Errorf("%d drawn again, %s", n, again)
	}
	w.exec(`update data.wilayah set name = 'Lain' where code = '35.10.01.2001'`)
	if n, version = draw(version); n != 0 {
		t.Errorf("a name draws %d", n)
	}
	w.exec(`update data.wilayah set geom = ST_Multi(ST_MakeEnvelope(114.01, -8.52, 114.02, -8.5, 4326)) where code = '35.10.01.2001'`)
	if n, _ = draw(version); n != 4 {
		t.Errorf("a boundary and what it is part of: %d drawn", n)
	}
	area := func(level string) float64 {
		return one[float64](w, `select sum(ST_Area(geom)) from data.wilayah_shape where band = 12 and level = $1`, level)
	}
	for _, level := range []string{"KECAMATAN", "KABUPATEN_KOTA", "PROVINSI"} {
		if a, b := area(level), area("DESA_KELURAHAN"); a < b*0.999 || a > b*1.001 {
			t.Errorf("%s: %g, its desa %g", level, a, b)
		}
	}
	if got := tiletest.Read(t, w.get("/tiles/wilayah/10/836/536.mvt").body).Features; len(got) != 4 {
		t.Errorf("%v", got)
	}
	if got := tiletest.Read(t, w.get("/tiles/wilayah/10/836/536.mvt?level=KECAMATAN").body).Features; len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestFacilityTile(t *testing.T) {
	w := newWorld(t, village)
	const tile = "/tiles/facilities/10/836/536.mvt"
	for query, want := range map[string]int{"": 5, "?kind=PUSTU": 3, "?kind=PUSTU,POLINDES": 4, "?asOf=2025-01-01": 4, "?asOf=2019-01-01": 0, "?kind=RS": 0} {
		l := tiletest.Read(t, w.get(tile+query).body)
		if len(l.Features) != want {
			t.Errorf("%q: %d, want %d: %v", query, len(l.Features), want, l.Features)
		}
		for _, f := range l.Features {
			if f["kind"] == "PUSTU" && f["indukName"] != "PUSKESMAS 35.10.01.2000" || (f["kind"] == "POLINDES") != (f["locationQuality"] == "DESA") {
				t.Errorf("%v", f)
			}
		}
	}
}

func TestRoadTile(t *testing.T) {
	w := newWorld(t, village, `
		insert into data.network_dataset (source_id, status, hash, coverage, coverage_method, nodes, edges, length_m, created_at)
		values (1, 'CURRENT', 'h', ST_Multi(ST_MakeEnvelope(114, -9, 115, -8, 4326)), 'DECLARED', 4, 3, 3, now());
		insert into data.network_edge (dataset_id, id, from_node, to_node, class, name, access, length_m, geom)
		select 1, i, i, i + 1, (array['primary','primary','tertiary','track'])[i], 'J' || i, 63, 1, ST_SetSRID(ST_MakeLine(ST_MakePoint(113.99 + i * 0.01, -8.505), ST_MakePoint(114 + i * 0.01, -8.505)), 4326)
		from generate_series(1, 4) i`)
	const tile = "/tiles/roads/10/836/536.mvt"
	if a := w.get(tile); a.status != http.StatusOK || len(a.body) != 0 {
		t.Errorf("roads before they are drawn: %d, %d bytes", a.status, len(a.body))
	}
	if _, _, err := w.db.DrawShapes(context.Background(), ""); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		tile: "primary", "/tiles/roads/11/1672/1072.mvt": "primary primary tertiary", "/tiles/roads/13/6690/4290.mvt": "primary primary tertiary track",
		"/tiles/roads/13/6690/4290.mvt?class=track,tertiary": "tertiary track",
	} {
		var got []string
		for _, f := range tiletest.Read(t, w.get(path).body).Features {
			got = append(got, f["class"].(string))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", path, got, want)
		}
	}
}

func TestTileCompression(t *testing.T) {
	w := newWorld(t, file(t, "../db/testdata/country.sql"))
	const busy = "/tiles/desa/8/209/132.mvt"
	plain, packed := w.get(busy), w.get(busy, "Accept-Encoding", "gzip, br")
	z, err := gzip.NewReader(bytes.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || !bytes.Equal(body, plain.body) || len(body) < 2000 {
		t.Errorf("%v: %d bytes against %d", err, len(body), len(plain.body))
	}
	if plain.header.Get("ETag") == packed.header.Get("ETag") || plain.header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("%v %v", plain.header, packed.header)
	}
}

// What is wrong with an address is said in both languages, as a problem document.
func TestTilesRefuse(t *testing.T) {
	w := newWorld(t, village)
	for path, want := range map[string]int{
		"/tiles/desa/8/256/0.mvt": 400, "/tiles/desa/8/0/-1.mvt": 400, "/tiles/desa/99/0/0.mvt": 400, "/tiles/desa/a/0/0.mvt": 400,
		"/tiles/desa/10/836/536": 400, "/tiles/desa/10/836/536.png": 400, "/tiles/desa/3/0/0.mvt": 404, "/tiles/desa/15/0/0.mvt": 404,
		"/tiles/kampung/10/836/536.mvt": 404, "/tiles/kampung.json": 404, "/tiles/a/b": 404, desaTile + "?rule=ROOF": 400, desaTile + "?units=RT": 400,
		desaTile + "?asOf=kemarin": 400, desaTile + "?ruel=SERVED": 400, desaTile + "?rule=SERVED&rule=BUILDING": 400, desaTile + "?kind=KIOS": 400,
		desaTile + "?%zz": 400, "/tiles/roads/10/836/536.mvt?rule=SERVED": 400, "/tiles/wilayah/10/836/536.mvt?level=RT": 400,
	} {
		a := w.get(path, "Accept-Language", "en")
		p := decode[struct {
			Status      int
			Code        gis.ErrorKind
			Detail      string
			Description string
			Messages    gis.Text
			RequestID   string
		}](t, a)
		if a.status != want || p.Status != want || a.header.Get("Content-Type") != "application/problem+json" || p.Code == "" ||
			p.Messages.ID == "" || p.Messages.ID == p.Messages.EN || p.Detail != p.Messages.EN || p.Description != p.Detail ||
			p.RequestID != a.header.Get("X-Request-Id") || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, want %d: %s", path, a.status, want, a.body)
		}
	}
}

func TestTileJSON(t *testing.T) {
	w := newWorld(t, village)
	type told struct {
		TileJSON     string
		Tiles        []string
		Bounds       []float64
		VectorLayers []struct {
			ID     string
			Fields map[string]string
		} `json:"vector_layers"`
		Jangkau struct {
			Demo    bool
			Rule    string
			AsOf    string
			Sources []struct{ Name string }
		}
	}
	got := decode[told](t, w.get("/tiles/desa.json?rule=SERVED"))
	if got.TileJSON != "3.0.0" || got.Jangkau.Rule != "SERVED" || got.Jangkau.AsOf != "2026-11-21" || !got.Jangkau.Demo || len(got.Bounds) != 4 || got.Bounds[0] != 114 {
		t.Errorf("%+v", got)
	}
	if !strings.HasPrefix(got.Tiles[0], w.url+"/tiles/desa/{z}/{x}/{y}.mvt?") || !strings.Contains(got.Tiles[0], "rule=SERVED") {
		t.Error(got.Tiles)
	}
	// Every attribute that a tile has is described.
	for path, layer := range map[string]string{desaTile: "desa", "/tiles/facilities/10/836/536.mvt": "facilities"} {
		fields := decode[told](t, w.get("/tiles/"+layer+".json")).VectorLayers[0].Fields
		for _, f := range tiletest.Read(t, w.get(path).body).Features {
			for name := range f {
				if _, ok := fields[name]; !ok && name != "id" {
					t.Errorf("%s: %s is not described", layer, name)
				}
			}
		}
	}
	if got := decode[struct{ Layers []struct{ ID string } }](t, w.get("/tiles")); len(got.Layers) != 5 {
		t.Error(got)
	}
}
