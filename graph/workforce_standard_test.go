package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jangkau/graph"
)

func hasCaveats(t *testing.T, got []struct{ Code, TextEn string }, want ...string) {
	t.Helper()
	for _, code := range want {
		if !slices.ContainsFunc(got, func(c struct{ Code, TextEn string }) bool { return c.Code == code }) {
			t.Errorf("no caveat %s in %v", code, got)
		}
	}
}

// Of puskesmas 6 neither category nor rawat inap is known, of 7 only that it is
// perkotaan; the village's own is perdesaan without rawat inap and has no staff data.
const unknownTraits = `
insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, area_category, rawat_inap, known_from, source_id) values
  ('PUSKESMAS', 'A', 'a', '35.10.02.2001', 'DESA', 'OPEN', null, null, '2020-01-01', 2),
  ('PUSKESMAS', 'B', 'b', '35.10.02.2002', 'DESA', 'OPEN', 'PERKOTAAN', null, '2020-01-01', 2);
insert into data.staff_count (facility_id, unit, profession, status, people, period, at_pustu, source_id) values
  (6, 'A', 'KESMAS', 'PNS', 1, '2024-06-01', false, 5), (6, 'A', 'PERAWAT', 'PNS', 6, '2024-06-01', false, 5),
  (6, 'A', 'PERAWAT', 'PNS', 3, '2024-06-01', true, 5), (7, 'B', 'KESMAS', 'PNS', 0, '2024-06-01', false, 5);
`

func TestNeedThatIsARange(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, unknownTraits)
	a := read[struct {
		WorkforceGaps struct {
			Totals struct{ AtUnnamedPustu, AvailableAll float64 }
			Edges  []struct {
				Node struct {
					Profession                                                       struct{ Code string }
					Required, RequiredMin, RequiredMax, GapAll, GapAllMin, GapAllMax *float64
					AvailableAll, AtUnnamedPustu                                     float64
					FacilitiesNeedUnknown                                            int
				}
			}
			Provenance struct {
				Caveats []struct{ Code, TextEn string }
			}
		}
	}](w, `{ workforceGaps(within: "35.10", kind: [PUSKESMAS]) { totals { atUnnamedPustu availableAll } edges { node { profession { code }
		required requiredMin requiredMax gapAll gapAllMin gapAllMax availableAll atUnnamedPustu facilitiesNeedUnknown } } provenance { caveats { code textEn } } } }`)
	got := map[string]string{}
	for _, e := range a.WorkforceGaps.Edges {
		r := e.Node
		got[r.Profession.Code] = fmt.Sprint(num(r.Required), " ", num(r.RequiredMin), "-", num(r.RequiredMax), " ", num(r.GapAll), " ", num(r.GapAllMin), "-", num(r.GapAllMax), " ", r.AvailableAll, " ", r.AtUnnamedPustu, " ", r.FacilitiesNeedUnknown)
	}
	for code, want := range map[string]string{
		// 1 of the village's (no staff data: in no gap); A 1 or 2 and has 1; B 2 whatever its beds, and has none.
		"KESMAS": "3 4-5 2 2-3 1 0 1",
		// 5; A 5 or 8, has 6 and three more at a pustu nobody names; B 5 or 8, has none.
		"PERAWAT": "5 15-21 - 5-10 6 3 2",
		// Everywhere 1, so that nothing needs to be known: 1 + 1 + 1, A and B have none.
		"DOKTER_GIGI": "3 3-3 2 2-2 0 0 0",
	} {
		if got[code] != want {
			t.Errorf("%s: %q, want %q", code, got[code], want)
		}
	}
	if tt := a.WorkforceGaps.Totals; tt.AtUnnamedPustu != 3 || tt.AvailableAll != 7 {
		t.Errorf("totals %+v: 1 kesmas and 6 perawat work where they are listed, 3 elsewhere", tt)
	}
	hasCaveats(t, a.WorkforceGaps.Provenance.Caveats, "AREA_CATEGORY_UNKNOWN", "AT_UNNAMED_PUSTU", "REVOKED_STANDARD")
	// The village's pustu Bakti and Citra have no staff data; their induk has none either, until it does.
	pustu := func() (unmapped int) {
		x := read[struct {
			WorkforceGaps struct {
				Edges []struct {
					Node struct{ FacilitiesNotMapped, FacilitiesWithoutStaffData int }
				}
			}
		}](w, `{ workforceGaps(within: "35.10", kind: [PUSTU], asOf: "2024-12-31") { edges { node { facilitiesNotMapped facilitiesWithoutStaffData } } } }`)
		for _, e := range x.WorkforceGaps.Edges {
			if e.Node.FacilitiesWithoutStaffData != 2 {
				t.Errorf("%+v", e)
			}
			unmapped += e.Node.FacilitiesNotMapped
		}
		return unmapped
	}
	if n := pustu(); n != 0 {
		t.Errorf("%d not mapped, though no induk has staff data", n)
	}
	w.exec(`insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id) values (1, 'Kota', 'BIDAN', 'PNS', 9, '2024-06-01', 5)`)
	if n := pustu(); n != 4 {
		t.Errorf("not mapped: %d, want the two pustu in the row of either profession", n)
	}
}

// A kabupaten's rule of one line leaves the other professions to the country's.
func TestALocalRuleOfOneLine(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared)
	q := `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS]) ` + workloadFields + ` }`
	before := read[workloadAnswer](w, `%s`, q).WorkforceGaps
	w.exec(`insert into data.standard (id, title, regulation, wilayah, confidence, source) values ('perbup', 'Tenaga', 'Perbup', '35.10', 'VERIFIED', 'made up');
		insert into data.standard_row (standard, facility_kind, profession, required) values ('perbup', 'PUSKESMAS', 'PERAWAT', 50)`)
	after := read[workloadAnswer](w, `%s`, q).WorkforceGaps
	if before.line("BIDAN") != after.line("BIDAN") || before.line("BIDAN") == "" {
		t.Errorf("bidan: %s, then %s", before.line("BIDAN"), after.line("BIDAN"))
	}
	if got := after.line("PERAWAT"); !strings.HasPrefix(got, "100 100-100 ") {
		t.Errorf("perawat of two puskesmas: %s", got)
	}
	hasCaveats(t, after.Provenance.Caveats, "LOCAL_RULE_OVERRIDES", "REVOKED_STANDARD")
}
