package gis

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"jangkau/gis/network"
)

// Engine answers travel questions by one profile over one dataset of roads.
// Immutable; safe for any number of concurrent users.
type Engine struct {
	roads   *Roads
	profile Profile
	weights *network.Weights
	ashore  func() (*network.Weights, error) // the same with ferry lines closed

	ranked      ranks
	opening     [2]sync.Once   // of the hierarchies' files
	rankedFiled [2]atomic.Bool // those files are there
	cores       [2]core
	filed       filed
	pending     pending
	ashoreMade  atomic.Pointer[network.Weights] // made, and in no file yet

	unknown []string       // classes of the roads that the profile has no speed for
	matched []ClosureMatch // what the profile's closures shut
}

// NewEngine weighs the roads by a profile, in time O(n+m) on all processors; a
// variant is a profile of its own, see [Profile.Under]. It fails with [Invalid]
// where the profile cannot be travelled with, or a road takes longer than 248 days.
func NewEngine(r *Roads, p Profile) (*Engine, error) {
	defer runtime.KeepAlive(r)
	if err := p.Check(); err != nil {
		return nil, err
	}
	p.Speeds, p.Caps, p.Closures, p.Variants = slices.Clone(p.Speeds), slices.Clone(p.Caps), slices.Clone(p.Closures), nil
	e := &Engine{roads: r, profile: p}
	if err := e.weigh(); err != nil {
		return nil, &Error{Kind: Invalid, Field: "profile", Err: fmt.Errorf("weigh roads by %s: %w", p.Key(), err), Message: T(
			"Jaringan jalan tidak dapat dihitung dengan profil %s", "The roads cannot be weighed by the profile %s", p.Name)}
	}
	e.ashore = sync.OnceValues(e.weighAshore)
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

// weigh takes the weights from their file, or makes them.
func (e *Engine) weigh() (err error) {
	if e.roads.index.files != nil {
		e.filed.of = e.madeOf()
		if w, id, ok := e.openWeights(e.weightsFile()); ok {
			e.weights, e.filed.there = w, true
			e.filed.once.Do(func() { e.filed.id = id })
			return nil
		}
	}
	e.weights, err = network.NewWeights(e.roads.net, e.costs(), network.Quanta{})
	return err
}

// weighAshore makes the weights with ferry lines closed, or takes them from their file.
func (e *Engine) weighAshore() (*network.Weights, error) {
	if w, _, ok := e.openWeights(e.ashoreFile()); ok {
		return w, nil
	}
	costs := e.costs()
	for id := range costs.ForwardS {
		if e.roads.isFerry(uint32(id)) {
			costs.ForwardS[id], costs.BackwardS[id] = network.Closed, network.Closed
		}
	}
	w, err := network.NewWeights(e.roads.net, costs, network.Quanta{})
	if err == nil {
		e.ashoreMade.Store(w)
	}
	return w, err
}

// costs are the seconds of every edge in both directions: length by the speed of
// its class, no faster than its sign and its traits allow; a ferry's timetable where
// there is one, and the wait where it is boarded; no way through where it is shut.
func (e *Engine) costs() network.Costs {
	r, p := e.roads, &e.profile
	paces := e.paces()
	c := network.Costs{ForwardS: make([]float64, len(r.kind)), BackwardS: make([]float64, len(r.kind))}
	inStretches(len(r.kind), func(lo, hi int) {
		for id := lo; id < hi; id++ {
			c.ForwardS[id], c.BackwardS[id] = e.edgeS(paces, uint32(id))
		}
	})
	for i := range p.Closures {
		for _, id := range r.closed(&p.Closures[i]) {
			c.ForwardS[id], c.BackwardS[id] = network.Closed, network.Closed
		}
	}
	return c
}

// paces are those of every kind of road.
func (e *Engine) paces() []pace {
	paces := make([]pace, len(e.roads.kinds))
	for i, k := range e.roads.kinds {
		paces[i] = e.profile.pace(k)
	}
	return paces
}

// edgeS is how long an edge takes in either direction where no closure shuts it.
func (e *Engine) edgeS(paces []pace, id uint32) (forward, backward float64) {
	r := e.roads
	there, back, _ := accessBits(e.profile.Name)
	s := paces[r.kind[id]].edgeS(r.net.LengthM(id), float64(r.maxKmh[id]), float64(r.ferryS[id]))
	forward, backward = network.Closed, network.Closed
	if r.access[id]&there != 0 {
		forward = s + e.waitS(id, r.from[id])
	}
	if r.access[id]&back != 0 {
		backward = s + e.waitS(id, r.to[id])
	}
	return forward, backward
}

// waitS is the wait before edge id is entered at a node. It is part of the edge,
// so that the search needs no notion of being on board: a traveller who stays on
// board at a landing half-way waits there again, which is a little too much.
func (e *Engine) waitS(id, node uint32) float64 {
	if e.roads.isFerry(id) && e.roads.landing[node] != 0 {
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
