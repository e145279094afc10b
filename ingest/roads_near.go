package ingest

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// nearDegrees is the size of a cell, about 278 m. A road is known by the cells
// it passes, so the edge of the area is off by at most the diagonals of half a
// cell at either end, 0.4 km in all. Who needs the rule itself (within so many
// metres of a road) measures to the road; the area is for drawing and counting.
const nearDegrees = 0.0025

// metresOfDegree is a degree of latitude, about.
const metresOfDegree = 110_574

// Strip is a run of cells side by side: a rectangle in degrees.
type Strip struct{ West, South, East, North float64 }

// nearGrid collects the cells that roads pass and spreads them by a reach.
type nearGrid struct {
	reachM float64
	rows   map[int32]map[int32]struct{} // row to its columns
	last   [2]int32
}

func newNearGrid(reachM float64) *nearGrid {
	return &nearGrid{reachM: reachM, rows: map[int32]map[int32]struct{}{}, last: [2]int32{math.MinInt32, 0}}
}

// add marks the cells along a line of lon, lat, lon, lat…, in steps of half a cell.
func (g *nearGrid) add(flat []float64) {
	for i := 0; i < len(flat); i += 2 {
		if i == 0 {
			g.mark(flat[0], flat[1])
			continue
		}
		dx, dy := flat[i]-flat[i-2], flat[i+1]-flat[i-1]
		n := max(1, math.Ceil(2*math.Max(math.Abs(dx), math.Abs(dy))/nearDegrees))
		for k := 1.0; k <= n; k++ {
			g.mark(flat[i-2]+dx*k/n, flat[i-1]+dy*k/n)
		}
	}
}

func (g *nearGrid) mark(lon, lat float64) {
	c := [2]int32{int32(math.Floor(lat / nearDegrees)), int32(math.Floor(lon / nearDegrees))}
	if c == g.last {
		return // neighbours along a road mostly share the cell
	}
	g.last = c
	row := g.rows[c[0]]
	if row == nil {
		row = map[int32]struct{}{}
		g.rows[c[0]] = row
	}
	row[c[1]] = struct{}{}
}

// span is a run of columns, both ends included.
type span struct{ from, to int32 }

// strips are the cells whose middle lies within the reach of the middle of a
// marked cell, as runs by row, from south to north and west to east. Runs are
// spread and not cells: a row of a provinsi has few runs and thousands of cells.
func (g *nearGrid) strips() []Strip {
	spread := map[int32][]span{}
	up := int32(g.reachM / (nearDegrees * metresOfDegree))
	for y, cols := range g.rows {
		runs := runsOf(slices.Sorted(maps.Keys(cols)))
		// Metres of a cell's width shrink away from the equator.
		width := nearDegrees * metresOfDegree * math.Cos((float64(y)+0.5)*nearDegrees*math.Pi/180)
		for dy := -up; dy <= up; dy++ {
			high := float64(dy) * nearDegrees * metresOfDegree
			side := int32(math.Sqrt(math.Max(0, g.reachM*g.reachM-high*high)) / width)
			for _, r := range runs {
				spread[y+dy] = append(spread[y+dy], span{r.from - side, r.to + side})
			}
		}
	}
	var out []Strip
	for _, y := range slices.Sorted(maps.Keys(spread)) {
		for _, r := range merge(spread[y]) {
			out = append(out, Strip{
				West: float64(r.from) * nearDegrees, East: float64(r.to+1) * nearDegrees,
				South: float64(y) * nearDegrees, North: float64(y+1) * nearDegrees,
			})
		}
	}
	return out
}

func runsOf(cols []int32) []span {
	var out []span
	for _, c := range cols {
		if n := len(out); n > 0 && out[n-1].to+1 == c {
			out[n-1].to = c
		} else {
			out = append(out, span{c, c})
		}
	}
	return out
}

// merge joins runs that touch or overlap.
func merge(runs []span) []span {
	slices.SortFunc(runs, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	out := runs[:0]
	for _, r := range runs {
		if n := len(out); n > 0 && r.from <= out[n-1].to+1 {
			out[n-1].to = max(out[n-1].to, r.to)
		} else {
			out = append(out, r)
		}
	}
	return out
}
