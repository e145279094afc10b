package contour

import "math"

// none is the area of what lies beyond every limit.
const none = int32(-1)

// step is a straight piece of an area's edge, with the area on its left. The next
// piece is the one that starts where it ends; places have keys, since coordinates
// are rounded.
type step struct {
	area     int32
	from, to key
	x, y     float64 // of from
}

// key names a place on an edge: the two vertices of the triangle's side that is
// crossed, the lower first, or a triangle's middle.
type key struct{ a, b int64 }

// tracer finds the steps of all areas.
type tracer struct {
	f      *Field
	areaOf func(value) int32
	limit  float64 // where no owner changes, the edge runs at this cost

	mesh  mesh
	where []vertex // of the mesh
	steps []step
	marks int64 // middles given a key
}

// vertex is a corner or point of a cell with its name in the whole field.
type vertex struct {
	value
	id   int64
	area int32
}

func (t *tracer) trace() {
	f := t.f
	if f.cols < 2 {
		return
	}
	area := make([]int32, len(f.corner))
	for v := range f.corner {
		area[v] = t.areaOf(f.corner[v])
	}
	for j := range f.rows - 1 {
		for i := range f.cols - 1 {
			c := j*f.cols + i
			a := area[c]
			points := f.point[f.first[c]:f.first[c+1]]
			mixed := area[c+1] != a || area[c+f.cols] != a || area[c+f.cols+1] != a
			for k := 0; k < len(points) && !mixed; k++ {
				mixed = t.areaOf(points[k].value) != a
			}
			if mixed {
				t.cell(i, j, points)
			}
		}
	}
}

// cell traces a mixed cell.
func (t *tracer) cell(i, j int, points []point) {
	f := t.f
	c := j*f.cols + i
	t.mesh.reset()
	t.where = t.where[:0]
	for _, v := range [4]int{c, c + 1, c + f.cols + 1, c + f.cols} {
		t.where = append(t.where, vertex{f.corner[v], int64(v), t.areaOf(f.corner[v])})
	}
	for k, p := range points {
		at, added := t.mesh.add(p.x, p.y)
		v := vertex{p.value, int64(len(f.corner)) + int64(f.first[c]) + int64(k), t.areaOf(p.value)}
		if added {
			t.where = append(t.where, v)
		} else if better(p.value, t.where[at].value) {
			t.where[at] = v // two samples at one place: it is reached as the better one is
		}
	}
	for k := range t.mesh.triangle {
		t.triangle(f.x(i), f.y(j), t.mesh.triangle[k].v)
	}
}

func better(a, b value) bool {
	return a.cost < b.cost || math.IsNaN(b.cost) && !math.IsNaN(a.cost)
}

// triangle traces one triangle: around each of its vertices that stands alone, from
// the side behind it to the side before it. Where three areas meet, they meet in
// the middle.
func (t *tracer) triangle(x0, y0 float64, v [3]int32) {
	p := [3]*vertex{&t.where[v[0]], &t.where[v[1]], &t.where[v[2]]}
	a, b, c := p[0].area, p[1].area, p[2].area
	if a == b && b == c {
		return
	}
	if a != b && b != c && c != a {
		middle := t.middle(x0, y0, v)
		for k := range 3 {
			if p[k].area != none {
				first, last := t.cross(x0, y0, v, k, (k+1)%3), t.cross(x0, y0, v, (k+2)%3, k)
				t.step(p[k].area, first, middle)
				t.step(p[k].area, middle, last)
			}
		}
		return
	}
	alone := 0
	switch a {
	case c:
		alone = 1
	case b:
		alone = 2
	}
	first, last := t.cross(x0, y0, v, alone, (alone+1)%3), t.cross(x0, y0, v, (alone+2)%3, alone)
	t.step(p[alone].area, first, last)
	t.step(p[(alone+1)%3].area, last, first)
}

// middle is where three areas meet: the middle of the triangle or, where one of them
// is none, of the straight line that would bound the other two if they were one.
func (t *tracer) middle(x0, y0 float64, v [3]int32) crossing {
	t.marks++
	m := crossing{key: key{-t.marks, 0}}
	for k := range 3 {
		if t.where[v[k]].area == none {
			a, b := t.cross(x0, y0, v, k, (k+1)%3), t.cross(x0, y0, v, (k+2)%3, k)
			m.x, m.y = (a.x+b.x)/2, (a.y+b.y)/2
			return m
		}
	}
	for k := range 3 {
		m.x += (x0 + float64(t.mesh.x[v[k]])*t.f.unit()) / 3
		m.y += (y0 + float64(t.mesh.y[v[k]])*t.f.unit()) / 3
	}
	return m
}

func (t *tracer) step(area int32, from, to crossing) {
	if area != none {
		t.steps = append(t.steps, step{area, from.key, to.key, from.x, from.y})
	}
}

type crossing struct {
	key
	x, y float64
}

// unit is the side of a mesh's own unit in metres.
func (f *Field) unit() float64 { return f.o.CellM / side }

// cross is where the edge crosses the side of a triangle between two of its
// vertices. It is the same for whichever triangle asks.
func (t *tracer) cross(x0, y0 float64, v [3]int32, k, l int) crossing {
	p, q := &t.where[v[k]], &t.where[v[l]]
	if p.id > q.id {
		k, l, p, q = l, k, q, p
	}
	u := t.f.unit()
	px, py := x0+float64(t.mesh.x[v[k]])*u, y0+float64(t.mesh.y[v[k]])*u
	qx, qy := x0+float64(t.mesh.x[v[l]])*u, y0+float64(t.mesh.y[v[l]])*u
	s := t.share(p, q, math.Hypot(qx-px, qy-py))
	return crossing{key{p.id, q.id}, px + s*(qx-px), py + s*(qy-py)}
}

// share is how far along from p to q the edge lies: where the cost reaches the
// limit or, between two owners, half-way. What is not reached says nothing of its
// cost, and then the edge lies as far as one can walk.
func (t *tracer) share(p, q *vertex, m float64) float64 {
	s := 0.5
	switch {
	case p.area != none && q.area != none:
	case p.area == none:
		s = 1 - t.leave(q, p, m)
	default:
		s = t.leave(p, q, m)
	}
	return min(max(s, nearest), 1-nearest)
}

// nearest keeps edges off the samples themselves, so that they are clearly inside
// or outside, and no two edges touch.
const nearest = 0.02

// leave is the share of the way from p inside to q outside that is still inside.
func (t *tracer) leave(p, q *vertex, m float64) float64 {
	if math.IsInf(t.limit, 1) {
		return min(t.f.o.WalkMaxM/m, 0.5)
	}
	if q.cost > t.limit && !math.IsInf(q.cost, 1) {
		return (t.limit - p.cost) / (q.cost - p.cost)
	}
	return (t.limit - p.cost) / t.f.o.WalkPerM / m
}
