package gis

import (
	"context"
	"fmt"
	"runtime"
)

// Table finds the trip from every place to every destination, row by row: what
// [Engine.Nearest] gives for a destination alone. Each destination takes a search of
// its own, by the hierarchy where there is one, else over the whole network; progress
// counts them. The error is the context's or the search's.
func (e *Engine) Table(ctx context.Context, by TravelMetric, from []Located, to []Located, progress func(done, total int)) ([][]Trip, error) {
	defer runtime.KeepAlive(e)
	rows := make([][]Trip, len(from))
	for i := range rows {
		rows[i] = make([]Trip, len(to))
	}
	for j, place := range to {
		d, err := e.Destinations([]Located{place})
		if err != nil {
			return nil, err
		}
		column, err := e.NearestAll(ctx, by, d, from)
		if err != nil {
			return nil, fmt.Errorf("table, destination %d: %w", j, err)
		}
		for i, t := range column {
			if t.Status == Reached {
				t.Destination = int32(j)
			}
			rows[i][j] = t
		}
		if progress != nil {
			progress(j+1, len(to))
		}
	}
	return rows, nil
}
