package gis

import (
	"math"

	"github.com/twpayne/go-geom"
)

// AreaKm2 is the area on WGS 84 of a multipolygon in EPSG:4326, its sides taken
// straight in longitude and latitude, as maps draw them and PostGIS tests points
// against them. A geodesic between the same ends would bulge by L³·tan(φ)/12R: at
// Indonesia's latitudes under 2 m² for a side of 1 km. It costs two sines and two
// logarithms a vertex, a fiftieth of solving a geodesic problem for each side.
func AreaKm2(m *geom.MultiPolygon) float64 {
	var sum float64
	flat, stride, start := m.FlatCoords(), m.Stride(), 0
	for _, ends := range m.Endss() {
		for i, end := range ends {
			a := math.Abs(ringM2(flat[start:end], stride))
			if i > 0 {
				a = -a // a hole
			}
			sum += a
			start = end
		}
	}
	return sum / 1e6
}

// ringM2 is the area between a closed ring and the equator, signed by its turn.
// Along a straight side the zone's area is a smooth function of latitude, so
// Simpson's rule is exact to far below a square metre.
func ringM2(flat []float64, stride int) float64 {
	if len(flat) < 2*stride {
		return 0
	}
	var sum float64
	last := zoneM2(flat[1])
	for i := stride; i < len(flat); i += stride {
		here := zoneM2(flat[i+1])
		middle := zoneM2((flat[i+1] + flat[i+1-stride]) / 2)
		sum += (flat[i] - flat[i-stride]) * math.Pi / 180 * (last + 4*middle + here) / 6
		last = here
	}
	return sum
}

// zoneM2 is the area from the equator to a latitude of a strip one radian wide:
// Snyder, Map Projections: A Working Manual (1987), equation 3-12, times b²/2.
func zoneM2(lat float64) float64 {
	sin := math.Sin(lat * math.Pi / 180)
	e := math.Sqrt(wgs84E2)
	return wgs84A * wgs84A * (1 - wgs84E2) / 2 * (sin/(1-wgs84E2*sin*sin) + math.Log((1+e*sin)/(1-e*sin))/(2*e))
}
