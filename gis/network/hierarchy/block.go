package hierarchy

// lanes is how many destinations a block has.
const lanes = 16

// block holds some destinations that lie close together. Nearly all origins lie
// elsewhere, where they share ancestors with all of the block alike: those of the
// block's own trunk. Weights from there stand side by side, with the least of each
// depth, so that an ancestor that cannot better the worst of the block's columns is
// passed over with one comparison.
type block struct {
	index []int32 // the table's column of each lane
	climb []climb // from each lane's destination

	trunk trunk    // common to all lanes
	least []uint32 // by depth of the trunk
	lane  [][lanes]uint32
}

// build climbs from the destinations of a block: against the direction of travel.
func (b *block) build(m *Metric, columns []column) (overflow bool) {
	d := m.depth()
	b.index, b.climb = make([]int32, len(columns)), make([]climb, len(columns))
	for i, c := range columns {
		b.index[i] = c.index
		overflow = b.climb[i].run(m, d, &m.In, d.in, c.node, c.weight) || overflow
	}
	b.trunk = b.climb[0].trunk
	for i := range b.climb {
		b.trunk = b.trunk[:b.trunk.meet(b.climb[i].trunk)]
	}
	b.least, b.lane = make([]uint32, len(b.trunk)), make([][lanes]uint32, len(b.trunk))
	for k := range b.trunk {
		b.least[k] = Closed
		for i := range lanes {
			w := Closed
			if i < len(b.climb) {
				w = b.climb[i].weight[k]
			}
			b.lane[k][i] = w
			b.least[k] = min(b.least[k], w)
		}
	}
	return overflow
}

// join betters a row of the table by the ways from one climb to a block's
// destinations, and reports whether one was too long.
func (b *block) join(from *climb, row []uint32) (overflow bool) {
	shared := from.trunk.meet(b.trunk)
	up, least := from.weight[:shared], b.least[:shared]
	best, bound := 0, ^uint32(0)
	for k, w := range up {
		if s := w + least[k]; s < bound {
			best, bound = k, s
		}
	}
	var way ways
	for i := range way {
		way[i] = Closed
	}
	if bound < Closed {
		worst := way.better(up[best], &b.lane[best], len(b.index))
		for k, w := range up {
			if w+least[k] < worst {
				worst = way.better(w, &b.lane[k], len(b.index))
			}
		}
	}
	if shared == len(b.trunk) && len(from.trunk) > shared {
		// Below the trunk the origin may share more with some of the lanes.
		for i := range b.climb {
			b.climb[i].join(from, shared, &way[i])
		}
	}
	for i, j := range b.index {
		if way[i] >= Closed && row[j] >= Closed {
			overflow = overflow || b.climb[i].tooLong(from)
		}
		row[j] = min(row[j], way[i])
	}
	return overflow
}

// better takes what is shorter over one ancestor and returns the longest way of the
// lanes in use.
func (way *ways) better(w uint32, lane *[lanes]uint32, used int) (worst uint32) {
	for i := range way {
		way[i] = min(way[i], w+lane[i])
	}
	for _, x := range way[:used] {
		worst = max(worst, x)
	}
	return worst
}

type ways [lanes]uint32

// join betters a way by the ancestors in common below the first few.
func (c *climb) join(from *climb, depth int, way *uint32) {
	for k := depth; k < min(len(c.trunk), len(from.trunk)) && c.trunk[k] == from.trunk[k]; k++ {
		*way = min(*way, from.weight[k]+c.weight[k])
	}
}

// tooLong reports whether there is a way, but none that adds up.
func (c *climb) tooLong(from *climb) bool {
	for k := range c.trunk.meet(from.trunk) {
		if from.weight[k] < Closed && c.weight[k] < Closed {
			return true
		}
	}
	return false
}
