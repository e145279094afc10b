package travel

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"jangkau/gis"
)

func TestDesaTrips(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	for _, c := range []struct {
		code     gis.WilayahCode
		status   gis.TripStatus
		reason   gis.TripReason
		facility int64
		seconds  float64
		origin   gis.DemandOrigin
		points   int
	}{
		{"35.10.01.2001", gis.Reached, "", 11, 300, gis.FromOffice, 1},
		// 100 people 5 km from the pustu, 200 people 5 km from the puskesmas: of equals
		// the first point comes first, and the 150th person lives at the second.
		{"35.10.01.2002", gis.Reached, "", 12, 300, gis.FromSettlement, 2},
		{"35.10.01.2003", gis.NotComputed, gis.NoDemandPoint, 0, 0, "", 0},
		{"35.10.01.2004", gis.NotComputed, gis.RoadDataMissing, 0, 0, gis.FromSurface, 1},
		{"99.99.99.2999", gis.NotComputed, gis.NoDemandPoint, 0, 0, "", 0},
	} {
		d := desa(t, p, both, c.code)
		m := d.Median
		if m.Status != c.status || m.Reason != c.reason || m.FacilityID != c.facility || math.Abs(m.DurationS-c.seconds) > 0.01 || m.Origin != c.origin || d.Points != c.points {
			t.Errorf("%s: %+v", c.code, d)
		}
	}
	// To the pustu alone: 100 people in 5 min, 200 in 15: the median is 15.
	q := both
	q.Kinds = []gis.FacilityKind{gis.KindPustu}
	if d := desa(t, p, q, "35.10.01.2002"); math.Abs(d.Median.DurationS-900) > 0.01 || math.Abs(d.Median.DistanceM-15000) > 0.1 {
		t.Errorf("%+v", d)
	}
	a, _ := p.Desa(t.Context(), both)
	var codes []gis.WilayahCode
	for d := range a.All {
		codes = append(codes, d.Code)
	}
	if len(codes) != 4 || !slices.IsSorted(codes) {
		t.Error(codes)
	}
}

func TestNearestAgreesWithDesa(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	for _, by := range []gis.TravelMetric{gis.ByTime, gis.ByDistance} {
		q := both
		q.By = by
		want := desa(t, p, q, "35.10.01.2001").Median
		got, err := p.Nearest(t.Context(), q, Origin{}, 2)
		if err != nil || len(got) != 2 {
			t.Fatal(got, err)
		}
		want.Origin = gis.FromPoint
		if got[0] != want || got[1].FacilityID != 12 || got[1].DurationS < got[0].DurationS {
			t.Errorf("%+v, want %+v first", got, want)
		}
	}
}

func TestNearestWhereNoneIsReached(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	got, err := p.Nearest(t.Context(), both, Origin{Lon: 2, Lat: 2}, 3)
	if err != nil || len(got) != 1 || got[0].Reason != gis.RoadDataMissing || got[0].FacilityID != 0 {
		t.Error(got, err)
	}
	q := both
	q.Kinds = []gis.FacilityKind{gis.KindRS}
	got, err = p.Nearest(t.Context(), q, Origin{Lon: 2, Lat: 2}, 3)
	if err != nil || len(got) != 1 || got[0].Status != gis.Unreachable || got[0].Reason != gis.NoFacility {
		t.Error(got, err)
	}
}

func TestQueriesAreChecked(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	for name, c := range map[string]struct {
		edit func(*Query)
		from Origin
		k    int
	}{
		"no kind":      {func(q *Query) { q.Kinds = nil }, Origin{}, 1},
		"unknown kind": {func(q *Query) { q.Kinds = []gis.FacilityKind{"WARUNG"} }, Origin{}, 1},
		"pusling only": {func(q *Query) { q.Kinds = []gis.FacilityKind{gis.KindPusling} }, Origin{}, 1},
		"profile":      {func(q *Query) { q.Profile = "SLED" }, Origin{}, 1},
		"metric":       {func(q *Query) { q.By = "MONEY" }, Origin{}, 1},
		"none":         {func(*Query) {}, Origin{}, 0},
		"off Earth":    {func(*Query) {}, Origin{Lon: -8, Lat: 114}, 1},
		"not a number": {func(*Query) {}, Origin{Lon: math.NaN()}, 1},
	} {
		q := both
		c.edit(&q)
		if _, err := p.Nearest(t.Context(), q, c.from, c.k); gis.KindOf(err) != gis.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.Summary(t.Context(), both, nil, gis.Bands{Minutes: []float64{30, 15}}); gis.KindOf(err) != gis.Invalid {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Desa(ctx, both); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestPuslingIsNoDestination(t *testing.T) {
	s := newStore()
	s.places.Facilities = append(s.places.Facilities, FacilityRow{ID: 1, Kind: gis.KindPusling, HasPoint: true, Quality: gis.LocatedPoint, Closed: NoDay})
	q := both
	q.Kinds = append([]gis.FacilityKind{gis.KindPusling}, q.Kinds...)
	got, err := pin(t, newService(t, s)).Nearest(t.Context(), q, Origin{}, 5)
	if err != nil || len(got) != 2 || got[0].FacilityID != 11 {
		t.Error(got, err)
	}
}

func TestFacilityWithoutCoordinates(t *testing.T) {
	s := newStore()
	s.places.Facilities = []FacilityRow{
		{ID: 1, Kind: gis.KindPustu, Desa: "35.10.01.2002", Quality: gis.LocatedDesa},
		{ID: 2, Kind: gis.KindPustu, Desa: "35.10.01.2003", Quality: gis.LocatedDesa}, // whose desa has no point
		{ID: 3, Kind: gis.KindPustu, Quality: gis.LocatedNone},
	}
	p := pin(t, newService(t, s))
	got, err := p.Nearest(t.Context(), both, Origin{}, 5)
	// At the settlement with most people, at kilometre 20.
	if err != nil || len(got) != 1 || got[0].FacilityID != 1 || got[0].LocationQuality != gis.LocatedDesa || math.Abs(got[0].DistanceM-20000) > 0.1 {
		t.Error(got, err)
	}
	if n, err := p.Unplaced(both); n != 2 || err != nil {
		t.Error(n, err)
	}
}

func TestAsOf(t *testing.T) {
	day := func(s string) Day {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return DayOf(d)
	}
	s := newStore()
	s.places.Facilities[1].KnownFrom = day("2020-01-01")
	s.places.Facilities[1].Closed = day("2024-07-01")
	s.places.Facilities[1].States = []StateChange{{day("2022-01-01"), true}, {day("2023-01-01"), false}}
	srv := newService(t, s, func(c *Config) { c.Now = func() time.Time { return day("2024-06-30").Date().Add(23 * time.Hour) } })
	p := pin(t, srv)
	for _, c := range []struct {
		on   string
		want int64
	}{
		{"2019-12-31", 12},
		{"2020-01-01", 11},
		{"2021-12-31", 11},
		{"2022-01-01", 12},
		{"2022-12-31", 12},
		{"2023-01-01", 11},
		{"2024-06-30", 11},
		{"2024-07-01", 12},
		{"", 11},
	} {
		q := both
		if c.on != "" {
			q.AsOf = day(c.on)
		}
		if d := desa(t, p, q, "35.10.01.2001"); d.Median.FacilityID != c.want {
			t.Errorf("on %q: facility %d, want %d", c.on, d.Median.FacilityID, c.want)
		}
	}
	if got := day("2024-02-29").Date().Format(time.DateOnly); got != "2024-02-29" {
		t.Error(got)
	}
}

func TestSummary(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	q := both
	q.Kinds = []gis.FacilityKind{gis.KindPustu}
	list, err := p.Summary(t.Context(), q, []Group{
		{"a", []gis.WilayahCode{"35.10.01.2001", "35.10.01.2002"}},
		{"b", []gis.WilayahCode{"35.10.01.2003", "35.10.01.2004", "35.10.01.2099"}},
		{"none", nil},
	}, gis.Bands{Minutes: []float64{5, 15}, Km: []float64{5}})
	if err != nil {
		t.Fatal(err)
	}
	a, b := list[0], list[1]
	// 100 people at 5 min, 100 at 5 min, 200 at 15 min.
	if a.Key != "a" || a.Desa != 2 || a.People != 400 || a.PeopleUnreached != 0 || math.Abs(*a.MedianS-300) > 0.01 || math.Abs(*a.P90S-900) > 0.01 {
		t.Errorf("%+v", a)
	}
	if a.Bands[0].People+a.Bands[1].People+a.Bands[2].People != 400 || a.Bands[2].People != 0 {
		t.Errorf("%+v", a.Bands)
	}
	if b.Desa != 3 || b.DesaWithoutPeople != 1 || b.DesaNotComputed != 3 || b.People != 100 || b.PeopleNotComputed != 100 || b.MedianS != nil {
		t.Errorf("%+v", b)
	}
	if list[2].Desa != 0 {
		t.Errorf("%+v", list[2])
	}
}

func TestUnknownClassesThroughPin(t *testing.T) {
	s := newStore()
	s.places.Profiles[1].Speeds = []gis.ProfileSpeed{{Class: "track", Kmh: kmh(10)}}
	got, err := pin(t, newService(t, s)).UnknownClasses(t.Context(), both)
	if err != nil || !slices.Equal(got, []string{"primary"}) {
		t.Error(got, err)
	}
}
