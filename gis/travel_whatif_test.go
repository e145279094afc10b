package gis_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"jangkau/gis"
)

// A what-if must say what a search from scratch says of the changed destinations.
func TestWhatIfAgainstFromScratch(t *testing.T) {
	changed, reasons := 0, map[gis.TripReason]int{}
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 8))
		w := newTown(t, r, 30+r.IntN(60))
		by := []gis.TravelMetric{gis.ByTime, gis.ByDistance}[r.IntN(2)]
		d, err := w.engine.Destinations(w.facilities)
		if err != nil {
			t.Fatal(err)
		}
		standing, err := w.engine.Stand(t.Context(), by, d, w.origins)
		if err != nil {
			t.Fatal(err)
		}
		// Somebody's home becomes a facility's place.
		place := func() gis.Located { return w.origins[r.IntN(len(w.origins))] }
		c := gis.DestinationChange{Move: map[int]gis.Located{}}
		for range r.IntN(3) {
			c.Add = append(c.Add, place())
		}
		after := slices.Clone(w.facilities)
		var gone []int
		for i := range w.facilities {
			switch r.IntN(4) {
			case 0:
				c.Move[i] = place()
				after[i] = c.Move[i]
			case 1:
				c.Close = append(c.Close, i)
				gone = append(gone, i)
			}
		}
		if seed%10 == 0 { // now and then all of them
			c = gis.DestinationChange{}
			gone = nil
			for i := range w.facilities {
				c.Close, gone = append(c.Close, i), append(gone, i)
			}
		}
		slices.Reverse(gone)
		for _, i := range gone {
			after = slices.Delete(after, i, i+1)
		}
		after = append(after, c.Add...)
		x, err := standing.WhatIf(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		scratch, err := w.engine.Destinations(after)
		if err != nil {
			t.Fatal(err)
		}
		want, err := w.engine.NearestAll(t.Context(), by, scratch, w.origins)
		if err != nil {
			t.Fatal(err)
		}
		before, err := w.engine.NearestAll(t.Context(), by, d, w.origins)
		if err != nil {
			t.Fatal(err)
		}
		for i := range w.origins {
			if got := standing.Trip(i); !sameTrip(by, got, before[i]) {
				t.Errorf("seed %d, place %d as things stand: %+v, want %+v", seed, i, got, before[i])
			}
			got := x.Trip(i)
			if !sameTrip(by, got, want[i]) {
				t.Errorf("seed %d, place %d: %+v, want %+v", seed, i, got, want[i])
			}
			if !sameTrip(by, got, before[i]) {
				changed++
			}
			reasons[got.Reason]++
		}
	}
	if changed < 1000 || reasons[gis.NoFacility] < 100 || reasons[gis.OtherComponent] < 20 {
		t.Errorf("too plain a test: %d trips changed, reasons %v", changed, reasons)
	}
}

// sameTrip compares what a trip costs: of two ways that cost the same either will do.
func sameTrip(by gis.TravelMetric, a, b gis.Trip) bool {
	figure := func(t gis.Trip) float64 {
		if by == gis.ByTime {
			return t.DurationS
		}
		return t.DistanceM
	}
	return a.Status == b.Status && a.Reason == b.Reason && math.Abs(figure(a)-figure(b)) < 0.05
}

func TestWhatIfRefuses(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	w := newTown(t, r, 40)
	w.facilities = w.origins[:3]
	d, err := w.engine.Destinations(w.facilities)
	if err != nil {
		t.Fatal(err)
	}
	standing, err := w.engine.Stand(t.Context(), gis.ByTime, d, w.origins)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []gis.DestinationChange{
		{Close: []int{3}}, {Close: []int{-1}}, {Close: []int{1, 1}}, {Move: map[int]gis.Located{2: {}}, Close: []int{2}}, {Move: map[int]gis.Located{7: {}}},
	} {
		if _, err := standing.WhatIf(t.Context(), c); gis.KindOf(err) != gis.Invalid {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// Roads shut by a what-if are roads shut by the profile, for places that stay where they
// join the roads.
func TestWhatIfShutsRoads(t *testing.T) {
	changed, cutOff := 0, 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 11))
		w := newTown(t, r, 30+r.IntN(60))
		by := []gis.TravelMetric{gis.ByTime, gis.ByDistance}[r.IntN(2)]
		d, err := w.engine.Destinations(w.facilities)
		if err != nil {
			t.Fatal(err)
		}
		standing, err := w.engine.Stand(t.Context(), by, d, w.origins)
		if err != nil {
			t.Fatal(err)
		}
		var shut []gis.Closure
		for range 1 + r.IntN(6) {
			shut = append(shut, gis.Closure{At: &w.nodes[r.IntN(len(w.nodes))].At, WithinM: 100})
		}
		x, err := standing.WhatIf(t.Context(), gis.DestinationChange{Shut: shut})
		if gis.KindOf(err) == gis.Invalid {
			continue // a crossing without a road
		}
		if err != nil {
			t.Fatal(err)
		}
		profile := motorcycle()
		profile.Closures = shut
		closed, err := gis.NewEngine(w.engine.Roads(), profile)
		if err != nil {
			t.Fatal(err)
		}
		same, err := closed.Destinations(w.facilities)
		if err != nil {
			t.Fatal(err)
		}
		want, err := closed.NearestAll(t.Context(), by, same, w.origins)
		if err != nil {
			t.Fatal(err)
		}
		for i := range w.origins {
			got := x.Trip(i)
			if !sameTrip(by, got, want[i]) {
				t.Errorf("seed %d, place %d: %+v, want %+v", seed, i, got, want[i])
			}
			if was := standing.Trip(i); !sameTrip(by, got, was) {
				changed++
				if was.Status == gis.Reached && got.Status != gis.Reached {
					cutOff++
				}
			}
		}
	}
	if changed < 200 || cutOff < 20 {
		t.Errorf("too plain a test: %d trips changed, %d cut off", changed, cutOff)
	}
}
