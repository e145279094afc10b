package graph

import (
	"context"
	"sync"
)

// peers answers a question about one key together with those that will probably
// be asked next: the rows that came from the same list. The first resolver of a
// field asks for all of them in one statement and the others find the answer, so a
// nested query costs one statement a level. A loader that waits a few milliseconds
// for others to join would cost that wait at every level and batch worse under
// load; here the list already knows its rows.
type peers[K comparable, V any] struct {
	load func(ctx context.Context, keys []K) (map[K]V, error)

	mu      sync.Mutex
	known   map[K]V
	failed  map[K]error
	pending map[K]bool
}

// maxBatch bounds one statement's keys.
const maxBatch = 2000

func newPeers[K comparable, V any](load func(context.Context, []K) (map[K]V, error)) *peers[K, V] {
	return &peers[K, V]{load: load, known: map[K]V{}, failed: map[K]error{}, pending: map[K]bool{}}
}

// expect names keys that the next get should fetch along.
func (p *peers[K, V]) expect(keys ...K) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, k := range keys {
		if _, ok := p.known[k]; !ok && p.failed[k] == nil {
			p.pending[k] = true
		}
	}
}

// get answers for key; where it is not known yet, for all keys in with and all
// expected ones too. A key the store does not know has the zero value.
func (p *peers[K, V]) get(ctx context.Context, key K, with ...K) (V, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if v, ok := p.known[key]; ok {
		return v, nil
	}
	if err := p.failed[key]; err != nil {
		var zero V
		return zero, err
	}
	keys := p.wanted(key, with)
	// The lock is held meanwhile: the request has one connection anyway.
	got, err := p.load(ctx, keys)
	for _, k := range keys {
		delete(p.pending, k)
		if err != nil {
			p.failed[k] = err
		} else {
			p.known[k] = got[k]
		}
	}
	return p.known[key], err
}

func (p *peers[K, V]) wanted(key K, with []K) []K {
	keys, seen := []K{key}, map[K]bool{key: true}
	add := func(k K) {
		_, known := p.known[k]
		if !known && !seen[k] && p.failed[k] == nil && len(keys) < maxBatch {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	for _, k := range with {
		add(k)
	}
	for k := range p.pending {
		add(k)
	}
	return keys
}
