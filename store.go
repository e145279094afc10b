package main

import (
	"context"
	"time"

	"jangkau/db"
	"jangkau/db/embedded"
)

// store is the database a command works on: Jangkau's own, started for as long
// as somebody uses it, or the one that the user names.
type store struct {
	*db.DB
	own *embedded.Store // nil where the user named a database
}

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
		_, err := db.Migrate(ctx, owner)
		return nil, e.DatabaseURL, err
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
