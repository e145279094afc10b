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

// pustuSheet is a dinas's sheet: no coordinates, names as people write them.
const pustuSheet = `nama,desa,kode_desa,kecamatan,puskesmas_induk,wilayah_kerja,kondisi,status
Puskesmas Tegalsari,,,,,Tegalsari; Karangdoro; 35.10.23.2003,,
Pustu Kalirejo,,,,Puskesmas Kabat,Kalirejo; Pendarungan,baik,operasional
Pustu Karangrejo Utara,Karangrejo,,,PKM Singotrunan,,rusak berat,tidak operasional
Pustu Karangrejo,Karangrejo,,,Badean,,,
Pustu Watukebo,,,Wongsorejo,,,,
Pustu Watukebo,Watukebo,,Kec. Blimbingsari,,,,
Pustu Taman Sari,,,,UPTD Puskesmas Tegalsari,,,
Pustu Melati,Tamansari,,,,,,
Pustu Anggrek,Sumbersuwu,,,,,,
Pustu Gombolirangg,,,,,,,
Pustu Kedungrejo I,Kedungrejo,,,,,,
Pustu Kedungrejo II,Kedungrejo,,,,,,
Pustu Bunder Bareng,Bunder,,,,"Bunder, Bareng",,
Pustu Blambangan,,35.10.05.2005,,Puskesmas Tembokrjo,,,
Pustu Antah Berantah,,,,,,,
Pustu Jauh,Banjar,,Wongsorejo,,,,
`

func sheetStore(t *testing.T) *db.DB {
	t.Helper()
	s := newStore(t)
	loadBoundaries(t, s.DB, "wilayah/desa_35.10.geojson")
	// The boundary file names desa only.
	ask[int](t, s, `with named as (update data.wilayah w set name = n.name, name_fold = n.fold from (values ('35.10.18', 'Wongsorejo', 'wongsorejo'),
		('35.10.25', 'Blimbingsari', 'blimbingsari'), ('35.10.23', 'Tegalsari', 'tegalsari')) n(code, name, fold) where w.code = n.code returning 1) select count(*)::int from named`)
	loadFacilities(t, s.DB, ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{
		Path:       without(t, realFile(t, "banyuwangi/faskes_bppsdmk_2019.csv"), "verified_point_in_desa_kode", "verified_point_in_desa_nama"),
		SourceName: "BPPSDMK 2019", Vintage: onDay("2019-12-31"),
	}})
	return s.DB
}

func desaOf(t *testing.T, d *db.DB, name, desa string) string {
	t.Helper()
	return text(t, d, `select string_agg(coalesce(declared_desa, '-') || ' ' || location_quality, ', ' order by declared_desa) from data.facility
		where name = $1 and kind = 'PUSTU' and ($2 = '' or declared_desa = $2)`, name, desa)
}

func TestPustuSheetWithoutCoordinates(t *testing.T) {
	ctx := context.Background()
	d := sheetStore(t)
	o := ingest.FacilityOptions{Within: "35.10", Complete: []gis.FacilityKind{gis.KindPustu}, Options: ingest.Options{
		Path: writeFile(t, "pustu.csv", pustuSheet), SourceName: "Dinkes 2024", Vintage: onDay("2024-05-20"),
	}}
	res := loadFacilities(t, d, o)
	t.Log(told(res), res.Extra)
	logIssues(t, res)
	for _, want := range []struct{ name, desa string }{
		{"Pustu Kalirejo", "35.10.14.2016 DESA"},         // its own name, the only one in the kabupaten
		{"Pustu Karangrejo Utara", "35.10.16.1007 DESA"}, // of two, the one in the induk's kecamatan
		{"Pustu Karangrejo", "35.10.25.2008 DESA"},
		{"Pustu Watukebo", "35.10.18.2008 DESA, 35.10.25.2003 DESA"}, // by kecamatan; two facilities
		{"Pustu Taman Sari", "35.10.23.2003 DESA"},                   // in the induk's wilayah kerja
		{"Pustu Melati", "- NONE"},                                   // two of the name, nothing tells
		{"Pustu Anggrek", "- NONE"},                                  // a slip is no proof
		{"Pustu Gombolirangg", "- NONE"},
		{"Pustu Kedungrejo I", "35.10.05.2002 DESA"},
		{"Pustu Kedungrejo II", "35.10.05.2002 DESA"},
		{"Pustu Bunder Bareng", "35.10.14.2002 DESA"},
		{"Pustu Blambangan", "35.10.05.2005 DESA"},
		{"Pustu Antah Berantah", "- NONE"},
		{"Pustu Jauh", "- NONE"}, // Banjar is in another kecamatan than the sheet says
	} {
		if got := desaOf(t, d, want.name, ""); got != want.desa {
			t.Errorf("%s stands in %q, want %q", want.name, got, want.desa)
		}
	}
	if n := number(t, d, `select count(*) from data.facility where kind = 'PUSKESMAS'`); n != 45 {
		t.Errorf("%d puskesmas: the sheet's Puskesmas Tegalsari is one of the 45", n)
	}
	if got := text(t, d, `select string_agg(a.desa, ' ' order by a.desa) from data.facility_service_area a join data.facility f on f.id = a.facility_id where f.name = 'Pustu Kalirejo'`); got != "35.10.14.2015 35.10.14.2016" {
		t.Errorf("Pustu Kalirejo serves %s", got)
	}
	if got := text(t, d, `select i.name from data.facility f join data.facility i on i.id = f.induk_id where f.name = 'Pustu Kalirejo'`); got != "KABAT" {
		t.Errorf("the induk of Pustu Kalirejo is %q", got)
	}
	const state = `select concat_ws(' ', status, condition, (select string_agg(concat_ws(' ', s.valid_from, s.status, s.condition), '; ' order by s.valid_from) from data.facility_state s where s.facility_id = f.id)) from data.facility f where name = $1`
	if got := text(t, d, state, "Pustu Karangrejo Utara"); got != "NOT_OPERATING RUSAK_BERAT 2024-05-20 NOT_OPERATING RUSAK_BERAT" {
		t.Errorf("state: %s", got)
	}
	if n := number(t, d, `select count(*) from data.register where kind = 'PUSTU' and wilayah = '35.10' and completeness = 'COMPLETE' and as_of = '2024-05-20'`); n != 1 {
		t.Error("the register is not declared complete")
	}
	if has := number(t, d, `select count(*) from api.desa_pustu('35.10', '2024-06-01') where building = 'HAS'`); has != 9 {
		t.Errorf("%d desa have a pustu, want 9", has)
	}
	if lacks := number(t, d, `select count(*) from api.desa_pustu('35.10', '2024-06-01') where building = 'LACKS'`); lacks != 217-9 {
		t.Errorf("%d desa lack one", lacks)
	}

	pending := map[string]db.MatchListing{}
	cases, err := d.ListMatches(ctx, "35.10", gis.MatchPending, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		pending[string(c.Subject)+" "+c.Given] = c
	}
	candidates := func(key string) string {
		var v []string
		for _, c := range pending[key].Candidates {
			v = append(v, c.Value)
		}
		return strings.Join(v, " ")
	}
	for key, want := range map[string]string{
		"DESA Tamansari": "35.10.23.2003 35.10.24.2008", "DESA Sumbersuwu": "35.10.05.2004 35.10.19.2008 35.10.08.2005 35.10.12.2011", "DESA Pustu Gombolirangg": "35.10.14.2003",
		"DESA Pustu Antah Berantah": "", "DESA Banjar": "35.10.24.2004",
	} {
		if _, ok := pending[key]; !ok || candidates(key) != want {
			t.Errorf("%s: candidates %q, want %q (%v)", key, candidates(key), want, ok)
		}
	}
	if c := pending["INDUK Puskesmas Tembokrjo"]; len(c.Candidates) != 1 || c.Candidates[0].Label != "TEMBOKREJO" || len(pending) != 6 {
		t.Errorf("%d pending, the induk's: %+v", len(pending), c)
	}

	// Wrong answers are refused, and change nothing.
	before := facilityState(t, d)
	for what, err := range map[string]error{
		"two as good":      d.AcceptMatch(ctx, pending["DESA Tamansari"].ID, ""),
		"no candidate":     d.AcceptMatch(ctx, pending["DESA Pustu Antah Berantah"].ID, ""),
		"no code":          d.AcceptMatch(ctx, pending["DESA Tamansari"].ID, "Tamansari"),
		"no such desa":     d.AcceptMatch(ctx, pending["DESA Tamansari"].ID, "35.10.99.2001"),
		"no puskesmas":     d.AcceptMatch(ctx, pending["INDUK Puskesmas Tembokrjo"].ID, "0"),
		"no such case":     d.AcceptMatch(ctx, 1_000_000, ""),
		"rejecting naught": d.RejectMatch(ctx, 1_000_000),
	} {
		if k := gis.KindOf(err); k != gis.Invalid && k != gis.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	if facilityState(t, d) != before {
		t.Error("refused answers changed the store")
	}
	for _, decide := range []struct{ key, value string }{{"DESA Tamansari", "35.10.24.2008"}, {"DESA Sumbersuwu", ""}, {"INDUK Puskesmas Tembokrjo", ""}} {
		if err := d.AcceptMatch(ctx, pending[decide.key].ID, decide.value); err != nil {
			t.Fatal(decide.key, err)
		}
	}
	if err := d.RejectMatch(ctx, pending["DESA Pustu Gombolirangg"].ID); err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		for name, want := range map[string]string{"Pustu Melati": "35.10.24.2008 DESA", "Pustu Anggrek": "35.10.05.2004 DESA", "Pustu Gombolirangg": "- NONE"} {
			if got := desaOf(t, d, name, ""); got != want {
				t.Errorf("%s: %s stands in %q, want %q", when, name, got, want)
			}
		}
		if got := text(t, d, `select i.name from data.facility f join data.facility i on i.id = f.induk_id where f.name = 'Pustu Blambangan'`); got != "TEMBOKREJO" {
			t.Errorf("%s: the induk of Pustu Blambangan is %q", when, got)
		}
		if n := number(t, d, `select count(*) from data.match_case where status = 'PENDING'`); n != 2 {
			t.Errorf("%s: %d pending, want 2", when, n)
		}
	}
	check("decided")

	before = facilityState(t, d)
	again := loadFacilities(t, d, o)
	if again.Unchanged != again.Rows {
		t.Errorf("again: %s", told(again))
	}
	if facilityState(t, d) != before {
		t.Error("the same sheet again changed the store")
	}
	check("again")

	// Next year's sheet says more of Melati and leaves Kedungrejo II out.
	o.Vintage, o.Complete = onDay("2025-05-20"), nil
	o.Path = writeFile(t, "pustu.csv", strings.Replace(strings.Replace(pustuSheet, "Pustu Melati,Tamansari,,,,,,", "Pustu Melati,Tamansari,,,,,rusak sedang,buka", 1), "Pustu Kedungrejo II,Kedungrejo,,,,,,\n", "", 1))
	next := loadFacilities(t, d, o)
	if next.Changed != 1 || next.Missing != 1 || next.Added != 0 {
		t.Errorf("next year: %s", told(next))
	}
	check("next year")
	if i := issuesOf(next, ingest.CodeMissingRow); len(i) != 1 || i[0].Value != "Pustu Kedungrejo II" || i[0].FacilityID == 0 {
		t.Errorf("missing: %+v", i)
	}
	if got := text(t, d, state, "Pustu Melati"); got != "OPEN RUSAK_SEDANG 2024-05-20 UNKNOWN; 2025-05-20 OPEN RUSAK_SEDANG" {
		t.Errorf("state of Melati: %s", got)
	}
	const open = `select count(*) from api.facility_on($1) f where f.name = 'Pustu Kedungrejo II'`
	if n := number(t, d, open, onDay("2025-06-01")); n != 1 {
		t.Error("a missing facility stays")
	}
	o.CloseMissing = true
	if closed := loadFacilities(t, d, o); closed.Missing != 1 || len(issuesOf(closed, ingest.CodeClosedRow)) != 1 {
		t.Errorf("close missing: %s", told(closed))
	}
	if a, b := number(t, d, open, onDay("2025-05-19")), number(t, d, open, onDay("2025-05-20")); a != 1 || b != 0 {
		t.Errorf("closed: %d the day before, %d from that day", a, b)
	}
	// Back in the list, it is open again.
	o.CloseMissing, o.Vintage, o.Path = false, onDay("2026-05-20"), writeFile(t, "pustu.csv", pustuSheet)
	if back := loadFacilities(t, d, o); back.Missing != 0 || number(t, d, open, onDay("2026-06-01")) != 1 {
		t.Errorf("back: %s", told(back))
	}
}

// A name that nearly is a stored facility's is a question; its answer makes the
// two one, with all that hangs on them.
func TestNearNamesWaitForAPerson(t *testing.T) {
	ctx := context.Background()
	d := sheetStore(t)
	loadFacilities(t, d, ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{Path: writeFile(t, "pustu.csv", pustuSheet), SourceName: "Dinkes 2024", Vintage: onDay("2024-05-20")}})
	other := ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{
		SourceName: "Aset 2024", Vintage: onDay("2024-06-01"),
		Path: writeFile(t, "aset.csv", "kode,nama,lat,lon,alamat\nA1,Pustu Karangrejo Utra,-8.2101,114.3702,Jl. Mawar\nA2,Pustu Baru,-8.2,114.3,\n"),
	}}
	res := loadFacilities(t, d, other)
	logIssues(t, res, read.Suspicious)
	n := number(t, d, `select count(*) from data.facility`)
	open := facilityState(t, d)
	if loadFacilities(t, d, other); facilityState(t, d) != open {
		t.Error("importing again before the answer changed the store")
	}
	cases, err := d.ListMatches(ctx, "", gis.MatchPending, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Subject != "FACILITY" {
			continue
		}
		if c.Given != "Pustu Karangrejo Utra" || len(c.Candidates) == 0 || c.SourceName != "Aset 2024" {
			t.Errorf("case %+v", c)
		}
		if err := d.AcceptMatch(ctx, c.ID, ""); err != nil {
			t.Fatal(err)
		}
		if err := d.AcceptMatch(ctx, c.ID, ""); gis.KindOf(err) != gis.Conflict {
			t.Errorf("merging twice: %v", err)
		}
	}
	if now := number(t, d, `select count(*) from data.facility`); now != n-1 {
		t.Errorf("%d facilities, want %d", now, n-1)
	}
	got := text(t, d, `select concat_ws(' ', f.name, f.address, f.location_quality, f.desa, (select count(*) from data.facility_source s where s.facility_id = f.id),
		(select i.value from data.facility_identifier i where i.facility_id = f.id)) from data.facility f where f.name like 'Pustu Karangrejo Ut%'`)
	if got != "Pustu Karangrejo Utara Jl. Mawar POINT 35.10.16.1007 2 A1" {
		t.Errorf("merged: %s", got)
	}
	before := facilityState(t, d)
	if again := loadFacilities(t, d, other); again.Unchanged != 2 {
		t.Errorf("again: %s", told(again))
	}
	if facilityState(t, d) != before {
		t.Error("importing again undid the merge")
	}
}

// A list that respells a name asks whether it is the facility it held before; once
// said so, nothing is missing.
func TestRenamedRowOfTheSameList(t *testing.T) {
	ctx := context.Background()
	d := sheetStore(t)
	o := ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{
		SourceName: "Dinkes", Vintage: onDay("2024-01-01"),
		Path: writeFile(t, "a.csv", "nama,kode_desa\nPustu Mawar Jingga,35.10.05.2005\nPustu Lain,35.10.05.2005\n"),
	}}
	loadFacilities(t, d, o)
	o.Vintage, o.Path = onDay("2025-01-01"), writeFile(t, "b.csv", "nama,kode_desa\nPustu Mawar Jinga,35.10.05.2005\nPustu Lain,35.10.05.2005\n")
	if res := loadFacilities(t, d, o); res.Added != 1 || res.Missing != 1 {
		t.Errorf("renamed: %s", told(res))
	}
	cases, err := d.ListMatches(ctx, "", gis.MatchPending, 0)
	if err != nil || len(cases) != 1 || cases[0].Subject != "FACILITY" {
		t.Fatalf("%+v, %v", cases, err)
	}
	if err := d.AcceptMatch(ctx, cases[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	if res := loadFacilities(t, d, o); res.Unchanged != 2 || res.Missing != 0 {
		t.Errorf("after the answer: %s", told(res))
	}
	if n := number(t, d, `select count(*) from data.facility where kind = 'PUSTU'`); n != 2 {
		t.Errorf("%d pustu, want 2", n)
	}
}
