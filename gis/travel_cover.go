package gis

import (
	"math"

	"github.com/twpayne/go-geom"
)

// cover answers whether points lie in a multipolygon. The sides of its rings are
// sorted into strips of latitude, so that a point looks at the few that its
// parallel can cross and not at every vertex of a coast.
type cover struct {
	minLon, minLat, maxLon, maxLat float64
	strips                         [][]side
}

// side is one straight piece of a ring.
type side struct{ aLon, aLat, bLon, bLat float64 }

// newCover prepares m; nil and empty cover nothing. Overlapping polygons are
// taken as one set by the even-odd rule within each strip, so polygons of one
// multipolygon must not overlap, as the standard says.
func newCover(m *geom.MultiPolygon) *cover {
	c := &cover{minLon: math.Inf(1), minLat: math.Inf(1), maxLon: math.Inf(-1), maxLat: math.Inf(-1)}
	if m == nil || len(m.FlatCoords()) == 0 {
		return c
	}
	var sides []side
	flat, stride := m.FlatCoords(), m.Stride()
	start := 0
	for _, ends := range m.Endss() {
		for _, end := range ends {
			for i := start; i+stride < end; i += stride {
				sides = append(sides, side{flat[i], flat[i+1], flat[i+stride], flat[i+stride+1]})
			}
			start = end
		}
	}
	for i := 0; i < len(flat); i += stride {
		c.minLon, c.maxLon = min(c.minLon, flat[i]), max(c.maxLon, flat[i])
		c.minLat, c.maxLat = min(c.minLat, flat[i+1]), max(c.maxLat, flat[i+1])
	}
	c.strips = make([][]side, 1+len(sides)/4)
	for _, s := range sides {
		lo, hi := c.strip(min(s.aLat, s.bLat)), c.strip(max(s.aLat, s.bLat))
		for k := lo; k <= hi; k++ {
			c.strips[k] = append(c.strips[k], s)
		}
	}
	return c
}

func (c *cover) strip(lat float64) int {
	if c.maxLat <= c.minLat {
		return 0
	}
	k := int((lat - c.minLat) / (c.maxLat - c.minLat) * float64(len(c.strips)))
	return max(0, min(k, len(c.strips)-1))
}

// contains reports whether a point lies inside or on the boundary.
func (c *cover) contains(lon, lat float64) bool {
	if !(lon >= c.minLon && lon <= c.maxLon && lat >= c.minLat && lat <= c.maxLat) {
		return false
	}
	inside := false
	for _, s := range c.strips[c.strip(lat)] {
		// Which side of a→b the point is on; 0 is on the line.
		turn := (s.bLon-s.aLon)*(lat-s.aLat) - (s.bLat-s.aLat)*(lon-s.aLon)
		if turn == 0 && lon >= min(s.aLon, s.bLon) && lon <= max(s.aLon, s.bLon) &&
			lat >= min(s.aLat, s.bLat) && lat <= max(s.aLat, s.bLat) {
			return true
		}
		// A ray to the east crosses sides that have the point on their west. Half-open
		// in latitude: a vertex counts for one of its two sides.
		if (s.aLat > lat) != (s.bLat > lat) && (turn > 0) == (s.bLat > s.aLat) {
			inside = !inside
		}
	}
	return inside
}

// distance is that of a point to the nearest side, in degrees, where it is at most
// limit; else something greater.
func (c *cover) distance(lon, lat, limit float64) float64 {
	best := math.Inf(1)
	for k := c.strip(lat - limit); k <= c.strip(lat+limit); k++ {
		for _, s := range c.strips[k] {
			if max(s.aLon, s.bLon) < lon-limit || min(s.aLon, s.bLon) > lon+limit {
				continue
			}
			dx, dy := s.bLon-s.aLon, s.bLat-s.aLat
			f := 0.0
			if l := dx*dx + dy*dy; l > 0 {
				f = max(0, min(1, ((lon-s.aLon)*dx+(lat-s.aLat)*dy)/l))
			}
			best = min(best, math.Hypot(lon-s.aLon-f*dx, lat-s.aLat-f*dy))
		}
	}
	return best
}
