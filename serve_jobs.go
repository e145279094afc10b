package main

import (
	"context"

	"jangkau/job"
	"jangkau/travel"
)

// runner does background work, and tells those who watch any that is done elsewhere.
func (c *serveCommand) runner(e *environment, s *store, roads *travel.Service) *job.Runner {
	cfg := job.Config{Store: s.DB, Log: e.log}
	if c.Jobs {
		work := &job.TravelWork{Service: roads, Store: s.DB, Now: now}
		cfg.Work = map[job.Kind]job.Work{job.Travel: work.Do}
		cfg.Changed = func(ctx context.Context) error { return work.Stale(ctx, s.DB) }
	}
	return job.NewRunner(cfg)
}
