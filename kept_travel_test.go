package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"testing"
)

// travelSheet reads the exported trips of a kabupaten, by code of desa.
func (p *program) travelSheet(t *testing.T) map[string]map[string]string {
	t.Helper()
	res, err := http.Get(p.url + "/export/desa.csv?within=35.10&kind=PUSTU,PUSKESMAS") //nolint:noctx // the test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body := bufio.NewReader(res.Body)
	if mark, _, err := body.ReadRune(); mark != '\ufeff' {
		t.Fatalf("no mark of UTF-8 before the sheet: %q %v", mark, err)
	}
	rows, err := csv.NewReader(body).ReadAll()
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res.Status, err)
	}
	out := map[string]map[string]string{}
	for _, row := range rows[1:] {
		desa := map[string]string{}
		for i, name := range rows[0] {
			desa[name] = row[i]
		}
		out[desa["code"]] = desa
	}
	return out
}

// The trips of an export are those that GraphQL computes, for every desa; when what
// they rest on has changed, they are empty and not old.
func TestKeptTravelInExports(t *testing.T) {
	dir := dataDir(t)
	p := serve(t, dir, "--demo-if-empty", "--no-jobs") // nothing computes anew behind the test
	eventually(t, patience, func() error { return p.roadsReady(t) })
	for code, desa := range p.travelSheet(t) {
		if desa["travelStatus"] != "" || desa["durationS"] != "" {
			t.Fatalf("%s has a trip before any was computed: %v", code, desa)
		}
	}
	must(t, 0, dir, "travel", "compute")
	var a struct {
		DesaWithoutPustu struct {
			Edges []struct {
				Node struct {
					Desa    struct{ Code string }
					Nearest struct {
						Status               string
						DurationS, DistanceM *float64
						Facility             *struct{ ID string }
					}
				}
			}
		}
	}
	p.ask(t, `{ desaWithoutPustu(within: "35.10", status: [HAS, LACKS, UNKNOWN], first: 300) { edges { node {
		desa { code } nearest(kind: [PUSTU, PUSKESMAS]) { status durationS distanceM facility { id } } } } } }`, &a)
	sheet := p.travelSheet(t)
	edges := a.DesaWithoutPustu.Edges
	if len(edges) != 217 || len(sheet) != 217 {
		t.Fatalf("%d desa in GraphQL, %d in the sheet", len(edges), len(sheet))
	}
	reached := ""
	for _, e := range edges {
		got, want := sheet[e.Node.Desa.Code], e.Node.Nearest
		if got["travelStatus"] != want.Status {
			t.Errorf("%s: %s, want %s", e.Node.Desa.Code, got["travelStatus"], want.Status)
			continue
		}
		for name, figure := range map[string]*float64{"durationS": want.DurationS, "distanceM": want.DistanceM} {
			v, err := strconv.ParseFloat(got[name], 64)
			if figure == nil && got[name] != "" || figure != nil && (err != nil || v != *figure) {
				t.Errorf("%s: %s %q, want %v", e.Node.Desa.Code, name, got[name], figure)
			}
		}
		if want.Facility != nil {
			reached = want.Facility.ID
			if got["nearestId"] != reached {
				t.Errorf("%s: nearest is %s, want %s", e.Node.Desa.Code, got["nearestId"], reached)
			}
		}
	}
	if reached == "" {
		t.Fatal("no desa reaches anything")
	}
	var f struct{ Facility struct{ Version int } }
	p.ask(t, fmt.Sprintf(`{ facility(id: %q) { version } }`, reached), &f)
	var done struct{ EditFacility struct{ ID string } }
	p.ask(t, fmt.Sprintf(`mutation { editFacility(input: {by: "Dinkes Banyuwangi", facility: %q, version: %d, point: {lon: 114.2, lat: -8.3}}) { id } }`, reached, f.Facility.Version), &done)
	for code, desa := range p.travelSheet(t) {
		if desa["travelStatus"] != "" || desa["durationS"] != "" || desa["nearestId"] != "" {
			t.Fatalf("%s still has the trip from before the facility was moved: %v", code, desa)
		}
	}
}
