package gis

// VerdictStatus is what a rule says of one profession at one facility.
type VerdictStatus string

const (
	VerdictGap     VerdictStatus = "GAP"
	VerdictSurplus VerdictStatus = "SURPLUS"
	VerdictMet     VerdictStatus = "MET"
	NeedUnknown    VerdictStatus = "NEED_UNKNOWN"
	StaffUnknown   VerdictStatus = "STAFF_UNKNOWN"
	NoRule         VerdictStatus = "NO_RULE"
)

// WorkforceVerdict is what one rule says of one profession at one facility.
type WorkforceVerdict struct {
	Status                                            VerdictStatus
	Required, RequiredExact, RequiredMin, RequiredMax *float64
	AvailableAsn, AvailableAll                        *float64 // nil: not known, or counted within another profession
	GapAll, SurplusAll                                *float64
}

// WorkforceComparisonRow is what the three rules say of one profession at one facility.
type WorkforceComparisonRow struct {
	FacilityID                int64
	Profession                Profession
	Standard, Workload, Ratio WorkforceVerdict
	Contradiction             bool // too many by one, too few by another
}

// KlasterStaff is one klaster over the facilities in question.
type KlasterStaff struct {
	Klaster        Klaster
	Required       *float64
	AvailableAsn   float64 // whoever serves it, also those who serve others too
	AvailableAll   float64
	SharedAll      float64 // of them, those who serve others too
	GapAsn, GapAll *float64
	// Short at least and at most: who is placed in no klaster may serve this one.
	GapAsnMin, GapAsnMax, GapAllMin, GapAllMax *float64

	UnplacedAll     float64 // of the professions concerned, those placed in no klaster
	ShortIDs        []int64 // the first 100
	ShortCount      int
	PossiblyShort   int
	WithPj          int     // facilities where somebody leads it
	PjMissing       []int64 // facilities that name leads, but none of this klaster
	PjUnknown       int     // facilities that name no leads at all, or have no staff data
	WithoutAnybody  []int64 // facilities that place staff in klaster, but nobody in this one
	PlacementUnsaid int     // facilities that place nobody in any, or have no staff data
}

// WorkforceKlaster is staff by klaster. Each person is once in People, which is those of
// exactly one klaster, those of several and those of none.
type WorkforceKlaster struct {
	Klaster    []*KlasterStaff // always the five
	People     float64
	InOne      float64
	Shared     float64
	Unplaced   float64
	Facilities int
}

// WorkloadNeed is a need by workload with the steps to it.
type WorkloadNeed struct {
	Sbk                       []float64 // of each main activity
	Jkt, FtpPercent, Stp      float64
	Individual                float64 // added, not multiplied
	Need, NeedNearest, NeedUp float64
}

// ChangeFigures are one day's side of a change.
type ChangeFigures struct {
	AvailableAsn, AvailableAll float64
	Required, GapAll           *float64
	Facilities                 int // with staff data
}

// WorkforceChangeRow is staff on two days.
type WorkforceChangeRow struct {
	WilayahCode  *WilayahCode
	FacilityID   *int64
	Profession   *Profession
	From, To     ChangeFigures
	ChangeAsn    float64 // over facilities with staff data on both days
	ChangeAll    float64
	ChangeGapAll *float64 // over those with a gap figure on both days
	Compared     int      // facilities with staff data on both days
	OnlyFrom     int      // facilities whose staff are known on the first day alone
	OnlyTo       int
	NotRenewed   int // of those compared, facilities whose data is the same list on both days
}

// PostMove is posts that could move from where they are too many to where they lack.
type PostMove struct {
	Profession           Profession
	FromID, ToID         int64
	Posts                int
	DurationS, DistanceM float64
}

// RecruitmentNeed is what no move closes.
type RecruitmentNeed struct {
	Profession Profession
	FacilityID int64
	Posts      int
}

// RedistributionRow is one profession's redistribution.
type RedistributionRow struct {
	Profession             Profession
	GapPosts, SurplusPosts int
	Moved, Recruit         int
	MostPosts              int     // that any redistribution within the limit could move
	Travel, LeastTravel    float64 // of this one, and the least of any that moves as many
	Costs                  []*PostCost
}

// PostCost is what the posts to recruit cost a year when one funding pays.
type PostCost struct {
	Funding        Funding
	Status         *string
	RupiahYearEach float64
	RupiahYear     float64
	Source         string
	Posts          int
}
