// Package job is long work: it waits in the store, is done in the background by
// whichever server comes first, shows how far it is, can be cancelled, and is done
// again by another when its server dies.
//
//	WAITING ──claimed──▶ RUNNING ──▶ DONE
//	   ▲  │                 │ ├────▶ FAILED
//	   │  └──cancelled──┐   │ └────▶ CANCELLED
//	   │                ▼   │
//	   │            CANCELLED
//	   └── overtaken by a change, or its server stopped or died
//
// Start with runner.go (who does what when), then progress.go and hub.go (how it is
// seen), travel.go (the one kind of work there is so far). What is
// needed of a store stands in store.go.
package job

import (
	"encoding/json"
	"errors"
	"time"

	"jangkau/gis"
)

// Kind says what a job does, and what its input is.
type Kind string

// Travel computes a travel question and keeps the result.
const Travel Kind = "TRAVEL"

// State is where a job is on its way.
type State string

const (
	Waiting   State = "WAITING"
	Running   State = "RUNNING"
	Done      State = "DONE"
	Failed    State = "FAILED"
	Cancelled State = "CANCELLED"
)

// Ended reports whether nothing more happens to a job in this state.
func (s State) Ended() bool { return s == Done || s == Failed || s == Cancelled }

// Phase is what a running job is at.
type Phase string

const (
	Reading   Phase = "READING"   // roads, facilities and people
	Searching Phase = "SEARCHING" // counted in demand points
	Keeping   Phase = "KEEPING"   // counted in rows
)

// Job is one piece of long work, as the store has it.
type Job struct {
	ID        int64           `json:"id"`
	Kind      Kind            `json:"kind"`
	Input     json.RawMessage `json:"input"`
	Automatic bool            `json:"automatic"` // the server asked for it, since what was kept no longer holds
	State     State           `json:"state"`
	Cancel    bool            `json:"cancel"` // it is to stop
	Phase     Phase           `json:"phase"`  // "" unless RUNNING
	Done      int64           `json:"done"`
	Total     int64           `json:"total"` // 0: not known
	Attempts  int             `json:"attempts"`
	CreatedAt time.Time       `json:"created_at"`
	StartedAt *time.Time      `json:"started_at"` // the last attempt
	EndedAt   *time.Time      `json:"ended_at"`
	Result    int64           `json:"result"` // DONE: of [Travel] the run that was kept
	// Failure says why it FAILED, or why it WAITs to be tried again; nil if neither.
	Failure *Failure `json:"failure"`
}

// Failure is an error as it is kept.
type Failure struct {
	Kind    gis.ErrorKind `json:"kind"`
	Message gis.Text      `json:"message"`
}

// Why a job's context ends. Ended says nothing of either: then the server stops.
var (
	errCancelled = errors.New("cancelled by somebody")
	// ErrLost means that a job is no longer this worker's: it was thought dead and
	// another has the job now, or it has ended.
	ErrLost = errors.New("the job is not this worker's any more")
)
