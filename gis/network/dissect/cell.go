package dissect

import "math/bits"

// cellSize is the most nodes that are ordered by least degree: a row of a cell's
// neighbours fits a word.
const cellSize = 32

// cell orders a small part by least degree: whichever node then has the fewest
// neighbours is taken away and its neighbours joined.
func (d *dissection) cell(p *part, at int) {
	n := len(p.node)
	var row [cellSize]uint32
	for v := range n {
		for _, u := range p.list(uint32(v)) {
			row[v] |= 1 << u
		}
	}
	left := uint32(1<<n - 1)
	for i := range n {
		best, degree := -1, cellSize+1
		for rest := left; rest != 0; rest &= rest - 1 {
			v := bits.TrailingZeros32(rest)
			if k := bits.OnesCount32(row[v]); k < degree {
				best, degree = v, k
			}
		}
		d.order[at+i] = p.node[best]
		left &^= 1 << best
		for rest := row[best]; rest != 0; rest &= rest - 1 {
			u := bits.TrailingZeros32(rest)
			row[u] = (row[u] | row[best]) &^ (1<<u | 1<<best)
		}
	}
	d.count(n)
}
