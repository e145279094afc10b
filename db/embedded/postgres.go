package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// postmaster is a running postgres.
type postmaster struct {
	cmd    *exec.Cmd
	exited chan struct{}
	err    error // why it ended, once exited is closed
}

// child prepares a program of PostgreSQL. onDeath is what the kernel sends it
// when this process dies.
func (s *supervisor) child(onDeath syscall.Signal, lock *os.File, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(s.req.Install.program(program), args...)
	cmd.Dir = s.req.Place.Base
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", "HOME=" + s.req.Place.Base}
	cmd.Stdout, cmd.Stderr = s.log, s.log
	cmd.ExtraFiles = []*os.File{lock} // held by all of its children as well, see doc.go
	// A process group of its own, so that a program can be ended with its children.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: onDeath, Setpgid: true}
	return cmd
}

// startPostgres returns once the server on cluster takes connections. It must be
// called from the locked thread.
func (s *supervisor) startPostgres(ctx context.Context, cluster string, lock *os.File) (*postmaster, error) {
	// We hold the lock, so whoever wrote this file is gone. Postgres would refuse
	// to start if another program has got the process id in it since.
	_ = os.Remove(filepath.Join(cluster, "postmaster.pid"))
	_ = os.Remove(filepath.Join(s.req.Place.Run, ".s.PGSQL."+port+".lock"))

	args := append([]string{"-D", cluster}, settings(s.req.Place.Run, s.req.NoSync)...)
	// SIGQUIT has postgres drop everything at once; the next start recovers from
	// the log, as after a power cut.
	cmd := s.child(syscall.SIGQUIT, lock, "postgres", args...)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	pg := &postmaster{cmd: cmd, exited: make(chan struct{})}
	go func() {
		pg.err = cmd.Wait()
		if pg.err == nil {
			pg.err = errors.New("it was stopped from outside")
		}
		close(pg.exited)
	}()
	for {
		conn, err := pgx.Connect(ctx, socketURL(s.req.Place.Run, OwnerRole, "postgres"))
		if err == nil {
			return pg, conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			pg.stop()
			return nil, ctx.Err()
		case <-pg.exited:
			return nil, explain(fmt.Errorf("postgres ended while starting: %w", pg.err), s.log.Tail(), s.req.Place.Base)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// stop ends postgres: politely, then firmly, then by force.
func (p *postmaster) stop() {
	for _, step := range []struct {
		signal   syscall.Signal
		patience time.Duration
	}{
		{syscall.SIGINT, stopPatience - 20*time.Second}, // ends connections, writes all out
		{syscall.SIGQUIT, 10 * time.Second},
		{syscall.SIGKILL, 10 * time.Second},
	} {
		_ = p.cmd.Process.Signal(step.signal)
		select {
		case <-p.exited:
			return
		case <-time.After(step.patience):
		}
	}
}

// run executes a program to its end, and ends it with its children where ctx
// ends first.
func (s *supervisor) run(ctx context.Context, lock *os.File, program string, stdin *os.File, args ...string) error {
	cmd := s.child(syscall.SIGKILL, lock, program, args...)
	if stdin != nil {
		cmd.Stdin = stdin
	}
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	defer stop()
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return explain(fmt.Errorf("%s: %w", program, err), s.log.Tail(), s.req.Place.Base)
	}
	return nil
}
