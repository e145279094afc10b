package db

import (
	"fmt"
	"slices"
	"strings"

	"jangkau/gis"
)

// Of the facilities in question (workforceFacilities), need against staff:
//
//	rule    what is asked of each of them: at least lo, at most hi
//	fold    parts of a profession that count as the whole (pharmacists are KEFARMASIAN)
//	        where the facility is asked for the whole and not for the part
//	staff   st, folded
//	loose   of them, those placed in no klaster: each may serve any
//	once    one facility, one profession: need against staff, each person once
//	cell    the same by klaster, where rows are by klaster
//
// workforceRows adds cells up to the rows asked for. A gap is a facility's own shortage in
// one profession; adding up never lets a surplus offset it. Where klaster matter, whoever is
// placed in none may be in any, so that what is available is a range: from those placed to
// those and the loose.

// workforceRule is rule, fold and staff.
func workforceRule(b *binds, q gis.WorkforceQuestion) string {
	rule := `select f.id as facility_id, c.klaster, c.profession, c.lo, c.hi, case when c.lo = c.hi then c.lo end as exact, ` + listed("f.id", "c") + ` as known, f.unmapped, f.place
		from f join class c on c.n = f.class`
	if q.Need.Rule != gis.ByStandard {
		var id []int64
		var profession []string
		var exact, required []float64
		var atLeast []bool
		for _, n := range q.Need.ByFacility {
			id, profession, exact, required = append(id, n.Facility), append(profession, n.Profession), append(exact, n.Exact), append(required, n.Required)
			atLeast = append(atLeast, n.AtLeast)
		}
		// A need without a most is up to infinity, which adds up right; answers leave it out.
		rule = fmt.Sprintf(`select n.facility_id, ''::text as klaster, n.profession, n.required as lo, case when n.at_least then 'infinity' else n.required end as hi,
				case when not n.at_least then n.exact end as exact, `+listed("f.id", "n")+` as known, f.unmapped, f.place
			from unnest(%s::bigint[], %s::text[], %s::float8[], %s::float8[], %s::bool[]) n(facility_id, profession, exact, required, at_least) join f on f.id = n.facility_id`,
			b.add(id), b.add(profession), b.add(exact), b.add(required), b.add(atLeast))
	}
	// By ratio, whoever works in the jejaring counts for the puskesmas.
	hosted := "st"
	if q.Need.Rule == gis.ByRatio {
		hosted = `(select st.profession, st.klaster, st.asn, st.everyone, st.unknown, st.elsewhere,
			case when f0.kind = 'PUSKESMAS' then f0.id else f0.induk_id end as facility_id
			from st join f0 on f0.id = st.facility_id)`
	}
	return fmt.Sprintf(`
	rule as materialized (%s),
	fold as materialized (
		select facility_id, part, whole from (
			select r.facility_id, w.part, w.whole, bool_or(r.profession = w.whole) as of_whole, bool_or(r.profession = w.part) as of_part
			from (select facility_id, profession from rule where profession in `+folds+`) r join profession_part w on r.profession in (w.whole, w.part) group by 1, 2, 3) t
		where of_whole and not of_part),
	staff as (
		select st.facility_id, coalesce(w.whole, st.profession) as profession, st.klaster, st.asn, st.everyone, st.unknown, st.elsewhere, f.known, f.unmapped, f.place
		from %s st join f on f.id = st.facility_id left join fold w on w.facility_id = st.facility_id and w.part = st.profession)`, rule, hosted)
}

// folds are the professions that may fold, and those that they fold into.
const folds = "(select part from profession_part union select whole from profession_part)"

// listed tells whether f's staff of a profession are known: a list that says nothing of it
// does not say that there is nobody.
func listed(facility, profession string) string {
	return "f.known and (" + facility + ", " + profession + ".profession) not in (select facility_id, profession from hidden)"
}

// workforceCells is once, and cell where rows are by klaster.
func workforceCells(b *binds, q gis.WorkforceQuestion) string {
	if byClass(q) {
		return classCells(q)
	}
	return facedCells(b, q)
}

// facedCells sets the needs of facilities, whatever they follow from, against their staff.
func facedCells(b *binds, q gis.WorkforceQuestion) string {
	// Need without klaster: the rule's own figure, else what its klaster add up to.
	need := func(c string) string {
		return "coalesce(sum(r." + c + ") filter (where r.klaster = ''), sum(r." + c + ")) as " + c
	}
	ruleOf, staffOf, klasterOf := "true", "true", "true"
	if q.Klaster != nil {
		p := b.add(texts(q.Klaster))
		need = func(c string) string { return "sum(r." + c + ") as " + c }
		ruleOf, staffOf, klasterOf = "r.klaster = any("+p+")", "s.klaster && "+p+"::text[]", "k.klaster = any("+p+")"
	}
	const people = "sum(s.asn)::float8 as asn, sum(s.everyone)::float8 as everyone, sum(s.unknown)::float8 as unknown, sum(s.elsewhere)::float8 as elsewhere"
	const of = ", bool_or(known) as known, bool_or(unmapped) as unmapped, min(place) as place" // the same in all rows of a facility
	asked := "select r.facility_id, ''::text as klaster, r.profession, " + need("lo") + ", " + need("hi") + ", " + need("exact") + of + " from rule r where " + ruleOf + " group by 1, 3"
	have := "select s.facility_id, ''::text as klaster, s.profession, " + people + of + " from staff s where " + staffOf + " group by 1, 3"
	if !q.ByKlaster() && !q.Need.SpeaksOfKlaster() {
		asked = "select r.facility_id, r.klaster, r.profession, r.lo, r.hi, r.exact, r.known, r.unmapped, r.place from rule r"
	}
	loose, may := "", "" // rows by klaster or not, a whole facility has everybody
	if q.ByKlaster() {
		may = "0"
		if q.Klaster != nil {
			may = "coalesce(u.%s, 0)"
		}
		loose = `
	loose as materialized (select facility_id, profession, sum(asn + unknown)::float8 as asn, sum(everyone)::float8 as everyone from staff where klaster = '{}' group by 1, 2),`
	}
	once := loose + `
	once as ` + stopped(q) + "(" + cellSQL(facedSQL(asked, have), may) + ")"
	if !slices.Contains(q.Group, gis.ByKlaster) {
		return once + ", cell as (select * from once)"
	}
	// Someone in two klaster counts in the row of each.
	return once + `,
	cell as materialized (` + cellSQL(facedSQL(
		"select r.facility_id, r.klaster, r.profession, sum(r.lo) as lo, sum(r.hi) as hi, sum(r.exact) as exact"+of+" from rule r where r.klaster <> '' and "+ruleOf+" group by 1, 2, 3",
		"select s.facility_id, k.klaster, s.profession, "+people+of+`
			from staff s cross join lateral unnest(case when s.klaster = '{}' then array[''] else s.klaster end) k(klaster)
			where `+klasterOf+" group by 1, 2, 3"), "case when klaster <> '' then coalesce(u.%s, 0) else 0 end") + ")"
}

// stopped is MATERIALIZED where once is joined with something again: the planner may compute
// all of its cells for each row of that, unless stopped here.
func stopped(q gis.WorkforceQuestion) string {
	if len(q.Group) > 0 && !q.ByKlaster() && !slices.Contains(q.Group, gis.ByKecamatan) && !slices.Contains(q.Group, gis.ByKabupaten) {
		return ""
	}
	return "materialized "
}

// facedSQL sets need against staff, facility by facility.
func facedSQL(need, have string) string {
	return `select facility_id, klaster, profession, n.lo, n.hi, n.exact, coalesce(h.asn, 0) as asn, coalesce(h.everyone, 0) as everyone, coalesce(h.unknown, 0) as unknown, coalesce(h.elsewhere, 0) as elsewhere,
			coalesce(n.known, h.known) as known, coalesce(n.place, h.place) as place, coalesce(n.unmapped, h.unmapped) as unmapped
		from (` + need + `) n full join (` + have + `) h using (facility_id, klaster, profession)`
}

// cellSQL computes what is missing where need stands beside staff. greatest() passes over
// nulls, so that what has no need must be kept out of it. Sums are float8: those of
// bigint would be numeric, and slow. Where klaster matter, may is how many of the loose
// (%s stands for who of them) could serve the cell; a surplus then is at least what is
// there and at most that with them.
func cellSQL(faced, may string) string {
	asn, all, joined, more := "", "", "", ""
	if may != "" {
		mayAll := strings.ReplaceAll(may, "%s", "everyone")
		asn, all, joined = " - "+strings.ReplaceAll(may, "%s", "asn"), " - "+mayAll, " left join loose u using (facility_id, profession)"
		more = `,
			` + mayAll + ` as loose,
			case when c.known and c.lo = c.hi then greatest(c.everyone + ` + mayAll + ` - c.lo, 0) end as surplus_hi`
	}
	return `
		select facility_id, klaster, profession, c.lo, c.hi, c.exact, case when c.lo = c.hi then c.lo end as required, c.asn, c.everyone, c.elsewhere, c.known, c.place, c.unmapped,
			case when c.known and c.lo = c.hi then greatest(c.lo - c.asn, 0) end as gap_asn,
			case when c.known and c.lo is not null then greatest(c.lo - c.asn - c.unknown` + asn + `, 0) end as gap_asn_lo,
			case when c.known and c.hi is not null then greatest(c.hi - c.asn, 0) end as gap_asn_hi,
			case when c.known and c.lo = c.hi then greatest(c.lo - c.asn - c.unknown, 0) end as gap_asn_least,
			case when c.known and c.lo = c.hi then greatest(c.lo - c.asn, 0) end as gap_asn_most,
			case when c.known and c.lo = c.hi then greatest(c.lo - c.everyone, 0) end as gap_all,
			case when c.known and c.lo is not null then greatest(c.lo - c.everyone` + all + `, 0) end as gap_lo,
			case when c.known and c.hi is not null then greatest(c.hi - c.everyone, 0) end as gap_hi,
			case when c.known and c.lo = c.hi then greatest(c.everyone - c.lo, 0) end as surplus_all` + more + `
		from (` + faced + `) c` + joined
}
