package graph

import (
	"cmp"
	"context"
	"slices"

	"jangkau/gis"
	"jangkau/graph/model"
)

// catchmentsAsked are the arguments of catchments.
type catchmentsAsked struct {
	travel   model.TravelAsked
	facility []string
	minutes  int
	km       float64
	orders   []*model.CatchmentOrder
	first    *int
	after    *string
}

// catchments lists who goes to which facility of an area. The order is by computed
// figures, so the whole list is put in order here, and the page cut from it.
func (q *request) catchments(ctx context.Context, a catchmentsAsked) (*model.CatchmentConnection, error) {
	limit := float64(a.minutes) * 60
	if a.travel.By == gis.ByDistance {
		limit = a.km * 1000
	}
	pg, err := page(ctx, a.first, a.after, 50, a.travel, a.facility, limit, a.orders)
	if err != nil {
		return nil, err
	}
	if _, err := q.wholeArea(a.travel); err != nil {
		return nil, err
	}
	ids, err := q.reader.FacilityIDs(ctx, gis.FacilityQuestion{Area: a.travel.Area, Kinds: a.travel.Kinds})
	if err != nil {
		return nil, err
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	found, err := p.Catchments(ctx, queryOf(a.travel), limit)
	if err != nil {
		return nil, err
	}
	out := &model.CatchmentConnection{Asked: a.travel, Limit: limit, Found: found, Inside: ids}
	rows := catchmentRows(out, ids)
	if a.facility != nil {
		if rows, err = onlyOf(rows, a.facility); err != nil {
			return nil, err
		}
	}
	for _, r := range rows {
		out.Listed = append(out.Listed, r.FacilityID)
	}
	slices.Sort(out.Listed)
	l := cutPage(sortCatchments(rows, a.travel.By, a.orders), pg, p.Version())
	out.TotalCount = len(rows)
	out.Edges, out.PageInfo, err = edges(pg, l, func(c *model.Catchment, cursor string) *model.CatchmentEdge {
		q.facility.expect(c.FacilityID)
		return &model.CatchmentEdge{Node: c, Cursor: cursor}
	})
	return out, err
}

// catchmentRows are the facilities that are open, with what is known of them.
func catchmentRows(of *model.CatchmentConnection, ids []int64) []*model.Catchment {
	rows := make([]*model.Catchment, 0, len(ids))
	for _, id := range ids {
		c, ok := of.Found.Of(id)
		if !ok {
			continue
		}
		r := &model.Catchment{List: of, FacilityID: id, Kind: c.Kind, Parts: c.Desa}
		if c.Reason != "" {
			r.Reason = &c.Reason
		}
		if c.Known {
			outside, desa := 0, len(c.Desa)
			for _, d := range c.Desa {
				if !of.Found.Desa(d).Within(of.Asked.Area.Within) {
					outside += d.People
				}
			}
			r.People, r.PeopleWithin, r.PeopleFromOutside, r.DesaCount = &c.People, &c.PeopleWithin, &outside, &desa
			r.MedianS, r.P90S, r.MedianM, r.P90M = c.MedianS, c.P90S, c.MedianM, c.P90M
		}
		rows = append(rows, r)
	}
	return rows
}

// onlyOf keeps the facilities asked for by id.
func onlyOf(rows []*model.Catchment, ids []string) ([]*model.Catchment, error) {
	var out []*model.Catchment
	for _, s := range ids {
		id, err := parseID("facility", s)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(rows, func(c *model.Catchment) bool { return c.FacilityID == id })
		if i < 0 {
			return nil, &gis.Error{Kind: gis.NotFound, Field: "facility", Message: gis.T(
				"Fasilitas %d tidak ada di antara fasilitas jenis itu yang buka di wilayah ini", "Facility %d is not among the open facilities of these kinds in this wilayah", id)}
		}
		if !slices.Contains(out, rows[i]) {
			out = append(out, rows[i])
		}
	}
	return out, nil
}

// sortCatchments puts rows in order, each with its keys. Keys are turned so that
// rising is the order asked for; a nil one stands last.
func sortCatchments(rows []*model.Catchment, by gis.TravelMetric, orders []*model.CatchmentOrder) []gis.Listed[*model.Catchment] {
	if len(orders) == 0 {
		orders = []*model.CatchmentOrder{{Key: model.CatchmentKeyPeople, Direction: gis.Descending}}
	}
	list := make([]gis.Listed[*model.Catchment], len(rows))
	for i, r := range rows {
		var keys []any
		for _, o := range orders {
			v := catchmentFigure(r, by, o.Key)
			switch {
			case v == nil:
				keys = append(keys, nil)
			case o.Direction == gis.Descending:
				keys = append(keys, -*v)
			default:
				keys = append(keys, *v)
			}
		}
		list[i] = gis.Listed[*model.Catchment]{Row: r, Keys: append(keys, float64(r.FacilityID))}
	}
	slices.SortFunc(list, func(a, b gis.Listed[*model.Catchment]) int { return compareKeys(a.Keys, b.Keys) })
	return list
}

func catchmentFigure(c *model.Catchment, by gis.TravelMetric, key model.CatchmentKey) *float64 {
	number := func(n int) *float64 { v := float64(n); return &v }
	median, p90 := c.MedianS, c.P90S
	if by == gis.ByDistance {
		median, p90 = c.MedianM, c.P90M
	}
	switch {
	case key == model.CatchmentKeyMedian:
		return median
	case key == model.CatchmentKeyP90:
		return p90
	case key == model.CatchmentKeyID:
		return number(int(c.FacilityID))
	case c.People == nil:
		return nil
	case key == model.CatchmentKeyPeopleBeyond:
		return number(*c.People - *c.PeopleWithin)
	default:
		return number(*c.People)
	}
}

// compareKeys compares figures one after the other, nil after all of them.
func compareKeys(a, b []any) int {
	for i := range min(len(a), len(b)) {
		x, ok := a[i].(float64)
		y, too := b[i].(float64)
		switch {
		case ok && too:
			if c := cmp.Compare(x, y); c != 0 {
				return c
			}
		case ok != too:
			if ok {
				return -1
			}
			return 1
		}
	}
	return cmp.Compare(len(a), len(b))
}

// cutPage takes the page after the cursor's row.
func cutPage(list []gis.Listed[*model.Catchment], pg *pager, version string) gis.List[*model.Catchment] {
	out := gis.List[*model.Catchment]{Version: version, Total: len(list)}
	if pg.After != nil {
		list = list[slices.IndexFunc(append(list, gis.Listed[*model.Catchment]{}), func(r gis.Listed[*model.Catchment]) bool {
			return r.Row == nil || compareKeys(r.Keys, pg.After) > 0
		}):]
	}
	out.Rows, out.More = list, len(list) > pg.First
	if out.More {
		out.Rows = list[:pg.First]
	}
	return out
}

var catchmentMethod = gis.T(
	"Tiap titik penduduk ke fasilitas terdekat dari jenis itu, menurut perjalanan yang sama seperti ringkasan perjalanan; semua fasilitas bersaing, di mana pun letaknya. Luasan memuat tepat persimpangan yang fasilitas terdekatnya ini dalam batas, dan di luar jalan sejauh orang berjalan ke jalan terdekat; penduduk dihitung menurut perjalanan, bukan luasan. reach: satu pencarian melawan arah perjalanan dari tiap fasilitas sampai batas",
	"Each demand point to the nearest facility of the kinds, by the same trips as in the travel summary; all facilities compete, wherever they stand. An area holds exactly the crossings whose nearest it is within the limit and, off the roads, what is nearest to them on foot; people are counted by trips and not by area. reach: one search against the direction of travel from each facility up to the limit")

func (q *request) catchmentProvenance(ctx context.Context, c *model.CatchmentConnection) (*model.Provenance, error) {
	t := &told{q: q, method: catchmentMethod}
	t.area(c.Asked.Area)
	if c.Asked.By == gis.ByDistance {
		t.parameter("limitKm", c.Limit/1000)
	} else {
		t.parameter("limitMinutes", c.Limit/60)
	}
	ask := gis.EvidenceQuestion{Area: c.Asked.Area, AsOf: c.Asked.AsOf, People: true, Facility: true, Kinds: c.Asked.Kinds, Used: c.Listed}
	if err := t.travelled(ctx, c.Asked, &ask); err != nil {
		return nil, err
	}
	return t.provenance(ctx, ask)
}

// catchmentTotals says where the people of the area go.
func (q *request) catchmentTotals(ctx context.Context, c *model.CatchmentConnection) (*model.CatchmentTotals, error) {
	rows, err := q.reader.DesaOf(ctx, c.Asked.Area)
	if err != nil {
		return nil, err
	}
	desa := make([]gis.WilayahCode, len(rows))
	for i, d := range rows {
		desa[i] = d.Code
	}
	inside := make(map[int64]bool, len(c.Inside))
	for _, id := range c.Inside {
		inside[id] = true
	}
	g := c.Found.Gone(desa, func(id int64) bool { return inside[id] })
	return &model.CatchmentTotals{
		People: g.People, PeopleInside: g.Inside, PeopleElsewhere: g.Elsewhere, PeopleUnreached: g.Unreached, PeopleNotComputed: g.NotComputed,
	}, nil
}

// reachOf counts who could reach a facility.
func (q *request) reachOf(ctx context.Context, c *model.Catchment) (*model.CatchmentReach, error) {
	if c.People == nil {
		return nil, nil
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	people, desa, err := p.Reach(ctx, queryOf(c.List.Asked), c.FacilityID, c.List.Limit)
	return &model.CatchmentReach{Of: c, People: people, Desa: desa}, err
}
