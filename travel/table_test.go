package travel

import (
	"errors"
	"testing"

	"jangkau/gis"
)

// On the road of 30 km at a kilometre a minute, by hand.
func TestTable(t *testing.T) {
	srv := newService(t, newStore())
	p := pin(t, srv)
	pustu, err := p.FacilityPlace(11)
	if err != nil {
		t.Fatal(err)
	}
	from := []Place{p.DesaPlace("35.10.01.2001"), p.DesaPlace("35.10.01.2002"), p.DesaPlace("35.10.01.2003"), p.DesaPlace("35.10.01.2004")}
	to := []Place{pustu, {Origin: Origin{Lon: 30_000 / degree}, Known: true}}
	table, err := p.Table(t.Context(), both, from, to)
	if err != nil {
		t.Fatal(err)
	}
	// Desa 2's people mostly live at kilometre 20; desa 3 has no point, desa 4 no roads.
	for i, want := range [][2]float64{{300, 1800}, {900, 600}} {
		for j, s := range want {
			if got := table[i][j]; got.Status != gis.Reached || got.DurationS != s || got.DistanceM < 16.6*s || got.DistanceM > 16.7*s {
				t.Errorf("from %d to %d: %+v, want %v s", i, j, got, s)
			}
		}
	}
	for i, want := range map[int]gis.TripReason{2: gis.NoDemandPoint, 3: gis.RoadDataMissing} {
		for j := range to {
			if got := table[i][j]; got.Reason != want || got.Destination != -1 {
				t.Errorf("from %d to %d: %+v, want %s", i, j, got, want)
			}
		}
	}
}

func TestTableRefuses(t *testing.T) {
	p := pin(t, newService(t, newStore()))
	refused := func(err error, kind gis.ErrorKind) {
		t.Helper()
		var known *gis.Error
		if !errors.As(err, &known) || known.Kind != kind {
			t.Errorf("%v, want %v", err, kind)
		}
	}
	_, err := p.Table(t.Context(), both, make([]Place, 1), make([]Place, MaxDestinations+1))
	refused(err, gis.Invalid)
	_, err = p.Table(t.Context(), both, make([]Place, 1001), make([]Place, 1000))
	refused(err, gis.Invalid)
	_, err = p.FacilityPlace(-5)
	refused(err, gis.NotFound)
	_, err = p.OpenPlaces([]int64{11}, []gis.FacilityKind{gis.KindPusling})
	refused(err, gis.Invalid)
	if table, err := p.Table(t.Context(), both, nil, nil); err != nil || len(table) != 0 {
		t.Errorf("an empty table: %v, %v", table, err)
	}
}
