package gis

// Facility is a health facility as stored.
type Facility struct {
	ID              int64              `json:"id"`
	Kind            FacilityKind       `json:"kind"`
	LocalKind       string             `json:"local_kind"`
	Name            string             `json:"name"`
	Address         string             `json:"address"`
	Ownership       string             `json:"ownership"`
	RawatInap       *bool              `json:"rawat_inap"`
	Poned           *bool              `json:"poned"`
	Ponek           *bool              `json:"ponek"`
	AreaCategory    *AreaCategory      `json:"area_category"`
	IndukID         *int64             `json:"induk_id"`
	DesaCode        *WilayahCode       `json:"desa"`
	DeclaredCode    *WilayahCode       `json:"declared_desa"`
	LocatedCode     *WilayahCode       `json:"located_desa"`
	Point           *Point             `json:"point"`
	LocationQuality LocationQuality    `json:"location_quality"`
	Status          OperationalStatus  `json:"status"`
	Condition       *FacilityCondition `json:"condition"`
	Opened          *Date              `json:"opened"`
	Closed          *Date              `json:"closed"`

	Version int                 `json:"version"`
	Mended  []FacilityEditField `json:"mended"`
}

// Point is in degrees, EPSG:4326.
type Point struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

type (
	AreaCategory      string
	LocationQuality   string
	OperationalStatus string
	FacilityCondition string
)

const (
	Perkotaan       AreaCategory = "PERKOTAAN"
	Perdesaan       AreaCategory = "PERDESAAN"
	Terpencil       AreaCategory = "TERPENCIL"
	SangatTerpencil AreaCategory = "SANGAT_TERPENCIL"

	LocatedPoint LocationQuality = "POINT"
	LocatedDesa  LocationQuality = "DESA"
	LocatedNone  LocationQuality = "NONE"

	StatusOpen         OperationalStatus = "OPEN"
	StatusClosed       OperationalStatus = "CLOSED"
	StatusNotOperating OperationalStatus = "NOT_OPERATING"
	StatusUnknown      OperationalStatus = "UNKNOWN"

	ConditionBaik        FacilityCondition = "BAIK"
	ConditionRusakRingan FacilityCondition = "RUSAK_RINGAN"
	ConditionRusakSedang FacilityCondition = "RUSAK_SEDANG"
	ConditionRusakBerat  FacilityCondition = "RUSAK_BERAT"
)

// FacilityIdentifier is a facility's number in somebody's register.
type FacilityIdentifier struct {
	System    string `json:"system"`
	Value     string `json:"value"`
	ValidFrom *Date  `json:"valid_from"`
}

// FacilitySource is one list that holds a facility.
type FacilitySource struct {
	SourceID     int64    `json:"source_id"`
	Name         string   `json:"name"`
	Point        *Point   `json:"point"`
	DistanceM    *float64 `json:"distance_m"`
	MissingSince *Date    `json:"missing_since"`
}
