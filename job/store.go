package job

import (
	"context"
	"encoding/json"
	"time"

	"jangkau/travel"
)

// Store keeps jobs. Its errors are *gis.Error, but for the context's and ErrLost.
type Store interface {
	// Add puts a job into the queue. Where an equal one waits or runs it returns that.
	// An automatic one is not added, and nil returned, if an equal job failed or was
	// cancelled since the store last changed: it would only do so again.
	AddJob(ctx context.Context, kind Kind, input json.RawMessage, automatic bool) (*Job, error)
	// Job fails with NotFound.
	Job(ctx context.Context, id int64) (*Job, error)
	// CancelJob ends a waiting job and marks a running one. It fails with NotFound, and
	// with Conflict where it has ended.
	CancelJob(ctx context.Context, id int64) (*Job, error)

	// Claim gives the next waiting job to a worker, of some kinds; nil if there is none.
	ClaimJob(ctx context.Context, worker int64, kinds []Kind) (*Job, error)
	// RescueJobs lets jobs whose worker has died wait again, and says how many.
	RescueJobs(ctx context.Context) (int, error)
	// JobProgress notes how far a job is, and tells whether somebody has cancelled it.
	// The error is ErrLost where it is not that worker's.
	JobProgress(ctx context.Context, worker, id int64, phase Phase, done, total int64) (cancel bool, err error)
	// EndJob and RetryJob fail with ErrLost alike.
	EndJob(ctx context.Context, worker, id int64, end End) error
	RetryJob(ctx context.Context, worker, id int64, r Retry) error

	// ListenJobs gives fn the number of a new worker, whose life is that of a connection
	// of its own, and what is heard of over it. It returns when fn does; fn's context
	// ends with the connection.
	ListenJobs(ctx context.Context, fn func(ctx context.Context, worker int64, heard <-chan Heard) error) error
}

// Heard is news from the store: a job has changed, or, where it is 0, what kept
// results are computed from may have.
type Heard struct{ Job int64 }

// End is how a job ended.
type End struct {
	State   State
	Result  int64
	Failure *Failure
}

// Retry lets a job wait for another attempt.
type Retry struct {
	After   time.Duration
	Failure *Failure // why; nil: the server stops
}

// TravelStore is what the work on travel needs besides.
type TravelStore interface {
	SaveTravel(ctx context.Context, r *travel.Result, m travel.Meta, wrote func(rows int)) (run int64, err error)
	TravelRuns(ctx context.Context, today travel.Day) ([]travel.Kept, error)
}
