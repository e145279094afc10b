package contour

import (
	"cmp"
	"math"
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
	slices.SortFunc(t.steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.area, b.area), cmp.Compare(a.from.a, b.from.a), cmp.Compare(a.from.b, b.from.b))
	})
	used := make([]bool, len(t.steps))
	rings := map[int32][]Ring{}
	for i := range t.steps {
		if used[i] {
			continue
		}
		var r Ring
		for k := i; !used[k]; {
			used[k] = true
			s := &t.steps[k]
			r = append(r, [2]float64{s.x, s.y})
			next, ok := slices.BinarySearchFunc(t.steps, s, func(e step, s *step) int {
				return cmp.Or(cmp.Compare(e.area, s.area), cmp.Compare(e.from.a, s.to.a), cmp.Compare(e.from.b, s.to.b))
			})
			if !ok {
				panic("contour: an edge ends in the open") // each triangle's side has two triangles
			}
			k = next
		}
		area := t.steps[i].area
		rings[area] = append(rings[area], r)
	}
	return rings
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
