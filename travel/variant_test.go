package travel

import (
	"fmt"
	"strings"
	"testing"

	"jangkau/gis"
)

// withVariants gives motorcycles two variants: slow at half the speed, and shut
// where way 9, kilometre 22 to 23, is closed.
func withVariants(s *store) {
	p := &s.places.Profiles[1]
	p.Variants = []gis.Variant{
		{ID: "pelan", Version: 1, Speeds: []gis.ProfileSpeed{{Class: gis.AnyClass, Kmh: kmh(30)}}},
		{ID: "putus", Version: 1, Closures: []gis.Closure{{WayID: 9}, {WayID: 12345}}},
	}
	s.network.Edges[22].WayID = 9
}

func TestVariantsAreAskedSideBySide(t *testing.T) {
	s := newStore()
	withVariants(s)
	p := pin(t, newService(t, s))
	puskesmas := both
	puskesmas.Kinds = []gis.FacilityKind{gis.KindPuskesmas}
	slow, shut := puskesmas, puskesmas
	slow.Variant, shut.Variant = "pelan", "putus"
	// Desa 1 at kilometre 0, the puskesmas at 25: 25 minutes at 60 km/h.
	for _, c := range []struct {
		q    Query
		want float64
	}{{puskesmas, 1500}, {slow, 3000}, {puskesmas, 1500}} {
		if d := desa(t, p, c.q, "35.10.01.2001"); d.Median.DurationS < c.want-1 || d.Median.DurationS > c.want+1 {
			t.Errorf("%q: %+v, want %v s", c.q.Variant, d.Median, c.want)
		}
	}
	if d := desa(t, p, shut, "35.10.01.2001"); d.Median.Status != gis.Unreachable || d.Median.Reason != gis.OtherComponent {
		t.Errorf("through a closed road: %+v", d.Median)
	}
	closures, err := p.Closures(t.Context(), shut)
	if err != nil || len(closures) != 2 || closures[0].Edges != 1 || closures[1].Edges != 0 {
		t.Errorf("%+v %v", closures, err)
	}
	for variant, want := range map[string]string{"banjir": "pelan, putus", "Pelan": "pelan, putus"} {
		q := both
		q.Variant = variant
		if _, err := p.Desa(t.Context(), q); gis.KindOf(err) != gis.Invalid || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%q: %v", variant, err)
		}
	}
	q := both
	q.Profile, q.Variant = gis.ProfileCar, "pelan"
	if _, err := p.Desa(t.Context(), q); gis.KindOf(err) != gis.Invalid || !strings.Contains(fmt.Sprint(err), "MOTORCYCLE") {
		t.Error(err)
	}
}

// An edit of one profile leaves what was computed for the others as it was.
func TestEditOfOneProfileLeavesTheOthers(t *testing.T) {
	s := newStore()
	withVariants(s)
	srv := newService(t, s)
	car := both
	car.Profile = gis.ProfileCar
	slow := both
	slow.Variant = "pelan"
	answers := func(q Query) (*Area, *way) {
		p := pin(t, srv)
		a, err := p.Desa(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		w, err := p.snapshot.ways.get(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return a, w
	}
	carArea, carWay := answers(car)
	oldArea, oldWay := answers(both)
	slowArea, slowWay := answers(slow)
	s.change(func() {
		// What was handed out stays as it is: a loader reads every time anew.
		s.places.Profiles = append([]gis.Profile(nil), s.places.Profiles...)
		v := append([]gis.Variant(nil), s.places.Profiles[1].Variants...)
		v[0].Version, v[0].Speeds = 2, []gis.ProfileSpeed{{Class: gis.AnyClass, Kmh: kmh(20)}}
		s.places.Profiles[1].Variants = v
	}, &s.places.Version.Network)
	if a, w := answers(car); a != carArea || w != carWay {
		t.Error("an edit of a motorcycle's variant made cars anew")
	}
	if a, w := answers(both); a != oldArea || w != oldWay {
		t.Error("an edit of a variant made its profile anew")
	}
	if a, w := answers(slow); a == slowArea || w == slowWay || w.profile.VariantVersion != 2 {
		t.Error("an edited variant was taken over")
	}
	if s.networksRead != 1 {
		t.Errorf("the roads were read %d times", s.networksRead)
	}
}

// No more engines are kept than asked for, and the least recently asked goes.
func TestEnginesAreBounded(t *testing.T) {
	s := newStore()
	srv := newService(t, s, func(c *Config) { c.Engines = 2 })
	p := pin(t, srv)
	first := map[gis.TravelProfile]*way{}
	ask := func(name gis.TravelProfile) *way {
		q := both
		q.Profile = name
		if _, err := p.Nearest(t.Context(), q, Origin{}, 1); err != nil {
			t.Fatal(err)
		}
		w, err := p.snapshot.ways.get(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(p.snapshot.ways.ready); n > 2 {
			t.Fatalf("%d engines are kept", n)
		}
		for key := range p.snapshot.cache.byKey {
			if k, ok := key.(targetsKey); ok && k.way != w && !containsWay(p.snapshot.ways.ready, k.way) {
				t.Errorf("facilities prepared for %s outlive it", k.way.key)
			}
		}
		return w
	}
	for _, name := range []gis.TravelProfile{gis.ProfileWalk, gis.ProfileCar, gis.ProfileWalk, gis.ProfileBoat} {
		first[name] = ask(name)
	}
	if ask(gis.ProfileWalk) != first[gis.ProfileWalk] {
		t.Error("the one asked again went")
	}
	if ask(gis.ProfileCar) == first[gis.ProfileCar] {
		t.Error("the least recently asked stayed")
	}
}

func containsWay(list []*way, w *way) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}
