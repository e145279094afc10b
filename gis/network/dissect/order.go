package dissect

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Graph is undirected: every edge stands at both of its ends, the neighbours of v in
// Head[First[v]:First[v+1]]. Loops and parallel edges do nothing. X and Y are where
// the nodes lie on any plane.
type Graph struct {
	First, Head []uint32
	X, Y        []float64
}

func (g *Graph) nodes() int { return len(g.X) }

// Options say how the work is done; the order does not depend on them.
type Options struct {
	Workers  int                   // goroutines; as many as processors when 0
	Progress func(done, total int) // nodes ordered so far; called from any goroutine, one at a time
}

// Order returns the nodes, that of lowest rank first. The error is the context's, or
// says what is wrong with the graph.
func Order(ctx context.Context, g Graph, o Options) ([]uint32, error) {
	n := len(g.X)
	if len(g.Y) != n || len(g.First) != n+1 || g.First[0] != 0 || int(g.First[n]) != len(g.Head) || !slices.IsSorted(g.First) {
		return nil, fmt.Errorf("dissect: %d and %d coordinates, %d offsets, %d heads do not fit together", n, len(g.Y), len(g.First), len(g.Head))
	}
	for _, v := range g.Head {
		if int(v) >= n {
			return nil, fmt.Errorf("dissect: a neighbour %d of %d nodes", v, n)
		}
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	r := newReducer(g)
	r.run()
	d := &dissection{ctx: ctx, options: o, order: make([]uint32, n), free: make(chan struct{}, o.Workers-1)}
	copy(d.order, r.order)
	d.count(len(r.order))
	d.part(r.core(&g), len(r.order), nil)
	d.wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return d.order, nil
}

// core is what the reducer left, nodes in order of number.
func (r *reducer) core(g *Graph) *part {
	p := &part{}
	local := make([]uint32, len(r.gone))
	for v, gone := range r.gone {
		if !gone {
			local[v] = uint32(len(p.node))
			p.node = append(p.node, uint32(v))
			p.x, p.y = append(p.x, float32(g.X[v]-g.X[p.node[0]])), append(p.y, float32(g.Y[v]-g.Y[p.node[0]]))
		}
	}
	p.first = make([]uint32, 1, len(p.node)+1)
	for _, v := range p.node {
		start := len(p.head)
		for _, u := range r.list(v) {
			p.head = append(p.head, local[u])
		}
		slices.Sort(p.head[start:])
		p.first = append(p.first, uint32(len(p.head)))
	}
	return p
}

// part is a piece of the core, with numbers of its own so that it lies close in
// memory. Its neighbours stand in rising order.
type part struct {
	node        []uint32 // own number -> the graph's
	connected   bool     // known to be
	x, y        []float32
	first, head []uint32
}

func (p *part) list(v uint32) []uint32 { return p.head[p.first[v]:p.first[v+1]] }

// dissection fills order. Parts write to ranges of their own.
type dissection struct {
	ctx     context.Context
	options Options
	order   []uint32
	free    chan struct{} // a slot for every goroutine beside the first
	wait    sync.WaitGroup
	done    atomic.Int64
	telling sync.Mutex
}

func (d *dissection) count(n int) {
	done := int(d.done.Add(int64(n)))
	if d.options.Progress != nil && n > 0 {
		d.telling.Lock()
		d.options.Progress(done, len(d.order))
		d.telling.Unlock()
	}
}

// part orders a part into d.order from position at on. Its largest piece is worked
// on here, in a loop; the smaller ones, at most half as large each, by another
// goroutine if one is free, else by a call: calls nest no deeper than log n.
func (d *dissection) part(p *part, at int, s *separator) {
	if s == nil {
		s = &separator{}
	}
	for len(p.node) > 0 && d.ctx.Err() == nil {
		if len(p.node) <= cellSize {
			d.cell(p, at)
			return
		}
		var pieces []*part
		if !p.connected {
			pieces = p.pieces(nil)
		}
		if p.connected {
			cut := s.find(d, p)
			end := at + len(p.node)
			for i, v := range cut {
				d.order[end-len(cut)+i] = p.node[v]
			}
			d.count(len(cut))
			pieces = p.pieces(cut)
		}
		if len(pieces) == 0 {
			return
		}
		largest := 0
		for i, q := range pieces {
			if len(q.node) > len(pieces[largest].node) {
				largest = i
			}
		}
		var mine *part
		var mineAt int
		for i, q := range pieces {
			from := at
			at += len(q.node)
			switch {
			case i == largest:
				mine, mineAt = q, from
			case len(q.node) > 10_000 && d.take():
				d.wait.Go(func() {
					defer d.give()
					d.part(q, from, nil)
				})
			default:
				d.part(q, from, s)
			}
			pieces[i] = nil
		}
		p, at = mine, mineAt
	}
}

func (d *dissection) take() bool {
	select {
	case d.free <- struct{}{}:
		return true
	default:
		return false
	}
}

func (d *dissection) give() { <-d.free }

// pieces are the connected parts of p without the nodes of cut, in order of their
// lowest node.
func (p *part) pieces(cut []uint32) []*part {
	const unseen, removed = ^uint32(0), ^uint32(1)
	n := uint32(len(p.node))
	piece := make([]uint32, n)
	for v := range piece {
		piece[v] = unseen
	}
	for _, v := range cut {
		piece[v] = removed
	}
	var sizes []uint32
	var queue []uint32
	for s := range n {
		if piece[s] != unseen {
			continue
		}
		k := uint32(len(sizes))
		piece[s] = k
		queue = append(queue[:0], s)
		for i := 0; i < len(queue); i++ {
			for _, u := range p.list(queue[i]) {
				if piece[u] == unseen {
					piece[u] = k
					queue = append(queue, u)
				}
			}
		}
		sizes = append(sizes, uint32(len(queue)))
	}
	if len(sizes) == 1 && len(cut) == 0 {
		p.connected = true
		return []*part{p}
	}
	local := queue[:0]
	if cap(local) < int(n) {
		local = make([]uint32, n)
	}
	local = local[:n]
	list := make([]*part, len(sizes))
	for k, size := range sizes {
		list[k] = &part{
			node: make([]uint32, 0, size), x: make([]float32, 0, size), y: make([]float32, 0, size),
			first: make([]uint32, 1, size+1), connected: true,
		}
	}
	for v := range n {
		if piece[v] != removed {
			q := list[piece[v]]
			local[v] = uint32(len(q.node))
			q.node, q.x, q.y = append(q.node, p.node[v]), append(q.x, p.x[v]), append(q.y, p.y[v])
		}
	}
	for v := range n {
		if piece[v] == removed {
			continue
		}
		q := list[piece[v]]
		for _, u := range p.list(v) {
			if piece[u] != removed {
				q.head = append(q.head, local[u])
			}
		}
		q.first = append(q.first, uint32(len(q.head)))
	}
	return list
}
