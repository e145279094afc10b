package ingest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"jangkau/gis"
	"jangkau/ingest"
)

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		r      ingest.Result
		strict bool
		want   int
	}{
		{ingest.Result{Rows: 3, Added: 3}, false, 0},
		{ingest.Result{Rows: 3, Added: 3}, true, 0},
		{ingest.Result{Rows: 3, Added: 2, Rejected: 1}, false, 3},
		{ingest.Result{Rows: 3, Added: 2, Rejected: 1}, true, 1},
		{ingest.Result{Rows: 3, Rejected: 3}, false, 1}, // no good row was loaded
		{ingest.Result{}, false, 0},
	} {
		if got := c.r.ExitCode(c.strict); got != c.want {
			t.Errorf("%+v strict %v: %d, want %d", c.r, c.strict, got, c.want)
		}
	}
}

// dying is a load whose database ends while it works.
type dying struct {
	ingest.BoundaryLoad
	kill func()
}

func (d dying) ApplyBoundaries(ctx context.Context) (ingest.BoundaryOutcome, error) {
	d.kill()
	return d.BoundaryLoad.ApplyBoundaries(ctx)
}

func TestAKilledConnectionLeavesNothing(t *testing.T) {
	s := newStore(t)
	path := writeFile(t, "d.json", collection(feature("35.23.01.2001", "Satu", square(112, -7, 0.01))))
	before := state(t, s)
	begin := func(ctx context.Context, info ingest.LoadInfo) (dying, error) {
		l, err := s.StartLoad(ctx, info)
		return dying{l, func() {
			ask[bool](t, s, `select bool_or(pg_terminate_backend(pid, 60000)) from pg_stat_activity where application_name = 'jangkau' and datname = current_database()`)
		}}, err
	}
	_, err := ingest.Boundaries(context.Background(), begin, ingest.BoundaryOptions{Options: at(path)})
	if gis.KindOf(err) != gis.Unavailable {
		t.Errorf("killed: %v", err)
	}
	if state(t, s) != before || ask[int](t, s, `select count(*) from data.import_run`) != 0 {
		t.Fatal("a killed import left something behind")
	}
	wantCounts(t, boundaries(t, s, at(path)), 1, 1, 0, 0, 0, 0, 0)
}

func TestOneImportOfARoleAtATime(t *testing.T) {
	s := newStore(t)
	ctx := context.Background()
	info := ingest.LoadInfo{Role: string(ingest.RoleBoundaries), SourceName: "x", Kind: ingest.Real, Vintage: day, StartedAt: day}
	l, err := s.StartLoad(ctx, info)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.StartLoad(ctx, info); gis.KindOf(err) != gis.Conflict {
		t.Errorf("a second import of the role: %v", err)
	}
	l.Rollback(ctx)
	l, err = s.StartLoad(ctx, info)
	if err != nil {
		t.Fatalf("after the first one ended: %v", err)
	}
	l.Rollback(ctx)
}

// The vintage that nobody gave is the day of the first import while the file
// stays the same, and a licence once told is not forgotten.
func TestTheSameFileKeepsItsVintage(t *testing.T) {
	s := newStore(t)
	o := at(writeFile(t, "d.json", collection(feature("35.23.01.2001", "Satu", square(112, -7, 0.01)))))
	o.Licence = "MIT"
	boundaries(t, s, o)
	before := state(t, s)
	o.Licence = ""
	o.Now = func() time.Time { return day.AddDate(0, 0, 5) }
	boundaries(t, s, o)
	if state(t, s) != before {
		t.Error("another day, the same file: something changed")
	}
	if v := ask[string](t, s, `select vintage || ' ' || licence from data.data_source`); v != "2025-03-01 MIT" {
		t.Error(v)
	}
}

func TestACancelledImportLeavesNothing(t *testing.T) {
	s := newStore(t)
	before := state(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{Options: at(writeFile(t, "d.json", collection(feature("35.23.01.2001", "Satu", square(112, -7, 0.01)))))})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if state(t, s) != before {
		t.Error("a cancelled import left something behind")
	}
}
