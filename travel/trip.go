package travel

import (
	"context"

	"jangkau/gis"
)

// Path is one trip, drawn.
type Path struct {
	Trip // without a facility where the destination is none
	Legs []gis.Leg
}

// Path finds the way from a place to another or, where to is nil, to the nearest
// facility of q's kinds. It fails as [Pinned.Nearest] does.
func (p *Pinned) Path(ctx context.Context, q Query, from Place, to *Place) (*Path, error) {
	if to != nil {
		q.Kinds = gis.FacilityKinds
	}
	kinds, err := p.check(&q)
	if err != nil {
		return nil, err
	}
	s := p.snapshot
	if p.Building() {
		return &Path{Trip: s.facilities.trip(nil, s.waiting(kinds, q.AsOf), "")}, nil
	}
	w, err := s.ways.get(ctx, q)
	if err != nil {
		return nil, err
	}
	ends := []Place{from}
	if to != nil {
		ends = append(ends, *to)
	}
	located, err := w.engine.LocateAll(ctx, len(ends), func(i int) (gis.Spot, bool) {
		at := spot(ends[i].Lon, ends[i].Lat, ends[i].Landmass)
		return at, ends[i].Known && onEarth(at)
	})
	if err != nil {
		return nil, err
	}
	if to == nil {
		t, err := s.targets(ctx, w, kinds, q.AsOf)
		if err != nil {
			return nil, err
		}
		found, err := w.engine.Path(ctx, q.By, t.destinations, located[0])
		if err != nil {
			return nil, err
		}
		return &Path{s.facilities.trip(t.facility, found.Trip, ""), found.Legs}, nil
	}
	d, err := w.engine.Destinations(located[1:])
	if err != nil {
		return nil, err
	}
	found, err := w.engine.Path(ctx, q.By, d, located[0])
	if err != nil {
		return nil, err
	}
	t := found.Trip
	path := &Path{Trip{Status: t.Status, Reason: t.Reason, OnFoot: t.OnFoot, DistanceM: t.DistanceM, DurationS: t.DurationS, SnapM: t.SnapM}, found.Legs}
	if t.Status == gis.Reached && to.Facility != 0 {
		place, err := p.facility(to.Facility)
		if err != nil {
			return nil, err
		}
		path.FacilityID, path.LocationQuality = place.ID, place.Quality
	}
	return path, nil
}
