package db

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// editSourceToCome stands for the source of an edit in its history until it has a number.
const editSourceToCome = 0

// state works out the history that status and condition leave, and the day of closing
// that goes with it: see gis.Timeline for what an edit may do to it.
func (e *editing) state(ctx context.Context) error {
	m := e.m
	aboutStatus, aboutCondition := m.Status != nil || m.StatusSince != nil, m.Condition != nil || m.Clears(gis.EditCondition) || m.ConditionSince != nil
	if !aboutStatus && !aboutCondition {
		return nil
	}
	stored, err := e.history(ctx)
	if err != nil {
		return err
	}
	e.stored, e.states = stored, stored
	// A day of closing holds against whatever the states say. One that is still to come is
	// no part of what is so today.
	shut := e.was.Closed != nil && *e.was.Closed <= string(m.Today)
	if aboutStatus && shut {
		e.states = stored.ClosedFrom(gis.Date(*e.was.Closed))
	}
	if err := e.sayStatus(); err != nil {
		return err
	}
	if err := e.sayCondition(); err != nil {
		return err
	}
	if e.sets(gis.EditStatus) {
		if e.now.Status = string(e.states[len(e.states)-1].Status); e.now.Status == string(gis.StatusClosed) {
			day := string(e.states.Since(gis.EditStatus))
			e.now.Closed = &day
		} else if shut {
			e.now.Closed = nil
		}
	}
	return nil
}

func (e *editing) sayStatus() (err error) {
	m, was := e.m, e.states
	switch {
	case m.StatusSince != nil:
		if e.states, err = was.Move(gis.EditStatus, *m.StatusSince, editSourceToCome); err == nil {
			e.moved(gis.EditStatus, gis.EditStatusSince, was)
		}
	case m.Status != nil && string(*m.Status) != e.was.Status:
		if e.states, err = was.Set(gis.EditStatus, string(*m.Status), m.Day(), editSourceToCome); err == nil {
			after := string(*m.Status)
			e.changed(gis.EditStatus, &e.was.Status, &after)
		}
	}
	return err
}

func (e *editing) sayCondition() (err error) {
	m, was := e.m, e.states
	if m.ConditionSince != nil {
		if e.states, err = was.Move(gis.EditCondition, *m.ConditionSince, editSourceToCome); err == nil {
			e.moved(gis.EditCondition, gis.EditConditionSince, was)
		}
		return err
	}
	after := e.was.Condition
	switch {
	case m.Clears(gis.EditCondition):
		after = nil
	case m.Condition != nil:
		c := string(*m.Condition)
		after = &c
	}
	if same(e.was.Condition, after) {
		return nil
	}
	value := ""
	if after != nil {
		value = *after
	}
	if e.states, err = was.Set(gis.EditCondition, value, m.Day(), editSourceToCome); err == nil {
		e.now.Condition = after
		e.changed(gis.EditCondition, e.was.Condition, after)
	}
	return err
}

// moved notes that a field holds since another day than before.
func (e *editing) moved(field, since gis.FacilityEditField, was gis.Timeline) {
	before, after := string(was.Since(field)), string(e.states.Since(field))
	if before == after {
		return
	}
	e.changes = append(e.changes, gis.FacilityFieldChange{Field: since, Before: &before, After: &after})
	e.fields = append(e.fields, field)
}

// history is what is stored of the facility's states, with what held on its first day.
func (e *editing) history(ctx context.Context) (gis.Timeline, error) {
	rows, err := e.tx.Query(ctx, `
		select s.valid_from::text, s.status, s.condition, s.source_id from data.facility_state s where s.facility_id = $1
		union all
		select f.known_from::text, f.status, f.condition, f.source_id from data.facility f
		where f.id = $1 and not exists (select from data.facility_state s where s.facility_id = f.id and s.valid_from <= f.known_from)
		order by 1`, e.m.Facility)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (s gis.FacilityState, err error) {
		return s, r.Scan(&s.From, &s.Status, &s.Condition, &s.SourceID)
	})
}

// writeState brings the stored history to what the edit leaves of it, so that answers of
// the days before see the facility as it was.
func (e *editing) writeState(ctx context.Context) error {
	if !e.sets(gis.EditStatus) && !e.sets(gis.EditCondition) {
		return nil
	}
	var days, status, gone []string
	var condition []*string
	var source []int64
	for _, s := range e.states {
		if s.SourceID == editSourceToCome {
			s.SourceID = e.source
		}
		days, status, source = append(days, string(s.From)), append(status, string(s.Status)), append(source, s.SourceID)
		condition = append(condition, (*string)(s.Condition))
	}
	for _, s := range e.stored {
		if !slices.Contains(days, string(s.From)) {
			gone = append(gone, string(s.From))
		}
	}
	if len(gone) > 0 {
		if _, err := e.tx.Exec(ctx, `delete from data.facility_state where facility_id = $1 and valid_from = any($2::text[]::date[])`, e.m.Facility, gone); err != nil {
			return err
		}
	}
	_, err := e.tx.Exec(ctx, `
		insert into data.facility_state as s (facility_id, valid_from, status, condition, source_id)
		select $1, n.day::date, n.status, n.condition, n.source from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) n(day, status, condition, source)
		on conflict (facility_id, valid_from) do update set status = excluded.status, condition = excluded.condition, source_id = excluded.source_id
		where (s.status, s.condition, s.source_id) is distinct from (excluded.status, excluded.condition, excluded.source_id)`,
		e.m.Facility, days, status, condition, source)
	return err
}
