package workforce

import (
	"math"

	"jangkau/gis"
)

// noise is what sums of floating point may be off by: 4.0000000001 is 4, not a reason
// to round up to 5.
const noise = 1e-9

// Round makes posts of a need. Which way is right the sources do not settle: their
// examples fit both the nearest and the next whole number.
func Round(need float64, how gis.NeedRounding) float64 {
	switch how {
	case gis.RoundNearest:
		return math.Floor(need + 0.5 + noise)
	case gis.RoundUp:
		return math.Ceil(need - noise)
	default:
		return need
	}
}
