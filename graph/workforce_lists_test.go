package graph_test

import (
	"strings"
	"testing"

	"jangkau/graph"
)

// A list that says again what another said is not added to it, in no answer.
func TestTheSameStaffInTwoLists(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared)
	queries := []string{
		`{ workforceGaps(within: "35.10", groupBy: [FACILITY, PROFESSION]) { totals { availableAsn availableAll gapAll surplusAll } edges { node { facility { id } profession { code } availableAsn availableAll gapAll } } } }`,
		`{ workforceGaps(within: "35.10", groupBy: [KLASTER, PROFESSION]) { totals { availableAll } edges { node { klaster profession { code } availableAll gapAll } } } }`,
		`{ workforceKlaster(within: "35.10") { people shared unplaced klaster { klaster availableAsn availableAll sharedAll facilitiesWithPj } } }`,
		`{ workforceChange(within: "35.10", from: "2023-12-31", to: "2024-12-31") { edges { node { profession { code } from { availableAll } to { availableAll } changeAll } } } }`,
	}
	answers := func() (out []string) {
		for _, q := range queries {
			a := w.ask(q)
			if len(a.Errors) > 0 {
				t.Fatalf("%s\n%v", q, a.Errors)
			}
			out = append(out, string(a.Data))
		}
		return out
	}
	before := answers()
	w.exec(`insert into data.data_source (name, role, kind, imported_at) values ('salinan', 'STAFF', 'REAL', now());
		insert into data.staff_count (facility_id, unit, wilayah, profession, given, status, funding, klaster, klaster_pj, functional_level, at_pustu, people, period, source_id)
		select facility_id, unit, wilayah, profession, given, status, funding, klaster, klaster_pj, functional_level, at_pustu, people, period, (select max(id) from data.data_source)
		from data.staff_count`)
	for i, a := range answers() {
		if a != before[i] {
			t.Errorf("%s\nonce  %s\ntwice %s", queries[i], before[i], a)
		}
	}
	p := read[struct {
		WorkforceGaps struct {
			Provenance struct {
				Caveats []struct{ Code, TextEn string }
				Sources []struct{ Name string }
			}
		}
	}](w, `{ workforceGaps(within: "35.10") { provenance { caveats { code textEn } sources { name } } } }`).WorkforceGaps.Provenance
	hasCaveats(t, p.Caveats, "SEVERAL_SOURCES")
	for _, c := range p.Caveats {
		if c.Code == "SEVERAL_SOURCES" && !strings.Contains(c.TextEn, `"salinan" counts`) {
			t.Errorf("%s", c.TextEn)
		}
	}
}

// A later list of doctors alone, of another source, says nothing of the perawat that stood
// there before: they are neither gone nor short. Where the list that had them names them no
// more, they are.
func TestALaterListOfDoctorsAlone(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared+`
insert into data.data_source (name, role, kind, imported_at) values ('dokter', 'STAFF', 'REAL', now());
insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id)
select 6, 'A', 'DOKTER', 'PNS', 1, '2024-09-01', max(id) from data.data_source;`)
	type answer struct {
		WorkforceGaps struct {
			Edges []struct {
				Node struct {
					Facility                   struct{ ID string }
					Profession                 struct{ Code string }
					GapAll                     *float64
					FacilitiesWithoutStaffData int
				}
			}
			Provenance struct {
				Caveats []struct{ Code, TextEn string }
			}
		}
		WorkforceChange struct {
			Edges []struct {
				Node struct {
					Profession         struct{ Code string }
					ChangeAll          float64
					FacilitiesOnlyFrom int
				}
			}
		}
		WorkforceComparison struct {
			Edges []struct {
				Node struct {
					Profession struct{ Code string }
					Standard   struct{ Status string }
				}
			}
		}
	}
	ask := func() (gap *float64, unknown int, change float64, onlyFrom int, verdict string, a answer) {
		a = read[answer](w, `{
			workforceGaps(within: "35.10.02.2001", kind: [PUSKESMAS], asOf: "2024-12-31", groupBy: [FACILITY, PROFESSION]) {
				edges { node { facility { id } profession { code } gapAll facilitiesWithoutStaffData } } provenance { caveats { code textEn } } }
			workforceChange(within: "35.10.02.2001", kind: [PUSKESMAS], from: "2024-06-30", to: "2024-12-31") { edges { node { profession { code } changeAll facilitiesOnlyFrom } } }
			workforceComparison(within: "35.10.02.2001", kind: [PUSKESMAS], asOf: "2024-12-31") { edges { node { profession { code } standard { status } } } }
		}`)
		for _, e := range a.WorkforceGaps.Edges {
			if e.Node.Profession.Code == "PERAWAT" {
				gap, unknown = e.Node.GapAll, e.Node.FacilitiesWithoutStaffData
			}
		}
		for _, e := range a.WorkforceChange.Edges {
			if e.Node.Profession.Code == "PERAWAT" {
				change, onlyFrom = e.Node.ChangeAll, e.Node.FacilitiesOnlyFrom
			}
		}
		for _, e := range a.WorkforceComparison.Edges {
			if e.Node.Profession.Code == "PERAWAT" {
				verdict = e.Node.Standard.Status
			}
		}
		return
	}
	gap, unknown, change, onlyFrom, verdict, a := ask()
	if gap != nil || unknown != 1 || change != 0 || onlyFrom != 1 || verdict != "STAFF_UNKNOWN" {
		t.Errorf("perawat that the latest list leaves out: gap %s, %d unknown, change %v, %d compared with nothing, %s", num(gap), unknown, change, onlyFrom, verdict)
	}
	hasCaveats(t, a.WorkforceGaps.Provenance.Caveats, "PROFESSION_NOT_LISTED", "PROFESSION_IN_NO_LIST")
	for _, c := range a.WorkforceGaps.Provenance.Caveats {
		if c.Code == "PROFESSION_NOT_LISTED" && !strings.Contains(c.TextEn, "At 1 facilities the latest list says nothing of PERAWAT") {
			t.Errorf("%s", c.TextEn)
		}
		if c.Code == "PROFESSION_IN_NO_LIST" && (!strings.Contains(c.TextEn, "BIDAN") || strings.Contains(c.TextEn, "PERAWAT") || strings.Contains(c.TextEn, "DOKTER,")) {
			t.Errorf("%s", c.TextEn)
		}
	}
	// The list that had them speaks again, of others: four perawat are gone, five short.
	w.exec(`insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id) values (6, 'A', 'BIDAN', 'PNS', 1, '2024-09-01', 5)`)
	if gap, unknown, change, onlyFrom, verdict, _ := ask(); num(gap) != "5" || unknown != 0 || change != -4 || onlyFrom != 0 || verdict != "GAP" {
		t.Errorf("perawat that their own list leaves out: gap %s, %d unknown, change %v, %d, %s", num(gap), unknown, change, onlyFrom, verdict)
	}
}
