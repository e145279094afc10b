package gis_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"jangkau/gis"
	"jangkau/gis/network"
)

// BenchmarkCatchments draws the catchments of the facilities nearest to one, half an
// hour wide; and counts the demand of what one
// facility reaches, by the search around it and by one over the whole network.
func BenchmarkCatchments(b *testing.B) {
	for _, size := range []string{"s100k", "s1m"} {
		roads, at := nationalRoads(b, size)
		kmh := 40.0
		e, err := gis.NewEngine(roads, gis.Profile{
			Name: gis.ProfileMotorcycle, WalkKmh: 5, DetourFactor: 1.3, Speeds: []gis.ProfileSpeed{{Class: gis.AnyClass, Kmh: &kmh}},
		})
		if err != nil {
			b.Fatal(err)
		}
		locate := func(list []network.Point) []gis.Located {
			out, err := e.LocateAll(b.Context(), len(list), func(i int) (gis.Spot, bool) { return gis.Spot{At: list[i]}, true })
			if err != nil {
				b.Fatal(err)
			}
			return out
		}
		facilities := locate(at)
		r := rand.New(rand.NewPCG(1, 1))
		places := make([]network.Point, 83_000)
		for i := range places {
			places[i], _ = roads.Network().Node(uint32(r.IntN(roads.Network().NodeCount())))
		}
		demand := locate(places)
		d, err := e.Destinations(facilities)
		if err != nil {
			b.Fatal(err)
		}
		near := every(len(facilities))
		slices.SortFunc(near, func(x, y int32) int {
			a, c := gis.DistanceM(facilities[0].At, facilities[x].At), gis.DistanceM(facilities[0].At, facilities[y].At)
			if a < c {
				return -1
			}
			return 1
		})
		for _, c := range []struct {
			name string
			of   []int32
		}{{"50", near[:50]}, {"500", near[:500]}} {
			b.Run(size+"/draw-"+c.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					areas, err := e.CatchmentAreas(b.Context(), gis.ByTime, d, c.of, 1800)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(len(areas)), "areas")
				}
			})
		}
		b.Run(size+"/reach", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, err := e.CostsTo(b.Context(), gis.ByTime, facilities[i%len(facilities)], demand, []float64{1800}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(size+"/reach-by-whole-network", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				one, err := e.Destinations(facilities[i%len(facilities) : i%len(facilities)+1])
				if err != nil {
					b.Fatal(err)
				}
				if _, err := e.NearestAll(b.Context(), gis.ByTime, one, demand); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
