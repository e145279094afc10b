package graph_test

import (
	"encoding/json"
	"testing"

	"jangkau/graph"
)

func TestChangeBetweenTwoDays(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared)
	a := read[struct {
		WorkforceChange struct {
			Edges []struct {
				Node struct {
					Wilayah    *struct{ Code string }
					Profession struct{ Code string }
					From, To   struct {
						AvailableAsn, AvailableAll float64
						Facilities                 int
						GapAll                     *float64
					}
					ChangeAsn, ChangeAll                                                           float64
					ChangeGapAll                                                                   *float64
					FacilitiesCompared, FacilitiesOnlyFrom, FacilitiesOnlyTo, FacilitiesNotRenewed int
				}
			}
		}
	}](w, `{ workforceChange(within: "35.10", kind: [PUSKESMAS], from: "2023-12-31", to: "2024-12-31") { edges { node { wilayah { code } profession { code }
		from { availableAsn availableAll facilities gapAll } to { availableAsn availableAll facilities gapAll } changeAsn changeAll changeGapAll
		facilitiesCompared facilitiesOnlyFrom facilitiesOnlyTo facilitiesNotRenewed } } } }`)
	got := ""
	for _, e := range a.WorkforceChange.Edges {
		if n := e.Node; n.Profession.Code == "PERAWAT" && n.Wilayah.Code == "35.10.02" {
			b, _ := json.Marshal(n)
			got = string(b)
		}
	}
	// A: 9 PNS in 2023, 2 of 4 ASN in 2024, need 5. B, 7 PNS, is listed in 2024 alone: it
	// stands in the figures of 2024 and in no change.
	want := `{"Wilayah":{"Code":"35.10.02"},"Profession":{"Code":"PERAWAT"},"From":{"AvailableAsn":9,"AvailableAll":9,"Facilities":1,"GapAll":0},` +
		`"To":{"AvailableAsn":9,"AvailableAll":11,"Facilities":2,"GapAll":1},"ChangeAsn":-7,"ChangeAll":-5,"ChangeGapAll":1,` +
		`"FacilitiesCompared":1,"FacilitiesOnlyFrom":0,"FacilitiesOnlyTo":1,"FacilitiesNotRenewed":0}`
	if got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
	// The earlier day's own rule, which is revoked, is told of too.
	w.exec(`insert into data.standard (id, title, regulation, wilayah, valid_from, confidence, source) values ('perbup', 'Tenaga', 'Perbup', '35.10', '2024-01-01', 'VERIFIED', 'made up');
		insert into data.standard_row (standard, facility_kind, profession, required) values ('perbup', 'PUSKESMAS', 'PERAWAT', 5)`)
	p := read[struct {
		WorkforceChange struct {
			Provenance struct {
				Caveats []struct{ Code, TextEn string }
			}
		}
	}](w, `{ workforceChange(within: "35.10.02", kind: [PUSKESMAS], from: "2023-12-31", to: "2024-12-31") { provenance { caveats { code textEn } } } }`).WorkforceChange.Provenance
	hasCaveats(t, p.Caveats, "STANDARDS_DIFFER", "REVOKED_STANDARD")
}
