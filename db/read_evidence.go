package db

import (
	"context"
	"fmt"
	"strings"

	"jangkau/gis"
)

// Revisions reads what the store holds now.
func (s *Session) Revisions(ctx context.Context) (gis.Revisions, error) {
	return readOne[gis.Revisions](ctx, s, "read revisions", `
		select json_build_object('dataset', coalesce((select n.id from network_dataset n where n.status = 'CURRENT'), 0),
			'hash', coalesce((select n.hash from network_dataset n where n.status = 'CURRENT'), ''),
			'facility', max(r.value) filter (where r.what = 'FACILITY'), 'wilayah', max(r.value) filter (where r.what = 'WILAYAH'),
			'population', max(r.value) filter (where r.what = 'POPULATION'), 'network', max(r.value) filter (where r.what = 'NETWORK'))
		from revision r`)
}

// offshore is how far from land a point still counts as on it, in degrees: about
// the 5 km within which a road is looked for. Simplified coasts leave jetties and
// beaches in the sea.
const offshore = "0.045"

// PlaceOf reads where a point lies: without its landmass a walk or a road beyond a
// strait would look near.
func (s *Session) PlaceOf(ctx context.Context, lon, lat float64) (gis.PointPlace, error) {
	const p = "ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)"
	return readOne[gis.PointPlace](ctx, s, "read place of a point", `
		select json_build_object(
			'landmass', coalesce((select l.landmass from landmass_part l where ST_DWithin(l.geom, `+p+`, `+offshore+`)
				order by l.geom <-> `+p+`, l.landmass limit 1), 0),
			'desa', (select w.code from api.wilayah w where w.level = 'DESA_KELURAHAN' and ST_Intersects(w.geom, `+p+`) order by w.code limit 1))`,
		lon, lat)
}

// DesaOf reads the codes of an area's desa, each with the puskesmas whose service
// area names it.
func (s *Session) DesaOf(ctx context.Context, a gis.Area) ([]gis.DesaOf, error) {
	b := &binds{}
	out, err := readOne[struct {
		areaHead
		Desa []gis.DesaOf `json:"desa"`
	}](ctx, s, "read desa of an area", fmt.Sprintf(`
		select json_build_object(%s, 'desa', coalesce((select json_agg(json_build_object('code', w.code, 'puskesmas', coalesce((
			select json_agg(f.id order by f.id) from api.facility_service_area sa join api.facility f on f.id = sa.facility_id
			where sa.desa = w.code and f.kind = 'PUSKESMAS'), '[]'::json)) order by w.code)
		from api.wilayah w where w.level = 'DESA_KELURAHAN' and %s and %s), '[]'::json))`,
		areaFields(b, a), within(b, "w.code", a.Within), desaOfPuskesmas(b, "w.code", a.Puskesmas)), b.values...)
	if err == nil {
		err = out.check(a)
	}
	return out.Desa, err
}

// Evidence reads what an answer rests on: its sources, and the counts from which
// its caveats follow.
func (s *Session) Evidence(ctx context.Context, q gis.EvidenceQuestion) (gis.Evidence, error) {
	b := &binds{}
	with := "with "
	if q.Workforce != nil {
		with = "with " + workforceFacilities(b, *q.Workforce) + "," + workforceRule(b, *q.Workforce) + ", "
	}
	fields := []string{
		"'sources', coalesce((select json_agg(to_json(d) order by d.role, d.name) from data_source d where d.id in (select id from used)), '[]'::json)",
		"'desa', (select count(*) from area)",
	}
	used := []string{"select source_id from area"}
	if q.People {
		used = append(used, "select p.source_id from area a cross join lateral (select dp.source_id from api.desa_people dp where dp.desa = a.code limit 1) p")
		fields = append(fields, "'without_people', (select count(*) from area a where not exists (select from api.desa_people dp where dp.desa = a.code))")
	}
	if q.Facility {
		kinds := "true"
		if q.Kinds != nil {
			kinds = "f.kind = any(" + b.add(texts(q.Kinds)) + ")"
		}
		used = append(used, "select f.source_id from api.facility f where "+kinds+" and "+facilityWithin(b, q.Within),
			"select f.edit_source from api.facility f where "+kinds+" and "+facilityWithin(b, q.Within),
			"select sa.source_id from api.facility_service_area sa join area a on a.code = sa.desa")
		fields = append(fields, "'without_desa', (select count(*) from api.facility f where f.desa is null and "+kinds+" and "+facilityWithin(b, q.Within)+")")
	}
	if q.Used != nil {
		used = append(used, "select unnest(array[f.source_id, f.edit_source]) from api.facility f where f.id = any("+b.add(q.Used)+")")
	}
	if q.Register {
		used = append(used, "select r.source_id from api.register_on("+b.add(string(q.AsOf))+"::text::date) r where r.kind = any("+b.add(texts(q.Kinds))+") and ("+
			within(b, "r.wilayah", q.Within)+" or "+b.add(string(q.Within))+"::text like r.wilayah || '.%')")
	}
	if q.Staff {
		used = append(used, "select s.source_id from api.facility f join api.staff_count s on s.facility_id = f.id where "+facilityWithin(b, q.Within))
	}
	if q.Mentoring {
		used = append(used, "select m.source_id from mentoring m join api.facility f on f.id = m.puskesmas_id where "+facilityWithin(b, q.Within),
			"select r.source_id from api.register_on("+b.add(string(q.AsOf))+"::text::date) r where r.kind = 'MENTORING' and ("+within(b, "r.wilayah", q.Within)+" or "+b.add(string(q.Within))+"::text like r.wilayah || '.%')")
	}
	if q.Posyandu {
		used = append(used, "select x.source_id from api.posyandu_on("+b.add(string(q.AsOf))+"::text::date) x where "+within(b, "x.desa", q.Within)+" and x.source_id is not null")
	}
	if q.Puskesmas != nil {
		fields = append(fields, "'no_service_area', not exists (select from api.facility_service_area sa where sa.facility_id = "+b.add(*q.Puskesmas)+")")
	}
	if q.Dataset != 0 {
		id := b.add(q.Dataset)
		used = append(used, "select n.source_id from network_dataset n where n.id = "+id)
		fields = append(fields, `'network', (select json_build_object('id', n.id, 'hash', n.hash, 'nodes', n.nodes, 'edges', n.edges,
			'length_km', n.length_m / 1000, 'coverage_method', n.coverage_method, 'created_at', n.created_at, 'source', to_json(d))
			from network_dataset n join data_source d on d.id = n.source_id where n.id = `+id+")",
			"'uncovered', (select count(*) from area a join network_dataset n on n.id = "+id+" where a.surface_point is not null and not ST_Covers(n.coverage, a.surface_point))")
	}
	if q.Workforce != nil {
		sources := "select distinct st.source from st"
		if !kaderOfPosyandu(*q.Workforce) {
			sources = "select unnest(p.sources) from f0 join " + staffPeriod("f0", b.add(string(q.AsOf))+"::text::date")
		}
		used = append(used, sources,
			"select s.source_id from standard s where s.source_id is not null and s.id = any("+b.add(q.Workforce.Need.Standards)+"::text[]) and "+ruleUsed(q.Workforce.Need))
		if q.Workforce.Need.Rule == gis.ByWorkload {
			used = append(used, "select v.source_id from workload_volume v join f on f.id = v.facility_id where v.period <= "+b.add(string(q.AsOf))+"::text::date")
		}
		fields = append(fields, workforceEvidence(b, q)...)
	}
	return readOne[gis.Evidence](ctx, s, "read evidence", with+fmt.Sprintf(`
		area as materialized (select w.code, w.source_id, w.surface_point from api.wilayah w where w.level = 'DESA_KELURAHAN' and %s and %s),
		used(id) as materialized (%s)
		select json_build_object(%s)`, within(b, "w.code", q.Within), desaOfPuskesmas(b, "w.code", q.Puskesmas),
		strings.Join(used, " union "), strings.Join(fields, ", ")), b.values...)
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
	day := b.add(string(q.AsOf)) + "::text::date"
	shared, unplaced := "false", "false" // told where rows or figures are of klaster
	if q.Workforce.ByKlaster() {
		shared, unplaced = "cardinality(s.klaster) > 1", "s.klaster = '{}'"
	}
	// Of a need by class a class tells as much as the facilities that are of it, and staff
	// add up the same unfolded: a country has hundreds of thousands of both.
	staff, ruled := "staff s where true", "select from rule r where r.facility_id = f.id"
	elsewhere := "sum(s.elsewhere), 0) from staff s"
	asked := "select distinct r.profession from rule r where r.known and r.hi > 0"
	// Found at once by the index where there are any, and only then all are gone through.
	listed := "f0 join api.staff_sum s on s.facility_id = f0.id and s.period <= " + day + " and s.until > " + day + " where"
	if kaderOfPosyandu(*q.Workforce) {
		listed = "st s where"
	}
	if q.Workforce.Need.Rule == gis.ByStandard {
		staff = "st s where s.facility_id in (select id from f)"
		elsewhere = "sum(p.elsewhere), 0) from f join " + staffPeriod("f", day)
		if kaderOfPosyandu(*q.Workforce) {
			elsewhere = "sum(s.elsewhere), 0) from " + staff
		}
		// Where some facilities' lists are silent on a profession, those of the others count.
		asked = `select distinct r.profession from class r join (select distinct scope, kind, category, rawat_inap from f where known) k
			using (scope, kind, category, rawat_inap) where r.hi > 0 and (r.profession not in (select profession from hidden)
				or r.profession in (select profession from rule where known and hi > 0))`
		ruled = "select from class r where r.scope = f.scope and r.kind = f.kind and r.category = f.category and r.rawat_inap = f.rawat_inap"
	}
	var ratio []string
	if q.Workforce.Need.Rule == gis.ByRatio {
		const unknown = "from f0 j join f on f.id = j.induk_id where j.kind <> 'POSYANDU' and not exists (select from known k where k.id = j.id)"
		ratio = []string{
			"'jejaring_unknown', (select count(*) " + unknown + ")", "'jejaring_pustu', (select count(*) " + unknown + " and j.kind = 'PUSTU')",
			`'shared_desa', (select count(distinct sa.desa) from api.facility_service_area sa join f on f.id = sa.facility_id
				where exists (select from api.facility_service_area o join api.facility p on p.id = o.facility_id and p.kind = 'PUSKESMAS'
					where o.desa = sa.desa and o.facility_id <> sa.facility_id))`,
		}
	}
	return append(ratio,
		"'standards', coalesce((select json_agg(to_json(s) order by s.id) from standard s where s.id = any("+b.add(q.Workforce.Need.Standards)+"::text[]) and "+ruleUsed(q.Workforce.Need)+"), '[]'::json)",
		"'without_staff', (select count(*) from f where not exists (select from known k where k.id = f.id))",
		"'without_standard', (select count(*) from f where not exists ("+ruled+"))",
		"'need_unknown', (select count(*) from f where exists ("+ruled+" and r.lo < r.hi and r.hi < 'infinity'))",
		// A facility, profession and period of several lists: which counts, which do not.
		`'several', coalesce((select json_agg(json_build_object('counted', d.name, 'left_out', o.name, 'facilities', t.n) order by d.name, o.name)
			from (select s.sources[1] as counted, o.id, count(distinct s.facility_id) as n
				from f0 join api.staff_sum s on s.facility_id = f0.id and s.period <= `+day+` and s.until > `+day+` cross join unnest(s.others) o(id)
				where s.others <> '{}' group by 1, 2) t
			join data_source d on d.id = t.counted join data_source o on o.id = t.id), '[]'::json)`,
		"'unlisted', coalesce((select json_agg(json_build_object('profession', h.profession, 'facilities', h.n) order by p.sort, p.code)"+`
			from (select profession, count(*) as n from hidden join f on f.id = hidden.facility_id group by 1) h join profession p on p.code = h.profession), '[]'::json)`,
		// Asked of facilities whose lists all leave it out.
		"'never_listed', coalesce((select json_agg(p.code order by p.sort, p.code) from ("+asked+`) r join profession p on p.code = r.profession where (
			select true from `+listed+` s.profession in (select p.code union all select w.part from profession_part w where w.whole = p.code) limit 1) is null), '[]'::json)`,
		"'not_mapped', (select count(*) from f where f.unmapped)",
		"'at_pustu', (select coalesce("+elsewhere+")",
		"'shared', (select coalesce(sum(s.everyone), 0) from "+staff+" and "+shared+")",
		"'unplaced', (select coalesce(sum(s.everyone), 0) from "+staff+" and "+unplaced+")",
		// Of each facility or unit its latest period: whoever stands in three is one.
		"'staff_unknown_status', (select coalesce(sum(s.people), 0) from api.staff_count s join f on f.id = s.facility_id where s.status = 'TIDAK_DIKETAHUI' and not s.at_pustu and s.period <= "+day+`
			and exists (select from api.staff_sum l where l.facility_id = s.facility_id and l.period = s.period and l.until > `+day+"))",
		`'staff_no_facility', (select coalesce(sum(s.people), 0) from (
			select s.people, s.period, max(s.period) over (partition by s.wilayah, s.unit) as latest
			from api.staff_count s where s.facility_id is null and s.period <= `+day+` and `+within(b, "s.wilayah", q.Within)+") s where s.period = s.latest)",
	)
}
