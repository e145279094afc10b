package network

import (
	"cmp"
	"context"
	"slices"
)

// Standing is the nearest source of every node as things stand, and the trips of the
// positions that are watched: what a [WhatIf] starts from. It is immutable and safe
// for any number of concurrent users. It takes 12 bytes a node and some 60 a
// watched position.
type Standing struct {
	w       *Weights
	metric  Metric
	sources *Sources
	cells   []cell

	watched []Position
	trips   []Trip
	byNode  []watch // sorted
	atNode  sparse
	byEdge  []uint32 // watched positions by edge
	onEdge  sparse
}

// cell is what a node knows: see [sweep].
type cell struct{ weight, source, next uint32 }

// nowhere is the cell of a node from which no source is reached. No source is lower
// than its one, so that only a weight that fits is better.
var nowhere = cell{unreached, 0, noArc}

// watch says that a watched position may leave by a node.
type watch struct{ node, watched uint32 }

// Stand keeps what l found, and the trips from the watched positions. l may be
// closed after. The error is the context's.
func (l *Labels) Stand(ctx context.Context, watched []Position) (*Standing, error) {
	net := l.w.net
	s := &Standing{
		w: l.w, metric: l.metric, sources: l.sources,
		cells:   make([]cell, net.NodeCount()),
		watched: slices.Clone(watched),
	}
	for v := range s.cells {
		s.cells[v] = nowhere
		if l.s.weight[v] < unreached {
			s.cells[v] = cell{l.s.weight[v], l.s.source[v], l.s.next[v]}
		}
	}
	var err error
	if s.trips, err = l.Trips(ctx, s.watched); err != nil {
		return nil, err
	}
	for i, p := range s.watched {
		if !net.On(p) {
			continue
		}
		s.byEdge = append(s.byEdge, uint32(i))
		// Both ends, whatever directions are open.
		for _, v := range [2]uint32{net.from[p.Edge], net.to[p.Edge]} {
			s.byNode = append(s.byNode, watch{v, uint32(i)})
		}
	}
	slices.SortFunc(s.byNode, func(a, b watch) int {
		return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.watched, b.watched))
	})
	slices.SortStableFunc(s.byEdge, func(a, b uint32) int { return cmp.Compare(s.watched[a].Edge, s.watched[b].Edge) })
	s.atNode = newSparse(net.NodeCount(), len(s.byNode), func(i int) uint32 { return s.byNode[i].node })
	s.onEdge = newSparse(net.EdgeCount(), len(s.byEdge), func(i int) uint32 { return s.watched[s.byEdge[i]].Edge })
	return s, nil
}

// Trip is the way from the i-th watched position as things stand.
func (s *Standing) Trip(i int) Trip { return s.trips[i] }

// Bytes is the memory that s takes, apart from the network and its weights.
func (s *Standing) Bytes() int {
	return 12*len(s.cells) + 16*len(s.watched) + 40*len(s.trips) + 8*len(s.byNode) + 4*len(s.byEdge) + s.atNode.bytes() + s.onEdge.bytes()
}

// watchedAt are the watched positions that may leave by a node.
func (s *Standing) watchedAt(node uint32) []watch {
	from, to := s.atNode.at(node)
	return s.byNode[from:to]
}

// watchedOn are the watched positions on an edge.
func (s *Standing) watchedOn(e uint32) []uint32 {
	if e == NoEdge {
		return nil
	}
	from, to := s.onEdge.at(e)
	return s.byEdge[from:to]
}

// pages are cells of which some differ from a shared base. Nodes near on the ground
// are near in number, so that a change touches few pages.
type pages struct {
	base []cell
	page []*[pageSize]cell
	own  int
}

const (
	pageBits = 8 // 3 kB: larger ones cost more to copy than they save
	pageSize = 1 << pageBits
)

func newPages(base []cell) pages {
	return pages{base: base, page: make([]*[pageSize]cell, (len(base)+pageSize-1)/pageSize)}
}

func (p *pages) get(v uint32) cell {
	if pg := p.page[v/pageSize]; pg != nil {
		return pg[v%pageSize]
	}
	return p.base[v]
}

func (p *pages) set(v uint32, c cell) {
	pg := p.page[v/pageSize]
	if pg == nil {
		pg = new([pageSize]cell)
		copy(pg[:], p.base[v&^(pageSize-1):])
		p.page[v/pageSize] = pg
		p.own++
	}
	pg[v%pageSize] = c
}

func (p *pages) bytes() int { return 8*len(p.page) + 12*pageSize*p.own }
