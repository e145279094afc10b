package publish_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"jangkau/db"
	"jangkau/gis"
)

// The log taken away is the log that GraphQL answers, field by field, under each filter;
// what somebody wrote is no formula.
func TestExportedEditsAreTheLog(t *testing.T) {
	w := newWorld(t, village)
	edit := func(id int64, by string, m gis.Mending) {
		t.Helper()
		m.Facility, m.By, m.Today = id, by, "2026-11-21"
		m.Version = one[int](w, `select version from data.facility where id = $1`, id)
		if _, err := w.db.EditFacility(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	closed, bad, day := gis.StatusClosed, gis.ConditionRusakBerat, gis.Date("2026-11-01")
	pustu := one[int64](w, `select id from data.facility where name = 'PUSTU 35.10.01.2001'`)
	other := one[int64](w, `select id from data.facility where kind = 'POLINDES'`)
	none := w.get("/export/facility-edits.csv?within=35.10").header.Get("ETag")
	edit(pustu, "Dinkes, Seksi Yankes", gis.Mending{Status: &closed, Condition: &bad, On: &day, Reason: `=1+1 "roboh"`})
	edit(pustu, "Dinkes", gis.Mending{StatusSince: func() *gis.Date { d := gis.Date("2026-10-01"); return &d }()})
	edit(other, "Puskesmas", gis.Mending{Condition: &bad})
	edit(other, "Puskesmas", gis.Mending{Clear: []gis.FacilityEditField{gis.EditCondition}})
	w.exec(`alter table data.facility_edit disable trigger all`)
	w.exec(`update data.facility_edit set at = '2026-11-19T18:00:00Z' where id = (select min(id) from data.facility_edit)`) // the 20th in Jakarta
	s := w.db.NewSession(db.Caller{})
	defer s.Close(context.Background())
	said := func(q gis.EditQuestion, kinds ...gis.FacilityKind) (out []string) {
		t.Helper()
		l, err := s.ListEdits(context.Background(), q, gis.Page{First: 100})
		if err != nil {
			t.Fatal(err)
		}
		text := func(v *string) string {
			if v == nil {
				return ""
			}
			return *v
		}
		for _, r := range slices.Backward(l.Rows) {
			kind := gis.FacilityKind(one[string](w, `select kind from data.facility where id = $1`, r.Row.FacilityID))
			if kinds != nil && !slices.Contains(kinds, kind) {
				continue
			}
			for _, c := range r.Row.Changes {
				out = append(out, fmt.Sprintf("%d|%s|%d|%s|%s|%s", r.Row.ID, r.Row.By, r.Row.FacilityID, c.Field, text(c.Before), text(c.After)))
			}
		}
		return out
	}
	since, later := gis.Date("2026-11-20"), gis.Date("2026-11-21")
	for query, c := range map[string]struct {
		want []string
		rows int
	}{
		"within=35.10":                  {said(gis.EditQuestion{Area: gis.Area{Within: "35.10"}}), 5},
		"within=35.10.01":               {said(gis.EditQuestion{Area: gis.Area{Within: "35.10.01"}}), 3},
		"within=35.10&kind=POLINDES":    {said(gis.EditQuestion{Area: gis.Area{Within: "35.10"}}, "POLINDES"), 2},
		"within=35.10&since=2026-11-20": {said(gis.EditQuestion{Area: gis.Area{Within: "35.10"}, Since: &since}), 5},
		"within=35.10&since=2026-11-21": {said(gis.EditQuestion{Area: gis.Area{Within: "35.10"}, Since: &later}), 3},
	} {
		rows := w.export("facility-edits.csv?" + query)
		var got []string
		for i := range rows[1:] {
			var cells []string
			for _, name := range []string{"edit", "by", "facilityId", "field", "before", "after"} {
				cells = append(cells, columnOf(rows, name)[i])
			}
			got = append(got, strings.Join(cells, "|"))
		}
		if !slices.Equal(got, c.want) || len(got) != c.rows {
			t.Errorf("%s:\n%v\nwant %d rows\n%v", query, got, c.rows, c.want)
		}
	}
	rows := w.export("facility-edits.csv?within=35.10.01")
	if on, reason, at := columnOf(rows, "on"), columnOf(rows, "reason"), columnOf(rows, "at"); on[0] != "2026-11-01" || on[2] != "" || reason[0] != `'=1+1 "roboh"` || at[0] != "2026-11-20 01:00:00" {
		t.Errorf("%v %v %v", on, reason, at)
	}
	if a := w.get("/export/facility-edits.csv?within=35.10", "If-None-Match", none); a.status != http.StatusOK {
		t.Errorf("a log that grew is called unchanged: %d", a.status)
	}
	if a := w.get("/export/facility-edits.xlsx?within=35.10"); a.status != http.StatusOK {
		t.Errorf("%d %s", a.status, a.body)
	}
	for _, wrong := range []string{"facility-edits.gpkg", "facility-edits.csv?asOf=2026-01-01", "facility-edits.csv?within=99", "facility-edits.csv?since=kemarin"} {
		if a := w.get("/export/" + wrong); a.status != http.StatusBadRequest && a.status != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, a.status)
		}
	}
}
