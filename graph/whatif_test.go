package graph_test

import (
	"slices"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

type whatIfAnswer struct {
	WhatIf struct {
		Before, After struct {
			Desa, People, PeopleUnreached int
			Bands                         []struct {
				UpTo   *float64
				People int
				Desa   int
			}
		}
		Changed []struct {
			Desa          struct{ Code string }
			People        int
			Before, After struct {
				Status    gis.TripStatus
				Reason    *gis.TripReason
				DistanceM *float64
			}
		}
		Provenance struct {
			Caveats []struct{ Code string }
			Network *struct{ Hash string }
		}
	}
}

const whatIfFields = `{ before { desa people peopleUnreached bands { upTo people desa } } after { desa people peopleUnreached bands { upTo people desa } }
	changed { desa { code } people before { status reason distanceM } after { status reason distanceM } }
	provenance { caveats { code } network { hash } } }`

// Of the two islands the western one has no way to the only puskesmas. One put there
// reaches its 100 people; the 50 of the eastern one lose theirs when it closes.
func TestWhatIfOnTwoIslands(t *testing.T) {
	w := newWorld(t, graph.Limits{}, islands, `
		insert into data.data_source (name, role, kind, imported_at) values ('Penduduk', 'POPULATION', 'REAL', '2024-02-01');
		insert into data.population (desa, as_of, people, source_id) values ('35.10.01.2001', '2024-01-01', 100, 4), ('35.10.01.2002', '2024-01-01', 50, 4);`)
	whatIf := func(changes string) whatIfAnswer {
		t.Helper()
		return read[whatIfAnswer](w, `{ whatIf(within: "35.10", kind: [PUSKESMAS], bandsMinutes: [30], changes: [%s]) %s }`, changes, whatIfFields)
	}
	none := whatIf("").WhatIf
	if none.Before.People != 150 || none.Before.PeopleUnreached != 100 || none.After.PeopleUnreached != 100 || len(none.Changed) != 0 {
		t.Errorf("nothing changed: %+v", none)
	}
	added := whatIf(`{ add: { lon: 114.005, lat: -8.005 } }`).WhatIf
	if added.After.PeopleUnreached != 0 || added.After.Bands[0].People != 150 || added.Before.Bands[0].People != 50 {
		t.Errorf("a puskesmas for the western island: %+v", added)
	}
	if len(added.Changed) != 1 || added.Changed[0].Desa.Code != "35.10.01.2001" || added.Changed[0].People != 100 ||
		added.Changed[0].Before.Status != gis.Unreachable || added.Changed[0].After.Status != gis.Reached || added.Changed[0].After.DistanceM == nil {
		t.Errorf("changed: %+v", added.Changed)
	}
	if !slices.Contains(codesOf(added.Provenance.Caveats), "HYPOTHETICAL") || added.Provenance.Network == nil {
		t.Errorf("provenance: %+v", added.Provenance)
	}
	if slices.Contains(codesOf(added.Provenance.Caveats), "NO_ROAD_AT_CHANGE") {
		t.Errorf("beside a road: %+v", added.Provenance)
	}
	atSea := whatIf(`{ add: { lon: 115, lat: -9.5 } }`).WhatIf
	if !slices.Contains(codesOf(atSea.Provenance.Caveats), "NO_ROAD_AT_CHANGE") || len(atSea.Changed) != 0 {
		t.Errorf("a puskesmas in the sea: %+v", atSea)
	}
	closed := whatIf(`{ close: "1" }`).WhatIf
	if closed.After.PeopleUnreached != 150 || len(closed.Changed) != 2 || *closed.Changed[1].After.Reason != gis.NoFacility {
		t.Errorf("without any puskesmas: %+v", closed)
	}
	moved := whatIf(`{ move: { facility: "1", to: { lon: 114.005, lat: -8.005 } } }`).WhatIf
	if moved.After.PeopleUnreached != 50 || len(moved.Changed) != 2 {
		t.Errorf("moved to the western island: %+v", moved)
	}
}

// Another kind in the west becomes a puskesmas where it stands; the only road of the
// east is closed.
func TestWhatIfUpgradesAndClosesRoads(t *testing.T) {
	w := newWorld(t, graph.Limits{}, islands, `
		insert into data.data_source (name, role, kind, imported_at) values ('Penduduk', 'POPULATION', 'REAL', '2024-02-01');
		insert into data.population (desa, as_of, people, source_id) values ('35.10.01.2001', '2024-01-01', 100, 4), ('35.10.01.2002', '2024-01-01', 50, 4);
		insert into data.facility (kind, name, name_fold, declared_desa, located_desa, point, location_quality, status, known_from, source_id)
			values ('PUSTU', 'Barat', 'barat', '35.10.01.2001', '35.10.01.2001', ST_SetSRID(ST_MakePoint(114.005, -8.005), 4326), 'POINT', 'OPEN', '2020-01-01', 2);`)
	ask := func(changes string) string {
		return `{ whatIf(within: "35.10", kind: [PUSKESMAS], bandsMinutes: [30], changes: [` + changes + `]) ` + whatIfFields + ` }`
	}
	var id string
	for _, e := range read[struct {
		Facilities struct {
			Edges []struct{ Node struct{ ID string } }
		}
	}](w, `{ facilities(within: "35", kind: [PUSTU]) { edges { node { id } } } }`).Facilities.Edges {
		id = e.Node.ID
	}
	upgraded := read[whatIfAnswer](w, `%s`, ask(`{ upgrade: "`+id+`" }`)).WhatIf
	if upgraded.Before.PeopleUnreached != 100 || upgraded.After.PeopleUnreached != 0 {
		t.Errorf("upgraded: %+v", upgraded)
	}
	for changes, code := range map[string]gis.ErrorKind{
		`{ upgrade: "1" }`: gis.Invalid, // a puskesmas already
		`{ upgrade: "` + id + `" }, { upgrade: "` + id + `" }`: gis.Invalid,
		`{ upgrade: "99" }`:                            gis.NotFound,
		`{ closeRoad: { way: "77" } }`:                 gis.Invalid, // no such way
		`{ closeRoad: { at: { lon: 120, lat: -3 } } }`: gis.Invalid, // no road there
		`{ closeRoad: { } }`:                           gis.Invalid,
		`{ closeRoad: { way: "x" } }`:                  gis.NotFound,
		`{ closeRoad: { way: "77" }, close: "1" }`:     gis.Invalid,
	} {
		if a := w.ask(ask(changes)); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != code {
			t.Errorf("%s: %+v, want %s", changes, a.Errors, code)
		}
	}
}

func codesOf(caveats []struct{ Code string }) []string {
	out := make([]string, len(caveats))
	for i, c := range caveats {
		out[i] = c.Code
	}
	return out
}

func TestWhatIfSaysWhatIsWrong(t *testing.T) {
	w := newWorld(t, graph.Limits{}, islands)
	for _, c := range []struct {
		changes string
		code    gis.ErrorKind
	}{
		{`{}`, gis.Invalid},
		{`{ close: "1", add: { lon: 114, lat: -8 } }`, gis.Invalid},
		{`{ close: "77" }`, gis.NotFound},
		{`{ close: "x" }`, gis.NotFound},
		{`{ add: { lon: -8, lat: 114 } }`, gis.Invalid},
		{`{ close: "1" }, { move: { facility: "1", to: { lon: 114, lat: -8 } } }`, gis.Invalid},
	} {
		a := w.ask(`{ whatIf(within: "35.10", kind: [PUSKESMAS], changes: [` + c.changes + `]) { changed { people } } }`)
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != c.code || a.Errors[0].Extensions.Messages.ID == "" {
			t.Errorf("%s: %+v, want %s", c.changes, a.Errors, c.code)
		}
	}
	if a := w.ask(`{ whatIf(within: "36.99", kind: [PUSKESMAS], changes: []) { changed { people } } }`); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.NotFound {
		t.Errorf("a wilayah that is not there: %+v", a.Errors)
	}
}
