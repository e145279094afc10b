package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// stripped copies a CSV without the columns that hold the answers.
func stripped(t *testing.T, name string, answers ...string) string {
	t.Helper()
	in, err := os.Open(realData(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(t.TempDir(), filepath.Base(name)))
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(out)
	for _, row := range rows {
		var kept []string
		for i, cell := range row {
			if !slices.ContainsFunc(answers, func(a string) bool { return strings.HasPrefix(rows[0][i], a) }) {
				kept = append(kept, cell)
			}
		}
		if len(kept) != len(rows[0])-countAnswers(rows[0], answers) || len(kept) == len(rows[0]) {
			t.Fatalf("%s: the answers %v were not all found", name, answers)
		}
		if err := w.Write(kept); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Name()
}

func countAnswers(header, answers []string) (n int) {
	for _, h := range header {
		if slices.ContainsFunc(answers, func(a string) bool { return strings.HasPrefix(h, a) }) {
			n++
		}
	}
	return n
}

// A real kabupaten, loaded by the commands of the README and asked over GraphQL.
func TestBanyuwangi(t *testing.T) {
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", realData(t, "wilayah/desa_35.10.geojson"))
	report := must(t, 0, dir, "import", "facilities", stripped(t, "banyuwangi/faskes_bppsdmk_2019.csv", "verified_"), "--within", "35.10")
	for _, want := range []string{"KLATAK", "SOBO", "Macan Putih, 11 km", "WONGSOREJO", "SAMBIREJO"} {
		if !strings.Contains(report, want) {
			t.Errorf("the report does not name %s:\n%s", want, report)
		}
	}
	must(t, 0, dir, "import", "facilities", stripped(t, "banyuwangi/faskes_bpjs_2019.csv", "verified_"), "--within", "35.10")
	must(t, 0, dir, "import", "population", realData(t, "banyuwangi/penduduk_desa_proxy.csv"), "--column", "people=pop_est_from_tps2024")
	must(t, 0, dir, "import", "roads", realData(t, "banyuwangi/service_area/roads_union_edges.csv"))

	p := serve(t, dir)
	eventually(t, patience, func() error { return p.roadsReady(t) })
	var a struct {
		Wilayah struct {
			DesaCount struct{ Desa, Kelurahan, Total int }
			People    int
		}
		Facilities struct {
			TotalCount int
			Edges      []struct {
				Node struct {
					Name    string
					Sources []struct{ DistanceM *float64 }
				}
			}
		}
		DesaWithoutPustu struct {
			Counts []struct {
				Units                            string
				Rule                             string
				Denominator, Has, Lacks, Unknown int
			}
			Edges []struct {
				Node struct {
					Nearest struct{ Status, Reason string }
				}
			}
		}
	}
	p.ask(t, `{
		wilayah(code:"35.10") { desaCount { desa kelurahan total } people }
		facilities(within:"35.10", kind:[PUSKESMAS], first:100) { totalCount edges { node { name sources { distanceM } } } }
		desaWithoutPustu(within:"35.10", status:[HAS,LACKS,UNKNOWN], first:300) {
			counts { rule units denominator has lacks unknown } edges { node { nearest(kind:[PUSKESMAS]) { status reason } } } }
	}`, &a)
	if c := a.Wilayah.DesaCount; c.Desa != 189 || c.Kelurahan != 28 || c.Total != 217 {
		t.Errorf("desa: %+v, want 189 + 28 = 217", c)
	}
	if a.Facilities.TotalCount != 45 {
		t.Errorf("%d puskesmas, want 45: the same one in two lists is one", a.Facilities.TotalCount)
	}
	for _, e := range a.Facilities.Edges {
		if len(e.Node.Sources) != 2 {
			t.Errorf("%s has %d sources, want 2", e.Node.Name, len(e.Node.Sources))
		}
	}
	for _, c := range a.DesaWithoutPustu.Counts {
		if c.Rule == "BUILDING" && c.Units == "DESA_AND_KELURAHAN" && (c.Unknown != 217 || c.Lacks != 0) {
			t.Errorf("without a register of pustu: %+v, want unknown 217 and lacks 0", c)
		}
	}
	status := map[string]int{}
	for _, e := range a.DesaWithoutPustu.Edges {
		status[strings.TrimSpace(e.Node.Nearest.Status+" "+e.Node.Nearest.Reason)]++
	}
	t.Logf("travel to the nearest puskesmas: %v", status)
	if n := status["NOT_COMPUTED ROAD_DATA_MISSING"]; n < 55 || n > 65 {
		t.Errorf("%d desa are NOT_COMPUTED for want of roads, want about 60: %v", n, status)
	}
	p.stop(t)
	nothingRuns(t, dir)
}

// Names alone say what a facility is; a slip of the pen waits for a person.
func TestAcehBaratDaya(t *testing.T) {
	dir := dataDir(t)
	list := stripped(t, "aceh-barat-daya/faskes_osm.csv", "kelas_by_name", "desa_kode", "desa_nama")
	must(t, 0, dir, "import", "boundaries", realData(t, "wilayah/desa_11.12.geojson"))
	load := []string{"import", "facilities", list, "--within", "11.12", "--as-of", "2024-05-20"}
	must(t, 0, dir, load...)
	p := serve(t, dir)
	want := func(pustu, has, lacks, unknown int) {
		t.Helper()
		var a struct {
			Facilities       struct{ TotalCount int }
			DesaWithoutPustu struct {
				Counts []struct {
					Rule, Units                      string
					Denominator, Has, Lacks, Unknown int
				}
			}
		}
		p.ask(t, `{facilities(within:"11.12",kind:[PUSTU]){totalCount} desaWithoutPustu(within:"11.12"){counts{rule units denominator has lacks unknown}}}`, &a)
		c := a.DesaWithoutPustu.Counts[0]
		if a.Facilities.TotalCount != pustu || c.Has != has || c.Lacks != lacks || c.Unknown != unknown {
			t.Errorf("pustu %d, %+v; want %d, has %d, lacks %d, unknown %d", a.Facilities.TotalCount, c, pustu, has, lacks, unknown)
		}
	}
	// 25 rows say pustu in exact words; one of them is mapped twice, 1.3 m apart.
	want(24, 24, 0, 128)

	var id string
	for _, line := range strings.Split(must(t, 0, dir, "match", "list"), "\n") {
		if strings.Contains(line, "Pusptu") {
			id = strings.Fields(line)[0]
		}
	}
	if _, err := strconv.Atoi(id); err != nil {
		t.Fatalf("the slip Pusptu does not wait for a person")
	}
	must(t, 0, dir, "match", "accept", id)
	want(25, 25, 0, 127)
	// The decision outlives the next import of the list, which now is declared whole.
	must(t, 0, dir, append(load, "--complete", "PUSTU")...)
	want(25, 25, 127, 0)
	p.stop(t)
}

func TestExitStatus(t *testing.T) {
	dir := dataDir(t)
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	square := `{"type":"Polygon","coordinates":[[[114,-8],[114.1,-8],[114.1,-7.9],[114,-7.9],[114,-8]]]}`
	feature := func(code string) string {
		return `{"type":"Feature","properties":{"kode":"` + code + `","nama":"X"},"geometry":` + square + `}`
	}
	mixed := write("mixed.geojson", `{"type":"FeatureCollection","features":[`+feature("35.10.01.2001")+`,`+feature("11.1")+`]}`)
	out := must(t, 1, dir, "import", "boundaries", mixed, "--strict")
	if !strings.Contains(out, "REFUSED") {
		t.Errorf("a refused file is not called so:\n%s", out)
	}
	must(t, 3, dir, "import", "boundaries", mixed, "--dry-run")
	must(t, 3, dir, "import", "boundaries", mixed, "--report", filepath.Join(t.TempDir(), "report.csv"))
	if out := must(t, 0, dir, "import", "boundaries", write("good.geojson", feature("35.10.01.2002"))); !strings.Contains(out, "added 1") {
		t.Errorf("one row was to be added:\n%s", out)
	}
	for _, args := range [][]string{
		{"import", "boundaries", filepath.Join(dir, "absent.geojson")},
		{"import", "boundaries", write("cut.geojson", `{"type":"FeatureCollection","features":[`+feature("35.10.01.2003"))},
		{"import", "facilities", write("empty.csv", "")},
		{"import", "facilities", mixed, "--complete", "PUSTU"},
		{"import", "boundaries", mixed, "--as-of", "20 Mei 2024"},
		{"match", "accept", "999999"},
		{"serve", "--no-such-flag"},
	} {
		if out := must(t, 1, dir, args...); strings.TrimSpace(out) == "" {
			t.Errorf("%v failed without a word", args)
		}
	}
}
