package read

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestStaffBelitungTimur(t *testing.T) {
	rows, found, r, err := staff(t, data(t, "belitung-timur/sdmk_long.csv"))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	// 64 printed totals a year: 18 of doctors, 4 of nurses, 9 + 12 + 9 + 12 of others.
	if r.Rows != 1328 || r.TotalsChecked != 128 || r.TotalsEqual != 128 || r.Rejected != 0 {
		t.Errorf("%+v", r)
	}
	for _, code := range []string{CodeTotalMismatch, CodeSubtotalMismatch, CodeSumMismatch, CodeMissingCount} {
		if found.count(code) != 0 {
			t.Errorf("issues %s", found)
		}
	}
	if found.count(CodeSubtotalSkipped) != 4 {
		t.Errorf("%d kinds of subtotal, want 4", found.count(CodeSubtotalSkipped))
	}
	// As published (ratios per 100,000 are computed from these).
	people := map[string]int{}
	for _, s := range rows {
		people[fmt.Sprint(s.Year, " ", s.Profession)] += s.Count
		if s.Period.Format("01-02") != "12-31" || s.FacilityName == "JUMLAH" || strings.Contains(s.Profession, "total") {
			t.Errorf("%+v", s)
		}
	}
	for key, want := range map[string]int{
		"2023 dokter spesialis": 17, "2023 dokter umum": 50, "2023 perawat": 381, "2023 bidan": 176,
		"2023 apoteker": 15, "2023 ttk": 26, "2023 dokter gigi": 8, "2023 dokter gigi spesialis": 1,
		"2024 perawat": 376, "2024 bidan": 154,
	} {
		if people[key] != want {
			t.Errorf("%s: %d, want %d", key, people[key], want)
		}
	}
	// 19 professions and, in the table of support staff, two offices more.
	if len(rows) != 336 {
		t.Errorf("%d rows", len(rows))
	}
}

// One wrong figure is found wherever it stands.
func TestStaffSumsAreChecked(t *testing.T) {
	content, err := os.ReadFile(data(t, "belitung-timur/sdmk_long.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		from, to string
		codes    map[string]int
	}{
		"a total":      {"2023,14_sdmkPerawat,JUMLAH,bidan_T,176", "2023,14_sdmkPerawat,JUMLAH,bidan_T,177", map[string]int{CodeTotalMismatch: 1}},
		"a figure":     {"2023,13_sdmkDokter,Puskesmas Manggar,dokter_umum_T,4", "2023,13_sdmkDokter,Puskesmas Manggar,dokter_umum_T,5", map[string]int{CodeTotalMismatch: 1, CodeSubtotalMismatch: 1, CodeSumMismatch: 1}},
		"one sex":      {"2023,13_sdmkDokter,Puskesmas Manggar,dokter_umum_L,2", "2023,13_sdmkDokter,Puskesmas Manggar,dokter_umum_L,3", map[string]int{CodeTotalMismatch: 1, CodeSubtotalMismatch: 1, CodeSumMismatch: 1}},
		"a subtotal":   {"2023,13_sdmkDokter,Puskesmas Manggar,dokter_total_T,4", "2023,13_sdmkDokter,Puskesmas Manggar,dokter_total_T,9", map[string]int{CodeTotalMismatch: 1, CodeSubtotalMismatch: 1}},
		"a row lost":   {"2023,14_sdmkPerawat,Puskesmas Manggar,bidan_T,", "2023,14_sdmkPerawat,Puskesmas Lain,bidan_T,", nil},
		"a row double": {"2023,13_sdmkDokter,Puskesmas Manggar,dokter_umum_T,4", "2023,13_sdmkDokter,Puskesmas Manggar,dokter_umum_T,4\n2023,13_sdmkDokter,Puskesmas Manggar,dokter_umum_T,4", map[string]int{CodeDuplicateRow: 1}},
	} {
		if !strings.Contains(string(content), tc.from) {
			t.Fatalf("%s: %q is not in the file", name, tc.from)
		}
		_, found, r, err := staff(t, file(t, "s.csv", []byte(strings.Replace(string(content), tc.from, tc.to, 1))))
		if err != nil {
			t.Fatal(name, err)
		}
		sums(t, r)
		if r.TotalsChecked != 128 {
			t.Errorf("%s: %d totals checked", name, r.TotalsChecked)
		}
		for _, code := range []string{CodeTotalMismatch, CodeSubtotalMismatch, CodeSumMismatch, CodeDuplicateRow} {
			if found.count(code) != tc.codes[code] {
				t.Errorf("%s: %d of %s, want %d", name, found.count(code), code, tc.codes[code])
			}
		}
	}
}

func TestStaffLongForm(t *testing.T) {
	content := "Kode Faskes;Nama Faskes;Jenis SDMK;Status Kepegawaian;Sumber Dana;Klaster;Jumlah;Periode\n" +
		"P3510050204;Tapanrejo;Dokter Umum;PNS;APBN;3,2;1;31/12/2024\n" +
		"P3510050204;Tapanrejo;Dokter Umum;PPPK;APBN;3;1;31/12/2024\n" +
		"P3510050204;Tapanrejo;Perawat;PNS;;;-1;31/12/2024\n" +
		"P3510050204;Tapanrejo;Perawat;PNS;;;dua;31/12/2024\n" +
		"P3510050204;Tapanrejo;Perawat;PNS;;;1,5;31/12/2024\n" +
		"P3510050204;Tapanrejo;Bidan;;;;;31/12/2024\n" +
		"P3510050204;Tapanrejo;;PNS;;;1;31/12/2024\n" +
		";;Bidan;PNS;;;1;31/12/2024\n" +
		"P3510050204;Tapanrejo;Bidan;PNS;;;1;kapan\n" +
		"P3510050204;Tapanrejo;Nutrisionis;PNS;;;-;2024\n"
	rows, found, r, err := staff(t, file(t, "s.csv", []byte(content)))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if len(rows) != 3 || r.Rejected != 7 || found.count(CodeBadCount) != 3 || found.count(CodeMissingCount) != 1 || found.count(CodeBadDate) != 1 || found.count(CodeMissingName) != 2 {
		t.Fatalf("%+v, %+v, %s", rows, r, found)
	}
	s := rows[0]
	if s.FacilityCode != "P3510050204" || s.Profession != "dokter umum" || s.ProfessionRaw != "Dokter Umum" || s.EmploymentStatus != "PNS" || s.Funding != "APBN" ||
		!cmp.Equal(s.Klaster, []string{"3", "2"}) || s.Count != 1 || s.Year != 2024 || s.Period.Format("2006-01-02") != "2024-12-31" {
		t.Errorf("%+v", s)
	}
	if rows[2].Count != 0 || rows[2].Year != 2024 {
		t.Errorf("a dash is how tables print zero: %+v", rows[2])
	}
}

func TestStaffSexes(t *testing.T) {
	content := "unit,kategori,jk,jumlah\nA,Bidan,P,4\nA,Perawat,L,2\nA,Perawat,P,3\nB,Perawat,Laki-laki,1\n"
	rows, found, r, err := staff(t, file(t, "s.csv", []byte(content)))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	got := map[string]int{}
	for _, s := range rows {
		got[s.FacilityName+" "+s.Profession] = s.Count
	}
	if diff := cmp.Diff(map[string]int{"A bidan": 4, "A perawat": 5, "B perawat": 1}, got); diff != "" || len(found.all) > 0 {
		t.Error(diff, found)
	}
	content = "unit,kategori,jumlah\nA,bidan_L,\nA,bidan_P,4\nA,perawat_L,2\nA,perawat_P,3\nB,dokter_P,1\n"
	rows, found, r, err = staff(t, file(t, "s.csv", []byte(content)))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if len(rows) != 2 || rows[0].Count != 5 || found.count(CodeMissingCount) != 1 || found.count(CodeSexOnly) != 1 {
		t.Errorf("%+v %+v %s", rows, r, found)
	}
}

// A list of persons becomes counts, and nothing of the persons comes out.
func TestStaffPersons(t *testing.T) {
	secrets := []string{"3510010101900001", "SITI AMINAH", "BUDI SANTOSO", "3510010101900002", "RINA"}
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{
		{"No", "Nama Pegawai", "NIK", "Unit Kerja", "Jenis SDMK", "Status Kepegawaian"},
		{1, "SITI AMINAH", secrets[0], "Puskesmas Sobo", "Bidan", "PNS"},
		{2, "Siti Aminah, A.Md.Keb", secrets[0], "Puskesmas Sobo", "Bidan", "PNS"}, // the same number: the same person
		{3, "BUDI SANTOSO", secrets[3], "Puskesmas Sobo", "Perawat", "PPPK"},
		{4, "RINA", "", "Puskesmas Sobo", "Bidan", "PNS"},
		{5, "SITI AMINAH", "3510 0101 0190 0001", "Pustu Sobo", "Bidan", "PNS"}, // serves at two places: still one person
		{6, "", "", "Puskesmas Sobo", "Bidan", "PNS"},
		{7, "RINA", "", "", "Bidan", "PNS"}, // nowhere
	} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := file(t, "s.xlsx", nil)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	rows, found, r, err := staff(t, path)
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	got := map[string]int{}
	for _, s := range rows {
		got[s.FacilityName+"/"+s.Profession+"/"+s.EmploymentStatus] = s.Count
	}
	if diff := cmp.Diff(map[string]int{"Puskesmas Sobo/bidan/PNS": 3, "Puskesmas Sobo/perawat/PPPK": 1}, got); diff != "" {
		t.Error(diff)
	}
	if n := found.first(CodePersonalData); n.Severity != Note || found.count(CodeDuplicatePerson) != 2 || found.count(CodePersonUnknown) != 1 {
		t.Errorf("%s", found)
	}
	noSecrets(t, secrets, fmt.Sprintf("%+v %+v %+v", rows, found.all, r))

	// Neither do errors and issues quote persons.
	for _, content := range []string{
		"1,SITI AMINAH,3510010101900001,Puskesmas Sobo,Bidan\n2,RINA,,Puskesmas Sobo,Bidan\n",
		"nama pegawai,nik,unit kerja,jenis sdmk,tahun\nX,1,Puskesmas Sobo,Bidan,3510010101900001\n", // a number in the column beside
		"nama pegawai,nik,unit kerja,jenis sdmk\nSITI AMINAH,3510010101900001,Puskesmas Sobo,Bidan,x\nRINA,3510010101900002\n\"RINA\"x,1,a,b\nBUDI SANTOSO,1,A,Bidan\n",
	} {
		rows, found, _, err := staff(t, file(t, "s.csv", []byte(content)))
		noSecrets(t, secrets, fmt.Sprintf("%+v %+v %v", rows, found.all, err))
	}
}

// Rows of one person are one person, whatever tells them apart: the klaster they
// serve are joined. A number that many share tells nobody apart, nor does a name at
// two facilities.
func TestStaffPersonsOnce(t *testing.T) {
	content := "nama pegawai;nik;unit kerja;jenis sdmk;klaster;tahun\n" +
		"ANI;3510010101900001;Puskesmas A;Perawat;2;2024\n" +
		"ANI;3510010101900001;Puskesmas A;Perawat;3;2024\n" +
		"ANI;3510010101900001;Puskesmas A;Perawat;2;2023\n" + // another year is another count
		"BUDI;0000000000000000;Puskesmas A;Bidan;2;2024\n" +
		"CITRA;0000000000000000;Puskesmas A;Bidan;2;2024\n" +
		"DEWI;3,51E+15;Puskesmas A;Bidan;2;2024\n" +
		"EKA;3,51E+15;Puskesmas A;Bidan;2;2024\n" +
		"FITRI;-;Puskesmas A;Bidan;2;2024\n" +
		"FITRI;-;Puskesmas B;Bidan;2;2024\n" +
		"FITRI;-;Puskesmas B;Bidan;4;2024\n"
	rows, found, r, err := staff(t, file(t, "s.csv", []byte(content)))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	got := map[string]int{}
	for _, s := range rows {
		got[fmt.Sprint(s.Year, " ", s.FacilityName, " ", s.Profession, " ", strings.Join(s.Klaster, "+"))] = s.Count
	}
	want := map[string]int{
		"2024 Puskesmas A perawat 2+3": 1, "2023 Puskesmas A perawat 2": 1,
		"2024 Puskesmas A bidan 2":   5, // Budi, Citra, Dewi, Eka, Fitri
		"2024 Puskesmas B bidan 2+4": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" || found.count(CodeDuplicatePerson) != 2 {
		t.Error(diff, found)
	}
}

// Whoever leads one klaster and serves in another does so in whichever order the rows
// stand; a role that all rows share is the row's own.
func TestStaffPersonsRoles(t *testing.T) {
	content := "nama pegawai;nik;unit kerja;jenis sdmk;klaster;peran;tahun\n" +
		"ANI;3510010101900001;Puskesmas A;Perawat;2;PJ;2024\n" +
		"ANI;3510010101900001;Puskesmas A;Perawat;3;Anggota;2024\n" +
		"BUDI;3510010101900002;Puskesmas A;Bidan;3;Anggota;2024\n" +
		"BUDI;3510010101900002;Puskesmas A;Bidan;4;PJ;2024\n" +
		"BUDI;3510010101900002;Puskesmas A;Bidan;3;Anggota;2024\n" +
		"CITRA;3510010101900003;Puskesmas A;Dokter;5;PJ;2024\n" +
		"CITRA;3510010101900003;Puskesmas A;Dokter;1;PJ;2024\n" +
		"DEWI;3510010101900004;Puskesmas A;Perawat;3;Anggota;2024\n" + // as Ani, in the other order
		"DEWI;3510010101900004;Puskesmas A;Perawat;2;PJ;2024\n"
	rows, _, r, err := staff(t, file(t, "s.csv", []byte(content)))
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	got := map[string]int{}
	for _, s := range rows {
		got[fmt.Sprint(s.Profession, " ", s.Klaster, " ", s.Role, " ", s.Roles)] += s.Count
	}
	want := map[string]int{
		"perawat [2 3] PJ [PJ Anggota]": 1, "perawat [2 3] Anggota [PJ Anggota]": 1,
		"bidan [3 4] Anggota [Anggota PJ]": 1, "dokter [1 5] PJ []": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func noSecrets(t *testing.T, secrets []string, text string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(strings.ToUpper(text), s) {
			t.Errorf("%q came out in %s", s, text)
		}
	}
}

func TestStaffFilesRefused(t *testing.T) {
	for name, tc := range map[string]struct{ content, says string }{
		"empty":         {"", "empty"},
		"no facility":   {"jenis sdmk,jumlah\nBidan,1\n", "column of the facility"},
		"no counts":     {"unit,jenis sdmk\nA,Bidan\n", "column of counts"},
		"no profession": {"unit,jumlah\nA,1\n", "header row"},
		"no rows":       {"unit,jenis sdmk,jumlah\n", "no row of staff"},
		"geojson":       {collection(), "GEOJSON"},
		"cut":           {"unit,jenis sdmk,jumlah\nA,Bidan,1\nA,Per", "line 3"},
	} {
		_, _, _, err := staff(t, file(t, "s.csv", []byte(tc.content)))
		t.Log(name)
		wantInvalid(t, err, tc.says)
	}
}

// A list of persons that says 1 beside each is one of persons still: two midwives of one
// puskesmas are two. Where the column counts more, it is counts.
func TestPersonsWithAColumnOfOnes(t *testing.T) {
	const list = "Nama;NIP;Unit Kerja;Jenis SDMK;Jumlah;Tahun\nAni;198501012010012001;Puskesmas Alas;Bidan;1;2024\nBudi;198501012010012002;Puskesmas Alas;Bidan;1;2024\n" +
		"Cici;198501012010012003;Puskesmas Alas;Perawat;1;2024\nAni;198501012010012001;Puskesmas Alas;Bidan;1;2024\n"
	got, is, _, err := staff(t, file(t, "orang.csv", []byte(list)))
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]int{}
	for _, s := range got {
		people[s.Profession] += s.Count
	}
	if people["bidan"] != 2 || people["perawat"] != 1 || len(people) != 2 || is.count(CodeDuplicateRow) != 0 || is.count(CodeDuplicatePerson) != 1 {
		t.Errorf("%v\n%s", people, is)
	}
	if strings.Contains(is.String(), "Ani") || strings.Contains(is.String(), "19850101") {
		t.Errorf("a person in the report:\n%s", is)
	}
	got, _, _, err = staff(t, file(t, "jumlah.csv", []byte(strings.Replace(list, "Perawat;1", "Perawat;4", 1))))
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, s := range got {
		most = max(most, s.Count)
	}
	if most != 4 {
		t.Errorf("counts beside names: %+v", got)
	}
}

// Facilities in columns are not read; the error says how to turn the sheet around.
func TestProfessionsInRows(t *testing.T) {
	_, _, _, err := staff(t, file(t, "terbalik.csv", []byte("Jenis Tenaga;Puskesmas Alas;Puskesmas Bakti;Jumlah\nBidan;2;3;5\nPerawat;4;1;5\n")))
	wantInvalid(t, err, "Transpose")
	_, _, _, err = staff(t, file(t, "tanpa.csv", []byte("Jenis Tenaga;Jumlah\nBidan;5\n")))
	wantInvalid(t, err, "no column of the facility")
}
