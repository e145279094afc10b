package network

// Box is a rectangle of degrees, sides included.
type Box struct{ MinLon, MinLat, MaxLon, MaxLat float64 }

// RoadsIn visits every edge that may have a part in a box, in no order, some more
// than once and some that only pass nearby. It costs what it visits.
func (n *Network) RoadsIn(b Box, visit func(e uint32)) {
	want := box{below(b.MinLon), below(b.MinLat), above(b.MaxLon), above(b.MaxLat)}
	top := len(n.roads.levels) - 1
	if top < 0 || len(n.roads.edge) == 0 {
		return
	}
	n.roads.in(top, 0, &want, visit)
}

func (t *rtree) in(level, index int, want *box, visit func(e uint32)) {
	b := &t.levels[level][index]
	if b.minLon > want.maxLon || b.maxLon < want.minLon || b.minLat > want.maxLat || b.maxLat < want.minLat {
		return
	}
	if level == 0 {
		visit(t.edge[index])
		return
	}
	for c := index * fanOut; c < min((index+1)*fanOut, len(t.levels[level-1])); c++ {
		t.in(level-1, c, want, visit)
	}
}
