package db

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jangkau/job"
)

const (
	listenPing    = 30 * time.Second // a connection that hears nothing for so long is tried
	listenPingMax = 10 * time.Second
)

// ListenJobs is that of [job.Store]. The connection is not of the pool, which
// requests would have to do without; the lock on it is what RescueJobs goes by.
func (d *DB) ListenJobs(ctx context.Context, fn func(context.Context, int64, <-chan job.Heard) error) error {
	conn, err := pgx.ConnectConfig(ctx, d.pool.Config().ConnConfig)
	if err != nil {
		return wrap("connect to hear of jobs", err)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), listenPingMax)
		defer cancel()
		_ = conn.Close(ctx)
	}()
	worker, err := beginListening(ctx, conn)
	if err != nil {
		return wrap("begin to hear of jobs", err)
	}
	alive, die := context.WithCancelCause(ctx)
	defer die(nil)
	heard, listening := make(chan job.Heard), make(chan struct{})
	// It hears until fn has returned: while fn still notes how its work ended, the lock
	// must be there.
	hearing, deafen := context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(listening)
		die(listen(hearing, conn, heard, alive.Done()))
	}()
	err = fn(alive, worker, heard)
	broken := context.Cause(alive)
	deafen()
	<-listening
	if ctx.Err() == nil && broken != nil {
		return wrap("hear of jobs", broken)
	}
	return err
}

// beginListening makes a connection a worker, with a number that no other lives by.
func beginListening(ctx context.Context, conn *pgx.Conn) (worker int64, err error) {
	if _, err := conn.Exec(ctx, `set role `+AppRole); err != nil {
		return 0, err
	}
	for free := false; !free; {
		if err := conn.QueryRow(ctx, `select n, pg_try_advisory_lock($1, n) from (select nextval('data.job_worker')::int as n) s`, jobLockClass).Scan(&worker, &free); err != nil {
			return 0, err
		}
	}
	for _, channel := range []string{"jangkau_job", "jangkau_revision"} {
		if _, err := conn.Exec(ctx, `listen `+channel); err != nil {
			return 0, err
		}
	}
	return worker, nil
}

// listen passes on what is heard until ctx ends, or the connection. After done
// nobody takes it.
func listen(ctx context.Context, conn *pgx.Conn, heard chan<- job.Heard, done <-chan struct{}) error {
	for {
		n, err := hear(ctx, conn)
		switch {
		case err != nil:
			return err
		case n == nil:
			continue
		}
		h := job.Heard{}
		if n.Channel == "jangkau_job" {
			id, err := strconv.ParseInt(n.Payload, 10, 64)
			if err != nil {
				continue // sent by somebody else
			}
			h.Job = id
		}
		select {
		case heard <- h:
		case <-done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// hear waits for one notice; nil where none came for a while and the connection is
// found to be there still.
func hear(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	wait, cancel := context.WithTimeout(ctx, listenPing)
	defer cancel()
	n, err := conn.WaitForNotification(wait)
	if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
		return n, err
	}
	ping, cancel := context.WithTimeout(ctx, listenPingMax)
	defer cancel()
	return nil, conn.Ping(ping)
}
