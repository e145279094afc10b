package gis

import (
	"cmp"
	"slices"
)

// Catchment is who has one destination for the nearest.
type Catchment struct {
	People       int
	PeopleWithin int // of them, whose trip is within the limit
	Desa         []CatchmentDesa

	// Percentiles over these people, each figure by itself; nil where there are none.
	MedianS, P90S *float64 // seconds
	MedianM, P90M *float64 // metres
}

// CatchmentDesa is the part of a desa that goes to one destination: its points may go
// to several.
type CatchmentDesa struct {
	Index     int // of the desa given
	People    int
	HasPeople bool // false: nobody knows how many live in the desa
}

// CatchmentReason says why a facility's catchment, or its area, is not known.
type CatchmentReason string

const (
	CatchmentNetworkBuilding CatchmentReason = "NETWORK_BUILDING" // ask again shortly
	CatchmentNoLocation      CatchmentReason = "NO_LOCATION"      // no source gives the facility a place
	CatchmentRoadDataMissing CatchmentReason = "ROAD_DATA_MISSING"
	CatchmentNoRoad          CatchmentReason = "NO_ROAD_WITHIN_SNAP" // people are those who walk there
	CatchmentDesaPoint       CatchmentReason = "DESA_POINT"          // its place is its desa's: no area is drawn around it
)

// Catchments sorts the people of all desa by where their trips lead: an entry for
// each of n destinations, everybody reached in exactly one. A desa's parts are listed
// with most people first.
func Catchments(desa []DesaTrip, n int, by TravelMetric, limit float64) []Catchment {
	list := make([]Catchment, n)
	trips := make([][]PointTrip, n)
	for k := range desa {
		d := &desa[k]
		for _, p := range d.Points {
			if p.Trip.Status != Reached {
				continue
			}
			c := &list[p.Trip.Destination]
			if len(c.Desa) == 0 || c.Desa[len(c.Desa)-1].Index != k {
				c.Desa = append(c.Desa, CatchmentDesa{Index: k, HasPeople: d.HasPeople})
			}
			c.Desa[len(c.Desa)-1].People += p.People
			c.People += p.People
			if p.Trip.figure(by) <= limit {
				c.PeopleWithin += p.People
			}
			trips[p.Trip.Destination] = append(trips[p.Trip.Destination], p)
		}
	}
	for i := range list {
		c := &list[i]
		slices.SortStableFunc(c.Desa, func(a, b CatchmentDesa) int { return cmp.Compare(b.People, a.People) })
		c.MedianS, c.P90S = percentiles(trips[i], c.People, func(t *Trip) float64 { return t.DurationS })
		c.MedianM, c.P90M = percentiles(trips[i], c.People, func(t *Trip) float64 { return t.DistanceM })
	}
	return list
}

func percentiles(trips []PointTrip, people int, figure func(*Trip) float64) (median, p90 *float64) {
	list := make([]weighted, len(trips))
	for i := range trips {
		list[i] = weighted{figure(&trips[i].Trip), trips[i].People}
	}
	sortWeighted(list)
	return percentile(list, people, 50), percentile(list, people, 90)
}
