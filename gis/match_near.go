package gis

import (
	"math"

	"jangkau/gis/network"
)

// InIndonesia reports whether a point lies in the box around Indonesia. A point
// outside (lat and lon swapped, a lost decimal point) is of no use as a place.
func InIndonesia(p network.Point) bool {
	return p.Lon >= 94 && p.Lon <= 142 && p.Lat >= -12 && p.Lat <= 7
}

// NearPairs calls near once for every pair of points at most withinM apart, the
// lower index first. withinM is of the order of tens of metres and the points are
// in Indonesia, where a degree of longitude is nowhere under 108 km.
func NearPairs(points []network.Point, withinM float64, near func(i, j int, m float64)) {
	cell := withinM / 108_000
	grid := make(map[[2]int][]int, len(points))
	for j, p := range points {
		x, y := int(math.Floor(p.Lon/cell)), int(math.Floor(p.Lat/cell))
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, i := range grid[[2]int{x + dx, y + dy}] {
					if m := DistanceM(points[i], p); m <= withinM {
						near(i, j, m)
					}
				}
			}
		}
		grid[[2]int{x, y}] = append(grid[[2]int{x, y}], j)
	}
}
