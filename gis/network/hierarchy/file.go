package hierarchy

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"jangkau/gis/network/flatfile"
)

// AddTo adds the topology's tree to a file. Its arcs, which are most of it, only
// weighing needs: they are found again in less time than that takes.
func (t *Topology) AddTo(b *flatfile.Builder) {
	flatfile.Add(b, "rank", t.Rank)
	flatfile.Add(b, "node", t.Node)
	flatfile.Add(b, "parent", t.Parent)
}

// OpenTopology takes the topology of so many nodes and edges from a file whose
// sections are verified. It lies in the file's bytes and has no arcs: see
// [Topology.Complete]. What searches rely on is checked; the error says what does not
// hold together.
func OpenTopology(f *flatfile.File, nodes, edges int) (*Topology, error) {
	v := flatfile.Views{File: f}
	t := &Topology{
		Rank: flatfile.Take[uint32](&v, "rank"), Node: flatfile.Take[uint32](&v, "node"), Parent: flatfile.Take[uint32](&v, "parent"),
		file: f, edges: edges,
	}
	switch {
	case v.Err != nil:
		return nil, v.Err
	case len(t.Rank) != nodes || len(t.Node) != nodes || len(t.Parent) != nodes || nodes >= int(viaNode):
		return nil, fmt.Errorf("hierarchy: a topology of %d nodes for %d", len(t.Rank), nodes)
	}
	if err := t.checkTree(); err != nil {
		return nil, err
	}
	return t, t.checkRanks()
}

// Complete finds the arcs of a topology out of a file, where that has not been done.
// The network must be the one that it was made for. The error is the context's, or
// says what does not hold together; then the topology is of no use for weighing.
func (t *Topology) Complete(ctx context.Context, from, to []uint32) error {
	t.completing.Lock()
	defer t.completing.Unlock()
	if t.First != nil {
		return nil
	}
	if len(from) != t.edges || len(to) != t.edges {
		return fmt.Errorf("hierarchy: %d edges for %d", len(from), t.edges)
	}
	c := &Topology{Rank: t.Rank, Node: t.Node, Parent: t.Parent, edges: t.edges}
	if err := c.complete(ctx, from, to); err != nil {
		return err
	}
	if err := c.place(from, to); err != nil {
		return err
	}
	if err := c.checkArcs(&Arcs{First: c.First, Head: c.Head}, false); err != nil {
		return err
	}
	t.First, t.Head, t.Edge = c.First, c.Head, c.Edge
	return nil
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

// checkArcs finds out whether arcs lead from each node to ancestors, in rising order,
// and, where they are weighed, over what is there. There are a hundred million of them:
// the loop has no branch that nobody can foresee.
func (t *Topology) checkArcs(arcs *Arcs, weighed bool) error {
	n, size := len(t.Parent), t.sizes()
	first, head, weight, via := arcs.First, arcs.Head, arcs.Weight, arcs.Via
	if len(head) >= maxArcs || len(first) != n+1 || first[0] != 0 || int(first[n]) != len(head) {
		return fmt.Errorf("hierarchy: arcs of %d nodes for %d", len(first)-1, n)
	}
	below := func(a, b uint32) uint64 { return (uint64(a) - uint64(b)) >> 63 } // 1 or 0
	edgeArcs := uint32(2 * t.edges)
	return inParts(n, func(lo, hi int) error {
		for v := uint32(lo); v < uint32(hi); v++ {
			from, to := first[v], first[v+1]
			if from > to || int(to) > len(head) {
				return fmt.Errorf("hierarchy: arcs of %d", v)
			}
			// One loop a node, for most have few arcs: its end is what costs most.
			good, before := uint64(1), v
			for a := from; a < to; a++ {
				h := head[a]
				if int(h) >= n {
					return fmt.Errorf("hierarchy: an arc of %d leads to %d of %d", v, h, n)
				}
				good &= below(before, h) & below(h-v, size[h])
				before = h
				if weighed {
					x := via[a]
					node := uint32(int32(x) >> 31) // all bits where via is a node's rank
					good &= below(weight[a], Closed) & below(x&^viaNode, v&node|edgeArcs&^node)
				}
			}
			if good == 0 {
				return fmt.Errorf("hierarchy: an arc of %d leads to no ancestor, comes out of order, is too long, or leads over what is not there", v)
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
		if err := t.checkArcs(a, true); err != nil {
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
