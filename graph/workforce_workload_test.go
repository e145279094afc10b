package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

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

// By ratio whoever is booked at the puskesmas and works at a pustu that the list does not name
// counts for it as what they are: ASN, or of a status that is not known; and so do the jejaring's.
func TestRatioCountsWhoIsAway(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, threeRules)
	perawat := func() (staffRow, string) {
		a := read[staffAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], rule: RATIO, rounding: UP) %s }`, staffFields)
		told := ""
		for _, c := range a.WorkforceGaps.Provenance.Caveats {
			if c.Code == "STATUS_UNKNOWN" {
				told = c.TextEn
			}
		}
		for _, e := range a.WorkforceGaps.Edges {
			if e.Node.Profession.Code == "PERAWAT" {
				return e.Node, told
			}
		}
		t.Fatal("no row of perawat")
		return staffRow{}, ""
	}
	before, told := perawat()
	if !strings.Contains(told, "of 1 people") {
		t.Fatalf("before: %q", told)
	}
	w.exec(`insert into data.staff_count (facility_id, unit, profession, status, people, at_pustu, period, source_id)
		select s.facility_id, 'x', 'PERAWAT', v.status, v.people, true, s.period, s.source_id
		from (select facility_id, max(period) as period, max(source_id) as source_id from data.staff_count where facility_id = (
			select min(f.id) from data.facility f join data.staff_count c on c.facility_id = f.id where f.kind = 'PUSKESMAS' and f.desa like '35.10.02.%') group by 1) s
		cross join (values ('PNS', 20), ('TIDAK_DIKETAHUI', 3), ('NON_ASN_BLUD', 4)) v(status, people)`)
	after, told := perawat()
	if asn, all := after.AvailableAsn-before.AvailableAsn, after.AvailableAll-before.AvailableAll; asn != 20 || all != 27 {
		t.Errorf("20 ASN and 7 others away: %v more ASN, %v more in all", asn, all)
	}
	if !strings.Contains(told, "of 4 people") {
		t.Errorf("4 of unknown status are told as %q", told)
	}
}
