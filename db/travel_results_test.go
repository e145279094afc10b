package db

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
	"jangkau/travel"
)

// today is these tests' clock. That which desa are in force goes by the day of the
// database, and nothing here ends.
var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// travelWorld is a store with roads, people and facilities, made up by a seed.
type travelWorld struct {
	t       *testing.T
	owner   *pgx.Conn
	db      *DB
	service *travel.Service
}

func newTravelWorld(t *testing.T, seed uint64) *travelWorld {
	t.Helper()
	ctx := t.Context()
	ownerURL, appURL := dbtest.New(t, migrateTest)
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { owner.Close(context.Background()) })
	w := &travelWorld{t: t, owner: owner}
	w.exec(randomTravel(seed))
	if w.db, err = Open(ctx, Config{URL: appURL}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.db.Close)
	w.service = travel.New(travel.Config{Loader: w.db.TravelLoader(), Now: func() time.Time { return today }, Wait: time.Minute})
	t.Cleanup(w.service.Close)
	return w
}

func (w *travelWorld) exec(sql string) {
	w.t.Helper()
	if _, err := w.owner.Exec(context.Background(), sql); err != nil {
		w.t.Fatalf("%v\n%.400s", err, sql)
	}
}

func (w *travelWorld) pin() *travel.Pinned {
	w.t.Helper()
	p, err := w.service.Pin(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *travelWorld) compute(q travel.Question) *travel.Result {
	w.t.Helper()
	r, err := w.pin().Compute(w.t.Context(), q, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *travelWorld) keep(q travel.Question) int64 {
	w.t.Helper()
	run, err := w.db.SaveTravel(w.t.Context(), w.compute(q), travel.Meta{At: today, Took: time.Second, Today: travel.DayOf(today)}, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return run
}

// randomTravel is a town of 12 x 12 crossings with some streets missing, 40 desa
// with no to four settlements each, of which the last lies far out, and 30
// facilities that open and shut.
func randomTravel(seed uint64) string {
	rnd := rand.New(rand.NewPCG(seed, 9))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	var b strings.Builder
	b.WriteString(`insert into data.data_source (name, role, kind, imported_at) values ('x', 'FACILITIES', 'REAL', now()), ('r', 'ROADS', 'REAL', now());
		insert into data.wilayah (code, level, boundary_quality, source_id) values ('35', 'PROVINSI', 'NONE', 1), ('35.10', 'KABUPATEN_KOTA', 'NONE', 1),
			('35.10.01', 'KECAMATAN', 'NONE', 1), ('35.10.02', 'KECAMATAN', 'NONE', 1);
		insert into data.network_dataset (source_id, status, hash, coverage, coverage_method, nodes, edges, length_m, min_component, snap_max_m, created_at)
			values (2, 'CURRENT', 'cafe', ST_Multi(ST_MakeEnvelope(113, -9, 115, -7, 4326)), 'DECLARED', 144, 0, 0, 5, 800, now());
		insert into data.network_node (dataset_id, id, lon, lat) select 1, i, 114 + i % 12 * 0.01, -8 + i / 12 * 0.01 from generate_series(0, 143) i;`)
	edges := 0
	for i := range 144 {
		for _, j := range [2]int{i + 1, i + 12} {
			if j < 144 && (j != i+1 || j%12 != 0) && rnd.IntN(4) > 0 {
				fmt.Fprintf(&b, `insert into data.network_edge (dataset_id, id, from_node, to_node, class, access, length_m, geom)
					select 1, %d, %d, %d, '%s', 255, 1105, ST_MakeLine(ST_SetSRID(ST_MakePoint(a.lon, a.lat), 4326), ST_SetSRID(ST_MakePoint(b.lon, b.lat), 4326))
					from data.network_node a, data.network_node b where a.id = %d and b.id = %d;`, edges, i, j, pick("primary", "tertiary", "track"), i, j)
				edges++
			}
		}
	}
	fmt.Fprintf(&b, "update data.network_dataset set edges = %d;", edges)
	at := func() string {
		return fmt.Sprintf("ST_SetSRID(ST_MakePoint(%f, %f), 4326)", 114+rnd.Float64()*0.11, -8+rnd.Float64()*0.11)
	}
	for n := range 40 {
		desa := fmt.Sprintf("35.10.0%d.20%02d", 1+n%2, n)
		point := at()
		switch {
		case n == 39:
			point = "ST_SetSRID(ST_MakePoint(114.5, -8.5), 4326)" // covered, and no road near
		case n%13 == 7:
			point = "null"
		}
		fmt.Fprintf(&b, "insert into data.wilayah (code, level, boundary_quality, surface_point, source_id) values ('%s', 'DESA_KELURAHAN', 'NONE', %s, 1);", desa, point)
		if n%5 > 0 {
			fmt.Fprintf(&b, "insert into data.population (desa, as_of, people, source_id) values ('%s', '2024-01-01', %d, 1);", desa, rnd.IntN(4000))
		}
		for range (n + 3) % 5 {
			fmt.Fprintf(&b, "insert into data.settlement (desa, point, people, source_id) values ('%s', %s, %d, 1);", desa, at(), rnd.IntN(900))
		}
	}
	for n := range 30 {
		quality, point := "POINT", at()
		if n%7 == 3 {
			quality, point = "DESA", "null"
		}
		fmt.Fprintf(&b, `insert into data.facility (kind, name, name_fold, declared_desa, point, location_quality, status, known_from, closed, source_id)
			values ('%s', 'f', 'f', '35.10.0%d.20%02d', %s, '%s', '%s', '%s', %s, 1);`, pick("PUSTU", "PUSTU", "PUSKESMAS", "POSYANDU"), 1+n%2, n, point, quality,
			pick("OPEN", "OPEN", "OPEN", "CLOSED"), pick("2020-01-01", "2020-01-01", "2027-02-01"), pick("null", "null", "'2025-01-01'", "'2027-01-01'"))
	}
	b.WriteString("insert into data.facility_state (facility_id, valid_from, status, source_id) select id, '2024-03-01', 'CLOSED', 1 from data.facility where id % 11 = 0;")
	return b.String()
}

var (
	pustu     = travel.Question{Kinds: []gis.FacilityKind{gis.KindPustu}, Profile: gis.ProfileMotorcycle, By: gis.ByTime}
	puskesmas = travel.Question{Kinds: []gis.FacilityKind{gis.KindPuskesmas}, Profile: gis.ProfileWalk, By: gis.ByDistance}
	wet       = travel.Question{Kinds: []gis.FacilityKind{gis.KindPuskesmas, gis.KindPustu}, Profile: gis.ProfileMotorcycle, Variant: "musim-hujan", By: gis.ByTime}
)

type keptPoint struct {
	Desa             gis.WilayahCode
	N, People        int
	Lon, Lat         float64
	Status           gis.TripStatus
	Reason           *gis.TripReason
	Facility         *int64
	Seconds, Metres  *float64
	Snap             *float64
	DesaPeople       *int
	DesaSeconds      *float64
	Unreached, Never int
}

// What is kept is what a search from each point finds, one at a time.
func TestKeptIsWhatIsFoundFromEachPoint(t *testing.T) {
	ctx := t.Context()
	seen := map[string]int{}
	for seed := range uint64(4) {
		w := newTravelWorld(t, seed)
		for _, q := range []travel.Question{pustu, puskesmas, wet} {
			run := w.keep(q)
			p := w.pin()
			rows, err := w.owner.Query(ctx, `
				select t.desa, t.n, t.people, t.lon, t.lat, t.status, t.reason, t.facility_id, t.seconds, t.metres, t.snap_m,
					d.people, d.seconds, d.people_unreached, d.people_not_computed
				from data.travel_point t join data.travel_desa d using (run_id, desa) where run_id = $1 order by desa, n`, run)
			if err != nil {
				t.Fatal(err)
			}
			kept, err := pgx.CollectRows(rows, pgx.RowToStructByPos[keptPoint])
			if err != nil {
				t.Fatal(err)
			}
			people := map[gis.WilayahCode]int{}
			for _, k := range kept {
				found, err := p.Nearest(ctx, travel.Query{Kinds: q.Kinds, Profile: q.Profile, Variant: q.Variant, By: q.By}, travel.Origin{Lon: k.Lon, Lat: k.Lat}, 1)
				if err != nil {
					t.Fatal(err)
				}
				f := found[0]
				seen[string(f.Status)+string(f.Reason)]++
				if f.OnFoot {
					seen["on foot"]++
				}
				same := k.Status == f.Status && or(k.Reason) == f.Reason && or(k.Facility) == f.FacilityID && near(or(k.Seconds), f.DurationS) && near(or(k.Metres), f.DistanceM)
				if !same || (k.Snap == nil) != (f.OnFoot || f.Status != gis.Reached) {
					t.Errorf("seed %d, %v by %s: kept %+v, found %+v", seed, q.Kinds, q.By, k, f)
				}
				people[k.Desa] += k.People
				if people[k.Desa] > or(k.DesaPeople) {
					t.Errorf("%s: its points have more people than it has", k.Desa)
				}
			}
			// The figures of a desa, by the path of requests.
			area, err := p.Desa(ctx, travel.Query{Kinds: q.Kinds, Profile: q.Profile, Variant: q.Variant, By: q.By})
			if err != nil {
				t.Fatal(err)
			}
			desa := 0
			for d := range area.All {
				var status, p90 string
				var facility *int64
				var seconds, p90Metres *float64
				var has *int
				if err := w.owner.QueryRow(ctx, `select status, facility_id, seconds, people, p90_status, p90_metres from data.travel_desa where run_id = $1 and desa = $2`, run, d.Code).
					Scan(&status, &facility, &seconds, &has, &p90, &p90Metres); err != nil {
					t.Fatal(d.Code, err)
				}
				if status != string(d.Median.Status) || or(facility) != d.Median.FacilityID || or(seconds) != d.Median.DurationS || (has != nil) != d.HasPeople ||
					or(has) != d.People || p90 != string(d.P90.Status) || or(p90Metres) != d.P90.DistanceM {
					t.Errorf("%s: kept %v %v %v, live %+v", d.Code, status, or(facility), or(seconds), d)
				}
				if d.Points > 0 && people[d.Code] != d.People {
					t.Errorf("%s: %d people at its points, %d in all", d.Code, people[d.Code], d.People)
				}
				desa++
			}
			if desa != 40 {
				t.Fatalf("%d desa", desa)
			}
		}
	}
	for _, want := range []string{"REACHED", "UNREACHABLENO_ROAD_WITHIN_SNAP", "on foot"} {
		if seen[want] < 3 {
			t.Errorf("%d of %q: the towns are too plain: %v", seen[want], want, seen)
		}
	}
}

func or[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(1, math.Abs(a)) }

// stale is what each run says has changed, within a transaction or not.
func (w *travelWorld) stale(day time.Time) map[int64]string {
	w.t.Helper()
	rows, err := w.owner.Query(context.Background(), `select id, array_to_string(stale, ' ') from api.travel_run_on($1)`, day)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[int64]string{}
	var id int64
	var s string
	if _, err := pgx.ForEachRow(rows, []any{&id, &s}, func() error { out[id] = s; return nil }); err != nil {
		w.t.Fatal(err)
	}
	return out
}

// A change of what a result was computed from makes it stale, and no other change
// does.
func TestWhatMakesResultsStale(t *testing.T) {
	w := newTravelWorld(t, 1)
	w.exec(`insert into data.profile_version (profile, version, made_at, why) values ('WALK', 2, now(), 'a bridge that floods');
		insert into data.profile_row (profile, version, n, item, key, value, closed, source, assumption, months)
			select profile, 2, n, item, key, value, closed, source, assumption, months from data.profile_row where profile = 'WALK' and variant = '' and version = 1
			union all select 'WALK', 2, 5000, 'close_class', 'steps', null, false, 'x', true, '{1,12}'`)
	a, b, c := w.keep(pustu), w.keep(puskesmas), w.keep(wet)
	const none = ""
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, x := range []struct {
		what, sql string
		on        string    // a day, else today
		want      [3]string // of PUSTU by motorcycle, PUSKESMAS on foot, both in the wet season
	}{
		{"nothing", `select 1`, "", [3]string{}},
		// Roads.
		{"roads renamed", `update data.network_dataset set hash = 'beef'`, "", [3]string{"NETWORK", "NETWORK", "NETWORK"}},
		{"other roads", `update data.network_dataset set status = 'RETIRED'; insert into data.network_dataset (source_id, status, hash, coverage, coverage_method, nodes, edges, length_m, created_at)
			values (2, 'CURRENT', 'cafe', 'SRID=4326;MULTIPOLYGON EMPTY', 'NEAR_ROADS', 0, 0, 0, now())`, "", [3]string{"NETWORK", "NETWORK", "NETWORK"}},
		{"no roads", `delete from data.network_dataset`, "", [3]string{"NETWORK", "NETWORK", "NETWORK"}},
		{"roads being loaded", `insert into data.network_dataset (source_id, status, hash, coverage, coverage_method, nodes, edges, length_m, created_at)
			values (2, 'BUILDING', '', 'SRID=4326;MULTIPOLYGON EMPTY', 'NEAR_ROADS', 0, 0, 0, now())`, "", [3]string{}},
		// Speeds.
		{"motorcycle edited", `insert into data.profile_version (profile, version, made_at, why) values ('MOTORCYCLE', 2, now(), 'x')`, "", [3]string{"PROFILE", none, "PROFILE"}},
		{"variant edited", `insert into data.profile_version (profile, variant, version, made_at, why) values ('MOTORCYCLE', 'musim-hujan', 2, now(), 'x')`, "", [3]string{none, none, "PROFILE"}},
		{"another variant", `insert into data.profile_version (profile, variant, version, made_at, why) values ('MOTORCYCLE', 'banjir', 1, now(), 'x')`, "", [3]string{}},
		{"car edited", `insert into data.profile_version (profile, version, made_at, why) values ('CAR', 2, now(), 'x')`, "", [3]string{}},
		{"another month", `select 1`, "2026-12-24", [3]string{none, "PROFILE", none}},
		{"variant gone", `delete from data.profile_row where variant <> ''; delete from data.profile_version where variant <> ''`, "", [3]string{none, none, "PROFILE"}},
		// Facilities.
		{"new pustu", newFacility("PUSTU"), "", [3]string{"FACILITY", none, "FACILITY"}},
		{"new puskesmas", newFacility("PUSKESMAS"), "", [3]string{none, "FACILITY", "FACILITY"}},
		{"new posyandu", newFacility("POSYANDU"), "", [3]string{}},
		{"pustu moved", `update data.facility set point = ST_Translate(point, 0.001, 0) where kind = 'PUSTU'`, "", [3]string{"FACILITY", none, "FACILITY"}},
		{"pustu closed", `update data.facility set closed = '2026-01-01' where kind = 'PUSTU'`, "", [3]string{"FACILITY", none, "FACILITY"}},
		{"pustu of another desa", `update data.facility set declared_desa = '35.10.01.2000' where kind = 'PUSTU' and location_quality = 'DESA'`, "", [3]string{"FACILITY", none, "FACILITY"}},
		{"pustu turned posyandu", `update data.facility set kind = 'POSYANDU' where kind = 'PUSTU'`, "", [3]string{"FACILITY", none, "FACILITY"}},
		{"pustu gone", `delete from data.facility_state; delete from data.facility where kind = 'PUSTU'`, "", [3]string{"FACILITY", "FACILITY", "FACILITY"}},
		{"pustu renamed", `update data.facility set name = 'x', condition = 'BAIK', status = case status when 'OPEN' then 'UNKNOWN' else status end`, "", [3]string{}},
		{"pustu written as it was", `update data.facility set point = point, kind = kind, closed = closed`, "", [3]string{}},
		{"a state", `insert into data.facility_state (facility_id, valid_from, status, source_id) select id, '2026-05-05', 'CLOSED', 1 from data.facility where kind = 'PUSKESMAS' limit 1`, "", [3]string{none, "FACILITY", "FACILITY"}},
		{"a state's condition", `update data.facility_state set condition = 'BAIK'`, "", [3]string{}},
		{"a state's day", `update data.facility_state s set valid_from = '2024-04-04' from data.facility f where f.id = s.facility_id and f.kind = 'POSYANDU'`, "", [3]string{}},
		{"a register", `insert into data.register (kind, wilayah, completeness, as_of, source_id) values ('PUSTU', '35.10', 'COMPLETE', '2024-01-01', 1)`, "", [3]string{}},
		{"a service area", `insert into data.facility_service_area (facility_id, desa, source_id) values (1, '35.10.01.2000', 1)`, "", [3]string{}},
		{"a pusling's home", newFacility("PUSLING"), "", [3]string{}},
		// People.
		{"a settlement", `insert into data.settlement (desa, point, people, source_id) values ('35.10.01.2000', ST_SetSRID(ST_MakePoint(114, -8), 4326), 5, 1)`, "", [3]string{"PEOPLE", "PEOPLE", "PEOPLE"}},
		{"a settlement moved", `update data.settlement set point = ST_Translate(point, 0.001, 0) where id = 1`, "", [3]string{"PEOPLE", "PEOPLE", "PEOPLE"}},
		{"a settlement gone", `delete from data.settlement where id = 1`, "", [3]string{"PEOPLE", "PEOPLE", "PEOPLE"}},
		{"a settlement named", `update data.settlement set name = 'x' || id`, "", [3]string{}},
		{"people counted", `insert into data.population (desa, as_of, people, source_id) values ('35.10.01.2000', '2025-01-01', 5, 1)`, "", [3]string{"PEOPLE", "PEOPLE", "PEOPLE"}},
		{"people corrected", `update data.population set people = people + 1`, "", [3]string{"PEOPLE", "PEOPLE", "PEOPLE"}},
		{"people counted alike", `update data.population set method = 'x'`, "", [3]string{}},
		{"people gone", `delete from data.population where desa = '35.10.02.2001'`, "", [3]string{"PEOPLE", "PEOPLE", "PEOPLE"}},
		// Wilayah.
		{"an office", `update data.wilayah set office = ST_SetSRID(ST_MakePoint(114, -8), 4326) where code = '35.10.01.2000'`, "", [3]string{"WILAYAH", "WILAYAH", "WILAYAH"}},
		{"a surface point", `update data.wilayah set surface_point = ST_Translate(surface_point, 0.001, 0) where code = '35.10.01.2000'`, "", [3]string{"WILAYAH", "WILAYAH", "WILAYAH"}},
		{"a new desa", `insert into data.wilayah (code, level, boundary_quality, source_id) values ('35.10.01.2999', 'DESA_KELURAHAN', 'NONE', 1)`, "", [3]string{"WILAYAH", "WILAYAH", "WILAYAH"}},
		{"a desa ended", `update data.wilayah set valid_to = '2026-01-01' where code = '35.10.01.2000'`, "", [3]string{"WILAYAH", "WILAYAH", "WILAYAH"}},
		{"a desa named", `update data.wilayah set name = 'x', bps_code = 'y'`, "", [3]string{}},
		{"a kecamatan", `insert into data.wilayah (code, level, boundary_quality, source_id) values ('35.10.03', 'KECAMATAN', 'NONE', 1)`, "", [3]string{}},
		{"landmasses", `insert into data.landmass_part (desa, landmass, geom) values ('35.10.01.2000', 1, ST_MakeEnvelope(114, -8, 114.1, -7.9, 4326))`, "", [3]string{"WILAYAH", "WILAYAH", "WILAYAH"}},
		{"densest roads", `insert into data.network_desa_point (dataset_id, desa, point) values (1, '35.10.01.2000', ST_SetSRID(ST_MakePoint(114, -8), 4326))`, "", [3]string{"WILAYAH", "WILAYAH", "WILAYAH"}},
		{"staff", `insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id) values (1, 'u', 'BIDAN', 'PNS', 1, '2024-01-01', 1)`, "", [3]string{}},
	} {
		w.exec("begin")
		w.exec(x.sql)
		on := today
		if x.on != "" {
			on = day(x.on)
		}
		got := w.stale(on)
		w.exec("rollback")
		if have := [3]string{got[a], got[b], got[c]}; have != x.want {
			t.Errorf("%s: %q, want %q", x.what, have, x.want)
		}
	}
	// Days on which a facility of the kinds opens or shuts.
	for _, r := range []struct {
		run   int64
		kinds []gis.FacilityKind
	}{{a, pustu.Kinds}, {c, wet.Kinds}} {
		var next, last time.Time
		err := w.owner.QueryRow(t.Context(), `
			with d as (select known_from as d from data.facility where kind = any($1) union select closed from data.facility where kind = any($1)
				union select valid_from from data.facility_state s join data.facility f on f.id = s.facility_id where f.kind = any($1))
			select min(d) filter (where d > $2), max(d) filter (where d <= $2) from d`, texts(r.kinds), today).Scan(&next, &last)
		if err != nil {
			t.Fatal(err)
		}
		for on, want := range map[time.Time]string{next: "DAY", next.AddDate(0, 0, -1): "", last: "", last.AddDate(0, 0, -1): "DAY"} {
			if got := w.stale(on)[r.run]; got != want {
				t.Errorf("%v on %s: %q, want %q", r.kinds, on.Format(time.DateOnly), got, want)
			}
		}
	}
	// Landmasses computed again, and the same.
	w.exec(`update data.wilayah set name = 'y'; insert into data.landmass_part (desa, landmass, geom) values ('35.10.01.2000', 1, ST_MakeEnvelope(114, -8, 114.1, -7.9, 4326))`)
	a = w.keep(pustu)
	w.exec(`begin; delete from data.landmass_part; insert into data.landmass_part (desa, landmass, geom) values ('35.10.01.2000', 1, ST_MakeEnvelope(114, -8, 114.1, -7.9, 4326)); commit`)
	if got := w.stale(today)[a]; got != "" {
		t.Errorf("landmasses as they were: %q", got)
	}
}

func newFacility(kind string) string {
	return `insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, known_from, source_id)
		values ('` + kind + `', 'f', 'f', '35.10.01.2000', 'DESA', 'OPEN', '2020-01-01', 1)`
}

// Nothing is half written: what was computed from another state of the store leaves
// what was kept as it was.
func TestOvertakenResultsAreNotKept(t *testing.T) {
	w := newTravelWorld(t, 2)
	ctx := t.Context()
	first := w.keep(pustu)
	count := func() (runs, desa, points int, id int64) {
		if err := w.owner.QueryRow(ctx, `select (select count(*) from data.travel_run), (select count(*) from data.travel_desa), (select count(*) from data.travel_point), (select min(id) from data.travel_run)`).
			Scan(&runs, &desa, &points, &id); err != nil {
			t.Fatal(err)
		}
		return
	}
	_, desa, points, _ := count()
	if desa != 40 || points < 40 {
		t.Fatalf("%d desa, %d points", desa, points)
	}
	late := w.compute(pustu)
	w.exec(`update data.settlement set people = people + 1`)
	meta := travel.Meta{At: today, Today: travel.DayOf(today)}
	if _, err := w.db.SaveTravel(ctx, late, meta, nil); gis.KindOf(err) != gis.Conflict || !strings.Contains(err.Error(), "PEOPLE") {
		t.Errorf("an overtaken result: %v", err)
	}
	if runs, d, p, id := count(); runs != 1 || d != desa || p != points || id != first {
		t.Errorf("after a refusal: %d runs, %d desa, %d points, run %d", runs, d, p, id)
	}
	// Broken off in the middle.
	cut, cancel := context.WithCancel(ctx)
	if _, err := w.db.SaveTravel(cut, w.compute(pustu), meta, func(int) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("broken off: %v", err)
	}
	if runs, d, p, id := count(); runs != 1 || d != desa || p != points || id != first {
		t.Errorf("after a break: %d runs, %d desa, %d points, run %d", runs, d, p, id)
	}
	if second := w.keep(pustu); second == first {
		t.Error("the same run")
	}
	if runs, d, p, _ := count(); runs != 1 || d != desa || p != points {
		t.Errorf("replaced: %d runs, %d desa, %d points", runs, d, p)
	}
	// A part, beside the whole.
	part := pustu
	part.Within = "35.10.02"
	w.keep(part)
	runs, err := w.db.TravelRuns(ctx, travel.DayOf(today))
	if err != nil || len(runs) != 2 || runs[1].Within != "35.10.02" || runs[1].Desa != 20 || len(runs[1].Stale) != 0 || !slices.Equal(runs[1].Kinds, pustu.Kinds) {
		t.Errorf("%+v %v", runs, err)
	}
	if err := w.db.ForgetTravel(ctx, runs[0].ID); err != nil {
		t.Error(err)
	}
	if _, d, _, _ := count(); d != 20 {
		t.Errorf("%d desa left", d)
	}
	if err := w.db.ForgetTravel(ctx, runs[0].ID); gis.KindOf(err) != gis.NotFound {
		t.Error(err)
	}
	none := pustu
	none.Within = "99"
	if _, err := w.pin().Compute(ctx, none, nil); gis.KindOf(err) != gis.Invalid {
		t.Error(err)
	}
}

// The key of a profile is the same in SQL and in Go, for every month.
func TestProfileKeysInSQL(t *testing.T) {
	w := newTravelWorld(t, 3)
	w.exec(`insert into data.profile_version (profile, variant, version, made_at, why) values ('CAR', '', 2, now(), 'x'), ('WALK', 'banjir', 3, now(), 'x'), ('WALK', 'kering', 1, now(), 'x');
		insert into data.profile_row (profile, variant, version, n, item, key, value, closed, source, assumption, months)
			select profile, variant, 2, n, item, key, value, closed, source, assumption, months from data.profile_row where profile = 'CAR' and variant = '' and version = 1
			union all select 'CAR', '', 2, 5000, 'close_class', 'track', null, false, 'x', true, '{1,12}'
			union all select 'WALK', 'banjir', 3, 1, 'close_class', 'track', null, false, 'x', true, '{2}'
			union all select 'WALK', 'kering', 1, 1, 'close_class', 'track', null, false, 'x', true, '{}'`)
	places, err := w.db.TravelLoader().Places(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	monthly := 0
	for month := 1; month <= 12; month++ {
		on := time.Date(2026, time.Month(month), 5, 0, 0, 0, 0, time.UTC)
		rows, err := w.owner.Query(t.Context(), `select profile || ' ' || variant, key from api.travel_profile_key($1)`, on)
		if err != nil {
			t.Fatal(err)
		}
		sql := map[string]string{}
		var name, key string
		if _, err := pgx.ForEachRow(rows, []any{&name, &key}, func() error { sql[name] = key; return nil }); err != nil {
			t.Fatal(err)
		}
		keys := 0
		for _, p := range places.Profiles {
			for _, v := range append([]gis.Variant{{}}, p.Variants...) {
				u, err := p.Under(v.ID, month)
				if err != nil {
					t.Fatal(err)
				}
				keys++
				if got := sql[string(p.Name)+" "+v.ID]; got != u.Key() {
					t.Errorf("%s %s in month %d: %q in SQL, %q in Go", p.Name, v.ID, month, got, u.Key())
				}
				if u.Month > 0 {
					monthly++
				}
			}
		}
		if keys != len(sql) || keys != 7 {
			t.Errorf("%d keys in Go, %d in SQL", keys, len(sql))
		}
	}
	if monthly != 24 {
		t.Errorf("%d keys go by the month", monthly)
	}
}
