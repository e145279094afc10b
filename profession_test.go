package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sheetFile is a file of one test.
func sheetFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// twoDesa are a kabupaten of two desa side by side.
const twoDesa = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kode":"35.10.01.2001","nama":"Alas"},"geometry":{"type":"Polygon","coordinates":[[[114.0,-8.0],[114.1,-8.0],[114.1,-8.1],[114.0,-8.1],[114.0,-8.0]]]}},
{"type":"Feature","properties":{"kode":"35.10.01.2002","nama":"Bakti"},"geometry":{"type":"Polygon","coordinates":[[[114.1,-8.0],[114.2,-8.0],[114.2,-8.1],[114.1,-8.1],[114.1,-8.0]]]}}]}`

// A word that no profession is known by is counted under its own name until
// somebody says what it means; then the same file counts it as that.
func TestUnknownProfession(t *testing.T) {
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", sheetFile(t, "desa.geojson", twoDesa))
	must(t, 0, dir, "import", "facilities", sheetFile(t, "puskesmas.csv", "nama,jenis,kode_desa\nPuskesmas Alas,Puskesmas,35.10.01.2001\n"), "--within", "35.10")
	sheet := sheetFile(t, "sdmk.csv", "TABEL 14;;;;;;\nKABUPATEN CONTOH TAHUN 2024;;;;;;\nNo;Unit Kerja;Perawat;;;Juru Rawat;Jumlah\n;;L;P;L+P;;\n1;Puskesmas Alas;1;3;4;2;6\nJUMLAH;;1;3;4;2;7\n;Mengetahui,;;;;;\n;BUDI SANTOSO;;;;;\n")
	report := must(t, 0, dir, "import", "staff", sheet, "--within", "35.10", "--source", "SDMK")
	for _, want := range []string{`"Juru Rawat" is not known (people: 2)`, "line 5", "jangkau profession add", "the columns before it, which add up to 6", `="7"`, "6 people at 1 units"} {
		if !strings.Contains(report, want) {
			t.Errorf("the report does not say %q:\n%s", want, report)
		}
	}
	if strings.Contains(report, "BUDI") {
		t.Errorf("the report names who signed:\n%s", report)
	}
	if list := must(t, 0, dir, "profession", "list", "--unknown"); !strings.Contains(list, "2  Juru Rawat") {
		t.Errorf("not listed:\n%s", list)
	}
	if out := must(t, 1, dir, "profession", "add", "Juru Rawat", "PENATA"); !strings.Contains(out, `no profession "PENATA"`) {
		t.Errorf("%s", out)
	}
	must(t, 0, dir, "profession", "new", "JURU_RAWAT", "--name", "Juru rawat")
	must(t, 0, dir, "profession", "add", "juru rawat", "JURU_RAWAT")
	if out := must(t, 1, dir, "profession", "add", "Juru-Rawat", "PERAWAT"); !strings.Contains(out, "already means JURU_RAWAT") {
		t.Errorf("%s", out)
	}
	if report := must(t, 0, dir, "import", "staff", sheet, "--within", "35.10", "--source", "SDMK"); strings.Contains(report, "is not known") {
		t.Errorf("still not known:\n%s", report)
	}
	if list := must(t, 0, dir, "profession", "list", "--unknown"); !strings.Contains(list, "Every profession that was loaded is known") {
		t.Errorf("still listed:\n%s", list)
	}
	must(t, 0, dir, "profession", "remove", "JURU RAWAT")
	must(t, 1, dir, "profession", "remove", "JURU RAWAT")
}

// The words as a sheet: written, edited and read again; a bad row changes nothing.
func TestProfessionSheet(t *testing.T) {
	dir := dataDir(t)
	path := filepath.Join(t.TempDir(), "padanan.csv")
	must(t, 0, dir, "profession", "export", path)
	if report := must(t, 0, dir, "profession", "import", path); !strings.Contains(report, "0 words added, 0 changed") {
		t.Errorf("what was written is what is there:\n%s", report)
	}
	must(t, 1, dir, "profession", "export", path)
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), "sanitarianpuskesmas,KESLING") {
		t.Fatal(err, string(content))
	}
	edited := strings.Replace(string(content), "sanitarianpuskesmas,KESLING", "sanitarianpuskesmas,PROMKES", 1) + "Juru Rawat,PERAWAT\n"
	for _, bad := range []string{edited + "juru-rawat,BIDAN\n", edited + "Tabib,TABIB\n", edited + "--,BIDAN\n"} {
		must(t, 1, dir, "profession", "import", sheetFile(t, "padanan.csv", bad))
	}
	if list := must(t, 0, dir, "profession", "list"); strings.Contains(list, "jururawat") {
		t.Errorf("a refused sheet left a word:\n%s", list)
	}
	if report := must(t, 0, dir, "profession", "import", sheetFile(t, "padanan.csv", edited+"Tabib,\n")); !strings.Contains(report, "1 words added, 1 changed") || !strings.Contains(report, "1 rows of notes") {
		t.Errorf("%s", report)
	}
	if list := must(t, 0, dir, "profession", "list"); !strings.Contains(list, "jururawat") {
		t.Errorf("%s", list)
	}
}
