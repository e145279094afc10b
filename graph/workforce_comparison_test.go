package graph_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"jangkau/graph"
)

// Volumes of T3 (domain: 2.2222 before rounding) at puskesmas 6, which has 4 perawat where
// the standard asks 5; and 800 people in its service area.
const threeRules = shared + `
insert into data.standard (id, rule, title, regulation, wkt_minutes, confidence, source) values ('abk', 'WORKLOAD', 'ABK', 'Perbup', 72000, 'RECALLED', 'made up');
insert into data.workload_activity (standard, profession, code, name, kind, norm_minutes, percent) values
  ('abk', 'PERAWAT', 'A', 'a', 'MAIN', 20, null), ('abk', 'PERAWAT', 'B', 'b', 'MAIN', 15, null), ('abk', 'PERAWAT', 'C', 'c', 'MAIN', 240, null),
  ('abk', 'PERAWAT', 'S', 's', 'SUPPORT', null, 10);
insert into data.workload_volume (facility_id, profession, activity, period, volume, source_id) values
  (6, 'PERAWAT', 'A', '2023-12-31', 99999, 5), (6, 'PERAWAT', 'A', '2024-06-01', 3600, 5), (6, 'PERAWAT', 'B', '2024-06-01', 2400, 5), (6, 'PERAWAT', 'C', '2024-06-01', 150, 5);
insert into data.facility_service_area (facility_id, desa, source_id) values (6, '35.10.02.2002', 2), (7, '35.10.02.2001', 2);
insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, induk_id, known_from, source_id) values ('PUSTU', 'Pustu Eka', 'pustueka', '35.10.02.2002', 'DESA', 'OPEN', 6, '2020-01-01', 2);
insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id) values (8, 'Eka', 'BIDAN', 'PNS', 2, '2024-06-01', 5);
`

type verdict struct {
	Status                                string
	Required, RequiredExact, AvailableAll *float64
	GapAll, SurplusAll                    *float64
}

func (v verdict) String() string {
	return fmt.Sprint(v.Status, " ", num(v.Required), " ", num(v.AvailableAll), " ", num(v.GapAll), " ", num(v.SurplusAll))
}

type comparison struct {
	WorkforceComparison struct {
		TotalCount, Contradictions int
		Edges                      []struct {
			Node struct {
				Facility                  struct{ ID string }
				Profession                struct{ Code string }
				Standard, Workload, Ratio verdict
				Contradiction             bool
			}
		}
		PageInfo struct {
			EndCursor   *string
			HasNextPage bool
		}
		Provenance struct {
			Caveats []struct{ Code, TextEn string }
		}
	}
}

const verdicts = `status required requiredExact availableAll gapAll surplusAll`

func TestThreeRulesBesideOneAnother(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, threeRules)
	fields := `{ totalCount contradictions edges { node { facility { id } profession { code } standard {` + verdicts + `} workload {` + verdicts + `} ratio {` + verdicts + `} contradiction } }
		pageInfo { endCursor hasNextPage } provenance { caveats { code textEn } } }`
	a := read[comparison](w, `{ workforceComparison(within: "35.10.02", kind: [PUSKESMAS]) %s }`, fields)
	got := map[string]string{}
	for _, e := range a.WorkforceComparison.Edges {
		n := e.Node
		got[n.Facility.ID+" "+n.Profession.Code] = fmt.Sprint(n.Standard, "; ", n.Workload, "; ", n.Ratio, "; ", n.Contradiction)
	}
	for key, want := range map[string]string{
		// 5 by the standard, 2.2222 by workload, 800 x 180 / 100,000 = 1.44 by ratio; four are there.
		"6 PERAWAT": "GAP 5 4 1 0; SURPLUS 2 4 0 2; SURPLUS 1 4 0 3; true",
		// 4 by the standard; 0.96 by ratio, against the two of the jejaring.
		"6 BIDAN": "GAP 4 0 4 0; NO_RULE - - - -; SURPLUS 1 2 0 1; true",
		// 0.36 rounds to nobody, and nobody is there.
		"6 DOKTER": "GAP 1 0 1 0; NO_RULE - - - -; MET 0 0 0 0; false",
		// Nobody counted the people of Damai, so that there is no need by ratio.
		"7 PERAWAT": "SURPLUS 5 7 0 2; NO_RULE - - - -; NO_RULE - 7 - -; false",
	} {
		if got[key] != want {
			t.Errorf("%s\ngot  %s\nwant %s", key, got[key], want)
		}
	}
	if n := a.WorkforceComparison.Contradictions; n != 2 || !a.WorkforceComparison.Edges[0].Node.Contradiction || !a.WorkforceComparison.Edges[1].Node.Contradiction || a.WorkforceComparison.Edges[2].Node.Contradiction {
		t.Errorf("%d contradictions; they come first", n)
	}
	hasCaveats(t, a.WorkforceComparison.Provenance.Caveats, "REVOKED_STANDARD", "STANDARD_RECALLED", "RATIO_OF_AN_AREA")
	if e := a.WorkforceComparison.Edges[0].Node.Workload.RequiredExact; e == nil || math.Abs(*e-2/0.9) > 1e-9 {
		t.Errorf("the exact figure stands beside the rounded one: %v", e)
	}
	// Page by page it is the same list.
	var paged []string
	after := ""
	for {
		p := read[comparison](w, `{ workforceComparison(within: "35.10.02", kind: [PUSKESMAS], first: 4%s) %s }`, after, fields).WorkforceComparison
		for _, e := range p.Edges {
			paged = append(paged, e.Node.Facility.ID+e.Node.Profession.Code)
		}
		if !p.PageInfo.HasNextPage {
			break
		}
		after = fmt.Sprintf(", after: %q", *p.PageInfo.EndCursor)
	}
	var whole []string
	for _, e := range a.WorkforceComparison.Edges {
		whole = append(whole, e.Node.Facility.ID+e.Node.Profession.Code)
	}
	if !slices.Equal(paged, whole) || len(whole) != a.WorkforceComparison.TotalCount {
		t.Errorf("paged %v\nwhole %v", paged, whole)
	}
	only := read[comparison](w, `{ workforceComparison(within: "35.10.02", kind: [PUSKESMAS], contradictionsOnly: true) %s }`, fields)
	if only.WorkforceComparison.TotalCount != 2 {
		t.Errorf("only contradictions: %d", only.WorkforceComparison.TotalCount)
	}
}
