package graph_test

import (
	"os"
	"testing"

	"jangkau/graph"
)

// fifty adds 50 desa with a pustu each to the village.
const fifty = `
insert into data.wilayah (code, level, parent, name, boundary_quality, source_id) values ('35.10.03', 'KECAMATAN', '35.10', 'Utara', 'DERIVED', 1);
insert into data.wilayah (code, level, parent, name, name_fold, geom, surface_point, area_km2, boundary_quality, source_id)
select '35.10.03.' || 2000 + i, 'DESA_KELURAHAN', '35.10.03', 'Desa ' || i, 'desa' || i, ST_Multi(ST_MakeEnvelope(114 + i * 0.001, -8.1, 114.001 + i * 0.001, -8.09, 4326)),
  ST_SetSRID(ST_MakePoint(114.0005 + i * 0.001, -8.095), 4326), 1, 'SOURCE', 1 from generate_series(1, 50) i;
insert into data.population (desa, as_of, people, source_id) select '35.10.03.' || 2000 + i, '2024-01-01', 100 + i, 3 from generate_series(1, 50) i;
insert into data.facility (kind, name, name_fold, declared_desa, point, location_quality, status, induk_id, known_from, source_id)
select 'PUSTU', 'Pustu ' || i, 'pustu' || i, '35.10.03.' || 2000 + i, ST_SetSRID(ST_MakePoint(114.0005 + i * 0.001, -8.095), 4326), 'POINT', 'OPEN', 1, '2020-01-01', 2
from generate_series(1, 50) i;
insert into data.facility_service_area (facility_id, desa, source_id) select id, desa, 2 from data.facility where desa like '35.10.03.%';
insert into data.facility_source (facility_id, source_id, row_key, row_hash, name) select id, 2, 'x' || id, 'h', name from data.facility where desa like '35.10.03.%';
insert into data.facility_edit (facility_id, by_whom, changes, version) select id, 'Dinkes', '[{"field": "CONDITION", "before": null, "after": "BAIK"}]', 2 from data.facility;
`

// A nested query costs at most one statement a level, whatever the page: the
// levels are written beside each query.
func TestStatementsPerLevel(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, fifty)
	for _, c := range []struct {
		query string
		most  int
		why   string
	}{
		{
			`{ desaWithoutPustu(within: "35.10.03", status: [HAS, LACKS, UNKNOWN]) { totalCount counts { has } edges { node { status people hostsPuskesmas rules { status } desa { code name people areaKm2 missing desaCount { total } } } } } }`,
			1, "the list holds its rows, total and counts",
		},
		{
			`{ desa(within: "35.10.03", first: 50) { totalCount edges { node { name parent { name parent { name parent { name } } } } } } }`,
			4, "list, kecamatan, kabupaten, provinsi",
		},
		{
			`{ desaWithoutPustu(within: "35.10.03", status: [HAS, LACKS, UNKNOWN]) { edges { node {
			desa { name parent { name people areaKm2 desaCount { desa } missing } source { name } geometry(toleranceM: 10) }
			servedBy { name identifiers { value } sources { name source { name } } issues { line } induk { name desa { name } } desa { name } } } }
			provenance { sources { name } demo } } }`,
			13, "list; parent, its sum; source; geometry; servedBy, identifiers, sources, issues, induk and its desa, desa; provenance",
		},
		{
			`{ desaWithoutPustu(within: "35.10.03", status: [HAS, LACKS, UNKNOWN], orderBy: [{key: TRAVEL_TIME}]) { edges { node { nearest { distanceM isInduk facility { name desa { name } } } } } } }`,
			5, "travel version, list, facility, its desa, induk",
		},
		{
			`{ facilities(within: "35.10", first: 100) { totalCount edges { node { name induk { name } serviceArea { name parent { name } } declaredDesa { name } locatedDesa { name } } } } }`,
			5, "list, induk, service area, its parent, desa",
		},
		{
			`{ facilities(within: "35.10", first: 100) { edges { node { version mended functioning { status reasons } edits { totalCount edges { node { by facility { name } } } } } } } }`,
			4, "list, functioning, edits, their facilities",
		},
		{
			`{ wilayah(code: "35.10") { name people desaCount { total } children { name people desaCount { desa kelurahan } children { name people } } } }`,
			5, "wilayah, its sum, children, their sum, their children",
		},
		{
			`{ importRuns { totalCount edges { node { fileName source { name } issues { totalCount edges { node { reason } } } } } } }`,
			3, "list, sources, reports",
		},
		{
			`{ workforceGaps(within: "35.10", groupBy: [FACILITY, PROFESSION]) { totals { required } edges { node { facility { name desa { name } } facilitiesShort { name } } } } }`,
			4, "rules, list, facilities, their desa",
		},
		{
			`{ workforceStaff(within: "35.10", groupBy: [FACILITY, EMPLOYMENT_STATUS]) { total { people } totalCount edges { node { facility { name desa { name } } employmentStatus { name } people } } } }`,
			3, "the list holds its rows, total and counts; facilities, their desa",
		},
		{
			`{ posyanduGaps(within: "35.10", lack: [POSYANDU, KADER, SERVICE, UNKNOWN]) { totalCount counts { has } edges { node { desa { name } servicesMissing } } } }`,
			1, "the list holds its rows, total and counts",
		},
		{
			`{ posyandu(within: "35.10") { totalCount edges { node { facility { name desa { name } } levels { kader } services { status } competences { kaderWithEach } } } } }`,
			3, "list, facilities, their desa",
		},
		{
			`{ mentoring(within: "35.10") { totalCount edges { node { puskesmas { name } missing { code } assignments { hospital { name } specialty { name } trip { distanceM } } } } } }`,
			3, "list, travel version, facilities",
		},
		{
			`{ travelSummary(within: "35.10", kind: [PUSKESMAS], groupBy: KECAMATAN) { groups { wilayah { name } people medianS } } }`,
			3, "desa, travel version, wilayah",
		},
		{
			`{ catchments(within: "35.10", kind: [PUSKESMAS, PUSTU]) { totalCount totals { people } edges { node { facility { name desa { name } }
			people medianS declared { own others } areaKm2 reach { people areaKm2 } desa { people desa { name parent { name } } } } } provenance { sources { name } } } }`,
			10, "facilities' ids, travel version, facility, its desa, induk, who serves, desa of the rows, their parents, desa of the area, provenance",
		},
	} {
		read[any](w, "%s", c.query)
		if n := w.statements(); n > c.most {
			t.Errorf("%d statements, want at most %d (%s)\n%s", n, c.most, c.why, c.query)
		} else {
			t.Logf("%d statements of %d", n, c.most)
		}
	}
}

const question217 = `{ desaWithoutPustu(within: "35.20", first: 217, status: [HAS, LACKS, UNKNOWN]) {
	totalCount counts { rule units denominator has lacks unknown } edges { cursor node { status people hostsPuskesmas rules { rule status } desa { code name } } } } }`

// BenchmarkDesaWithoutPustu is the question about a kabupaten of 217 desa, all of
// them on one page, over HTTP and JSON, among 83,000 desa.
func BenchmarkDesaWithoutPustu(b *testing.B) {
	country, err := os.ReadFile("../db/testdata/country.sql")
	if err != nil {
		b.Fatal(err)
	}
	w := newWorld(b, graph.Limits{}, string(country))
	if n := read[gapAnswer](w, question217).DesaWithoutPustu.TotalCount; n != 217 {
		b.Fatalf("%d desa", n)
	}
	for b.Loop() {
		if a := w.ask(question217); len(a.Errors) > 0 {
			b.Fatal(a.Errors)
		}
		w.log.Reset()
	}
	b.ReportMetric(float64(w.statements()), "statements")
}
