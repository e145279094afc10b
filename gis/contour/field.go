package contour

import (
	"math"
)

// Sample is a point on a road, on a plane in metres.
type Sample struct {
	X, Y  float64
	Cost  float64 // +Inf or NaN where nothing is reached
	Owner int32   // from 0; meaningless where nothing is reached
}

// Options say how the country between samples is taken.
type Options struct {
	CellM    float64 // side of a cell, metres; samples nearer than a 16,384th of it count as one point
	WalkPerM float64 // cost of a metre walked off the road, more than 0
	WalkMaxM float64 // nobody walks farther to a road
	Limit    float64 // the largest limit that will be asked for; +Inf where catchments have none
}

// Field is the cost of every place around some samples. It is immutable and safe
// for any number of concurrent users.
type Field struct {
	o          Options
	x0, y0     float64 // of lattice point 0
	cols, rows int     // lattice points

	corner []value // by lattice point, row by row from the south-west

	// point[first[c]:first[c+1]] are the samples of cell c; a cell has the number of
	// its south-west corner.
	first []uint32
	point []point
}

type value struct {
	cost  float64
	owner int32
}

type point struct {
	x, y int32 // in the cell, 1 to side-1
	value
}

// side is a cell's in its own whole units. Below 2^14, four coordinates multiplied
// and a few such products added stay below 2^63.
const side = 1 << 14

// MaxCells bounds the memory of a field: 4 million cells are 100 MB.
const MaxCells = 4_000_000

// NewField prepares samples; those that are not finite are left out. Cells are made
// larger than asked where there would be more than [MaxCells] of them. A field
// without any reached sample has no areas.
func NewField(samples []Sample, o Options) *Field {
	f := &Field{o: o}
	minX, minY, maxX, maxY := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i := range samples {
		if s := &samples[i]; s.reached(o.Limit) {
			r := f.walkM(s.Cost)
			minX, maxX = min(minX, s.X-r), max(maxX, s.X+r)
			minY, maxY = min(minY, s.Y-r), max(maxY, s.Y+r)
		}
	}
	if minX > maxX {
		return f
	}
	// A lattice point beyond the farthest walk on every side: no area touches the rim.
	cell := o.CellM
	for (((maxX-minX)/cell)+4)*(((maxY-minY)/cell)+4) > MaxCells {
		cell *= 1.25
	}
	f.o.CellM = cell
	f.cols, f.rows = int((maxX-minX)/cell)+4, int((maxY-minY)/cell)+4
	f.x0, f.y0 = minX-1.5*cell, minY-1.5*cell
	near := f.bin(samples)
	f.fill(samples, near)
	return f
}

func (s *Sample) reached(limit float64) bool {
	return s.onPlane() && within(s.Cost, limit)
}

func (s *Sample) onPlane() bool {
	return !math.IsInf(s.X, 0) && !math.IsInf(s.Y, 0) && s.X == s.X && s.Y == s.Y
}

// walkM is how far from a sample an area may go.
func (f *Field) walkM(cost float64) float64 {
	return max(0, min(f.o.WalkMaxM, (f.o.Limit-cost)/f.o.WalkPerM))
}

// bin puts samples into cells, and returns for every lattice point the index of a
// sample near to it, -1 where its four cells have none. Samples outside the lattice
// are too far away to matter.
func (f *Field) bin(samples []Sample) (near []int32) {
	cells := f.cols * f.rows // the last row and column have no cells; their slots stay empty
	f.first = make([]uint32, cells+1)
	cellOf := make([]int32, len(samples))
	for i := range samples {
		c := f.cellOf(&samples[i])
		cellOf[i] = c
		if c >= 0 {
			f.first[c+1]++
		}
	}
	for c := range cells {
		f.first[c+1] += f.first[c]
	}
	f.point = make([]point, f.first[cells])
	near = make([]int32, cells)
	for v := range near {
		near[v] = -1
	}
	free := append([]uint32(nil), f.first[:cells]...)
	for i := range samples {
		c := cellOf[i]
		if c < 0 {
			continue
		}
		s := &samples[i]
		f.point[free[c]] = point{
			inside((s.X - f.x(int(c)%f.cols)) / f.o.CellM), inside((s.Y - f.y(int(c)/f.cols)) / f.o.CellM),
			value{s.Cost, s.Owner},
		}
		free[c]++
		for _, v := range [4]int{int(c), int(c) + 1, int(c) + f.cols, int(c) + f.cols + 1} {
			if near[v] < 0 || f.m2(v, s) < f.m2(v, &samples[near[v]]) {
				near[v] = int32(i)
			}
		}
	}
	return near
}

func (f *Field) cellOf(s *Sample) int32 {
	if !s.onPlane() {
		return -1
	}
	i, j := math.Floor((s.X-f.x0)/f.o.CellM), math.Floor((s.Y-f.y0)/f.o.CellM)
	if i < 0 || j < 0 || i >= float64(f.cols-1) || j >= float64(f.rows-1) {
		return -1
	}
	return int32(int(j)*f.cols + int(i))
}

// inside turns a fraction of a cell's side into whole units, off the sides: a
// neighbour's triangles know nothing of a point on the side between them.
func inside(t float64) int32 { return min(max(int32(t*side+0.5), 1), side-1) }

func (f *Field) x(i int) float64 { return f.x0 + float64(i)*f.o.CellM }
func (f *Field) y(j int) float64 { return f.y0 + float64(j)*f.o.CellM }

// m2 is the square of the distance from a lattice point to a sample.
func (f *Field) m2(v int, s *Sample) float64 {
	dx, dy := s.X-f.x(v%f.cols), s.Y-f.y(v/f.cols)
	return dx*dx + dy*dy
}
