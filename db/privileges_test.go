package db

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jangkau/db/dbtest"
	"jangkau/db/embedded"
)

// The program's role uses the tables and can change none of them, and the one
// function that runs as its owner does no more than it says.
func TestTheProgramOwnsNothing(t *testing.T) {
	ctx := context.Background()
	owner, app := dbtest.New(t, migrateTest)
	connect := func(url string) *pgx.Conn {
		c, err := pgx.Connect(ctx, url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close(ctx) })
		return c
	}
	c := connect(owner)
	for what, sql := range map[string]string{
		"things the role owns":   `select count(*) from pg_shdepend where refobjid = 'jangkau_app'::regrole and deptype = 'o'`,
		"functions run as owner": `select count(*) - 1 from pg_proc where prosecdef and pronamespace in ('data'::regnamespace, 'api'::regnamespace)`,
		"... without a search_path": `select count(*) from pg_proc where prosecdef and pronamespace in ('data'::regnamespace, 'api'::regnamespace)
			and not coalesce(proconfig::text like '%search_path=pg_catalog, pg_temp%', false)`,
		"... that all may run": `select count(*) from pg_proc p cross join lateral aclexplode(p.proacl) a
			where p.prosecdef and p.pronamespace in ('data'::regnamespace, 'api'::regnamespace) and a.grantee = 0`,
		"rights to more than rows": `select count(*) from pg_class k cross join lateral aclexplode(k.relacl) a
			where k.relnamespace in ('data'::regnamespace, 'api'::regnamespace) and a.grantee = 'jangkau_app'::regrole
			and a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE')`,
	} {
		var n int
		if err := c.QueryRow(ctx, sql).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d (%v), want 0", what, n, err)
		}
	}
	a := connect(app)
	for _, sql := range []string{
		`create table data.x (y int)`, `create table public.x (y int)`, `create function api.x() returns int language sql as 'select 1'`,
		`drop table data.facility`, `truncate data.facility`, `alter table data.facility disable trigger all`, `drop view api.facility`,
		`create or replace function data.bump() returns trigger language plpgsql as 'begin return null; end'`,
		`insert into goose_db_version (version_id, is_applied) values (9999, true)`, `set role ` + embedded.OwnerRole, `copy data.facility to '/tmp/x'`,
		`delete from data.facility_edit`, `update data.facility_edit set by_whom = 'x'`, `update data.facility_edit set changes = '[]'`,
	} {
		_, err := a.Exec(ctx, sql)
		var pe *pgconn.PgError
		if !errors.As(err, &pe) || pe.Code != "42501" {
			t.Errorf("%s: %v, want a refusal", sql, err)
		}
	}
	if _, err := a.Exec(ctx, `select data.refresh_statistics(array['facility', 'no such table', 'facility; drop table data.facility', '"', 'pg_authid', null])`); err != nil {
		t.Error(err)
	}
	if _, err := a.Exec(ctx, `select data.refresh_statistics(null)`); err != nil {
		t.Error(err)
	}
}
