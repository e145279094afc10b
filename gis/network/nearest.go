package network

import (
	"context"
	"fmt"
	"slices"
)

// NearestK finds the k nearest sources from one position, nearest first, equally
// near ones by index, each with its path. Fewer come back where fewer are reached;
// where none is, Routes is empty and Reason says why. The error is the context's, or
// wraps [ErrOverflow] or, for a negative k, [ErrInvalid].
func (w *Weights) NearestK(ctx context.Context, metric Metric, from Position, sources *Sources, k int) (routes []Route, reason Reason, err error) {
	if k < 0 {
		return nil, NoReason, fmt.Errorf("%w: the %d nearest", ErrInvalid, k)
	}
	if err := w.check(metric, sources); err != nil {
		return nil, NoReason, err
	}
	if r := sources.missing(from); r != NoReason || k == 0 {
		return nil, r, nil
	}
	s := w.takeLocal(metric, false)
	defer w.giveLocal(s)
	legs, n := w.legs(metric, from, false)
	for _, l := range legs[:n] {
		s.offer(l.node, l.weight, noArc)
	}
	best := nearestList{k: k}
	for _, source := range sources.onEdge(from.Edge) {
		if arc, weight, ok := w.along(metric, from, sources.list[source].At); ok {
			weight += sources.egress[metric][source]
			best.offer(found{choice{weight, source, leg{arc: arc}, true}, noArc})
		}
	}
	for {
		v, weight, ok, err := s.settle(ctx)
		if err != nil {
			return nil, NoReason, err
		}
		if !ok || weight > best.bound() {
			break
		}
		for _, sd := range sources.seedsAt(metric, v) {
			best.offer(found{choice{weight + sd.weight, sd.source, sd.leg, false}, v})
		}
		s.expand(w.net, v, weight)
	}
	if s.overflow && len(best.list) < k {
		return nil, NoReason, fmt.Errorf("%w: searching from edge %d", ErrOverflow, from.Edge)
	}
	if len(best.list) == 0 {
		return nil, OtherComponent, nil
	}
	for _, f := range best.list {
		routes = append(routes, w.routeTo(s, from, legs[:n], sources.list[f.source], f))
	}
	return routes, NoReason, nil
}

// found is a source and the node from which it was met (if not direct).
type found struct {
	choice
	node uint32
}

// nearestList holds the k best sources so far, each once, sorted. k is small: a
// list beats a heap, and equal sources are found by looking.
type nearestList struct {
	k    int
	list []found
}

// bound is the weight beyond which nothing can enter the list.
func (l *nearestList) bound() uint64 {
	if len(l.list) < l.k {
		return ^uint64(0)
	}
	return l.list[l.k-1].weight
}

func (l *nearestList) offer(f found) {
	if f.weight > l.bound() {
		return
	}
	for i, g := range l.list {
		if g.source == f.source {
			if g.weight <= f.weight {
				return
			}
			l.list = slices.Delete(l.list, i, i+1)
			break
		}
	}
	i := len(l.list)
	for i > 0 && (l.list[i-1].weight > f.weight || l.list[i-1].weight == f.weight && l.list[i-1].source > f.source) {
		i--
	}
	l.list = slices.Insert(l.list, i, f)
	l.list = l.list[:min(len(l.list), l.k)]
}

func (w *Weights) routeTo(s *local, from Position, legs []leg, src Source, f found) Route {
	p := path{w: w, steps: true}
	if f.direct {
		p.add(f.leg.arc, from.Fraction, src.At.Fraction)
		return p.finish(f.source, leg{}, src)
	}
	var arcs []uint32 // from the end to the start
	v := f.node
	for s.node[v].arc != noArc {
		arcs = append(arcs, s.node[v].arc)
		v = s.towardsStart(w.net, v)
	}
	for _, l := range legs {
		if l.node == v && l.weight == uint64(s.node[v].weight) {
			p.leave(from, l)
			break // a loop's two legs may be equal; one of them was taken
		}
	}
	for _, arc := range slices.Backward(arcs) {
		p.whole(arc)
	}
	return p.finish(f.source, f.leg, src)
}
