package read

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A NIK and a NIP of one person count one person, whichever of them a row gives.
// By hand: Ani (rows 1, 2, 3 by her NIP, 4 by her NIK), Budi (5, 6), Citra, who has no
// NIP and her NIK in both columns (7, 8), Dewi (9) and Eka (10), who has neither number.
func TestStaffPersonsByNIKAndNIP(t *testing.T) {
	const list = "nama pegawai;nik;nip;unit kerja;jenis sdmk;klaster;status;tahun\n" +
		"ANI;3510010101900001;199001012015012001;Puskesmas A;Perawat;2;PNS;2024\n" +
		"ANI S;;199001012015012001;Puskesmas A;Perawat;3;;2024\n" +
		"A. ANI;;19900101 201501 2 001;Puskesmas A;Perawat;4;PNS;2024\n" +
		"ANI;3510010101900001;-;Puskesmas A;Perawat;5;PNS;2024\n" +
		"BUDI;;198501012010011002;Puskesmas A;Bidan;2;;2024\n" +
		"BUDI;3510010101850002;198501012010011002;Puskesmas B;Bidan;2;PPPK;2024\n" +
		"CITRA;3510010101800003;3510010101800003;Puskesmas A;Bidan;2;Non ASN;2024\n" +
		"CITRA;;3510010101800003;Puskesmas A;Bidan;2;Non ASN;2024\n" +
		"DEWI;3510010101700004;;Puskesmas A;Perawat;2;PNS;2024\n" +
		"EKA;;;Puskesmas A;Perawat;2;PNS;2024\n"
	rows, found, r, err := staff(t, file(t, "s.csv", []byte(list)))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	want := map[string]int{
		"Puskesmas A perawat PNS 2+3+4+5": 1, // Ani
		"Puskesmas A perawat PNS 2":       2, // Dewi, Eka
		"Puskesmas A bidan  2":            1, // Budi, where he first stands
		"Puskesmas A bidan Non ASN 2":     1, // Citra
	}
	if diff := cmp.Diff(want, peopleBy(rows)); diff != "" {
		t.Error(diff)
	}
	// Five people in ten rows; Budi's second row is at another facility.
	if p := found.first(CodePersonalData); !strings.Contains(p.Reason.EN, "5 persons, 5 repeated rows") || !strings.Contains(p.Field, "nik, nip") {
		t.Errorf("%+v", p)
	}
	if found.count(CodeDuplicatePerson) != 5 || found.count(CodePersonConflict) != 0 {
		t.Error(found)
	}
	noSecrets(t, []string{"3510010101900001", "199001012015012001", "ANI S", "201501"}, fmt.Sprintf("%+v %+v %+v", rows, found.all, r))
}

// Numbers that contradict one another are told without being quoted: a NIK is one
// person's, a NIP that stands beside two NIK is nobody's proof.
func TestStaffPersonsWhoseNumbersContradict(t *testing.T) {
	const list = "nama pegawai;nik;nip;unit kerja;jenis sdmk;tahun\n" +
		"ANI;3510010101900001;199001012015012001;Puskesmas A;Perawat;2024\n" +
		"BUDI;3510010101900002;199001012015012001;Puskesmas A;Perawat;2024\n" + // line 3: the NIP of line 2, another NIK
		"?;;199001012015012001;Puskesmas A;Perawat;2024\n" + // one of the two, not a third
		"CITRA;3510010101900003;198001012005012001;Puskesmas A;Bidan;2024\n" +
		"CITRA;3510010101900003;198001012005012002;Puskesmas A;Bidan;2024\n" + // line 6: her NIK, another NIP
		"DEWI;3510010101900004;199505052020122000;Puskesmas A;Bidan;2024\n" + // rounded by a spreadsheet: nobody's
		"EKA;;199505052020122000;Puskesmas A;Bidan;2024\n" +
		"FITRI;;31-12-2029;Puskesmas A;Bidan;2024\n" + // a day is no number
		"GITA;;31-12-2029;Puskesmas A;Bidan;2024\n"
	rows, found, r, err := staff(t, file(t, "s.csv", []byte(list)))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	// Perawat: Ani, Budi. Bidan: Citra, Dewi, Eka, Fitri, Gita.
	if diff := cmp.Diff(map[string]int{"Puskesmas A perawat  ": 2, "Puskesmas A bidan  ": 5}, peopleBy(rows)); diff != "" {
		t.Error(diff)
	}
	var told []string
	for _, i := range found.all {
		if i.Code == CodePersonConflict {
			told = append(told, fmt.Sprint(i.Line, " ", i.Reason.EN))
		}
	}
	if diff := cmp.Diff([]string{
		"3 The NIP, or another number, of this line is also that of line 2, whose NIK is another",
		"6 The same person stands on line 5 with another NIP",
	}, told); diff != "" {
		t.Error(diff)
	}
	noSecrets(t, []string{"35100101", "19900101", "19800101", "BUDI"}, fmt.Sprintf("%+v %+v %+v", rows, found.all, r))
}

// peopleBy adds up people by what a planner sees of them, klaster with who leads.
func peopleBy(rows []Staff) map[string]int {
	out := map[string]int{}
	for _, s := range rows {
		k := slices.Clone(s.Klaster)
		for i := range k {
			role := s.Role
			if s.Roles != nil {
				role = s.Roles[i]
			}
			if role == "PJ" {
				k[i] += "*"
			}
		}
		slices.Sort(k)
		out[fmt.Sprint(s.FacilityName, " ", s.Profession, " ", s.EmploymentStatus, " ", strings.Join(slices.Compact(k), "+"))] += s.Count
	}
	return out
}

// personRow is a row of a made-up list of persons.
type personRow struct{ nik, nip, str, unit, profession, klaster, role, status string }

func (r personRow) numbers() []string {
	return slices.DeleteFunc([]string{r.nik, r.nip, r.str}, func(n string) bool { return n == "" })
}

// personNumbered is the nth number that begins so; none for 0.
func personNumbered(prefix string, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s%04d", prefix, n)
}

const (
	someNIK = "351001010190"
	someNIP = "19900101201501"
	someSTR = "1201722"
)

// readPersons are the people of a list, by what a planner sees of them.
func readPersons(t *testing.T, rows []personRow) map[string]int {
	t.Helper()
	var b strings.Builder
	b.WriteString("nik;nip;no str;unit kerja;jenis sdmk;klaster;peran;status;tahun\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "%s;%s;%s;%s;%s;%s;%s;%s;2024\n", r.nik, r.nip, r.str, r.unit, r.profession, r.klaster, r.role, r.status)
	}
	list, _, r, err := staff(t, file(t, "s.csv", []byte(b.String())))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	return peopleBy(list)
}

func everyone(people map[string]int) (n int) {
	for _, c := range people {
		n += c
	}
	return n
}

// In whatever order rows stand, and whichever of their numbers they give, they are the
// same people, with the same klaster, roles and status.
func TestStaffPersonsDoNotDependOnOrder(t *testing.T) {
	several := 0
	rapid.Check(t, func(rt *rapid.T) {
		var rows []personRow
		people := rapid.IntRange(1, 6).Draw(rt, "people")
		for n := 1; n <= people; n++ {
			who := personRow{
				nik: personNumbered(someNIK, n), nip: personNumbered(someNIP, n), str: personNumbered(someSTR, n), unit: "Puskesmas A", status: "PNS",
				profession: rapid.SampledFrom([]string{"Perawat", "Bidan"}).Draw(rt, "profession"),
			}
			for i := range rapid.IntRange(1, 5).Draw(rt, "rows") {
				r := who
				if i > 0 { // the first knows all numbers, so that the rest can be joined
					switch rapid.IntRange(0, 3).Draw(rt, "given") {
					case 0:
						r.nik = ""
					case 1:
						r.nip, r.str = "", ""
					case 2:
						r.nik, r.nip = "", ""
					}
					if rapid.Bool().Draw(rt, "silent") {
						r.status = ""
					}
				}
				r.klaster, r.role = rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "klaster"), rapid.SampledFrom([]string{"", "PJ", "Anggota"}).Draw(rt, "role")
				rows = append(rows, r)
			}
		}
		if len(rows) > people {
			several++
		}
		one, other := readPersons(t, rows), readPersons(t, rapid.Permutation(rows).Draw(rt, "order"))
		if !maps.Equal(one, other) || everyone(one) != people {
			rt.Fatalf("%d people in %+v: %v, in another order %v", people, rows, one, other)
		}
	})
	if several < 20 {
		t.Errorf("%d cases with several rows of a person", several)
	}
}

// Numbers drawn at random contradict one another; there are as many people in any
// order, and as many as in the plainest way of joining rows.
func TestStaffPersonsAreJoinedByTheirNumbers(t *testing.T) {
	contradicted := 0
	rapid.Check(t, func(rt *rapid.T) {
		var rows []personRow
		for range rapid.IntRange(1, 10).Draw(rt, "rows") {
			some := func(prefix string) string { return personNumbered(prefix, rapid.IntRange(0, 3).Draw(rt, prefix)) }
			r := personRow{nik: some(someNIK), nip: some(someNIP), str: some(someSTR), unit: rapid.SampledFrom([]string{"Puskesmas A", "Puskesmas B"}).Draw(rt, "unit"), profession: "Bidan"}
			if len(r.numbers()) > 0 {
				rows = append(rows, r)
			}
		}
		if len(rows) == 0 {
			return
		}
		want, split := countJoined(rows)
		if split {
			contradicted++
		}
		one, other := readPersons(t, rows), readPersons(t, rapid.Permutation(rows).Draw(rt, "order"))
		if everyone(one) != want || everyone(other) != want {
			rt.Fatalf("%+v: %d people, in another order %d, want %d", rows, everyone(one), everyone(other), want)
		}
	})
	if contradicted < 20 {
		t.Errorf("%d cases in which numbers contradict", contradicted)
	}
}

// countJoined takes a row, then again and again every row that shares a number with
// what was taken; such a heap is as many people as it has NIK, and at least one.
func countJoined(left []personRow) (people int, contradicted bool) {
	left = slices.Clone(left)
	for len(left) > 0 {
		heap := []personRow{left[0]}
		left = left[1:]
		for i := 0; i < len(heap); i++ {
			left = slices.DeleteFunc(left, func(r personRow) bool {
				for _, n := range r.numbers() {
					if slices.Contains(heap[i].numbers(), n) {
						heap = append(heap, r)
						return true
					}
				}
				return false
			})
		}
		niks := map[string]bool{}
		for _, r := range heap {
			if r.nik != "" {
				niks[r.nik] = true
			}
		}
		people += max(1, len(niks))
		contradicted = contradicted || len(niks) > 1
	}
	return people, contradicted
}
