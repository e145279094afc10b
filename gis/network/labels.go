package network

import "context"

// Labels hold, for every node, the nearest source and the way to it. They may be
// asked by many at once, until Close.
type Labels struct {
	w       *Weights
	metric  Metric
	sources *Sources
	s       *sweep
}

// NearestAll finds the nearest source from everywhere, by one search outwards from
// all sources over the reversed network: travel is to the source. Equally near
// sources are taken by index. The error is the context's, or wraps
// [ErrOverflow], or [ErrInvalid] where the sources were made for other weights.
// Close the labels to let the next search have their memory.
func (w *Weights) NearestAll(ctx context.Context, metric Metric, sources *Sources) (*Labels, error) {
	if err := w.check(metric, sources); err != nil {
		return nil, err
	}
	s := w.net.takeSweep()
	l := &Labels{w, metric, sources, s}
	arcs := w.towards(metric, true)
	s.empty()
	s.shift = arcs.shift
	for _, sd := range sources.seeds[metric] {
		s.seed(sd)
	}
	err := s.run(ctx, w.net, arcs.list)
	if err == nil {
		err = s.checkOverflow(w.net, arcs.list, arcs.largest)
	}
	if err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// Close gives the labels' memory to later searches; the labels must not be used
// again. Closing twice does nothing.
func (l *Labels) Close() {
	if l.s != nil {
		l.w.net.sweeps.Put(l.s)
		l.s = nil
	}
}

// choice is the best way from a position: along its own edge to a source there,
// or over leg to a node and on by its label.
type choice struct {
	weight uint64
	source uint32
	leg    leg
	direct bool
}

func (c *choice) before(d *choice) bool {
	return c.weight < d.weight || c.weight == d.weight && c.source < d.source
}

// labelled tells the weight from a node to its nearest source, and which that is;
// unreached where there is none.
type labelled interface {
	label(node uint32) (weight, source uint32)
}

func (l *Labels) label(v uint32) (weight, source uint32) { return l.s.weight[v], l.s.source[v] }

// chooseWay finds the best way from a position where nodes have labels.
func chooseWay(s *Sources, metric Metric, from Position, l labelled) (best choice, found bool) {
	offer := func(c choice) {
		if !found || c.before(&best) {
			best, found = c, true
		}
	}
	for _, source := range s.onEdge(from.Edge) {
		if arc, weight, ok := s.w.along(metric, from, s.list[source].At); ok {
			weight += s.egress[metric][source]
			offer(choice{weight, source, leg{arc: arc}, true})
		}
	}
	legs, k := s.w.legs(metric, from, false)
	for _, lg := range legs[:k] {
		if weight, source := l.label(lg.node); weight < unreached {
			offer(choice{uint64(weight) + lg.weight, source, lg, false})
		}
	}
	return best, found
}

// Trip is the way from a position to its nearest source. It costs the length of
// the path.
func (l *Labels) Trip(from Position) Trip { return l.route(from, false).Trip }

// Route is [Labels.Trip] with the path.
func (l *Labels) Route(from Position) Route { return l.route(from, true) }

func (l *Labels) route(from Position, steps bool) Route {
	p := path{w: l.w, steps: steps}
	best, done := p.depart(l.sources, l.metric, from, l)
	if done {
		return p.route
	}
	return l.follow(p, best.leg.node)
}

// depart finds the best way from a position where nodes have labels and goes its
// first leg, or all of it: then, or where there is no way, it is done.
func (p *path) depart(s *Sources, metric Metric, from Position, l labelled) (best choice, done bool) {
	if r := s.missing(from); r != NoReason {
		p.route = Route{Trip: noTrip(r)}
		return best, true
	}
	best, found := chooseWay(s, metric, from, l)
	if !found {
		p.route = Route{Trip: noTrip(OtherComponent)}
		return best, true
	}
	if best.direct {
		src := s.list[best.source]
		p.add(best.leg.arc, from.Fraction, src.At.Fraction)
		p.finish(best.source, leg{}, src)
		return best, true
	}
	p.leave(from, best.leg)
	return best, false
}

// follow walks from a labelled node to its source.
func (l *Labels) follow(p path, v uint32) Route {
	source := l.s.source[v]
	for l.s.next[v] != noArc {
		arc := l.w.net.incident[l.s.next[v]] ^ 1 // found from its head, travelled from its tail
		p.whole(arc)
		v = l.w.net.head(arc)
	}
	return p.finish(source, l.sources.lastLeg(l.metric, v, source), l.sources.list[source])
}

// NodeTrip is the way from a node, by its id, to its nearest source; for a node
// that no edge meets, too.
func (l *Labels) NodeTrip(id uint32) Trip {
	v := l.w.net.inner[id]
	switch {
	case l.sources.Len() == 0:
		return noTrip(NoFacility)
	case !l.sources.placed:
		return noTrip(NoRoadWithinSnap)
	case l.s.weight[v] == unreached:
		return noTrip(OtherComponent)
	}
	return l.follow(path{w: l.w}, v).Trip
}

// NodeWeight is the weight from a node to its nearest source, in quanta, and that
// source; false where none is reached.
func (l *Labels) NodeWeight(id uint32) (weight uint32, source int, ok bool) {
	v := l.w.net.inner[id]
	if l.s.weight[v] == unreached {
		return 0, -1, false
	}
	return l.s.weight[v], int(l.s.source[v]), true
}
