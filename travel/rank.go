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
	life   *life
	from   int // nodes from which it is worth while; below 0 never
	log    *slog.Logger
	turn   sync.Mutex
	taken  sync.Map // weak.Pointer of engines being worked on, or waiting for their turn
	failed sync.Map // weak.Pointer of engines that can be given none
}

// add takes up an engine that has just been made ready, writes what of it is in no
// file yet, and has its hierarchies made unless there are files of them: those are
// opened by the searches that want them, not before, so that the first answer has the
// processors for itself.
func (r *ranking) add(e *gis.Engine) { r.start(e, !e.RankKept()) }

// lacks has hierarchies made where a search has just gone without: their file may have
// turned out to be of no use.
func (r *ranking) lacks(e *gis.Engine, by gis.TravelMetric) {
	if _, failed := r.failed.Load(weak.Make(e)); !failed && !e.Ranked(by) && r.wanted(e) {
		r.start(e, true)
	}
}

// wanted reports whether an engine is given hierarchies that it has not got: those of
// small networks are not.
func (r *ranking) wanted(e *gis.Engine) bool {
	return r.from >= 0 && e.Roads().Network().NodeCount() >= r.from && (!e.Ranked(gis.ByTime) || !e.Ranked(gis.ByDistance))
}

// start works on an engine in the background, unless that is under way already.
func (r *ranking) start(e *gis.Engine, rank bool) {
	key := weak.Make(e)
	if _, under := r.taken.LoadOrStore(key, true); under {
		return
	}
	r.life.start(func() {
		r.turn.Lock()
		defer r.turn.Unlock()
		defer r.taken.Delete(key)
		e.Save(r.life.ctx)
		if !rank || !r.wanted(e) {
			return
		}
		nodes := e.Roads().Network().NodeCount()
		started := time.Now()
		err := r.rank(e)
		ctx := r.life.ctx
		switch {
		case ctx.Err() != nil: // stopped, which is no error
		case err != nil:
			r.failed.Store(key, true)
			r.log.ErrorContext(ctx, "hierarchy failed; the plain search goes on", "profile", e.Profile().Name, "error", err)
		default:
			r.log.InfoContext(ctx, "hierarchy ready", "profile", e.Profile().Name, "nodes", nodes, "took", time.Since(started))
			e.Save(ctx)
		}
	})
}

func (r *ranking) rank(e *gis.Engine) (err error) {
	defer func() {
		if p := recover(); p != nil { // in the background it would end the program
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return e.Rank(r.life.ctx, nil)
}
