package gis

// The records in record_*.go are what the store answers and GraphQL serves: db
// fills them, graph hands them on, and neither needs to know the other. Their
// JSON names are the columns of db's statements.

// Date is a day, YYYY-MM-DD. It is text because a time.Time would drag a time
// zone into something that has none.
type Date string

// Wilayah is an administrative area as stored. What is summed over its desa is in
// WilayahRollup.
type Wilayah struct {
	Code            WilayahCode     `json:"code"`
	Level           WilayahLevel    `json:"level"`
	ParentCode      *WilayahCode    `json:"parent"`
	Name            *string         `json:"name"`
	BpsCode         *string         `json:"bps_code"`
	IsKelurahan     *bool           `json:"is_kelurahan"`
	OwnAreaKm2      *float64        `json:"area_km2"`
	BoundaryQuality BoundaryQuality `json:"boundary_quality"`
	HasPolygon      bool            `json:"has_polygon"`
	OwnPeople       *int            `json:"people"` // of a desa; nil for higher levels
	SourceID        int64           `json:"source_id"`
}

// WilayahRollup is what a wilayah adds up to over the desa in it (a desa: itself).
type WilayahRollup struct {
	Code      WilayahCode `json:"code"`
	Desa      int         `json:"desa"`
	Kelurahan int         `json:"kelurahan"`
	Polygons  int         `json:"polygons"`
	People    *int        `json:"people"`
	AreaKm2   *float64    `json:"area_km2"`
}

type BoundaryQuality string

const (
	BoundarySource      BoundaryQuality = "SOURCE"
	BoundaryRepaired    BoundaryQuality = "REPAIRED"
	BoundaryApproximate BoundaryQuality = "APPROXIMATE"
	BoundaryDerived     BoundaryQuality = "DERIVED"
	BoundaryNone        BoundaryQuality = "NONE"
)

// MissingPart is something a wilayah has not got yet.
type MissingPart string

const (
	MissingName    MissingPart = "NAME"
	MissingPolygon MissingPart = "POLYGON"
	MissingPeople  MissingPart = "PEOPLE"
)

// WilayahUnits says which village-level wilayah a figure counts.
type WilayahUnits string

const (
	OnlyDesa         WilayahUnits = "DESA"
	OnlyKelurahan    WilayahUnits = "KELURAHAN"
	DesaAndKelurahan WilayahUnits = "DESA_AND_KELURAHAN"
)

// Counts reports whether a desa-level wilayah is one of the units.
func (u WilayahUnits) Counts(kelurahan bool) bool {
	switch u {
	case OnlyDesa:
		return !kelurahan
	case OnlyKelurahan:
		return kelurahan
	default:
		return true
	}
}

// Direction orders a list. What is unknown comes last in either.
type Direction string

const (
	Ascending  Direction = "ASC"
	Descending Direction = "DESC"
)
