package hierarchy

import (
	"fmt"
	"runtime"
	"sync"

	"jangkau/gis/network/flatfile"
)

// AddTo adds the topology to a file.
func (t *Topology) AddTo(b *flatfile.Builder) {
	flatfile.Add(b, "rank", t.Rank)
	flatfile.Add(b, "node", t.Node)
	flatfile.Add(b, "parent", t.Parent)
	flatfile.Add(b, "first", t.First)
	flatfile.Add(b, "head", t.Head)
	flatfile.Add(b, "edge", t.Edge)
}

// OpenTopology takes a topology of so many nodes and edges from a file whose sections
// are verified. It lies in the file's bytes. What searches rely on is checked; the
// error says what does not hold together.
func OpenTopology(f *flatfile.File, nodes, edges int) (*Topology, error) {
	v := flatfile.Views{File: f}
	t := &Topology{
		Rank: flatfile.Take[uint32](&v, "rank"), Node: flatfile.Take[uint32](&v, "node"), Parent: flatfile.Take[uint32](&v, "parent"),
		First: flatfile.Take[uint32](&v, "first"), Head: flatfile.Take[uint32](&v, "head"), Edge: flatfile.Take[uint32](&v, "edge"),
		file: f,
	}
	switch {
	case v.Err != nil:
		return nil, v.Err
	case len(t.Rank) != nodes || len(t.Node) != nodes || len(t.Parent) != nodes || len(t.First) != nodes+1 || len(t.Edge) != edges || len(t.Head) >= maxArcs:
		return nil, fmt.Errorf("hierarchy: a topology of %d nodes and %d edges for %d and %d", len(t.Rank), len(t.Edge), nodes, edges)
	}
	if err := t.checkTree(); err != nil {
		return nil, err
	}
	if err := t.checkRanks(); err != nil {
		return nil, err
	}
	if err := t.checkArcs(t.First, t.Head, nil, nil); err != nil {
		return nil, err
	}
	return t, inParts(edges, func(lo, hi int) error {
		for e := lo; e < hi; e++ {
			if p := t.Edge[e]; p != None && int(p>>1) >= len(t.Head) {
				return fmt.Errorf("hierarchy: edge %d lies on arc %d of %d", e, p>>1, len(t.Head))
			}
		}
		return nil
	})
}

// checkTree finds out whether ranks are given as a walk over the tree gives them that
// leaves each node after its children: at every node, those before it that have no
// parent yet end with its own children.
func (t *Topology) checkTree() error {
	n := uint32(len(t.Rank))
	var open []uint32
	for v := range n {
		if t.Parent[v] != None && (t.Parent[v] <= v || t.Parent[v] >= n) {
			return fmt.Errorf("hierarchy: no such tree at %d", v)
		}
		for len(open) > 0 && t.Parent[open[len(open)-1]] == v {
			open = open[:len(open)-1]
		}
		open = append(open, v)
	}
	for _, v := range open {
		if t.Parent[v] != None {
			return fmt.Errorf("hierarchy: rank %d is no child of its parent %d", v, t.Parent[v])
		}
	}
	return nil
}

// checkRanks finds out whether nodes and ranks tell the same.
func (t *Topology) checkRanks() error {
	n := uint32(len(t.Rank))
	return inParts(len(t.Node), func(lo, hi int) error {
		for v := lo; v < hi; v++ {
			if node := t.Node[v]; node >= n || t.Rank[node] != uint32(v) {
				return fmt.Errorf("hierarchy: node %d of rank %d", node, v)
			}
		}
		return nil
	})
}

// checkArcs finds out whether arcs lead from each node to ancestors, in rising order.
// Weights and vias are checked where they are given.
func (t *Topology) checkArcs(first, head, weight, via []uint32) error {
	n, size := len(t.Parent), t.sizes()
	if len(head) >= maxArcs || len(first) != n+1 || first[0] != 0 || int(first[n]) != len(head) {
		return fmt.Errorf("hierarchy: arcs of %d nodes for %d", len(first)-1, n)
	}
	return inParts(n, func(lo, hi int) error {
		for v := uint32(lo); v < uint32(hi); v++ {
			from, to, before := first[v], first[v+1], v
			if from > to || int(to) > len(head) {
				return fmt.Errorf("hierarchy: arcs of %d", v)
			}
			for a := from; a < to; a++ {
				h := head[a]
				if h <= before || int(h) >= n || size[h] <= h-v {
					return fmt.Errorf("hierarchy: from %d an arc leads to %d, which is no ancestor or comes out of order", v, h)
				}
				before = h
				if weight == nil {
					continue
				}
				if weight[a] >= Closed || via[a]&viaNode != 0 && via[a]&^viaNode >= v || via[a]&viaNode == 0 && int(via[a]>>1) >= len(t.Edge) {
					return fmt.Errorf("hierarchy: from %d an arc to %d of weight %d over %#x", v, h, weight[a], via[a])
				}
			}
		}
		return nil
	})
}

// AddTo adds the metric to a file; its topology is not part of it.
func (m *Metric) AddTo(b *flatfile.Builder) {
	m.Out.addTo(b, "out.")
	m.In.addTo(b, "in.")
}

func (a *Arcs) addTo(b *flatfile.Builder, name string) {
	flatfile.Add(b, name+"first", a.First)
	flatfile.Add(b, name+"head", a.Head)
	flatfile.Add(b, name+"weight", a.Weight)
	flatfile.Add(b, name+"via", a.Via)
}

// OpenMetric takes a metric over t from a file whose sections are verified; see
// [OpenTopology]. Whether a detour's halves are there is not looked for: a search that
// misses one says so.
func (t *Topology) OpenMetric(f *flatfile.File) (*Metric, error) {
	m := &Metric{T: t, file: f}
	for _, side := range []struct {
		arcs *Arcs
		name string
	}{{&m.Out, "out."}, {&m.In, "in."}} {
		v := flatfile.Views{File: f}
		*side.arcs = Arcs{
			First: flatfile.Take[uint32](&v, side.name+"first"), Head: flatfile.Take[uint32](&v, side.name+"head"),
			Weight: flatfile.Take[uint32](&v, side.name+"weight"), Via: flatfile.Take[uint32](&v, side.name+"via"),
		}
		a := side.arcs
		if v.Err != nil {
			return nil, v.Err
		}
		if len(a.Head) != len(a.Weight) || len(a.Head) != len(a.Via) {
			return nil, fmt.Errorf("hierarchy: %d heads, %d weights, %d vias", len(a.Head), len(a.Weight), len(a.Via))
		}
		if err := t.checkArcs(a.First, a.Head, a.Weight, a.Via); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// inParts calls do for stretches that make up all numbers below n, on all processors.
func inParts(n int, do func(lo, hi int) error) error {
	parts := max(1, min(4*runtime.GOMAXPROCS(0), n>>15))
	failed := make([]error, parts)
	var wait sync.WaitGroup
	for i := range parts {
		wait.Go(func() { failed[i] = do(n*i/parts, n*(i+1)/parts) })
	}
	wait.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}
