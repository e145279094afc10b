package db

import (
	"context"
	"fmt"

	"jangkau/gis"
)

// editRow is the JSON of a gis.FacilityEdit from facility_edit e.
const editRow = `json_build_object('id', e.id, 'facility_id', e.facility_id, 'at', e.at, 'by_whom', e.by_whom, 'reason', e.reason, 'on_day', e.on_day,
	'changes', e.changes, 'version', e.version)`

// The log is only ever added to, at the top: an older page stays what it was.
var newestEdits = keyset{{expr: "e.id", cast: "bigint", desc: true}}

// FacilityEdit reads one edit.
func (s *Session) FacilityEdit(ctx context.Context, id int64) (*gis.FacilityEdit, error) {
	return readOne[*gis.FacilityEdit](ctx, s, "read edit", `select `+editRow+` from facility_edit e where e.id = $1`, id)
}

// ListEdits lists the edits of an area's facilities, newest first.
func (s *Session) ListEdits(ctx context.Context, q gis.EditQuestion, page gis.Page) (gis.List[*gis.FacilityEdit], error) {
	b := &binds{}
	where := []string{"e.changes <> '[]'::jsonb", facilityWithin(b, q.Within), facilityOfPuskesmas(b, q.Puskesmas)}
	if q.Since != nil {
		where = append(where, editsSince(b, *q.Since))
	}
	return readPage[*gis.FacilityEdit](ctx, s, "list edits", listQuery{
		head: areaFields(b, q.Area) + ",", version: "''", from: "facility_edit e join api.facility f on f.id = e.facility_id",
		where: where, row: editRow, order: newestEdits,
	}, b, q.Area, page)
}

// FacilityEdits reads one page of each facility's edits, newest first.
func (s *Session) FacilityEdits(ctx context.Context, ids []int64, page gis.Page) (map[int64]gis.List[*gis.FacilityEdit], error) {
	b := &binds{}
	const where = "e.facility_id = f.id and e.changes <> '[]'::jsonb"
	after, err := newestEdits.after(b, page.After)
	if err != nil {
		return nil, err
	}
	rows, err := readAll[keyed[int64, gis.List[*gis.FacilityEdit]]](ctx, s, "read edits of facilities", fmt.Sprintf(`
		select json_build_object('key', f.id, 'row', json_build_object('version', '',
			'total', (select count(*) from facility_edit e where %[1]s),
			'rows', coalesce((select json_agg(t.o) from (
				select json_build_object('row', %[2]s, 'keys', %[3]s) as o
				from facility_edit e where %[1]s and %[4]s order by %[5]s limit %[6]s) t), '[]'::json)))
		from unnest(%[7]s::bigint[]) f(id)`, where, editRow, newestEdits.keys(), after, newestEdits.orderBy(), b.add(page.First+1), b.add(ids)), b.values...)
	out := make(map[int64]gis.List[*gis.FacilityEdit], len(rows))
	for _, r := range rows {
		cut(&r.Row, page.First)
		out[r.Key] = r.Row
	}
	return out, err
}

// FacilityHistories reads how status and condition came to be what they are on a day: the
// states told, what held before the first of them, and a closing by its date alone.
func (s *Session) FacilityHistories(ctx context.Context, ids []int64, day gis.Date) (map[int64]gis.Timeline, error) {
	rows, err := readAll[keyed[int64, struct {
		Closed *gis.Date    `json:"closed"`
		States gis.Timeline `json:"states"`
	}]](ctx, s, "read histories", `
		select json_build_object('key', f.id, 'row', json_build_object('closed', case when f.closed <= $2::text::date then f.closed end, 'states', (
			select json_agg(json_build_object('from', t.valid_from, 'status', t.status, 'condition', t.condition, 'source', t.source_id) order by t.valid_from) from (
				select st.valid_from, st.status, st.condition, st.source_id from facility_state st where st.facility_id = f.id
				union all
				select f.known_from, f.status, f.condition, f.source_id
				where not exists (select from facility_state st where st.facility_id = f.id and st.valid_from <= f.known_from)) t)))
		from api.facility f where f.id = any($1)`, ids, string(day))
	out := make(map[int64]gis.Timeline, len(rows))
	for _, r := range rows {
		if out[r.Key] = r.Row.States; r.Row.Closed != nil {
			out[r.Key] = r.Row.States.ClosedFrom(*r.Row.Closed)
		}
	}
	return out, err
}

// Functioning reads, facility by facility, what the rule FUNCTIONAL of api.desa_pustu
// goes by.
func (s *Session) Functioning(ctx context.Context, ids []int64, day gis.Date) (map[int64]*gis.Functioning, error) {
	rows, err := readAll[keyed[int64, *gis.Functioning]](ctx, s, "read functioning", `
		with said as (
			select f.id, f.kind, f.known_from <= $2::text::date as known, o.id is not null as stands, o.status, o.condition, st.perawat, st.bidan,
				coalesce((select array_agg(e.kind) from pustu_equivalent e where e.kabupaten = substr(coalesce(f.desa, f.kabupaten), 1, 5)),
					(select array_agg(e.kind) from pustu_equivalent e where e.kabupaten = '')) as kinds
			from api.facility f left join api.facility_on($2::text::date) o on o.id = f.id
			left join lateral (
				select coalesce(sum(c.people) filter (where c.profession = 'PERAWAT'), 0) as perawat,
					coalesce(sum(c.people) filter (where c.profession = 'BIDAN'), 0) as bidan
				from api.staff_count c
				where c.facility_id = f.id and c.period = (select max(p.period) from api.staff_count p where p.facility_id = f.id and p.period <= $2::text::date)
				having count(*) > 0) st on true
			where f.id = any($1)),
		why as (
			select s.*, s.kind = 'PUSTU' or s.kind = any(s.kinds) as counts, array_remove(array[
				case when s.known and not s.stands then 'CLOSED' end,
				case when s.status = 'NOT_OPERATING' then 'NOT_OPERATING' end,
				case when s.status = 'UNKNOWN' or not s.known then 'STATUS_UNKNOWN' end,
				case when s.condition = 'RUSAK_BERAT' then 'CONDITION_RUSAK_BERAT' end,
				case when s.stands and s.condition is null then 'CONDITION_UNKNOWN' end,
				case when s.perawat < 1 then 'NO_PERAWAT' end,
				case when s.bidan < 1 then 'NO_BIDAN' end,
				case when s.perawat is null then 'STAFF_NOT_MAPPED' end], null) as reasons
			from said s)
		select json_build_object('key', w.id, 'row', json_build_object('reasons', case when w.counts then w.reasons else '{}' end, 'status', case
			when not coalesce(w.counts, false) then 'NOT_APPLICABLE'
			when w.reasons && array['CLOSED', 'NOT_OPERATING', 'CONDITION_RUSAK_BERAT', 'NO_PERAWAT', 'NO_BIDAN'] then 'DOES_NOT'
			when not w.known or w.perawat is null then 'UNKNOWN'
			else 'FUNCTIONS' end))
		from why w`, ids, string(day))
	out := make(map[int64]*gis.Functioning, len(rows))
	for _, r := range rows {
		out[r.Key] = r.Row
	}
	return out, err
}
