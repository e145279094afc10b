// Package dbtest gives each test a database of its own, on a real PostgreSQL
// with PostGIS.
//
// A package's TestMain is one line:
//
//	func TestMain(m *testing.M) { dbtest.Main(m) }
//
// The first test that calls New starts a throwaway server for the process; each
// test then gets a clone of a migrated template, made in some tens of
// milliseconds. However the process ends, the server ends and its files go.
// JANGKAU_TEST_DATABASE_URL names a server to use instead: the address of a
// superuser, on a server without other use.
package dbtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/embedded"
)

const (
	urlEnv = "JANGKAU_TEST_DATABASE_URL"
	// On a server of one's own choosing the role may need a password; on the
	// throwaway one it is not asked for.
	appPassword = "jangkau"
)

// server is the one server of this test process.
type server struct {
	once  sync.Once
	err   error
	dir   string
	store *embedded.Store // nil with JANGKAU_TEST_DATABASE_URL
	admin string          // address of a superuser, of the database "postgres" or the one given

	name      string // prefix of this process' databases
	n         atomic.Int64
	templates [2]template
}

// template is made on first use: [0] has PostGIS alone, [1] is migrated too.
type template struct {
	once sync.Once
	name string
	err  error
}

var the server

// Main runs the tests and ends the process. The re-executed supervisor of the
// throwaway server comes through here as well.
func Main(m *testing.M) {
	embedded.RunSupervisorIfAsked()
	code := m.Run()
	if err := the.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "dbtest:", err)
	}
	os.Exit(code)
}

// New returns the addresses of a new database, for its owner and for the role
// that owns nothing; it is dropped when t ends. migrate prepares the template
// that all tests of the process share, so it must be the same for all of them;
// nil asks for a database with PostGIS and nothing else.
//
// On a machine without PostGIS the test is skipped, and fails where CI=true.
func New(t testing.TB, migrate func(ctx context.Context, ownerURL string) error) (ownerURL, appURL string) {
	t.Helper()
	ctx := t.Context()
	the.once.Do(func() { the.err = the.start() })
	if errors.Is(the.err, embedded.ErrNoPostGIS) && os.Getenv("CI") != "true" {
		t.Skip(the.err)
	}
	if the.err != nil {
		t.Fatal(the.err)
	}
	tmpl, err := the.template(ctx, migrate)
	if err != nil {
		t.Fatalf("preparing the template database: %v", err)
	}
	name := fmt.Sprintf("%s_%d", the.name, the.n.Add(1))
	// Copying files beats writing every page to the log by twenty to one here.
	if err := the.exec(ctx, "", "CREATE DATABASE "+name+" OWNER "+embedded.OwnerRole+" TEMPLATE "+tmpl+" STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := the.exec(context.Background(), "", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("dropping the test's database: %v", err)
		}
	})
	return the.address("", name), the.address(embedded.AppRole, name)
}

func (s *server) start() error {
	s.name = "test_" + strings.ToLower(rand.Text()[:10])
	if given := os.Getenv(urlEnv); given != "" {
		s.admin = given
		return s.roles()
	}
	dir, err := os.MkdirTemp("", "jangkau-test-")
	if err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o711); err != nil { // the database's user passes through
		return err
	}
	s.dir = dir
	s.store, err = embedded.Open(context.Background(), embedded.Options{DataDir: dir, NoSync: true, Ephemeral: true})
	if err != nil {
		_ = os.RemoveAll(dir)
		return err
	}
	s.admin = strings.Replace(s.store.OwnerURL(), "/"+embedded.Database+"?", "/postgres?", 1)
	return nil
}

func (s *server) stop() error {
	if s.store == nil {
		return s.dropTemplates()
	}
	err := s.store.Close()
	return errors.Join(err, os.RemoveAll(s.dir))
}

// roles makes on a given server what an own one has from the beginning.
func (s *server) roles() error {
	for role, options := range map[string]string{
		embedded.OwnerRole: "SUPERUSER LOGIN",
		embedded.AppRole:   "LOGIN PASSWORD '" + appPassword + "'",
	} {
		// Test processes start side by side: whoever comes second finds it made.
		err := s.exec(context.Background(), "", `DO $$ BEGIN CREATE ROLE `+role+` `+options+`;
			EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *server) dropTemplates() error {
	var all error
	for i := range s.templates {
		if name := s.templates[i].name; name != "" {
			all = errors.Join(all, s.exec(context.Background(), "", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"))
		}
	}
	return all
}

func (s *server) template(ctx context.Context, migrate func(context.Context, string) error) (string, error) {
	t := &s.templates[0]
	name := s.name + "_bare"
	if migrate != nil {
		t, name = &s.templates[1], s.name+"_migrated"
	}
	t.once.Do(func() {
		// Not the first test's own context: the template outlives that test.
		ctx := context.WithoutCancel(ctx)
		if t.err = s.exec(ctx, "", "CREATE DATABASE "+name+" OWNER "+embedded.OwnerRole+" TEMPLATE template0 ENCODING 'UTF8' STRATEGY file_copy"); t.err != nil {
			return
		}
		t.name = name
		if t.err = s.exec(ctx, name, "CREATE EXTENSION postgis"); t.err == nil && migrate != nil {
			t.err = migrate(ctx, s.address("", name))
		}
	})
	return t.name, t.err
}

func (s *server) exec(ctx context.Context, database, sql string) error {
	conn, err := pgx.Connect(ctx, s.address("", database))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	_, err = conn.Exec(ctx, sql)
	return err
}

// address is that of a database for a role; empty means the superuser's.
func (s *server) address(role, database string) string {
	u, err := url.Parse(s.admin)
	if err != nil {
		return s.admin // connecting will say what is wrong with it
	}
	if database != "" {
		u.Path = "/" + database
	}
	if role != "" {
		u.User = url.User(role)
		if s.store == nil {
			u.User = url.UserPassword(role, appPassword)
		}
	}
	return u.String()
}
