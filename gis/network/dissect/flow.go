package dissect

// flow finds a maximum flow between two sets of nodes of a part whose edges have
// capacity one either way: Dinic's algorithm. By levels of distance to the sink, as
// many paths as there are without a detour are filled at once; then levels are found
// anew. Levels are the sink's, so that a path going down them hardly ever ends
// before it. Its memory is used again.
type flow struct {
	p       *part
	reverse []uint32 // arc -> the same edge from the other end
	side    []uint8  // node -> source, sink or neither

	sent    []int8   // by arc: 1, 0 or -1
	level   []uint32 // by node: base and its distance to the sink; below base unseen; always for the sink itself
	highest uint32
	base    uint32   // rises with every search, so that level need not be cleared
	next    []uint32 // by node: the arc to try next
	queue   []uint32
	path    []uint32 // arcs

	rim    []uint32 // nodes of the sink that have neighbours outside it
	starts []uint32 // nodes of the source on the highest level
}

const (
	neither uint8 = iota
	source
	sink

	always = ^uint32(0)
)

// prepare takes up a part; run may then be called for several choices of side.
func (f *flow) prepare(p *part) {
	n, m := len(p.node), len(p.head)
	f.p = p
	f.reverse = resize(f.reverse, m)
	f.sent, f.level, f.next, f.side = resize(f.sent, m), resize(f.level, n), resize(f.next, n), resize(f.side, n)
	// Lists rise, and so do the nodes that are gone through: the k-th arc met that
	// leads to v is the reverse of v's k-th.
	copy(f.next, p.first[:n])
	for v := range uint32(n) {
		for a := p.first[v]; a < p.first[v+1]; a++ {
			u := p.head[a]
			f.reverse[a] = f.next[u]
			f.next[u]++
		}
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// run returns the largest flow, or false as soon as it is known to be above limit.
// Afterwards level tells which nodes still reach the sink: base and above.
func (f *flow) run(limit int) (int, bool) {
	clear(f.sent)
	clear(f.level)
	f.base, f.highest = 0, 0
	f.rim = f.rim[:0]
	for v, s := range f.side {
		if s != sink {
			continue
		}
		f.level[v] = always
		for _, u := range f.p.list(uint32(v)) {
			if f.side[u] != sink {
				f.rim = append(f.rim, uint32(v))
				break
			}
		}
	}
	total := 0
	for f.levels() {
		for _, v := range f.starts {
			for total <= limit && f.augment(v) {
				total++
			}
		}
		if total > limit {
			return total, false
		}
	}
	return total, true
}

// levels finds distances to the sink along arcs with room, as far as the nearest
// nodes of the source, and reports whether there are any.
func (f *flow) levels() bool {
	f.starts = f.starts[:0]
	f.base = f.highest + 1
	f.queue = append(f.queue[:0], f.rim...)
	last := always
	for i := 0; i < len(f.queue); i++ {
		v := f.queue[i]
		next := f.base + 1
		if i >= len(f.rim) {
			next = f.level[v] + 1
		}
		if next > last {
			break
		}
		for a := f.p.first[v]; a < f.p.first[v+1]; a++ {
			u := f.p.head[a]
			// What an arc sends, its reverse takes back: from u to v there is room unless
			// v sends -1.
			if f.level[u] >= f.base || f.sent[a] == -1 {
				continue
			}
			f.level[u], f.highest = next, next
			f.next[u] = f.p.first[u]
			if f.side[u] == source {
				last = next
				f.starts = append(f.starts, u)
			} else {
				f.queue = append(f.queue, u)
			}
		}
	}
	return len(f.starts) > 0
}

// augment sends one unit from a node of the source to a sink down the levels.
func (f *flow) augment(from uint32) bool {
	f.path = f.path[:0]
	v := from
	for {
		if f.side[v] == sink {
			for _, a := range f.path {
				f.sent[a]++
				f.sent[f.reverse[a]]--
			}
			return true
		}
		advanced, down := false, f.level[v]-1
		for ; f.next[v] < f.p.first[v+1]; f.next[v]++ {
			a := f.next[v]
			if u := f.p.head[a]; (f.level[u] == down || down == f.base && f.level[u] == always) && f.sent[a] < 1 {
				f.path = append(f.path, a)
				v = u
				advanced = true
				break
			}
		}
		if advanced {
			continue
		}
		if len(f.path) == 0 {
			return false
		}
		// A dead end: never come here again on these levels.
		a := f.path[len(f.path)-1]
		f.path = f.path[:len(f.path)-1]
		v = f.p.head[f.reverse[a]]
		f.next[v]++
	}
}

// mark sets near to the nodes on the source's side of the least cut nearest to the
// sink or, if fromSource, of that nearest to the source.
func (f *flow) mark(near []bool, fromSource bool) {
	if !fromSource {
		for v, s := range f.side {
			near[v] = s != sink && f.level[v] < f.base
		}
		return
	}
	f.queue = f.queue[:0]
	for v, s := range f.side {
		near[v] = s == source
		if s == source {
			f.queue = append(f.queue, uint32(v))
		}
	}
	for i := 0; i < len(f.queue); i++ {
		v := f.queue[i]
		for a := f.p.first[v]; a < f.p.first[v+1]; a++ {
			if u := f.p.head[a]; !near[u] && f.sent[a] < 1 {
				near[u] = true
				f.queue = append(f.queue, u)
			}
		}
	}
}
