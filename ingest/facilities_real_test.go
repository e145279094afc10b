package ingest_test

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/ingest"
	"jangkau/ingest/read"
)

var locationCodes = []string{
	ingest.CodePointOutside, ingest.CodeOutsideKabupaten, ingest.CodeNameOtherDesa, ingest.CodeNameOtherKec,
	ingest.CodeDesaDisagrees, ingest.CodeOutsideWithin, ingest.CodeDuplicateNearby, read.CodeOutsideIndonesia, read.CodeLatLonSwapped,
}

// The two public lists of Banyuwangi: 45 puskesmas each, at places that differ.
func TestFacilitiesOfBanyuwangi(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_35.10.geojson")
	first := ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{
		Path:       without(t, realFile(t, "banyuwangi/faskes_bppsdmk_2019.csv"), "verified_point_in_desa_kode", "verified_point_in_desa_nama"),
		SourceName: "BPPSDMK 2019", Vintage: onDay("2019-12-31"),
	}}
	res := loadFacilities(t, d, first)
	logIssues(t, res, read.Suspicious, read.Rejected)
	if res.Rows != 49 || res.Added != 49 {
		t.Errorf("first list: %s", told(res))
	}
	if n := number(t, d, `select count(*) from data.facility where kind = 'PUSKESMAS'`); n != 45 {
		t.Errorf("%d puskesmas, want 45", n)
	}
	flagged := map[int64]bool{}
	for _, code := range locationCodes {
		for _, i := range issuesOf(res, code) {
			flagged[i.FacilityID] = true
		}
	}
	if len(flagged) > 8 {
		t.Errorf("%d facilities flagged for their place, want at most 8", len(flagged))
	}
	for _, want := range []struct{ code, words, distance string }{
		{ingest.CodePointOutside, "KLATAK: its point lies in no desa (in the sea", " m from the nearest, "},
		{ingest.CodeNameOtherDesa, "SOBO: its point lies in Macan Putih", " km from the desa of its name"},
		{ingest.CodeNameOtherDesa, "WONGSOREJO: its point lies in Alasrejo", "from the desa of its name"},
		{ingest.CodeNameOtherDesa, "SAMBIREJO: its point lies in Sambimulyo", "from the desa of its name"},
	} {
		if i := about(res, want.code, want.words); i == nil || i.FacilityID == 0 || i.Wilayah == "" || !strings.Contains(i.Reason.EN, want.distance) {
			t.Errorf("%s %q is not told: %+v", want.code, want.words, i)
		}
	}

	before := facilityState(t, d)
	if again := loadFacilities(t, d, first); again.Unchanged != 49 || again.Suspicious != res.Suspicious {
		t.Errorf("the same file again: %s", told(again))
	}
	if facilityState(t, d) != before {
		t.Error("the same file again changed the store")
	}

	second := ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{
		Path: without(t, realFile(t, "banyuwangi/faskes_bpjs_2019.csv"), "verified_point_in_desa_kode"), SourceName: "BPJS 2019", Vintage: onDay("2019-12-31"),
	}}
	dry := second
	dry.DryRun = true
	rehearsal := loadFacilities(t, d, dry)
	if facilityState(t, d) != before {
		t.Error("a dry run changed the store")
	}
	other := loadFacilities(t, d, second)
	logIssues(t, other, read.Suspicious, read.Rejected)
	t.Log(told(other), other.Extra)
	if told(rehearsal) != told(other) || rehearsal.IssueCount != other.IssueCount {
		t.Errorf("the dry run said %s, the import %s", told(rehearsal), told(other))
	}
	if n := number(t, d, `select count(*) from data.facility where kind = 'PUSKESMAS'`); n != 45 {
		t.Errorf("%d puskesmas after the second list, want 45", n)
	}
	if n := number(t, d, `select count(*) from (select s.facility_id from data.facility_source s join data.facility f on f.id = s.facility_id
		where f.kind = 'PUSKESMAS' and s.distance_m is not null group by 1 having count(*) = 2) x`); n != 45 {
		t.Errorf("%d puskesmas have two sources with distances, want 45", n)
	}
	far := `select count(*) from data.facility_source s join data.facility f on f.id = s.facility_id where f.kind = 'PUSKESMAS' and s.distance_m > 2000`
	if n := number(t, d, far); n != 21 {
		t.Errorf("%d puskesmas over 2 km off, want 21", n)
	}
	apart := 0
	for _, i := range issuesOf(other, ingest.CodeSourcesDisagree) {
		if text(t, d, `select kind from data.facility where id = $1`, i.FacilityID) == "PUSKESMAS" {
			apart++
		}
	}
	if apart != 21 {
		t.Errorf("%d puskesmas flagged SOURCES_DISAGREE, want 21", apart)
	}
	for _, name := range []string{"RS Umum Daerah Blambangan", "RS Umum Daerah Genteng", "RS Islam Fatimah", "RS Nahdlatul Ulama Banyuwangi"} {
		if n := number(t, d, `select count(*) from data.facility_source s join data.facility f on f.id = s.facility_id where f.name = $1`, name); n != 2 {
			t.Errorf("%s has %d sources, want 2", name, n)
		}
	}
	compareWithThreeSources(t, d)
	before = facilityState(t, d)
	if again := loadFacilities(t, d, second); again.Unchanged != again.Rows {
		t.Errorf("the second list again: %s", told(again))
	}
	if facilityState(t, d) != before {
		t.Error("the second list again changed the store")
	}
}

// Each pair of codes is one facility, as far apart as the independent table says.
func compareWithThreeSources(t *testing.T, d interface {
	Read(context.Context, func(pgx.Tx) error) error
},
) {
	f, err := os.Open(realFile(t, "banyuwangi/puskesmas_three_sources.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, h := range rows[0] {
		column[h] = i
	}
	for _, row := range rows[1:] {
		km, err := strconv.ParseFloat(row[column["km_bppsdmk_bpjs"]], 64)
		if err != nil {
			t.Fatal(err)
		}
		var m float64
		err = d.Read(context.Background(), func(tx pgx.Tx) error {
			return tx.QueryRow(context.Background(), `
				select s.distance_m from data.facility_identifier a join data.facility_identifier b using (facility_id)
				join data.facility_source s on s.facility_id = a.facility_id and s.row_key = 'bpjs:' || b.value
				where a.value = $1 and b.value = $2`, row[column["kode_bppsdmk"]], row[column["kode_bpjs"]]).Scan(&m)
		})
		if err != nil || math.Abs(m/1000-km) > 0.02*km+0.006 {
			t.Errorf("%s: %.0f m, the table says %.2f km (%v)", row[column["nama"]], m, km, err)
		}
	}
}

// What mappers draw is as messy as what people upload. 25 rows bear the exact word
// of a pustu; PUSTU KUTA MURNI is mapped twice, so they are 24 facilities in 24
// desa, and with the slip confirmed 25 in 25 (26 rows).
func TestFacilitiesOfAcehBaratDaya(t *testing.T) {
	ctx := context.Background()
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_11.12.geojson")
	o := ingest.FacilityOptions{Options: ingest.Options{
		Path: without(t, realFile(t, "aceh-barat-daya/faskes_osm.csv"), "kelas_by_name", "desa_kode", "desa_nama"), SourceName: "OSM", Vintage: onDay("2024-05-01"),
	}}
	res := loadFacilities(t, d, o)
	logIssues(t, res, read.Suspicious, read.Rejected)
	t.Log(told(res), res.Extra)
	const rows = `select count(*) from data.facility_source s join data.facility f on f.id = s.facility_id where f.kind = 'PUSTU'`
	const facilities, desa = `select count(*) from data.facility where kind = 'PUSTU'`, `select count(distinct desa) from data.facility where kind = 'PUSTU'`
	if a, b, c := number(t, d, rows), number(t, d, facilities), number(t, d, desa); a != 25 || b != 24 || c != 24 {
		t.Errorf("%d rows, %d pustu in %d desa; want 25, 24, 24", a, b, c)
	}
	if i := about(res, ingest.CodeDuplicateMerged, "PUSTU KUTA MURNI"); i == nil {
		t.Error("the doubled PUSTU KUTA MURNI is not told")
	}
	if n := number(t, d, `select count(*) from data.facility_identifier i join data.facility f on f.id = i.facility_id where f.name = 'PUSTU KUTA MURNI'`); n != 2 {
		t.Errorf("PUSTU KUTA MURNI has %d identifiers, want 2", n)
	}
	if n := number(t, d, `select count(*) from data.facility where kind = 'PUSTU' and name ilike 'pustu'`); n != 10 {
		t.Errorf("%d called just PUSTU", n)
	}
	if n := len(issuesOf(res, read.CodeNameIsKind)); n != 28 {
		t.Errorf("%d rows called just by their kind are told", n)
	}
	if about(res, read.CodeKindSlip, "puskesdes") == nil || about(res, read.CodeKindSlip, "pusptu") == nil {
		t.Error("slips of kind are not told")
	}
	if about(res, ingest.CodeDuplicateNearby, "posyandu") == nil {
		t.Error("two nameless posyandu at one place are not told")
	}
	cases, err := d.ListMatches(ctx, "11.12", "PENDING", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Given != "Pusptu pante pirak" {
			continue
		}
		if err := d.AcceptMatch(ctx, c.ID, ""); err != nil {
			t.Fatal(err)
		}
	}
	if a, b, c := number(t, d, rows), number(t, d, facilities), number(t, d, desa); a != 26 || b != 25 || c != 25 {
		t.Errorf("after confirming the slip: %d rows, %d pustu in %d desa; want 26, 25, 25", a, b, c)
	}
	before := facilityState(t, d)
	if again := loadFacilities(t, d, o); again.Unchanged != again.Rows-again.Rejected {
		t.Errorf("again: %s", told(again))
	}
	if facilityState(t, d) != before {
		t.Error("the same file again changed the store: the decision was not remembered")
	}
	if n := number(t, d, `select count(*) from data.facility where kind = 'PUSTU'`); n != 25 {
		t.Errorf("%d pustu after importing again, want 25", n)
	}
}

// The national list loads in seconds; BINUANG's longitude without its decimal
// point is told and the hospital loads without a place.
func TestFacilitiesOfIndonesia(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_35.geojsonl.gz")
	o := ingest.FacilityOptions{Options: ingest.Options{
		Path: without(t, realFile(t, "nasional/faskes_bppsdmk_2019.csv"), "verified_point_in_desa_kode", "verified_point_in_desa_nama"), SourceName: "BPPSDMK 2019", Vintage: onDay("2019-12-31"),
	}}
	start := time.Now()
	res := loadFacilities(t, d, o)
	took := time.Since(start)
	t.Log(took, told(res), res.Extra)
	if res.Rows != 10_284 || res.Rejected > 0 {
		t.Errorf("%s", told(res))
	}
	if took > time.Minute {
		t.Errorf("took %v", took)
	}
	if i := issuesOf(res, read.CodeBadCoordinate); len(i) != 1 || text(t, d, `select name || location_quality from data.facility where id = $1`, i[0].FacilityID) != "BINUANGNONE" {
		t.Errorf("BINUANG: %+v", i)
	}
	if n := number(t, d, `select count(*) from data.facility where kind = 'PUSKESMAS' and desa like '35.%'`); n < 930 || n > 941 { // 933 points lie in a desa of it, by the table's own check
		t.Errorf("%d puskesmas in desa of Jawa Timur", n)
	}
	before := facilityState(t, d)
	start = time.Now()
	again := loadFacilities(t, d, o)
	t.Log("again", time.Since(start), told(again))
	if again.Unchanged != 10_284 || facilityState(t, d) != before {
		t.Errorf("again: %s", told(again))
	}
}
