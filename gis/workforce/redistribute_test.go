package workforce_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis"
	"jangkau/gis/workforce"
)

// brute tries every plan, one post after the other.
func brute(t workforce.Transport) (posts int, travel float64) {
	var try func(i int, left int, want []int, posts int, travel float64)
	best := func(p int, c float64) {
		if p > posts || p == posts && c < travel {
			posts, travel = p, c
		}
	}
	try = func(i, left int, want []int, n int, c float64) {
		if i == len(t.Supply) {
			best(n, c)
			return
		}
		next := 0
		if i+1 < len(t.Supply) {
			next = t.Supply[i+1]
		}
		try(i+1, next, want, n, c) // the rest of this supply stays
		if left == 0 {
			return
		}
		for j := range want {
			if want[j] > 0 && t.Cost[i][j] < workforce.Forbidden {
				want[j]--
				try(i, left-1, want, n+1, c+t.Cost[i][j])
				want[j]++
			}
		}
	}
	if len(t.Supply) > 0 {
		try(0, t.Supply[0], append([]int(nil), t.Demand...), 0, 0)
	}
	return posts, travel
}

func random(rnd *rand.Rand, s, d, most int, open float64) workforce.Transport {
	t := workforce.Transport{}
	for range s {
		t.Supply = append(t.Supply, rnd.IntN(most+1))
	}
	for range d {
		t.Demand = append(t.Demand, rnd.IntN(most+1))
	}
	for range s {
		row := make([]float64, d)
		for j := range row {
			row[j] = workforce.Forbidden
			if rnd.Float64() < open {
				row[j] = float64(rnd.IntN(20)) * 7.5 // ties are common
			}
		}
		t.Cost = append(t.Cost, row)
	}
	return t
}

func TestRedistributionAgainstEveryPlan(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 3))
	moved, short := 0, 0
	for range 1500 {
		x := random(rnd, rnd.IntN(5), rnd.IntN(5), 2, 0.2+0.8*rnd.Float64())
		p := x.Solve()
		posts, travel := brute(x)
		if p.Posts != posts || math.Abs(p.Travel-travel) > 1e-9 {
			t.Fatalf("%+v: %d posts by %v, every plan tried: %d by %v", x, p.Posts, p.Travel, posts, travel)
		}
		if _, err := x.Prove(p); err != nil {
			t.Fatalf("%+v: %+v: %v", x, p, err)
		}
		moved += posts
		most := 0
		for _, n := range x.Demand {
			most += n
		}
		if posts < most {
			short++
		}
	}
	if moved < 1000 || short < 200 {
		t.Errorf("trivial: %d posts moved, %d cases with gaps left", moved, short)
	}
}

// On cases too large to try every plan, the bounds must be met.
func TestRedistributionIsProved(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	for range 40 {
		x := random(rnd, 1+rnd.IntN(60), 1+rnd.IntN(60), 4, 0.05+0.95*rnd.Float64())
		for i := range x.Cost {
			for j, c := range x.Cost[i] {
				if c < workforce.Forbidden {
					x.Cost[i][j] = rnd.Float64() * 3600
				}
			}
		}
		p := x.Solve()
		if _, err := x.Prove(p); err != nil {
			t.Fatalf("%d posts by %v: %v", p.Posts, p.Travel, err)
		}
	}
}

// A plan that is not the best does not pass for it, nor one that breaks its limits.
func TestProofRefuses(t *testing.T) {
	f := workforce.Forbidden
	x := workforce.Transport{Supply: []int{1, 1}, Demand: []int{1, 1}, Cost: [][]float64{{10, 30}, {20, 25}}}
	for name, moves := range map[string][]workforce.Move{
		"by a longer way":     {{0, 1, 1}, {1, 0, 1}}, // 50; the best is 35
		"fewer than possible": {{0, 0, 1}},
		"none at all":         nil,
		"more than there are": {{0, 0, 1}, {0, 1, 1}},
		"more than wanted":    {{0, 0, 1}, {1, 0, 1}},
	} {
		if _, err := x.Prove(workforce.Plan{Moves: moves}); gis.KindOf(err) != gis.Internal || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	proof, err := x.Prove(x.Solve())
	if err != nil || proof.MostPosts != 2 || proof.LeastTravel != 35 {
		t.Errorf("the best: %+v %v", proof, err)
	}
	// One supply for two gaps goes to the nearer; nothing goes beyond the limit.
	y := workforce.Transport{Supply: []int{1}, Demand: []int{1, 1}, Cost: [][]float64{{9, 4}}}
	if p := y.Solve(); len(p.Moves) != 1 || p.Moves[0] != (workforce.Move{From: 0, To: 1, Posts: 1}) {
		t.Errorf("nearer: %+v", p)
	}
	if p := (workforce.Transport{Supply: []int{5}, Demand: []int{5}, Cost: [][]float64{{f}}}).Solve(); p.Posts != 0 {
		t.Errorf("beyond the limit: %+v", p)
	}
	if _, err := y.Prove(workforce.Plan{Moves: []workforce.Move{{0, 0, 1}}}); err == nil {
		t.Error("the farther gap passes for the best")
	}
}
