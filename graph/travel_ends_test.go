package graph_test

import (
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

// What is wrong with a place or a limit is said of the argument it came in.
func TestWrongPlacesAreNamed(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	const here = `{lon: 114, lat: -8}`
	for _, c := range []struct {
		query    string
		kind     gis.ErrorKind
		argument string
	}{
		{`{ isochrone(to: {lon: -8, lat: 114}) { status } }`, gis.Invalid, "to"},
		{`{ isochrone(to: ` + here + `, bandsMinutes: [30, 15]) { status } }`, gis.Invalid, "bandsMinutes"},
		{`{ isochrone(to: ` + here + `, by: DISTANCE, bandsKm: []) { status } }`, gis.Invalid, "bandsKm"},
		{`{ isochrone(to: ` + here + `, bandsMinutes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]) { status } }`, gis.Invalid, "bandsMinutes"},
		{`{ isochrone(facility: "999") { status } }`, gis.NotFound, "facility"},
		{`{ trip(from: {point: ` + here + `}, to: {point: {lon: -8, lat: 114}}) { status } }`, gis.Invalid, "to"},
		{`{ trip(from: {desa: "35.10"}, kind: [PUSTU]) { status } }`, gis.Invalid, "from"},
		{`{ trip(from: {desa: "35.10.01.2009"}, kind: [PUSTU]) { status } }`, gis.NotFound, "from"},
		{`{ travelTable(from: {desa: ["35.10.01.2001"]}, to: {points: [{lon: -8, lat: 114}]}) { durationS } }`, gis.Invalid, "to"},
		{`{ travelTable(from: {desa: ["35.10.01.2001"]}, to: {desa: ["35.10.01.2002", "35.10.01.2009"]}) { durationS } }`, gis.NotFound, "to"},
		{`{ travelTable(from: {desa: ["35.10.01.2001"]}, to: {within: "35.11", kind: [PUSTU]}) { durationS } }`, gis.NotFound, "within"},
		{`{ nearestFacilities(from: {lon: -8, lat: 114}, kind: [PUSTU]) { status } }`, gis.Invalid, "from"},
	} {
		a := w.refused(c.kind, "%s", c.query)
		if got := a.Errors[0].Extensions.Argument; got != c.argument {
			t.Errorf("%s: the argument is said to be %q", c.query, got)
		}
	}
}

// A desa without a point, or off the roads, is no mistake of the caller's.
func TestDesaWithoutTripsAreAnswered(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	got := read[struct {
		TravelTable struct {
			DurationS [][]*float64
			Reason    [][]*gis.TripReason
			To        []struct{ Facility struct{ Name string } }
		}
	}](w, `{ travelTable(from: {desa: ["35.10.01.2001", "35.10.02.2002", "35.10.02.2003"]}, to: {within: "35.10", kind: [PUSTU, PUSKESMAS]}) {
		durationS reason to { facility { name } } } }`).TravelTable
	if len(got.To) != 3 || got.To[0].Facility.Name != "Puskesmas Kota" { // Citra is closed
		t.Fatalf("%+v", got.To)
	}
	for i, want := range []gis.TripReason{"", gis.NoDemandPoint, gis.NoRoadWithinSnap} {
		for j := range got.To {
			r := got.Reason[i][j]
			if (want == "") != (got.DurationS[i][j] != nil) || want != "" && (r == nil || *r != want) {
				t.Errorf("row %d, column %d: %v, want %q", i, j, r, want)
			}
		}
	}
	if n := w.statements(); n > 4 { // the desa, the kinds' facilities, the version of the roads, the facilities' rows
		t.Errorf("%d statements", n)
	}
}
