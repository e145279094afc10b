package paper

import "jangkau/gis"

const desaQuery = `query DesaPaper($code: WilayahCode!, $kabupaten: WilayahCode!, $kind: [FacilityKind!]!, $profile: TravelProfile!, $by: TravelMetric!, $asOf: Date!) {
  wilayah(code: $code) { code name isKelurahan people areaKm2 boundaryQuality bpsCode parent { code name parent { code name parent { code name } } } }
  desaWithoutPustu(within: $code, status: [HAS, LACKS, UNKNOWN], asOf: $asOf, first: 1) {
    edges { node {
      rules { rule status } registerAsOf hostsPuskesmas servedBy { name }
      pustu: nearest(kind: [PUSTU], profile: $profile, by: $by) ` + askTrip + `
      puskesmas: nearest(kind: [PUSKESMAS], profile: $profile, by: $by) ` + askTrip + `
      rs: nearest(kind: [RS], profile: $profile, by: $by) ` + askTrip + `
    } }
    ` + askProvenance + `
  }
  facilities(within: $code, first: 100) { totalCount edges { node { name kind status condition locationQuality } } }
  around: facilities(within: $kabupaten, kind: [RS, PUSKESMAS, PUSTU], first: 1000) { edges { node { kind status point { lon lat } } } }
  way: trip(from: { desa: $code }, kind: $kind, profile: $profile, by: $by) { status line }
  workforceGaps(within: $code, kind: [PUSTU], asOf: $asOf, groupBy: [PROFESSION], first: 100) { totalCount ` + askStaff + ` ` + askProvenance + ` }
  posyanduGaps(within: $code, asOf: $asOf, first: 1) { counts { has lacks unknown posyandu fewKader kaderUnknown kaderShort } }
  travelSummary(within: $kabupaten, kind: $kind, profile: $profile, by: $by, groupBy: DESA_KELURAHAN) {
    groups { wilayah { code } people medianS medianM peopleUnreached peopleNotComputed }
    ` + askProvenance + `
  }
}`

type desaAnswer struct {
	Wilayah *struct {
		named
		IsKelurahan     *bool
		People          *int
		AreaKm2         *float64
		BoundaryQuality gis.BoundaryQuality
		BpsCode         *string
	}
	DesaWithoutPustu edges[struct {
		Rules                []ruleStatus
		RegisterAsOf         *gis.Date
		HostsPuskesmas       bool
		ServedBy             []struct{ Name string }
		Pustu, Puskesmas, RS trip
	}]
	Facilities edges[struct {
		Name            string
		Kind            gis.FacilityKind
		Status          gis.OperationalStatus
		Condition       *gis.FacilityCondition
		LocationQuality gis.LocationQuality
	}]
	Around edges[struct {
		Kind   gis.FacilityKind
		Status gis.OperationalStatus
		Point  *point
	}]
	Way struct {
		Status gis.TripStatus
		Line   *struct{ Coordinates [][2]float64 }
	}
	WorkforceGaps edges[staffRow]
	PosyanduGaps  struct {
		Counts struct{ Has, Lacks, Unknown, Posyandu, FewKader, KaderUnknown, KaderShort int }
	}
	TravelSummary struct {
		Groups     []travelGroup
		Provenance provenance
	}
}

func (q question) variables() map[string]any {
	return map[string]any{"code": q.code, "kind": q.kinds, "profile": q.profile, "by": q.by, "asOf": q.asOf}
}
