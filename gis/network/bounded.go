package network

import "context"

// bounded owns the buffers of a search from one place up to a limit: buckets rather
// than a heap, and exact sums beside the weights, so that what is over the limit is
// never queued. As in a [sweep] a node may be settled again when a better way turns
// up, so buckets may be wide and the last one take whatever lies beyond. Its array
// has 16 bytes a node of the network; a search pays for what it touches.
type bounded struct {
	node    []boundedNode
	touched []uint32
	buckets [][]uint32
	shift   uint

	pieces []Piece // of a reach, before they are joined
}

type boundedNode struct {
	weight uint32 // unreached where untouched
	queued uint32 // the weight it was last queued at
	sum    float64
}

// boundedBuckets bounds the memory of a far-reaching search.
const boundedBuckets = 1 << 13

func (n *Network) takeBounded() *bounded {
	s, _ := n.boundeds.Get().(*bounded)
	if s == nil {
		s = &bounded{node: make([]boundedNode, len(n.at))}
		for v := range s.node {
			s.node[v].weight = unreached
		}
	}
	return s
}

// giveBounded forgets what the search touched; also what it left queued when its
// context ended.
func (n *Network) giveBounded(s *bounded) {
	for _, v := range s.touched {
		s.node[v].weight = unreached
	}
	for i := range s.buckets {
		s.buckets[i] = s.buckets[i][:0]
	}
	s.touched = s.touched[:0]
	n.boundeds.Put(s)
}

// run finds all nodes whose exact sum is within limit, on the way of least weight,
// from the legs of a place; it reports whether some weight did not fit.
func (s *bounded) run(ctx context.Context, w *Weights, metric Metric, inbound bool, legs []leg, limit float64) (overflow bool, err error) {
	limit += dust
	last := uint64(min(limit/w.quanta[metric], float64(unreached)))
	searched, reverse := w.towards(metric, inbound), uint32(0)
	if inbound {
		reverse = 1
	}
	arcs := searched.list
	for s.shift = searched.shift; last>>s.shift >= boundedBuckets; s.shift++ {
	}
	if need := int(last>>s.shift) + 1; len(s.buckets) < need {
		s.buckets = append(s.buckets, make([][]uint32, need-len(s.buckets))...)
	}
	buckets := s.buckets[:last>>s.shift+1]
	offer := func(v uint32, weight uint64, sum float64) {
		nd := &s.node[v]
		if weight >= uint64(nd.weight) {
			overflow = overflow || weight >= uint64(unreached)
			return
		}
		if nd.weight == unreached {
			s.touched = append(s.touched, v)
		}
		nd.weight, nd.sum = uint32(weight), sum
		if sum <= limit {
			i := min(int(weight>>s.shift), len(buckets)-1)
			buckets[i] = append(buckets[i], v)
			nd.queued = uint32(weight)
		}
	}
	for _, l := range legs {
		sum := 0.0
		if l.span > 0 {
			sum = l.span * w.cost(metric, l.arc)
		}
		offer(l.node, l.weight, sum)
	}
	n := w.net
	settled := 0
	for i := range buckets {
		for k := 0; k < len(buckets[i]); k++ { // grows while it is emptied
			v := buckets[i][k]
			nd := s.node[v]
			if nd.queued != nd.weight || min(int(nd.weight>>s.shift), len(buckets)-1) != i {
				continue // settled at less already, or by now over the limit
			}
			s.node[v].queued = noArc // not again at this weight
			if settled++; settled%cancelEvery == 0 {
				if err := ctx.Err(); err != nil {
					return overflow, err
				}
			}
			for a, end := n.first[v], n.first[v+1]; a < end; a++ {
				u, wu := uint32(arcs[a]), uint64(nd.weight)+arcs[a]>>32
				if wu >= uint64(s.node[u].weight) {
					overflow = overflow || wu >= uint64(unreached) && arcs[a]>>32 < uint64(unreached)
					continue
				}
				offer(u, wu, nd.sum+w.cost(metric, n.incident[a]^reverse))
			}
		}
	}
	return overflow, ctx.Err()
}
