package gis

import (
	"context"
	"fmt"
	"runtime"

	"jangkau/gis/network"
)

// Table finds the trip from every place to every destination, row by row: what
// [Engine.Nearest] gives for a destination alone. All of it is one search by the
// hierarchy where there is one; else each destination takes a search over the whole
// network. The error is the context's or the search's.
func (e *Engine) Table(ctx context.Context, by TravelMetric, from []Located, to []Located) ([][]Trip, error) {
	defer runtime.KeepAlive(e) // and with it the file that the arrays lie in
	all, err := e.Destinations(to)
	if err != nil {
		return nil, err
	}
	rows, err := e.tableByRoad(ctx, by, all, from)
	if err != nil {
		return nil, err
	}
	return rows, inParallel(ctx, len(from), func(i int) error {
		if !from[i].Known || !from[i].Covered {
			return nil // no walk either: what was said of roads stands
		}
		for _, walk := range all.within(nil, from[i], e.roads.options.SnapMaxM) {
			if best := &rows[i][walk.Destination]; best.Status != Reached || walk.figure(by) < best.figure(by) {
				*best = walk
			}
		}
		return nil
	})
}

// tableByRoad is a table without walks across country.
func (e *Engine) tableByRoad(ctx context.Context, by TravelMetric, all *Destinations, from []Located) ([][]Trip, error) {
	rows := make([][]Trip, len(from))
	for i := range rows {
		rows[i] = make([]Trip, all.Len())
	}
	put := func(i, j int, t network.Trip) {
		trip, settled := all.settled(from[i])
		if !settled {
			if trip = e.byRoad(from[i], t); trip.Status == Reached {
				trip.Destination = int32(j)
			}
		}
		rows[i][j] = trip
	}
	e.openRanked(metricOf(by))
	if r := e.ranked[metricOf(by)].Load(); r != nil {
		trips, err := r.TripTable(ctx, positions(from), all.sources, 0)
		if err != nil {
			return nil, fmt.Errorf("table of %d by %d: %w", len(from), all.Len(), err)
		}
		for k, t := range trips {
			put(k/all.Len(), k%all.Len(), t)
		}
		return rows, nil
	}
	for j := range all.list {
		d, err := e.Destinations(all.list[j : j+1])
		if err != nil {
			return nil, err
		}
		column, err := e.byRoads(ctx, by, d, from)
		if err != nil {
			return nil, fmt.Errorf("table, destination %d: %w", j, err)
		}
		for i, t := range column {
			put(i, j, t)
		}
	}
	return rows, nil
}
