package gis

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"jangkau/gis/network"
)

// Engine answers travel questions by one profile over one dataset of roads.
// Immutable; safe for any number of concurrent users.
type Engine struct {
	roads   *Roads
	profile Profile
	weights *network.Weights
	ashore  func() (*network.Weights, error) // the same with ferry lines closed

	ranked ranks
	cores  [2]core

	unknown []string       // classes of the roads that the profile has no speed for
	matched []ClosureMatch // what the profile's closures shut
}

// NewEngine weighs the roads by a profile, in time O(n+m) on all processors; a
// variant is a profile of its own, see [Profile.Under]. It fails with [Invalid]
// where the profile cannot be travelled with, or a road takes longer than 248 days.
func NewEngine(r *Roads, p Profile) (*Engine, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	p.Speeds, p.Caps, p.Closures, p.Variants = slices.Clone(p.Speeds), slices.Clone(p.Caps), slices.Clone(p.Closures), nil
	e := &Engine{roads: r, profile: p}
	costs := e.costs()
	w, err := network.NewWeights(r.net, costs, network.Quanta{})
	if err != nil {
		return nil, &Error{Kind: Invalid, Field: "profile", Err: fmt.Errorf("weigh roads by %s: %w", p.Key(), err), Message: T(
			"Jaringan jalan tidak dapat dihitung dengan profil %s", "The roads cannot be weighed by the profile %s", p.Name)}
	}
	e.weights = w
	e.ashore = sync.OnceValues(func() (*network.Weights, error) {
		costs := e.costs()
		for id := range costs.ForwardS {
			if r.isFerry(uint32(id)) {
				costs.ForwardS[id], costs.BackwardS[id] = network.Closed, network.Closed
			}
		}
		return network.NewWeights(r.net, costs, network.Quanta{})
	})
	unknown := map[string]bool{}
	for _, k := range r.kinds {
		if !p.pace(k).named {
			unknown[k.class] = true
		}
	}
	e.unknown = slices.Sorted(maps.Keys(unknown))
	e.matched = r.Match(p.Closures)
	return e, nil
}

// costs are the seconds of every edge in both directions: length by the speed of
// its class, no faster than its sign and its traits allow; a ferry's timetable where
// there is one, and the wait where it is boarded; no way through where it is shut.
func (e *Engine) costs() network.Costs {
	r, p := e.roads, &e.profile
	forward, backward, _ := accessBits(p.Name)
	paces := make([]pace, len(r.kinds))
	for i, k := range r.kinds {
		paces[i] = p.pace(k)
	}
	c := network.Costs{ForwardS: make([]float64, len(r.kind)), BackwardS: make([]float64, len(r.kind))}
	inStretches(len(r.kind), func(lo, hi int) {
		for id := lo; id < hi; id++ {
			s := paces[r.kind[id]].edgeS(r.net.LengthM(uint32(id)), float64(r.maxKmh[id]), float64(r.ferryS[id]))
			c.ForwardS[id], c.BackwardS[id] = network.Closed, network.Closed
			if r.access[id]&forward != 0 {
				c.ForwardS[id] = s + e.waitS(uint32(id), r.from[id])
			}
			if r.access[id]&backward != 0 {
				c.BackwardS[id] = s + e.waitS(uint32(id), r.to[id])
			}
		}
	})
	for i := range p.Closures {
		for _, id := range r.closed(&p.Closures[i]) {
			c.ForwardS[id], c.BackwardS[id] = network.Closed, network.Closed
		}
	}
	return c
}

// waitS is the wait before edge id is entered at a node. It is part of the edge,
// so that the search needs no notion of being on board: a traveller who stays on
// board at a landing half-way waits there again, which is a little too much.
func (e *Engine) waitS(id, node uint32) float64 {
	if e.roads.isFerry(id) && e.roads.landing[node] {
		return e.profile.FerryWaitS
	}
	return 0
}

// EdgeS is how long edge id takes in either direction, seconds, waits for a ferry
// included; +Inf where it may not be used.
func (e *Engine) EdgeS(id uint32) (forward, backward float64) { return e.weights.EdgeS(id) }

// Profile is what the engine travels by.
func (e *Engine) Profile() Profile { return e.profile }

// Weights are the roads as the engine travels them.
func (e *Engine) Weights() *network.Weights { return e.weights }

// Roads is what the engine travels over.
func (e *Engine) Roads() *Roads { return e.roads }

// UnknownClasses lists the classes of the roads that the profile has no row for,
// not even [AnyClass], and so treats as closed (ferries with a timetable apart).
// Not empty is worth a caveat.
func (e *Engine) UnknownClasses() []string { return slices.Clone(e.unknown) }

// Closures says what each closure of the profile shuts. One without any edge is
// worth a caveat.
func (e *Engine) Closures() []ClosureMatch { return slices.Clone(e.matched) }

// walkM is the way walked over a straight line, metres.
func (e *Engine) walkM(straightM float64) float64 { return straightM * e.profile.DetourFactor }

// walkS is the time of that walk, seconds.
func (e *Engine) walkS(straightM float64) float64 {
	return e.walkM(straightM) * 3.6 / e.profile.WalkKmh
}

// straightM is how far a straight line may be for its walk to cost no more than
// figure, by a metric.
func (e *Engine) straightM(by TravelMetric, figure float64) float64 {
	if by == ByDistance {
		return figure / e.profile.DetourFactor
	}
	return figure * e.profile.WalkKmh / 3.6 / e.profile.DetourFactor
}
