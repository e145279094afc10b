package db

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Caller is who asks; it travels with every request's transaction, where
// row-level security can see it.
type Caller struct {
	Role string // viewer, analyst, planner, verifier, reviewer, admin
	Area string // wilayah scope, "" is all of Indonesia
}

// Session is one request's view of the database: at most one connection, taken
// when first needed, in one read-only transaction that sees one moment. Resolvers
// run in parallel and a connection does not, so every use holds the mutex.
type Session struct {
	db     *DB
	caller Caller

	mu     sync.Mutex
	conn   *pgxpool.Conn
	closed bool
	failed error // what ended the transaction: every later statement answers it too
	count  int
}

// NewSession takes no connection yet. Close it when the request ends.
func (d *DB) NewSession(c Caller) *Session { return &Session{db: d, caller: c} }

// Statements is how many statements the session ran: tests hold it to one a level.
func (s *Session) Statements() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// Close ends the transaction and gives the connection back.
func (s *Session) Close(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.end(ctx)
}

// Renew ends the moment that the session sees: what is read next is of now. A change
// made in the same request is then in the answer.
func (s *Session) Renew(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(ctx)
	s.failed = nil
}

// end is called with the mutex held.
func (s *Session) end(ctx context.Context) {
	if s.conn != nil {
		// Ended even where the caller has gone: the connection must not keep a snapshot.
		ctx = context.WithoutCancel(ctx)
		if _, err := s.conn.Exec(ctx, "rollback"); err != nil {
			_ = s.conn.Conn().Close(ctx)
		}
		s.conn.Release()
		s.conn = nil
	}
}

// begin takes the connection, and begins the transaction with the caller's
// settings in one round trip. The mutex is held.
func (s *Session) begin(ctx context.Context) error {
	if s.closed {
		return fmt.Errorf("session is closed")
	}
	if s.conn != nil {
		return nil
	}
	conn, err := s.db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue("begin isolation level repeatable read read only")
	b.Queue("select set_config('jangkau.role', $1, true), set_config('jangkau.area', $2, true), set_config('statement_timeout', $3, true)",
		s.caller.Role, s.caller.Area, fmt.Sprint(s.db.timeout.Milliseconds()))
	if err := conn.SendBatch(ctx, b).Close(); err != nil {
		_ = conn.Conn().Close(context.WithoutCancel(ctx))
		conn.Release()
		return err
	}
	s.conn = conn
	return nil
}

// collect runs one statement in the session and gathers its rows.
func collect[T any](ctx context.Context, s *Session, op, sql string, args []any, row pgx.RowToFunc[T]) ([]T, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return nil, s.failed
	}
	if err := s.begin(ctx); err != nil {
		return nil, wrap(op, err)
	}
	s.count++
	rows, err := s.conn.Query(ctx, sql, args...)
	var out []T
	if err == nil {
		out, err = pgx.CollectRows(rows, row)
	}
	s.failed = wrap(op, err)
	return out, s.failed
}
