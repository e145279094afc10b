package graph_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"jangkau/graph"
)

// staffOfTheCountry is a made-up Indonesia: 38 provinsi of 14 kabupaten, 10,000
// puskesmas, 28,000 pustu, and three yearly periods of staff, PNS and others apart. A
// puskesmas counts 30 professions, of which some have nobody; a pustu four.
const staffOfTheCountry = `
insert into data.data_source (name, role, kind, imported_at) values ('wilayah', 'BOUNDARIES', 'REAL', '2024-06-01Z'), ('fasilitas', 'FACILITIES', 'REAL', '2024-06-01Z'), ('sdmk', 'STAFF', 'REAL', '2024-06-01Z');
insert into data.profession (code, name_id, name_en, sort) select 'X' || i, 'Profesi ' || i, 'Profession ' || i, 50 + i from generate_series(1, 30 - (select count(*)::int from data.profession)) i;
insert into data.wilayah (code, level, boundary_quality, source_id) select (10 + p)::text, 'PROVINSI', 'DERIVED', 1 from generate_series(1, 38) p;
insert into data.wilayah (code, level, parent, boundary_quality, source_id)
select format('%s.%s', 10 + p, lpad(k::text, 2, '0')), 'KABUPATEN_KOTA', (10 + p)::text, 'DERIVED', 1 from generate_series(1, 38) p, generate_series(1, 14) k;
insert into data.wilayah (code, level, parent, boundary_quality, source_id)
select w.code || '.' || lpad(c::text, 2, '0'), 'KECAMATAN', w.code, 'DERIVED', 1 from data.wilayah w, generate_series(1, 14) c where w.level = 'KABUPATEN_KOTA';
insert into data.wilayah (code, level, parent, boundary_quality, source_id)
select w.code || '.' || 2000 + d, 'DESA_KELURAHAN', w.code, 'DERIVED', 1 from data.wilayah w, generate_series(1, 11) d where w.level = 'KECAMATAN';
create temporary table desa as select row_number() over (order by code) - 1 as n, code from data.wilayah where level = 'DESA_KELURAHAN';
create unique index on desa (n);
analyze desa;
insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, area_category, rawat_inap, known_from, source_id)
select 'PUSKESMAS', 'Puskesmas ' || i, 'puskesmas' || i, (select code from desa where n = i * 8), 'DESA', 'OPEN',
  (array['PERKOTAAN','PERDESAAN','PERDESAAN','TERPENCIL','SANGAT_TERPENCIL'])[1 + i % 5], i % 3 = 0, '2015-01-01', 2 from generate_series(0, 9999) i;
insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, induk_id, known_from, source_id)
select 'PUSTU', 'Pustu ' || i, 'pustu' || i, (select code from desa where n = (i * 2.9)::int), 'DESA', 'OPEN', 1 + least((i * 2.9 / 8)::int, 9999), '2015-01-01', 2 from generate_series(0, 27999) i;
insert into data.staff_count (facility_id, unit, wilayah, profession, status, klaster, people, period, source_id)
select f.id, f.name, f.desa, p.code, s.status, array['KLASTER_' || 1 + p.sort % 5], (f.id * 7 + p.sort * 13 + y * 3 + length(s.status)) % 6, make_date(y, 12, 31), 3
from data.facility f cross join (select code, sort from data.profession order by sort, code limit 30) p cross join (values ('PNS'), ('NON_ASN_BLUD')) s(status) cross join generate_series(2022, 2024) y
where f.kind = 'PUSKESMAS' or p.sort <= 4;
analyze;
`

// BenchmarkWorkforceOfIndonesia is the question who is missing, by profession, over
// HTTP and JSON: of each of the 38 provinsi in turn, three times, with what the answer
// rests on; and of the country, without that and with it.
func BenchmarkWorkforceOfIndonesia(b *testing.B) {
	w := newWorld(b, graph.Limits{}, staffOfTheCountry)
	const fields = `totalCount totals { required availableAsn availableAll gapAsn gapAll } edges { node { profession { code } required availableAsn availableAll gapAsn gapAll surplusAll facilitiesShortCount facilitiesWithoutStaffData } }`
	const evidence = ` provenance { method sources { name } parameters { name value } caveats { code text } }`
	ask := func(within, fields string) time.Duration {
		begin := time.Now()
		if within != "" {
			within = fmt.Sprintf("within: %q, ", within)
		}
		a := w.ask(fmt.Sprintf(`{ workforceGaps(%sasOf: "2024-12-31") { %s } }`, within, fields))
		took := time.Since(begin)
		if len(a.Errors) > 0 {
			b.Fatal(a.Errors)
		}
		w.log.Reset()
		return took
	}
	ask("11", fields+evidence)
	for b.Loop() {
		var took []time.Duration
		for range 3 {
			for p := 11; p <= 48; p++ {
				took = append(took, ask(fmt.Sprint(p), fields+evidence))
			}
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms-provinsi")
		for _, m := range []struct{ unit, fields string }{{"ms-country", fields}, {"ms-country-evidence", fields + evidence}} {
			country := []time.Duration{ask("", m.fields), ask("", m.fields), ask("", m.fields)}
			slices.Sort(country)
			b.ReportMetric(float64(country[1].Microseconds())/1000, m.unit)
		}
	}
}
