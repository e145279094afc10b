package contour

// mesh joins the corners of a cell and the points inside into triangles, each
// counter-clockwise, by inserting one point after the other and flipping sides
// until every triangle is Delaunay's: then edges run between neighbours and not
// along slivers. Coordinates are whole, so no decision is a matter of rounding. Its
// memory is used again for the next cell.
type mesh struct {
	x, y     []int64 // vertices: the corners 0 to 3 counter-clockwise from the south-west, then points
	triangle []triangle
	stack    []int32 // triangles whose side opposite the new vertex is to be looked at
}

type triangle struct {
	v [3]int32
	n [3]int32 // n[i] lies beyond the side opposite v[i]; -1 beyond the cell
}

// reset starts with the two halves of an empty cell.
func (m *mesh) reset() {
	m.x = append(m.x[:0], 0, side, side, 0)
	m.y = append(m.y[:0], 0, 0, side, side)
	m.triangle = append(m.triangle[:0],
		triangle{[3]int32{0, 1, 2}, [3]int32{-1, 1, -1}},
		triangle{[3]int32{0, 2, 3}, [3]int32{-1, -1, 0}})
}

// turn is twice the area of a, b, c: positive where they turn left.
func (m *mesh) turn(a, b, c int32) int64 {
	return (m.x[b]-m.x[a])*(m.y[c]-m.y[a]) - (m.y[b]-m.y[a])*(m.x[c]-m.x[a])
}

// add inserts a point strictly inside the cell. It reports false, and adds
// nothing, where a vertex stands there already, whose number it returns.
func (m *mesh) add(x, y int32) (vertex int32, added bool) {
	p := int32(len(m.x))
	m.x, m.y = append(m.x, int64(x)), append(m.y, int64(y))
	t := m.find(p)
	for _, v := range m.triangle[t].v {
		if m.x[v] == m.x[p] && m.y[v] == m.y[p] {
			m.x, m.y = m.x[:p], m.y[:p]
			return v, false
		}
	}
	m.split(t, p)
	for len(m.stack) > 0 {
		t := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		m.legalise(t, p)
	}
	return p, true
}

// find walks from the newest triangle to the one that holds a vertex, sides
// included. Among Delaunay triangles such a walk always ends.
func (m *mesh) find(p int32) int32 {
	t := int32(len(m.triangle) - 1)
walk:
	for {
		tr := &m.triangle[t]
		for i := range 3 {
			if m.turn(tr.v[(i+1)%3], tr.v[(i+2)%3], p) < 0 {
				t = tr.n[i]
				continue walk
			}
		}
		return t
	}
}

// split replaces triangle t by three around p. Where p lies on a side of t one of
// them is flat, until legalise flips that side.
func (m *mesh) split(t, p int32) {
	old := m.triangle[t]
	b, c := int32(len(m.triangle)), int32(len(m.triangle)+1)
	m.triangle[t] = triangle{[3]int32{p, old.v[1], old.v[2]}, [3]int32{old.n[0], b, c}}
	m.triangle = append(m.triangle,
		triangle{[3]int32{p, old.v[2], old.v[0]}, [3]int32{old.n[1], c, t}},
		triangle{[3]int32{p, old.v[0], old.v[1]}, [3]int32{old.n[2], t, b}})
	m.relink(old.n[1], t, b)
	m.relink(old.n[2], t, c)
	m.stack = append(m.stack, t, b, c)
}

// relink tells triangle t that its neighbour is another one.
func (m *mesh) relink(t, was, is int32) {
	if t < 0 {
		return
	}
	for i, n := range m.triangle[t].n {
		if n == was {
			m.triangle[t].n[i] = is
		}
	}
}

// legalise looks at the side of t opposite p, and flips it if the vertex beyond
// lies in t's circle, or t is flat.
func (m *mesh) legalise(t, p int32) {
	i := 0
	for m.triangle[t].v[i] != p {
		i++
	}
	u := m.triangle[t].n[i]
	if u < 0 {
		return
	}
	a, b := m.triangle[t].v[(i+1)%3], m.triangle[t].v[(i+2)%3]
	k := 0
	for m.triangle[u].n[k] != t {
		k++
	}
	d := m.triangle[u].v[k]
	if m.turn(p, a, b) != 0 && !m.inCircle(p, a, b, d) {
		return
	}
	// p, a, d and p, d, b take the place of p, a, b and a, d, b.
	beyondA, beyondB := m.triangle[t].n[(i+1)%3], m.triangle[t].n[(i+2)%3] // opposite a: across b-p
	ud := &m.triangle[u]
	// In u the vertices run d, b, a: n[(k+1)%3] is opposite b, n[(k+2)%3] opposite a.
	acrossAD, acrossDB := ud.n[(k+1)%3], ud.n[(k+2)%3]
	m.triangle[t] = triangle{[3]int32{p, a, d}, [3]int32{acrossAD, u, beyondB}}
	m.triangle[u] = triangle{[3]int32{p, d, b}, [3]int32{acrossDB, beyondA, t}}
	m.relink(acrossAD, u, t)
	m.relink(beyondA, t, u)
	m.stack = append(m.stack, t, u)
}

// inCircle reports whether d lies inside the circle of the counter-clockwise a, b, c.
func (m *mesh) inCircle(a, b, c, d int32) bool {
	ax, ay := m.x[a]-m.x[d], m.y[a]-m.y[d]
	bx, by := m.x[b]-m.x[d], m.y[b]-m.y[d]
	cx, cy := m.x[c]-m.x[d], m.y[c]-m.y[d]
	return (ax*ax+ay*ay)*(bx*cy-by*cx)-(bx*bx+by*by)*(ax*cy-ay*cx)+(cx*cx+cy*cy)*(ax*by-ay*bx) > 0
}
