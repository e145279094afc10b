package travel

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"jangkau/gis"
)

// build is a snapshot being built.
type build struct {
	done chan struct{}
	// patience is until when requests wait for it. It runs from the start: of a long
	// building only the first requests feel anything.
	patience time.Time
}

// startBuild starts one in the background, the lock held; false after Close.
func (s *Service) startBuild() bool {
	b := &build{done: make(chan struct{}), patience: time.Now().Add(s.cfg.Wait)}
	s.building = b
	old := s.current
	if !s.life.start(func() { s.runBuild(b, old) }) {
		s.building = nil
		return false
	}
	return true
}

func (s *Service) runBuild(b *build, old *Snapshot) {
	started := time.Now()
	snap, err := s.build(s.life.ctx, old)
	s.mu.Lock()
	s.building = nil
	s.failed = err
	if err != nil {
		s.retryAt = s.cfg.Now().Add(s.cfg.Retry)
	} else {
		s.current, s.early = snap, nil
	}
	s.mu.Unlock()
	close(b.done)
	if err == nil && snap != old {
		s.keepRoads(snap)
	}
	ctx := s.life.ctx
	switch {
	case ctx.Err() != nil: // stopped, which is no error
	case err != nil:
		s.cfg.Log.ErrorContext(ctx, "travel snapshot failed", "error", err)
	case snap != old:
		s.cfg.Log.InfoContext(ctx, "travel snapshot ready", "version", snap.version.String(),
			"desa", len(snap.demand.desa), "points", len(snap.demand.points), "facilities", len(snap.facilities.rows),
			"took", time.Since(started))
	}
}

// build makes a snapshot of what the store holds now, or returns the old one where
// that is still it.
func (s *Service) build(ctx context.Context, old *Snapshot) (snap *Snapshot, err error) {
	defer func() {
		if p := recover(); p != nil { // in the background it would end the program
			err = &gis.Error{Kind: gis.Internal, Err: fmt.Errorf("panic: %v\n%s", p, debug.Stack()), Message: gis.T(
				"Terjadi kesalahan saat menyiapkan jaringan jalan", "Something went wrong while preparing the roads")}
		}
	}()
	if old != nil {
		v, err := s.cfg.Loader.Version(ctx)
		if err != nil {
			return nil, err
		}
		if v == old.version {
			return old, nil
		}
	}
	for attempt := 1; ; attempt++ {
		snap, err = s.buildOnce(ctx, old)
		// Conflict: a newer dataset took the place of the one just read of. Between two
		// imports that is luck, so it is not gone on with for ever.
		if gis.KindOf(err) != gis.Conflict || attempt == 3 {
			return snap, err
		}
	}
}

func (s *Service) buildOnce(ctx context.Context, old *Snapshot) (*Snapshot, error) {
	places, err := s.cfg.Loader.Places(ctx)
	if err != nil {
		return nil, err
	}
	v := places.Version
	if v.Dataset == 0 && places.Building {
		return newSnapshot(places, nil, nil, old, s.ranking, s.cfg.CacheBytes, s.cfg.Engines), nil
	}
	if old != nil && old.roads != nil && old.version.Dataset == v.Dataset && old.version.Hash == v.Hash {
		return newSnapshot(places, old.dataset, old.roads, old, s.ranking, s.cfg.CacheBytes, s.cfg.Engines), nil
	}
	if old == nil {
		early := newSnapshot(places, nil, nil, nil, s.ranking, s.cfg.CacheBytes, s.cfg.Engines)
		s.mu.Lock()
		s.early = early
		s.mu.Unlock()
		old = early
	}
	dataset, roads, err := s.roads(ctx, v.Dataset)
	if err != nil {
		return nil, err
	}
	return newSnapshot(places, dataset, roads, old, s.ranking, s.cfg.CacheBytes, s.cfg.Engines), nil
}

// roads are those of a dataset: out of their file or, where there is none of use, out
// of the tables. 0 stands for no dataset.
func (s *Service) roads(ctx context.Context, id int64) (*DatasetInfo, *gis.Roads, error) {
	if id == 0 {
		r, err := newRoads(nil)
		return nil, r, err
	}
	if s.files != nil {
		info, err := s.cfg.Loader.Dataset(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		if r := gis.OpenRoads(s.files.of(info.Hash), info.Hash, info.options()); r != nil {
			return info, r, nil
		}
	}
	data, err := s.cfg.Loader.Network(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	r, err := newRoads(data)
	if err != nil {
		return nil, nil, err
	}
	if s.files != nil {
		r.KeepIn(s.files.of(data.Dataset.Hash), data.Dataset.Hash)
	}
	return &data.Dataset, r, nil
}

// keepRoads writes the roads' file, where it is not there yet, and removes those of
// datasets of long ago, in the background.
func (s *Service) keepRoads(snap *Snapshot) {
	if s.files == nil || snap.roads == nil || snap.dataset == nil {
		return
	}
	s.life.start(func() {
		snap.roads.Save(s.life.ctx)
		s.files.tidy(snap.dataset.Hash)
	})
}
