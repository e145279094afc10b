package db

import "jangkau/gis"

// What an answer on staff rests on is read from the same named parts as the answer
// (workforceFacilities, workforceRule). Of a need by class a class tells as much as the
// facilities that are of it, and staff add up the same unfolded: a country has hundreds of
// thousands of both.

// workforceSources are the lists that an answer on staff rests on.
func workforceSources(b *binds, q gis.EvidenceQuestion) []string {
	sources := "select unnest(p.sources) from f0 join api.staff_period p on p.facility_id = f0.id and p.period = f0.period"
	if kaderOfPosyandu(*q.Workforce) {
		sources = `select s.source from f0 join api.staff_sum s on s.facility_id = f0.id and s.period = f0.period where not (f0.kind = 'POSYANDU' and s.profession = 'KADER')
			union select f0.kader_source from f0 where f0.kader is not null`
	}
	used := []string{
		sources,
		"select s.source_id from standard s where s.source_id is not null and s.id = any(" + b.add(q.Workforce.Need.Standards) + "::text[]) and " + ruleUsed(q.Workforce.Need),
	}
	if q.Workforce.Need.Rule == gis.ByWorkload {
		used = append(used, "select v.source_id from workload_volume v join f on f.id = v.facility_id where v.period <= "+b.add(string(q.AsOf))+"::text::date")
	}
	return used
}

// ruleUsed tells which of the standards s that a need names apply to a facility in question.
func ruleUsed(n gis.WorkforceNeed) string {
	if n.Rule == gis.ByStandard {
		return "s.id in (select c.standard from (select distinct scope, kind from f) k join class c using (scope, kind))"
	}
	return "true" // by workload and ratio, what was chosen was used
}

// workforceEvidence reads, of the facilities in question, which standards apply
// and what is not known.
func workforceEvidence(b *binds, q gis.EvidenceQuestion) []string {
	ruled := "select from rule r where r.facility_id = f.id"
	if q.Workforce.Need.Rule == gis.ByStandard {
		ruled = "select from class r where r.n = f.class"
	}
	out := []string{
		"'standards', coalesce((select json_agg(to_json(s) order by s.id) from standard s where s.id = any(" + b.add(q.Workforce.Need.Standards) + "::text[]) and " + ruleUsed(q.Workforce.Need) + "), '[]'::json)",
		"'without_staff', (select count(*) from f where not f.known)",
		"'without_standard', (select count(*) from f where not exists (" + ruled + "))",
		"'need_unknown', (select count(*) from f where exists (" + ruled + " and r.lo < r.hi and r.hi < 'infinity'))",
		"'not_mapped', (select count(*) from f where f.unmapped)",
	}
	if q.Workforce.Need.Rule == gis.ByRatio {
		out = append(out, ratioEvidence()...)
	}
	out = append(out, listEvidence(*q.Workforce)...)
	return append(out, peopleEvidence(b, q)...)
}

// ratioEvidence: by ratio, jejaring count for their puskesmas, and people for each
// puskesmas whose service area names their desa.
func ratioEvidence() []string {
	const unknown = "from f0 j join f on f.id = j.induk_id where j.kind <> 'POSYANDU' and not j.known"
	return []string{
		"'jejaring_unknown', (select count(*) " + unknown + ")", "'jejaring_pustu', (select count(*) " + unknown + " and j.kind = 'PUSTU')",
		`'shared_desa', (select count(distinct sa.desa) from api.facility_service_area sa join f on f.id = sa.facility_id
			where exists (select from api.facility_service_area o join api.facility p on p.id = o.facility_id and p.kind = 'PUSKESMAS'
				where o.desa = sa.desa and o.facility_id <> sa.facility_id))`,
	}
}

// listEvidence: of several lists of the same, which counts and which do not; the professions
// that a later list is silent on, and those that are asked for where no list has any.
func listEvidence(q gis.WorkforceQuestion) []string {
	asked := "select distinct r.profession from rule r where r.known and r.hi > 0"
	if q.Need.Rule == gis.ByStandard {
		// Where some facilities' lists are silent on a profession, those of the others count.
		asked = `select distinct r.profession from class r join (select distinct class from f where known) k on k.class = r.n
			where r.hi > 0 and (r.profession not in (select profession from hidden) or r.profession in (select profession from rule where known and hi > 0))`
	}
	// Any one will do.
	some := "select true from f0 join api.staff_period p on p.facility_id = f0.id and p.period = f0.period where p.professions && w.words limit 1"
	if kaderOfPosyandu(q) {
		some = "select true from st s where s.profession = any(w.words) limit 1"
	}
	return []string{
		`'several', coalesce((select json_agg(json_build_object('counted', d.name, 'left_out', o.name, 'facilities', t.n) order by d.name, o.name)
			from (select s.source as counted, o.id, count(distinct s.facility_id) as n
				from f0 join api.staff_several s on s.facility_id = f0.id and s.period = f0.period cross join unnest(s.others) o(id) group by 1, 2) t
			join data_source d on d.id = t.counted join data_source o on o.id = t.id), '[]'::json)`,
		`'unlisted', coalesce((select json_agg(json_build_object('profession', h.profession, 'facilities', h.n) order by p.sort, p.code)
			from (select profession, count(*) as n from hidden join f on f.id = hidden.facility_id group by 1) h join profession p on p.code = h.profession), '[]'::json)`,
		`'never_listed', coalesce((select json_agg(p.code order by p.sort, p.code) from (` + asked + `) r join profession p on p.code = r.profession
			cross join lateral (select array_append(array_agg(w.part), p.code) as words from profession_part w where w.whole = p.code) w
			where (` + some + `) is null), '[]'::json)`,
	}
}

// peopleEvidence: people who are counted with a reservation, or in no facility's figures.
func peopleEvidence(b *binds, q gis.EvidenceQuestion) []string {
	day := b.add(string(q.AsOf)) + "::text::date"
	// Of whom the figures are: by ratio the whole jejaring, wherever its people work; of a
	// posyandu's kader only those of its reports.
	of, those := "f", "not s.at_pustu"
	if q.Workforce.Need.Rule == gis.ByRatio {
		of, those = "f0", "(f.id in (select id from f) or f.induk_id in (select id from f))"
	} else if kaderOfPosyandu(*q.Workforce) {
		those += " and not (f.kind = 'POSYANDU' and s.profession = 'KADER')"
	}
	shared, unplaced := "0", "0" // told where rows or figures are of klaster
	staff, elsewhere := "staff s where true", "select coalesce(sum(s.elsewhere), 0) from staff s"
	if q.Workforce.Need.Rule == gis.ByStandard {
		staff, elsewhere = "st s where s.facility_id in (select id from f)", "select coalesce(sum(f.elsewhere), 0) from f"
		if kaderOfPosyandu(*q.Workforce) {
			elsewhere = "select coalesce(sum(s.elsewhere), 0) from " + staff
		}
	}
	if q.Workforce.ByKlaster() {
		shared = "select coalesce(sum(s.everyone), 0) from " + staff + " and cardinality(s.klaster) > 1"
		unplaced = "select coalesce(sum(s.everyone), 0) from " + staff + " and s.klaster = '{}'"
	}
	return []string{
		"'at_pustu', (" + elsewhere + ")", "'shared', (" + shared + ")", "'unplaced', (" + unplaced + ")",
		// Of each facility or unit its latest period: whoever stands in three is one.
		`'staff_unknown_status', (select coalesce(sum(s.people), 0) from ` + of + ` f join api.staff_count s on s.facility_id = f.id and s.period = f.period
			where s.status = 'TIDAK_DIKETAHUI' and ` + those + `)`,
		`'staff_no_facility', (select coalesce(sum(s.people), 0) from (
			select s.people, s.period, max(s.period) over (partition by s.wilayah, s.unit) as latest
			from api.staff_count s where s.facility_id is null and s.period <= ` + day + " and " + within(b, "s.wilayah", q.Within) + ") s where s.period = s.latest)",
	}
}
