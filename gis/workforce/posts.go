package workforce

import (
	"math"
	"slices"

	"jangkau/gis"
)

// PostsList is the whole posts that facilities have too many or lack, by profession.
type PostsList struct {
	Professions []PostsOf
	From, To    []int64 // facilities with too many, or too few, of any
	NotCompared int     // facilities with a need of which some gap or surplus is not known
}

// PostsOf is one profession's.
type PostsOf struct {
	Profession    gis.Profession
	From, To      []int64
	Supply, Lacks []int
}

// Posts finds them in the cells; nil professions are all. Somebody can only move whole:
// of a surplus what is less than one stays, and a gap that is less than one takes one.
func Posts(cells gis.WorkforceCells, professions []string) PostsList {
	var out PostsList
	of := map[string]*PostsOf{}
	unsure := map[int64]bool{}
	for _, c := range cells.Cells {
		if len(professions) > 0 && !slices.Contains(professions, c.Profession) {
			continue
		}
		p := of[c.Profession]
		if p == nil {
			p = &PostsOf{}
			of[c.Profession] = p
		}
		switch v := Judge(&c); v.Status {
		case gis.VerdictGap: // at least; of a range, what is certain
			p.To, p.Lacks = append(p.To, c.Facility), append(p.Lacks, int(math.Ceil(*c.Min-c.All-noise)))
			out.To = once(out.To, c.Facility)
			unsure[c.Facility] = unsure[c.Facility] || v.Required == nil
		case gis.VerdictSurplus:
			if n := int(math.Floor(c.All - *c.Max + noise)); n > 0 {
				p.From, p.Supply = append(p.From, c.Facility), append(p.Supply, n)
				out.From = once(out.From, c.Facility)
			}
			unsure[c.Facility] = unsure[c.Facility] || v.Required == nil
		case gis.NeedUnknown, gis.StaffUnknown:
			unsure[c.Facility] = true
		}
	}
	for _, p := range cells.Professions {
		if posts := of[p.Code]; posts != nil && len(posts.From)+len(posts.To) > 0 {
			posts.Profession = p
			out.Professions = append(out.Professions, *posts)
		}
	}
	for _, u := range unsure {
		if u {
			out.NotCompared++
		}
	}
	return out
}

func once(list []int64, id int64) []int64 {
	if slices.Contains(list, id) {
		return list
	}
	return append(list, id)
}

// Redistribution is one profession's.
type Redistribution struct {
	Row         *gis.RedistributionRow
	Moves       []*gis.PostMove
	Recruitment []*gis.RecruitmentNeed
}

// Redistribute closes gaps by surplus over the trips that there are within the limit. The
// error is Internal: a plan that its own proof does not bear out.
func (p PostsOf) Redistribute(trip func(from, to int64) (gis.Trip, bool), by gis.TravelMetric, costs []gis.UnitCost) (Redistribution, error) {
	t := Transport{Supply: p.Supply, Demand: p.Lacks, Cost: make([][]float64, len(p.From))}
	for i, from := range p.From {
		t.Cost[i] = make([]float64, len(p.To))
		for j, to := range p.To {
			t.Cost[i][j] = Forbidden
			if way, ok := trip(from, to); ok {
				t.Cost[i][j] = way.DurationS
				if by == gis.ByDistance {
					t.Cost[i][j] = way.DistanceM
				}
			}
		}
	}
	plan := t.Solve()
	proof, err := t.Prove(plan)
	if err != nil {
		return Redistribution{}, err
	}
	out := Redistribution{Row: &gis.RedistributionRow{
		Profession: p.Profession, GapPosts: sum(p.Lacks), SurplusPosts: sum(p.Supply), Moved: plan.Posts,
		Recruit: sum(p.Lacks) - plan.Posts, MostPosts: proof.MostPosts, Travel: whole(plan.Travel), LeastTravel: whole(proof.LeastTravel),
	}}
	left := slices.Clone(p.Lacks)
	for _, m := range plan.Moves {
		way, _ := trip(p.From[m.From], p.To[m.To])
		left[m.To] -= m.Posts
		out.Moves = append(out.Moves, &gis.PostMove{
			Profession: p.Profession, FromID: p.From[m.From], ToID: p.To[m.To], Posts: m.Posts, DurationS: way.DurationS, DistanceM: way.DistanceM,
		})
	}
	for j, n := range left {
		if n > 0 {
			out.Recruitment = append(out.Recruitment, &gis.RecruitmentNeed{Profession: p.Profession, FacilityID: p.To[j], Posts: n})
		}
	}
	out.Row.Costs = priced(p.Profession.Code, out.Row.Recruit, costs)
	return out, nil
}

// whole rounds a sum of trips to what trips themselves are given in, millionths of a
// second or metre: beyond that a sum holds the noise of its additions alone.
func whole(sum float64) float64 { return math.Round(sum*1e6) / 1e6 }

// priced is what so many posts cost, for each funding that has a price for them.
func priced(profession string, posts int, costs []gis.UnitCost) []*gis.PostCost {
	out := []*gis.PostCost{}
	for _, c := range costs {
		if c.Profession == profession && posts > 0 {
			out = append(out, &gis.PostCost{
				Funding: c.Funding, Status: c.Status, Posts: posts, RupiahYearEach: c.RupiahYear, RupiahYear: c.RupiahYear * float64(posts), Source: c.Source,
			})
		}
	}
	return out
}

func sum(list []int) int {
	n := 0
	for _, v := range list {
		n += v
	}
	return n
}
