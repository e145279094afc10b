package gis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis"
)

// What one search around a place tells of many others is what a whole-area search
// tells: the same are within, exactly, and at the same cost but for rounding.
func TestCostsToAgreeWithTrips(t *testing.T) {
	within, beyond := 0, 0
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 25))
		w := newTown(t, r, 5+r.IntN(60))
		by := gis.ByTime
		if r.IntN(2) == 0 {
			by = gis.ByDistance
		}
		for _, at := range w.facilities {
			d, err := w.engine.Destinations([]gis.Located{at})
			if err != nil {
				t.Fatal(err)
			}
			trips, err := w.engine.NearestAll(t.Context(), by, d, w.origins)
			if err != nil {
				t.Fatal(err)
			}
			// Limits that are somebody's figure exactly: inclusive.
			limits := []float64{300 + 100*r.Float64(), 3000}
			if trip := trips[r.IntN(len(trips))]; trip.Status == gis.Reached && figures(by, trip)[0] > limits[1] {
				limits = append(limits, figures(by, trip)[0])
			}
			costs, err := w.engine.CostsTo(t.Context(), by, at, w.origins, limits)
			if err != nil {
				t.Fatal(err)
			}
			for i, trip := range trips {
				want := math.Inf(1)
				if trip.Status == gis.Reached {
					want = figures(by, trip)[0]
				}
				for _, limit := range limits {
					if (costs[i] <= limit) != (want <= limit) {
						t.Fatalf("seed %d: origin %d costs %v, the trip %v, limit %v", seed, i, costs[i], want, limit)
					}
				}
				if last := limits[len(limits)-1]; want <= last {
					within++
					if math.Abs(costs[i]-want) > quantum*float64(len(w.nodes)) {
						t.Fatalf("seed %d: origin %d costs %v, the trip %v", seed, i, costs[i], want)
					}
				} else {
					beyond++
				}
			}
		}
	}
	if within < 1000 || beyond < 1000 {
		t.Errorf("%d within, %d beyond: the cases are too easy", within, beyond)
	}
}
