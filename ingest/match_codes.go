package ingest

// Codes of issues about facilities and staff that only comparing with the store
// can tell. They are stable.
const (
	CodeMendedKept        = "MENDED_KEPT"          // the list says otherwise than a person set by hand
	CodeSourcesDisagree   = "SOURCES_DISAGREE"     // two lists give places over SourcesDisagreeM apart
	CodeDuplicateNearby   = "DUPLICATE_NEARBY"     // two of a kind within SamePlaceM, both kept
	CodeDuplicateMerged   = "DUPLICATE_MERGED"     // two rows of one file that are one facility
	CodePointOutside      = "POINT_OUTSIDE"        // in no desa: in the sea or beyond the border
	CodeOutsideKabupaten  = "OUTSIDE_KABUPATEN"    // the point lies in another kabupaten than declared
	CodeOutsideProvinsi   = "OUTSIDE_PROVINSI"     // the point lies in another provinsi than the row names
	CodeOutsideWithin     = "OUTSIDE_WITHIN"       // the row declares a wilayah outside --within
	CodeDesaDisagrees     = "DESA_DISAGREES"       // the point lies in another desa than declared
	CodeNameOtherDesa     = "NAME_OTHER_DESA"      // called after one desa, its point lies in another
	CodeNameOtherKec      = "NAME_OTHER_KECAMATAN" // the same for a puskesmas called after a kecamatan
	CodeDesaUndecided     = "DESA_UNDECIDED"       // a person has to say which desa is meant
	CodeDesaUnknown       = "DESA_UNKNOWN"         // nothing tells its desa: it counts in none
	CodeKecamatanUnknown  = "KECAMATAN_UNKNOWN"    // no kecamatan of that name
	CodeKindUndecided     = "KIND_UNDECIDED"       // a slip waits for a person
	CodeFacilityUndecided = "FACILITY_UNDECIDED"   // perhaps a facility that the store knows
	CodeIndukUndecided    = "INDUK_UNDECIDED"      // a person has to say which puskesmas is meant
	CodeIndukUnknown      = "INDUK_UNKNOWN"        // no puskesmas of that name or code
	CodeServiceUnknown    = "SERVICE_AREA_UNKNOWN" // a desa of the wilayah kerja is not known
	CodeIdentifierTaken   = "IDENTIFIER_CONFLICT"  // two identifiers of a row are two facilities
	CodeRenamed           = "RENAMED"              // a code of the list comes with another name than before
	CodeKindChanged       = "KIND_CHANGED"         // of another kind than before, or than another list says
	CodeUnknownWord       = "UNKNOWN_WORD"         // a word of no meaning here
	CodeUnmapped          = "NO_BOUNDARIES"        // points where no boundaries are loaded
	CodeSeveralSources    = "SEVERAL_SOURCES"      // another list speaks of the same staff
	CodeUnitUnknown       = "UNIT_UNKNOWN"         // staff of a unit that is no loaded facility
	CodeProfessionUnknown = "PROFESSION_UNKNOWN"   // counted as LAIN
	CodeStatusUnknown     = "STAFF_STATUS_UNKNOWN" // counted as TIDAK_DIKETAHUI
	CodeFundingUnknown    = "FUNDING_UNKNOWN"      // counted without funding
	CodeKlasterUnknown    = "KLASTER_UNKNOWN"      //
	CodeLevelUnknown      = "LEVEL_UNKNOWN"        // counted without its functional level
	CodeRoleUnknown       = "ROLE_UNKNOWN"         // neither PJ nor anggota
	CodeBadRule           = "BAD_RULE"             // a row that its rule has no use for
	CodeRuleDiffers       = "RULE_DIFFERS"         // two rows say different things of one rule
	CodeRuleShipped       = "RULE_SHIPPED"         // a rule that came with Jangkau is not changed
	CodeUnknownYear       = "UNKNOWN_YEAR"         // of which no people are given
	CodeSpecialtyUnknown  = "SPECIALTY_UNKNOWN"    // never quoted: it may be a name
	CodeActivityUnknown   = "ACTIVITY_UNKNOWN"     // of no loaded rule of workload
	CodeCostSmall         = "COST_SMALL"           // perhaps written in thousands or millions
	CodeNoPeriod          = "NO_PERIOD"            // the list's day stands in
)

// Subjects of match cases.
const (
	SubjectKind     = "KIND"
	SubjectDesa     = "DESA"
	SubjectFacility = "FACILITY"
	SubjectInduk    = "INDUK"
)

const (
	// SourcesDisagreeM is how far two lists' places of one facility may lie apart
	// before a person should look: a large desa's width.
	SourcesDisagreeM = 2000
	// SamePlaceM is how near two points are one place: a building and its fence.
	SamePlaceM = 50
	// InferKabupatenM is how far outside all desa a point may lie and still count
	// for the nearest one's kabupaten, where nothing else tells it: the coastline
	// of desa polygons is rough, and a digit of the fourth decimal is 11 m.
	InferKabupatenM = 5000
	// NameToleranceM is how far outside the desa of its name a facility may lie
	// unflagged: boundary files are simplified by about as much.
	NameToleranceM = 20
)
