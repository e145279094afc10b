package db

import (
	"context"

	"jangkau/gis"
)

// state works out status and condition, and the day of closing that goes with them.
func (e *editing) state(_ context.Context) error {
	m, day := e.m, string(e.m.Day())
	if m.Status == nil && m.Condition == nil && !m.Clears(gis.EditCondition) {
		return nil
	}
	if day < e.was.KnownFrom {
		return &gis.Error{Kind: gis.Invalid, Field: "on", Message: gis.T("Fasilitas ini baru dikenal sejak %s; pakai tanggal itu atau sesudahnya",
			"This facility is known from %s only; use that day or a later one", e.was.KnownFrom)}
	}
	if m.Status != nil && string(*m.Status) != e.was.Status {
		e.now.Status = string(*m.Status)
		e.now.Closed = nil
		if *m.Status == gis.StatusClosed {
			e.now.Closed = &day
		}
		e.changed(gis.EditStatus, &e.was.Status, &e.now.Status)
	}
	switch {
	case m.Clears(gis.EditCondition):
		e.now.Condition = nil
	case m.Condition != nil:
		c := string(*m.Condition)
		e.now.Condition = &c
	}
	if !same(e.was.Condition, e.now.Condition) {
		e.changed(gis.EditCondition, e.was.Condition, e.now.Condition)
	}
	return nil
}

// writeState keeps the history of operation, so that answers of a day before see the
// facility as it was: what held from the first day, what a closing date alone said, and
// what holds from the day of the edit on, in place of later states too.
func (e *editing) writeState(ctx context.Context) error {
	status, condition := e.sets(gis.EditStatus), e.sets(gis.EditCondition)
	if !status && !condition {
		return nil
	}
	day := string(e.m.Day())
	steps := []string{`
		insert into data.facility_state (facility_id, valid_from, status, condition, source_id)
			select f.id, f.known_from, f.status, f.condition, f.source_id from data.facility f
			where f.id = $1 and not exists (select from data.facility_state s where s.facility_id = f.id and s.valid_from <= f.known_from)`}
	if status && e.was.Status == string(gis.StatusClosed) {
		// Closed by a date alone: lifting the date must not open the days between.
		steps = append(steps, `
		insert into data.facility_state as s (facility_id, valid_from, status, condition, source_id)
			select f.id, f.closed, 'CLOSED', was.condition, f.source_id from data.facility f cross join lateral (
				select s.status, s.condition from data.facility_state s where s.facility_id = f.id and s.valid_from <= f.closed order by s.valid_from desc limit 1) was
			where f.id = $1 and f.closed is not null and was.status <> 'CLOSED'
			on conflict (facility_id, valid_from) do update set status = 'CLOSED'`)
	}
	for _, sql := range steps {
		if _, err := e.tx.Exec(ctx, sql, e.m.Facility); err != nil {
			return err
		}
	}
	_, err := e.tx.Exec(ctx, `
		insert into data.facility_state as s (facility_id, valid_from, status, condition, source_id)
		select $1, $2::text::date, case when $3 then $4 else was.status end, case when $5 then $6 else was.condition end, $7
		from (select s.status, s.condition from data.facility_state s where s.facility_id = $1 and s.valid_from <= $2::text::date order by s.valid_from desc limit 1) was
		on conflict (facility_id, valid_from) do update set status = excluded.status, condition = excluded.condition, source_id = excluded.source_id`,
		e.m.Facility, day, status, e.now.Status, condition, e.now.Condition, e.source)
	if err != nil {
		return err
	}
	_, err = e.tx.Exec(ctx, `
		update data.facility_state s set status = case when $3 then $4 else s.status end, condition = case when $5 then $6 else s.condition end
		where s.facility_id = $1 and s.valid_from > $2::text::date`, e.m.Facility, day, status, e.now.Status, condition, e.now.Condition)
	return err
}
