package db

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jangkau/gis"
)

// WorkforceGaps adds up staff required, available and missing.
func (s *Session) WorkforceGaps(ctx context.Context, q gis.WorkforceQuestion, page gis.Page) (gis.WorkforceList, error) {
	b := &binds{}
	lq := workforceQuery(b, q)
	sql, err := lq.sql(b, page)
	if err != nil {
		return gis.WorkforceList{}, err
	}
	out, err := readOne[struct {
		areaHead
		gis.WorkforceList
	}](ctx, s, "read workforce gaps", sql, b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	cut(&out.List, page.First)
	return out.WorkforceList, err
}

func workforceQuery(b *binds, q gis.WorkforceQuestion) listQuery {
	// Rows by klaster count someone who serves two twice, and leave out need that is of
	// no klaster.
	over := "x"
	if slices.Contains(q.Group, gis.ByKlaster) {
		over = "once"
	}
	return listQuery{
		with:    "with " + workforceFacilities(b, q) + "," + workforceRule(b, q) + "," + workforceCells(b, q) + "," + workforceRows(q),
		head:    areaFields(b, q.Area) + ", 'totals', (select json_build_object(" + figures(q, "c", certain(q)) + ") from " + over + " c),",
		version: version("STAFF", "FACILITY", "WILAYAH"),
		from:    "x left join profession pr on pr.code = x.profession",
		where:   []string{"true"},
		row: `json_build_object('klaster', nullif(x.klaster, ''), 'facility_id', x.facility_id, 'wilayah', x.wilayah,
			'profession', case when pr.code is not null then json_build_object('code', pr.code, 'name_id', pr.name_id, 'name_en', pr.name_en) end,
			` + figures(q, "x", plain) + `, 'short_ids', coalesce((
				select array_agg(o.ids[t.place] order by t.place) from (select place from unnest(x.places) place order by place limit 100) t cross join places o), '{}'), 'facilities_short_count', x.short, 'facilities_possibly_short', x.possible,
			'facilities_without_staff_data', x.unknown, 'facilities_not_mapped', x.unmapped, 'facilities_need_unknown', x.unsure)`,
		order: keyset{{expr: "x.gap_lo", cast: "float8", nullable: true, desc: true}, {expr: "x.label", cast: "text"}},
	}
}

// workforceRows is x: first one line a facility and row, so that a facility short
// of two professions counts as one.
func workforceRows(q gis.WorkforceQuestion) string {
	pick := func(g gis.WorkforceGroup, expr, typ string) string {
		if slices.Contains(q.Group, g) {
			return expr
		}
		return "null::" + typ
	}
	wilayah := "null::text"
	if slices.Contains(q.Group, gis.ByKecamatan) {
		wilayah = "case when length(coalesce(f.desa, f.kabupaten)) >= 8 then substr(coalesce(f.desa, f.kabupaten), 1, 8) end"
	} else if slices.Contains(q.Group, gis.ByKabupaten) {
		wilayah = "case when length(coalesce(f.desa, f.kabupaten)) >= 5 then substr(coalesce(f.desa, f.kabupaten), 1, 5) end"
	}
	where := ""
	if wilayah != "null::text" {
		where = " join f on f.id = c.facility_id"
	}
	// Rows by profession hold each cell of a facility once already.
	lines := "c.known, c.unmapped, c.lo < c.hi as unsure, " + strings.Join(prefixed("c.", staffFiguresOf(q)), ", ") + " from cell c" + where
	if !slices.Contains(q.Group, gis.ByProfession) {
		lines = "bool_or(c.known) as known, bool_or(c.unmapped) as unmapped, bool_or(c.lo < c.hi) as unsure, " + sumsAs(q, "c", sums) +
			" from cell c" + where + " group by 1, 2, 3, 4, 5"
	}
	return strings.NewReplacer("KLASTER", pick(gis.ByKlaster, "c.klaster", "text"), "PROFESSION", pick(gis.ByProfession, "c.profession", "text"),
		"FACILITY", pick(gis.ByFacility, "c.facility_id", "bigint"), "WILAYAH", wilayah,
		"LINES", lines, "TOTALS", sumsAs(q, "l", certain(q))).Replace(`
	line as (
		select KLASTER as klaster, PROFESSION as profession, FACILITY as facility_id, WILAYAH as wilayah,
			c.place, LINES),
	places as materialized (select array_agg(f.id order by f.place) as ids from f),
	x as materialized (
		select l.klaster, l.profession, l.facility_id, l.wilayah, TOTALS,
			array_agg(l.place) filter (where l.gap_lo > 0) as places,
			count(*) filter (where l.gap_lo > 0) as short, count(*) filter (where l.gap_lo = 0 and l.gap_hi > 0) as possible, count(*) filter (where not l.known) as unknown,
			count(*) filter (where l.unmapped) as unmapped, count(*) filter (where l.unsure) as unsure,
			concat_ws('|', l.klaster, (select lpad(p.sort::text, 4, '0') || p.code from profession p where p.code = l.profession),
				l.wilayah, lpad(l.facility_id::text, 12, '0')) as label
		from line l group by l.klaster, l.profession, l.facility_id, l.wilayah)`)
}

// The figures of a cell, each with what it is called in an answer. Those of staffFigureAlways
// are 0 where there is nothing to add up, the others null. One named "-" is
// there for others' sake.
var (
	staffFigures     = []string{"required", "exact", "lo", "hi", "asn", "everyone", "elsewhere", "gap_asn", "gap_asn_lo", "gap_asn_hi", "gap_all", "gap_lo", "gap_hi", "surplus_all"}
	klasterFigures   = []string{"loose", "surplus_hi"}           // where klaster matter
	statusFigures    = []string{"gap_asn_least", "gap_asn_most"} // where they do not: what unknown statuses leave open
	staffFigureNames = map[string]string{
		"exact": "required_exact", "lo": "required_min", "hi": "required_max", "asn": "available_asn", "everyone": "available_all",
		"elsewhere": "at_unnamed_pustu", "gap_asn_lo": "gap_asn_min", "gap_asn_hi": "gap_asn_max", "gap_lo": "gap_all_min", "gap_hi": "gap_all_max",
		"loose": "unplaced_all", "surplus_hi": "-", "gap_asn_least": "-", "gap_asn_most": "-",
	}
	staffFigureAlways = map[string]bool{"asn": true, "everyone": true, "elsewhere": true, "loose": true}
)

func sums(column string) string  { return "sum(" + column + ")::float8" }
func plain(column string) string { return column }

func staffFiguresOf(q gis.WorkforceQuestion) []string {
	if q.ByKlaster() {
		return append(slices.Clone(staffFigures), klasterFigures...)
	}
	return append(slices.Clone(staffFigures), statusFigures...)
}

// certain adds up, but for what unknown statuses and the loose leave open: a gap or surplus
// that may be less or more is null.
func certain(q gis.WorkforceQuestion) func(string) string {
	ends := map[string][2]string{"gap_asn": {"gap_asn_least", "gap_asn_most"}}
	if q.ByKlaster() {
		ends = map[string][2]string{"gap_asn": {"gap_asn_lo", "gap_asn_hi"}, "gap_all": {"gap_lo", "gap_hi"}, "surplus_all": {"surplus_all", "surplus_hi"}}
	}
	return func(column string) string {
		table, name, _ := strings.Cut(column, ".")
		e, ok := ends[name]
		if !ok {
			return sums(column)
		}
		return fmt.Sprintf("case when sum(%[1]s.%[2]s) is not distinct from sum(%[1]s.%[3]s) then %[4]s end", table, e[0], e[1], sums(column))
	}
}

func prefixed(with string, list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = with + s
	}
	return out
}

// sumsAs is a select list that adds the figures up.
func sumsAs(q gis.WorkforceQuestion, table string, of func(string) string) string {
	list := staffFiguresOf(q)
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = of(table+"."+c) + " as " + c
	}
	return strings.Join(parts, ", ")
}

// figures are the fields of json_build_object.
func figures(q gis.WorkforceQuestion, table string, of func(string) string) string {
	var parts []string
	for _, c := range staffFiguresOf(q) {
		name := c
		if n := staffFigureNames[c]; n != "" {
			name = n
		}
		if name == "-" {
			continue
		}
		v := of(table + "." + c)
		switch {
		case staffFigureAlways[c]:
			v = "coalesce(" + v + ", 0)"
		case c == "hi" || c == "gap_hi" || c == "gap_asn_hi": // some need has no most
			v = "nullif(" + v + ", 'infinity')"
		}
		parts = append(parts, "'"+name+"', "+v)
	}
	return strings.Join(parts, ", ")
}
