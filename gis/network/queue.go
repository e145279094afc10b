package network

// queue is a heap, four wide, of weight<<32 | node: the least weight comes out first,
// the lowest node of equal ones.
type queue []uint64

func (q *queue) push(item uint64) {
	h := append(*q, item)
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 4
		if h[up] <= item {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = item
	*q = h
}

func (q *queue) pop() uint64 {
	h := *q
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) == 0 {
		return top
	}
	i := 0
	for {
		c := 4*i + 1
		if c >= len(h) {
			break
		}
		least := c
		for j := c + 1; j < min(c+4, len(h)); j++ {
			if h[j] < h[least] {
				least = j
			}
		}
		if h[least] >= last {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = last
	return top
}
