package hierarchy

import (
	"context"
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"
)

// Seed is where a search starts: a node that has reached a source already, at a
// weight. Of seeds at one node that of least weight counts, then of lowest source.
type Seed struct {
	Node   uint32
	Weight uint32
	Source uint32
}

// Nearest holds the least way from each node asked for to any source. Close it to
// let the next search have its memory.
type Nearest struct {
	m *Metric
	s *sweep
}

// sweep owns the arrays of a search: 12 bytes a node, with what is set marked in
// sets of one bit a node, so that a search pays for what it touches.
type sweep struct {
	label []label
	hop   []uint32 // how a label came about; see hopSeed

	up, down bitset
	ranges   [][2]uint32
	top      []uint32
}

type label struct{ weight, source uint32 }

var unreached = label{Closed, None}

func (a label) before(b label) bool {
	return a.weight < b.weight || a.weight == b.weight && a.source < b.source
}

// A hop is an arc of Out, or the rank of the lower node that an arc of In leads to,
// or hopSeed where the way ends.
const (
	hopIn   = uint32(1) << 31
	hopSeed = None
)

// Nearest finds for every node of to the nearest source: travel is to the source,
// and of sources equally near the lowest. From the seeds it climbs to the nodes that
// lead down to them; then every node that a node of to leads up to, and no other,
// takes the best of its higher neighbours, from the top down; there subtrees are
// worked on at once. The error is the context's, or wraps [ErrOverflow].
func (m *Metric) Nearest(ctx context.Context, seeds []Seed, to []uint32, workers int) (*Nearest, error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	s := m.takeSweep()
	r := &Nearest{m, s}
	err := ctx.Err()
	if s.climb(m, seeds) {
		err = ErrOverflow
	}
	if err == nil {
		s.mark(m, to)
		err = ctx.Err()
	}
	if err == nil {
		err = s.descend(ctx, m, workers)
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

func (m *Metric) takeSweep() *sweep {
	if s := m.sweeps.take(); s != nil {
		return s
	}
	n := m.T.Nodes()
	s := &sweep{label: make([]label, n), hop: make([]uint32, n), up: newBitset(n), down: newBitset(n)}
	for v := range s.label {
		s.label[v] = unreached
	}
	s.ranges, s.top = m.T.subtrees(max(1, n/64))
	return s
}

// Close gives the memory to later searches; closing twice does nothing.
func (r *Nearest) Close() {
	if r.s == nil {
		return
	}
	for i, word := range r.s.up {
		for word |= r.s.down[i]; word != 0; word &= word - 1 {
			r.s.label[i*64+bits.TrailingZeros64(word)] = unreached
		}
	}
	clear(r.s.up)
	clear(r.s.down)
	r.m.sweeps.give(r.s)
	r.s = nil
}

// climb labels what leads down to a seed, in rising order, and reports whether some
// way was too long.
func (s *sweep) climb(m *Metric, seeds []Seed) (overflow bool) {
	for _, sd := range seeds {
		v := m.T.Rank[sd.Node]
		if l := (label{sd.Weight, sd.Source}); sd.Weight < Closed && l.before(s.label[v]) {
			s.label[v], s.hop[v] = l, hopSeed
			s.up.set(v)
		}
	}
	for i := range s.up {
		// Heads are higher, but may lie in the same word: look at it again after each.
		for done := uint64(0); ; {
			word := s.up[i] &^ done
			if word == 0 {
				break
			}
			b := bits.TrailingZeros64(word)
			done |= 1 << b
			v := uint32(i*64 + b)
			from := s.label[v]
			for a := m.In.First[v]; a < m.In.First[v+1]; a++ {
				h := m.In.Head[a]
				w := from.weight + m.In.Weight[a]
				if w >= Closed {
					overflow = true
				} else if l := (label{w, from.source}); l.before(s.label[h]) {
					s.label[h], s.hop[h] = l, v|hopIn
					s.up.set(h)
				}
			}
		}
	}
	return overflow
}

// mark sets in down the nodes of to and all that they lead up to.
func (s *sweep) mark(m *Metric, to []uint32) {
	for _, v := range to {
		s.down.set(m.T.Rank[v])
	}
	for i := range s.down {
		for done := uint64(0); ; {
			word := s.down[i] &^ done
			if word == 0 {
				break
			}
			b := bits.TrailingZeros64(word)
			done |= 1 << b
			v := i*64 + b
			for _, h := range m.Out.Head[m.Out.First[v]:m.Out.First[v+1]] {
				s.down.set(h)
			}
		}
	}
}

// descend gives every marked node the best of its higher neighbours.
func (s *sweep) descend(ctx context.Context, m *Metric, workers int) error {
	var overflow atomic.Bool
	for i := len(s.top) - 1; i >= 0; i-- {
		if v := s.top[i]; s.down.has(v) {
			s.take(m, v, &overflow)
		}
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	work := func() {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= len(s.ranges) {
				return
			}
			s.down.falling(s.ranges[i][0], s.ranges[i][1], func(v uint32) { s.take(m, v, &overflow) })
		}
	}
	for range workers - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	if overflow.Load() {
		return ErrOverflow
	}
	return ctx.Err()
}

func (s *sweep) take(m *Metric, v uint32, overflow *atomic.Bool) {
	best, hop := s.label[v], s.hop[v]
	for a := m.Out.First[v]; a < m.Out.First[v+1]; a++ {
		l := s.label[m.Out.Head[a]]
		l.weight += m.Out.Weight[a] // below 2^32: both are below 2^31
		switch {
		case l.weight >= Closed:
			if l.source != None && best.source == None {
				overflow.Store(true)
			}
		case l.before(best):
			best, hop = l, a
		}
	}
	s.label[v], s.hop[v] = best, hop
}

// At returns the weight from a node that was asked for, and its source; false where
// no source is reached.
func (r *Nearest) At(node uint32) (weight, source uint32, ok bool) {
	l := r.s.label[r.m.T.Rank[node]]
	return l.weight, l.source, l.source != None
}

// Path visits the arcs of the network on the way from a node that is reached to its
// source, each edge<<1, plus 1 where travelled from To to From, and returns the node
// whose seed ends the way. False says that the metric does not hold together: it was
// made wrong, or comes from such a file. The unpacker may be used again.
func (r *Nearest) Path(u *Unpacker, node uint32, visit func(arc uint32)) (end uint32, whole bool) {
	v := r.m.T.Rank[node]
	for {
		switch hop := r.s.hop[v]; {
		case hop == hopSeed:
			return r.m.T.Node[v], true
		case hop&hopIn != 0:
			low := hop &^ hopIn
			whole = u.run(r.m, v, low, r.m.In.Via[r.m.In.find(low, v)], visit)
			v = low
		default:
			whole = u.run(r.m, v, r.m.Out.Head[hop], r.m.Out.Via[hop], visit)
			v = r.m.Out.Head[hop]
		}
		if !whole {
			return None, false
		}
	}
}

// Unpacker turns arcs of a metric into those of the network. The zero value is
// ready; it is not for several users at once.
type Unpacker struct{ stack []detour }

type detour struct{ from, to, via uint32 }

// run visits the arcs of the network that an arc stands for; false where a half of a
// detour is missing, or there are more of them than a shortest way can have.
func (u *Unpacker) run(m *Metric, from, to, via uint32, visit func(arc uint32)) bool {
	left := m.T.Nodes()
	u.stack = append(u.stack[:0], detour{from, to, via})
	for len(u.stack) > 0 {
		d := u.stack[len(u.stack)-1]
		u.stack = u.stack[:len(u.stack)-1]
		if d.via&viaNode == 0 {
			if left--; left < 0 {
				return false
			}
			visit(d.via)
			continue
		}
		z := d.via &^ viaNode
		out, in := m.Out.find(z, d.to), m.In.find(z, d.from)
		if out == None || in == None {
			return false
		}
		u.stack = append(u.stack, detour{z, d.to, m.Out.Via[out]}, detour{d.from, z, m.In.Via[in]}) // on top: travelled first
	}
	return true
}
