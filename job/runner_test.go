package job_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jangkau/gis"
	"jangkau/job"
)

// A job from its adding to its end, as somebody sees who watches it.
func TestLifeOfAJob(t *testing.T) {
	w := newWorld(t)
	id := w.add(1)
	if j := w.job(id); j.State != job.Waiting || j.Attempts != 0 || j.StartedAt != nil || j.Phase != "" {
		t.Errorf("added: %+v", j)
	}
	if again := w.add(1); again != id {
		t.Errorf("the same waits twice: %d and %d", id, again)
	}
	steps := make(chan struct{})
	r, _ := w.runner(func(ctx context.Context, j *job.Job, p job.Progress) (int64, error) {
		wait := func() {
			select {
			case <-steps:
			case <-ctx.Done():
			}
		}
		p.Begin(job.Reading, 0)
		wait()
		p.Begin(job.Searching, 10)
		p.Add(4)
		wait()
		p.Add(7) // one too many: shown as all
		wait()
		return 77, ctx.Err()
	})
	seen, err := r.Watch(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	next := func(what string, holds func(*job.Job) bool) {
		t.Helper()
		for j := range seen {
			if holds(j) {
				return
			}
		}
		t.Fatalf("never seen: %s", what)
	}
	next("reading", func(j *job.Job) bool {
		return j.State == job.Running && j.Phase == job.Reading && j.Total == 0 && j.StartedAt != nil
	})
	steps <- struct{}{}
	next("four of ten", func(j *job.Job) bool { return j.Phase == job.Searching && j.Done == 4 && j.Total == 10 })
	steps <- struct{}{}
	next("ten of ten", func(j *job.Job) bool { return j.Done == 10 && j.State == job.Running })
	steps <- struct{}{}
	next("done", func(j *job.Job) bool {
		return j.State == job.Done && j.Result == 77 && j.EndedAt != nil && j.Phase == "" && j.Attempts == 1
	})
	if _, more := <-seen; more {
		t.Error("something after the end")
	}
	if other := w.add(1); other == id {
		t.Error("what has ended is not asked for again")
	}
	// A job that has ended is shown once.
	seen, err = r.Watch(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if j := <-seen; j == nil || j.State != job.Done {
		t.Errorf("an ended job: %+v", j)
	}
	if _, more := <-seen; more {
		t.Error("something after the end")
	}
	if _, err := r.Watch(t.Context(), 999); gis.KindOf(err) != gis.NotFound {
		t.Error(err)
	}
}

func TestCancel(t *testing.T) {
	w := newWorld(t)
	waiting := w.add(1)
	if j, err := w.db.CancelJob(t.Context(), waiting); err != nil || j.State != job.Cancelled || j.EndedAt == nil {
		t.Errorf("while waiting: %+v %v", j, err)
	}
	if _, err := w.db.CancelJob(t.Context(), waiting); gis.KindOf(err) != gis.Conflict {
		t.Errorf("twice: %v", err)
	}
	if _, err := w.db.CancelJob(t.Context(), 999); gis.KindOf(err) != gis.NotFound {
		t.Errorf("none: %v", err)
	}
	var begun atomic.Int32
	w.runner(func(ctx context.Context, j *job.Job, p job.Progress) (int64, error) {
		begun.Add(1)
		p.Begin(job.Searching, 10)
		<-ctx.Done()
		return 0, ctx.Err()
	}, func(c *job.Config) { c.Poll = time.Hour }) // only told of, never looked for
	id := w.add(2)
	w.until(id, "searching", func(j *job.Job) bool { return j.Phase == job.Searching })
	if j, err := w.db.CancelJob(t.Context(), id); err != nil || j.State != job.Running || !j.Cancel {
		t.Errorf("while running: %+v %v", j, err)
	}
	if j := w.ended(id, job.Cancelled); j.Failure != nil || j.Result != 0 || begun.Load() != 1 {
		t.Errorf("%+v, begun %d times", j, begun.Load())
	}
}

func TestFailures(t *testing.T) {
	w := newWorld(t)
	work := map[string]error{
		`{"n": 1}`: gis.NewError(gis.Invalid, "Kode itu salah", "That code is wrong"),
		`{"n": 2}`: errors.New("a secret of the program"),
		`{"n": 4}`: gis.NewError(gis.Conflict, "Data berubah", "The data changed"),
	}
	var attempts atomic.Int32
	w.runner(func(_ context.Context, j *job.Job, _ job.Progress) (int64, error) {
		switch in := string(j.Input); in {
		case `{"n": 3}`:
			panic("out of luck")
		case `{"n": 5}`:
			if attempts.Add(1) < 3 {
				return 0, gis.NewError(gis.Conflict, "Data berubah", "The data changed")
			}
			return 5, nil
		default:
			return 0, work[in]
		}
	}, func(c *job.Config) { c.Attempts = 4 })
	for n, want := range map[int]struct {
		kind     gis.ErrorKind
		id, en   string
		attempts int
	}{
		1: {gis.Invalid, "Kode itu salah", "That code is wrong", 1},
		2: {gis.Internal, "Kesalahan di dalam program", "An error inside the program", 1},
		3: {gis.Internal, "Kesalahan di dalam program", "An error inside the program", 1},
		4: {gis.Conflict, "Data berubah", "The data changed", 4},
	} {
		j := w.ended(w.add(n), job.Failed)
		if j.Failure == nil || j.Failure.Kind != want.kind || !strings.HasPrefix(j.Failure.Message.ID, want.id) || !strings.HasPrefix(j.Failure.Message.EN, want.en) || j.Attempts != want.attempts {
			t.Errorf("%d: %+v %+v", n, j, j.Failure)
		}
	}
	// Overtaken twice, done by the third attempt.
	if j := w.ended(w.add(5), job.Done); j.Attempts != 3 || j.Failure != nil || j.Result != 5 {
		t.Errorf("%+v", j)
	}
	// What failed is not asked for by the server again while nothing has changed.
	if j, err := w.db.AddJob(t.Context(), job.Travel, input(1), true); j != nil || err != nil {
		t.Errorf("in vain again: %+v %v", j, err)
	}
	w.exec(`insert into data.data_source (name, role, kind, imported_at) values ('x', 'FACILITIES', 'REAL', now());
		insert into data.wilayah (code, level, boundary_quality, source_id) values ('35', 'PROVINSI', 'NONE', 1)`)
	if j, err := w.db.AddJob(t.Context(), job.Travel, input(1), true); j == nil || err != nil || !j.Automatic {
		t.Errorf("after a change: %+v %v", j, err)
	}
}

// Two servers on one database: every job is done, and by one of them.
func TestEveryJobIsDoneOnce(t *testing.T) {
	w := newWorld(t)
	var mu sync.Mutex
	by := map[int64][]int{}
	for server := range 2 {
		w.runner(func(_ context.Context, j *job.Job, _ job.Progress) (int64, error) {
			mu.Lock()
			defer mu.Unlock()
			by[j.ID] = append(by[j.ID], server)
			return j.ID, nil
		})
	}
	var ids []int64
	for n := range 60 {
		ids = append(ids, w.add(n))
	}
	for _, id := range ids {
		if j := w.ended(id, job.Done); j.Result != id {
			t.Errorf("%+v", j)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	each := [2]int{}
	for id, servers := range by {
		if len(servers) != 1 {
			t.Errorf("job %d was done by %v", id, servers)
		}
		each[servers[0]]++
	}
	t.Logf("%d and %d of %d jobs", each[0], each[1], len(ids))
}

// A server that stops gives back what it was at, as if it had not begun.
func TestAStoppedServerGivesBack(t *testing.T) {
	w := newWorld(t)
	id := w.add(1)
	_, stop := w.runner(func(ctx context.Context, _ *job.Job, p job.Progress) (int64, error) {
		p.Begin(job.Keeping, 5)
		<-ctx.Done()
		return 0, ctx.Err()
	})
	w.until(id, "running", func(j *job.Job) bool { return j.Phase == job.Keeping })
	stop()
	if j := w.job(id); j.State != job.Waiting || j.Attempts != 0 || j.Phase != "" || j.Failure != nil {
		t.Errorf("given back: %+v", j)
	}
	w.runner(func(context.Context, *job.Job, job.Progress) (int64, error) { return 1, nil })
	w.ended(id, job.Done)
}

// A server whose connection breaks is dead to the others: it gives up, and what it
// was at is done again.
func TestABrokenConnectionIsADeadServer(t *testing.T) {
	w := newWorld(t)
	id := w.add(1)
	var begun atomic.Int32
	causes := make(chan error, 9)
	w.runner(func(ctx context.Context, _ *job.Job, p job.Progress) (int64, error) {
		if begun.Add(1) > 1 {
			return 8, nil
		}
		p.Begin(job.Searching, 5)
		<-ctx.Done()
		causes <- ctx.Err()
		return 0, ctx.Err()
	})
	w.until(id, "running", func(j *job.Job) bool { return j.Phase == job.Searching })
	w.exec(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid in (select worker from data.job where id = $1)`, id)
	if j := w.ended(id, job.Done); j.Result != 8 || begun.Load() != 2 {
		t.Errorf("%+v, begun %d times", j, begun.Load())
	}
	if err := <-causes; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// die claims a job as a server does that is gone without a word.
func (w *world) die(id int64) {
	w.t.Helper()
	err := w.db.ListenJobs(w.t.Context(), func(ctx context.Context, worker int64, _ <-chan job.Heard) error {
		j, err := w.db.ClaimJob(ctx, worker, []job.Kind{job.Travel})
		if err != nil || j == nil || j.ID != id {
			w.t.Errorf("claimed %+v %v", j, err)
		}
		if n, err := w.db.RescueJobs(ctx); n != 0 || err != nil {
			w.t.Errorf("%d rescued from the living: %v", n, err)
		}
		return nil
	})
	if err != nil {
		w.t.Error(err)
	}
}

func TestRescue(t *testing.T) {
	w := newWorld(t)
	// PostgreSQL lets go of the lock a moment after the connection has ended.
	rescued := func() {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); ; {
			n, err := w.db.RescueJobs(t.Context())
			if n == 1 {
				return
			}
			if err != nil || time.Now().After(deadline) {
				t.Fatalf("%d rescued: %v", n, err)
			}
		}
	}
	id := w.add(1)
	w.die(id)
	rescued()
	if j := w.job(id); j.State != job.Waiting || j.Attempts != 1 {
		t.Errorf("rescued: %+v", j)
	}
	// Who comes too late does not disturb the job.
	if _, err := w.db.JobProgress(t.Context(), 1, id, job.Reading, 1, 2); !errors.Is(err, job.ErrLost) {
		t.Error(err)
	}
	if err := w.db.EndJob(t.Context(), 1, id, job.End{State: job.Done}); !errors.Is(err, job.ErrLost) {
		t.Error(err)
	}
	if err := w.db.RetryJob(t.Context(), 1, id, job.Retry{}); !errors.Is(err, job.ErrLost) {
		t.Error(err)
	}
	// What kills its server thrice is not tried a fourth time.
	w.die(id)
	rescued()
	w.die(id)
	rescued()
	if j := w.job(id); j.State != job.Failed || !strings.Contains(j.Failure.Message.EN, "three times") || !strings.Contains(j.Failure.Message.ID, "tiga kali") {
		t.Errorf("deadly: %+v", j)
	}
	// One that somebody cancelled meanwhile is not done again.
	id = w.add(2)
	w.die(id)
	if _, err := w.db.CancelJob(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	rescued()
	w.ended(id, job.Cancelled)
}

func TestTheQueueHasAnEnd(t *testing.T) {
	w := newWorld(t)
	for n := range 200 {
		w.add(n)
	}
	if _, err := w.db.AddJob(t.Context(), job.Travel, input(200), false); gis.KindOf(err) != gis.Unavailable {
		t.Errorf("one too many: %v", err)
	}
	if _, err := w.db.AddJob(t.Context(), job.Travel, input(3), false); err != nil {
		t.Errorf("one that waits already: %v", err)
	}
	// The newest first, page by page.
	s := w.db.NewSession(dbCaller)
	defer s.Close(t.Context())
	first, err := s.Jobs(t.Context(), []job.State{job.Waiting}, gis.Page{First: 150, Total: true})
	if err != nil || first.Total != 200 || len(first.Rows) != 150 || !first.More {
		t.Fatalf("%d of %d: %v", len(first.Rows), first.Total, err)
	}
	rest, err := s.Jobs(t.Context(), []job.State{job.Waiting}, gis.Page{First: 150, After: first.Rows[149].Keys})
	if err != nil || len(rest.Rows) != 50 || rest.More {
		t.Fatalf("%d: %v", len(rest.Rows), err)
	}
	var ids []int64
	for _, r := range append(first.Rows, rest.Rows...) {
		ids = append(ids, -r.Row.ID)
	}
	if !slices.IsSorted(ids) || len(slices.Compact(ids)) != 200 {
		t.Error("not newest first, each once")
	}
	if none, err := s.Jobs(t.Context(), []job.State{job.Done}, gis.Page{First: 1, Total: true}); err != nil || none.Total != 0 {
		t.Errorf("%+v %v", none, err)
	}
}

// Who watches leaves nothing behind, however it ends; and there is room for so many.
func TestWatches(t *testing.T) {
	w := newWorld(t)
	id := w.add(1)
	release := make(chan struct{})
	r, stop := w.runner(func(ctx context.Context, _ *job.Job, p job.Progress) (int64, error) {
		p.Begin(job.Searching, 1000)
		select {
		case <-release:
		case <-ctx.Done():
		}
		return 1, ctx.Err()
	}, func(c *job.Config) { c.Watches = 3 })
	gone, leave := context.WithCancel(t.Context())
	a, err := r.Watch(gone, id)
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.Watch(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Watch(t.Context(), w.add(2))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Watch(t.Context(), id); gis.KindOf(err) != gis.Unavailable {
		t.Errorf("a fourth: %v", err)
	}
	leave()
	for range a { // ends though nothing happens
	}
	// Its place is free a moment later.
	for {
		d, err := r.Watch(gone, id)
		if err == nil {
			for range d {
			}
			break
		}
		if gis.KindOf(err) != gis.Unavailable && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if errors.Is(err, context.Canceled) {
			break
		}
	}
	close(release)
	var last *job.Job
	for j := range b {
		last = j
	}
	if last.State != job.Done {
		t.Errorf("the end was missed: %+v", last)
	}
	stop()
	for range c { // ends with the runner
	}
	if _, err := r.Watch(t.Context(), id); gis.KindOf(err) != gis.Unavailable {
		t.Errorf("after the end: %v", err)
	}
}
