package travel

import (
	"context"

	"jangkau/gis"
)

// Pinned is the snapshot that one request asks everything of. Safe for concurrent
// use; let go of it when the request ends.
type Pinned struct {
	service  *Service
	snapshot *Snapshot
	today    Day
}

// Query says which facilities are travelled to, and how.
type Query struct {
	Kinds   []gis.FacilityKind
	Profile gis.TravelProfile
	Variant string // one of the profile's; "" is the profile as it is
	By      gis.TravelMetric
	AsOf    Day // facilities as they stood on that day; 0 is today. Roads and people are those of now.
}

// Trip is the way to one facility. See [gis.Trip] for the figures.
type Trip struct {
	Status          gis.TripStatus
	Reason          gis.TripReason // "" where Reached
	FacilityID      int64          // 0 unless Reached
	LocationQuality gis.LocationQuality
	OnFoot          bool // all the way, without a road: SnapM does not hold
	DistanceM       float64
	DurationS       float64
	SnapM           float64
	Origin          gis.DemandOrigin // "" for a desa without a point
}

// Origin is a point asked for, with its landmass where the caller knows it, else 0.
type Origin struct {
	Lon, Lat float64
	Landmass int32
}

// Version names the snapshot; figures of equal versions are equal.
func (p *Pinned) Version() string { return p.snapshot.version.String() }

// Revisions is the version in parts.
func (p *Pinned) Revisions() Version { return p.snapshot.version }

// Building reports whether there are no roads yet, so that every trip is
// NOT_COMPUTED for NETWORK_BUILDING.
func (p *Pinned) Building() bool { return p.snapshot.roads == nil }

// Dataset describes the roads; nil where none are loaded or they are being built.
func (p *Pinned) Dataset() *DatasetInfo { return p.snapshot.dataset }

// Profile is what a query travels by: its profile under its variant, as it stands on
// its day, with the source of every figure. It fails with Invalid where the store
// has no such profile or variant.
func (p *Pinned) Profile(q Query) (gis.Profile, error) {
	return p.snapshot.profile(q.Profile, q.Variant, p.day(q))
}

// UnknownClasses lists the classes of roads that a query's profile has no speed for
// and treats as closed: a caveat of every figure by it. The errors are those of
// Nearest.
func (p *Pinned) UnknownClasses(ctx context.Context, q Query) ([]string, error) {
	w, err := p.way(ctx, q)
	if w == nil {
		return nil, err
	}
	return w.engine.UnknownClasses(), nil
}

// Closures says what each closure of a query's profile shuts: what one shuts nothing
// is a caveat of every figure. The errors are those of Nearest.
func (p *Pinned) Closures(ctx context.Context, q Query) ([]gis.ClosureMatch, error) {
	w, err := p.way(ctx, q)
	if w == nil {
		return nil, err
	}
	return w.engine.Closures(), nil
}

// way is the profile of a query made ready; nil while there are no roads.
func (p *Pinned) way(ctx context.Context, q Query) (*way, error) {
	if p.Building() {
		return nil, nil
	}
	q.AsOf = p.day(q)
	return p.snapshot.ways.get(ctx, q)
}

// Match says what closures shut in the roads loaded now; false where there are no
// roads to say it of.
func (p *Pinned) Match(closures []gis.Closure) ([]gis.ClosureMatch, bool) {
	if p.Building() || p.Dataset() == nil {
		return nil, false
	}
	return p.snapshot.roads.Match(closures), true
}

func (p *Pinned) day(q Query) Day {
	if q.AsOf == 0 {
		return p.today
	}
	return q.AsOf
}

// Unplaced counts the facilities of a query that no source gives a place, so that
// no trip can lead to them. The error is Invalid as in Nearest.
func (p *Pinned) Unplaced(q Query) (int, error) {
	kinds, err := p.check(&q)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, f := range p.snapshot.facilities.open(kinds, q.AsOf) {
		if p.snapshot.facilities.rows[f].Quality == gis.LocatedNone {
			n++
		}
	}
	return n, nil
}

// check fills in today and refuses what is no query.
func (p *Pinned) check(q *Query) (kindSet, error) {
	q.AsOf = p.day(*q)
	if q.By != gis.ByTime && q.By != gis.ByDistance {
		return 0, &gis.Error{Kind: gis.Invalid, Field: "by", Message: gis.T(
			"Ukuran %q tidak dikenal; pilih TIME atau DISTANCE", "The metric %q is not known; choose TIME or DISTANCE", q.By)}
	}
	return destinationKinds(q.Kinds)
}

// Nearest finds the k nearest facilities from a point, nearest first. Where none is
// reached, one trip says why. It fails with Invalid for a point not on Earth, k
// below 1, an unknown kind, profile or metric, or no kind but pusling; and with the
// context's error.
func (p *Pinned) Nearest(ctx context.Context, q Query, from Origin, k int) ([]Trip, error) {
	kinds, err := p.check(&q)
	if err != nil {
		return nil, err
	}
	at := spot(from.Lon, from.Lat, from.Landmass)
	if !onEarth(at) {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "from", Message: gis.T(
			"Titik bujur %v lintang %v tidak ada di bumi; bujur -180 s.d. 180, lintang -90 s.d. 90",
			"The point lon %v lat %v is not on Earth; lon is -180 to 180, lat -90 to 90", from.Lon, from.Lat)}
	}
	s := p.snapshot
	if p.Building() {
		return []Trip{s.facilities.trip(nil, s.waiting(kinds, q.AsOf), gis.FromPoint)}, nil
	}
	w, err := s.ways.get(ctx, q)
	if err != nil {
		return nil, err
	}
	t, err := s.targets(ctx, w, kinds, q.AsOf)
	if err != nil {
		return nil, err
	}
	located, err := w.engine.Locate(at)
	if err != nil {
		return nil, err
	}
	found, err := w.engine.Nearest(ctx, q.By, t.destinations, located, k)
	if err != nil {
		return nil, err
	}
	trips := make([]Trip, len(found))
	for i := range found {
		trips[i] = s.facilities.trip(t.facility, found[i], gis.FromPoint)
	}
	return trips, nil
}

// waiting is every trip's answer while there are no roads.
func (s *Snapshot) waiting(kinds kindSet, on Day) gis.Trip {
	if len(s.facilities.rows) > 0 && len(s.facilities.open(kinds, on)) == 0 {
		return gis.NoTrip(gis.Unreachable, gis.NoFacility)
	}
	return gis.NoTrip(gis.NotComputed, gis.NetworkBuilding)
}

// trip names the facility of a trip, by the destinations searched.
func (fs *facilities) trip(destinations []int32, g gis.Trip, origin gis.DemandOrigin) Trip {
	trip := Trip{
		Status: g.Status, Reason: g.Reason, OnFoot: g.OnFoot,
		DistanceM: g.DistanceM, DurationS: g.DurationS, SnapM: g.SnapM, Origin: origin,
	}
	if g.Status == gis.Reached {
		f := &fs.rows[destinations[g.Destination]]
		trip.FacilityID, trip.LocationQuality = f.ID, f.Quality
	}
	return trip
}
