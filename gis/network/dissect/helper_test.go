package dissect_test

import (
	"slices"

	"jangkau/gis/network/dissect"
)

// quality is what an order is worth: the arcs of the chordal completion, its lower
// triangles, and the height of the elimination tree.
type quality struct{ arcs, triangles, height int }

// complete eliminates nodes one after the other: the plain definition, by sorted
// lists. A node's list goes to its lowest neighbour, where it is merged.
func complete(g dissect.Graph, order []uint32) (up [][]uint32, q quality) {
	n := len(order)
	rank := make([]uint32, n)
	for r, v := range order {
		rank[v] = uint32(r)
	}
	up = make([][]uint32, n) // by rank
	for v := range n {
		for _, u := range g.Head[g.First[v]:g.First[v+1]] {
			if a, b := rank[v], rank[u]; a < b {
				up[a] = append(up[a], b)
			}
		}
	}
	height := make([]int, n)
	for r := range n {
		slices.Sort(up[r])
		up[r] = slices.Compact(up[r])
		k := len(up[r])
		q.arcs += k
		q.triangles += k * (k - 1) / 2
		height[r]++
		q.height = max(q.height, height[r])
		if k > 0 {
			p := up[r][0]
			height[p] = max(height[p], height[r])
			merged := make([]uint32, 0, len(up[p])+k)
			merged = append(append(merged, up[p]...), up[r][1:]...)
			slices.Sort(merged)
			up[p] = slices.Compact(merged)
		}
	}
	return up, q
}
