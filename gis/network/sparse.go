package network

import "math/bits"

// sparse finds the few of many keys that have something: whether, and where in a
// list sorted by key, each in constant time.
type sparse struct {
	bits   []uint64
	before []uint32 // keys in earlier words
	first  []uint32 // where in the list a present key's begin; one more at the end
}

// newSparse indexes a sorted list of keys below n.
func newSparse(n, length int, key func(i int) uint32) sparse {
	s := sparse{bits: make([]uint64, (n+63)/64), before: make([]uint32, (n+63)/64)}
	for i := range length {
		k := key(i)
		if i == 0 || key(i-1) != k {
			s.bits[k/64] |= 1 << (k % 64)
			s.first = append(s.first, uint32(i))
		}
	}
	s.first = append(s.first, uint32(length))
	count := 0
	for i, word := range s.bits {
		s.before[i] = uint32(count)
		count += bits.OnesCount64(word)
	}
	return s
}

// at is the part of the list that key has.
func (s *sparse) at(key uint32) (from, to uint32) {
	word, bit := s.bits[key/64], uint64(1)<<(key%64)
	if word&bit == 0 {
		return 0, 0
	}
	i := s.before[key/64] + uint32(bits.OnesCount64(word&(bit-1)))
	return s.first[i], s.first[i+1]
}

func (s *sparse) bytes() int { return 8*len(s.bits) + 4*len(s.before) + 4*len(s.first) }
