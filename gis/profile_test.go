package gis_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
)

func speed(v float64) *float64 { return &v }

// plain is the rule of speeds, edge by edge, as one would tell it: seconds in
// motion, +Inf where shut.
func plain(p gis.Profile, r gis.Road) float64 {
	kmh, named := math.NaN(), false
	for _, class := range []string{r.Class, gis.AnyClass} {
		for _, s := range p.Speeds {
			if s.Class == class && !named {
				named = true
				if s.Kmh == nil {
					return math.Inf(1)
				}
				kmh = *s.Kmh
			}
		}
	}
	traits := map[gis.RoadTrait]string{
		gis.TraitSurface: r.Surface, gis.TraitTracktype: r.Tracktype, gis.TraitSmoothness: r.Smoothness, gis.TraitStructure: r.Structure,
	}
	for _, c := range p.Caps {
		if traits[c.Trait] == c.Value {
			if c.Kmh == nil {
				return math.Inf(1)
			}
			kmh = min(kmh, *c.Kmh)
		}
	}
	for _, c := range p.Closures {
		if c.WayID != 0 && c.WayID == r.WayID || c.WayID == 0 && c.At == nil && c.Class == r.Class {
			return math.Inf(1)
		}
	}
	switch {
	case r.FerryS > 0:
		return r.FerryS
	case !named:
		return math.Inf(1)
	case r.MaxSpeedKmh > 0:
		kmh = min(kmh, r.MaxSpeedKmh)
	}
	return r.LengthM / (kmh / 3.6)
}

var (
	someClasses    = []string{"primary", "track", "path", gis.FerryClass, "goat"}
	someSurfaces   = []string{"", "mud", "dirt", "asphalt"}
	someTracktypes = []string{"", "grade3", "grade5"}
	someSmoothness = []string{"", "bad", "impassable"}
	someStructures = []string{"", "FORD", "BRIDGE"}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// someProfile has speeds and caps by chance, some of them shut, and a variant.
func someProfile(r *rand.Rand) gis.Profile {
	maybe := func(most float64) *float64 {
		if r.IntN(5) == 0 {
			return nil
		}
		return speed(1 + most*r.Float64())
	}
	rows := func() (speeds []gis.ProfileSpeed, caps []gis.ProfileCap) {
		for _, c := range append(slices.Clone(someClasses[:4]), gis.AnyClass) {
			if r.IntN(4) > 0 {
				speeds = append(speeds, gis.ProfileSpeed{Class: c, Kmh: maybe(60)})
			}
		}
		values := [][]string{someSurfaces[1:3], someTracktypes[1:], someSmoothness[1:], someStructures[1:2]}
		for i, trait := range gis.RoadTraits {
			for _, v := range values[i] {
				if r.IntN(2) == 0 {
					caps = append(caps, gis.ProfileCap{Trait: trait, Value: v, Kmh: maybe(20)})
				}
			}
		}
		return speeds, caps
	}
	p := gis.Profile{Name: gis.ProfileMotorcycle, Version: 1, WalkKmh: 5, DetourFactor: 1.3}
	p.Speeds, p.Caps = rows()
	v := gis.Variant{ID: "hujan", Version: 2, Closures: []gis.Closure{{WayID: int64(1 + r.IntN(20))}}}
	v.Speeds, v.Caps = rows()
	if r.IntN(2) == 0 {
		v.Closures = append(v.Closures, gis.Closure{Class: gis.FerryClass, Months: []int{7, 8}})
	}
	p.Variants = []gis.Variant{v}
	return p
}

// Every edge costs what the rule says: it is travelled end to end, by roads that do
// not touch each other.
func TestSpeedsAgainstPlainRule(t *testing.T) {
	open, shut, capped := 0, 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		p := someProfile(r)
		under, err := p.Under(pick(r, []string{"", "hujan"}), 1+r.IntN(12))
		if err != nil {
			t.Fatal(err)
		}
		b := gis.NewRoadsBuilder(gis.RoadOptions{MinComponent: 1, Method: gis.CoverageNearRoads})
		var roads []gis.Road
		for i := range 1 + r.IntN(200) {
			from := b.AddNode(at(0, float64(i)*100), 1)
			to := b.AddNode(at(500, float64(i)*100), 1)
			road := gis.Road{
				From: from, To: to, Class: pick(r, someClasses), Surface: pick(r, someSurfaces), Tracktype: pick(r, someTracktypes),
				Smoothness: pick(r, someSmoothness), Structure: pick(r, someStructures), WayID: int64(r.IntN(20)), Access: 255, LengthM: 500 + 100*r.Float64(),
			}
			if r.IntN(3) == 0 {
				road.MaxSpeedKmh = 5 + 30*r.Float64()
			}
			if road.Class == gis.FerryClass && r.IntN(2) == 0 {
				road.FerryS = 100 + 100*r.Float64()
			}
			roads = append(roads, road)
			b.AddRoad(road)
		}
		built, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		e, err := gis.NewEngine(built, under)
		if err != nil {
			t.Fatal(err)
		}
		for i, road := range roads {
			want := plain(under, road)
			forward, backward := e.EdgeS(uint32(i))
			if forward != backward || math.IsInf(want, 1) != math.IsInf(forward, 1) || !math.IsInf(want, 1) && math.Abs(forward-want) > 1e-3 {
				t.Fatalf("seed %d: %+v takes %v and %v s, by the rule %v", seed, road, forward, backward, want)
			}
			if math.IsInf(want, 1) {
				shut++
			} else {
				open++
			}
			bare := under
			bare.Caps = nil
			if want > plain(bare, road) {
				capped++
			}
		}
	}
	if t.Logf("%d open, %d shut, %d slower for their traits", open, shut, capped); open < 500 || shut < 500 || capped < 500 {
		t.Error("the trial is too tame")
	}
}

// A kilometre by hand: a track at 15 km/h takes 240 s; of mud, at no more than 8
// km/h, 450 s; with a sign of 6 km/h 600 s; and in the rains, where mud is shut,
// there is no way.
func TestCapsByHand(t *testing.T) {
	p := gis.Profile{
		Name: gis.ProfileMotorcycle, Version: 1, WalkKmh: 5, DetourFactor: 1.3,
		Speeds: []gis.ProfileSpeed{{Class: "track", Kmh: speed(15)}},
		Caps:   []gis.ProfileCap{{Trait: gis.TraitSurface, Value: "mud", Kmh: speed(8)}},
		Variants: []gis.Variant{{
			ID: "musim-hujan", Version: 1, Speeds: []gis.ProfileSpeed{{Class: "track", Kmh: speed(10)}},
			Caps: []gis.ProfileCap{{Trait: gis.TraitSurface, Value: "mud"}},
		}},
	}
	for _, c := range []struct {
		variant, surface string
		sign, want       float64
	}{
		{"", "", 0, 240},
		{"", "mud", 0, 450},
		{"", "mud", 6, 600},
		{"", "asphalt", 0, 240},
		{"musim-hujan", "", 0, 360},
		{"musim-hujan", "mud", 0, math.Inf(1)},
	} {
		b := gis.NewRoadsBuilder(gis.RoadOptions{MinComponent: 1, Method: gis.CoverageNearRoads})
		b.AddNode(at(0, 0), 1)
		b.AddNode(at(1000, 0), 1)
		b.AddRoad(gis.Road{To: 1, Class: "track", Surface: c.surface, MaxSpeedKmh: c.sign, Access: 255, LengthM: 1000})
		roads, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		under, err := p.Under(c.variant, 1)
		if err != nil {
			t.Fatal(err)
		}
		e, err := gis.NewEngine(roads, under)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := e.EdgeS(0); got != c.want && math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%+v takes %v s", c, got)
		}
	}
}

// A variant that only lowers or shuts is never faster than its profile.
func TestLowerCapsAreNeverFaster(t *testing.T) {
	slower := 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 13))
		p := someProfile(r)
		v := &p.Variants[0]
		v.Speeds, v.Caps = nil, nil
		for _, s := range p.Speeds {
			if s.Kmh != nil && r.IntN(2) == 0 {
				v.Speeds = append(v.Speeds, gis.ProfileSpeed{Class: s.Class, Kmh: speed(*s.Kmh * r.Float64())})
			}
		}
		for _, s := range someSurfaces[1:] {
			lower := gis.ProfileCap{Trait: gis.TraitSurface, Value: s, Kmh: speed(10 * r.Float64())}
			for _, c := range p.Caps {
				if c.Trait == lower.Trait && c.Value == s {
					if lower.Kmh = nil; c.Kmh != nil {
						lower.Kmh = speed(*c.Kmh * r.Float64())
					}
				}
			}
			v.Caps = append(v.Caps, lower)
		}
		dry, _ := p.Under("", 7)
		wet, err := p.Under("hujan", 7)
		if err != nil {
			t.Fatal(err)
		}
		for range 300 {
			road := gis.Road{Class: pick(r, someClasses), Surface: pick(r, someSurfaces), Tracktype: pick(r, someTracktypes), WayID: int64(r.IntN(20)), LengthM: 500}
			b := gis.NewRoadsBuilder(gis.RoadOptions{MinComponent: 1, Method: gis.CoverageNearRoads})
			b.AddNode(at(0, 0), 1)
			road.To, road.Access = b.AddNode(at(500, 0), 1), 255
			b.AddRoad(road)
			roads, err := b.Build()
			if err != nil {
				t.Fatal(err)
			}
			var s [2]float64
			for i, p := range []gis.Profile{dry, wet} {
				e, err := gis.NewEngine(roads, p)
				if err != nil {
					t.Fatal(err)
				}
				s[i], _ = e.EdgeS(0)
			}
			if s[1] < s[0] {
				t.Fatalf("seed %d: %+v takes %v s in the dry, %v in the rains", seed, road, s[0], s[1])
			}
			if s[1] > s[0] {
				slower++
			}
		}
	}
	if slower < 1000 {
		t.Errorf("only %d roads are slower in the rains", slower)
	}
}

// A point shuts the nearest road of its class and no other, within its distance.
func TestClosureByPoint(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 17))
		b := gis.NewRoadsBuilder(gis.RoadOptions{MinComponent: 1, Method: gis.CoverageNearRoads})
		type line struct {
			a, b  [2]float64
			class string
		}
		var lines []line
		for i := range 1 + r.IntN(60) {
			l := line{[2]float64{3000 * r.Float64(), 3000 * r.Float64()}, [2]float64{3000 * r.Float64(), 3000 * r.Float64()}, pick(r, []string{"primary", "track"})}
			lines = append(lines, l)
			b.AddNode(at(l.a[0], l.a[1]), 1)
			b.AddNode(at(l.b[0], l.b[1]), 1)
			b.AddRoad(gis.Road{From: uint32(2 * i), To: uint32(2*i + 1), Class: l.class, Access: 255, LengthM: 5000})
		}
		roads, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		x, y, within := 3000*r.Float64(), 3000*r.Float64(), 50+500*r.Float64()
		best, bestM := -1, within
		for i, l := range lines {
			if m := offLine(x, y, l.a, l.b); l.class == "track" && m <= bestM {
				best, bestM = i, m
			}
		}
		p := motorcycle()
		place := at(x, y)
		p.Closures = []gis.Closure{{At: &place, WithinM: within, Class: "track"}}
		e, err := gis.NewEngine(roads, p)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Closures()[0].Edges; got != 0 != (best >= 0) {
			t.Fatalf("seed %d: %d edges shut, nearest track is %d at %v m", seed, got, best, bestM)
		}
		for i := range lines {
			if s, _ := e.EdgeS(uint32(i)); math.IsInf(s, 1) != (i == best) {
				t.Fatalf("seed %d: edge %d takes %v s, the nearest is %d", seed, i, s, best)
			}
		}
	}
}

// offLine is how far a point lies from a straight line between two others.
func offLine(x, y float64, a, b [2]float64) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := max(0, min(1, ((x-a[0])*dx+(y-a[1])*dy)/(dx*dx+dy*dy)))
	return math.Hypot(x-a[0]-t*dx, y-a[1]-t*dy)
}

// With its only ferry shut an island is not reached, and is again when it is not.
func TestClosedFerryCutsAnIslandOff(t *testing.T) {
	p := motorcycle()
	p.Variants = []gis.Variant{
		{ID: "angin-barat", Version: 1, Closures: []gis.Closure{{Class: gis.FerryClass, Months: []int{12, 1, 2}}}},
		{ID: "way", Version: 1, Closures: []gis.Closure{{WayID: 77}}},
	}
	b := gis.NewRoadsBuilder(gis.RoadOptions{MinComponent: 1, Method: gis.CoverageNearRoads})
	for i, x := range []float64{0, 1000, 9000, 10000} {
		b.AddNode(at(x, 0), uint32(1+i/2))
	}
	b.AddRoad(gis.Road{From: 0, To: 1, Class: "primary", Access: 255, LengthM: 1000})
	b.AddRoad(gis.Road{From: 1, To: 2, Class: gis.FerryClass, WayID: 77, Access: 255, LengthM: 8000})
	b.AddRoad(gis.Road{From: 2, To: 3, Class: "primary", Access: 255, LengthM: 1000})
	roads, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		variant string
		month   int
		key     string
		reached bool
	}{
		{"", 1, "MOTORCYCLE@0", true},
		{"angin-barat", 1, "MOTORCYCLE@0+angin-barat@1/m1", false},
		{"angin-barat", 6, "MOTORCYCLE@0+angin-barat@1/m6", true},
		{"way", 6, "MOTORCYCLE@0+way@1", false},
	} {
		under, err := p.Under(c.variant, c.month)
		if err != nil {
			t.Fatal(err)
		}
		under.Version = 0
		if under.Key() != c.key {
			t.Errorf("key %s, want %s", under.Key(), c.key)
		}
		e, err := gis.NewEngine(roads, under)
		if err != nil {
			t.Fatal(err)
		}
		ends, err := e.LocateAll(t.Context(), 2, func(i int) (gis.Spot, bool) {
			return gis.Spot{At: at([]float64{0, 10000}[i], 0), Landmass: uint32(1 + i)}, true
		})
		if err != nil {
			t.Fatal(err)
		}
		d, err := e.Destinations(ends[1:])
		if err != nil {
			t.Fatal(err)
		}
		trips, err := e.Nearest(t.Context(), gis.ByTime, d, ends[0], 1)
		if err != nil {
			t.Fatal(err)
		}
		if c.reached != (trips[0].Status == gis.Reached) || !c.reached && trips[0].Reason != gis.OtherComponent {
			t.Errorf("%s in month %d: %+v", c.variant, c.month, trips[0])
		}
	}
}

func TestUnknownVariantSaysWhichThereAre(t *testing.T) {
	p := motorcycle()
	p.Variants = []gis.Variant{{ID: "musim-hujan"}, {ID: "angin-barat"}}
	_, err := p.Under("banjir", 1)
	if gis.KindOf(err) != gis.Invalid || !strings.Contains(fmt.Sprint(err), "musim-hujan, angin-barat") {
		t.Error(err)
	}
}
