package gis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"jangkau/gis/network"
)

// NearestAll finds for every place the nearest destination by a metric, from one
// search over the whole network, O(n+m), or by the hierarchy (see [Engine.Rank]), and
// then the length of its path for each place. The trips stand in the order of from;
// of ways that take exactly as long any may be told of. The error is the context's,
// or one of sums too large to search on.
func (e *Engine) NearestAll(ctx context.Context, by TravelMetric, d *Destinations, from []Located) ([]Trip, error) {
	defer runtime.KeepAlive(e)
	return e.NearestAllTold(ctx, by, d, from, func(int) {})
}

// NearestAllTold is [Engine.NearestAll], with told called for some of the places
// again and again as their trips are known. It must be quick, and safe to call from
// several goroutines.
func (e *Engine) NearestAllTold(ctx context.Context, by TravelMetric, d *Destinations, from []Located, told func(places int)) ([]Trip, error) {
	defer runtime.KeepAlive(e)
	trips := make([]Trip, len(from))
	if d.Len() == 0 {
		for i := range trips {
			trips[i] = NoTrip(Unreachable, NoFacility)
		}
		told(len(from))
		return trips, nil
	}
	roads, err := e.byRoads(ctx, by, d, from)
	if err != nil {
		return nil, fmt.Errorf("nearest of %d destinations: %w", d.Len(), err)
	}
	err = inParallel(ctx, len(from), func(i int) error {
		trips[i] = e.nearest(by, d, from[i], roads[i])
		if i%toldEvery == toldEvery-1 || i == len(from)-1 {
			told(i%toldEvery + 1)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return trips, nil
}

// toldEvery is how many trips are told of at once: few enough to be seen moving, too
// many to cost anything.
const toldEvery = 256

func (e *Engine) nearest(by TravelMetric, d *Destinations, from Located, road network.Trip) Trip {
	if t, ok := d.settled(from); ok {
		return t
	}
	best := e.byRoad(from, road)
	for _, walk := range e.onFoot(by, d, from, 1, best) {
		if best.Status != Reached || walk.figure(by) < best.figure(by) {
			best = walk
		}
	}
	return best
}

// Nearest finds the k nearest destinations from a place, nearest first; the first
// is the one of [Engine.NearestAll]. Fewer come back where fewer are reached. Where
// none is, one trip says why. The error is [Invalid] for k below 1, else as of
// NearestAll.
func (e *Engine) Nearest(ctx context.Context, by TravelMetric, d *Destinations, from Located, k int) ([]Trip, error) {
	defer runtime.KeepAlive(e)
	if k < 1 {
		return nil, &Error{Kind: Invalid, Field: "first", Message: T(
			"Jumlah fasilitas yang diminta sekurangnya 1", "Ask for at least 1 facility")}
	}
	if t, ok := d.settled(from); ok {
		return []Trip{t}, nil
	}
	routes, reason, err := e.weights.NearestK(ctx, metricOf(by), from.Position, d.sources, k)
	if err != nil {
		return nil, fmt.Errorf("%d nearest of %d destinations: %w", k, d.Len(), err)
	}
	roads := make([]Trip, len(routes))
	for i, r := range routes {
		roads[i] = e.byRoad(from, r.Trip)
	}
	farthest := NoTrip(Unreachable, OtherComponent) // a walk farther than the k-th way by road is of no use
	if len(roads) == k {
		farthest = roads[k-1]
	}
	trips := merge(by, roads, e.onFoot(by, d, from, k, farthest))
	if len(trips) == 0 {
		return []Trip{NoTrip(Unreachable, reasonOf(reason))}, nil
	}
	return trips[:min(k, len(trips))], nil
}

// merge puts the ways by road, sorted by the search, and the walks, sorted by
// length, into one list with each destination once. The search counts in whole
// quanta, so that the exact figures of its list may step back by a hair: its own
// order stands, as if each were at least as far as the one before. On a tie the
// road goes first.
func merge(by TravelMetric, roads, walks []Trip) []Trip {
	type ranked struct {
		Trip
		key float64
	}
	list := make([]ranked, 0, len(roads)+len(walks))
	key := 0.0
	for _, r := range roads {
		key = max(key, r.figure(by))
		list = append(list, ranked{r, key})
	}
	for _, w := range walks {
		i := slices.IndexFunc(list, func(r ranked) bool { return r.Destination == w.Destination })
		if i >= 0 && list[i].key <= w.figure(by) {
			continue
		}
		if i >= 0 {
			list = slices.Delete(list, i, i+1)
		}
		list = append(list, ranked{w, w.figure(by)})
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.key, b.key) })
	trips := make([]Trip, len(list))
	for i, r := range list {
		trips[i] = r.Trip
	}
	return trips
}

// settled returns what is known of a trip before any search; see [TripReason].
func (d *Destinations) settled(from Located) (Trip, bool) {
	switch {
	case d.Len() == 0:
		return NoTrip(Unreachable, NoFacility), true
	case !from.Known:
		return NoTrip(NotComputed, NoDemandPoint), true
	case !from.Covered:
		return NoTrip(NotComputed, RoadDataMissing), true
	}
	return Trip{}, false
}

// byRoad adds the access leg to a way over roads.
func (e *Engine) byRoad(from Located, t network.Trip) Trip {
	if t.Status != network.Reached {
		return NoTrip(Unreachable, reasonOf(t.Reason))
	}
	return Trip{
		Status:      Reached,
		Destination: int32(t.Source),
		DistanceM:   dusted(e.walkM(from.SnapM) + t.DistanceM),
		DurationS:   dusted(e.walkS(from.SnapM) + t.DurationS),
		SnapM:       dusted(from.SnapM),
	}
}

// onFoot are the k shortest direct walks from a place, shortest first, equals by
// destination: within the snap limit, on the same landmass where both are known.
// Walks longer than the trip to beat are left out.
func (e *Engine) onFoot(by TravelMetric, d *Destinations, from Located, k int, beat Trip) []Trip {
	limitM := e.roads.options.SnapMaxM
	if beat.Status == Reached {
		limitM = min(limitM, e.straightM(by, beat.figure(by)))
	}
	var trips []Trip
	// Facilities of a kind may stand thick or thin: look ever farther out until
	// enough are found.
	for radiusM := min(200, limitM); ; radiusM = min(4*radiusM, limitM) {
		trips = d.within(trips[:0], from, radiusM)
		if len(trips) >= k || radiusM >= limitM {
			break
		}
	}
	slices.SortFunc(trips, func(a, b Trip) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(a.Destination, b.Destination))
	})
	return trips[:min(k, len(trips))]
}

// within appends the walks to all destinations no farther than radiusM, inclusive.
func (d *Destinations) within(trips []Trip, from Located, radiusM float64) []Trip {
	lo, hi := around(from.At, radiusM)
	d.index.Search(lo, hi, func(_, _ [2]float64, i int32) bool {
		to := &d.list[i]
		if from.Landmass != 0 && to.Landmass != 0 && from.Landmass != to.Landmass {
			return true
		}
		if m := DistanceM(from.At, to.At); m <= radiusM {
			trips = append(trips, Trip{
				Status: Reached, Destination: i, OnFoot: true,
				DistanceM: dusted(d.engine.walkM(m)), DurationS: dusted(d.engine.walkS(m)),
			})
		}
		return true
	})
	return trips
}

// dusted rounds to a millionth. Adding thousands of edges leaves errors near 1e-9,
// by which a trip of exactly 30 minutes would fall out of "within 30 minutes".
func dusted(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func metricOf(by TravelMetric) network.Metric {
	if by == ByDistance {
		return network.ByDistance
	}
	return network.ByTime
}

func reasonOf(r network.Reason) TripReason {
	switch r {
	case network.NoFacility:
		return NoFacility
	case network.NoRoadWithinSnap:
		return NoRoadWithinSnap
	default:
		return OtherComponent
	}
}
