package model

import "jangkau/gis"

// The connections carry the question they answer, so that what costs more than
// the rows themselves (provenance) is asked only when a query wants it.

type DesaConnection struct {
	Ask        gis.DesaQuestion
	TotalCount int
	Edges      []*DesaEdge
	PageInfo   *PageInfo
}

type FacilityConnection struct {
	Ask        gis.FacilityQuestion
	TotalCount int
	Edges      []*FacilityEdge
	PageInfo   *PageInfo
}

type DesaGapConnection struct {
	Ask        gis.GapQuestion
	Travel     []TravelAsked // of the orders that asked for travel figures
	TotalCount int
	Counts     []*gis.PustuCount
	Edges      []*DesaGapEdge
	PageInfo   *PageInfo
}

type WorkforceGapConnection struct {
	Ask        gis.WorkforceQuestion
	TotalCount int
	Totals     *gis.WorkforceFigures
	Edges      []*WorkforceGapEdge
	PageInfo   *PageInfo
}

type MentoringConnection struct {
	Ask        gis.MentoringQuestion
	Travel     *TravelAsked // nil where no trip was asked for
	TotalCount int
	Counts     *gis.MentoringCounts
	Edges      []*MentoringEdge
	PageInfo   *PageInfo
}

type PosyanduGapConnection struct {
	Ask        gis.PosyanduGapQuestion
	TotalCount int
	Counts     *gis.PosyanduCounts
	Edges      []*PosyanduGapEdge
	PageInfo   *PageInfo
	MinKader   float64
}

type PosyanduConnection struct {
	Ask        gis.PosyanduQuestion
	TotalCount int
	Edges      []*PosyanduEdge
	PageInfo   *PageInfo
}

// DesaGap is a row of desaWithoutPustu, under the rule asked.
type DesaGap struct {
	Desa           *gis.Wilayah
	Status         gis.GapStatus
	Rules          []*RuleStatus
	People         *int
	HostsPuskesmas bool
	Change         *GapChange
	RegisterAsOf   *gis.Date
	Ask            gis.GapQuestion // travel is asked as of its day
}

// TravelSummary keeps what its provenance needs to say.
type TravelSummary struct {
	Groups []*TravelGroup
	Asked  TravelAsked
}

// TravelAsked is what travel figures were computed from. Reached are the facilities
// that an answer without an area leads to.
type TravelAsked struct {
	Area    gis.Area
	Kinds   []gis.FacilityKind
	Profile gis.TravelProfile
	Variant string // of the profile; "" is the profile as it is
	By      gis.TravelMetric
	AsOf    gis.Date
	Bands   gis.Bands
	Reached []int64
}

// TravelGroup names its wilayah and puskesmas by key; they are read when asked.
type TravelGroup struct {
	gis.TravelGroup
	WilayahCode *gis.WilayahCode
	PuskesmasID *int64
}

// Trip is one way to a facility, or why there is none. FacilityID, Desa and the
// figures are nil where there is none.
type Trip struct {
	Status                  gis.TripStatus
	Reason                  *gis.TripReason
	DistanceM               *float64
	DurationS               *float64
	SnapM                   *float64
	FacilityID              *int64
	Desa                    gis.WilayahCode // where it starts; "" for a point in none
	FacilityLocationQuality *gis.LocationQuality
	Origin                  *gis.DemandOrigin
	Asked                   *TravelAsked // one for all trips of an answer
}
