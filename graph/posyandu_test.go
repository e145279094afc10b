package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jangkau/graph"
)

// slowPosyandu is a posyandu as the plain way of counting sees it.
type slowPosyandu struct {
	desa     string
	kader    int    // -1: not given
	services [5]int // 1 yes, 0 no, -1 not given
}

// The counts of posyanduGaps against adding up one by one, over made-up posyandu of
// which some reports are older, newer than the day, or missing. The register is
// complete for kecamatan 35.10.01 alone.
func TestPosyanduGapsAgainstSlowTwin(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 25))
	names := []string{"ibu_hamil", "balita", "remaja", "dewasa", "lansia"}
	var sql strings.Builder
	sql.WriteString(`insert into data.register (kind, wilayah, completeness, as_of, source_id) values ('POSYANDU', '35.10.01', 'COMPLETE', '2024-06-01', 2);`)
	var all []slowPosyandu
	desa := []string{"35.10.01.1001", "35.10.01.2001", "35.10.01.2002", "35.10.02.2001", "35.10.02.2002", "35.10.02.2003"} // two more have none
	report := func(id int, day string, p *slowPosyandu) {
		p.kader = rnd.IntN(10) - 1
		value := func(n int) string { return []string{"null", "false", "true"}[n+1] }
		for i := range p.services {
			p.services[i] = rnd.IntN(3) - 1
		}
		kader := fmt.Sprint(p.kader)
		if p.kader < 0 {
			kader = "null"
		}
		fmt.Fprintf(&sql, "insert into data.posyandu_report (facility_id, period, source_id, kader, %s) values (%d, '%s', 2, %s", strings.Join(names, ", "), id, day, kader)
		for _, s := range p.services {
			sql.WriteString(", " + value(s))
		}
		sql.WriteString(");\n")
	}
	for i := range 60 {
		id := 200 + i
		p := slowPosyandu{desa: desa[rnd.IntN(len(desa))], kader: -1, services: [5]int{-1, -1, -1, -1, -1}}
		fmt.Fprintf(&sql, `insert into data.facility (id, kind, name, name_fold, declared_desa, location_quality, status, known_from, source_id)
			overriding system value values (%d, 'POSYANDU', 'P%[1]d', 'p%[1]d', '%[2]s', 'DESA', 'OPEN', '2024-01-01', 2);`+"\n", id, p.desa)
		if rnd.IntN(4) > 0 {
			if rnd.IntN(2) == 0 {
				report(id, "2024-03-01", &slowPosyandu{}) // replaced by the later one
			}
			report(id, "2024-06-01", &p)
		}
		if rnd.IntN(3) == 0 {
			report(id, "2025-06-01", &slowPosyandu{}) // after the day asked about
		}
		all = append(all, p)
	}
	w := newWorld(t, graph.Limits{}, village, sql.String())
	type gap struct {
		Desa                                         struct{ Code string }
		Status                                       string
		Posyandu, FewKader, KaderUnknown, KaderShort int
		ServicesMissing, ServicesUnknown             []string
	}
	a := read[struct {
		PosyanduGaps struct {
			TotalCount int
			Edges      []struct{ Node gap }
		}
	}](w, `{ posyanduGaps(within: "35.10", lack: [POSYANDU, KADER, SERVICE, UNKNOWN], asOf: "2024-12-31", first: 100) {
		totalCount edges { node { desa { code } status posyandu fewKader kaderUnknown kaderShort servicesMissing servicesUnknown } } } }`)
	got := map[string]gap{}
	for _, e := range a.PosyanduGaps.Edges {
		got[e.Node.Desa.Code] = e.Node
	}
	seen := map[string]int{}
	for _, code := range append(slices.Clone(desa), "35.10.01.2003", "35.10.02.2004") {
		want := gap{Status: "UNKNOWN", ServicesMissing: []string{}, ServicesUnknown: []string{}}
		want.Desa.Code = code
		complete := strings.HasPrefix(code, "35.10.01")
		if complete {
			want.Status = "LACKS"
		}
		gives, denies := [5]int{}, [5]int{}
		for _, p := range all {
			if p.desa != code {
				continue
			}
			want.Status = "HAS"
			want.Posyandu++
			switch {
			case p.kader < 0:
				want.KaderUnknown++
			case p.kader < 5:
				want.FewKader++
				want.KaderShort += 5 - p.kader
			}
			for i, s := range p.services {
				switch s {
				case 1:
					gives[i]++
				case 0:
					denies[i]++
				}
			}
		}
		for i := range gives {
			name := strings.ToUpper(names[i])
			switch {
			case gives[i] > 0:
			case complete && denies[i] == want.Posyandu:
				want.ServicesMissing = append(want.ServicesMissing, name)
			default:
				want.ServicesUnknown = append(want.ServicesUnknown, name)
			}
		}
		seen[want.Status]++
		if want.Status == "HAS" && want.FewKader == 0 && want.KaderUnknown == 0 && len(want.ServicesMissing)+len(want.ServicesUnknown) == 0 {
			if _, listed := got[code]; listed {
				t.Errorf("%s lacks nothing and is listed", code)
			}
			continue
		}
		if fmt.Sprint(got[code]) != fmt.Sprint(want) {
			t.Errorf("%s\ngot  %+v\nwant %+v", code, got[code], want)
		}
	}
	sameKader(t, w)
	if seen["HAS"] < 4 || seen["LACKS"] == 0 || seen["UNKNOWN"] == 0 {
		t.Errorf("the test is empty: %v", seen)
	}
	w.refused("NOT_FOUND", `{ posyanduGaps(within: "35.10", standard: "permenkes-75-2014") { totalCount } }`)
	w.refused("NOT_FOUND", `{ posyanduGaps(within: "35.11") { totalCount } }`)
	w.refused("INVALID", `{ mentoring(within: "35.10", specialty: ["DUKUN"]) { totalCount } }`)
}
