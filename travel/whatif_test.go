package travel

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jangkau/gis"
)

var (
	everybody = []gis.WilayahCode{"35.10.01.2001", "35.10.01.2002", "35.10.01.2003", "35.10.01.2004", "35.10.01.2099"}
	quarters  = gis.Bands{Minutes: []float64{5, 10, 15}, Km: []float64{3, 8}}
)

// alongTheRoad is a place so many metres east of kilometre 0.
func alongTheRoad(m float64) Origin { return Origin{Lon: m / degree, Landmass: 1} }

// What a what-if says is what a store says in which the changes have been made.
func TestWhatIfIsWhatAChangedStoreAnswers(t *testing.T) {
	s := newStore()
	p := pin(t, newService(t, s))
	better, worse := 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 3))
		q := both
		q.By = []gis.TravelMetric{gis.ByTime, gis.ByDistance}[r.IntN(2)]
		changed := newStore()
		rows := &changed.places.Facilities
		var changes []FacilityChange
		for i := len(*rows) - 1; i >= 0; i-- {
			id := (*rows)[i].ID
			switch r.IntN(3) {
			case 0:
				changes = append(changes, FacilityChange{Facility: id, Close: true})
				*rows = slices.Delete(*rows, i, i+1)
			case 1:
				to := alongTheRoad(float64(r.IntN(31)) * 1000)
				changes = append(changes, FacilityChange{Facility: id, To: to})
				(*rows)[i].Lon = to.Lon
			}
		}
		for n := range r.IntN(3) {
			to := alongTheRoad(float64(r.IntN(31)) * 1000)
			changes = append(changes, FacilityChange{To: to})
			*rows = append(*rows, FacilityRow{ID: int64(100 + n), Kind: gis.KindPustu, HasPoint: true, Lon: to.Lon, Landmass: 1, Quality: gis.LocatedPoint, Closed: NoDay})
		}
		got, err := p.WhatIf(t.Context(), q, everybody, changes, quarters)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			what string
			p    *Pinned
			got  gis.TravelGroup
		}{{"before", p, got.Before}, {"after", pin(t, newService(t, changed)), got.After}} {
			want, err := c.p.Summary(t.Context(), q, []Group{{Desa: everybody}}, quarters)
			if err != nil {
				t.Fatal(err)
			}
			// Ways over the same pieces in another order of adding up differ by a hair.
			if d := cmp.Diff(want[0].TravelGroup, c.got, cmpopts.EquateApprox(0, 1e-3)); d != "" {
				t.Errorf("seed %d, %s %+v (- store, + what-if):\n%s", seed, c.what, changes, d)
			}
		}
		for _, x := range got.Changed {
			if x.After.Status == gis.Reached && (x.Before.Status != gis.Reached || x.After.DurationS < x.Before.DurationS) {
				better++
			} else {
				worse++
			}
		}
	}
	if better < 20 || worse < 20 {
		t.Errorf("too plain a test: %d desa better, %d worse off", better, worse)
	}
}

// Desa 2 lives at kilometres 10 (100 people) and 20 (200): a pustu put at kilometre 20
// brings its median person, 5 minutes from the puskesmas at 25, to the door.
func TestWhatIfOfOnePustu(t *testing.T) {
	s := newStore()
	service := newService(t, s)
	p := pin(t, service)
	got, err := p.WhatIf(t.Context(), both, everybody, []FacilityChange{{To: alongTheRoad(20_000)}}, quarters)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Changed) != 1 || got.Changed[0].Code != "35.10.01.2002" || got.Changed[0].Before.DurationS != 300 || got.Changed[0].After.DurationS != 0 {
		t.Errorf("%+v", got.Changed)
	}
	// Nothing changed: before and after are one, and the standing answer was kept.
	none, err := p.WhatIf(t.Context(), both, everybody, nil, quarters)
	if err != nil || len(none.Changed) != 0 || !cmp.Equal(none.Before, none.After) || !cmp.Equal(none.Before, got.Before) {
		t.Errorf("%+v %v", none, err)
	}
	standing := 0
	for key := range p.snapshot.cache.byKey {
		if _, ok := key.(standingKey); ok {
			standing++
		}
	}
	if standing != 1 {
		t.Errorf("%d standing answers are kept, want 1", standing)
	}
}

func TestWhatIfRefuses(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	puskesmas := both
	puskesmas.Kinds = []gis.FacilityKind{gis.KindPuskesmas}
	for _, c := range []struct {
		name    string
		q       Query
		changes []FacilityChange
		kind    gis.ErrorKind
	}{
		{"a facility that is none", both, []FacilityChange{{Facility: 99, Close: true}}, gis.NotFound},
		{"one of another kind", puskesmas, []FacilityChange{{Facility: 11, Close: true}}, gis.Invalid},
		{"one twice", both, []FacilityChange{{Facility: 11, Close: true}, {Facility: 11, To: alongTheRoad(0)}}, gis.Invalid},
		{"not on Earth", both, []FacilityChange{{To: Origin{Lon: 200}}}, gis.Invalid},
		{"too many", both, make([]FacilityChange, MaxChanges+1), gis.Invalid},
		{"no kind", Query{By: gis.ByTime, Profile: gis.ProfileCar}, nil, gis.Invalid},
	} {
		if _, err := p.WhatIf(t.Context(), c.q, everybody, c.changes, quarters); gis.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %s", c.name, err, c.kind)
		}
	}
	if _, err := p.WhatIf(t.Context(), both, everybody, nil, gis.Bands{Minutes: []float64{10, 5}}); gis.KindOf(err) != gis.Invalid {
		t.Errorf("bands out of order: %v", err)
	}
}
