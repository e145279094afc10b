package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/embedded"
)

// All of PostgreSQL is killed in the middle of an import: nothing of it remains,
// and the same command then succeeds.
func TestDatabaseKilledDuringAnImport(t *testing.T) {
	file := realData(t, "wilayah/desa_35.geojsonl.gz")
	for moment, reached := range map[string]string{
		"rows are staged": `select exists (select 1 from pg_stat_activity where pid <> pg_backend_pid() and backend_xid is not null and query like '%boundary_in i%')`,
		"rows are written": `select exists (select 1 from pg_locks l join pg_class c on c.oid = l.relation
			where c.relname = 'wilayah' and l.mode = 'RowExclusiveLock' and l.granted)`,
	} {
		t.Run(moment, func(t *testing.T) {
			dir := dataDir(t)
			must(t, 0, dir, "migrate")
			own, err := embedded.Open(t.Context(), embedded.Options{DataDir: dir})
			if err != nil {
				t.Fatal(err)
			}
			defer own.Close()
			loading := start(t, dir, "import", "boundaries", file)
			eventually(t, patience, func() error {
				select {
				case <-loading.done:
					t.Fatalf("the import ended before it was killed:\n%s", loading.out)
				default:
				}
				if there, err := query[bool](t.Context(), own, reached); err != nil || !there {
					return errors.Join(err, errors.New("not yet"))
				}
				return nil
			})
			killPostgres(t, own)
			out, exit := loading.finish(t)
			if exit != 1 || !strings.Contains(out, "The database cannot be reached") {
				t.Errorf("exit status %d of an import whose database was killed:\n%s", exit, out)
			}
			const left = `select (select count(*) from data.wilayah) || ' ' || (select count(*) from data.data_source where role = 'BOUNDARIES')
				|| ' ' || (select count(*) from data.import_run)`
			eventually(t, patience, func() error {
				got, err := query[string](t.Context(), own, left)
				if err == nil && got != "0 0 0" {
					t.Fatalf("the killed import left %s wilayah, sources, runs", got)
				}
				return err
			})
			must(t, 0, dir, "import", "boundaries", file)
			if n, err := query[int](t.Context(), own, `select count(*) from data.wilayah where level = 'DESA_KELURAHAN'`); err != nil || n != 8494 {
				t.Errorf("%d desa (%v), want 8494", n, err)
			}
		})
	}
}

// killPostgres kills the postmaster and all its backends at once.
func killPostgres(t *testing.T, own *embedded.Store) {
	t.Helper()
	pids, err := query[[]int](t.Context(), own, `select array_agg(pid) || split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int from pg_stat_activity`)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(pids) - 1; i >= 0; i-- {
		if err := syscall.Kill(pids[i], syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			t.Fatal(err)
		}
	}
}

// query asks the store as its owner.
func query[T any](ctx context.Context, own *embedded.Store, sql string) (v T, err error) {
	c, err := pgx.Connect(ctx, own.OwnerURL())
	if err != nil {
		return v, err
	}
	defer c.Close(ctx)
	if err := c.QueryRow(ctx, sql).Scan(&v); err != nil {
		return v, fmt.Errorf("%s: %w", sql, err)
	}
	return v, nil
}
