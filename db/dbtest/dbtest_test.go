package dbtest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) { Main(m) }

var migrations atomic.Int32

func migrate(ctx context.Context, ownerURL string) error {
	migrations.Add(1)
	conn, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE TABLE t (v int); GRANT SELECT, INSERT ON t TO jangkau_app")
	return err
}

func TestEachTestHasItsOwn(t *testing.T) {
	for _, name := range []string{"a", "b", "c", "d"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, app := New(t, migrate)
			t.Logf("a database in %v", time.Since(start))
			conn, err := pgx.Connect(t.Context(), app)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close(context.Background())
			var n int
			if err := conn.QueryRow(t.Context(), "INSERT INTO t VALUES (1) RETURNING (SELECT count(*) FROM t)").Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n != 0 {
				t.Error("another test's row is here")
			}
			if _, err := conn.Exec(t.Context(), "DROP TABLE t"); err == nil {
				t.Error("the role that owns nothing dropped a table")
			}
		})
	}
	t.Run("bare", func(t *testing.T) {
		owner, _ := New(t, nil)
		conn, err := pgx.Connect(t.Context(), owner)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		var version string
		if err := conn.QueryRow(t.Context(), "SELECT postgis_lib_version()").Scan(&version); err != nil {
			t.Fatal(err)
		}
	})
}

func TestMigratedOnce(t *testing.T) {
	New(t, migrate)
	if n := migrations.Load(); n != 1 {
		t.Errorf("migrated %d times", n)
	}
}
