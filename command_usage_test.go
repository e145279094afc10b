package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// said runs a command line that needs no database, in this process.
func said(t *testing.T, args ...string) (out string, exit int) {
	t.Helper()
	t.Setenv("JANGKAU_DATABASE_URL", "")
	t.Setenv("JANGKAU_DATA_DIR", filepath.Join(t.TempDir(), "never made"))
	var o, e bytes.Buffer
	exit = run(args, &o, &e)
	return o.String() + e.String(), exit
}

// Whatever is wrong with a command line is said in the language asked for, with
// what to do, and ends with status 1.
func TestWrongCommandLines(t *testing.T) {
	dir := t.TempDir()
	tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	list := written(t, "people.csv", "kode,penduduk\n35.10.01.2001,5\n")
	for _, c := range []struct {
		args   []string
		id, en string
	}{
		{nil, "belum lengkap", "not complete"},
		{[]string{"imprt"}, `maksudnya "import"`, `did you mean "import"`},
		{[]string{"serve", "--prot", "1"}, "tidak ada pilihan --prot", "no flag --prot"},
		{[]string{"serve", "--drain", "soon"}, "bukan lama waktu", "not a duration"},
		{[]string{"serve", "--listen", "8080"}, "tulis ALAMAT:PORTA", "write ADDRESS:PORT"},
		{[]string{"import", "boundaries"}, "belum disebut", "is missing"},
		{[]string{"import", "boundaries", filepath.Join(dir, "none.geojson")}, "none.geojson tidak ada", "there is no file"},
		{[]string{"import", "boundaries", dir}, "adalah folder", "is a folder"},
		{[]string{"import", "population", list, "--column", "JUMLAH"}, "tulis ISIAN=KOLOM", "write FIELD=COLUMN"},
		{[]string{"import", "population", list, "--as-of", "20-05-2024"}, "tulis TTTT-BB-HH", "write YYYY-MM-DD"},
		{[]string{"import", "population", list, "--as-of", tomorrow}, "belum terjadi", "in the future"},
		{[]string{"import", "population", list, "--as-of"}, "nilainya belum disebut", "its value is missing"},
		{[]string{"import", "population", list, "--report", filepath.Join(dir, "none", "r.csv")}, "tidak dapat ditulis", "cannot be written"},
		{[]string{"import", "facilities", list, "--within", "11.1"}, "11.10 berubah menjadi 11.1", "11.10 turns into 11.1"},
		{[]string{"match", "accept", "one"}, "bukan bilangan", "not a number"},
		{[]string{"match", "list", "--database-url", "nowhere"}, "bukan alamat basis data", "no address of a database"},
	} {
		for lang, want := range map[string]string{"id": c.id, "en": c.en} {
			out, exit := said(t, append([]string{"--lang", lang}, c.args...)...)
			if exit != 1 || !strings.Contains(out, want) {
				t.Errorf("jangkau --lang %s %s: status %d, want 1 and %q:\n%s", lang, strings.Join(c.args, " "), exit, want, out)
			}
		}
	}
}

// Each command's help shows how it is used.
func TestHelpShowsExamples(t *testing.T) {
	for _, command := range []string{
		"", "serve", "import boundaries", "import facilities", "import population", "import roads",
		"import staff", "import mentoring", "import posyandu", "import standard", "import workload", "import costs", "match list", "match accept", "match reject", "check ratios", "profession add", "profession new", "travel compute", "travel status", "travel forget", "demo", "migrate", "dump",
	} {
		out, exit := said(t, append(strings.Fields(command), "--help")...)
		if exit != 0 || !strings.Contains(out, "Contoh / Examples:") || !strings.Contains(out, strings.TrimSpace("    jangkau "+command)) {
			t.Errorf("jangkau %s --help: status %d:\n%s", command, exit, out)
		}
	}
}

// A terminal is not steered by what stands in a foreign file.
func TestForeignTextIsInert(t *testing.T) {
	if got := visible("Pustu \x1b[2J Sukamaju\r\n\tbaris é"); got != "Pustu \uFFFD[2J Sukamaju\uFFFD\n\tbaris é" {
		t.Errorf("%q", got)
	}
}

// Half a demonstration must not come to lie beside real rows: its roads would take
// the place of real ones.
func TestDemoIsRefusedBesideRealData(t *testing.T) {
	dir := dataDir(t)
	desa := written(t, "desa.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kode":"35.23.01.2001","nama":"Jlodro"},
		"geometry":{"type":"Polygon","coordinates":[[[111.5,-6.9],[111.6,-6.9],[111.6,-6.8],[111.5,-6.8],[111.5,-6.9]]]}}]}`)
	must(t, 0, dir, "import", "boundaries", desa)
	if out := must(t, 1, dir, "demo"); !strings.Contains(out, "--data-dir") {
		t.Errorf("the way out is not told:\n%s", out)
	}
	p := serve(t, dir, "--demo-if-empty")
	defer p.stop(t)
	var a struct{ DataSources []struct{ Kind string } }
	p.ask(t, `{dataSources{kind}}`, &a)
	for _, s := range a.DataSources {
		if s.Kind != "REAL" {
			t.Errorf("%+v: the demonstration was loaded all the same", a)
		}
	}
}

// Files of the demonstration lie about: what they are is said where they are.
func TestWrittenDemoSaysWhatItIs(t *testing.T) {
	dir := t.TempDir()
	out, exit := said(t, "--lang", "en", "demo", "--write", dir)
	if exit != 0 || !strings.Contains(out, "made up") {
		t.Errorf("status %d:\n%s", exit, out)
	}
	note, err := os.ReadFile(filepath.Join(dir, "PERAGAAN-DEMO.txt"))
	if err != nil || !strings.Contains(string(note), "rekaan") || !strings.Contains(string(note), "made up") {
		t.Errorf("%s (%v)", note, err)
	}
	data := dataDir(t)
	if out := must(t, 0, data, "import", "boundaries", filepath.Join(dir, "boundaries.geojson")); !strings.Contains(out, "DEMO") {
		t.Errorf("a file of the demonstration is loaded as what it is:\n%s", out)
	}
	// Real data are therefore refused beside it.
	if out := must(t, 1, data, "import", "boundaries", realData(t, "wilayah/desa_35.10.geojson")); !strings.Contains(out, "demo --remove") {
		t.Errorf("the demonstration was loaded as real:\n%s", out)
	}
}
