package hierarchy

import "sync"

// End is one end of the trips of a table: up to two nodes, each at a weight from the
// place itself, and what that takes where sums are asked for.
type End struct {
	Node, Weight [2]uint32
	Sum          [2]Sum
	Nodes        int
}

// Searches of a table number a node's ancestors by depth: the root of the tree has
// depth 0. All that a place leads up to are ancestors of its nodes, so weights stand
// in an array as long as the tree is high, a few kilobytes that stay in the cache,
// whatever the size of the network.
type depths struct {
	once    sync.Once
	of      []uint16 // rank -> depth
	out, in []uint16 // arc of Out and In -> its head's depth
	tooHigh bool
}

// maxDepth is what a uint16 holds.
const maxDepth = 1<<16 - 1

func (m *Metric) depth() *depths {
	d := &m.depths
	d.once.Do(func() {
		t := m.T
		d.of = make([]uint16, t.Nodes())
		for v := t.Nodes() - 1; v >= 0; v-- {
			if p := t.Parent[v]; p != None {
				if d.of[p] >= maxDepth-1 {
					d.tooHigh = true
					return
				}
				d.of[v] = d.of[p] + 1
			}
		}
		of := func(heads []uint32) []uint16 {
			list := make([]uint16, len(heads))
			for a, h := range heads {
				list[a] = d.of[h]
			}
			return list
		}
		d.out, d.in = of(m.Out.Head), of(m.In.Head)
	})
	return d
}

// trunk is the path from a root of the tree to a node, by depth.
type trunk []uint32

// climb is what one node leads up to: weights by depth along its trunk.
type climb struct {
	trunk  trunk // from low down
	weight []uint32

	// Where it ended: at the depth low, below the node top, which is None at a root.
	low int
	top uint32

	// Where sums are asked for: by which arc each weight came about and from which
	// depth, and the sums that are known already; see sumAt.
	traced bool
	arcs   *Arcs
	hop    []uint32
	under  []uint16
	sum    []Sum
}

// run climbs from the k-th node of an end, by Out or by In, up to the first of some
// nodes (or the root); its weight and those above then are what arcs from below gave
// them. It reports whether some way was too long.
func (c *climb) run(m *Metric, arcs *Arcs, until bitset, e *End, k int) (overflow bool) {
	d := m.depth()
	depth := d.out
	if arcs == &m.In {
		depth = d.in
	}
	v := m.T.Rank[e.Node[k]]
	n := int(d.of[v]) + 1
	c.trunk, c.weight = grow(c.trunk, n), grow(c.weight, n)
	for i := range c.weight {
		c.weight[i] = Closed
	}
	c.weight[n-1] = e.Weight[k]
	if c.traced {
		c.arcs, c.hop, c.under, c.sum = arcs, grow(c.hop, n), grow(c.under, n), fillNotYet(grow(c.sum, n))
		c.sum[n-1] = e.Sum[k]
	}
	long := uint32(0)
	for ; v != None && (until == nil || !until.has(v)); v = m.T.Parent[v] {
		n--
		c.trunk[n] = v
		if c.weight[n] >= Closed {
			continue
		}
		from, to := arcs.First[v], arcs.First[v+1]
		heads, weights := depth[from:to], arcs.Weight[from:to]
		if c.traced {
			long = max(long, c.relaxTraced(n, from, heads, weights))
		} else {
			long = max(long, c.relax(n, heads, weights))
		}
	}
	c.low, c.top = n, v
	return long >= Closed
}

// relax offers the ways on from the node at a depth, and returns the longest.
func (c *climb) relax(at int, heads []uint16, weights []uint32) (long uint32) {
	w, weight := c.weight[at], c.weight
	for i, h := range heads {
		// Without a branch: which of the two is less nobody can foresee.
		s := w + weights[i]
		weight[h] = min(weight[h], s)
		long = max(long, s)
	}
	return long
}

// relaxTraced is relax that notes how weights come about; first is the number of the
// first arc.
func (c *climb) relaxTraced(at int, first uint32, heads []uint16, weights []uint32) (long uint32) {
	w := c.weight[at]
	for i, h := range heads {
		s := w + weights[i]
		if s < c.weight[h] {
			c.weight[h], c.hop[h], c.under[h] = s, first+uint32(i), uint16(at)
		}
		long = max(long, s)
	}
	return long
}

func grow[S ~[]T, T any](s S, n int) S {
	if cap(s) < n {
		return make(S, n, n+n/2)
	}
	return s[:n]
}
