package travel

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

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
}

// add takes up an engine that has just been made ready. One that has its hierarchies
// already, or a small network, is given none. What there is no file of yet is written.
func (r *ranking) add(e *gis.Engine) {
	nodes := e.Roads().Network().NodeCount()
	wanted := r.from >= 0 && nodes >= r.from && (!e.Ranked(gis.ByTime) || !e.Ranked(gis.ByDistance))
	r.life.start(func() {
		r.turn.Lock()
		defer r.turn.Unlock()
		e.Save(r.life.ctx)
		if !wanted {
			return
		}
		started := time.Now()
		err := r.rank(e)
		ctx := r.life.ctx
		switch {
		case ctx.Err() != nil: // stopped, which is no error
		case err != nil:
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
