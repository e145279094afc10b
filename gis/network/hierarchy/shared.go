package hierarchy

import (
	"cmp"
	"slices"
)

// shared are the nodes that at least so many origins of a table have above them: the
// top of the tree, as far as these origins need it. Every node above a shared one is
// shared. They are known by place: 0 is the highest.
type shared struct {
	is     bitset   // by rank
	rank   []uint32 // falling
	parent []uint32 // place of the parent; None at a root

	// Arcs of Out to higher nodes, which are all shared, in the order of Out.
	first []uint32
	arc   []entry
}

// entry is a shared node, by place, at a weight.
type entry struct{ place, weight uint32 }

// shared finds them. Subtrees are ranges of ranks, so that the origins below a node
// stand side by side in the order of their ranks: a node has k of them if it lies
// above one and the one k-1 further on.
func (m *Metric) shared(from []End, rows []int32, k int) *shared {
	t := m.T
	s := &shared{is: newBitset(t.Nodes()), first: []uint32{0}}
	var below []uint32
	for _, i := range rows {
		e := &from[i]
		below = append(below, t.Rank[e.Node[0]])
	}
	for i := 0; i+k <= len(below); i++ {
		for v := t.above(below[i], below[i+k-1]); v != None && !s.is.has(v); v = t.Parent[v] {
			s.is.set(v)
			s.rank = append(s.rank, v)
		}
	}
	slices.SortFunc(s.rank, func(a, b uint32) int { return cmp.Compare(b, a) })
	s.parent = make([]uint32, len(s.rank))
	for x, v := range s.rank {
		s.parent[x] = None
		if p := t.Parent[v]; p != None {
			s.parent[x] = s.place(p)
		}
		// Heads lie on the way up, in this order.
		up := uint32(x)
		for a := m.Out.First[v]; a < m.Out.First[v+1]; a++ {
			for s.rank[up] != m.Out.Head[a] {
				up = s.parent[up]
			}
			s.arc = append(s.arc, entry{up, m.Out.Weight[a]})
		}
		s.first = append(s.first, uint32(len(s.arc)))
	}
	return s
}

// place of a shared node.
func (s *shared) place(v uint32) uint32 {
	i, _ := slices.BinarySearchFunc(s.rank, v, func(a, b uint32) int { return cmp.Compare(b, a) })
	return uint32(i)
}

// above is the lowest node that has both below it or is both; None where there is none.
func (t *Topology) above(a, b uint32) uint32 {
	for a != b { // parents have higher ranks, and None is the highest
		if a < b {
			a = t.Parent[a]
		} else {
			b = t.Parent[b]
		}
	}
	return a
}
