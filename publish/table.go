package publish

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/gis/cql"
)

var statusWords = []gis.GapStatus{gis.Has, gis.Lacks, gis.Unknown}

// Question reads the filters that a table has, with the words of the queries and the
// defaults of GraphQL.
func (p *Params) Question(t *gis.Table, now time.Time) gis.TableQuestion {
	q := gis.TableQuestion{Table: t, Rule: gis.RuleBuilding, Units: gis.DesaAndKelurahan}
	q.AsOf, q.Today = Today(now), true
	has := func(name string) bool { return slices.Contains(t.Filters, name) }
	if has("within") {
		q.Area.Within = p.Code("within")
	}
	if has("puskesmas") {
		if v := p.Text("puskesmas"); v != "" {
			id, err := strconv.ParseInt(v, 10, 64)
			if err != nil {
				p.Fail(&gis.Error{Kind: gis.NotFound, Field: "puskesmas", Message: gis.T("Tidak ada puskesmas dengan id %q", "There is no puskesmas with the id %q", v)})
			}
			q.Area.Puskesmas = &id
		}
	}
	if has("rule") {
		q.Rule = p.Rule()
	}
	if has("units") {
		q.Units = p.Units()
	}
	if has("status") {
		q.Status = Choices(p, "status", statusWords)
	}
	if has("asOf") {
		q.Dated = p.values.Get("asOf") != ""
		q.AsOf, q.Today = p.AsOf(now)
	}
	if has("since") {
		q.Since = p.Date("since")
	}
	switch {
	case has("profile"):
		q.Travel = p.Travel()
	case has("kind"):
		q.Kinds = p.Kinds()
	}
	switch {
	case t == gis.TableDesaWithoutPustu && q.Status == nil && q.Since == nil:
		q.Status = []gis.GapStatus{gis.Lacks}
	case t == gis.TableTravel && q.Travel == nil:
		p.Wrong("kind", "kind harus diisi: ke jenis fasilitas mana, misalnya kind=PUSKESMAS", "kind is needed: to which kinds of facility, as in kind=PUSKESMAS")
	case t == gis.TableWorkforce && q.Area.Within == "":
		p.Wrong("within", "within harus diisi dengan kode wilayah, misalnya within=35.10", "within is needed: the code of a wilayah, as in within=35.10")
	}
	return q
}

// Box reads bbox: west, south, east, north in degrees; nil where it is silent. With
// six numbers the heights are passed over.
func (p *Params) Box() *[4]float64 {
	parts := p.List("bbox")
	if parts == nil {
		return nil
	}
	const (
		id = "bbox harus barat,selatan,timur,utara dalam derajat, misalnya bbox=114.0,-8.6,114.5,-8.0"
		en = "bbox must be west,south,east,north in degrees, as in bbox=114.0,-8.6,114.5,-8.0"
	)
	if len(parts) == 6 {
		parts = []string{parts[0], parts[1], parts[3], parts[4]}
	}
	if len(parts) != 4 {
		p.Wrong("bbox", id, en)
		return nil
	}
	var box [4]float64
	for i, s := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if limit := 180 - 90*float64(i%2); err != nil || !(v >= -limit && v <= limit) {
			p.Wrong("bbox", id, en)
			return nil
		}
		box[i] = v
	}
	if box[1] > box[3] || box[0] > box[2] {
		p.Wrong("bbox", "bbox terbalik; urutannya barat,selatan,timur,utara", "bbox is upside down; its order is west,south,east,north")
		return nil
	}
	return &box
}

// Where reads filter, in CQL2 text.
func (p *Params) Where() cql.Expr {
	lang := Choice(p, "filter-lang", []string{"cql2-text"}, "cql2-text")
	source := p.Text("filter")
	if source == "" || lang == "" {
		return nil
	}
	e, err := cql.Parse(source)
	if err != nil {
		var at *cql.Error
		if !errors.As(err, &at) {
			p.Fail(err)
			return nil
		}
		p.Fail(&gis.Error{Kind: gis.Invalid, Field: "filter", Message: gis.Text{
			ID: fmt.Sprintf("Saringan tidak dapat dibaca pada aksara ke-%d (%q): %s", at.At, at.Found, at.ID),
			EN: fmt.Sprintf("The filter cannot be read at character %d (%q): %s", at.At, at.Found, at.EN),
		}})
	}
	return e
}
