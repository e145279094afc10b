package network

import (
	"runtime"
	"sync"
)

// inParts calls do for stretches [lo, hi) that make up all numbers below n, on all
// processors, and returns the error of the lowest stretch that has one.
func inParts(n int, do func(lo, hi int) error) error {
	const least = 1 << 15 // below, another goroutine costs more than it saves
	parts := max(1, min(4*runtime.GOMAXPROCS(0), n/least))
	failed := make([]error, parts)
	var wait sync.WaitGroup
	for i := range parts - 1 {
		wait.Go(func() { failed[i] = do(n*i/parts, n*(i+1)/parts) })
	}
	failed[parts-1] = do(n*(parts-1)/parts, n)
	wait.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}
