package gis

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"jangkau/gis/network"
)

// tiedWays is within how many quanta of a limit a figure is told by a search of its own.
const tiedWays = 30

// CostsTo tells what the trip from each of many places to one costs, seconds or metres
// as by says, where that is within the largest of some limits, else +Inf: one search
// around the place, whatever the size of the network. Whether a figure is within a
// limit is told exactly as [Engine.NearestAll] tells it; the figure itself may differ
// from that of the trip by the rounding of weights. The error is the context's or the
// search's.
func (e *Engine) CostsTo(ctx context.Context, by TravelMetric, at Located, from []Located, limits []float64) ([]float64, error) {
	defer runtime.KeepAlive(e)
	costs := make([]float64, len(from))
	for i := range costs {
		costs[i] = math.Inf(1)
	}
	if !at.Known || len(limits) == 0 {
		return costs, nil
	}
	s := newSampling(e, by, at.At, limits[len(limits)-1])
	// Of ways that weigh the same another may be told of here than there; their exact sums
	// differ by the rounding of their roads, of which some hundreds make a few quanta.
	slack := tiedWays * e.weights.Quantum(metricOf(by))
	s.limit += slack
	s.extend(at.At, 0)
	c := costsTo{s: s, at: at, spent: s.walk(at.SnapM), node: make(map[uint32]float64, 1<<10)}
	if at.Joins {
		o := network.ReachOptions{Metric: metricOf(by), Limit: s.limit, Direction: network.Inbound, Spent: c.spent}
		err := e.weights.ReachedNodes(ctx, at.Position, o, func(id uint32, cost float64) { c.node[id] = cost })
		if err != nil {
			return nil, fmt.Errorf("costs to a place: %w", err)
		}
	}
	var d *Destinations // made when a figure is too near a limit to call
	for i := range from {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		cost := c.from(&from[i])
		for _, limit := range limits {
			if math.Abs(cost-limit) > slack {
				continue
			}
			if d == nil {
				var err error
				if d, err = e.Destinations([]Located{at}); err != nil {
					return nil, err
				}
			}
			trips, err := e.Nearest(ctx, by, d, from[i], 1)
			if err != nil {
				return nil, err
			}
			cost = math.Inf(1)
			if trips[0].Status == Reached {
				cost = trips[0].figure(by)
			}
			break
		}
		if cost <= limits[len(limits)-1] {
			costs[i] = cost
		}
	}
	return costs, nil
}

// costsTo is what a search around a place found.
type costsTo struct {
	s     *sampling
	at    Located
	spent float64 // between the place and its road
	node  map[uint32]float64
}

// from is the cost of the better of the ways by road and on foot; +Inf where neither
// is known.
func (c *costsTo) from(from *Located) float64 {
	if !from.Known || !from.Covered {
		return math.Inf(1)
	}
	best := math.Inf(1)
	if from.Joins && c.at.Joins {
		best = c.s.walk(from.SnapM) + c.byRoad(from.Position)
	}
	apart := from.Landmass != 0 && c.at.Landmass != 0 && from.Landmass != c.at.Landmass
	if m := c.s.e.straightM(c.s.by, min(best, c.s.limit)); !apart && near(from.At, c.at.At, m) {
		if m := DistanceM(from.At, c.at.At); m <= c.s.e.roads.options.SnapMaxM {
			best = min(best, c.s.walk(m))
		}
	}
	return best
}

// near leaves out most of what is farther than m metres, cheaply.
func near(a, b network.Point, m float64) bool {
	lo, hi := around(b, m)
	return a.Lon >= lo[0] && a.Lon <= hi[0] && a.Lat >= lo[1] && a.Lat <= hi[1]
}

// byRoad is the cost from a position on a road.
func (c *costsTo) byRoad(p network.Position) float64 {
	from, to := c.s.e.roads.net.Ends(p.Edge)
	seconds, back := c.s.e.weights.EdgeS(p.Edge)
	forward, backward := c.s.edge(p.Edge, seconds), c.s.edge(p.Edge, back)
	best := math.Inf(1)
	offer := func(node uint32, cost float64) {
		if on, ok := c.node[node]; ok && cost+on < best { // false for NaN: no part of a closed road
			best = cost + on
		}
	}
	switch p.Fraction {
	case 0:
		offer(from, 0)
	case 1:
		offer(to, 0)
	default:
		offer(to, (1-p.Fraction)*forward)
		offer(from, p.Fraction*backward)
	}
	if p.Edge == c.at.Position.Edge {
		ahead := c.at.Position.Fraction - p.Fraction
		direct := 0.0
		if ahead > 0 {
			direct = ahead * forward
		} else if ahead < 0 {
			direct = -ahead * backward
		}
		best = min(best, c.spent+direct)
	}
	return best
}
