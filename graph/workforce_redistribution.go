package graph

import (
	"context"
	"slices"

	"jangkau/gis"
	"jangkau/gis/workforce"
	"jangkau/graph/model"
	"jangkau/travel"
)

// redistribution finds which surplus posts could close which gaps.
func (q *request) redistribution(ctx context.Context, ask gis.WorkforceQuestion, professions []string, asked model.TravelAsked, limits model.RedistributionLimits) (*model.WorkforceRedistribution, error) {
	if err := checkRedistribution(ask, limits); err != nil {
		return nil, err
	}
	cells, err := q.cells(ctx, &ask)
	if err != nil {
		return nil, err
	}
	if err := checkProfessions(professions, cells.Professions); err != nil {
		return nil, err
	}
	costs, err := q.reader.UnitCosts(ctx, ask.Within, ask.AsOf)
	if err != nil {
		return nil, err
	}
	out := &model.WorkforceRedistribution{
		Ask: ask, Asked: asked, Limits: limits,
		Moves: []*gis.PostMove{}, Professions: []*gis.RedistributionRow{}, Recruitment: []*gis.RecruitmentNeed{},
	}
	posts := workforce.Posts(cells, professions)
	out.NotCompared = posts.NotCompared
	trips, err := q.tripsBetween(ctx, out, posts)
	if err != nil {
		return nil, err
	}
	by := out.Asked.By
	for _, p := range posts.Professions {
		plan, err := p.Redistribute(func(from, to int64) (gis.Trip, bool) {
			t, ok := trips[[2]int64{from, to}]
			return t, ok
		}, by, costs)
		if err != nil {
			return nil, err
		}
		out.Moves = append(out.Moves, plan.Moves...)
		out.Recruitment = append(out.Recruitment, plan.Recruitment...)
		out.Professions = append(out.Professions, plan.Row)
		out.GapPosts += plan.Row.GapPosts
		out.SurplusPosts += plan.Row.SurplusPosts
		out.Moved += plan.Row.Moved
		out.Recruit += plan.Row.Recruit
	}
	return out, nil
}

// checkRedistribution checks what can be: posts move inside a kabupaten or kota, whose
// head decides, and are whole.
func checkRedistribution(ask gis.WorkforceQuestion, limits model.RedistributionLimits) error {
	switch {
	case len(ask.Within) < len("35.10"):
		return &gis.Error{Kind: gis.Invalid, Field: "within", Message: gis.T(
			"Redistribusi berlaku di dalam kabupaten/kota; sebutkan kodenya (misalnya 35.10) atau wilayah yang lebih kecil",
			"Posts move inside a kabupaten or kota; give its code (such as 35.10) or a smaller wilayah")}
	case ask.Rounding == gis.RoundNone:
		return &gis.Error{Kind: gis.Invalid, Field: "rounding", Message: gis.T(
			"Formasi selalu bilangan bulat; pilih NEAREST atau UP", "Posts are whole; choose NEAREST or UP")}
	}
	for field, limit := range map[string]*float64{"limitMinutes": limits.Minutes, "limitKm": limits.Km} {
		if limit != nil && !(*limit >= 0 && *limit <= 100_000) {
			return &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
				"%s harus 0 sampai 100000", "%s must be 0 to 100000", field)}
		}
	}
	return nil
}

func checkProfessions(asked []string, all []gis.Profession) error {
	for _, code := range asked {
		if !slices.ContainsFunc(all, func(p gis.Profession) bool { return p.Code == code }) {
			return &gis.Error{Kind: gis.NotFound, Field: "professions", Message: gis.T(
				"Tidak ada jenis tenaga %q; pakai kodenya, misalnya PERAWAT", "There is no profession %q; give its code, such as PERAWAT", code)}
		}
	}
	return nil
}

// tripsBetween finds the trips from every facility with too many to every one with too
// few, for all professions at once.
func (q *request) tripsBetween(ctx context.Context, out *model.WorkforceRedistribution, posts workforce.PostsList) (map[[2]int64]gis.Trip, error) {
	trips := map[[2]int64]gis.Trip{}
	if len(posts.From) == 0 || len(posts.To) == 0 {
		return trips, nil
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	places := func(ids []int64) ([]travel.Place, error) {
		list := make([]travel.Place, len(ids))
		for i, id := range ids {
			var err error
			if list[i], err = p.FacilityPlace(id); err != nil {
				return nil, err
			}
			if !list[i].Known {
				out.NoPlace++
			}
		}
		return list, nil
	}
	from, err := places(posts.From)
	if err != nil {
		return nil, err
	}
	to, err := places(posts.To)
	if err != nil {
		return nil, err
	}
	table, err := p.Table(ctx, queryOf(out.Asked), from, to)
	for i, row := range table {
		for j, trip := range row {
			if trip.Status == gis.NotComputed && from[i].Known && to[j].Known {
				out.NotComputed++
			}
			if trip.Status == gis.Reached && within(trip, out.Limits) {
				trips[[2]int64{posts.From[i], posts.To[j]}] = trip
			}
		}
	}
	out.Asked.Reached = append(slices.Clone(posts.From), posts.To...)
	q.facility.expect(out.Asked.Reached...)
	return trips, err
}

func within(t gis.Trip, l model.RedistributionLimits) bool {
	return (l.Minutes == nil || t.DurationS <= *l.Minutes*60) && (l.Km == nil || t.DistanceM <= *l.Km*1000)
}

var redistributionMethod = gis.T(
	"Kelebihan dan kekurangan bilangan bulat tiap fasilitas dan jenis tenaga; dipasangkan sebanyak mungkin dalam batas perjalanan, lalu dengan jumlah perjalanan paling sedikit (arus berbiaya minimum), dan dibuktikan dengan batas atas dan batas bawah. Status kepegawaian dan kesediaan orangnya tidak diperiksa",
	"Whole posts too many and too few of each facility and profession; paired as many as the limit allows, then by least travel in all (flow of minimum cost), and proved by bounds. Whether a person's status allows it, or the person is willing, is not looked at")

func (q *request) redistributionProvenance(ctx context.Context, r *model.WorkforceRedistribution) (*model.Provenance, error) {
	t := &told{q: q, method: redistributionMethod}
	t.area(r.Ask.Area)
	if err := t.ruled(ctx, r.Ask); err != nil {
		return nil, err
	}
	if r.Limits.Minutes != nil {
		t.parameter("limitMinutes", *r.Limits.Minutes)
	}
	if r.Limits.Km != nil {
		t.parameter("limitKm", *r.Limits.Km)
	}
	t.count(r.NotCompared, "NOT_COMPARED", "Pada %d fasilitas ada jenis tenaga yang tidak diketahui pasti: tanpa data tenaga, atau kebutuhannya berupa rentang yang mencakup tenaganya, jenis itu tidak memberi dan tidak menerima; di luar rentang itu hanya yang pasti pada kedua batasnya yang ikut",
		"At %d facilities something of a profession is not known: without staff data, or with a need that is a range around what there is, it neither gives nor takes; outside such a range, only what is certain at both its ends is moved")
	t.count(r.NoPlace, "FACILITIES_WITHOUT_PLACE", "%d fasilitas tidak punya letak, sehingga tidak ada yang dapat pindah dari atau ke sana",
		"%d facilities have no place, so that nobody can move from or to them")
	t.count(r.NotComputed, "TRAVEL_NOT_COMPUTED", "Perjalanan %d pasang fasilitas tidak dapat dihitung karena jalannya belum dimuat: tidak ada yang dipindahkan di antaranya, sehingga sebagian rekrutmen mungkin tidak perlu; muat jalan dengan jangkau import roads",
		"The travel between %d pairs of facilities could not be computed, for want of roads: nobody is moved between them, so that some recruitment may not be needed; load roads with jangkau import roads")
	ask := r.Ask
	e := gis.EvidenceQuestion{Area: ask.Area, AsOf: ask.AsOf, Facility: true, Kinds: ask.Kinds, Workforce: &ask}
	if err := t.travelled(ctx, r.Asked, &e); err != nil {
		return nil, err
	}
	return t.provenance(ctx, e)
}
