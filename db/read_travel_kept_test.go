package db

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jangkau/gis"
	"jangkau/travel"
)

// A list in the order of kept figures is the list in the order of what the engine
// answers, either way.
func TestListsInTheOrderOfKeptTravel(t *testing.T) {
	w := newTravelWorld(t, 7)
	all := []gis.GapStatus{gis.Has, gis.Lacks, gis.Unknown}
	list := func(o gis.GapOrder) []gis.WilayahCode {
		t.Helper()
		s := w.db.NewSession(Caller{})
		defer s.Close(context.Background())
		q := gis.GapQuestion{
			Area: gis.Area{Within: "35.10"}, Rule: gis.RuleBuilding, Units: gis.DesaAndKelurahan, Status: all, AsOf: "2024-06-01", Order: []gis.GapOrder{o},
		}
		l, err := s.DesaGaps(t.Context(), q, gis.Page{First: 100})
		if err != nil {
			t.Fatal(err)
		}
		var codes []gis.WilayahCode
		for _, g := range l.Rows {
			codes = append(codes, g.Row.Desa.Code)
		}
		return codes
	}
	figures := map[float64]bool{}
	for _, q := range []travel.Question{pustu, puskesmas, wet} {
		w.keep(q)
		for _, time := range []bool{true, false} {
			for _, direction := range []gis.Direction{gis.Ascending, gis.Descending} {
				key := gis.Order{Key: "TRAVEL", Direction: direction}
				kept := gis.GapOrder{Order: key, Kept: &gis.KeptFigure{
					KeptTravel: gis.KeptTravel{Kinds: q.Kinds, Profile: q.Profile, Variant: q.Variant, By: q.By},
					Within:     "35.10", Day: gis.Date(today.Format("2006-01-02")), Time: time,
				}}
				asked := gis.GapOrder{Order: key, Codes: []gis.WilayahCode{}}
				for d := range w.compute(q).Desa {
					if d.Median.Status != gis.Reached {
						continue
					}
					v := d.Median.DistanceM
					if time {
						v = d.Median.DurationS
					}
					figures[v] = true
					asked.Codes, asked.Values = append(asked.Codes, d.Code), append(asked.Values, v)
				}
				got, want := list(kept), list(asked)
				if d := cmp.Diff(want, got); d != "" || len(got) != 40 {
					t.Errorf("%v, time %v, %s: %d desa (- computed, + kept):\n%s", q, time, direction, len(got), d)
				}
			}
		}
	}
	if len(figures) < 40 {
		t.Errorf("%d different figures: the town is too plain", len(figures))
	}
}

// Figures are kept for an area where they cover all of it, and hold.
func TestTravelHoldsForAnArea(t *testing.T) {
	w := newTravelWorld(t, 5)
	holds := func(within gis.WilayahCode, day gis.Date) bool {
		t.Helper()
		s := w.db.NewSession(Caller{})
		defer s.Close(context.Background())
		ok, err := s.HoldsTravel(t.Context(), gis.KeptFigure{
			KeptTravel: gis.KeptTravel{Kinds: wet.Kinds, Profile: wet.Profile, Variant: wet.Variant, By: wet.By}, Within: within, Day: day,
		})
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	day := gis.Date(today.Format("2006-01-02"))
	if holds("35.10.01", day) {
		t.Error("before anything is kept")
	}
	part := wet
	part.Within = "35.10.01"
	w.keep(part)
	for within, want := range map[gis.WilayahCode]bool{"35.10.01": true, "35.10.01.2000": true, "35.10.02": false, "35.10": false, "35.10.0": false} {
		if holds(within, day) != want {
			t.Errorf("35.10.01 is kept; %s: %v", within, !want)
		}
	}
	w.keep(wet)
	if !holds("35.10.02", day) || !holds("35.10", day) {
		t.Error("all is kept, and not found")
	}
	w.exec(`update data.facility set point = ST_Translate(point, 0.001, 0) where kind = 'PUSTU'`)
	if holds("35.10", day) {
		t.Error("a pustu has moved since")
	}
}
