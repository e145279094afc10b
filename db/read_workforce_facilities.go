package db

import (
	"fmt"
	"slices"

	"jangkau/gis"
)

// The arithmetic of staff and need is one statement of named parts. Here are those that
// say of which facilities, and who is there:
//
//	f0      facilities of the area, as they stood on the day, each with the latest period of
//	        its staff up to the day. Without any, its staff are unknown, not none
//	st      their staff of that period
//	hidden  of them, professions that the latest list says nothing of: unknown too
//	class   what the standards ask, by class of facilities (see gis.ClassNeed)
//	f       the facilities in question, with their class
//
// workforceRule and workforceCells go on from these.

// workforceFacilities is f0, st, hidden, class and f.
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
		inQuestion = "(f.known or exists (select from class c where c.scope = f.scope and c.kind = f.kind))"
	}
	scope := "''::text"
	if len(q.Need.Scopes) > 0 {
		scope = `coalesce((select s from unnest(` + b.add(texts(q.Need.Scopes)) + `::text[]) s
			where coalesce(f.desa, f.kabupaten) || '.' like s || '.%' order by length(s) desc limit 1), '')`
	}
	// Kader of posyandu are those of the posyandu's reports, as posyanduGaps has them: one
	// without is not known, whoever else is listed there.
	known, kader, report := "coalesce(p.counted, false)", "null::int as kader, null::bigint as kader_source", ""
	if kaderOfPosyandu(q) {
		known = "case when f.kind = 'POSYANDU' then x.kader is not null else coalesce(p.counted, false) end"
		kader, report = "x.kader, x.source_id as kader_source", "left join api.posyandu_on("+day+") x on x.id = f.id"
	}
	return fmt.Sprintf(`
	f0 as materialized (
		select f.id, f.kind, f.desa, f.kabupaten, coalesce(f.area_category, '') as category, coalesce(f.rawat_inap::int, 2) as rawat_inap, f.name, f.induk_id,
			%[5]s as scope, p.period, p.elsewhere, %[9]s as known, %[10]s
		from api.facility_on(%[1]s) f left join api.staff_period p on p.facility_id = f.id and p.period <= %[1]s and p.until > %[1]s %[11]s
		where %[2]s and %[3]s and %[4]s),
	st as not materialized (%[8]s),
	hidden as materialized (
		with u as (select u.facility_id, u.profession from f0 join api.staff_unlisted u on u.facility_id = f0.id and u.period <= %[1]s and u.until > %[1]s
			where not (f0.kind = 'POSYANDU' and u.profession = 'KADER'))
		select facility_id, profession from u union select u.facility_id, w.whole from u join profession_part w on w.part = u.profession),
	%[6]s,
	f as materialized (
		select f.*, c.n as class, f.kind = 'PUSTU' and not f.known and exists (select from api.staff_period s where s.facility_id = f.induk_id and s.period <= %[1]s) as unmapped,
			row_number() over (order by f.desa nulls last, f.name collate "C", f.id) as place
		from f0 f left join (select distinct n, scope, kind, category, rawat_inap from class) c
			on c.scope = f.scope and c.kind = f.kind and c.category = f.category and c.rawat_inap = f.rawat_inap
		where %[7]s)`,
		day, inside, facilityOfPuskesmas(b, q.Puskesmas), kinds, scope, classSQL(b, q.Need), inQuestion, staffSQL(q), known, kader, report)
}

// kaderOfPosyandu tells whether staff are also those of the posyandu's reports.
func kaderOfPosyandu(q gis.WorkforceQuestion) bool {
	return q.Need.Rule != gis.ByRatio && slices.Contains(q.Kinds, gis.KindPosyandu)
}

// staffSQL reads the facilities' staff: sums are enough unless klaster matter, or, by ratio,
// what those are who work at a pustu that is not named: they count for the puskesmas.
func staffSQL(q gis.WorkforceQuestion) string {
	listed, counted, klaster, kader := "true", "", "'{}'::text[] as klaster", ""
	if q.ByKlaster() {
		klaster += ", '{}'::text[] as klaster_pj"
	}
	if kaderOfPosyandu(q) {
		listed, counted = "not (kind = 'POSYANDU' and profession = 'KADER')", " and f0.kind <> 'POSYANDU'"
		kader = `
		union all select f0.id, 'KADER', ` + klaster + ", 0, f0.kader, 0, 0, true from f0 where f0.kader is not null"
	}
	if q.ByKlaster() || q.Need.Rule == gis.ByRatio {
		away := "s.at_pustu"
		if q.Need.Rule == gis.ByRatio {
			away = "false"
		}
		return `
		select s.facility_id, s.profession, s.klaster, s.klaster_pj, case when e.asn and not ` + away + ` then s.people else 0 end as asn,
			case when ` + away + ` then 0 else s.people end as everyone, case when s.status = 'TIDAK_DIKETAHUI' and not ` + away + ` then s.people else 0 end as unknown,
			case when ` + away + ` then s.people else 0 end as elsewhere, not s.at_pustu` + counted + ` as counted
		from f0 join api.staff_count s on s.facility_id = f0.id and s.period = f0.period
		join employment_status e on e.code = s.status where ` + listed + kader
	}
	// unnest beside other columns goes through a country's rows faster than behind a
	// lateral join.
	return `
		select facility_id, profession, ` + klaster + `, asn, everyone, unknown, elsewhere, true as counted from (
			select f0.id as facility_id, f0.kind, unnest(p.professions) as profession, unnest(p.asn) as asn, unnest(p.everyone) as everyone, unnest(p.unknown) as unknown,
				unnest(p.at_pustu) as elsewhere
			from f0 join api.staff_period p on p.facility_id = f0.id and p.period = f0.period) s
		where ` + listed + kader
}

// listedSQL is an array of the professions that st has of f, whose period p is.
func listedSQL(q gis.WorkforceQuestion) string {
	if !kaderOfPosyandu(q) {
		return "coalesce(p.professions, '{}')"
	}
	return `case when f.kind = 'POSYANDU' then array_remove(coalesce(p.professions, '{}'), 'KADER') || case when f.kader is not null then array['KADER'] else '{}' end
		else coalesce(p.professions, '{}') end`
}

// classSQL is class. Facilities are of one class n where scope, kind, category and rawat
// inap are the same.
func classSQL(b *binds, n gis.WorkforceNeed) string {
	type class struct {
		scope, kind, category string
		rawatInap             int32
	}
	number := map[class]int32{}
	var scope, kind, category, standard, klaster, profession []string
	var rawatInap, numbers []int32
	var lo, hi []float64
	for _, c := range n.ByClass {
		of := class{string(c.Scope), string(c.Kind), string(c.Category), 2}
		if c.RawatInap != nil {
			of.rawatInap = 0
			if *c.RawatInap {
				of.rawatInap = 1
			}
		}
		if number[of] == 0 {
			number[of] = int32(len(number) + 1)
		}
		numbers, scope, kind, category, rawatInap = append(numbers, number[of]), append(scope, of.scope), append(kind, of.kind), append(category, of.category), append(rawatInap, of.rawatInap)
		standard, klaster, profession = append(standard, c.Standard), append(klaster, string(c.Klaster)), append(profession, c.Profession)
		lo, hi = append(lo, c.Min), append(hi, c.Max)
	}
	return fmt.Sprintf(`class as materialized (
		select * from unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[], %s::text[], %s::text[], %s::float8[], %s::float8[])
			c(n, scope, kind, category, rawat_inap, standard, klaster, profession, lo, hi))`,
		b.add(numbers), b.add(scope), b.add(kind), b.add(category), b.add(rawatInap), b.add(standard), b.add(klaster), b.add(profession), b.add(lo), b.add(hi))
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
