package main

import (
	"strings"
	"testing"
)

// What facilities did, and what posts cost, from a sheet: loaded, again, changed, and
// told what is wrong with it.
func TestImportWorkloadAndCosts(t *testing.T) {
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", sheetFile(t, "desa.geojson", twoDesa))
	must(t, 0, dir, "import", "facilities", sheetFile(t, "puskesmas.csv", "nama,jenis,kode_desa\nPuskesmas Alas,Puskesmas,35.10.01.2001\n"), "--within", "35.10")
	must(t, 0, dir, "import", "standard", sheetFile(t, "aturan.csv", rules))
	const done = "Puskesmas;Jenis Tenaga;Kegiatan;Capaian;Norma Waktu;Dihitung;Tahun\n" +
		"Alas;Bidan;Pemeriksaan Ibu Hamil;3600;;ya;2024\n" +
		"Alas;Bidan;Senam;20;1,5;tidak;2024\n" +
		"JUMLAH;;;3620;;;\n"
	load := func(exit int, what, content string, more ...string) string {
		t.Helper()
		return must(t, exit, dir, append([]string{"import", what, sheetFile(t, what+".csv", content), "--source", what}, more...)...)
	}
	for _, step := range []struct {
		exit          int
		what, content string
		says          []string
	}{
		{0, "workload", done, []string{"added 2", `line 3 Kegiatan="Senam"`, "jangkau import standard"}},
		{0, "workload", done, []string{"added 0 · changed 0 · unchanged 2"}},
		{0, "workload", strings.Replace(done, "3600", "3700", 1), []string{"changed 1 · unchanged 1"}},
		{1, "workload", strings.NewReplacer("Alas;Bidan;P", "Entah;Bidan;P", "20;1,5", "banyak;0").Replace(done), []string{`line 2 Puskesmas="Entah"`, `line 3 Capaian="banyak"`, `line 3 Norma Waktu="0"`}},
		{3, "workload", done + "Alas;Bidan;pemeriksaan ibu hamil;1;;;2024\n", []string{"line 5", "stands on line 2 already"}},
		{0, "costs", "jenis tenaga,status,sumber dana,rupiah setahun,wilayah,sumber\nPerawat,PPPK,PAD,60.000.000,35.10,Perbup\nPerawat,,BLUD,45,,Perbup\n", []string{"added 2", "line 3", "COST_SMALL"}},
		{0, "costs", "jenis tenaga,status,sumber dana,rupiah setahun,wilayah,sumber\nPerawat,PPPK,PAD,61000000,35.10,Perbup\nPerawat,,BLUD,45,,Perbup\n", []string{"changed 1 · unchanged 1"}},
		{1, "costs", "jenis tenaga,sumber dana,rupiah setahun,wilayah,sumber\nTabib,PAD,1000000,,x\nPerawat,Emas,1000000,,x\nPerawat,PAD,1000000,35.99,x\nPerawat,PAD,1000000,,\n", []string{`line 2 jenis tenaga="Tabib"`, `line 3 sumber dana="Emas"`, "35.99 is not known", "line 5"}},
	} {
		more := []string{}
		if step.what == "workload" {
			more = []string{"--within", "35.10"}
		}
		report := load(step.exit, step.what, step.content, more...)
		for _, want := range step.says {
			if !strings.Contains(report, want) {
				t.Errorf("%s: no %q in\n%s", step.what, want, report)
			}
		}
	}
}
