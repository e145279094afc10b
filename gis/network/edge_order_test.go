package network

import (
	"math/rand/v2"
	"testing"
)

// Every position stands in the order once, and parts of the edges follow each other.
func TestEdgeOrder(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 15))
		edges := rng.IntN(5000)
		from := make([]Position, rng.IntN(500))
		for i := range from {
			from[i] = NoPosition
			if edges > 0 && rng.IntN(10) > 0 {
				from[i] = Position{Edge: uint32(rng.IntN(edges))}
			}
		}
		order := edgeOrder(from, edges)
		seen := make([]bool, len(from))
		width := uint32(1)
		for len(from) > 0 && edges/int(width) > len(from) {
			width *= 2
		}
		before := uint32(0)
		for _, i := range order {
			if seen[i] {
				t.Fatalf("seed %d: position %d stands twice", seed, i)
			}
			seen[i] = true
			part := min(from[i].Edge/width, uint32(edges)/width) // off the network is with the last
			if part < before {
				t.Fatalf("seed %d: edge %d after part %d, of %d edges each", seed, from[i].Edge, before, width)
			}
			before = part
		}
		if len(order) != len(from) {
			t.Fatalf("seed %d: %d of %d positions", seed, len(order), len(from))
		}
	}
}
