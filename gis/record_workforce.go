package gis

type (
	Klaster            string
	WorkforceGroup     string
	StandardConfidence string
)

// FiveKlaster are the klaster of ILP.
var FiveKlaster = []Klaster{"KLASTER_1", "KLASTER_2", "KLASTER_3", "KLASTER_4", "KLASTER_5"}

const (
	ByProfession WorkforceGroup = "PROFESSION"
	ByKlaster    WorkforceGroup = "KLASTER"
	ByFacility   WorkforceGroup = "FACILITY"
	ByKecamatan  WorkforceGroup = "KECAMATAN"
	ByKabupaten  WorkforceGroup = "KABUPATEN_KOTA"
)

// Profession is a kind of health worker (jenis SDMK).
type Profession struct {
	Code   string `json:"code"`
	NameID string `json:"name_id"`
	NameEn string `json:"name_en"`
}

// OtherStaff is the code of whoever a list calls by a word that is not known: no one
// profession, so that nothing follows from a list without any.
const OtherStaff = "LAIN"

// WorkforceFigures are what one row, or all of them, add up to. Required is nil
// where no rule applies, gaps where no facility has both a need and staff. Of facilities
// whose need is not known exactly, only the Min and Max figures speak.
type WorkforceFigures struct {
	Required       *float64 `json:"required"`
	RequiredExact  *float64 `json:"required_exact"` // before rounding
	RequiredMin    *float64 `json:"required_min"`
	RequiredMax    *float64 `json:"required_max"`
	AvailableAsn   float64  `json:"available_asn"`
	AvailableAll   float64  `json:"available_all"`
	AtUnnamedPustu float64  `json:"at_unnamed_pustu"` // in no other figure
	GapAsn         *float64 `json:"gap_asn"`
	GapAsnMin      *float64 `json:"gap_asn_min"`
	GapAsnMax      *float64 `json:"gap_asn_max"`
	GapAll         *float64 `json:"gap_all"`
	GapAllMin      *float64 `json:"gap_all_min"`
	GapAllMax      *float64 `json:"gap_all_max"`
	SurplusAll     *float64 `json:"surplus_all"`
	UnplacedAll    float64  `json:"unplaced_all"` // per klaster: in none, so that they may serve this one
}

// WorkforceGapRow is one row of the groups asked for.
type WorkforceGapRow struct {
	WorkforceFigures
	Klaster                    *Klaster     `json:"klaster"`
	Profession                 *Profession  `json:"profession"`
	FacilityID                 *int64       `json:"facility_id"`
	WilayahCode                *WilayahCode `json:"wilayah"`
	ShortIDs                   []int64      `json:"short_ids"` // the first 100
	FacilitiesShortCount       int          `json:"facilities_short_count"`
	FacilitiesPossiblyShort    int          `json:"facilities_possibly_short"`
	FacilitiesWithoutStaffData int          `json:"facilities_without_staff_data"`
	FacilitiesNotMapped        int          `json:"facilities_not_mapped"`
	FacilitiesNeedUnknown      int          `json:"facilities_need_unknown"`
}

// Standard is a rule that says how many of which profession a facility needs.
type Standard struct {
	ID          string             `json:"id"`
	Title       string             `json:"title"`
	Regulation  string             `json:"regulation"`
	Article     string             `json:"article"`
	WilayahCode *WilayahCode       `json:"wilayah"`
	ValidFrom   *Date              `json:"valid_from"`
	ValidTo     *Date              `json:"valid_to"`
	Revoked     bool               `json:"revoked"`
	RevokedBy   string             `json:"revoked_by"`
	Confidence  StandardConfidence `json:"confidence"`
	Source      string             `json:"source"`
	Rank        int                `json:"rank"`
	Rule        WorkforceRule      `json:"rule"`
	WKTMinutes  *float64           `json:"wkt_minutes"`
	TargetYear  *int               `json:"target_year"` // a ratio that is a target: for which year
	Rows        []StandardRow      `json:"rows"`
	Activities  []WorkloadActivity `json:"activities"`
	Ratios      []RatioRow         `json:"ratios"`
}

// StandardRow is one line of a standard; nil means any.
type StandardRow struct {
	FacilityKind FacilityKind  `json:"facility_kind"`
	AreaCategory *AreaCategory `json:"area_category"`
	RawatInap    *bool         `json:"rawat_inap"`
	Klaster      *Klaster      `json:"klaster"`
	Profession   Profession    `json:"profession"`
	Required     float64       `json:"required"`
}
