package graph

import (
	"cmp"
	"context"
	"fmt"
	"strconv"

	"jangkau/gis"
	"jangkau/graph/model"
	"jangkau/travel"
)

// profile adds which speeds and closures a travel figure rests on.
func (t *told) profile(ctx context.Context, p *travel.Pinned, asked model.TravelAsked) error {
	pr, err := p.Profile(queryOf(asked))
	if err != nil {
		if p.Building() { // the profiles may not have been read yet
			return nil
		}
		return err
	}
	t.parameter("profileVersion", pr.Key())
	if pr.Assumed() {
		t.caveat("ASSUMED_SPEEDS", gis.T("Kecepatan profil %s adalah asumsi; jaraknya tidak bergantung padanya",
			"The speeds of the profile %s are assumptions; distances do not rest on them", asked.Profile))
	}
	if pr.Month != 0 {
		t.caveat("CLOSURES_BY_MONTH", gis.T("Sebagian penutupan hanya berlaku pada bulan tertentu; yang dipakai bulan %d",
			"Some closures are of certain months only; those of month %d are used", pr.Month))
	}
	matched, err := p.Closures(ctx, queryOf(asked))
	if err != nil {
		return err
	}
	for _, m := range matched {
		what := closureText(&m.Closure)
		t.parameter("closure", fmt.Sprintf("%s (%d)", what.In(t.q.lang), m.Edges))
		if m.Edges == 0 && p.Dataset() != nil {
			t.caveat("CLOSURE_NOT_MATCHED", gis.T("Penutupan %s tidak menemukan satu ruas pun pada jaringan ini, sehingga tidak menutup apa-apa",
				"The closure of %s matches no road of this network, and shuts nothing", what.In(t.q.lang)))
		}
	}
	return nil
}

// closureText says in words what a closure shuts.
func closureText(c *gis.Closure) gis.Text {
	var what gis.Text
	switch {
	case c.WayID != 0:
		what = gis.T("way OSM %s", "OSM way %s", strconv.FormatInt(c.WayID, 10))
	case c.At != nil:
		class := cmp.Or(c.Class, gis.AnyClass)
		what = gis.T("jalan golongan %s dalam %v m dari %v, %v", "the road of class %s within %v m of %v, %v", class, c.WithinM, c.At.Lon, c.At.Lat)
	default:
		what = gis.T("semua jalan golongan %s", "all roads of class %s", c.Class)
	}
	if c.Note != "" {
		what = gis.Text{ID: what.ID + ": " + c.Note, EN: what.EN + ": " + c.Note}
	}
	return what
}

// edgesClosed counts the roads that a closure matches, nil where no roads are loaded.
func (q *request) edgesClosed(ctx context.Context, c *gis.Closure) (*int, error) {
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	matched, ok := p.Match([]gis.Closure{*c})
	if !ok {
		return nil, nil
	}
	return &matched[0].Edges, nil
}
