package embedded

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// supervisorArg as the first argument makes this program a supervisor.
const supervisorArg = "database-supervisor"

// lockPatience is how long a supervisor waits for the one before, or for
// processes of a crashed one, to let go of the cluster.
const lockPatience = 90 * time.Second

var hooked atomic.Bool

// RunSupervisorIfAsked must be the first call of main and of TestMain. In a
// process started as the supervisor it does that work and never returns; in any
// other it returns at once.
func RunSupervisorIfAsked() {
	hooked.Store(true)
	if len(os.Args) < 2 || os.Args[1] != supervisorArg {
		return
	}
	// The kernel's "tell me when my parent dies" means the parent's thread: this
	// goroutine starts every child, so its thread must last as long as we do.
	runtime.LockOSThread()
	// The terminal and whoever ends the users are no business of ours; SIGTERM
	// (the machine shuts down) is, see supervise. Caught rather than ignored:
	// children would inherit the latter, and a postgres told to stop before it
	// had set its own handlers would miss it.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGINT, syscall.SIGHUP, syscall.SIGPIPE)
	if err := superviseFrom(os.NewFile(firstUserFD, "first user")); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// supervisor owns one cluster while it has users.
type supervisor struct {
	req request
	log *logFile

	mu     sync.Mutex
	users  map[net.Conn]bool
	last   *message // what new users are told at once, when there is something to tell
	ending bool
	end    context.CancelFunc // called when the last user leaves
}

func superviseFrom(f *os.File) error {
	if f == nil {
		return errors.New("not started by a user of the database")
	}
	conn, err := net.FileConn(f)
	f.Close()
	if err != nil {
		return err
	}
	syscall.CloseOnExec(dumpFD)
	in := bufio.NewReader(conn)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return err // the starter is gone already
	}
	s := &supervisor{users: map[net.Conn]bool{}}
	if err := json.Unmarshal(line, &s.req); err != nil {
		return err
	}
	ctx, end := context.WithCancel(context.Background())
	defer end()
	s.end = end
	s.admit(conn)
	if err := s.prepare(); err != nil {
		s.tell(failed(explain(err, "", s.req.Place.Base)))
		return err
	}
	err = s.supervise(ctx)
	if err != nil && ctx.Err() == nil {
		s.say("%v", err)
		s.tell(failed(explain(err, "", s.req.Place.Base)))
	}
	return err
}

func (s *supervisor) prepare() (err error) {
	if err := s.req.Place.Owner.become(); err != nil {
		return fmt.Errorf("becoming the database's user: %w", err)
	}
	syscall.Umask(0o077)
	if s.log, err = openLog(s.req.Place.log(), logMax); err != nil {
		return err
	}
	return syscall.Dup3(int(s.log.f.Fd()), 2, 0) // a panic's trace belongs there too
}

// supervise serves the users until the last leaves, postgres ends, or the
// machine shuts down.
func (s *supervisor) supervise(ctx context.Context) error {
	lock, err := s.takeLock(ctx)
	if err != nil || lock == nil {
		return err
	}
	listener, err := s.listen()
	if err != nil {
		return err
	}
	defer s.stopListening(listener) // before the lock is let go, by order of defers
	if s.req.Ephemeral {
		defer func() { _ = os.RemoveAll(s.req.Place.Base) }()
	}
	if err := s.prepareCluster(ctx, lock); err != nil {
		return err
	}
	pg, err := s.startPostgres(ctx, s.req.Place.cluster(), lock)
	if err != nil {
		return err
	}
	if err := s.refreshExtension(ctx); err != nil {
		s.say("PostGIS was not brought up to date: %v", err)
	}
	s.tell(message{State: stateReady, PID: os.Getpid(), Postgres: pg.cmd.Process.Pid})

	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	select {
	case <-ctx.Done():
	case <-term:
		// The users are being told to stop as well: give them a moment to finish.
		select {
		case <-ctx.Done():
		case <-pg.exited:
		case <-time.After(5 * time.Second):
		}
	case <-pg.exited:
		s.say("postgres ended by itself: %v", pg.err)
	}
	s.stopListening(listener)
	pg.stop()
	return nil
}

// takeLock waits until no other process of the cluster lives. It returns nil
// without error where another supervisor serves: users are sent there.
func (s *supervisor) takeLock(ctx context.Context) (*os.File, error) {
	lock, err := os.OpenFile(s.req.Place.lock(), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	giveUp := time.After(lockPatience)
	for {
		err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return lock, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("locking the cluster: %w", err)
		}
		if c, err := net.Dial("unix", s.req.Place.control()); err == nil {
			c.Close()
			s.tell(message{State: stateOther})
			return nil, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-giveUp:
			return nil, unavailable(err,
				"proses lain masih memakai basis data di %s; hentikan proses itu, lalu jalankan lagi",
				"another process still uses the database in %s; stop it, then run again", s.req.Place.Base)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s *supervisor) listen() (*net.UnixListener, error) {
	if err := os.MkdirAll(s.req.Place.Run, 0o700); err != nil {
		return nil, err
	}
	_ = os.Remove(s.req.Place.control()) // stale: the lock is ours
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: s.req.Place.control(), Net: "unix"})
	if err != nil {
		return nil, err
	}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.admit(conn)
		}
	}()
	return l, nil
}

// stopListening turns newcomers away from here on. It may be called twice.
func (s *supervisor) stopListening(l net.Listener) {
	s.mu.Lock()
	s.ending = true
	s.mu.Unlock()
	l.Close()
}

// admit makes conn a user, or turns it away (it will try again) when ending.
func (s *supervisor) admit(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending {
		conn.Close()
		return
	}
	s.users[conn] = true
	if s.last != nil {
		send(conn, *s.last)
	}
	go func() {
		_, _ = io.Copy(io.Discard, conn) // until the user hangs up, or dies
		s.dismiss(conn)
	}()
}

func (s *supervisor) dismiss(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.users, conn)
	if len(s.users) > 0 {
		conn.Close()
		return
	}
	// The last connection stays open until this process ends: that tells a user
	// who waits for it that all is down.
	s.ending = true
	s.end()
}

// tell sends m to all users, and to those who come later.
func (s *supervisor) tell(m message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = &m
	for conn := range s.users {
		send(conn, m)
	}
}

func send(conn net.Conn, m message) {
	_ = conn.SetWriteDeadline(time.Now().Add(time.Second)) // never wait for a stuck user
	_ = json.NewEncoder(conn).Encode(m)
}

func (s *supervisor) say(format string, args ...any) {
	fmt.Fprintf(s.log, time.Now().UTC().Format("2006-01-02 15:04:05.000 UTC")+" ["+fmt.Sprint(os.Getpid())+"] supervisor: "+format+"\n", args...)
}
