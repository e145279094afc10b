package network_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jangkau/gis/network"
)

// ground is what a what-if must agree with: the roads and sources after all changes,
// to be searched from scratch.
type ground struct {
	r    *roads
	list []network.Source
	gone []bool // sources that are closed
	shut map[uint32]bool
}

func (g *ground) apply(c network.Change) {
	for i, s := range c.Move {
		g.list[i], g.gone[i] = s, false
	}
	for _, i := range c.Close {
		g.list[i], g.gone[i] = network.Source{At: network.NoPosition}, true
	}
	for _, s := range c.Add {
		g.list, g.gone = append(g.list, s), append(g.gone, false)
	}
	for _, e := range c.CloseEdges {
		g.shut[e] = true
	}
	for _, e := range c.OpenEdges {
		delete(g.shut, e)
	}
}

// scratch searches the changed ground as if nothing had been known.
func (g *ground) scratch(t *testing.T, m network.Metric) *network.Labels {
	r := *g.r
	r.forwardS, r.backwardS = slices.Clone(r.forwardS), slices.Clone(r.backwardS)
	for e := range g.shut {
		r.forwardS[e], r.backwardS[e] = network.Closed, network.Closed
	}
	list := g.list
	if !slices.Contains(g.gone, false) {
		list = nil
	}
	return nearestAll(t, r.build(t), m, list)
}

// randomChange draws a few things to do at once.
func (g *ground) randomChange(rng *rand.Rand) (c network.Change) {
	for range 1 + rng.IntN(2) {
		i := -1
		if len(g.list) > 0 {
			i = rng.IntN(len(g.list))
		}
		_, moved := c.Move[i]
		edge := uint32(0)
		if len(g.r.edges) > 0 {
			edge = uint32(rng.IntN(len(g.r.edges)))
		}
		switch kind := rng.IntN(6); {
		case kind == 0:
			c.Add = append(c.Add, g.r.randomSources(rng, 1)...)
		case kind == 1 && i >= 0 && !slices.Contains(c.Close, i):
			if c.Move == nil {
				c.Move = map[int]network.Source{}
			}
			c.Move[i] = g.r.randomSources(rng, 1)[0]
		case kind == 2 && i >= 0 && !moved && !slices.Contains(c.Close, i):
			c.Close = append(c.Close, i)
		case kind <= 4 && len(g.r.edges) > 0 && !slices.Contains(c.OpenEdges, edge):
			c.CloseEdges = append(c.CloseEdges, edge)
		case kind == 5:
			for e := range g.shut {
				if !slices.Contains(c.CloseEdges, e) && !slices.Contains(c.OpenEdges, e) {
					c.OpenEdges = append(c.OpenEdges, e)
					break
				}
			}
		}
	}
	return c
}

// Whatever is changed, and in whatever order, the answer is what a search from
// scratch gives; what is said to have changed has, and nothing else; a change that
// fails leaves nothing behind.
func TestWhatIfAgreesWithScratch(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	differing, same, reached, unreached := 0, 0, 0, 0
	for seed := range uint64(250) {
		rng := rand.New(rand.NewPCG(seed, 12))
		r := randomRoads(rng, rng.IntN(40), rng.IntN(90))
		g := &ground{r, r.randomSources(rng, rng.IntN(6)), nil, map[uint32]bool{}}
		g.gone = make([]bool, len(g.list))
		m := network.Metric(seed % 2)
		w := r.build(t)
		watched := randomPlaces(rng, r, rng.IntN(40))
		base := must[*network.Labels](t)(w.NearestAll(t.Context(), m, must[*network.Sources](t)(w.NewSources(g.list))))
		standing := must[*network.Standing](t)(base.Stand(t.Context(), watched))
		base.Close()
		x := standing.WhatIf()
		other := standing.WhatIf() // lies beside it and must not be touched
		for step := range 12 {
			c := g.randomChange(rng)
			before := snapshot(x, len(r.nodes), len(watched))
			if _, err := x.Apply(cancelled, c); !errors.Is(err, context.Canceled) {
				t.Fatalf("seed %d, step %d: cancelled, got %v", seed, step, err)
			}
			if d := cmp.Diff(before, snapshot(x, len(r.nodes), len(watched))); d != "" {
				t.Fatalf("seed %d, step %d: %+v was cancelled and left\n%s", seed, step, c, d)
			}
			changed := must[[]int](t)(x.Apply(t.Context(), c))
			g.apply(c)
			if x.Len() != len(g.list) {
				t.Fatalf("seed %d, step %d: %d sources, want %d", seed, step, x.Len(), len(g.list))
			}
			want := g.scratch(t, m)
			for v := range uint32(len(r.nodes)) {
				ww, ws, wok := want.NodeWeight(v)
				if gw, gs, gok := x.NodeWeight(v); gw != ww || gok != wok || gs != ws {
					t.Fatalf("seed %d, step %d, %+v: node %d has %d from %d (%v), from scratch %d from %d (%v)", seed, step, c, v, gw, gs, gok, ww, ws, wok)
				}
			}
			after := snapshot(x, len(r.nodes), len(watched))
			for i, p := range watched {
				wt, gt := want.Trip(p), x.Trip(i)
				if gt.Status != wt.Status || gt.Reason != wt.Reason || gt.Source != wt.Source || figure(m, gt) != figure(m, wt) {
					t.Fatalf("seed %d, step %d, %+v: from %v %+v, from scratch %+v", seed, step, c, p, gt, wt)
				}
				route := x.RouteFrom(p)
				if route.Trip != gt {
					t.Fatalf("seed %d, step %d: route %+v, trip %+v", seed, step, route.Trip, gt)
				}
				for _, s := range route.Steps {
					if g.shut[s.Edge] {
						t.Fatalf("seed %d, step %d: goes over edge %d, which is closed", seed, step, s.Edge)
					}
				}
				r.checkRoute(t, w, p, g.list, route)
				if slices.Contains(changed, i) != (before.Trips[i] != after.Trips[i]) {
					t.Fatalf("seed %d, step %d: position %d went from %+v to %+v; said to have changed: %v", seed, step, i, before.Trips[i], after.Trips[i], changed)
				}
				if slices.Contains(x.Differing(), i) != (gt != standing.Trip(i)) {
					t.Fatalf("seed %d, step %d: position %d: %+v, as things stand %+v; said to differ: %v", seed, step, i, gt, standing.Trip(i), x.Differing())
				}
				if gt == standing.Trip(i) {
					same++
				} else {
					differing++
				}
				if gt.Status == network.Reached {
					reached++
				} else {
					unreached++
				}
			}
			want.Close()
		}
		first := snapshot(standing.WhatIf(), len(r.nodes), len(watched))
		if d := cmp.Diff(first, snapshot(other, len(r.nodes), len(watched))); d != "" {
			t.Fatalf("seed %d: what-ifs over one answer touch each other:\n%s", seed, d)
		}
	}
	if min(differing, same, reached, unreached) < 5_000 {
		t.Errorf("%d differing, %d the same, %d reached, %d not: the cases are too easy", differing, same, reached, unreached)
	}
}

type whatIfState struct {
	Len    int
	Weight []uint32
	Source []int
	Trips  []network.Trip
}

func snapshot(x *network.WhatIf, nodes, watched int) (s whatIfState) {
	s.Len = x.Len()
	for v := range uint32(nodes) {
		weight, source, _ := x.NodeWeight(v)
		s.Weight, s.Source = append(s.Weight, weight), append(s.Source, source)
	}
	for i := range watched {
		s.Trips = append(s.Trips, x.Trip(i))
	}
	return s
}

func TestWhatIfRefuses(t *testing.T) {
	r := lattice(3)
	w := r.build(t)
	at := network.Source{At: network.Position{Edge: 1, Fraction: 0.5}}
	labels := nearestAll(t, w, network.ByTime, []network.Source{at})
	standing := must[*network.Standing](t)(labels.Stand(t.Context(), []network.Position{{Edge: 0}}))
	for name, c := range map[string]network.Change{
		"moving what is not there":    {Move: map[int]network.Source{1: at}},
		"closing what is not there":   {Close: []int{-1}},
		"closing what is being added": {Add: []network.Source{at}, Close: []int{1}},
		"closing twice":               {Close: []int{0, 0}},
		"moving and closing":          {Move: map[int]network.Source{0: at}, Close: []int{0}},
		"a road that is not there":    {CloseEdges: []uint32{uint32(len(r.edges))}},
		"opening and closing":         {CloseEdges: []uint32{1}, OpenEdges: []uint32{1}},
		"beyond its edge":             {Add: []network.Source{{At: network.Position{Fraction: 2}}}},
		"endless egress":              {Add: []network.Source{{EgressM: math.Inf(1)}}},
	} {
		x := standing.WhatIf()
		before := snapshot(x, len(r.nodes), 1)
		if _, err := x.Apply(t.Context(), c); !errors.Is(err, network.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(before, snapshot(x, len(r.nodes), 1)); d != "" {
			t.Errorf("%s left:\n%s", name, d)
		}
	}
	if _, err := standing.WhatIf().Apply(t.Context(), network.Change{Add: []network.Source{{EgressS: 1e9}}}); !errors.Is(err, network.ErrOverflow) {
		t.Errorf("egress of 30 years: %v", err)
	}
}

// Two streets that together do not fit in a sum, each with a facility: when one
// closes, the far node has no sum. That is an error, and nothing is changed.
func TestWhatIfThatOverflows(t *testing.T) {
	r := &roads{quanta: network.Quanta{TimeS: 10.0 / (1 << 30)}}
	for i := range 3 {
		r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: 110 + float64(i)/1000, Lat: -8}})
	}
	for i := range uint32(2) {
		r.addEdge(network.Edge{From: i, To: i + 1, LengthM: 100}, 10, 10)
	}
	ends := []network.Source{{At: network.Position{Edge: 0}}, {At: network.Position{Edge: 1, Fraction: 1}}}
	labels := nearestAll(t, r.build(t), network.ByTime, ends)
	x := must[*network.Standing](t)(labels.Stand(t.Context(), []network.Position{{Edge: 0}})).WhatIf()
	before := snapshot(x, 3, 1)
	if _, err := x.Apply(t.Context(), network.Change{Close: []int{0}}); !errors.Is(err, network.ErrOverflow) {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, snapshot(x, 3, 1)); d != "" {
		t.Error(d)
	}
	// With a facility in the middle it fits.
	middle := network.Source{At: network.Position{Edge: 0, Fraction: 1}}
	if changed, err := x.Apply(t.Context(), network.Change{Close: []int{0}, Add: []network.Source{middle}}); err != nil || !slices.Equal(changed, []int{0}) || x.Trip(0).DurationS != 10 {
		t.Errorf("%v, %v, %+v", changed, err, x.Trip(0))
	}
}
