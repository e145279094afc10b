package network

import (
	"context"
	"slices"
)

// melt takes nodes of few neighbours away until none is left.
type melt struct {
	metric Metric

	links [][]link // of a node to its neighbours, each once
	spare []link   // where lists that outgrow their place move to

	queue []uint32 // nodes to look at
	gone  []bool
	order []uint32 // nodes taken away, first one first
	sums
}

// link is what joins a node to a neighbour.
type link struct {
	head          uint32
	out, in       uint32 // weight to the neighbour, and from it
	outHop, inHop uint32
}

func newMelt(w *Weights, metric Metric) *melt {
	n := w.net
	m := &melt{
		sums: sums{w: w}, metric: metric,
		links: make([][]link, len(n.at)), gone: make([]bool, len(n.at)),
		queue: make([]uint32, 0, 2*len(n.at)), order: make([]uint32, 0, len(n.at)),
	}
	// Memory that was never touched costs most of all: growing by copies doubled the time
	// on ten million nodes. Road networks want three shortcuts for five arcs.
	m.shortcuts = make([]sum, 0, len(n.incident)/8*5)
	all := make([]link, len(n.incident))
	out, in := w.towards(metric, false).list, w.towards(metric, true).list
	for v := range uint32(len(n.at)) {
		m.links[v] = all[n.first[v]:n.first[v]:n.first[v+1]]
		for i := n.first[v]; i < n.first[v+1]; i++ {
			arc := n.incident[i]
			l := link{uint32(out[i]), uint32(out[i] >> 32), uint32(in[i] >> 32), arc, arc ^ 1}
			if l.head != v && min(l.out, l.in) < unreached {
				m.join(v, l)
			}
		}
	}
	return m
}

// join links v to a neighbour, or betters the link that there is.
func (m *melt) join(v uint32, l link) {
	list := m.links[v]
	for i := range list {
		if o := &list[i]; o.head == l.head {
			if l.out < o.out {
				o.out, o.outHop = l.out, l.outHop
			}
			if l.in < o.in {
				o.in, o.inHop = l.in, l.inHop
			}
			return
		}
	}
	if len(list) == cap(list) {
		list = append(m.room(len(list)+4), list...)
	}
	m.links[v] = append(list, l)
}

// room is an empty list for some links.
func (m *melt) room(n int) []link {
	if len(m.spare) < n {
		m.spare = make([]link, max(n, 1<<16))
	}
	list := m.spare[:0:n]
	m.spare = m.spare[n:]
	return list
}

// part takes the link to u from v.
func (m *melt) part(v, u uint32) {
	list := m.links[v]
	for i := range list {
		if list[i].head == u {
			list[i] = list[len(list)-1]
			m.links[v] = list[:len(list)-1]
			if len(list)-1 <= fewest {
				m.queue = append(m.queue, v)
			}
			return
		}
	}
}

func (m *melt) run(ctx context.Context) error {
	for v := range uint32(len(m.links)) {
		if len(m.links[v]) <= fewest {
			m.queue = append(m.queue, v)
		}
	}
	for k := 0; k < len(m.queue); k++ { // grows
		if k%cancelEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if v := m.queue[k]; !m.gone[v] && len(m.links[v]) <= fewest {
			m.take(v)
		}
	}
	return ctx.Err()
}

// take takes v away, unless a way over it would be too long for a weight.
func (m *melt) take(v uint32) {
	list := m.links[v]
	for i, a := range list {
		for _, b := range list[:i] {
			if long(a.in, b.out) || long(b.in, a.out) {
				return
			}
		}
	}
	m.gone[v] = true
	m.order = append(m.order, v)
	for _, l := range list {
		m.part(l.head, v)
	}
	for i, a := range list {
		for _, b := range list[:i] {
			m.bridge(a, b)
		}
	}
}

// long tells whether two open ways one after the other do not fit in a weight.
func long(a, b uint32) bool { return a < unreached && b < unreached && a+b >= unreached }

// bridge joins the neighbours of a node that goes.
func (m *melt) bridge(a, b link) {
	there := link{head: b.head, out: unreached, in: unreached}
	if s := a.in + b.out; s < unreached { // a to b
		there.out = s
	}
	if s := b.in + a.out; s < unreached {
		there.in = s
	}
	// A shortcut that is longer than what joins the two already is not made.
	for _, l := range m.links[a.head] {
		if l.head == b.head {
			if there.out >= l.out {
				there.out = unreached
			}
			if there.in >= l.in {
				there.in = unreached
			}
		}
	}
	if there.out < unreached {
		there.outHop = m.shortcut(a.inHop, b.outHop)
	}
	if there.in < unreached {
		there.inHop = m.shortcut(b.inHop, a.outHop)
	}
	if min(there.out, there.in) < unreached {
		m.join(a.head, there)
		m.join(b.head, link{a.head, there.in, there.out, there.inHop, there.outHop})
	}
}

// shortcut makes one of two ways, one after the other.
func (m *melt) shortcut(a, b uint32) (hop uint32) {
	sa, sb := m.hop(a), m.hop(b)
	m.shortcuts = append(m.shortcuts, sum{sa.distanceM + sb.distanceM, sa.durationS + sb.durationS})
	return uint32(len(m.shortcuts)-1) | shortcut
}

// core numbers what is left and what was taken.
func (m *melt) core() *Core {
	n := len(m.gone)
	c := &Core{sums: sums{m.w, slices.Clone(m.shortcuts)}, metric: m.metric, id: make([]uint32, n), kept: n - len(m.order)}
	kept := uint32(0)
	arcs := 0
	for v, gone := range m.gone {
		if !gone {
			c.id[v] = kept
			kept++
			arcs += len(m.links[v])
		}
	}
	for k, v := range m.order {
		c.id[v] = uint32(n - 1 - k)
	}
	m.bend(&c.bends, c.id)
	c.first = make([]uint32, 1, kept+1)
	c.in, c.inHop = make([]uint64, 0, arcs), make([]uint32, 0, arcs)
	for v, gone := range m.gone {
		if gone {
			continue
		}
		for _, l := range m.links[v] {
			if l.in < unreached {
				c.largest = max(c.largest, l.in)
				c.in, c.inHop = append(c.in, uint64(l.in)<<32|uint64(c.id[l.head])), append(c.inHop, l.inHop)
			}
		}
		c.first = append(c.first, uint32(len(c.in)))
	}
	c.shift = bucketShift(c.in)
	return c
}

// bend collects what joined the nodes taken away, which they still have.
func (m *melt) bend(b *bends, id []uint32) {
	total := 0
	for _, v := range m.order {
		total += len(m.links[v])
	}
	b.first = make([]uint32, 1, len(m.order)+1)
	b.joins = make([]joins, 0, len(m.order))
	for _, list := range []*[]uint32{&b.in, &b.outHop, &b.inHop} {
		*list = make([]uint32, 0, total)
	}
	for _, v := range slices.Backward(m.order) {
		j := joins{head: [fewest]uint32{id[v], id[v], id[v]}, out: [fewest]uint32{unreached, unreached, unreached}}
		for i, l := range m.links[v] {
			j.head[i], j.out[i] = id[l.head], l.out
			b.outHop = append(b.outHop, l.outHop)
			b.in, b.inHop = append(b.in, l.in), append(b.inHop, l.inHop)
		}
		b.joins = append(b.joins, j)
		b.first = append(b.first, uint32(len(b.in)))
	}
}
