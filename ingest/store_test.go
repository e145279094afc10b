package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/db"
	"jangkau/db/dbtest"
	"jangkau/ingest"
)

// shared is the folder of real data that tests may read and the program never needs.
const shared = "../../shared/data"

// realFile skips where the real data are not at hand, which in CI is a failure.
func realFile(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(shared, name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is needed in CI", path)
		}
		t.Skipf("%s is not here", path)
	}
	return path
}

func TestMain(m *testing.M) { dbtest.Main(m) }

// store is a migrated database of the test's own; url is its owner's.
type store struct {
	*db.DB
	url string
}

func newStore(t testing.TB) *store {
	t.Helper()
	owner, app := dbtest.New(t, func(ctx context.Context, url string) error {
		_, err := db.Migrate(ctx, url)
		return err
	})
	d, err := db.Open(context.Background(), db.Config{URL: app})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return &store{d, owner}
}

// ask reads one value as the owner sees it.
func ask[T any](t testing.TB, s *store, sql string, args ...any) T {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, s.url)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	var v T
	if err := c.QueryRow(ctx, sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

// state is a digest of every table but the log of runs.
func state(t testing.TB, s *store) string {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, s.url)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	rows, err := c.Query(ctx, `select relname::text from pg_class where relnamespace = 'data'::regnamespace and relkind = 'r'
		and relname not in ('import_run', 'import_issue') order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 25 {
		t.Fatal(tables, err)
	}
	var all strings.Builder
	for _, table := range tables {
		var digest string
		name := pgx.Identifier{"data", table}.Sanitize()
		if err := c.QueryRow(ctx, `select count(*) || ' ' || coalesce(md5(string_agg(md5(x::text), '' order by md5(x::text))), '') from `+name+` x`).Scan(&digest); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		fmt.Fprintln(&all, table, digest)
	}
	return all.String()
}

var day = time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)

func at(path string) ingest.Options {
	return ingest.Options{Path: path, Now: func() time.Time { return day.Add(10 * time.Hour) }}
}

func must(t testing.TB) func(ingest.Result, error) ingest.Result {
	return func(r ingest.Result, err error) ingest.Result {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if r.Rows != r.Added+r.Changed+r.Unchanged+r.Rejected {
			t.Fatalf("%d rows, but %d added, %d changed, %d unchanged, %d rejected", r.Rows, r.Added, r.Changed, r.Unchanged, r.Rejected)
		}
		return r
	}
}

// counts are the figures of a report that tests compare.
func counts(r ingest.Result) [7]int {
	return [7]int{r.Rows, r.Added, r.Changed, r.Unchanged, r.Rejected, r.Suspicious, r.Missing}
}

func wantCounts(t testing.TB, r ingest.Result, want ...int) {
	t.Helper()
	if c := counts(r); fmt.Sprint(c[:]) != fmt.Sprint(want) {
		t.Errorf("rows, added, changed, unchanged, rejected, suspicious, missing: %v, want %v", c, want)
	}
}

// writeFile puts a small file where the test may read it.
func writeFile(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func issuesOf(r ingest.Result, code string) (out []ingest.Issue) {
	for _, i := range r.Issues {
		if i.Code == code {
			out = append(out, i)
		}
	}
	return out
}
