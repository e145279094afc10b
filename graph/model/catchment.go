package model

import (
	"sync"

	"jangkau/gis"
	"jangkau/travel"
)

// CatchmentConnection keeps what its totals, its drawing and its provenance need.
type CatchmentConnection struct {
	Asked      TravelAsked
	Limit      float64 // seconds or metres
	Found      *travel.Catchments
	Listed     []int64 // all facilities of the list, whatever the page
	Inside     []int64 // all of the wilayah, whatever the facilities asked for
	TotalCount int
	Edges      []*CatchmentEdge
	PageInfo   *PageInfo

	ExpectDesa, ExpectDeclared sync.Once // what all rows of the page read together
}

// Catchment is a row; what costs more than the one search of the list is computed
// when it is asked for. Figures are nil where they are not known.
type Catchment struct {
	List       *CatchmentConnection
	FacilityID int64
	Kind       gis.FacilityKind
	Parts      []gis.CatchmentDesa

	Reason            *gis.CatchmentReason
	People            *int
	PeopleWithin      *int
	PeopleFromOutside *int
	DesaCount         *int
	MedianS, P90S     *float64
	MedianM, P90M     *float64
}

// CatchmentDesa names its desa by code; it is read when asked.
type CatchmentDesa struct {
	Code   gis.WilayahCode
	People *int
}

type CatchmentTotals struct {
	People            int
	PeopleInside      int
	PeopleElsewhere   int
	PeopleUnreached   int
	PeopleNotComputed int
}

// CatchmentReach is drawn when asked.
type CatchmentReach struct {
	Of     *Catchment
	People int
	Desa   int
}
