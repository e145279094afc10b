package graph

import (
	"jangkau/gis"
	"jangkau/graph/internal/exec"
	"jangkau/graph/model"
	"jangkau/job"
)

// Every field costs one, and a list costs its rows times what a row costs. Lists
// without a page are taken at the length that is usual for them.
const (
	usualChildren    = 30
	usualFound       = 20
	usualDesa        = 250 // of a kabupaten
	usualServiceArea = 10
	usualServedBy    = 5
	usualShort       = 20
	usualSmall       = 3
	searchCost       = 50     // a search over the road network
	statementCost    = 100    // a list of its own
	shapeCost        = 10     // a boundary
	tableCost        = 20_000 // up to a million trips, about 100 MB: some at once
	jobCost          = 5000   // long work: some at once, not a queue full
)

func pageOf(first *int, ordinary int) int {
	if first != nil {
		return max(*first, 1)
	}
	return ordinary
}

// most is beyond any limit: what is nested too deep stays there instead of
// overflowing into something small.
const most = 1 << 40

// rows is what n rows cost, and own the list itself.
func rows(own, n, child int) int {
	if child > most/max(n, 1) {
		return most
	}
	return own + n*child
}

func times(n int) func(int) int { return func(child int) int { return rows(1, n, child) } }

func complexity(c *exec.ComplexityRoot) {
	c.Query.Desa = func(child int, _ gis.WilayahCode, _ *string, _ *model.DesaFilter, _ []*model.DesaOrder, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 50), child)
	}
	c.Query.WilayahSearch = func(child int, _ string, _ *gis.WilayahLevel, first *int) int {
		return rows(statementCost, pageOf(first, usualFound), child)
	}
	c.Query.Facilities = func(child int, _ gis.WilayahCode, _ *string, _ []gis.FacilityKind, _ *model.FacilityFilter, _ []*model.FacilityOrder, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 50), child)
	}
	c.Query.DesaWithoutPustu = func(child int, _ gis.WilayahCode, _ *string, _ gis.PustuRule, _ gis.WilayahUnits, _ []gis.GapStatus, _, _ *gis.Date, orders []*model.DesaGapOrder, first *int, _ *string) int {
		return rows(statementCost+len(orders)*searchCost, pageOf(first, 50), child)
	}
	c.Query.Mentoring = func(child int, _ gis.WilayahCode, _ *string, _ []string, _ gis.MentoringFilter, _ *gis.Date, _ gis.TravelProfile, _ *string, _ gis.TravelMetric, first *int, _ *string) int {
		return rows(statementCost+searchCost, pageOf(first, 50), child)
	}
	c.Query.PosyanduGaps = func(child int, _ gis.WilayahCode, _ *string, _ gis.WilayahUnits, _ []gis.PosyanduLack, _ string, _ *gis.Date, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 50), child)
	}
	c.Query.Posyandu = func(child int, _ gis.WilayahCode, _ *string, _ *gis.Date, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 50), child)
	}
	c.Query.WorkforceGaps = func(child int, _ *gis.WilayahCode, _ *string, _ []gis.FacilityKind, _ []gis.Klaster, _ gis.WorkforceRule, _ *string, _ *float64, _ gis.NeedRounding, _ *gis.Date, _ []gis.WorkforceGroup, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 100), child)
	}
	c.Query.WorkforceStaff = func(child int, _ gis.WilayahCode, _ *string, _ []gis.FacilityKind, _ []gis.Klaster, _ []string, _ *gis.Date, _ []gis.StaffGroup, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 100), child)
	}
	c.Query.WorkforceComparison = func(child int, _ gis.WilayahCode, _ *string, _ []gis.FacilityKind, _, _, _ *string, _ *float64, _ gis.NeedRounding, _ bool, _ *gis.Date, first *int, _ *string) int {
		return rows(4*statementCost, pageOf(first, 100), child)
	}
	c.Query.WorkforceChange = func(child int, _ gis.WilayahCode, _ *string, _ []gis.FacilityKind, _, _ gis.Date, _ []gis.WorkforceGroup, _ *string, first *int, _ *string) int {
		return rows(2*statementCost, pageOf(first, 100), child)
	}
	c.Query.WorkforceKlaster = func(child int, _ gis.WilayahCode, _ *string, _ []gis.FacilityKind, _ *string, _ *gis.Date) int {
		return rows(3*statementCost, len(gis.FiveKlaster), child)
	}
	c.KlasterStaff.FacilitiesShort, c.KlasterStaff.FacilitiesWithoutStaff, c.KlasterStaff.PjMissing = times(usualShort), times(usualShort), times(usualShort)
	c.Query.WorkforceRedistribution = func(child int, _ gis.WilayahCode, _ []gis.FacilityKind, _ gis.WorkforceRule, _ *string, _ *float64, _ gis.NeedRounding, _ []string, _ gis.TravelProfile, _ *string, _ gis.TravelMetric, _, _ *float64, _ *gis.Date) int {
		return rows(10*searchCost, usualChildren, child)
	}
	c.Query.NearestFacilities = func(child int, _ model.PointInput, _ []gis.FacilityKind, _ gis.TravelProfile, _ *string, _ gis.TravelMetric, first *int) int {
		return rows(searchCost, pageOf(first, 5), child)
	}
	c.Query.Isochrone = func(child int, _ *model.PointInput, _ *string, _ gis.TravelProfile, _ *string, by gis.TravelMetric, minutes []int, km []float64) int {
		if by == gis.ByTime {
			return rows(2*searchCost, len(minutes), child)
		}
		return rows(2*searchCost, len(km), child)
	}
	c.IsochroneBand.Area = func(child int) int { return shapeCost + child }
	c.IsochroneBand.Roads = func(child int) int { return shapeCost + child }
	c.Query.Trip = func(child int, _ model.TravelEnd, _ *model.TravelEnd, _ []gis.FacilityKind, _ gis.TravelProfile, _ *string, _ gis.TravelMetric) int {
		return searchCost + child
	}
	c.TripPath.Legs = times(usualChildren)
	c.TripPath.Line = func(child int) int { return shapeCost + child }
	c.Query.Catchments = func(child int, _ gis.WilayahCode, _ *string, _ []gis.FacilityKind, _ []string, _ gis.TravelProfile, _ *string, _ gis.TravelMetric, _ int, _ float64, _ []*model.CatchmentOrder, first *int, _ *string) int {
		return rows(statementCost+2*searchCost, pageOf(first, 50), child)
	}
	c.Catchment.Desa = func(child int, first *int) int { return rows(1, pageOf(first, 100), child) }
	c.Catchment.Declared = times(usualServiceArea)
	c.Catchment.Area = func(child int) int { return shapeCost + child }
	c.Catchment.Reach = func(child int) int { return searchCost + child }
	c.CatchmentReach.Area = func(child int) int { return searchCost + child }
	c.CatchmentReach.AreaKm2 = func(child int) int { return searchCost + child }
	c.Query.TravelTable = func(child int, _, _ model.TravelPlaces, _ gis.TravelProfile, _ *string, _ gis.TravelMetric) int {
		return rows(tableCost, 1, child)
	}
	c.TravelTable.From, c.TravelTable.To = times(usualChildren), times(usualChildren)
	c.Query.TravelSummary = func(child int, _ gis.WilayahCode, _ *string, _ []gis.FacilityKind, _ gis.TravelProfile, _ *string, _ gis.TravelMetric, _ []int, _ []float64, group *model.AreaGroup) int {
		switch {
		case group == nil:
			return searchCost + child
		case *group == model.AreaGroupDesaKelurahan:
			return rows(searchCost, usualDesa, child)
		default:
			return rows(searchCost, usualChildren, child)
		}
	}
	c.Query.WhatIf = func(child int, _ gis.WilayahCode, _ []gis.FacilityKind, _ gis.TravelProfile, _ *string, _ gis.TravelMetric, _ []int, _ []float64, changes []*model.WhatIfChange) int {
		return rows(2*searchCost+statementCost*len(changes), 1, child)
	}
	c.WhatIf.Changed = times(usualDesa)
	c.Query.ImportRuns = func(child int, _ *string, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 50), child)
	}
	c.Query.MatchCases = func(child int, _ *gis.WilayahCode, _ *gis.MatchStatus, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 50), child)
	}
	c.ImportRun.Issues = func(child int, _ []gis.IssueSeverity, first *int, _ *string) int {
		return rows(1, pageOf(first, 50), child)
	}
	c.Query.FacilityEdits = func(child int, _ gis.WilayahCode, _ *string, _ *gis.Date, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 50), child)
	}
	c.Facility.Edits = func(child int, first *int, _ *string) int { return rows(1, pageOf(first, 20), child) }
	c.FacilityEdit.Changes = times(usualSmall)
	c.Query.Jobs = func(child int, _ []job.State, first *int, _ *string) int {
		return rows(statementCost, pageOf(first, 50), child)
	}
	c.Query.TravelResults = times(usualChildren)
	c.Mutation.ComputeTravel = func(child int, _ *gis.WilayahCode, _ []gis.FacilityKind, _ gis.TravelProfile, _ *string, _ gis.TravelMetric) int {
		return jobCost + child
	}
	c.Wilayah.Children = times(usualChildren)
	c.Wilayah.Geometry = func(child int, _ *float64) int { return shapeCost + child }
	c.Facility.ServiceArea = times(usualServiceArea)
	c.Facility.Identifiers, c.Facility.Sources, c.Facility.Issues = times(usualSmall), times(usualSmall), times(usualSmall)
	c.DesaGap.ServedBy = times(usualServedBy)
	c.WorkforceGapRow.FacilitiesShort = times(usualShort)
	c.TravelGroup.Bands = times(usualSmall)
}
