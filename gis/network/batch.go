package network

import "context"

// Trips is [Labels.Trip] for many positions. Walks go on side by side, a stage of
// each at a time: what one needs from memory is on its way while the others are
// looked after, so a step costs a fraction of what it costs alone. The error is the
// context's.
func (l *Labels) Trips(ctx context.Context, from []Position) ([]Trip, error) {
	trips := make([]Trip, len(from))
	var b batch
	for i, p := range from {
		if i%cancelEvery == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		w := path{w: l.w}
		best, done := w.depart(l.sources, l.metric, p, l)
		trips[i] = w.route.Trip
		if done {
			continue
		}
		if b.add(int32(i), best.leg.node) {
			b.walk(l, trips)
		}
	}
	b.walk(l, trips)
	return trips, nil
}

// batchSize is as many walks as a core's outstanding reads are worth, and few enough
// that their own state stays in its first cache.
const batchSize = 128

// batch are walks over the forest of labels.
type batch struct {
	n      int
	trip   [batchSize]int32
	node   [batchSize]uint32
	slot   [batchSize]uint32
	arc    [batchSize]uint32
	source [batchSize]uint32
}

// add takes up a walk and reports whether the batch is full.
func (b *batch) add(trip int32, node uint32) bool {
	b.trip[b.n], b.node[b.n] = trip, node
	b.n++
	return b.n == batchSize
}

// walk takes all walks to their ends.
func (b *batch) walk(l *Labels, trips []Trip) {
	net := l.w.net
	for i, v := range b.node[:b.n] {
		b.source[i] = l.s.source[v]
	}
	for b.n > 0 {
		for i, v := range b.node[:b.n] {
			b.slot[i] = l.s.next[v]
		}
		for i := 0; i < b.n; {
			if b.slot[i] != noArc {
				b.arc[i] = net.incident[b.slot[i]] ^ 1 // found from its head, travelled from its tail
				i++
				continue
			}
			// Arrived; the last walk takes its place.
			p := path{w: l.w}
			p.route.Trip = trips[b.trip[i]]
			p.finish(b.source[i], l.sources.lastLeg(l.metric, b.node[i], b.source[i]), l.sources.list[b.source[i]])
			trips[b.trip[i]] = p.route.Trip
			b.n--
			b.trip[i], b.node[i], b.slot[i], b.source[i] = b.trip[b.n], b.node[b.n], b.slot[b.n], b.source[b.n]
		}
		for i, arc := range b.arc[:b.n] {
			t := &trips[b.trip[i]]
			c := &l.w.costs[arc>>1]
			t.DistanceM += c.lengthM
			t.DurationS += c.seconds[arc&1]
			b.node[i] = net.head(arc)
		}
	}
}
