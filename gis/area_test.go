package gis

import (
	"math"
	"testing"

	"github.com/tidwall/geodesic"
	"github.com/twpayne/go-geom"
)

// The twin is Karney's area of a geodesic polygon; sides of about 1 km keep the
// bulge of geodesics below a part in a million.
func TestAreaAgainstGeodesicPolygons(t *testing.T) {
	for _, c := range []struct{ lon, lat, r float64 }{{114.3, -8.2, 0.05}, {97.3, 5.5, 0.02}, {120, 0, 0.1}, {141, -9, 0.3}} {
		const n = 720
		twin := geodesic.WGS84.PolygonInit(false)
		var flat []float64
		for i := 0; i <= n; i++ {
			a := 2 * math.Pi * float64(i%n) / n
			lon, lat := c.lon+c.r*math.Cos(a)*(1+0.3*math.Sin(5*a)), c.lat+c.r*math.Sin(a)
			flat = append(flat, lon, lat)
			if i < n {
				twin.AddPoint(lat, lon)
			}
		}
		var m2 float64
		twin.Compute(false, true, &m2, nil)
		got := AreaKm2(geom.NewMultiPolygonFlat(geom.XY, flat, [][]int{{len(flat)}}))
		if want := math.Abs(m2) / 1e6; math.Abs(got-want) > 1e-6*want {
			t.Errorf("at %g, %g: %.9f km2, want %.9f", c.lon, c.lat, got, want)
		}
	}
}

func TestAreaOfHolesAndParts(t *testing.T) {
	box := func(lon, lat, d float64) []float64 {
		return []float64{lon, lat, lon + d, lat, lon + d, lat + d, lon, lat + d, lon, lat}
	}
	big, hole, part := box(112, -7, 0.1), box(112.02, -6.98, 0.05), box(113, -7, 0.01)
	one := func(f []float64) float64 {
		return AreaKm2(geom.NewMultiPolygonFlat(geom.XY, f, [][]int{{len(f)}}))
	}
	flat := append(append(append([]float64{}, big...), hole...), part...)
	got := AreaKm2(geom.NewMultiPolygonFlat(geom.XY, flat, [][]int{{10, 20}, {30}}))
	if want := one(big) - one(hole) + one(part); math.Abs(got-want) > 1e-9 {
		t.Errorf("%g, want %g", got, want)
	}
	if AreaKm2(geom.NewMultiPolygon(geom.XY)) != 0 {
		t.Error("nothing has an area")
	}
}
