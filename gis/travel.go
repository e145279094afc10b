package gis

// TripStatus says whether a trip exists, or could not be looked for.
type TripStatus string

const (
	Reached     TripStatus = "REACHED"
	Unreachable TripStatus = "UNREACHABLE"
	NotComputed TripStatus = "NOT_COMPUTED"
)

// TripReason says why a trip was not reached or not computed; "" where it was.
//
// Where several hold, the first of this order is given. That there is no facility
// at all is known without any road, so it comes before everything else; without a
// point to start from nothing can be asked of the roads; a place that the loaded
// roads do not cover is not computed whatever they say there, since the missing
// ones might say otherwise; only then do roads count as an answer.
type TripReason string

const (
	NoReason         TripReason = ""
	NoFacility       TripReason = "NO_FACILITY"         // none of the kinds asked is known
	NetworkBuilding  TripReason = "NETWORK_BUILDING"    // ask again shortly
	NoDemandPoint    TripReason = "NO_DEMAND_POINT"     // a desa without polygon, settlement or office
	RoadDataMissing  TripReason = "ROAD_DATA_MISSING"   // the loaded roads do not cover the place
	NoRoadWithinSnap TripReason = "NO_ROAD_WITHIN_SNAP" // no usable road near the place, or near any facility
	OtherComponent   TripReason = "OTHER_COMPONENT"     // roads, but none that leads to such a facility
)

// DemandOrigin says what a trip starts from. A desa's people start from its
// settlements; without any from its office; else from where its roads are densest;
// else from a point on its surface.
type DemandOrigin string

const (
	FromSettlement   DemandOrigin = "SETTLEMENT"
	FromOffice       DemandOrigin = "OFFICE"
	FromDensestRoads DemandOrigin = "DENSEST_ROADS"
	FromSurface      DemandOrigin = "SURFACE"
	FromPoint        DemandOrigin = "POINT" // the point that was asked for
)

// CoverageMethod says how the area that a network covers is known.
type CoverageMethod string

const (
	CoverageDeclared   CoverageMethod = "DECLARED"    // whoever loaded the roads drew it
	CoverageFileBounds CoverageMethod = "FILE_BOUNDS" // the file of roads states its bounds
	// CoverageNearRoads covers what lies within the snap limit of any road: the
	// rule is applied exactly and the polygon, which is a drawing of it, not asked.
	CoverageNearRoads CoverageMethod = "NEAR_ROADS"
)

// Trip is the way from an origin to a destination. Both figures are of the same
// trip: access leg, roads and egress leg, or one walk where OnFoot. They are exact
// sums, cleared of floating-point dust below a millionth.
type Trip struct {
	Status      TripStatus
	Reason      TripReason
	Destination int32   // index into the destinations; -1 unless Reached
	OnFoot      bool    // straight to the destination: no road, so no snap
	DistanceM   float64 // metres
	DurationS   float64 // seconds
	SnapM       float64 // straight line from the origin to the road, metres; 0 if OnFoot
}

// NoTrip is a trip that was not found, and why.
func NoTrip(s TripStatus, r TripReason) Trip { return Trip{Status: s, Reason: r, Destination: -1} }

// figure is what the metric compares.
func (t *Trip) figure(by TravelMetric) float64 {
	if by == ByDistance {
		return t.DistanceM
	}
	return t.DurationS
}
