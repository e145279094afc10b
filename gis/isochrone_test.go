package gis_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis"
)

// Every node of a road that may be used lies inside the area exactly if the slow
// search says that it is within the limit; larger limits give larger areas.
func TestIsochroneAgainstSlowTwin(t *testing.T) {
	inside, outside := 0, 0
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 21))
		w := newTown(t, r, 5+r.IntN(60))
		for _, at := range w.facilities {
			by, limits := gis.ByTime, []float64{300, 900, 1800}
			if r.IntN(2) == 0 {
				by, limits = gis.ByDistance, []float64{1500, 4000, 9000}
			}
			towards := r.IntN(2) == 0
			list, reason, err := w.engine.Isochrone(t.Context(), gis.IsochroneQuestion{At: at, By: by, Towards: towards, Limits: limits, Roads: true})
			if err != nil {
				t.Fatal(err)
			}
			if known := at.Known && at.Covered && at.Joins; known != (reason == "") {
				t.Fatalf("seed %d: %+v: reason %q", seed, at, reason)
			}
			for k, band := range list {
				if k > 0 && band.Area.Area() < list[k-1].Area.Area() {
					t.Fatalf("seed %d: within %v a smaller area than within %v", seed, band.Limit, list[k-1].Limit)
				}
				for id := range w.nodes {
					p, ok := w.engine.Roads().Network().NodePosition(uint32(id))
					if !ok || !w.meets(uint32(id)) {
						continue
					}
					c := w.slow(by, p, at.Position)
					if !towards {
						c = w.slow(by, at.Position, p)
					}
					spent := at.SnapM * 1.3
					if by == gis.ByTime {
						spent = spent * 3.6 / 5
					}
					cost := c[0] + spent
					if math.Abs(cost-band.Limit) < 1 {
						continue // rounding of a quantum an arc may fall either way
					}
					want := cost <= band.Limit
					if got := holds(band.Area, w.nodes[id].At); got != want {
						// The place itself is near to whoever stands there, roads or not.
						if d := gis.DistanceM(w.nodes[id].At, at.At); !want && d < 1000 {
							continue
						}
						t.Fatalf("seed %d, towards %t, by %s: node %d at %v of %v: inside %t", seed, towards, by, id, cost, band.Limit, got)
					}
					if want {
						inside++
					} else {
						outside++
					}
				}
				if band.RoadsM == 0 && len(band.Roads) > 0 {
					t.Fatalf("seed %d: %d stretches of no length", seed, len(band.Roads))
				}
			}
		}
	}
	if inside < 500 || outside < 500 {
		t.Errorf("%d nodes inside, %d outside: the cases are too easy", inside, outside)
	}
}

// meets reports whether some road at a node may be used, other than a ferry.
func (w *town) meets(id uint32) bool {
	for e, road := range w.roads {
		f, b := w.engine.Weights().EdgeS(uint32(e))
		if (road.From == id || road.To == id) && road.Class != gis.FerryClass && road.FerryS == 0 && (!math.IsInf(f, 1) || !math.IsInf(b, 1)) {
			return true
		}
	}
	return false
}

func TestIsochroneRefuses(t *testing.T) {
	w := newTown(t, rand.New(rand.NewPCG(1, 1)), 30)
	for _, limits := range [][]float64{nil, {0}, {-5}, {30, 15}, {15, 15}, {math.Inf(1)}, {math.NaN()}} {
		_, _, err := w.engine.Isochrone(t.Context(), gis.IsochroneQuestion{Limits: limits})
		var known *gis.Error
		if !errors.As(err, &known) || known.Kind != gis.Invalid || known.Message.ID == "" || known.Message.EN == "" {
			t.Errorf("limits %v: %v", limits, err)
		}
	}
}

// What would be too much to draw is refused, saying so, and not begun.
func TestIsochroneRefusesTooMuch(t *testing.T) {
	refused, drawn := 0, 0
	for seed := range uint64(20) {
		w := newTown(t, rand.New(rand.NewPCG(seed, 23)), 60)
		for _, at := range w.facilities {
			for _, most := range []int{3, 0} {
				list, _, err := w.engine.Isochrone(t.Context(), gis.IsochroneQuestion{At: at, By: gis.ByTime, Towards: true, Limits: []float64{1800}, Most: most})
				switch {
				case gis.KindOf(err) == gis.Invalid && most > 0 && list == nil:
					refused++
				case err != nil:
					t.Fatalf("seed %d: at most %d crossings: %v", seed, most, err)
				case most == 0:
					drawn += len(list)
				}
			}
		}
	}
	if refused < 10 || drawn < refused {
		t.Errorf("trivial: %d refused, %d drawn", refused, drawn)
	}
}
