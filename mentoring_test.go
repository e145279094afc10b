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
	if trip := a.Mentoring.Edges[1].Node.Assignments[0].Trip; trip.Status != "UNREACHABLE" || trip.Reason == nil || *trip.Reason != "NO_ROAD_WITHIN_SNAP" || trip.DistanceM != nil || trip.DurationS != nil {
		t.Errorf("no road leads to Bakti: %s %v %+v", trip.Status, *trip.Reason, trip)
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
	for _, want := range []string{"line 3 Spesialisasi: The specialty is not known", `line 4 Sampai="2023-01-01"`, `A name or code of this cell means 0 facilities PUSKESMAS`} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	if strings.Contains(report, "SITI") || strings.Contains(report, "BUDI") {
		t.Errorf("somebody's name:\n%s", report)
	}
}

const mentoringAsked = `{mentoring(within:"35.10" asOf:%q){edges{node{puskesmas{name} status assignments{specialty{code} hospital{name} validFrom}}}}}`

// A list of each year that does not say since when continues what held, ends what it no
// longer holds, and doubles nothing; an older one shows that it held earlier.
func TestMentoringYearByYear(t *testing.T) {
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", sheetFile(t, "desa.geojson", twoDesa))
	must(t, 0, dir, "import", "facilities", sheetFile(t, "faskes.csv", "nama,jenis,kode_desa\nRSUD Alas,RS,35.10.01.2001\nPuskesmas Alas,Puskesmas,35.10.01.2001\nPuskesmas Bakti,Puskesmas,35.10.01.2002\n"), "--as-of", "2020-01-01")
	const both = "rs,spesialisasi,puskesmas\nRSUD Alas,Obgin,Puskesmas Alas\nRSUD Alas,Anak,Puskesmas Bakti\n"
	const alas = "rs,spesialisasi,puskesmas\nRSUD Alas,Obgin,Puskesmas Alas\n"
	load := func(content, day, want string, more ...string) {
		t.Helper()
		report := must(t, 0, dir, append([]string{"import", "mentoring", sheetFile(t, "asuhan.csv", content), "--within", "35.10", "--as-of", day, "--source", "Asuhan"}, more...)...)
		if !strings.Contains(report, want) {
			t.Errorf("%s: no %q in\n%s", day, want, report)
		}
	}
	load(both, "2023-12-31", "added 2 · changed 0 · unchanged 0")
	load(both, "2024-12-31", "added 0 · changed 0 · unchanged 2")
	load(alas, "2025-12-31", "1 assignments are no longer in this file")
	load(alas, "2025-12-31", "added 0 · changed 0 · unchanged 1", "--close-missing")
	load(both, "2022-12-31", "added 0 · changed 2 · unchanged 0") // an older list: both held earlier
	load(both, "2026-06-30", "added 1 · changed 0 · unchanged 1") // begun anew
	p := serve(t, dir)
	for day, want := range map[string]string{
		"2022-06-30": "",
		"2023-06-30": "Puskesmas Alas OBGIN 2022-12-31; Puskesmas Bakti ANAK 2022-12-31; ",
		"2025-06-30": "Puskesmas Alas OBGIN 2022-12-31; Puskesmas Bakti ANAK 2022-12-31; ",
		"2026-03-31": "Puskesmas Alas OBGIN 2022-12-31; ",
		"2026-09-30": "Puskesmas Alas OBGIN 2022-12-31; Puskesmas Bakti ANAK 2026-06-30; ",
	} {
		var a mentoringAnswer
		p.ask(t, fmt.Sprintf(mentoringAsked, day), &a)
		got := ""
		for _, e := range a.Mentoring.Edges {
			for _, x := range e.Node.Assignments {
				got += e.Node.Puskesmas.Name + " " + x.Specialty.Code + " " + x.ValidFrom + "; "
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
	p.stop(t)
	// The same post twice at the same time is one of them too many, dated or not; at
	// different times it is two.
	report := must(t, 3, dir, "import", "mentoring", sheetFile(t, "asuhan.csv", "rs,spesialisasi,puskesmas,mulai,sampai\nRSUD Alas,Bedah,Puskesmas Alas,2021-01-01,2022-01-01\nRSUD Alas,Bedah,Puskesmas Alas,2023-01-01,\nRSUD Alas,Bedah,Puskesmas Alas,,\n"),
		"--within", "35.10", "--as-of", "2024-12-31", "--source", "Bedah", "--complete")
	for _, want := range []string{"added 2", "stands on line 3 already, for the same time", "NOT_WHOLE", "Recorded as not whole"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
}
