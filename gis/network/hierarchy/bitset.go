package hierarchy

import (
	"math/bits"
	"sync"
)

// bitset is a set of ranks.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) set(v uint32)      { b[v>>6] |= 1 << (v & 63) }
func (b bitset) has(v uint32) bool { return b[v>>6]>>(v&63)&1 == 1 }

// falling visits the members from to-1 down to from.
func (b bitset) falling(from, to uint32, visit func(v uint32)) {
	if from >= to {
		return
	}
	first, last := int(from>>6), int((to-1)>>6)
	for i := last; i >= first; i-- {
		word := b[i]
		if i == last {
			word &= ^uint64(0) >> (63 - (to-1)&63)
		}
		if i == first {
			word &= ^uint64(0) << (from & 63)
		}
		for word != 0 {
			k := 63 - bits.LeadingZeros64(word)
			word &^= 1 << k
			visit(uint32(i*64 + k))
		}
	}
}

// pool keeps what searches gave back: sync.Pool with a type.
type pool[T any] struct{ p sync.Pool }

func (p *pool[T]) take() *T {
	v, _ := p.p.Get().(*T)
	return v
}

func (p *pool[T]) give(v *T) { p.p.Put(v) }
