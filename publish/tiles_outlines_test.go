package publish_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/publish/tiletest"
)

// villageTile is the tile of a layer over the village, at a zoom up to 10.
func villageTile(layer string, zoom int) string {
	return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layer, zoom, 836>>(10-zoom), 536>>(10-zoom))
}

// Outlines are the shapes of the layer desa, without its figures.
func TestOutlinesAreThoseOfDesa(t *testing.T) {
	w := newWorld(t, village)
	bare := func(path string) string {
		var out []string
		for _, f := range tiletest.Read(t, w.get(path).body).Features {
			out = append(out, fmt.Sprint(f["id"], f["code"], f["name"]))
		}
		slices.Sort(out)
		return strings.Join(out, "\n")
	}
	for _, drawn := range []bool{false, true} {
		if drawn {
			if _, _, err := w.db.DrawShapes(context.Background(), ""); err != nil {
				t.Fatal(err)
			}
		}
		for zoom := gis.DesaZoom; zoom <= 10; zoom++ {
			desa, outlines := tiletest.Read(t, w.get(villageTile("desa", zoom)).body), tiletest.Read(t, w.get(villageTile("outlines", zoom)).body)
			if bare(villageTile("desa", zoom)) != bare(villageTile("outlines", zoom)) || len(outlines.Features) == 0 || desa.Extent != outlines.Extent {
				t.Errorf("zoom %d, drawn %v: %v, desa %v", zoom, drawn, outlines, desa)
			}
			if zoom < gis.DesaNames && len(outlines.Features[0]) != 1 {
				t.Errorf("zoom %d carries more than ids: %v", zoom, outlines.Features[0])
			}
		}
	}
}

// Far out a tile has the desa of the wilayah asked for: all of them, and no other.
func TestOutlinesWithin(t *testing.T) {
	w := newWorld(t, village)
	if _, _, err := w.db.DrawShapes(context.Background(), ""); err != nil {
		t.Fatal(err)
	}
	for within, prefix := range map[string]string{"35": "3510", "35.10": "3510", "35.10.02": "351002", "35.10.01.2001": "3510012001", "36": "36"} {
		want := one[int](w, `select count(*) from data.wilayah where level = 'DESA_KELURAHAN' and geom is not null and replace(code, '.', '') like $1 || '%'`, prefix)
		got := map[int]int{}
		for zoom := 4; zoom <= 10; zoom++ {
			for _, f := range tiletest.Read(t, w.get(villageTile("outlines", zoom)+"?within="+within).body).Features {
				got[zoom]++
				if id := fmt.Sprint(f["id"]); !strings.HasPrefix(id, prefix) {
					t.Errorf("within %s, zoom %d: %s", within, zoom, id)
				}
			}
		}
		// Nearer than zoom 8 the grid is finer than any desa of the village.
		if got[8] != want || got[10] != want || got[4] > want || (want > 0) != (got[6] > 0) || (want == 0) != (within == "36") {
			t.Errorf("within %s: %d desa; by zoom %v", within, want, got)
		}
	}
}

func TestOutlinesChangeWithBoundariesAlone(t *testing.T) {
	w := newWorld(t, village)
	type told struct {
		Tiles   []string
		MinZoom int
		Bounds  []float64
	}
	describe := func(query string) told { return decode[told](t, w.get("/tiles/outlines.json"+query)) }
	all, part := describe(""), describe("?within=35.10.02")
	if all.MinZoom != gis.DesaZoom || part.MinZoom != 4 || !strings.Contains(part.Tiles[0], "within=35.10.02") {
		t.Errorf("%v %v", all, part)
	}
	box := one[[]float64](w, `select array[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] from (select ST_Extent(geom) as e from data.wilayah where code like '35.10.02.%') x`)
	if !slices.Equal(part.Bounds, box) || slices.Equal(all.Bounds, box) {
		t.Errorf("%v, want %v; all %v", part.Bounds, box, all.Bounds)
	}
	if none := describe("?within=36"); none.Bounds != nil {
		t.Error(none)
	}
	tag := w.get(villageTile("outlines", 10)).header.Get("ETag")
	unchanged := func() bool {
		return w.get(villageTile("outlines", 10), "If-None-Match", tag).status == http.StatusNotModified
	}
	w.exec(`insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, known_from, source_id)
		values ('PUSTU', 'Baru', 'baru', '35.10.01.2005', 'DESA', 'OPEN', '2026-01-01', 2)`)
	if !unchanged() {
		t.Error("a facility changes outlines")
	}
	w.exec(`update data.wilayah set geom = ST_Multi(ST_MakeEnvelope(114.01, -8.52, 114.02, -8.5, 4326)) where code = '35.10.01.2001'`)
	if unchanged() {
		t.Error("a boundary does not")
	}
}

func TestOutlinesRefuse(t *testing.T) {
	w := newWorld(t, village)
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		villageTile("outlines", 7):                   {400, "within"},
		villageTile("outlines", 7) + "?within=":      {400, "within"},
		villageTile("outlines", 7) + "?within=35.1":  {400, "35.1"},
		villageTile("outlines", 3) + "?within=35":    {404, "4"},
		villageTile("outlines", 8) + "?rule=SERVED":  {400, "rule"},
		villageTile("desa", 8) + "?within=35":        {400, "within"},
		"/tiles/outlines.json?within=Banyuwangi":     {400, "Banyuwangi"},
		"/tiles/outlines/15/0/0.mvt?within=35.10.01": {404, "14"},
	} {
		a := w.get(path, "Accept-Language", "en")
		if p := decode[struct{ Detail string }](t, a); a.status != want.status || !strings.Contains(p.Detail, want.says) {
			t.Errorf("%s: %d %s, want %d that says %s", path, a.status, p.Detail, want.status, want.says)
		}
	}
}
