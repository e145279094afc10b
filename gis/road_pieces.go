package gis

import (
	"math"

	"jangkau/gis/network"
)

// pieceDegrees is about 500 m: the longest piece that roads are counted in, and the
// size of the cells they are counted by.
const pieceDegrees = 0.0045

// RoadPieces are the roads of a dataset cut into equal pieces of at most about
// 500 m, each counted at its middle. Cutting long roads keeps one across empty
// country from weighing as much as a village's streets. 24 bytes a piece.
type RoadPieces struct {
	at []network.Point
	m  []float64
}

// Add cuts a road of lon, lat, lon, lat… that is lengthM metres long. A road
// without extent has no piece.
func (p *RoadPieces) Add(flat []float64, lengthM float64) {
	whole := 0.0 // degrees
	for i := 2; i+1 < len(flat); i += 2 {
		whole += math.Hypot(flat[i]-flat[i-2], flat[i+1]-flat[i-1])
	}
	if !(whole > 0) {
		return
	}
	n := math.Ceil(whole / pieceDegrees)
	next, passed, k := whole*0.5/n, 0.0, 0.0
	for i := 2; i+1 < len(flat) && k < n; i += 2 {
		dx, dy := flat[i]-flat[i-2], flat[i+1]-flat[i-1]
		d := math.Hypot(dx, dy)
		last := i+3 >= len(flat) // takes what rounding left over
		for k < n && (passed+d >= next || last) {
			f := 1.0
			if d > 0 {
				f = min(1, (next-passed)/d)
			}
			p.at = append(p.at, network.Point{Lon: flat[i-2] + dx*f, Lat: flat[i-1] + dy*f})
			p.m = append(p.m, lengthM/n)
			k++
			next = whole * (k + 0.5) / n
		}
		passed += d
	}
}

// Len is the number of pieces.
func (p *RoadPieces) Len() int { return len(p.at) }
