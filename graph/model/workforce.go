package model

import "jangkau/gis"

// WorkforceComparisonConnection is a page of workforceComparison, with the questions
// put to the three rules.
type WorkforceComparisonConnection struct {
	Asks           []gis.WorkforceQuestion
	TotalCount     int
	Contradictions int
	Edges          []*WorkforceComparisonEdge
	PageInfo       *PageInfo
}

// StaffCountConnection is a page of workforceStaff and the question it answers.
type StaffCountConnection struct {
	Ask        gis.StaffQuestion
	TotalCount int
	Total      *gis.StaffTotal
	Edges      []*StaffCountEdge
	PageInfo   *PageInfo
}

// WorkforceKlaster is staff by klaster and the question it answers.
type WorkforceKlaster struct {
	gis.WorkforceKlaster
	Ask gis.WorkforceQuestion
}

// WorkforceChangeConnection is a page of workforceChange, with the questions about its
// two days.
type WorkforceChangeConnection struct {
	From, To   gis.WorkforceQuestion
	TotalCount int
	Edges      []*WorkforceChangeEdge
	PageInfo   *PageInfo
}

// WorkforceRedistribution is which posts could move, and how they travel.
type WorkforceRedistribution struct {
	Ask          gis.WorkforceQuestion
	Asked        TravelAsked
	Limits       RedistributionLimits
	Moves        []*gis.PostMove
	Professions  []*gis.RedistributionRow
	Recruitment  []*gis.RecruitmentNeed
	GapPosts     int
	SurplusPosts int
	Moved        int
	Recruit      int
	NotCompared  int // facilities without staff data, or whose need is not known
	NoPlace      int // facilities that no trip begins or ends at
	NotComputed  int // pairs of too many and too few whose trip is not known
}

// RedistributionLimits are how far a post may move; nil is no limit.
type RedistributionLimits struct{ Minutes, Km *float64 }
