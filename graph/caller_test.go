package graph_test

import (
	"context"
	"encoding/json"
	"testing"

	"jangkau/graph"
	"jangkau/job"
)

// A page shows what changes data to those whom the server lets: what caller says and
// what a change is answered must be one.
func TestCallerMayChangeWhatTheServerTakes(t *testing.T) {
	w := jobWorld(t, graph.Limits{}, func(context.Context, *job.Job, job.Progress) (int64, error) { return 0, nil })
	for role, want := range map[string]bool{analyst: true, "viewer": false, "": false, "Analyst": false} {
		var said struct{ Caller struct{ MayChange bool } }
		if err := json.Unmarshal(w.ask(`{ caller { mayChange } }`, "X-Role", role).Data, &said); err != nil {
			t.Fatal(err)
		}
		done := len(w.ask(`mutation { computeTravel { id } }`, "X-Role", role).Errors) == 0
		if said.Caller.MayChange != want || done != want {
			t.Errorf("role %q: says %v, lets %v, want %v", role, said.Caller.MayChange, done, want)
		}
	}
}
