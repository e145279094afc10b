package travel

import (
	"context"
	"time"

	"jangkau/gis"
)

// Question is what can be computed beforehand and kept: the nearest facility of some
// kinds for every desa within a wilayah, "" for all there are.
type Question struct {
	Kinds   []gis.FacilityKind
	Profile gis.TravelProfile
	Variant string
	By      gis.TravelMetric
	Within  gis.WilayahCode
}

// Inputs say exactly what a result was computed from: it holds as long as they are
// what the store holds, whatever else changes there.
type Inputs struct {
	Dataset    int64 // 0: no roads
	Hash       string
	ProfileKey string // see gis.Profile.Key
	Facilities int64  // sum of PlaceInputs.Facility over the kinds
	People     int64
	Wilayah    int64
	// The same facilities are open from one day until the day before another: 0 and
	// NoDay where nothing bounds it.
	From, Until         Day
	DesaFrom, DesaUntil Day
}

// Result is the answer to a question, to be kept.
type Result struct {
	Question
	Inputs
	area *Area
}

// PointTrip is the trip of a demand point.
type PointTrip struct {
	Desa     gis.WilayahCode
	N        int // its place among the points of its desa, from 0
	Lon, Lat float64
	People   int // its share of the desa's people
	Trip     Trip
}

// Normal brings kinds in order, each once, without those that cannot be travelled
// to: equal questions are then equal. The error is Invalid as in [Pinned.Nearest].
func (q Question) Normal() (Question, error) {
	set, err := destinationKinds(q.Kinds)
	if err != nil {
		return q, err
	}
	q.Kinds = nil
	for _, k := range gis.FacilityKinds {
		if set.has(k) {
			q.Kinds = append(q.Kinds, k)
		}
	}
	return q, nil
}

// Inputs says what an answer of this snapshot to a question is computed from, as of
// today. The errors are those of [Pinned.Nearest].
func (p *Pinned) Inputs(asked Question) (Inputs, error) {
	asked, err := asked.Normal()
	if err != nil {
		return Inputs{}, err
	}
	profile, err := p.snapshot.profile(asked.Profile, asked.Variant, p.today)
	if err != nil {
		return Inputs{}, err
	}
	s := p.snapshot
	in := Inputs{
		Dataset: s.version.Dataset, Hash: s.version.Hash, ProfileKey: profile.Key(), People: s.inputs.People, Wilayah: s.inputs.Wilayah,
		DesaFrom: s.inputs.DesaFrom, DesaUntil: s.inputs.DesaUntil,
	}
	for _, k := range asked.Kinds {
		in.Facilities += s.inputs.Facility[k]
	}
	set, _ := destinationKinds(asked.Kinds) // known by now
	in.From, in.Until = s.facilities.span(set, p.today)
	return in, nil
}

// Compute answers a question for today, by the search that answers [Pinned.Desa]. It
// fails with Unavailable while there are no roads yet, with Invalid for a wilayah
// without a desa, and else as that. Of [Pinned.Points] points told, which may be nil,
// is called for some again and again; it must be quick and safe for several
// goroutines.
func (p *Pinned) Compute(ctx context.Context, asked Question, told func(points int)) (*Result, error) {
	if told == nil {
		told = func(int) {}
	}
	asked, err := asked.Normal()
	if err != nil {
		return nil, err
	}
	if p.Building() {
		return nil, gis.NewError(gis.Unavailable, "Jaringan jalan masih disiapkan; ulangi sebentar lagi", "The road network is still being prepared; try again shortly")
	}
	in, err := p.Inputs(asked)
	if err != nil {
		return nil, err
	}
	area, err := p.desa(ctx, Query{Kinds: asked.Kinds, Profile: asked.Profile, Variant: asked.Variant, By: asked.By}, told)
	if err != nil {
		return nil, err
	}
	r := &Result{Question: asked, Inputs: in, area: area}
	if asked.Within != "" && r.Count() == 0 {
		return nil, errNoDesa(asked.Within)
	}
	return r, nil
}

// Answerable refuses a question that [Pinned.Compute] would: with Invalid, but for
// what cannot be known before there are roads.
func (p *Pinned) Answerable(asked Question) error {
	if _, err := asked.Normal(); err != nil || p.Building() {
		return err
	}
	if _, err := p.Inputs(asked); err != nil {
		return err
	}
	d := p.snapshot.demand.desa
	i, _ := p.snapshot.demand.index(asked.Within)
	if asked.Within != "" && (i == len(d) || !d[i].Code.Within(asked.Within)) {
		return errNoDesa(asked.Within)
	}
	return nil
}

func errNoDesa(within gis.WilayahCode) error {
	return &gis.Error{Kind: gis.Invalid, Field: "within", Message: gis.T(
		"Tidak ada desa di wilayah %s; periksa kodenya", "There is no desa in the wilayah %s; check its code", within)}
}

// Points is the number of demand points there are.
func (p *Pinned) Points() int { return len(p.snapshot.demand.points) }

// Kept is a result that is kept, and what has changed since.
type Kept struct {
	ID int64
	Question
	ProfileKey   string
	Dataset      int64
	ComputedAt   time.Time
	Took         time.Duration
	Desa, Points int
	Stale        []string // NETWORK, PROFILE, FACILITY, PEOPLE, WILAYAH, DAY; none: current
}

// Meta says when and how long a result was computed.
type Meta struct {
	At   time.Time
	Took time.Duration
	// Today is the day by which the result has to hold for being kept.
	Today Day
}

// Count is the number of desa.
func (r *Result) Count() int {
	n := 0
	for range r.indices {
		n++
	}
	return n
}

// Rows is the number of desa and of demand points together.
func (r *Result) Rows() int {
	n := 0
	for i := range r.indices {
		n += 1 + int(r.area.demand.first[i+1]-r.area.demand.first[i])
	}
	return n
}

// Desa lists the desa of the question by code.
func (r *Result) Desa(yield func(DesaTrip) bool) {
	for i := range r.indices {
		if !yield(r.area.at(i)) {
			return
		}
	}
}

// Points lists the demand points of the question by desa.
func (r *Result) Points(yield func(PointTrip) bool) {
	d := r.area.demand
	for i := range r.indices {
		for k := d.first[i]; k < d.first[i+1]; k++ {
			row, one := &d.points[k], &r.area.desa[i].Points[k-d.first[i]]
			if !yield(PointTrip{
				Desa: row.Desa, N: int(k - d.first[i]), Lon: row.Lon, Lat: row.Lat, People: one.People,
				Trip: r.area.facilities.trip(r.area.destinations, one.Trip, row.Origin),
			}) {
				return
			}
		}
	}
}

func (r *Result) indices(yield func(int) bool) {
	for i := range r.area.desa {
		if code := r.area.demand.desa[i].Code; (r.Within == "" || code.Within(r.Within)) && !yield(i) {
			return
		}
	}
}

// span is the longest stretch of days around one on which the same facilities of
// some kinds are open: from a day, 0 for ever before, to the day before another.
func (f *facilities) span(kinds kindSet, on Day) (from, until Day) {
	until = NoDay
	take := func(d Day) {
		if d <= on {
			from = max(from, d)
		} else {
			until = min(until, d)
		}
	}
	for i := range f.rows {
		r := &f.rows[i]
		if !kinds.has(r.Kind) {
			continue
		}
		take(r.KnownFrom)
		if r.Closed != 0 {
			take(r.Closed)
		}
		for _, s := range r.States {
			take(s.From)
		}
	}
	return from, until
}
