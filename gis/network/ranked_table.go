package network

import (
	"context"

	"jangkau/gis/network/hierarchy"
)

// NoWay stands in a table where no way leads from its row to its column.
const NoWay = unreached

// Table finds the weights, in quanta of the metric, from every position to every
// source, row by row, [NoWay] where there is none; egress is part of them. It takes
// 4 bytes a cell and, while at work, some 2 kB a position (of 16,384 at most) and some
// MB a worker. The error is the context's, or wraps [ErrInvalid] or [ErrOverflow].
func (r *Ranked) Table(ctx context.Context, from []Position, to *Sources, workers int) ([]uint32, error) {
	if err := r.w.check(r.metric, to); err != nil {
		return nil, err
	}
	rows, columns := r.ends(from, to)
	table, err := r.m.Table(ctx, rows, columns, workers)
	if err != nil {
		return nil, ranked(err)
	}
	r.onOneEdge(from, to, func(i int, j, _ uint32, weight uint64) {
		cell := &table[i*to.Len()+int(j)]
		*cell = min(*cell, uint32(weight))
	})
	return table, nil
}

// TripTable finds the trip from every position to every source, row by row: what
// [Ranked.Trips] gives for each source alone. It takes some times as long as
// [Ranked.Table] and 60 bytes a cell. The error is as of Table.
func (r *Ranked) TripTable(ctx context.Context, from []Position, to *Sources, workers int) ([]Trip, error) {
	if err := r.w.check(r.metric, to); err != nil {
		return nil, err
	}
	rows, columns := r.ends(from, to)
	table, sums, err := r.m.TableSums(ctx, rows, columns, workers, func(arc uint32) hierarchy.Sum {
		c := &r.w.costs[arc>>1]
		return hierarchy.Sum{A: c.seconds[arc&1], B: c.lengthM}
	})
	if err != nil {
		return nil, ranked(err)
	}
	trips := make([]Trip, len(table))
	for i, p := range from {
		for j, src := range to.list {
			k := i*to.Len() + j
			switch {
			case src.At == NoPosition || !r.w.net.On(p):
				trips[k] = noTrip(NoRoadWithinSnap)
			case table[k] == NoWay:
				trips[k] = noTrip(OtherComponent)
			default:
				trips[k] = Trip{Status: Reached, Source: j, DurationS: sums[k].A, DistanceM: sums[k].B}
			}
		}
	}
	r.onOneEdge(from, to, func(i int, j, arc uint32, weight uint64) {
		if k := i*to.Len() + int(j); weight < uint64(table[k]) {
			p := path{w: r.w}
			p.add(arc, from[i].Fraction, to.list[j].At.Fraction)
			trips[k] = p.finish(j, leg{}, to.list[j]).Trip
		}
	})
	return trips, nil
}

// ends are the rows and columns of a table as a hierarchy takes them.
func (r *Ranked) ends(from []Position, to *Sources) (rows, columns []hierarchy.End) {
	rows, columns = make([]hierarchy.End, len(from)), make([]hierarchy.End, to.Len())
	for i, p := range from {
		if r.w.net.On(p) {
			legs, k := r.w.legs(r.metric, p, false)
			rows[i] = r.end(legs[:k], 0, hierarchy.Sum{})
		}
	}
	for j, s := range to.list {
		if s.At != NoPosition {
			legs, k := r.w.legs(r.metric, s.At, true)
			columns[j] = r.end(legs[:k], to.egress[r.metric][j], hierarchy.Sum{A: s.EgressS, B: s.EgressM})
		}
	}
	return rows, columns
}

// end is a place by its legs, each with something more.
func (r *Ranked) end(legs []leg, more uint64, sum hierarchy.Sum) (e hierarchy.End) {
	for _, l := range legs {
		w := l.weight + more
		if w >= uint64(unreached) {
			continue
		}
		e.Node[e.Nodes], e.Weight[e.Nodes], e.Sum[e.Nodes] = l.node, uint32(w), sum
		if l.span > 0 {
			c := &r.w.costs[l.arc>>1]
			e.Sum[e.Nodes].A += l.span * c.seconds[l.arc&1]
			e.Sum[e.Nodes].B += l.span * c.lengthM
		}
		e.Nodes++
	}
	return e
}

// onOneEdge visits the ways between places on the same edge, which need not pass a
// node, where they fit.
func (r *Ranked) onOneEdge(from []Position, to *Sources, visit func(i int, j, arc uint32, weight uint64)) {
	for i, p := range from {
		if !r.w.net.On(p) {
			continue
		}
		for _, j := range to.onEdge(p.Edge) {
			if arc, weight, ok := r.w.along(r.metric, p, to.list[j].At); ok {
				if weight += to.egress[r.metric][j]; weight < uint64(unreached) {
					visit(i, j, arc, weight)
				}
			}
		}
	}
}
