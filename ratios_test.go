package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// rowsOfCSV are the rows of a real file, read where it stands.
func rowsOfCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Belitung Timur's printed ratios of 2023 and 2024 come out of the printed counts and
// people, but for three misprints: TTK 2023, all pharmacy staff 2023, and the sum of
// people 2024. The printed sums of people stand in the notes of the file; the row of
// pharmacy staff, whose ratio was printed as 27.90, is in none and is added here.
func TestPrintedRatiosOfBelitungTimur(t *testing.T) {
	ratios := realData(t, "belitung-timur/published_ratios_per_100k.csv")
	people := rowsOfCSV(t, realData(t, "belitung-timur/kecamatan_population.csv"))
	sheet := "tahun,jenis tenaga,jumlah,rasio\n"
	population := "tahun,kecamatan,penduduk\n"
	note := regexp.MustCompile(`population (\d+)`)
	rows := rowsOfCSV(t, ratios)
	for _, r := range rows[1:] {
		sheet += strings.Join(r[:4], ",") + "\n"
		if m := note.FindStringSubmatch(r[5]); m != nil {
			people = append(people, []string{r[0], "JUMLAH", "", "", "", m[1], ""})
		}
	}
	sheet += "2023,kefarmasian,41,27.90\n"
	for _, r := range people[1:] {
		population += fmt.Sprintf("%s,%s,%s\n", r[0], r[1], r[5])
	}
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", realData(t, "wilayah/desa_19.06.geojson"))
	must(t, 0, dir, "import", "staff", realData(t, "belitung-timur/sdmk_long.csv"), "--within", "19.06")
	args := []string{"check", "ratios", sheetFile(t, "rasio.csv", sheet), "--within", "19.06", "--people", sheetFile(t, "penduduk.csv", population)}
	out := must(t, 3, dir, args...)
	t.Log(out)
	for _, want := range []string{
		"2023: 129048 people, equal to the sum of the rows",
		"2024: 133386 people printed, MISPRINT? the rows add up to 133387",
		fmt.Sprintf("%d ratios checked, 3 printed figures do not fit", len(rows)),
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q", want)
		}
	}
	wrong := regexp.MustCompile(`(?m)^(\d{4} \S+) .*(MISPRINT\? .*|DIFFERS.*)$`).FindAllStringSubmatch(out, -1)
	var got []string
	for _, m := range wrong {
		got = append(got, m[1]+": "+m[2])
	}
	want := "2023 ttk: MISPRINT? the ratio should be 20.15, 2023 kefarmasian: MISPRINT? the ratio should be 31.77"
	if strings.Join(got, ", ") != want {
		t.Errorf("misprints: %s\nwant: %s", strings.Join(got, ", "), want)
	}
	if n := strings.Count(out, "  equal\n"); n != len(rows)-2 {
		t.Errorf("%d ratios equal, want %d: all but TTK 2023", n, len(rows)-2)
	}
	// A year of people without one of staff is not known: no misprint, and no ratio of 0.
	unloaded := []string{"check", "ratios", sheetFile(t, "rasio.csv", "tahun,jenis tenaga,jumlah,rasio\n2019,perawat,381,295.24\n"), "--within", "19.06", "--people", sheetFile(t, "penduduk.csv", "tahun,kecamatan,penduduk\n2019,Manggar,129048\n")}
	if out := must(t, 3, dir, unloaded...); !strings.Contains(out, "No staff of 19.06 in 2019 are loaded") || strings.Contains(out, "MISPRINT") {
		t.Errorf("staff that are not loaded:\n%s", out)
	}
	// Whatever else is wrong is told with its line, and how to mend it.
	args[2] = sheetFile(t, "rasio.csv", "tahun,jenis tenaga,jumlah,rasio\n2023,tabib,1,0.77\n2022,perawat,1,0.77\n2023,perawat,380,295.24\n")
	for _, want := range []string{`line 2 jenis tenaga="tabib"`, `line 3 tahun="2022"`, "DIFFERS: the total loaded is 381"} {
		if out := must(t, 3, dir, args...); !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
