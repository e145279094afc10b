package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// paper fetches a PDF and reads its words back.
func (p *program) paper(t *testing.T, path string) (words string, pdf []byte) {
	t.Helper()
	res, err := http.Get(p.url + path) //nolint:noctx // the test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	pdf, err = io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v %.300s", path, res.StatusCode, err, pdf)
	}
	name := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := exec.CommandContext(t.Context(), "pdfinfo", name).Output()
	if err != nil || !strings.Contains(string(info), "Pages:           1\n") {
		t.Errorf("%s: %v %s", path, err, info)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-raw", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), " "), pdf
}

// The papers say what GraphQL answers to the same question, and their bytes are the
// same while the data are.
func TestPapersAgainstGraphQL(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is needed in CI (scripts/setup --tests)")
		}
		t.Skip("pdftotext is not here (scripts/setup --tests)")
	}
	p := serve(t, dataDir(t), "--demo-if-empty")
	// Roads are on the map once they are drawn.
	eventually(t, patience, func() error { return p.hasSaid("shapes for tiles drawn") })
	var a struct {
		DesaWithoutPustu struct {
			Counts []struct {
				Rule, Units                      string
				Denominator, Has, Lacks, Unknown int
			}
			Edges []struct {
				Node struct {
					Desa    struct{ Code, Name string }
					Nearest struct{ DurationS, DistanceM float64 }
				}
			}
		}
		TravelSummary struct {
			Groups []struct {
				People int
				Bands  []struct{ People int }
			}
		}
		Kecamatan struct {
			Groups []struct {
				Wilayah struct{ Name string }
				MedianS float64
			}
		}
	}
	p.ask(t, `{
		desaWithoutPustu(within: "35.10", rule: BUILDING, orderBy: [{key: TRAVEL_TIME, direction: DESC}], first: 10) {
			counts { rule units denominator has lacks unknown }
			edges { node { desa { code name } nearest(kind: [PUSTU, PUSKESMAS]) { durationS distanceM } } }
		}
		travelSummary(within: "35.10", kind: [PUSTU, PUSKESMAS]) { groups { people bands { people } } }
		kecamatan: travelSummary(within: "35.10", kind: [PUSTU, PUSKESMAS], groupBy: KECAMATAN) { groups { wilayah { name } medianS } }
	}`, &a)
	text, pdf := p.paper(t, "/pdf/kabupaten/35.10?lang=en")
	if !strings.Contains(strings.ReplaceAll(text, " ", ""), "DEMODATA") || // letters on a slant come one by one
		len(pdf) > 300<<10 {
		t.Errorf("%d bytes; %s", len(pdf), text)
	}
	group := func(n int) string { // thousands, of figures below a thousand million
		switch {
		case n < 1000:
			return fmt.Sprint(n)
		case n < 1_000_000:
			return fmt.Sprintf("%d,%03d", n/1000, n%1000)
		}
		return fmt.Sprintf("%d,%03d,%03d", n/1_000_000, n/1000%1000, n%1000)
	}
	minutes := func(s float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", s/60), ".0") }
	want := []string{}
	for _, c := range a.DesaWithoutPustu.Counts {
		if c.Units == "DESA" {
			want = append(want, fmt.Sprintf("desa %d %d %d %d", c.Has, c.Lacks, c.Unknown, c.Denominator))
		}
	}
	for _, b := range a.TravelSummary.Groups[0].Bands {
		want = append(want, group(b.People)+" (")
	}
	for _, k := range a.Kecamatan.Groups {
		want = append(want, k.Wilayah.Name, " "+minutes(k.MedianS)+" ")
	}
	for _, e := range a.DesaWithoutPustu.Edges {
		want = append(want, e.Node.Desa.Name, " "+minutes(e.Node.Nearest.DurationS)+" ")
	}
	if len(want) < 50 {
		t.Fatal("the answer is too small to compare with: ", want)
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("the paper lacks %q:\n%s", w, text)
		}
	}
	if _, again := p.paper(t, "/pdf/kabupaten/35.10?lang=en"); string(again) != string(pdf) {
		t.Error("the same question made other bytes")
	}
	// What GraphQL refuses is refused in its words.
	res, err := http.Get(p.url + "/pdf/desa/35.10.01.2999") //nolint:noctx // the test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if told, err := io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusNotFound || !strings.Contains(string(told), "35.10.01.2999") {
		t.Errorf("%d %v %s", res.StatusCode, err, told)
	}
	farthest := a.DesaWithoutPustu.Edges[0].Node
	text, _ = p.paper(t, "/pdf/desa/"+farthest.Desa.Code+"?lang=en")
	trip := minutes(farthest.Nearest.DurationS) + " minutes, " + strings.TrimSuffix(fmt.Sprintf("%.1f", farthest.Nearest.DistanceM/1000), ".0") + " km"
	for _, w := range []string{farthest.Desa.Name, trip, "LACKS Building", "Number 217 of 217"} {
		if !strings.Contains(text, w) {
			t.Errorf("the paper of %s lacks %q:\n%s", farthest.Desa.Code, w, text)
		}
	}
}
