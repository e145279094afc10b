package graph

import (
	"context"
	"encoding/json"
	"strconv"

	"jangkau/gis"
	"jangkau/graph/model"
	"jangkau/job"
	"jangkau/travel"
)

// Jobs is long work: asked for, stopped and watched. What it keeps is read through
// the Reader as everything else.
type Jobs interface {
	// AddJob returns the equal one that waits or runs where there is one.
	AddJob(ctx context.Context, kind job.Kind, input json.RawMessage, automatic bool) (*job.Job, error)
	CancelJob(ctx context.Context, id int64) (*job.Job, error)
}

// Watcher tells of a job as it is now and at every change to its end: a *job.Runner.
type Watcher interface {
	Watch(ctx context.Context, id int64) (<-chan *job.Job, error)
}

// mayChange refuses who may only read.
func (q *request) mayChange() error {
	if q.role == Analyst {
		return nil
	}
	return gis.NewError(gis.Unauthorised,
		"Hanya analis yang boleh mengubah; mintalah dari komputer tempat server berjalan, atau atur JANGKAU_ANALYSTS",
		"Only an analyst may change anything; ask from the machine that the server runs on, or set JANGKAU_ANALYSTS")
}

// computeTravel asks for a travel question to be computed. What can be told to be
// wrong is refused at once: nobody wants to wait for that. It reads through no
// Reader, so that the request never holds two connections.
func (q *request) computeTravel(ctx context.Context, asked travel.Question) (*model.Job, error) {
	if err := q.mayChange(); err != nil {
		return nil, err
	}
	asked, err := asked.Normal()
	if err != nil {
		return nil, err
	}
	p, err := q.travel.service.Pin(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.Answerable(asked); err != nil {
		return nil, err
	}
	return q.jobOf(q.jobs.AddJob(ctx, job.Travel, job.TravelInput(asked), false))
}

func (q *request) cancelJob(ctx context.Context, id string) (*model.Job, error) {
	if err := q.mayChange(); err != nil {
		return nil, err
	}
	n, err := parseID("id", id)
	if err != nil {
		return nil, err
	}
	return q.jobOf(q.jobs.CancelJob(ctx, n))
}

func (q *request) job(ctx context.Context, id string) (*model.Job, error) {
	n, err := parseID("id", id)
	if err != nil {
		return nil, err
	}
	return q.jobOf(q.reader.ReadJob(ctx, n))
}

func (q *request) jobList(ctx context.Context, states []job.State, first *int, after *string) (*model.JobConnection, error) {
	p, err := page(ctx, first, after, 50, states)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.Jobs(ctx, states, p.Page)
	if err != nil {
		return nil, err
	}
	bad := error(nil)
	list, info, err := edges(p, l, func(j *job.Job, c string) *model.JobEdge {
		node, err := q.jobOf(j, nil)
		if err != nil {
			bad = err
		}
		return &model.JobEdge{Node: node, Cursor: c}
	})
	if err == nil {
		err = bad
	}
	return &model.JobConnection{TotalCount: l.Total, Edges: list, PageInfo: info}, err
}

// watchJob holds neither a connection nor the deadline of a request.
func (q *request) watchJob(ctx context.Context, id string) (<-chan *model.Job, error) {
	n, err := parseID("id", id)
	if err != nil {
		return nil, err
	}
	seen, err := q.watcher.Watch(ctx, n)
	if err != nil {
		return nil, err
	}
	q.endless()
	out := make(chan *model.Job)
	go func() {
		defer close(out)
		for j := range seen { // closed at the end of ctx too
			m, err := q.jobOf(j, nil)
			if err != nil {
				return
			}
			select {
			case out <- m:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}

// jobOf shows a job without asking the store for anything.
func (q *request) jobOf(j *job.Job, err error) (*model.Job, error) {
	if err != nil {
		return nil, err
	}
	asked, err := job.TravelQuestion(j.Input)
	if err != nil {
		return nil, err
	}
	out := &model.Job{
		ID: strconv.FormatInt(j.ID, 10), Kind: j.Kind, Question: questionOf(asked), State: j.State, Cancelling: j.Cancel && !j.State.Ended(), Automatic: j.Automatic,
		Done: int(j.Done), Attempts: j.Attempts, CreatedAt: j.CreatedAt, StartedAt: j.StartedAt, EndedAt: j.EndedAt,
	}
	if j.Phase != "" {
		out.Phase = &j.Phase
	}
	if j.Total > 0 {
		total := int(j.Total)
		out.Total = &total
	}
	if j.Result != 0 {
		id := strconv.FormatInt(j.Result, 10)
		out.ResultID = &id
	}
	if f := j.Failure; f != nil {
		out.Failure = &model.JobFailure{Code: string(f.Kind), Message: f.Message.In(q.lang), MessageID: f.Message.ID, MessageEn: f.Message.EN}
	}
	return out, nil
}

func questionOf(q travel.Question) *model.TravelQuestion {
	out := &model.TravelQuestion{Kind: q.Kinds, Profile: q.Profile, By: q.By}
	if q.Variant != "" {
		out.Variant = &q.Variant
	}
	if q.Within != "" {
		out.Within = &q.Within
	}
	return out
}

func (q *request) travelResults(ctx context.Context) ([]*model.TravelResult, error) {
	kept, err := q.reader.TravelKept(ctx, travel.DayOf(q.now.In(wib)))
	out := make([]*model.TravelResult, len(kept))
	for i, k := range kept {
		out[i] = &model.TravelResult{
			ID: strconv.FormatInt(k.ID, 10), Question: questionOf(k.Question), ComputedAt: k.ComputedAt, TookS: k.Took.Seconds(), Desa: k.Desa, Points: k.Points,
			Holds: len(k.Stale) == 0, Changed: make([]model.TravelInput, len(k.Stale)),
		}
		for n, s := range k.Stale {
			out[i].Changed[n] = model.TravelInput(s)
		}
	}
	return out, err
}
