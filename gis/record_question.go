package gis

import "slices"

// Area is the part of the country that a question is about. Puskesmas narrows it
// to the wilayah kerja of one: for desa those its service area names, for
// facilities itself, those whose induk it is and those in its service area.
type Area struct {
	Within    WilayahCode
	Puskesmas *int64
}

// Page is the part of a list asked for. After holds the sort keys of the row
// before the page, as JSON gave them: string, float64 or nil.
type Page struct {
	First int
	After []any
	Total bool // whether the total is wanted: counting costs
}

// Listed is a row with the keys it sorts by.
type Listed[T any] struct {
	Row  T     `json:"row"`
	Keys []any `json:"keys"`
}

// List is a page of rows. Version names the data it was read from: a cursor of
// another version is refused.
type List[T any] struct {
	Version string      `json:"version"`
	Total   int         `json:"total"`
	Rows    []Listed[T] `json:"rows"`
	More    bool        `json:"-"`
}

// Order is one key of an order; the key is a name the store knows.
type Order struct {
	Key       string
	Direction Direction
}

// DesaQuestion asks for desa and kelurahan.
type DesaQuestion struct {
	Area
	NameContains         string
	Units                WilayahUnits
	Missing              *MissingPart
	MinPeople, MaxPeople *int
	Order                []Order
}

// WilayahQuestion looks wilayah up by what somebody typed. Name is folded; of Name
// and Code at most one is set, and without either all of the level are meant.
type WilayahQuestion struct {
	Name  string
	Code  string // the beginning of a code
	Level *WilayahLevel
	First int
}

// FacilityQuestion asks for facilities.
type FacilityQuestion struct {
	Area
	Kinds           []FacilityKind
	NameContains    string
	Status          []OperationalStatus
	LocationQuality []LocationQuality
	Flagged         *bool
	RawatInap       *bool
	Order           []Order
}

// GapQuestion asks which desa lack a pustu. Worth holds the values of a travel
// order by desa, one list an order key that needs one.
type GapQuestion struct {
	Area
	Rule   PustuRule
	Units  WilayahUnits
	Status []GapStatus
	AsOf   Date
	Since  *Date
	Order  []GapOrder
}

// GapOrder is one key of the order of desa gaps. The figures of a travel key are those
// that the store keeps, or Codes and Values: a desa without one counts as worst.
type GapOrder struct {
	Order
	Kept   *KeptFigure
	Codes  []WilayahCode
	Values []float64
}

// KeptFigure is one figure of the kept trips of an area's desa as of a day.
type KeptFigure struct {
	KeptTravel
	Within WilayahCode
	Day    Date
	Time   bool // the duration, else the distance
}

// GapList is a page of gaps with the counts over the whole area.
type GapList struct {
	List[DesaGap]
	Counts []PustuCount `json:"counts"`
}

// WorkforceQuestion asks for staff required, available and missing.
type WorkforceQuestion struct {
	Area
	Kinds    []FacilityKind
	Klaster  []Klaster
	Rule     WorkforceRule
	Standard *string
	// WKTMinutes stands for the working time that a rule of workload brings.
	WKTMinutes *float64
	Rounding   NeedRounding
	AsOf       Date
	Group      []WorkforceGroup
	// Need is what the rule asks: computed before the store is asked.
	Need WorkforceNeed
}

// ByKlaster reports whether it matters who serves which klaster.
func (q WorkforceQuestion) ByKlaster() bool {
	return q.Klaster != nil || slices.Contains(q.Group, ByKlaster)
}

// WorkforceList is a page of gap rows with the figures over all of them.
type WorkforceList struct {
	List[WorkforceGapRow]
	Totals WorkforceFigures `json:"totals"`
}
