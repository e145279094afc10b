package db

import "jangkau/gis"

// byClass tells whether need follows from a facility's class alone and klaster do not
// matter: the usual question. What is asked then is read from a few hundred lines beside
// the staff; setting hundreds of thousands of needs against as many staff, as
// workforceCells does for all others, takes twice as long.
func byClass(q gis.WorkforceQuestion) bool {
	return q.Need.Rule == gis.ByStandard && !q.ByKlaster()
}

// classCells is once and cell of workforceCells, by class:
//
//	need    what is asked of a class, over its klaster
//	folds   parts that count as the whole, where a class is asked for that and not for the part
//	have    st, with what is known of its facility
//
// A facility's cells are the professions that its list has, and those that it is asked for
// and its list has not.
func classCells(q gis.WorkforceQuestion) string {
	need := "n, profession, lo, hi, case when lo = hi then lo end as exact from class"
	if q.Need.SpeaksOfKlaster() {
		// The standard's own figure over all klaster, else what those add up to.
		need = `n, profession, coalesce(sum(lo) filter (where klaster = ''), sum(lo)) as lo, coalesce(sum(hi) filter (where klaster = ''), sum(hi)) as hi,
			coalesce(sum(lo) filter (where klaster = '' and lo = hi), sum(lo) filter (where lo = hi)) as exact from class group by 1, 2`
	}
	const faced = `
		select h.facility_id, ''::text as klaster, h.profession, n.lo, n.hi, n.exact, h.asn, h.everyone, h.unknown, h.elsewhere,
			case when n.n is null then h.known else h.known and (h.facility_id, h.profession) not in (select facility_id, profession from hidden) end as known, h.place, h.unmapped
		from `
	const against = " h left join need n on n.n = h.class and n.profession = h.profession"
	none := `
		select f.id, '', n.profession, n.lo, n.hi, n.exact, 0, 0, 0, 0, ` + listed("f.id", "n") + `, f.place, f.unmapped
		from f join need n on n.n = f.class left join api.staff_period p on p.facility_id = f.id and p.period = f.period cross join lateral (select ` + listedSQL(q) + ` as has) l
		where n.profession <> all(l.has) and not exists (select from folds w where w.n = f.class and w.whole = n.profession and w.part = any(l.has))`
	return `
	need as materialized (select ` + need + `),
	folds as materialized (
		select c.n, w.part, w.whole from need c join profession_part w on w.whole = c.profession
		where not exists (select from need o where o.n = c.n and o.profession = w.part)),
	have as not materialized (
		select st.facility_id, f.class, st.profession, st.asn::float8 as asn, st.everyone::float8 as everyone, st.unknown::float8 as unknown, st.elsewhere::float8 as elsewhere, f.known, f.unmapped, f.place
		from st join f on f.id = st.facility_id),
	once as ` + stopped(q) + "(" + cellSQL(faced+"have"+against+" where h.profession not in "+folds+" union all "+faced+`(
			select h.facility_id, h.class, coalesce(w.whole, h.profession) as profession, sum(h.asn) as asn, sum(h.everyone) as everyone, sum(h.unknown) as unknown, sum(h.elsewhere) as elsewhere,
				bool_or(h.known) as known, bool_or(h.unmapped) as unmapped, min(h.place) as place
			from have h left join folds w on w.n = h.class and w.part = h.profession where h.profession in `+folds+" group by 1, 2, 3)"+against+" union all "+none, "") + `),
	cell as (select * from once)`
}
