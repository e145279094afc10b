package workforce

import (
	"math"

	"jangkau/gis"
)

// Proof bounds every plan there could be: none closes more than MostPosts gaps, and none
// that closes as many travels less than LeastTravel. A plan that reaches both is the best.
//
// MostPosts is the capacity of a cut: what is reached from supplies with somebody left,
// over pairs within the limit and moves that could be undone. LeastTravel is the value of
// a dual solution: with potentials u of supplies and v of demands such that no pair
// within the limit costs less than v - u, any plan of F posts costs at least
//
//	F (vt - us) - sum of demand x max(0, vt - v) - sum of supply x max(0, u - us)
//
// whatever us and vt are. Neither uses how the plan was found.
type Proof struct {
	MostPosts   int
	LeastTravel float64
}

// Prove bounds what any plan could do. It fails with Internal where the plan does not
// keep to its supplies, demands and limit, or does not reach the bounds.
func (t Transport) Prove(p Plan) (Proof, error) {
	s, d := len(t.Supply), len(t.Demand)
	flow := make([][]int, s)
	for i := range flow {
		flow[i] = make([]int, d)
	}
	left, want := append([]int(nil), t.Supply...), append([]int(nil), t.Demand...)
	posts, travel := 0, 0.0
	for _, m := range p.Moves {
		if m.Posts <= 0 || !(t.Cost[m.From][m.To] < Forbidden) {
			return Proof{}, gis.NewError(gis.Internal, "Pemindahan di luar batas", "A move outside the limit")
		}
		flow[m.From][m.To] += m.Posts
		left[m.From] -= m.Posts
		want[m.To] -= m.Posts
		posts += m.Posts
		travel += float64(m.Posts) * t.Cost[m.From][m.To]
	}
	for _, n := range append(append([]int(nil), left...), want...) {
		if n < 0 {
			return Proof{}, gis.NewError(gis.Internal, "Pemindahan melebihi yang ada", "Moves of more than there is")
		}
	}
	r := residual{t: t, flow: flow, left: left, want: want}
	proof := Proof{MostPosts: r.cut(), LeastTravel: r.dual(posts)}
	if posts != proof.MostPosts || math.Abs(travel-proof.LeastTravel) > 1e-6*(1+math.Abs(travel)) {
		return proof, gis.NewError(gis.Internal, "Pemindahan bukan yang terbaik", "The moves are not the best there are")
	}
	return proof, nil
}

// residual is the network of what could still be changed about a plan. Nodes are the
// supplies, the demands, then where supplies come from and where demands go to.
type residual struct {
	t          Transport
	flow       [][]int
	left, want []int
}

// arcs calls visit with every change that is possible, and what it costs.
func (r residual) arcs(visit func(u, v int, cost float64)) {
	s, d := len(r.left), len(r.want)
	from, to := s+d, s+d+1
	for i := range s {
		if r.left[i] > 0 {
			visit(from, i, 0)
		}
		if r.left[i] < r.t.Supply[i] {
			visit(i, from, 0)
		}
		for j, c := range r.t.Cost[i] {
			if c < Forbidden {
				visit(i, s+j, c)
			}
			if r.flow[i][j] > 0 {
				visit(s+j, i, -c)
			}
		}
	}
	for j := range d {
		if r.want[j] > 0 {
			visit(s+j, to, 0)
		}
		if r.want[j] < r.t.Demand[j] {
			visit(to, s+j, 0)
		}
	}
}

// cut is the capacity of the cut around what is reached from supplies.
func (r residual) cut() int {
	s, d := len(r.left), len(r.want)
	reached := make([]bool, s+d+2)
	reached[s+d] = true
	for grew := true; grew; {
		grew = false
		r.arcs(func(u, v int, _ float64) {
			if reached[u] && !reached[v] {
				reached[v], grew = true, true
			}
		})
	}
	total := 0
	for i, n := range r.t.Supply {
		if !reached[i] {
			total += n
		}
	}
	for j, n := range r.t.Demand {
		if reached[s+j] {
			total += n
		}
	}
	return total
}

// dual is the least travel of any plan of so many posts. The potentials are the least
// costs of changes that end at a node (Bellman and Ford's); where changes could go on
// saving for ever they do not settle, and the bound stays below the plan.
func (r residual) dual(posts int) float64 {
	s, d := len(r.left), len(r.want)
	pot := make([]float64, s+d+2)
	for range len(pot) {
		better := false
		r.arcs(func(u, v int, cost float64) {
			if c := pot[u] + cost; c < pot[v]-noise {
				pot[v], better = c, true
			}
		})
		if !better {
			break
		}
	}
	// So that the bound holds whatever the potentials: no pair may cost less than v - u.
	for j := range d {
		for i := range s {
			if c := r.t.Cost[i][j]; c < Forbidden {
				pot[s+j] = math.Min(pot[s+j], pot[i]+c)
			}
		}
	}
	us, vt := pot[s+d], pot[s+d+1]
	bound := float64(posts) * (vt - us)
	for j, n := range r.t.Demand {
		bound -= float64(n) * math.Max(0, vt-pot[s+j])
	}
	for i, n := range r.t.Supply {
		bound -= float64(n) * math.Max(0, pot[i]-us)
	}
	return bound
}
