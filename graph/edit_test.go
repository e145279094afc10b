package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
	"jangkau/job"
)

// editWorld is the village, where whoever says so is an analyst.
func editWorld(t *testing.T, seed ...string) *world {
	t.Helper()
	w := jobWorld(t, graph.Limits{}, func(context.Context, *job.Job, job.Progress) (int64, error) { return 0, nil })
	for _, sql := range seed {
		w.exec(sql)
	}
	return w
}

type edited struct {
	ID      string
	Version int
	By      string
	On      *string
	Reason  *string
	Changes []struct {
		Field         string
		Before, After *string
	}
	Facility struct {
		ID              string
		Version         int
		Status          string
		Condition       *string
		Point           *struct{ Lon, Lat float64 }
		LocationQuality string
		Closed          *string
		Induk           *struct{ ID string }
		Desa            *struct{ Code string }
		LocatedDesa     *struct{ Code string }
		ServiceArea     []struct{ Code string }
		Mended          []string
		Functioning     struct {
			Status  string
			Reasons []string
		}
		Issues []struct{ Code string }
	}
}

const editedFields = `id version by on reason changes { field before after } facility { id version status condition point { lon lat } locationQuality closed
	induk { id } desa { code } locatedDesa { code } serviceArea { code } mended functioning { status reasons } issues { code } }`

func (w *world) edit(input string) answer {
	return w.ask(`mutation { editFacility(input: {by: "Dinkes Banyuwangi", `+input+`}) { `+editedFields+` } }`, "X-Role", analyst)
}

// mend makes an edit that must succeed.
func (w *world) mend(format string, args ...any) edited {
	w.t.Helper()
	a := w.edit(fmt.Sprintf(format, args...))
	if len(a.Errors) > 0 {
		w.t.Fatalf("%s: %+v", fmt.Sprintf(format, args...), a.Errors)
	}
	var d struct{ EditFacility edited }
	if err := json.Unmarshal(a.Data, &d); err != nil {
		w.t.Fatal(err)
	}
	return d.EditFacility
}

func (w *world) building(desa, day string) string {
	w.t.Helper()
	type gaps struct {
		DesaWithoutPustu struct {
			Edges []struct {
				Node struct {
					Status string
					Desa   struct{ Code string }
				}
			}
		}
	}
	for _, e := range read[gaps](w, `{ desaWithoutPustu(within: %q, rule: BUILDING, status: [HAS, LACKS, UNKNOWN], asOf: %q) { edges { node { status desa { code } } } } }`, desa, day).DesaWithoutPustu.Edges {
		return e.Node.Status
	}
	return ""
}

// Closing takes the pustu from its desa from that day on, not before; reopening gives
// it back, and leaves the days between as they were.
func TestClosingAndReopening(t *testing.T) {
	w := editWorld(t)
	const desa = "35.10.01.2001"
	e := w.mend(`facility: 2, version: 1, status: CLOSED, on: "2026-03-01", reason: "atap runtuh"`)
	if f := e.Facility; f.Status != "CLOSED" || f.Closed == nil || *f.Closed != "2026-03-01" || f.Functioning.Status != "DOES_NOT" || f.Functioning.Reasons[0] != "CLOSED" ||
		f.Version != e.Version || e.Version < 2 || *e.On != "2026-03-01" || len(e.Changes) != 1 || *e.Changes[0].Before != "OPEN" || *e.Changes[0].After != "CLOSED" ||
		len(f.Mended) != 1 || f.Mended[0] != "STATUS" || *e.Reason != "atap runtuh" {
		t.Errorf("%+v", e)
	}
	check := func(day, want string) {
		t.Helper()
		if got := w.building(desa, day); got != want {
			t.Errorf("%s on %s: %s, want %s", desa, day, got, want)
		}
	}
	check("2026-02-28", "HAS")
	check("2026-03-01", "LACKS")
	check("2026-11-21", "LACKS")
	type since struct {
		DesaWithoutPustu struct {
			Edges []struct {
				Node struct{ Change *struct{ From, To string } }
			}
		}
	}
	if n := read[since](w, `{ desaWithoutPustu(within: %q, rule: BUILDING, since: "2026-02-28") { edges { node { change { from to } } } } }`, desa).DesaWithoutPustu.Edges; len(n) != 1 ||
		n[0].Node.Change == nil || n[0].Node.Change.From != "HAS" || n[0].Node.Change.To != "LACKS" {
		t.Errorf("%+v", n)
	}
	e = w.mend(`facility: 2, version: %d, status: OPEN, on: "2026-06-01"`, e.Version)
	if e.Facility.Closed != nil || e.Facility.Status != "OPEN" || e.Facility.Functioning.Status != "FUNCTIONS" {
		t.Errorf("%+v", e)
	}
	check("2026-02-28", "HAS")
	check("2026-04-01", "LACKS")
	check("2026-06-01", "HAS")
	// Closed by a date alone, as a list had it.
	w.mend(`facility: 4, version: 1, status: OPEN, on: "2026-06-01"`)
	for day, want := range map[string]string{"2024-12-31": "HAS", "2025-06-01": "LACKS", "2026-06-01": "HAS"} {
		if got := w.building("35.10.01.2003", day); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

func TestMovingAndPlacing(t *testing.T) {
	w := editWorld(t, `insert into data.facility (kind, name, name_fold, location_quality, known_from, source_id) values ('PUSTU', 'Pustu Tanpa Titik', 'tanpatitik', 'NONE', '2020-01-01', 2)`)
	e := w.mend(`facility: 6, version: 1, point: {lon: 114.041, lat: -8.001}, condition: BAIK, induk: 1, serviceArea: ["35.10.01.2003", "35.10.01.2002"]`)
	f := e.Facility
	if f.LocationQuality != "POINT" || f.Desa.Code != "35.10.01.2002" || f.Induk.ID != "1" || len(f.ServiceArea) != 2 || len(f.Mended) != 4 || *e.Changes[1].After != "114.041, -8.001" {
		t.Errorf("%+v", e)
	}
	// Beside the desa that is declared: accepted and flagged.
	e = w.mend(`facility: 3, version: 1, point: {lon: 114.06, lat: -8.0}`)
	if f := e.Facility; f.Desa.Code != "35.10.01.2002" || f.LocatedDesa.Code != "35.10.01.2003" || f.Issues[0].Code != "DESA_DISAGREES" {
		t.Errorf("%+v", e)
	}
	e = w.mend(`facility: 6, version: %d, clear: [POINT, INDUK, SERVICE_AREA, CONDITION]`, f.Version)
	if f := e.Facility; f.Point != nil || f.Induk != nil || len(f.ServiceArea) != 0 || f.LocationQuality != "NONE" || f.Desa != nil || f.Condition != nil {
		t.Errorf("%+v", f)
	}
	type log struct {
		FacilityEdits struct{ Edges []struct{ Node edited } }
	}
	// A facility without a desa stays in its kabupaten.
	if l := read[log](w, `{ facilityEdits(within: "35.10", since: "2020-01-01") { edges { node { `+editedFields+` } } } }`).FacilityEdits.Edges; len(l) != 3 || l[0].Node.ID != e.ID {
		t.Errorf("%+v", l)
	}
	type own struct {
		Facility struct {
			Edits struct {
				TotalCount int
				PageInfo   struct{ HasNextPage bool }
				Edges      []struct{ Node edited }
			}
		}
	}
	if o := read[own](w, `{ facility(id: 6) { edits(first: 1) { totalCount pageInfo { hasNextPage } edges { node { `+editedFields+` } } } } }`).Facility.Edits; o.TotalCount != 2 || !o.PageInfo.HasNextPage || o.Edges[0].Node.ID != e.ID {
		t.Errorf("%+v", o)
	}
	type prov struct {
		Facilities struct {
			Provenance struct {
				Sources []struct{ Name, Vintage string }
			}
		}
	}
	p := read[prov](w, `{ facilities(within: "35.10.01.2002") { provenance { sources { name vintage } } } }`).Facilities.Provenance
	if !strings.Contains(fmt.Sprint(p), "Perbaikan di peta") {
		t.Errorf("%+v", p)
	}
}

func TestWrongEditsAreRefused(t *testing.T) {
	w := editWorld(t)
	for input, want := range map[string]struct {
		kind     gis.ErrorKind
		argument string
	}{
		`facility: 99, version: 1, status: OPEN`:                                              {gis.NotFound, "facility"},
		`facility: "x", version: 1, status: OPEN`:                                             {gis.NotFound, "facility"},
		`facility: 2, version: 7, status: CLOSED`:                                             {gis.Invalid, "version"},
		`facility: 2, version: 0, status: CLOSED`:                                             {gis.Conflict, "version"},
		`facility: 2, version: 1`:                                                             {gis.Invalid, "input"},
		`facility: 2, version: 1, status: OPEN`:                                               {gis.Invalid, "input"},
		`facility: 2, version: 1, status: CLOSED, on: "2026-11-22"`:                           {gis.Invalid, "on"},
		`facility: 2, version: 1, status: CLOSED, on: "2019-12-31"`:                           {gis.Invalid, "on"},
		`facility: 2, version: 1, point: {lon: 8, lat: 114}`:                                  {gis.Invalid, "point"},
		`facility: 2, version: 1, point: {lon: 110, lat: -7}`:                                 {gis.Invalid, "point"},
		`facility: 2, version: 1, induk: 2`:                                                   {gis.Invalid, "induk"},
		`facility: 2, version: 1, induk: 3`:                                                   {gis.Invalid, "induk"},
		`facility: 2, version: 1, induk: 99`:                                                  {gis.NotFound, "induk"},
		`facility: 1, version: 1, induk: 1`:                                                   {gis.Invalid, "induk"},
		`facility: 2, version: 1, declaredDesa: "35.10"`:                                      {gis.Invalid, "declaredDesa"},
		`facility: 2, version: 1, declaredDesa: "35.10.01.2999"`:                              {gis.Invalid, "declaredDesa"},
		`facility: 2, version: 1, serviceArea: ["35.10.01.2001", "35.10.01.2999"]`:            {gis.Invalid, "serviceArea"},
		`facility: 2, version: 1, serviceArea: ["35.10.01"]`:                                  {gis.Invalid, "serviceArea"},
		`facility: 2, version: 1, clear: [INDUK], induk: 1`:                                   {gis.Invalid, "clear"},
		`facility: 2, version: 1, clear: [STATUS]`:                                            {gis.Invalid, "clear"},
		`facility: 2, version: 1, clear: [KIND]`:                                              {gis.Invalid, "clear"},
		`facility: 2, version: 1, status: CLOSED, reason: "NIK 3510 0101 0101 0001"`:          {gis.Invalid, "reason"},
		`facility: 2, version: 1, status: CLOSED, reason: "` + strings.Repeat("a", 501) + `"`: {gis.Invalid, "reason"},
	} {
		a := w.edit(input)
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != want.kind || a.Errors[0].Extensions.Argument != want.argument {
			t.Errorf("%s: %+v, want %+v", input, a.Errors, want)
			continue
		}
		if m := a.Errors[0].Extensions.Messages; m.ID == "" || m.EN == "" || m.ID == m.EN {
			t.Errorf("%s: %+v", input, m)
		}
	}
	for _, by := range []string{"", " x ", "3510010101010001", strings.Repeat("a", 101), "a\\nb"} {
		a := w.ask(`mutation { editFacility(input: {by: "`+by+`", facility: 2, version: 1, status: CLOSED}) { id } }`, "X-Role", analyst)
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Argument != "by" {
			t.Errorf("by %q: %+v", by, a.Errors)
		}
	}
	for _, m := range []string{`editFacility(input: {by: "Dinkes", facility: 2, version: 1, status: CLOSED}) { id }`, `decideMatch(id: 1, accept: false, by: "Dinkes") { id }`} {
		if a := w.ask(`mutation { `+m+` }`, "X-Role", "viewer"); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.Unauthorised {
			t.Errorf("%+v", a.Errors)
		}
	}
	type none struct{ FacilityEdits struct{ TotalCount int } }
	if n := read[none](w, `{ facilityEdits(within: "35") { totalCount } }`).FacilityEdits.TotalCount; n != 0 {
		t.Errorf("%d edits were written", n)
	}
}

// Of editors that read the same version one wins; the others are told who did.
func TestOneEditorWins(t *testing.T) {
	w := editWorld(t)
	var wg sync.WaitGroup
	results := make([]answer, 8)
	for i := range results {
		wg.Go(func() {
			results[i] = w.edit(fmt.Sprintf(`facility: 2, version: 1, point: {lon: 114.02%d, lat: -8.0}`, i+1))
		})
	}
	wg.Wait()
	won := 0
	for _, a := range results {
		switch {
		case len(a.Errors) == 0:
			won++
		case a.Errors[0].Extensions.Code != gis.Conflict || !strings.Contains(a.Errors[0].Extensions.Messages.EN, "POINT (Dinkes Banyuwangi"):
			t.Errorf("%+v", a.Errors)
		}
	}
	if won != 1 {
		t.Errorf("%d editors won", won)
	}
}

// Several changes in one request: each answer is of after its own.
func TestEditsInOneRequest(t *testing.T) {
	w := editWorld(t)
	a := w.ask(`mutation { a: editFacility(input: {by: "Dinkes", facility: 2, version: 1, condition: BAIK}) { facility { condition version } }
		b: editFacility(input: {by: "Dinkes", facility: 2, version: 2, condition: RUSAK_BERAT}) { facility { condition functioning { status reasons } } } }`, "X-Role", analyst)
	if len(a.Errors) > 0 || !strings.Contains(string(a.Data), `"BAIK"`) || !strings.Contains(string(a.Data), `CONDITION_RUSAK_BERAT`) {
		t.Errorf("%s %+v", a.Data, a.Errors)
	}
}

func TestDecidingAMatch(t *testing.T) {
	w := editWorld(t, `insert into data.match_case (source_id, subject, key, line, given, candidates, facility_id, created_at) values
		(2, 'KIND', 'b', 4, 'Polindes', '[{"value":"PUSTU","label":"Pustu","score":0.8}]', 5, '2024-06-01'),
		(2, 'FACILITY', 'c', 5, 'Pustu Bakti', '[{"value":"2","label":"Pustu Alas","score":0.9}]', 3, '2024-06-01')`)
	decide := func(args string) answer {
		return w.ask(`mutation { decideMatch(`+args+`, by: "Puskesmas Kota") { status decision facility { kind edits { edges { node { by changes { field before after } } } } } } }`, "X-Role", analyst)
	}
	a := decide(`id: 2, accept: true`)
	if s := string(a.Data); len(a.Errors) > 0 || !strings.Contains(s, `"ACCEPTED"`) || !strings.Contains(s, `"KIND"`) || !strings.Contains(s, `"before":"POLINDES"`) || !strings.Contains(s, "Puskesmas Kota") {
		t.Errorf("%s %+v", a.Data, a.Errors)
	}
	if a := decide(`id: 2, accept: false`); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.Conflict || !strings.Contains(a.Errors[0].Message, "Puskesmas Kota") {
		t.Errorf("%s %+v", a.Data, a.Errors)
	}
	if a := decide(`id: 1, accept: true`); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.Conflict { // about no facility
		t.Errorf("%s %+v", a.Data, a.Errors)
	}
	if a := decide(`id: 1, accept: false`); len(a.Errors) > 0 || !strings.Contains(string(a.Data), "REJECTED") {
		t.Errorf("%s %+v", a.Data, a.Errors)
	}
	if a := decide(`id: 99, accept: false`); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.NotFound {
		t.Errorf("%+v", a.Errors)
	}
	// By the command line a decision may be changed; that is written down too.
	if err := w.db.AcceptMatch(t.Context(), 2, "PKD"); err != nil {
		t.Error(err)
	}
	type five struct {
		Facility struct {
			Edits struct{ Edges []struct{ Node edited } }
		}
	}
	if l := read[five](w, `{ facility(id: 5) { edits { edges { node { by changes { field before after } } } } } }`).Facility.Edits.Edges; len(l) != 2 ||
		l[0].Node.By != "jangkau match" || *l[0].Node.Changes[0].Before != "PUSTU" || *l[0].Node.Changes[0].After != "PKD" {
		t.Errorf("%+v", l)
	}
	before := w.mend(`facility: 3, version: 1, condition: BAIK`)
	if a := decide(`id: 3, accept: true`); len(a.Errors) > 0 || !strings.Contains(string(a.Data), `"MERGED"`) {
		t.Errorf("%s %+v", a.Data, a.Errors)
	}
	type log struct {
		Facility struct {
			Edits struct{ Edges []struct{ Node edited } }
		}
	}
	l := read[log](w, `{ facility(id: 2) { edits { edges { node { id by changes { field before after } } } } } }`).Facility.Edits.Edges
	if len(l) != 2 || l[1].Node.ID != before.ID || *l[0].Node.Changes[0].Before != "Pustu Bakti (3)" {
		t.Errorf("the log did not go with the facility: %+v", l)
	}
}
