package network

// findComponents splits the nodes into strongly connected components by Tarjan's
// algorithm, with a stack of its own: a road of a million nodes in a row would
// overflow that of a recursion. Open arcs are the same by either metric.
func (w *Weights) findComponents() {
	n := w.net
	nodes := len(n.at)
	const unseen = ^uint32(0)
	var (
		component = make([]uint32, nodes)
		order     = make([]uint32, nodes) // by first visit
		low       = make([]uint32, nodes) // least order seen from the subtree
		arc       = make([]uint32, nodes) // next incident arc to look at
		waiting   []uint32                // visited, component not yet known
		path      []uint32                // from the root of the visit to here
		visits    uint32
	)
	for v := range component {
		component[v], order[v] = unseen, unseen
	}
	enter := func(v uint32) {
		order[v], low[v], arc[v] = visits, visits, n.first[v]
		visits++
		waiting, path = append(waiting, v), append(path, v)
	}
	for root := range uint32(nodes) {
		if order[root] != unseen {
			continue
		}
		enter(root)
	visit:
		for len(path) > 0 {
			v := path[len(path)-1]
			for arc[v] < n.first[v+1] {
				a := n.incident[arc[v]]
				arc[v]++
				if !w.open(a) {
					continue
				}
				u := n.head(a)
				if order[u] == unseen {
					enter(u)
					continue visit
				}
				if component[u] == unseen {
					low[v] = min(low[v], order[u])
				}
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				parent := path[len(path)-1]
				low[parent] = min(low[parent], low[v])
			}
			if low[v] == order[v] {
				waiting = w.closeComponent(component, waiting, v)
			}
		}
	}
	w.component = component
}

// closeComponent gives all that waits since v the next component.
func (w *Weights) closeComponent(component, waiting []uint32, v uint32) []uint32 {
	id := uint32(len(w.componentSize))
	size := uint32(0)
	for {
		u := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		component[u] = id
		size++
		if u == v {
			w.componentSize = append(w.componentSize, size)
			return waiting
		}
	}
}

// NodeComponent returns which strongly connected component a node is in and how
// many nodes that has. Components are numbered from 0 in no meaningful order.
func (w *Weights) NodeComponent(node uint32) (id uint32, size int) {
	id = w.component[w.net.inner[node]]
	return id, int(w.componentSize[id])
}

// EdgeComponent is the number of nodes of the component that edge e lies in: the
// one of both its ends, or 1 where they are in different ones, because then one
// can leave the edge or come to it but not both.
func (w *Weights) EdgeComponent(e uint32) int {
	a, b := w.component[w.net.from[e]], w.component[w.net.to[e]]
	if a != b {
		return 1
	}
	return int(w.componentSize[a])
}
