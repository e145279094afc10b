package main

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"time"

	"jangkau/db"
	"jangkau/db/embedded"
	"jangkau/gis"
)

// store is the database a command works on: Jangkau's own, started for as long
// as somebody uses it, or the one that the user names.
type store struct {
	*db.DB
	own *embedded.Store // nil where the user named a database
}

// databaseAddress is a URL, or libpq's "host=... dbname=...". It may hold a
// password, so it is not printed.
var databaseAddress = regexp.MustCompile(`^postgres(ql)?://|^\s*\w+\s*=`)

// dumpAge is how old the newest dump may get before a server makes another.
const dumpAge = 7 * 24 * time.Hour

func (e *environment) openStore(ctx context.Context) (*store, error) {
	own, appURL, err := e.prepareDatabase(ctx)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, db.Config{URL: appURL})
	if err != nil {
		if own != nil {
			own.Close()
		}
		return nil, err
	}
	return &store{DB: d, own: own}, nil
}

// prepareDatabase starts the own store where none is named, and migrates.
func (e *environment) prepareDatabase(ctx context.Context) (*embedded.Store, string, error) {
	if e.DatabaseURL != "" {
		owner := e.OwnerURL
		if owner == "" {
			owner = e.DatabaseURL
		}
		for _, address := range []string{e.DatabaseURL, owner} {
			if !databaseAddress.MatchString(address) {
				return nil, "", gis.NewError(gis.Invalid,
					"--database-url (JANGKAU_DATABASE_URL) atau --owner-url bukan alamat basis data; tulis postgres://pengguna@komputer/basisdata",
					"--database-url (JANGKAU_DATABASE_URL) or --owner-url is no address of a database; write postgres://user@host/database")
			}
		}
		_, err := db.Migrate(ctx, owner)
		return nil, e.DatabaseURL, namedDatabaseError(err)
	}
	own, err := embedded.Open(ctx, embedded.Options{DataDir: e.DataDir, Logger: e.log})
	if err != nil {
		return nil, "", err
	}
	if err := e.migrateOwn(ctx, own); err != nil {
		own.Close()
		return nil, "", err
	}
	return own, own.AppURL(), nil
}

// namedDatabaseError says which setting a database that cannot be reached comes from.
func namedDatabaseError(err error) error {
	var known *gis.Error
	if !errors.As(err, &known) || known.Kind != gis.Unavailable {
		return err
	}
	return &gis.Error{Kind: gis.Unavailable, Field: "--database-url", Err: known.Err, Message: gis.T(
		"Basis data menurut --database-url (JANGKAU_DATABASE_URL) atau --owner-url tidak dapat dihubungi; periksa alamat, pengguna, dan sandinya",
		"The database of --database-url (JANGKAU_DATABASE_URL) or --owner-url cannot be reached; check its address, user and password")}
}

// migrateOwn dumps before it migrates, unless the database is new.
func (e *environment) migrateOwn(ctx context.Context, own *embedded.Store) error {
	pending, fresh, err := db.Pending(ctx, own.OwnerURL())
	if err != nil {
		return err
	}
	if pending > 0 && !fresh {
		if _, err := own.Dump(ctx, embedded.BeforeMigration); err != nil {
			return err
		}
	}
	if pending == 0 {
		return nil
	}
	_, err = db.Migrate(ctx, own.OwnerURL())
	return err
}

// Close gives the connections back first: the last user of the own store waits
// for it to stop.
func (s *store) Close() error {
	s.DB.Close()
	if s.own != nil {
		return s.own.Close()
	}
	return nil
}

// indexFolder is where index files of roads lie: see docs/operations.md.
func (e *environment) indexFolder() string { return filepath.Join(e.DataDir, "network") }
