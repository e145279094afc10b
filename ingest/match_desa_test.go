package ingest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/ingest"
)

// threeDesa has a second kabupaten, beside the first.
var threeDesa = strings.Replace(twoDesa, `{"type":"FeatureCollection","features":[`, `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kode":"35.11.01.2001","nama":"Seberang"},"geometry":{"type":"Polygon","coordinates":[[[114.2,-8],[114.3,-8],[114.3,-7.9],[114.2,-7.9],[114.2,-8]]]}},`, 1)

// A decided desa puts the facility where a list with that desa's code would have put it,
// and the next import of the list leaves it there.
func TestADecidedDesaIsAsIfTheListNamedIt(t *testing.T) {
	const place = `select concat_ws(' ', 'declared', declared_desa, 'located', located_desa, 'counts', desa, kabupaten, 'said', declared_area, location_quality) from data.facility`
	const flags = `select coalesce(string_agg(i.code, ' ' order by i.code), '') from data.import_issue i
		where i.facility_id is not null and i.code in ('OUTSIDE_KABUPATEN', 'DESA_DISAGREES', 'POINT_OUTSIDE')`
	for name, c := range map[string]struct {
		point   string
		within  gis.WilayahCode
		decided string
	}{
		"its own desa":                    {"-7.95,114.05", "35.10", "35.10.01.2001"},
		"a neighbour":                     {"-7.95,114.05", "35.10", "35.10.01.2002"},
		"another kabupaten":               {"-7.95,114.05", "", "35.11.01.2001"},
		"the kabupaten of its point":      {"-7.95,114.25", "35.10", "35.11.01.2001"},
		"no point":                        {",", "35.10", "35.10.01.2002"},
		"a point in no desa":              {"-7.7,114.05", "35.10", "35.10.01.2002"},
		"another than the list's, no one": {"-7.95,114.15", "35.11", "35.10.01.2001"},
	} {
		load := func(desa, code string) (*store, ingest.FacilityOptions, ingest.Result) {
			s := newStore(t)
			must(t)(ingest.Boundaries(context.Background(), s.StartLoad, ingest.BoundaryOptions{Options: at(writeFile(t, "d.geojson", threeDesa))}))
			o := ingest.FacilityOptions{Within: c.within, Options: at(writeFile(t, "f.csv", "kode,nama,jenis,lat,lon,desa,kode_desa\nA,Melati,Pustu,"+c.point+","+desa+","+code+"\n"))}
			o.SourceName = "a"
			return s, o, must(t)(ingest.Facilities(context.Background(), s.StartLoad, o))
		}
		s, o, _ := load("Antah", "")
		reported := ask[string](t, s, flags)
		id := ask[int64](t, s, `select id from data.match_case where subject = 'DESA' and status = 'PENDING'`)
		if err := s.AcceptMatch(context.Background(), id, c.decided); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		twin, _, _ := load("", c.decided)
		if got, want := ask[string](t, s, place), ask[string](t, twin, place); got != want {
			t.Errorf("%s: it is %q, want %q", name, got, want)
		}
		// The import's report stays what it was, and has the flags of the desa beside it.
		want := strings.Fields(reported + " " + ask[string](t, twin, flags))
		slices.Sort(want)
		if got := ask[string](t, s, flags); got != strings.Join(slices.Compact(want), " ") {
			t.Errorf("%s: flagged %q, want %q", name, got, want)
		}
		before := state(t, s)
		if r := must(t)(ingest.Facilities(context.Background(), s.StartLoad, o)); r.Unchanged != 1 || state(t, s) != before {
			t.Errorf("%s: the same file again: %s", name, told(r))
		}
	}
}

// A decision does not carry a real facility into a kabupaten of the demonstration.
func TestADecidedDesaDoesNotMixDemoAndReal(t *testing.T) {
	s := newStore(t)
	demo := at(writeFile(t, "e.geojson", strings.ReplaceAll(twoDesa, "35.10", "35.09")))
	demo.Kind = ingest.Demo
	must(t)(ingest.Boundaries(context.Background(), s.StartLoad, ingest.BoundaryOptions{Options: at(writeFile(t, "d.geojson", threeDesa))}))
	must(t)(ingest.Boundaries(context.Background(), s.StartLoad, ingest.BoundaryOptions{Options: demo}))
	must(t)(ingest.Facilities(context.Background(), s.StartLoad, ingest.FacilityOptions{Within: "35.10", Options: at(writeFile(t, "f.csv", "nama,jenis,desa\nMelati,Pustu,Antah\n"))}))
	id := ask[int64](t, s, `select id from data.match_case where subject = 'DESA'`)
	if err := s.AcceptMatch(context.Background(), id, "35.09.01.2001"); gis.KindOf(err) != gis.Conflict {
		t.Error(err)
	}
	if got := ask[string](t, s, `select status from data.match_case`); got != "PENDING" {
		t.Error(got)
	}
}
