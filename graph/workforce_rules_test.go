package graph_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
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

func TestGapsByTheOtherRules(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, threeRules)
	for _, c := range []struct{ args, want string }{
		{`rule: WORKLOAD`, "PERAWAT  2.2222 0 1.7778"},
		{`rule: WORKLOAD, rounding: UP`, "PERAWAT  3 0 1"},
		{`rule: WORKLOAD, wktMinutes: 36000, rounding: NEAREST`, "PERAWAT  4 0 0"},
		{`rule: RATIO, rounding: UP`, "PERAWAT  2 0 2"}, // 4 against 1.44; puskesmas 7 has 7, and nobody knows the people it serves
	} {
		a := read[staffAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], %s) %s }`, c.args, staffFields)
		got := ""
		for _, e := range a.WorkforceGaps.Edges {
			if r := e.Node; r.Profession.Code == "PERAWAT" {
				got = fmt.Sprintf("PERAWAT  %.5g %.5g %.5g", *r.Required, *r.GapAll, *r.SurplusAll)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.args, got, c.want)
		}
	}
	for query, want := range map[string]string{
		`{ workforceGaps(within: "35.10", wktMinutes: 72000) { totalCount } }`:                                                     "wktMinutes",
		`{ workforceGaps(within: "35.10", rule: WORKLOAD, wktMinutes: 0) { totalCount } }`:                                         "wktMinutes",
		`{ workforceGaps(within: "35.10", rule: RATIO, standard: "abk") { totalCount } }`:                                          "standard",
		`{ workforceGaps(within: "35.10", standard: "nobody's") { totalCount } }`:                                                  "standard",
		`{ workforceRedistribution(within: "35") { moved } }`:                                                                      "within",
		`{ workforceRedistribution(within: "35.10", rounding: NONE) { moved } }`:                                                   "rounding",
		`{ workforceRedistribution(within: "35.10", professions: ["DUKUN"]) { moved } }`:                                           "professions",
		`{ workforceRedistribution(within: "35.10", limitKm: -1) { moved } }`:                                                      "limitKm",
		`{ workforceChange(within: "35.10", from: "2024-01-01", to: "2024-01-01") { totalCount } }`:                                "from",
		`{ workforceChange(within: "35.10", from: "2023-01-01", to: "2024-01-01", groupBy: [KLASTER]) { totalCount } }`:            "groupBy",
		`{ workloadNeed(input: { wktMinutes: 72000, main: [{ volume: 1, normMinutes: 1 }], supportPercent: [60, 40] }) { need } }`: "",
		`{ workforceComparison(within: "35.10", workload: "permenkes-75-2014") { totalCount } }`:                                   "standard",
	} {
		e := w.ask(query).Errors
		if len(e) != 1 || e[0].Extensions.Code != gis.Invalid && e[0].Extensions.Code != gis.NotFound || e[0].Extensions.Argument != want ||
			e[0].Extensions.Messages.ID == "" || e[0].Extensions.Messages.EN == "" || e[0].Extensions.Messages.ID == e[0].Extensions.Messages.EN {
			t.Errorf("%s\n%+v, want an error on %q in both languages", query, e, want)
		}
	}
	// What need was computed from is among the sources.
	w.exec(`with d as (insert into data.data_source (name, role, kind, imported_at) values ('capaian', 'WORKLOAD', 'REAL', now()), ('lembar ABK', 'STANDARD', 'REAL', now()) returning id, role),
		v as (update data.workload_volume set source_id = (select id from d where role = 'WORKLOAD'))
		update data.standard set source_id = (select id from d where role = 'STANDARD') where id = 'abk'`)
	for rule, want := range map[string]string{"WORKLOAD": "WORKLOAD STANDARD", "RATIO": "POPULATION"} {
		sources := read[struct {
			WorkforceGaps struct {
				Provenance struct{ Sources []struct{ Role string } }
			}
		}](w, `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], rule: %s) { provenance { sources { role } } } }`, rule).WorkforceGaps.Provenance.Sources
		for _, role := range strings.Fields(want) {
			if !slices.ContainsFunc(sources, func(s struct{ Role string }) bool { return s.Role == role }) {
				t.Errorf("%s: no source %s in %v", rule, role, sources)
			}
		}
	}
	// A loaded rule whose supporting activities take all the time leaves its facilities out
	// and says whose it is; the others have their answer.
	w.exec(`update data.workload_activity set percent = 100 where kind = 'SUPPORT';
		insert into data.workload_activity (standard, profession, code, name, kind, norm_minutes) values ('abk', 'BIDAN', 'A', 'a', 'MAIN', 20);
		insert into data.workload_volume (facility_id, profession, activity, period, volume, source_id) values (7, 'BIDAN', 'A', '2024-06-01', 3600, 5)`)
	bad := read[workloadAnswer](w, `{ workforceGaps(within: "35.10", rule: WORKLOAD) %s }`, workloadFields).WorkforceGaps
	hasCaveats(t, bad.Provenance.Caveats, "WORKLOAD_RULE_FAILS")
	for _, c := range bad.Provenance.Caveats {
		if c.Code == "WORKLOAD_RULE_FAILS" && (!strings.Contains(c.TextEn, "abk gives no need of PERAWAT at 1 facilities, which are left out (id 6)") || !strings.Contains(c.TextEn, "at or over 100 %")) {
			t.Errorf("%s", c.TextEn)
		}
	}
	if got := bad.line("BIDAN"); got != "1 1-1 1 0" {
		t.Errorf("the rule of others: %s", got)
	}
	if got := bad.line("PERAWAT"); got != "" && !strings.HasPrefix(got, "- ") {
		t.Errorf("the bad rule: %s", got)
	}
	n := read[struct {
		WorkloadNeed struct{ Need, NeedNearest, NeedUp, Jkt, Stp float64 }
	}](w, `{ workloadNeed(input: { wktMinutes: 72000,
		main: [{ volume: 15800, normMinutes: 3 }, { volume: 45000, normMinutes: 5 }], supportPercent: [2, 2] }) { need needNearest needUp jkt stp } }`).WorkloadNeed
	if fmt.Sprintf("%.4f %.4f %.4f %v %v", n.Jkt, n.Stp, n.Need, n.NeedNearest, n.NeedUp) != "3.7833 1.0417 3.9410 4 4" {
		t.Errorf("T1: %+v", n)
	}
}

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

type workloadGaps struct {
	Edges []struct {
		Node struct {
			Profession                                                               struct{ Code string }
			Required, RequiredExact, RequiredMin, RequiredMax, GapAllMax, SurplusAll *float64
			GapAllMin, GapAll                                                        *float64
			FacilitiesNeedUnknown                                                    int
		}
	}
	Provenance struct {
		Caveats []struct{ Code, TextEn string }
	}
}

type workloadAnswer struct{ WorkforceGaps workloadGaps }

const workloadFields = `{ edges { node { profession { code } required requiredExact requiredMin requiredMax gapAll gapAllMin gapAllMax surplusAll facilitiesNeedUnknown } } provenance { caveats { code textEn } } }`

// line is required, its range, the least gap and how many facilities' need is not known.
func (g workloadGaps) line(profession string) string {
	for _, e := range g.Edges {
		if n := e.Node; n.Profession.Code == profession {
			return fmt.Sprint(num(n.Required), " ", num(n.RequiredMin), "-", num(n.RequiredMax), " ", num(n.GapAllMin), " ", n.FacilitiesNeedUnknown)
		}
	}
	return ""
}

// Where a volume is missing, the need is at least what the others come to: no surplus
// follows, in no answer. Volumes of an earlier period do not fill the hole.
func TestAVolumeThatIsMissing(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, threeRules)
	w.exec(`update data.workload_volume set period = '2023-12-31' where activity = 'C'`)
	g := read[workloadAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], rule: WORKLOAD, rounding: UP) %s }`, workloadFields).WorkforceGaps
	// A and B without C: (1 + 0.5) / 0.9 = 1.67, of which four are there.
	if got := g.line("PERAWAT"); got != "- 2-- 0 1" {
		t.Errorf("%s", got)
	}
	hasCaveats(t, g.Provenance.Caveats, "WORKLOAD_INCOMPLETE")
	for _, c := range g.Provenance.Caveats {
		if c.Code == "AREA_CATEGORY_UNKNOWN" || c.Code == "WORKLOAD_INCOMPLETE" && !strings.HasSuffix(c.TextEn, "Not loaded (facilities): PERAWAT: c (1)") {
			t.Errorf("%+v", c)
		}
	}
	for _, e := range g.Edges {
		if n := e.Node; n.Profession.Code == "PERAWAT" && (n.SurplusAll != nil || n.GapAll != nil || n.GapAllMax != nil || n.RequiredExact != nil) {
			t.Errorf("%+v", n)
		}
	}
	c := read[comparison](w, `{ workforceComparison(within: "35.10.02", kind: [PUSKESMAS]) { totalCount contradictions edges { node { facility { id } profession { code } standard {`+verdicts+`} workload {`+verdicts+`} ratio {`+verdicts+`} contradiction } } } }`)
	for _, e := range c.WorkforceComparison.Edges {
		if n := e.Node; n.Facility.ID == "6" && n.Profession.Code == "PERAWAT" && n.Workload.Status != "NEED_UNKNOWN" {
			t.Errorf("%+v", n.Workload)
		}
	}
	r := read[struct {
		WorkforceRedistribution struct{ SurplusPosts, Moved int }
	}](w, `{ workforceRedistribution(within: "35.10", rule: WORKLOAD, rounding: UP) { surplusPosts moved } }`).WorkforceRedistribution
	if r.SurplusPosts != 0 || r.Moved != 0 {
		t.Errorf("a surplus that nobody can know: %+v", r)
	}
	// With the volume it is a surplus of one: 2.22 is three, and four are there.
	w.exec(`update data.workload_volume set period = '2024-06-01' where activity = 'C'`)
	r = read[struct {
		WorkforceRedistribution struct{ SurplusPosts, Moved int }
	}](w, `{ workforceRedistribution(within: "35.10", rule: WORKLOAD, rounding: UP) { surplusPosts moved } }`).WorkforceRedistribution
	if r.SurplusPosts != 1 {
		t.Errorf("%+v", r)
	}
}

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
