package embedded

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jangkau/gis"
)

func TestStoreIsWhatTheProgramNeeds(t *testing.T) {
	dir := tempDir(t)
	s := openStore(t, dir)
	for sql, want := range map[string]string{
		"SHOW listen_addresses":     "",
		"SHOW timezone":             "UTC",
		"SHOW server_encoding":      "UTF8",
		"SHOW jit":                  "off",
		"SELECT current_user::text": AppRole,
		"SELECT datcollate FROM pg_database WHERE datname = current_database()":                             "C.UTF-8",
		"SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()":          OwnerRole,
		"SELECT extname::text FROM pg_extension WHERE extname = 'postgis'":                                  "postgis",
		"SELECT count(*)::text FROM pg_class WHERE relowner = 'jangkau_app'::regrole":                       "0",
		"SELECT (rolsuper OR rolbypassrls OR rolcreatedb)::text FROM pg_roles WHERE rolname = current_user": "false",
		"SELECT ST_AsText(ST_Point(114.35, -8.21, 4326))":                                                   "POINT(114.35 -8.21)",
	} {
		if got := query[string](t, s.AppURL(), sql); got != want {
			t.Errorf("%s: got %q, want %q", sql, got, want)
		}
	}
	if _, err := tryQuery[int](s.AppURL(), "WITH x AS (SELECT 1) SELECT * INTO made FROM x"); err == nil {
		t.Error("the role that owns nothing could make a table")
	}
	if os.Geteuid() == 0 {
		if uid := query[string](t, s.OwnerURL(), "SELECT split_part(pg_read_file('/proc/self/status'), 'Uid:', 2)"); strings.HasPrefix(strings.TrimSpace(uid), "0") {
			t.Errorf("postgres runs as root: %q", uid)
		}
	}
	for _, d := range []string{s.place.Base, s.place.Run, s.place.cluster()} {
		if info, err := os.Stat(d); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v; want mode 0700", d, info.Mode(), err)
		}
	}
}

func TestDataLastsAndNothingIsLeftRunning(t *testing.T) {
	needPostGIS(t)
	dir := tempDir(t)
	// With fsync on, as in use.
	s := openWith(t, Options{DataDir: dir})
	if got := query[string](t, s.OwnerURL(), "SHOW fsync"); got != "on" {
		t.Errorf("fsync is %s", got)
	}
	exec1(t, s.OwnerURL(), "CREATE TABLE kept AS SELECT 42 AS v")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// At once, without waiting: Close promises it.
	if left := processesOf(s.place.Base); len(left) > 0 {
		t.Errorf("left running after Close: %q", left)
	}
	if err := s.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	s = openStore(t, dir)
	if got := query[int](t, s.OwnerURL(), "SELECT v FROM kept"); got != 42 {
		t.Errorf("got %d back", got)
	}
}

func TestProcessesShareOneServer(t *testing.T) {
	dir := withCluster(t)
	s := openStore(t, dir)
	u := startUser(t, dir)
	u.ready(t)
	if u.postgres != s.session.postgres {
		t.Fatalf("the second user got postgres %d, the first %d", u.postgres, s.session.postgres)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := query[int](t, s.AppURL(), "SELECT 1"); got != 1 {
		t.Error("the store went with its first user though a second remained")
	}
	u.leave(t)
	nothingLeft(t, s.place.Base)
}

func TestManyStartAtOnce(t *testing.T) {
	needPostGIS(t)
	dir := tempDir(t)
	users := make([]*member, 5)
	for i := range users {
		users[i] = startUser(t, dir)
	}
	for _, u := range users {
		u.ready(t)
	}
	for _, u := range users[1:] {
		if u.postgres != users[0].postgres || u.supervisor != users[0].supervisor {
			t.Errorf("two servers on one cluster: %d and %d", u.postgres, users[0].postgres)
		}
	}
	for _, u := range users {
		u.leave(t)
	}
	nothingLeft(t, dir)
}

// Users that come and go quickly meet supervisors that are just ending.
func TestComingAndGoing(t *testing.T) {
	needPostGIS(t)
	dir := tempDir(t)
	done := make(chan error)
	const users, rounds = 3, 4
	for range users {
		go func() {
			for range rounds {
				s, err := Open(context.Background(), Options{DataDir: dir, NoSync: true})
				if err == nil {
					_, err = tryQuery[int](s.AppURL(), "SELECT 1")
					_ = s.Close()
				}
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range users {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	nothingLeft(t, dir)
}

func TestOpenStopsWhenAsked(t *testing.T) {
	needPostGIS(t)
	dir := tempDir(t)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for !exists(filepath.Join(dir, "database", makingPrefix+"*", "PG_VERSION")) {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	if s, err := Open(ctx, Options{DataDir: dir}); err == nil {
		_ = s.Close()
		t.Fatal("opened though cancelled")
	}
	nothingLeft(t, dir)
}

func TestSocketsOfLongAndOddPaths(t *testing.T) {
	for name, dir := range map[string]string{
		"long": strings.Repeat("puskesmas-", 12),
		"odd":  `a b, c"d'é [x]*`,
	} {
		t.Run(name, func(t *testing.T) {
			s := openStore(t, filepath.Join(tempDir(t), dir))
			if n := len(s.place.Run + longestSocket); n > maxSocketPath {
				t.Errorf("socket path of %d bytes", n)
			}
			if got := query[int](t, s.AppURL(), "SELECT 1"); got != 1 {
				t.Error(got)
			}
			if name == "long" && strings.HasPrefix(s.place.Run, s.place.Base) {
				t.Error("the test's path was not long enough to test anything")
			}
			_ = s.Close()
			if !strings.HasPrefix(s.place.Run, s.place.Base) {
				_ = os.RemoveAll(s.place.Run)
			}
		})
	}
}

func TestEphemeralStoreDeletesItself(t *testing.T) {
	needPostGIS(t)
	dir := tempDir(t)
	s, err := Open(context.Background(), Options{DataDir: dir, NoSync: true, Ephemeral: true})
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	if exists(filepath.Join(s.place.Base, "*")) {
		t.Error("the cluster's files remain")
	}
}

func TestWithoutPostGIS(t *testing.T) {
	was := debian
	t.Cleanup(func() { debian = was })
	debian.bin = "/nonexistent/*/bin"
	_, err := Open(context.Background(), Options{DataDir: tempDir(t)})
	if gis.KindOf(err) != gis.Unavailable || !strings.Contains(err.Error(), "apt-get install postgresql-15 postgresql-15-postgis-3") {
		t.Errorf("got %v", err)
	}
}
