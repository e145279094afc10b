package workforce_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/gis/workforce"
)

// The cases of the sources, to their digits.
func TestWorkloadOfTheSources(t *testing.T) {
	t2 := []workforce.Main{{12, 360}, {90, 660}, {21, 720}, {44, 420}, {41, 720}, {78, 480}, {56, 540}}
	for _, c := range []struct {
		name string
		load workforce.Workload
		want string
	}{
		{
			// 15,800/24,000 + 45,000/14,400 = 3.78333; FTP 4 %: x 1/0.96.
			"T1, a printed exercise", workforce.Workload{
				WKTMinutes: 72_000, Main: []workforce.Main{{15_800, 3}, {45_000, 5}},
				Support: []workforce.Support{{Percent: 2}, {Percent: 2}},
			}, "3.9410",
		},
		// Volumes times norms are 194,520 minutes; an eighth row is marked as not counted.
		{"T2, a puskesmas of 2023", workforce.Workload{WKTMinutes: 75_000, Main: t2}, "2.5936"},
		{"T2 with SBK rounded as printed", workforce.Workload{WKTMinutes: 75_000, Main: t2, RoundSBK: true}, "2.5920"},
		{
			// 1.0 + 0.5 + 0.5, x 1/0.9. The ten per cent are given in minutes.
			"T3", workforce.Workload{
				WKTMinutes: 72_000, Main: []workforce.Main{{3_600, 20}, {2_400, 15}, {150, 240}},
				Support: []workforce.Support{{MinutesYear: 7_200}},
			}, "2.2222",
		},
		{
			// 100,000 visits of 15 minutes; 179 days of 8 hours; 10 days of category allowance.
			"WISN", workforce.Workload{
				WKTMinutes: 179 * 480, Main: []workforce.Main{{100_000, 15}},
				Support: []workforce.Support{{Percent: 100 * 10.0 / 179}},
			}, "18.4911",
		},
		{
			// The same with two persons who give a quarter of the year to something else: added.
			"WISN with an individual allowance", workforce.Workload{
				WKTMinutes: 179 * 480, Main: []workforce.Main{{100_000, 15}},
				Support: []workforce.Support{{Percent: 100 * 10.0 / 179}}, Individual: []workforce.Individual{{179 * 120, 2}},
			}, "18.9911",
		},
	} {
		n, err := c.load.Need()
		if got := fmt.Sprintf("%.4f", n.Need); err != nil || got != c.want {
			t.Errorf("%s: %s (%v), want %s", c.name, got, err, c.want)
		}
	}
	n, _ := workforce.Workload{WKTMinutes: 75_000, Main: t2, RoundSBK: true}.Need()
	if got := fmt.Sprint(n.Sbk); got != "[208 114 104 179 104 156 139]" {
		t.Errorf("rounded SBK %s", got)
	}
}

func TestNoTimeLeft(t *testing.T) {
	one := []workforce.Main{{100, 10}}
	for _, support := range [][]workforce.Support{{{Percent: 100}}, {{Percent: 60}, {MinutesYear: 28_800}}, {{Percent: 130}}, {{Percent: 0.1}, {Percent: 66.6}, {Percent: 33.3}}} {
		_, err := workforce.Workload{WKTMinutes: 72_000, Main: one, Support: support}.Need()
		if gis.KindOf(err) != gis.Invalid || !strings.Contains(err.Error(), "mencapai atau melebihi 100 %") || !strings.Contains(err.Error(), "at or over 100 %") {
			t.Errorf("%v: %v", support, err)
		}
	}
	if n, err := (workforce.Workload{WKTMinutes: 72_000, Main: one, Support: []workforce.Support{{Percent: 99.9}}}).Need(); err != nil || math.Abs(n.Stp-1000) > 1e-6 {
		t.Errorf("99.9 %% leaves a thousandth: %v %v", n, err)
	}
	for _, bad := range []workforce.Workload{
		{Main: one},
		{WKTMinutes: -1, Main: one},
		{WKTMinutes: math.NaN()},
		{WKTMinutes: math.Inf(1)},
		{WKTMinutes: 1, Main: []workforce.Main{{1, 0}}},
		{WKTMinutes: 1, Main: []workforce.Main{{-1, 1}}},
		{WKTMinutes: 1, Main: []workforce.Main{{math.NaN(), 1}}},
		{WKTMinutes: 1, Main: []workforce.Main{{1, 9}}, RoundSBK: true},
		{WKTMinutes: 1, Main: []workforce.Main{{1e308, 1e308}}},
		{WKTMinutes: 1, Support: []workforce.Support{{Percent: -1}}},
		{WKTMinutes: 1, Individual: []workforce.Individual{{-1, 1}}},
	} {
		if n, err := bad.Need(); gis.KindOf(err) != gis.Invalid {
			t.Errorf("%+v gives %+v, %v", bad, n, err)
		}
	}
}

// Whatever the figures: twice the work asks twice the staff, support only adds, and the
// need is the time it takes over the time there is for it.
func TestWorkloadInvariants(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	for range 500 {
		w := workforce.Workload{WKTMinutes: 50_000 + rnd.Float64()*50_000}
		minutes := 0.0
		for range 1 + rnd.IntN(8) {
			m := workforce.Main{Volume: rnd.Float64() * 10_000, NormMinutes: 1 + rnd.Float64()*500}
			minutes += m.Volume * m.NormMinutes
			w.Main = append(w.Main, m)
		}
		bare, err := w.Need()
		if err != nil {
			t.Fatal(err)
		}
		for range rnd.IntN(4) {
			w.Support = append(w.Support, workforce.Support{Percent: rnd.Float64() * 20, MinutesYear: rnd.Float64() * 2_000})
		}
		n, err := w.Need()
		if err != nil {
			t.Fatal(err)
		}
		left := w.WKTMinutes
		for _, s := range w.Support {
			left -= s.Percent/100*w.WKTMinutes + s.MinutesYear
		}
		if math.Abs(n.Need-minutes/left) > 1e-9*n.Need || n.Need < bare.Need {
			t.Fatalf("need %v, by hand %v, without support %v", n.Need, minutes/left, bare.Need)
		}
		for i := range w.Main {
			w.Main[i].Volume *= 2
		}
		if twice, _ := w.Need(); math.Abs(twice.Need-2*n.Need) > 1e-9*n.Need {
			t.Fatalf("twice the work: %v after %v", twice.Need, n.Need)
		}
	}
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		need          float64
		nearest, next float64
	}{{3.941, 4, 4}, {2.5936, 3, 3}, {2.2222, 2, 3}, {4, 4, 4}, {4 + 1e-12, 4, 4}, {3.5, 4, 4}, {2.5 - 1e-12, 3, 3}, {0, 0, 0}, {0.01, 0, 1}} {
		if n, u, none := workforce.Round(c.need, gis.RoundNearest), workforce.Round(c.need, gis.RoundUp), workforce.Round(c.need, gis.RoundNone); n != c.nearest || u != c.next || none != c.need {
			t.Errorf("%v: nearest %v, up %v, none %v", c.need, n, u, none)
		}
	}
}
