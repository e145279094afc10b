package db

import (
	"context"

	"jangkau/ingest"
)

// newStates are the states that the list adds to the history: where what it says
// differs from what was in force on its day. A row that says the same as before
// counts too, for another list may have said otherwise meanwhile; but of two lists
// of one day the later import holds, and importing the other again changes nothing.
//
// A list that a later file confirmed added no state then: where an older list comes
// in after it and says otherwise, the confirmation is written down beside it, or
// the older list would seem to be the latest.
const newStates = `
	create temp table facility_state_new on commit drop as
	with now as (
		select s.facility_id, coalesce(s.status, p.status, f.status) as status, coalesce(s.condition, p.condition) as condition,
			p.facility_id is null and f.known_from < $1 as first, f.known_from,
			p.status as old_status, p.condition as old_condition, p.source_id as old_source,
			p.facility_id is null or (coalesce(s.status, p.status), coalesce(s.condition, p.condition)) is distinct from (p.status, p.condition) as differs
		from facility_states s join data.facility f on f.id = s.facility_id
		left join lateral (select * from data.facility_state st where st.facility_id = s.facility_id and st.valid_from <= $1 order by st.valid_from desc limit 1) p on true
		where s.changed or p.valid_from is distinct from $1)
	select facility_id, $1::date as valid_from, status, condition, $2::bigint as source_id from now where differs
	union all
	select facility_id, known_from, 'UNKNOWN', null, $2 from now where differs and first
	union all
	select n.facility_id, d.vintage, n.old_status, n.old_condition, n.old_source
	from now n join data.data_source d on d.id = n.old_source
	where n.differs and d.id <> $2 and d.vintage > $1
		and exists (select 1 from data.facility_source o where o.facility_id = n.facility_id and o.source_id = d.id and o.missing_since is null)
		and not exists (select 1 from data.facility_state x where x.facility_id = n.facility_id and x.valid_from > $1 and x.valid_from <= d.vintage)`

// writeStates keeps the history of operation: the latest day wins, whatever the
// order in which lists come in.
func (l *Load) writeStates(ctx context.Context, w ingest.FacilityWrites) error {
	if len(w.States) == 0 {
		return nil
	}
	err := l.stage(ctx, "facility_states", `facility_id bigint, status text, condition text, changed boolean`, len(w.States), func(i int) []any {
		s := w.States[i]
		return []any{s.Facility, orNull(s.Status), orNull(s.Condition), s.Changed}
	})
	if err != nil {
		return err
	}
	tag, err := l.tx.Exec(ctx, newStates, l.Vintage, l.Source)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	if err := l.execAny(ctx, int(tag.RowsAffected()), `
		insert into data.facility_state (facility_id, valid_from, status, condition, source_id)
		select facility_id, valid_from, status, condition, source_id from facility_state_new
		on conflict (facility_id, valid_from) do update set status = excluded.status, condition = excluded.condition, source_id = excluded.source_id`); err != nil {
		return err
	}
	// What the facility itself says is its newest state.
	_, err = l.tx.Exec(ctx, `
		update data.facility f set status = st.status, condition = st.condition
		from (select distinct facility_id from facility_state_new) n cross join lateral (
			select * from data.facility_state x where x.facility_id = n.facility_id order by x.valid_from desc limit 1) st
		where f.id = n.facility_id and (f.status, f.condition) is distinct from (st.status, st.condition)`)
	return err
}
