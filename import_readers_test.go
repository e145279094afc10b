package main

import (
	"strings"
	"testing"
)

// Who asks while an import runs is answered from before it or from after it, in
// every part of one answer alike.
func TestAnswersDuringAnImport(t *testing.T) {
	banyuwangi, tuban := realData(t, "wilayah/desa_35.10.geojson"), realData(t, "wilayah/desa_35.23.geojson")
	people := realData(t, "tuban/penduduk_desa_proxy.csv")
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", banyuwangi)
	p := serve(t, dir)
	defer p.stop(t)
	const before, after = 217, 217 + 328
	type total struct{ TotalCount int }
	asked := map[int]int{}
	ask := func() {
		t.Helper()
		var a struct {
			First, Last total
			Pustu       struct {
				Counts []struct {
					Rule, Units string
					Denominator int
				}
			}
		}
		p.ask(t, `{first:desa(within:"35"){totalCount} pustu:desaWithoutPustu(within:"35"){counts{rule units denominator}} last:desa(within:"35",first:1){totalCount}}`, &a)
		n := a.First.TotalCount
		for _, c := range a.Pustu.Counts {
			if c.Units == "DESA_AND_KELURAHAN" && c.Denominator != n {
				t.Errorf("%d desa, but %s counts %d", n, c.Rule, c.Denominator)
			}
		}
		if n != a.Last.TotalCount || n != before && n != after {
			t.Errorf("%d and %d desa in one answer; there were %d and are %d", n, a.Last.TotalCount, before, after)
		}
		asked[n]++
	}
	ask()
	for _, args := range [][]string{{"boundaries", tuban}, {"population", people}} {
		loading := start(t, dir, append([]string{"import"}, args...)...)
		for running := true; running; {
			select {
			case <-loading.done:
				running = false
			default:
			}
			ask()
		}
		if out, exit := loading.finish(t); exit != 0 || !strings.Contains(out, "loaded") {
			t.Fatalf("import %s: %d\n%s", args[0], exit, out)
		}
	}
	t.Logf("answers by their number of desa: %v", asked)
	if asked[before] < 2 || asked[after] < 2 {
		t.Errorf("too few answers to tell: %v", asked)
	}
}
