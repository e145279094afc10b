package travel

import (
	"context"
	"math"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
)

// Reach counts the people whose trip to a facility is within a limit, and the desa
// whose median person's is, whatever other facilities there are. It costs one search
// up to the limit. It fails with NotFound where there is no such facility, with
// Invalid for a limit that is none, and as [Pinned.Nearest].
func (p *Pinned) Reach(ctx context.Context, q Query, facility int64, limit float64) (people, desa int, err error) {
	w, at, err := p.located(ctx, &q, facility, limit)
	if err != nil || w == nil {
		return 0, 0, err
	}
	counts, err := p.countWithin(ctx, w, q, at, []float64{limit})
	if err != nil {
		return 0, 0, err
	}
	return counts[0].people, counts[0].desa, nil
}

// ReachArea draws the country from which a facility is reached within a limit,
// whatever other facilities there are; nil where it joins no road. Errors are those of
// Reach.
func (p *Pinned) ReachArea(ctx context.Context, q Query, facility int64, limit float64) (*geom.MultiPolygon, error) {
	w, at, err := p.located(ctx, &q, facility, limit)
	if err != nil || w == nil {
		return nil, err
	}
	bands, reason, err := p.drawIsochrone(ctx, w, gis.IsochroneQuestion{At: at, By: q.By, Towards: true, Limits: []float64{limit}})
	if err != nil || reason != gis.NoReason {
		return nil, err
	}
	return bands[0].Area, nil
}

// located finds where a facility joins the roads; no way while there are none.
func (p *Pinned) located(ctx context.Context, q *Query, facility int64, limit float64) (*way, gis.Located, error) {
	if err := checkLimit(q.By, limit); err != nil {
		return nil, gis.Located{}, err
	}
	if _, err := p.check(q); err != nil {
		return nil, gis.Located{}, err
	}
	i, err := p.facilityIndex(facility)
	if err != nil {
		return nil, gis.Located{}, err
	}
	w, err := p.way(ctx, *q)
	if err != nil || w == nil {
		return nil, gis.Located{}, err
	}
	return w, w.facilities[i], nil
}

// within is how many people and desa are within a limit.
type within struct{ people, desa int }

// countWithin counts the people of each limit by their trips to a place alone, and the
// desa by the trip of their median person.
func (p *Pinned) countWithin(ctx context.Context, w *way, q Query, at gis.Located, limits []float64) ([]within, error) {
	if err := p.take(ctx); err != nil {
		return nil, err
	}
	defer p.give()
	costs, err := w.engine.CostsTo(ctx, q.By, at, w.demand, limits)
	if err != nil {
		return nil, err
	}
	counts := make([]within, len(limits))
	d := p.snapshot.demand
	for i, r := range d.desa {
		lo, hi := d.first[i], d.first[i+1]
		near := false
		for _, c := range costs[lo:hi] {
			near = near || !math.IsInf(c, 1)
		}
		if !near {
			continue
		}
		trips := make([]gis.Trip, hi-lo)
		for k, c := range costs[lo:hi] {
			trips[k] = gis.NoTrip(gis.Unreachable, gis.OtherComponent)
			if !math.IsInf(c, 1) {
				trips[k] = gis.Trip{Status: gis.Reached, DurationS: c, DistanceM: c} // whichever is asked for
			}
		}
		trip := gis.NewDesaTrip(q.By, r.People, r.HasPeople, d.weight[lo:hi], trips)
		for k, limit := range limits {
			if withinLimit(&trip.Median, limit) {
				counts[k].desa++
			}
			for _, point := range trip.Points {
				if withinLimit(&point.Trip, limit) {
					counts[k].people += point.People
				}
			}
		}
	}
	return counts, nil
}

func withinLimit(t *gis.Trip, limit float64) bool {
	return t.Status == gis.Reached && t.DurationS <= limit
}

// take waits for a slot for a search over much of the network, give returns it.
func (p *Pinned) take(ctx context.Context) error {
	select {
	case p.service.searches <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Pinned) give() { <-p.service.searches }
