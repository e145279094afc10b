package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// rules are one rule of each sort, as a kabupaten would write them.
const rules = `id;rule;title;regulation;article;wilayah;valid_from;valid_to;revoked;confidence;source;jenis faskes;kategori wilayah;rawat inap;klaster;jenis tenaga;minimal;wkt;kegiatan;jenis kegiatan;norma waktu;percent;minutes_year;persons;tahun target
perbup-1-2025;STANDARD;Tenaga minimal puskesmas;Perbup 1/2025;Pasal 3;35.10;2025-01-01;;tidak;VERIFIED;Lembaran daerah;Puskesmas;perdesaan;ya;;Dokter Umum;2;;;;;;;;
perbup-1-2025;;;;;;;;;;;Puskesmas;perdesaan;tidak;;Dokter Umum;1;;;;;;;;
perbup-1-2025;;;;;;;;;;;Pustu;;;Klaster 2;Bidan;1;;;;;;;;
abk-2025;WORKLOAD;Beban kerja bidan;Analisis beban kerja 2025;;35.10;;;;SECONDARY;Lembar ABK;;;;;Bidan;;72000;Pemeriksaan ibu hamil;MAIN;20;;;;
abk-2025;WORKLOAD;;;;;;;;;;;;;;Bidan;;;Rapat;SUPPORT;;4;;;
abk-2025;WORKLOAD;;;;;;;;;;;;;;Bidan;;;Bidan koordinator;INDIVIDUAL;;;6000;1;
rasio-2025;RATIO;Target rasio;Renstra 2025;;;;;;RECALLED;Renstra;;;;;Perawat;180;;;;;;;;2029
`

func TestImportStandard(t *testing.T) {
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", sheetFile(t, "desa.geojson", twoDesa))
	shipped := filepath.Join(t.TempDir(), "aturan.csv")
	must(t, 0, dir, "import", "standard", "--template", shipped)
	if report := must(t, 0, dir, "import", "standard", shipped); !strings.Contains(report, "added 0 · changed 0 · unchanged") || strings.Contains(report, "unchanged 0") {
		t.Errorf("the template says what is loaded, so that it changes nothing:\n%s", report)
	}
	sheet := sheetFile(t, "aturan-2025.csv", rules)
	if report := must(t, 0, dir, "import", "standard", sheet, "--source", "Aturan 2025", "--dry-run"); !strings.Contains(report, "nothing was kept") {
		t.Errorf("%s", report)
	}
	if report := must(t, 0, dir, "import", "standard", sheet, "--source", "Aturan 2025"); !strings.Contains(report, "added 7") {
		t.Errorf("a dry run keeps nothing:\n%s", report)
	}
	if report := must(t, 0, dir, "import", "standard", sheet, "--source", "Aturan 2025"); !strings.Contains(report, "added 0 · changed 0 · unchanged 7") {
		t.Errorf("again:\n%s", report)
	}
	// Round trip: what the store writes says what it holds.
	whole := filepath.Join(t.TempDir(), "semua.csv")
	must(t, 0, dir, "import", "standard", "--template", whole)
	if report := must(t, 0, dir, "import", "standard", whole); !strings.Contains(report, "added 0 · changed 0") {
		t.Errorf("round trip:\n%s", report)
	}
	changed := strings.Replace(rules, "Dokter Umum;2;", "Dokter Umum;3;", 1)
	if report := must(t, 0, dir, "import", "standard", sheetFile(t, "aturan.csv", changed), "--source", "Aturan 2025"); !strings.Contains(report, "changed 3 · unchanged 4") || !strings.Contains(report, "perbup-1-2025: replaced as a whole, 3 rows") {
		t.Errorf("one rule changed:\n%s", report)
	}
	// A sheet of before target years had a column leaves them as they are.
	older := regexp.MustCompile(`(?m);[^;\n]*$`).ReplaceAllString(rules, "")
	if report := must(t, 0, dir, "import", "standard", sheetFile(t, "lama.csv", older), "--source", "Aturan 2025"); strings.Contains(report, "rasio-2025") || !strings.Contains(report, "rejected 0") {
		t.Errorf("a sheet without target years:\n%s", report)
	}
	p := serve(t, dir)
	var a struct {
		Standards []struct {
			ID, Regulation, Confidence string
			TargetYear                 *int
			Wilayah                    *struct{ Code string }
			Rows                       []struct {
				Profession struct{ Code string }
				Required   float64
			}
		}
	}
	p.ask(t, `{standards{id regulation confidence targetYear wilayah{code} rows{profession{code} required}}}`, &a)
	found := false
	for _, s := range a.Standards {
		if year := map[string]int{"rasio-2025": 2029, "rasio-target-2019": 2019}[s.ID]; (year != 0) != (s.TargetYear != nil) || year != 0 && *s.TargetYear != year {
			t.Errorf("%s is a target for %v, want %d", s.ID, s.TargetYear, year)
		}
		if s.ID == "perbup-1-2025" {
			found = s.Regulation == "Perbup 1/2025" && s.Confidence == "VERIFIED" && s.Wilayah != nil && len(s.Rows) == 3
		}
	}
	if !found {
		t.Errorf("the loaded rule is not asked for: %+v", a)
	}
	p.stop(t)

	content, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ content, says string }{
		"a shipped rule":       {strings.ReplaceAll(string(content), ",SECONDARY,", ",VERIFIED,"), "came with Jangkau"},
		"an unknown word":      {strings.Replace(rules, "Klaster 2;Bidan", "Klaster 2;Tabib", 1), `line 4 jenis tenaga="Tabib"`},
		"no minimum":           {strings.Replace(rules, "Klaster 2;Bidan;1", "Klaster 2;Bidan;", 1), "line 4 minimal"},
		"no norm":              {strings.Replace(rules, "MAIN;20", "MAIN;", 1), "line 5 norma waktu"},
		"no WKT":               {strings.Replace(rules, ";;72000;", ";;;", 1), "line 5 wkt"},
		"a figure too many":    {strings.Replace(rules, "SUPPORT;;4", "SUPPORT;2;4", 1), "line 6"},
		"contradicting itself": {strings.Replace(rules, "perbup-1-2025;;;;;;;;;;;Pustu", "perbup-1-2025;;;Perbup 2/2025;;;;;;;;Pustu", 1), "differs from line 2"},
		"twice":                {strings.Replace(rules, "perdesaan;tidak", "perdesaan;ya", 1), "Line 2 says the same"},
		"elsewhere":            {strings.Replace(rules, "35.10;2025", "35.11;2025", 1), "35.11 is not known"},
		"days":                 {strings.Replace(rules, "2025-01-01;;", "2025-01-01;2024-01-01;", 1), "after valid_from"},
		"no time left":         {strings.Replace(rules, "SUPPORT;;4", "SUPPORT;;100", 1), "abk-2025, RS BIDAN: The sum of FTP, 100 %, is at or over 100 %"},
		"no time left, late":   {rules + "abk-2025;WORKLOAD;;;;;;;;;;;;;;Bidan;;;Laporan;SUPPORT;;96;;;\n", "at or over 100 %"},
		"no year":              {strings.Replace(rules, ";2029", ";29", 1), `line 8 tahun target="29"`},
		"no target":            {strings.Replace(rules, "Rapat;SUPPORT;;4;;;", "Rapat;SUPPORT;;4;;;2029", 1), "A rule WORKLOAD does not use target_year"},
		"two targets":          {rules + "rasio-2025;RATIO;;;;;;;;;;;;;;Bidan;120;;;;;;;;2030\n", "differs from line 8"},
		"a kind":               {strings.Replace(rules, "Pustu;;;K", "Warung;;;K", 1), "there are: RS, PUSKESMAS"},
	} {
		report := must(t, 1, dir, "import", "standard", sheetFile(t, "aturan.csv", c.content), "--source", "Aturan 2025")
		if !strings.Contains(report, c.says) || !strings.Contains(report, "REFUSED AS A WHOLE") {
			t.Errorf("%s: no %q in\n%s", name, c.says, report)
		}
	}
	// What the first row of a rule lacks is told there, and not again of each other row.
	report := must(t, 1, dir, "import", "standard", sheetFile(t, "aturan.csv", strings.Replace(rules, "VERIFIED;Lembaran daerah", "VERIFIED;", 1)), "--source", "Aturan 2025")
	if n := strings.Count(report, "must give its"); n != 1 || !strings.Contains(report, "line 2 source") {
		t.Errorf("told %d times:\n%s", n, report)
	}
	if out := must(t, 1, dir, "import", "standard"); !strings.Contains(out, "--template") {
		t.Errorf("%s", out)
	}
	must(t, 1, dir, "import", "standard", sheet, "--template", "x.csv")
	must(t, 1, dir, "import", "standard", "--template", whole)
}
