package graph_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/graph"
	"jangkau/job"
	"jangkau/travel"
)

// jobWorld serves a store with a runner on it that works by work.
func jobWorld(t *testing.T, limits graph.Limits, work job.Work) *world {
	t.Helper()
	w := newWorld(t, limits, village)
	service := travel.New(travel.Config{Loader: w.db.TravelLoader(), Now: func() time.Time { return today }, Wait: 20 * time.Second})
	t.Cleanup(service.Close)
	runner := job.NewRunner(job.Config{
		Store: w.db, Work: map[job.Kind]job.Work{job.Travel: work}, Poll: 20 * time.Millisecond, Step: time.Millisecond, Backoff: time.Millisecond, Attempts: 2,
	})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		runner.Run(ctx)
	}()
	t.Cleanup(func() { stop(); <-ended })
	w.handler = graph.NewHandler(graph.Config{
		Store: graph.StoreFunc(w.session), Travel: service, Jobs: w.db, Editor: w.db, Watcher: runner, Limits: limits, Now: func() time.Time { return today },
		Role: func(r *http.Request) string { return r.Header.Get("X-Role") },
	})
	return w
}

const analyst = "analyst"

func (w *world) compute(args string) string {
	w.t.Helper()
	a := w.ask(`mutation { computeTravel`+args+` { id } }`, "X-Role", analyst)
	var d struct{ ComputeTravel struct{ ID string } }
	if err := json.Unmarshal(a.Data, &d); err != nil || d.ComputeTravel.ID == "" {
		w.t.Fatalf("%s %+v", a.Data, a.Errors)
	}
	return d.ComputeTravel.ID
}

// stream asks a subscription over a real connection, and gives each line to line
// until that has enough or the end. It returns whether the server said it was.
func stream(ctx context.Context, t *testing.T, url, query string, line func(string) (enough bool)) (complete bool) {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"query": query})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Accept-Language", "en")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if lines.Text() == "event: complete" {
			return true
		}
		if line(lines.Text()) {
			return false
		}
	}
	return false
}

// A job from its asking to its end, over GraphQL: progress comes over server-sent
// events, for longer than a request may take, with signs of life in between.
func TestAJobIsWatched(t *testing.T) {
	steps := make(chan struct{})
	w := jobWorld(t, graph.Limits{Time: time.Second, Heartbeat: 10 * time.Millisecond}, func(ctx context.Context, _ *job.Job, p job.Progress) (int64, error) {
		p.Begin(job.Searching, 10)
		p.Add(3)
		select {
		case <-steps:
			return 42, nil
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	})
	srv := httptest.NewServer(w.handler)
	defer srv.Close()
	id := w.compute(`(within: "35.10", kind: [PUSTU, PUSKESMAS])`)
	if again := w.compute(`(within: "35.10", kind: [PUSKESMAS, PUSTU, PUSKESMAS])`); again != id {
		t.Errorf("an equal question is another job: %s and %s", id, again)
	}
	started, pings, finishing := time.Now(), 0, false
	var events []string
	complete := stream(t.Context(), t, srv.URL, `subscription { jobProgress(id: `+id+`) { state phase done total resultId question { kind within variant } } }`, func(line string) bool {
		if line == ": ping" {
			pings++
		}
		// The request's deadline has passed long since.
		if !finishing && pings > 10 && time.Since(started) > 1500*time.Millisecond {
			finishing = true
			close(steps)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			events = append(events, data)
		}
		return false
	})
	all := strings.Join(events, "\n")
	if !complete || pings <= 10 || !strings.Contains(all, `"state":"RUNNING","phase":"SEARCHING","done":3,"total":10,"resultId":null,"question":{"kind":["PUSKESMAS","PUSTU"],"within":"35.10","variant":null}`) ||
		!strings.Contains(events[len(events)-1], `"state":"DONE","phase":null`) || !strings.Contains(events[len(events)-1], `"resultId":"42"`) {
		t.Errorf("complete %v, %d pings:\n%s", complete, pings, all)
	}
	type edges struct {
		Jobs struct {
			TotalCount int
			Edges      []struct{ Node struct{ ID, State string } }
			PageInfo   struct {
				HasNextPage bool
				EndCursor   string
			}
		}
		Job struct{ State string }
	}
	got := read[edges](w, `{ job(id: %s) { state } jobs(state: [DONE]) { totalCount edges { node { id state } } } }`, id)
	if got.Job.State != "DONE" || got.Jobs.TotalCount != 1 || got.Jobs.Edges[0].Node.ID != id {
		t.Errorf("%+v", got)
	}
	if n := w.statements(); n != 2 {
		t.Errorf("%d statements", n)
	}
	first := w.compute(`(kind: [RS])`)
	page := read[edges](w, `{ jobs(first: 1) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }`)
	if page.Jobs.TotalCount != 2 || page.Jobs.Edges[0].Node.ID != first || !page.Jobs.PageInfo.HasNextPage {
		t.Errorf("%+v", page)
	}
	page = read[edges](w, `{ jobs(first: 1, after: "%s") { edges { node { id } } pageInfo { hasNextPage endCursor } } }`, page.Jobs.PageInfo.EndCursor)
	if page.Jobs.Edges[0].Node.ID != id || page.Jobs.PageInfo.HasNextPage {
		t.Errorf("%+v", page)
	}
}

// Who hangs up in the middle leaves neither a goroutine nor a connection behind, and
// waiting holds none.
func TestWhoHangsUpLeavesNothing(t *testing.T) {
	w := jobWorld(t, graph.Limits{}, func(ctx context.Context, _ *job.Job, p job.Progress) (int64, error) {
		p.Begin(job.Searching, 10)
		<-ctx.Done()
		return 0, ctx.Err()
	})
	id := w.compute(``)
	for !strings.Contains(string(w.ask(`{ job(id: `+id+`) { phase } }`).Data), "SEARCHING") { // the work's own goroutines run from here on
	}
	srv := httptest.NewServer(w.handler)
	before := goleak.IgnoreCurrent()
	for range 5 {
		ctx, hangUp := context.WithCancel(t.Context())
		stream(ctx, t, srv.URL, `subscription { jobProgress(id: `+id+`) { phase } }`, func(line string) bool { return strings.Contains(line, "SEARCHING") })
		w.mu.Lock()
		for _, s := range w.sessions {
			if s.Statements() > 0 && s == w.sessions[len(w.sessions)-1] {
				t.Error("watching took a connection")
			}
		}
		w.mu.Unlock()
		hangUp()
	}
	http.DefaultClient.CloseIdleConnections()
	srv.Close()
	goleak.VerifyNone(t, before)
	w.idle()
	if a := w.ask(`mutation { cancelJob(id: `+id+`) { cancelling } }`, "X-Role", analyst); !strings.Contains(string(a.Data), `"cancelling":true`) {
		t.Errorf("%s %+v", a.Data, a.Errors)
	}
	srv = httptest.NewServer(w.handler)
	defer srv.Close()
	var last string
	stream(t.Context(), t, srv.URL, `subscription { jobProgress(id: `+id+`) { state cancelling } }`, func(line string) bool {
		if strings.HasPrefix(line, "data: ") {
			last = line
		}
		return false
	})
	if !strings.Contains(last, `"state":"CANCELLED","cancelling":false`) {
		t.Error(last)
	}
}

func TestJobsRefuse(t *testing.T) {
	w := jobWorld(t, graph.Limits{Depth: 4}, func(context.Context, *job.Job, job.Progress) (int64, error) {
		return 0, gis.NewError(gis.Conflict, "Data berubah", "The data changed")
	})
	for _, c := range []struct {
		query, role string
		code        gis.ErrorKind
		says        string
	}{
		{`mutation { computeTravel { id } }`, "viewer", gis.Unauthorised, "analyst"},
		{`mutation { computeTravel { id } }`, "", gis.Unauthorised, "analyst"},
		{`mutation { cancelJob(id: 1) { id } }`, "viewer", gis.Unauthorised, "analyst"},
		{`mutation { computeTravel(kind: [PUSLING]) { id } }`, analyst, gis.Invalid, "usling"},
		{`mutation { computeTravel(kind: []) { id } }`, analyst, gis.Invalid, "kind"},
		{`mutation { computeTravel(variant: "banjir") { id } }`, analyst, gis.Invalid, "banjir"},
		{`mutation { computeTravel(within: "99") { id } }`, analyst, gis.Invalid, "99"},
		{`mutation { computeTravel(within: "35.1") { id } }`, analyst, gis.Invalid, "35.1"},
		{`mutation { cancelJob(id: 77) { id } }`, analyst, gis.NotFound, "77"},
		{`mutation { cancelJob(id: "x") { id } }`, analyst, gis.NotFound, "x"},
		{`{ job(id: 77) { id } }`, "", gis.NotFound, "77"},
		{`subscription { jobProgress(id: 1) { id } }`, "", gis.Invalid, "text/event-stream"},
		{`mutation {` + aliases(21, `computeTravel { id }`) + `}`, analyst, gis.Invalid, "too large"},
		{`{ jobs(first: 5000) { totalCount } }`, "", gis.Invalid, "first"},
		{`mutation { computeTravel { question { kind } ...A } } fragment A on Job { ...B } fragment B on Job { question { kind { x } } }`, analyst, gis.Invalid, ""},
	} {
		a := w.ask(c.query, "X-Role", c.role, "Accept-Language", "en")
		if len(a.Errors) == 0 {
			t.Errorf("%s: allowed", c.query)
			continue
		}
		e := a.Errors[0]
		if e.Extensions.Code != c.code || !strings.Contains(e.Message, c.says) || e.Extensions.Messages.ID == e.Extensions.Messages.EN {
			t.Errorf("%s: %+v", c.query, e)
		}
	}
	// Over GET nothing changes, and it is said in both languages.
	rec := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?query=mutation+{computeTravel{id}}", nil)
	r.Header.Set("X-Role", analyst)
	w.handler.ServeHTTP(rec, r)
	if !strings.Contains(rec.Body.String(), "by POST, not GET") || !strings.Contains(rec.Body.String(), "bukan GET") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if got := read[struct{ Jobs struct{ TotalCount int } }](w, `{ jobs { totalCount } }`); got.Jobs.TotalCount != 0 {
		t.Errorf("%d jobs came of refused questions", got.Jobs.TotalCount)
	}
	// Why a job failed, in both languages.
	id := w.compute(``)
	for lang, want := range map[string]string{"en": "The data changed", "id": "Data berubah"} {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			a := w.ask(`{ job(id: `+id+`) { state attempts failure { code message messageId messageEn } } }`, "Accept-Language", lang)
			if strings.Contains(string(a.Data), `"FAILED"`) {
				if w := fmt.Sprintf(`"attempts":2,"failure":{"code":"CONFLICT","message":"%s","messageId":"Data berubah","messageEn":"The data changed"}`, want); !strings.Contains(string(a.Data), w) {
					t.Errorf("%s: %s", lang, a.Data)
				}
				break
			}
			select {
			case <-tick.C:
			case <-t.Context().Done():
				t.Fatal(errors.New("never failed"))
			}
		}
	}
}

// What is kept, and what has changed since.
func TestTravelResults(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	service := travel.New(travel.Config{Loader: w.db.TravelLoader(), Now: func() time.Time { return today }})
	defer service.Close()
	work := &job.TravelWork{Service: service, Store: w.db, Now: func() time.Time { return today }}
	q := travel.Question{Kinds: []gis.FacilityKind{gis.KindPuskesmas, gis.KindPustu}, Profile: gis.ProfileWalk, By: gis.ByDistance, Within: "35.10"}
	c, err := work.Compute(t.Context(), q, silent{})
	if err != nil {
		t.Fatal(err)
	}
	type results struct {
		TravelResults []struct {
			ID, ComputedAt string
			Desa, Points   int
			Holds          bool
			Changed        []string
			Question       struct {
				Kind                []string
				Profile, By, Within string
				Variant             *string
			}
		}
	}
	const ask = `{ travelResults { id computedAt tookS desa points holds changed question { kind profile by within variant } } }`
	got := read[results](w, ask).TravelResults
	if len(got) != 1 || got[0].ID != fmt.Sprint(c.Run) || got[0].Desa != c.Desa || got[0].Points != c.Points || c.Desa == 0 || !got[0].Holds || len(got[0].Changed) != 0 ||
		len(got[0].Question.Kind) != 2 || got[0].Question.Profile != "WALK" || got[0].Question.By != "DISTANCE" || got[0].Question.Within != "35.10" || got[0].Question.Variant != nil {
		t.Errorf("%+v, computed %+v", got, c)
	}
	if n := w.statements(); n != 1 {
		t.Errorf("%d statements", n)
	}
	w.exec(`insert into data.settlement (desa, point, people, source_id) select code, ST_SetSRID(ST_MakePoint(114, -8), 4326), 5, source_id from data.wilayah where level = 'DESA_KELURAHAN' limit 1`)
	if got := read[results](w, ask).TravelResults; got[0].Holds || strings.Join(got[0].Changed, " ") != "PEOPLE" {
		t.Errorf("%+v", got)
	}
}

type silent struct{}

func (silent) Begin(job.Phase, int64) {}
func (silent) Add(int64)              {}

var _ graph.Jobs = (*db.DB)(nil)
