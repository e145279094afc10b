// Package db is everything that speaks SQL: the pool, migrations, the queries
// behind GraphQL (read_*.go), the writes of imports (load_*.go) and the road
// network's tables (network_*.go). db/embedded runs Jangkau's own PostgreSQL.
//
// Errors leave this package translated once, by wrap (errors.go).
package db

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxgeom "github.com/twpayne/pgx-geom"

	"jangkau/gis"
)

// AppRole owns nothing: whatever login the URL names, every session becomes it.
const AppRole = "jangkau_app"

// Config says which database to use and how much of it.
type Config struct {
	URL      string        // the program's connection
	MaxConns int32         // 0: 16
	Timeout  time.Duration // longest statement of a request; 0: 30 s
}

// exportConns is how many whole lists go out at a time; more wait for their turn.
const exportConns = 4

// DB is the pool that requests and imports share.
type DB struct {
	pool    *pgxpool.Pool
	exports *pgxpool.Pool // lists that are taken away whole hold a connection as long as the caller reads
	timeout time.Duration
}

// Open connects to a migrated database. It fails with Unavailable where none
// answers, and says so.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	pc, err := pgxpool.ParseConfig(cfg.URL)
	if err != nil {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "JANGKAU_DATABASE_URL", Err: err, Message: gis.T(
			"Alamat basis data tidak dapat dibaca; bentuknya postgres://pengguna@mesin/basisdata",
			"The database address cannot be read; its form is postgres://user@host/database")}
	}
	pc.MaxConns = 16
	if cfg.MaxConns > 0 {
		pc.MaxConns = cfg.MaxConns
	}
	pc.ConnConfig.RuntimeParams["search_path"] = "api, data, public"
	pc.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pc.ConnConfig.RuntimeParams["application_name"] = "jangkau"
	pc.AfterConnect = prepareConn
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, wrap("open database", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, &gis.Error{Kind: gis.Unavailable, Err: err, Message: gis.T(
			"Basis data tidak menjawab atau belum disiapkan; periksa JANGKAU_DATABASE_URL dan jalankan jangkau migrate",
			"The database does not answer or is not prepared; check JANGKAU_DATABASE_URL and run jangkau migrate")}
	}
	pc.MaxConns, pc.MinConns = exportConns, 0
	exports, err := pgxpool.NewWithConfig(ctx, pc.Copy())
	if err != nil {
		pool.Close()
		return nil, wrap("open database for exports", err)
	}
	d := &DB{pool: pool, exports: exports, timeout: cfg.Timeout}
	if d.timeout == 0 {
		d.timeout = 30 * time.Second
	}
	return d, nil
}

// prepareConn teaches a connection PostGIS's types and makes it the role that
// owns nothing.
func prepareConn(ctx context.Context, c *pgx.Conn) error {
	if err := pgxgeom.Register(ctx, c); err != nil {
		return fmt.Errorf("postgis types: %w", err)
	}
	if t, ok := c.TypeMap().TypeForName("geometry"); ok {
		var oid uint32
		if err := c.QueryRow(ctx, `select typarray from pg_type where oid = 'public.geometry'::regtype`).Scan(&oid); err != nil {
			return fmt.Errorf("geometry array type: %w", err)
		}
		c.TypeMap().RegisterType(&pgtype.Type{Name: "_geometry", OID: oid, Codec: &pgtype.ArrayCodec{ElementType: t}})
	}
	_, err := c.Exec(ctx, `set role `+AppRole)
	return err
}

// Close waits for connections in use and closes the pools.
func (d *DB) Close() {
	d.exports.Close()
	d.pool.Close()
}

// Write runs fn in one read-write transaction: all of it happens or none of it.
func (d *DB) Write(ctx context.Context, fn func(pgx.Tx) error) error {
	return wrap("write", pgx.BeginTxFunc(ctx, d.pool, pgx.TxOptions{}, fn))
}

// Read runs fn in one read-only transaction that sees one moment.
func (d *DB) Read(ctx context.Context, fn func(pgx.Tx) error) error {
	return wrap("read", pgx.BeginTxFunc(ctx, d.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, fn))
}

// Ping asks the database whether it is there.
func (d *DB) Ping(ctx context.Context) error { return wrap("ping", d.pool.Ping(ctx)) }
