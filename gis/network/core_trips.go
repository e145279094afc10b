package network

// coreLabels are the labels of a core by the network's own numbers.
type coreLabels struct {
	c *Core
	s *coreSearch
}

func (l coreLabels) label(v uint32) (weight, source uint32) {
	id := l.c.id[v]
	return l.s.weight[id], l.s.way[id].source
}

// coreBatch are walks from positions to their sources, side by side: see [batch].
// Positions are taken in the order of their edges, so that most of what a walk reads
// was read for its neighbours.
type coreBatch struct {
	c       *Core
	s       *coreSearch
	sources *Sources

	trips [batchSize]Trip

	n    int               // still on their way
	trip [batchSize]uint32 // which of trips
	node [batchSize]uint32 // by the network's numbers at first, then by the core's
	way  [batchSize]way
}

// run finds the trips from the positions at the places of order.
func (b *coreBatch) run(from []Position, order []uint32, trips []Trip) {
	for i, o := range order {
		b.depart(uint32(i), from[o])
	}
	b.walk()
	for i, o := range order {
		trips[o] = b.trips[i]
	}
}

// depart takes up the walk from a position.
func (b *coreBatch) depart(i uint32, from Position) {
	var node uint32
	w := b.c.w
	b.trips[i] = Trip{}
	switch {
	case !b.sources.placed || !w.net.On(from):
		b.trips[i] = noTrip(b.sources.missing(from))
		return
	case from.Fraction == 0: // a node's label holds what lies on its roads, too
		node = w.net.from[from.Edge]
	case from.Fraction == 1:
		node = w.net.to[from.Edge]
	default:
		p := path{w: w}
		best, done := p.depart(b.sources, b.c.metric, from, coreLabels{b.c, b.s})
		b.trips[i] = p.route.Trip
		if done {
			return
		}
		node = best.leg.node
	}
	b.trip[b.n], b.node[b.n] = i, node
	b.n++
}

// walk takes all walks to their ends.
func (b *coreBatch) walk() {
	for i, v := range b.node[:b.n] {
		b.node[i] = b.c.id[v]
	}
	for i := 0; i < b.n; {
		if b.s.weight[b.node[i]] < unreached {
			i++
			continue
		}
		b.trips[b.trip[i]] = noTrip(OtherComponent)
		b.drop(i)
	}
	tails := b.sources.tails[b.c.metric]
	for b.n > 0 {
		for i, v := range b.node[:b.n] {
			b.way[i] = b.s.way[v]
		}
		for i := 0; i < b.n; {
			if b.way[i].hop != noArc {
				i++
				continue
			}
			t, s := &b.trips[b.trip[i]], &tails[b.way[i].next]
			t.Status, t.Source = Reached, int(b.way[i].source)
			t.DistanceM += s.distanceM
			t.DurationS += s.durationS
			b.drop(i)
		}
		for i := range b.way[:b.n] {
			t, s := &b.trips[b.trip[i]], b.c.hop(b.way[i].hop)
			t.DistanceM += s.distanceM
			t.DurationS += s.durationS
			b.node[i] = b.way[i].next
		}
	}
}

// drop ends a walk; the last one takes its place.
func (b *coreBatch) drop(i int) {
	b.n--
	b.trip[i], b.node[i], b.way[i] = b.trip[b.n], b.node[b.n], b.way[b.n]
}
