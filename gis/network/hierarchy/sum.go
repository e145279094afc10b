package hierarchy

import "math"

// Sum is two figures that add up along a way, such as seconds and metres: a table
// tells them of the way that its weights found.
type Sum struct{ A, B float64 }

func (a Sum) plus(b Sum) Sum { return Sum{a.A + b.A, a.B + b.B} }

// notYet is a sum that nobody has asked for yet.
var notYet = Sum{A: math.NaN()}

func (a Sum) known() bool { return !math.IsNaN(a.A) }

func fillNotYet(s []Sum) []Sum {
	for i := range s {
		s[i] = notYet
	}
	return s
}

// summer adds up what arcs stand for. It is for one user.
type summer struct {
	m      *Metric
	shared bitset               // arcs between these nodes are asked for again and again
	cost   func(arc uint32) Sum // of an arc of the network: edge<<1, plus 1 where travelled from To to From
	unpack Unpacker
	kept   map[uint64]Sum // of shared nodes' arcs
	broken bool           // an arc stands for what is not there: see Nearest.Path
}

func newSummer(m *Metric, s *shared, cost func(arc uint32) Sum) summer {
	return summer{m: m, shared: s.is, cost: cost, kept: map[uint64]Sum{}}
}

// arc is the sum of arc a of Out, travelled from the lower node to the higher, or of
// In, travelled down.
func (s *summer) arc(arcs *Arcs, a, low uint32) (sum Sum) {
	from, to, key := low, arcs.Head[a], uint64(a)<<1
	if arcs == &s.m.In {
		from, to, key = to, from, key|1
	}
	keep := s.shared.has(low)
	if keep {
		if sum, ok := s.kept[key]; ok {
			return sum
		}
	}
	if !s.unpack.run(s.m, from, to, arcs.Via[a], func(arc uint32) { sum = sum.plus(s.cost(arc)) }) {
		s.broken = true
	}
	if keep {
		s.kept[key] = sum
	}
	return sum
}

// sumAt is the sum of the way between the node that a climb began at and the one at a
// depth, which must have a weight; travelled up by Out and down by In.
func (c *climb) sumAt(s *summer, k int) Sum {
	if !c.sum[k].known() {
		low := int(c.under[k])
		c.sum[k] = c.sumAt(s, low).plus(s.arc(c.arcs, c.hop[k], c.trunk[low]))
	}
	return c.sum[k]
}
