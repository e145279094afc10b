package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"jangkau/gis"
	"jangkau/ingest"
)

// Load is an import's one transaction: its source, its run and its issues. What
// is loaded stands in load_boundaries.go and its siblings, as methods. One
// goroutine at a time speaks through tx; AddIssue is free.
type Load struct {
	Info    ingest.LoadInfo
	Source  int64
	Run     int64
	Vintage time.Time // as given, else as stored for the same file, else today

	tx          pgx.Tx
	ended       bool
	keepMissing bool
	network     int64 // the dataset being built, see load_roads.go
	mu          sync.Mutex
	issues      []ingest.Issue
}

// StartLoad begins an import. It fails with Conflict where another import of the
// same role is running, or where the source is known under the other kind.
func (d *DB) StartLoad(ctx context.Context, info ingest.LoadInfo) (*Load, error) {
	tx, err := d.pool.Begin(ctx)
	if err != nil {
		return nil, wrap("begin import", err)
	}
	l := &Load{Info: info, Vintage: info.Vintage, tx: tx}
	if err := l.open(ctx); err != nil {
		l.Rollback(context.WithoutCancel(ctx))
		return nil, wrap("begin import", err)
	}
	return l, nil
}

func (l *Load) open(ctx context.Context) error {
	if err := l.lock(ctx); err != nil {
		return err
	}
	if err := l.upsertSource(ctx); err != nil {
		return err
	}
	params := l.Info.Parameters
	if params == nil {
		params = map[string]any{}
	}
	// Written now so that issues can refer to it, and filled in by Finish.
	return l.tx.QueryRow(ctx, `
		insert into data.import_run (source_id, file_name, checksum, started_at, finished_at,
			rows_read, added, changed, unchanged, rejected, suspicious, missing, parameters)
		values ($1, $2, $3, $4, $4, 0, 0, 0, 0, 0, 0, 0, $5) returning id`,
		l.Source, l.Info.FileName, l.Info.Checksum, l.Info.StartedAt, params).Scan(&l.Run)
}

// lock keeps out imports of the same role. Boundaries run alone: what other imports
// find in them (the desa of a point) would be missed where neither sees the other.
func (l *Load) lock(ctx context.Context) error {
	others := `pg_try_advisory_xact_lock_shared`
	if l.Info.Role == string(ingest.RoleBoundaries) {
		others = `pg_try_advisory_xact_lock`
	}
	var free bool
	if err := l.tx.QueryRow(ctx, `select pg_try_advisory_xact_lock(hashtext('jangkau import ' || $1)) and `+others+`(hashtext('jangkau boundaries'))`,
		l.Info.Role).Scan(&free); err != nil {
		return err
	}
	if free {
		if writesFacilities(l.Info.Role) {
			// Edits end in a moment; others wait for the end of this import.
			_, err := l.tx.Exec(ctx, `select pg_advisory_xact_lock(`+editsLock+`)`)
			return err
		}
		return nil
	}
	return gis.NewError(gis.Conflict,
		"Impor lain untuk data yang sama (%s) atau impor batas wilayah sedang berjalan; tunggu sampai selesai lalu ulangi",
		"Another import of the same data (%s), or one of boundaries, is running; wait for its end and try again", l.Info.Role)
}

// writesFacilities tells imports that decide by what they read of facilities when they
// began: those of facilities; of boundaries, which find the desa of points anew; and of
// posyandu, which make, close and open facilities of their kind.
func writesFacilities(role string) bool {
	switch ingest.Role(role) {
	case ingest.RoleFacilities, ingest.RoleBoundaries, ingest.RolePosyandu:
		return true
	}
	return false
}

// upsertSource writes only what differs, so that the same file twice changes
// nothing; a vintage that nobody gave stays as stored while the file does.
func (l *Load) upsertSource(ctx context.Context) error {
	in := l.Info
	var kind, sum string
	var vintage pgtype.Date
	err := l.tx.QueryRow(ctx, `select id, kind, coalesce(checksum, ''), vintage from data.data_source where role = $1 and name = $2 for update`,
		in.Role, in.SourceName).Scan(&l.Source, &kind, &sum, &vintage)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return l.tx.QueryRow(ctx, `
			insert into data.data_source (name, role, kind, vintage, licence, publisher, url, checksum, imported_at)
			values ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''), nullif($7, ''), $8, $9) returning id`,
			in.SourceName, in.Role, in.Kind, l.Vintage, in.Licence, in.Publisher, in.URL, in.Checksum, in.StartedAt).Scan(&l.Source)
	case err != nil:
		return err
	case kind != in.Kind:
		return gis.NewError(gis.Conflict,
			"Sumber %q sudah tersimpan sebagai %s, bukan %s; beri nama sumber lain",
			"The source %q is stored as %s, not %s; give another source name", in.SourceName, kind, in.Kind)
	}
	if !in.VintageGiven && sum == in.Checksum && vintage.Valid {
		l.Vintage = vintage.Time
	}
	_, err = l.tx.Exec(ctx, `
		update data.data_source set vintage = $2, licence = coalesce(nullif($3, ''), licence), publisher = coalesce(nullif($4, ''), publisher),
			url = coalesce(nullif($5, ''), url), checksum = $6, imported_at = $7
		where id = $1 and (vintage, licence, publisher, url, checksum) is distinct from
			($2, coalesce(nullif($3, ''), licence), coalesce(nullif($4, ''), publisher), coalesce(nullif($5, ''), url), $6)`,
		l.Source, l.Vintage, in.Licence, in.Publisher, in.URL, in.Checksum, in.StartedAt)
	return err
}

// AddIssue keeps an issue until the connection has time for it.
func (l *Load) AddIssue(i ingest.Issue) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.issues = append(l.issues, i)
}

// KeepMissing takes --close-missing back, and staff counts that the file lacks stay.
func (l *Load) KeepMissing() {
	l.Info.CloseMissing = false
	l.keepMissing = true
}

// flushIssues writes the issues kept so far. Loaders of large files call it
// between batches, so that a file full of errors does not fill the memory.
func (l *Load) flushIssues(ctx context.Context) error {
	l.mu.Lock()
	issues := l.issues
	l.issues = nil
	l.mu.Unlock()
	if len(issues) == 0 {
		return nil
	}
	_, err := l.tx.CopyFrom(ctx, pgx.Identifier{"data", "import_issue"},
		[]string{"run_id", "line", "code", "severity", "field", "value", "reason_id", "reason_en", "action_id", "action_en", "facility_id", "wilayah"},
		pgx.CopyFromSlice(len(issues), func(n int) ([]any, error) {
			i := issues[n]
			var facility, wilayah any
			if i.FacilityID != 0 {
				facility = i.FacilityID
			}
			if i.Wilayah != "" {
				wilayah = string(i.Wilayah)
			}
			return []any{
				l.Run, i.Line, i.Code, string(i.Severity), i.Field, i.Value,
				i.Reason.ID, i.Reason.EN, i.Action.ID, i.Action.EN, facility, wilayah,
			}, nil
		}))
	return wrap("write import issues", err)
}

// Finish records the run and commits; a dry run has then done all the work and
// is undone.
func (l *Load) Finish(ctx context.Context, t ingest.Totals) (int64, error) {
	if err := l.flushIssues(ctx); err != nil {
		return 0, err
	}
	if _, err := l.tx.Exec(ctx, `
		update data.import_run set finished_at = clock_timestamp(), rows_read = $2, added = $3, changed = $4,
			unchanged = $5, rejected = $6, suspicious = $7, missing = $8 where id = $1`,
		l.Run, t.Rows, t.Added, t.Changed, t.Unchanged, t.Rejected, t.Suspicious, t.Missing); err != nil {
		return 0, wrap("finish import", err)
	}
	if t.Added+t.Changed > 0 && !l.Info.DryRun {
		if _, err := l.tx.Exec(ctx, `select data.refresh_statistics($1)`, tablesOf[l.Info.Role]); err != nil {
			return 0, wrap("refresh statistics", err)
		}
	}
	l.ended = true
	if l.Info.DryRun {
		return 0, wrap("undo dry run", l.tx.Rollback(ctx))
	}
	return l.Run, wrap("commit import", l.tx.Commit(ctx))
}

// tablesOf are the tables an import fills: their statistics are stale after it.
var tablesOf = map[string][]string{
	string(ingest.RoleBoundaries): {"wilayah", "landmass_part"},
	string(ingest.RoleFacilities): {"facility", "facility_source", "facility_identifier", "facility_service_area", "facility_state", "register"},
	string(ingest.RolePopulation): {"population", "settlement"},
	string(ingest.RoleRoads):      {"network_desa_point", "landmass_part"}, // nodes and edges are read whole
	string(ingest.RoleStaff):      {"staff_count", "staff_period"},
	string(ingest.RolePosyandu):   {"facility", "posyandu_report", "posyandu_competence"},
	string(ingest.RoleMentoring):  {"mentoring"},
	string(ingest.RoleWorkload):   {"workload_volume"},
}

// Rollback undoes everything; after Finish it does nothing.
func (l *Load) Rollback(ctx context.Context) {
	if !l.ended {
		l.ended = true
		_ = l.tx.Rollback(ctx)
	}
}

// refuseMix fails with Conflict where any of the kabupaten holds rows of the
// other kind, in any role.
func (l *Load) refuseMix(ctx context.Context, kabupaten []string) error {
	return refuseMix(ctx, l.tx, l.Info.Kind, kabupaten)
}

func refuseMix(ctx context.Context, tx pgx.Tx, kind string, kabupaten []string) error {
	var where string
	err := tx.QueryRow(ctx, `
		with other as materialized (select id from data.data_source where kind <> $1)
		select k from unnest($2::text[]) k
		where exists (select 1 from other) and (
			   exists (select 1 from data.wilayah w where (w.code = k collate "C" or w.code >= k || '.' and w.code < k || '/') and w.source_id in (select id from other))
			or exists (select 1 from data.population p where p.desa >= k || '.' and p.desa < k || '/' and p.source_id in (select id from other))
			or exists (select 1 from data.settlement p where p.desa >= k || '.' and p.desa < k || '/' and p.source_id in (select id from other))
			or exists (select 1 from data.facility f where (f.desa >= k || '.' and f.desa < k || '/' or f.kabupaten = k collate "C" or f.kabupaten >= k || '.' and f.kabupaten < k || '/')
			             and f.source_id in (select id from other))
			or exists (select 1 from data.staff_count s where (s.wilayah = k collate "C" or s.wilayah >= k || '.' and s.wilayah < k || '/') and s.source_id in (select id from other)))
		order by k limit 1`, kind, kabupaten).Scan(&where)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return wrap("check demo and real data", err)
	}
	if kind == ingest.Demo {
		return gis.NewError(gis.Conflict,
			"Kabupaten/kota %s sudah berisi data sungguhan; data peraga tidak dicampur dengannya. Muat peraga ke basis data yang kosong",
			"Kabupaten/kota %s holds real data; demo data are not mixed with it. Load the demo into an empty store", where)
	}
	return gis.NewError(gis.Conflict,
		"Kabupaten/kota %s berisi data peraga (demo); data sungguhan tidak dicampur dengannya. Jalankan dahulu: jangkau demo --remove",
		"Kabupaten/kota %s holds demo data; real data are not mixed with it. First run: jangkau demo --remove", where)
}

// execAny runs sql only where there is something for it to do: triggers of a
// statement fire for no rows too, and would make an unchanged store look changed.
func (l *Load) execAny(ctx context.Context, rows int, sql string, args ...any) error {
	if rows == 0 {
		return nil
	}
	tag, err := l.tx.Exec(ctx, sql, args...)
	if err != nil {
		return err
	}
	return expectRows(tag, rows)
}

// expectRows guards the counts of a report: they are taken before the write.
func expectRows(tag pgconn.CommandTag, rows int) error {
	if tag.RowsAffected() != int64(rows) {
		return fmt.Errorf("%s where %d rows were expected", tag, rows)
	}
	return nil
}
