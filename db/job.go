package db

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/job"
	"jangkau/travel"
)

const (
	jobLockClass = 1785684595 // as in api.job_worker: "jobs" in ASCII
	jobMostWait  = 200        // that wait at once
	jobLostMost  = 3          // servers that may die of one
	jobKept      = "30 days"  // after its end

	// A job as job.Job, of data.job j.
	jobRow = `json_build_object('id', j.id, 'kind', j.kind, 'input', j.input, 'automatic', j.automatic, 'state', j.state, 'cancel', j.cancel,
		'phase', j.phase, 'done', j.done, 'total', j.total, 'attempts', j.attempts,
		'created_at', j.created_at, 'started_at', j.started_at, 'ended_at', j.ended_at, 'result', j.result,
		'failure', case when j.error_kind is not null then json_build_object('kind', j.error_kind, 'message', json_build_object('id', j.error_id, 'en', j.error_en)) end)`
	// The store as it is: an equal number is an equal store, for the sum only grows.
	jobRevision = `(select sum(value) from data.revision)`
)

func scanJob(row pgx.CollectableRow) (*job.Job, error) {
	var raw []byte
	if err := row.Scan(&raw); err != nil {
		return nil, err
	}
	j := &job.Job{}
	return j, json.Unmarshal(raw, j)
}

// oneJob runs a statement that returns a job, or none.
func (d *DB) oneJob(ctx context.Context, op, sql string, args ...any) (*job.Job, error) {
	rows, err := d.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, wrap(op, err)
	}
	j, err := pgx.CollectExactlyOneRow(rows, scanJob)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return j, wrap(op, err)
}

// AddJob is that of [job.Store].
func (d *DB) AddJob(ctx context.Context, kind job.Kind, input json.RawMessage, automatic bool) (out *job.Job, err error) {
	err = d.Write(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `delete from data.job where ended_at < now() - $1::interval`, jobKept); err != nil {
			return err
		}
		var waiting int
		var open, vain bool // an equal one is open; came to nothing with the store as it is
		if err := tx.QueryRow(ctx, `select (select count(*) from data.job where state = 'WAITING'),
				exists (select from data.job where kind = $1 and input = $2 and state in ('WAITING','RUNNING')),
				exists (select from data.job where kind = $1 and input = $2 and state in ('FAILED','CANCELLED') and revision = `+jobRevision+`)`,
			kind, input).Scan(&waiting, &open, &vain); err != nil {
			return err
		}
		if automatic && vain {
			return nil
		}
		if waiting >= jobMostWait && !open {
			return gis.NewError(gis.Unavailable,
				"Sudah %d pekerjaan menunggu; tunggu sampai ada yang selesai, atau batalkan beberapa", "%d jobs wait already; wait until some are done, or cancel some", waiting)
		}
		rows, err := tx.Query(ctx, `
			insert into data.job as j (kind, input, automatic, revision) select $1, $2, $3, `+jobRevision+`
			on conflict (kind, input) where state in ('WAITING','RUNNING') do update set automatic = j.automatic and excluded.automatic
			returning `+jobRow, kind, input, automatic)
		if err != nil {
			return err
		}
		out, err = pgx.CollectExactlyOneRow(rows, scanJob)
		return err
	})
	return out, wrap("add job", err)
}

// Job is that of [job.Store].
func (d *DB) Job(ctx context.Context, id int64) (*job.Job, error) {
	j, err := d.oneJob(ctx, "read job", `select `+jobRow+` from data.job j where j.id = $1`, id)
	if err == nil && j == nil {
		err = errNoJob(id)
	}
	return j, err
}

func errNoJob(id int64) error {
	return gis.NewError(gis.NotFound, "Tidak ada pekerjaan nomor %d; yang selesai dihapus setelah 30 hari", "There is no job %d; those that ended are gone after 30 days", id)
}

// CancelJob is that of [job.Store].
func (d *DB) CancelJob(ctx context.Context, id int64) (*job.Job, error) {
	j, err := d.oneJob(ctx, "cancel job", `
		update data.job j set cancel = true, state = case state when 'WAITING' then 'CANCELLED' else state end,
			ended_at = case state when 'WAITING' then now() end
		where id = $1 and state in ('WAITING','RUNNING') returning `+jobRow, id)
	if err != nil || j != nil {
		return j, err
	}
	if j, err = d.Job(ctx, id); err != nil {
		return nil, err
	}
	return nil, gis.NewError(gis.Conflict, "Pekerjaan %d sudah berakhir (%s); tidak ada yang dibatalkan", "The job %d has ended (%s); there is nothing to cancel", id, j.State)
}

// ClaimJob is that of [job.Store].
func (d *DB) ClaimJob(ctx context.Context, worker int64, kinds []job.Kind) (*job.Job, error) {
	return d.oneJob(ctx, "claim job", `
		update data.job j set state = 'RUNNING', worker = $1, attempts = attempts + 1, started_at = now(), phase = null, done = 0, total = 0,
			error_kind = null, error_id = null, error_en = null
		where id = (select id from data.job where state = 'WAITING' and kind = any($2) and not_before <= now() order by id limit 1 for update skip locked)
		returning `+jobRow, worker, texts(kinds))
}

// RescueJobs is that of [job.Store]. Who dies of a job again and again would take
// every server along: then it FAILED.
func (d *DB) RescueJobs(ctx context.Context) (int, error) {
	const diedID = "Server berhenti mendadak tiga kali selagi mengerjakannya; mungkin memorinya kurang. Persempit wilayahnya atau periksa catatan server"
	const diedEN = "Its server died three times while it worked on this; it may lack memory. Narrow the area, or look into the server's log"
	tag, err := d.pool.Exec(ctx, `
		update data.job j set worker = null, phase = null, done = 0, total = 0, lost = lost + 1,
			state = n.state, ended_at = case when n.state <> 'WAITING' then now() end,
			error_kind = case when n.state = 'FAILED' then 'INTERNAL' end,
			error_id = case when n.state = 'FAILED' then $2 end, error_en = case when n.state = 'FAILED' then $3 end
		from (select id, case when cancel then 'CANCELLED' when lost + 1 >= $1 then 'FAILED' else 'WAITING' end as state
			from data.job where state = 'RUNNING' and worker not in (select w.worker from api.job_worker w) for update skip locked) n
		where j.id = n.id`, jobLostMost, diedID, diedEN)
	return int(tag.RowsAffected()), wrap("rescue jobs", err)
}

// JobProgress is that of [job.Store].
func (d *DB) JobProgress(ctx context.Context, worker, id int64, phase job.Phase, done, total int64) (cancel bool, err error) {
	err = d.pool.QueryRow(ctx, `update data.job set phase = $3, done = $4, total = $5 where id = $1 and worker = $2 returning cancel`,
		id, worker, phase, done, total).Scan(&cancel)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, job.ErrLost
	}
	return cancel, wrap("note progress of job", err)
}

// EndJob is that of [job.Store].
func (d *DB) EndJob(ctx context.Context, worker, id int64, end job.End) error {
	kind, in, en := failureColumns(end.Failure)
	return d.ownJob(ctx, "end job", `
		update data.job set state = $3, worker = null, phase = null, ended_at = now(), result = nullif($4, 0), error_kind = $5, error_id = $6, error_en = $7,
			done = case when $3 = 'DONE' then total else done end
		where id = $1 and worker = $2`, id, worker, end.State, end.Result, kind, in, en)
}

// RetryJob is that of [job.Store]. One that somebody cancelled meanwhile is not tried
// again, and one that its stopping server gives back has not used up an attempt.
func (d *DB) RetryJob(ctx context.Context, worker, id int64, r job.Retry) error {
	kind, in, en := failureColumns(r.Failure)
	return d.ownJob(ctx, "retry job", `
		update data.job set worker = null, phase = null, done = 0, total = 0,
			state = case when cancel then 'CANCELLED' else 'WAITING' end, ended_at = case when cancel then now() end,
			not_before = now() + $3::float8 * interval '1 second', error_kind = $4, error_id = $5, error_en = $6,
			attempts = attempts - case when $4::text is null then 1 else 0 end
		where id = $1 and worker = $2`, id, worker, r.After.Seconds(), kind, in, en)
}

func failureColumns(f *job.Failure) (kind, id, en *string) {
	if f == nil {
		return nil, nil, nil
	}
	k := string(f.Kind)
	return &k, &f.Message.ID, &f.Message.EN
}

// ownJob changes a job of a worker.
func (d *DB) ownJob(ctx context.Context, op, sql string, args ...any) error {
	tag, err := d.pool.Exec(ctx, sql, args...)
	if err == nil && tag.RowsAffected() == 0 {
		return job.ErrLost
	}
	return wrap(op, err)
}

// Jobs lists the newest jobs first, of some states, or of all where none is named.
func (s *Session) Jobs(ctx context.Context, states []job.State, page gis.Page) (gis.List[*job.Job], error) {
	b := &binds{}
	where := []string{"true"}
	if len(states) > 0 {
		where = append(where, "j.state = any("+b.add(texts(states))+")")
	}
	lq := listQuery{
		// Jobs are only ever added, at the top: an older page stays what it was.
		version: "''", from: "data.job j", where: where, row: jobRow,
		order: keyset{{expr: "j.id", cast: "bigint", desc: true}},
	}
	sql, err := lq.sql(b, page)
	if err != nil {
		return gis.List[*job.Job]{}, err
	}
	out, err := readOne[gis.List[*job.Job]](ctx, s, "list jobs", sql, b.values...)
	cut(&out, page.First)
	return out, err
}

// ReadJob reads one job. It fails with NotFound.
func (s *Session) ReadJob(ctx context.Context, id int64) (*job.Job, error) {
	found, err := readAll[*job.Job](ctx, s, "read job", `select `+jobRow+` from data.job j where j.id = $1`, id)
	if err == nil && len(found) == 0 {
		err = errNoJob(id)
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// TravelKept lists what is kept, as it holds on a day.
func (s *Session) TravelKept(ctx context.Context, today travel.Day) ([]travel.Kept, error) {
	return collect(ctx, s, "list travel results", travelRunQuery, []any{today.Date()}, scanTravelRun)
}
