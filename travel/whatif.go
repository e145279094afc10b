package travel

import (
	"context"
	"iter"

	"jangkau/gis"
)

// MaxChanges bounds a what-if: a proposal has a handful.
const MaxChanges = 50

// FacilityChange is one hypothetical change: a new facility at To (Facility 0), one
// moved to To, one closed, one of another kind that becomes a destination where it
// stands, or a road shut.
type FacilityChange struct {
	Facility int64
	To       Origin
	Close    bool
	Upgrade  bool
	Shut     *gis.Closure
}

// WhatIf is how people travel as things stand and under changes.
type WhatIf struct {
	Before, After gis.TravelGroup
	Changed       []DesaChange // desa whose median trip is another, by code as asked
	Apart         int          // places added or moved to that join no loaded road: walks alone lead there
}

// DesaChange is the trip of a desa's median person, before and after.
type DesaChange struct {
	Code          gis.WilayahCode
	People        int
	Before, After gis.Trip
}

// WhatIf answers how the people of some desa would travel if facilities were added,
// moved, closed or upgraded, or roads shut. The first asker of a question pays for a search over the whole
// network; what it found is kept, and each change costs the part it affects. It fails
// with NotFound for a facility that is none, with Invalid for one that the question
// does not lead to or that is changed twice, for too many changes or a point not on
// Earth, with Unavailable while the roads are being prepared, and as [Pinned.Desa].
func (p *Pinned) WhatIf(ctx context.Context, q Query, desa []gis.WilayahCode, changes []FacilityChange, bands gis.Bands) (*WhatIf, error) {
	if err := bands.Check(); err != nil {
		return nil, err
	}
	kinds, err := p.check(&q)
	if err != nil {
		return nil, err
	}
	if len(changes) > MaxChanges {
		return nil, wrongChange("Paling banyak %d perubahan sekaligus", "At most %d changes at once", MaxChanges)
	}
	if p.Building() {
		return nil, &gis.Error{Kind: gis.Unavailable, Message: gis.T(
			"Jaringan jalan sedang disiapkan; ulangi sebentar lagi", "The road network is being prepared; ask again shortly")}
	}
	s := p.snapshot
	w, err := s.ways.get(ctx, q)
	if err != nil {
		return nil, err
	}
	t, err := s.targets(ctx, w, kinds, q.AsOf)
	if err != nil {
		return nil, err
	}
	change, apart, err := p.change(w, t, changes)
	if err != nil {
		return nil, err
	}
	standing, err := p.standing(ctx, q, kinds, w, t)
	if err != nil {
		return nil, err
	}
	x, err := standing.WhatIf(ctx, change)
	if err != nil {
		return nil, err
	}
	out := p.compare(q.By, standing, x, desa, bands)
	out.Apart = apart
	return out, nil
}

func wrongChange(id, en string, args ...any) error {
	return &gis.Error{Kind: gis.Invalid, Field: "changes", Message: gis.T(id, en, args...)}
}

// change puts changes of facilities into those of destinations, and counts the places
// among them that join no road.
func (p *Pinned) change(w *way, t *targets, changes []FacilityChange) (c gis.DestinationChange, apart int, err error) {
	number := make(map[int64]int, len(t.facility))
	for i, f := range t.facility {
		number[p.snapshot.facilities.rows[f].ID] = i
	}
	c.Move = map[int]gis.Located{}
	changed := map[int]bool{}
	for _, x := range changes {
		if x.Shut != nil {
			c.Shut = append(c.Shut, *x.Shut)
			continue
		}
		if x.Upgrade {
			to, err := p.upgraded(w, number, x.Facility)
			if err != nil {
				return c, apart, err
			}
			if !to.Joins {
				apart++
			}
			c.Add = append(c.Add, to)
			number[x.Facility] = -1
			continue
		}
		var to gis.Located
		if !x.Close {
			at := spot(x.To.Lon, x.To.Lat, x.To.Landmass)
			if !onEarth(at) {
				return c, apart, wrongChange("Titik bujur %v lintang %v tidak ada di bumi", "The point lon %v lat %v is not on Earth", x.To.Lon, x.To.Lat)
			}
			if to, err = w.engine.Locate(at); err != nil {
				return c, apart, err
			}
			if !to.Joins {
				apart++
			}
		}
		if x.Facility == 0 {
			c.Add = append(c.Add, to)
			continue
		}
		if _, err := p.facility(x.Facility); err != nil {
			return c, apart, err
		}
		i, ok := number[x.Facility]
		if !ok || i < 0 {
			return c, apart, wrongChange("Fasilitas %d bukan tujuan dalam pertanyaan ini: jenisnya tidak ditanyakan (kind), atau sudah tutup",
				"Facility %d is no destination of this question: its kind is not asked for, or it is closed", x.Facility)
		}
		if changed[i] {
			return c, apart, wrongChange("Fasilitas %d diubah dua kali", "Facility %d is changed twice", x.Facility)
		}
		changed[i] = true
		if x.Close {
			c.Close = append(c.Close, i)
		} else {
			c.Move[i] = to
		}
	}
	return c, apart, nil
}

// upgraded is where a facility stands that is no destination yet; number has those that
// are.
func (p *Pinned) upgraded(w *way, number map[int64]int, id int64) (gis.Located, error) {
	i, err := p.facilityIndex(id)
	if err != nil {
		return gis.Located{}, err
	}
	if _, is := number[id]; is {
		return gis.Located{}, wrongChange("Fasilitas %d sudah menjadi tujuan dalam pertanyaan ini; yang ditingkatkan harus berjenis lain",
			"Facility %d is a destination of this question already; one upgraded is of another kind", id)
	}
	if !p.snapshot.facilities.rows[i].openOn(p.today) {
		return gis.Located{}, wrongChange("Fasilitas %d sudah tutup", "Facility %d is closed", id)
	}
	return w.facilities[i], nil
}

type standingKey struct {
	way   *way
	by    gis.TravelMetric
	kinds kindSet
	epoch int
}

// standing is the answer of a question that changes are laid over, made once and kept
// within the memory for answers.
func (p *Pinned) standing(ctx context.Context, q Query, kinds kindSet, w *way, t *targets) (*gis.Standing, error) {
	s := p.snapshot
	key := standingKey{w, q.By, kinds, s.facilities.epoch(q.AsOf)}
	if v, ok := s.cache.get(key); ok {
		return v.(*gis.Standing), nil
	}
	v, err := s.flights.do(ctx, key, func(ctx context.Context) (any, error) {
		if v, ok := s.cache.get(key); ok { // since the look above
			return v, nil
		}
		if err := p.take(ctx); err != nil {
			return nil, err
		}
		defer p.give()
		// Behind all points stands one without a place, for the desa that have no point.
		from := make([]gis.Located, len(w.demand)+1)
		copy(from, w.demand)
		made, err := w.engine.Stand(ctx, q.By, t.destinations, from)
		if err != nil {
			return nil, err
		}
		s.cache.put(key, made, int64(made.Bytes())+80*int64(len(from)))
		return made, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*gis.Standing), nil
}

// compare sums up the desa before and after.
func (p *Pinned) compare(by gis.TravelMetric, before *gis.Standing, after *gis.WhatIf, codes []gis.WilayahCode, bands gis.Bands) *WhatIf {
	was := p.desaTrips(by, before.Trip, codes)
	is := p.desaTrips(by, after.Trip, codes)
	out := &WhatIf{Before: gis.Summarise(each(was), bands), After: gis.Summarise(each(is), bands)}
	for i := range was {
		a, b := was[i].Median, is[i].Median
		// Another facility at the same cost is no change for anybody.
		if a.Status != b.Status || a.Reason != b.Reason || a.DurationS != b.DurationS || a.DistanceM != b.DistanceM {
			out.Changed = append(out.Changed, DesaChange{codes[i], was[i].People, a, b})
		}
	}
	return out
}

func each(list []gis.DesaTrip) iter.Seq[*gis.DesaTrip] {
	return func(yield func(*gis.DesaTrip) bool) {
		for i := range list {
			if !yield(&list[i]) {
				return
			}
		}
	}
}

// desaTrips puts the trips of points together for some desa, as [Snapshot.newArea]
// does for all; of the others none is worked out.
func (p *Pinned) desaTrips(by gis.TravelMetric, trip func(point int) gis.Trip, codes []gis.WilayahCode) []gis.DesaTrip {
	d := p.snapshot.demand
	list := make([]gis.DesaTrip, len(codes))
	for n, code := range codes {
		i, ok := d.index(code)
		if !ok {
			list[n] = gis.NewDesaTrip(by, 0, false, []float64{1}, []gis.Trip{trip(len(d.points))})
			continue
		}
		lo, hi := d.first[i], d.first[i+1]
		weights, trips := d.weight[lo:hi], make([]gis.Trip, 0, hi-lo+1)
		for k := lo; k < hi; k++ {
			trips = append(trips, trip(int(k)))
		}
		if lo == hi {
			weights, trips = []float64{1}, append(trips, trip(len(d.points)))
		}
		list[n] = gis.NewDesaTrip(by, d.desa[i].People, d.desa[i].HasPeople, weights, trips)
	}
	return list
}
