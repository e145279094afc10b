package main

import (
	"fmt"
	"strings"
	"testing"
)

// posyanduSheet is a list as a puskesmas keeps it. By hand, with 5 kader asked for:
// Melati has 6, Mawar 3 (2 short), Kenanga none reported; Alas has two posyandu that
// give all services between them but LANSIA, Bakti one of which little is known, Citra
// none.
const posyanduSheet = `DATA POSYANDU
No;Posyandu;Kode Desa;Kader;Purwa;Madya;Utama;Ibu Hamil;Balita;Remaja;Dewasa;Lansia;Kompetensi Bayi Balita;Kompetensi Pengelolaan 1
1;Posyandu Melati;35.10.01.2001;6;3;2;1;ya;ya;ya;tidak;tidak;4;6
2;Mawar;35.10.01.2001;3;2;1;-;ya;ya;-;ya;tidak;;
3;Posyandu Kenanga;35.10.01.2002;;;;;ya;ya;;;;;
JUMLAH;;;10;5;3;1;;;;;;;
;Mengetahui;;;;;;;;;;;;
`

type posyanduAnswer struct {
	PosyanduGaps struct {
		TotalCount int
		Counts     struct {
			Desa, Has, Lacks, Unknown, Posyandu, FewKader, KaderUnknown, KaderShort int
			Services                                                                []struct {
				Service             string
				Has, Lacks, Unknown int
			}
		}
		Edges []struct {
			Node struct {
				Desa                                         struct{ Name string }
				Status                                       string
				Posyandu, FewKader, KaderUnknown, KaderShort int
				ServicesMissing, ServicesUnknown             []string
			}
		}
		Provenance struct {
			Sources []struct{ Name string }
			Caveats []struct{ Code string }
		}
	}
}

const posyanduGaps = `{posyanduGaps(within:"35.10" %s){totalCount counts{desa has lacks unknown posyandu fewKader kaderUnknown kaderShort services{service has lacks unknown}}
	edges{node{desa{name} status posyandu fewKader kaderUnknown kaderShort servicesMissing servicesUnknown}} provenance{sources{name} caveats{code}}}}`

func (a posyanduAnswer) lines() (out []string) {
	for _, e := range a.PosyanduGaps.Edges {
		n := e.Node
		out = append(out, fmt.Sprint(n.Desa.Name, " ", n.Status, " ", n.Posyandu, " ", n.FewKader, " ", n.KaderUnknown, " ", n.KaderShort, " ", n.ServicesMissing, n.ServicesUnknown))
	}
	return out
}

func TestPosyandu(t *testing.T) {
	dir := dataDir(t)
	citra := strings.NewReplacer("2002", "2003", "Bakti", "Citra", "114.2", "114.3", "114.1", "114.2").Replace(twoDesa[strings.LastIndex(twoDesa, `{"type":"Feature",`):])
	must(t, 0, dir, "import", "boundaries", sheetFile(t, "desa.geojson", strings.TrimSuffix(twoDesa, "]}")+","+citra))
	sheet := sheetFile(t, "posyandu.csv", posyanduSheet)
	args := []string{"import", "posyandu", sheet, "--within", "35.10", "--as-of", "2024-12-31", "--source", "Posyandu 2024"}
	report := must(t, 0, dir, args...)
	for _, want := range []string{"added 3", "3 posyandu, 3 of them new", "The printed total is 10, its rows add up to 9", "TOTAL_MISMATCH"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	if report := must(t, 0, dir, args...); !strings.Contains(report, "added 0 · changed 0 · unchanged 3") || !strings.Contains(report, "0 of them new") {
		t.Errorf("again:\n%s", report)
	}
	// A number in the column of names may be a person's: it is neither kept nor quoted.
	nik := must(t, 1, dir, "import", "posyandu", sheetFile(t, "nik.csv", "nama,kode_desa,kader\n3510010101900001,35.10.01.2001,4\n"), "--within", "35.10", "--as-of", "2024-12-31", "--source", "Salah", "--dry-run")
	if !strings.Contains(nik, "added 0") || !strings.Contains(nik, "may be a NIK") || strings.Contains(nik, "3510010101900001") {
		t.Errorf("a NIK for a name:\n%s", nik)
	}
	p := serve(t, dir)
	ask := func(more string) (a posyanduAnswer) {
		t.Helper()
		p.ask(t, fmt.Sprintf(posyanduGaps, more), &a)
		return a
	}
	// Without a complete list nothing is known to be lacking, but what the posyandu say of their kader.
	a := ask(`lack:[POSYANDU,KADER,SERVICE]`)
	if got := strings.Join(a.lines(), "\n"); got != "Alas HAS 2 1 0 2 [] [LANSIA]" {
		t.Errorf("no register:\n%s", got)
	}
	must(t, 0, dir, append(args, "--complete")...)
	a = ask(`lack:[POSYANDU,KADER,SERVICE,UNKNOWN]`)
	want := "Alas HAS 2 1 0 2 [LANSIA] []\nBakti HAS 1 0 1 0 [] [REMAJA DEWASA LANSIA]\nCitra LACKS 0 0 0 0 [IBU_HAMIL BALITA REMAJA DEWASA LANSIA] []"
	if got := strings.Join(a.lines(), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := fmt.Sprint(a.PosyanduGaps.Counts); got != "{3 2 1 0 3 1 1 2 [{IBU_HAMIL 2 1 0} {BALITA 2 1 0} {REMAJA 1 1 1} {DEWASA 1 1 1} {LANSIA 0 2 1}]}" {
		t.Errorf("counts %s", got)
	}
	codes := fmt.Sprint(a.PosyanduGaps.Provenance.Caveats)
	if !strings.Contains(codes, "KADER_UNKNOWN") || !strings.Contains(codes, "STANDARD_NOT_VERIFIED") || strings.Contains(codes, "NO_COMPLETE_REGISTER") ||
		!strings.Contains(fmt.Sprint(a.PosyanduGaps.Provenance.Sources), "Posyandu 2024") {
		t.Errorf("provenance %+v", a.PosyanduGaps.Provenance)
	}
	if a := ask(`asOf:"2023-12-31"`); a.PosyanduGaps.Counts.Unknown != 3 || a.PosyanduGaps.Counts.Posyandu != 0 {
		t.Errorf("before the list: %+v", a.PosyanduGaps.Counts)
	}
	// Page by page, the same desa in the same order.
	var first struct {
		PosyanduGaps struct {
			Edges []struct {
				Cursor string
				Node   struct{ Desa struct{ Name string } }
			}
			PageInfo struct{ HasNextPage bool }
		}
	}
	after, names := "", ""
	for range 3 {
		p.ask(t, fmt.Sprintf(`{posyanduGaps(within:"35.10",lack:[POSYANDU,KADER,SERVICE,UNKNOWN],first:1%s){edges{cursor node{desa{name}}} pageInfo{hasNextPage}}}`, after), &first)
		names += first.PosyanduGaps.Edges[0].Node.Desa.Name + " "
		after = fmt.Sprintf(",after:%q", first.PosyanduGaps.Edges[0].Cursor)
	}
	if names != "Alas Bakti Citra " || first.PosyanduGaps.PageInfo.HasNextPage {
		t.Errorf("pages: %s", names)
	}
	var list struct {
		Posyandu struct {
			TotalCount int
			Edges      []struct {
				Node struct {
					Facility struct{ Name, Kind string }
					Period   *string
					Kader    *int
					Levels   []struct {
						Level string
						Kader *int
					}
					Services    []struct{ Service, Status string }
					Competences []struct {
						Group         string
						Competences   int
						KaderWithAll  *int
						KaderWithEach []*int
					}
				}
			}
		}
	}
	p.ask(t, `{posyandu(within:"35.10"){totalCount edges{node{facility{name kind} period kader levels{level kader} services{service status}
		competences{group competences kaderWithAll kaderWithEach}}}}}`, &list)
	if list.Posyandu.TotalCount != 3 {
		t.Fatalf("%+v", list)
	}
	total := 0
	for _, e := range list.Posyandu.Edges {
		n := e.Node
		for _, c := range n.Competences {
			total += c.Competences
			if len(c.KaderWithEach) != c.Competences {
				t.Errorf("%+v", c)
			}
		}
		switch n.Facility.Name {
		case "Posyandu Melati":
			if *n.Kader != 6 || *n.Levels[2].Kader != 1 || *n.Competences[0].KaderWithEach[0] != 6 || n.Competences[0].KaderWithEach[1] != nil || *n.Competences[1].KaderWithAll != 4 {
				t.Errorf("%+v", n)
			}
		case "Mawar":
			if *n.Levels[2].Kader != 0 || n.Services[2].Status != "LACKS" {
				t.Errorf("a dash is none: %+v", n)
			}
		default:
			if n.Kader != nil || n.Services[2].Status != "UNKNOWN" || *n.Period != "2024-12-31" {
				t.Errorf("an empty cell is not known: %+v", n)
			}
		}
	}
	if total != 3*25 {
		t.Errorf("%d competences", total)
	}
	p.stop(t)

	// What is wrong is told with its line and how to mend it; the good rows load.
	bad := strings.NewReplacer("Mawar;35.10.01.2001;3", "Mawar;35.10.01.2999;3", "Kenanga;35.10.01.2002;;", "Kenanga;35.10.01.2002;banyak;", "Melati;35.10.01.2001;6;3", "Melati;35.10.01.2001;6;4").Replace(posyanduSheet)
	report = must(t, 3, dir, append([]string{"import", "posyandu", sheetFile(t, "posyandu.csv", bad)}, args[3:]...)...)
	for _, want := range []string{"line 4", "35.10.01.2999 is not known", `line 5 Kader="banyak"`, "Kader 6, but 7 by level"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	if report := must(t, 1, dir, "import", "posyandu", sheet, "--complete"); !strings.Contains(report, "--within") {
		t.Errorf("%s", report)
	}
}

// A posyandu that a newer list no longer holds is told of, and closed where asked to; one
// that comes back stands again. A list with rejected rows is not recorded as whole.
func TestPosyanduThatIsNoLongerListed(t *testing.T) {
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", sheetFile(t, "desa.geojson", twoDesa))
	const both = "posyandu,kode_desa,kader\nMelati,35.10.01.2001,5\nKenanga,35.10.01.2002,5\n"
	const melati = "posyandu,kode_desa,kader\nMelati,35.10.01.2001,5\n"
	load := func(status int, content, day string, more ...string) string {
		t.Helper()
		return must(t, status, dir, append([]string{"import", "posyandu", sheetFile(t, "posyandu.csv", content), "--within", "35.10", "--as-of", day, "--source", "Posyandu"}, more...)...)
	}
	load(0, both, "2023-12-31")
	for _, want := range []string{"missing 1", "Kenanga is no longer in this file"} {
		if report := load(0, melati, "2024-12-31", "--complete"); !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	gaps := func(day string) string {
		p := serve(t, dir)
		defer p.stop(t)
		var a posyanduAnswer
		p.ask(t, fmt.Sprintf(posyanduGaps, fmt.Sprintf(`asOf:%q lack:[POSYANDU,KADER,SERVICE,UNKNOWN]`, day)), &a)
		out := ""
		for _, e := range a.PosyanduGaps.Edges {
			out += fmt.Sprint(e.Node.Desa.Name, " ", e.Node.Status, " ", e.Node.Posyandu, "; ")
		}
		return out
	}
	if got := gaps("2025-01-31"); got != "Alas HAS 1; Bakti HAS 1; " {
		t.Errorf("told of and kept: %s", got)
	}
	if report := load(0, melati, "2024-12-31", "--complete", "--close-missing"); !strings.Contains(report, "CLOSED_ROW") {
		t.Errorf("%s", report)
	}
	if got := gaps("2025-01-31"); got != "Alas HAS 1; Bakti LACKS 0; " {
		t.Errorf("closed: %s", got)
	}
	if got := gaps("2024-06-30"); !strings.Contains(got, "Bakti HAS 1; ") {
		t.Errorf("it stood before: %s", got)
	}
	// The older list again says nothing new of what was closed later.
	if report := load(0, both, "2023-12-31"); !strings.Contains(report, "added 0 · changed 0 · unchanged 2") || strings.Contains(report, "no longer in this file") {
		t.Errorf("%s", report)
	}
	if got := gaps("2025-01-31"); got != "Alas HAS 1; Bakti LACKS 0; " {
		t.Errorf("the older list again: %s", got)
	}
	load(0, both, "2025-12-31")
	if got := gaps("2026-01-31"); !strings.Contains(got, "Bakti HAS 1; ") {
		t.Errorf("it is back: %s", got)
	}
	// A bad row: what the list lacks is not known to be lacking.
	report := load(3, strings.Replace(both, "35.10.01.2002", "35.10.01.2999", 1), "2026-06-30", "--complete", "--close-missing")
	for _, want := range []string{"NOT_WHOLE", "NOTHING_CLOSED", "Recorded as not whole; mend those rows"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
}
