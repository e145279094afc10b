package gis

import (
	"math"

	"github.com/tidwall/geodesic"

	"jangkau/gis/network"
)

// Radii of curvature on WGS 84 follow from its axis and squared eccentricity.
const (
	wgs84A  = 6378137.0
	wgs84E2 = 2/298.257223563 - 1/(298.257223563*298.257223563)
)

// localDegrees bounds the differences of coordinates for which the local formula
// stands in for the full one. Its relative error is that of taking an arc of at
// most s = 0.05° (6 km) for the chord of a plane touching at the middle latitude:
// s²/24 = 3e-8, times the slope of the parallels' shrinking, which up to 60° of
// latitude stays below a factor of 3: under 1e-7, half a millimetre at 6 km.
const localDegrees = 0.05

// localLatitude is where the bound of localDegrees ends.
const localLatitude = 60

// DistanceM is the geodesic distance between two points on WGS 84, metres. Short
// distances, which are nearly all when a network of roads is built, take a local
// formula twenty times as fast.
func DistanceM(a, b network.Point) float64 {
	dLat, dLon := b.Lat-a.Lat, b.Lon-a.Lon
	if math.Abs(dLat) <= localDegrees && math.Abs(dLon) <= localDegrees && math.Abs(a.Lat) <= localLatitude {
		mid := (a.Lat + b.Lat) / 2 * math.Pi / 180
		sin, cos := math.Sincos(mid)
		w2 := 1 - wgs84E2*sin*sin
		n := wgs84A / math.Sqrt(w2) // radius across the meridian
		m := n * (1 - wgs84E2) / w2 // radius along it
		x := dLon * math.Pi / 180 * n * cos
		y := dLat * math.Pi / 180 * m
		return math.Sqrt(x*x + y*y)
	}
	return ellipsoidM(a, b)
}

// ellipsoidM is Karney's solution of the inverse geodesic problem.
func ellipsoidM(a, b network.Point) float64 {
	var m float64
	geodesic.WGS84.Inverse(a.Lat, a.Lon, b.Lat, b.Lon, &m, nil, nil)
	return m
}

// around is a box of degrees that holds every point within m metres of p, and a
// little more: 110,500 m is below any degree of latitude.
func around(p network.Point, m float64) (lo, hi [2]float64) {
	dLat := m / 110_500
	dLon := 180.0
	if far := math.Abs(p.Lat) + dLat; far < 89 {
		dLon = min(dLat/math.Cos(far*math.Pi/180), 180)
	}
	return [2]float64{p.Lon - dLon, p.Lat - dLat}, [2]float64{p.Lon + dLon, p.Lat + dLat}
}
