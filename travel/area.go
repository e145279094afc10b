package travel

import (
	"context"
	"slices"

	"jangkau/gis"
)

// Area is the answer for every desa there is, by one query. Immutable.
type Area struct {
	// Not the snapshot nor its engines: an answer is kept longer than these.
	demand       *demand
	facilities   *facilities
	destinations []int32 // the facilities travelled to
	waiting      bool    // for roads
	desa         []gis.DesaTrip
}

// DesaTrip is how the people of a desa travel; see [gis.DesaTrip] for what median
// and p90 mean where a desa has several points.
type DesaTrip struct {
	Code              gis.WilayahCode
	People            int
	HasPeople         bool
	Points            int // demand points; 0 where it has none
	Median            Trip
	P90               Trip
	PeopleUnreached   int
	PeopleNotComputed int
}

// Group is a set of desa to sum up; none should be listed twice.
type Group struct {
	Key  string // the caller's, handed back
	Desa []gis.WilayahCode
}

// GroupSummary is the sum of a group.
type GroupSummary struct {
	Key string
	gis.TravelGroup
}

type areaKey struct {
	profile string // see gis.Profile.Key
	by      gis.TravelMetric
	kinds   kindSet
	epoch   int
}

// Desa finds the nearest facility for all desa at once and keeps the answer: the
// first asker pays for one search over the whole network, who asks meanwhile waits
// for it. The errors are those of [Pinned.Nearest].
func (p *Pinned) Desa(ctx context.Context, q Query) (*Area, error) {
	return p.desa(ctx, q, func(int) {})
}

// desa is [Pinned.Desa], with told called for some of the demand points again and
// again as their trips are known: by the first asker's search alone, and for none
// where the answer is there already.
func (p *Pinned) desa(ctx context.Context, q Query, told func(points int)) (*Area, error) {
	kinds, err := p.check(&q)
	if err != nil {
		return nil, err
	}
	s := p.snapshot
	var profile gis.Profile
	if !p.Building() { // else nothing depends on it, and it may not have been read
		if profile, err = p.Profile(q); err != nil {
			return nil, err
		}
	}
	key := areaKey{profile.Key(), q.By, kinds, s.facilities.epoch(q.AsOf)}
	if v, ok := s.cache.get(key); ok {
		return v.(*Area), nil
	}
	v, err := s.flights.do(ctx, key, func(ctx context.Context) (any, error) {
		if v, ok := s.cache.get(key); ok { // since the look above
			return v, nil
		}
		var a *Area
		var err error
		if p.Building() {
			a = s.waitingArea(q.By, kinds, q.AsOf)
		} else if a, err = p.search(ctx, q, kinds, told); err != nil {
			return nil, err
		}
		s.cache.put(key, a, 300*int64(len(s.demand.desa))+72*int64(len(s.demand.points)))
		return a, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*Area), nil
}

// search is the whole-area search, in one of the slots for such.
func (p *Pinned) search(ctx context.Context, q Query, kinds kindSet, told func(points int)) (*Area, error) {
	s := p.snapshot
	w, err := s.ways.get(ctx, q)
	if err != nil {
		return nil, err
	}
	t, err := s.targets(ctx, w, kinds, q.AsOf)
	if err != nil {
		return nil, err
	}
	if err := p.take(ctx); err != nil {
		return nil, err
	}
	defer p.give()
	// Behind all points stands one without a place, for the desa that have no point.
	from := append(slices.Clip(w.demand), gis.Located{})
	trips, err := w.engine.NearestAllTold(ctx, q.By, t.destinations, from, told)
	if err != nil {
		return nil, err
	}
	s.ranking.lacks(w.engine, q.By)
	return s.newArea(q.By, t.facility, false, trips[:len(w.demand)], trips[len(w.demand)]), nil
}

func (s *Snapshot) waitingArea(by gis.TravelMetric, kinds kindSet, on Day) *Area {
	t := s.waiting(kinds, on)
	return s.newArea(by, nil, true, slices.Repeat([]gis.Trip{t}, len(s.demand.points)), t)
}

// newArea puts the trips of points together by desa.
func (s *Snapshot) newArea(by gis.TravelMetric, destinations []int32, waiting bool, trips []gis.Trip, without gis.Trip) *Area {
	d := s.demand
	a := &Area{demand: d, facilities: s.facilities, destinations: destinations, waiting: waiting, desa: make([]gis.DesaTrip, len(d.desa))}
	for i, r := range d.desa {
		lo, hi := d.first[i], d.first[i+1]
		if lo == hi {
			a.desa[i] = gis.NewDesaTrip(by, r.People, r.HasPeople, []float64{1}, []gis.Trip{without})
			continue
		}
		a.desa[i] = gis.NewDesaTrip(by, r.People, r.HasPeople, d.weight[lo:hi], trips[lo:hi])
	}
	return a
}

// Of is how the people of a desa travel. One that the store does not list has no
// point to start from and false.
func (a *Area) Of(code gis.WilayahCode) (DesaTrip, bool) {
	i, ok := a.demand.index(code)
	if !ok {
		none := a.facilities.trip(nil, unlisted(a).Median, "")
		return DesaTrip{Code: code, Median: none, P90: none}, false
	}
	return a.at(i), true
}

// All lists every desa by code.
func (a *Area) All(yield func(DesaTrip) bool) {
	for i := range a.desa {
		if !yield(a.at(i)) {
			return
		}
	}
}

func (a *Area) at(i int) DesaTrip {
	dm, g := a.demand, &a.desa[i]
	lo := int(dm.first[i])
	d := DesaTrip{
		Code: dm.desa[i].Code, People: g.People, HasPeople: g.HasPeople,
		Points: int(dm.first[i+1]) - lo,
	}
	var median, p90 gis.DemandOrigin
	if d.Points > 0 {
		median, p90 = dm.points[lo+g.MedianPoint].Origin, dm.points[lo+g.P90Point].Origin
	}
	d.Median = a.facilities.trip(a.destinations, g.Median, median)
	d.P90 = a.facilities.trip(a.destinations, g.P90, p90)
	for _, p := range g.Points {
		switch p.Trip.Status {
		case gis.Unreachable:
			d.PeopleUnreached += p.People
		case gis.NotComputed:
			d.PeopleNotComputed += p.People
		}
	}
	return d
}

// unlisted is the trip of a desa that the store does not list.
func unlisted(a *Area) *gis.DesaTrip {
	t := gis.NoTrip(gis.NotComputed, gis.NoDemandPoint)
	switch {
	case a.waiting:
		t.Reason = gis.NetworkBuilding
	case len(a.destinations) == 0:
		t = gis.NoTrip(gis.Unreachable, gis.NoFacility)
	}
	d := gis.NewDesaTrip(gis.ByTime, 0, false, []float64{1}, []gis.Trip{t})
	return &d
}

// Summary sums up groups of desa. A desa that is not listed counts as one without
// people and not computed. It fails with Invalid for bounds out of order, else as
// [Pinned.Desa].
func (p *Pinned) Summary(ctx context.Context, q Query, groups []Group, bands gis.Bands) ([]GroupSummary, error) {
	if err := bands.Check(); err != nil {
		return nil, err
	}
	a, err := p.Desa(ctx, q)
	if err != nil {
		return nil, err
	}
	none := unlisted(a)
	list := make([]GroupSummary, len(groups))
	for i, g := range groups {
		desa := func(yield func(*gis.DesaTrip) bool) {
			for _, code := range g.Desa {
				d := none
				if k, ok := a.demand.index(code); ok {
					d = &a.desa[k]
				}
				if !yield(d) {
					return
				}
			}
		}
		list[i] = GroupSummary{g.Key, gis.Summarise(desa, bands)}
	}
	return list, nil
}
