package paper

import "jangkau/gis"

const kabupatenQuery = `query KabupatenPaper($code: WilayahCode!, $kind: [FacilityKind!]!, $profile: TravelProfile!, $by: TravelMetric!, $rule: PustuRule!, $units: WilayahUnits!, $asOf: Date!, $minutes: [Int!], $km: [Float!]) {
  wilayah(code: $code) { code name people areaKm2 desaCount { desa kelurahan } parent { code name } children { code name } }
  desaWithoutPustu(within: $code, rule: $rule, units: $units, status: [HAS, LACKS, UNKNOWN], asOf: $asOf, orderBy: [{ key: CODE, direction: ASC }], first: 1000) {
    totalCount
    counts { rule units denominator has lacks unknown }
    edges { node { status people desa { code name parent { code name } } } }
    ` + askProvenance + `
  }
  all: travelSummary(within: $code, kind: $kind, profile: $profile, by: $by, bandsMinutes: $minutes, bandsKm: $km) {
    groups { desa people desaWithoutPeople peopleUnreached peopleNotComputed medianS medianM bands { unit above upTo people } }
    ` + askProvenance + `
  }
  byKecamatan: travelSummary(within: $code, kind: $kind, profile: $profile, by: $by, bandsMinutes: $minutes, bandsKm: $km, groupBy: KECAMATAN) {
    groups { wilayah { code } desa people peopleUnreached peopleNotComputed medianS medianM bands { unit above upTo people } }
  }
  byDesa: travelSummary(within: $code, kind: $kind, profile: $profile, by: $by, bandsMinutes: $minutes, bandsKm: $km, groupBy: DESA_KELURAHAN) {
    groups { wilayah { code } people peopleUnreached peopleNotComputed medianS medianM }
  }
  workforceGaps(within: $code, asOf: $asOf, groupBy: [PROFESSION], first: 200) { totalCount ` + askStaff + ` ` + askProvenance + ` }
}`

type kabupatenAnswer struct {
	Wilayah *struct {
		named
		People    *int
		AreaKm2   *float64
		DesaCount struct{ Desa, Kelurahan int }
		Children  []named
	}
	DesaWithoutPustu struct {
		edges[desaRow]
		Counts []gis.PustuCount
	}
	All struct {
		Groups     []travelGroup
		Provenance provenance
	}
	ByKecamatan, ByDesa struct{ Groups []travelGroup }
	WorkforceGaps       edges[staffRow]
}

type desaRow struct {
	Status gis.GapStatus
	People *int
	Desa   named
}

// limits are the thresholds that people are counted beyond: fixed, so that papers of
// two kabupaten can lie side by side.
var (
	limitsMinutes = []int{15, 30, 60}
	limitsKm      = []float64{3, 5, 10}
)

// beyond is how many people of a group travel farther than the middle threshold, with
// those who reach nothing; nil where nobody's travel is known.
func (g travelGroup) beyond(by gis.TravelMetric) *int {
	if g.People == 0 || g.PeopleNotComputed == g.People {
		return nil
	}
	limit := float64(limitsMinutes[1])
	if by == gis.ByDistance {
		limit = limitsKm[1]
	}
	n := -g.PeopleNotComputed // the open band holds all the rest, those without a trip too
	for _, b := range g.Bands {
		if b.Above >= limit {
			n += b.People
		}
	}
	return &n
}
