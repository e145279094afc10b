package gis

// MentoringFilter says which puskesmas are listed.
type MentoringFilter string

const (
	MentoringAll     MentoringFilter = "ALL"
	MentoringWithout MentoringFilter = "WITHOUT"
)

// MentoringQuestion asks which specialist posts mentor the puskesmas of an area.
type MentoringQuestion struct {
	Area
	Specialties []string // all of these are asked for; none: any one
	Filter      MentoringFilter
	AsOf        Date
}

// MentoringPuskesmas is a puskesmas with the posts that mentor it.
type MentoringPuskesmas struct {
	PuskesmasID int64                 `json:"id"`
	Status      GapStatus             `json:"status"`
	Missing     []string              `json:"missing"` // of the specialties asked for
	Assignments []MentoringAssignment `json:"assignments"`
}

// MentoringAssignment is a post of a specialty at a hospital.
type MentoringAssignment struct {
	HospitalID int64  `json:"hospital_id"`
	Code       string `json:"specialty"`
	ValidFrom  Date   `json:"valid_from"`
	ValidTo    *Date  `json:"valid_to"`
	Trip       *Trip  `json:"-"` // from the puskesmas; nil where not asked for
}

// MentoringCounts are over all puskesmas of the area: Has + Lacks + Unknown = Puskesmas.
type MentoringCounts struct {
	Puskesmas int `json:"puskesmas"`
	Has       int `json:"has"`
	Lacks     int `json:"lacks"`
	Unknown   int `json:"unknown"`
}

// MentoringList is a page of puskesmas with the counts over the whole area.
type MentoringList struct {
	List[MentoringPuskesmas]
	Counts MentoringCounts `json:"counts"`
}
