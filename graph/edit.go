package graph

import (
	"context"

	"jangkau/gis"
	"jangkau/graph/model"
)

// Editor mends facilities: a *db.DB.
type Editor interface {
	// EditFacility answers the number of the edit.
	EditFacility(ctx context.Context, m gis.Mending) (int64, error)
	DecideMatch(ctx context.Context, m gis.MatchDecision) error
}

// renew makes what is read next of after a change.
func (q *request) renew(ctx context.Context) {
	q.reader.Renew(ctx)
	q.forget()
	q.travel = &pinnedTravel{service: q.travel.service, reader: q.reader}
}

// editFacility reads through no Reader before the change: a request never holds two
// connections.
func (q *request) editFacility(ctx context.Context, in model.FacilityEditInput) (*gis.FacilityEdit, error) {
	if err := q.mayChange(); err != nil {
		return nil, err
	}
	m := gis.Mending{
		Version: in.Version, By: in.By, Reason: or(in.Reason, ""), Today: q.day(nil), On: in.On, Status: in.Status, Condition: in.Condition,
		StatusSince: in.StatusSince, ConditionSince: in.ConditionSince, Declared: in.DeclaredDesa, ServiceArea: in.ServiceArea, Clear: in.Clear,
	}
	var err error
	if m.Facility, err = parseID("facility", in.Facility); err != nil {
		return nil, err
	}
	if in.Induk != nil {
		induk, err := parseID("induk", *in.Induk)
		if err != nil {
			return nil, err
		}
		m.Induk = &induk
	}
	if in.Point != nil {
		m.Point = &gis.Point{Lon: in.Point.Lon, Lat: in.Point.Lat}
	}
	q.reader.Renew(ctx)
	id, err := q.editor.EditFacility(ctx, m)
	if err != nil {
		return nil, err
	}
	q.renew(ctx)
	return q.reader.FacilityEdit(ctx, id)
}

func (q *request) decideMatch(ctx context.Context, id string, accept bool, value *string, by string, reason *string) (*gis.MatchCase, error) {
	if err := q.mayChange(); err != nil {
		return nil, err
	}
	n, err := parseID("id", id)
	if err != nil {
		return nil, err
	}
	if !accept && value != nil {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "value", Message: gis.T("Yang ditolak tidak bernilai; kosongkan value", "What is rejected has no value; leave it out")}
	}
	q.reader.Renew(ctx)
	if err := q.editor.DecideMatch(ctx, gis.MatchDecision{Case: n, Accept: accept, Value: or(value, ""), By: by, Reason: or(reason, "")}); err != nil {
		return nil, err
	}
	q.renew(ctx)
	return q.reader.MatchCase(ctx, n)
}

func (q *request) editList(ctx context.Context, ask gis.EditQuestion, first *int, after *string) (*model.FacilityEditConnection, error) {
	p, err := page(ctx, first, after, 50, ask)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.ListEdits(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	return q.editPage(p, l)
}

func (q *request) editPage(p *pager, l gis.List[*gis.FacilityEdit]) (*model.FacilityEditConnection, error) {
	list, info, err := edges(p, l, func(e *gis.FacilityEdit, c string) *model.FacilityEditEdge {
		q.facility.expect(e.FacilityID)
		return &model.FacilityEditEdge{Node: e, Cursor: c}
	})
	return &model.FacilityEditConnection{TotalCount: l.Total, Edges: list, PageInfo: info}, err
}

func (q *request) historyOf(ctx context.Context, f *gis.Facility) ([]*gis.FacilityState, error) {
	t, err := q.history.get(ctx, f.ID, facilityPeers(q, f, idOf)...)
	out := make([]*gis.FacilityState, len(t))
	for i := range t {
		out[i] = &t[i]
	}
	return out, err
}

// since is since when the last value of a field holds; nil where no history is known.
func (q *request) since(ctx context.Context, f *gis.Facility, field gis.FacilityEditField) (*gis.Date, error) {
	t, err := q.history.get(ctx, f.ID, facilityPeers(q, f, idOf)...)
	if err != nil || len(t) == 0 {
		return nil, err
	}
	day := t.Since(field)
	return &day, nil
}

// editsOf is one page of a facility's edits; those of the facilities listed with it are
// read along.
func (q *request) editsOf(ctx context.Context, f *gis.Facility, first *int, after *string) (*model.FacilityEditConnection, error) {
	p, err := page(ctx, first, after, 20, f.ID)
	if err != nil {
		return nil, err
	}
	key := question(p.Page)
	q.mu.Lock()
	of := q.edits[key]
	if of == nil {
		of = newPeers(func(ctx context.Context, ids []int64) (map[int64]gis.List[*gis.FacilityEdit], error) {
			return q.reader.FacilityEdits(ctx, ids, p.Page)
		})
		q.edits[key] = of
	}
	q.mu.Unlock()
	with := facilityPeers(q, f, idOf)
	q.facility.expect(with...)
	if p.After != nil {
		with = nil // a cursor is one facility's
	}
	l, err := of.get(ctx, f.ID, with...)
	if err != nil {
		return nil, err
	}
	return q.editPage(p, l)
}
