package gis

import "math"

// Bands are the upper bounds by which people are told apart, rising. A band is
// (above, upTo] on unrounded figures, so that 30 minutes sharp are within 30
// minutes; the first one holds 0 too, people at the facility's door. After the
// last bound comes an open band with everybody beyond it, unreached or not
// computed, so that the bands of a unit sum to all people and all desa.
type Bands struct {
	Minutes []float64
	Km      []float64
}

// BandUnit is what the bounds of a band are in.
type BandUnit string

const (
	BandMinute    BandUnit = "MINUTE"
	BandKilometre BandUnit = "KILOMETRE"
)

// Check returns an [Invalid] error where bounds are not above 0, finite and rising
// without repetition.
func (b Bands) Check() error {
	for _, c := range []struct {
		field  string
		bounds []float64
	}{{"bandsMinutes", b.Minutes}, {"bandsKm", b.Km}} {
		before := 0.0
		for i, x := range c.bounds {
			if !(x > before) || math.IsInf(x, 0) {
				return &Error{Kind: Invalid, Field: c.field, Message: T(
					"Batas rentang %s harus di atas 0 dan naik tanpa berulang; yang ke-%d adalah %v",
					"The bounds of %s must be above 0 and rise without repetition; number %d is %v", c.field, i+1, x)}
			}
			before = x
		}
	}
	return nil
}

// BandCount is one band of a group.
type BandCount struct {
	Unit   BandUnit
	Above  float64
	UpTo   *float64 // nil: the open band at the end
	People int
	Share  *float64 // People of all people of the group; nil where it has none
	Desa   int      // whose median person's trip falls in the band
}

// bandCounter counts by the bounds of one unit.
type bandCounter struct {
	figure func(*Trip) float64
	bounds []float64 // in seconds or metres
	bands  []BandCount
}

// counters has one a unit that has bounds.
func (b Bands) counters() []*bandCounter {
	var list []*bandCounter
	add := func(unit BandUnit, bounds []float64, scale float64, figure func(*Trip) float64) {
		if len(bounds) == 0 {
			return
		}
		c := &bandCounter{figure: figure}
		above := 0.0
		for _, x := range bounds {
			c.bounds = append(c.bounds, dusted(x*scale)) // 1.1 km are 1,100 m, not a hair more
			c.bands = append(c.bands, BandCount{Unit: unit, Above: above, UpTo: &x})
			above = x
		}
		c.bands = append(c.bands, BandCount{Unit: unit, Above: above})
		list = append(list, c)
	}
	add(BandMinute, b.Minutes, 60, func(t *Trip) float64 { return t.DurationS })
	add(BandKilometre, b.Km, 1000, func(t *Trip) float64 { return t.DistanceM })
	return list
}

// band is where a trip falls.
func (c *bandCounter) band(t *Trip) *BandCount {
	i := len(c.bounds)
	if t.Status == Reached {
		figure := c.figure(t)
		for i = 0; i < len(c.bounds) && figure > c.bounds[i]; i++ {
		}
	}
	return &c.bands[i]
}
