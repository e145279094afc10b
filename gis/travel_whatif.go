package gis

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"

	"jangkau/gis/network"
)

// Standing is the answer of [Engine.NearestAll] kept so that changes of the
// destinations can be laid over it, each at the cost of the part of the network that
// it affects. Immutable; safe for any number of concurrent users.
type Standing struct {
	engine *Engine
	by     TravelMetric
	d      *Destinations
	from   []Located
	roads  *network.Standing
}

// Stand finds the nearest destination for every place and keeps what the search
// found. It takes a search over the whole network, without a hierarchy, and 12 bytes a
// node. Errors are those of NearestAll.
func (e *Engine) Stand(ctx context.Context, by TravelMetric, d *Destinations, from []Located) (*Standing, error) {
	defer runtime.KeepAlive(e)
	labels, err := e.weights.NearestAll(ctx, metricOf(by), d.sources)
	if err != nil {
		return nil, fmt.Errorf("standing of %d destinations: %w", d.Len(), err)
	}
	defer labels.Close()
	positions := make([]network.Position, len(from))
	for i, l := range from {
		positions[i] = network.NoPosition
		if l.Joins {
			positions[i] = l.Position
		}
	}
	roads, err := labels.Stand(ctx, positions)
	if err != nil {
		return nil, err
	}
	return &Standing{engine: e, by: by, d: d, from: from, roads: roads}, nil
}

// Bytes is about the memory it takes beside its engine and its places.
func (s *Standing) Bytes() int { return s.roads.Bytes() }

// Trip is that of the i-th place as things stand: see [Engine.NearestAll].
func (s *Standing) Trip(i int) Trip {
	defer runtime.KeepAlive(s.engine)
	return s.engine.nearest(s.by, s.d, s.from[i], s.roads.Trip(i))
}

// DestinationChange is what becomes of destinations and roads: destinations added come
// behind all others; those moved or closed go by their number. Roads are shut both ways
// and whatever the month; a place that joins one stays joined to it, and is cut off
// unless it lies at one of its ends.
type DestinationChange struct {
	Add   []Located
	Move  map[int]Located
	Close []int
	Shut  []Closure
}

// WhatIf is a standing answer under a change.
type WhatIf struct {
	standing *Standing
	d        *Destinations
	open     int
	roads    *network.WhatIf
}

// WhatIf lays a change over the standing answer. What comes of it is what
// [Engine.NearestAll] answers for the changed destinations; a closed one keeps its
// number. It fails with [Invalid] where a number is none or is named twice, or a closure
// finds no road, else as NearestAll.
func (s *Standing) WhatIf(ctx context.Context, c DestinationChange) (*WhatIf, error) {
	e := s.engine
	defer runtime.KeepAlive(e)
	list := slices.Concat(s.d.list, c.Add)
	change := network.Change{Move: map[int]network.Source{}, Close: c.Close}
	seen := map[int]bool{}
	once := func(i int) error {
		if i < 0 || i >= s.d.Len() || seen[i] {
			return NewError(Invalid, "Tujuan %d tidak ada atau diubah dua kali", "Destination %d does not exist or is changed twice", i)
		}
		seen[i] = true
		return nil
	}
	for _, i := range slices.Sorted(maps.Keys(c.Move)) {
		if err := once(i); err != nil {
			return nil, err
		}
		list[i], change.Move[i] = c.Move[i], e.source(c.Move[i])
	}
	for _, i := range c.Close {
		if err := once(i); err != nil {
			return nil, err
		}
		list[i] = Located{}
	}
	for _, l := range c.Add {
		change.Add = append(change.Add, e.source(l))
	}
	shut := map[uint32]struct{}{}
	for i := range c.Shut {
		edges, err := e.roads.shutting(&c.Shut[i])
		if err != nil {
			return nil, err
		}
		for _, id := range edges {
			shut[id] = struct{}{}
		}
	}
	change.CloseEdges = slices.Sorted(maps.Keys(shut))
	d, err := e.Destinations(list)
	if err != nil {
		return nil, err
	}
	x := &WhatIf{standing: s, d: d, open: len(list) - len(c.Close), roads: s.roads.WhatIf()}
	if _, err := x.roads.Apply(ctx, change); err != nil {
		return nil, fmt.Errorf("what if %d added, %d moved, %d closed, %d edges shut: %w", len(c.Add), len(c.Move), len(c.Close), len(shut), err)
	}
	return x, nil
}

// Trip is that of the i-th place under the change.
func (x *WhatIf) Trip(i int) Trip {
	if x.open == 0 {
		return NoTrip(Unreachable, NoFacility)
	}
	e := x.standing.engine
	defer runtime.KeepAlive(e)
	return e.nearest(x.standing.by, x.d, x.standing.from[i], x.roads.Trip(i))
}
