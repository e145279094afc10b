package model

import "jangkau/gis"

// TravelTable is row by row of From, column by column of To.
type TravelTable struct {
	Asked     TravelAsked
	From, To  []*TravelPlace
	DurationS [][]*float64
	DistanceM [][]*float64
	Reason    [][]*gis.TripReason
}

// TravelPlace names its facility or desa by key; they are read when asked.
type TravelPlace struct {
	Point      *gis.Point
	FacilityID *int64
	DesaCode   *gis.WilayahCode
}
