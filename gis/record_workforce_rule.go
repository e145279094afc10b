package gis

import "slices"

// WorkforceRule is how need is computed.
type WorkforceRule string

const (
	ByStandard WorkforceRule = "STANDARD"
	ByWorkload WorkforceRule = "WORKLOAD"
	ByRatio    WorkforceRule = "RATIO"
)

// WorkforceRules are all of them, in the order in which they are shown.
var WorkforceRules = []WorkforceRule{ByStandard, ByWorkload, ByRatio}

// NeedRounding is what is done to a need that is no whole number.
type NeedRounding string

const (
	RoundNone    NeedRounding = "NONE"
	RoundNearest NeedRounding = "NEAREST"
	RoundUp      NeedRounding = "UP"
)

// ActivityKind is what an activity is to a rule of workload.
type ActivityKind string

const (
	ActivityMain       ActivityKind = "MAIN"
	ActivitySupport    ActivityKind = "SUPPORT"
	ActivityIndividual ActivityKind = "INDIVIDUAL"
)

// WorkloadActivity is one line of a rule of workload.
type WorkloadActivity struct {
	FacilityKind *FacilityKind `json:"facility_kind"` // nil: any
	Profession   Profession    `json:"profession"`
	Code         string        `json:"code"`
	Name         string        `json:"name"`
	Kind         ActivityKind  `json:"kind"`
	NormMinutes  *float64      `json:"norm_minutes"` // of one unit of volume; MAIN alone
	Percent      *float64      `json:"percent"`      // of the working time; SUPPORT
	MinutesYear  *float64      `json:"minutes_year"` // of each person; SUPPORT and INDIVIDUAL
	Persons      *float64      `json:"persons"`      // INDIVIDUAL alone
}

// RatioRow is one line of a ratio: so many for so many people.
type RatioRow struct {
	Profession Profession `json:"profession"`
	Required   float64    `json:"required"`
	PerPeople  float64    `json:"per_people"`
}

// ClassNeed is what a standard asks of a class of facilities: those of a kind, an
// area category and with rawat inap or without. "" and nil are what is not known of a
// facility; then Min and Max are the least and the most that it may come to.
type ClassNeed struct {
	Scope      WilayahCode // the widest wilayah it holds for: "" is the country
	Kind       FacilityKind
	Category   AreaCategory
	RawatInap  *bool
	Standard   string
	Klaster    Klaster // "": the standard does not speak of klaster
	Profession string
	Min, Max   float64
}

// FacilityNeed is what a rule asks of one facility. Exact is before rounding. AtLeast says
// that there is more to do than is known, so that there is no most.
type FacilityNeed struct {
	Facility        int64
	Standard        string
	Profession      string
	Exact, Required float64
	AtLeast         bool
}

// RuleOverride is what a wilayah's own rule says in place of a wider one.
type RuleOverride struct {
	Standard, Over string
	Kind           FacilityKind
	Professions    []string
}

// MissingVolume is an activity whose volume so many facilities have not given.
type MissingVolume struct {
	Profession, Activity string
	Facilities           int
}

// FailedNeed is a need that a loaded rule gives no answer for, and at how many facilities.
type FailedNeed struct {
	Standard, Profession string
	Why                  Text
	Facilities           []int64
}

// SpeaksOfKlaster reports whether any standard says how many a klaster needs.
func (n WorkforceNeed) SpeaksOfKlaster() bool {
	return slices.ContainsFunc(n.ByClass, func(c ClassNeed) bool { return c.Klaster != "" })
}

// WorkforceNeed is what a rule asks in an area, by class or facility by facility.
type WorkforceNeed struct {
	Rule       WorkforceRule
	Scopes     []WilayahCode // of rules that are some wilayah's own
	Standards  []string      // that were used
	ByClass    []ClassNeed
	ByFacility []FacilityNeed
	Facilities int // by workload those with volumes, by ratio the puskesmas
	Overrides  []RuleOverride
	Incomplete int             // needs by workload to which some main activity's volume is missing
	Missing    []MissingVolume // of these, the most often missing first
	Failed     []FailedNeed    // that are left out
}

// WorkforceTraits are what need by workload or ratio is computed from, of one facility.
type WorkforceTraits struct {
	Facility int64            `json:"facility_id"`
	Kind     FacilityKind     `json:"kind"`
	Wilayah  WilayahCode      `json:"wilayah"` // the narrowest that is known
	People   *float64         `json:"people"`  // of its service area; nil: not known
	Volumes  []WorkloadVolume `json:"volumes"`
}

// WorkloadVolume is how much of an activity a facility did in a year.
type WorkloadVolume struct {
	Profession  string   `json:"profession"`
	Activity    string   `json:"activity"`
	Volume      float64  `json:"volume"`
	NormMinutes *float64 `json:"norm_minutes"` // the facility's own; nil: the rule's
	Counted     bool     `json:"counted"`      // false: the list itself leaves it out
}
