package graph

import (
	"context"
	"slices"

	"jangkau/gis"
	"jangkau/graph/model"
	"jangkau/travel"
)

// mentoring is the query of that name.
func (q *request) mentoring(ctx context.Context, ask gis.MentoringQuestion, asked model.TravelAsked, first *int, after *string) (*model.MentoringConnection, error) {
	for i, code := range ask.Specialties {
		if gis.SpecialtyOf(code) == nil {
			return nil, &gis.Error{Kind: gis.Invalid, Field: "specialty", Message: gis.T(
				"Spesialisasi %q tidak dikenal; lihat query specialties", "There is no specialty %q; see the query specialties", code)}
		}
		if slices.Contains(ask.Specialties[:i], code) {
			return nil, &gis.Error{Kind: gis.Invalid, Field: "specialty", Message: gis.T("Spesialisasi %s disebut dua kali", "The specialty %s is named twice", code)}
		}
	}
	if ask.Specialties == nil {
		ask.Specialties = []string{}
	}
	p, err := page(ctx, first, after, 50, ask)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.Mentoring(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	out := &model.MentoringConnection{Ask: ask, TotalCount: l.Total, Counts: &l.Counts}
	if len(selected(ctx, "edges", "node", "assignments", "trip")) > 0 {
		out.Travel = &asked
		if err := q.mentoringTrips(ctx, l.Rows, asked); err != nil {
			return nil, err
		}
	}
	out.Edges, out.PageInfo, err = edges(p, l.List, func(m gis.MentoringPuskesmas, c string) *model.MentoringEdge {
		q.facility.expect(m.PuskesmasID)
		for _, a := range m.Assignments {
			q.facility.expect(a.HospitalID)
		}
		return &model.MentoringEdge{Node: &m, Cursor: c}
	})
	return out, err
}

// mentoringTrips gives every assignment of a page its trip, by one table from all
// puskesmas of the page to all their hospitals.
func (q *request) mentoringTrips(ctx context.Context, rows []gis.Listed[gis.MentoringPuskesmas], asked model.TravelAsked) error {
	p, err := q.travel.pin(ctx)
	if err != nil {
		return err
	}
	place := func(id int64) travel.Place {
		at, err := p.FacilityPlace(id)
		if err != nil {
			return travel.Place{Facility: id} // not in the snapshot yet: it has no place there
		}
		return at
	}
	var from, to []travel.Place
	column := map[int64]int{}
	for _, r := range rows {
		from = append(from, place(r.Row.PuskesmasID))
		for _, a := range r.Row.Assignments {
			if _, known := column[a.HospitalID]; !known {
				column[a.HospitalID] = len(to)
				to = append(to, place(a.HospitalID))
			}
		}
	}
	if len(to) == 0 {
		return nil
	}
	table, err := p.Table(ctx, queryOf(asked), from, to)
	if err != nil {
		return err
	}
	for i := range rows {
		for j := range rows[i].Row.Assignments {
			a := &rows[i].Row.Assignments[j]
			a.Trip = &table[i][column[a.HospitalID]]
		}
	}
	return nil
}

// mentoringTrip gives figures only where there is a trip.
func mentoringTrip(t *gis.Trip) *model.MentoringTrip {
	if t.Status != gis.Reached {
		return &model.MentoringTrip{Status: t.Status, Reason: &t.Reason}
	}
	return &model.MentoringTrip{Status: t.Status, DistanceM: &t.DistanceM, DurationS: &t.DurationS}
}

func specialtiesOf(codes []string) []*gis.Specialty {
	out := []*gis.Specialty{}
	for _, c := range codes {
		out = append(out, gis.SpecialtyOf(c))
	}
	return out
}

func allSpecialties() []*gis.Specialty {
	out := make([]*gis.Specialty, len(gis.Specialties))
	for i := range gis.Specialties {
		out[i] = &gis.Specialties[i]
	}
	return out
}

var mentoringMethod = gis.T(
	"Penugasan yang berlaku pada tanggal itu, menurut daftar yang dimuat. Puskesmas LACKS hanya bila daftar asuhan dinyatakan lengkap untuk wilayahnya; selain itu UNKNOWN. Perjalanan dari puskesmas ke rumah sakit lewat jaringan jalan yang dimuat sekarang",
	"Assignments that hold on the day, by the lists loaded. A puskesmas LACKS mentoring only where a list of it is declared complete for its wilayah; else it is UNKNOWN. Trips from the puskesmas to the hospital over the roads loaded now")

func (q *request) mentoringProvenance(ctx context.Context, c *model.MentoringConnection) (*model.Provenance, error) {
	t := &told{q: q, method: mentoringMethod}
	t.area(c.Ask.Area)
	for _, s := range c.Ask.Specialties {
		t.parameter("specialty", s)
	}
	ask := gis.EvidenceQuestion{Area: c.Ask.Area, AsOf: c.Ask.AsOf, Facility: true, Kinds: []gis.FacilityKind{gis.KindPuskesmas}, Mentoring: true}
	for _, e := range c.Edges {
		for _, a := range e.Node.Assignments {
			ask.Used = append(ask.Used, a.HospitalID)
		}
	}
	if c.Travel != nil {
		if err := t.travelled(ctx, *c.Travel, &ask); err != nil {
			return nil, err
		}
	}
	t.count(c.Counts.Unknown, "NO_COMPLETE_REGISTER", "%d puskesmas belum didata: tidak ada daftar asuhan spesialistik yang dinyatakan lengkap",
		"%d puskesmas are not known: no list of specialist mentoring is declared complete for them")
	return t.provenance(ctx, ask)
}
