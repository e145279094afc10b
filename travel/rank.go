package travel

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
	"weak"

	"jangkau/gis"
)

// ranking gives engines their hierarchies, in the background and one after the
// other: the first over a network takes all processors for a while. Answers do not
// wait for it.
type ranking struct {
	life *life
	from int // nodes from which it is worth while; below 0 never
	log  *slog.Logger
	turn sync.Mutex

	mu     sync.Mutex
	jobs   map[weak.Pointer[gis.Engine]]*rankJob // being worked on, or waiting for their turn
	failed map[weak.Pointer[gis.Engine]]bool     // can be given no hierarchies
}

// rankJob is what somebody wants done with an engine beside what is under way.
type rankJob struct{ save, rank bool }

func newRanking(l *life, c Config) *ranking {
	return &ranking{life: l, from: c.RankFrom, log: c.Log, jobs: map[weak.Pointer[gis.Engine]]*rankJob{}, failed: map[weak.Pointer[gis.Engine]]bool{}}
}

// add takes up an engine that has just been made ready, writes what of it is in no
// file yet, and has its hierarchies made unless there are files of them: those are
// opened by the searches that want them, not before, so that the first answer has the
// processors for itself.
func (r *ranking) add(e *gis.Engine) { r.start(e, !e.RankKept()) }

// lacks has hierarchies made where a search has just gone without: their file may have
// turned out to be of no use.
func (r *ranking) lacks(e *gis.Engine, by gis.TravelMetric) {
	if !e.Ranked(by) && r.wanted(e) {
		r.start(e, true)
	}
}

// wanted reports whether an engine is given hierarchies that it has not got: those of
// small networks are not.
func (r *ranking) wanted(e *gis.Engine) bool {
	return r.from >= 0 && e.Roads().Network().NodeCount() >= r.from && (!e.Ranked(gis.ByTime) || !e.Ranked(gis.ByDistance))
}

// start works on an engine in the background, or has whoever is at it do so once more.
func (r *ranking) start(e *gis.Engine, rank bool) {
	key := weak.Make(e)
	r.mu.Lock()
	defer r.mu.Unlock()
	rank = rank && !r.failed[key]
	if j := r.jobs[key]; j != nil {
		j.save, j.rank = true, j.rank || rank
		return
	}
	r.jobs[key] = &rankJob{save: true, rank: rank}
	if !r.life.start(func() { r.work(e, key) }) {
		delete(r.jobs, key)
	}
}

func (r *ranking) work(e *gis.Engine, key weak.Pointer[gis.Engine]) {
	r.turn.Lock()
	defer r.turn.Unlock()
	for {
		r.mu.Lock()
		j := *r.jobs[key]
		*r.jobs[key] = rankJob{}
		if !j.save {
			delete(r.jobs, key)
		}
		r.mu.Unlock()
		if !j.save {
			return
		}
		e.Save(r.life.ctx)
		if j.rank {
			r.give(e, key)
			e.Save(r.life.ctx)
		}
	}
}

// give makes the hierarchies of an engine.
func (r *ranking) give(e *gis.Engine, key weak.Pointer[gis.Engine]) {
	if !r.wanted(e) {
		return
	}
	started := time.Now()
	err := r.rank(e)
	ctx := r.life.ctx
	switch {
	case ctx.Err() != nil: // stopped, which is no error
	case err != nil:
		r.mu.Lock()
		r.failed[key] = true
		r.mu.Unlock()
		r.log.ErrorContext(ctx, "hierarchy failed; the plain search goes on", "profile", e.Profile().Name, "error", err)
	default:
		r.log.InfoContext(ctx, "hierarchy ready", "profile", e.Profile().Name, "nodes", e.Roads().Network().NodeCount(), "took", time.Since(started))
	}
}

func (r *ranking) rank(e *gis.Engine) (err error) {
	defer func() {
		if p := recover(); p != nil { // in the background it would end the program
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return e.Rank(r.life.ctx, nil)
}
