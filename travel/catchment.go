package travel

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
)

// Catchments are the people of all desa by the facility that is nearest to them.
type Catchments struct {
	area *Area
	list []gis.Catchment
	row  map[int64]int // facility to its place in list
	at   []gis.Located // by place in list; nil while there are no roads
}

// Catchment is who has a facility for the nearest of its kinds.
type Catchment struct {
	Facility int64
	Kind     gis.FacilityKind
	Reason   gis.CatchmentReason // why it, or its area, is not known; "" where all is
	Known    bool                // the figures hold
	gis.Catchment
}

// Catchments finds who goes to which facility of the kinds, all facilities competing
// wherever they stand, and who of them within a limit, seconds or metres as q.By says.
// It costs the search of [Pinned.Desa]. It fails with Invalid for a limit that is
// none, else as Desa.
func (p *Pinned) Catchments(ctx context.Context, q Query, limit float64) (*Catchments, error) {
	if err := checkLimit(q.By, limit); err != nil {
		return nil, err
	}
	area, err := p.Desa(ctx, q)
	if err != nil {
		return nil, err
	}
	q.AsOf = p.day(q)
	kinds, err := p.check(&q)
	if err != nil {
		return nil, err
	}
	open := p.snapshot.facilities.open(kinds, q.AsOf) // as the search had them
	c := &Catchments{area: area, list: gis.Catchments(area.desa, len(open), q.By, limit), row: make(map[int64]int, len(open))}
	for i, f := range open {
		c.row[p.snapshot.facilities.rows[f].ID] = i
	}
	if p.Building() {
		return c, nil
	}
	w, err := p.snapshot.ways.get(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, f := range open {
		c.at = append(c.at, w.facilities[f])
	}
	return c, nil
}

// checkLimit refuses what is no limit of a catchment or a reach.
func checkLimit(by gis.TravelMetric, limit float64) error {
	if limit > 0 && !math.IsInf(limit, 0) {
		return nil
	}
	field := "limitMinutes"
	if by == gis.ByDistance {
		field = "limitKm"
	}
	return &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T("%s harus lebih dari 0", "%s must be more than 0", field)}
}

// Of is the catchment of a facility; false for one that is none of the kinds, or not
// open.
func (c *Catchments) Of(facility int64) (Catchment, bool) {
	i, ok := c.row[facility]
	if !ok {
		return Catchment{Facility: facility}, false
	}
	k, _ := c.area.facilities.index(facility)
	row := &c.area.facilities.rows[k]
	out := Catchment{Facility: facility, Kind: row.Kind, Catchment: c.list[i], Reason: c.reason(row, i)}
	switch out.Reason {
	case "", gis.CatchmentNoRoad, gis.CatchmentDesaPoint:
		out.Known = true
	}
	return out, true
}

func (c *Catchments) reason(row *FacilityRow, i int) gis.CatchmentReason {
	switch {
	case c.at == nil:
		return gis.CatchmentNetworkBuilding
	case row.Quality == gis.LocatedNone || !c.at[i].Known:
		return gis.CatchmentNoLocation
	case !c.at[i].Joins && !c.at[i].Covered:
		return gis.CatchmentRoadDataMissing
	case !c.at[i].Joins:
		return gis.CatchmentNoRoad
	case row.Quality == gis.LocatedDesa:
		return gis.CatchmentDesaPoint
	}
	return ""
}

// Desa is the code of a desa that a catchment names.
func (c *Catchments) Desa(d gis.CatchmentDesa) gis.WilayahCode {
	return c.area.demand.desa[d.Index].Code
}

// Gone counts the people of some desa by where they go: to facilities that are inside,
// to others, or nowhere.
type Gone struct {
	People, Inside, Elsewhere, Unreached, NotComputed int
}

// Gone counts the people of desa; one that is not listed has none.
func (c *Catchments) Gone(desa []gis.WilayahCode, inside func(facility int64) bool) Gone {
	var g Gone
	for _, code := range desa {
		k, ok := c.area.demand.index(code)
		if !ok {
			continue
		}
		d := &c.area.desa[k]
		g.People += d.People
		for _, p := range d.Points {
			switch p.Trip.Status {
			case gis.Unreachable:
				g.Unreached += p.People
			case gis.NotComputed:
				g.NotComputed += p.People
			default:
				if inside(c.area.facilities.rows[c.area.destinations[p.Trip.Destination]].ID) {
					g.Inside += p.People
				} else {
					g.Elsewhere += p.People
				}
			}
		}
	}
	return g
}

type catchmentAreasKey struct {
	areaKey
	limit float64
	of    string
}

// CatchmentAreas draws the catchments of some facilities within a limit, all in one
// drawing, so that they share their edges; one without an area has no entry. It is
// kept: a list's pages take the same one. It fails as Catchments does, and with
// Invalid where the country to be drawn is too large.
func (p *Pinned) CatchmentAreas(ctx context.Context, q Query, limit float64, of []int64) (map[int64]*geom.MultiPolygon, error) {
	if err := checkLimit(q.By, limit); err != nil {
		return nil, err
	}
	kinds, err := p.check(&q)
	if err != nil || p.Building() {
		return nil, err
	}
	s := p.snapshot
	profile, err := p.Profile(q)
	if err != nil {
		return nil, err
	}
	key := catchmentAreasKey{areaKey{profile.Key(), q.By, kinds, s.facilities.epoch(q.AsOf)}, limit, fmt.Sprint(of)}
	v, err := s.flights.do(ctx, key, func(ctx context.Context) (any, error) {
		if v, ok := s.cache.get(key); ok {
			return v, nil
		}
		areas, bytes, err := p.drawCatchments(ctx, q, kinds, limit, of)
		if err != nil {
			return nil, err
		}
		s.cache.put(key, areas, bytes)
		return areas, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(map[int64]*geom.MultiPolygon), nil
}

func (p *Pinned) drawCatchments(ctx context.Context, q Query, kinds kindSet, limit float64, of []int64) (map[int64]*geom.MultiPolygon, int64, error) {
	s := p.snapshot
	w, err := s.ways.get(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	t, err := s.targets(ctx, w, kinds, q.AsOf)
	if err != nil {
		return nil, 0, err
	}
	if err := p.take(ctx); err != nil {
		return nil, 0, err
	}
	defer p.give()
	var wanted []int32
	for i, f := range t.facility {
		if slices.Contains(of, s.facilities.rows[f].ID) && s.facilities.rows[f].Quality != gis.LocatedDesa {
			wanted = append(wanted, int32(i))
		}
	}
	drawn, err := w.engine.CatchmentAreas(ctx, q.By, t.destinations, wanted, limit)
	if err != nil {
		return nil, 0, err
	}
	areas, bytes := make(map[int64]*geom.MultiPolygon, len(drawn)), int64(1000+20*len(of))
	for i, m := range drawn {
		areas[s.facilities.rows[t.facility[i]].ID] = m
		bytes += int64(100 + 8*len(m.FlatCoords()))
	}
	return areas, bytes, nil
}
