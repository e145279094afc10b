package travel

import (
	"cmp"
	"context"
	"log/slog"
	"runtime"
	"sync"
	"time"
)

// Config says what a service works with. Only Loader is needed.
type Config struct {
	Loader     Loader
	Log        *slog.Logger     // nil: nothing is logged
	Now        func() time.Time // today's date comes from it, in its time zone; nil: time.Now
	Wait       time.Duration    // longest wait for a snapshot being built, from the start of its building; 0: 2 s
	Retry      time.Duration    // pause after a building that failed; 0: 5 s
	CacheBytes int64            // kept results; 0: 256 MiB
	Engines    int              // profiles and variants weighed and kept at once; 0: 4
	Searches   int              // whole-area searches at once; 0: GOMAXPROCS
	Folder     string           // where index files are kept; "": nowhere
	RankFrom   int              // nodes from which a network is given a hierarchy; 0: 100,000; less than 0: none is
}

// Service holds the current snapshot and renews it when the store has changed.
// Safe for any number of concurrent users. Close it at the end.
type Service struct {
	cfg      Config
	life     *life
	files    *files
	ranking  *ranking
	searches chan struct{} // a slot each running whole-area search

	mu       sync.Mutex
	current  *Snapshot // the newest one whole; nil before the first
	early    *Snapshot // places without roads, until there is a first whole one
	building *build    // nil while none is being built
	failed   error     // of the last building, until one succeeds
	retryAt  time.Time
}

// New returns a service that has built nothing yet: the first pin does. Call
// [Service.Warm] to begin at once.
func New(cfg Config) *Service {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	cfg.Wait = cmp.Or(cfg.Wait, 2*time.Second)
	cfg.Retry = cmp.Or(cfg.Retry, 5*time.Second)
	cfg.CacheBytes = cmp.Or(cfg.CacheBytes, 256<<20)
	cfg.Engines = cmp.Or(cfg.Engines, 4)
	cfg.Searches = cmp.Or(cfg.Searches, runtime.GOMAXPROCS(0))
	cfg.RankFrom = cmp.Or(cfg.RankFrom, 100_000)
	l := newLife()
	return &Service{cfg: cfg, life: l, files: newFiles(cfg), ranking: newRanking(l, cfg), searches: make(chan struct{}, cfg.Searches)}
}

// Close cancels what is being built and searched in the background and waits for
// it. Pins answer with Unavailable afterwards.
func (s *Service) Close() { s.life.end() }

// Warm starts building the first snapshot and does not wait for it.
func (s *Service) Warm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil && s.building == nil {
		s.startBuild()
	}
}

// Pin returns the snapshot of what the store holds now. Where that is still being
// built it waits a moment, and then returns the one before; where there is none
// before, one whose trips are all NOT_COMPUTED for NETWORK_BUILDING. The error is
// the context's or the loader's.
func (s *Service) Pin(ctx context.Context) (*Pinned, error) {
	v, err := s.cfg.Loader.Version(ctx)
	if err != nil {
		return nil, err
	}
	return s.PinVersion(ctx, v)
}

// PinVersion is [Service.Pin] for a caller that has read the version itself, in the
// transaction of its request.
func (s *Service) PinVersion(ctx context.Context, v Version) (*Pinned, error) {
	// Two rounds: a building that was under way may have read the store before the
	// change that the caller saw.
	for range 2 {
		b, pinned, err := s.lookUp(v)
		if b == nil {
			return pinned, err
		}
		if err := s.await(ctx, b); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.best()
}

// PinFresh returns the snapshot of what the store holds now and waits for it as long
// as its building takes: for work that would be thrown away were it done on the one
// before. The error is the context's or the loader's.
func (s *Service) PinFresh(ctx context.Context) (*Pinned, error) {
	for {
		v, err := s.cfg.Loader.Version(ctx)
		if err != nil {
			return nil, err
		}
		b, pinned, err := s.fresh(v)
		if b == nil {
			return pinned, err
		}
		select {
		case <-b.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (s *Service) fresh(v Version) (*build, *Pinned, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.current != nil && s.current.version == v:
		return nil, s.pin(s.current), nil
	case s.building != nil:
	case s.failed != nil && s.cfg.Now().Before(s.retryAt):
		return nil, nil, s.failed
	case !s.startBuild():
		return nil, nil, errClosed()
	}
	return s.building, nil, nil
}

// lookUp returns the snapshot to use, or the building to wait for.
func (s *Service) lookUp(v Version) (*build, *Pinned, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current != nil && s.current.version == v {
		return nil, s.pin(s.current), nil
	}
	if s.building == nil && (s.failed == nil || !s.cfg.Now().Before(s.retryAt)) && !s.startBuild() {
		return nil, nil, errClosed()
	}
	if s.building == nil || !time.Now().Before(s.building.patience) {
		p, err := s.best()
		return nil, p, err
	}
	return s.building, nil, nil
}

// best is what can be had now, the lock held.
func (s *Service) best() (*Pinned, error) {
	switch {
	case s.current != nil:
		return s.pin(s.current), nil
	case s.failed != nil:
		return nil, s.failed
	case s.early != nil:
		return s.pin(s.early), nil
	}
	return s.pin(newSnapshot(&Places{}, nil, nil, nil, s.ranking, 0, 1)), nil
}

func (s *Service) pin(snap *Snapshot) *Pinned {
	return &Pinned{service: s, snapshot: snap, today: DayOf(s.cfg.Now())}
}

// await waits for a building, no longer than its patience lasts.
func (s *Service) await(ctx context.Context, b *build) error {
	timer := time.NewTimer(time.Until(b.patience))
	defer timer.Stop()
	select {
	case <-b.done:
		return nil
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
