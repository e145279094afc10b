package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// A cluster comes about under a temporary name and takes its place by renaming:
//
//	making-*       being made; worthless after a kill, removed
//	cluster.next   complete, about to take its place; a kill here is made up for
//	cluster        the one in use
//	cluster.old-*  replaced by a newer major's; kept for a person to remove
const (
	makingPrefix = "making-"
	nextName     = "cluster.next"
	oldPrefix    = "cluster.old-"
)

// majorOf reads which PostgreSQL made the cluster; 0 where there is none.
func majorOf(cluster string) (int, error) {
	b, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0, fmt.Errorf("PG_VERSION of %s: %w", cluster, err)
	}
	return major, nil
}

// choose picks the PostgreSQL that runs p's cluster, and the dump to begin from
// where that PostgreSQL cannot read the cluster there is.
func choose(p place) (installation, string, error) {
	all := installations()
	major, err := majorOf(filepath.Join(p.Base, nextName))
	if err == nil && major == 0 {
		major, err = majorOf(p.cluster())
	}
	if err != nil {
		return installation{}, "", explain(err, "", p.cluster())
	}
	if same := ofMajor(all, major); same.ok() {
		return same, "", nil
	}
	if major == 0 {
		if len(all) == 0 {
			return installation{}, "", noPostGIS()
		}
		return all[0], "", nil
	}
	for _, install := range all {
		for _, dump := range dumpsIn(p.dumps()) {
			if install.verify(context.Background(), dump) == nil {
				return install, dump, nil
			}
		}
	}
	return installation{}, "", otherMajor(major)
}

// prepareCluster leaves a whole cluster of our major in its place, whatever
// state an earlier run ended in. Only the holder of the lock comes here.
func (s *supervisor) prepareCluster(ctx context.Context, lock *os.File) error {
	base, cluster := s.req.Place.Base, s.req.Place.cluster()
	leftovers, err := filepath.Glob(filepath.Join(escapeGlob(base), makingPrefix+"*"))
	if err != nil {
		return err
	}
	for _, dir := range leftovers {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if err := s.promote(); err != nil {
		return err
	}
	// Looked at again: since the starter chose, another may have done the work.
	major, err := majorOf(cluster)
	if err != nil {
		return err
	}
	if major == s.req.Install.Major {
		return nil
	}
	if major != 0 && !s.req.Restore {
		return otherMajor(major)
	}
	making, err := os.MkdirTemp(base, makingPrefix)
	if err != nil {
		return err
	}
	if err := s.create(ctx, making, lock); err != nil {
		_ = os.RemoveAll(making)
		return err
	}
	if err := os.Rename(making, filepath.Join(base, nextName)); err != nil {
		return err
	}
	return s.promote()
}

// promote puts a completed cluster in its place, keeping the one it replaces.
func (s *supervisor) promote() error {
	base, cluster := s.req.Place.Base, s.req.Place.cluster()
	next := filepath.Join(base, nextName)
	if _, err := os.Stat(next); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if major, _ := majorOf(cluster); major != 0 {
		old := fmt.Sprintf("%s%d-%s", oldPrefix, major, time.Now().UTC().Format("20060102T150405"))
		if err := os.Rename(cluster, filepath.Join(base, old)); err != nil {
			return err
		}
	}
	if err := os.Rename(next, cluster); err != nil {
		return err
	}
	return syncDir(base)
}

// create makes a cluster with its roles, its database and PostGIS in dir.
func (s *supervisor) create(ctx context.Context, dir string, lock *os.File) error {
	args := []string{"-D", dir, "-U", OwnerRole, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"}
	if s.req.NoSync {
		args = append(args, "--no-sync")
	}
	s.say("making a new cluster with PostgreSQL %d", s.req.Install.Major)
	if err := s.run(ctx, lock, "initdb", nil, args...); err != nil {
		return err
	}
	pg, err := s.startPostgres(ctx, dir, lock)
	if err != nil {
		return err
	}
	defer pg.stop()
	if err := s.fill(ctx, lock); err != nil {
		return explain(err, s.log.Tail(), s.req.Place.Base)
	}
	return nil
}

func (s *supervisor) fill(ctx context.Context, lock *os.File) error {
	err := s.sql(ctx, "postgres",
		"CREATE ROLE "+AppRole+" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
		"CREATE DATABASE "+Database+" OWNER "+OwnerRole+createFast(s.req.NoSync))
	if err != nil || !s.req.Restore {
		if err == nil {
			err = s.sql(ctx, Database, "CREATE EXTENSION postgis")
		}
		return err
	}
	// The dump makes its extensions itself.
	s.say("restoring from a dump")
	dump := os.NewFile(dumpFD, "dump")
	if _, err := dump.Seek(0, 0); err != nil {
		return err
	}
	if err := s.run(ctx, lock, "pg_restore", dump, "--exit-on-error", "--single-transaction",
		"--dbname="+socketURL(s.req.Place.Run, OwnerRole, Database)); err != nil {
		return err
	}
	return s.sql(ctx, Database, "ANALYZE")
}

// createFast copies the template's files instead of logging each page; with
// fsync on, the checkpoints that this takes would cost more than they save.
func createFast(noSync bool) string {
	if noSync {
		return " STRATEGY file_copy"
	}
	return ""
}

// refreshExtension follows the machine: its package manager may have brought a
// newer PostGIS since the database was made.
func (s *supervisor) refreshExtension(ctx context.Context) error {
	return s.sql(ctx, Database, `DO $$ BEGIN
		IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgis' AND installed_version <> default_version)
		THEN ALTER EXTENSION postgis UPDATE; END IF; END $$`)
}

func (s *supervisor) sql(ctx context.Context, database string, statements ...string) error {
	conn, err := pgx.Connect(ctx, socketURL(s.req.Place.Run, OwnerRole, database))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, statement := range statements {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// syncDir makes renames in dir last through a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// escapeGlob has a folder's own name taken literally in a pattern.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
