package embedded

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"time"

	"jangkau/gis"
)

// Options of a store. DataDir is needed, the rest may stay zero.
type Options struct {
	DataDir string
	// NoSync trades safety at a power cut for speed: for tests alone. The first
	// user's choice holds for all who share the cluster.
	NoSync bool
	// Ephemeral has the supervisor delete the cluster when its last user ends,
	// however that happens: for tests alone.
	Ephemeral bool
	Logger    *slog.Logger
}

// Names inside the cluster.
const (
	Database  = "jangkau"
	OwnerRole = "jangkau_owner" // superuser of this cluster; migrations run as it
	AppRole   = "jangkau_app"   // owns nothing; the program connects as it
)

// Patience: the first start makes a cluster, and a stop writes out all that
// memory holds; slow disks take their time over both.
const (
	startPatience = 3 * time.Minute
	stopPatience  = 2 * time.Minute
)

// Store is a running PostgreSQL that this process is a user of.
type Store struct {
	opts  Options
	place place
	log   *slog.Logger

	mu      sync.Mutex
	session *session
	closing context.CancelFunc
	done    chan struct{} // the watcher has ended
}

// Open starts the store kept in opts.DataDir, or joins it where another process
// has started it already, and waits until it answers. The program (or TestMain)
// must have called RunSupervisorIfAsked first.
func Open(ctx context.Context, opts Options) (*Store, error) {
	if !hooked.Load() {
		return nil, gis.NewError(gis.Internal, "main belum memanggil embedded.RunSupervisorIfAsked", "main has not called embedded.RunSupervisorIfAsked")
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	p, err := locate(opts.DataDir)
	if err != nil {
		return nil, err
	}
	s := &Store{opts: opts, place: p, log: opts.Logger.With("database", p.Base), done: make(chan struct{})}
	first, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	if s.session, err = s.connect(first); err != nil {
		return nil, err
	}
	watching, stop := context.WithCancel(context.Background())
	s.closing = stop
	go s.watch(watching)
	return s, nil
}

// connect joins the supervisor that runs or starts one. Between the two another
// process may have done either, so it tries in turn until one holds.
func (s *Store) connect(ctx context.Context) (*session, error) {
	for attempt := 1; ; attempt++ {
		sess, err := join(ctx, s.place)
		if errors.Is(err, errNobody) {
			sess, err = s.start(ctx)
		}
		switch {
		case err == nil:
			return sess, nil
		case ctx.Err() != nil:
			return nil, s.gaveUp(ctx.Err())
		case !errors.Is(err, errTryAgain):
			return nil, explain(err, "", s.place.Base)
		case attempt == 50:
			return nil, explain(err, "", s.place.Base)
		}
		select {
		case <-ctx.Done():
			return nil, s.gaveUp(ctx.Err())
		case <-time.After(time.Duration(min(attempt, 10)) * 20 * time.Millisecond):
		}
	}
}

func (s *Store) gaveUp(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return unavailable(err,
		"basis data di %s belum siap setelah ditunggu; lihat postgres.log di folder itu",
		"the database in %s was not ready in time; see postgres.log in that folder", s.place.Base)
}

func (s *Store) start(ctx context.Context) (*session, error) {
	install, dump, err := choose(s.place)
	if err != nil {
		return nil, err
	}
	req := request{Place: s.place, Install: install, NoSync: s.opts.NoSync, Ephemeral: s.opts.Ephemeral}
	if dump != "" {
		f, err := os.Open(dump)
		if err != nil {
			return nil, explain(err, "", dump)
		}
		defer f.Close()
		req.Restore = true
		s.log.Warn("restoring the database from a dump into a new cluster; the old one is kept beside it",
			"dump", dump, "postgresql", install.Major)
		return start(ctx, req, f)
	}
	return start(ctx, req, nil)
}

// watch brings the store back when the supervisor or postgres has crashed. The
// addresses stay the same, so connection pools recover by themselves.
func (s *Store) watch(ctx context.Context) {
	defer close(s.done)
	for {
		s.session.lost()
		if ctx.Err() != nil {
			return
		}
		s.log.Error("the database has stopped unexpectedly; starting it again")
		s.session.conn.Close()
		pause := 100 * time.Millisecond
		for {
			sess, err := s.connect(ctx)
			if err == nil && s.replace(ctx, sess) {
				s.log.Info("the database runs again")
				break
			}
			if ctx.Err() != nil {
				return
			}
			s.log.Error("the database could not be started again", "error", err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
				pause = min(2*pause, 10*time.Second)
			}
		}
	}
}

// replace makes sess the session, unless the store is closing: then nobody would
// leave it again.
func (s *Store) replace(ctx context.Context, sess *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		sess.conn.Close()
		return false
	}
	s.session = sess
	return true
}

// OwnerURL is the address for the role that owns everything: for migrations.
func (s *Store) OwnerURL() string { return s.url(OwnerRole, Database) }

// AppURL is the address for the role that owns nothing: for serving.
func (s *Store) AppURL() string { return s.url(AppRole, Database) }

func (s *Store) url(role, database string) string { return socketURL(s.place.Run, role, database) }

func socketURL(dir, role, database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.User(role), Path: "/" + database,
		RawQuery: url.Values{"host": {dir}, "port": {port}}.Encode(),
	}
	return u.String()
}

// Close leaves the store. The last user to leave waits until PostgreSQL has shut
// down, so that a process which ended well leaves nothing running. Connections
// should be closed before.
func (s *Store) Close() error {
	if s.closing == nil {
		return nil
	}
	s.closing()
	s.closing = nil
	s.mu.Lock() // after closing, see replace
	sess := s.session
	s.mu.Unlock()
	sess.leave(stopPatience)
	<-s.done
	if sess.exited != nil {
		select {
		case <-sess.exited:
		case <-time.After(100 * time.Millisecond): // others remain: it stays
		}
	}
	return nil
}
