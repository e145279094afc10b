package gis

import "time"

type (
	DataRole      string
	DataKind      string
	IssueSeverity string
	MatchSubject  string
	MatchStatus   string
)

const (
	RoleBoundaries DataRole = "BOUNDARIES"
	RoleFacilities DataRole = "FACILITIES"
	RolePopulation DataRole = "POPULATION"
	RoleRoads      DataRole = "ROADS"
	RoleStaff      DataRole = "STAFF"
	RoleIndicators DataRole = "INDICATORS"
	RoleStandard   DataRole = "STANDARD"

	Real DataKind = "REAL"
	Demo DataKind = "DEMO"

	MatchPending MatchStatus = "PENDING"
)

// DataSource is a list that somebody publishes.
type DataSource struct {
	ID         int64     `json:"id"`
	Name       string    `json:"name"`
	Role       DataRole  `json:"role"`
	Kind       DataKind  `json:"kind"`
	Vintage    *Date     `json:"vintage"`
	Licence    *string   `json:"licence"`
	Publisher  *string   `json:"publisher"`
	URL        *string   `json:"url"`
	Checksum   *string   `json:"checksum"`
	ImportedAt time.Time `json:"imported_at"`
}

// ImportRun is one import of one file, with its report's counts.
type ImportRun struct {
	ID         int64     `json:"id"`
	SourceID   int64     `json:"source_id"`
	FileName   string    `json:"file_name"`
	Checksum   string    `json:"checksum"`
	StartedAt  time.Time `json:"started_at"`
	FinishedAt time.Time `json:"finished_at"`
	RowsRead   int       `json:"rows_read"`
	Added      int       `json:"added"`
	Changed    int       `json:"changed"`
	Unchanged  int       `json:"unchanged"`
	Rejected   int       `json:"rejected"`
	Suspicious int       `json:"suspicious"`
	Missing    int       `json:"missing"`
}

// ImportIssue is one row an import rejected, flagged or repaired.
type ImportIssue struct {
	Line     int           `json:"line"`
	Code     string        `json:"code"`
	Severity IssueSeverity `json:"severity"`
	Field    string        `json:"field"`
	Value    string        `json:"value"`
	ReasonID string        `json:"reason_id"`
	ReasonEn string        `json:"reason_en"`
	ActionID string        `json:"action_id"`
	ActionEn string        `json:"action_en"`
}

// MatchCase is a question that an import left open, or that a person decided.
type MatchCase struct {
	ID         int64            `json:"id"`
	Subject    MatchSubject     `json:"subject"`
	SourceID   int64            `json:"source_id"`
	Line       int              `json:"line"`
	Given      string           `json:"given"`
	Candidates []MatchCandidate `json:"candidates"`
	Status     MatchStatus      `json:"status"`
	Decision   *string          `json:"decision"`
	FacilityID *int64           `json:"facility_id"`
}

// MatchCandidate is one possible answer to a MatchCase, best first.
type MatchCandidate struct {
	Value string  `json:"value"`
	Label string  `json:"label"`
	Score float64 `json:"score"`
}
