package network_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis/network"
)

// randomPlaces are positions all over r, some at nodes, some in one place, some
// nowhere.
func randomPlaces(rng *rand.Rand, r *roads, n int) []network.Position {
	list := make([]network.Position, n)
	for i := range list {
		list[i] = network.NoPosition
		if len(r.edges) > 0 && rng.IntN(12) > 0 {
			list[i] = network.Position{Edge: uint32(rng.IntN(len(r.edges))), Fraction: float64(rng.IntN(17)) / 16}
		}
	}
	return list
}

func randomSources(rng *rand.Rand, r *roads, n int) []network.Source {
	list := make([]network.Source, n)
	for i, p := range randomPlaces(rng, r, n) {
		list[i] = network.Source{At: p, EgressM: 16 * float64(rng.IntN(3)), EgressS: 16 * float64(rng.IntN(3))}
	}
	return list
}

// The hierarchy, the walks side by side and the plain search must agree on every
// trip: which source, why none, and what it takes. All sums of these networks are
// exact.
func TestHierarchyAgreesWithLabels(t *testing.T) {
	reached, unreached := 0, 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 11))
		r := randomRoads(rng, rng.IntN(60), rng.IntN(140))
		w := r.build(t)
		h := must[*network.Hierarchy](t)(w.Network().NewHierarchy(t.Context(), network.HierarchyOptions{Workers: 1 + rng.IntN(3)}))
		for _, m := range []network.Metric{network.ByTime, network.ByDistance} {
			ranked := must[*network.Ranked](t)(h.Weigh(t.Context(), w, m, 1+rng.IntN(3)))
			for range 2 {
				src := must[*network.Sources](t)(w.NewSources(randomSources(rng, r, rng.IntN(8))))
				labels := must[*network.Labels](t)(w.NearestAll(t.Context(), m, src))
				from := randomPlaces(rng, r, rng.IntN(300))
				got := must[[]network.Trip](t)(ranked.Trips(t.Context(), src, from, 1+rng.IntN(3)))
				batch := must[[]network.Trip](t)(labels.Trips(t.Context(), from))
				for i, p := range from {
					want := labels.Trip(p)
					if batch[i] != want {
						t.Fatalf("seed %d, by %v from %v: side by side %+v, alone %+v", seed, m, p, batch[i], want)
					}
					if got[i].Status != want.Status || got[i].Reason != want.Reason || got[i].Source != want.Source || figure(m, got[i]) != figure(m, want) {
						t.Fatalf("seed %d, by %v from %v: %+v by the hierarchy, %+v by the plain search", seed, m, p, got[i], want)
					}
					if want.Status == network.Reached {
						reached++
					} else {
						unreached++
					}
				}
				labels.Close()
			}
		}
	}
	if reached < 20_000 || unreached < 5_000 {
		t.Errorf("%d reached, %d not: the cases are too easy", reached, unreached)
	}
}

// A network of the size of a kabupaten's: every village, by time and by distance,
// within a quantum an edge.
func TestHierarchyOnARoadNetwork(t *testing.T) {
	n := loadNational(t, "s100k")
	src := n.sources(t)
	h := must[*network.Hierarchy](t)(n.w.Network().NewHierarchy(t.Context(), network.HierarchyOptions{}))
	for _, m := range []network.Metric{network.ByTime, network.ByDistance} {
		ranked := must[*network.Ranked](t)(h.Weigh(t.Context(), n.w, m, 0))
		labels := must[*network.Labels](t)(n.w.NearestAll(t.Context(), m, src))
		defer labels.Close()
		want := must[[]network.Trip](t)(labels.Trips(t.Context(), n.villages))
		got := must[[]network.Trip](t)(ranked.Trips(t.Context(), src, n.villages, 0))
		far := 0
		for i := range want {
			// Equal in whole quanta; by distance those are rounded, an edge at a time.
			if got[i].Source != want[i].Source || math.Abs(figure(m, got[i])-figure(m, want[i])) > 0.5 {
				t.Fatalf("by %v, village %d: %+v by the hierarchy, %+v by the plain search", m, i, got[i], want[i])
			}
			if want[i].DurationS > 300 {
				far++
			}
		}
		if far < 100 {
			t.Errorf("only %d villages over five minutes away", far)
		}
	}
}

func TestHierarchyRefuses(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	a, b := randomRoads(rng, 20, 40).build(t), randomRoads(rng, 20, 40).build(t)
	h := must[*network.Hierarchy](t)(a.Network().NewHierarchy(t.Context(), network.HierarchyOptions{}))
	if _, err := h.Weigh(t.Context(), b, network.ByTime, 1); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("weights of another network: %v", err)
	}
	ranked := must[*network.Ranked](t)(h.Weigh(t.Context(), a, network.ByTime, 1))
	src := must[*network.Sources](t)(b.NewSources(nil))
	if _, err := ranked.Trips(t.Context(), src, nil, 1); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("sources of another network: %v", err)
	}
}
