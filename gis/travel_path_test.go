package gis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis"
)

// A drawn trip is the trip of the whole-area search; its legs add up to it, join end
// to end, and lead from the origin to the destination, over ways that may be
// travelled in that direction.
func TestPathIsTheTrip(t *testing.T) {
	seen := map[gis.LegMode]int{}
	missing := 0
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 42))
		w := newTown(t, r, 5+r.IntN(60))
		d, err := w.engine.Destinations(w.facilities)
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []gis.TravelMetric{gis.ByTime, gis.ByDistance} {
			trips, err := w.engine.NearestAll(t.Context(), by, d, w.origins)
			if err != nil {
				t.Fatal(err)
			}
			for i, from := range w.origins {
				p, err := w.engine.Path(t.Context(), by, d, from)
				if err != nil {
					t.Fatal(err)
				}
				want := trips[i]
				if p.Status != want.Status || p.Reason != want.Reason || p.Destination != want.Destination || p.OnFoot != want.OnFoot ||
					math.Abs(figures(by, p.Trip)[0]-figures(by, want)[0]) > 0.02 {
					t.Fatalf("seed %d by %s from %d: %+v, among all %+v", seed, by, i, p.Trip, want)
				}
				if p.Status != gis.Reached {
					missing++
					if len(p.Legs) > 0 {
						t.Fatalf("seed %d: legs of no trip: %+v", seed, p)
					}
					continue
				}
				at, metres, seconds := from.At, 0.0, 0.0
				for k, l := range p.Legs {
					seen[l.Mode]++
					metres, seconds = metres+l.DistanceM, seconds+l.DurationS
					if len(l.Line) < 2 || gis.DistanceM(at, l.Line[0]) > 0.01 {
						t.Fatalf("seed %d from %d: leg %d begins at %v, the one before ended at %v", seed, i, k, l.Line, at)
					}
					at = l.Line[len(l.Line)-1]
					if (l.Mode == gis.LegWalk) != (l.Class == "") || l.Class == "steps" || l.Mode == gis.LegFerry && l.DurationS < 900-1e-9 {
						t.Fatalf("seed %d from %d: leg %d is %+v", seed, i, k, l)
					}
					// To the road and straight on from it are two walks.
					if k > 0 && l.Mode != gis.LegWalk && p.Legs[k-1].Mode == l.Mode && p.Legs[k-1].Class == l.Class {
						t.Fatalf("seed %d from %d: legs %d and %d are one", seed, i, k-1, k)
					}
				}
				if to := w.facilities[p.Destination].At; gis.DistanceM(at, to) > 0.01 {
					t.Fatalf("seed %d from %d: ends at %v, the destination is at %v", seed, i, at, to)
				}
				if math.Abs(metres-p.DistanceM) > 1e-5 || math.Abs(seconds-p.DurationS) > 1e-5 {
					t.Fatalf("seed %d from %d: legs make %v m and %v s, the trip %v m and %v s", seed, i, metres, seconds, p.DistanceM, p.DurationS)
				}
			}
		}
	}
	if seen[gis.LegWalk] < 1000 || seen[gis.LegRoad] < 1000 || seen[gis.LegFerry] < 20 || missing < 200 {
		t.Errorf("the cases are too easy: %v, %d not reached", seen, missing)
	}
}
