package ingest

import (
	"context"
	"time"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest/read"
)

// FacilityLoad is what an import of facilities needs of the store: a handful of
// statements over all rows, never one a row.
type FacilityLoad interface {
	Load
	// FacilityList is what the store keeps of the list's earlier files.
	FacilityList(ctx context.Context) (FacilityList, error)
	// LocatePoints tells the desa each point lies in, else the nearest one.
	LocatePoints(ctx context.Context, points []network.Point) ([]Located, error)
	// Places are all provinsi and kabupaten, and what lies in those named. It
	// fails with Conflict where they hold demo data and the list is real, or the
	// other way round.
	Places(ctx context.Context, kabupaten []gis.WilayahCode) ([]gis.Place, error)
	// KnownFacilities are those of the kabupaten, those with one of the
	// identifiers and those of this list.
	KnownFacilities(ctx context.Context, kabupaten []gis.WilayahCode, ids []read.Identifier) ([]KnownFacility, error)
	// AreaDistances is the distance from each point to the nearest desa of the
	// area, metres; negative where it has no polygon.
	AreaDistances(ctx context.Context, pairs []PointArea) ([]float64, error)
	// NewFacilityIDs takes n ids that no facility has.
	NewFacilityIDs(ctx context.Context, n int) ([]int64, error)
	// WriteFacilities writes what differs.
	WriteFacilities(ctx context.Context, w FacilityWrites) (FacilityOutcome, error)
}

// FacilityList is a list as the store knows it.
type FacilityList struct {
	Vintage time.Time // the day this file is of
	Rows    []ListedRow
	Decided []Decision
}

// ListedRow is a row of an earlier file.
type ListedRow struct {
	Key, Hash string
	Facility  int64
	Missing   bool // a file between did not hold it
}

// Decision is what a person said of a match case of this list, or still has to.
type Decision struct {
	Subject, Key      string
	Pending, Accepted bool
	Value             string
}

// Located is where a point lies.
type Located struct {
	Desa     gis.WilayahCode // "" in none that is loaded
	Nearest  gis.WilayahCode // only then, and only within about 50 km
	NearestM float64
}

// PointArea asks how far a point is from an area.
type PointArea struct {
	Point network.Point
	Area  gis.WilayahCode
}

// KnownFacility is a facility of the store as rows are compared with it.
type KnownFacility struct {
	ID                int64
	Kind              gis.FacilityKind
	Name, Fold        string
	Kabupaten         gis.WilayahCode // "" where unknown
	Declared, Located gis.WilayahCode
	Induk             int64
	Point             *network.Point
	Mended            []gis.FacilityEditField // set by a person: lists do not change it
	Status, Condition string
	Own               bool // this list brought it in: its rows say what holds
	Identifiers       []read.Identifier
	ServiceArea       []gis.WilayahCode
}

// FacilityRecord is a facility to be added or brought up to date. What is empty
// leaves what the store has; unless Own, what the store has stays and only gaps
// are filled.
type FacilityRecord struct {
	ID                        int64
	New, Own, Reopen          bool
	Kind                      gis.FacilityKind
	LocalKind, Name, Fold     string
	Address, Ownership        string
	RawatInap, PONED, PONEK   *bool
	AreaCategory              string
	Induk                     int64
	Declared, Located         gis.WilayahCode
	Kabupaten                 gis.WilayahCode
	DeclaredArea              gis.WilayahCode // the kabupaten, else the provinsi, that the list names
	Point                     *network.Point
	Status, Condition         string
	Opened, Closed, KnownFrom *time.Time
}

// FacilityState is what a row says of the facility's operation. Changed is false
// where the row says the same as in the list's earlier file.
type FacilityState struct {
	Facility          int64
	Status, Condition string // one may be empty
	Changed           bool
}

// FacilityRefresh is what follows for an unchanged row when boundaries or other
// lists changed.
type FacilityRefresh struct {
	ID                int64
	Declared, Located gis.WilayahCode // "" leaves Declared and empties Located
	Induk             int64
}

// SourceRow is a row of this list as it is kept.
type SourceRow struct {
	Facility        int64
	Key, Hash, Name string
	Point           *network.Point
}

// ServiceArea is the desa that this list says a facility serves.
type ServiceArea struct {
	Facility int64
	Desa     []gis.WilayahCode
}

// MatchCase is a question for a person.
type MatchCase struct {
	Subject, Key, Given string
	Line                int
	Candidates          []gis.MatchCandidate
	Facility            int64
}

// Register says how far the list can be trusted to be whole.
type Register struct {
	Kind     gis.FacilityKind
	Wilayah  gis.WilayahCode
	Complete bool
}

// FacilityWrites is all that an import changes.
type FacilityWrites struct {
	Facilities  []FacilityRecord
	Refresh     []FacilityRefresh
	States      []FacilityState
	Sources     []SourceRow // added, changed or back after missing
	Rekeyed     []string    // keys that others took the place of
	Identifiers map[read.Identifier]int64
	Areas       []ServiceArea
	Cases       []MatchCase
	Unmended    map[int64][]gis.FacilityEditField // fields of which the list now says what a person had set
	Settled     []int64                           // facilities whose pending cases, unless in Cases, no longer arise
	Registers   []Register
	Keys        []string // all rows of the file
	Within      gis.WilayahCode
}

// MissingRow is a row of an earlier file that this one does not hold.
type MissingRow struct {
	Facility int64
	Name     string
	Wilayah  gis.WilayahCode
	Closed   bool
}

// FacilityOutcome is what only the store could tell.
type FacilityOutcome struct{ Missing []MissingRow }
