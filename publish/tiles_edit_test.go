package publish_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"jangkau/gis"
)

// A tile that a browser has is not called unchanged once a facility on it was mended;
// what the edit does not touch, and what a refused edit did not change, still is.
func TestTagsOfTilesAfterEdits(t *testing.T) {
	w := newWorld(t, village)
	const facilities, desa, borders = "/tiles/facilities/10/836/536.mvt", "/tiles/desa/10/836/536.mvt", "/tiles/wilayah/10/836/536.mvt"
	tag := func(path string) string {
		t.Helper()
		a := w.get(path)
		if a.status != http.StatusOK || a.header.Get("ETag") == "" {
			t.Fatalf("%s: %d %s", path, a.status, a.body)
		}
		return a.header.Get("ETag")
	}
	address := func(layer string) string {
		t.Helper()
		var j struct{ Tiles []string }
		if a := w.get("/tiles/" + layer + ".json"); json.Unmarshal(a.body, &j) != nil || len(j.Tiles) != 1 {
			t.Fatalf("%s", a.body)
		}
		return j.Tiles[0]
	}
	before := map[string]string{}
	for _, path := range []string{facilities, desa, borders} {
		if before[path] = tag(path); w.get(path, "If-None-Match", before[path]).status != http.StatusNotModified {
			t.Errorf("%s: not unchanged before anything was", path)
		}
	}
	named, wilayah := address("facilities"), address("wilayah")
	// Refused: a place outside of Indonesia.
	id := one[int64](w, `select min(id) from data.facility where kind = 'PUSTU'`)
	edit := gis.Mending{Facility: id, Version: one[int](w, `select version from data.facility where id = $1`, id), By: "Dinkes", Today: "2026-11-21", Point: &gis.Point{Lon: 8, Lat: 114}}
	if _, err := w.db.EditFacility(t.Context(), edit); gis.KindOf(err) != gis.Invalid {
		t.Fatal(err)
	}
	for path, had := range before {
		if a := w.get(path, "If-None-Match", had); a.status != http.StatusNotModified {
			t.Errorf("%s after a refused edit: %d", path, a.status)
		}
	}
	body := string(w.get(facilities).body)
	lon, lat := one[float64](w, `select ST_X(surface_point) from data.wilayah where code = '35.10.01.2001'`), one[float64](w, `select ST_Y(surface_point) from data.wilayah where code = '35.10.01.2001'`)
	edit.Point = &gis.Point{Lon: lon + 0.002, Lat: lat + 0.002}
	closed := gis.StatusNotOperating
	edit.Status = &closed
	if _, err := w.db.EditFacility(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{facilities, desa} {
		a := w.get(path, "If-None-Match", before[path])
		if a.status != http.StatusOK || a.header.Get("ETag") == before[path] {
			t.Errorf("%s after an edit: %d %s", path, a.status, a.header.Get("ETag"))
		}
		if now := a.header.Get("ETag"); w.get(path, "If-None-Match", now).status != http.StatusNotModified {
			t.Errorf("%s: the new tag is not known", path)
		}
	}
	if string(w.get(facilities).body) == body {
		t.Error("the tile of facilities did not change")
	}
	if a := w.get(borders, "If-None-Match", before[borders]); a.status != http.StatusNotModified {
		t.Errorf("borders after an edit of a facility: %d", a.status)
	}
	// A browser keeps a tile of a version for good: the next version has another address.
	if address("facilities") == named || address("wilayah") != wilayah {
		t.Errorf("%s, was %s; %s, was %s", address("facilities"), named, address("wilayah"), wilayah)
	}
}

// A list with trips is another when roads or speeds have changed, for it may have lost its
// trips; one without trips is not.
func TestTagsOfTripsFollowTheRoads(t *testing.T) {
	w := newWorld(t, village)
	for path, follows := range map[string]bool{
		"/export/travel.csv?within=35.10&kind=PUSTU": true, "/export/desa.csv?within=35.10&kind=PUSTU": true, "/export/desa.csv?within=35.10": false,
	} {
		tag := w.get(path).header.Get("ETag")
		if w.get(path, "If-None-Match", tag).status != http.StatusNotModified {
			t.Errorf("%s: not unchanged before anything was", path)
		}
		w.exec(`update data.profile_version set why = why || '.' where profile = 'WALK'`)
		if a := w.get(path, "If-None-Match", tag); (a.status == http.StatusOK) != follows {
			t.Errorf("%s once speeds changed: %d", path, a.status)
		}
	}
}
