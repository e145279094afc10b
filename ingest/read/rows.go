package read

import (
	"time"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
)

// Boundary is one wilayah with its area.
type Boundary struct {
	Line    int
	Code    gis.WilayahCode
	Name    string
	BPSCode string
	Geom    *geom.MultiPolygon // lon/lat, EPSG:4326, XY; rings closed, validity not checked
}

// KindSource says what decided a facility's kind.
type KindSource string

const (
	KindFromColumn KindSource = "COLUMN"
	KindFromName   KindSource = "NAME"
	KindFromBoth   KindSource = "BOTH" // column and name agree
	KindFromNone   KindSource = "NONE" // neither says: Kind is LAIN
)

// Identifier is a code of some system that names a facility.
type Identifier struct {
	System string // kemenkes_sdmk, osm, bpjs, kode, or what the caller named
	Value  string
}

// Facility is one row of a facility list, as written, with its kind worked out.
type Facility struct {
	Line        int
	Name        string
	Kind        gis.FacilityKind
	KindFrom    KindSource
	KindRaw     string           // what the kind column says
	KindGuess   gis.FacilityKind // set when the name nearly spells a kind: a person decides
	Former      bool             // the name says eks/bekas: Kind is LAIN
	Identifiers []Identifier

	Lon, Lat *float64 // both or neither
	Swapped  bool     // Lon and Lat stay as given, but only turned round do they lie in Indonesia
	Address  string

	DesaCode         gis.WilayahCode
	DesaName         string
	KecamatanName    string
	KecamatanDerived bool // taken out of the address, not from a column
	KabupatenName    string
	ProvinsiName     string

	Induk       string // the puskesmas a pustu belongs to: name or code, as written
	ServiceArea []string

	Status, Condition, Ownership string // as written
	AreaCategory                 string // perkotaan, perdesaan, terpencil, sangat terpencil; as written
	RawatInap, PONED, PONEK      *bool
	Opened, Closed               *time.Time
}

// Population is people of a desa, or of a settlement point within one.
type Population struct {
	Line     int
	Code     gis.WilayahCode // empty for a settlement point that gives none
	Name     string
	People   int
	Unknown  bool     // the list names the place and gives no number
	Lon, Lat *float64 // set for settlement points
}

// Staff is a count of people of one profession at one facility: never a person.
type Staff struct {
	Line             int
	FacilityName     string
	FacilityCode     string
	Workplace        string // where they work, when the facility is only where they are booked
	Profession       string // folded key, e.g. "dokter gigi spesialis"
	ProfessionRaw    string
	EmploymentStatus string // as written
	Funding          string // as written
	Klaster          []string
	Role             string   // in the klaster: PJ or anggota, as written
	Roles            []string // of Klaster, one each, where rows of one person differ; nil: Role
	Level            string   // of the functional post (jenjang), as written
	Count            int
	Year             int       // of the period
	Period           time.Time // the day given, else 31 December of Year; zero when the file has none
}

// RoadNode is an end of at least one edge.
type RoadNode struct {
	ID       int64
	Lon, Lat float64
}

// Modes is a set of ways to travel.
type Modes uint8

const (
	Car Modes = 1 << iota
	Motorcycle
	Foot
	Boat

	// AllModes are those by land.
	AllModes = Car | Motorcycle | Foot
)

// Has reports whether m holds all of x.
func (m Modes) Has(x Modes) bool { return m&x == x }

// RoadEdge is a stretch of road between two nodes with none in between. Forward
// and Backward say who may travel it from From to To and the other way.
type RoadEdge struct {
	From, To          int64
	WayID             int64 // OSM way, 0 elsewhere
	Class             string
	Surface           string
	Tracktype         string
	Smoothness        string
	Structure         string // "", Bridge, Tunnel or Ford
	Name              string
	Forward, Backward Modes
	MaxSpeedKmh       float64 // 0: not given
	Ferry             bool
	FerryDurationS    float64      // this edge's share of the crossing; 0: not given
	LengthM           float64      // as the file gives it; 0: to be computed
	Geometry          [][2]float64 // lon, lat, both ends included
}
