package hierarchy

import "sync"

// End is one end of the trips of a table: up to two nodes, each at a weight from the
// place itself.
type End struct {
	Node, Weight [2]uint32
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
}

// run climbs from v along arcs whose heads' depths are given, up to the first of
// some nodes (or the root), whose weights and those above then are what arcs
// from below gave them. It reports whether some way was too long.
func (c *climb) run(m *Metric, d *depths, arcs *Arcs, depth []uint16, until bitset, v, start uint32) (overflow bool) {
	k := int(d.of[v]) + 1
	c.trunk, c.weight = grow(c.trunk, k), grow(c.weight, k)
	for i := range c.weight {
		c.weight[i] = Closed
	}
	c.weight[k-1] = start
	weight := c.weight
	long := uint32(0)
	for ; v != None && (until == nil || !until.has(v)); v = m.T.Parent[v] {
		k--
		c.trunk[k] = v
		w := weight[k]
		if w >= Closed {
			continue
		}
		from, to := arcs.First[v], arcs.First[v+1]
		heads, weights := depth[from:to], arcs.Weight[from:to]
		for i, h := range heads {
			// Without a branch: which of the two is less nobody can foresee.
			s := w + weights[i]
			weight[h] = min(weight[h], s)
			long = max(long, s)
		}
	}
	c.low, c.top = k, v
	return long >= Closed
}

func grow[S ~[]uint32](s S, n int) S {
	if cap(s) < n {
		return make(S, n, n+n/2)
	}
	return s[:n]
}
