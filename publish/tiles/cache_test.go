package tiles

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
)

func tile(n int) *made { return &made{plain: make([]byte, n)} }

func TestCacheIsBounded(t *testing.T) {
	c := newCache(10 * (1000 + 256))
	drawn := 0
	get := func(key string, size int) {
		t.Helper()
		if _, err := c.get(t.Context(), key, func(context.Context) (*made, error) { drawn++; return tile(size), nil }); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 30 {
		get(fmt.Sprint(i), 1000)
		get("0", 1000) // used all the time, so never the oldest
	}
	if c.bytes > c.most || len(c.tiles) != 10 || c.order.Len() != 10 || drawn != 30 {
		t.Errorf("%d bytes of %d, %d tiles, %d drawn", c.bytes, c.most, len(c.tiles), drawn)
	}
	get("too large", c.most)
	if _, ok := c.tiles["too large"]; ok || len(c.tiles) != 10 {
		t.Error("a tile larger than the memory is kept")
	}
}

// Who asks for a tile that is being drawn waits for it; it is drawn once.
func TestCacheDrawsOnce(t *testing.T) {
	c := newCache(1 << 20)
	begin, drawn := make(chan struct{}), 0
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			got, err := c.get(t.Context(), "a", func(context.Context) (*made, error) { <-begin; drawn++; return tile(7), nil })
			if err != nil || len(got.plain) != 7 {
				t.Error(got, err)
			}
		})
	}
	waitFor(c, "a", 20)
	close(begin)
	wg.Wait()
	if drawn != 1 {
		t.Errorf("drawn %d times", drawn)
	}
}

// waitFor returns when so many wait for a tile.
func waitFor(c *cache, key string, n int) {
	for {
		c.mu.Lock()
		f := c.being[key]
		waiting := f != nil && f.waiting == n
		c.mu.Unlock()
		if waiting {
			return
		}
	}
}

// When all who wait have gone, the drawing ends; as long as one is left it goes on.
func TestCacheEndsWhatNobodyWaitsFor(t *testing.T) {
	c := newCache(1 << 20)
	ended := make(chan error, 1)
	draw := func(ctx context.Context) (*made, error) {
		<-ctx.Done()
		ended <- ctx.Err()
		return nil, ctx.Err()
	}
	var wg sync.WaitGroup
	var cancels []context.CancelFunc
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		cancels = append(cancels, cancel)
		wg.Go(func() {
			if _, err := c.get(ctx, "a", draw); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	waitFor(c, "a", 3)
	cancels[0]()
	waitFor(c, "a", 2)
	select {
	case err := <-ended:
		t.Error("ended though two wait:", err)
	default:
	}
	cancels[1]()
	cancels[2]()
	wg.Wait()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	got, err := c.get(t.Context(), "a", func(context.Context) (*made, error) { return tile(1), nil })
	if err != nil || len(got.plain) != 1 {
		t.Error("who comes afterwards begins anew:", err)
	}
	// An error is told to those who waited, and not kept.
	if _, err := c.get(t.Context(), "b", func(context.Context) (*made, error) { return nil, errors.New("broken") }); err == nil || len(c.being) != 0 {
		t.Error(err, len(c.being))
	}
}
