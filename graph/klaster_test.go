package graph_test

import (
	"slices"
	"strings"
	"testing"

	"jangkau/graph"
)

// perKlaster is a rule of the kabupaten's own that speaks of klaster; the national
// ones do not.
const perKlaster = `
insert into data.standard (id, title, regulation, wilayah, confidence, source, rank) values
  ('sk-kadinkes', 'Kebutuhan per klaster', 'SK Kepala Dinas Kesehatan Kabupaten Banyuwangi', '35.10', 'VERIFIED', 'salinan SK', 100);
insert into data.standard_row (standard, facility_kind, klaster, profession, required) values
  ('sk-kadinkes', 'PUSKESMAS', 'KLASTER_2', 'PERAWAT', 4), ('sk-kadinkes', 'PUSKESMAS', 'KLASTER_3', 'PERAWAT', 2);
`

// Need per klaster exists only under a rule that says whose it is. Of shared's
// puskesmas A has 3 perawat in klaster 2 (2 of them in 3 as well) and one in none, B has 7
// in klaster 3; puskesmas 1 of the other kecamatan is not asked about.
func TestNeedPerKlaster(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared)
	ask := `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], groupBy: [KLASTER, PROFESSION]) %s }`
	for _, e := range read[staffAnswer](w, ask, staffFields).WorkforceGaps.Edges {
		if e.Node.Required != nil || e.Node.GapAll != nil {
			t.Errorf("a need per klaster without a rule for it: %+v", e.Node)
		}
	}
	first := read[struct {
		WorkforceGaps struct{ PageInfo struct{ EndCursor string } }
	}](w, `{ workforceGaps(within: "35.10.02", first: 1) { pageInfo { endCursor } } }`).WorkforceGaps.PageInfo.EndCursor
	w.exec(perKlaster)
	w.refused("CONFLICT", `{ workforceGaps(within: "35.10.02", first: 1, after: %q) { totalCount } }`, first)

	got := read[staffAnswer](w, ask, staffFields)
	hasCaveats(t, got.WorkforceGaps.Provenance.Caveats, "KLASTER_UNKNOWN")
	// profession klaster required asn all gapAsn gapAll surplus; asn min-max, all min-max of unplaced
	for _, want := range []string{
		// A 3 of 4, and one of unknown status who may serve it; B none of 4: short 5 or 6 ASN, and 4 or 5 of all.
		"PERAWAT KLASTER_2 8 2 3 - - 0; 5-6 4-5 of 1",
		// A 2 of 2, and one who may serve it; B 7 of 2: short of none, 5 or 6 too many.
		"PERAWAT KLASTER_3 4 9 9 0 0 -; 0-0 0-0 of 1",
		"PERAWAT  - 0 1 - - -; - - of 0",
	} {
		if !slices.Contains(got.ranges(), want) {
			t.Errorf("want %q in\n%s", want, strings.Join(got.ranges(), "\n"))
		}
	}
	// In the totals each person counts once: A has 4 of 6, B 7 of 6. Of the other ten
	// professions the kabupaten's rule says nothing, so that the country's asks 14 at either.
	if tt := got.WorkforceGaps.Totals; *tt.Required != 12+2*14 {
		t.Errorf("both rules: required %v", *tt.Required)
	}
	tt := read[staffAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], groupBy: [KLASTER, PROFESSION], standard: "sk-kadinkes") %s }`, staffFields).WorkforceGaps.Totals
	if *tt.Required != 12 || tt.AvailableAll != 14 || *tt.GapAll != 2 {
		t.Errorf("%+v required %v gap %v", tt, *tt.Required, *tt.GapAll)
	}
	one := read[staffAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], klaster: [KLASTER_2]) %s }`, staffFields)
	if !slices.Equal(one.ranges(), []string{"PERAWAT  8 2 3 - - 0; 5-6 4-5 of 1"}) || one.WorkforceGaps.Totals.GapAll != nil {
		t.Errorf("klaster 2 alone: %v", one.ranges())
	}
	// The rule is the kabupaten's: nobody else's need follows from it.
	w.exec(`update data.standard set wilayah = '35.11' where id = 'sk-kadinkes'`)
	for _, e := range read[staffAnswer](w, ask, staffFields).WorkforceGaps.Edges {
		if e.Node.Required != nil {
			t.Errorf("another kabupaten's rule: %+v", e.Node)
		}
	}
}

// Open questions belong to the wilayah of their facility or of a candidate.
func TestMatchCasesByArea(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, `delete from data.match_case;
		insert into data.match_case (source_id, subject, key, line, given, candidates, facility_id, created_at) values
		  (2, 'KIND', 'a', 1, 'about a facility of 01', '[]', 2, '2024-06-01'),
		  (2, 'DESA', 'b', 2, 'a desa of 02', '[{"value":"35.10.02.2001","label":"Damai","score":0.8}]', null, '2024-06-01'),
		  (2, 'FACILITY', 'c', 3, 'a facility of 02', '[{"value":"5","label":"Polindes Damai","score":0.8}]', null, '2024-06-01'),
		  (2, 'KIND', 'd', 4, 'nowhere', '[{"value":"PUSTU","label":"Pustu","score":0.8}]', null, '2024-06-01')`)
	for within, want := range map[string][]string{
		`within: "35.10.01"`: {"1"}, `within: "35.10.02"`: {"2", "3"}, `within: "35.10"`: {"1", "2", "3"}, `within: "35.10.02.2002"`: nil,
		``: {"1", "2", "3", "4"}, `status: ACCEPTED`: nil, `status: null`: {"1", "2", "3", "4"},
	} {
		args := ""
		if within != "" {
			args = "(" + within + ")"
		}
		got := read[struct {
			MatchCases struct {
				TotalCount int
				Edges      []struct{ Node struct{ ID string } }
			}
		}](w, `{ matchCases%s { totalCount edges { node { id } } } }`, args).MatchCases
		var ids []string
		for _, e := range got.Edges {
			ids = append(ids, e.Node.ID)
		}
		// Ids go on where those of the village ended.
		for i := range want {
			want[i] = string('1' + want[i][0] - '0')
		}
		if !slices.Equal(ids, want) || got.TotalCount != len(want) {
			t.Errorf("%s: %v, want %v", within, ids, want)
		}
	}
	w.refused("NOT_FOUND", `{ matchCases(within: "99.99") { totalCount } }`)
}
