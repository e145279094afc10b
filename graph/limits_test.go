package graph_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jangkau/gis"
	"jangkau/graph"
)

// aliases repeats a selection under n names; %d in it is the number.
func aliases(n int, selection string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " a%d: %s", i, strings.ReplaceAll(selection, "%d", fmt.Sprint(i)))
	}
	return b.String()
}

// spreading is a chain of fragments of which each spreads the next many times.
func spreading(fragments, each int, leaf string) string {
	var b strings.Builder
	b.WriteString(`{ desa(within: "35.10") { ...F0 } }`)
	for i := range fragments {
		next := fmt.Sprintf("...F%d ", i+1)
		if i == fragments-1 {
			next = leaf + " "
		}
		fmt.Fprintf(&b, " fragment F%d on DesaConnection { %s }", i, strings.Repeat(next, each))
	}
	return b.String()
}

// Whatever is asked, the answer to too much comes at once: nothing has been read.
func TestTooMuchIsRefusedAtOnce(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	orders := strings.Repeat("{key: NAME} ", 9)
	for _, c := range []struct{ name, query, says string }{
		{"1,000 aliases of a list", `{` + aliases(1000, `desa(within: "35.10") { totalCount }`) + `}`, ""},
		{"200 aliases of a list", `{` + aliases(200, `desa(within: "35.10", first: 500) { edges { node { name } } }`) + `}`, "too large"},
		{"fragments in a circle", `{ desa(within: "35.10") { ...A } } fragment A on DesaConnection { ...B } fragment B on DesaConnection { ...A totalCount }`, "A"},
		{"fragments that double", spreading(60, 20, "totalCount"), "too large"},
		{"fragments that double into nothing but names", spreading(100, 8, "__typename"), "too large"},
		{"fields that double", `{ wilayah(code: "35.10") { ...W0 } }` + func() (s string) {
			for i := range 12 {
				s += fmt.Sprintf(" fragment W%d on Wilayah {%s } ", i, aliases(30, fmt.Sprintf("parent { ...W%d }", i+1)))
			}
			return s + "fragment W12 on Wilayah { name }"
		}(), "too large"},
		{"children of children", `{ desa(within: "35.10", first: 1000) { edges { node ` + strings.Repeat("{ children ", 11) + "{ name }" + strings.Repeat("}", 11) + ` } } }`, "too large"},
		{"the schema a hundred times", `{` + aliases(100, `__schema { types { name } }`) + `}`, "schema"},
		{"introspection without end", `{ __schema { types ` + strings.Repeat("{ fields { type ", 6) + "{ name }" + strings.Repeat("} }", 6) + ` } }`, "depth"},
		{"nine orders", `{ desa(within: "35.10", orderBy: [` + orders + `]) { totalCount } }`, "orderBy"},
		{"a thousand bands", `{ travelSummary(within: "35.10", kind: [PUSTU], bandsMinutes: [` + strings.Repeat("1,", 1000) + `]) { groups { desa } } }`, "bandsMinutes"},
		{"searches of all kinds", `{ desaWithoutPustu(within: "35.10", first: 1, status: [HAS]) { edges { node {` + aliases(21, `nearest(kind: [PUSTU], by: TIME, profile: WALK) { status }`) + `} } } }`, "ok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			start := time.Now()
			a := w.ask(c.query)
			if took := time.Since(start); took > 10*time.Second { // what doubles would take for ever
				t.Errorf("took %v", took)
			}
			if c.says == "ok" {
				if len(a.Errors) > 0 {
					t.Errorf("%+v", a.Errors)
				}
				return
			}
			if len(a.Errors) == 0 || a.Errors[0].Extensions.Code != gis.Invalid || !strings.Contains(a.Errors[0].Extensions.Messages.EN, c.says) {
				t.Fatalf("%.300s", fmt.Sprint(a.Errors))
			}
			if n := w.statements(); n != 0 {
				t.Errorf("%d statements", n)
			}
		})
	}
}

// Each different travel question may be a search over the whole network.
func TestDifferentSearchesAreCounted(t *testing.T) {
	w := newWorld(t, graph.Limits{Searches: 3}, village)
	ask := `{ desaWithoutPustu(within: "35.10", first: 5, status: [HAS, LACKS], orderBy: [{key: TRAVEL_TIME}]) { edges { node { nearest { status } %s } } } }`
	read[any](w, ask, `walk: nearest(profile: WALK) { status } car: nearest(profile: CAR) { status }`)
	a := w.ask(fmt.Sprintf(ask, `walk: nearest(profile: WALK) { status } car: nearest(profile: CAR) { status } m: nearest(by: DISTANCE) { status }`))
	if len(a.Errors) == 0 || a.Errors[0].Extensions.Code != gis.Invalid || !strings.Contains(a.Errors[0].Extensions.Messages.EN, "at most 3") {
		t.Errorf("%+v", a.Errors)
	}
}

// What a caller sends wrong is the caller's error, never ours.
func TestValuesBeyondTheStore(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	for _, c := range []struct{ name, query, vars string }{
		{"a NUL in an id", `query($s: ID) { workforceGaps(within: "35.10", standard: $s) { totalCount } }`, `{"s": "a\u0000b"}`},
		{"a NUL in a name", `query($s: String) { desa(within: "35.10", filter: {nameContains: $s}) { totalCount } }`, `{"s": "a\u0000b"}`},
		{"a NUL in a name of a facility", `query($s: String) { facilities(within: "35.10", filter: {nameContains: $s}) { totalCount } }`, `{"s": "a\u0000b"}`},
		{"more people than there are", `{ desa(within: "35.10", filter: {minPeople: 30000000000}) { totalCount } }`, `{}`},
		{"fewer than none", `{ desa(within: "35.10", filter: {maxPeople: -30000000000}) { totalCount } }`, `{}`},
		{"a NUL in a cursor", `query($c: Cursor) { desa(within: "35.10", after: $c) { totalCount } }`, `{"c": "a\u0000b"}`},
		{"an id too large", `{ facilities(within: "35.10", puskesmas: "99999999999999999999") { totalCount } }`, `{}`},
		{"no facility at all asked for", `{ nearestFacilities(from: {lon: 114, lat: -8}, kind: [PUSTU], first: 0) { status } }`, `{}`},
		{"no kind", `{ nearestFacilities(from: {lon: 114, lat: -8}, kind: []) { status } }`, `{}`},
		{"only a pusling", `{ travelSummary(within: "35.10", kind: [PUSLING]) { groups { desa } } }`, `{}`},
		{"no group", `{ workforceGaps(within: "35.10", groupBy: []) { totalCount edges { node { required } } } }`, `{}`},
		{"no status", `{ desaWithoutPustu(within: "35.10", status: []) { totalCount edges { cursor } } }`, `{}`},
		{"an operation that is not there", `query A { dataSources { id } } query B { dataSources { id } }`, `{}`},
	} {
		body, _ := json.Marshal(map[string]any{"query": c.query, "variables": json.RawMessage(c.vars)})
		a := w.post(string(body))
		for _, e := range a.Errors {
			if e.Extensions.Code == gis.Internal || e.Extensions.Messages.ID == "" || e.Extensions.Messages.ID == e.Extensions.Messages.EN {
				t.Errorf("%s: %+v", c.name, e)
			}
		}
		t.Logf("%s: %.200s %+v", c.name, a.Data, a.Errors)
	}
}

// A higher level without a polygon of its own is its desa put together.
func TestGeometryOfHigherLevels(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	for code, desa := range map[string]int{"35": 7, "35.10": 7, "35.10.01": 4, "35.10.02": 3} {
		for _, tolerance := range []int{0, 50, 200, 500} {
			g := read[struct {
				Wilayah struct{ Geometry json.RawMessage }
			}](w, `{ wilayah(code: %q) { geometry(toleranceM: %d) } }`, code, tolerance).Wilayah.Geometry
			var km2 float64
			if err := w.owner.QueryRow(t.Context(), `select ST_Area(ST_GeomFromGeoJSON($1)::geography) / 1e6`, string(g)).Scan(&km2); err != nil {
				t.Fatalf("%s: %v", code, err)
			}
			// A desa is 0.02 by 0.02 degrees, 2.205 km by 2.212 km or 4.9 km2; a grid of 500 m moves its sides.
			if each := km2 / float64(desa); each < 4.3 || each > 5.5 {
				t.Errorf("%s at %d m: %v km2 a desa", code, tolerance, each)
			}
		}
	}
}

// A cursor is not signed: whatever stands in one is checked like other input.
func TestForgedCursors(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	real := read[struct {
		Desa struct{ PageInfo struct{ EndCursor string } }
	}](w, `{ desa(within: "35.10", first: 2, orderBy: [{key: NAME}]) { pageInfo { endCursor } } }`).Desa.PageInfo.EndCursor
	raw, err := base64.RawURLEncoding.DecodeString(real)
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]any
	if err := json.Unmarshal(raw, &parts); err != nil {
		t.Fatal(err)
	}
	for _, keys := range []any{[]any{}, []any{1, 2}, []any{"a\x00", "b"}, []any{nil, nil}, []any{"a"}, []any{"a", "b", "c"}, []any{map[string]any{}, true}, "a", nil, []any{1e300, "x"}} {
		parts["k"] = keys
		b, _ := json.Marshal(parts)
		forged := base64.RawURLEncoding.EncodeToString(b)
		a := w.ask(fmt.Sprintf(`{ desa(within: "35.10", first: 2, orderBy: [{key: NAME}], after: %q) { edges { node { code } } } }`, forged))
		for _, e := range a.Errors {
			if e.Extensions.Code != gis.Invalid && e.Extensions.Code != gis.Conflict {
				t.Errorf("%s: %+v", b, e)
			}
		}
	}
}

// idle waits until the database does nothing for the program any more.
func (w *world) idle() {
	w.t.Helper()
	var busy int
	for range 1500 { // up to half a minute: the machine may have much else to do
		err := w.owner.QueryRow(context.Background(), `select count(*) from pg_stat_activity
			where application_name = 'jangkau' and datname = current_database() and state <> 'idle'`).Scan(&busy)
		if err != nil {
			w.t.Fatal(err)
		}
		if busy == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Errorf("%d connections still at work", busy)
}

// A caller who goes away in the middle leaves nothing behind, and the next is served.
func TestCallerGoesAway(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, `create or replace function data.slow(text) returns boolean language sql volatile as $$ select pg_sleep(60) is not null $$;
		create or replace view api.wilayah as select * from data.wilayah w where data.slow(w.code)`)
	for _, after := range []time.Duration{time.Millisecond, 50 * time.Millisecond, 300 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(`{"query": "{ wilayah(code: \"35.10\") { name } }"}`))
		r.Header.Set("Content-Type", "application/json")
		start := time.Now()
		w.handler.ServeHTTP(httptest.NewRecorder(), r)
		cancel()
		if took := time.Since(start); took > 20*time.Second { // the answer would take a minute at least
			t.Errorf("the request went on for %v", took)
		}
		w.idle()
	}
	read[any](w, `{ dataSources { id } }`)
}

func TestRequestTimeLimit(t *testing.T) {
	w := newWorld(t, graph.Limits{Time: 300 * time.Millisecond}, village, `create or replace view api.wilayah as select w.* from data.wilayah w, lateral (select pg_sleep(60)) s`)
	w.refused(gis.Unavailable, `{ wilayah(code: "35.10") { name } }`)
	w.idle()
}
