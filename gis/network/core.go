package network

import (
	"context"
	"fmt"
	"sync"
)

// Core is a weighed network without its nodes of at most three neighbours: dead ends,
// bends and simple junctions are taken away, one after the other, and shortcuts join
// the neighbours of each. A third of a road network's nodes is left, or less. One
// search over it, with a pass before and a pass after for what was taken away,
// answers like [Labels], in well below half the time; making it takes as long as some
// searches. Immutable; safe for any number of concurrent users.
type Core struct {
	sums
	metric Metric

	// Nodes are numbered anew: first those kept, along the Hilbert curve, then those
	// taken away, the last one first, so that a node's neighbours at the time it was
	// taken have lower numbers.
	id   []uint32 // inner node -> number
	kept int

	// Ways between kept nodes, by the node travelled to: weight<<32 | the node
	// travelled from, and what the way is; see hop.
	first   []uint32
	in      []uint64
	inHop   []uint32
	largest uint32 // open weight

	bends bends
	shift uint // log2 of a bucket's width

	searches sync.Pool // *coreSearch
}

// fewest is the number of neighbours up to which a node is taken away. With 3 a
// whole answer on a million nodes took three quarters of what it took with 2.
const fewest = 3

// bends are what joined nodes to their neighbours when they were taken away: of node
// kept+k, from first[k] to first[k+1] and, once more for the pass over all of them,
// in joins[k].
type bends struct {
	joins         []joins
	first         []uint32
	in            []uint32 // weight from the neighbour; of that to it see joins
	outHop, inHop []uint32
}

// joins always has as many neighbours as there may be, so that the pass has no loop
// whose end the processor must guess. Those that lack are the node itself, with no way
// there.
type joins struct {
	head, out [fewest]uint32
}

// A hop is an arc of the network, or a shortcut, marked by shortcut.
const shortcut = uint32(1) << 31

// sums are what hops take.
type sums struct {
	w         *Weights
	shortcuts []sum // both parts together
}

func (s *sums) hop(h uint32) sum {
	if h&shortcut != 0 {
		return s.shortcuts[h&^shortcut]
	}
	c := &s.w.costs[h>>1]
	return sum{c.lengthM, c.seconds[h&1]}
}

// Trips finds the nearest source from every position: what [Labels.Trip] gives, but
// that of ways equally short another may be taken. The error is the context's, or
// wraps [ErrInvalid] or [ErrOverflow].
func (c *Core) Trips(ctx context.Context, sources *Sources, from []Position) ([]Trip, error) {
	if err := c.w.check(c.metric, sources); err != nil {
		return nil, err
	}
	s := c.takeSearch()
	defer c.searches.Put(s)
	if err := s.run(ctx, c, sources); err != nil {
		return nil, err
	}
	trips := make([]Trip, len(from))
	b := coreBatch{c: c, s: s, sources: sources}
	for order := edgeOrder(from, c.w.net.EdgeCount()); len(order) > 0; order = order[min(len(order), batchSize):] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b.run(from, order[:min(len(order), batchSize)], trips)
	}
	return trips, nil
}

// NewCore makes the core by a metric. The error wraps [ErrInvalid] or is the
// context's.
func (w *Weights) NewCore(ctx context.Context, metric Metric) (*Core, error) {
	if metric >= metrics {
		return nil, fmt.Errorf("%w: metric %d", ErrInvalid, metric)
	}
	m := newMelt(w, metric)
	if err := m.run(ctx); err != nil {
		return nil, err
	}
	return m.core(), nil
}
