package network

import "context"

// local owns the buffers of a search that grows from one place and stops early.
// Its arrays have an entry a node, but a search pays only for the nodes it
// touches: an entry counts only if it carries the stamp of the running search.
type local struct {
	node  []localNode
	stamp uint32
	heap  queue // entries overtaken since are skipped

	arcs     []uint64 // nil: weighed on the way
	w        *Weights
	metric   Metric
	inbound  bool
	overflow bool // some sum did not fit and was left out
	settled  int
}

type localNode struct {
	weight uint32
	arc    uint32 // travelled between this node and the next one towards the start; noArc at the start
	stamp  uint32
}

// takeLocal starts a search; inbound means that travel is towards its start.
func (w *Weights) takeLocal(metric Metric, inbound bool) *local {
	n := w.net
	s, _ := n.locals.Get().(*local)
	if s == nil {
		s = &local{node: make([]localNode, len(n.at))}
	}
	s.forget()
	s.inbound = inbound
	s.w, s.metric = w, metric
	s.arcs = w.around(metric, inbound)
	return s
}

// forget makes every label of the search before one of no time, in constant time
// but for once in four thousand million.
func (s *local) forget() {
	s.stamp++
	if s.stamp == 0 { // wrapped: old stamps would look current
		clear(s.node)
		s.stamp = 1
	}
	s.heap, s.overflow, s.settled = s.heap[:0], false, 0
}

func (w *Weights) giveLocal(s *local) {
	s.arcs, s.w = nil, nil
	w.net.locals.Put(s)
}

// offer labels v with a weight if that is less than what it has.
func (s *local) offer(v uint32, weight uint64, arc uint32) {
	if weight >= uint64(unreached) {
		s.overflow = true
		return
	}
	nd := &s.node[v]
	if nd.stamp == s.stamp && uint64(nd.weight) <= weight {
		return
	}
	*nd = localNode{weight: uint32(weight), arc: arc, stamp: s.stamp}
	s.heap.push(weight<<32 | uint64(v))
}

// settle returns the nearest node not settled before; false when none is left or
// the context ended, whose error it returns.
func (s *local) settle(ctx context.Context) (v uint32, weight uint64, ok bool, err error) {
	for len(s.heap) > 0 {
		item := s.heap.pop()
		v, weight = uint32(item), item>>32
		if uint64(s.node[v].weight) != weight {
			continue
		}
		if s.settled++; s.settled%cancelEvery == 0 {
			if err := ctx.Err(); err != nil {
				return 0, 0, false, err
			}
		}
		return v, weight, true, nil
	}
	return 0, 0, false, ctx.Err()
}

// expand offers the neighbours of a settled node.
func (s *local) expand(n *Network, v uint32, weight uint64) {
	reverse := uint32(0)
	if s.inbound {
		reverse = 1
	}
	if s.arcs == nil {
		for _, arc := range n.incident[n.first[v]:n.first[v+1]] {
			if w := s.w.weight(s.metric, arc^reverse); w < unreached {
				s.offer(n.head(arc), weight+uint64(w), arc^reverse)
			}
		}
		return
	}
	for i, end := n.first[v], n.first[v+1]; i < end; i++ {
		if w := s.arcs[i] >> 32; w < uint64(unreached) {
			s.offer(uint32(s.arcs[i]), weight+w, n.incident[i]^reverse)
		}
	}
}

// towardsStart is the node at the other end of the arc that v was reached by.
func (s *local) towardsStart(n *Network, v uint32) uint32 {
	if s.inbound {
		return n.head(s.node[v].arc)
	}
	return n.tail(s.node[v].arc)
}
