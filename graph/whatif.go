package graph

import (
	"context"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/graph/model"
	"jangkau/travel"
)

// whatIf answers how people would travel under changes, beside how they do.
func (q *request) whatIf(ctx context.Context, asked model.TravelAsked, changes []*model.WhatIfChange) (*model.WhatIf, error) {
	if err := asked.Bands.Check(); err != nil {
		return nil, err
	}
	if _, err := q.wholeArea(asked); err != nil { // as costly the first time
		return nil, err
	}
	desa, err := q.reader.DesaOf(ctx, asked.Area)
	if err != nil {
		return nil, err
	}
	codes := make([]gis.WilayahCode, len(desa))
	for i, d := range desa {
		codes[i] = d.Code
	}
	wanted := make([]travel.FacilityChange, len(changes))
	for i, c := range changes {
		if wanted[i], err = q.facilityChange(ctx, c); err != nil {
			return nil, err
		}
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	found, err := p.WhatIf(ctx, queryOf(asked), codes, wanted, asked.Bands)
	if err != nil {
		return nil, err
	}
	out := &model.WhatIf{
		Asked:   asked,
		Apart:   found.Apart,
		Before:  &model.TravelGroup{TravelGroup: found.Before, WilayahCode: &asked.Area.Within},
		After:   &model.TravelGroup{TravelGroup: found.After, WilayahCode: &asked.Area.Within},
		Changed: make([]*model.WhatIfDesa, len(found.Changed)),
	}
	for i, d := range found.Changed {
		q.wilayah.expect(d.Code)
		out.Changed[i] = &model.WhatIfDesa{Code: d.Code, People: d.People, Before: whatIfTrip(d.Before), After: whatIfTrip(d.After)}
	}
	return out, nil
}

// facilityChange reads one change: exactly one of its kinds must be named.
func (q *request) facilityChange(ctx context.Context, c *model.WhatIfChange) (travel.FacilityChange, error) {
	named := 0
	for _, is := range []bool{c.Add != nil, c.Move != nil, c.Close != nil, c.Upgrade != nil, c.CloseRoad != nil} {
		if is {
			named++
		}
	}
	if named != 1 {
		return travel.FacilityChange{}, &gis.Error{Kind: gis.Invalid, Field: "changes", Message: gis.T(
			"Tiap perubahan menyebut tepat satu: add, move, close, upgrade, atau closeRoad", "Each change names exactly one of add, move, close, upgrade and closeRoad")}
	}
	switch {
	case c.CloseRoad != nil:
		shut, err := closureOf(*c.CloseRoad)
		return travel.FacilityChange{Shut: &shut}, err
	case c.Upgrade != nil:
		id, err := parseID("upgrade", *c.Upgrade)
		return travel.FacilityChange{Facility: id, Upgrade: true}, err
	case c.Close != nil:
		id, err := parseID("close", *c.Close)
		return travel.FacilityChange{Facility: id, Close: true}, err
	case c.Move != nil:
		id, err := parseID("facility", c.Move.Facility)
		if err != nil {
			return travel.FacilityChange{}, err
		}
		to, err := q.origin(ctx, "to", *c.Move.To)
		return travel.FacilityChange{Facility: id, To: to}, err
	default:
		to, err := q.origin(ctx, "add", *c.Add)
		return travel.FacilityChange{To: to}, err
	}
}

// closeWithinM is how far a road may lie from the point by which it is named.
const closeWithinM = 100

// closureOf reads which road is closed.
func closureOf(r model.WhatIfRoad) (c gis.Closure, err error) {
	switch {
	case (r.At == nil) == (r.Way == nil):
		return c, &gis.Error{Kind: gis.Invalid, Field: "closeRoad", Message: gis.T(
			"Sebutkan tepat satu: at atau way", "Name exactly one of at and way")}
	case r.Way != nil:
		c.WayID, err = parseID("way", *r.Way)
		return c, err
	}
	c.At, c.WithinM = &network.Point{Lon: r.At.Lon, Lat: r.At.Lat}, closeWithinM
	return c, inIndonesia("at", *r.At)
}

// origin is a point asked for, with the landmass it lies on.
func (q *request) origin(ctx context.Context, field string, p model.PointInput) (travel.Origin, error) {
	if err := inIndonesia(field, p); err != nil {
		return travel.Origin{}, err
	}
	place, err := q.reader.PlaceOf(ctx, p.Lon, p.Lat)
	return travel.Origin{Lon: p.Lon, Lat: p.Lat, Landmass: place.Landmass}, err
}

func whatIfTrip(t gis.Trip) *model.WhatIfTrip {
	if t.Status != gis.Reached {
		return &model.WhatIfTrip{Status: t.Status, Reason: &t.Reason}
	}
	return &model.WhatIfTrip{Status: t.Status, DistanceM: &t.DistanceM, DurationS: &t.DurationS}
}
