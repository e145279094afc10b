package read

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbook writes sheets of cells and merges ranges, as people draw tables.
func workbook(t testing.TB, sheets map[string][][]any, order []string, merges map[string][]string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, name := range order {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[name] {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range merges[name] {
			from, to, _ := strings.Cut(m, ":")
			if err := f.MergeCell(name, from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	path := file(t, "s.xlsx", nil)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func peopleOf(rows []Staff) map[string]int {
	out := map[string]int{}
	for _, s := range rows {
		key := strings.Join(strings.Fields(fmt.Sprint(s.FacilityName, " / ", s.Profession, " ", s.EmploymentStatus)), " ")
		out[key] += s.Count
	}
	return out
}

// A table as a Profil Kesehatan prints it: titles, a header of two rows with merged
// cells, a row that numbers the columns, a subtotal of puskesmas, a hospital, the
// total, a ratio, a source and a signature. Three printed totals are wrong by one.
func profil() [][]any {
	return [][]any{
		{"TABEL 14"},
		{"JUMLAH TENAGA KEPERAWATAN DAN KEBIDANAN"},
		{"KABUPATEN CONTOH, TAHUN 2023"},
		{},
		{"NO", "UNIT KERJA", "PERAWAT", nil, nil, "BIDAN", "JURU PIJAT", "JUMLAH"},
		{nil, nil, "L", "P", "L+P"},
		{1, 2, 3, 4, 5, 6, 7, 8},
		{1, "Puskesmas Manggar", 4, 1, 5, "7", 2, 14},
		{2, "Puskesmas Dendang", "-", 3, 3, 2, "", 6}, // 5 are counted
		{},
		{nil, "SUB JUMLAH", 4, 4, 8, 9, 2, 20}, // 19 stand before it
		{3, "RSUD Contoh", 1, 2, 3, 1, 0, 4},
		{"JUMLAH", nil, 5, 6, 11, 11, 2, 24}, // 10 bidan are counted
		{"RASIO TERHADAP 100.000 PENDUDUK", nil, nil, nil, 10.98, 9.98},
		{"Sumber: Dinas Kesehatan"},
		{nil, "Mengetahui,", nil, nil, nil, "Manggar, 31 Desember 2023"},
		{nil, "Kepala Dinas", nil, nil, nil, "Penyusun"},
		{nil, "dr. SITI AMINAH", nil, nil, nil, "BUDI SANTOSO"},
		{nil, "NIP. 19700101 199903 1 001", nil, nil, nil, "NIP 198001012005011002"},
	}
}

func TestStaffWideSheet(t *testing.T) {
	path := workbook(t, map[string][][]any{"Isi": {{"Daftar tabel"}}, "Tabel 14": profil(), "Tabel 15": profil()}, []string{"Isi", "Tabel 14", "Tabel 15"},
		map[string][]string{"Tabel 14": {"A1:H1", "A5:A6", "B5:B6", "C5:E5", "F5:F6", "G5:G6", "H5:H6", "A13:B13"}})
	rows, found, r, err := staff(t, path)
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	want := map[string]int{
		"Puskesmas Manggar / perawat": 5, "Puskesmas Manggar / bidan": 7, "Puskesmas Manggar / juru pijat": 2,
		"Puskesmas Dendang / perawat": 3, "Puskesmas Dendang / bidan": 2,
		"RSUD Contoh / perawat": 3, "RSUD Contoh / bidan": 1, "RSUD Contoh / juru pijat": 0,
	}
	if diff := cmp.Diff(want, peopleOf(rows)); diff != "" {
		t.Error(diff, found)
	}
	for _, s := range rows {
		if s.Period.Format("2006-01-02") != "2023-12-31" {
			t.Errorf("the year stands in the title: %+v", s)
		}
	}
	for code, n := range map[string]int{
		CodeSubtotalMismatch: 2, CodeTotalMismatch: 1,
		CodeOtherSheets: 1, CodeNotesSkipped: 1, CodeWideSheet: 1,
	} {
		if found.count(code) != n {
			t.Errorf("%d of %s, want %d", found.count(code), code, n)
		}
	}
	noSecrets(t, []string{"SITI AMINAH", "BUDI SANTOSO", "19700101", "198001012005011002"}, fmt.Sprintf("%+v %+v %+v", rows, found.all, r))
}

// The layouts that people draw say the same: rows of professions with columns of
// statuses or sexes, columns of statuses over professions and the other way round,
// merged or not, and a long list.
func TestStaffLayoutsAgree(t *testing.T) {
	want := map[string]int{
		"Puskesmas A / perawat PNS": 3, "Puskesmas A / perawat PPPK": 1, "Puskesmas A / bidan PNS": 2, "Puskesmas A / bidan PPPK": 0,
		"Puskesmas B / perawat PNS": 1, "Puskesmas B / perawat PPPK": 2, "Puskesmas B / bidan PNS": 4, "Puskesmas B / bidan PPPK": 5,
	}
	for name, content := range map[string]string{
		"long": "unit,jenis sdmk,status,jumlah\nPuskesmas A,Perawat,PNS,3\nPuskesmas A,Perawat,PPPK,1\nPuskesmas A,Bidan,PNS,2\nPuskesmas A,Bidan,PPPK,-\n" +
			"Puskesmas B,Perawat,PNS,1\nPuskesmas B,Perawat,PPPK,2\nPuskesmas B,Bidan,PNS,4\nPuskesmas B,Bidan,PPPK,5\nMengetahui,,,\n",
		"statuses beside rows of professions": "No;Puskesmas;Jenis Tenaga;PNS;PPPK;Jumlah\n1;Puskesmas A;Perawat;3;1;4\n;Puskesmas A;Bidan;2;-;2\n2;Puskesmas B;Perawat;1;2;3\n;Puskesmas B;Bidan;4;5;9\n",
		"professions over statuses":           "No,Nama Puskesmas,Perawat,,,Bidan,,\n,,PNS,PPPK,Jml,PNS,PPPK,Jml\n1,Puskesmas A,3,1,4,2,0,2\n2,Puskesmas B,1,2,3,4,5,9\nJUMLAH,,4,3,7,6,5,11\n",
		"statuses over professions":           "Unit Kerja,PNS,,PPPK,\n,Perawat,Bidan,Perawat,Bidan\nPuskesmas A,3,2,1,0\nPuskesmas B,1,4,2,5\n",
		"three levels":                        "Unit Kerja;Keperawatan;;;;Kebidanan;;;\n;Perawat;;;;Bidan;;;\n;PNS;;PPPK;;PNS;;PPPK;\n;L;P;L;P;L;P;L;P\nPuskesmas A;1;2;0;1;0;2;0;0\nPuskesmas B;0;1;2;0;0;4;0;5\n",
	} {
		rows, found, r, err := staff(t, file(t, "s.csv", []byte(content)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sums(t, r)
		if diff := cmp.Diff(want, peopleOf(rows)); diff != "" {
			t.Errorf("%s: %s %s", name, diff, found)
		}
		for _, code := range []string{CodeSumMismatch, CodeTotalMismatch, CodeSubtotalMismatch} {
			if found.count(code) > 0 {
				t.Errorf("%s: %s", name, found)
			}
		}
	}
}

func TestStaffSexColumns(t *testing.T) {
	rows, found, r, err := staff(t, file(t, "s.csv", []byte("unit;jenis tenaga;L;P;Jumlah\nA;Perawat;2;3;5\nA;Bidan;;4;4\nB;Perawat;1;1;3\nB;Bidan;;;\nB;Kesmas;1;2;\n")))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if diff := cmp.Diff(map[string]int{"A / perawat": 5, "A / bidan": 4, "B / perawat": 3, "B / kesmas": 3}, peopleOf(rows)); diff != "" || found.count(CodeSumMismatch) != 1 {
		t.Error(diff, found)
	}
}

// Columns that count no staff are left out and named, whatever numbers they hold.
func TestStaffWideOtherColumns(t *testing.T) {
	rows, _, r, err := staff(t, file(t, "s.csv", []byte(
		"No,Kode Puskesmas,Puskesmas,Kecamatan,Jumlah Penduduk,Jumlah Perawat,Dukun Terlatih,Rasio,Telepon,Keterangan\n1,P3510010201,Puskesmas A,Satu,12000,4,1,33.3,812345,2\n2,P3510010202,Puskesmas B,Dua,9000,2,,22.2,812346,\n")))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if diff := cmp.Diff(map[string]int{"Puskesmas A / perawat": 4, "Puskesmas A / dukun terlatih": 1, "Puskesmas B / perawat": 2}, peopleOf(rows)); diff != "" {
		t.Error(diff)
	}
	for _, h := range []string{"Jumlah Penduduk", "Rasio", "Telepon", "Keterangan", "Kecamatan"} {
		if !slices.Contains(r.Ignored, h) {
			t.Errorf("%s is not among the columns left out: %v", h, r.Ignored)
		}
	}
}

// One column "Jumlah" under a word that is not known is a profession, not a total, unless its
// figures are what stands before it.
func TestStaffWideUnknownProfessionUnderJumlah(t *testing.T) {
	const head = "No,Puskesmas,Dokter,,,Perawat,%s\n,,L,P,L+P,Jumlah,Jumlah\n"
	for name, c := range map[string]struct {
		content string
		want    map[string]int
		flagged int
	}{
		"a profession": {
			fmt.Sprintf(head, "Tukang Gigi") + "1,A,1,2,3,10,1\n2,B,0,1,1,5,-\n3,C,0,0,0,2,2\n,JUMLAH,1,3,4,17,3\n",
			map[string]int{"A / dokter": 3, "A / perawat": 10, "A / tukang gigi": 1, "B / dokter": 1, "B / perawat": 5, "C / dokter": 0, "C / perawat": 2, "C / tukang gigi": 2, "B / tukang gigi": 0},
			0,
		},
		"a subtotal": {
			fmt.Sprintf(head, "Tenaga Klinis") + "1,A,1,2,3,10,13\n2,B,0,1,1,5,6\n3,C,0,0,0,2,3\n",
			map[string]int{"A / dokter": 3, "A / perawat": 10, "B / dokter": 1, "B / perawat": 5, "C / dokter": 0, "C / perawat": 2},
			1,
		},
		"no staff": {
			fmt.Sprintf(head, "Penduduk") + "1,A,1,2,3,10,12000\n",
			map[string]int{"A / dokter": 3, "A / perawat": 10},
			1,
		},
	} {
		rows, found, r, err := staff(t, file(t, "s.csv", []byte(c.content)))
		if err != nil {
			t.Fatal(name, err)
		}
		sums(t, r)
		if diff := cmp.Diff(c.want, peopleOf(rows)); diff != "" || found.count(CodeSubtotalMismatch) != c.flagged || found.count(CodeTotalMismatch) != 0 {
			t.Error(name, diff, found)
		}
	}
}

// Whatever a table holds, its people come out once, and a figure that is off shows
// in the totals: the plain sum is the twin of the reading.
func TestStaffWideAgainstPlainSums(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 9))
	wrong := 0
	for range 200 {
		names := []string{"Perawat", "Bidan", "Dokter", "Apoteker"}[:1+rnd.IntN(4)]
		units := 1 + rnd.IntN(5)
		var b strings.Builder
		head, under := "Unit", ""
		for _, p := range names {
			head += ";" + p + ";;"
			under += ";L;P;L+P"
		}
		b.WriteString(head + ";Total\n" + under + ";\n")
		want := map[string]int{}
		off := rnd.IntN(3) == 0
		totals := make([]int, 3*len(names)+1)
		for u := range units {
			line := fmt.Sprintf("Puskesmas %c", 'A'+u)
			all := 0
			for i, p := range names {
				l, f := rnd.IntN(9), rnd.IntN(9)
				want[fmt.Sprintf("Puskesmas %c / %s", 'A'+u, strings.ToLower(p))] = l + f
				line += fmt.Sprintf(";%d;%d;%d", l, f, l+f)
				all += l + f
				totals[3*i], totals[3*i+1], totals[3*i+2] = totals[3*i]+l, totals[3*i+1]+f, totals[3*i+2]+l+f
			}
			totals[len(totals)-1] += all
			fmt.Fprintf(&b, "%s;%d\n", line, all)
		}
		if off {
			wrong++
			totals[rnd.IntN(len(totals))]++
		}
		b.WriteString("Jumlah")
		for _, n := range totals {
			fmt.Fprintf(&b, ";%d", n)
		}
		b.WriteString("\n")
		rows, found, r, err := staff(t, file(t, "s.csv", []byte(b.String())))
		if err != nil {
			t.Fatal(err, b.String())
		}
		sums(t, r)
		if diff := cmp.Diff(want, peopleOf(rows)); diff != "" || (found.count(CodeTotalMismatch)+found.count(CodeSubtotalMismatch) > 0) != off || r.TotalsChecked != len(totals)+units {
			t.Fatal(diff, found, off, b.String())
		}
	}
	if wrong < 20 || wrong > 180 {
		t.Errorf("%d of 200 tables had a wrong total", wrong)
	}
}
