package hierarchy

import (
	"slices"

	"jangkau/gis/network/flatfile"
)

// Metric is a weighed topology, cut down to the arcs that some shortest way needs:
// those as short as the true distance of their ends. It is immutable and safe for
// any number of concurrent users, and flat arrays throughout.
type Metric struct {
	T *Topology

	Out Arcs // from a node to higher ones
	In  Arcs // from higher ones to a node

	file   *flatfile.File // what the arrays lie in; nil: they are memory like any other
	sweeps pool[sweep]
	depths depths
}

// Arcs are those of every node with higher ones, by rank, in rising order of head:
// from First[v] to First[v+1].
type Arcs struct {
	First  []uint32
	Head   []uint32
	Weight []uint32
	Via    []uint32 // an arc of the network, or the middle of a detour: see viaNode
}

func (a *Arcs) find(v, head uint32) uint32 {
	list := a.Head[a.First[v]:a.First[v+1]]
	if len(list) <= 8 {
		for i, h := range list {
			if h == head {
				return a.First[v] + uint32(i)
			}
		}
		return None
	}
	if i, ok := slices.BinarySearch(list, head); ok {
		return a.First[v] + uint32(i)
	}
	return None
}

// prune keeps the arcs that are travelled. An arc as short as another way of the same
// length stays: detours lead over it.
func (c *customizing) prune() *Metric {
	m := &Metric{T: c.t}
	m.Out = pruned(c.t, c.w.up, c.w.upVia)
	c.w.up, c.w.upVia = nil, nil
	m.In = pruned(c.t, c.w.down, c.w.downVia)
	return m
}

func pruned(t *Topology, weight, via []uint32) Arcs {
	kept := 0
	for a, w := range weight {
		if w < Closed && via[a] != None {
			kept++
		}
	}
	n := t.Nodes()
	p := Arcs{make([]uint32, n+1), make([]uint32, 0, kept), make([]uint32, 0, kept), make([]uint32, 0, kept)}
	for v := range n {
		for a := t.First[v]; a < t.First[v+1]; a++ {
			if weight[a] < Closed && via[a] != None {
				p.Head, p.Weight, p.Via = append(p.Head, t.Head[a]), append(p.Weight, weight[a]), append(p.Via, via[a])
			}
		}
		p.First[v+1] = uint32(len(p.Head))
	}
	return p
}
