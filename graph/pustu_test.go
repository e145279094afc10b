package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

type gapAnswer struct {
	DesaWithoutPustu struct {
		TotalCount int
		Counts     []gis.PustuCount
		Edges      []struct {
			Cursor string
			Node   struct {
				Desa   struct{ Code string }
				Status gis.GapStatus
				People *int
				Rules  []struct {
					Rule   gis.PustuRule
					Status gis.GapStatus
				}
				Change  *struct{ From, To gis.GapStatus }
				Nearest struct {
					Status    gis.TripStatus
					Reason    *gis.TripReason
					DistanceM *float64
					DurationS *float64
					Facility  *struct{ Name string }
					IsInduk   *bool
				}
			}
		}
		PageInfo struct {
			HasNextPage bool
			EndCursor   *string
		}
		Provenance provenance
	}
}

type provenance struct {
	Demo    bool
	AsOf    string
	Network *struct{ Hash string }
	Caveats []struct{ Code string }
	Sources []struct{ Name string }
}

func (g gapAnswer) codes() (out []string) {
	for _, e := range g.DesaWithoutPustu.Edges {
		out = append(out, e.Node.Desa.Code)
	}
	return out
}

// By hand, from the table in world_test.go, as of today (2026): pustu 4 is closed.
func TestPustuCounts(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	got := read[gapAnswer](w, `{ desaWithoutPustu(within: "35.10") { totalCount counts { rule units denominator has lacks unknown } } }`).DesaWithoutPustu
	want := []gis.PustuCount{
		// 2001 and 2002 have a building; 2003's is closed, so that it lacks one; 35.10.02 has no register.
		{Rule: "BUILDING", Units: "DESA", Denominator: 7, Has: 2, Lacks: 1, Unknown: 4},
		{Rule: "BUILDING", Units: "DESA_AND_KELURAHAN", Denominator: 8, Has: 2, Lacks: 2, Unknown: 4},
		// The polindes counts; no register of the other kinds is complete, so nobody lacks one.
		{Rule: "EQUIVALENT", Units: "DESA", Denominator: 7, Has: 3, Unknown: 4},
		{Rule: "EQUIVALENT", Units: "DESA_AND_KELURAHAN", Denominator: 8, Has: 3, Unknown: 5},
		// No pustu has a service area: unknown everywhere.
		{Rule: "SERVED", Units: "DESA", Denominator: 7, Unknown: 7},
		{Rule: "SERVED", Units: "DESA_AND_KELURAHAN", Denominator: 8, Unknown: 8},
		// 2001 is staffed; 2002's staff are not known; 2003 and the kelurahan lack one.
		{Rule: "FUNCTIONAL", Units: "DESA", Denominator: 7, Has: 1, Lacks: 1, Unknown: 5},
		{Rule: "FUNCTIONAL", Units: "DESA_AND_KELURAHAN", Denominator: 8, Has: 1, Lacks: 2, Unknown: 5},
	}
	if !slices.Equal(got.Counts, want) {
		t.Errorf("got  %+v\nwant %+v", got.Counts, want)
	}
	if got.TotalCount != 2 {
		t.Errorf("total %d, want the 2 that lack one", got.TotalCount)
	}
	only := read[gapAnswer](w, `{ desaWithoutPustu(within: "35.10", units: KELURAHAN) { totalCount counts { rule units denominator has lacks unknown } } }`).DesaWithoutPustu
	if only.TotalCount != 1 || len(only.Counts) != 12 || only.Counts[2] != (gis.PustuCount{Rule: "BUILDING", Units: "KELURAHAN", Denominator: 1, Lacks: 1}) {
		t.Errorf("kelurahan alone: %+v", only)
	}
	for _, c := range append(got.Counts, only.Counts...) {
		if c.Has+c.Lacks+c.Unknown != c.Denominator {
			t.Errorf("%+v does not add up", c)
		}
	}
}

func TestPustuOrders(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	all := `within: "35.10", status: [HAS, LACKS, UNKNOWN]`
	for _, c := range []struct {
		order string
		want  []string // the last four digits, in order
	}{
		// Most people first; 35.10.02.2001's are not known and come last.
		{``, []string{"01.1001", "01.2001", "01.2002", "01.2003", "02.2002", "02.2003", "02.2004", "02.2001"}},
		{`orderBy: [{key: PEOPLE, direction: ASC}]`, []string{"02.2004", "02.2003", "02.2002", "01.2003", "01.2002", "01.2001", "01.1001", "02.2001"}},
		{`orderBy: [{key: NAME, direction: DESC}]`, []string{"01.1001", "02.2003", "02.2002", "02.2001", "01.2003", "01.2002", "01.2001", "02.2004"}},
		// 02.2002 has no point and 02.2003 no road: worst. The others by their way to the puskesmas in 01.1001.
		{`orderBy: [{key: TRAVEL_DISTANCE, kind: [PUSKESMAS]}]`, []string{"02.2002", "02.2003", "02.2004", "02.2001", "01.2003", "01.2002", "01.2001", "01.1001"}},
		{`orderBy: [{key: TRAVEL_TIME, kind: [PUSKESMAS], direction: ASC}]`, []string{"01.1001", "01.2001", "01.2002", "01.2003", "02.2001", "02.2004", "02.2002", "02.2003"}},
	} {
		var want []string
		for _, s := range c.want {
			want = append(want, "35.10."+s)
		}
		if got := read[gapAnswer](w, `{ desaWithoutPustu(%s, %s) { edges { node { desa { code } } } } }`, all, c.order).codes(); !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %v\nwant %v", c.order, got, want)
		}
		// Page by page the same, none twice and none left out.
		var paged []string
		for after := ""; ; {
			p := read[gapAnswer](w, `{ desaWithoutPustu(%s, %s, first: 3 %s) { edges { node { desa { code } } } pageInfo { hasNextPage endCursor } } }`, all, c.order, after)
			paged = append(paged, p.codes()...)
			if !p.DesaWithoutPustu.PageInfo.HasNextPage {
				break
			}
			after = fmt.Sprintf("after: %q", *p.DesaWithoutPustu.PageInfo.EndCursor)
		}
		if !slices.Equal(paged, want) {
			t.Errorf("%s in pages: %v", c.order, paged)
		}
	}
}

func TestPustuSince(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	g := read[gapAnswer](w, `{ desaWithoutPustu(within: "35.10.01", since: "2024-06-01", status: [HAS, LACKS, UNKNOWN]) { edges { node { desa { code } change { from to } } } } }`)
	for _, e := range g.DesaWithoutPustu.Edges {
		changed := e.Node.Change != nil
		if changed != (e.Node.Desa.Code == "35.10.01.2003") {
			t.Errorf("%s: %+v", e.Node.Desa.Code, e.Node.Change)
		}
		if changed && (e.Node.Change.From != gis.Has || e.Node.Change.To != gis.Lacks) {
			t.Errorf("%+v", e.Node.Change)
		}
	}
	before := read[gapAnswer](w, `{ desaWithoutPustu(within: "35.10.01", asOf: "2024-06-01") { totalCount } }`)
	if before.DesaWithoutPustu.TotalCount != 1 {
		t.Errorf("in 2024 only the kelurahan lacked one, got %d", before.DesaWithoutPustu.TotalCount)
	}
}

// One desa's trip, by hand: 02.2004 stands on the road at 114.14, the puskesmas at
// 114.00: seven edges of 2,204 m.
func TestPustuNearest(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	g := read[gapAnswer](w, `{ desaWithoutPustu(within: "35.10", status: [HAS, LACKS, UNKNOWN]) {
		edges { node { desa { code } nearest(kind: [PUSKESMAS], by: DISTANCE) { status reason distanceM durationS isInduk facility { name } } } }
		provenance { demo asOf network { hash } caveats { code } sources { name } } } }`)
	for _, e := range g.DesaWithoutPustu.Edges {
		n := e.Node.Nearest
		switch e.Node.Desa.Code {
		case "35.10.02.2004":
			if n.Status != gis.Reached || n.DistanceM == nil || *n.DistanceM < 7*2204-5 || *n.DistanceM > 7*2204+5 || n.Facility.Name != "Puskesmas Kota" || n.IsInduk != nil {
				t.Errorf("%+v", n)
			}
		case "35.10.01.2001":
			if n.IsInduk == nil || !*n.IsInduk {
				t.Errorf("the puskesmas that serves it is its induk: %+v", n)
			}
		case "35.10.02.2002", "35.10.02.2003":
			if n.Status == gis.Reached || n.Reason == nil || n.DistanceM != nil {
				t.Errorf("%s: %+v", e.Node.Desa.Code, n)
			}
		}
	}
	// The trips of the rows rest on roads, which are a fifth source and made up here,
	// and on speeds that are assumed.
	p := g.DesaWithoutPustu.Provenance
	if p.AsOf != "2026-11-21" || !p.Demo || p.Network == nil || len(p.Sources) != 5 || !p.warns("PEOPLE_UNKNOWN") || !p.warns("ASSUMED_SPEEDS") {
		t.Errorf("%+v", p)
	}
	p = read[gapAnswer](w, `{ desaWithoutPustu(within: "35.10", status: [HAS, LACKS, UNKNOWN]) {
		provenance { demo asOf network { hash } caveats { code } sources { name } } } }`).DesaWithoutPustu.Provenance
	if p.Demo || p.Network != nil || len(p.Sources) != 4 || p.warns("ASSUMED_SPEEDS") {
		t.Errorf("without trips: %+v", p)
	}
}

func (p provenance) warns(code string) bool {
	return slices.ContainsFunc(p.Caveats, func(c struct{ Code string }) bool { return c.Code == code })
}

func TestPointInTheSea(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	got := read[struct {
		NearestFacilities []struct {
			Status    gis.TripStatus
			Reason    *gis.TripReason
			DistanceM *float64
		}
	}](w, `{ nearestFacilities(from: {lon: 114.1, lat: -9.5}, kind: [PUSKESMAS]) { status reason distanceM } }`).NearestFacilities
	if len(got) != 1 || got[0].Status == gis.Reached || got[0].Reason == nil || got[0].DistanceM != nil {
		t.Errorf("%+v", got)
	}
	at := read[struct {
		NearestFacilities []struct {
			Status   gis.TripStatus
			Facility struct{ Name string }
		}
	}](w, `{ nearestFacilities(from: {lon: 114.021, lat: -8}, kind: [PUSTU, PUSKESMAS], first: 2) { status facility { name } } }`).NearestFacilities
	if len(at) != 2 || at[0].Facility.Name != "Pustu Alas" {
		t.Errorf("%+v", at)
	}
}
