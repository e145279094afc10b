package graph

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"jangkau/gis"
	"jangkau/graph/model"
)

// gapOrders turns the orders asked for into those of the store; travel keys whose
// figures the store does not keep bring them along, desa by desa.
func (q *request) gapOrders(ctx context.Context, g *gis.GapQuestion, orders []*model.DesaGapOrder) ([]model.TravelAsked, error) {
	var used []model.TravelAsked
	for _, o := range orders {
		order := gis.GapOrder{Order: gis.Order{Key: string(o.Key), Direction: o.Direction}}
		asked, travels := askedOf(g.Area, g.AsOf, o)
		if travels {
			used = append(used, asked)
			kept := gis.KeptFigure{
				KeptTravel: gis.KeptTravel{Kinds: asked.Kinds, Profile: asked.Profile, Variant: asked.Variant, By: asked.By},
				Within:     asked.Area.Within, Day: asked.AsOf, Time: o.Key == model.DesaGapKeyTravelTime,
			}
			holds, err := q.reader.HoldsTravel(ctx, kept)
			switch {
			case err != nil:
				return nil, err
			case holds:
				order.Kept = &kept
			default:
				if err := q.travelFigures(ctx, &order, asked, kept.Time); err != nil {
					return nil, err
				}
			}
		}
		g.Order = append(g.Order, order)
	}
	return used, nil
}

// travelFigures fills in the figure of every desa of the area that reaches one;
// the others sort as worst.
func (q *request) travelFigures(ctx context.Context, o *gis.GapOrder, asked model.TravelAsked, time bool) error {
	one, err := q.wholeArea(asked)
	if err != nil {
		return err
	}
	area, err := q.area(ctx, one)
	if err != nil {
		return err
	}
	o.Codes = []gis.WilayahCode{} // not nil: this is a travel key, even if nothing is reached
	for t := range area.All {
		if t.Median.Status != gis.Reached || !t.Code.Within(asked.Area.Within) {
			continue
		}
		v := t.Median.DistanceM
		if time {
			v = t.Median.DurationS
		}
		o.Codes, o.Values = append(o.Codes, t.Code), append(o.Values, v)
	}
	return nil
}

// gapOf is a row under the rule and as of the days asked.
func gapOf(g *gis.DesaGap, ask gis.GapQuestion) *model.DesaGap {
	out := &model.DesaGap{
		Desa: &g.Desa, Status: g.Under(ask.Rule), People: g.Desa.OwnPeople,
		HostsPuskesmas: g.HostsPuskesmas, RegisterAsOf: g.RegisterAsOf, Ask: ask,
	}
	for _, r := range gis.PustuRules {
		out.Rules = append(out.Rules, &model.RuleStatus{Rule: r, Status: g.Under(r)})
	}
	if g.Before != nil && *g.Before != out.Status {
		out.Change = &model.GapChange{Since: *ask.Since, From: *g.Before, To: out.Status}
	}
	return out
}

// gaps is desaWithoutPustu.
func (q *request) gaps(ctx context.Context, ask gis.GapQuestion, orders []*model.DesaGapOrder, first *int, after *string) (*model.DesaGapConnection, error) {
	p, err := page(ctx, first, after, 50, ask, orders)
	if err != nil {
		return nil, err
	}
	if ask.Since != nil && *ask.Since > ask.AsOf {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "since", Message: gis.T(
			"since (%s) harus sebelum asOf (%s)", "since (%s) must be before asOf (%s)", *ask.Since, ask.AsOf)}
	}
	used, err := q.gapOrders(ctx, &ask, orders)
	if err != nil {
		return nil, err
	}
	if used != nil {
		pinned, err := q.travel.pin(ctx)
		if err != nil {
			return nil, err
		}
		p.extra = "." + pinned.Version()
	}
	l, err := q.reader.DesaGaps(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	// The rows' own trips are part of the answer: its provenance speaks of them too.
	return q.gapConnection(p, l, ask, append(used, nearestSelected(ctx, ask)...))
}

// nearestSelected are the travel questions that the query asks of every row, as
// edges { node { nearest } }, each once.
func nearestSelected(ctx context.Context, ask gis.GapQuestion) []model.TravelAsked {
	var out []model.TravelAsked
	for _, f := range selected(ctx, "edges", "node", "nearest") {
		args := f.ArgumentMap(graphql.GetOperationContext(ctx).Variables)
		asked := model.TravelAsked{Area: ask.Area, Kinds: nearestKinds, Profile: gis.ProfileMotorcycle, By: gis.ByTime, AsOf: ask.AsOf}
		if list, ok := args["kind"].([]any); ok {
			asked.Kinds = nil
			for _, k := range list {
				asked.Kinds = append(asked.Kinds, gis.FacilityKind(fmt.Sprint(k)))
			}
		}
		if v, ok := args["profile"].(string); ok {
			asked.Profile = gis.TravelProfile(v)
		}
		asked.Variant, _ = args["variant"].(string)
		if v, ok := args["by"].(string); ok {
			asked.By = gis.TravelMetric(v)
		}
		if !slices.ContainsFunc(out, func(a model.TravelAsked) bool { return reflect.DeepEqual(a, asked) }) {
			out = append(out, asked)
		}
	}
	return out
}

// selected are the fields of the query under the one being resolved that are
// reached by the path of names.
func selected(ctx context.Context, path ...string) []graphql.CollectedField {
	op := graphql.GetOperationContext(ctx)
	fields := graphql.CollectFieldsCtx(ctx, nil)
	for i, name := range path {
		var found, below []graphql.CollectedField
		for _, f := range fields {
			if f.Name == name {
				found = append(found, f)
				below = append(below, graphql.CollectFields(op, f.Selections, nil)...)
			}
		}
		if fields = below; i == len(path)-1 {
			return found
		}
	}
	return nil
}

func (q *request) gapConnection(p *pager, l gis.GapList, ask gis.GapQuestion, used []model.TravelAsked) (*model.DesaGapConnection, error) {
	list, info, err := edges(p, l.List, func(g gis.DesaGap, c string) *model.DesaGapEdge {
		return &model.DesaGapEdge{Node: gapOf(&g, ask), Cursor: c}
	})
	desa := make([]*gis.Wilayah, len(list))
	for i, e := range list {
		desa[i] = e.Node.Desa
	}
	q.sawWilayah(desa)
	counts := make([]*gis.PustuCount, len(l.Counts))
	for i := range l.Counts {
		counts[i] = &l.Counts[i]
	}
	return &model.DesaGapConnection{Ask: ask, Travel: used, TotalCount: l.Total, Counts: counts, Edges: list, PageInfo: info}, err
}
