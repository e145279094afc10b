package hierarchy

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"jangkau/gis/network/flatfile"
)

// None stands for no rank and no arc.
const None = ^uint32(0)

// Topology is a network made chordal under an order of elimination: whichever node
// is taken away, its higher neighbours are joined to each other. It knows no weights.
// It is immutable and safe for any number of concurrent users. All of it are flat
// arrays, so that it can be written to a file and used from there; out of a file it
// has no arcs, until [Topology.Complete].
type Topology struct {
	Rank   []uint32 // node -> rank
	Node   []uint32 // rank -> node
	Parent []uint32 // rank -> its lowest higher neighbour, None at a root

	// Arcs from each node to its higher neighbours, in rising order of head:
	// Head[First[v]:First[v+1]] by rank.
	First []uint32
	Head  []uint32

	// Edge tells which arc an edge of the network lies on: arc<<1, plus 1 where the
	// edge's From end is the higher; None for a loop.
	Edge []uint32

	edges      int
	completing sync.Mutex

	once sync.Once
	size []uint32       // see sizes
	file *flatfile.File // what the arrays lie in; nil: they are memory like any other
}

// maxArcs leaves room for a bit beside an arc's number.
const maxArcs = 1 << 31

// NewTopology completes the network of edges from[e]-to[e] under an order: order[r]
// is a node, the first to be taken away first. Ranks are given anew, in an order that
// eliminates alike but keeps every part of the network together. It takes O(a log a)
// for a arcs. The error is the context's, or says what is wrong.
func NewTopology(ctx context.Context, order, from, to []uint32) (*Topology, error) {
	n := len(order)
	if len(from) != len(to) {
		return nil, fmt.Errorf("hierarchy: %d and %d ends of edges", len(from), len(to))
	}
	t := &Topology{Rank: make([]uint32, n), edges: len(from)}
	for v := range t.Rank {
		t.Rank[v] = None
	}
	for r, v := range order {
		if int(v) >= n || t.Rank[v] != None {
			return nil, fmt.Errorf("hierarchy: the order is no permutation at %d", r)
		}
		t.Rank[v] = uint32(r)
	}
	for e := range from {
		if int(from[e]) >= n || int(to[e]) >= n {
			return nil, fmt.Errorf("hierarchy: edge %d joins %d and %d of %d nodes", e, from[e], to[e], n)
		}
	}
	t.renumber(from, to)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := t.complete(ctx, from, to); err != nil {
		return nil, err
	}
	return t, t.place(from, to)
}

// higher returns each node's higher neighbours by rank, unsorted and with repeats.
func (t *Topology) higher(from, to []uint32) (first, head []uint32) {
	first = make([]uint32, len(t.Rank)+1)
	for e := range from {
		if a, b := t.Rank[from[e]], t.Rank[to[e]]; a != b {
			first[min(a, b)+1]++
		}
	}
	for v := 1; v < len(first); v++ {
		first[v] += first[v-1]
	}
	head = make([]uint32, first[len(first)-1])
	free := slices.Clone(first[:len(t.Rank)])
	for e := range from {
		if a, b := t.Rank[from[e]], t.Rank[to[e]]; a != b {
			low := min(a, b)
			head[free[low]] = max(a, b)
			free[low]++
		}
	}
	return first, head
}

// renumber finds the elimination tree by Liu's algorithm, with paths to roots cut
// short, and ranks nodes by a walk over it that leaves each node after its children.
func (t *Topology) renumber(from, to []uint32) {
	n := len(t.Rank)
	// Lower neighbours, by rank.
	first := make([]uint32, n+1)
	for e := range from {
		if a, b := t.Rank[from[e]], t.Rank[to[e]]; a != b {
			first[max(a, b)+1]++
		}
	}
	for v := range n {
		first[v+1] += first[v]
	}
	lower := make([]uint32, first[n])
	free := slices.Clone(first[:n])
	for e := range from {
		if a, b := t.Rank[from[e]], t.Rank[to[e]]; a != b {
			high := max(a, b)
			lower[free[high]] = min(a, b)
			free[high]++
		}
	}
	parent, short := make([]uint32, n), make([]uint32, n)
	for v := range n {
		parent[v], short[v] = None, None
		for _, u := range lower[first[v]:first[v+1]] {
			for u != uint32(v) && short[u] != uint32(v) {
				next := short[u]
				short[u] = uint32(v)
				if next == None {
					parent[u] = uint32(v)
					break
				}
				u = next
			}
		}
	}
	// Children of each node, as linked lists in rising order; roots hang on n.
	child, sibling := make([]uint32, n+1), short
	for i := range child {
		child[i] = None
	}
	for v := n - 1; v >= 0; v-- {
		p := parent[v]
		if p == None {
			p = uint32(n)
		}
		sibling[v], child[p] = child[p], uint32(v)
	}
	fresh := make([]uint32, n) // old rank -> new
	next := uint32(0)
	var stack []uint32
	for v := child[n]; v != None; v = sibling[v] {
		stack = append(stack[:0], v)
		for len(stack) > 0 {
			u := stack[len(stack)-1]
			if c := child[u]; c != None {
				child[u] = sibling[c] // gone into once
				stack = append(stack, c)
				continue
			}
			stack = stack[:len(stack)-1]
			fresh[u] = next
			next++
		}
	}
	t.Parent = make([]uint32, n)
	for v, p := range parent {
		if p != None {
			p = fresh[p]
		}
		t.Parent[fresh[v]] = p
	}
	t.Node = make([]uint32, n)
	for v := range t.Rank {
		t.Rank[v] = fresh[t.Rank[v]]
		t.Node[t.Rank[v]] = uint32(v)
	}
}

// complete fills the arcs: a node's higher neighbours are its own and those of its
// children in the tree.
func (t *Topology) complete(ctx context.Context, from, to []uint32) error {
	n := len(t.Rank)
	first, head := t.higher(from, to)
	child, sibling := make([]uint32, n), make([]uint32, n)
	for v := range child {
		child[v] = None
	}
	seen := make([]uint32, n)
	for v := range seen {
		seen[v] = None
	}
	t.First = make([]uint32, n+1)
	t.Head = make([]uint32, 0, 2*len(head))
	for v := range uint32(n) {
		if v%(1<<16) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		start := len(t.Head)
		seen[v] = v
		add := func(list []uint32) {
			for _, u := range list {
				if seen[u] != v {
					seen[u] = v
					t.Head = append(t.Head, u)
				}
			}
		}
		add(head[first[v]:first[v+1]])
		for c := child[v]; c != None; c = sibling[c] {
			add(t.Head[t.First[c]:t.First[c+1]])
		}
		if len(t.Head) >= maxArcs {
			return fmt.Errorf("hierarchy: more than %d arcs: the order is no good", maxArcs)
		}
		slices.Sort(t.Head[start:])
		t.First[v+1] = uint32(len(t.Head))
		if p := t.Parent[v]; p != None {
			sibling[v], child[p] = child[p], v
		}
	}
	t.Head = slices.Clip(t.Head)
	return nil
}

// place finds every edge's arc.
func (t *Topology) place(from, to []uint32) error {
	t.Edge = make([]uint32, len(from))
	for e := range from {
		a, b := t.Rank[from[e]], t.Rank[to[e]]
		if a == b {
			t.Edge[e] = None
			continue
		}
		arc := t.arc(min(a, b), max(a, b))
		if arc == None {
			return fmt.Errorf("hierarchy: edge %d lies on no arc", e)
		}
		t.Edge[e] = arc << 1
		if a > b {
			t.Edge[e]++
		}
	}
	return nil
}

// arc finds the arc between two nodes, the lower first.
func (t *Topology) arc(low, high uint32) uint32 {
	list := t.Head[t.First[low]:t.First[low+1]]
	if i, ok := slices.BinarySearch(list, high); ok {
		return t.First[low] + uint32(i)
	}
	return None
}

// Nodes and Arcs are how many there are.
func (t *Topology) Nodes() int { return len(t.Node) }
func (t *Topology) Arcs() int  { return len(t.Head) }

// sizes are how many nodes are in each node's subtree, itself included.
func (t *Topology) sizes() []uint32 {
	t.once.Do(func() {
		t.size = make([]uint32, len(t.Parent))
		for v, p := range t.Parent {
			t.size[v]++
			if p != None {
				t.size[p] += t.size[v]
			}
		}
	})
	return t.size
}

// subtrees cuts the tree: ranges of ranks, each a whole subtree of at most limit
// nodes, and, rising, the nodes above them all.
func (t *Topology) subtrees(limit int) (ranges [][2]uint32, top []uint32) {
	size := t.sizes()
	for v := range uint32(len(size)) {
		if int(size[v]) > limit {
			top = append(top, v)
		} else if p := t.Parent[v]; p == None || int(size[p]) > limit {
			ranges = append(ranges, [2]uint32{v + 1 - size[v], v + 1})
		}
	}
	return ranges, top
}
