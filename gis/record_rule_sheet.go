package gis

import (
	"slices"
	"strings"
)

// RuleSheet is a rule on staff as a sheet carries it: a standard, a rule of workload
// or one of ratios.
type RuleSheet struct {
	ID         string   `json:"id"`
	Rule       string   `json:"rule"` // STANDARD, WORKLOAD, RATIO
	Title      string   `json:"title"`
	Regulation string   `json:"regulation"`
	Article    string   `json:"article"`
	Wilayah    string   `json:"wilayah"`    // "": national
	ValidFrom  string   `json:"valid_from"` // YYYY-MM-DD; "": not verified
	ValidTo    string   `json:"valid_to"`   // the first day on which it is no longer in force; "": in force or not verified
	Revoked    bool     `json:"revoked"`
	RevokedBy  string   `json:"revoked_by"`
	Confidence string   `json:"confidence"` // VERIFIED, SECONDARY, RECALLED
	Source     string   `json:"source"`
	WKTMinutes *float64 `json:"wkt_minutes"`
	TargetYear *int     `json:"target_year"` // RATIO: the year that it is a target for; nil: it is none

	Shipped bool           `json:"shipped"` // it came with Jangkau
	Rows    []RuleSheetRow `json:"rows"`
}

// RuleSheetRow is one row of a rule; what the rule does not speak of is empty.
type RuleSheetRow struct {
	FacilityKind string   `json:"facility_kind"`
	AreaCategory string   `json:"area_category"`
	RawatInap    *bool    `json:"rawat_inap"`
	Klaster      string   `json:"klaster"`
	Profession   string   `json:"profession"`
	Minimum      *float64 `json:"minimum"`    // STANDARD, RATIO
	PerPeople    *float64 `json:"per_people"` // RATIO
	Activity     string   `json:"activity"`   // WORKLOAD from here on
	ActivityName string   `json:"activity_name"`
	ActivityKind string   `json:"activity_kind"` // MAIN, SUPPORT, INDIVIDUAL
	NormMinutes  *float64 `json:"norm_minutes"`
	Percent      *float64 `json:"percent"`
	MinutesYear  *float64 `json:"minutes_year"`
	Persons      *float64 `json:"persons"`
}

// Key tells a row from the others of its rule.
func (r RuleSheetRow) Key() string {
	stay := "-"
	if r.RawatInap != nil {
		stay = map[bool]string{true: "yes", false: "no"}[*r.RawatInap]
	}
	return r.FacilityKind + "|" + r.AreaCategory + "|" + stay + "|" + r.Klaster + "|" + r.Profession + "|" + r.Activity
}

// SortRuleRows puts rows in the order of their keys, in which rules are compared.
func SortRuleRows(rows []RuleSheetRow) {
	slices.SortFunc(rows, func(a, b RuleSheetRow) int { return strings.Compare(a.Key(), b.Key()) })
}
