package ingest_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"jangkau/gis"
	"jangkau/ingest"
)

func (l facilityLists) posyandu(day, content string, closeMissing bool) ingest.Result {
	l.t.Helper()
	return must(l.t)(ingest.Posyandu(context.Background(), l.StartLoad, ingest.PosyanduOptions{
		Within:  "35.10",
		Options: ingest.Options{Path: writeFile(l.t, "p.csv", content), SourceName: "p", Vintage: onDay(day), CloseMissing: closeMissing},
	}))
}

const twoPosyandu = "nama,kode_desa,kader\nMelati,35.10.01.2001,5\nMawar,35.10.01.2001,5\n"

// A list of posyandu neither closes nor opens one whose status a person set.
func TestPosyanduListsLeaveAMendedStatusAlone(t *testing.T) {
	l := newFacilityLists(t)
	const status = `select string_agg(concat_ws(' ', name, status, closed), ', ' order by name) from data.facility`
	l.posyandu("2026-01-01", twoPosyandu, false)
	l.mend("Melati", gis.Mending{Status: to(gis.StatusNotOperating), On: to(gis.Date("2026-02-01"))})
	without := strings.Replace(twoPosyandu, "Melati,35.10.01.2001,5\n", "", 1)
	l.posyandu("2026-03-01", without, true)
	if got := ask[string](t, l.store, status); got != "Mawar OPEN, Melati NOT_OPERATING" {
		t.Error(got)
	}
	// Not by the list, which closes the other one.
	l.posyandu("2026-04-01", strings.Replace(twoPosyandu, "Mawar,35.10.01.2001,5\n", "", 1), true)
	if got := ask[string](t, l.store, status); got != "Mawar OPEN 2026-04-01, Melati NOT_OPERATING" {
		t.Error(got)
	}
	l.mend("Mawar", gis.Mending{StatusSince: to(gis.Date("2026-05-01"))})
	l.posyandu("2026-05-15", twoPosyandu, true)
	if got := ask[string](t, l.store, status); got != "Mawar CLOSED 2026-05-01, Melati NOT_OPERATING" {
		t.Error(got)
	}
}

// While posyandu are imported nobody edits, decides or imports facilities: none of them
// decides by what the other is about to change.
func TestEditsBesideAnImportOfPosyandu(t *testing.T) {
	l := newFacilityLists(t)
	ctx := context.Background()
	l.posyandu("2026-01-01", twoPosyandu, false)
	l.load("a", "2026-01-01", "nama,jenis,desa\nPustu Satu,Pustu,Antah\n")
	id := ask[int64](t, l.store, `select id from data.facility where name = 'Melati'`)
	load, err := l.StartLoad(ctx, ingest.LoadInfo{Role: string(ingest.RolePosyandu), SourceName: "slow", Kind: ingest.Real, Vintage: onDay("2026-02-01"), StartedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	edit := gis.Mending{Facility: id, Version: 1, By: "Dinkes", Today: "2026-06-01", Status: to(gis.StatusNotOperating)}
	if _, err := l.EditFacility(ctx, edit); gis.KindOf(err) != gis.Unavailable {
		t.Errorf("an edit: %v", err)
	}
	match := ask[int64](t, l.store, `select id from data.match_case`)
	if err := l.AcceptMatch(ctx, match, "35.10.01.2001"); gis.KindOf(err) != gis.Unavailable {
		t.Errorf("a decision: %v", err)
	}
	load.Rollback(ctx)
	if err := l.AcceptMatch(ctx, match, "35.10.01.2001"); err != nil {
		t.Error(err)
	}
	// Now both, again and again: whatever their order, the edit holds.
	var wg sync.WaitGroup
	for n := range 5 {
		wg.Go(func() {
			content := "nama,kode_desa,kader\nMawar,35.10.01.2001,5\n"
			if n%2 == 0 {
				content = twoPosyandu
			}
			_, err := ingest.Posyandu(ctx, l.StartLoad, ingest.PosyanduOptions{
				Within:  "35.10",
				Options: ingest.Options{Path: writeFile(t, "p.csv", content), SourceName: "p", Vintage: onDay("2026-03-01"), CloseMissing: true},
			})
			if err != nil && gis.KindOf(err) != gis.Conflict {
				t.Error(err)
			}
		})
		wg.Go(func() {
			m := edit
			m.Version = ask[int](t, l.store, `select version from data.facility where id = $1`, id)
			if _, err := l.EditFacility(ctx, m); err != nil && gis.KindOf(err) != gis.Conflict && gis.KindOf(err) != gis.Unavailable && gis.KindOf(err) != gis.Invalid {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	edit.Version = ask[int](t, l.store, `select version from data.facility where id = $1`, id)
	if _, err := l.EditFacility(ctx, edit); err != nil && gis.KindOf(err) != gis.Invalid { // so already
		t.Error(err)
	}
	if got := ask[string](t, l.store, `select status || mended::text || coalesce(closed::text, '') from data.facility where name = 'Melati'`); got != "NOT_OPERATING{STATUS}" {
		t.Error(got)
	}
}

// The name of what people mend is no list's, however it is written and of whatever it is.
func TestAListMayNotBeNamedLikeWhatPeopleMend(t *testing.T) {
	l := newFacilityLists(t)
	before := state(t, l.store)
	for _, name := range []string{gis.EditSource, gis.EditSourceDemo, " PERBAIKAN  di peta ", "perbaikan-di-peta"} {
		o := ingest.Options{Path: writeFile(t, "f.csv", "nama,jenis\nMelati,Pustu\n"), SourceName: name}
		if _, err := ingest.Facilities(context.Background(), l.StartLoad, ingest.FacilityOptions{Options: o}); gis.KindOf(err) != gis.Invalid || !strings.Contains(err.Error(), name) {
			t.Errorf("facilities named %q: %v", name, err)
		}
		o.Path = writeFile(t, "p.csv", twoPosyandu)
		if _, err := ingest.Posyandu(context.Background(), l.StartLoad, ingest.PosyanduOptions{Options: o}); gis.KindOf(err) != gis.Invalid {
			t.Errorf("posyandu named %q: %v", name, err)
		}
	}
	if state(t, l.store) != before {
		t.Error("a refused list left something")
	}
}
