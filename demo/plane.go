package demo

import (
	"math"
	"strconv"
)

// point is a place on a flat local map, metres east and north of the origin. Over
// the 100 km of Banyuwangi the flat map is wrong by less than a thousandth, which
// matters to nothing that is made up anyway; lengths in the files are left to
// whoever reads them.
type point struct{ x, y float64 }

const (
	originLon  = 114.2
	originLat  = -8.3
	metresADeg = 111_195.0
)

var lonScale = metresADeg * math.Cos(originLat*math.Pi/180)

func project(lon, lat float64) point {
	return point{(lon - originLon) * lonScale, (lat - originLat) * metresADeg}
}

// lonLat is rounded to six decimals (0.1 m), as files are written: two cells that
// share a corner must write the same corner.
func (p point) lonLat() (lon, lat float64) {
	return round6(p.x/lonScale + originLon), round6(p.y/metresADeg + originLat)
}

func round6(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// coords are lon and lat as files spell them.
func (p point) coords() (lon, lat string) {
	x, y := p.lonLat()
	return strconv.FormatFloat(x, 'f', 6, 64), strconv.FormatFloat(y, 'f', 6, 64)
}

func (p point) add(q point) point     { return point{p.x + q.x, p.y + q.y} }
func (p point) sub(q point) point     { return point{p.x - q.x, p.y - q.y} }
func (p point) mul(k float64) point   { return point{p.x * k, p.y * k} }
func (p point) dist(q point) float64  { return math.Hypot(p.x-q.x, p.y-q.y) }
func (p point) dot(q point) float64   { return p.x*q.x + p.y*q.y }
func (p point) cross(q point) float64 { return p.x*q.y - p.y*q.x }
func mix(a, b point, t float64) point { return a.add(b.sub(a).mul(t)) }
func polar(r, angle float64) point    { return point{r * math.Cos(angle), r * math.Sin(angle)} }
func nearest(p point, of []point) int {
	best, at := math.Inf(1), -1
	for i, q := range of {
		if d := p.dist(q); d < best {
			best, at = d, i
		}
	}
	return at
}

// inside tells whether p lies in a ring (even-odd rule).
func inside(p point, ring []point) bool {
	in := false
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a.y > p.y) != (b.y > p.y) && p.x < (b.x-a.x)*(p.y-a.y)/(b.y-a.y)+a.x {
			in = !in
		}
	}
	return in
}

// area is positive where the ring runs counter-clockwise.
func area(ring []point) float64 {
	sum := 0.0
	for i, a := range ring {
		sum += a.cross(ring[(i+1)%len(ring)])
	}
	return sum / 2
}
