package network

import (
	"context"
	"fmt"
	"math/bits"
)

// sweep owns the buffers of a search that visits the whole network: Dijkstra's
// algorithm from many seeds at once, with buckets.
//
// Labels are the least (weight, source) over all ways, whatever the order of
// settling: of equal weights the lower source wins. That allows buckets several
// quanta wide, within which a node may be settled again when a better way turns
// up; it costs less than the empty buckets that exact order would take.
//
// Weights stand in an array of their own: most relaxations fail and read nothing
// else, so the smaller that array, the fewer cache misses. Weight and source in one
// word, with one comparison for both, was measured a third slower.
type sweep struct {
	weight []uint32
	source []uint32
	next   []uint32 // incident arc, by its place in the list, that led here; noArc where a seed is used

	// buckets[i] holds weight<<32|node of weights in the i-th stretch of the window
	// that starts at base<<shift; far holds what lies beyond the window, so that
	// one four-hour ferry does not widen every bucket.
	buckets [][]uint64
	far     []uint64
	base    uint32
	shift   uint

	highest uint32 // no weight settled is higher
}

const (
	// sweepBuckets times 24 bytes of slice header stay within a second-level cache.
	sweepBuckets = 1 << 13

	// cancelEvery is the number of settled nodes between looks at the context: some
	// 0.1 ms of work, so neither the look nor the delay is felt.
	cancelEvery = 4096
)

func (n *Network) takeSweep() *sweep {
	s, _ := n.sweeps.Get().(*sweep)
	if s == nil {
		s = &sweep{
			weight:  make([]uint32, len(n.at)),
			source:  make([]uint32, len(n.at)),
			next:    make([]uint32, len(n.at)),
			buckets: make([][]uint64, sweepBuckets),
		}
	}
	// A sweep touches nearly every node: filling once is cheaper than testing a
	// stamp at every relaxation.
	for i := range s.weight {
		s.weight[i] = unreached
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

// bucketShift picks the width of a bucket, as a power of two between an eighth and
// a quarter of the mean weight. Measured on a road-like network of a million
// nodes, half and twice that are no faster.
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

func (s *sweep) push(weight, node uint32) {
	item := uint64(weight)<<32 | uint64(node)
	if i := weight>>s.shift - s.base; i < sweepBuckets {
		s.buckets[i] = append(s.buckets[i], item)
	} else {
		s.far = append(s.far, item)
	}
}

// seed offers a way from node to source.
func (s *sweep) seed(sd seed) {
	weight := uint32(sd.weight)
	if old := s.weight[sd.node]; weight < old || weight == old && sd.source < s.source[sd.node] {
		s.weight[sd.node], s.source[sd.node], s.next[sd.node] = weight, sd.source, noArc
		s.push(weight, sd.node)
	}
}

// run settles everything. Each arc of arcs[first[v]:first[v+1]] leads from v, in
// the sense of the search; travel goes the other way.
func (s *sweep) run(ctx context.Context, n *Network, arcs []uint64) error {
	settled := 0
	for {
		for i := range s.buckets {
			for k := 0; k < len(s.buckets[i]); k++ { // grows while it is emptied
				item := s.buckets[i][k]
				v := uint32(item)
				if s.weight[v] != uint32(item>>32) {
					continue // a shorter way was found since
				}
				if settled++; settled%cancelEvery == 0 {
					if err := ctx.Err(); err != nil {
						return err
					}
				}
				s.relax(arcs, v, n.first[v], n.first[v+1])
			}
			if len(s.buckets[i]) > 0 {
				s.highest = (s.base+uint32(i)+1)<<s.shift - 1
				s.buckets[i] = s.buckets[i][:0]
			}
		}
		if !s.advance() {
			return ctx.Err()
		}
	}
}

func (s *sweep) relax(arcs []uint64, v, begin, end uint32) {
	weight, source, labels := s.weight[v], s.source[v], s.weight
	for i, arc := range arcs[begin:end] {
		u, wu := uint32(arc), weight+uint32(arc>>32)
		if old := labels[u]; wu > old || wu >= unreached {
			continue
		} else if wu == old && source >= s.source[u] {
			continue
		}
		labels[u], s.source[u], s.next[u] = wu, source, begin+uint32(i)
		s.push(wu, u)
	}
}

// advance moves the window to the nearest weight beyond it; false when none is.
func (s *sweep) advance() bool {
	nearest := unreached
	live := s.far[:0]
	for _, item := range s.far {
		if s.weight[uint32(item)] == uint32(item>>32) {
			live = append(live, item)
			nearest = min(nearest, uint32(item>>32))
		}
	}
	s.base = nearest >> s.shift
	s.far = live[:0]
	for _, item := range live { // push appends to far no faster than this reads
		s.push(uint32(item>>32), uint32(item))
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
	for v, weight := range s.weight {
		if weight == unreached {
			continue
		}
		for i := n.first[v]; i < n.first[v+1]; i++ {
			u := uint32(arcs[i])
			if arcs[i]>>32 < uint64(unreached) && s.weight[u] == unreached {
				return fmt.Errorf("%w: on the way to node %d", ErrOverflow, n.outer[u])
			}
		}
	}
	return nil
}
