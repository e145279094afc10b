package dissect

import (
	"math"
	"slices"
	"sync"
)

// share is how much of a part is joined to the source, and as much to the sink: the
// smaller part of a cut is never smaller.
const share = 0.33

// directions are those that parts are looked at from.
var directions = [...][2]float32{{1, 0}, {0, 1}, {1, 1}, {1, -1}}

// separator finds small sets of nodes that part a part. Two flows may run at once.
type separator struct {
	tries [2]try
}

// try is one direction's search.
type try struct {
	flow    flow
	key     []float32
	sorted  []float32
	reached [2][]bool
	cover   cover
	cut     []uint32
	score   float64
}

// find returns the separator of a connected part, in rising order, never empty.
// Directions are taken in pairs, the second bounded by what the first found; within
// a pair nothing is shared, so that the outcome does not depend on timing.
func (s *separator) find(d *dissection, p *part) []uint32 {
	var best []uint32
	score, limit := math.Inf(1), math.MaxInt
	for i := 0; i < len(directions); i += 2 {
		a, b := &s.tries[0], &s.tries[1]
		if len(p.node) > 10_000 && d.take() {
			var wait sync.WaitGroup
			wait.Go(func() { b.run(p, directions[i+1], limit) })
			a.run(p, directions[i], limit)
			wait.Wait()
			d.give()
		} else {
			a.run(p, directions[i], limit)
			b.run(p, directions[i+1], limit)
		}
		for _, t := range [2]*try{a, b} {
			if t.score < score {
				best, score = append(best[:0], t.cut...), t.score
			}
		}
		if len(best) > 0 {
			// A cut as large as twice the separator can hardly have a smaller one.
			limit = 2 * len(best)
		}
	}
	if len(best) == 0 {
		best = append(best, 0)
	}
	return best
}

func (t *try) run(p *part, direction [2]float32, limit int) {
	t.score = math.Inf(1)
	n := len(p.node)
	t.flow.prepare(p)
	t.sides(p, direction)
	if _, ok := t.flow.run(limit); !ok {
		return
	}
	for i := range t.reached {
		t.reached[i] = resize(t.reached[i], n)
		reached := t.reached[i]
		t.flow.mark(reached, i == 1)
		cut := t.cover.of(p, reached)
		// The smaller part without the separator.
		near := 0
		for _, r := range reached {
			if r {
				near++
			}
		}
		far := n - near
		for _, v := range cut {
			if reached[v] {
				near--
			} else {
				far--
			}
		}
		score := float64(len(cut)) / (float64(min(near, far)) + 0.5)
		if score < t.score {
			t.score, t.cut = score, append(t.cut[:0], cut...)
		}
	}
}

// sides joins the nodes that lie farthest along a direction to source and sink.
// Nodes equally far are taken by number.
func (t *try) sides(p *part, direction [2]float32) {
	n := len(p.node)
	t.key = resize(t.key, n)
	for v := range n {
		t.key[v] = p.x[v]*direction[0] + p.y[v]*direction[1]
	}
	t.sorted = append(t.sorted[:0], t.key...)
	k := max(1, int(float64(n)*share))
	low := nth(t.sorted, k-1)
	high := nth(t.sorted, n-k)
	atLow, atHigh := k, k // how many of those at the bound itself are still to be taken
	for _, x := range t.key {
		if x < low {
			atLow--
		}
		if x > high {
			atHigh--
		}
	}
	for v, x := range t.key {
		t.flow.side[v] = neither
		if x < low || x == low && atLow > 0 {
			t.flow.side[v] = source
			if x == low {
				atLow--
			}
		}
	}
	for v := n - 1; v >= 0; v-- {
		x := t.key[v]
		if t.flow.side[v] == neither && (x > high || x == high && atHigh > 0) {
			t.flow.side[v] = sink
			if x == high {
				atHigh--
			}
		}
	}
}

// nth puts the k-th smallest in its place and returns it: Hoare's selection, with
// the middle of three as pivot.
func nth(a []float32, k int) float32 {
	for lo, hi := 0, len(a)-1; lo < hi; {
		x, y, z := a[lo], a[(lo+hi)/2], a[hi]
		pivot := max(min(x, y), min(max(x, y), z))
		i, j := lo, hi
		for i <= j {
			for a[i] < pivot {
				i++
			}
			for a[j] > pivot {
				j--
			}
			if i <= j {
				a[i], a[j] = a[j], a[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return a[k]
		}
	}
	return a[k]
}

// cover finds the fewest nodes that touch every edge of a cut: by Kőnig's theorem
// as many as the largest matching of those edges has.
type cover struct {
	left  []uint32 // nodes on the near side that have edges over the cut
	mate  []uint32 // by node; itself where single
	seen  []uint32 // by node, in which search
	round uint32
	nodes []uint32
	stack []step
}

// step is where a search for a longer matching stands.
type step struct{ v, arc uint32 }

func (c *cover) of(p *part, near []bool) []uint32 {
	n := len(p.node)
	if len(c.mate) < n {
		c.mate, c.seen, c.round = make([]uint32, n), make([]uint32, n), 0
	}
	c.left, c.nodes = c.left[:0], c.nodes[:0]
	for v := range uint32(n) {
		if !near[v] {
			continue
		}
		edge := false
		for _, u := range p.list(v) {
			if !near[u] {
				c.mate[u] = u
				edge = true
			}
		}
		if edge {
			c.mate[v] = v
			c.left = append(c.left, v)
		}
	}
	for _, v := range c.left {
		c.round++
		c.grow(p, near, v)
	}
	// What alternating paths from single nodes on the near side reach: the cover are
	// the reached of the far side and the unreached of the near one.
	c.round++
	var queue []uint32
	for _, v := range c.left {
		if c.mate[v] == v {
			c.seen[v] = c.round
			queue = append(queue, v)
		}
	}
	for i := 0; i < len(queue); i++ {
		for _, u := range p.list(queue[i]) {
			if near[u] || c.seen[u] == c.round {
				continue
			}
			c.seen[u] = c.round
			c.nodes = append(c.nodes, u)
			if v := c.mate[u]; v != u && c.seen[v] != c.round {
				c.seen[v] = c.round
				queue = append(queue, v)
			}
		}
	}
	for _, v := range c.left {
		if c.seen[v] != c.round {
			c.nodes = append(c.nodes, v)
		}
	}
	slices.Sort(c.nodes)
	return c.nodes
}

// grow looks for a path from a single node that makes the matching larger by one.
func (c *cover) grow(p *part, near []bool, start uint32) {
	c.stack = append(c.stack[:0], step{start, p.first[start]})
	for len(c.stack) > 0 {
		top := &c.stack[len(c.stack)-1]
		if top.arc == p.first[top.v+1] {
			c.stack = c.stack[:len(c.stack)-1]
			continue
		}
		u := p.head[top.arc]
		top.arc++
		if near[u] || c.seen[u] == c.round {
			continue
		}
		c.seen[u] = c.round
		if w := c.mate[u]; w != u {
			c.stack = append(c.stack, step{w, p.first[w]})
			continue
		}
		// u is single: along the stack, every node takes the one it led to last.
		for i := len(c.stack) - 1; i >= 0; i-- {
			v := c.stack[i].v
			c.mate[v], c.mate[p.head[c.stack[i].arc-1]] = p.head[c.stack[i].arc-1], v
		}
		return
	}
}
