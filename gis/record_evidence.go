package gis

import "time"

// DesaOf is a desa of an area with the puskesmas whose service area names it.
type DesaOf struct {
	Code      WilayahCode `json:"code"`
	Puskesmas []int64     `json:"puskesmas"`
}

// PointPlace is where a point lies: the landmass it is on, or the nearest within
// reach of a road; 0 where none is known. Desa is nil off the loaded polygons.
type PointPlace struct {
	Landmass int32        `json:"landmass"`
	Desa     *WilayahCode `json:"desa"`
}

// Revisions is what the store holds now, as numbers that grow with every change.
type Revisions struct {
	Dataset    int64  `json:"dataset"` // the CURRENT network dataset; 0 where there is none
	Hash       string `json:"hash"`
	Facility   int64  `json:"facility"`
	Wilayah    int64  `json:"wilayah"`
	Population int64  `json:"population"`
	Network    int64  `json:"network"`
}

// EvidenceQuestion asks what an answer about an area rests on.
type EvidenceQuestion struct {
	Area
	AsOf      Date
	People    bool
	Kinds     []FacilityKind // facilities used; nil: all kinds
	Facility  bool           // whether facilities were used at all
	Register  bool           // registers of these kinds
	Staff     bool
	Mentoring bool               // assignments of specialists
	Posyandu  bool               // reports of posyandu
	Dataset   int64              // the network dataset used; 0: none
	Used      []int64            // facilities that the answer names, wherever they are
	Workforce *WorkforceQuestion // the question whose standards were used
}

// Evidence is what an answer rests on, and what to know about it.
type Evidence struct {
	Sources           []*DataSource   `json:"sources"`
	Desa              int             `json:"desa"`
	WithoutPeople     int             `json:"without_people"`
	Uncovered         int             `json:"uncovered"` // desa outside the area that the roads cover
	WithoutDesa       int             `json:"without_desa"`
	NoServiceArea     bool            `json:"no_service_area"` // of the puskesmas asked for
	Network           *NetworkVersion `json:"network"`
	Standards         []Standard      `json:"standards"`
	WithoutStaff      int             `json:"without_staff"`
	WithoutStandard   int             `json:"without_standard"`
	StaffNoFacility   int             `json:"staff_no_facility"`
	StaffUnknownState int             `json:"staff_unknown_status"`
	NeedUnknown       int             `json:"need_unknown"` // facilities of which a trait that the standard goes by is not known
	Several           []SeveralLists  `json:"several"`
	Unlisted          []Unlisted      `json:"unlisted"`
	NeverListed       []string        `json:"never_listed"` // professions that are asked for and stand in no list
	NotMapped         int             `json:"not_mapped"`   // pustu whose staff may be booked at the induk
	AtPustu           int             `json:"at_pustu"`     // people at a pustu that their list does not name
	Shared            int             `json:"shared"`       // people in several klaster
	Unplaced          int             `json:"unplaced"`     // people in none, where klaster are asked for
	// By ratio: facilities of the jejaring without staff data, those of them that are pustu,
	// and desa in the service area of more than one puskesmas.
	JejaringUnknown int `json:"jejaring_unknown"`
	JejaringPustu   int `json:"jejaring_pustu"`
	SharedDesa      int `json:"shared_desa"`
}

// NetworkVersion is the road network that a travel figure was computed on.
type NetworkVersion struct {
	ID             int64       `json:"id"`
	Hash           string      `json:"hash"`
	Nodes          int         `json:"nodes"`
	Edges          int         `json:"edges"`
	LengthKm       float64     `json:"length_km"`
	CoverageMethod string      `json:"coverage_method"`
	CreatedAt      time.Time   `json:"created_at"`
	Source         *DataSource `json:"source"`
}

// SeveralLists are two lists of staff that speak of the same profession at the same
// facilities on the same day, of which one counts.
type SeveralLists struct {
	Counted    string `json:"counted"`
	LeftOut    string `json:"left_out"`
	Facilities int    `json:"facilities"`
}

// Unlisted is a profession of which the latest list of some facilities, another than the
// one before, says nothing.
type Unlisted struct {
	Profession string `json:"profession"`
	Facilities int    `json:"facilities"`
}
