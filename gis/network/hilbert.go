package network

import (
	"math"
	"slices"
)

// hilbertCells is the number of cells along each axis of the grid that points are
// sorted by: 2^16, so that a cell index fits 32 bits and packs with a 32-bit id
// into one sortable word. Over all of Indonesia (5,000 km) a cell is 80 m.
const hilbertCells = 1 << 16

// hilbertIndex is the place of cell (x, y) along the Hilbert curve.
func hilbertIndex(x, y uint32) uint32 {
	var d uint32
	for s := uint32(hilbertCells / 2); s > 0; s /= 2 {
		right, up := x&s != 0, y&s != 0
		switch { // quadrants are visited lower left, upper left, upper right, lower right
		case !right && up:
			d += s * s
		case right && up:
			d += 2 * s * s
		case right:
			d += 3 * s * s
		}
		if !up { // the lower quadrants hold the curve turned about a diagonal
			if right {
				x, y = hilbertCells-1-x, hilbertCells-1-y
			}
			x, y = y, x
		}
	}
	return d
}

// SpatialOrder returns 0..n-1 in an order that keeps neighbours on the ground
// together. Edges added in such an order, by a point of each, lie close in memory
// where they lie close on the ground, as nodes do whatever their order; answers are
// the same, searches that add up figures along a way faster.
func SpatialOrder(n int, at func(i int) Point) []uint32 { return hilbertOrder(n, at) }

// hilbertOrder returns 0..n-1 sorted along the Hilbert curve through at(i); equal
// cells keep the order of their ids, so that the result is a function of the input.
func hilbertOrder(n int, at func(i int) Point) []uint32 {
	lo := Point{math.Inf(1), math.Inf(1)}
	hi := Point{math.Inf(-1), math.Inf(-1)}
	for i := range n {
		p := at(i)
		lo = Point{min(lo.Lon, p.Lon), min(lo.Lat, p.Lat)}
		hi = Point{max(hi.Lon, p.Lon), max(hi.Lat, p.Lat)}
	}
	// One scale for both axes: cells are squares of degrees, as roads are.
	scale := (hilbertCells - 1) / max(hi.Lon-lo.Lon, hi.Lat-lo.Lat, math.SmallestNonzeroFloat64)
	if math.IsInf(scale, 0) {
		scale = 0 // all points in one place
	}
	keys := make([]uint64, n)
	for i := range keys {
		p := at(i)
		d := hilbertIndex(uint32((p.Lon-lo.Lon)*scale), uint32((p.Lat-lo.Lat)*scale))
		keys[i] = uint64(d)<<32 | uint64(i)
	}
	slices.Sort(keys)
	order := make([]uint32, n)
	for i, k := range keys {
		order[i] = uint32(k)
	}
	return order
}
