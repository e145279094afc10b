package network

import (
	"context"
	"fmt"
)

// coreSearch owns the buffers of a search over a [Core]: 16 bytes a node. As in a
// [sweep] labels are the least (weight, source), and weights have an array of their
// own.
type coreSearch struct {
	weight []uint32
	way    []way

	buckets [][]uint64
	far     []uint64
}

// way is how a label came about: over hop to the node next, or, without a hop, by a
// seed, whose index next is.
type way struct{ source, next, hop uint32 }

func (c *Core) takeSearch() *coreSearch {
	s, _ := c.searches.Get().(*coreSearch)
	if s == nil {
		s = &coreSearch{weight: make([]uint32, len(c.id)), way: make([]way, len(c.id)), buckets: make([][]uint64, sweepBuckets)}
	}
	for i := range s.weight {
		s.weight[i] = unreached
	}
	for i := range s.buckets {
		s.buckets[i] = s.buckets[i][:0]
	}
	s.far = s.far[:0]
	return s
}

// offer gives a node a way if it is better than what it has.
func (s *coreSearch) offer(v uint32, weight uint64, w way) (better bool) {
	if old := uint64(s.weight[v]); weight > old || weight == old && (old == uint64(unreached) || w.source >= s.way[v].source) {
		return false
	}
	s.weight[v], s.way[v] = uint32(weight), w
	return true
}

func (s *coreSearch) run(ctx context.Context, c *Core, sources *Sources) error {
	for i, sd := range sources.seeds[c.metric] {
		s.offer(c.id[sd.node], sd.weight, way{sd.source, uint32(i), noArc})
	}
	overflow := s.before(c)
	highest, err := s.search(ctx, c)
	if err != nil {
		return err
	}
	overflow = s.after(c) || overflow
	// Sums that come near the limit are rare: the inner loop does not look for them.
	if overflow || highest+c.largest >= unreached {
		return s.checkOverflow(c)
	}
	return nil
}

// before takes labels from nodes taken away to those that were their neighbours, the
// first taken first.
func (s *coreSearch) before(c *Core) (overflow bool) {
	b := &c.bends
	for k := len(b.first) - 2; k >= 0; k-- {
		v := uint32(c.kept + k)
		weight := s.weight[v]
		if weight == unreached {
			continue
		}
		source := s.way[v].source
		first := b.first[k]
		for i, in := range b.in[first:b.first[k+1]] {
			if in < unreached {
				total := uint64(weight) + uint64(in)
				overflow = overflow || total >= uint64(unreached)
				s.offer(b.joins[k].head[i], total, way{source, v, b.inHop[first+uint32(i)]})
			}
		}
	}
	return overflow
}

// after brings the labels back to nodes taken away, the last taken first.
func (s *coreSearch) after(c *Core) (overflow bool) {
	b, weight, ways := &c.bends, s.weight, s.way
	for k := range b.joins {
		j := &b.joins[k]
		v := uint32(c.kept + k)
		// No sum wraps: see unreached.
		w0, w1, w2 := weight[j.head[0]]+j.out[0], weight[j.head[1]]+j.out[1], weight[j.head[2]]+j.out[2]
		best, own := min(w0, w1, w2), weight[v]
		if best >= unreached {
			overflow = overflow || s.unfit(j)
			continue
		}
		if own < best {
			continue
		}
		i := uint32(0)
		if w1 == best {
			i = 1
		}
		if w2 == best {
			i = 2
		}
		if w0 == best && i > 0 || w1 == best && i > 1 || own == best { // ways as short
			i = s.lowest(j, [fewest]uint32{w0, w1, w2}, best)
			if own == best && ways[v].source <= ways[j.head[i]].source {
				continue
			}
		}
		h := j.head[i]
		weight[v], ways[v] = best, way{ways[h].source, h, b.outHop[b.first[k]+i]}
	}
	return overflow
}

// lowest is the neighbour of the lowest source among those at the best weight.
func (s *coreSearch) lowest(j *joins, weights [fewest]uint32, best uint32) (lowest uint32) {
	source := ^uint32(0)
	for i, w := range weights {
		if w == best && s.way[j.head[i]].source < source {
			lowest, source = uint32(i), s.way[j.head[i]].source
		}
	}
	return lowest
}

// unfit tells whether a way to some neighbour is there but too long.
func (s *coreSearch) unfit(j *joins) bool {
	for i, h := range j.head {
		if s.weight[h] < unreached && j.out[i] < unreached {
			return true
		}
	}
	return false
}

// search settles the nodes that are kept. Buckets are as in a [sweep].
func (s *coreSearch) search(ctx context.Context, c *Core) (highest uint32, err error) {
	weight, ways, first, in, inHop := s.weight, s.way, c.first, c.in, c.inHop
	buckets, shift, base := s.buckets, c.shift, uint32(0)
	push := func(wv, v uint32) {
		item := uint64(wv)<<32 | uint64(v)
		if i := wv>>shift - base; i < sweepBuckets {
			buckets[i] = append(buckets[i], item)
		} else {
			s.far = append(s.far, item)
		}
	}
	for v, wv := range weight[:c.kept] {
		if wv < unreached {
			push(wv, uint32(v))
		}
	}
	settled := 0
	for {
		for i := range buckets {
			for k := 0; k < len(buckets[i]); k++ { // grows while it is emptied
				item := buckets[i][k]
				v, wv := uint32(item), uint32(item>>32)
				if weight[v] != wv {
					continue // a shorter way was found since
				}
				if settled++; settled%cancelEvery == 0 && ctx.Err() != nil {
					return 0, ctx.Err()
				}
				source := ways[v].source
				begin, end := first[v], first[v+1]
				for a, arc := range in[begin:end] {
					u, wu := uint32(arc), wv+uint32(arc>>32)
					if old := weight[u]; wu > old || wu >= unreached {
						continue
					} else if wu == old && source >= ways[u].source {
						continue
					}
					weight[u], ways[u] = wu, way{source, v, inHop[begin+uint32(a)]}
					item := uint64(wu)<<32 | uint64(u)
					if i := wu>>shift - base; i < sweepBuckets {
						buckets[i] = append(buckets[i], item)
					} else {
						s.far = append(s.far, item)
					}
				}
			}
			if len(buckets[i]) > 0 {
				highest = (base+uint32(i)+1)<<shift - 1
				buckets[i] = buckets[i][:0]
			}
		}
		// The window moves to the nearest weight beyond it.
		nearest := unreached
		live := s.far[:0]
		for _, item := range s.far {
			if weight[uint32(item)] == uint32(item>>32) {
				live = append(live, item)
				nearest = min(nearest, uint32(item>>32))
			}
		}
		if len(live) == 0 {
			return highest, ctx.Err()
		}
		base = nearest >> shift
		s.far = live[:0]
		for _, item := range live { // push appends to far no faster than this reads
			push(uint32(item>>32), uint32(item))
		}
	}
}

// checkOverflow finds a node that stayed without a label only because its weight
// would not fit.
func (s *coreSearch) checkOverflow(c *Core) error {
	n, out := c.w.net, c.w.towards(c.metric, false).list
	for v := range n.at {
		if s.weight[c.id[v]] < unreached {
			continue
		}
		for _, arc := range out[n.first[v]:n.first[v+1]] {
			if arc>>32 < uint64(unreached) && s.weight[c.id[uint32(arc)]] < unreached {
				return fmt.Errorf("%w: on the way to node %d", ErrOverflow, n.outer[v])
			}
		}
	}
	return nil
}
