package demo

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"jangkau/gis"
)

// records are the rows of a file by the names of its columns.
func records(t *testing.T, file []byte) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(file))).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatal(len(rows), err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		r := map[string]string{}
		for i, name := range rows[0] {
			r[name] = row[i]
		}
		out = append(out, r)
	}
	return out
}

// The list shows what lists have: who leads which klaster and where nobody does, people
// of two klaster, levels, two years; and holds no two rows that say the same.
func TestStaffShowsWhatListsHave(t *testing.T) {
	w := testWorld(t)
	people, seen := map[string]int{}, map[string]bool{}
	leads, named := map[string]int{}, map[string]bool{}
	for _, r := range records(t, w.staffFile()) {
		n, err := strconv.Atoi(r["jumlah"])
		if err != nil || n < 0 {
			t.Fatal(r)
		}
		key := fmt.Sprint(r["kode_faskes"], r["jenis_sdmk"], r["status"], r["sumber_dana"], r["klaster"], "/", r["peran"], "/", r["jenjang"], r["tahun"])
		if seen[key] {
			t.Errorf("twice: %v", r)
		}
		seen[key] = true
		people[r["tahun"]] += n
		if r["tahun"] != staffYears[1] {
			continue
		}
		for column, is := range map[string]string{"klaster": "3;5", "jenjang": "Ahli Muda", "status": "PPPK", "peran": "Anggota"} {
			if r[column] == is {
				people[is] += n
			}
		}
		if r["klaster"] == "" {
			people["unplaced"] += n
		}
		if r["peran"] == "PJ" {
			if n != 1 || strings.Contains(r["klaster"], ";") {
				t.Errorf("who leads is one of one klaster: %v", r)
			}
			if key := r["kode_faskes"] + r["klaster"]; named[key] {
				t.Errorf("two lead klaster %s: %v", r["klaster"], r)
			} else {
				named[key] = true
			}
			leads[r["klaster"]]++
		}
	}
	for _, is := range []string{"3;5", "Ahli Muda", "PPPK", "Anggota", "unplaced"} {
		if people[is] == 0 {
			t.Errorf("nobody is %s: %v", is, people)
		}
	}
	for _, k := range []string{"1", "2", "3", "4", "5"} {
		if leads[k] < 20 || leads[k] >= puskesmasCount {
			t.Errorf("klaster %s is led in %d puskesmas: not some with and some without", k, leads[k])
		}
	}
	// PPPK come in faster than PNS retire.
	if people[staffYears[0]] >= people[staffYears[1]] {
		t.Errorf("%v", people)
	}
}

// The rule per klaster is marked as made up, needs something in each klaster, and asks in
// all as many as Permenkes 75/2014 does (perdesaan and perkotaan, without and with beds).
func TestRuleOfKlasterAsksAsMuchAsTheNationalOne(t *testing.T) {
	national := map[string][4]int{ // perdesaan, perkotaan; without beds, with
		"DOKTER": {1, 2, 1, 2}, "PERAWAT": {5, 8, 5, 8}, "BIDAN": {4, 7, 4, 7}, "KESLING": {1, 1, 1, 1}, "ATLM": {1, 1, 1, 1}, "ADMINISTRASI": {2, 2, 3, 3},
	}
	got, klaster := map[string][4]int{}, map[string]bool{}
	for _, r := range records(t, testWorld(t).rulesFile()) {
		if !strings.Contains(r["title"], "DEMO") || !strings.Contains(r["regulation"], "bukan peraturan") || !strings.Contains(r["source"], "Made up") || r["confidence"] != "RECALLED" {
			t.Errorf("not marked as made up: %v", r)
		}
		if r["rule"] != "STANDARD" {
			continue
		}
		klaster[r["klaster"]] = true
		n, err := strconv.Atoi(r["minimum"])
		if err != nil {
			t.Fatal(r)
		}
		sums := got[r["profession"]]
		for at, area := range []string{"PERDESAAN", "PERKOTAAN"} {
			if r["area_category"] != "" && r["area_category"] != area {
				continue
			}
			if r["rawat_inap"] == "ya" {
				at = 2*at + 1
			} else {
				at *= 2
			}
			sums[at] += n
		}
		got[r["profession"]] = sums
	}
	if fmt.Sprint(got) != fmt.Sprint(national) || len(klaster) != 5 {
		t.Errorf("the rule asks %v in %v, the national one %v", got, klaster, national)
	}
}

// Of some puskesmas no capaian is known, of some not all of it, of most all.
func TestWorkloadHasHoles(t *testing.T) {
	w := testWorld(t)
	tasksOf := map[string]int{}
	for _, r := range records(t, w.workloadFile()) {
		tasksOf[r["kode_faskes"]]++
	}
	main := 0
	for _, k := range tasks {
		if k.percent == 0 {
			main++
		}
	}
	whole, some := 0, 0
	for _, n := range tasksOf {
		if n == main {
			whole++
		} else {
			some++
		}
	}
	if none := len(w.kind(gis.KindPuskesmas)) - len(tasksOf); whole < 25 || some == 0 || none == 0 {
		t.Errorf("%d puskesmas report all tasks, %d some, %d none", whole, some, none)
	}
}
