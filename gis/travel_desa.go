package gis

import (
	"cmp"
	"slices"
)

// DesaTrip is how the people of one desa travel. The trip of a desa is that of its
// median person: people are put in the order of the figure asked for, those not
// reached behind all others and those not computed last, and the first is taken
// with whom half of all are counted. So it is a trip that somebody makes, both its
// figures are of that trip, and where half the people are not reached the desa is
// not. The 90th percentile is found alike.
type DesaTrip struct {
	People    int
	HasPeople bool // false: no source tells, and points count by their own weights

	Median, P90           Trip
	MedianPoint, P90Point int // which of the desa's points they start from

	Points []PointTrip // by point, as given
}

// PointTrip is a demand point's share of its desa's people with their trip.
type PointTrip struct {
	People int
	Trip   Trip
}

// NewDesaTrip spreads people over the points of a desa and finds the trips to tell
// of it. Weights say how people are spread; all 0 means alike. There is one trip a
// weight; a desa without a point is not computed for that reason.
func NewDesaTrip(by TravelMetric, people int, hasPeople bool, weights []float64, trips []Trip) DesaTrip {
	if len(trips) == 0 {
		weights, trips = []float64{1}, []Trip{NoTrip(NotComputed, NoDemandPoint)}
	}
	d := DesaTrip{People: people, HasPeople: hasPeople, Points: make([]PointTrip, len(trips))}
	if !hasPeople {
		d.People = 0
	}
	spread := SpreadPeople(d.People, weights)
	for i := range trips {
		d.Points[i] = PointTrip{spread[i], trips[i]}
	}
	if d.People == 0 {
		// Nobody is known to live there; the trip of a desa still is one of its points',
		// by the weights that there are.
		const nominal = 1_000_000
		spread = SpreadPeople(nominal, weights)
	}
	order := make([]int, len(trips))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(compareTrips(by, &trips[a], &trips[b]), cmp.Compare(a, b))
	})
	total := 0
	for _, n := range spread {
		total += n
	}
	counted := 0
	d.MedianPoint, d.P90Point = -1, -1
	for _, i := range order {
		counted += spread[i]
		if d.MedianPoint < 0 && counted*2 >= total {
			d.MedianPoint = i
		}
		if d.P90Point < 0 && counted*10 >= total*9 {
			d.P90Point = i
		}
	}
	d.Median, d.P90 = trips[d.MedianPoint], trips[d.P90Point]
	return d
}

// compareTrips puts the reached in order of their figure, then the unreachable,
// then the not computed.
func compareTrips(by TravelMetric, a, b *Trip) int {
	rank := func(t *Trip) int {
		return slices.Index([]TripStatus{Reached, Unreachable, NotComputed}, t.Status)
	}
	if c := cmp.Compare(rank(a), rank(b)); c != 0 || a.Status != Reached {
		return c
	}
	other := ByDistance
	if by == ByDistance {
		other = ByTime
	}
	return cmp.Or(cmp.Compare(a.figure(by), b.figure(by)), cmp.Compare(a.figure(other), b.figure(other)))
}

// SpreadPeople spreads whole people by weights, so that every share is within one
// person of exact and the shares sum to people: what rounding leaves over goes to
// the largest remainders, among equals to the first. Weights that are all 0 count
// alike; negative ones and NaN count as 0.
func SpreadPeople(people int, weights []float64) []int {
	shares := make([]int, len(weights))
	sum := 0.0
	for _, w := range weights {
		if w > 0 {
			sum += w
		}
	}
	remainder := make([]float64, len(weights))
	left := people
	for i, w := range weights {
		var exact float64
		switch {
		case sum == 0:
			exact = float64(people) / float64(len(weights))
		case w > 0:
			exact = float64(people) * (w / sum)
		}
		shares[i] = int(exact)
		remainder[i] = exact - float64(shares[i])
		left -= shares[i]
	}
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainder[b], remainder[a]) })
	for k := 0; left > 0 && len(order) > 0; k++ {
		shares[order[k%len(order)]]++
		left--
	}
	return shares
}
