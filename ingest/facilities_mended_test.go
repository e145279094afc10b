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

// mend makes an edit of the facility of a name, from its present version.
func (l facilityLists) mend(name string, m gis.Mending) {
	l.t.Helper()
	m.Facility = ask[int64](l.t, l.store, `select id from data.facility where name = $1`, name)
	m.Version = ask[int](l.t, l.store, `select version from data.facility where id = $1`, m.Facility)
	m.By, m.Today = "Dinkes", "2026-06-01"
	if _, err := l.EditFacility(context.Background(), m); err != nil {
		l.t.Fatal(err)
	}
}

func to[T any](v T) *T { return &v }

const mendable = `name, ST_X(point), status, condition, closed, induk_id, desa, (select string_agg(a.desa, '+' order by a.desa) from data.facility_service_area a where a.facility_id = facility.id), mended::text`

// A list that says otherwise does not undo what a person set, whether its file is the
// same again or another; the report says where it differs. Twice the same file changes
// nothing the second time.
func TestImportsLeaveWhatWasMendedAlone(t *testing.T) {
	l := newFacilityLists(t)
	const head = "kode,nama,jenis,status,kondisi,lat,lon,kode_desa,induk,wilayah_kerja,alamat\n"
	const file = head + "P,Anggrek,Puskesmas,operasional,,-7.95,114.05,35.10.01.2001,,,\n" +
		"Q,Bakung,Puskesmas,operasional,,-7.95,114.05,35.10.01.2001,,,\n" +
		"A,Melati,Pustu,operasional,baik,-7.95,114.05,35.10.01.2001,P,35.10.01.2001,Jl. Satu\n"
	l.load("a", "2026-01-01", file)
	bakung := ask[int64](t, l.store, `select id from data.facility where name = 'Bakung'`)
	anggrek := ask[int64](t, l.store, `select id from data.facility where name = 'Anggrek'`)
	l.mend("Melati", gis.Mending{
		Point: &gis.Point{Lon: 114.06, Lat: -7.96}, Status: to(gis.StatusClosed), On: to(gis.Date("2026-05-01")), Condition: to(gis.ConditionRusakBerat),
		Induk: &bakung, Declared: to(gis.WilayahCode("35.10.01.2002")), ServiceArea: []gis.WilayahCode{"35.10.01.2001", "35.10.01.2002"},
	})
	row := func() string {
		return ask[string](t, l.store, `select concat_ws(' ', `+mendable+`) from data.facility where name = 'Melati'`)
	}
	want := row()
	for _, again := range []struct{ day, file string }{
		{"2026-01-01", file},
		{"2026-07-01", file + "X,Kenanga,Pustu,,,,,35.10.01.2001,,,\n"},
		{"2026-08-01", head + "P,Anggrek,Puskesmas,operasional,,-7.95,114.05,35.10.01.2001,,,\nQ,Bakung,Puskesmas,operasional,,-7.95,114.05,35.10.01.2001,,,\n" +
			"A,Melati,Pustu,tidak operasional,rusak ringan,-7.94,114.04,35.10.01.2001,P,35.10.01.2001,Jl. Dua\n"},
	} {
		res := l.load("a", again.day, again.file)
		if got := row(); got != want {
			t.Errorf("%s: %s, want %s", again.day, got, want)
		}
		l.flagged(res, ingest.CodeMendedKept, 6)
		digest := state(t, l.store)
		l.load("a", again.day, again.file)
		if state(t, l.store) != digest {
			t.Errorf("%s: the same file again changed something", again.day)
		}
	}
	// What was not mended follows the list.
	if got := ask[string](t, l.store, `select address from data.facility where name = 'Melati'`); got != "Jl. Dua" {
		t.Error(got)
	}
	// On the days before the edit it is as the list had it.
	if got := ask[string](t, l.store, `select string_agg(valid_from || ' ' || status || ' ' || condition, ', ' order by valid_from) from data.facility_state where facility_id = (select id from data.facility where name = 'Melati')`); got != "2026-01-01 OPEN BAIK, 2026-05-01 CLOSED RUSAK_BERAT" {
		t.Error(got)
	}
	// A list that comes to say the same has its fields again, and holds from then on.
	agreed := head + "P,Anggrek,Puskesmas,operasional,,-7.95,114.05,35.10.01.2001,,,\nQ,Bakung,Puskesmas,operasional,,-7.95,114.05,35.10.01.2001,,,\n" +
		"A,Melati,Pustu,tutup,rusak berat,-7.96,114.06,35.10.01.2002,Q,35.10.01.2002; 35.10.01.2001,Jl. Dua\n"
	res := l.load("a", "2026-09-01", agreed)
	l.flagged(res, ingest.CodeMendedKept, 0)
	if got := ask[string](t, l.store, `select mended::text || coalesce(edit_source::text, '') from data.facility where name = 'Melati'`); got != "{}" {
		t.Errorf("mended is %s", got)
	}
	l.load("a", "2026-10-01", file)
	if got := ask[int64](t, l.store, `select induk_id from data.facility where name = 'Melati'`); got != anggrek {
		t.Errorf("the induk is %d, want %d", got, anggrek)
	}
}

// What a person cleared is not filled again, and what one opened is not closed for want of a row.
func TestClearedAndOpenedStay(t *testing.T) {
	l := newFacilityLists(t)
	const file = "kode,nama,jenis,lat,lon,kode_desa\nA,Melati,Pustu,-7.95,114.05,35.10.01.2001\nB,Mawar,Pustu,-7.95,114.05,35.10.01.2001\n"
	l.load("a", "2026-01-01", file)
	l.mend("Melati", gis.Mending{Clear: []gis.FacilityEditField{gis.EditPoint}, Status: to(gis.StatusOpen)})
	for _, source := range []string{"a", "b"} {
		l.flagged(l.load(source, "2026-07-01", file), ingest.CodeMendedKept, 1)
	}
	must(t)(ingest.Facilities(context.Background(), l.StartLoad, ingest.FacilityOptions{Within: "35.10", Options: ingest.Options{
		Path: writeFile(t, "g.csv", "kode,nama,jenis,lat,lon,kode_desa\nC,Kenanga,Pustu,-7.95,114.05,35.10.01.2001\n"), SourceName: "a", Vintage: onDay("2026-08-01"), CloseMissing: true,
	}}))
	if got := ask[string](t, l.store, `select string_agg(concat_ws(' ', name, ST_X(point), location_quality, status, closed), ', ' order by name) from data.facility where name = 'Melati'`); got != "Melati DESA OPEN" {
		t.Error(got)
	}
}

// Two facilities made one keep what a person set of either, whatever the list of the
// other says, later too.
func TestMendedStaysWhereTwoBecomeOne(t *testing.T) {
	const head = "nama,jenis,status,ditutup,kondisi,lat,lon,kode_desa,wilayah_kerja\n"
	const mine = head + "Pustu Sukorejo,Pustu,operasional,2026-02-01,baik,-7.95,114.05,35.10.01.2001,35.10.01.2001\n"
	const other = head + "Pustu Sukoreja,Pustu,tutup,2026-02-01,rusak ringan,-7.94,114.04,35.10.01.2001,35.10.01.2002\n"
	edit := gis.Mending{
		Clear: []gis.FacilityEditField{gis.EditPoint}, Status: to(gis.StatusOpen), Condition: to(gis.ConditionRusakBerat),
		Declared: to(gis.WilayahCode("35.10.01.2002")), ServiceArea: []gis.WilayahCode{},
	}
	// The one that stays and the one that goes, each before the other's list says otherwise.
	for name, day := range map[string]gis.Date{"Pustu Sukorejo": "2026-05-01", "Pustu Sukoreja": "2026-05-21"} {
		l := newFacilityLists(t)
		l.load("a", "2026-01-01", mine)
		l.load("b", "2026-05-20", other)
		edit.On = &day
		l.mend(name, edit)
		l.load("a", "2026-05-30", strings.Replace(mine, "operasional,2026-02-01,baik", "tutup,2026-02-01,rusak sedang", 1))
		const row = `select concat_ws(' ', ST_X(point), location_quality, located_desa, status, condition, closed, desa, kabupaten, mended::text,
			(select string_agg(a.desa, '+') from data.facility_service_area a where a.facility_id = facility.id)) from data.facility where name = $1`
		want := ask[string](t, l.store, row, name)
		id := ask[int64](t, l.store, `select id from data.match_case where subject = 'FACILITY' and status = 'PENDING'`)
		if err := l.AcceptMatch(context.Background(), id, ""); err != nil {
			t.Fatal(err)
		}
		if got := ask[string](t, l.store, row, "Pustu Sukorejo"); got != want {
			t.Errorf("%s mended: %s, want %s", name, got, want)
		}
		if got := ask[string](t, l.store, `select status || ' ' || condition from api.facility_on('2026-06-01')`); got != "OPEN RUSAK_BERAT" {
			t.Errorf("%s mended: it stands as %s", name, got)
		}
	}
}

// Edits beside an import of the same facilities: each is whole and none is lost.
func TestEditsBesideAnImport(t *testing.T) {
	l := newFacilityLists(t)
	const file = "kode,nama,jenis,kondisi,lat,lon,kode_desa\nA,Melati,Pustu,baik,-7.95,114.05,35.10.01.2001\n"
	l.load("a", "2026-01-01", file)
	id := ask[int64](t, l.store, `select id from data.facility`)
	begun, goOn := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		load, err := l.StartLoad(context.Background(), ingest.LoadInfo{Role: string(ingest.RoleFacilities), SourceName: "slow", Kind: ingest.Real, Vintage: onDay("2026-01-01"), StartedAt: time.Now()})
		close(begun)
		if err != nil {
			t.Error(err)
			return
		}
		<-goOn
		load.Rollback(context.Background())
	})
	<-begun
	m := gis.Mending{Facility: id, Version: 1, By: "Dinkes", Today: "2026-06-01", Condition: to(gis.ConditionRusakBerat)}
	if _, err := l.EditFacility(context.Background(), m); gis.KindOf(err) != gis.Unavailable {
		t.Errorf("while an import runs: %v", err)
	}
	close(goOn)
	wg.Wait()
	// Now both at once, again and again: whatever their order, the edit holds.
	for range 5 {
		wg.Go(func() {
			_, err := ingest.Facilities(context.Background(), l.StartLoad, ingest.FacilityOptions{
				Within:  "35.10",
				Options: ingest.Options{Path: writeFile(t, "f.csv", file), SourceName: "a", Vintage: onDay("2026-02-01")},
			})
			if err != nil && gis.KindOf(err) != gis.Conflict {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if _, err := l.EditFacility(context.Background(), m); err != nil && gis.KindOf(err) != gis.Conflict && gis.KindOf(err) != gis.Unavailable {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := ask[string](t, l.store, `select condition || mended::text || (select count(*) from data.facility_edit) from data.facility`); got != "RUSAK_BERAT{CONDITION}1" {
		t.Error(got)
	}
}
