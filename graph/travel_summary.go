package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"jangkau/gis"
	"jangkau/graph/model"
	"jangkau/travel"
)

// summary sums up the desa of an area by groups; without a grouping, all in one.
func (q *request) summary(ctx context.Context, asked model.TravelAsked, by *model.AreaGroup) ([]*model.TravelGroup, error) {
	if err := asked.Bands.Check(); err != nil {
		return nil, err
	}
	if _, err := q.wholeArea(asked); err != nil {
		return nil, err
	}
	desa, err := q.reader.DesaOf(ctx, asked.Area)
	if err != nil {
		return nil, err
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	sums, err := p.Summary(ctx, queryOf(asked), groupsOf(desa, asked.Area, by), asked.Bands)
	out := make([]*model.TravelGroup, len(sums))
	for i, s := range sums {
		out[i] = &model.TravelGroup{TravelGroup: s.TravelGroup}
		q.nameGroup(out[i], s.Key, by)
	}
	return out, err
}

// groupsOf puts each desa under its group's key. By puskesmas, a desa that two
// service areas name is in both groups, and one that none names is under "".
func groupsOf(desa []gis.DesaOf, a gis.Area, by *model.AreaGroup) []travel.Group {
	under := map[string][]gis.WilayahCode{}
	if by == nil {
		under[string(a.Within)] = nil // there is a group even without any desa
	}
	for _, d := range desa {
		for _, k := range groupKeys(d, a, by) {
			under[k] = append(under[k], d.Code)
		}
	}
	groups := make([]travel.Group, 0, len(under))
	for k, codes := range under {
		groups = append(groups, travel.Group{Key: k, Desa: codes})
	}
	slices.SortFunc(groups, func(a, b travel.Group) int {
		return cmp.Or(cmp.Compare(len(a.Key), len(b.Key)), cmp.Compare(a.Key, b.Key))
	})
	return groups
}

func groupKeys(d gis.DesaOf, a gis.Area, by *model.AreaGroup) []string {
	switch {
	case by == nil:
		return []string{string(a.Within)}
	case *by == model.AreaGroupKabupatenKota:
		return []string{string(d.Code[:5])}
	case *by == model.AreaGroupKecamatan:
		return []string{string(d.Code[:8])}
	case *by == model.AreaGroupDesaKelurahan:
		return []string{string(d.Code)}
	}
	if len(d.Puskesmas) == 0 {
		return []string{""}
	}
	keys := make([]string, len(d.Puskesmas))
	for i, id := range d.Puskesmas {
		keys[i] = strconv.FormatInt(id, 10)
	}
	return keys
}

// nameGroup notes what the group is of; what it is called is read when asked.
func (q *request) nameGroup(g *model.TravelGroup, key string, by *model.AreaGroup) {
	if by != nil && *by == model.AreaGroupPuskesmas {
		if id, err := strconv.ParseInt(key, 10, 64); err == nil {
			g.PuskesmasID = &id
			q.facility.expect(id)
		}
		return
	}
	code := gis.WilayahCode(key)
	g.WilayahCode = &code
	q.wilayah.expect(code)
}
