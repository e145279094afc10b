package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

type staffCounts struct {
	WorkforceStaff struct {
		TotalCount int
		Total      struct {
			People, Asn, StatusNotStated, InSeveralKlaster, AtUnnamedPustu float64
			Facilities, FacilitiesWithoutStaffData                         int
		}
		Edges []struct {
			Node struct {
				Facility         *struct{ ID string }
				Profession       *struct{ Code string }
				EmploymentStatus *struct{ Code string }
				Funding          *struct{ Code string }
				Level            *struct{ Code string }
				Klaster, Role    *string
				Wilayah          *struct{ Code string }
				NotStated        []string
				NotStatedText    *string
				People, Asn      float64
				AtUnnamedPustu   float64
				Facilities       int
			}
		}
		PageInfo struct {
			EndCursor   string
			HasNextPage bool
		}
		Provenance struct {
			Sources    []struct{ Name string }
			Parameters []struct{ Name, Value string }
			Caveats    []struct{ Code, TextEn string }
		}
	}
}

const staffCountFields = `{ totalCount total { people asn statusNotStated inSeveralKlaster atUnnamedPustu facilities facilitiesWithoutStaffData }
	edges { node { facility { id } profession { code } employmentStatus { code } funding { code } level { code } klaster role wilayah { code }
	notStated notStatedText people asn atUnnamedPustu facilities } } pageInfo { endCursor hasNextPage } provenance { sources { name } parameters { name value } caveats { code textEn } } }`

// lines shows rows as their values, then people asn atUnnamedPustu facilities.
func (a staffCounts) lines() (out []string) {
	for _, e := range a.WorkforceStaff.Edges {
		var v []string
		for _, c := range []*struct{ Code string }{e.Node.Profession, e.Node.EmploymentStatus, e.Node.Funding, e.Node.Level, e.Node.Wilayah} {
			if c != nil {
				v = append(v, c.Code)
			}
		}
		if e.Node.Facility != nil {
			v = append(v, e.Node.Facility.ID)
		}
		for _, s := range []*string{e.Node.Klaster, e.Node.Role, e.Node.NotStatedText} {
			if s != nil {
				v = append(v, *s)
			}
		}
		out = append(out, fmt.Sprint(strings.Join(v, " "), ": ", e.Node.People, " ", e.Node.Asn, " ", e.Node.AtUnnamedPustu, " ", e.Node.Facilities))
	}
	return out
}

// What lists of the made-up kabupaten of twoShared say besides: who pays, and the level.
const twoPaid = twoShared + `
update data.staff_count set funding = 'DAU_PAD', functional_level = 'AHLI_MUDA' where facility_id = 6 and status = 'PNS' and profession in ('BIDAN', 'DOKTER');
update data.staff_count set funding = 'BLUD_KAPITASI' where facility_id = 6 and status = 'NON_ASN_BLUD';
update data.staff_count set status = 'TIDAK_DIKETAHUI' where facility_id = 7;`

func TestStaffByEachGroup(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, twoPaid)
	// Selatan (6): perawat 1 of klaster 2 and 3, whose PJ leads 2; bidan 1 of 2 and 4, and 2
	// of 2; dokter 1, PJ of 3; administrasi 1, PJ of 1; kesling 1 of 4; apoteker 1 of 5;
	// perawat 1 of none: nine, and 2 perawat at a pustu that nobody names. Utara (7): 2 perawat
	// of none, status not known. Eleven in all, eight of them ASN (nine but the bidan of BLUD). Puskesmas 1 has no list.
	for _, c := range []struct {
		groups string
		want   []string
	}{
		{"PROFESSION", []string{"DOKTER: 1 1 0 1", "PERAWAT: 4 2 2 2", "BIDAN: 3 2 0 1", "KESLING: 1 1 0 1", "ADMINISTRASI: 1 1 0 1", "APOTEKER: 1 1 0 1"}},
		{"EMPLOYMENT_STATUS", []string{"PNS: 7 7 2 1", "PPPK: 1 1 0 1", "NON_ASN_BLUD: 1 0 0 1", "tidak disebut: status kepegawaian: 2 0 0 1"}},
		{"FUNDING", []string{"BLUD_KAPITASI: 1 0 0 1", "DAU_PAD: 3 3 0 1", "tidak disebut: sumber dana: 7 5 2 2"}},
		{"LEVEL", []string{"AHLI_MUDA: 3 3 0 1", "tidak disebut: jenjang jabatan: 8 5 2 2"}},
		{"FACILITY", []string{"6: 9 8 2 1", "7: 2 0 0 1"}},
		{"KECAMATAN", []string{"35.10.02: 11 8 2 2"}},
		{"KABUPATEN_KOTA", []string{"35.10: 11 8 2 2"}},
		// Of the klaster: 1 administrasi; 2 perawat + 3 bidan; 3 perawat + dokter; 4 bidan +
		// kesling; 5 apoteker; none 3. They add up to 13, two more than there are: two serve two.
		{"KLASTER", []string{"KLASTER_1: 1 1 0 1", "KLASTER_2: 4 3 0 1", "KLASTER_3: 2 2 0 1", "KLASTER_4: 2 1 0 1", "KLASTER_5: 1 1 0 1", "tidak disebut: klaster: 3 1 2 2"}},
		// Three lead a klaster; five of Selatan serve one without leading any; three are placed in none.
		{"ROLE", []string{"PJ: 3 3 0 1", "ANGGOTA: 5 4 0 1", "tidak disebut: peran dalam klaster: 3 1 2 2"}},
		// The perawat leads 2 and is anggota of 3.
		{"KLASTER, ROLE", []string{
			"KLASTER_1 PJ: 1 1 0 1", "KLASTER_2 PJ: 1 1 0 1", "KLASTER_2 ANGGOTA: 3 2 0 1", "KLASTER_3 PJ: 1 1 0 1", "KLASTER_3 ANGGOTA: 1 1 0 1",
			"KLASTER_4 ANGGOTA: 2 1 0 1", "KLASTER_5 ANGGOTA: 1 1 0 1", "tidak disebut: klaster, peran dalam klaster: 3 1 2 2",
		}},
		{"FUNDING, PROFESSION", []string{
			"BIDAN BLUD_KAPITASI: 1 0 0 1", "DOKTER DAU_PAD: 1 1 0 1", "BIDAN DAU_PAD: 2 2 0 1", "PERAWAT tidak disebut: sumber dana: 4 2 2 2",
			"KESLING tidak disebut: sumber dana: 1 1 0 1", "ADMINISTRASI tidak disebut: sumber dana: 1 1 0 1", "APOTEKER tidak disebut: sumber dana: 1 1 0 1",
		}},
	} {
		a := read[staffCounts](w, `{ workforceStaff(within: "35.10", kind: [PUSKESMAS], asOf: "2024-12-31", groupBy: [%s]) %s }`, c.groups, staffCountFields)
		if !slices.Equal(a.lines(), c.want) {
			t.Errorf("by %s\ngot  %s\nwant %s", c.groups, strings.Join(a.lines(), "\n     "), strings.Join(c.want, "\n     "))
		}
		if got := fmt.Sprint(a.WorkforceStaff.Total, a.WorkforceStaff.TotalCount); got != fmt.Sprint("{11 8 2 2 2 2 1} ", len(c.want)) {
			t.Errorf("by %s: total %s", c.groups, got)
		}
		codes := []string{"STAFF_UNKNOWN", "STATUS_UNKNOWN", "AT_UNNAMED_PUSTU"}
		if strings.Contains(c.groups, "KLASTER") {
			codes = append(codes, "SHARED_STAFF", "KLASTER_UNKNOWN")
		}
		hasCaveats(t, a.WorkforceStaff.Provenance.Caveats, codes...)
		for _, v := range a.WorkforceStaff.Provenance.Caveats {
			if v.Code == "NO_STANDARD" || v.Code == "REVOKED_STANDARD" {
				t.Errorf("by %s: a rule was not asked, and there is a caveat %s", c.groups, v.Code)
			}
		}
	}
	if a := w.ask(`{ workforceStaff(within: "35.10", groupBy: [FUNDING]) { edges { node { notStatedText } } } }`, "Accept-Language", "en"); !strings.Contains(string(a.Data), `"not stated: funding"`) {
		t.Errorf("in English: %s", a.Data)
	}
	// Of klaster 3 alone: the perawat, who leads another, and the dokter.
	a := read[staffCounts](w, `{ workforceStaff(within: "35.10", kind: [PUSKESMAS], klaster: [KLASTER_3], asOf: "2024-12-31", groupBy: [ROLE]) %s }`, staffCountFields)
	if got := a.lines(); !slices.Equal(got, []string{"PJ: 1 1 0 1", "ANGGOTA: 1 1 0 1"}) || a.WorkforceStaff.Total.People != 2 {
		t.Errorf("klaster 3: %v, %v", got, a.WorkforceStaff.Total)
	}
	// Two klaster asked for, rows of both, the person of both once in total.
	a = read[staffCounts](w, `{ workforceStaff(within: "35.10", kind: [PUSKESMAS], klaster: [KLASTER_2, KLASTER_3], profession: ["PERAWAT"], asOf: "2024-12-31", groupBy: [KLASTER]) %s }`, staffCountFields)
	if got := fmt.Sprint(a.WorkforceStaff.Provenance.Parameters); got != "[{within 35.10} {klaster KLASTER_2} {klaster KLASTER_3} {profession PERAWAT}]" {
		t.Error(got)
	}
	if got := a.lines(); !slices.Equal(got, []string{"KLASTER_2: 1 1 0 1", "KLASTER_3: 1 1 0 1"}) || a.WorkforceStaff.Total.People != 1 || a.WorkforceStaff.Total.InSeveralKlaster != 1 {
		t.Errorf("perawat of klaster 2 and 3: %v, %v", got, a.WorkforceStaff.Total)
	}
	// Silent of kinds, the pustu of the village count, and those without a list are told of: the
	// puskesmas, one pustu and, until it closed, another.
	a = read[staffCounts](w, `{ workforceStaff(within: "35.10", asOf: "2024-12-31", groupBy: [KECAMATAN]) %s }`, staffCountFields)
	if got := a.lines(); !slices.Equal(got, []string{"35.10.01: 2 1 0 1", "35.10.02: 11 8 2 2"}) || a.WorkforceStaff.Total.FacilitiesWithoutStaffData != 3 {
		t.Errorf("every kind: %v, %v", got, a.WorkforceStaff.Total)
	}
}

// Kader are those of the posyandu's reports, as workforceGaps has them, whatever a list of
// staff says; who else is listed there counts by that list.
func TestStaffOfPosyandu(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, `
insert into data.facility (kind, name, name_fold, declared_desa, location_quality, known_from, source_id) values
  ('POSYANDU', 'Melati', 'melati', '35.10.01.2001', 'DESA', '2020-01-01', 2), ('POSYANDU', 'Mawar', 'mawar', '35.10.01.2002', 'DESA', '2020-01-01', 2);
insert into data.posyandu_report (facility_id, period, source_id, kader) values (6, '2023-06-01', 2, 9), (6, '2024-06-01', 2, 4);
insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id) values
  (6, 'Melati', 'KADER', 'NON_ASN_LAIN', 7, '2024-06-01', 5), (6, 'Melati', 'BIDAN', 'PNS', 1, '2024-06-01', 5), (7, 'Mawar', 'KADER', 'NON_ASN_LAIN', 7, '2024-06-01', 5);`)
	a := read[staffCounts](w, `{ workforceStaff(within: "35.10", kind: [POSYANDU], asOf: "2024-12-31", groupBy: [PROFESSION, EMPLOYMENT_STATUS]) %s }`, staffCountFields)
	// Of Mawar no report says how many kader there are.
	if got := a.lines(); !slices.Equal(got, []string{"BIDAN PNS: 1 1 0 1", "KADER RELAWAN: 4 0 0 1"}) || a.WorkforceStaff.Total.FacilitiesWithoutStaffData != 1 {
		t.Errorf("%v %+v", got, a.WorkforceStaff.Total)
	}
	gaps := read[staffAnswer](w, `{ workforceGaps(within: "35.10", kind: [POSYANDU], asOf: "2024-12-31") %s }`, staffFields).WorkforceGaps
	if gaps.Totals.AvailableAll != a.WorkforceStaff.Total.People || len(a.WorkforceStaff.Provenance.Sources) < 2 {
		t.Errorf("gaps know %v people; sources %v", gaps.Totals.AvailableAll, a.WorkforceStaff.Provenance.Sources)
	}
}

// A later list of doctors alone leaves the perawat unknown: they are in no row, and it is
// said, unless others were asked for.
func TestStaffThatTheLatestListLeavesOut(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared+`
insert into data.data_source (name, role, kind, imported_at) values ('dokter', 'STAFF', 'REAL', now());
insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id)
select 6, 'A', 'DOKTER', 'PNS', 1, '2024-09-01', max(id) from data.data_source;
insert into data.staff_count (facility_id, unit, profession, given, status, people, period, source_id) values (6, 'A', 'LAIN', 'Juru masak', 'PNS', 2, '2024-06-01', 5);`)
	var hidden bool
	if err := w.owner.QueryRow(t.Context(), `select exists (select from api.staff_unlisted where facility_id = 6 and profession = 'LAIN')`).Scan(&hidden); err != nil || !hidden {
		t.Fatalf("others that the later list leaves out: %v, %v", hidden, err)
	}
	for filter, told := range map[string]bool{"": true, `, profession: ["DOKTER"]`: false} {
		a := read[staffCounts](w, `{ workforceStaff(within: "35.10.02.2001", kind: [PUSKESMAS], asOf: "2024-12-31"%s) %s }`, filter, staffCountFields)
		if got := a.lines(); !slices.Equal(got, []string{"DOKTER: 1 1 0 1"}) {
			t.Errorf("%q: %v", filter, got)
		}
		said := false
		for _, c := range a.WorkforceStaff.Provenance.Caveats {
			said = said || c.Code == "PROFESSION_NOT_LISTED" && strings.Contains(c.TextEn, "PERAWAT")
			if strings.Contains(c.TextEn, gis.OtherStaff) {
				t.Errorf("%q: what no profession is, is said to be one: %s", filter, c.TextEn)
			}
		}
		if said != told {
			t.Errorf("%q: that perawat are not known is told: %v", filter, said)
		}
	}
}

func TestStaffAskedWrongly(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, twoPaid)
	for _, c := range []struct {
		kind      gis.ErrorKind
		arguments string
		words     string
	}{
		{gis.Invalid, `within: "35.10", groupBy: []`, "groupBy is empty"},
		{gis.Invalid, `within: "35.10", groupBy: [LEVEL, ROLE, LEVEL]`, "names LEVEL twice"},
		{gis.NotFound, `within: "35.10", profession: ["PERAWAT", "DUKUN"]`, `no profession "DUKUN"`},
		{gis.NotFound, `within: "35.10", puskesmas: "x"`, `nothing with the id "x"`},
		{gis.NotFound, `within: "35.10", puskesmas: "2"`, "no puskesmas with the id 2"},
		{gis.NotFound, `within: "99.10"`, "not loaded"},
		{gis.Invalid, `within: "35.10", first: 5000`, "first of workforceStaff"},
		{gis.Invalid, `within: "35.10", after: "x"`, "cursor is not valid"},
	} {
		a := w.refused(c.kind, `{ workforceStaff(%s) { totalCount } }`, c.arguments)
		if got := a.Errors[0].Extensions.Messages.EN; !strings.Contains(got, c.words) {
			t.Errorf("%s: %s", c.arguments, got)
		}
	}
}

// Random lists, several of the same facility and period among them, against counting line
// by line; the rows of one cut add up to those of another, to the total and to what
// workforceGaps has; pages hold each row once.
func TestStaffAgainstTheLists(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 18))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	type line struct {
		facility, source, people                                         int
		period, profession, status, funding, level, klaster, pj, wilayah string
	}
	var lists []line
	var sql strings.Builder
	sql.WriteString(`insert into data.data_source (name, role, kind, imported_at) values ('SDMK lain', 'STAFF', 'REAL', now());`)
	unit := 0
	for i := range 24 {
		id, kec := 100+i, pick("35.10.01.2001", "35.10.02.2001", "35.10.02.2002", "35.10")
		where := fmt.Sprintf("'%s', null", kec)
		if kec == "35.10" { // no more is known
			where = "null, '35.10'"
		}
		fmt.Fprintf(&sql, `insert into data.facility (id, kind, name, name_fold, declared_desa, kabupaten, location_quality, known_from, source_id)
			overriding system value values (%d, '%s', 'F%[1]d', 'f', %[3]s, 'NONE', '2020-01-01', 2);`, id, pick("PUSKESMAS", "PUSTU"), where)
		for range rnd.IntN(12) {
			l := line{
				facility: id, source: 5 + rnd.IntN(2), people: rnd.IntN(4), period: pick("2023-12-31", "2024-06-01", "2024-06-01", "2025-01-31"),
				profession: pick("PERAWAT", "BIDAN", "DOKTER"), status: pick("PNS", "PPPK", "NON_ASN_BLUD", "TIDAK_DIKETAHUI"),
				funding: pick("", "BOK", "DAU_PAD"), level: pick("", "TERAMPIL", "AHLI_MUDA"),
				klaster: pick("", "KLASTER_2", "KLASTER_2,KLASTER_3", "KLASTER_5"), wilayah: kec,
			}
			if l.klaster != "" && rnd.IntN(3) == 0 {
				l.pj, _, _ = strings.Cut(l.klaster, ",")
			}
			lists = append(lists, l)
			unit++
			fmt.Fprintf(&sql, `insert into data.staff_count (facility_id, unit, profession, status, funding, functional_level, klaster, klaster_pj, people, period, source_id)
				values (%d, 'u%d', '%s', '%s', nullif('%s', ''), nullif('%s', ''), '{%s}', '{%s}', %d, '%s', %d);`,
				l.facility, unit, l.profession, l.status, l.funding, l.level, l.klaster, l.pj, l.people, l.period, l.source)
		}
	}
	w := newWorld(t, graph.Limits{}, village, "delete from data.staff_count;"+sql.String())
	const day = "2024-12-31"
	latest, counts, led := map[int]string{}, map[string]int{}, map[int]bool{}
	for _, l := range lists {
		if l.period <= day {
			latest[l.facility] = max(latest[l.facility], l.period)
		}
	}
	key := func(l line) string { return fmt.Sprint(l.facility, l.profession) }
	for _, l := range lists {
		if l.period == latest[l.facility] {
			counts[key(l)] = max(counts[key(l)], l.source)
		}
	}
	var here []line
	several := false
	for _, l := range lists {
		if l.period != latest[l.facility] {
			continue
		}
		if l.source != counts[key(l)] {
			several = true
			continue
		}
		here = append(here, l)
		if l.pj != "" && l.people > 0 {
			led[l.facility] = true
		}
	}
	if !several {
		t.Error("no lists overlap: the test shows less than it says")
	}
	status := func(l line, _ string) string { return strings.Replace(l.status, "TIDAK_DIKETAHUI", "", 1) }
	of := map[string]func(l line, k string) string{
		"FACILITY": func(l line, _ string) string { return fmt.Sprint(l.facility) }, "PROFESSION": func(l line, _ string) string { return l.profession },
		"EMPLOYMENT_STATUS": status, "FUNDING": func(l line, _ string) string { return l.funding }, "LEVEL": func(l line, _ string) string { return l.level },
		"KLASTER": func(_ line, k string) string { return k },
		"ROLE": func(l line, k string) string {
			switch {
			case !led[l.facility] || l.klaster == "":
				return ""
			case l.pj != "" && (k == "any" || k == l.pj):
				return "PJ"
			}
			return "ANGGOTA"
		},
		"KECAMATAN": func(l line, _ string) string {
			if len(l.wilayah) < 8 {
				return ""
			}
			return l.wilayah[:8]
		},
		"KABUPATEN_KOTA": func(l line, _ string) string { return l.wilayah[:5] },
	}
	all := 0
	for _, l := range here {
		all += l.people
	}
	cuts := [][]string{{"FACILITY", "PROFESSION"}, {"KECAMATAN", "EMPLOYMENT_STATUS"}, {"KLASTER", "ROLE", "PROFESSION"}, {"ROLE", "LEVEL"}}
	for g := range of {
		cuts = append(cuts, []string{g})
	}
	for _, groups := range cuts {
		want := map[string]int{}
		for _, l := range here {
			in := []string{"any"}
			if slices.Contains(groups, "KLASTER") {
				in = strings.Split(l.klaster, ",")
			}
			for _, k := range in {
				var v []string
				for _, g := range groups {
					v = append(v, of[g](l, k))
				}
				want[strings.Join(v, " ")] += l.people
			}
		}
		got, sum, after := map[string]int{}, 0, ""
		for pages := 0; ; pages++ {
			a := read[staffCounts](w, `{ workforceStaff(within: "35.10", asOf: "%s", groupBy: [%s], first: 7%s) %s }`, day, strings.Join(groups, ", "), after, staffCountFields)
			if a.WorkforceStaff.Total.People != float64(all) || a.WorkforceStaff.TotalCount != len(want) {
				t.Fatalf("by %v: %v people in %d rows, one by one %d in %d", groups, a.WorkforceStaff.Total.People, a.WorkforceStaff.TotalCount, all, len(want))
			}
			for _, e := range a.WorkforceStaff.Edges {
				n := e.Node
				code := func(c *struct{ Code string }) string {
					if c == nil {
						return ""
					}
					return c.Code
				}
				text := func(s *string) string {
					if s == nil {
						return ""
					}
					return *s
				}
				facility := ""
				if n.Facility != nil {
					facility = n.Facility.ID
				}
				values := map[string]string{
					"FACILITY": facility, "PROFESSION": code(n.Profession), "EMPLOYMENT_STATUS": code(n.EmploymentStatus), "FUNDING": code(n.Funding),
					"LEVEL": code(n.Level), "KLASTER": text(n.Klaster), "ROLE": text(n.Role), "KECAMATAN": code(n.Wilayah), "KABUPATEN_KOTA": code(n.Wilayah),
				}
				var v []string
				for _, g := range groups {
					v = append(v, values[g])
				}
				id := strings.Join(v, " ")
				if _, twice := got[id]; twice {
					t.Fatalf("by %v: a second row of %q", groups, id)
				}
				got[id] = int(n.People)
				sum += int(n.People)
			}
			if !a.WorkforceStaff.PageInfo.HasNextPage {
				if len(want) > 7 && pages == 0 {
					t.Errorf("by %v: %d rows on one page of 7", groups, len(want))
				}
				break
			}
			after = fmt.Sprintf(", after: %q", a.WorkforceStaff.PageInfo.EndCursor)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("by %v\ngot  %v\nwant %v", groups, got, want)
		}
		if byKlaster := slices.Contains(groups, "KLASTER"); byKlaster == (sum == all) {
			t.Errorf("by %v: rows add up to %d of %d people", groups, sum, all)
		}
	}
	// Kecamatan and kabupaten both: the kabupaten where no more is known.
	want, got := map[string]float64{}, map[string]float64{}
	for _, l := range here {
		want[l.wilayah[:min(8, len(l.wilayah))]] += float64(l.people)
	}
	for _, e := range read[staffCounts](w, `{ workforceStaff(within: "35.10", asOf: "%s", groupBy: [KABUPATEN_KOTA, KECAMATAN]) %s }`, day, staffCountFields).WorkforceStaff.Edges {
		got[e.Node.Wilayah.Code] += e.Node.People
		if only := len(e.Node.Wilayah.Code) == 5; only != slices.Equal(e.Node.NotStated, []string{"KECAMATAN"}) {
			t.Errorf("%s: not stated %v", e.Node.Wilayah.Code, e.Node.NotStated)
		}
	}
	if len(want) != 3 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("kecamatan or kabupaten: %v, one by one %v", got, want)
	}
	gaps := read[staffAnswer](w, `{ workforceGaps(within: "35.10", asOf: "%s", first: 500) %s }`, day, staffFields)
	staff := read[staffCounts](w, `{ workforceStaff(within: "35.10", asOf: "%s") %s }`, day, staffCountFields)
	compared := 0
	for _, e := range staff.WorkforceStaff.Edges {
		for _, g := range gaps.WorkforceGaps.Edges {
			if g.Node.Profession.Code == e.Node.Profession.Code {
				compared++
				if g.Node.AvailableAll != e.Node.People || g.Node.AvailableAsn != e.Node.Asn {
					t.Errorf("%s: %v and %v ASN, by the gaps %v and %v", e.Node.Profession.Code, e.Node.People, e.Node.Asn, g.Node.AvailableAll, g.Node.AvailableAsn)
				}
			}
		}
	}
	if compared != 3 || gaps.WorkforceGaps.Totals.AvailableAll != float64(all) || all == 0 {
		t.Errorf("%d professions compared; gaps know %v people, the lists %d", compared, gaps.WorkforceGaps.Totals.AvailableAll, all)
	}
	hasCaveats(t, staff.WorkforceStaff.Provenance.Caveats, "SEVERAL_SOURCES")
}
