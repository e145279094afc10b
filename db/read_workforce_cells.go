package db

import (
	"fmt"
	"slices"
	"strings"

	"jangkau/gis"
)

// The arithmetic of staff and need, in one statement of named parts:
//
//	f0      facilities of the area, as they stood on the day
//	st      their staff: the latest period of each up to the day
//	known   facilities with any staff row; the others' staff are unknown, not none
//	hidden  of them, professions that the latest list says nothing of: unknown too
//	class   what the standards ask, by class of facilities (see gis.ClassNeed)
//	f       the facilities in question
//	rule    what is asked of each of them: at least lo, at most hi
//	fold    parts of a profession that count as the whole (pharmacists are KEFARMASIAN)
//	        where the facility is asked for the whole and not for the part
//	staff   st, folded
//	loose   of them, those placed in no klaster: each may serve any
//	once    one facility, one profession: need against staff, each person once
//	cell    the same by klaster, where rows are by klaster
//	x       cells added up to the rows asked for
//
// A gap is a facility's own shortage in one profession; adding up never lets a
// surplus offset it. Where klaster matter, whoever is placed in none may be in any, so that
// what is available is a range: from those placed to those and the loose.

// workforceFacilities is f0, st, known, hidden, class and f.
func workforceFacilities(b *binds, q gis.WorkforceQuestion) string {
	day := b.add(string(q.AsOf)) + "::text::date"
	inside := facilityWithin(b, q.Within)
	// Kader are volunteers: posyandu are answered for when they are asked for.
	kinds := "f.kind <> 'POSYANDU'"
	if q.Kinds != nil {
		kinds = "f.kind = any(" + b.add(texts(q.Kinds)) + ")"
	}
	inQuestion := "true"
	switch {
	case q.Need.Rule == gis.ByRatio:
		// The people of a service area are served by the puskesmas with its jejaring,
		// wherever that stands.
		inQuestion = "f.kind = 'PUSKESMAS' and " + kinds + " and " + inside
		inside, kinds = "("+inside+` or f.induk_id in (select f.id from api.facility f where f.kind = 'PUSKESMAS' and `+inside+"))", "true"
	case q.Need.Rule == gis.ByWorkload:
		inQuestion = "exists (select from unnest(" + b.add(facilitiesOf(q.Need)) + "::bigint[]) n(id) where n.id = f.id)"
	case q.Kinds == nil && q.Standard != nil:
		inQuestion = "exists (select from class c where c.scope = f.scope and c.kind = f.kind)"
	case q.Kinds == nil:
		inQuestion = "(exists (select from class c where c.scope = f.scope and c.kind = f.kind) or exists (select from known k where k.id = f.id))"
	}
	scope := "''::text"
	if len(q.Need.Scopes) > 0 {
		scope = `coalesce((select s from unnest(` + b.add(texts(q.Need.Scopes)) + `::text[]) s
			where coalesce(f.desa, f.kabupaten) || '.' like s || '.%' order by length(s) desc limit 1), '')`
	}
	known := "select f0.id from f0 join " + staffPeriod("f0", day) + " where p.counted"
	if kaderOfPosyandu(q) {
		known = "select distinct facility_id as id from st where counted"
	}
	return fmt.Sprintf(`
	f0 as materialized (
		select f.id, f.kind, f.desa, f.kabupaten, coalesce(f.area_category, '') as category, coalesce(f.rawat_inap::int, 2) as rawat_inap, f.name, f.induk_id,
			%[5]s as scope
		from api.facility_on(%[1]s) f where %[2]s and %[3]s and %[4]s),
	st as materialized (%[8]s),
	known as materialized (%[9]s),
	hidden as materialized (
		with u as (select u.facility_id, u.profession from f0 join api.staff_unlisted u on u.facility_id = f0.id and u.period <= %[1]s and u.until > %[1]s
			where not (f0.kind = 'POSYANDU' and u.profession = 'KADER'))
		select facility_id, profession from u union select u.facility_id, w.whole from u join profession_part w on w.part = u.profession),
	%[6]s,
	f as materialized (
		select f.*, exists (select from known k where k.id = f.id) as known, f.kind = 'PUSTU' and not exists (select from known k where k.id = f.id)
			and exists (select from api.staff_period s where s.facility_id = f.induk_id and s.period <= %[1]s) as unmapped,
			row_number() over (order by f.desa nulls last, f.name collate "C", f.id) as place
		from f0 f where %[7]s)`,
		day, inside, facilityOfPuskesmas(b, q.Puskesmas), kinds, scope, classSQL(b, q.Need), inQuestion, staffSQL(day, q), known)
}

// kaderOfPosyandu tells whether staff are also those of the posyandu's reports.
func kaderOfPosyandu(q gis.WorkforceQuestion) bool {
	return q.Need.Rule != gis.ByRatio && slices.Contains(q.Kinds, gis.KindPosyandu)
}

// staffPeriod joins a facility with the latest of its periods up to the day.
func staffPeriod(facility, day string) string {
	return "api.staff_period p on p.facility_id = " + facility + ".id and p.period <= " + day + " and p.until > " + day
}

// staffSQL reads the facilities' staff: sums are enough unless klaster matter. Kader of
// posyandu are those of the posyandu's reports, as posyanduGaps has them: one without
// is not known, whoever else is listed there.
func staffSQL(day string, q gis.WorkforceQuestion) string {
	counted, listed, kader := "", "", ""
	if kaderOfPosyandu(q) {
		counted, listed = " and f0.kind <> 'POSYANDU'", " where not (f0.kind = 'POSYANDU' and s.profession = 'KADER')"
		pj := ""
		if q.ByKlaster() {
			pj = "'{}'::text[], "
		}
		kader = `
		union all select f0.id, 'KADER', '{}'::text[], ` + pj + `0, x.kader, 0, true, x.source_id from f0 join api.posyandu_on(` + day + `) x on x.id = f0.id where x.kader is not null`
	}
	if !q.ByKlaster() {
		return `
		select s.facility_id, s.profession, '{}'::text[] as klaster, s.asn, s.everyone, s.elsewhere, s.counted` + counted + ` as counted, s.sources[1] as source
		from f0 join api.staff_sum s on s.facility_id = f0.id and s.period <= ` + day + ` and s.until > ` + day + listed + kader
	}
	return `
		select s.facility_id, s.profession, s.klaster, s.klaster_pj, case when e.asn and not s.at_pustu then s.people else 0 end as asn,
			case when s.at_pustu then 0 else s.people end as everyone, case when s.at_pustu then s.people else 0 end as elsewhere,
			not s.at_pustu` + counted + ` as counted, s.source_id as source
		from f0
		join (select distinct facility_id, period from api.staff_sum where period <= ` + day + ` and until > ` + day + `) l on l.facility_id = f0.id
		join api.staff_count s on s.facility_id = f0.id and s.period = l.period
		join employment_status e on e.code = s.status` + listed + kader
}

func classSQL(b *binds, n gis.WorkforceNeed) string {
	var scope, kind, category, standard, klaster, profession []string
	var rawatInap []int32
	var lo, hi []float64
	for _, c := range n.ByClass {
		ri := int32(2)
		if c.RawatInap != nil {
			ri = 0
			if *c.RawatInap {
				ri = 1
			}
		}
		scope, kind, category, rawatInap = append(scope, string(c.Scope)), append(kind, string(c.Kind)), append(category, string(c.Category)), append(rawatInap, ri)
		standard, klaster, profession = append(standard, c.Standard), append(klaster, string(c.Klaster)), append(profession, c.Profession)
		lo, hi = append(lo, c.Min), append(hi, c.Max)
	}
	return fmt.Sprintf(`class as materialized (
		select * from unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::text[], %s::text[], %s::text[], %s::float8[], %s::float8[])
			c(scope, kind, category, rawat_inap, standard, klaster, profession, lo, hi))`,
		b.add(scope), b.add(kind), b.add(category), b.add(rawatInap), b.add(standard), b.add(klaster), b.add(profession), b.add(lo), b.add(hi))
}

func facilitiesOf(n gis.WorkforceNeed) []int64 {
	var out []int64
	for _, f := range n.ByFacility {
		if !slices.Contains(out[max(0, len(out)-1):], f.Facility) {
			out = append(out, f.Facility)
		}
	}
	return out
}

// workforceRule is rule, fold and staff.
func workforceRule(b *binds, q gis.WorkforceQuestion) string {
	// A list that says nothing of a profession does not say that there is nobody.
	const listed = "(f.id, %s.profession) not in (select facility_id, profession from hidden)"
	rule := `select f.id as facility_id, c.klaster, c.profession, c.lo, c.hi, case when c.lo = c.hi then c.lo end as exact, f.known and ` + fmt.Sprintf(listed, "c") + ` as known, f.unmapped, f.place
		from f join class c on c.scope = f.scope and c.kind = f.kind and c.category = f.category and c.rawat_inap = f.rawat_inap`
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
				case when not n.at_least then n.exact end as exact, f.known and `+fmt.Sprintf(listed, "n")+` as known, f.unmapped, f.place
			from unnest(%s::bigint[], %s::text[], %s::float8[], %s::float8[], %s::bool[]) n(facility_id, profession, exact, required, at_least) join f on f.id = n.facility_id`,
			b.add(id), b.add(profession), b.add(exact), b.add(required), b.add(atLeast))
	}
	// By ratio, whoever works in the jejaring counts for the puskesmas.
	hosted := "st"
	if q.Need.Rule == gis.ByRatio {
		hosted = `(select st.profession, st.klaster, st.asn, st.everyone + st.elsewhere as everyone, 0 as elsewhere,
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
	staff as (`+folded+`)`, rule, hosted)
}

const (
	// folds are the professions that may fold, and those that they fold into.
	folds = "(select part from profession_part union select whole from profession_part)"
	// folded are staff by the professions that need is of.
	folded = `
		select st.facility_id, coalesce(w.whole, st.profession) as profession, st.klaster, st.asn, st.everyone, st.elsewhere, f.known, f.unmapped, f.place
		from %s st join f on f.id = st.facility_id left join fold w on w.facility_id = st.facility_id and w.part = st.profession`
)

// workforceCells is once, and cell where rows are by klaster.
func workforceCells(b *binds, q gis.WorkforceQuestion) string {
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
	const people = "sum(s.asn)::float8 as asn, sum(s.everyone)::float8 as everyone, sum(s.elsewhere)::float8 as elsewhere"
	const of = ", bool_or(known) as known, bool_or(unmapped) as unmapped, min(place) as place" // the same in all rows of a facility
	asked := "select r.facility_id, ''::text as klaster, r.profession, " + need("lo") + ", " + need("hi") + ", " + need("exact") + of + " from rule r where " + ruleOf + " group by 1, 3"
	have := "select s.facility_id, ''::text as klaster, s.profession, " + people + of + " from staff s where " + staffOf + " group by 1, 3"
	if !q.ByKlaster() && !q.Need.SpeaksOfKlaster() {
		asked = "select r.facility_id, r.klaster, r.profession, r.lo, r.hi, r.exact, r.known, r.unmapped, r.place from rule r"
	}
	if !q.ByKlaster() && q.Need.Rule != gis.ByRatio {
		// Sums are of one row each, but for professions that fold: adding up the others
		// again would be half of a country's time.
		have = `select s.facility_id, ''::text as klaster, s.profession, s.asn::float8 as asn, s.everyone::float8 as everyone, s.elsewhere::float8 as elsewhere, f.known, f.unmapped, f.place
				from st s join f on f.id = s.facility_id where s.profession not in ` + folds + `
			union all select s.facility_id, ''::text as klaster, s.profession, ` + people + of + " from (" + fmt.Sprintf(folded, "st") + " where st.profession in " + folds + ") s group by 1, 3"
	}
	// Where cells are joined with something again, the planner may compute all of them for
	// each row of it, unless stopped here.
	stop := "materialized "
	if len(q.Group) > 0 && !q.ByKlaster() && !slices.Contains(q.Group, gis.ByKecamatan) && !slices.Contains(q.Group, gis.ByKabupaten) {
		stop = ""
	}
	loose, may := "", "" // rows by klaster or not, a whole facility has everybody
	if q.ByKlaster() {
		may = "0"
		if q.Klaster != nil {
			may = "coalesce(u.%s, 0)"
		}
		loose = `
	loose as materialized (select facility_id, profession, sum(asn)::float8 as asn, sum(everyone)::float8 as everyone from staff where klaster = '{}' group by 1, 2),`
	}
	once := loose + `
	once as ` + stop + "(" + cellSQL(asked, have, may) + ")"
	if !slices.Contains(q.Group, gis.ByKlaster) {
		return once + ", cell as (select * from once)"
	}
	// Someone in two klaster counts in the row of each.
	return once + `,
	cell as materialized (` + cellSQL(
		"select r.facility_id, r.klaster, r.profession, sum(r.lo) as lo, sum(r.hi) as hi, sum(r.exact) as exact"+of+" from rule r where r.klaster <> '' and "+ruleOf+" group by 1, 2, 3",
		"select s.facility_id, k.klaster, s.profession, "+people+of+`
			from staff s cross join lateral unnest(case when s.klaster = '{}' then array[''] else s.klaster end) k(klaster)
			where `+klasterOf+" group by 1, 2, 3", "case when klaster <> '' then coalesce(u.%s, 0) else 0 end") + ")"
}

// cellSQL sets need against staff, facility by facility. greatest() passes over
// nulls, so that what has no need must be kept out of it. Sums are float8: those of
// bigint would be numeric, and slow. Where klaster matter, may is how many of the loose
// (%s stands for who of them) could serve the cell; a surplus then is at least what is
// there and at most that with them.
func cellSQL(need, have, may string) string {
	asn, all, joined, more := "", "", "", ""
	if may != "" {
		mayAll := strings.ReplaceAll(may, "%s", "everyone")
		asn, all, joined = " - "+strings.ReplaceAll(may, "%s", "asn"), " - "+mayAll, " left join loose u using (facility_id, profession)"
		more = `,
			` + mayAll + ` as loose,
			case when n.known and n.lo = n.hi then greatest(coalesce(h.everyone, 0) + ` + mayAll + ` - n.lo, 0) end as surplus_hi`
	}
	return `
		select facility_id, klaster, profession, n.lo, n.hi, n.exact, case when n.lo = n.hi then n.lo end as required,
			coalesce(h.asn, 0) as asn, coalesce(h.everyone, 0) as everyone, coalesce(h.elsewhere, 0) as elsewhere,
			coalesce(n.known, h.known) as known, coalesce(n.place, h.place) as place, coalesce(n.unmapped, h.unmapped) as unmapped,
			case when n.known and n.lo = n.hi then greatest(n.lo - coalesce(h.asn, 0), 0) end as gap_asn,
			case when n.known and n.lo is not null then greatest(n.lo - coalesce(h.asn, 0)` + asn + `, 0) end as gap_asn_lo,
			case when n.known and n.hi is not null then greatest(n.hi - coalesce(h.asn, 0), 0) end as gap_asn_hi,
			case when n.known and n.lo = n.hi then greatest(n.lo - coalesce(h.everyone, 0), 0) end as gap_all,
			case when n.known and n.lo is not null then greatest(n.lo - coalesce(h.everyone, 0)` + all + `, 0) end as gap_lo,
			case when n.known and n.hi is not null then greatest(n.hi - coalesce(h.everyone, 0), 0) end as gap_hi,
			case when n.known and n.lo = n.hi then greatest(coalesce(h.everyone, 0) - n.lo, 0) end as surplus_all` + more + `
		from (` + need + `) n full join (` + have + `) h using (facility_id, klaster, profession)` + joined + `
	`
}
