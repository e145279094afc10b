package gis

import "slices"

// WorkforceCells are need and staff of an area facility by facility, each person once.
type WorkforceCells struct {
	Version     string              `json:"version"`
	Professions []Profession        `json:"professions"` // all there are, in their order
	Facilities  []WorkforceFacility `json:"facilities"`  // by desa, name and id
	Cells       []WorkforceCell     `json:"cells"`       // by facility as above, then profession
}

// WorkforceFacility is a facility in question.
type WorkforceFacility struct {
	ID       int64       `json:"id"`
	Wilayah  WilayahCode `json:"wilayah"` // the narrowest that is known; "" where none is
	Known    bool        `json:"known"`   // it has staff data
	Period   *Date       `json:"period"`  // of its staff data
	Unmapped bool        `json:"unmapped"`
	Hidden   []string    `json:"hidden"` // professions that its latest list says nothing of
}

// Knows reports whether it is known how many of a profession there are.
func (f WorkforceFacility) Knows(profession string) bool {
	return f.Known && !slices.Contains(f.Hidden, profession)
}

// WorkforceCell is one profession at one facility. Min and Max are nil where no rule
// asks anything; they differ where the need is not known exactly, and Max alone is nil
// where there is no most.
type WorkforceCell struct {
	Facility   int64    `json:"facility_id"`
	Profession string   `json:"profession"`
	Min        *float64 `json:"lo"`
	Max        *float64 `json:"hi"`
	Exact      *float64 `json:"exact"`
	Asn        float64  `json:"asn"`
	All        float64  `json:"everyone"`
	Known      bool     `json:"known"`
}

// StaffSet is people at one facility who serve the same klaster in the same roles.
type StaffSet struct {
	Facility int64     `json:"facility_id"`
	Klaster  []Klaster `json:"klaster"`
	Pj       []Klaster `json:"klaster_pj"`
	Asn      float64   `json:"asn"`
	All      float64   `json:"everyone"`
}

// UnitCost is what one post costs in a year.
type UnitCost struct {
	Profession string  `json:"profession"`
	Status     *string `json:"status"` // nil: whatever the status
	Funding    Funding `json:"funding"`
	RupiahYear float64 `json:"rupiah_year"`
	Source     string  `json:"source"`
}

// Funding is who pays.
type Funding struct {
	Code   string `json:"code"`
	NameID string `json:"name_id"`
	NameEn string `json:"name_en"`
}
