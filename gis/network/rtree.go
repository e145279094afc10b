package network

import "math"

// rtree is a packed R-tree over runs of road segments. It is filled once, from
// the bottom, in Hilbert order: no pointers, no free slots, children of box i of a
// level are the boxes i*fanOut to i*fanOut+fanOut-1 of the level below.
//
// A leaf is a run of up to runLength segments of one edge rather than a single
// one: roads bend little within eight vertices, so the boxes are hardly larger,
// and the tree is several times smaller.
type rtree struct {
	edge    []uint32 // leaf -> edge
	segment []uint32 // leaf -> its first segment on that edge
	levels  [][]box  // levels[0] are the leaves' boxes, the last level has one box
}

const (
	runLength = 8
	fanOut    = 16
)

// box is a rectangle of degrees. Its float32 sides are rounded outwards, by at
// most 1e-5 degrees (about 1 m), which costs a few boxes looked into needlessly
// and halves the memory read.
type box struct{ minLon, minLat, maxLon, maxLat float32 }

var noBox = box{math.MaxFloat32, math.MaxFloat32, -math.MaxFloat32, -math.MaxFloat32}

func (b *box) addPoint(p Point) {
	b.minLon, b.maxLon = min(b.minLon, below(p.Lon)), max(b.maxLon, above(p.Lon))
	b.minLat, b.maxLat = min(b.minLat, below(p.Lat)), max(b.maxLat, above(p.Lat))
}

func (b *box) addBox(c box) {
	b.minLon, b.maxLon = min(b.minLon, c.minLon), max(b.maxLon, c.maxLon)
	b.minLat, b.maxLat = min(b.minLat, c.minLat), max(b.maxLat, c.maxLat)
}

func below(x float64) float32 {
	f := float32(x)
	if float64(f) > x {
		f = math.Nextafter32(f, -math.MaxFloat32)
	}
	return f
}

func above(x float64) float32 { return -below(-x) }

// packRoads indexes every segment of every edge of n.
func packRoads(n *Network) rtree {
	var edge, segment []uint32
	var boxes []box
	for e := range uint32(len(n.from)) {
		for i, k := uint32(0), n.segments(e); i < k; i += runLength {
			b := noBox
			for j := i; j < min(i+runLength, k); j++ {
				p, q, _, _ := n.segment(e, j)
				b.addPoint(p)
				b.addPoint(q)
			}
			edge, segment, boxes = append(edge, e), append(segment, i), append(boxes, b)
		}
	}
	order := hilbertOrder(len(boxes), func(i int) Point {
		b := boxes[i]
		return Point{(float64(b.minLon) + float64(b.maxLon)) / 2, (float64(b.minLat) + float64(b.maxLat)) / 2}
	})
	t := rtree{edge: make([]uint32, len(order)), segment: make([]uint32, len(order))}
	leaves := make([]box, len(order))
	for i, o := range order {
		t.edge[i], t.segment[i], leaves[i] = edge[o], segment[o], boxes[o]
	}
	t.levels = [][]box{leaves}
	for level := leaves; len(level) > 1; {
		up := make([]box, (len(level)+fanOut-1)/fanOut)
		for i := range up {
			up[i] = noBox
			for _, c := range level[i*fanOut : min((i+1)*fanOut, len(level))] {
				up[i].addBox(c)
			}
		}
		t.levels = append(t.levels, up)
		level = up
	}
	return t
}

// plane is a flat map around a point, in metres: degrees times a scale an axis.
type plane struct {
	at               Point
	mPerLon, mPerLat float64
}

// newPlane measures the scales with the network's own distance function, over
// 0.01 degrees from p, so that metres on the plane are that function's metres
// whatever ellipsoid it has: within 1e-4 of them over the few km of a snap.
func (n *Network) newPlane(p Point) plane {
	const step = 0.01
	q, r := p, p
	q.Lon += step
	r.Lat += step
	if r.Lat > 90 {
		r.Lat -= 2 * step
	}
	return plane{p, n.distance(p, q) / step, n.distance(p, r) / step}
}

// boxM2 is the square of the distance to a box, 0 within it.
func (pl *plane) boxM2(b *box) float64 {
	x := max(float64(b.minLon)-pl.at.Lon, 0, pl.at.Lon-float64(b.maxLon)) * pl.mPerLon
	y := max(float64(b.minLat)-pl.at.Lat, 0, pl.at.Lat-float64(b.maxLat)) * pl.mPerLat
	return x*x + y*y
}

// project returns how far along the segment from a to b (0 to 1) the nearest
// point lies, that point, and the square of its distance.
func (pl *plane) project(a, b Point) (t float64, p Point, m2 float64) {
	ax, ay := (a.Lon-pl.at.Lon)*pl.mPerLon, (a.Lat-pl.at.Lat)*pl.mPerLat
	bx, by := (b.Lon-pl.at.Lon)*pl.mPerLon, (b.Lat-pl.at.Lat)*pl.mPerLat
	dx, dy := bx-ax, by-ay
	if d := dx*dx + dy*dy; d > 0 {
		t = min(max(-(ax*dx+ay*dy)/d, 0), 1)
	}
	p = between(a, b, t)
	x, y := (p.Lon-pl.at.Lon)*pl.mPerLon, (p.Lat-pl.at.Lat)*pl.mPerLat
	return t, p, x*x + y*y
}

// roadWalk visits leaves from near to far: a binary heap of boxes by the least
// distance that anything in them can have.
type roadWalk struct {
	tree  *rtree
	plane *plane
	heap  []roadBox
}

type roadBox struct {
	m2    float64
	index uint32
	level uint32
}

func (w *roadWalk) start() {
	if top := len(w.tree.levels) - 1; len(w.tree.edge) > 0 {
		w.push(uint32(top), 0)
	}
}

// next returns the nearest leaf not yet visited that is no farther than limitM2.
func (w *roadWalk) next(limitM2 float64) (leaf uint32, ok bool) {
	for len(w.heap) > 0 {
		b := w.pop()
		if b.m2 > limitM2 {
			return 0, false
		}
		if b.level == 0 {
			return b.index, true
		}
		below := uint32(len(w.tree.levels[b.level-1]))
		for c := b.index * fanOut; c < min((b.index+1)*fanOut, below); c++ {
			w.push(b.level-1, c)
		}
	}
	return 0, false
}

func (w *roadWalk) push(level, index uint32) {
	b := roadBox{w.plane.boxM2(&w.tree.levels[level][index]), index, level}
	h := append(w.heap, b)
	i := len(h) - 1
	for i > 0 && h[(i-1)/2].m2 > b.m2 {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = b
	w.heap = h
}

func (w *roadWalk) pop() roadBox {
	h := w.heap
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	w.heap = h
	if len(h) == 0 {
		return top
	}
	i := 0
	for {
		c := 2*i + 1
		if c >= len(h) {
			break
		}
		if c+1 < len(h) && h[c+1].m2 < h[c].m2 {
			c++
		}
		if h[c].m2 >= last.m2 {
			break
		}
		h[i] = h[c]
		i = c
	}
	h[i] = last
	return top
}
