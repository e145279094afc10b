package travel

import (
	"container/list"
	"sync"
)

// lru keeps values up to a total cost, in bytes, and drops the least recently used
// first. A value that costs more than all of it is not kept.
type lru[K comparable, V any] struct {
	mu     sync.Mutex
	budget int64
	used   int64
	order  list.List // of *kept[K, V], most recently used first
	byKey  map[K]*list.Element
}

type kept[K comparable, V any] struct {
	key   K
	value V
	cost  int64
}

func newLRU[K comparable, V any](budget int64) *lru[K, V] {
	return &lru[K, V]{budget: budget, byKey: map[K]*list.Element{}}
}

func (c *lru[K, V]) get(key K) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return v, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept[K, V]).value, true
}

func (c *lru[K, V]) put(key K, v V, cost int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		c.drop(e)
	}
	if cost > c.budget {
		return
	}
	c.byKey[key] = c.order.PushFront(&kept[K, V]{key, v, cost})
	c.used += cost
	for c.used > c.budget {
		c.drop(c.order.Back())
	}
}

// dropIf drops what has such a key.
func (c *lru[K, V]) dropIf(such func(K) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range c.byKey {
		if such(key) {
			c.drop(e)
		}
	}
}

func (c *lru[K, V]) drop(e *list.Element) {
	k := c.order.Remove(e).(*kept[K, V])
	delete(c.byKey, k.key)
	c.used -= k.cost
}
