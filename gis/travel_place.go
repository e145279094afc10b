package gis

import (
	"context"
	"fmt"
	"runtime"

	"github.com/tidwall/rtree"

	"jangkau/gis/network"
)

// Spot is a point with the landmass it lies on, 0 where unknown.
type Spot struct {
	At       network.Point
	Landmass uint32
}

// Located is a place and where it joins the roads of an engine. The zero value is
// what has no place at all.
type Located struct {
	Spot
	Known    bool // there is a place
	Covered  bool // the dataset covers it
	Joins    bool // it joins a road: Position and SnapM hold
	Position network.Position
	SnapM    float64 // straight line to the road, metres
}

// Locate joins a place to the nearest road that the profile may use: within the
// snap limit, on the same landmass, in a component large enough if one is in
// reach, and never to a ferry line in mid-water. The error is one of building the
// lazily weighed roads.
func (e *Engine) Locate(p Spot) (Located, error) {
	defer runtime.KeepAlive(e)
	l := Located{Spot: p, Known: true, Position: network.NoPosition}
	o := e.roads.options
	s := e.weights.Snap(p.At, network.SnapOptions{MaxM: o.SnapMaxM, MinComponent: o.MinComponent, Landmass: p.Landmass})
	if s.OK() && e.roads.isFerry(s.At.Edge) {
		var err error
		if s, err = e.snapAshore(p); err != nil {
			return Located{}, err
		}
	}
	if s.OK() {
		l.Joins, l.Position, l.SnapM = true, s.At, s.DistanceM
		if o.Method == CoverageNearRoads {
			l.Covered = true // the road joined is one within the limit
			return l, nil
		}
	}
	l.Covered = e.roads.Covers(p.At)
	return l, nil
}

// LocateAll locates n places, those that at says there are; the others stay without
// a place. The error is as of Locate, or the context's.
func (e *Engine) LocateAll(ctx context.Context, n int, at func(int) (Spot, bool)) ([]Located, error) {
	defer runtime.KeepAlive(e)
	list := make([]Located, n)
	err := inParallel(ctx, n, func(i int) (err error) {
		if p, ok := at(i); ok {
			list[i], err = e.Locate(p)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// snapAshore is for a place whose nearest road is a ferry line. Components are
// judged with the ferries running, except where the nearest road's is too small:
// then the nearest road is sought whose component is large without them.
func (e *Engine) snapAshore(p Spot) (network.Snap, error) {
	w, err := e.ashore()
	if err != nil {
		return network.Snap{}, fmt.Errorf("weigh roads without ferries: %w", err)
	}
	o := network.SnapOptions{MaxM: e.roads.options.SnapMaxM, MinComponent: 1, Landmass: p.Landmass}
	nearest := w.Snap(p.At, o)
	if !nearest.OK() || e.weights.EdgeComponent(nearest.At.Edge) >= e.roads.options.MinComponent {
		return nearest, nil
	}
	o.MinComponent = e.roads.options.MinComponent
	if large := w.Snap(p.At, o); large.OK() {
		return large, nil
	}
	return nearest, nil
}

// Destinations are places to travel to, made ready for one engine. Immutable; safe
// for any number of concurrent users.
type Destinations struct {
	engine  *Engine
	list    []Located
	sources *network.Sources
	index   rtree.RTreeG[int32] // those with a place, joined to a road or not
}

// Destinations prepares places located by the same engine. One without a place is
// never reached but counts as existing. Their order is the order of [Trip]'s
// Destination and decides between equals.
func (e *Engine) Destinations(list []Located) (*Destinations, error) {
	defer runtime.KeepAlive(e)
	d := &Destinations{engine: e, list: list}
	sources := make([]network.Source, len(list))
	for i, l := range list {
		sources[i] = e.source(l)
		if l.Known {
			p := [2]float64{l.At.Lon, l.At.Lat}
			d.index.Insert(p, p, int32(i))
		}
	}
	var err error
	if d.sources, err = e.weights.NewSources(sources); err != nil {
		return nil, fmt.Errorf("prepare %d destinations: %w", len(list), err)
	}
	return d, nil
}

// source is a place as roads lead to it.
func (e *Engine) source(l Located) network.Source {
	if !l.Joins {
		return network.Source{At: network.NoPosition}
	}
	return network.Source{At: l.Position, EgressM: e.walkM(l.SnapM), EgressS: e.walkS(l.SnapM)}
}

// Len is the number of destinations, those without a place included.
func (d *Destinations) Len() int { return len(d.list) }
