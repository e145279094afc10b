package gis

import (
	"cmp"
	"iter"
	"slices"
)

// TravelGroup is how the people of a group of desa travel. Everybody is in every
// denominator, reached or not.
type TravelGroup struct {
	Desa              int // desa and kelurahan
	DesaWithoutPeople int // people not known: they weigh nothing in the figures of people
	DesaUnreached     int // by the trip of the median person
	DesaNotComputed   int

	People            int
	PeopleUnreached   int
	PeopleNotComputed int

	// Percentiles over all people, each figure by itself: the median duration and the
	// median distance need not be of one trip. nil where that person is unreached or
	// not computed, or there is nobody.
	MedianS, P90S *float64 // seconds
	MedianM, P90M *float64 // metres

	Bands []BandCount // minutes, then kilometres
}

// Summarise counts the desa of a group, each of which must be given once. The
// bands must have been checked.
func Summarise(desa iter.Seq[*DesaTrip], bands Bands) TravelGroup {
	var g TravelGroup
	counters := bands.counters()
	var seconds, metres []weighted
	for d := range desa {
		g.Desa++
		g.People += d.People
		if !d.HasPeople {
			g.DesaWithoutPeople++
		}
		switch d.Median.Status {
		case Unreachable:
			g.DesaUnreached++
		case NotComputed:
			g.DesaNotComputed++
		}
		for _, c := range counters {
			c.band(&d.Median).Desa++
		}
		for i := range d.Points {
			p := &d.Points[i]
			for _, c := range counters {
				c.band(&p.Trip).People += p.People
			}
			switch p.Trip.Status {
			case Unreachable:
				g.PeopleUnreached += p.People
			case NotComputed:
				g.PeopleNotComputed += p.People
			default:
				seconds = append(seconds, weighted{p.Trip.DurationS, p.People})
				metres = append(metres, weighted{p.Trip.DistanceM, p.People})
			}
		}
	}
	sortWeighted(seconds)
	sortWeighted(metres)
	g.MedianS, g.P90S = percentile(seconds, g.People, 50), percentile(seconds, g.People, 90)
	g.MedianM, g.P90M = percentile(metres, g.People, 50), percentile(metres, g.People, 90)
	for _, c := range counters {
		for i := range c.bands {
			if g.People > 0 {
				share := float64(c.bands[i].People) / float64(g.People)
				c.bands[i].Share = &share
			}
		}
		g.Bands = append(g.Bands, c.bands...)
	}
	return g
}

// weighted is a figure that so many people have.
type weighted struct {
	figure float64
	people int
}

func sortWeighted(list []weighted) {
	slices.SortFunc(list, func(a, b weighted) int { return cmp.Compare(a.figure, b.figure) })
}

// percentile is the least figure within which at least percent of all total people
// are, counted in whole numbers; nil where the list, which lacks the unreached,
// does not go so far.
func percentile(sorted []weighted, total, percent int) *float64 {
	if total == 0 {
		return nil
	}
	counted := 0
	for _, w := range sorted {
		counted += w.people
		if counted*100 >= total*percent {
			return &w.figure
		}
	}
	return nil
}
