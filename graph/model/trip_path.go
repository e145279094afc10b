package model

import "jangkau/gis"

// TripPath is a trip, drawn, with what it was computed from.
type TripPath struct {
	Asked     TravelAsked
	Status    gis.TripStatus
	Reason    *gis.TripReason
	DistanceM *float64
	DurationS *float64
	From, To  *TravelPlace
	Legs      []gis.Leg
}
