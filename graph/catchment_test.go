package graph_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

type catchmentRow struct {
	Facility                     struct{ ID, Name string }
	Reason                       *string
	People, PeopleWithin         *int
	PeopleFromOutside, DesaCount *int
	MedianS, P90S, MedianM, P90M *float64
	Declared                     *struct{ Own, Others, Undeclared int }
	AreaKm2                      *float64
	Area                         json.RawMessage
	Desa                         []struct {
		Desa   struct{ Code, Name string }
		People *int
	}
	Reach *struct {
		People, Desa int
		AreaKm2      *float64
		Area         json.RawMessage
	}
}

type catchmentAnswer struct {
	Catchments struct {
		TotalCount int
		Totals     struct{ People, PeopleInside, PeopleElsewhere, PeopleUnreached, PeopleNotComputed int }
		Edges      []struct {
			Node   catchmentRow
			Cursor string
		}
		PageInfo   struct{ HasNextPage, HasPreviousPage bool }
		Provenance struct {
			provenance
			Parameters []struct{ Name, Value string }
		}
	}
}

const catchmentFields = `{ totalCount totals { people peopleInside peopleElsewhere peopleUnreached peopleNotComputed }
	edges { cursor node { facility { id name } reason people peopleWithin peopleFromOutside desaCount medianS p90S medianM p90M
		declared { own others undeclared } areaKm2 area desa { desa { code name } people } reach { people desa areaKm2 area } } }
	pageInfo { hasNextPage hasPreviousPage } provenance { asOf demo parameters { name value } caveats { code } } }`

func (a catchmentAnswer) of(t *testing.T, name string) catchmentRow {
	t.Helper()
	for _, e := range a.Catchments.Edges {
		if e.Node.Facility.Name == name {
			return e.Node
		}
	}
	t.Fatalf("no %s in %+v", name, a.Catchments.Edges)
	return catchmentRow{}
}

// The village along its road, by hand. Of puskesmas and pustu there are those of Kota
// (5,000 people), Alas (3,000) and Bakti (2,000); Citra's closed, so that its 1,000 and
// those farther east go to Bakti: Eka has no point, Fajar no road, Unnamed 600.
func TestCatchmentsOfTheVillage(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	got := read[catchmentAnswer](w, `{ catchments(within: "35.10", kind: [PUSKESMAS, PUSTU], limitMinutes: 5) %s }`, catchmentFields)
	c := got.Catchments
	if c.TotalCount != 3 || len(c.Edges) != 3 || c.Edges[0].Node.Facility.Name != "Puskesmas Kota" {
		t.Fatalf("%+v", c)
	}
	if s := c.Totals; s.People != 13100 || s.PeopleInside != 11600 || s.PeopleElsewhere != 0 || s.PeopleInside+s.PeopleUnreached+s.PeopleNotComputed != s.People {
		t.Errorf("%+v", s)
	}
	kota, alas, bakti := got.of(t, "Puskesmas Kota"), got.of(t, "Pustu Alas"), got.of(t, "Pustu Bakti")
	if *kota.People != 5000 || *alas.People != 3000 || *bakti.People != 3600 || *bakti.PeopleFromOutside != 0 {
		t.Errorf("%d, %d, %d", *kota.People, *alas.People, *bakti.People)
	}
	// Citra's point is 2.2 km from Bakti, within 5 minutes by motorcycle; the unnamed desa's 11 km is not.
	if *bakti.PeopleWithin != 3000 || *bakti.DesaCount != 4 {
		t.Errorf("%+v", bakti)
	}
	// Damai's people are not known: listed last, and null.
	if d := bakti.Desa; len(d) != 4 || d[0].Desa.Name != "Bakti" || d[3].Desa.Name != "Damai" || d[3].People != nil || *d[1].People != 1000 {
		t.Errorf("%+v", d)
	}
	// The wilayah kerja of the puskesmas names its own desa; no pustu's is loaded.
	if *kota.Declared != struct{ Own, Others, Undeclared int }{5000, 0, 0} || alas.Declared.Undeclared != 3000 {
		t.Errorf("%+v, %+v", kota.Declared, alas.Declared)
	}
	for _, r := range []catchmentRow{kota, alas, bakti} {
		if r.Reason != nil || r.AreaKm2 == nil || *r.AreaKm2 <= 0 || r.Reach.People < *r.PeopleWithin || *r.AreaKm2 > *r.Reach.AreaKm2+0.1 {
			t.Errorf("%+v", r)
		}
		same := read[struct {
			Isochrone struct {
				Bands []struct {
					People, Desa int
					AreaKm2      float64
				}
			}
		}](w, `{ isochrone(facility: %q, bandsMinutes: [5]) { bands { people desa areaKm2 } } }`, r.Facility.ID).Isochrone.Bands[0]
		if same.People != r.Reach.People || same.Desa != r.Reach.Desa || same.AreaKm2 != *r.Reach.AreaKm2 {
			t.Errorf("%s reaches %+v, its isochrone %+v", r.Facility.Name, r.Reach, same)
		}
	}
	if p := c.Provenance; !p.warns("ASSUMED_SPEEDS") || !p.warns("PEOPLE_UNKNOWN") || len(p.Parameters) < 6 {
		t.Errorf("%+v", p)
	}
	// A wilayah's list never hides a neighbour's facility: the western kecamatan has none of its own.
	west := read[catchmentAnswer](w, `{ catchments(within: "35.10.02", kind: [PUSKESMAS, PUSTU]) %s }`, catchmentFields).Catchments
	if west.TotalCount != 0 || west.Totals.PeopleElsewhere != 600 || west.Totals.People != 2100 {
		t.Errorf("%+v", west)
	}
	east := read[catchmentAnswer](w, `{ catchments(within: "35.10.01", kind: [PUSKESMAS, PUSTU]) %s }`, catchmentFields)
	if r := east.of(t, "Pustu Bakti"); *r.PeopleFromOutside != 600 || *r.People != 3600 {
		t.Errorf("%+v", r)
	}
	// Areas in PostGIS's judgement: valid, apart, and each with its own desa's point.
	for i, a := range c.Edges {
		for _, b := range c.Edges[i+1:] {
			var valid, apart bool
			err := w.owner.QueryRow(t.Context(), `select ST_IsValid(a) and ST_IsValid(b), ST_Area(ST_Intersection(a, b)) < 1e-9 * ST_Area(a)
				from (select ST_GeomFromGeoJSON($1) as a, ST_GeomFromGeoJSON($2) as b) x`, string(a.Node.Area), string(b.Node.Area)).Scan(&valid, &apart)
			if err != nil || !valid || !apart {
				t.Errorf("%s and %s: valid %t, apart %t, %v", a.Node.Facility.Name, b.Node.Facility.Name, valid, apart, err)
			}
		}
	}
}

// By puskesmas the nearest is not always the induk: two puskesmas, one that declares
// all desa.
func TestCatchmentsTellInduk(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, `insert into data.facility (kind, name, name_fold, declared_desa, point, location_quality, status, known_from, source_id)
		values ('PUSKESMAS', 'Puskesmas Baru', 'baru', '35.10.01.2003', ST_SetSRID(ST_MakePoint(114.06, -8.0), 4326), 'POINT', 'OPEN', '2020-01-01', 2),
		('PUSKESMAS', 'Puskesmas Entah', 'entah', '35.10.02.2002', null, 'NONE', 'OPEN', '2020-01-01', 2)`)
	got := read[catchmentAnswer](w, `{ catchments(within: "35.10", kind: [PUSKESMAS], orderBy: [{key: P90}]) %s }`, catchmentFields)
	// Kota keeps 5,000 and Alas's 3,000; Bakti, Citra and the unnamed desa are nearer to the new one.
	baru := got.of(t, "Puskesmas Baru")
	if *baru.People != 3600 || *baru.Declared != struct{ Own, Others, Undeclared int }{0, 3000, 600} {
		t.Errorf("%+v %+v", baru, baru.Declared)
	}
	// One without a place is unknown, not empty, and last in either direction.
	entah := got.of(t, "Puskesmas Entah")
	if entah.Reason == nil || *entah.Reason != "NO_LOCATION" || entah.People != nil || entah.Reach != nil || entah.Declared != nil || string(entah.Area) != "null" {
		t.Errorf("%+v", entah)
	}
	for _, direction := range []string{"ASC", "DESC"} {
		rows := read[catchmentAnswer](w, `{ catchments(within: "35.10", kind: [PUSKESMAS], orderBy: [{key: PEOPLE, direction: %s}]) %s }`, direction, catchmentFields).Catchments.Edges
		if rows[2].Node.Facility.Name != "Puskesmas Entah" || (*rows[0].Node.People < *rows[1].Node.People) != (direction == "ASC") {
			t.Errorf("%s: %+v", direction, rows)
		}
	}
	if !got.Catchments.Provenance.warns("FACILITIES_WITHOUT_PLACE") {
		t.Errorf("%+v", got.Catchments.Provenance)
	}
}

// Pages join into the whole list, in every order; a cursor of another question or of
// other data is a conflict.
func TestCatchmentPages(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, fifty)
	for _, order := range []string{"", `orderBy: [{key: PEOPLE, direction: ASC}]`, `orderBy: [{key: P90}, {key: ID, direction: ASC}]`, `orderBy: [{key: MEDIAN}], by: DISTANCE`, `orderBy: [{key: PEOPLE_BEYOND}]`, `orderBy: [{key: ID}]`} {
		all := read[catchmentAnswer](w, `{ catchments(within: "35.10", kind: [PUSTU], first: 100, %s) { totalCount edges { cursor node { facility { id } } } } }`, order).Catchments
		if all.TotalCount != 52 || len(all.Edges) != 52 {
			t.Fatalf("%d of %d", len(all.Edges), all.TotalCount)
		}
		var joined []string
		for after := ""; ; {
			page := read[catchmentAnswer](w, `{ catchments(within: "35.10", kind: [PUSTU], first: 7, %s %s) { edges { cursor node { facility { id } } } pageInfo { hasNextPage } } }`, order, after).Catchments
			for _, e := range page.Edges {
				joined = append(joined, e.Node.Facility.ID)
				after = fmt.Sprintf("after: %q", e.Cursor)
			}
			if !page.PageInfo.HasNextPage {
				break
			}
		}
		for i, e := range all.Edges {
			if i >= len(joined) || joined[i] != e.Node.Facility.ID {
				t.Fatalf("%s: row %d differs", order, i)
			}
		}
	}
	after := read[catchmentAnswer](w, `{ catchments(within: "35.10", kind: [PUSTU], first: 3) { edges { cursor } } }`).Catchments.Edges[2].Cursor
	const ask = `{ catchments(within: "35.10", kind: [PUSTU], first: 3, after: %q %s) { totalCount } }`
	read[any](w, ask, after, "")
	for _, other := range []string{"limitMinutes: 31", "profile: WALK", "by: DISTANCE", `facility: ["2"]`, "orderBy: [{key: ID}]", `puskesmas: "1"`} {
		w.refused(gis.Conflict, ask, after, other)
	}
	w.exec(`update data.population set people = people + 1 where desa = '35.10.01.2001'`)
	w.refused(gis.Conflict, ask, after, "")
}

func TestCatchmentsRefuse(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	for query, kind := range map[string]gis.ErrorKind{
		`within: "35.10", kind: []`:                                   gis.Invalid,
		`within: "35.10", kind: [PUSLING]`:                            gis.Invalid,
		`within: "35.10", kind: [PUSTU], limitMinutes: 0`:             gis.Invalid,
		`within: "35.10", kind: [PUSTU], by: DISTANCE, limitKm: -0.5`: gis.Invalid,
		`within: "35.10", kind: [PUSTU], first: 1001`:                 gis.Invalid,
		`within: "35.10", kind: [PUSTU], variant: "banjir"`:           gis.Invalid,
		`within: "35.10", kind: [PUSTU], after: "x"`:                  gis.Invalid,
		`within: "99.99", kind: [PUSTU]`:                              gis.NotFound,
		`within: "35.10", kind: [PUSTU], facility: ["1"]`:             gis.NotFound,
		`within: "35.10", kind: [PUSTU], facility: ["4"]`:             gis.NotFound, // closed
		`within: "35.10", kind: [PUSTU], facility: ["x"]`:             gis.NotFound,
		`within: "35.10", kind: [PUSTU], puskesmas: "2"`:              gis.NotFound,
	} {
		w.refused(kind, `{ catchments(%s) { totalCount } }`, query)
	}
	// A thousand searches in one request are too much.
	w.refused(gis.Invalid, `{ catchments(within: "35.10", kind: [PUSTU], first: 1000) { edges { node { reach { people area } } } } }`)
	one := read[catchmentAnswer](w, `{ catchments(within: "35.10", kind: [PUSKESMAS, PUSTU], facility: ["3", "3"]) %s }`, catchmentFields).Catchments
	if one.TotalCount != 1 || *one.Edges[0].Node.People != 3600 || one.Totals.PeopleInside != 11600 {
		t.Errorf("others no longer compete: %+v", one)
	}
}
