package gis

type (
	StaffGroup string
	StaffRole  string
)

const (
	StaffByFacility   StaffGroup = "FACILITY"
	StaffByProfession StaffGroup = "PROFESSION"
	StaffByStatus     StaffGroup = "EMPLOYMENT_STATUS"
	StaffByFunding    StaffGroup = "FUNDING"
	StaffByLevel      StaffGroup = "LEVEL"
	StaffByKlaster    StaffGroup = "KLASTER"
	StaffByRole       StaffGroup = "ROLE"
	StaffByKecamatan  StaffGroup = "KECAMATAN"
	StaffByKabupaten  StaffGroup = "KABUPATEN_KOTA"
)

// StaffQuestion asks who is there, whatever a rule would ask for. What is nil is not
// narrowed down.
type StaffQuestion struct {
	Area
	Kinds       []FacilityKind
	Klaster     []Klaster
	Professions []string
	AsOf        Date
	Group       []StaffGroup
}

// EmploymentStatus is a status that a list states; the one that stands for "not known"
// is none.
type EmploymentStatus struct {
	Code   string `json:"code"`
	NameID string `json:"name_id"`
	NameEn string `json:"name_en"`
	Asn    bool   `json:"asn"`
}

// FunctionalLevel is the level of a functional post (jenjang jabatan fungsional).
type FunctionalLevel struct {
	Code   string `json:"code"`
	NameID string `json:"name_id"`
	NameEn string `json:"name_en"`
}

// StaffCountRow is one row of the groups asked for: nil is a group that was not asked
// for, or that the list does not state.
type StaffCountRow struct {
	FacilityID       *int64            `json:"facility_id"`
	Profession       *Profession       `json:"profession"`
	EmploymentStatus *EmploymentStatus `json:"status"`
	Funding          *Funding          `json:"funding"`
	Level            *FunctionalLevel  `json:"level"`
	Klaster          *Klaster          `json:"klaster"`
	Role             *StaffRole        `json:"role"`
	WilayahCode      *WilayahCode      `json:"wilayah"`
	NotStated        []StaffGroup      `json:"-"`
	People           float64           `json:"people"`
	Asn              float64           `json:"asn"`
	AtUnnamedPustu   float64           `json:"at_unnamed_pustu"` // not in people
	Facilities       int               `json:"facilities"`
}

// MarkNotStated sets NotStated: of the groups, those without a value.
func (r *StaffCountRow) MarkNotStated(groups []StaffGroup) {
	r.NotStated = []StaffGroup{}
	stated := map[StaffGroup]bool{
		StaffByFacility: r.FacilityID != nil, StaffByProfession: r.Profession != nil, StaffByStatus: r.EmploymentStatus != nil,
		StaffByFunding: r.Funding != nil, StaffByLevel: r.Level != nil, StaffByKlaster: r.Klaster != nil, StaffByRole: r.Role != nil,
		StaffByKecamatan: r.WilayahCode != nil && len(*r.WilayahCode) == len("35.10.01"), StaffByKabupaten: r.WilayahCode != nil,
	}
	for _, g := range groups {
		if !stated[g] {
			r.NotStated = append(r.NotStated, g)
		}
	}
}

// StaffTotal counts over all rows, each person once.
type StaffTotal struct {
	People           float64 `json:"people"`
	Asn              float64 `json:"asn"`
	StatusNotStated  float64 `json:"status_not_stated"`
	InSeveralKlaster float64 `json:"in_several_klaster"`
	AtUnnamedPustu   float64 `json:"at_unnamed_pustu"`
	Facilities       int     `json:"facilities"`
	WithoutStaff     int     `json:"without_staff"`
	NotMapped        int     `json:"not_mapped"`  // of those without, pustu whose induk has staff data
	Unplaced         float64 `json:"unplaced"`    // in no klaster, whether klaster are asked for or not
	NoFacility       float64 `json:"no_facility"` // at units that are no facility: not in People
}

// StaffList is a page of rows with the figures over all of them.
type StaffList struct {
	List[StaffCountRow]
	Total StaffTotal `json:"over_all"`
}
