package db

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jangkau/gis"
)

// WorkforceStaff counts staff by the groups asked for.
func (s *Session) WorkforceStaff(ctx context.Context, q gis.StaffQuestion, page gis.Page) (gis.StaffList, error) {
	b := &binds{}
	lq := staffQuery(b, q)
	sql, err := lq.sql(b, page)
	if err != nil {
		return gis.StaffList{}, err
	}
	out, err := readOne[struct {
		areaHead
		gis.StaffList
		Strangers []string `json:"strangers"`
	}](ctx, s, "count staff", sql, b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	if err == nil && len(out.Strangers) > 0 {
		err = &gis.Error{Kind: gis.NotFound, Field: "profession", Message: gis.T(
			"Tidak ada jenis tenaga %q; pakai kodenya, misalnya PERAWAT", "There is no profession %q; give its code, such as PERAWAT", out.Strangers[0])}
	}
	cut(&out.List, page.First)
	return out.StaffList, err
}

// staffQuery is made of f0 of workforceFacilities, and of:
//
//	fac     f0 with what is needed of each facility
//	c       their counts, one line a status, funding, level and set of klaster
//	led     facilities whose list names any lead (PJ): who leads nothing there is anggota
//	p       the people in question, each once
//	x       p added up to the rows asked for; someone in two klaster is in the row of each
//	y       x with what rows are sorted by
func staffQuery(b *binds, q gis.StaffQuestion) listQuery {
	day := b.add(string(q.AsOf)) + "::text::date"
	inKlaster, inProfession, leads, strangers := "true", "true", "p.klaster_pj <> '{}'", "null"
	if q.Klaster != nil {
		k := b.add(texts(q.Klaster)) + "::text[]"
		inKlaster, leads = "c.klaster && "+k, "p.klaster_pj && "+k
	}
	if q.Professions != nil {
		codes := b.add(q.Professions) + "::text[]"
		inProfession = "c.profession = any(" + codes + ")"
		strangers = "(select json_agg(a.code) from unnest(" + codes + ") a(code) where not exists (select from profession p where p.code = a.code))"
	}
	// Of which facilities without data to tell: where kinds are not asked for, those that
	// every wilayah has and those that some list here speaks of.
	expected := "true"
	if q.Kinds == nil {
		expected = "(fac.kind in ('PUSKESMAS', 'PUSTU') or fac.kind in (select o.kind from fac o where o.known))"
	}
	// What staff are like is in their counts; which facilities there are, and whose kader
	// are those of posyandu, is the same as where a rule is asked.
	counts, kader := "", ""
	if slices.Contains(q.Kinds, gis.KindPosyandu) {
		counts = " where not (fac.kind = 'POSYANDU' and s.profession = 'KADER')"
		kader = `
		union all select fac.id, 'KADER', e.code, null, null, '{}'::text[], '{}'::text[], e.asn, fac.kader, false
		from fac join employment_status e on e.code = 'RELAWAN' where fac.kader is not null`
	}
	with := "with " + workforceFacilities(b, gis.WorkforceQuestion{Area: q.Area, Kinds: q.Kinds, AsOf: q.AsOf}) + fmt.Sprintf(`,
	fac as materialized (
		select f0.id, f0.kind, coalesce(f0.desa, f0.kabupaten) as wilayah, f0.induk_id, f0.known, f0.period, f0.kader,
			row_number() over (order by f0.desa nulls last, f0.name collate "C", f0.id) as place
		from f0),
	c as materialized (
		select s.facility_id, s.profession, nullif(s.status, 'TIDAK_DIKETAHUI') as status, s.funding, s.functional_level as level, s.klaster, s.klaster_pj,
			e.asn, s.people::float8 as people, s.at_pustu
		from fac join api.staff_count s on s.facility_id = fac.id and s.period = fac.period
		join employment_status e on e.code = s.status%[1]s%[2]s),
	led as materialized (select distinct facility_id from c where klaster_pj <> '{}' and people > 0 and not at_pustu),
	p as materialized (select c.*, fac.wilayah, led.facility_id is not null as led from c join fac on fac.id = c.facility_id left join led on led.facility_id = c.facility_id
		where %[3]s and %[4]s),`, counts, kader, inProfession, inKlaster) + staffRows(b, q, leads)
	const here = "filter (where not p.at_pustu"
	return listQuery{
		with: with,
		head: areaFields(b, q.Area) + `, 'strangers', ` + strangers + `, 'over_all', (select json_build_object('people', coalesce(sum(p.people) ` + here + `), 0),
			'asn', coalesce(sum(p.people) ` + here + ` and p.asn), 0), 'status_not_stated', coalesce(sum(p.people) ` + here + ` and p.status is null), 0),
			'in_several_klaster', coalesce(sum(p.people) ` + here + ` and cardinality(p.klaster) > 1), 0),
			'at_unnamed_pustu', coalesce(sum(p.people) filter (where p.at_pustu), 0), 'facilities', count(distinct p.facility_id) ` + here + ` and p.people > 0),
			'without_staff', (select count(*) from fac where not fac.known and ` + expected + `),
			'not_mapped', (select count(*) from fac where not fac.known and fac.kind = 'PUSTU'
				and exists (select from api.staff_period s where s.facility_id = fac.induk_id and s.period <= ` + day + `)),
			'unplaced', (select coalesce(sum(c.people), 0) from c where c.klaster = '{}' and not c.at_pustu and ` + inProfession + `),
			'no_facility', (select coalesce(sum(c.people), 0) from (
				select s.people, s.profession, s.klaster, s.period, max(s.period) over (partition by s.wilayah, s.unit) as latest
				from api.staff_count s where s.facility_id is null and s.period <= ` + day + ` and ` + within(b, "s.wilayah", q.Within) + `) c
				where c.period = c.latest and ` + inProfession + " and " + inKlaster + `)) from p),`,
		version: version("STAFF", "FACILITY", "WILAYAH"),
		from:    "y",
		where:   []string{"true"},
		row: `json_build_object('facility_id', y.facility_id, 'wilayah', y.wilayah, 'klaster', y.klaster, 'role', y.role,
			'profession', (select json_build_object('code', v.code, 'name_id', v.name_id, 'name_en', v.name_en) from profession v where v.code = y.profession),
			'status', (select json_build_object('code', v.code, 'name_id', v.name_id, 'name_en', v.name_en, 'asn', v.asn) from employment_status v where v.code = y.status),
			'funding', (select json_build_object('code', v.code, 'name_id', v.name_id, 'name_en', v.name_en) from funding_source v where v.code = y.funding),
			'level', (select json_build_object('code', v.code, 'name_id', v.name_id, 'name_en', v.name_en) from functional_level v where v.code = y.level),
			'people', y.people, 'asn', y.asn, 'at_unnamed_pustu', y.elsewhere, 'facilities', y.facilities)`,
		order: keyset{{expr: "y.label", cast: "text"}},
	}
}

// staffRows is x and y. leads is the condition that people of p lead a klaster in question.
func staffRows(b *binds, q gis.StaffQuestion, leads string) string {
	asked := func(g gis.StaffGroup) bool { return slices.Contains(q.Group, g) }
	pick := func(g gis.StaffGroup, expr string) string {
		if asked(g) {
			return expr
		}
		return "null::text"
	}
	from, member := "p", "p.klaster <> '{}'"
	if asked(gis.StaffByKlaster) {
		in := "true"
		if q.Klaster != nil {
			in = "k.klaster = any(" + b.add(texts(q.Klaster)) + "::text[])"
		}
		from = "p cross join lateral (select k.klaster from unnest(case when p.klaster = '{}' then array[null::text] else p.klaster end) k(klaster) where " + in + ") k"
		member, leads = "k.klaster is not null", "k.klaster = any(p.klaster_pj)"
	}
	wilayah := "null::text"
	switch {
	case asked(gis.StaffByKecamatan) && asked(gis.StaffByKabupaten):
		wilayah = "case when length(p.wilayah) >= 8 then substr(p.wilayah, 1, 8) when length(p.wilayah) >= 5 then substr(p.wilayah, 1, 5) end"
	case asked(gis.StaffByKecamatan):
		wilayah = "case when length(p.wilayah) >= 8 then substr(p.wilayah, 1, 8) end"
	case asked(gis.StaffByKabupaten):
		wilayah = "case when length(p.wilayah) >= 5 then substr(p.wilayah, 1, 5) end"
	}
	facility := "null::bigint"
	if asked(gis.StaffByFacility) {
		facility = "p.facility_id"
	}
	// Codes are of letters and digits: what is not stated comes after.
	sorted := map[gis.StaffGroup]string{
		gis.StaffByFacility:   "(select lpad(fac.place::text, 8, '0') from fac where fac.id = x.facility_id)",
		gis.StaffByProfession: "(select lpad(v.sort::text, 4, '0') || v.code from profession v where v.code = x.profession)",
		gis.StaffByStatus:     "(select lpad(v.sort::text, 4, '0') || v.code from employment_status v where v.code = x.status)",
		gis.StaffByFunding:    "x.funding",
		gis.StaffByLevel:      "(select lpad(v.sort::text, 4, '0') || v.code from functional_level v where v.code = x.level)",
		gis.StaffByKlaster:    "x.klaster", gis.StaffByRole: "case x.role when 'PJ' then '1' when 'ANGGOTA' then '2' end",
		gis.StaffByKecamatan: "x.wilayah", gis.StaffByKabupaten: "x.wilayah",
	}
	label := make([]string, len(q.Group))
	for i, g := range q.Group {
		label[i] = "coalesce(" + sorted[g] + ", '~')"
	}
	return strings.NewReplacer("FACILITY", facility, "PROFESSION", pick(gis.StaffByProfession, "p.profession"), "STATUS", pick(gis.StaffByStatus, "p.status"),
		"FUNDING", pick(gis.StaffByFunding, "p.funding"), "LEVEL", pick(gis.StaffByLevel, "p.level"), "KLASTER", pick(gis.StaffByKlaster, "k.klaster"),
		"ROLE", pick(gis.StaffByRole, "case when not p.led or not "+member+" then null when "+leads+" then 'PJ' else 'ANGGOTA' end"),
		"WILAYAH", wilayah, "FROM", from, "LABEL", strings.Join(label, " || '|' || ")).Replace(`
	x as materialized (
		select FACILITY as facility_id, PROFESSION as profession, STATUS as status, FUNDING as funding, LEVEL as level, KLASTER as klaster, ROLE as role, WILAYAH as wilayah,
			coalesce(sum(p.people) filter (where not p.at_pustu), 0) as people, coalesce(sum(p.people) filter (where p.asn and not p.at_pustu), 0) as asn,
			coalesce(sum(p.people) filter (where p.at_pustu), 0) as elsewhere, count(distinct p.facility_id) filter (where p.people > 0 and not p.at_pustu) as facilities
		from FROM group by 1, 2, 3, 4, 5, 6, 7, 8),
	y as materialized (select x.*, LABEL as label from x)`)
}
