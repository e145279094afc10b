package job

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"jangkau/gis"
	"jangkau/travel"
)

// TravelWork computes travel questions and keeps the results.
type TravelWork struct {
	Service *travel.Service
	Store   TravelStore
	Now     func() time.Time // "today" comes from it, in its time zone
}

// Computed is a result that was computed and kept.
type Computed struct {
	Run          int64
	Desa, Points int
	Took         time.Duration
}

// Compute answers a question from what the store holds now and keeps the answer. It
// fails with Conflict where that changed meanwhile, and as [travel.Pinned.Compute].
func (w *TravelWork) Compute(ctx context.Context, q travel.Question, p Progress) (Computed, error) {
	started := time.Now()
	p.Begin(Reading, 0)
	pinned, err := w.Service.PinFresh(ctx)
	if err != nil {
		return Computed{}, err
	}
	p.Begin(Searching, int64(pinned.Points()))
	r, err := pinned.Compute(ctx, q, func(n int) { p.Add(int64(n)) })
	if err != nil {
		return Computed{}, err
	}
	rows, desa := r.Rows(), r.Count()
	p.Begin(Keeping, int64(rows))
	out := Computed{Desa: desa, Points: rows - desa, Took: time.Since(started)}
	at := w.Now()
	out.Run, err = w.Store.SaveTravel(ctx, r, travel.Meta{At: at, Took: out.Took, Today: travel.DayOf(at)}, func(n int) { p.Add(int64(n)) })
	return out, err
}

// Do is the [Work] of a [Travel] job.
func (w *TravelWork) Do(ctx context.Context, j *Job, p Progress) (int64, error) {
	q, err := TravelQuestion(j.Input)
	if err != nil {
		return 0, err
	}
	c, err := w.Compute(ctx, q, p)
	return c.Run, err
}

// Stale asks for all kept results that no longer hold to be computed again.
func (w *TravelWork) Stale(ctx context.Context, s Store) error {
	runs, err := w.Store.TravelRuns(ctx, travel.DayOf(w.Now()))
	if err != nil {
		return err
	}
	for _, r := range runs {
		if len(r.Stale) > 0 {
			if _, err := s.AddJob(ctx, Travel, TravelInput(r.Question), true); err != nil {
				return err
			}
		}
	}
	return nil
}

// travelInput is a question in the store. Equal questions are written alike.
type travelInput struct {
	Kinds   []gis.FacilityKind `json:"kinds"`
	Profile gis.TravelProfile  `json:"profile"`
	Variant string             `json:"variant"`
	By      gis.TravelMetric   `json:"by"`
	Within  gis.WilayahCode    `json:"within"`
}

// TravelInput is the input of a [Travel] job, from a question that is
// [travel.Question.Normal].
func TravelInput(q travel.Question) json.RawMessage {
	b, err := json.Marshal(travelInput(q))
	if err != nil {
		panic(fmt.Sprintf("bug: texts that are no JSON: %v", err))
	}
	return b
}

// TravelQuestion reads it back.
func TravelQuestion(input json.RawMessage) (travel.Question, error) {
	var in travelInput
	if err := json.Unmarshal(input, &in); err != nil {
		return travel.Question{}, fmt.Errorf("input of a travel job: %w", err)
	}
	return travel.Question(in), nil
}
