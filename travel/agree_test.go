package travel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis"
)

// randomStore is the road of newStore with a one-way road beside it and an island,
// some twenty desa of up to four settlements, on the roads and off them, and some
// pustu, of which two may stand at one place.
func randomStore(r *rand.Rand, ferry bool) *store {
	s := newStore()
	addIsland(s, ferry)
	s.network.Edges = append(s.network.Edges, EdgeRow{From: 8, To: 22, Class: "primary", Access: gis.WalkForward | gis.MotorcycleForward, LengthM: 9000})
	spot := func() (lon, lat float64, landmass int32) {
		if r.IntN(6) == 0 {
			return (29_000 + 5000*r.Float64()) / degree, 0.27, 2
		}
		return 31_000 * r.Float64() / degree, 0.004 * r.NormFloat64(), int32(r.IntN(2))
	}
	for i := range 20 {
		code := gis.WilayahCode(fmt.Sprintf("35.10.03.%d", 2001+i))
		s.places.Desa = append(s.places.Desa, DesaRow{code, r.IntN(5000), r.IntN(8) > 0})
		for range r.IntN(5) {
			lon, lat, landmass := spot()
			s.places.Demand = append(s.places.Demand, DemandRow{Desa: code, Lon: lon, Lat: lat, Landmass: landmass, People: float64(r.IntN(900)), Origin: gis.FromSettlement})
		}
	}
	s.places.Facilities = nil
	for i := range 1 + r.IntN(9) {
		lon, lat, landmass := spot()
		f := FacilityRow{ID: int64(20 + i), Kind: gis.KindPustu, HasPoint: true, Lon: lon, Lat: lat, Landmass: landmass, Quality: gis.LocatedPoint, Closed: NoDay}
		if first := &s.places.Facilities; i > 0 && r.IntN(4) == 0 {
			f.Lon, f.Lat, f.Landmass = (*first)[0].Lon, (*first)[0].Lat, (*first)[0].Landmass
		}
		s.places.Facilities = append(s.places.Facilities, f)
	}
	return s
}

// Whatever is asked of the same place, the answers agree: the nearest facilities, the
// trip leg by leg to each and to the nearest, the table, and the isochrone that has
// just this limit. Two ways that weigh the same may differ by rounding.
func TestAllAnswersAgree(t *testing.T) {
	const hair = 0.05
	trips, none, isochrones := 0, map[gis.TripReason]int{}, 0
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 33))
		s := randomStore(r, seed%2 == 0)
		p := pin(t, newService(t, s))
		q := both
		if seed%3 == 0 {
			q.By = gis.ByDistance
		}
		if seed%4 == 0 {
			q.Profile = gis.ProfileWalk
		}
		figure := func(seconds, metres float64) float64 {
			if q.By == gis.ByDistance {
				return metres
			}
			return seconds
		}
		var to []Place
		for _, f := range s.places.Facilities {
			place, err := p.FacilityPlace(f.ID)
			if err != nil {
				t.Fatal(err)
			}
			to = append(to, place)
		}
		for _, d := range s.places.Demand {
			from := Place{Origin: Origin{Lon: d.Lon, Lat: d.Lat, Landmass: d.Landmass}, Known: true}
			list, err := p.Nearest(t.Context(), q, from.Origin, len(to))
			if err != nil {
				t.Fatal(err)
			}
			nearest, err := p.Path(t.Context(), q, from, nil)
			if err != nil {
				t.Fatal(err)
			}
			first := list[0]
			first.Origin = nearest.Origin
			if first.Status != nearest.Status || first.Reason != nearest.Reason || first.FacilityID != nearest.FacilityID ||
				math.Abs(first.DurationS-nearest.DurationS) > hair || math.Abs(first.DistanceM-nearest.DistanceM) > 1 {
				t.Fatalf("seed %d: nearest %+v, by its path %+v", seed, first, nearest.Trip)
			}
			row, err := p.Table(t.Context(), q, []Place{from}, to)
			if err != nil {
				t.Fatal(err)
			}
			reached := map[int64]Trip{}
			for _, trip := range list {
				if trip.Status == gis.Reached {
					reached[trip.FacilityID] = trip
				} else {
					none[trip.Reason]++
				}
			}
			for j, cell := range row[0] {
				trip, ok := reached[to[j].Facility]
				if ok != (cell.Status == gis.Reached) {
					t.Fatalf("seed %d: facility %d: in the table %+v, in the list %t", seed, to[j].Facility, cell, ok)
				}
				if !ok {
					continue
				}
				trips++
				path, err := p.Path(t.Context(), q, from, &to[j])
				if err != nil {
					t.Fatal(err)
				}
				sumS, sumM := 0.0, 0.0
				for _, l := range path.Legs {
					sumS, sumM = sumS+l.DurationS, sumM+l.DistanceM
				}
				want := figure(trip.DurationS, trip.DistanceM)
				for what, got := range map[string]float64{
					"table": figure(cell.DurationS, cell.DistanceM), "path": figure(path.DurationS, path.DistanceM), "legs": figure(sumS, sumM),
				} {
					if math.Abs(got-want) > hair {
						t.Fatalf("seed %d: to %d: %s has %v, the list %v", seed, to[j].Facility, what, got, want)
					}
				}
			}
			if first.Status != gis.Reached || r.IntN(8) > 0 {
				continue
			}
			// Of an isochrone around the facility the limit just above the trip holds this point, one
			// just below does not: its people step by at least this point's share.
			k := 0
			for to[k].Facility != first.FacilityID {
				k++
			}
			limit := figure(first.DurationS, first.DistanceM)
			if limit < 2 {
				continue
			}
			whole, err := p.Isochrone(t.Context(), q, to[k].Origin, []float64{limit - 1, limit + 1})
			if err != nil || whole.Reason != "" {
				continue // a facility without a road has none
			}
			inside, outside := 0, 0
			table, err := p.Table(t.Context(), q, points(p), to[k:k+1])
			if err != nil {
				t.Fatal(err)
			}
			dm := p.snapshot.demand
			for i, desa := range dm.desa {
				n := 0
				if desa.HasPeople {
					n = desa.People
				}
				lo, hi := dm.first[i], dm.first[i+1]
				for m, share := range gis.SpreadPeople(n, dm.weight[lo:hi]) {
					if cell := table[int(lo)+m][0]; cell.Status == gis.Reached {
						if c := figure(cell.DurationS, cell.DistanceM); c <= limit-1 {
							inside += share
						} else if c <= limit+1 {
							outside += share
						}
					}
				}
			}
			if whole.Bands[0].People != inside || whole.Bands[1].People != inside+outside {
				t.Fatalf("seed %d: isochrone has %d and %d people, the table %d and %d", seed, whole.Bands[0].People, whole.Bands[1].People, inside, inside+outside)
			}
			isochrones++
		}
	}
	if trips < 1000 || isochrones < 30 || none[gis.OtherComponent] < 20 || none[gis.RoadDataMissing] < 10 {
		t.Errorf("%d trips, %d isochrones, none for %v: the cases are too easy", trips, isochrones, none)
	}
}

// points are all demand points, in their order.
func points(p *Pinned) []Place {
	var list []Place
	for _, d := range p.snapshot.demand.points {
		list = append(list, Place{Origin: Origin{Lon: d.Lon, Lat: d.Lat, Landmass: d.Landmass}, Known: true})
	}
	return list
}

// Where there are no roads at all every question is answered, and says so.
func TestNothingIsReachedWithoutRoads(t *testing.T) {
	s := newStore()
	s.places.Version.Dataset, s.places.Version.Hash = 0, ""
	p := pin(t, newService(t, s))
	pustu, err := p.FacilityPlace(11)
	if err != nil {
		t.Fatal(err)
	}
	from := p.DesaPlace("35.10.01.2001")
	table, err := p.Table(t.Context(), both, []Place{from}, []Place{pustu})
	if err != nil || table[0][0].Reason != gis.RoadDataMissing {
		t.Errorf("%+v, %v", table, err)
	}
	for _, to := range []*Place{nil, &pustu} {
		if path, err := p.Path(t.Context(), both, from, to); err != nil || path.Reason != gis.RoadDataMissing {
			t.Errorf("%+v, %v", path, err)
		}
	}
	if i, err := p.Isochrone(t.Context(), both, pustu.Origin, []float64{900}); err != nil || i.Reason != gis.RoadDataMissing {
		t.Errorf("%+v, %v", i, err)
	}
	c := catchments(t, p, both, 900)
	if one, _ := c.Of(11); one.Reason != gis.CatchmentRoadDataMissing || one.Known {
		t.Errorf("%+v", one)
	}
	if g := gone(c); g != (Gone{People: 500, NotComputed: 500}) {
		t.Errorf("%+v", g)
	}
	if areas, err := p.CatchmentAreas(t.Context(), both, 900, []int64{11, 12}); err != nil || len(areas) != 0 {
		t.Errorf("%v, %v", areas, err)
	}
	if people, desa, err := p.Reach(t.Context(), both, 11, 900); err != nil || people != 0 || desa != 0 {
		t.Errorf("%d, %d, %v", people, desa, err)
	}
}
