package network

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// WhatIf is a [Standing] answer under changes: facilities added, moved or closed,
// roads closed and opened. Each change costs a search over the part it affects, and
// what comes of it is what a search from scratch would give, ties between sources
// included; of two equally long ways to one source either may be taken. It holds its
// differences alone, so that many may lie over one Standing. It is for one user at
// a time.
//
// Positions stay where they are: one that was snapped to a road that is closed is
// cut off unless it lies at one of the road's ends.
type WhatIf struct {
	base  *Standing
	cells pages
	trips map[uint32]Trip // watched positions whose trip differs

	places
	shut map[uint32]struct{} // closed edges

	region  []uint32 // nodes whose way was lost
	journal []written
	queue   queue
	over    []uint32 // nodes that an open way reached with a sum that does not fit
	seen    []uint32 // watched position -> the last change that looked at it
	stamp   uint32
}

// WhatIf starts from things as they stand.
func (s *Standing) WhatIf() *WhatIf {
	return &WhatIf{
		base: s, cells: newPages(s.cells), trips: map[uint32]Trip{},
		places: newPlaces(s.sources, s.metric),
		shut:   map[uint32]struct{}{}, seen: make([]uint32, len(s.watched)),
	}
}

// Change is what is done in one step. A source keeps its index for good: those added
// get the next ones, in order.
type Change struct {
	Add []Source
	// Move puts sources elsewhere, or back where they were closed; one with
	// [NoPosition] exists but is on no road.
	Move                  map[int]Source
	Close                 []int
	CloseEdges, OpenEdges []uint32 // both directions; only what was closed here is opened
}

// Apply makes a change and returns the watched positions, in order, whose trip is
// another now. Where it fails nothing is changed; the error is the context's, or
// wraps [ErrInvalid] or [ErrOverflow].
func (x *WhatIf) Apply(ctx context.Context, c Change) (changed []int, err error) {
	records, err := x.check(c)
	if err != nil {
		return nil, err
	}
	x.region, x.journal, x.queue, x.over = x.region[:0], x.journal[:0], x.queue[:0], x.over[:0]
	emptyBefore := x.missing()
	onEdges := map[uint32]struct{}{} // where positions may meet sources without a node

	// What is lost: ways to a source that goes, ways over a road that closes.
	for i := range records {
		x.loseSource(i)
		onEdges[x.source(i).At.Edge] = struct{}{}
	}
	for _, e := range c.CloseEdges {
		x.loseEdge(e)
		onEdges[e] = struct{}{}
	}
	x.loseRest()

	undone := map[uint32]*record{}
	for i, r := range records {
		undone[i] = x.changed[i]
		x.put(i, r)
		onEdges[r.At.Edge] = struct{}{}
	}
	var shut, opened []uint32
	for _, e := range c.CloseEdges {
		if _, was := x.shut[e]; !was {
			x.shut[e] = struct{}{}
			shut = append(shut, e)
		}
	}
	for _, e := range c.OpenEdges {
		if _, was := x.shut[e]; was {
			delete(x.shut, e)
			opened = append(opened, e)
		}
		onEdges[e] = struct{}{}
	}

	// What is found: from the border of the lost, from sources, over roads.
	x.regain()
	for _, r := range records {
		x.offerSeeds(r.seeds)
	}
	for _, e := range opened {
		x.offerEdge(e)
	}
	if err = x.search(ctx); err == nil {
		err = x.checkOverflow()
	}
	if err != nil {
		x.takeBack()
		for i, r := range undone {
			x.put(i, r)
		}
		for _, e := range shut {
			delete(x.shut, e)
		}
		for _, e := range opened {
			x.shut[e] = struct{}{}
		}
		return nil, err
	}
	return x.look(onEdges, emptyBefore != x.missing()), nil
}

// check refuses what cannot be done and prepares the sources that change.
func (x *WhatIf) check(c Change) (map[uint32]*record, error) {
	records := map[uint32]*record{}
	put := func(i int, src Source, closed bool) error {
		if i < 0 || i >= x.Len()+len(c.Add) {
			return fmt.Errorf("%w: source %d of %d", ErrInvalid, i, x.Len())
		}
		if records[uint32(i)] != nil {
			return fmt.Errorf("%w: source %d is changed twice", ErrInvalid, i)
		}
		r, err := x.base.w.record(x.base.metric, uint32(i), src, closed)
		records[uint32(i)] = r
		return err
	}
	for _, i := range slices.Sorted(maps.Keys(c.Move)) {
		if i >= x.Len() {
			return nil, fmt.Errorf("%w: source %d of %d", ErrInvalid, i, x.Len())
		}
		if err := put(i, c.Move[i], false); err != nil {
			return nil, err
		}
	}
	for _, i := range c.Close {
		if i >= x.Len() {
			return nil, fmt.Errorf("%w: source %d of %d", ErrInvalid, i, x.Len())
		}
		if err := put(i, Source{At: NoPosition}, true); err != nil {
			return nil, err
		}
	}
	for k, src := range c.Add {
		if err := put(x.Len()+k, src, false); err != nil {
			return nil, err
		}
	}
	for _, e := range slices.Concat(c.CloseEdges, c.OpenEdges) {
		if int64(e) >= int64(x.base.w.net.EdgeCount()) {
			return nil, fmt.Errorf("%w: edge %d of %d", ErrInvalid, e, x.base.w.net.EdgeCount())
		}
	}
	for _, e := range c.OpenEdges {
		if slices.Contains(c.CloseEdges, e) {
			return nil, fmt.Errorf("%w: edge %d is opened and closed", ErrInvalid, e)
		}
	}
	return records, nil
}

// look brings the trips of the watched positions up to date that a change may have
// touched, and returns those that are another now.
func (x *WhatIf) look(edges map[uint32]struct{}, all bool) (changed []int) {
	x.stamp++
	visit := func(i uint32) {
		if x.seen[i] == x.stamp {
			return
		}
		x.seen[i] = x.stamp
		if now := x.TripFrom(x.base.watched[i]); now != x.Trip(int(i)) {
			x.trips[i] = now
			if now == x.base.trips[i] {
				delete(x.trips, i)
			}
			changed = append(changed, int(i))
		}
	}
	if all {
		for i := range x.base.watched {
			visit(uint32(i))
		}
	}
	for _, wr := range x.journal {
		for _, i := range x.base.watchedAt(wr.node) {
			visit(i.watched)
		}
	}
	for e := range edges {
		for _, i := range x.base.watchedOn(e) {
			visit(i)
		}
	}
	slices.Sort(changed)
	return changed
}

// Trip is the way from the i-th watched position, after all changes so far.
func (x *WhatIf) Trip(i int) Trip {
	if t, ok := x.trips[uint32(i)]; ok {
		return t
	}
	return x.base.trips[i]
}

// Differing are the watched positions whose trip is not what it is as things stand,
// in order.
func (x *WhatIf) Differing() []int {
	list := make([]int, 0, len(x.trips))
	for i := range x.trips {
		list = append(list, int(i))
	}
	slices.Sort(list)
	return list
}

// Bytes is the memory that the differences take.
func (x *WhatIf) Bytes() int {
	return x.cells.bytes() + 4*len(x.seen) + 64*len(x.trips) + 16*cap(x.journal) + 8*cap(x.queue) + 4*(cap(x.region)+cap(x.over))
}
