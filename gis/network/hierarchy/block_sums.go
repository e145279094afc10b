package hierarchy

import "math/bits"

// blockSums are the sums of a block: of the ways that its weights are of.
type blockSums struct {
	summer
	lane [][lanes]Sum // from each shared node, by place
}

func newBlockSums(m *Metric, s *shared, cost func(arc uint32) Sum) *blockSums {
	return &blockSums{newSummer(m, s, cost), make([][lanes]Sum, len(s.rank))}
}

// sumShared finds the sums of a shared node whose weights are known, and those above
// it; fallen are its weights where a way falls from it at once. Some arc leads on to
// just the weight that is left, and since arcs rise the ways so found come to an end.
func (b *block) sumShared(x int, fallen *laneWeights) {
	w, pending := &b.lane[x], uint32(0)
	for i := range b.index {
		switch {
		case w[i] >= Closed:
		case w[i] == fallen[i]:
			b.sums.lane[x][i] = b.sumFallen(x, i)
		default:
			pending |= 1 << i
		}
	}
	v := b.s.rank[x]
	for k, e := range b.s.arc[b.s.first[x]:b.s.first[x+1]] {
		if pending == 0 {
			break
		}
		for set := b.match(pending, e, w); set != 0; set &= set - 1 {
			i := bits.TrailingZeros32(set)
			b.sums.lane[x][i] = b.sums.arc(&b.m.Out, b.m.Out.First[v]+uint32(k), v).plus(b.sums.lane[e.place][i])
			pending &^= 1 << i
		}
	}
}

// match are those of some lanes that have their weight over a shared node.
func (b *block) match(some uint32, e entry, w *laneWeights) (set uint32) {
	l := &b.lane[e.place]
	for ; some != 0; some &= some - 1 {
		if i := bits.TrailingZeros32(some); e.weight+l[i] == w[i] {
			set |= 1 << i
		}
	}
	return set
}

// sumFallen is the sum of a way that falls from a shared node.
func (b *block) sumFallen(x, i int) Sum {
	v := b.s.rank[x]
	k := int(b.m.depth().of[v])
	for n := range b.ends[i][:b.count[i]] {
		c := &b.ends[i][n]
		if k < len(c.trunk) && c.trunk[k] == v && c.weight[k] == b.lane[x][i] {
			return c.sumAt(&b.sums.summer, k)
		}
	}
	b.sums.broken = true // a weight that no climb gave
	return Sum{}
}

// sumsOf are the sums of a row whose weights are known.
func (b *block) sumsOf(r *row, w *laneWeights) (sums [lanes]Sum) {
	pending := uint32(0)
	for i := range b.index {
		if w[i] < Closed {
			pending |= 1 << i
		}
	}
	for k, e := range r.in.entry {
		if pending == 0 {
			break
		}
		for set := b.match(pending, e, w); set != 0; set &= set - 1 {
			i := bits.TrailingZeros32(set)
			sums[i] = r.in.sum[k].plus(b.sums.lane[e.place][i])
			pending &^= 1 << i
		}
	}
	for n := range r.tail {
		t := &r.tail[n]
		if b.findTail(t); pending != 0 {
			b.common(t, func(i, k int, c *climb) {
				if pending>>i&1 == 1 && t.weight[k] < Closed && t.weight[k]+c.weight[t.depth+k] == w[i] {
					sums[i] = t.sum[k].plus(c.sumAt(&b.sums.summer, t.depth+k))
					pending &^= 1 << i
				}
			})
		}
	}
	if pending != 0 {
		b.sums.broken = true // a weight that no way has
	}
	return sums
}
