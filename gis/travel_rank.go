package gis

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"jangkau/gis/network"
	"jangkau/gis/network/flatfile"
)

// rank is what roads have of a hierarchy: nothing, until somebody makes it.
type rank struct {
	opening sync.Once // of its file
	making  sync.Mutex
	made    atomic.Pointer[madeRank]
}

type madeRank struct {
	h     *network.Hierarchy
	id    flatfile.ID // of its file's content
	filed bool        // that file is there
}

// Rank makes the hierarchy of the roads, or takes it from its file, which whole-area searches of all engines
// over them then go by. Searches go on meanwhile, without it. It takes some 10 s and
// 400 MB a million nodes; a second call does nothing. The error is the context's, or
// says that there are too many roads.
func (r *Roads) Rank(ctx context.Context, progress func(done, total int)) error {
	defer runtime.KeepAlive(r) // and with it the file that the arrays lie in
	r.openRank()
	r.rank.making.Lock()
	defer r.rank.making.Unlock()
	if made := r.rank.made.Load(); made != nil {
		err := made.h.Complete(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		r.index.files.Refuse(hierarchyFile, err) // only one out of a file is not complete
	}
	h, err := r.net.NewHierarchy(ctx, network.HierarchyOptions{Progress: progress})
	if err != nil {
		return fmt.Errorf("hierarchy of the roads: %w", err)
	}
	made := &madeRank{h: h}
	if r.index.files != nil {
		made.id = r.rankBuilder(h).ID()
	}
	r.rank.made.Store(made)
	return nil
}

// ranks are an engine's hierarchies, one a metric, each nil until it is there.
type ranks [2]atomic.Pointer[network.Ranked]

// Rank weighs the hierarchy of the roads, making it first where there is none, by
// time and by distance. From then on [Engine.NearestAll] finds the same trips in a
// fraction of the time; where two ways take exactly as long, it may tell of the
// other one. The error is the context's, or says why the plain search has to do.
func (e *Engine) Rank(ctx context.Context, progress func(done, total int)) error {
	defer runtime.KeepAlive(e)
	for metric := range e.ranked {
		e.openRanked(network.Metric(metric))
	}
	for metric := range e.ranked {
		if e.ranked[metric].Load() != nil {
			continue
		}
		if err := e.roads.Rank(ctx, progress); err != nil {
			return err
		}
		r, err := e.roads.rank.made.Load().h.Weigh(ctx, e.weights, network.Metric(metric), 0)
		if err != nil {
			return fmt.Errorf("weigh the hierarchy by %v: %w", network.Metric(metric), err)
		}
		e.ranked[metric].Store(r)
	}
	return nil
}

// Ranked reports whether whole-area searches by a metric go by a hierarchy.
func (e *Engine) Ranked(by TravelMetric) bool { return e.ranked[metricOf(by)].Load() != nil }

// byRoads finds the nearest destination by road from every position: by the
// hierarchy where there is one, else by one search over the core of the network.
func (e *Engine) byRoads(ctx context.Context, by TravelMetric, d *Destinations, from []Located) ([]network.Trip, error) {
	metric := metricOf(by)
	e.openRanked(metric)
	if r := e.ranked[metric].Load(); r != nil {
		return r.Trips(ctx, d.sources, positions(from), 0)
	}
	core, err := e.cores[metric].of(ctx, e.weights, metric)
	if err != nil {
		return nil, err
	}
	return core.Trips(ctx, d.sources, positions(from))
}

// positions are where places join the roads.
func positions(list []Located) []network.Position {
	at := make([]network.Position, len(list))
	for i, l := range list {
		at[i] = network.NoPosition
		if l.Joins {
			at[i] = l.Position
		}
	}
	return at
}

// core is made when it is first needed.
type core struct {
	making sync.Mutex
	made   atomic.Pointer[network.Core]
}

func (c *core) of(ctx context.Context, w *network.Weights, metric network.Metric) (*network.Core, error) {
	if made := c.made.Load(); made != nil {
		return made, nil
	}
	c.making.Lock()
	defer c.making.Unlock()
	if made := c.made.Load(); made != nil {
		return made, nil
	}
	made, err := w.NewCore(ctx, metric)
	if err != nil {
		return nil, err
	}
	c.made.Store(made)
	return made, nil
}
