package db

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/travel"
)

// keptTrip is a trip of api.desa_travel, as a snapshot would answer it.
func keptTrip(status, reason, origin *string, facility *int64, quality *string, seconds, metres, snap *float64) travel.Trip {
	return travel.Trip{
		Status: gis.TripStatus(or(status)), Reason: gis.TripReason(or(reason)), Origin: gis.DemandOrigin(or(origin)), FacilityID: or(facility),
		LocationQuality: gis.LocationQuality(or(quality)), DurationS: or(seconds), DistanceM: or(metres), SnapM: or(snap),
		OnFoot: snap == nil && or(status) == string(gis.Reached),
	}
}

// desaTravel is what SQL that names a question gets: the trips of each desa.
func (w *travelWorld) desaTravel(q travel.Question, day time.Time, where string) map[gis.WilayahCode]travel.DesaTrip {
	w.t.Helper()
	kinds := texts(q.Kinds)
	slices.Reverse(kinds) // a set: the order does not matter
	rows, err := w.owner.Query(w.t.Context(), `select desa, people, points, people_unreached, people_not_computed,
			status, reason, origin, facility_id, facility_quality, seconds, metres, snap_m,
			p90_status, p90_reason, p90_origin, p90_facility_id, p90_facility_quality, p90_seconds, p90_metres, p90_snap_m
		from api.desa_travel($1, $2, $3, $4, $5) `+where, kinds, q.Profile, q.Variant, q.By, day)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[gis.WilayahCode]travel.DesaTrip{}
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (none struct{}, err error) {
		var d travel.DesaTrip
		var people *int
		var m, p struct {
			status, reason, origin, quality *string
			facility                        *int64
			seconds, metres, snap           *float64
		}
		if err := row.Scan(&d.Code, &people, &d.Points, &d.PeopleUnreached, &d.PeopleNotComputed,
			&m.status, &m.reason, &m.origin, &m.facility, &m.quality, &m.seconds, &m.metres, &m.snap,
			&p.status, &p.reason, &p.origin, &p.facility, &p.quality, &p.seconds, &p.metres, &p.snap); err != nil {
			return none, err
		}
		d.People, d.HasPeople = or(people), people != nil
		d.Median = keptTrip(m.status, m.reason, m.origin, m.facility, m.quality, m.seconds, m.metres, m.snap)
		d.P90 = keptTrip(p.status, p.reason, p.origin, p.facility, p.quality, p.seconds, p.metres, p.snap)
		if _, twice := out[d.Code]; twice {
			w.t.Errorf("%s comes twice", d.Code)
		}
		out[d.Code] = d
		return none, nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// What SQL reads is what the engine answers at this moment, figure for figure.
func TestDesaTravelIsWhatTheEngineAnswers(t *testing.T) {
	seen := map[gis.TripStatus]int{}
	for seed := range uint64(3) {
		w := newTravelWorld(t, 20+seed)
		for _, q := range []travel.Question{pustu, puskesmas, wet} {
			w.keep(q)
			got := w.desaTravel(q, today, "")
			area, err := w.pin().Desa(t.Context(), travel.Query{Kinds: q.Kinds, Profile: q.Profile, Variant: q.Variant, By: q.By})
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for want := range area.All {
				// On foot all the way nothing is snapped; the engine says zero, SQL null.
				for _, trip := range []*travel.Trip{&want.Median, &want.P90} {
					if trip.OnFoot {
						trip.SnapM = 0
					}
				}
				if have := got[want.Code]; have != want {
					t.Errorf("seed %d, %v: in SQL %+v, by the engine %+v", seed, q.Kinds, have, want)
				}
				seen[want.Median.Status]++
				n++
			}
			if n != len(got) || n != 40 {
				t.Errorf("%d desa by the engine, %d in SQL", n, len(got))
			}
		}
	}
	if seen[gis.Reached] < 20 || seen[gis.Unreachable] < 3 {
		t.Errorf("the towns are too plain: %v", seen)
	}
}

// Only what holds is read, each desa once, whichever areas were computed.
func TestDesaTravelReadsWhatHolds(t *testing.T) {
	w := newTravelWorld(t, 5)
	within := func(code gis.WilayahCode) travel.Question {
		q := wet
		q.Within = code
		return q
	}
	count := func(q travel.Question, day time.Time) int { return len(w.desaTravel(q, day, "")) }
	if n := count(wet, today); n != 0 {
		t.Fatalf("%d desa before anything is kept", n)
	}
	w.keep(within("35.10.01"))
	if n := count(wet, today); n != 20 {
		t.Errorf("one kecamatan: %d desa", n)
	}
	w.keep(within("35.10.02"))
	if n := count(wet, today); n != 40 {
		t.Errorf("two kecamatan: %d desa", n)
	}
	w.keep(within("35.10"))
	w.keep(within(""))
	if n := count(wet, today); n != 40 {
		t.Errorf("all and its parts: %d desa", n)
	}
	// A question that was not computed is not answered by one that was.
	for _, other := range []travel.Question{
		{Kinds: wet.Kinds[:1], Profile: wet.Profile, Variant: wet.Variant, By: wet.By},
		{Kinds: wet.Kinds, Profile: wet.Profile, By: wet.By},
		{Kinds: wet.Kinds, Profile: wet.Profile, Variant: wet.Variant, By: gis.ByDistance},
		{Kinds: append(slices.Clone(wet.Kinds), gis.KindRS), Profile: wet.Profile, Variant: wet.Variant, By: wet.By},
	} {
		if n := count(other, today); n != 0 {
			t.Errorf("%v: %d desa", other, n)
		}
	}
	pusling := wet
	pusling.Kinds = append(slices.Clone(wet.Kinds), gis.KindPusling)
	if n := count(pusling, today); n != 40 {
		t.Errorf("with pusling: %d desa", n)
	}
	// Facilities open and shut by dates stored before.
	if n := count(wet, today.AddDate(0, 3, 0)); n != 0 {
		t.Errorf("on another day: %d desa", n)
	}
	w.exec(`update data.settlement set people = people + 1`)
	if n := count(wet, today); n != 0 {
		t.Errorf("after a change: %d desa", n)
	}
	w.keep(within("35.10.02"))
	if n := count(wet, today); n != 20 {
		t.Errorf("computed again in part: %d desa", n)
	}
}

var rowsOfKey = regexp.MustCompile(`using (travel_\w+_pkey) on .*actual time=\S+ rows=(\d+) `)

// A question about one kabupaten reads its desa by the key, not the country's.
func TestDesaTravelUsesItsKey(t *testing.T) {
	w := newTravelWorld(t, 6)
	w.keep(pustu)
	w.exec(`insert into data.travel_desa select r.run_id, '11.' || lpad((n / 10000)::text, 2, '0') || '.' || lpad((n / 100 % 100)::text, 2, '0') || '.20' || lpad((n % 100)::text, 2, '0'),
			d.people, d.points, d.status, d.reason, d.origin, d.facility_id, d.facility_quality, d.seconds, d.metres, d.snap_m,
			d.p90_status, d.p90_reason, d.p90_origin, d.p90_facility_id, d.p90_facility_quality, d.p90_seconds, d.p90_metres, d.p90_snap_m, 0, 0
		from (select * from data.travel_desa where run_id = (select max(id) from data.travel_run) order by desa limit 1) d,
			generate_series(0, 79999) n, (select max(id) as run_id from data.travel_run union all select -1) r;
		insert into data.travel_point select r.run_id, t.desa, 0, 114, -8, 1, 'SETTLEMENT', 'UNREACHABLE', 'NO_FACILITY', null, null, null, null, null
		from data.travel_desa t, (select max(id) as run_id from data.travel_run) r where t.run_id = -1;
		analyze data.travel_desa; analyze data.travel_point; analyze data.travel_run`)
	for name, sql := range map[string]string{
		"desa":   `select d.desa, d.seconds from api.desa_travel($1, $2) d where d.desa >= '35.10.' and d.desa < '35.10/'`,
		"points": `select d.desa, d.n, d.seconds from api.point_travel($1, $2) d where d.desa >= '35.10.' and d.desa < '35.10/'`,
		// As a tile joins it: few desa, each looked up.
		"joined": `select w.code, d.seconds from data.wilayah w left join api.desa_travel($1, $2) d on d.desa = w.code where w.code = any('{35.10.01.2000,35.10.02.2001}')`,
	} {
		plan := explain(t, w.db, sql, []any{[]string{"PUSTU"}, "MOTORCYCLE"})
		if strings.Contains(plan, "Function Scan on desa_travel") || strings.Contains(plan, "Function Scan on travel_current") {
			t.Errorf("%s: the function is not part of the statement:\n%s", name, plan)
		}
		if strings.Contains(plan, "Seq Scan on travel_desa") || strings.Contains(plan, "Seq Scan on travel_point") {
			t.Errorf("%s reads every row:\n%s", name, plan)
		}
		// Some tens of rows, not the country's 80,000.
		found := rowsOfKey.FindAllStringSubmatch(plan, -1)
		for _, m := range found {
			if len(m[2]) > 3 {
				t.Errorf("%s: %s rows by %s:\n%s", name, m[2], m[1], plan)
			}
		}
		if len(found) == 0 {
			t.Errorf("%s does without the key:\n%s", name, plan)
		}
	}
}
