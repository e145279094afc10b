package gis

type (
	PustuRule string
	GapStatus string
)

const (
	RuleBuilding   PustuRule = "BUILDING"
	RuleEquivalent PustuRule = "EQUIVALENT"
	RuleServed     PustuRule = "SERVED"
	RuleFunctional PustuRule = "FUNCTIONAL"

	Has     GapStatus = "HAS"
	Lacks   GapStatus = "LACKS"
	Unknown GapStatus = "UNKNOWN"
)

// PustuRules in the order they are always shown: from the weakest claim on.
var PustuRules = []PustuRule{RuleBuilding, RuleEquivalent, RuleServed, RuleFunctional}

// DesaGap is one desa under the four rules.
type DesaGap struct {
	Desa           Wilayah    `json:"w"`
	Building       GapStatus  `json:"building"`
	Equivalent     GapStatus  `json:"equivalent"`
	Served         GapStatus  `json:"served"`
	Functional     GapStatus  `json:"functional"`
	RegisterAsOf   *Date      `json:"register_as_of"`
	HostsPuskesmas bool       `json:"hosts_puskesmas"`
	Before         *GapStatus `json:"before"` // under the rule asked, on the day of `since`
}

// Under is the status by one rule.
func (g *DesaGap) Under(r PustuRule) GapStatus {
	switch r {
	case RuleEquivalent:
		return g.Equivalent
	case RuleServed:
		return g.Served
	case RuleFunctional:
		return g.Functional
	default:
		return g.Building
	}
}

// PustuCount counts desa under one rule; Has + Lacks + Unknown = Denominator.
type PustuCount struct {
	Rule        PustuRule    `json:"rule"`
	Units       WilayahUnits `json:"units"`
	Denominator int          `json:"denominator"`
	Has         int          `json:"has"`
	Lacks       int          `json:"lacks"`
	Unknown     int          `json:"unknown"`
}

// Add counts n desa of a status.
func (c *PustuCount) Add(s GapStatus, n int) {
	c.Denominator += n
	switch s {
	case Has:
		c.Has += n
	case Lacks:
		c.Lacks += n
	default:
		c.Unknown += n
	}
}
