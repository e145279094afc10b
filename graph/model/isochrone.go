package model

import (
	"jangkau/gis"
	"jangkau/travel"
)

// Isochrone is what can reach a place, with what it was computed from.
type Isochrone struct {
	Asked      TravelAsked
	By         gis.TravelMetric
	Status     gis.TripStatus
	Reason     *gis.TripReason
	FacilityID *int64
	Bands      []*IsochroneBand
}

// IsochroneBand draws its shapes when they are asked for.
type IsochroneBand struct {
	Found *travel.Isochrone
	Band  travel.IsochroneBand

	Minutes, Km      *float64
	AreaKm2, RoadsKm float64
	People, Desa     int
}
