package network

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// places are sources of which some were added, moved or closed since they were
// prepared.
type places struct {
	was     *Sources
	metric  Metric
	changed map[uint32]*record
	byNode  map[uint32][]seed   // of changed sources
	byEdge  map[uint32][]uint32 // likewise
	total   int                 // sources, closed ones included
	open    int
	placed  int // open and on the network
}

// record is a changed source.
type record struct {
	Source
	closed bool
	egress uint64
	seeds  []seed
}

func newPlaces(was *Sources, metric Metric) places {
	return places{
		was: was, metric: metric,
		changed: map[uint32]*record{}, byNode: map[uint32][]seed{}, byEdge: map[uint32][]uint32{},
		total: was.Len(), open: was.Len(), placed: len(was.byEdge),
	}
}

// record prepares a source as [Weights.NewSources] does.
func (w *Weights) record(metric Metric, i uint32, src Source, closed bool) (*record, error) {
	r := &record{Source: src, closed: closed}
	if src.At == NoPosition {
		return r, nil
	}
	if !w.net.On(src.At) {
		return nil, fmt.Errorf("%w: source %d at fraction %v of edge %d", ErrInvalid, i, src.At.Fraction, src.At.Edge)
	}
	for m, egress := range [metrics]float64{src.EgressS, src.EgressM} {
		if !(egress >= 0) || math.IsInf(egress, 0) {
			return nil, fmt.Errorf("%w: source %d has egress %v", ErrInvalid, i, egress)
		}
		if Metric(m) == metric {
			r.egress = w.quantise(metric, egress)
		}
	}
	legs, k := w.legs(metric, src.At, true)
	for _, l := range legs[:k] {
		if l.weight += r.egress; l.weight >= uint64(unreached) {
			return nil, fmt.Errorf("%w: source %d by %v with egress %v s and %v m", ErrOverflow, i, metric, src.EgressS, src.EgressM)
		}
		r.seeds = append(r.seeds, seed{l, i})
	}
	return r, nil
}

// put makes r what is known of source i; nil makes it what it was at first, or
// takes it away if it was added.
func (p *places) put(i uint32, r *record) {
	p.count(i, -1)
	if old := p.changed[i]; old != nil {
		for _, sd := range old.seeds {
			p.byNode[sd.node] = slices.DeleteFunc(p.byNode[sd.node], func(s seed) bool { return s.source == i })
		}
		p.byEdge[old.At.Edge] = slices.DeleteFunc(p.byEdge[old.At.Edge], func(s uint32) bool { return s == i })
	}
	if r == nil {
		delete(p.changed, i)
	} else {
		p.changed[i] = r
		for _, sd := range r.seeds {
			p.byNode[sd.node] = append(p.byNode[sd.node], sd)
		}
		if r.At != NoPosition {
			p.byEdge[r.At.Edge] = append(p.byEdge[r.At.Edge], i)
		}
	}
	p.count(i, 1)
}

func (p *places) count(i uint32, by int) {
	r := p.changed[i]
	if r == nil && int(i) >= p.was.Len() {
		return
	}
	if int(i) >= p.was.Len() {
		p.total += by
	}
	if r != nil && r.closed {
		return
	}
	p.open += by
	if p.source(i).At != NoPosition {
		p.placed += by
	}
}

// Len is the number of sources, closed ones included.
func (p *places) Len() int { return p.total }

// source is what is known of source i; nowhere if it is closed or not there.
func (p *places) source(i uint32) Source {
	if r := p.changed[i]; r != nil {
		return r.Source
	}
	if int(i) >= p.was.Len() {
		return Source{At: NoPosition}
	}
	return p.was.list[i]
}

func (p *places) egressOf(i uint32) uint64 {
	if r := p.changed[i]; r != nil {
		return r.egress
	}
	return p.was.egress[p.metric][i]
}

// seedsAt are the ways to sources that start at a node.
func (p *places) seedsAt(node uint32) []seed {
	was, now := p.was.seedsAt(p.metric, node), p.byNode[node]
	if len(p.changed) == 0 {
		return was
	}
	all := slices.Clone(now)
	for _, sd := range was {
		if p.changed[sd.source] == nil {
			all = append(all, sd)
		}
	}
	return all
}

// seedsOf are the ways to one source.
func (p *places) seedsOf(i uint32) (seeds []seed) {
	if r := p.changed[i]; r != nil {
		return r.seeds
	}
	legs, k := p.was.w.legs(p.metric, p.was.list[i].At, true)
	for _, l := range legs[:k] {
		l.weight += p.was.egress[p.metric][i]
		seeds = append(seeds, seed{l, i})
	}
	return seeds
}

// onEdge are the sources on edge e, by index.
func (p *places) onEdge(e uint32) []uint32 {
	if !p.was.w.net.On(Position{Edge: e}) {
		return nil
	}
	all := slices.Clone(p.byEdge[e])
	for _, i := range p.was.onEdge(e) {
		if p.changed[i] == nil {
			all = append(all, i)
		}
	}
	slices.SortFunc(all, cmp.Compare[uint32])
	return all
}

// missing is why nothing can be reached from anywhere, or nothing.
func (p *places) missing() Reason {
	switch {
	case p.open == 0:
		return NoFacility
	case p.placed == 0:
		return NoRoadWithinSnap
	}
	return NoReason
}
