package network

import (
	"context"
	"fmt"
	"math/bits"
)

// sweep owns the buffers of a search that visits the whole network: Dijkstra's
// algorithm from many seeds at once, with buckets.
//
// A label is one word, weight in the high half and source in the low. Relaxing is
// then an addition and a comparison, and equal weights go to the lower source by
// themselves. Buckets are several quanta wide: within one, a node may be settled
// again when a shorter way turns up, which costs less than the empty buckets that
// exact order would take. The labels come out the same: the least (weight, source)
// over all ways, whatever the order of settling.
type sweep struct {
	label []uint64
	next  []uint32 // arc to take from a labelled node; noArc where a seed is used

	// buckets[i] holds weight<<32|node of weights in the i-th stretch of the window
	// that starts at base<<shift; far holds what lies beyond the window, so that
	// one four-hour ferry does not widen every bucket.
	buckets [][]uint64
	far     []uint64
	base    uint32
	shift   uint

	highest uint32 // weight settled
}

const (
	// sweepBuckets times 24 bytes of slice header stay within a second-level cache.
	sweepBuckets = 1 << 13

	// cancelEvery is the number of settled nodes between looks at the context: some
	// 0.1 ms of work, so neither the look nor the delay is felt.
	cancelEvery = 4096

	unlabelled = uint64(unreached) << 32
)

func (n *Network) takeSweep() *sweep {
	s, _ := n.sweeps.Get().(*sweep)
	if s == nil {
		s = &sweep{
			label:   make([]uint64, len(n.at)),
			next:    make([]uint32, len(n.at)),
			buckets: make([][]uint64, sweepBuckets),
		}
	}
	// A sweep touches nearly every node: filling once is cheaper than testing a
	// stamp at every relaxation.
	for i := range s.label {
		s.label[i] = unlabelled
	}
	return s
}

func (s *sweep) empty() {
	for i := range s.buckets {
		s.buckets[i] = s.buckets[i][:0]
	}
	s.far = s.far[:0]
	s.base, s.highest = 0, 0
}

// bucketShift picks the width of a bucket, as a power of two: about a quarter of
// the mean weight. Measured on road-like networks, widths from an eighth to a half
// of it are equally fast.
func bucketShift(arcs []uint64) uint {
	var sum, open uint64
	for _, a := range arcs {
		if weight := a >> 32; weight < uint64(unreached) {
			sum += weight
			open++
		}
	}
	if open == 0 || sum/open < 8 {
		return 0
	}
	return uint(bits.Len64(sum/open)) - 3
}

func (s *sweep) push(label uint64, node uint32) {
	item := label&^headMask | uint64(node)
	if i := uint32(label>>32)>>s.shift - s.base; i < sweepBuckets {
		s.buckets[i] = append(s.buckets[i], item)
	} else {
		s.far = append(s.far, item)
	}
}

// seed offers a way from node to source.
func (s *sweep) seed(sd seed) {
	if label := sd.weight<<32 | uint64(sd.source); label < s.label[sd.node] {
		s.label[sd.node], s.next[sd.node] = label, noArc
		s.push(label, sd.node)
	}
}

// run settles everything. Each arc of arcs[first[v]:first[v+1]] leads from v, in
// the sense of the search, and incident names it; travel goes the other way.
func (s *sweep) run(ctx context.Context, n *Network, arcs []uint64) error {
	settled := 0
	for {
		for i := range s.buckets {
			for k := 0; k < len(s.buckets[i]); k++ { // grows while it is emptied
				item := s.buckets[i][k]
				if s.label[uint32(item)]>>32 != item>>32 {
					continue // a shorter way was found since
				}
				if settled++; settled%cancelEvery == 0 {
					if err := ctx.Err(); err != nil {
						return err
					}
				}
				s.relax(n, arcs, uint32(item))
				s.highest = max(s.highest, uint32(item>>32))
			}
			s.buckets[i] = s.buckets[i][:0]
		}
		if !s.advance() {
			return ctx.Err()
		}
	}
}

func (s *sweep) relax(n *Network, arcs []uint64, v uint32) {
	lv := s.label[v]
	for i, end := n.first[v], n.first[v+1]; i < end; i++ {
		u := uint32(arcs[i])
		lu := lv + arcs[i]&^headMask
		if lu < s.label[u] {
			s.label[u], s.next[u] = lu, n.incident[i]^1
			s.push(lu, u)
		}
	}
}

// advance moves the window to the nearest weight beyond it; false when none is.
func (s *sweep) advance() bool {
	nearest := unreached
	live := s.far[:0]
	for _, item := range s.far {
		if s.label[uint32(item)]>>32 == item>>32 {
			live = append(live, item)
			nearest = min(nearest, uint32(item>>32))
		}
	}
	s.base = nearest >> s.shift
	s.far = live[:0]
	for _, item := range live { // push appends to far no faster than this reads
		s.push(item, uint32(item))
	}
	return len(live) > 0
}

// checkOverflow finds a node that stayed without a label only because its weight
// would not fit. Sums that come near the limit are rare, so the inner loop does
// not look for them.
func (s *sweep) checkOverflow(n *Network, arcs []uint64, largest uint32) error {
	if s.highest+largest < unreached {
		return nil
	}
	for v, label := range s.label {
		if label >= unlabelled {
			continue
		}
		for i := n.first[v]; i < n.first[v+1]; i++ {
			u := uint32(arcs[i])
			if arcs[i]>>32 < uint64(unreached) && s.label[u] >= unlabelled {
				return fmt.Errorf("%w: on the way to node %d", ErrOverflow, n.outer[u])
			}
		}
	}
	return nil
}
