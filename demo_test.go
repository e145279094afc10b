package main

import (
	"strings"
	"syscall"
	"testing"
)

type gapAnswer struct {
	DesaWithoutPustu struct {
		TotalCount int
		Counts     []struct {
			Rule, Units                      string
			Denominator, Has, Lacks, Unknown int
		}
		Provenance struct{ Demo bool }
	}
}

const gapQuery = `{desaWithoutPustu(within:"35.10", first:1, units:%UNITS%) {
	totalCount counts { rule units denominator has lacks unknown } provenance { demo } }}`

func gapsOf(t *testing.T, p *program, units string) gapAnswer {
	t.Helper()
	var a gapAnswer
	p.ask(t, strings.Replace(gapQuery, "%UNITS%", units, 1), &a)
	return a
}

// The figures are those reported of Banyuwangi in 2024: 87 desa have a pustu, so
// of 217 desa and kelurahan 130 lack one, of 189 desa 102.
func wantDemo(t *testing.T, p *program) {
	t.Helper()
	for units, want := range map[string]int{"DESA_AND_KELURAHAN": 130, "DESA": 102} {
		a := gapsOf(t, p, units)
		if a.DesaWithoutPustu.TotalCount != want {
			t.Errorf("%s: %d lack a pustu, want %d", units, a.DesaWithoutPustu.TotalCount, want)
		}
		if !a.DesaWithoutPustu.Provenance.Demo {
			t.Error("the answer does not say that it is a demonstration")
		}
		for _, c := range a.DesaWithoutPustu.Counts {
			if c.Has+c.Lacks+c.Unknown != c.Denominator {
				t.Errorf("%+v: the parts do not sum to the denominator", c)
			}
		}
	}
}

// A server that is killed while it loads, or killed while it serves, leaves no
// process, and the next one answers in full.
func TestDemoSurvivesKills(t *testing.T) {
	dir := dataDir(t)
	first := start(t, dir, "serve", "--listen", "127.0.0.1:0", "--demo-if-empty")
	eventually(t, patience, func() error { return first.hasSaid("demo: facilities") })
	if err := first.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-first.done
	nothingRuns(t, dir)

	second := serve(t, dir, "--demo-if-empty")
	wantDemo(t, second)
	if err := second.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-second.done
	nothingRuns(t, dir)

	third := serve(t, dir, "--demo-if-empty")
	if err := third.hasSaid("demo: staff"); err == nil {
		t.Error("a whole demonstration was loaded again")
	}
	wantDemo(t, third)

	// Beside the running server.
	must(t, 0, dir, "demo", "--remove")
	var gone struct{ Wilayah *struct{ Code string } }
	third.ask(t, `{wilayah(code:"35.10"){code}}`, &gone)
	if gone.Wilayah != nil {
		t.Error("the demonstration was removed and is still answered")
	}
	third.stop(t)
	nothingRuns(t, dir)
}
