package graph_test

import (
	"slices"
	"strings"
	"testing"

	"jangkau/graph"
)

// sameKader asks posyanduGaps and workforceGaps for missing kader: both go by the same
// reports, whoever else is listed at a posyandu.
func sameKader(t *testing.T, w *world) {
	t.Helper()
	w.exec(`insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id)
		select id, name, p, 'NON_ASN_BLUD', 7, '2024-06-01', 5 from data.facility, (values ('BIDAN'), ('KADER')) v(p) where kind = 'POSYANDU' and id % 7 = 0`)
	type answer struct {
		PosyanduGaps struct {
			Counts struct{ Posyandu, FewKader, KaderUnknown, KaderShort float64 }
		}
		WorkforceGaps struct {
			Edges []struct {
				Node struct {
					Profession                                       struct{ Code string }
					Required                                         *float64
					GapAll                                           *float64
					FacilitiesShortCount, FacilitiesWithoutStaffData float64
				}
			}
		}
	}
	for _, within := range []string{"35.10", "35.10.01", "35.10.02"} {
		for _, args := range []string{`standard: "posyandu-kader"`, `groupBy: [PROFESSION]`} {
			a := read[answer](w, `{ posyanduGaps(within: %[1]q, asOf: "2024-12-31") { counts { posyandu fewKader kaderUnknown kaderShort } }
				workforceGaps(within: %[1]q, kind: [POSYANDU], %[2]s, asOf: "2024-12-31") { edges { node { profession { code } required gapAll
				facilitiesShortCount facilitiesWithoutStaffData } } } }`, within, args)
			c, seen := a.PosyanduGaps.Counts, false
			for _, e := range a.WorkforceGaps.Edges {
				n := e.Node
				if n.Profession.Code != "KADER" {
					continue
				}
				seen = true
				if *n.Required != 5*c.Posyandu || *n.GapAll != c.KaderShort || n.FacilitiesShortCount != c.FewKader || n.FacilitiesWithoutStaffData != c.KaderUnknown {
					t.Errorf("%s %s: required %v gap %v of %v, unknown %v; posyanduGaps %+v", within, args, *n.Required, *n.GapAll, n.FacilitiesShortCount, n.FacilitiesWithoutStaffData, c)
				}
			}
			if !seen || c.KaderShort == 0 || c.KaderUnknown == 0 {
				t.Errorf("%s %s: %+v", within, args, a)
			}
		}
	}
}

// An answer without need says why: no rule, no volumes, not the day, not the kind.
func TestWhyThereIsNoNeed(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared)
	type told struct {
		WorkforceGaps struct {
			Provenance struct {
				Parameters []struct{ Name, Value string }
				Caveats    []struct{ Code, Text, TextEn string }
			}
		}
	}
	check := func(args, code, says string) {
		t.Helper()
		p := read[told](w, `{ workforceGaps(within: "35.10.02", %s) { provenance { parameters { name value } caveats { code text textEn } } } }`, args).WorkforceGaps.Provenance
		i := slices.IndexFunc(p.Caveats, func(c struct{ Code, Text, TextEn string }) bool { return c.Code == strings.TrimPrefix(code, "no ") })
		switch {
		case strings.HasPrefix(code, "no "):
			if i >= 0 {
				t.Errorf("%s: %+v", args, p.Caveats[i])
			}
		case i < 0 || !strings.Contains(p.Caveats[i].TextEn, says) || p.Caveats[i].Text == p.Caveats[i].TextEn || strings.Contains(p.Caveats[i].Text+p.Caveats[i].TextEn, "%!"):
			t.Errorf("%s: no %s with %q in %+v", args, code, says, p.Caveats)
		}
	}
	check(`rule: WORKLOAD`, "NO_RULE_LOADED", "jangkau import standard")
	check(`rule: WORKLOAD`, "NO_VOLUMES_LOADED", "jangkau import workload")
	check(`rule: STANDARD`, "no NO_RULE_LOADED", "")
	check(`standard: "posyandu-kader"`, "STANDARD_OF_OTHER_KINDS", "ask with kind: [POSYANDU]")
	check(`standard: "posyandu-kader", kind: [POSYANDU]`, "no STANDARD_OF_OTHER_KINDS", "")
	check(`standard: "pustu-perawat-bidan", kind: [PUSKESMAS]`, "STANDARD_OF_OTHER_KINDS", "pustu-perawat-bidan speaks of PUSTU")
	w.exec(threeRules[len(shared):] + `insert into data.standard (id, title, regulation, wilayah, valid_from, valid_to, confidence, source) values
			('lama', 'Lama', 'Perbup', '35.11', '2020-01-01', '2021-01-01', 'VERIFIED', 'made up');
		insert into data.standard_row (standard, facility_kind, profession, required) values ('lama', 'PUSKESMAS', 'BIDAN', 2)`)
	check(`rule: RATIO, asOf: "2024-12-31"`, "TARGET_YEAR_PASSED", "2019 and is used of 2024-12-31")
	check(`rule: RATIO, asOf: "2019-12-31"`, "no TARGET_YEAR_PASSED", "")
	check(`rule: RATIO, asOf: "2024-12-31"`, "no NO_RULE_IN_FORCE", "")
	check(`rule: WORKLOAD`, "no NO_RULE_LOADED", "")
	check(`rule: WORKLOAD`, "no NO_VOLUMES_LOADED", "")
	check(`rule: WORKLOAD, asOf: "2019-12-31"`, "NO_VOLUMES_LOADED", "up to 2019-12-31")
	check(`standard: "lama"`, "NOT_IN_FORCE", "lama holds from 2020-01-01 until (not including) 2021-01-01 in 35.11; it is used of 35.10.02 on ")
	check(`standard: "pustu-perawat-bidan"`, "no NOT_IN_FORCE", "")
	w.exec(`update data.standard set wilayah = '35.10' where id = 'lama'`)
	check(`standard: "lama", asOf: "2020-06-01"`, "no NOT_IN_FORCE", "")
	check(`standard: "lama", asOf: "2021-01-01"`, "NOT_IN_FORCE", "in 35.10")
	w.exec(`update data.standard set valid_to = '2020-06-01' where id = 'abk'`)
	check(`rule: WORKLOAD, asOf: "2024-12-31"`, "NO_RULE_IN_FORCE", "No rule of WORKLOAD is in force here on 2024-12-31")
	w.exec(`update data.standard set valid_to = null where id = 'abk'`)
	// The working time is told, whoever gave it.
	for args, want := range map[string]string{`rule: WORKLOAD`: "72000", `rule: WORKLOAD, wktMinutes: 75000`: "75000"} {
		p := read[told](w, `{ workforceGaps(within: "35.10.02", %s) { provenance { parameters { name value } } } }`, args).WorkforceGaps.Provenance
		if !slices.Contains(p.Parameters, struct{ Name, Value string }{"wktMinutes", want}) {
			t.Errorf("%s: %+v", args, p.Parameters)
		}
	}
	// By ratio: pustu Eka of puskesmas 6 has two bidan listed; a polindes beside it and another pustu have
	// nobody listed, and one desa is in two service areas.
	w.exec(`insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, induk_id, known_from, source_id) values
			('PUSTU', 'Pustu Fajar', 'pustufajar', '35.10.02.2002', 'DESA', 'OPEN', 6, '2020-01-01', 2), ('POLINDES', 'Polindes', 'polindes', '35.10.02.2002', 'DESA', 'OPEN', 6, '2020-01-01', 2);
		insert into data.facility_service_area (facility_id, desa, source_id) values (7, '35.10.02.2002', 2)`)
	check(`rule: RATIO`, "STAFF_OF_JEJARING_UNKNOWN", "2 facilities of the jejaring (1 of them pustu)")
	check(`rule: RATIO`, "SERVICE_AREAS_OVERLAP", "1 desa or kelurahan are in the service area of more than one puskesmas")
	check(`rule: STANDARD`, "no SERVICE_AREAS_OVERLAP", "")
}

// What each of the three rules rests on is among a comparison's sources.
func TestSourcesOfAComparison(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, threeRules, `
		with d as (insert into data.data_source (name, role, kind, imported_at) values ('capaian', 'WORKLOAD', 'REAL', now()), ('lembar ABK', 'STANDARD', 'REAL', now()) returning id, role),
		v as (update data.workload_volume set source_id = (select id from d where role = 'WORKLOAD'))
		update data.standard set source_id = (select id from d where role = 'STANDARD') where id = 'abk'`)
	sources := read[struct {
		WorkforceComparison struct {
			Provenance struct{ Sources []struct{ Role string } }
		}
	}](w, `{ workforceComparison(within: "35.10.02", kind: [PUSKESMAS]) { provenance { sources { role } } } }`).WorkforceComparison.Provenance.Sources
	for _, role := range []string{"WORKLOAD", "STANDARD", "POPULATION", "STAFF", "FACILITIES"} {
		if !slices.ContainsFunc(sources, func(s struct{ Role string }) bool { return s.Role == role }) {
			t.Errorf("no source %s in %v", role, sources)
		}
	}
}
