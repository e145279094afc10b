package hierarchy

import "slices"

// row is an origin made ready: what it leads up to.
type row struct {
	index int32 // of the origin
	in    inflow

	// Below the shared nodes, for destinations there: from each of its nodes.
	tail [2]tail
}

// inflow are the shared nodes by which an origin comes in, falling by place, with the
// sums of the ways there where they are asked for.
type inflow struct {
	entry []entry
	sum   []Sum
}

// tail is the lower part of a climb.
type tail struct {
	depth  int // of its uppermost node
	trunk  trunk
	weight []uint32
	sum    []Sum
}

// prepare climbs from an origin, with a climb to work in, and reports whether some
// way was too long.
func (r *row) prepare(m *Metric, s *shared, c *climb, sums *summer, index int32, e *End) (overflow bool) {
	r.index = index
	for k := range e.Nodes {
		if e.Weight[k] >= Closed {
			continue
		}
		overflow = c.run(m, &m.Out, s.is, e, k) || overflow
		t := tail{depth: c.low, trunk: slices.Clone(c.trunk[c.low:]), weight: slices.Clone(c.weight[c.low:])}
		if c.traced {
			t.sum = make([]Sum, len(t.weight))
			for i, w := range t.weight {
				if w < Closed {
					t.sum[i] = c.sumAt(sums, c.low+i)
				}
			}
		}
		r.tail[k] = t
		r.in = merge(r.in, c.inflow(s, sums))
	}
	return overflow
}

// inflow are the shared nodes by which a climb comes in.
func (c *climb) inflow(s *shared, sums *summer) (in inflow) {
	if c.low == 0 {
		return in
	}
	x := s.place(c.top)
	for k := c.low - 1; k >= 0; k-- {
		if w := c.weight[k]; w < Closed {
			in.entry = append(in.entry, entry{x, w})
			if c.traced {
				in.sum = append(in.sum, c.sumAt(sums, k))
			}
		}
		x = s.parent[x]
	}
	return in
}

// merge is the less of two inflows.
func merge(a, b inflow) (both inflow) {
	if len(a.entry) == 0 {
		return b
	}
	take := func(from *inflow) {
		both.entry, from.entry = append(both.entry, from.entry[0]), from.entry[1:]
		if len(from.sum) > 0 {
			both.sum, from.sum = append(both.sum, from.sum[0]), from.sum[1:]
		}
	}
	drop := func(from *inflow) {
		from.entry = from.entry[1:]
		if len(from.sum) > 0 {
			from.sum = from.sum[1:]
		}
	}
	for len(a.entry) > 0 && len(b.entry) > 0 {
		switch x, y := a.entry[0], b.entry[0]; {
		case x.place > y.place:
			take(&a)
		case x.place < y.place:
			take(&b)
		case x.weight <= y.weight:
			take(&a)
			drop(&b)
		default:
			take(&b)
			drop(&a)
		}
	}
	both.entry = append(append(both.entry, a.entry...), b.entry...)
	both.sum = append(append(both.sum, a.sum...), b.sum...)
	return both
}
