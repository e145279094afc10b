package graph_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"jangkau/graph"
)

// Pustu Alas has three perawat of one; Bakti, one node of 2,204 m on, and Citra, two
// nodes on, have none. Alas and Bakti have their bidan, Citra lacks hers.
const tooMany = `
insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id) values
  (2, 'Pustu Alas', 'PERAWAT', 'PPPK', 2, '2024-06-01', 5), (3, 'Pustu Bakti', 'PERAWAT', 'PNS', 0, '2024-06-01', 5), (3, 'Pustu Bakti', 'BIDAN', 'PNS', 1, '2024-06-01', 5),
  (4, 'Pustu Citra', 'PERAWAT', 'PNS', 0, '2024-06-01', 5), (4, 'Pustu Citra', 'BIDAN', 'PNS', 0, '2024-06-01', 5);
insert into data.unit_cost (wilayah, profession, funding, rupiah_year, source) values
  (null, 'BIDAN', 'DAU_PAD', 70000000, 'rekaan'), ('35.10', 'BIDAN', 'DAU_PAD', 60000000, 'rekaan'), ('35', 'BIDAN', 'BLUD_KAPITASI', 36000000, 'rekaan'), ('36', 'PERAWAT', 'BOK', 1, 'rekaan');
`

type redistribution struct {
	WorkforceRedistribution struct {
		GapPosts, SurplusPosts, Moved, Recruit int
		Moves                                  []struct {
			Profession           struct{ Code string }
			From, To             struct{ Name string }
			Posts                int
			DistanceM, DurationS float64
		}
		Professions []struct {
			Profession                                        struct{ Code string }
			GapPosts, SurplusPosts, Moved, Recruit, MostPosts int
			Travel, LeastTravel                               float64
			Costs                                             []struct {
				Funding    struct{ Code string }
				RupiahYear float64
			}
		}
		Recruitment []struct {
			Profession struct{ Code string }
			Facility   struct{ Name string }
			Posts      int
		}
		Provenance struct {
			Caveats []struct{ Code, TextEn string }
		}
	}
}

func TestRedistributionBeforeRecruitment(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, tooMany)
	const fields = `{ gapPosts surplusPosts moved recruit moves { profession { code } from { name } to { name } posts distanceM durationS }
		professions { profession { code } gapPosts surplusPosts moved recruit mostPosts travel leastTravel costs { funding { code } rupiahYear } }
		recruitment { profession { code } facility { name } posts } provenance { caveats { code textEn } } }`
	for _, c := range []struct {
		limits           string
		moves, recruited string
		travel           float64
	}{
		{"", "[PERAWAT Pustu Alas>Pustu Bakti 1 PERAWAT Pustu Alas>Pustu Citra 1]", "[BIDAN Pustu Citra 1]", 2204 + 4408},
		{"limitKm: 3", "[PERAWAT Pustu Alas>Pustu Bakti 1]", "[PERAWAT Pustu Citra 1 BIDAN Pustu Citra 1]", 2204},
		{"limitMinutes: 0", "[]", "[PERAWAT Pustu Bakti 1 PERAWAT Pustu Citra 1 BIDAN Pustu Citra 1]", 0},
	} {
		r := read[redistribution](w, `{ workforceRedistribution(within: "35.10", kind: [PUSTU], by: DISTANCE, asOf: "2024-12-31", %s) %s }`, c.limits, fields).WorkforceRedistribution
		moves, recruited := []string{}, []string{}
		for _, m := range r.Moves {
			moves = append(moves, fmt.Sprint(m.Profession.Code, " ", m.From.Name, ">", m.To.Name, " ", m.Posts))
		}
		for _, n := range r.Recruitment {
			recruited = append(recruited, fmt.Sprint(n.Profession.Code, " ", n.Facility.Name, " ", n.Posts))
		}
		if fmt.Sprint(moves) != c.moves || fmt.Sprint(recruited) != c.recruited {
			t.Errorf("%s: moves %v, recruits %v", c.limits, moves, recruited)
		}
		if r.GapPosts != 3 || r.SurplusPosts != 2 || r.Moved+r.Recruit != 3 {
			t.Errorf("%s: %+v", c.limits, r)
		}
		for _, p := range r.Professions {
			if p.Moved != p.MostPosts || math.Abs(p.Travel-p.LeastTravel) > 1e-3 {
				t.Errorf("%s: not proved: %+v", c.limits, p)
			}
			switch p.Profession.Code {
			case "PERAWAT":
				if math.Abs(p.Travel-c.travel) > 20 || len(p.Costs) != 0 {
					t.Errorf("%s: travel %v, want %v; no unit cost is of this kabupaten: %v", c.limits, p.Travel, c.travel, p.Costs)
				}
			case "BIDAN": // one to recruit; the kabupaten's own DAU figure goes before the national one
				if fmt.Sprint(p.Costs) != "[{{BLUD_KAPITASI} 3.6e+07} {{DAU_PAD} 6e+07}]" {
					t.Errorf("costs %v", p.Costs)
				}
			}
		}
	}
}

// Where roads are not loaded, that nobody can move is not known: it is said, beside what
// then remains to be recruited.
func TestRedistributionWithoutRoads(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, tooMany+`
update data.network_dataset set coverage = ST_Multi(ST_MakeEnvelope(100, 0, 100.1, 0.1, 4326));`)
	r := read[redistribution](w, `{ workforceRedistribution(within: "35.10", kind: [PUSTU], asOf: "2024-12-31") { moved recruit provenance { caveats { code textEn } } } }`).WorkforceRedistribution
	if r.Moved != 0 || r.Recruit != 3 {
		t.Errorf("%+v", r)
	}
	hasCaveats(t, r.Provenance.Caveats, "TRAVEL_NOT_COMPUTED")
	for _, c := range r.Provenance.Caveats {
		if c.Code == "TRAVEL_NOT_COMPUTED" && !strings.Contains(c.TextEn, "between 2 pairs") {
			t.Error(c.TextEn)
		}
	}
}
