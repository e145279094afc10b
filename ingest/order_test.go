package ingest_test

import (
	"context"
	"testing"

	"jangkau/ingest"
)

const (
	twoDesa = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kode":"35.10.01.2001","nama":"Barat"},"geometry":{"type":"Polygon","coordinates":[[[114,-8],[114.1,-8],[114.1,-7.9],[114,-7.9],[114,-8]]]}},
{"type":"Feature","properties":{"kode":"35.10.01.2002","nama":"Timur"},"geometry":{"type":"Polygon","coordinates":[[[114.1,-8],[114.2,-8],[114.2,-7.9],[114.1,-7.9],[114.1,-8]]]}}]}`
	threePustu = "nama,jenis,lat,lon\nPustu A,Pustu,-7.95,114.05\nPustu B,Pustu,-7.95,114.15\nPustu C,Pustu,-7.5,114.15\n"
)

// Facilities loaded before the boundaries come to stand in the same desa as those
// loaded after, and follow a boundary that moves.
func TestFacilitiesBeforeBoundaries(t *testing.T) {
	ctx := context.Background()
	boundaries, facilities := writeFile(t, "desa.geojson", twoDesa), writeFile(t, "pustu.csv", threePustu)
	loadBoundaries := func(s *store, path string) ingest.Result {
		t.Helper()
		r, err := ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{Options: ingest.Options{Path: path, SourceName: "desa"}})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	loadFacilities := func(s *store) ingest.Result {
		t.Helper()
		r, err := ingest.Facilities(ctx, s.StartLoad, ingest.FacilityOptions{Options: ingest.Options{Path: facilities, SourceName: "pustu"}, Within: "35.10"})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const placed = `select string_agg(name || ' ' || coalesce(desa, '-'), ', ' order by name) from data.facility`
	const want = "Pustu A 35.10.01.2001, Pustu B 35.10.01.2002, Pustu C -"

	first := newStore(t)
	loadBoundaries(first, boundaries)
	loadFacilities(first)
	if got := ask[string](t, first, placed); got != want {
		t.Fatalf("boundaries first: %s, want %s", got, want)
	}

	last := newStore(t)
	// A kabupaten must be known for a list within it: an outline far from the points.
	loadBoundaries(last, writeFile(t, "other.geojson", `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kode":"35.10.02.2001","nama":"Jauh"},"geometry":{"type":"Polygon","coordinates":[[[113.5,-8.5],[113.6,-8.5],[113.6,-8.4],[113.5,-8.4],[113.5,-8.5]]]}}]}`))
	loadFacilities(last)
	loadBoundaries(last, boundaries)
	if got := ask[string](t, last, placed); got != want {
		t.Errorf("facilities first: %s, want %s", got, want)
	}
	before := state(t, last)
	if r := loadFacilities(last); r.Added+r.Changed != 0 {
		t.Errorf("the same list again changed the store: %+v", r)
	}
	if state(t, last) != before {
		t.Error("the same list again changed the store")
	}

	// The border moves east: B comes to stand in Barat.
	loadBoundaries(last, writeFile(t, "moved.geojson", `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kode":"35.10.01.2001","nama":"Barat"},"geometry":{"type":"Polygon","coordinates":[[[114,-8],[114.18,-8],[114.18,-7.9],[114,-7.9],[114,-8]]]}},
{"type":"Feature","properties":{"kode":"35.10.01.2002","nama":"Timur"},"geometry":{"type":"Polygon","coordinates":[[[114.18,-8],[114.2,-8],[114.2,-7.9],[114.18,-7.9],[114.18,-8]]]}}]}`))
	if got, want := ask[string](t, last, placed), "Pustu A 35.10.01.2001, Pustu B 35.10.01.2001, Pustu C -"; got != want {
		t.Errorf("after the border moved: %s, want %s", got, want)
	}
}

// A desa of which only settlements are known has their people.
func TestPeopleOfSettlementsAlone(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	if _, err := ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{Options: ingest.Options{Path: writeFile(t, "desa.geojson", twoDesa)}}); err != nil {
		t.Fatal(err)
	}
	load := func(path string) {
		t.Helper()
		if _, err := ingest.Population(ctx, s.StartLoad, ingest.PopulationOptions{Options: ingest.Options{Path: path}}); err != nil {
			t.Fatal(err)
		}
	}
	load(writeFile(t, "dusun.csv", "kode,nama,lon,lat,penduduk\n35.10.01.2001,Dusun 1,114.02,-7.95,120\n35.10.01.2001,Dusun 2,114.08,-7.95,80\n35.10.01.2002,Dusun 3,114.15,-7.95,50\n"))
	const people = `select string_agg(desa || '=' || people, ' ' order by desa) from api.desa_people`
	if got, want := ask[string](t, s, people), "35.10.01.2001=200 35.10.01.2002=50"; got != want {
		t.Errorf("people %q, want %q", got, want)
	}
	load(writeFile(t, "desa.csv", "kode,penduduk\n35.10.01.2001,230\n"))
	if got, want := ask[string](t, s, people), "35.10.01.2001=230 35.10.01.2002=50"; got != want {
		t.Errorf("with a count of the desa: people %q, want %q", got, want)
	}
}

// A list wider than the boundaries loaded: a puskesmas of the neighbouring provinsi
// must not be counted for the nearest kabupaten, nor one whose point strays over
// the border.
func TestNeighbouringProvinsiIsNotCountedHere(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	if _, err := ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{Options: ingest.Options{Path: writeFile(t, "desa.geojson", twoDesa)}}); err != nil {
		t.Fatal(err)
	}
	list := writeFile(t, "puskesmas.csv", "name_prov,nama_faskes,jenis_faskes,lat,lon\n"+
		"JAWA TIMUR,SATU,Puskesmas,-7.95,114.05\nJAWA TIMUR,DUA,Puskesmas,-7.95,113.99\n"+
		"JAWA TENGAH,TIGA,Puskesmas,-7.95,113.98\nJAWA TENGAH,EMPAT,Puskesmas,-7.95,114.15\n")
	r, err := ingest.Facilities(ctx, s.StartLoad, ingest.FacilityOptions{Options: ingest.Options{Path: list}})
	if err != nil {
		t.Fatal(err)
	}
	const want = "SATU 35.10.01.2001 35.10, DUA - 35.10, TIGA - -, EMPAT - -"
	if got := ask[string](t, s, `select string_agg(concat_ws(' ', name, coalesce(desa, '-'), coalesce(kabupaten, '-')), ', ' order by id) from data.facility`); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if n := len(issuesOf(r, ingest.CodeOutsideProvinsi)); n != 1 {
		t.Errorf("%d rows flagged as lying in another provinsi, want EMPAT alone", n)
	}
}
