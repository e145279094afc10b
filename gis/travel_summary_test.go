package gis_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"jangkau/gis"
)

func reached(s, m float64) gis.Trip {
	return gis.Trip{Status: gis.Reached, DurationS: s, DistanceM: m}
}

var (
	unreached   = gis.NoTrip(gis.Unreachable, gis.OtherComponent)
	notComputed = gis.NoTrip(gis.NotComputed, gis.RoadDataMissing)
)

func single(people int, t gis.Trip) *gis.DesaTrip {
	d := gis.NewDesaTrip(gis.ByTime, people, true, []float64{1}, []gis.Trip{t})
	return &d
}

func TestSpreadPeople(t *testing.T) {
	for _, c := range []struct {
		people  int
		weights []float64
		want    []int
	}{
		{10, []float64{1, 1, 1}, []int{4, 3, 3}}, // 3.33 each: the one over goes to the first
		{10, []float64{1, 2, 4}, []int{1, 3, 6}}, // 1.43 2.86 5.71
		{7, []float64{0, 0}, []int{4, 3}},
		{7, []float64{0, 5}, []int{0, 7}},
		{0, []float64{3, 5}, []int{0, 0}},
		{5, []float64{-1, 2}, []int{0, 5}},
	} {
		if got := gis.SpreadPeople(c.people, c.weights); !slices.Equal(got, c.want) {
			t.Errorf("%d by %v: %v, want %v", c.people, c.weights, got, c.want)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		people, weights := r.IntN(5000), make([]float64, 1+r.IntN(40))
		sum := 0.0
		for i := range weights {
			weights[i] = r.ExpFloat64() * 100
			sum += weights[i]
		}
		total := 0
		for i, n := range gis.SpreadPeople(people, weights) {
			if exact := float64(people) * weights[i] / sum; float64(n) <= exact-1 || float64(n) >= exact+1 {
				t.Fatalf("%d people for %v", n, exact)
			}
			total += n
		}
		if total != people {
			t.Fatalf("%d people became %d", people, total)
		}
	}
}

func TestDesaTripIsOfItsMedianPerson(t *testing.T) {
	// 1,000 people at four settlements: 200 at 600 s, 250 at 300 s, 450 at 900 s and
	// 100 who reach nothing. In order 250, 450 (the 500th is among the next) ...
	trips := []gis.Trip{reached(600, 9000), reached(300, 1000), reached(900, 2000), unreached}
	weights := []float64{20, 25, 45, 10}
	d := gis.NewDesaTrip(gis.ByTime, 1000, true, weights, trips)
	// by time: 300 s (250), 600 s (450), 900 s (900), none (1,000)
	if d.MedianPoint != 2 || d.P90Point != 2 || d.Median != trips[2] || d.P90 != trips[2] {
		t.Errorf("%+v", d)
	}
	// by distance: 1 km (250), 2 km (700), 9 km (900), none
	d = gis.NewDesaTrip(gis.ByDistance, 1000, true, weights, trips)
	if d.MedianPoint != 2 || d.P90Point != 0 {
		t.Errorf("%+v", d)
	}
	// Exactly half are reached: the median person is. A hair less and it is not.
	half := []gis.Trip{notComputed, reached(60, 50), unreached}
	if d := gis.NewDesaTrip(gis.ByTime, 100, true, []float64{20, 50, 30}, half); d.Median.Status != gis.Reached || d.P90 != notComputed {
		t.Errorf("%+v", d)
	}
	if d := gis.NewDesaTrip(gis.ByTime, 100, true, []float64{20, 49, 31}, half); d.Median != unreached {
		t.Errorf("%+v", d)
	}
	// Nobody known: the points' own weights decide, and nobody is counted.
	if d := gis.NewDesaTrip(gis.ByTime, 500, false, weights, trips); d.MedianPoint != 2 || d.People != 0 || d.Points[2].People != 0 {
		t.Errorf("%+v", d)
	}
	if d := gis.NewDesaTrip(gis.ByTime, 10, true, nil, nil); d.Median.Reason != gis.NoDemandPoint || d.Points[0].People != 10 {
		t.Errorf("%+v", d)
	}
}

func TestSummaryByHand(t *testing.T) {
	two := gis.NewDesaTrip(gis.ByTime, 300, true, []float64{1, 2}, []gis.Trip{reached(900, 12000), reached(1800, 20000)})
	unknown := gis.NewDesaTrip(gis.ByTime, 0, false, []float64{1}, []gis.Trip{reached(10, 10)})
	desa := []*gis.DesaTrip{
		single(200, reached(0, 0)),             // at the door: in the first band
		&two,                                   // 100 at 15 min sharp, 200 at 30 min sharp
		single(150, reached(1800.000001, 800)), // a millionth over
		single(100, reached(9000, 30000)),
		single(200, unreached),
		single(50, notComputed),
		&unknown,
	}
	bands := gis.Bands{Minutes: []float64{15, 30, 60}, Km: []float64{0.8, 20}}
	g := gis.Summarise(slices.Values(desa), bands)
	if g.Desa != 7 || g.DesaWithoutPeople != 1 || g.DesaUnreached != 1 || g.DesaNotComputed != 1 ||
		g.People != 1000 || g.PeopleUnreached != 200 || g.PeopleNotComputed != 50 {
		t.Errorf("%+v", g)
	}
	// By time 200 at 0, 300 at 900, 500 at 1,800: the 500th. By distance 200 at 0, 350
	// at 800, 450 at 12 km, 650 at 20 km. The 900th person is not reached.
	if *g.MedianS != 1800 || *g.MedianM != 20000 || g.P90S != nil || g.P90M != nil {
		t.Errorf("%v %v %v %v", *g.MedianS, *g.MedianM, g.P90S, g.P90M)
	}
	want := []struct {
		unit        gis.BandUnit
		above, upTo float64
		people      int
		desa        int
	}{
		{gis.BandMinute, 0, 15, 300, 2}, // the desa without people counts as a desa
		{gis.BandMinute, 15, 30, 200, 1},
		{gis.BandMinute, 30, 60, 150, 1},
		{gis.BandMinute, 60, 0, 350, 3},
		{gis.BandKilometre, 0, 0.8, 350, 3},
		{gis.BandKilometre, 0.8, 20, 300, 1},
		{gis.BandKilometre, 20, 0, 350, 3},
	}
	if len(g.Bands) != len(want) {
		t.Fatalf("%d bands", len(g.Bands))
	}
	for i, w := range want {
		b := g.Bands[i]
		upTo := 0.0
		if b.UpTo != nil {
			upTo = *b.UpTo
		}
		if b.Unit != w.unit || b.Above != w.above || upTo != w.upTo || b.People != w.people || b.Desa != w.desa || *b.Share != float64(w.people)/1000 {
			t.Errorf("band %d: %+v, want %+v", i, b, w)
		}
	}
}

func TestSummaryOfNobody(t *testing.T) {
	g := gis.Summarise(slices.Values([]*gis.DesaTrip{}), gis.Bands{Minutes: []float64{15}})
	if g.MedianS != nil || len(g.Bands) != 2 || g.Bands[0].Share != nil || g.Bands[1].UpTo != nil {
		t.Errorf("%+v", g)
	}
}

func TestSummaryPartsMakeTheWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 300 {
		var desa []*gis.DesaTrip
		for range r.IntN(30) {
			trips, weights := make([]gis.Trip, 1+r.IntN(6)), make([]float64, 6)
			for i := range trips {
				weights[i] = r.Float64()
				trips[i] = []gis.Trip{unreached, notComputed, reached(float64(r.IntN(100))*60, float64(r.IntN(40))*500), reached(r.Float64()*5000, r.Float64()*9000)}[r.IntN(4)]
			}
			d := gis.NewDesaTrip(gis.ByTime, r.IntN(3000), r.IntN(5) > 0, weights[:len(trips)], trips)
			desa = append(desa, &d)
		}
		bands := gis.Bands{Minutes: []float64{10, 20, 70}, Km: []float64{1, 2.5}}
		whole := gis.Summarise(slices.Values(desa), bands)
		cut := r.IntN(len(desa) + 1)
		a, b := gis.Summarise(slices.Values(desa[:cut]), bands), gis.Summarise(slices.Values(desa[cut:]), bands)
		people, count := map[gis.BandUnit]int{}, map[gis.BandUnit]int{}
		for i, band := range whole.Bands {
			people[band.Unit] += band.People
			count[band.Unit] += band.Desa
			if band.People != a.Bands[i].People+b.Bands[i].People || band.Desa != a.Bands[i].Desa+b.Bands[i].Desa {
				t.Fatalf("band %d: parts %+v and %+v of %+v", i, a.Bands[i], b.Bands[i], band)
			}
		}
		for unit := range people {
			if people[unit] != whole.People || count[unit] != whole.Desa || whole.Desa != len(desa) {
				t.Fatalf("%s: %d people of %d, %d desa of %d", unit, people[unit], whole.People, count[unit], whole.Desa)
			}
		}
		if whole.PeopleUnreached != a.PeopleUnreached+b.PeopleUnreached || whole.People != a.People+b.People {
			t.Fatalf("%+v", whole)
		}
	}
}

func TestBandsAreChecked(t *testing.T) {
	for _, c := range []struct {
		bands gis.Bands
		ok    bool
	}{
		{gis.Bands{Minutes: []float64{15, 30, 60}, Km: []float64{0.5}}, true},
		{gis.Bands{}, true},
		{gis.Bands{Minutes: []float64{30, 15}}, false},
		{gis.Bands{Minutes: []float64{15, 15}}, false},
		{gis.Bands{Minutes: []float64{-5, 15}}, false},
		{gis.Bands{Km: []float64{0, 1}}, false},
		{gis.Bands{Km: []float64{1, 1 / zero}}, false},
		{gis.Bands{Km: []float64{zero / zero}}, false},
	} {
		if err := c.bands.Check(); (err == nil) != c.ok || err != nil && gis.KindOf(err) != gis.Invalid {
			t.Errorf("%+v: %v", c.bands, err)
		}
	}
}

var zero = 0.0
