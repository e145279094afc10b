package contour

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Ring is a closed line, its first point not repeated.
type Ring [][2]float64

// Polygon is an outer ring, counter-clockwise, and the holes in it, clockwise.
type Polygon []Ring

// Within returns the area that costs at most limit, whoever owns it, largest
// polygon first; limit is no larger than the field's. The samples reached within
// the limit lie inside and all others outside, to within a cell's 16,384th.
func (f *Field) Within(limit float64) []Polygon {
	t := tracer{f: f, limit: limit, areaOf: func(v value) int32 {
		if within(v.cost, limit) {
			return 0
		}
		return none
	}}
	t.trace()
	return polygons(t.rings()[0])
}

// Owned returns every owner's area that costs at most limit. Neighbouring areas
// share their edge point for point.
func (f *Field) Owned(limit float64) map[int32][]Polygon {
	t := tracer{f: f, limit: limit, areaOf: func(v value) int32 {
		if within(v.cost, limit) {
			return v.owner
		}
		return none
	}}
	t.trace()
	areas := map[int32][]Polygon{}
	for owner, rings := range t.rings() {
		areas[owner] = polygons(rings)
	}
	return areas
}

// within is false for what is not reached, even where there is no limit.
func within(cost, limit float64) bool { return cost <= limit && !math.IsInf(cost, 1) }

// rings links the steps of each area. Every place that an area's edge passes is
// left by exactly one step of it, so following keys comes back to the start.
func (t *tracer) rings() map[int32][]Ring {
	used := make([]bool, len(t.steps))
	rings := map[int32][]Ring{}
	index := newStepIndex(t.steps)
	for i := range t.steps {
		if used[i] {
			continue
		}
		var r Ring
		for k := i; !used[k]; {
			used[k] = true
			s := &t.steps[k]
			r = append(r, [2]float64{s.x, s.y})
			k = index.from(t.steps, s.area, s.to)
		}
		area := t.steps[i].area
		rings[area] = append(rings[area], r)
	}
	return rings
}

// stepIndex finds a step by its area and where it starts: places of steps plus one,
// hashed to the next free slot.
type stepIndex []int32

func newStepIndex(steps []step) stepIndex {
	x := make(stepIndex, 1<<bits.Len(uint(2*len(steps))))
	for i := range steps {
		k := x.slot(steps[i].area, steps[i].from)
		for x[k] != 0 {
			k = (k + 1) & (len(x) - 1)
		}
		x[k] = int32(i + 1)
	}
	return x
}

func (x stepIndex) slot(area int32, from key) int {
	h := (uint64(from.a)*0x9e3779b97f4a7c15 ^ uint64(from.b)) * 0xff51afd7ed558ccd
	h = (h ^ h>>32 ^ uint64(uint32(area))) * 0xc4ceb9fe1a85ec53
	return int(h>>32) & (len(x) - 1)
}

func (x stepIndex) from(steps []step, area int32, at key) int {
	for k := x.slot(area, at); x[k] != 0; k = (k + 1) & (len(x) - 1) {
		if s := &steps[x[k]-1]; s.area == area && s.from == at {
			return int(x[k] - 1)
		}
	}
	panic("contour: an edge ends in the open") // each triangle's side has two triangles
}

// polygons puts every hole into the smallest outer ring around it. Rings never
// touch, so one vertex tells.
func polygons(rings []Ring) []Polygon {
	type outer struct {
		area     float64
		lo, hi   [2]float64
		position int
	}
	var outers []outer
	var holes []Ring
	var list []Polygon
	for _, r := range rings {
		a := r.area()
		if a < 0 {
			holes = append(holes, r)
			continue
		}
		lo, hi := r.box()
		outers = append(outers, outer{a, lo, hi, len(list)})
		list = append(list, Polygon{r})
	}
	slices.SortFunc(outers, func(a, b outer) int {
		return cmp.Or(cmp.Compare(a.area, b.area), cmp.Compare(a.position, b.position))
	})
	for _, h := range holes {
		p := h[0]
		for _, o := range outers {
			if p[0] >= o.lo[0] && p[0] <= o.hi[0] && p[1] >= o.lo[1] && p[1] <= o.hi[1] && list[o.position][0].holds(p) {
				list[o.position] = append(list[o.position], h)
				break
			}
		}
	}
	sorted := make([]Polygon, 0, len(list))
	for i := len(outers) - 1; i >= 0; i-- {
		sorted = append(sorted, list[outers[i].position])
	}
	return sorted
}

// area is positive for a counter-clockwise ring. Measured from its first point: far
// from the plane's origin, products of coordinates would lose the small ones.
func (r Ring) area() float64 {
	sum := 0.0
	for i := 1; i+1 < len(r); i++ {
		sum += (r[i][0]-r[0][0])*(r[i+1][1]-r[0][1]) - (r[i][1]-r[0][1])*(r[i+1][0]-r[0][0])
	}
	return sum / 2
}

func (r Ring) box() (lo, hi [2]float64) {
	lo, hi = r[0], r[0]
	for _, p := range r {
		lo = [2]float64{min(lo[0], p[0]), min(lo[1], p[1])}
		hi = [2]float64{max(hi[0], p[0]), max(hi[1], p[1])}
	}
	return lo, hi
}

// holds reports whether a point that is not on the ring lies inside.
func (r Ring) holds(p [2]float64) bool {
	in := false
	for i, j := 0, len(r)-1; i < len(r); j, i = i, i+1 {
		a, b := r[i], r[j]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}

// Holds reports whether a point lies inside one of the polygons and not in a hole.
func Holds(list []Polygon, x, y float64) bool {
	in := false
	for _, p := range list {
		for _, r := range p {
			if r.holds([2]float64{x, y}) {
				in = !in
			}
		}
	}
	return in
}
