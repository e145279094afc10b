package gis_test

import (
	"math/rand/v2"
	"testing"

	"jangkau/gis"
)

// Every cell is the trip to that destination alone, with a hierarchy and without.
func TestTableAgreesWithSingleTrips(t *testing.T) {
	seen := map[gis.TripStatus]int{}
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 41))
		w := newTown(t, r, 5+r.IntN(60))
		if seed%2 == 1 {
			if err := w.engine.Rank(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		for _, by := range []gis.TravelMetric{gis.ByTime, gis.ByDistance} {
			table, err := w.engine.Table(t.Context(), by, w.origins, w.facilities)
			if err != nil {
				t.Fatal(err)
			}
			for i, from := range w.origins {
				for j := range w.facilities {
					d, err := w.engine.Destinations(w.facilities[j : j+1])
					if err != nil {
						t.Fatal(err)
					}
					one, err := w.engine.Nearest(t.Context(), by, d, from, 1)
					if err != nil {
						t.Fatal(err)
					}
					got, want := table[i][j], one[0]
					seen[want.Status]++
					if want.Status == gis.Reached {
						want.Destination = int32(j)
					}
					a, b := figures(by, got), figures(by, want)
					if got.Status != want.Status || got.Reason != want.Reason || got.Destination != want.Destination || got.OnFoot != want.OnFoot ||
						want.Status == gis.Reached && (a[0]-b[0] > 0.5 || b[0]-a[0] > 0.5) {
						t.Fatalf("seed %d by %s, from %d to %d: %+v, alone %+v", seed, by, i, j, got, want)
					}
				}
			}
		}
	}
	if seen[gis.Reached] < 1000 || seen[gis.Unreachable] < 200 || seen[gis.NotComputed] < 50 {
		t.Errorf("the cases are too easy: %v", seen)
	}
}
