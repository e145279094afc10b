package ingest_test

import (
	"context"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/ingest"
)

const fourRoads = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[114.01,-7.95],[114.05,-7.95],[114.15,-7.95]]}},
{"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[114.05,-7.95],[114.05,-7.92]]}}]}`

// The five imports in the order people use them; each file twice, then each tried
// with --dry-run as something else.
func TestEveryImportTwice(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	o := func(source, name, content string) ingest.Options {
		return ingest.Options{Path: writeFile(t, name, content), SourceName: source, Vintage: day}
	}
	imports := []struct {
		name     string
		load     func(ingest.Options) (ingest.Result, error)
		file, to ingest.Options // to: what a dry run is tried with
	}{
		{"boundaries", func(o ingest.Options) (ingest.Result, error) {
			return ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{Options: o})
		}, o("b", "d.geojson", twoDesa), o("b", "d.geojson", strings.Replace(twoDesa, "Timur", "Wetan", 1))},
		{"population", func(o ingest.Options) (ingest.Result, error) {
			return ingest.Population(ctx, s.StartLoad, ingest.PopulationOptions{Options: o})
		}, o("p", "p.csv", "kode,penduduk\n35.10.01.2001,100\n35.10.01.2002,\n"), o("p", "p.csv", "kode,penduduk\n35.10.01.2001,101\n")},
		{
			"facilities", func(o ingest.Options) (ingest.Result, error) {
				return ingest.Facilities(ctx, s.StartLoad, ingest.FacilityOptions{Options: o, Within: "35.10", Complete: []gis.FacilityKind{gis.KindPustu}})
			}, o("f", "f.csv", "kode,nama,jenis,lat,lon,status,puskesmas_induk,wilayah_kerja\nA,Puskesmas Satu,Puskesmas,-7.95,114.05,buka,,\nB,Pustu Dua,Pustu,-7.95,114.15,tutup,Puskesmas Satu,Barat; Timur\nC,Pustu Timor,Pustu,,,,,\n"),
			o("f", "f.csv", "kode,nama,jenis,lat,lon,status\nB,Pustu Dua,Pustu,-7.95,114.16,buka\n"),
		},
		{"roads", func(o ingest.Options) (ingest.Result, error) {
			return ingest.Roads(ctx, s.StartLoad, ingest.RoadOptions{Options: o, Covers: "35.10", MinComponent: 2})
		}, o("r", "r.geojson", fourRoads), o("r", "r.geojson", strings.Replace(fourRoads, "114.01", "114.02", 1))},
		{
			"staff", func(o ingest.Options) (ingest.Result, error) {
				return ingest.Staff(ctx, s.StartLoad, ingest.StaffOptions{Options: o, Within: "35.10"})
			}, o("s", "s.csv", "puskesmas,jenis,jumlah,status,tahun\nSatu,Perawat,5,PNS,2024\nSatu,Bidan,4,PPPK,2024\nPustu Dua,Perawat,1,,2024\n"),
			o("s", "s.csv", "puskesmas,jenis,jumlah,status,tahun\nSatu,Perawat,6,PNS,2024\n"),
		},
	}
	for _, i := range imports {
		first := must(t)(i.load(i.file))
		if first.Added == 0 || first.Rejected > 0 {
			t.Fatalf("%s: %+v", i.name, first)
		}
	}
	before := state(t, s)
	runs := ask[int](t, s, `select count(*) from data.import_run`)
	for _, i := range imports {
		again := must(t)(i.load(i.file))
		if again.Added+again.Changed+again.Missing+again.Rejected != 0 {
			t.Errorf("%s again: %v", i.name, counts(again))
		}
		if now := state(t, s); now != before {
			t.Errorf("%s again: changed\n%s\nto\n%s", i.name, before, now)
		}
	}
	if n := ask[int](t, s, `select count(*) from data.import_run`); n != 2*runs {
		t.Errorf("%d runs are logged, want %d", n, 2*runs)
	}
	for _, i := range imports {
		i.to.DryRun, i.to.CloseMissing = true, true
		tried := must(t)(i.load(i.to))
		if tried.Added+tried.Changed == 0 {
			t.Errorf("%s: the dry run found nothing to do", i.name)
		}
		if state(t, s) != before || ask[int](t, s, `select count(*) from data.import_run`) != 2*runs {
			t.Errorf("%s: the dry run changed something", i.name)
		}
	}
}

// A row with a slip is rejected: what an earlier file said of the same thing stays,
// though the rest of the file asks for missing rows to be closed. The mended file
// then loads.
func TestRejectedRowIsNotMissing(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	closing := func(o ingest.Options) ingest.Options {
		o.CloseMissing = true
		return o
	}
	square := `[[114.1,-8],[114.2,-8],[114.2,-7.9],[114.1,-7.9],[114.1,-8]]`
	for _, tc := range []struct {
		name              string
		load              func(ingest.Options) (ingest.Result, error)
		file, whole, slip string
		held              string
	}{
		{
			"boundaries", func(o ingest.Options) (ingest.Result, error) {
				return ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{Options: o})
			}, "d.geojson", twoDesa, strings.Replace(twoDesa, square, `[[114.1,-8],[114.2,-8]]`, 1),
			`select count(*) from data.wilayah where valid_to is null and length(code) = 13`,
		},
		{
			"population", func(o ingest.Options) (ingest.Result, error) {
				return ingest.Population(ctx, s.StartLoad, ingest.PopulationOptions{Options: o})
			}, "p.csv", "kode,penduduk\n35.10.01.2001,100\n35.10.01.2002,200\n", "kode,penduduk\n35.10.01.2001,100\n35.10.01.2002,dua ratus\n",
			`select count(*) from data.population`,
		},
		{
			"facilities", func(o ingest.Options) (ingest.Result, error) {
				return ingest.Facilities(ctx, s.StartLoad, ingest.FacilityOptions{Options: o, Within: "35.10"})
			}, "f.csv", "kode,nama,jenis,lat,lon\nA,Pustu A,Pustu,-7.95,114.05\nB,Pustu B,Pustu,-7.95,114.15\n",
			"kode,nama,jenis,lat,lon\nA,Pustu A,Pustu,-7.95,114.05\nB,Pustu B,Pustu,-7,95,114,15\n",
			`select count(*) from data.facility where closed is null`,
		},
		{
			"staff", func(o ingest.Options) (ingest.Result, error) {
				return ingest.Staff(ctx, s.StartLoad, ingest.StaffOptions{Options: o, Within: "35.10"})
			}, "s.csv", "puskesmas,jenis,jumlah,tahun\nX,Perawat,5,2024\nX,Bidan,4,2024\n", "puskesmas,jenis,jumlah,tahun\nX,Perawat,5,2024\nX,Bidan,-4,2024\n",
			`select count(*) from data.staff_count`,
		},
	} {
		o := func(content string) ingest.Options {
			return ingest.Options{Path: writeFile(t, tc.file, content), SourceName: tc.name, Vintage: day}
		}
		must(t)(tc.load(o(tc.whole)))
		res := must(t)(tc.load(closing(o(tc.slip))))
		if res.Rejected != 1 || res.ExitCode(false) != ingest.ExitPartly || len(issuesOf(res, ingest.CodeNothingClosed)) != 1 {
			t.Errorf("%s with a slip: %v, exit %d, %v", tc.name, counts(res), res.ExitCode(false), res.Issues)
		}
		if n := ask[int](t, s, tc.held); n != 2 {
			t.Errorf("%s: %d rows are held after the slip, want 2", tc.name, n)
		}
		res = must(t)(tc.load(closing(o(tc.whole))))
		if res.Rejected+res.Missing != 0 || ask[int](t, s, tc.held) != 2 {
			t.Errorf("%s mended: %v", tc.name, counts(res))
		}
	}
}

// A list that names a desa and leaves its people open knows no figure: the earlier
// one stays, and it is neither an error nor missing.
func TestPeopleLeftOpen(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	must(t)(ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{Options: at(writeFile(t, "d.geojson", twoDesa))}))
	load := func(content string) ingest.Result {
		t.Helper()
		return must(t)(ingest.Population(ctx, s.StartLoad, ingest.PopulationOptions{
			Options: ingest.Options{Path: writeFile(t, "p.csv", content), SourceName: "p", Vintage: day, CloseMissing: true, Strict: true},
		}))
	}
	load("kode,penduduk\n35.10.01.2001,100\n35.10.01.2002,200\n")
	res := load("kode,penduduk\n35.10.01.2001,101\n35.10.01.2002,\n35.10.01.2099,-\n")
	wantCounts(t, res, 1, 0, 1, 0, 0, 0, 0)
	if res.ExitCode(true) != ingest.ExitLoaded {
		t.Errorf("exit status %d", res.ExitCode(true))
	}
	if got := ask[string](t, s, `select string_agg(desa || '=' || people, ' ' order by desa) from data.population`); got != "35.10.01.2001=101 35.10.01.2002=200" {
		t.Error(got)
	}
}
