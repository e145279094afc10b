package gis

import (
	"context"
	"fmt"
	"runtime"

	"jangkau/gis/network"
)

// LegMode is how a stretch of a trip is travelled.
type LegMode string

const (
	LegWalk  LegMode = "WALK" // straight to or from the road, or all the way
	LegRoad  LegMode = "ROAD"
	LegFerry LegMode = "FERRY"
)

// Leg is a stretch of a trip over roads of one class, over a ferry line, or on foot
// off the roads. The legs of a trip add up to its figures.
type Leg struct {
	Mode      LegMode
	Class     string  // of the roads, as OpenStreetMap has it; "" on foot
	DistanceM float64 // of a walk: the straight line times the detour factor
	DurationS float64 // waits for a ferry included
	Line      []network.Point
}

// Path is a trip with its legs, from its origin to its destination; none where it
// is not reached.
type Path struct {
	Trip
	Legs []Leg
}

// Path finds the way to the nearest destination: the trip of [Engine.NearestAll],
// drawn. It costs the part of the network that lies nearer. The error is the
// context's, or one of sums too large to search on.
func (e *Engine) Path(ctx context.Context, by TravelMetric, d *Destinations, from Located) (Path, error) {
	defer runtime.KeepAlive(e)
	if t, ok := d.settled(from); ok {
		return Path{Trip: t}, nil
	}
	position := network.NoPosition
	if from.Joins {
		position = from.Position
	}
	routes, reason, err := e.weights.NearestK(ctx, metricOf(by), position, d.sources, 1)
	if err != nil {
		return Path{}, fmt.Errorf("path: %w", err)
	}
	road := network.Trip{Reason: reason, Source: -1}
	if len(routes) > 0 {
		road = routes[0].Trip
	}
	p := Path{Trip: e.nearest(by, d, from, road)}
	switch {
	case p.Status != Reached:
	case p.OnFoot:
		to := d.list[p.Destination].At
		p.walk(e, DistanceM(from.At, to), from.At, to)
	default:
		p.travel(e, from, d.list[p.Destination], routes[0].Steps)
	}
	for i := range p.Legs {
		p.Legs[i].DistanceM, p.Legs[i].DurationS = dusted(p.Legs[i].DistanceM), dusted(p.Legs[i].DurationS)
	}
	return p, nil
}

func (p *Path) walk(e *Engine, straightM float64, from, to network.Point) {
	if straightM > 0 {
		p.Legs = append(p.Legs, Leg{Mode: LegWalk, DistanceM: e.walkM(straightM), DurationS: e.walkS(straightM), Line: []network.Point{from, to}})
	}
}

// travel adds the legs to the road, over it, and from it.
func (p *Path) travel(e *Engine, from, to Located, steps []network.Step) {
	net := e.roads.net
	joint := func(l Located) network.Point { return net.PointAt(l.Position.Edge, net.OffsetM(l.Position)) }
	p.walk(e, from.SnapM, from.At, joint(from))
	last := -1 // the leg that is being travelled
	for _, s := range steps {
		mode, class := LegRoad, e.roads.kinds[e.roads.kind[s.Edge]].class
		if e.roads.isFerry(s.Edge) {
			mode = LegFerry
		}
		length := net.LengthM(s.Edge)
		line := net.Polyline(s.Edge, s.From*length, s.To*length)
		if last < 0 || p.Legs[last].Mode != mode || p.Legs[last].Class != class {
			last = len(p.Legs)
			p.Legs = append(p.Legs, Leg{Mode: mode, Class: class, Line: line[:1]})
		}
		leg := &p.Legs[last]
		leg.Line = append(leg.Line, line[1:]...)
		forward, backward := e.weights.EdgeS(s.Edge)
		if s.Forward {
			leg.DurationS += (s.To - s.From) * forward
			leg.DistanceM += (s.To - s.From) * length
		} else {
			leg.DurationS += (s.From - s.To) * backward
			leg.DistanceM += (s.From - s.To) * length
		}
	}
	p.walk(e, to.SnapM, joint(to), to.At)
}
