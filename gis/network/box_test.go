package network_test

import (
	"math/rand/v2"
	"testing"

	"jangkau/gis/network"
)

// Every road with a vertex in a box is visited, whatever the box.
func TestRoadsIn(t *testing.T) {
	found := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 31))
		r := randomRoads(rng, rng.IntN(80), rng.IntN(120))
		n := r.build(t).Network()
		for range 20 {
			lon, lat := 110+rng.Float64()/8, -8+rng.Float64()/8
			box := network.Box{MinLon: lon, MinLat: lat, MaxLon: lon + rng.Float64()/8, MaxLat: lat + rng.Float64()/8}
			visited := map[uint32]bool{}
			n.RoadsIn(box, func(e uint32) { visited[e] = true })
			for e := range r.edges {
				inside := false
				for _, p := range n.Polyline(uint32(e), 0, n.LengthM(uint32(e))) {
					inside = inside || p.Lon >= box.MinLon && p.Lon <= box.MaxLon && p.Lat >= box.MinLat && p.Lat <= box.MaxLat
				}
				if inside {
					found++
					if !visited[uint32(e)] {
						t.Fatalf("seed %d: road %d in %v is not visited", seed, e, box)
					}
				}
			}
		}
	}
	if found < 1000 {
		t.Errorf("only %d roads in boxes", found)
	}
}
