package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"jangkau/gis"
)

type migrateCommand struct{}

func (c *migrateCommand) Run(ctx context.Context, e *environment) error {
	own, _, err := e.prepareDatabase(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(e.out, gis.T("Basis data siap untuk versi program ini.", "The database is at this program's version.").In(e.Lang))
	if own != nil {
		return own.Close()
	}
	return nil
}

type dumpCommand struct{}

func (c *dumpCommand) Run(ctx context.Context, e *environment) error {
	if e.DatabaseURL != "" {
		return gis.NewError(gis.Invalid,
			"Cadangan ini hanya untuk basis data milik Jangkau; untuk JANGKAU_DATABASE_URL pakai pg_dump",
			"This dump is for Jangkau's own database only; for JANGKAU_DATABASE_URL use pg_dump")
	}
	own, _, err := e.prepareDatabase(ctx)
	if err != nil {
		return err
	}
	defer own.Close()
	path, err := own.Dump(ctx, "manual")
	if err != nil {
		return err
	}
	fmt.Fprintln(e.out, path)
	return nil
}

type versionCommand struct{}

func (c *versionCommand) Run(e *environment) error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				version += " " + s.Value
			}
		}
	}
	fmt.Fprintln(e.out, "jangkau "+version)
	return nil
}
