package job

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Progress is told how far work is. Add is called from tight loops and by several
// goroutines.
type Progress interface {
	Begin(p Phase, total int64)
	Add(n int64)
}

// progress notes in the store how far a job is, in the background and now and then:
// whoever works does not wait for the store.
type progress struct {
	every time.Duration
	begun chan struct{} // a new phase is noted at once

	done  atomic.Int64
	mu    sync.Mutex
	phase Phase
	total int64
}

func newProgress(every time.Duration) *progress {
	return &progress{every: every, begun: make(chan struct{}, 1)}
}

func (p *progress) Begin(phase Phase, total int64) {
	p.mu.Lock()
	p.phase, p.total = phase, total
	p.done.Store(0)
	p.mu.Unlock()
	select {
	case p.begun <- struct{}{}:
	default:
	}
}

func (p *progress) Add(n int64) { p.done.Add(n) }

type step struct {
	phase       Phase
	done, total int64
}

func (p *progress) now() step {
	p.mu.Lock()
	defer p.mu.Unlock()
	done := p.done.Load()
	if p.total > 0 {
		done = min(done, p.total)
	}
	return step{p.phase, done, p.total}
}

// run notes what has changed until ctx ends. What note says goes to stop: somebody
// has cancelled the job, or it is another's. Other errors are passed over: the next
// note may succeed, and progress is not worth a job.
func (p *progress) run(ctx context.Context, note func(context.Context, step) (cancel bool, err error), stop context.CancelCauseFunc) {
	tick := time.NewTicker(p.every)
	defer tick.Stop()
	var noted step
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.begun:
		case <-tick.C:
		}
		at := p.now()
		if at == noted {
			continue
		}
		switch cancel, err := note(ctx, at); {
		case err == nil && cancel:
			stop(errCancelled)
		case err == nil:
			noted = at
		case isLost(err):
			stop(ErrLost)
		}
	}
}
