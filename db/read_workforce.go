package db

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jangkau/gis"
)

// The arithmetic of workforceGaps, in one statement of named parts:
//
//	f0      facilities of the area, as they stood on the day
//	st      their staff: the latest period of each up to the day
//	known   facilities with any staff row; the others' staff are unknown, not none
//	chosen  the standard of each facility: the one named, else the highest rank
//	f       the facilities in question
//	rule    what each facility's standard asks of it: the most specific row
//	staff   st, with the parts of a profession folded into the whole where the
//	        facility's standard asks for the whole (pharmacists are KEFARMASIAN)
//	cell    one facility, one profession (and klaster): need against staff
//	once    the same without klaster: each person once, for the totals
//	x       cells added up to the rows asked for
//
// A gap is a facility's own shortage in one profession; adding up never lets a
// surplus offset it.

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
		StandardKnown bool `json:"standard_known"`
		gis.WorkforceList
	}](ctx, s, "read workforce gaps", sql, b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	if err == nil && !out.StandardKnown {
		err = &gis.Error{Kind: gis.NotFound, Field: "standard", Message: gis.T(
			"Tidak ada standar %q; lihat daftar standar pada query standards",
			"There is no standard %q; see the query standards", *q.Standard)}
	}
	cut(&out.List, page.First)
	return out.WorkforceList, err
}

func workforceQuery(b *binds, q gis.WorkforceQuestion) listQuery {
	known := "true"
	if q.Standard != nil {
		known = "exists (select from standard s where s.id = " + b.add(*q.Standard) + ")"
	}
	return listQuery{
		with: workforceFacilities(b, q) + workforceCells(b, q) + workforceRows(q),
		head: areaFields(b, q.Area) + ", 'standard_known', " + known + `, 'totals', (select json_build_object(
			'required', sum(c.required), 'available_asn', coalesce(sum(c.asn), 0), 'available_all', coalesce(sum(c.everyone), 0),
			'gap_asn', sum(c.gap_asn), 'gap_all', sum(c.gap_all), 'surplus_all', sum(c.surplus_all)) from once c),`,
		version: version("STAFF", "FACILITY", "WILAYAH"),
		from:    "x left join profession pr on pr.code = x.profession",
		where:   []string{"true"},
		row: `json_build_object('klaster', nullif(x.klaster, ''), 'facility_id', x.facility_id, 'wilayah', x.wilayah,
			'profession', case when pr.code is not null then json_build_object('code', pr.code, 'name_id', pr.name_id, 'name_en', pr.name_en) end,
			'required', x.required, 'available_asn', coalesce(x.asn, 0), 'available_all', coalesce(x.everyone, 0),
			'gap_asn', x.gap_asn, 'gap_all', x.gap_all, 'surplus_all', x.surplus_all, 'short_ids', coalesce(x.short_ids, '{}'),
			'facilities_short_count', x.short, 'facilities_without_staff_data', x.unknown)`,
		order: keyset{{expr: "x.gap_all", cast: "float8", nullable: true, desc: true}, {expr: "x.label", cast: "text"}},
	}
}

// workforceFacilities is WITH f0 to staff.
func workforceFacilities(b *binds, q gis.WorkforceQuestion) string {
	day := b.add(string(q.AsOf)) + "::text::date"
	// Kader are volunteers: posyandu are answered for when they are asked for.
	kinds, inQuestion := "f.kind <> 'POSYANDU'", "(exists (select from chosen c where c.id = f0.id) or exists (select from known k where k.id = f0.id))"
	chosen := fmt.Sprintf(`s.rule = 'STANDARD' and (s.wilayah is null or coalesce(f0.desa, f0.kabupaten) || '.' like s.wilayah || '.%%')
		and (s.valid_from is null or s.valid_from <= %[1]s) and (s.valid_to is null or s.valid_to > %[1]s)`, day)
	if q.Standard != nil {
		// Whoever names a standard asks about what it speaks of, on any day.
		chosen = "s.id = " + b.add(*q.Standard)
		inQuestion = "exists (select from chosen c where c.id = f0.id)"
	}
	if q.Kinds != nil {
		kinds, inQuestion = "f.kind = any("+b.add(texts(q.Kinds))+")", "true"
	}
	return fmt.Sprintf(`with
	f0 as materialized (
		select f.id, f.kind, f.desa, f.kabupaten, f.area_category, f.rawat_inap, f.name
		from api.facility_on(%[1]s) f where %[2]s and %[3]s and %[4]s),
	st as materialized (
		select s.facility_id, s.profession, s.klaster, s.people, coalesce(e.asn, false) as asn, s.source_id
		from f0
		cross join lateral (select max(p.period) as period from api.staff_count p where p.facility_id = f0.id and p.period <= %[1]s) l
		join api.staff_count s on s.facility_id = f0.id and s.period = l.period and not s.at_pustu
		join employment_status e on e.code = s.status),
	known as materialized (select distinct facility_id as id from st),
	chosen as materialized (
		select f0.id, c.standard from f0 cross join lateral (
			select s.id as standard from standard s
			where exists (select from standard_row r where r.standard = s.id and r.facility_kind = f0.kind) and %[5]s
			order by s.rank desc, s.wilayah is not null desc, s.id limit 1) c),
	f as materialized (select f0.* from f0 where %[6]s),
	rule as materialized (
		select distinct on (c.id, r.klaster, r.profession) c.id as facility_id, r.klaster, r.profession, r.required
		from chosen c join f on f.id = c.id
		join standard_row r on r.standard = c.standard and r.facility_kind = f.kind
			and (r.area_category = '' or r.area_category = f.area_category)
			and (r.rawat_inap is null or r.rawat_inap = f.rawat_inap)
		order by c.id, r.klaster, r.profession, r.area_category <> '' desc, r.rawat_inap is not null desc),
	staff as materialized (
		select st.facility_id, coalesce(w.whole, st.profession) as profession, st.klaster, st.people, st.asn
		from st join f on f.id = st.facility_id
		left join profession_part w on w.part = st.profession
			and exists (select from rule r where r.facility_id = st.facility_id and r.profession = w.whole)
			and not exists (select from rule r where r.facility_id = st.facility_id and r.profession = w.part))`,
		day, facilityWithin(b, q.Within), facilityOfPuskesmas(b, q.Puskesmas), kinds, chosen, inQuestion)
}

// workforceCells is once, and cell where rows are by klaster.
func workforceCells(b *binds, q gis.WorkforceQuestion) string {
	// Need without klaster: the rule's own figure, else what its klaster add up to.
	need := "coalesce(sum(r.required) filter (where r.klaster = ''), sum(r.required))"
	ruleOf, staffOf, klasterOf := "true", "true", "true"
	if q.Klaster != nil {
		p := b.add(texts(q.Klaster))
		need = "sum(r.required)"
		ruleOf, staffOf, klasterOf = "r.klaster = any("+p+")", "s.klaster && "+p+"::text[]", "k.klaster = any("+p+")"
	}
	once := fmt.Sprintf(`,
	once as materialized (%s)`, cellSQL(
		"select r.facility_id, ''::text as klaster, r.profession, "+need+" as required from rule r where "+ruleOf+" group by 1, 3",
		"select s.facility_id, ''::text as klaster, s.profession, sum(s.people) filter (where s.asn) as asn, sum(s.people) as everyone from staff s where "+staffOf+" group by 1, 3"))
	if !slices.Contains(q.Group, gis.ByKlaster) {
		return once + ", cell as (select * from once)"
	}
	// Someone in two klaster counts in the row of each.
	return once + fmt.Sprintf(`,
	cell as materialized (%s)`, cellSQL(
		"select r.facility_id, r.klaster, r.profession, sum(r.required) as required from rule r where r.klaster <> '' and "+ruleOf+" group by 1, 2, 3",
		`select s.facility_id, k.klaster, s.profession, sum(s.people) filter (where s.asn) as asn, sum(s.people) as everyone
			from staff s cross join lateral unnest(case when s.klaster = '{}' then array[''] else s.klaster end) k(klaster)
			where `+klasterOf+` group by 1, 2, 3`))
}

// cellSQL sets need against staff, facility by facility. greatest() passes over
// nulls, so that what has no need must be kept out of it.
func cellSQL(need, have string) string {
	return `
		select facility_id, klaster, profession, n.required, coalesce(h.asn, 0) as asn, coalesce(h.everyone, 0) as everyone, k.id is not null as known,
			case when k.id is not null and n.required is not null then greatest(n.required - coalesce(h.asn, 0), 0) end as gap_asn,
			case when k.id is not null and n.required is not null then greatest(n.required - coalesce(h.everyone, 0), 0) end as gap_all,
			case when k.id is not null and n.required is not null then greatest(coalesce(h.everyone, 0) - n.required, 0) end as surplus_all
		from (` + need + `) n full join (` + have + `) h using (facility_id, klaster, profession)
		left join known k on k.id = facility_id`
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
	return strings.NewReplacer("KLASTER", pick(gis.ByKlaster, "c.klaster", "text"), "PROFESSION", pick(gis.ByProfession, "c.profession", "text"),
		"FACILITY", pick(gis.ByFacility, "c.facility_id", "bigint"), "WILAYAH", wilayah).Replace(`,
	line as (
		select KLASTER as klaster, PROFESSION as profession, FACILITY as facility_id, WILAYAH as wilayah,
			c.facility_id as id, f.desa, f.name, bool_or(c.known) as known, sum(c.required) as required, sum(c.asn) as asn, sum(c.everyone) as everyone,
			sum(c.gap_asn) as gap_asn, sum(c.gap_all) as gap_all, sum(c.surplus_all) as surplus_all
		from cell c join f on f.id = c.facility_id group by 1, 2, 3, 4, 5, 6, 7),
	x as materialized (
		select l.klaster, l.profession, l.facility_id, l.wilayah, sum(l.required)::float8 as required, sum(l.asn) as asn, sum(l.everyone) as everyone,
			sum(l.gap_asn)::float8 as gap_asn, sum(l.gap_all)::float8 as gap_all, sum(l.surplus_all)::float8 as surplus_all,
			(array_agg(l.id order by l.desa nulls last, l.name collate "C", l.id) filter (where l.gap_all > 0))[1:100] as short_ids,
			count(*) filter (where l.gap_all > 0) as short, count(*) filter (where not l.known) as unknown,
			concat_ws('|', l.klaster, (select lpad(p.sort::text, 4, '0') || p.code from profession p where p.code = l.profession),
				l.wilayah, lpad(l.facility_id::text, 12, '0')) as label
		from line l group by l.klaster, l.profession, l.facility_id, l.wilayah)`)
}

// Standards reads every standard with its rows.
func (s *Session) Standards(ctx context.Context) ([]*gis.Standard, error) {
	return readAll[*gis.Standard](ctx, s, "read standards", `
		select json_build_object('id', s.id, 'title', s.title, 'regulation', s.regulation, 'article', s.article, 'wilayah', s.wilayah,
			'valid_from', s.valid_from, 'valid_to', s.valid_to, 'revoked', s.revoked, 'revoked_by', s.revoked_by,
			'confidence', s.confidence, 'source', s.source, 'rows', coalesce((
				select json_agg(json_build_object('facility_kind', r.facility_kind, 'area_category', nullif(r.area_category, ''),
					'rawat_inap', r.rawat_inap, 'klaster', nullif(r.klaster, ''), 'required', r.required,
					'profession', json_build_object('code', p.code, 'name_id', p.name_id, 'name_en', p.name_en))
					order by r.facility_kind, r.area_category, r.rawat_inap nulls first, r.klaster, p.sort)
				from standard_row r join profession p on p.code = r.profession where r.standard = s.id), '[]'::json))
		from standard s order by s.rank desc, s.id`)
}
