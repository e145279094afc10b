package hierarchy

import (
	"math/rand/v2"
	"testing"
)

// TestBetter tries better, whatever this processor makes of it, and its plain form
// against what they are for.
func TestBetter(t *testing.T) {
	lanesBettered := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		weight := func() uint32 {
			switch r.IntN(8) {
			case 0:
				return Closed
			case 1:
				return Closed - 1 - r.Uint32N(3)
			case 2:
				return 0
			}
			return r.Uint32N(1000)
		}
		from := make([]laneWeights, 1+r.IntN(40))
		for x := range from {
			for i := range from[x] {
				from[x][i] = weight()
			}
		}
		over := make([]entry, r.IntN(60))
		for k := range over {
			over[k] = entry{r.Uint32N(uint32(len(from))), min(weight(), Closed-1)}
		}
		var fast, plain, want laneWeights
		for i := range want {
			want[i] = weight()
		}
		fast, plain = want, want
		for i, was := range want {
			for _, e := range over {
				want[i] = min(want[i], e.weight+from[e.place][i])
			}
			if want[i] != was {
				lanesBettered++
			}
		}
		better(&fast, over, from)
		betterPlain(&plain, over, from)
		if fast != want || plain != want {
			t.Fatalf("seed %d: %v and plainly %v, want %v", seed, fast, plain, want)
		}
	}
	if lanesBettered < 1000 {
		t.Errorf("%d lanes bettered: the cases are too easy", lanesBettered)
	}
}

// BenchmarkBetter is a hundred shared nodes for a block's lanes.
func BenchmarkBetter(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	from, over := make([]laneWeights, 2000), make([]entry, 100)
	for x := range from {
		for i := range from[x] {
			from[x][i] = r.Uint32N(1e6)
		}
	}
	for k := range over {
		over[k] = entry{r.Uint32N(2000), r.Uint32N(1e6)}
	}
	var w laneWeights
	for name, do := range map[string]func(*laneWeights, []entry, []laneWeights){"fast": better, "plain": betterPlain} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				do(&w, over, from)
			}
		})
	}
}
