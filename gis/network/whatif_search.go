package network

import (
	"context"
	"fmt"
	"slices"
)

// written is a cell before it was written.
type written struct {
	node uint32
	was  cell
}

func (x *WhatIf) write(v uint32, c cell) {
	x.journal = append(x.journal, written{v, x.cells.get(v)})
	x.cells.set(v, c)
}

// takeBack undoes all that was written since the journal was begun.
func (x *WhatIf) takeBack() {
	for _, wr := range slices.Backward(x.journal) {
		x.cells.set(wr.node, wr.was)
	}
}

func (x *WhatIf) closed(e uint32) bool {
	if len(x.shut) == 0 {
		return false
	}
	_, shut := x.shut[e]
	return shut
}

// lose takes the way from a node; those that go through it are lost by loseRest.
func (x *WhatIf) lose(v uint32) {
	x.write(v, nowhere)
	x.region = append(x.region, v)
}

// loseSource takes a source from the nodes that start with it.
func (x *WhatIf) loseSource(i uint32) {
	src := x.source(i)
	if !x.base.w.net.On(src.At) {
		return
	}
	legs, k := x.base.w.legs(x.base.metric, src.At, true)
	for _, l := range legs[:k] {
		if c := x.cells.get(l.node); c.weight < unreached && c.next == noArc && c.source == i {
			x.lose(l.node)
		}
	}
}

// loseEdge takes the ways that go over an edge, or end on it.
func (x *WhatIf) loseEdge(e uint32) {
	net := x.base.w.net
	for _, v := range [2]uint32{net.from[e], net.to[e]} {
		if c := x.cells.get(v); c.next != noArc && net.incident[c.next]>>1 == e {
			x.lose(v)
		}
	}
	for _, i := range x.onEdge(e) {
		if f := x.source(i).At.Fraction; f > 0 && f < 1 {
			x.loseSource(i)
		}
	}
}

// loseRest follows the ways that led through lost nodes.
func (x *WhatIf) loseRest() {
	net, heads := x.base.w.net, x.base.w.towards(x.base.metric, true).list
	for k := 0; k < len(x.region); k++ { // grows
		v := x.region[k]
		for i := net.first[v]; i < net.first[v+1]; i++ {
			if u := uint32(heads[i]); x.cells.get(u).next == i {
				x.lose(u)
			}
		}
	}
}

// regain offers to the lost nodes the sources that they meet and the ways of their
// neighbours that were not lost.
func (x *WhatIf) regain() {
	net, arcs := x.base.w.net, x.base.w.towards(x.base.metric, false).list
	for _, v := range x.region {
		x.offerSeeds(x.seedsAt(v))
		for i := net.first[v]; i < net.first[v+1]; i++ {
			u, weight := uint32(arcs[i]), arcs[i]>>32
			if c := x.cells.get(u); c.weight < unreached && weight < uint64(unreached) && !x.closed(net.incident[i]>>1) {
				x.offer(v, uint64(c.weight)+weight, c.source, net.slot(u, net.incident[i]^1))
			}
		}
	}
}

// slot is the place of an arc in the list of the node that it leaves.
func (n *Network) slot(v, arc uint32) uint32 {
	for i := n.first[v]; i < n.first[v+1]; i++ {
		if n.incident[i] == arc {
			return i
		}
	}
	panic("bug in network: an arc is not at the node that it leaves")
}

func (x *WhatIf) offerSeeds(seeds []seed) {
	for _, sd := range seeds {
		if sd.span == 0 || !x.closed(sd.arc>>1) {
			x.offer(sd.node, sd.weight, sd.source, noArc)
		}
	}
}

// offerEdge offers what an opened edge leads to: its ends to each other, and the
// sources on it.
func (x *WhatIf) offerEdge(e uint32) {
	net, arcs := x.base.w.net, x.base.w.towards(x.base.metric, true).list
	for _, arc := range [2]uint32{arcOf(e, false), arcOf(e, true)} {
		v := net.tail(arc) // the search goes from v; travel comes to it
		i := net.slot(v, arc)
		if c := x.cells.get(v); c.weight < unreached && arcs[i]>>32 < uint64(unreached) {
			x.offer(uint32(arcs[i]), uint64(c.weight)+arcs[i]>>32, c.source, i)
		}
	}
	for _, i := range x.onEdge(e) {
		x.offerSeeds(x.seedsOf(i))
	}
}

// offer gives a node a way if it is better than what it has.
func (x *WhatIf) offer(v uint32, weight uint64, source, next uint32) {
	c := x.cells.get(v)
	switch {
	case weight >= uint64(unreached):
		if c.weight == unreached {
			x.over = append(x.over, v)
		}
	case weight < uint64(c.weight) || weight == uint64(c.weight) && source < c.source:
		x.write(v, cell{uint32(weight), source, next})
		x.queue.push(weight<<32 | uint64(v))
	}
}

// search spreads what was offered. Of equal weights the lower source wins, so that a
// node may be settled again.
func (x *WhatIf) search(ctx context.Context) error {
	net, arcs := x.base.w.net, x.base.w.towards(x.base.metric, true).list
	for settled := 1; len(x.queue) > 0; settled++ {
		if settled%cancelEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		item := x.queue.pop()
		v := uint32(item)
		c := x.cells.get(v)
		if uint64(c.weight) != item>>32 {
			continue
		}
		for i := net.first[v]; i < net.first[v+1]; i++ {
			u, weight := uint32(arcs[i]), uint64(c.weight)+arcs[i]>>32
			old := x.cells.get(u)
			worse := weight > uint64(old.weight) || weight == uint64(old.weight) && c.source >= old.source
			// What does not fit, or is closed, is never better than no way at all.
			unfit := worse && old.weight == unreached && arcs[i]>>32 < uint64(unreached)
			if worse && !unfit || x.closed(net.incident[i]>>1) {
				continue
			}
			if unfit {
				x.over = append(x.over, u)
				continue
			}
			x.write(u, cell{uint32(weight), c.source, i})
			x.queue.push(weight<<32 | uint64(u))
		}
	}
	return ctx.Err()
}

// checkOverflow finds a node that stayed without a way only because its sum does
// not fit.
func (x *WhatIf) checkOverflow() error {
	for _, v := range x.over {
		if x.cells.get(v).weight == unreached {
			return fmt.Errorf("%w: on the way to node %d", ErrOverflow, x.base.w.net.outer[v])
		}
	}
	return nil
}
