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

// ErrBroken is wrapped by errors that say that a metric does not hold together: it was
// made wrong, or comes from such a file.
var ErrBroken = errors.New("hierarchy: the metric does not hold together")

// ErrTooHigh is wrapped by errors that say that a network's tree is too high for
// tables: it is not a road network, or the order is no good.
var ErrTooHigh = errors.New("hierarchy: the tree is too high for tables")

const (
	// tableRows is how many origins are worked on at once: it bounds the memory of a
	// table beside its own, to some 2 kB an origin.
	tableRows = 1 << 14

	// A node is shared from so many origins below it, or one in sharedOf of them if that
	// is fewer: see shared.
	sharedFrom = 64
	sharedOf   = 32
)

// Table finds the weight from every one of from to every one of to, Closed where
// there is no way: row by row, len(to) values each. A way rises from its origin and
// then falls. What many origins rise to is searched once for all of them, for some
// destinations at a time (see shared and block): from there an origin needs only the
// few arcs by which it comes in. Blocks of destinations are spread over workers. The
// error is the context's, or wraps [ErrOverflow] or [ErrTooHigh].
func (m *Metric) Table(ctx context.Context, from, to []End, workers int) ([]uint32, error) {
	t := tableWork{m: m, from: from, to: to, workers: workers, sharedFrom: sharing(len(from))}
	err := t.fill(ctx)
	return t.cell, err
}

// TableSums is Table with the sums of the ways it found, cost telling that of an arc of
// the network (edge<<1, plus 1 where travelled from To to From), called by several
// workers at once. An arc that stands for a detour is added up when it is first needed, so
// that a table takes some times as long, and 16 bytes a cell more. The error is as
// of Table, or wraps [ErrBroken].
func (m *Metric) TableSums(ctx context.Context, from, to []End, workers int, cost func(arc uint32) Sum) ([]uint32, []Sum, error) {
	t := tableWork{m: m, from: from, to: to, workers: workers, sharedFrom: sharing(len(from)), cost: cost}
	err := t.fill(ctx)
	return t.cell, t.sum, err
}

// sharing is from how many origins on a node is shared in a table of so many.
func sharing(origins int) int { return max(1, min(sharedFrom, origins/sharedOf)) }

// fill makes the table.
func (t *tableWork) fill(ctx context.Context) error {
	m := t.m
	if t.workers <= 0 {
		t.workers = runtime.GOMAXPROCS(0)
	}
	if m.depth().tooHigh {
		return ErrTooHigh
	}
	t.columns = m.byRank(t.to)
	t.cell = make([]uint32, len(t.from)*len(t.to))
	for i := range t.cell {
		t.cell[i] = Closed
	}
	if t.cost != nil {
		t.sum = make([]Sum, len(t.cell))
	}
	rows := m.byRank(t.from)
	for len(rows) > 0 && len(t.columns) > 0 {
		k := min(tableRows, len(rows))
		if err := t.run(ctx, rows[:k]); err != nil {
			return err
		}
		rows = rows[k:]
	}
	return ctx.Err()
}

// byRank lists the ends that have a node, in order of rank, which keeps those
// together that lie close together.
func (m *Metric) byRank(ends []End) []int32 {
	var list []int32
	for i := range ends {
		if ends[i].Nodes > 0 {
			list = append(list, int32(i))
		}
	}
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.T.Rank[ends[a].Node[0]], m.T.Rank[ends[b].Node[0]]), cmp.Compare(a, b))
	})
	return list
}

// tableWork is a table being made.
type tableWork struct {
	m          *Metric
	from, to   []End
	columns    []int32
	workers    int
	sharedFrom int
	cost       func(arc uint32) Sum // nil: weights alone

	cell []uint32
	sum  []Sum

	overflow, broken atomic.Bool
}

// run fills some rows.
func (t *tableWork) run(ctx context.Context, rows []int32) error {
	s := t.m.shared(t.from, rows, t.sharedFrom)
	list := make([]row, len(rows))
	err := t.each(ctx, (len(rows)+63)/64, func() func(i int) bool {
		c, sums := climb{traced: t.cost != nil}, newSummer(t.m, s, t.cost)
		return func(i int) (overflow bool) {
			for k := 64 * i; k < min(64*i+64, len(rows)); k++ {
				overflow = list[k].prepare(t.m, s, &c, &sums, rows[k], &t.from[rows[k]]) || overflow
			}
			if sums.broken {
				t.broken.Store(true)
			}
			return overflow
		}
	})
	if err != nil {
		return err
	}
	return t.each(ctx, (len(t.columns)+lanes-1)/lanes, func() func(i int) bool {
		b := newBlock(t.m, s, t.cost)
		return func(i int) bool {
			overflow := b.build(t.to, t.columns[i*lanes:min((i+1)*lanes, len(t.columns))])
			for k := range list {
				r := &list[k]
				first := int(r.index) * len(t.to)
				w, long := b.join(r)
				for i, j := range b.index {
					t.cell[first+int(j)] = w[i]
				}
				if t.cost != nil {
					sums := b.sumsOf(r, &w)
					for i, j := range b.index {
						t.sum[first+int(j)] = sums[i]
					}
				}
				overflow = overflow || long
			}
			if b.sums != nil && b.sums.broken {
				t.broken.Store(true)
			}
			return overflow
		}
	})
}

// each does n things, several at once; what does them reports whether something
// overflowed.
func (t *tableWork) each(ctx context.Context, n int, worker func() func(i int) bool) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	work := func() {
		do := worker()
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			if do(i) {
				t.overflow.Store(true)
			}
		}
	}
	for range min(t.workers, n) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	switch {
	case t.overflow.Load():
		return ErrOverflow
	case t.broken.Load():
		return ErrBroken
	}
	return ctx.Err()
}
