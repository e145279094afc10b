package graph_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jangkau/graph"
)

type staffRow struct {
	Klaster                    *string
	Profession                 *struct{ Code string }
	Facility                   *struct{ ID string }
	Wilayah                    *struct{ Code string }
	Required                   *float64
	AvailableAsn, AvailableAll float64
	GapAsn, GapAll, SurplusAll *float64
	GapAsnMin, GapAsnMax       *float64
	GapAllMin, GapAllMax       *float64
	UnplacedAll                float64
	FacilitiesShortCount       int
	FacilitiesWithoutStaffData int
}

type staffAnswer struct {
	WorkforceGaps struct {
		TotalCount int
		Totals     struct {
			AvailableAsn, AvailableAll float64
			Required, GapAsn, GapAll   *float64
		}
		Edges      []struct{ Node staffRow }
		Provenance struct {
			Caveats []struct{ Code, TextEn string }
		}
	}
}

const staffFields = `{ totalCount totals { availableAsn availableAll required gapAsn gapAll } edges { node { klaster profession { code } facility { id } wilayah { code }
	required availableAsn availableAll gapAsn gapAll surplusAll gapAsnMin gapAsnMax gapAllMin gapAllMax unplacedAll facilitiesShortCount facilitiesWithoutStaffData } } provenance { caveats { code textEn } } }`

func num(p *float64) string {
	if p == nil {
		return "-"
	}
	return fmt.Sprint(*p)
}

// lines shows rows as profession klaster required asn all gapAsn gapAll surplus.
func (a staffAnswer) lines() (out []string) {
	for _, e := range a.WorkforceGaps.Edges {
		r, p, k := e.Node, "", ""
		if r.Profession != nil {
			p = r.Profession.Code
		}
		if r.Klaster != nil {
			k = *r.Klaster
		}
		out = append(out, fmt.Sprint(p, " ", k, " ", num(r.Required), " ", r.AvailableAsn, " ", r.AvailableAll, " ", num(r.GapAsn), " ", num(r.GapAll), " ", num(r.SurplusAll)))
	}
	slices.Sort(out)
	return out
}

// ranges shows lines with the range of each gap and how many are placed in no klaster.
func (a staffAnswer) ranges() (out []string) {
	span := func(lo, hi *float64) string {
		if lo == nil || hi == nil {
			return "-"
		}
		return num(lo) + "-" + num(hi)
	}
	for _, e := range a.WorkforceGaps.Edges {
		one := a
		one.WorkforceGaps.Edges = []struct{ Node staffRow }{e}
		r := e.Node
		out = append(out, fmt.Sprint(one.lines()[0], "; ", span(r.GapAsnMin, r.GapAsnMax), " ", span(r.GapAllMin, r.GapAllMax), " of ", r.UnplacedAll))
	}
	slices.Sort(out)
	return out
}

// Two puskesmas beside that of the village (perdesaan, no rawat inap: perawat 5,
// bidan 4). Puskesmas A has 4 perawat, of whom 2 serve klaster 2 and 3 at once, one
// of unknown status; B has 7, two more than it needs, and 1 apoteker and 2 TTK.
const shared = `
insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, area_category, rawat_inap, known_from, source_id) values
  ('PUSKESMAS', 'A', 'a', '35.10.02.2001', 'DESA', 'OPEN', 'PERDESAAN', false, '2020-01-01', 2),
  ('PUSKESMAS', 'B', 'b', '35.10.02.2002', 'DESA', 'OPEN', 'PERDESAAN', false, '2020-01-01', 2);
insert into data.staff_count (facility_id, unit, profession, status, klaster, people, period, source_id) values
  (6, 'A', 'PERAWAT', 'PNS', '{KLASTER_2,KLASTER_3}', 2, '2024-06-01', 5), (6, 'A', 'PERAWAT', 'NON_ASN_BLUD', '{KLASTER_2}', 1, '2024-06-01', 5),
  (6, 'A', 'PERAWAT', 'TIDAK_DIKETAHUI', '{}', 1, '2024-06-01', 5), (6, 'A', 'PERAWAT', 'PNS', '{}', 9, '2023-06-01', 5),
  (7, 'B', 'PERAWAT', 'PNS', '{KLASTER_3}', 7, '2024-06-01', 5), (7, 'B', 'APOTEKER', 'PPPK', '{KLASTER_5}', 1, '2024-06-01', 5),
  (7, 'B', 'TTK', 'NON_ASN_BLUD', '{KLASTER_5}', 2, '2024-06-01', 5);
`

// Who stands in three periods is told of once, in a caveat as in a figure.
func TestCaveatsCountPeopleOnce(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared+`
insert into data.staff_count (facility_id, unit, wilayah, profession, status, people, at_pustu, period, source_id) values
  (6, 'A', null, 'PERAWAT', 'TIDAK_DIKETAHUI', 9, false, '2022-06-01', 5), (6, 'A', null, 'BIDAN', 'TIDAK_DIKETAHUI', 2, true, '2024-06-01', 5),
  (null, 'Gudang', '35.10', 'BIDAN', 'PNS', 3, false, '2022-06-01', 5), (null, 'Gudang', '35.10', 'BIDAN', 'PNS', 4, false, '2023-06-01', 5),
  (null, 'Dinas', '35.10', 'BIDAN', 'PNS', 2, false, '2022-06-01', 5), (null, 'Gudang', '35.10', 'BIDAN', 'PNS', 50, false, '2031-06-01', 5);`)
	a := read[staffAnswer](w, `{ workforceGaps(within: "35.10", kind: [PUSKESMAS], asOf: "2024-12-31") %s }`, staffFields)
	got := map[string]string{}
	for _, c := range a.WorkforceGaps.Provenance.Caveats {
		got[c.Code] = c.TextEn
	}
	for code, want := range map[string]string{"STATUS_UNKNOWN": "of 1 people", "STAFF_OUTSIDE_FACILITIES": "6 people", "AT_UNNAMED_PUSTU": "2 people"} {
		if !strings.Contains(got[code], want) {
			t.Errorf("%s: %q, want %s", code, got[code], want)
		}
	}
}

func TestSharedStaff(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared)
	got := read[staffAnswer](w, `{ workforceGaps(within: "35.10", kind: [PUSKESMAS], first: 500) %s }`, staffFields)
	// By hand. Puskesmas 1 has no staff data: its need is in required (3 puskesmas) and its gap unknown.
	//   PERAWAT  need 15; A 2 ASN of 4 and one who may be, short 2 or 3 ASN and 1 of all; B 7, 2 too many, which help A nothing.
	//   BIDAN    need 12; none at A and B: short 8.
	//   KEFARMASIAN need 3; A short 1; B 1 ASN and 3 in all, 2 too many: pharmacist and technicians count as one.
	for _, want := range []string{"PERAWAT  15 9 11 - 1 2; 2-3 1-1 of 0", "BIDAN  12 0 0 8 8 0; 8-8 8-8 of 0", "KEFARMASIAN  3 1 3 1 1 2; 1-1 1-1 of 0"} {
		if !slices.Contains(got.ranges(), want) {
			t.Errorf("want %q in\n%s", want, strings.Join(got.ranges(), "\n"))
		}
	}
	if tt := got.WorkforceGaps.Totals; tt.GapAsn != nil {
		t.Errorf("a gap of ASN that depends on a status is told as %v", *tt.GapAsn)
	}
	if tt := got.WorkforceGaps.Totals; tt.AvailableAll != 14 || tt.AvailableAsn != 10 || *tt.Required != 57 {
		t.Errorf("totals %+v %v", tt, *tt.Required)
	}
	var caveats []string
	for _, c := range got.WorkforceGaps.Provenance.Caveats {
		caveats = append(caveats, c.Code)
	}
	for _, want := range []string{"REVOKED_STANDARD", "STAFF_UNKNOWN", "STATUS_UNKNOWN"} {
		if !slices.Contains(caveats, want) {
			t.Errorf("no caveat %s in %v", want, caveats)
		}
	}
	// By klaster: the two shared perawat are in the rows of both, and once in the totals; no standard
	// speaks of klaster, so that there is no need.
	by := read[staffAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], groupBy: [KLASTER, PROFESSION]) %s }`, staffFields)
	want := []string{"APOTEKER KLASTER_5 - 1 1 - - -", "PERAWAT  - 0 1 - - -", "PERAWAT KLASTER_2 - 2 3 - - -", "PERAWAT KLASTER_3 - 9 9 - - -", "KEFARMASIAN KLASTER_5 - 1 3 - - -"}
	want = slices.DeleteFunc(want, func(s string) bool { return strings.HasPrefix(s, "APOTEKER") }) // folded: B's standard asks for KEFARMASIAN
	slices.Sort(want)
	if !slices.Equal(by.lines(), want) {
		t.Errorf("by klaster\ngot  %s\nwant %s", strings.Join(by.lines(), "\n     "), strings.Join(want, "\n     "))
	}
	if by.WorkforceGaps.Totals.AvailableAll != 14 {
		t.Errorf("someone in two klaster was counted twice: %v", by.WorkforceGaps.Totals.AvailableAll)
	}
	one := read[staffAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSKESMAS], klaster: [KLASTER_2], groupBy: [PROFESSION]) %s }`, staffFields)
	if got := one.lines(); !slices.Equal(got, []string{"PERAWAT  - 2 3 - - -"}) {
		t.Errorf("klaster 2 alone: %v", got)
	}
}

// The arithmetic of the DREAMS dashboard: shortage = sum over perawat and bidan of
// max(0, 1 - n), pustu by pustu.
func TestDreams(t *testing.T) {
	pustu := func(kab string, complete, one, none int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "insert into data.wilayah (code, level, boundary_quality, source_id) values ('%s', 'KABUPATEN_KOTA', 'DERIVED', 1);", kab)
		for i := range complete + one + none {
			perawat, bidan := 1+i%2, 1
			if i >= complete {
				perawat = 0
			}
			if i >= complete+one {
				bidan = 0
			}
			fmt.Fprintf(&b, `with f as (insert into data.facility (kind, name, name_fold, kabupaten, location_quality, known_from, source_id)
				values ('PUSTU', 'P%[1]d', 'p%[1]d', '%[2]s', 'NONE', '2020-01-01', 2) returning id)
				insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id)
				select f.id, '%[2]s-%[1]d', p, 'PNS', n, '2024-01-01', 5 from f, (values ('PERAWAT', %[3]d), ('BIDAN', %[4]d)) v(p, n);`, i, kab, perawat, bidan)
		}
		return b.String()
	}
	// Jombang: 72 pustu, 29 complete, 43 not; 67 posts = 19 lacking one + 24 lacking both (19 + 48).
	w := newWorld(t, graph.Limits{}, village, pustu("35.17", 29, 19, 24), pustu("51.71", 0, 0, 484))
	for _, c := range []struct {
		area            string
		pustu, shortage int
		complete        string
	}{{"35.17", 72, 67, "40.28"}, {"51.71", 484, 968, "0.00"}} {
		a := read[staffAnswer](w, `{ workforceGaps(within: %q, kind: [PUSTU], standard: "pustu-perawat-bidan", groupBy: [KABUPATEN_KOTA]) %s }`, c.area, staffFields)
		row := a.WorkforceGaps.Edges[0].Node
		complete := fmt.Sprintf("%.2f", 100*float64(c.pustu-row.FacilitiesShortCount)/float64(c.pustu))
		if *row.GapAll != float64(c.shortage) || *row.Required != float64(2*c.pustu) || complete != c.complete || row.Wilayah == nil {
			t.Errorf("%s: %+v gap %v complete %s", c.area, row, num(row.GapAll), complete)
		}
	}
}

// twin computes gaps the slow and plain way.
type twin struct {
	facilities []twinFacility
	rules      map[string]float64 // kind/profession -> required
}

type twinFacility struct {
	id    int
	kind  string
	staff []twinStaff
}

type twinStaff struct {
	profession, status string
	klaster            []string
	people             int
}

func (w twin) byProfession() map[string][6]float64 {
	out := map[string][6]float64{} // required, asn, all, gap of all, of ASN at least and at most
	for _, f := range w.facilities {
		asn, all, unknown := map[string]float64{}, map[string]float64{}, map[string]float64{}
		for _, s := range f.staff {
			p := s.profession
			if (p == "APOTEKER" || p == "TTK") && w.rules[f.kind+"/KEFARMASIAN"] > 0 {
				p = "KEFARMASIAN"
			}
			all[p] += float64(s.people)
			if s.status == "PNS" {
				asn[p] += float64(s.people)
			}
			if s.status == "TIDAK_DIKETAHUI" {
				unknown[p] += float64(s.people)
			}
		}
		for _, p := range []string{"PERAWAT", "BIDAN", "KEFARMASIAN", "APOTEKER", "TTK", "GIZI"} {
			r, rule := w.rules[f.kind+"/"+p], out[p]
			rule[0] += r
			rule[1] += asn[p]
			rule[2] += all[p]
			if len(f.staff) > 0 {
				rule[3] += max(0, r-all[p])
				rule[4] += max(0, r-asn[p]-unknown[p])
				rule[5] += max(0, r-asn[p])
			}
			out[p] = rule
		}
	}
	return out
}

func TestWorkforceAgainstSlowTwin(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	slow := twin{rules: map[string]float64{
		"PUSTU/PERAWAT": 1, "PUSTU/BIDAN": 1, "PUSKESMAS/PERAWAT": 5, "PUSKESMAS/BIDAN": 4, "PUSKESMAS/KEFARMASIAN": 1, "PUSKESMAS/GIZI": 1,
	}}
	var sql strings.Builder
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	for i := range 120 {
		f := twinFacility{id: 100 + i, kind: pick("PUSTU", "PUSKESMAS", "KLINIK_PRATAMA")}
		fmt.Fprintf(&sql, `insert into data.facility (id, kind, name, name_fold, declared_desa, location_quality, area_category, rawat_inap, known_from, source_id)
			overriding system value values (%d, '%s', 'F%[1]d', 'f', '35.10.02.200%[3]d', 'NONE', 'PERDESAAN', false, '2020-01-01', 2);`, f.id, f.kind, 1+rnd.IntN(4))
		for j := range rnd.IntN(6) {
			s := twinStaff{pick("PERAWAT", "BIDAN", "APOTEKER", "TTK", "GIZI"), pick("PNS", "NON_ASN_BLUD", "TIDAK_DIKETAHUI"), nil, rnd.IntN(7)}
			for _, k := range []string{"KLASTER_2", "KLASTER_3"} {
				if rnd.IntN(2) == 0 {
					s.klaster = append(s.klaster, k)
				}
			}
			f.staff = append(f.staff, s)
			fmt.Fprintf(&sql, `insert into data.staff_count (facility_id, unit, profession, status, klaster, people, period, source_id)
				values (%d, 'u%[1]d-%[2]d', '%[3]s', '%[4]s', '{%[5]s}', %[6]d, '2024-06-01', 5);`, f.id, j, s.profession, s.status, strings.Join(s.klaster, ","), s.people)
		}
		slow.facilities = append(slow.facilities, f)
	}
	w := newWorld(t, graph.Limits{}, village, sql.String())
	got := read[staffAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSTU, PUSKESMAS, KLINIK_PRATAMA], first: 500) %s }`, staffFields)
	want, seen, gap, open := slow.byProfession(), 0, 0.0, 0.0
	for _, e := range got.WorkforceGaps.Edges {
		r := e.Node
		x, ok := want[r.Profession.Code]
		if !ok {
			continue // professions that the standard asks for and nobody has here
		}
		seen++
		if r.AvailableAsn != x[1] || r.AvailableAll != x[2] || (r.Required != nil) != (x[0] > 0) || r.Required != nil && (*r.Required != x[0] || *r.GapAll != x[3] || *r.GapAsnMin != x[4] || *r.GapAsnMax != x[5] || (r.GapAsn != nil) != (x[4] == x[5]) || r.GapAsn != nil && *r.GapAsn != x[5]) {
			b, _ := json.Marshal(r)
			t.Errorf("%s: got %s, want %v", r.Profession.Code, b, x)
		}
		gap += x[3]
		open += x[5] - x[4]
	}
	if seen < 6 || gap == 0 || open == 0 {
		t.Errorf("the test is empty: %d professions, gap %v, open %v", seen, gap, open)
	}
	// However the rows are cut, the same people and the same gap come out.
	for _, by := range []string{"FACILITY", "KECAMATAN", "KABUPATEN_KOTA", "PROFESSION, FACILITY"} {
		a := read[staffAnswer](w, `{ workforceGaps(within: "35.10.02", kind: [PUSTU, PUSKESMAS, KLINIK_PRATAMA], groupBy: [%s], first: 900) %s }`, by, staffFields)
		var all, gap float64
		for _, e := range a.WorkforceGaps.Edges {
			all += e.Node.AvailableAll
			if e.Node.GapAll != nil {
				gap += *e.Node.GapAll
			}
		}
		if tt := a.WorkforceGaps.Totals; all != tt.AvailableAll || gap != *tt.GapAll {
			t.Errorf("by %s: %v people and gap %v, totals %v and %v", by, all, gap, tt.AvailableAll, *tt.GapAll)
		}
	}
}
