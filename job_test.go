package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/embedded"
)

// jobsWorld is a store with the demonstration, and a way to hold up every job before
// it keeps its result.
type jobsWorld struct {
	t   *testing.T
	dir string
	own *embedded.Store
}

func newJobsWorld(t *testing.T) *jobsWorld {
	t.Helper()
	dir := dataDir(t)
	must(t, 0, dir, "demo")
	own, err := embedded.Open(t.Context(), embedded.Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { own.Close() })
	return &jobsWorld{t, dir, own}
}

// hold keeps results from being written until release.
func (w *jobsWorld) hold() (release func()) {
	w.t.Helper()
	c, err := pgx.Connect(w.t.Context(), w.own.OwnerURL())
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { c.Close(context.Background()) })
	if _, err := c.Exec(w.t.Context(), "begin; lock table data.travel_run in exclusive mode"); err != nil {
		w.t.Fatal(err)
	}
	return func() {
		if _, err := c.Exec(w.t.Context(), "rollback"); err != nil {
			w.t.Error(err)
		}
	}
}

type jobNow struct {
	State, Phase, ResultID string
	Attempts               int
	Automatic, Cancelling  bool
	Failure                *struct{ Code string }
}

const jobFields = `{ state phase resultId attempts automatic cancelling failure { code } }`

func (w *jobsWorld) compute(p *program, args string) (id string) {
	w.t.Helper()
	var a struct{ ComputeTravel struct{ ID string } }
	p.ask(w.t, `mutation { computeTravel`+args+` { id } }`, &a)
	return a.ComputeTravel.ID
}

// until waits for a condition of a job, as a server tells of it.
func (w *jobsWorld) until(p *program, id string, holds func(jobNow) bool) (j jobNow) {
	w.t.Helper()
	eventually(w.t, patience, func() error {
		var a struct{ Job jobNow }
		p.ask(w.t, `{ job(id: `+id+`) `+jobFields+` }`, &a)
		if j = a.Job; !holds(j) {
			return fmt.Errorf("%+v", j)
		}
		return nil
	})
	return j
}

func keeping(j jobNow) bool { return j.Phase == "KEEPING" }

func (w *jobsWorld) runs() (runs, desa int) {
	w.t.Helper()
	for sql, n := range map[string]*int{`select count(*) from data.travel_run`: &runs, `select count(*) from data.travel_desa`: &desa} {
		v, err := query[int](w.t.Context(), w.own, sql)
		if err != nil {
			w.t.Fatal(err)
		}
		*n = v
	}
	return runs, desa
}

// watch follows a job over server-sent events and returns its states, each once.
func (p *program) watch(t *testing.T, id string) (states []string, err error) {
	body, _ := json.Marshal(map[string]string{"query": `subscription { jobProgress(id: ` + id + `) { state } }`})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		_, state, found := strings.Cut(lines.Text(), `{"state":"`)
		state, _, _ = strings.Cut(state, `"`)
		if found && (len(states) == 0 || states[len(states)-1] != state) {
			states = append(states, state)
		}
		if lines.Text() == "event: complete" {
			return states, nil
		}
	}
	return states, errors.New("cut off before the end")
}

// A server is killed while it works: another does the job again, and who watches it
// there sees it through. Nothing is kept twice.
func TestJobOfAKilledServer(t *testing.T) {
	w := newJobsWorld(t)
	first, second := serve(t, w.dir), serve(t, w.dir, "--no-jobs")
	release := w.hold()
	id := w.compute(first, `(within: "35.10")`)
	w.until(second, id, keeping)
	if err := first.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-first.done
	type seen struct {
		states []string
		err    error
	}
	watched := make(chan seen)
	go func() {
		s, err := second.watch(t, id)
		watched <- seen{s, err}
	}()
	third := serve(t, w.dir)
	w.until(third, id, func(j jobNow) bool { return j.Attempts == 2 && keeping(j) })
	release()
	j := w.until(third, id, func(j jobNow) bool { return j.State == "DONE" })
	if runs, desa := w.runs(); runs != 1 || desa != 217 || j.ResultID == "" {
		t.Errorf("%+v, %d runs, %d desa", j, runs, desa)
	}
	if s := <-watched; s.err != nil || s.states[len(s.states)-1] != "DONE" {
		t.Errorf("watched over a server that does no jobs: %v %v", s.states, s.err)
	}
	third.stop(t)
	second.stop(t)
}

// Cancelled over another server than the one that does it; nothing half done is kept.
func TestJobCancelledOverAnotherServer(t *testing.T) {
	w := newJobsWorld(t)
	one, two := serve(t, w.dir), serve(t, w.dir, "--no-jobs")
	release := w.hold()
	id := w.compute(two, "")
	w.until(one, id, keeping)
	var a struct{ CancelJob jobNow }
	two.ask(t, `mutation { cancelJob(id: `+id+`) `+jobFields+` }`, &a)
	j := w.until(one, id, func(j jobNow) bool { return j.State == "CANCELLED" })
	release()
	if runs, desa := w.runs(); runs != 0 || desa != 0 || j.Failure != nil {
		t.Errorf("%+v, %d runs, %d desa", j, runs, desa)
	}
	// A server that stops while it works gives the job back, and another goes on.
	release = w.hold()
	id = w.compute(one, "")
	w.until(one, id, keeping)
	three := serve(t, w.dir)
	one.stop(t)
	w.until(three, id, keeping)
	release()
	if j := w.until(three, id, func(j jobNow) bool { return j.State == "DONE" }); j.Attempts != 1 {
		t.Errorf("%+v", j)
	}
}

// What changes while a job runs makes it try again; what changes afterwards makes the
// server compute it again by itself.
func TestJobsFollowChanges(t *testing.T) {
	w := newJobsWorld(t)
	p := serve(t, w.dir)
	release := w.hold()
	id := w.compute(p, `(kind: [PUSKESMAS], profile: WALK, by: DISTANCE)`)
	w.until(p, id, keeping)
	w.editWalk(",detour_factor,,1.3", ",detour_factor,,1.4")
	release()
	if j := w.until(p, id, func(j jobNow) bool { return j.State == "DONE" }); j.Attempts < 2 || j.Automatic {
		t.Errorf("overtaken: %+v", j)
	}
	w.editWalk(",detour_factor,,1.4", ",detour_factor,,1.5")
	eventually(t, patience, func() error {
		var a struct {
			TravelResults []struct{ Holds bool }
			Jobs          struct {
				Edges []struct{ Node jobNow }
			}
		}
		p.ask(t, `{ travelResults { holds } jobs { edges { node `+jobFields+` } } }`, &a)
		if newest := a.Jobs.Edges[0].Node; !newest.Automatic || newest.State != "DONE" || !a.TravelResults[0].Holds {
			return fmt.Errorf("%+v", a)
		}
		return nil
	})
	if key, err := query[string](t.Context(), w.own, `select profile_key from data.travel_run`); err != nil || key != "WALK@3" {
		t.Errorf("%s %v", key, err)
	}
	// By command beside the server.
	if out := must(t, 0, w.dir, "travel", "compute", "--stale"); !strings.Contains(out, "All kept results hold") {
		t.Error(out)
	}
	must(t, 0, w.dir, "travel", "compute", "--kind", "RS")
}

func (w *jobsWorld) editWalk(from, to string) {
	w.t.Helper()
	sheet := must(w.t, 0, w.dir, "profile", "export", "--profile", "WALK")
	sheet = sheet[strings.Index(sheet, "profile,variant"):]
	edited := strings.Replace(sheet, from, to, 1)
	if edited == sheet {
		w.t.Fatalf("no %s in\n%s", from, sheet)
	}
	file := filepath.Join(w.t.TempDir(), "walk.csv")
	if err := os.WriteFile(file, []byte(edited), 0o600); err != nil {
		w.t.Fatal(err)
	}
	must(w.t, 0, w.dir, "profile", "import", file, "--why", "a trial")
}
