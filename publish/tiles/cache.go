package tiles

import (
	"container/list"
	"context"
	"sync"
)

// made is a tile ready to be sent.
type made struct {
	version string
	plain   []byte
	gzipped []byte // nil where that would not be smaller
}

func (m *made) size() int { return len(m.plain) + len(m.gzipped) + 256 }

// cache keeps tiles up to a number of bytes, those used last the longest. Its keys
// hold the version of what a tile was made from, so nothing in it is ever wrong: what
// is out of date is asked for no more, and goes.
type cache struct {
	most int

	mu    sync.Mutex
	bytes int
	order *list.List // of *kept, used last first
	tiles map[string]*list.Element
	being map[string]*flight
}

type kept struct {
	key string
	*made
}

// flight is a tile being made for whoever waits for it.
type flight struct {
	done    chan struct{}
	tile    *made
	err     error
	waiting int
	cancel  context.CancelFunc
}

func newCache(most int) *cache {
	return &cache{most: most, order: list.New(), tiles: map[string]*list.Element{}, being: map[string]*flight{}}
}

// get answers from memory, or makes the tile once for all who ask meanwhile. When
// the last of them has gone away, making it ends.
func (c *cache) get(ctx context.Context, key string, draw func(context.Context) (*made, error)) (*made, error) {
	c.mu.Lock()
	if e, ok := c.tiles[key]; ok {
		c.order.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(*kept).made, nil //nolint:forcetypeassert // all that order holds
	}
	f, ok := c.being[key]
	if !ok {
		work, cancel := context.WithCancel(context.WithoutCancel(ctx))
		f = &flight{done: make(chan struct{}), cancel: cancel}
		c.being[key] = f
		go func() {
			tile, err := draw(work)
			cancel()
			c.land(key, f, tile, err)
		}()
	}
	f.waiting++
	c.mu.Unlock()
	select {
	case <-f.done:
		return f.tile, f.err
	case <-ctx.Done():
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
		if c.being[key] == f { // who comes now begins anew
			delete(c.being, key)
		}
	}
	return nil, ctx.Err()
}

// land hands a tile out and keeps it.
func (c *cache) land(key string, f *flight, tile *made, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.tile, f.err = tile, err
	if c.being[key] == f {
		delete(c.being, key)
	}
	close(f.done)
	if err != nil || tile.size() > c.most {
		return
	}
	if _, ok := c.tiles[key]; ok {
		return
	}
	c.tiles[key] = c.order.PushFront(&kept{key: key, made: tile})
	for c.bytes += tile.size(); c.bytes > c.most; {
		last := c.order.Back()
		old := c.order.Remove(last).(*kept) //nolint:forcetypeassert // all that order holds
		delete(c.tiles, old.key)
		c.bytes -= old.size()
	}
}
