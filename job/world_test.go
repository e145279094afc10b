package job_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"jangkau/db"
	"jangkau/db/dbtest"
	"jangkau/job"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func migrate(ctx context.Context, ownerURL string) error {
	_, err := db.Migrate(ctx, ownerURL)
	return err
}

// world is a store with runners on it, all of which end with the test and leave no
// goroutine behind.
type world struct {
	t     *testing.T
	db    *db.DB
	owner *pgx.Conn
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ownerURL, appURL := dbtest.New(t, migrate)
	before := goleak.IgnoreCurrent()
	owner, err := pgx.Connect(t.Context(), ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), db.Config{URL: appURL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.Close()
		owner.Close(context.Background())
		goleak.VerifyNone(t, before)
	})
	return &world{t: t, db: d, owner: owner}
}

// runner does jobs by work from now on; stop waits for its end.
func (w *world) runner(work job.Work, change ...func(*job.Config)) (r *job.Runner, stop func()) {
	cfg := job.Config{
		Store: w.db, Poll: 20 * time.Millisecond, Settle: time.Millisecond, Step: time.Millisecond, Backoff: time.Millisecond,
		Work: map[job.Kind]job.Work{job.Travel: work},
	}
	for _, c := range change {
		c(&cfg)
	}
	r = job.NewRunner(cfg)
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { r.Run(ctx) })
	stop = func() { cancel(); all.Wait() }
	w.t.Cleanup(stop)
	return r, stop
}

func input(n int) json.RawMessage { return json.RawMessage(fmt.Sprintf(`{"n": %d}`, n)) }

func (w *world) add(n int) int64 {
	w.t.Helper()
	j, err := w.db.AddJob(w.t.Context(), job.Travel, input(n), false)
	if err != nil {
		w.t.Fatal(err)
	}
	return j.ID
}

func (w *world) job(id int64) *job.Job {
	w.t.Helper()
	j, err := w.db.Job(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return j
}

// until waits for a condition of a job.
func (w *world) until(id int64, what string, holds func(*job.Job) bool) *job.Job {
	w.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(30 * time.Second)
	for {
		j := w.job(id)
		if holds(j) {
			return j
		}
		select {
		case <-tick.C:
		case <-late:
			w.t.Fatalf("job %d was never %s: %+v", id, what, j)
		}
	}
}

func (w *world) ended(id int64, state job.State) *job.Job {
	w.t.Helper()
	j := w.until(id, "ended", func(j *job.Job) bool { return j.State.Ended() })
	if j.State != state {
		w.t.Errorf("job %d is %s, not %s: %+v", id, j.State, state, j.Failure)
	}
	return j
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.Exec(w.t.Context(), sql, args...); err != nil {
		w.t.Fatal(err)
	}
}

var dbCaller = db.Caller{Role: "viewer"}
