package db

import (
	"context"
	"fmt"

	"jangkau/gis"
)

// Standards reads every rule with its rows, whatever its sort.
func (s *Session) Standards(ctx context.Context) ([]*gis.Standard, error) {
	return readAll[*gis.Standard](ctx, s, "read standards", standardsSQL)
}

const standardsSQL = `
		select json_build_object('id', s.id, 'title', s.title, 'regulation', s.regulation, 'article', s.article, 'wilayah', s.wilayah,
			'valid_from', s.valid_from, 'valid_to', s.valid_to, 'revoked', s.revoked, 'revoked_by', s.revoked_by,
			'confidence', s.confidence, 'source', s.source, 'rank', s.rank, 'rule', s.rule, 'wkt_minutes', s.wkt_minutes, 'target_year', s.target_year, 'rows', coalesce((
				select json_agg(json_build_object('facility_kind', r.facility_kind, 'area_category', nullif(r.area_category, ''),
					'rawat_inap', r.rawat_inap, 'klaster', nullif(r.klaster, ''), 'required', r.required,
					'profession', json_build_object('code', p.code, 'name_id', p.name_id, 'name_en', p.name_en))
					order by r.facility_kind, r.area_category, r.rawat_inap nulls first, r.klaster, p.sort)
				from standard_row r join profession p on p.code = r.profession where r.standard = s.id), '[]'::json),
			'activities', coalesce((
				select json_agg(json_build_object('facility_kind', nullif(a.facility_kind, ''), 'code', a.code, 'name', a.name, 'kind', a.kind,
					'norm_minutes', a.norm_minutes, 'percent', a.percent, 'minutes_year', a.minutes_year, 'persons', a.persons,
					'profession', json_build_object('code', p.code, 'name_id', p.name_id, 'name_en', p.name_en))
					order by p.sort, a.facility_kind, a.sort, a.code)
				from workload_activity a join profession p on p.code = a.profession where a.standard = s.id), '[]'::json),
			'ratios', coalesce((
				select json_agg(json_build_object('required', r.required, 'per_people', r.per_people,
					'profession', json_build_object('code', p.code, 'name_id', p.name_id, 'name_en', p.name_en)) order by p.sort)
				from ratio_row r join profession p on p.code = r.profession where r.standard = s.id), '[]'::json))
		from standard s order by s.rank desc, s.id`

// WorkforceTraits reads what need by workload or by ratio is computed from: of the
// facilities with volumes, those of each one's latest period up to the day (what was done
// in different years does not add up to one year's work); of puskesmas, the
// people of the service area by the newest figure up to the day, nil where no service
// area is loaded or the people of one of its desa are not known.
func (s *Session) WorkforceTraits(ctx context.Context, q gis.WorkforceQuestion) ([]gis.WorkforceTraits, error) {
	b := &binds{}
	day := b.add(string(q.AsOf)) + "::text::date"
	where, people, volumes := "f.kind = 'PUSKESMAS'", `(select case when bool_and(p.people is not null) then sum(p.people) end
		from api.facility_service_area sa left join lateral (
			select d.people from population d where d.desa = sa.desa and d.as_of <= `+day+` order by d.as_of desc, d.source_id desc limit 1) p on true
		where sa.facility_id = f.id)`, "'[]'::json"
	if q.Rule == gis.ByWorkload {
		where, people = "exists (select from workload_volume v where v.facility_id = f.id and v.period <= "+day+")", "null"
		volumes = `(select json_agg(json_build_object('profession', v.profession, 'activity', v.activity, 'volume', v.volume,
				'norm_minutes', v.norm_minutes, 'counted', v.counted) order by v.profession, v.activity)
			from (select distinct on (v.profession, v.activity) v.* from workload_volume v
				where v.facility_id = f.id and v.period = (select max(l.period) from workload_volume l where l.facility_id = f.id and l.period <= ` + day + `)
				order by v.profession, v.activity, v.source_id desc) v)`
	}
	return readAll[gis.WorkforceTraits](ctx, s, "read workforce traits", fmt.Sprintf(`
		select json_build_object('facility_id', f.id, 'kind', f.kind, 'wilayah', coalesce(f.desa, f.kabupaten, ''), 'people', %s, 'volumes', %s)
		from api.facility_on(%s) f where %s and %s and %s order by f.id`,
		people, volumes, day, where, facilityWithin(b, q.Within), facilityOfPuskesmas(b, q.Puskesmas)), b.values...)
}
