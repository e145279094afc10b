package db

import (
	"context"
	"slices"

	"jangkau/gis"
)

// WorkforceCells reads need and staff facility by facility.
func (s *Session) WorkforceCells(ctx context.Context, q gis.WorkforceQuestion) (gis.WorkforceCells, error) {
	b := &binds{}
	day := b.add(string(q.AsOf)) + "::text::date"
	with := "with " + workforceFacilities(b, q) + "," + workforceRule(b, q) + "," + workforceCells(b, q)
	out, err := readOne[struct {
		areaHead
		gis.WorkforceCells
	}](ctx, s, "read workforce cells", with+` select json_build_object(`+areaFields(b, q.Area)+`, 'version', `+version("STAFF", "FACILITY", "WILAYAH")+`,
		'professions', (select json_agg(json_build_object('code', p.code, 'name_id', p.name_id, 'name_en', p.name_en) order by p.sort, p.code) from profession p),
		'facilities', coalesce((select json_agg(json_build_object('id', f.id, 'wilayah', coalesce(f.desa, f.kabupaten, ''), 'unmapped', f.unmapped,
				'known', f.known,
				'hidden', coalesce((select json_agg(h.profession order by h.profession) from hidden h where h.facility_id = f.id), '[]'::json),
				'period', (select max(p.period) from (select f.period
					union all select r.period from posyandu_report r where f.kind = 'POSYANDU' and r.facility_id = f.id and r.period <= `+day+`) p))
			order by f.place) from f), '[]'::json),
		'cells', coalesce((select json_agg(json_build_object('facility_id', c.facility_id, 'profession', c.profession, 'lo', c.lo, 'hi', nullif(c.hi, 'infinity'), 'exact', c.exact,
				'asn', c.asn, 'everyone', c.everyone, 'known', c.known)
			order by c.place, p.sort, p.code)
			from once c join profession p on p.code = c.profession), '[]'::json))`, b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	return out.WorkforceCells, err
}

// StaffSets reads who serves which klaster, and leads it, in the facilities in question.
func (s *Session) StaffSets(ctx context.Context, q gis.WorkforceQuestion) ([]gis.StaffSet, error) {
	b := &binds{}
	q.Group = append(slices.Clone(q.Group), gis.ByKlaster)
	return readAll[gis.StaffSet](ctx, s, "read staff by klaster", "with "+workforceFacilities(b, q)+`
		select json_build_object('facility_id', t.facility_id, 'klaster', t.klaster, 'klaster_pj', t.klaster_pj, 'asn', t.asn, 'everyone', t.everyone)
		from (select st.facility_id, st.klaster, st.klaster_pj, sum(st.asn) as asn, sum(st.everyone) as everyone
			from st join f on f.id = st.facility_id where st.counted group by 1, 2, 3) t order by t.facility_id, t.klaster, t.klaster_pj`, b.values...)
}

// UnitCosts reads what posts cost in a wilayah on a day: of each profession, status and
// funding, the narrowest wilayah's figure.
func (s *Session) UnitCosts(ctx context.Context, within gis.WilayahCode, day gis.Date) ([]gis.UnitCost, error) {
	return readAll[gis.UnitCost](ctx, s, "read unit costs", `
		select json_build_object('profession', c.profession, 'status', c.status, 'rupiah_year', c.rupiah_year, 'source', c.source,
			'funding', json_build_object('code', f.code, 'name_id', f.name_id, 'name_en', f.name_en))
		from (select distinct on (u.profession, u.status, u.funding) u.* from unit_cost u
			where (u.wilayah is null or $1::text = u.wilayah or $1::text like u.wilayah || '.%')
				and (u.valid_from is null or u.valid_from <= $2::text::date) and (u.valid_to is null or u.valid_to > $2::text::date)
			order by u.profession, u.status, u.funding, length(u.wilayah) desc nulls last, u.valid_from desc nulls last) c
		join funding_source f on f.code = c.funding order by c.profession, c.funding, c.status nulls first`, string(within), string(day))
}
