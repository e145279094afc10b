package contour_test

import (
	"math/rand/v2"
	"testing"

	"jangkau/gis/contour"
)

func BenchmarkField(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	samples := town(r, 8_000, 1, 30_000)
	o := contour.Options{CellM: 300, WalkPerM: 1, WalkMaxM: 5000, Limit: 12_000}
	b.Run("field", func(b *testing.B) {
		for b.Loop() {
			contour.NewField(samples, o)
		}
	})
	f := contour.NewField(samples, o)
	b.Run("within", func(b *testing.B) {
		for b.Loop() {
			f.Within(12_000)
		}
	})
}
