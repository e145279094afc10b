package travel

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"jangkau/gis"
)

func TestLRU(t *testing.T) {
	c := newLRU[int, string](10)
	c.put(1, "a", 4)
	c.put(2, "b", 4)
	c.get(1)
	c.put(3, "c", 4) // no room for all: 2 was used least recently
	for k, want := range map[int]bool{1: true, 2: false, 3: true} {
		if _, ok := c.get(k); ok != want {
			t.Errorf("%d kept: %v", k, ok)
		}
	}
	c.put(3, "d", 9)
	if v, ok := c.get(3); !ok || v != "d" || c.used != 9 || c.order.Len() != 1 {
		t.Error(v, ok, c.used)
	}
	c.put(3, "huge", 11)
	if _, ok := c.get(3); ok || c.used != 0 || len(c.byKey) != 0 {
		t.Error("kept what there is no room for")
	}
}

func TestFlightGoesOnWhileAnybodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife()
		defer l.end()
		f := newFlight[string, int](l)
		runs, cancelled := 0, false
		gate := make(chan struct{})
		work := func(ctx context.Context) (int, error) {
			runs++
			select {
			case <-gate:
				return 7, nil
			case <-ctx.Done():
				cancelled = true
				return 0, ctx.Err()
			}
		}
		first, stop := context.WithCancel(t.Context())
		gone := make(chan error)
		go func() {
			_, err := f.do(first, "k", work)
			gone <- err
		}()
		synctest.Wait()
		value := make(chan int)
		go func() {
			v, _ := f.do(t.Context(), "k", work)
			value <- v
		}()
		synctest.Wait()
		stop()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		close(gate)
		if v := <-value; v != 7 || runs != 1 || cancelled {
			t.Error(v, runs, cancelled)
		}
		// The last to leave ends it.
		gate = make(chan struct{})
		last, stop := context.WithCancel(t.Context())
		go func() {
			_, err := f.do(last, "k", work)
			gone <- err
		}()
		synctest.Wait()
		stop()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		synctest.Wait()
		if !cancelled || len(f.call) != 0 {
			t.Error("goes on for nobody")
		}
	})
}

func TestFlightSurvivesAPanic(t *testing.T) {
	l := newLife()
	defer l.end()
	f := newFlight[string, int](l)
	_, err := f.do(t.Context(), "k", func(context.Context) (int, error) { panic("out of luck") })
	if gis.KindOf(err) != gis.Internal || err == nil {
		t.Error(err)
	}
	if v, err := f.do(t.Context(), "k", func(context.Context) (int, error) { return 1, nil }); v != 1 || err != nil {
		t.Error(v, err)
	}
}
