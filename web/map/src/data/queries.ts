// Every question the map asks. A test of the Go side holds each against the
// contract, so that none asks for what is not there.

export const startQuery = `query Start {
  dataSources { kind }
  caller { mayChange }
  wilayahSearch(level: KABUPATEN_KOTA, first: 2) { code }
}`;

export const areaQuery = `query Area($code: WilayahCode!) {
  wilayah(code: $code) {
    code name level
    parent { code name parent { code name parent { code name } } }
    children { code name level }
  }
}`;

export const countryQuery = `query Country {
  wilayahSearch(level: PROVINSI, first: 100) { code name level }
}`;

export const searchQuery = `query Search($text: String!) {
  wilayahSearch(text: $text, first: 12) { code name level parent { name parent { name } } }
}`;

export const kecamatanQuery = `query Kecamatan($text: String!) {
  wilayahSearch(text: $text, level: KECAMATAN, first: 1000) { code name }
}`;

const said = `asOf demo
  sources { name vintage kind }
  network { lengthKm source { name vintage } }
  caveats { code textId textEn }`;
const provenance = `provenance {
  ${said}
}`;

// What is said of all desa is asked with the first page alone; shapes only where no tiles bring them.
export const desaQuery = `query Desa($within: WilayahCode!, $after: Cursor, $whole: Boolean!, $shapes: Boolean!, $toleranceM: Float!) {
  desaWithoutPustu(within: $within, status: [HAS, LACKS, UNKNOWN], orderBy: [{ key: CODE, direction: ASC }], first: 1000, after: $after) {
    totalCount @include(if: $whole)
    counts @include(if: $whole) { rule units denominator has lacks unknown }
    edges { node { people rules { rule status } desa { code name isKelurahan missing @skip(if: $shapes) geometry(toleranceM: $toleranceM) @include(if: $shapes) } } }
    pageInfo { hasNextPage endCursor }
    provenance @include(if: $whole) {
      ${said}
    }
  }
}`;

export const travelQuery = `query Travel($within: WilayahCode!, $kind: [FacilityKind!]!, $profile: TravelProfile!, $by: TravelMetric!, $minutes: [Int!], $km: [Float!]) {
  travelSummary(within: $within, kind: $kind, profile: $profile, by: $by, bandsMinutes: $minutes, bandsKm: $km, groupBy: DESA_KELURAHAN) {
    groups {
      wilayah { code }
      people desaWithoutPeople peopleUnreached peopleNotComputed medianS medianM
      bands { unit upTo people }
    }
    ${provenance}
  }
}`;

export const staffQuery = `query Staff($within: WilayahCode!, $klaster: [Klaster!], $after: Cursor) {
  workforceGaps(within: $within, klaster: $klaster, groupBy: [FACILITY], first: 1000, after: $after) {
    totalCount
    edges { node { facility { desa { code } } required availableAsn availableAll gapAsn gapAll facilitiesWithoutStaffData } }
    pageInfo { hasNextPage endCursor }
    ${provenance}
  }
}`;

export const facilitiesQuery = `query Facilities($within: WilayahCode!, $after: Cursor) {
  facilities(within: $within, first: 1000, after: $after) {
    totalCount
    edges { node { id name kind status point { lon lat } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const place = `status reason distanceM durationS line
  to { point { lon lat } facility { id name kind } }`;

export const profileQuery = `query Profile($code: WilayahCode!, $profile: TravelProfile!, $by: TravelMetric!) {
  wilayah(code: $code) { code name isKelurahan people areaKm2 boundaryQuality missing parent { name parent { name } } }
  desaWithoutPustu(within: $code, status: [HAS, LACKS, UNKNOWN], first: 1) {
    edges { node { rules { rule status } registerAsOf hostsPuskesmas servedBy { id name kind } } }
    ${provenance}
  }
  pustu: trip(from: { desa: $code }, kind: [PUSTU], profile: $profile, by: $by) { ${place} }
  puskesmas: trip(from: { desa: $code }, kind: [PUSKESMAS], profile: $profile, by: $by) { ${place} }
  rs: trip(from: { desa: $code }, kind: [RS], profile: $profile, by: $by) { ${place} ${provenance} }
  facilities(within: $code, first: 100) { totalCount edges { node { id name kind status condition locationQuality } } }
  workforceGaps(within: $code, groupBy: [PROFESSION]) {
    edges { node { profession { name nameEn } required availableAll gapAll facilitiesWithoutStaffData } }
    ${provenance}
  }
}`;

const side = `people bands { unit upTo people desa }`;

export const whatIfQuery = `query WhatIf($within: WilayahCode!, $kind: [FacilityKind!]!, $profile: TravelProfile!, $by: TravelMetric!, $minutes: [Int!], $km: [Float!], $changes: [WhatIfChange!]!) {
  whatIf(within: $within, kind: $kind, profile: $profile, by: $by, bandsMinutes: $minutes, bandsKm: $km, changes: $changes) {
    before { ${side} }
    after { ${side} }
    changed { desa { code } people }
    ${provenance}
  }
}`;

export const isochroneQuery = `query Isochrone($to: PointInput!, $profile: TravelProfile!, $by: TravelMetric!, $minutes: [Int!], $km: [Float!]) {
  isochrone(to: $to, profile: $profile, by: $by, bandsMinutes: $minutes, bandsKm: $km) {
    status reason
    bands { minutes km area areaKm2 people desa }
    ${provenance}
  }
}`;

const edit = `id at by reason on changes { field before after }`;

const facility = `id version name kind localKind address rawatInap status condition statusSince conditionSince opened closed locationQuality
  point { lon lat }
  induk { id name }
  desa { code name parent { name parent { name } } }
  declaredDesa { code name }
  locatedDesa { code name }
  serviceArea { code name }
  identifiers { system value }
  sources { name distanceM missingSince source { name vintage kind } }
  issues { code reasonId reasonEn }
  functioning { status reasons }
  mended
  edits(first: 20) { totalCount edges { node { ${edit} } } }`;

export const facilityQuery = `query Facility($id: ID!) {
  facility(id: $id) { ${facility} }
}`;

export const editFacilityQuery = `mutation EditFacility($input: FacilityEditInput!) {
  editFacility(input: $input) { facility { ${facility} } }
}`;

export const matchesQuery = `query Matches($within: WilayahCode!) {
  matchCases(within: $within, status: PENDING, first: 100) {
    totalCount
    edges { node { id subject given line candidates { value label score } facility { id name } source { name } } }
  }
}`;

export const decideMatchQuery = `mutation DecideMatch($id: ID!, $accept: Boolean!, $value: String, $by: String!, $reason: String) {
  decideMatch(id: $id, accept: $accept, value: $value, by: $by, reason: $reason) { id status decision }
}`;

export const puskesmasHeadQuery = `query PuskesmasHead($id: ID!) {
  facility(id: $id) {
    id name kind address rawatInap areaCategory status condition
    desa { code name parent { name parent { name } } }
    serviceArea { code }
    sources { source { name vintage } }
  }
}`;

export const puskesmasQuery = `query Puskesmas($id: ID!, $within: WilayahCode!, $rule: PustuRule!, $profile: TravelProfile!, $by: TravelMetric!, $asOf: Date!, $since: Date!) {
  desaWithoutPustu(within: $within, puskesmas: $id, rule: $rule, status: [HAS, LACKS, UNKNOWN], asOf: $asOf, since: $since, orderBy: [{ key: CODE, direction: ASC }], first: 300) {
    totalCount
    counts { rule units denominator has lacks unknown }
    edges { node {
      desa { code name isKelurahan geometry(toleranceM: 20) }
      people hostsPuskesmas status registerAsOf
      rules { rule status }
      servedBy { id name kind }
      nearest(profile: $profile, by: $by) { status reason distanceM durationS facility { name } }
      change { since from to }
    } }
    ${provenance}
  }
  facilities(within: $within, puskesmas: $id, first: 500) {
    totalCount
    edges { node { id name kind status condition locationQuality functioning { status reasons } point { lon lat } desa { code name }
      history { from status condition source { name } } } }
    provenance { asOf }
  }
  facilityEdits(within: $within, puskesmas: $id, since: $since, first: 100) {
    totalCount
    edges { node { facility { id name } ${edit} } }
  }
  workforceGaps(within: $within, puskesmas: $id, asOf: $asOf, groupBy: [PROFESSION], first: 100) {
    totals { required availableAsn availableAll gapAll atUnnamedPustu }
    edges { node { profession { name nameEn } required availableAsn availableAll gapAsn gapAll facilitiesWithoutStaffData } }
    ${provenance}
  }
  workforceKlaster(within: $within, puskesmas: $id, asOf: $asOf) {
    klaster { klaster availableAll facilitiesWithPj pjMissing { id name } pjMissingCount pjUnknown facilitiesPlacementUnknown }
    facilities
  }
  workforceChange(within: $within, puskesmas: $id, from: $since, to: $asOf, groupBy: [PROFESSION], first: 100) {
    edges { node { profession { name nameEn } from { availableAll } to { availableAll } changeAll facilitiesCompared facilitiesNotRenewed facilitiesOnlyFrom facilitiesOnlyTo } }
  }
  posyanduGaps(within: $within, puskesmas: $id, asOf: $asOf, first: 1) {
    counts { desa has lacks unknown posyandu fewKader kaderUnknown kaderShort services { service has lacks unknown } }
    ${provenance}
  }
  mentoring(within: $within, puskesmas: $id, asOf: $asOf, profile: $profile, by: $by, first: 1) {
    edges { node { status assignments { specialty { name nameEn } hospital { name } validFrom trip { status distanceM durationS } } } }
    ${provenance}
  }
  matchCases(within: $within, status: PENDING, first: 500) {
    totalCount
    edges { node { id subject given candidates { value label } facility { id desa { code } } source { name } } }
  }
}`;
