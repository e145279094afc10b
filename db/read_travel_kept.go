package db

import (
	"context"
	"fmt"

	"jangkau/gis"
)

// HoldsTravel reports whether the store keeps travel figures for all of an area that
// hold as of a day.
func (s *Session) HoldsTravel(ctx context.Context, q gis.KeptFigure) (bool, error) {
	b := &binds{}
	run := fmt.Sprintf("api.travel_current(%s::text[], %s, %s, %s, %s::text::date)",
		b.add(texts(q.Kinds)), b.add(string(q.Profile)), b.add(q.Variant), b.add(string(q.By)), b.add(string(q.Day)))
	area := b.add(string(q.Within))
	out, err := readOne[struct {
		Holds bool `json:"holds"`
	}](ctx, s, "look for kept travel figures", `
		select json_build_object('holds', exists (select from `+run+` r where r.within in ('', `+area+`) or `+area+` like r.within || '.%'))`, b.values...)
	return out.Holds, err
}

// keptFigure is the column of that table that is asked for; null where nothing is reached.
func keptFigure(q *gis.KeptFigure) string {
	if q.Time {
		return "seconds"
	}
	return "metres"
}
