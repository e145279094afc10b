package graph

import (
	"context"
	"encoding/json"

	"jangkau/gis"
	"jangkau/job"
	"jangkau/travel"
)

// Store opens a Reader for a request.
type Store interface {
	NewReader() Reader
}

// StoreFunc makes a Store of a function.
type StoreFunc func() Reader

func (f StoreFunc) NewReader() Reader { return f() }

// Reader is one request's view of the store: one moment, at most one connection,
// taken when first needed. Every method is one statement, and errors are *gis.Error.
type Reader interface {
	Close(ctx context.Context)
	// Renew makes what is read next of now, not of when the request began.
	Renew(ctx context.Context)

	Wilayah(ctx context.Context, codes []gis.WilayahCode) ([]*gis.Wilayah, error)
	Children(ctx context.Context, codes []gis.WilayahCode) ([]*gis.Wilayah, error)
	Rollups(ctx context.Context, codes []gis.WilayahCode) ([]gis.WilayahRollup, error)
	Geometries(ctx context.Context, codes []gis.WilayahCode, toleranceM float64) (map[gis.WilayahCode]json.RawMessage, error)
	Desa(ctx context.Context, q gis.DesaQuestion, page gis.Page) (gis.List[*gis.Wilayah], error)
	SearchWilayah(ctx context.Context, q gis.WilayahQuestion) ([]*gis.Wilayah, error)
	DesaOf(ctx context.Context, a gis.Area) ([]gis.DesaOf, error)
	PlaceOf(ctx context.Context, lon, lat float64) (gis.PointPlace, error)

	Facilities(ctx context.Context, ids []int64) ([]*gis.Facility, error)
	FacilityIDs(ctx context.Context, q gis.FacilityQuestion) ([]int64, error)
	ListFacilities(ctx context.Context, q gis.FacilityQuestion, page gis.Page) (gis.List[*gis.Facility], error)
	ServiceAreas(ctx context.Context, ids []int64) (map[int64][]*gis.Wilayah, error)
	ServedBy(ctx context.Context, desa []gis.WilayahCode) (map[gis.WilayahCode][]*gis.Facility, error)
	Induk(ctx context.Context, desa []gis.WilayahCode) (map[gis.WilayahCode][]int64, error)
	Identifiers(ctx context.Context, ids []int64) (map[int64][]*gis.FacilityIdentifier, error)
	FacilitySources(ctx context.Context, ids []int64) (map[int64][]*gis.FacilitySource, error)
	FacilityEdit(ctx context.Context, id int64) (*gis.FacilityEdit, error)
	ListEdits(ctx context.Context, q gis.EditQuestion, page gis.Page) (gis.List[*gis.FacilityEdit], error)
	FacilityEdits(ctx context.Context, ids []int64, page gis.Page) (map[int64]gis.List[*gis.FacilityEdit], error)
	FacilityHistories(ctx context.Context, ids []int64, day gis.Date) (map[int64]gis.Timeline, error)
	Functioning(ctx context.Context, ids []int64, day gis.Date) (map[int64]*gis.Functioning, error)
	FacilityIssues(ctx context.Context, ids []int64) (map[int64][]*gis.ImportIssue, error)

	HoldsTravel(ctx context.Context, q gis.KeptFigure) (bool, error)
	DesaGaps(ctx context.Context, q gis.GapQuestion, page gis.Page) (gis.GapList, error)
	WorkforceGaps(ctx context.Context, q gis.WorkforceQuestion, page gis.Page) (gis.WorkforceList, error)
	WorkforceStaff(ctx context.Context, q gis.StaffQuestion, page gis.Page) (gis.StaffList, error)
	Standards(ctx context.Context) ([]*gis.Standard, error)
	WorkforceCells(ctx context.Context, q gis.WorkforceQuestion) (gis.WorkforceCells, error)
	StaffSets(ctx context.Context, q gis.WorkforceQuestion) ([]gis.StaffSet, error)
	UnitCosts(ctx context.Context, within gis.WilayahCode, day gis.Date) ([]gis.UnitCost, error)
	WorkforceTraits(ctx context.Context, q gis.WorkforceQuestion) ([]gis.WorkforceTraits, error)

	Mentoring(ctx context.Context, q gis.MentoringQuestion, page gis.Page) (gis.MentoringList, error)
	PosyanduGaps(ctx context.Context, q gis.PosyanduGapQuestion, page gis.Page) (gis.PosyanduGapList, error)
	Posyandu(ctx context.Context, q gis.PosyanduQuestion, page gis.Page) (gis.List[gis.Posyandu], error)

	Sources(ctx context.Context) ([]*gis.DataSource, error)
	ImportRuns(ctx context.Context, source *int64, page gis.Page) (gis.List[*gis.ImportRun], error)
	ImportIssues(ctx context.Context, runs []int64, severity []gis.IssueSeverity, page gis.Page) (map[int64]gis.List[*gis.ImportIssue], error)
	MatchCases(ctx context.Context, area *gis.WilayahCode, status *gis.MatchStatus, page gis.Page) (gis.List[*gis.MatchCase], error)
	MatchCase(ctx context.Context, id int64) (*gis.MatchCase, error)
	Profiles(ctx context.Context) ([]*gis.Profile, error)
	ReadJob(ctx context.Context, id int64) (*job.Job, error)
	Jobs(ctx context.Context, states []job.State, page gis.Page) (gis.List[*job.Job], error)
	TravelKept(ctx context.Context, today travel.Day) ([]travel.Kept, error)
	Revisions(ctx context.Context) (gis.Revisions, error)
	Evidence(ctx context.Context, q gis.EvidenceQuestion) (gis.Evidence, error)
}
