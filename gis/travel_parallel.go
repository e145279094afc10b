package gis

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// inParallel calls fn for every number below n, on all processors, until one call
// fails or the context ends; it returns the first error. Calls come in runs of a
// thousand, so that neighbours are worked on together and the context is looked at
// now and then.
func inParallel(ctx context.Context, n int, fn func(i int) error) error {
	const run = 1024
	var (
		next   atomic.Int64
		failed error
		once   sync.Once
		wg     sync.WaitGroup
	)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work := func() (err error) {
		defer func() { // in a goroutine of its own it would end the program
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		for {
			start := int(next.Add(run)) - run
			if start >= n {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			for i := start; i < min(start+run, n); i++ {
				if err := fn(i); err != nil {
					return err
				}
			}
		}
	}
	for range min(runtime.GOMAXPROCS(0), (n+run-1)/run) {
		wg.Go(func() {
			if err := work(); err != nil {
				once.Do(func() { failed = err })
				cancel()
			}
		})
	}
	wg.Wait()
	return failed
}

// inStretches calls fn for stretches [lo, hi) that make up all numbers below n, on
// all processors: for loops whose every step is too little for a call.
func inStretches(n int, fn func(lo, hi int)) {
	stretch := max(1<<16, (n+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for lo := 0; lo < n; lo += stretch {
		wg.Go(func() { fn(lo, min(lo+stretch, n)) })
	}
	wg.Wait()
}
