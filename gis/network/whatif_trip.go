package network

// TripFrom is the way from any position, after all changes so far.
func (x *WhatIf) TripFrom(from Position) Trip { return x.route(from, false).Trip }

// RouteFrom is [WhatIf.TripFrom] with the path.
func (x *WhatIf) RouteFrom(from Position) Route { return x.route(from, true) }

func (x *WhatIf) route(from Position, steps bool) Route {
	p := path{w: x.base.w, steps: steps}
	r := x.missing()
	if r == NoReason && !x.base.w.net.On(from) {
		r = NoRoadWithinSnap
	}
	if r != NoReason {
		return Route{Trip: noTrip(r)}
	}
	best, found := x.choose(from)
	if !found {
		return Route{Trip: noTrip(OtherComponent)}
	}
	src := x.source(best.source)
	if best.direct {
		p.add(best.leg.arc, from.Fraction, src.At.Fraction)
		return p.finish(best.source, leg{}, src)
	}
	p.leave(from, best.leg)
	v := best.leg.node
	c := x.cells.get(v)
	for c.next != noArc {
		arc := x.base.w.net.incident[c.next] ^ 1 // found from its head, travelled from its tail
		p.whole(arc)
		v = x.base.w.net.head(arc)
		c = x.cells.get(v)
	}
	return p.finish(best.source, x.lastLeg(v, best.source), src)
}

// choose is [chooseWay] where some roads are closed.
func (x *WhatIf) choose(from Position) (best choice, found bool) {
	offer := func(c choice) {
		if !found || c.before(&best) {
			best, found = c, true
		}
	}
	w, metric, shut := x.base.w, x.base.metric, x.closed(from.Edge)
	for _, i := range x.onEdge(from.Edge) {
		to := x.source(i).At
		if arc, weight, ok := w.along(metric, from, to); ok && (!shut || to == from) {
			offer(choice{weight + x.egressOf(i), i, leg{arc: arc}, true})
		}
	}
	legs, k := w.legs(metric, from, false)
	for _, l := range legs[:k] {
		if c := x.cells.get(l.node); c.weight < unreached && (!shut || l.span == 0) {
			offer(choice{uint64(c.weight) + l.weight, c.source, l, false})
		}
	}
	return best, found
}

// lastLeg is the cheapest open way from a node to a source that is met there.
func (x *WhatIf) lastLeg(node, source uint32) (best leg) {
	found := false
	for _, sd := range x.seedsOf(source) {
		if sd.node == node && (sd.span == 0 || !x.closed(sd.arc>>1)) && (!found || sd.weight < best.weight) {
			best, found = sd.leg, true
		}
	}
	if !found {
		panic("bug in network.WhatIf: a path ends where its source is not met")
	}
	return best
}

// NodeWeight is the weight from a node to its nearest source, in quanta, and that
// source, after all changes so far; false where none is reached.
func (x *WhatIf) NodeWeight(id uint32) (weight uint32, source int, ok bool) {
	c := x.cells.get(x.base.w.net.inner[id])
	if c.weight == unreached {
		return 0, -1, false
	}
	return c.weight, int(c.source), true
}
