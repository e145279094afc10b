package network

import "sort"

// Point is a place in EPSG:4326 degrees. Roads across the antimeridian are not
// supported.
type Point struct{ Lon, Lat float64 }

// DistanceFunc gives the distance between two points in metres; geodesic, unless
// a test wants a plane.
type DistanceFunc func(a, b Point) float64

func between(a, b Point, t float64) Point {
	switch {
	case t <= 0:
		return a
	case t >= 1:
		return b // exactly: a shared node must be the same point on each of its edges
	}
	return Point{a.Lon + t*(b.Lon-a.Lon), a.Lat + t*(b.Lat-a.Lat)}
}

// segments is the number of straight pieces that edge e is drawn with.
func (n *Network) segments(e uint32) uint32 { return n.shapeFirst[e+1] - n.shapeFirst[e] + 1 }

// segment returns the ends of the i-th straight piece of e and their offsets in
// metres from the edge's From end.
func (n *Network) segment(e, i uint32) (a, b Point, fromM, toM float64) {
	first := n.shapeFirst[e]
	if i == 0 {
		a = n.at[n.from[e]]
	} else {
		a, fromM = n.shape[first+i-1], n.shapeM[first+i-1]
	}
	if first+i == n.shapeFirst[e+1] {
		b, toM = n.at[n.to[e]], n.lengthM[e]
	} else {
		b, toM = n.shape[first+i], n.shapeM[first+i]
	}
	return a, b, fromM, toM
}

// PointAt returns the point of edge e that lies offsetM metres from its From end;
// offsets beyond the edge give its ends.
func (n *Network) PointAt(e uint32, offsetM float64) Point {
	inner := n.shapeM[n.shapeFirst[e]:n.shapeFirst[e+1]]
	i := uint32(sort.SearchFloat64s(inner, offsetM))
	a, b, fromM, toM := n.segment(e, i)
	if toM <= fromM {
		if offsetM <= 0 {
			return a
		}
		return b
	}
	return between(a, b, (offsetM-fromM)/(toM-fromM))
}

// Polyline returns the vertices of edge e between two offsets in metres, in the
// direction from fromM to toM. Offsets are cut to the edge.
func (n *Network) Polyline(e uint32, fromM, toM float64) []Point {
	backward := fromM > toM
	if backward {
		fromM, toM = toM, fromM
	}
	fromM, toM = max(fromM, 0), min(toM, n.lengthM[e])
	line := []Point{n.PointAt(e, fromM)}
	for i := n.shapeFirst[e]; i < n.shapeFirst[e+1]; i++ {
		if n.shapeM[i] > fromM && n.shapeM[i] < toM {
			line = append(line, n.shape[i])
		}
	}
	line = append(line, n.PointAt(e, toM))
	if backward {
		for i, j := 0, len(line)-1; i < j; i, j = i+1, j-1 {
			line[i], line[j] = line[j], line[i]
		}
	}
	return line
}
