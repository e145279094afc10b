package ingest_test

import (
	"context"
	"strings"
	"testing"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

// What people's files really hold: each is told, and what can be kept is.
const badList = "kode;nama;jenis;lat;lon;kode_desa;alamat\r\n" +
	"B1;Puskesmas Tertukar;Puskesmas;114,30;-8,22;;Jl. A\r\n" + // lat and lon swapped
	"B2;RS Tanpa Titik;Rumah Sakit;-8,22;1143051;;Jl. B\r\n" + // the decimal point is lost
	"B3;Puskesmas Caf\xe9;Puskesmas;-8,2214;114,3051;;Jl. \x93Mawar\x94\r\n" + // Windows-1252
	"B3;Puskesmas Kembar;Puskesmas;-8,3;114,2;;\r\n" + // a code used twice
	"B4;Pustu Entah;Pustu;;;35.10.99.2001;\r\n" + // no such desa
	"B5;Puskesmas Seberang;Puskesmas;-8,2214;114,3051;35.09.01.2001;\r\n" + // declared elsewhere than within
	"B6;Pustu Paspan;Pustu;-8,2214;114,3051;35.10.14.2012;\r\n" + // declared in Kabat, its point lies in Paspan
	"B7;Pustu Bali;Pustu;-8,65;115,21;;\r\n" + // in Denpasar
	";Pustu Sama;Pustu;;;35.10.14.2012;\r\n" +
	";Pustu Sama;Pustu;;;35.10.14.2012;\r\n" + // the same row again
	";Pustu Sama;Pustu;;;35.10.14.2012;lain\r\n" // the same name, another row

func TestBadFacilities(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_35.10.geojson")
	o := ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{Path: writeFile(t, "bad.csv", badList), Vintage: onDay("2024-01-01")}}
	res := loadFacilities(t, d, o)
	logIssues(t, res)
	if res.Report.Encoding != "WINDOWS-1252" || res.Rows != 11 || res.Rejected != 2 || res.Added != 9 {
		t.Errorf("%s in %s; want 11 rows, 9 added, 2 rejected", told(res), res.Report.Encoding)
	}
	for _, want := range []struct {
		line     int
		code     string
		severity read.Severity
	}{
		{2, read.CodeLatLonSwapped, read.Suspicious},
		{3, read.CodeBadCoordinate, read.Suspicious},
		{5, read.CodeDuplicateID, read.Rejected},
		{6, ingest.CodeUnknownWilayah, read.Suspicious},
		{7, ingest.CodeOutsideWithin, read.Suspicious},
		{7, ingest.CodeOutsideKabupaten, read.Suspicious},
		{8, ingest.CodeDesaDisagrees, read.Suspicious},
		{9, ingest.CodePointOutside, read.Suspicious},
		{11, read.CodeDuplicateRow, read.Rejected},
	} {
		found := false
		for _, i := range issuesOf(res, want.code) {
			found = found || i.Line == want.line && i.Severity == want.severity && i.Reason.ID != "" && i.Reason.EN != "" && i.Action.ID != ""
		}
		if !found {
			t.Errorf("line %d: %s %s is not told", want.line, want.severity, want.code)
		}
	}
	for name, want := range map[string]string{
		"Puskesmas Tertukar": "NONE 35.10",                // a place that is no place is not kept as one
		"RS Tanpa Titik":     "NONE 35.10",                //
		"Puskesmas Café":     "POINT 35.10 35.10.15.2007", //
		"Pustu Entah":        "NONE 35.10",                //
		"Puskesmas Seberang": "POINT 35.09",               // counts where it is declared
		"Pustu Paspan":       "POINT 35.10 35.10.14.2012", // the declared desa counts
		"Pustu Bali":         "POINT 35.10",               //
	} {
		if got := text(t, d, `select concat_ws(' ', location_quality, kabupaten, desa) from data.facility where name = $1`, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if n := number(t, d, `select count(*) from data.facility where name = 'Pustu Sama'`); n != 2 {
		t.Errorf("%d Pustu Sama, want 2", n)
	}
	before := facilityState(t, d)
	if again := loadFacilities(t, d, o); again.Unchanged != 9 || again.Rejected != 2 || facilityState(t, d) != before {
		t.Errorf("again: %s", told(again))
	}
	o.Strict = true
	o.Path = writeFile(t, "bad.csv", badList+"B9;Pustu Lagi;Pustu;;;;\r\n")
	if res, err := ingest.Facilities(context.Background(), d.StartLoad, o); err != nil || !res.Refused || facilityState(t, d) != before {
		t.Errorf("strict: %+v, %v", res.Refused, err)
	}
}

func TestFacilityOptionsRefused(t *testing.T) {
	d := facilityStore(t)
	path := writeFile(t, "f.csv", "nama,jenis\nPustu A,Pustu\n")
	for what, o := range map[string]ingest.FacilityOptions{
		"a register of nowhere":  {Complete: []gis.FacilityKind{gis.KindPustu}},
		"no such kind":           {DefaultKind: "PUSTUU"},
		"whole and not whole":    {Within: "35.10", Complete: []gis.FacilityKind{gis.KindPustu}, Partial: []gis.FacilityKind{gis.KindPustu}},
		"a wilayah of no record": {Within: "35.10", Complete: []gis.FacilityKind{gis.KindPustu}},
		"no such file":           {Options: ingest.Options{Path: "nowhere.csv"}},
	} {
		if o.Path == "" {
			o.Path = path
		}
		_, err := ingest.Facilities(context.Background(), d.StartLoad, o)
		if k := gis.KindOf(err); k != gis.Invalid && k != gis.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	if n := number(t, d, `select count(*) from data.facility`) + number(t, d, `select count(*) from data.import_run`); n != 0 {
		t.Errorf("%d rows were left behind", n)
	}
}

// DEMO and REAL never stand in one kabupaten.
func TestFacilitiesDoNotMixWithDemo(t *testing.T) {
	d := facilityStore(t)
	o := ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{Path: writeFile(t, "demo.csv", "nama,jenis\nPustu A,Pustu\n"), Kind: ingest.Demo}}
	loadFacilities(t, d, o)
	o.Options = ingest.Options{Path: writeFile(t, "real.csv", "nama,jenis\nPustu B,Pustu\n")}
	if _, err := ingest.Facilities(context.Background(), d.StartLoad, o); gis.KindOf(err) != gis.Conflict || !strings.Contains(err.Error(), "demo --remove") {
		t.Errorf("real facilities beside demo ones: %v", err)
	}
}

// cutLoad is a load whose connection is cut when the ids are asked for.
type cutLoad struct {
	*db.Load
	kill func()
}

func (l cutLoad) NewFacilityIDs(ctx context.Context, n int) ([]int64, error) {
	l.kill()
	return l.Load.NewFacilityIDs(ctx, n)
}

func TestFacilitiesCutMidImport(t *testing.T) {
	s := newStore(t)
	ctx := context.Background()
	o := ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{Path: writeFile(t, "f.csv", "nama,jenis\nPustu A,Pustu\n"), SourceName: "x", Vintage: onDay("2024-01-01")}}
	_, err := ingest.Facilities(ctx, func(ctx context.Context, info ingest.LoadInfo) (cutLoad, error) {
		l, err := s.StartLoad(ctx, info)
		return cutLoad{l, func() {
			ask[int](t, s, `select count(*) filter (where pg_terminate_backend(pid, 60000))::int from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = 'jangkau'`)
		}}, err
	}, o)
	if gis.KindOf(err) != gis.Unavailable {
		t.Errorf("killed: %v", err)
	}
	if n := ask[int](t, s, `select ((select count(*) from data.facility) + (select count(*) from data.import_run) + (select count(*) from data.data_source))::int`); n != 0 {
		t.Errorf("%d rows were left behind", n)
	}
	if res := loadFacilities(t, s.DB, o); res.Added != 1 {
		t.Errorf("afterwards: %s", told(res))
	}
}

// A list of which rows were rejected is not recorded as whole, whatever was declared: what
// it lacks is not known to be lacking. Mended, it is.
func TestARegisterWithRejectedRows(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_19.06.geojson")
	const list = "nama,jenis,kecamatan,lat,lon\nPustu Lenggang,Pustu,Gantung,,\nPustu Selinsing,Pustu,Gantung,%s,\n"
	o := ingest.FacilityOptions{Within: "19.06", Complete: []gis.FacilityKind{gis.KindPustu}, Options: ingest.Options{SourceName: "Dinkes", Vintage: onDay("2024-05-20")}}
	const register = `select string_agg(kind || ' ' || completeness, ', ') from data.register`
	for _, c := range []struct {
		content  string
		told     int
		register string
	}{
		{strings.Replace(list, "Pustu Selinsing", "", 1), 1, "PUSTU PARTIAL"}, {list, 0, "PUSTU COMPLETE"},
	} {
		o.Path = writeFile(t, "pustu.csv", strings.Replace(c.content, "%s", "", 1))
		res := loadFacilities(t, d, o)
		if (res.Rejected > 0) != (c.told > 0) || len(issuesOf(res, ingest.CodeNotWhole)) != c.told {
			t.Errorf("%s", told(res))
		}
		if got := text(t, d, register); got != c.register {
			t.Errorf("%s, want %s", got, c.register)
		}
	}
}
