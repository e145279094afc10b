package graph

import (
	"context"
	"sync"
	"time"

	"jangkau/gis"
	"jangkau/graph/model"
	"jangkau/travel"
)

// pinnedTravel pins a version of the roads once a request, when first needed, so
// that all its figures are of one. The revisions are read in the request's own
// transaction: one connection a request.
type pinnedTravel struct {
	service Travel
	reader  Reader

	mu     sync.Mutex
	pinned *travel.Pinned
	err    error
}

func (t *pinnedTravel) pin(ctx context.Context) (*travel.Pinned, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pinned != nil || t.err != nil {
		return t.pinned, t.err
	}
	r, err := t.reader.Revisions(ctx)
	if err == nil {
		t.pinned, err = t.service.PinVersion(ctx, travel.Version{
			Dataset: r.Dataset, Hash: r.Hash, Facility: r.Facility, Wilayah: r.Wilayah, Population: r.Population, Network: r.Network,
		})
	}
	t.err = err
	return t.pinned, err
}

// wholeArea is the one of equal questions about all desa, so that what belongs to
// it is computed and read once. Each different one may be a search over the whole
// network, which no count of fields would show: a request has a few.
func (q *request) wholeArea(a model.TravelAsked) (*model.TravelAsked, error) {
	key := question(a)
	q.mu.Lock()
	defer q.mu.Unlock()
	if had := q.asked[key]; had != nil {
		return had, nil
	}
	if len(q.asked) >= q.searches {
		return nil, gis.NewError(gis.Invalid,
			"Terlalu banyak pertanyaan perjalanan yang berbeda dalam satu permintaan: paling banyak %d",
			"Too many different travel questions in one request: at most %d", q.searches)
	}
	q.asked[key] = &a
	return &a, nil
}

func (q *request) area(ctx context.Context, a *model.TravelAsked) (*travel.Area, error) {
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	return p.Desa(ctx, queryOf(*a))
}

func queryOf(a model.TravelAsked) travel.Query {
	day, _ := time.Parse(time.DateOnly, string(a.AsOf)) // the scalar has checked it
	return travel.Query{Kinds: a.Kinds, Profile: a.Profile, Variant: a.Variant, By: a.By, AsOf: travel.DayOf(day)}
}

// nearestOf is the trip of a desa's median person, with those of the desa it was
// listed with noted, so that their facilities are read together.
func (q *request) nearestOf(ctx context.Context, desa *gis.Wilayah, asked model.TravelAsked) (*model.Trip, error) {
	one, err := q.wholeArea(asked)
	if err != nil {
		return nil, err
	}
	area, err := q.area(ctx, one)
	if err != nil {
		return nil, err
	}
	q.together(one, desa, func(code gis.WilayahCode) {
		if t, _ := area.Of(code); t.Median.FacilityID != 0 {
			q.facility.expect(t.Median.FacilityID)
		}
	})
	t, _ := area.Of(desa.Code)
	trip := tripOf(t.Median, one)
	trip.Desa = desa.Code
	return trip, nil
}

// list names rows that were read together by the first of them, and a question
// that is asked of all.
type list struct {
	by    *model.TravelAsked
	first *gis.Wilayah
}

// together calls fn for the desa that one was listed with, once a question: the
// other rows wait for that and need not do it again.
func (q *request) together(by *model.TravelAsked, one *gis.Wilayah, fn func(gis.WilayahCode)) {
	rows := []*gis.Wilayah{one}
	q.mu.Lock()
	if listed := q.wilayahOf[one.Code]; listed != nil {
		rows = listed
	}
	key := list{by, rows[0]}
	once := q.expected[key]
	if once == nil {
		once = &sync.Once{}
		q.expected[key] = once
	}
	q.mu.Unlock()
	once.Do(func() {
		for _, w := range rows {
			fn(w.Code)
		}
	})
}

// nearest are the trips from a point.
func (q *request) nearest(ctx context.Context, at model.PointInput, asked model.TravelAsked, k int) ([]*model.Trip, error) {
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	place, err := q.reader.PlaceOf(ctx, at.Lon, at.Lat)
	if err != nil {
		return nil, err
	}
	trips, err := p.Nearest(ctx, queryOf(asked), travel.Origin{Lon: at.Lon, Lat: at.Lat, Landmass: place.Landmass}, k)
	out := make([]*model.Trip, len(trips))
	for i, t := range trips {
		out[i] = tripOf(t, &asked)
		out[i].Desa = or(place.Desa, "")
		if t.FacilityID != 0 {
			q.facility.expect(t.FacilityID)
			asked.Reached = append(asked.Reached, t.FacilityID)
		}
	}
	return out, err
}

// tripOf gives figures only where there is a trip: a zero would be a claim.
func tripOf(t travel.Trip, asked *model.TravelAsked) *model.Trip {
	out := &model.Trip{Status: t.Status, Asked: asked}
	if t.Origin != "" {
		out.Origin = &t.Origin
	}
	if t.Status != gis.Reached {
		out.Reason = &t.Reason
		return out
	}
	out.FacilityID, out.FacilityLocationQuality = &t.FacilityID, &t.LocationQuality
	out.DistanceM, out.DurationS = &t.DistanceM, &t.DurationS
	if !t.OnFoot {
		out.SnapM = &t.SnapM
	}
	return out
}

// inIndonesia refuses a point with its coordinates swapped, the commonest slip of
// all: Indonesia lies within lon 94 to 142 and lat -12 to 7.
func inIndonesia(field string, p model.PointInput) error {
	const lonMin, lonMax, latMin, latMax = 94, 142, -12, 7
	lonFits := func(x float64) bool { return x >= lonMin && x <= lonMax }
	latFits := func(x float64) bool { return x >= latMin && x <= latMax }
	if lonFits(p.Lon) && latFits(p.Lat) {
		return nil
	}
	if lonFits(p.Lat) && latFits(p.Lon) {
		return &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
			"Bujur dan lintang tertukar: lon dahulu, lalu lat. Maksudnya lon %v, lat %v?",
			"Longitude and latitude are swapped: lon before lat. Did you mean lon %v, lat %v?", p.Lat, p.Lon)}
	}
	return &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
		"Titik lon %v, lat %v di luar Indonesia; lon dahulu (94 sampai 142), lalu lat (-12 sampai 7)",
		"The point lon %v, lat %v lies outside Indonesia; lon before lat: lon is 94 to 142, lat -12 to 7", p.Lon, p.Lat)}
}
