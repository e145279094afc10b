package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"jangkau/gis"
)

// Work does a job and returns the number of its result. It stops soon after ctx has
// ended, and leaves nothing half done.
type Work func(ctx context.Context, j *Job, p Progress) (result int64, err error)

// Config says what a runner works with. Only Store is needed: without Work it hears
// of jobs for those who watch, and does none.
type Config struct {
	Store    Store
	Work     map[Kind]Work
	Changed  func(context.Context) error // asks for what no longer holds; nil: nothing is
	Log      *slog.Logger                // nil: nothing is logged
	Poll     time.Duration               // between looks for jobs that nobody told of, such as a dead server's; 0: 5 s
	Settle   time.Duration               // from a change to Changed, so that an import's many changes are one; 0: 2 s
	Recheck  time.Duration               // between calls of Changed without a change: days end; 0: 1 min
	Step     time.Duration               // between notes of progress; 0: 500 ms
	Backoff  time.Duration               // before the second attempt, twice that before the third, and so on; 0: 2 s
	Attempts int                         // how often in all; 0: 10
	Watches  int                         // at once; 0: 200
}

// Runner does jobs, one at a time, and tells those who watch.
type Runner struct {
	*Hub
	cfg   Config
	kinds []Kind
}

// NewRunner returns one that does nothing before [Runner.Run].
func NewRunner(cfg Config) *Runner {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	cfg.Poll = cmp.Or(cfg.Poll, 5*time.Second)
	cfg.Settle = cmp.Or(cfg.Settle, 2*time.Second)
	cfg.Recheck = cmp.Or(cfg.Recheck, time.Minute)
	cfg.Step = cmp.Or(cfg.Step, 500*time.Millisecond)
	cfg.Backoff = cmp.Or(cfg.Backoff, 2*time.Second)
	cfg.Attempts = cmp.Or(cfg.Attempts, 10)
	r := &Runner{Hub: NewHub(cfg.Store, cmp.Or(cfg.Watches, 200)), cfg: cfg}
	for k := range cfg.Work {
		r.kinds = append(r.kinds, k)
	}
	slices.Sort(r.kinds)
	return r
}

// Run works until ctx ends, and then gives back what it was at. A connection that
// breaks is made anew: it is this process's sign of life, so that what was being done
// is given up with it.
func (r *Runner) Run(ctx context.Context) {
	defer r.Close()
	showing, stop := context.WithCancel(ctx)
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		r.run(showing, r.cfg.Poll)
	}()
	defer func() { stop(); <-shown }()
	for ctx.Err() == nil {
		err := r.cfg.Store.ListenJobs(ctx, r.serve)
		if ctx.Err() != nil {
			return
		}
		r.cfg.Log.WarnContext(ctx, "the connection that hears of jobs broke", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(r.cfg.Poll):
		}
	}
}

// active is the job being done.
type active struct {
	id   int64
	stop context.CancelCauseFunc
	done chan struct{}
}

// serve is one life of a worker.
func (r *Runner) serve(ctx context.Context, worker int64, heard <-chan Heard) error {
	inner, stop := context.WithCancel(ctx)
	var now *active
	defer func() {
		stop()
		if now != nil {
			<-now.done
		}
	}()
	r.heard(0)
	poll, recheck := time.NewTicker(r.cfg.Poll), time.NewTicker(r.cfg.Recheck)
	defer poll.Stop()
	defer recheck.Stop()
	settled := time.NewTimer(0) // what changed while nobody listened
	defer settled.Stop()
	for {
		if now == nil {
			now = r.next(inner, worker)
		}
		var done chan struct{}
		if now != nil {
			done = now.done
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-done:
			now = nil
		case <-poll.C:
			r.rescue(inner)
		case <-recheck.C:
			r.changed(inner)
		case <-settled.C:
			r.changed(inner)
		case h, ok := <-heard:
			switch {
			case !ok:
				return errors.New("the connection is gone")
			case h.Job == 0:
				settled.Reset(r.cfg.Settle)
			default:
				r.heard(h.Job)
				r.cancelled(inner, now, h.Job)
			}
		}
	}
}

func (r *Runner) rescue(ctx context.Context) {
	if len(r.kinds) == 0 {
		return
	}
	n, err := r.cfg.Store.RescueJobs(ctx)
	if err != nil && ctx.Err() == nil {
		r.cfg.Log.WarnContext(ctx, "looking for jobs of dead servers failed", "error", err)
	}
	if n > 0 {
		r.cfg.Log.InfoContext(ctx, "jobs of a dead server wait again", "jobs", n)
	}
}

func (r *Runner) changed(ctx context.Context) {
	if r.cfg.Changed == nil {
		return
	}
	if err := r.cfg.Changed(ctx); err != nil && ctx.Err() == nil {
		r.cfg.Log.WarnContext(ctx, "looking for kept results that no longer hold failed", "error", err)
	}
}

// cancelled stops what is being done where somebody wants it stopped.
func (r *Runner) cancelled(ctx context.Context, now *active, id int64) {
	if now == nil || now.id != id {
		return
	}
	if j, err := r.cfg.Store.Job(ctx, id); err == nil && j.Cancel {
		now.stop(errCancelled)
	}
}

// next takes a job up; nil where none waits.
func (r *Runner) next(ctx context.Context, worker int64) *active {
	if len(r.kinds) == 0 || ctx.Err() != nil {
		return nil
	}
	j, err := r.cfg.Store.ClaimJob(ctx, worker, r.kinds)
	if err != nil && ctx.Err() == nil {
		r.cfg.Log.WarnContext(ctx, "looking for a job failed", "error", err)
	}
	if j == nil || err != nil {
		return nil
	}
	inner, stop := context.WithCancelCause(ctx)
	a := &active{id: j.ID, stop: stop, done: make(chan struct{})}
	go func() {
		defer close(a.done)
		defer stop(nil)
		r.do(inner, stop, worker, j)
	}()
	return a
}

// do works on a job to its end, and notes that.
func (r *Runner) do(ctx context.Context, stop context.CancelCauseFunc, worker int64, j *Job) {
	p := newProgress(r.cfg.Step)
	noting, enough := context.WithCancel(ctx)
	noted := make(chan struct{})
	go func() {
		defer close(noted)
		p.run(noting, func(ctx context.Context, at step) (bool, error) {
			return r.cfg.Store.JobProgress(ctx, worker, j.ID, at.phase, at.done, at.total)
		}, stop)
	}()
	started := time.Now()
	result, err := r.work(ctx, j, p)
	cause := context.Cause(ctx) // before anything below ends it
	enough()
	<-noted

	// Noted even where ctx has ended, within a time that a stopping server has.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	log := r.cfg.Log.With("job", j.ID, "kind", j.Kind, "attempt", j.Attempts, "ms", time.Since(started).Milliseconds())
	if err = r.conclude(ctx, worker, j, result, err, cause, log); err != nil && !isLost(err) {
		log.ErrorContext(ctx, "the end of a job could not be noted; it will be done again", "error", err)
	}
}

// conclude decides what an attempt came to.
func (r *Runner) conclude(ctx context.Context, worker int64, j *Job, result int64, err, cause error, log *slog.Logger) error {
	s := r.cfg.Store
	switch {
	case err == nil:
		log.InfoContext(ctx, "job done", "result", result)
		return s.EndJob(ctx, worker, j.ID, End{State: Done, Result: result})
	case isLost(cause):
		return nil
	case errors.Is(cause, errCancelled):
		log.InfoContext(ctx, "job cancelled")
		return s.EndJob(ctx, worker, j.ID, End{State: Cancelled})
	case cause != nil: // this server stops, another goes on
		log.InfoContext(ctx, "job given back")
		return s.RetryJob(ctx, worker, j.ID, Retry{})
	}
	failure := failureOf(err)
	// Overtaken by a change, or something is not there yet: that passes.
	if (failure.Kind == gis.Conflict || failure.Kind == gis.Unavailable) && j.Attempts < r.cfg.Attempts {
		log.InfoContext(ctx, "job will be tried again", "error", err)
		return s.RetryJob(ctx, worker, j.ID, Retry{After: r.backoff(j.Attempts), Failure: failure})
	}
	log.ErrorContext(ctx, "job failed", "error", err)
	return s.EndJob(ctx, worker, j.ID, End{State: Failed, Failure: failure})
}

func (r *Runner) backoff(attempts int) time.Duration {
	return min(r.cfg.Backoff<<min(max(attempts-1, 0), 20), time.Minute)
}

// work is the work itself; a panic in it ends the job, not the server.
func (r *Runner) work(ctx context.Context, j *Job, p Progress) (result int64, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return r.cfg.Work[j.Kind](ctx, j, p)
}

// failureOf is what may be told of an error.
func failureOf(err error) *Failure {
	var known *gis.Error
	if errors.As(err, &known) {
		return &Failure{known.Kind, known.Message}
	}
	return &Failure{gis.Internal, gis.T(
		"Kesalahan di dalam program; catatan server menyebut nomor pekerjaan ini",
		"An error inside the program; the server's log names the number of this job")}
}

func isLost(err error) bool { return errors.Is(err, ErrLost) }
