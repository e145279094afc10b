package hierarchy

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Closed is the weight of what may not be travelled. Sums of two weights below it
// never wrap.
const Closed = uint32(1)<<31 - 1

// ErrOverflow is wrapped by errors that say that some way is too long to add up.
var ErrOverflow = errors.New("hierarchy: a way is too long for its quantum")

// weights are those of every arc of a topology, in both directions, with what they
// stand for: an arc of the network, or a detour over a lower node (see viaNode).
type weights struct {
	up, down       []uint32 // towards the higher end, towards the lower
	upVia, downVia []uint32
}

// viaNode marks a via that is the rank of the middle of a detour, and not the number
// of an arc of the network, which is edge<<1, plus 1 where travelled from To to From.
const viaNode = uint32(1) << 31

// Customize weighs a topology: forward[e] and backward[e] are the weights of edge e
// from its From end and back, Closed or more where closed. It takes time in
// proportion to the triangles of the topology, spread over workers (as many as
// processors when 0). The error is the context's, or wraps [ErrOverflow].
func (t *Topology) Customize(ctx context.Context, forward, backward []uint32, workers int) (*Metric, error) {
	if t.First == nil {
		return nil, errors.New("hierarchy: a topology without its arcs cannot be weighed")
	}
	if len(forward) != len(t.Edge) || len(backward) != len(t.Edge) {
		return nil, fmt.Errorf("hierarchy: %d and %d weights for %d edges", len(forward), len(backward), len(t.Edge))
	}
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	c := &customizing{t: t, ctx: ctx, workers: workers}
	c.ranges, c.top = t.subtrees(max(1, t.Nodes()/(16*workers)))
	c.start(forward, backward)
	c.transpose()
	c.lower()
	c.below, c.first = nil, nil
	if c.overflow.Load() {
		return nil, fmt.Errorf("%w", ErrOverflow)
	}
	c.upper()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.prune(), nil
}

type customizing struct {
	t       *Topology
	ctx     context.Context
	workers int
	ranges  [][2]uint32
	top     []uint32

	w weights

	// below[first[v]:first[v+1]] are the arcs that lead up to v, with their tails.
	first []uint32
	below []below

	overflow atomic.Bool
}

type below struct{ arc, tail uint32 }

// start gives arcs the least weight of the edges on them.
func (c *customizing) start(forward, backward []uint32) {
	m := c.t.Arcs()
	c.w = weights{make([]uint32, m), make([]uint32, m), make([]uint32, m), make([]uint32, m)}
	for a := range m {
		c.w.up[a], c.w.down[a] = Closed, Closed
	}
	for e, place := range c.t.Edge {
		if place == None {
			continue
		}
		a, turned := place>>1, place&1
		ends := [2]uint32{forward[e], backward[e]}
		id := uint32(e) << 1
		if w := ends[turned]; w < c.w.up[a] {
			c.w.up[a], c.w.upVia[a] = w, id|turned
		}
		if w := ends[1-turned]; w < c.w.down[a] {
			c.w.down[a], c.w.downVia[a] = w, id|(1-turned)
		}
	}
}

func (c *customizing) transpose() {
	t := c.t
	n := t.Nodes()
	c.first = make([]uint32, n+1)
	for _, h := range t.Head {
		c.first[h+1]++
	}
	for v := range n {
		c.first[v+1] += c.first[v]
	}
	c.below = make([]below, len(t.Head))
	free := append([]uint32(nil), c.first[:n]...)
	for v := range uint32(n) {
		for a := t.First[v]; a < t.First[v+1]; a++ {
			h := t.Head[a]
			c.below[free[h]] = below{a, v}
			free[h]++
		}
	}
}

// inSubtrees runs do over every subtree, several at once, each worker with an array
// of its own of one word a node.
func (c *customizing) inSubtrees(do func(position []uint32, from, to uint32)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range c.workers {
		wait.Go(func() {
			position := make([]uint32, c.t.Nodes())
			for {
				i := int(next.Add(1)) - 1
				if i >= len(c.ranges) || c.ctx.Err() != nil {
					return
				}
				do(position, c.ranges[i][0], c.ranges[i][1])
			}
		})
	}
	wait.Wait()
}

// lower makes every arc as short as the best detour over lower nodes. Rising, and
// every node alters its own arcs only: subtrees do not meddle with each other.
func (c *customizing) lower() {
	c.inSubtrees(func(position []uint32, from, to uint32) {
		for v := from; v < to; v++ {
			c.lowerNode(position, v)
		}
	})
	position := make([]uint32, c.t.Nodes())
	for _, v := range c.top {
		if c.ctx.Err() != nil {
			return
		}
		c.lowerNode(position, v)
	}
}

// lowerNode looks at all triangles of x with a lower node z and a higher one y.
func (c *customizing) lowerNode(position []uint32, x uint32) {
	t, w := c.t, &c.w
	for a := t.First[x]; a < t.First[x+1]; a++ {
		position[t.Head[a]] = a
	}
	for _, b := range c.below[c.first[x]:c.first[x+1]] {
		// z's arcs stand in rising order of head: those after the one to x lead higher.
		fromX, toX := w.down[b.arc], w.up[b.arc] // x to z, z to x
		if fromX == Closed && toX == Closed {
			continue
		}
		via := b.tail | viaNode
		for a := b.arc + 1; a < t.First[b.tail+1]; a++ {
			k := position[t.Head[a]]
			up, down := w.up[a], w.down[a]
			if s := fromX + up; s < w.up[k] {
				w.up[k], w.upVia[k] = s, via
			} else if s >= Closed && fromX < Closed && up < Closed {
				c.overflow.Store(true)
			}
			if s := toX + down; s < w.down[k] {
				w.down[k], w.downVia[k] = s, via
			} else if s >= Closed && toX < Closed && down < Closed {
				c.overflow.Store(true)
			}
		}
	}
}

// upper makes every arc's weight the true distance of its ends, by detours over
// higher nodes, and marks those that became shorter in their via: nobody travels
// them. Falling, and every node alters its own arcs only.
func (c *customizing) upper() {
	position := make([]uint32, c.t.Nodes())
	for i := len(c.top) - 1; i >= 0; i-- {
		if c.ctx.Err() != nil {
			return
		}
		c.upperNode(position, c.top[i])
	}
	c.inSubtrees(func(position []uint32, from, to uint32) {
		for v := to; v > from; v-- {
			c.upperNode(position, v-1)
		}
	})
}

// upperNode looks at all triangles of x with two higher nodes y and z.
func (c *customizing) upperNode(position []uint32, x uint32) {
	t, w := c.t, &c.w
	for a := t.First[x]; a < t.First[x+1]; a++ {
		position[t.Head[a]] = a + 1
	}
	for xy := t.First[x]; xy < t.First[x+1]; xy++ {
		y := t.Head[xy]
		xToY, yToX := w.up[xy], w.down[xy]
		for yz := t.First[y]; yz < t.First[y+1]; yz++ {
			xz := position[t.Head[yz]]
			if xz == 0 {
				continue
			}
			xz--
			if s := xToY + w.up[yz]; s < w.up[xz] {
				w.up[xz], w.upVia[xz] = s, None
			}
			if s := yToX + w.down[yz]; s < w.down[xz] {
				w.down[xz], w.downVia[xz] = s, None
			}
			if s := w.up[xz] + w.down[yz]; s < xToY {
				xToY = s
				w.up[xy], w.upVia[xy] = s, None
			}
			if s := w.down[xz] + w.up[yz]; s < yToX {
				yToX = s
				w.down[xy], w.downVia[xy] = s, None
			}
		}
	}
	for a := t.First[x]; a < t.First[x+1]; a++ {
		position[t.Head[a]] = 0
	}
}
