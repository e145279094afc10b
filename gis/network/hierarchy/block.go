package hierarchy

import "math/bits"

// block searches for some destinations at once. It knows the weight from every shared
// node to each of them.
type block struct {
	m *Metric
	s *shared

	index []int32 // of the destination of each lane in use
	ends  [lanes][2]climb
	count [lanes]int // of its nodes

	none laneWeights   // no way in any lane; 0 in those not in use, which none betters
	lane []laneWeights // from each shared node, by place

	// Which lanes have nodes below the node that a tail begins with: 2 bits a lane.
	tailRoot  uint32
	tailLanes uint64

	sums *blockSums // nil: weights alone
}

func newBlock(m *Metric, s *shared, cost func(arc uint32) Sum) *block {
	b := &block{m: m, s: s, lane: make([]laneWeights, len(s.rank))}
	if cost != nil {
		b.sums = newBlockSums(m, s, cost)
		for i := range b.ends {
			b.ends[i][0].traced, b.ends[i][1].traced = true, true
		}
	}
	return b
}

// build searches for the destinations, of which there are at least one and no more
// than lanes, and reports whether some way was too long.
func (b *block) build(to []End, columns []int32) (overflow bool) {
	b.index, b.tailRoot = columns, None
	b.none = laneWeights{}
	for i := range columns {
		b.none[i] = Closed
	}
	for x := range b.lane {
		b.lane[x] = b.none
	}
	for i, index := range columns {
		e := &to[index]
		b.count[i] = 0
		for k := range e.Nodes {
			if e.Weight[k] >= Closed {
				continue
			}
			c := &b.ends[i][b.count[i]]
			b.count[i]++
			overflow = c.run(b.m, &b.m.In, nil, e, k) || overflow
			b.enter(i, c)
		}
	}
	// From the top down: a node's way begins with an arc to a higher one, unless it
	// falls at once.
	for x := range b.lane {
		arcs, fallen := b.s.arc[b.s.first[x]:b.s.first[x+1]], b.lane[x]
		if better(&b.lane[x], arcs, b.lane); b.lane[x].lack() {
			overflow = b.tooLong(&b.lane[x], arcs) || overflow
		}
		if b.sums != nil {
			b.sumShared(x, &fallen)
		}
	}
	return overflow
}

// enter puts what a climb from a destination found at the shared nodes into a lane.
func (b *block) enter(i int, c *climb) {
	k := len(c.trunk) - 1
	for k >= 0 && !b.s.is.has(c.trunk[k]) {
		k--
	}
	if k < 0 {
		return
	}
	for x := b.s.place(c.trunk[k]); k >= 0; k-- {
		b.lane[x][i] = min(b.lane[x][i], c.weight[k])
		x = b.s.parent[x]
	}
}

// tooLong reports whether a lane without a way has one that does not add up.
func (b *block) tooLong(w *laneWeights, in []entry) bool {
	for i := range w {
		if w[i] < Closed {
			continue
		}
		for _, e := range in {
			if b.lane[e.place][i] < Closed {
				return true
			}
		}
	}
	return false
}

// join finds the weights of a row of the table, as far as the block goes, and reports
// whether some way was too long.
func (b *block) join(r *row) (w laneWeights, overflow bool) {
	w = b.none
	better(&w, r.in.entry, b.lane)
	for k := range r.tail {
		if b.findTail(&r.tail[k]); b.tailLanes != 0 {
			b.joinTail(&r.tail[k], &w)
		}
	}
	if w.lack() {
		overflow = b.tooLong(&w, r.in.entry)
		for k := range r.tail {
			b.findTail(&r.tail[k])
			overflow = b.tailTooLong(&r.tail[k], &w) || overflow
		}
	}
	return w, overflow
}

// findTail finds the lanes with nodes below the one that a tail begins with. Rows come
// in order of rank: mostly they are those of the tail before.
func (b *block) findTail(t *tail) {
	if len(t.trunk) == 0 {
		b.tailRoot, b.tailLanes = None, 0
		return
	}
	if b.tailRoot == t.trunk[0] {
		return
	}
	b.tailRoot, b.tailLanes = t.trunk[0], 0
	for i := range b.index {
		for k := range b.ends[i][:b.count[i]] {
			if c := &b.ends[i][k]; len(c.trunk) > t.depth && c.trunk[t.depth] == t.trunk[0] {
				b.tailLanes |= 1 << (2*i + k)
			}
		}
	}
}

// joinTail betters lanes by what they share with an origin below the shared nodes.
func (b *block) joinTail(t *tail, w *laneWeights) {
	b.common(t, func(i, k int, c *climb) { w[i] = min(w[i], t.weight[k]+c.weight[t.depth+k]) })
}

// tailTooLong reports whether a lane without a way has one there that does not add up.
func (b *block) tailTooLong(t *tail, w *laneWeights) (long bool) {
	b.common(t, func(i, k int, c *climb) {
		long = long || w[i] >= Closed && t.weight[k] < Closed && c.weight[t.depth+k] < Closed
	})
	return long
}

// common visits what a tail that was found and the lanes' climbs have in common: the
// k-th nodes of the tail.
func (b *block) common(t *tail, visit func(lane, k int, c *climb)) {
	for set := b.tailLanes; set != 0; set &= set - 1 {
		n := bits.TrailingZeros64(set)
		c := &b.ends[n/2][n%2]
		for k, v := range t.trunk {
			d := t.depth + k
			if d >= len(c.trunk) || c.trunk[d] != v {
				break
			}
			visit(n/2, k, c)
		}
	}
}
