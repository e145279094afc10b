package hierarchy

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// ErrTooHigh is wrapped by errors that say that a network's tree is too high for
// tables: it is not a road network, or the order is no good.
var ErrTooHigh = errors.New("hierarchy: the tree is too high for tables")

// TableChunk is how many destinations are worked on at once: it bounds the memory of
// a table beside its own, to TableChunk times the height of the tree, 8 bytes each.
const TableChunk = 4096

// Table finds the weight from every one of from to every one of to, Closed where
// there is no way: row by row, len(to) values each. A way rises to some common
// ancestor of its ends and falls from there, so from each end a climb finds the
// weights to its ancestors, and a pair takes the best of those they share (see
// block). Origins are spread over workers. The error is the context's, or wraps
// [ErrOverflow] or [ErrTooHigh].
func (m *Metric) Table(ctx context.Context, from, to []End, workers int) ([]uint32, error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if m.depth().tooHigh {
		return nil, ErrTooHigh
	}
	table := make([]uint32, len(from)*len(to))
	for i := range table {
		table[i] = Closed
	}
	columns := m.columns(to)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for start := 0; start < len(columns); start += TableChunk {
		c := tableChunk{m: m, table: table, width: len(to)}
		if err := c.run(ctx, from, columns[start:min(start+TableChunk, len(columns))], workers); err != nil {
			return nil, err
		}
	}
	return table, nil
}

// column is one node of a destination.
type column struct {
	node, weight uint32 // by rank
	index        int32
}

// columns are the nodes of all destinations in order of rank, which keeps those that
// lie close together.
func (m *Metric) columns(to []End) []column {
	list := make([]column, 0, len(to))
	for i, e := range to {
		for k := range e.Nodes {
			if e.Weight[k] < Closed {
				list = append(list, column{m.T.Rank[e.Node[k]], e.Weight[k], int32(i)})
			}
		}
	}
	slices.SortFunc(list, func(a, b column) int {
		return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.index, b.index), cmp.Compare(a.weight, b.weight))
	})
	return list
}

// tableChunk is the work on some destinations.
type tableChunk struct {
	m        *Metric
	table    []uint32
	width    int
	blocks   []block
	overflow atomic.Bool
}

func (c *tableChunk) run(ctx context.Context, from []End, columns []column, workers int) error {
	c.blocks = make([]block, (len(columns)+lanes-1)/lanes)
	err := c.each(ctx, len(c.blocks), workers, func(_ *climb, i int) bool {
		return c.blocks[i].build(c.m, columns[i*lanes:min((i+1)*lanes, len(columns))])
	})
	if err != nil {
		return err
	}
	d := c.m.depth()
	return c.each(ctx, len(from), workers, func(cl *climb, i int) bool {
		overflow := false
		row := c.table[i*c.width : (i+1)*c.width]
		e := &from[i]
		for k := range e.Nodes {
			if e.Weight[k] >= Closed {
				continue
			}
			overflow = cl.run(c.m, d, &c.m.Out, d.out, c.m.T.Rank[e.Node[k]], e.Weight[k]) || overflow
			for b := range c.blocks {
				overflow = c.blocks[b].join(cl, row) || overflow
			}
		}
		return overflow
	})
}

// each does n things, several at once; do reports whether something overflowed.
func (c *tableChunk) each(ctx context.Context, n, workers int, do func(cl *climb, i int) bool) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	work := func() {
		cl := &climb{}
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			if do(cl, i) {
				c.overflow.Store(true)
			}
		}
	}
	for range min(workers, n) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	if c.overflow.Load() {
		return ErrOverflow
	}
	return ctx.Err()
}
