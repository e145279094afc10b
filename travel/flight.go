package travel

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"jangkau/gis"
)

// flight lets everybody who wants the same value at the same time wait for one
// computation of it. Unlike a plain single flight it belongs to no one caller: it
// goes on while anybody waits, and is cancelled when the last one has gone.
type flight[K comparable, V any] struct {
	life *life
	mu   sync.Mutex
	call map[K]*call[V]
}

type call[V any] struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	value   V
	err     error
}

// life is the time from a service's start to its end: what runs in the background
// runs within it.
type life struct {
	ctx  context.Context // ends with the service: the one context that is stored
	stop context.CancelFunc
	mu   sync.Mutex // guards the group against growing after the end
	over bool
	work sync.WaitGroup
}

func newLife() *life {
	l := &life{}
	l.ctx, l.stop = context.WithCancel(context.Background())
	return l
}

// start runs fn in the background; false after the end.
func (l *life) start(fn func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false
	}
	l.work.Go(fn)
	return true
}

// end cancels what runs and waits for it.
func (l *life) end() {
	l.mu.Lock()
	l.over = true
	l.mu.Unlock()
	l.stop()
	l.work.Wait()
}

func newFlight[K comparable, V any](l *life) *flight[K, V] {
	return &flight[K, V]{life: l, call: map[K]*call[V]{}}
}

// do returns fn's value, or the error of ctx should it end first. A panic in fn
// becomes an Internal error: in the background it would end the program.
func (f *flight[K, V]) do(ctx context.Context, key K, fn func(context.Context) (V, error)) (V, error) {
	f.mu.Lock()
	c, ok := f.call[key]
	if !ok {
		var inner context.Context
		c = &call[V]{done: make(chan struct{})}
		inner, c.cancel = context.WithCancel(f.life.ctx)
		if !f.life.start(func() { f.run(inner, key, c, fn) }) {
			f.mu.Unlock()
			c.cancel()
			return c.value, errClosed()
		}
		f.call[key] = c
	}
	c.waiting++
	f.mu.Unlock()

	select {
	case <-c.done:
		return c.value, c.err
	case <-ctx.Done():
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.waiting--; c.waiting == 0 {
		c.cancel()
		if f.call[key] == c {
			delete(f.call, key) // whoever comes now starts afresh
		}
	}
	var none V
	return none, ctx.Err()
}

func (f *flight[K, V]) run(ctx context.Context, key K, c *call[V], fn func(context.Context) (V, error)) {
	defer func() {
		if p := recover(); p != nil {
			c.err = &gis.Error{Kind: gis.Internal, Err: fmt.Errorf("panic: %v\n%s", p, debug.Stack()), Message: gis.T(
				"Terjadi kesalahan di dalam program", "Something went wrong inside the program")}
		}
		f.mu.Lock()
		if f.call[key] == c {
			delete(f.call, key)
		}
		f.mu.Unlock()
		c.cancel()
		close(c.done)
	}()
	c.value, c.err = fn(ctx)
}

func errClosed() error {
	return gis.NewError(gis.Unavailable, "Layanan sedang berhenti", "The service is stopping")
}
