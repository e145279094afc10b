package gis

import (
	"fmt"
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

	unknown []string // classes of the roads that the profile has no speed for
}

// NewEngine weighs the roads by a profile, in time O(n+m). It fails with [Invalid]
// where the profile cannot be travelled with, or a road takes longer than 248 days.
func NewEngine(r *Roads, p Profile) (*Engine, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	p.Speeds = slices.Clone(p.Speeds)
	e := &Engine{roads: r, profile: p}
	costs := e.costs()
	w, err := network.NewWeights(r.net, costs, network.Quanta{})
	if err != nil {
		return nil, &Error{Kind: Invalid, Field: "profile", Err: fmt.Errorf("weigh roads by %s: %w", p.Name, err), Message: T(
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
	return e, nil
}

// costs are the seconds of every edge in both directions: length by the speed of
// its class, no faster than its sign allows; a ferry's timetable where there is
// one, and the wait where it is boarded.
func (e *Engine) costs() network.Costs {
	r, p := e.roads, &e.profile
	forward, backward, _ := accessBits(p.Name)
	kmh := make([]float64, len(r.kinds)) // 0: no speed known
	shut := make([]bool, len(r.kinds))   // named, and may not be used
	table := p.speeds()
	e.unknown = nil
	for i, k := range r.kinds {
		v, named := table[k.class]
		if !named {
			v, named = table[AnyClass]
		}
		kmh[i], shut[i] = v, named && v == 0
		if !named {
			e.unknown = append(e.unknown, k.class)
		}
	}
	slices.Sort(e.unknown)
	e.unknown = slices.Compact(e.unknown)
	c := network.Costs{ForwardS: make([]float64, len(r.kind)), BackwardS: make([]float64, len(r.kind))}
	for id, kind := range r.kind {
		s := edgeS(r.net.LengthM(uint32(id)), kmh[kind], float64(r.maxKmh[id]), float64(r.ferryS[id]))
		if shut[kind] {
			s = network.Closed
		}
		c.ForwardS[id], c.BackwardS[id] = network.Closed, network.Closed
		if r.access[id]&forward != 0 {
			c.ForwardS[id] = s + e.waitS(uint32(id), r.from[id])
		}
		if r.access[id]&backward != 0 {
			c.BackwardS[id] = s + e.waitS(uint32(id), r.to[id])
		}
	}
	return c
}

// edgeS is the time of an edge in motion, seconds.
func edgeS(lengthM, kmh, maxKmh, ferryS float64) float64 {
	switch {
	case ferryS > 0:
		return ferryS
	case kmh <= 0:
		return network.Closed
	case maxKmh > 0:
		kmh = min(kmh, maxKmh)
	}
	return lengthM * 3.6 / kmh
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

// Profile is what the engine travels by.
func (e *Engine) Profile() Profile { return e.profile }

// Roads is what the engine travels over.
func (e *Engine) Roads() *Roads { return e.roads }

// UnknownClasses lists the classes of the roads that the profile has no row for,
// not even [AnyClass], and so treats as closed (ferries with a timetable apart).
// Not empty is worth a caveat.
func (e *Engine) UnknownClasses() []string { return slices.Clone(e.unknown) }

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
