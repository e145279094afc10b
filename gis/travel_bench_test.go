package gis_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"jangkau/gis"
	"jangkau/gis/network"
)

// grid is a synthetic kabupaten: side x side crossings 200 m apart, a tenth of the
// streets missing, some of them one-way.
func grid(b *testing.B, side int) *gis.Roads {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	build := gis.NewRoadsBuilder(gis.RoadOptions{MinComponent: 100, Method: gis.CoverageNearRoads})
	point := func(x, y int) network.Point { return at(float64(x)*200, float64(y)*200) }
	for i := range side * side {
		build.AddNode(point(i%side, i/side), 1)
	}
	for i := range side * side {
		for _, step := range []int{1, side} {
			if step == 1 && i%side == side-1 || i+step >= side*side || r.IntN(10) == 0 {
				continue
			}
			access := uint8(255)
			if r.IntN(20) == 0 {
				access = 21
			}
			u, v := point(i%side, i/side), point((i+step)%side, (i+step)/side)
			build.AddRoad(gis.Road{
				From: uint32(i), To: uint32(i + step), Class: []string{"primary", "track"}[r.IntN(2)],
				Access: access, LengthM: gis.DistanceM(u, v) * (1 + 0.2*r.Float64()),
			})
		}
	}
	roads, err := build.Build()
	if err != nil {
		b.Fatal(err)
	}
	return roads
}

func scatter(b *testing.B, e *gis.Engine, side, n int, seed uint64) []gis.Located {
	b.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	list := make([]gis.Located, n)
	for i := range list {
		var err error
		list[i], err = e.Locate(gis.Spot{At: at(200*float64(side)*r.Float64(), 200*float64(side)*r.Float64()), Landmass: 1})
		if err != nil {
			b.Fatal(err)
		}
	}
	return list
}

func BenchmarkTravel(b *testing.B) {
	for _, side := range []int{100, 316} {
		roads := grid(b, side)
		e, err := gis.NewEngine(roads, motorcycle())
		if err != nil {
			b.Fatal(err)
		}
		from := scatter(b, e, side, 10_000, 1)
		name := func(what string) string { return fmt.Sprintf("%s/nodes=%d", what, side*side) }
		b.Run(name("build"), func(b *testing.B) {
			for b.Loop() {
				grid(b, side)
			}
		})
		b.Run(name("engine"), func(b *testing.B) {
			for b.Loop() {
				if _, err := gis.NewEngine(roads, motorcycle()); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name("locate"), func(b *testing.B) {
			i := 0
			for b.Loop() {
				if _, err := e.Locate(from[i%len(from)].Spot); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
		for _, facilities := range []int{50, 1000} {
			d, err := e.Destinations(scatter(b, e, side, facilities, 2))
			if err != nil {
				b.Fatal(err)
			}
			for _, by := range []gis.TravelMetric{gis.ByTime, gis.ByDistance} {
				b.Run(fmt.Sprintf("%s/facilities=%d/points=%d/by=%s", name("all"), facilities, len(from), by), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := e.NearestAll(b.Context(), by, d, from); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			b.Run(fmt.Sprintf("%s/facilities=%d/k=5", name("one"), facilities), func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					if _, err := e.Nearest(b.Context(), gis.ByTime, d, from[i%len(from)], 5); err != nil {
						b.Fatal(err)
					}
					i++
				}
			})
		}
	}
}
