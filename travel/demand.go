package travel

import (
	"cmp"
	"slices"

	"jangkau/gis"
)

// demand is where people of all desa start from: desa by code, each with its
// points in the order of the store. A desa without a point has none here and is
// answered for all the same.
type demand struct {
	desa   []DesaRow
	first  []int32 // points of desa i are points[first[i]:first[i+1]]
	points []DemandRow
	weight []float64 // of each point
}

func newDemand(desa []DesaRow, points []DemandRow) *demand {
	d := &demand{desa: slices.Clone(desa), points: slices.Clone(points)}
	byCode := func(a, b DesaRow) int { return cmp.Compare(a.Code, b.Code) }
	slices.SortStableFunc(d.desa, byCode)
	// A point of a desa that is not listed adds the desa: none is ever dropped.
	known := len(d.desa)
	for _, p := range points {
		if _, ok := slices.BinarySearchFunc(d.desa[:known], DesaRow{Code: p.Desa}, byCode); !ok {
			d.desa = append(d.desa, DesaRow{Code: p.Desa})
		}
	}
	slices.SortStableFunc(d.desa, byCode)
	d.desa = slices.CompactFunc(d.desa, func(a, b DesaRow) bool { return a.Code == b.Code })
	slices.SortStableFunc(d.points, func(a, b DemandRow) int { return cmp.Compare(a.Desa, b.Desa) })
	d.first = make([]int32, len(d.desa)+1)
	next := 0
	for i := range d.desa {
		for next < len(d.points) && d.points[next].Desa == d.desa[i].Code {
			next++
		}
		d.first[i+1] = int32(next)
	}
	d.weight = make([]float64, len(d.points))
	for i, p := range d.points {
		d.weight[i] = p.People
	}
	return d
}

// index finds a desa by code.
func (d *demand) index(code gis.WilayahCode) (int, bool) {
	return slices.BinarySearchFunc(d.desa, code, func(r DesaRow, c gis.WilayahCode) int { return cmp.Compare(r.Code, c) })
}

// heaviest is the point of a desa with most people, the first among equals; nil
// where it has none.
func (d *demand) heaviest(code gis.WilayahCode) *DemandRow {
	i, ok := d.index(code)
	if !ok || d.first[i] == d.first[i+1] {
		return nil
	}
	best := &d.points[d.first[i]]
	for k := d.first[i] + 1; k < d.first[i+1]; k++ {
		if d.points[k].People > best.People {
			best = &d.points[k]
		}
	}
	return best
}
