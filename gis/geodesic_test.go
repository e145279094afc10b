package gis

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis/network"
)

func TestDistanceAgreesWithTheEllipsoid(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for range 200_000 {
		a := network.Point{Lon: 95 + 46*r.Float64(), Lat: -60 + 120*r.Float64()}
		scale := math.Pow(10, -7*r.Float64()) * localDegrees
		b := network.Point{Lon: a.Lon + (2*r.Float64()-1)*scale, Lat: a.Lat + (2*r.Float64()-1)*scale}
		want := ellipsoidM(a, b)
		// Karney's own rounding is some nanometres.
		off := max(math.Abs(DistanceM(a, b)-want)-1e-8, 0) / want
		worst = max(worst, off)
	}
	if worst > 1e-7 || worst == 0 {
		t.Errorf("worst relative error %g", worst)
	}
}

func TestDistanceKnown(t *testing.T) {
	// A degree of latitude at the equator is 110,574.389 m, one of longitude
	// 111,319.491 m (WGS 84).
	o := network.Point{}
	for _, c := range []struct {
		to   network.Point
		want float64
	}{
		{network.Point{Lat: 1}, 110574.389},
		{network.Point{Lon: 1}, 111319.491},
		{network.Point{Lon: 0.01}, 1113.19491},
		{o, 0},
	} {
		if got := DistanceM(o, c.to); math.Abs(got-c.want) > 0.001 {
			t.Errorf("to %v: %v m, want %v", c.to, got, c.want)
		}
	}
}

func TestAroundHoldsTheCircle(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		p := network.Point{Lon: 120, Lat: -80 + 160*r.Float64()}
		m := 20_000 * r.Float64()
		lo, hi := around(p, m)
		angle := 2 * math.Pi * r.Float64()
		// Step out until just within m.
		var q network.Point
		for d := m / 111_320; ; d *= 0.999 {
			q = network.Point{Lon: p.Lon + d*math.Cos(angle)/math.Cos(p.Lat*math.Pi/180), Lat: p.Lat + d*math.Sin(angle)}
			if ellipsoidM(p, q) <= m {
				break
			}
		}
		if q.Lon < lo[0] || q.Lon > hi[0] || q.Lat < lo[1] || q.Lat > hi[1] {
			t.Fatalf("%v is %v m from %v and not in %v %v", q, ellipsoidM(p, q), p, lo, hi)
		}
	}
}

func BenchmarkDistance(b *testing.B) {
	p, q := network.Point{Lon: 114, Lat: -8}, network.Point{Lon: 114.001, Lat: -8.001}
	b.Run("local", func(b *testing.B) {
		for b.Loop() {
			DistanceM(p, q)
		}
	})
	b.Run("ellipsoid", func(b *testing.B) {
		for b.Loop() {
			ellipsoidM(p, q)
		}
	})
}
