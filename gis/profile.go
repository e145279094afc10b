package gis

import (
	"fmt"
	"math"
)

// TravelProfile is one of the fixed ways people travel; local variants are mapped
// to them as data.
type TravelProfile string

const (
	ProfileWalk       TravelProfile = "WALK"
	ProfileMotorcycle TravelProfile = "MOTORCYCLE"
	ProfileCar        TravelProfile = "CAR"
	ProfileBoat       TravelProfile = "BOAT"
)

// TravelProfiles lists every profile in the order people expect to read them.
var TravelProfiles = []TravelProfile{ProfileWalk, ProfileMotorcycle, ProfileCar, ProfileBoat}

// TravelMetric is what "nearest" means; both figures of a trip are given whichever
// it is.
type TravelMetric string

const (
	ByTime     TravelMetric = "TIME"
	ByDistance TravelMetric = "DISTANCE"
)

// Access bits of a road: who may pass it, and in which direction. The two bits of
// a profile stand beside each other, forward first.
const (
	WalkForward        uint8 = 1
	WalkBackward       uint8 = 2
	MotorcycleForward  uint8 = 4
	MotorcycleBackward uint8 = 8
	CarForward         uint8 = 16
	CarBackward        uint8 = 32
	BoatForward        uint8 = 64
	BoatBackward       uint8 = 128

	// ByLand holds all bits but those of boats.
	ByLand = ^(BoatForward | BoatBackward)
)

// accessBits returns the forward and backward bit of a profile.
func accessBits(p TravelProfile) (forward, backward uint8, ok bool) {
	for i, q := range TravelProfiles {
		if p == q {
			return 1 << (2 * i), 2 << (2 * i), true
		}
	}
	return 0, 0, false
}

// Profile is how fast one way of travelling is, as it stands in one version. Every
// figure has a source or is labelled an assumption; distance needs none of them but
// the detour factor.
type Profile struct {
	Name    TravelProfile
	Version int
	// Variant is the variant that the figures below are of, see [Profile.Under]; "" is
	// the profile as it is.
	Variant        string
	VariantVersion int
	Month          int // 1 to 12 where closures are only of some months and were chosen by it, else 0

	WalkKmh      float64 // on the access and egress legs and the direct walk, km/h
	DetourFactor float64 // way walked divided by the straight line, at least 1
	FerryWaitS   float64 // wait for each boarding, seconds
	Source       string
	Assumption   bool
	Speeds       []ProfileSpeed
	Caps         []ProfileCap
	Closures     []Closure
	Variants     []Variant // those that belong to it, by id
}

// ProfileSpeed is the speed on roads of one class. A class without a row takes
// the row of [AnyClass], if the profile has one, else it may not be used.
type ProfileSpeed struct {
	Class      string
	Kmh        *float64 // nil: may not be used
	Source     string
	Assumption bool
}

// RoadTrait is what a road may be like beside its class.
type RoadTrait string

const (
	TraitSurface    RoadTrait = "SURFACE"
	TraitTracktype  RoadTrait = "TRACKTYPE"
	TraitSmoothness RoadTrait = "SMOOTHNESS"
	TraitStructure  RoadTrait = "STRUCTURE"
)

// RoadTraits lists every trait in the order people expect to read them.
var RoadTraits = []RoadTrait{TraitSurface, TraitTracktype, TraitSmoothness, TraitStructure}

// ProfileCap is a speed that no road with a trait is faster than, whatever its
// class. Roads without the trait, or with a value that has no row, are not capped.
type ProfileCap struct {
	Trait      RoadTrait
	Value      string   // as the network has it: mud, grade5, very_bad, FORD
	Kmh        *float64 // nil: may not be used
	Source     string
	Assumption bool
}

// AnyClass is the class of the row that holds for every class without its own.
const AnyClass = "*"

// FerryClass is the class of a ferry line.
const FerryClass = "ferry"

// Check returns an [Invalid] error where p cannot be travelled with: its name is
// no profile, or a figure is not a positive number.
func (p *Profile) Check() error {
	bad := func(what string) error {
		return &Error{Kind: Invalid, Field: "profile", Err: fmt.Errorf("profile %s: %s", p.Name, what), Message: T(
			"Profil perjalanan %s tidak sah: periksa %s", "The travel profile %s is not valid: check %s", p.Name, what)}
	}
	if _, _, ok := accessBits(p.Name); !ok {
		return bad("profile")
	}
	if !positive(p.WalkKmh) {
		return bad("walkKmh")
	}
	if !(p.DetourFactor >= 1) || math.IsInf(p.DetourFactor, 0) {
		return bad("detourFactor")
	}
	if p.Month < 0 || p.Month > 12 {
		return bad("month")
	}
	if !(p.FerryWaitS >= 0) || math.IsInf(p.FerryWaitS, 0) {
		return bad("ferryWaitS")
	}
	for _, s := range p.Speeds {
		if s.Kmh != nil && !positive(*s.Kmh) {
			return bad("kmh, " + s.Class)
		}
	}
	for _, c := range p.Caps {
		if c.Kmh != nil && !positive(*c.Kmh) {
			return bad("kmh, " + c.Value)
		}
	}
	for i := range p.Closures {
		if err := p.Closures[i].check(); err != nil {
			return bad(err.Error())
		}
	}
	return nil
}

func positive(x float64) bool { return x > 0 && !math.IsInf(x, 0) }
