package network_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"jangkau/gis/network"
)

// The core and the plain search must agree on every trip: which source, why none,
// and what it takes. All sums of these networks are exact.
func TestCoreAgreesWithLabels(t *testing.T) {
	reached, unreached := 0, 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 13))
		nodes := rng.IntN(60)
		r := randomRoads(rng, nodes, rng.IntN(1+3*nodes))
		w := r.build(t)
		for _, m := range []network.Metric{network.ByTime, network.ByDistance} {
			core := must[*network.Core](t)(w.NewCore(t.Context(), m))
			for range 2 { // the second search must not see the first
				src := must[*network.Sources](t)(w.NewSources(randomSources(rng, r, rng.IntN(8))))
				labels := must[*network.Labels](t)(w.NearestAll(t.Context(), m, src))
				from := randomPlaces(rng, r, rng.IntN(300))
				got := must[[]network.Trip](t)(core.Trips(t.Context(), src, from))
				for i, p := range from {
					want := labels.Trip(p)
					if got[i].Status != want.Status || got[i].Reason != want.Reason || got[i].Source != want.Source || figure(m, got[i]) != figure(m, want) {
						t.Fatalf("seed %d, by %v from %v: %+v by the core, %+v by the plain search", seed, m, p, got[i], want)
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

// Sparse networks of hundreds to thousands of nodes: long roads, dead ends, one-way
// stretches, so that much is taken away over what was taken away before. All places are
// compared with the plain search, some with the slow twin.
func TestCoreOnSparseRoads(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 16))
		nodes := 500 << (seed / 2)
		r := randomRoads(rng, nodes, nodes/5)
		for v := range nodes - 1 { // a road along all nodes, broken now and then
			if rng.IntN(50) > 0 {
				there, back := 16*float64(1+rng.IntN(5)), 16*float64(rng.IntN(5))
				if rng.IntN(30) == 0 {
					back = network.Closed
				}
				r.addEdge(network.Edge{From: uint32(v), To: uint32(v + 1), LengthM: there}, there, back)
			}
		}
		w := r.build(t)
		list := r.randomSources(rng, nodes/40)
		src := must[*network.Sources](t)(w.NewSources(list))
		from := randomPlaces(rng, r, 2000)
		for _, m := range []network.Metric{network.ByTime, network.ByDistance} {
			core := must[*network.Core](t)(w.NewCore(t.Context(), m))
			labels := must[*network.Labels](t)(w.NearestAll(t.Context(), m, src))
			got := must[[]network.Trip](t)(core.Trips(t.Context(), src, from))
			reached, sources := 0, map[int]bool{}
			for i, p := range from {
				want := labels.Trip(p)
				if got[i].Status != want.Status || got[i].Reason != want.Reason || got[i].Source != want.Source || figure(m, got[i]) != figure(m, want) {
					t.Fatalf("seed %d, by %v from %v: %+v by the core, %+v by the plain search", seed, m, p, got[i], want)
				}
				if want.Status == network.Reached {
					reached++
					sources[want.Source] = true
				}
				if i >= 10 {
					continue
				}
				slow := slowNearest(r, m, p, list, (*slowNet).dijkstra)
				if (len(slow) > 0) != (got[i].Status == network.Reached) || len(slow) > 0 && (slow[0].source != got[i].Source || slow[0].cost != figure(m, got[i])) {
					t.Fatalf("seed %d, by %v from %v: %+v by the core, %+v by the slow twin", seed, m, p, got[i], slow)
				}
			}
			if reached < 500 || len(sources) < 5 {
				t.Errorf("seed %d: %d of %d places reached %d sources: too easy", seed, reached, len(from), len(sources))
			}
			labels.Close()
		}
	}
}

// A network of the size of a kabupaten's: every village, by time and by distance.
// Sums of seconds and metres are rounded by the order in which they are added.
func TestCoreOnARoadNetwork(t *testing.T) {
	n := loadNational(t, "s100k")
	src := n.sources(t)
	for _, m := range []network.Metric{network.ByTime, network.ByDistance} {
		core := must[*network.Core](t)(n.w.NewCore(t.Context(), m))
		labels := must[*network.Labels](t)(n.w.NearestAll(t.Context(), m, src))
		got := must[[]network.Trip](t)(core.Trips(t.Context(), src, n.villages))
		ties := 0
		for i, p := range n.villages {
			want := labels.Trip(p)
			if got[i].Status != want.Status || got[i].Source != want.Source || !nearly(figure(m, got[i]), figure(m, want)) {
				// Distances are rounded to quanta: as short in quanta is as short.
				if m == network.ByDistance && got[i].Source == want.Source && math.Abs(got[i].DistanceM-want.DistanceM) < 1 {
					ties++
					continue
				}
				t.Fatalf("by %v from %v: %+v by the core, %+v by the plain search", m, p, got[i], want)
			}
		}
		if ties > len(n.villages)/1000 {
			t.Errorf("by %v: %d of %d trips are another way as short", m, ties, len(n.villages))
		}
		labels.Close()
	}
}

// Sums that do not fit are an error where a place is reached by no other way.
func TestCoreSumsThatOverflow(t *testing.T) {
	failed, whole := 0, 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 14))
		r := randomRoads(rng, 2+rng.IntN(20), rng.IntN(50))
		// The longest edges, 80 quanta as they are drawn, come near the limit.
		r.quanta = network.Quanta{TimeS: 80.0 / (1 << 30), DistanceM: 80.0 / (1 << 30)}
		w := r.build(t)
		src := must[*network.Sources](t)(w.NewSources(r.randomSources(rng, 2)[:1]))
		labels, want := w.NearestAll(t.Context(), network.ByTime, src)
		core := must[*network.Core](t)(w.NewCore(t.Context(), network.ByTime))
		from := randomPlaces(rng, r, 50)
		trips, got := core.Trips(t.Context(), src, from)
		if errors.Is(want, network.ErrOverflow) != errors.Is(got, network.ErrOverflow) {
			t.Fatalf("seed %d: %v by the core, %v by the plain search", seed, got, want)
		}
		if want != nil {
			failed++
			continue
		}
		whole++
		for i, p := range from {
			if w := labels.Trip(p); trips[i].Source != w.Source || trips[i].DurationS != w.DurationS {
				t.Fatalf("seed %d from %v: %+v, want %+v", seed, p, trips[i], w)
			}
		}
	}
	if min(failed, whole) < 20 {
		t.Errorf("%d failed, %d did not: the cases are too easy", failed, whole)
	}
}

// Many searches share one core and its pool; each must give what it gives alone.
func TestCoreConcurrentSearches(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 1))
	r := latticeRoads(30, 4)
	w := r.build(t)
	core := must[*network.Core](t)(w.NewCore(t.Context(), network.ByTime))
	from := randomPlaces(rng, r, 500)
	sources, alone := make([]*network.Sources, 20), make([][]network.Trip, 20)
	for i := range sources {
		sources[i] = must[*network.Sources](t)(w.NewSources(r.randomSources(rng, 1+2*i)))
		alone[i] = must[[]network.Trip](t)(core.Trips(t.Context(), sources[i], from))
	}
	if slices.Equal(alone[0], alone[19]) {
		t.Fatal("one source or many: all the same")
	}
	var wait sync.WaitGroup
	for i := range 4 * len(sources) {
		wait.Go(func() {
			got, err := core.Trips(t.Context(), sources[i%20], from)
			if err != nil || !slices.Equal(got, alone[i%20]) {
				t.Errorf("search %d: not what it gave alone, %v", i, err)
			}
		})
	}
	wait.Wait()
}

func TestCoreRefuses(t *testing.T) {
	r := lattice(4)
	w := r.build(t)
	core := must[*network.Core](t)(w.NewCore(t.Context(), network.ByTime))
	other := must[*network.Sources](t)(lattice(4).build(t).NewSources(nil))
	if _, err := core.Trips(t.Context(), other, nil); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("sources of other weights: %v", err)
	}
	if _, err := w.NewCore(t.Context(), 2); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("metric 2: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.NewCore(cancelled, network.ByTime); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	src := must[*network.Sources](t)(w.NewSources([]network.Source{{At: network.Position{Edge: 1}}}))
	if _, err := core.Trips(cancelled, src, []network.Position{{Edge: 0}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
