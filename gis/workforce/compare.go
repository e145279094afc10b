package workforce

import (
	"slices"

	"jangkau/gis"
)

// Judge tells what one rule says of a cell; nil is a cell that the rule has not.
func Judge(c *gis.WorkforceCell) gis.WorkforceVerdict {
	if c == nil {
		return gis.WorkforceVerdict{Status: gis.NoRule}
	}
	v := gis.WorkforceVerdict{RequiredMin: c.Min, RequiredMax: c.Max, RequiredExact: c.Exact}
	if c.Known {
		v.AvailableAsn, v.AvailableAll = &c.Asn, &c.All
	}
	if c.Min == nil {
		v.Status = gis.NoRule
		return v
	}
	if c.Max != nil && *c.Min == *c.Max {
		v.Required = c.Min
	}
	if !c.Known {
		v.Status = gis.StaffUnknown
		return v
	}
	if v.Required != nil {
		gap, surplus := max(0, *c.Min-c.All), max(0, c.All-*c.Min)
		v.GapAll, v.SurplusAll = &gap, &surplus
	}
	// Of a need that is a range, what holds at both of its ends is known; one without a
	// most may be met by nobody.
	switch {
	case *c.Min > c.All:
		v.Status = gis.VerdictGap
	case c.Max != nil && *c.Max < c.All:
		v.Status = gis.VerdictSurplus
	case v.Required == nil:
		v.Status = gis.NeedUnknown
	default:
		v.Status = gis.VerdictMet
	}
	return v
}

// Compare puts what the rules say beside one another, facility by facility and
// profession by profession. They contradict one another where one finds too many and
// another too few.
func Compare(by map[gis.WorkforceRule]gis.WorkforceCells) []gis.WorkforceComparisonRow {
	type key struct {
		facility   int64
		profession string
	}
	cells := map[gis.WorkforceRule]map[key]*gis.WorkforceCell{}
	var facilities []gis.WorkforceFacility
	seen := map[int64]bool{}
	var professions []gis.Profession
	for _, rule := range gis.WorkforceRules {
		l := by[rule]
		cells[rule] = make(map[key]*gis.WorkforceCell, len(l.Cells))
		for i, c := range l.Cells {
			cells[rule][key{c.Facility, c.Profession}] = &l.Cells[i]
		}
		for _, f := range l.Facilities {
			if !seen[f.ID] {
				seen[f.ID] = true
				facilities = append(facilities, f)
			}
		}
		professions = l.Professions
	}
	var out []gis.WorkforceComparisonRow
	for _, f := range facilities {
		for _, p := range professions {
			row := gis.WorkforceComparisonRow{FacilityID: f.ID, Profession: p}
			said := false
			for rule, v := range map[gis.WorkforceRule]*gis.WorkforceVerdict{gis.ByStandard: &row.Standard, gis.ByWorkload: &row.Workload, gis.ByRatio: &row.Ratio} {
				c := cells[rule][key{f.ID, p.Code}]
				said = said || c != nil
				*v = Judge(c)
			}
			if !said {
				continue
			}
			verdicts := []gis.VerdictStatus{row.Standard.Status, row.Workload.Status, row.Ratio.Status}
			row.Contradiction = slices.Contains(verdicts, gis.VerdictGap) && slices.Contains(verdicts, gis.VerdictSurplus)
			out = append(out, row)
		}
	}
	return out
}
