package gis

type (
	PosyanduService string
	PosyanduLack    string
	KaderLevel      string
)

const (
	ServiceIbuHamil PosyanduService = "IBU_HAMIL"
	ServiceBalita   PosyanduService = "BALITA"
	ServiceRemaja   PosyanduService = "REMAJA"
	ServiceDewasa   PosyanduService = "DEWASA"
	ServiceLansia   PosyanduService = "LANSIA"

	LackPosyandu PosyanduLack = "POSYANDU"
	LackKader    PosyanduLack = "KADER"
	LackService  PosyanduLack = "SERVICE"
	LackUnknown  PosyanduLack = "UNKNOWN"

	KaderPurwa KaderLevel = "PURWA"
	KaderMadya KaderLevel = "MADYA"
	KaderUtama KaderLevel = "UTAMA"
)

// PosyanduServices are the services over the life course, in its order.
var PosyanduServices = []PosyanduService{ServiceIbuHamil, ServiceBalita, ServiceRemaja, ServiceDewasa, ServiceLansia}

// CompetenceGroup is one of the five groups of the 25 competences of kader.
type CompetenceGroup struct {
	Code           string
	NameID, NameEn string
	Competences    int
}

// CompetenceGroups are 4 + 7 + 6 + 3 + 5 competences, as secondary sources count them.
var CompetenceGroups = []CompetenceGroup{
	{"PENGELOLAAN", "Pengelolaan posyandu", "Running the posyandu", 4},
	{"BAYI_BALITA", "Bayi dan balita", "Infants and children under five", 7},
	{"IBU_HAMIL_MENYUSUI", "Ibu hamil dan menyusui", "Pregnant and breastfeeding mothers", 6},
	{"USIA_SEKOLAH_REMAJA", "Usia sekolah dan remaja", "School age and adolescents", 3},
	{"DEWASA_LANSIA", "Usia dewasa dan lansia", "Adults and the elderly", 5},
}

// CompetenceGroupOf is the group of a code.
func CompetenceGroupOf(code string) CompetenceGroup {
	for _, g := range CompetenceGroups {
		if g.Code == code {
			return g
		}
	}
	return CompetenceGroup{Code: code}
}

// PosyanduQuestion asks for posyandu; PosyanduGapQuestion for desa and what their
// posyandu lack.
type PosyanduQuestion struct {
	Area
	AsOf Date
}

type PosyanduGapQuestion struct {
	PosyanduQuestion
	Units    WilayahUnits
	Lack     []PosyanduLack
	Standard string
}

// PosyanduGap is a desa and what its posyandu lack.
type PosyanduGap struct {
	Desa            Wilayah           `json:"w"`
	Status          GapStatus         `json:"status"`
	Posyandu        int               `json:"posyandu"`
	FewKader        int               `json:"few_kader"`
	KaderUnknown    int               `json:"kader_unknown"`
	KaderShort      int               `json:"kader_short"`
	ServicesMissing []PosyanduService `json:"services_missing"`
	ServicesUnknown []PosyanduService `json:"services_unknown"`
	RegisterAsOf    *Date             `json:"register_as_of"`
}

// PosyanduCounts are over all desa asked about, whatever they lack.
type PosyanduCounts struct {
	Desa         int                    `json:"desa"`
	Has          int                    `json:"has"`
	Lacks        int                    `json:"lacks"`
	Unknown      int                    `json:"unknown"`
	Posyandu     int                    `json:"posyandu"`
	FewKader     int                    `json:"few_kader"`
	KaderUnknown int                    `json:"kader_unknown"`
	KaderShort   int                    `json:"kader_short"`
	Services     []PosyanduServiceCount `json:"services"`
}

// PosyanduServiceCount is in how many desa some posyandu gives a service.
type PosyanduServiceCount struct {
	Service PosyanduService `json:"service"`
	Has     int             `json:"has"`
	Lacks   int             `json:"lacks"`
	Unknown int             `json:"unknown"`
}

// PosyanduGapList is a page of gaps with the counts over the whole area, and the
// standard that says how many kader a posyandu needs.
type PosyanduGapList struct {
	List[PosyanduGap]
	Counts   PosyanduCounts `json:"counts"`
	MinKader *float64       `json:"min_kader"`
}

// Posyandu is a posyandu with its latest report; nil is not given.
type Posyandu struct {
	FacilityID  int64                     `json:"id"`
	Period      *Date                     `json:"period"`
	SourceID    *int64                    `json:"source_id"`
	Kader       *int                      `json:"kader"`
	Purwa       *int                      `json:"purwa"`
	Madya       *int                      `json:"madya"`
	Utama       *int                      `json:"utama"`
	Given       map[PosyanduService]*bool `json:"services"`
	Competences map[string]map[string]int `json:"competences"` // by group and number
}
