package main

import (
	"fmt"
	"strings"
	"testing"
)

const mentoringSheet = `PUSKESMAS ASUHAN SPESIALISTIK;;;;;
No;Nama Dokter;RS Asal;Spesialisasi;Puskesmas Binaan;Mulai;Sampai
1;dr. SITI AMINAH, Sp.A;RSUD Alas;dr. SITI AMINAH, Sp.A;Puskesmas Alas; 2024-01-01;
2;BUDI SANTOSO;RSUD Alas;Obgin;"Puskesmas Alas; Bakti";2024-01-01;2025-01-01
`

type mentoringAnswer struct {
	Mentoring struct {
		TotalCount int
		Counts     struct{ Puskesmas, Has, Lacks, Unknown int }
		Edges      []struct {
			Node struct {
				Puskesmas   struct{ Name string }
				Status      string
				Missing     []struct{ Code string }
				Assignments []struct {
					Specialty struct{ Code, Name string }
					Hospital  struct{ Name string }
					ValidFrom string
					Trip      struct {
						Status               string
						Reason               *string
						DistanceM, DurationS *float64
					}
				}
			}
		}
		Provenance struct {
			Sources []struct{ Name string }
			Caveats []struct{ Code string }
		}
	}
}

func (a mentoringAnswer) lines() (out []string) {
	for _, e := range a.Mentoring.Edges {
		line := e.Node.Puskesmas.Name + " " + e.Node.Status
		for _, m := range e.Node.Missing {
			line += " -" + m.Code
		}
		for _, x := range e.Node.Assignments {
			line += " +" + x.Specialty.Code
		}
		out = append(out, line)
	}
	return out
}

// The hospital and Puskesmas Alas stand on one road, 0.05 degrees of longitude apart;
// Puskesmas Bakti is off every road. Who is mentored, who is not, and how far it is.
func TestMentoring(t *testing.T) {
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", sheetFile(t, "desa.geojson", twoDesa))
	must(t, 0, dir, "import", "facilities", sheetFile(t, "faskes.csv", `nama,jenis,kode_desa,lat,lon
RSUD Alas,RS,35.10.01.2001,-8.05,114.01
Puskesmas Alas,Puskesmas,35.10.01.2001,-8.05,114.06
Puskesmas Bakti,Puskesmas,35.10.01.2002,-8.09,114.19
`), "--as-of", "2023-01-01")
	must(t, 0, dir, "import", "roads", sheetFile(t, "jalan.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"highway":"primary"},
		"geometry":{"type":"LineString","coordinates":[[114.01,-8.05],[114.03,-8.05],[114.06,-8.05]]}}]}`), "--covers", "35.10", "--min-component", "1", "--snap-max-m", "1000")
	sheet := sheetFile(t, "asuhan.csv", mentoringSheet)
	args := []string{"import", "mentoring", sheet, "--within", "35.10", "--as-of", "2024-06-30", "--source", "Asuhan 2024"}
	report := must(t, 0, dir, args...)
	if !strings.Contains(report, "added 2") || strings.Contains(report, "SITI") || strings.Contains(report, "BUDI") {
		t.Errorf("two rows, and nobody's name:\n%s", report)
	}
	if report := must(t, 0, dir, args...); !strings.Contains(report, "added 0 · changed 0 · unchanged 2") {
		t.Errorf("again:\n%s", report)
	}
	p := serve(t, dir)
	eventually(t, patience, func() error { return p.roadsReady(t) })
	ask := func(more string) (a mentoringAnswer) {
		t.Helper()
		p.ask(t, fmt.Sprintf(`{mentoring(within:"35.10" %s){totalCount counts{puskesmas has lacks unknown}
			edges{node{puskesmas{name} status missing{code} assignments{specialty{code name} hospital{name} validFrom trip{status reason distanceM durationS}}}}
			provenance{sources{name} caveats{code}}}}`, more), &a)
		return a
	}
	want := func(a mentoringAnswer, lines ...string) {
		t.Helper()
		if got := strings.Join(a.lines(), "\n"); got != strings.Join(lines, "\n") {
			t.Errorf("got\n%s\nwant\n%s", got, strings.Join(lines, "\n"))
		}
	}
	a := ask(`asOf:"2024-06-30"`)
	want(a, "Puskesmas Alas HAS +ANAK +OBGIN", "Puskesmas Bakti HAS +OBGIN")
	// 0.05 degrees on latitude -8.05 are 5.51 km: cos(8.05°) × 111.32 km × 0.05.
	trip := a.Mentoring.Edges[0].Node.Assignments[0].Trip
	if trip.Status != "REACHED" || *trip.DistanceM < 5450 || *trip.DistanceM > 5570 || *trip.DurationS <= 0 {
		t.Errorf("trip %+v", trip)
	}
	if trip := a.Mentoring.Edges[1].Node.Assignments[0].Trip; trip.Status == "REACHED" && trip.Reason != nil || trip.Status != "REACHED" && (trip.Reason == nil || trip.DistanceM != nil) {
		t.Errorf("a trip has figures, or a reason: %+v", trip)
	}
	if !strings.Contains(fmt.Sprint(a.Mentoring.Provenance.Sources), "Asuhan 2024") {
		t.Errorf("sources %+v", a.Mentoring.Provenance)
	}
	// Obgin has ended, and without a complete list who has none is not known.
	a = ask(`asOf:"2025-06-30" show:WITHOUT`)
	want(a, "Puskesmas Bakti UNKNOWN")
	must(t, 0, dir, append(args, "--complete")...)
	a = ask(`asOf:"2025-06-30"`)
	want(a, "Puskesmas Alas HAS +ANAK", "Puskesmas Bakti LACKS")
	a = ask(`asOf:"2024-06-30" specialty:["OBGIN","ANAK"] show:WITHOUT`)
	want(a, "Puskesmas Bakti LACKS -ANAK +OBGIN")
	if c := a.Mentoring.Counts; c.Puskesmas != 2 || c.Has != 1 || c.Lacks != 1 || c.Unknown != 0 || a.Mentoring.TotalCount != 1 {
		t.Errorf("counts %+v", a.Mentoring)
	}
	p.stop(t)

	bad := strings.NewReplacer("RSUD Alas;dr. SITI AMINAH, Sp.A", "RSUD Alas;dr. SITI AMINAH", "2025-01-01", "2023-01-01", "Alas; Bakti", "Alas; Entah").Replace(mentoringSheet)
	report = must(t, 1, dir, append([]string{"import", "mentoring", sheetFile(t, "asuhan.csv", bad)}, args[3:]...)...)
	for _, want := range []string{"line 3 Spesialisasi: The specialty is not known", `line 4 Sampai="2023-01-01"`, `"Entah": there are 0 facilities PUSKESMAS`} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	if strings.Contains(report, "SITI") || strings.Contains(report, "BUDI") {
		t.Errorf("somebody's name:\n%s", report)
	}
}
