package db

import (
	"context"
	"fmt"
	"strings"

	"jangkau/gis"
)

// farthest stands for a desa that reaches no facility, or whose travel is not
// known: worse than any trip on earth, and unlike infinity a number in JSON.
const farthest = "1e18::float8"

// ruleColumn is the column of api.desa_pustu that answers a rule.
func ruleColumn(r gis.PustuRule) string { return strings.ToLower(string(r)) }

// tally is how many desa gave the same answers: at most 2 × 81 of them, from
// which every count follows.
type tally struct {
	Kelurahan bool `json:"kelurahan"`
	gis.DesaGap
	N int `json:"n"`
}

// DesaGaps lists the desa of an area by whether they have a pustu, with the counts
// under all four rules.
func (s *Session) DesaGaps(ctx context.Context, q gis.GapQuestion, page gis.Page) (gis.GapList, error) {
	b := &binds{}
	lq := gapQuery(b, q)
	page.Total = false // the tallies hold it
	sql, err := lq.sql(b, page)
	if err != nil {
		return gis.GapList{}, err
	}
	out, err := readOne[struct {
		areaHead
		gis.List[gis.DesaGap]
		Tallies []tally `json:"tallies"`
	}](ctx, s, "list desa without pustu", sql, b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	if err != nil {
		return gis.GapList{}, err
	}
	cut(&out.List, page.First)
	out.Total = totalOf(out.Tallies, q)
	return gis.GapList{List: out.List, Counts: countsOf(out.Tallies, q.Units)}, nil
}

func gapQuery(b *binds, q gis.GapQuestion) listQuery {
	area, day := b.add(string(q.Within)), b.add(string(q.AsOf))
	with := fmt.Sprintf("with g as materialized (select d.* from api.desa_pustu(%s::text, %s::text::date) d where %s)",
		area, day, desaOfPuskesmas(b, "d.desa", q.Puskesmas))
	from := "g join (" + wilayahFrom + ") on w.code = g.desa"
	before := "null"
	if q.Since != nil {
		with += fmt.Sprintf(", was as materialized (select d.desa, d.%s as status from api.desa_pustu(%s::text, %s::text::date) d)",
			ruleColumn(q.Rule), area, b.add(string(*q.Since)))
		from += " left join was on was.desa = g.desa"
		before = "was.status"
	}
	status := "g." + ruleColumn(q.Rule)
	where := []string{status + " = any(" + b.add(texts(q.Status)) + ")"}
	switch q.Units {
	case gis.OnlyDesa:
		where = append(where, "not g.kelurahan")
	case gis.OnlyKelurahan:
		where = append(where, "g.kelurahan")
	}
	order, joins := gapOrder(b, q.Order)
	return listQuery{
		with: with,
		head: areaFields(b, q.Area) + `, 'tallies', coalesce((select json_agg(t) from (
			select kelurahan, building, equivalent, served, functional, count(*) as n from g group by 1, 2, 3, 4, 5) t), '[]'::json),`,
		version: version("WILAYAH", "POPULATION", "FACILITY", "STAFF"),
		from:    from + joins,
		where:   where,
		// w.code, not g.desa: only the former is in collation C, like the index.
		row: `json_build_object('w', ` + wilayahRow + `, 'building', g.building, 'equivalent', g.equivalent, 'served', g.served,
			'functional', g.functional, 'register_as_of', g.register_as_of, 'before', ` + before + `,
			'hosts_puskesmas', exists (select from api.facility_on(` + day + `::text::date) f where f.desa = w.code and f.kind = 'PUSKESMAS'))`,
		order: order,
	}
}

// gapOrder is the order asked for; worst first, most people, where none is. The
// figures of travel keys that are not kept arrive as arrays: they are computed outside
// SQL.
func gapOrder(b *binds, asked []gis.GapOrder) (keyset, string) {
	code := sortColumn{expr: "w.code", cast: "text"}
	if len(asked) == 0 {
		return keyset{{expr: "p.people", cast: "bigint", nullable: true, desc: true}, code}, ""
	}
	var k keyset
	var joins strings.Builder
	for i, o := range asked {
		c := desaOrders[o.Key]
		switch {
		case o.Kept != nil:
			fmt.Fprintf(&joins, " left join %s t%d on t%[2]d.desa = w.code", keptTravel(b, &o.Kept.KeptTravel, b.add(string(o.Kept.Day))+"::text::date"), i)
			c = sortColumn{expr: fmt.Sprintf("coalesce(t%d.%s, %s)", i, keptFigure(o.Kept), farthest), cast: "float8"}
		case o.Codes != nil:
			fmt.Fprintf(&joins, " left join unnest(%s::text[], %s::float8[]) as t%d(code, value) on t%[3]d.code = w.code",
				b.add(texts(o.Codes)), b.add(o.Values), i)
			c = sortColumn{expr: fmt.Sprintf("coalesce(t%d.value, %s)", i, farthest), cast: "float8"}
		}
		c.desc = o.Direction == gis.Descending
		k = append(k, c)
		if c.expr == code.expr {
			return k, joins.String()
		}
	}
	return append(k, code), joins.String()
}

func totalOf(ts []tally, q gis.GapQuestion) int {
	n := 0
	for _, t := range ts {
		for _, st := range q.Status {
			if q.Units.Counts(t.Kelurahan) && t.Under(q.Rule) == st {
				n += t.N
				break
			}
		}
	}
	return n
}

// countsOf gives all four rules for desa and for desa with kelurahan side by
// side, whatever was asked, so that nobody is misled by a default; kelurahan
// alone besides where they were asked for.
func countsOf(ts []tally, asked gis.WilayahUnits) []gis.PustuCount {
	units := []gis.WilayahUnits{gis.OnlyDesa, gis.DesaAndKelurahan}
	if asked == gis.OnlyKelurahan {
		units = append(units, asked)
	}
	var out []gis.PustuCount
	for _, r := range gis.PustuRules {
		for _, u := range units {
			c := gis.PustuCount{Rule: r, Units: u}
			for _, t := range ts {
				if u.Counts(t.Kelurahan) {
					c.Add(t.Under(r), t.N)
				}
			}
			out = append(out, c)
		}
	}
	return out
}
