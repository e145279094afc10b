package embedded

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"

	"jangkau/gis"
)

// request is what a starter hands to the supervisor it starts: one line of JSON
// on the connection that also makes the starter the first user.
type request struct {
	Place     place
	Install   installation
	NoSync    bool
	Ephemeral bool
	Restore   bool // the dump to restore is open as dumpFD
}

// File descriptors of a supervisor, besides the standard three.
const (
	firstUserFD = 3
	dumpFD      = 4
)

// message is what the supervisor tells a user, one JSON object a line.
type message struct {
	State    string   `json:"state"`
	PID      int      `json:"pid,omitempty"`
	Postgres int      `json:"postgres,omitempty"`
	ID       string   `json:"id,omitempty"`
	EN       string   `json:"en,omitempty"`
	Details  []string `json:"details,omitempty"`
}

const (
	stateReady  = "ready"
	stateOther  = "other"  // another supervisor serves this cluster: connect to it
	stateFailed = "failed" // the message says why, in ID and EN
)

func failed(err error) message {
	m := message{State: stateFailed}
	var e *gis.Error
	if errors.As(err, &e) {
		m.ID, m.EN = e.Message.ID, e.Message.EN
		if err = e.Err; err == nil {
			return m
		}
	}
	m.Details = []string{err.Error()}
	return m
}

func (m message) err() error {
	var cause error
	if len(m.Details) > 0 {
		cause = errors.New(m.Details[0])
	}
	e := gis.NewError(gis.Unavailable, "basis data gagal dijalankan", "the database could not be run")
	if m.ID != "" {
		e.Message = gis.Text{ID: m.ID, EN: m.EN}
	}
	e.Err = cause
	return e
}

// session is a user's connection to a supervisor that has said "ready".
type session struct {
	conn     *net.UnixConn
	pid      int           // of the supervisor
	postgres int           // of the postmaster
	exited   chan struct{} // closed when a supervisor that we started has been reaped; nil else
}

// errTryAgain is met when a supervisor ends between our finding it and its
// answer; the next attempt finds or starts another.
var errTryAgain = errors.New("the supervisor went away")

// errNobody is met when no supervisor runs.
var errNobody = errors.New("no supervisor answers")

// join becomes a user of the supervisor that runs, if any does.
func join(ctx context.Context, p place) (*session, error) {
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: p.control(), Net: "unix"})
	if err != nil {
		return nil, errNobody
	}
	return greet(ctx, conn)
}

// start runs a supervisor with this process as its first user. The connection is
// a socket pair made before the child, so there is no moment at which our death
// would go unnoticed.
func start(ctx context.Context, req request, dump *os.File) (*session, error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	theirs := os.NewFile(uintptr(fds[1]), "first user")
	ours := os.NewFile(uintptr(fds[0]), "supervisor")
	c, err := net.FileConn(ours) // duplicates the descriptor
	ours.Close()
	if err != nil {
		theirs.Close()
		return nil, err
	}
	conn := c.(*net.UnixConn)

	// /proc/self/exe is this very program even where its file was replaced by a
	// newer build, or lies where the database's user could not reach it.
	cmd := exec.Command("/proc/self/exe")
	cmd.Args = []string{"jangkau", supervisorArg, req.Place.Base} // as process lists show it
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", "HOME=" + req.Place.Base}
	cmd.Dir = "/"
	cmd.ExtraFiles = []*os.File{theirs}
	if dump != nil {
		cmd.ExtraFiles = append(cmd.ExtraFiles, dump)
	}
	// A session of its own: ctrl-C and a kill of our process group pass it by.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	err = cmd.Start()
	theirs.Close() // the supervisor alone holds that end: we then see its death
	if err != nil {
		conn.Close()
		return nil, err
	}
	exited := make(chan struct{})
	go func() { _ = cmd.Wait(); close(exited) }()
	if err := json.NewEncoder(conn).Encode(req); err != nil {
		conn.Close()
		return nil, errTryAgain
	}
	s, err := greet(ctx, conn)
	if s != nil {
		s.exited = exited
	}
	return s, err
}

// greet waits until the supervisor has the store ready, or says why not.
func greet(ctx context.Context, conn *net.UnixConn) (*session, error) {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	var m message
	err := json.NewDecoder(bufio.NewReader(conn)).Decode(&m)
	if !stop() {
		conn.Close()
		return nil, ctx.Err()
	}
	if err != nil {
		conn.Close()
		return nil, errTryAgain
	}
	switch m.State {
	case stateReady:
		return &session{conn: conn, pid: m.PID, postgres: m.Postgres}, nil
	case stateFailed:
		conn.Close()
		return nil, m.err()
	default:
		conn.Close()
		return nil, errTryAgain
	}
}

// lost blocks until the supervisor is gone. It sends nothing after its greeting.
func (s *session) lost() {
	var b [1]byte
	_, _ = s.conn.Read(b[:])
}

// leave says goodbye. The supervisor hangs up at once where others remain, and
// where we were the last once postgres is down: then nothing of ours is left.
func (s *session) leave(patience time.Duration) {
	defer s.conn.Close()
	if s.conn.CloseWrite() != nil {
		return
	}
	_ = s.conn.SetReadDeadline(time.Now().Add(patience))
	s.lost()
}
