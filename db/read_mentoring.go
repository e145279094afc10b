package db

import (
	"context"
	"fmt"

	"jangkau/gis"
)

// Mentoring lists the puskesmas of an area with the specialist posts that mentor
// them. A puskesmas LACKS one only where a list of mentoring is declared complete.
func (s *Session) Mentoring(ctx context.Context, q gis.MentoringQuestion, page gis.Page) (gis.MentoringList, error) {
	b := &binds{}
	day := b.add(string(q.AsOf)) + "::text::date"
	asked := b.add(q.Specialties) + "::text[]"
	with := fmt.Sprintf(`with
	f as materialized (select f.id, f.name, f.desa, f.kabupaten from api.facility_on(%[1]s) f where f.kind = 'PUSKESMAS' and %[2]s and %[3]s),
	m as materialized (
		select m.puskesmas_id, m.hospital_id, m.specialty, m.valid_from, m.valid_to from mentoring m join f on f.id = m.puskesmas_id
		where m.valid_from <= %[1]s and (m.valid_to is null or m.valid_to > %[1]s) and (cardinality(%[4]s) = 0 or m.specialty = any(%[4]s))),
	reg as materialized (select r.wilayah from api.register_on(%[1]s) r where r.kind = 'MENTORING'),
	x as materialized (
		select f.id, f.name, coalesce(f.desa, f.kabupaten, '') as place, a.assignments,
			array(select s from unnest(%[4]s) with ordinality u(s, n) where not exists (select from m where m.puskesmas_id = f.id and m.specialty = s) order by n) as missing,
			case when case when cardinality(%[4]s) = 0 then a.assignments is not null
					else not exists (select from unnest(%[4]s) s where not exists (select from m where m.puskesmas_id = f.id and m.specialty = s)) end then 'HAS'
				when exists (select from reg where coalesce(f.desa, f.kabupaten) || '.' like reg.wilayah || '.%%') then 'LACKS' else 'UNKNOWN' end as status
		from f left join lateral (
			select json_agg(json_build_object('hospital_id', m.hospital_id, 'specialty', m.specialty, 'valid_from', m.valid_from, 'valid_to', m.valid_to)
				order by m.specialty, m.hospital_id, m.valid_from) as assignments
			from m where m.puskesmas_id = f.id) a on true)`,
		day, facilityWithin(b, q.Within), facilityOfPuskesmas(b, q.Puskesmas), asked)
	where := "true"
	if q.Filter == gis.MentoringWithout {
		where = "x.status <> 'HAS'"
	}
	lq := listQuery{
		with: with,
		head: areaFields(b, q.Area) + `, 'counts', (select json_build_object('puskesmas', count(*), 'has', count(*) filter (where status = 'HAS'),
			'lacks', count(*) filter (where status = 'LACKS'), 'unknown', count(*) filter (where status = 'UNKNOWN')) from x),`,
		version: version("WILAYAH", "FACILITY", "STAFF"),
		from:    "x",
		where:   []string{where},
		row: `json_build_object('id', x.id, 'status', x.status, 'missing', to_json(x.missing),
			'assignments', coalesce(x.assignments, '[]'::json))`,
		order: keyset{{expr: "x.place", cast: "text"}, {expr: "x.name", cast: "text"}, {expr: "x.id", cast: "bigint"}},
	}
	sql, err := lq.sql(b, page)
	if err != nil {
		return gis.MentoringList{}, err
	}
	out, err := readOne[struct {
		areaHead
		gis.MentoringList
	}](ctx, s, "list mentoring", sql, b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	cut(&out.List, page.First)
	return out.MentoringList, err
}
