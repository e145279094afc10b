package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // goose speaks database/sql
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"jangkau/gis"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the database of ownerURL to this program's version, forward
// only, under an advisory lock, and reports how many steps it took. A database
// newer than the program is refused.
func Migrate(ctx context.Context, ownerURL string) (applied int, err error) {
	p, closeDB, err := migrator(ownerURL)
	if err != nil {
		return 0, err
	}
	defer closeDB()
	if err := refuseNewer(ctx, p); err != nil {
		return 0, err
	}
	if err := refuseSkipped(ctx, p); err != nil {
		return 0, err
	}
	done, err := p.Up(ctx)
	if err != nil {
		return 0, &gis.Error{Kind: gis.Unavailable, Err: err, Message: gis.T(
			"Basis data tidak dapat disiapkan; pemilik skema dan ekstensi PostGIS diperlukan",
			"The database cannot be prepared; the owner of the schema and the PostGIS extension are needed")}
	}
	return len(done), nil
}

// Pending reports how many migrations the database still lacks, and whether it is
// fresh: none was ever applied, so there is nothing to lose.
func Pending(ctx context.Context, ownerURL string) (pending int, fresh bool, err error) {
	p, closeDB, err := migrator(ownerURL)
	if err != nil {
		return 0, false, err
	}
	defer closeDB()
	steps, err := p.Status(ctx)
	if err != nil {
		return 0, false, wrap("migration versions", err)
	}
	fresh = true
	for _, s := range steps {
		if s.State == goose.StatePending {
			pending++
		} else {
			fresh = false
		}
	}
	return pending, fresh, refuseNewer(ctx, p)
}

func migrator(ownerURL string) (*goose.Provider, func(), error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, nil, err
	}
	cfg, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return nil, nil, wrap("parse database address", err)
	}
	conn, err := sql.Open("pgx", cfg.ConnString())
	if err != nil {
		return nil, nil, wrap("open database", err)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, nil, fmt.Errorf("migration lock: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, conn, sub, goose.WithSessionLocker(locker))
	if err != nil {
		conn.Close()
		return nil, nil, fmt.Errorf("migrations: %w", err)
	}
	return p, func() { conn.Close() }, nil
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	have, target, err := p.GetVersions(ctx)
	if err != nil {
		return wrap("migration versions", err)
	}
	if have > target {
		return gis.NewError(gis.Conflict,
			"Basis data ini disiapkan oleh Jangkau yang lebih baru (versi %d, program ini mengenal %d); pakai program yang lebih baru",
			"This database was prepared by a newer Jangkau (version %d, this program knows %d); use the newer program", have, target)
	}
	return nil
}

// refuseSkipped refuses a database that has a step beyond one that it lacks: a program
// from between two releases made it, and whether steps may change places nobody knows.
func refuseSkipped(ctx context.Context, p *goose.Provider) error {
	steps, err := p.Status(ctx)
	if err != nil {
		return wrap("migration versions", err)
	}
	lacks := int64(0)
	for _, s := range steps { // rising
		switch {
		case s.State == goose.StatePending && lacks == 0:
			lacks = s.Source.Version
		case s.State != goose.StatePending && lacks != 0:
			return gis.NewError(gis.Conflict,
				"Basis data ini disiapkan oleh Jangkau dari antara dua rilis: langkah %d sudah ada, %d belum. Pakai folder data lain (JANGKAU_DATA_DIR) atau basis data lain dan impor lagi, atau pakai program yang menyiapkannya",
				"This database was prepared by a Jangkau from between two releases: step %d is there, %d is not. Use another data folder (JANGKAU_DATA_DIR) or database and import again, or the program that prepared it",
				s.Source.Version, lacks)
		}
	}
	return nil
}
