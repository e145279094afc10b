package dissect

import "slices"

// reducer takes away nodes of degree one and two. A node's neighbours stand in its
// part of one flat array; taking a node away writes its other neighbour in its
// place, so no list ever grows. What is gone is dropped from a list when it is next
// read: a hub with a million leaves is not searched a million times.
type reducer struct {
	first  []uint32
	head   []uint32
	length []uint32 // of a node's list, with what is gone
	degree []uint32 // without
	gone   []bool
	order  []uint32
}

// maxScan is the longest list that is searched to put one neighbour in another's
// place: two hubs with a million ways between them would cost a million such.
const maxScan = 64

// newReducer copies g without loops and parallel edges.
func newReducer(g Graph) *reducer {
	n := g.nodes()
	r := &reducer{
		first: g.First, head: slices.Clone(g.Head),
		length: make([]uint32, n), degree: make([]uint32, n), gone: make([]bool, n),
	}
	for v := range n {
		list := r.head[g.First[v]:g.First[v+1]]
		slices.Sort(list)
		list = slices.Compact(list)
		if i, loop := slices.BinarySearch(list, uint32(v)); loop {
			list = slices.Delete(list, i, i+1)
		}
		r.length[v], r.degree[v] = uint32(len(list)), uint32(len(list))
	}
	return r
}

// list are the neighbours of a node.
func (r *reducer) list(v uint32) []uint32 {
	list := r.head[r.first[v]:][:r.length[v]]
	if r.length[v] != r.degree[v] {
		list = slices.DeleteFunc(list, func(u uint32) bool { return r.gone[u] })
		r.length[v] = uint32(len(list))
	}
	return list
}

// run takes nodes away in rounds, no two neighbours in one: so that a road of a
// thousand bends becomes a tree ten high and not a thousand.
func (r *reducer) run() {
	var now, next []uint32
	for v, d := range r.degree {
		if d <= 2 {
			now = append(now, uint32(v))
		}
	}
	blocked := make([]uint32, len(r.degree)) // in which round
	for round := uint32(1); len(now) > 0; round++ {
		next = next[:0]
		for _, v := range now {
			if r.gone[v] || r.degree[v] > 2 {
				continue
			}
			if blocked[v] == round {
				next = append(next, v)
				continue
			}
			list := r.list(v)
			if len(list) == 2 && max(r.length[list[0]], r.length[list[1]]) > maxScan {
				continue
			}
			if len(list) == 2 {
				r.join(v, list[0], list[1])
			}
			r.gone[v] = true
			r.order = append(r.order, v)
			for _, u := range list {
				blocked[u] = round
				if len(list) == 1 {
					r.degree[u]--
				}
				if r.degree[u] <= 2 {
					next = append(next, u)
				}
			}
		}
		now, next = next, now
	}
}

// join makes the neighbours of a node that went neighbours of each other.
func (r *reducer) join(v, a, b uint32) {
	if slices.Contains(r.list(a), b) {
		r.degree[a]--
		r.degree[b]--
		return
	}
	r.replace(a, v, b)
	r.replace(b, v, a)
}

func (r *reducer) replace(u, was, is uint32) {
	list := r.head[r.first[u]:][:r.length[u]]
	list[slices.Index(list, was)] = is
}
