package travel

import (
	"math"
	"testing"

	"jangkau/gis"
)

// On the road of 30 km at a kilometre a minute, by hand.
func TestPath(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	pustu, err := p.FacilityPlace(11)
	if err != nil {
		t.Fatal(err)
	}
	one := p.DesaPlace("35.10.01.2001")
	found, err := p.Path(t.Context(), both, one, &pustu)
	if err != nil || found.Status != gis.Reached || found.DurationS != 300 || found.FacilityID != 11 {
		t.Fatalf("%+v, %v", found, err)
	}
	sum := 0.0
	for _, l := range found.Legs {
		sum += l.DurationS
	}
	if math.Abs(sum-300) > 1e-6 {
		t.Errorf("legs take %v s", sum)
	}
	// To the nearest of the kinds it is the trip of Nearest.
	near, err := p.Nearest(t.Context(), both, one.Origin, 1)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := p.Path(t.Context(), both, one, nil); err != nil || found.FacilityID != near[0].FacilityID || found.DurationS != near[0].DurationS {
		t.Errorf("%+v, %v; nearest is %+v", found, err, near[0])
	}
	for code, want := range map[gis.WilayahCode]gis.TripReason{"35.10.01.2003": gis.NoDemandPoint, "35.10.01.2004": gis.RoadDataMissing} {
		if found, err := p.Path(t.Context(), both, p.DesaPlace(code), &pustu); err != nil || found.Reason != want || len(found.Legs) != 0 || found.FacilityID != 0 {
			t.Errorf("from %s: %+v, %v; want %s", code, found, err, want)
		}
	}
}
