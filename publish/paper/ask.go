package paper

import "jangkau/gis"

// What both papers ask. The types have the names of the fields asked for, which
// encoding/json finds whatever their case.

const askProvenance = `provenance { asOf demo computedAt sources { name role vintage kind } network { hash } caveats { code text } }`

type provenance struct {
	AsOf    gis.Date
	Demo    bool
	Sources []struct {
		Name    string
		Role    gis.DataRole
		Vintage *gis.Date
		Kind    gis.DataKind
	}
	Network *struct{ Hash string }
	Caveats []struct{ Code, Text string }
}

type named struct {
	Code   gis.WilayahCode
	Name   *string
	Parent *named
}

// called is a wilayah's name, or its code where no list names it.
func (n *named) called() string {
	if n == nil {
		return ""
	}
	if n.Name == nil {
		return string(n.Code)
	}
	return *n.Name
}

// edges are the rows of a list.
type edges[T any] struct {
	TotalCount int
	Edges      []struct{ Node T }
	Provenance provenance
}

type point struct{ Lon, Lat float64 }

type trip struct {
	Status    gis.TripStatus
	Reason    *gis.TripReason
	DistanceM *float64
	DurationS *float64
	IsInduk   *bool
	Facility  *struct{ ID, Name string }
}

const askTrip = `{ status reason distanceM durationS isInduk facility { id name } }`

type ruleStatus struct {
	Rule   gis.PustuRule
	Status gis.GapStatus
}

type staffRow struct {
	Profession                 struct{ Name, NameEn string }
	Required                   *float64
	AvailableAll               float64
	GapAll                     *float64
	FacilitiesWithoutStaffData int
}

const askStaff = `edges { node { profession { name nameEn } required availableAll gapAll facilitiesWithoutStaffData } }`

func (s *sheet) profession(r staffRow) string { return s.say(r.Profession.Name, r.Profession.NameEn) }

type travelGroup struct {
	Wilayah           *named
	Desa, People      int
	DesaWithoutPeople int
	PeopleUnreached   int
	PeopleNotComputed int
	MedianS, MedianM  *float64
	Bands             []band
}

type band struct {
	Unit   string
	Above  float64
	UpTo   *float64
	People int
}

// median is the group's figure by the metric asked for.
func (g travelGroup) median(by gis.TravelMetric) *float64 {
	if by == gis.ByDistance {
		return g.MedianM
	}
	return g.MedianS
}
