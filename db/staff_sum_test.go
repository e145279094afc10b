package db

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
)

// Whatever is added, changed and taken out, the sums are those that the counts give when
// they are added up afresh, each period standing until the facility's next, and of several
// lists that speak of the same the last alone.
func TestStaffSumsFollowTheCounts(t *testing.T) {
	ctx := context.Background()
	owner, _ := dbtest.New(t, migrateTest)
	c, err := pgx.Connect(ctx, owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(ctx) })
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := c.Exec(ctx, sql, args...); err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
	}
	exec(`insert into data.data_source (name, role, kind, imported_at) values ('x', 'FACILITIES', 'REAL', now()), ('s', 'STAFF', 'REAL', now()), ('s2', 'STAFF', 'REAL', now());
		insert into data.facility (kind, name, name_fold, location_quality, known_from, source_id) select 'PUSKESMAS', 'f' || i, 'f', 'NONE', '2020-01-01', 1 from generate_series(1, 8) i`)
	rnd := rand.New(rand.NewPCG(1, 6))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	most, double, unlisted := 0, 0, 0
	for step := range 120 {
		switch op := rnd.IntN(10); {
		case op < 6:
			for range 1 + rnd.IntN(4) {
				exec(fmt.Sprintf(`insert into data.staff_count (facility_id, unit, profession, status, people, period, at_pustu, source_id)
					values (nullif(%d, 0), 'u%d', '%s', '%s', %d, '%s', %v, %d)`, rnd.IntN(9), 100*step+rnd.IntN(1<<30), pick("PERAWAT", "BIDAN", "APOTEKER", "KEFARMASIAN"), pick("PNS", "PPPK", "NON_ASN_BLUD", "TIDAK_DIKETAHUI"),
					rnd.IntN(5), pick("2022-12-31", "2023-12-31", "2024-06-30", "2024-12-31"), rnd.IntN(5) == 0, 2+rnd.IntN(2)))
			}
		case op < 7:
			exec(`update data.staff_count set people = people + 1, period = period + 1 where id % 5 = $1`, rnd.IntN(5))
		case op < 8: // a unit turns out to be another facility, or none
			exec(`update data.staff_count set facility_id = nullif($1::int, 0) where id % 7 = $2`, rnd.IntN(9), rnd.IntN(7))
		case op < 9:
			exec(`delete from data.staff_count where id % 6 = $1`, rnd.IntN(6))
		case step%40 == 39:
			exec(`delete from data.facility where id = (select min(id) + 3 from data.facility)`)
			exec(`insert into data.facility (kind, name, name_fold, location_quality, known_from, source_id) overriding system value
				select 'PUSKESMAS', 'f', 'f', 'NONE', '2020-01-01', 1 where not exists (select from data.facility where id = 4)`)
		}
		var kept, several, wrong int
		if err := c.QueryRow(ctx, `
			with fresh as (
				select s.facility_id, s.period, s.profession, (sum(case when e.asn and not s.at_pustu then s.people else 0 end))::int as asn,
					(sum(case when s.at_pustu then 0 else s.people end))::int as everyone,
					(sum(case when s.status = 'TIDAK_DIKETAHUI' and not s.at_pustu then s.people else 0 end))::int as unknown, (sum(case when s.at_pustu then s.people else 0 end))::int as elsewhere,
					bool_or(not s.at_pustu) as counted, min(s.source_id) as source, (select array_agg(distinct x.source_id) from data.staff_count x
						where (x.facility_id, x.period, x.profession) = (s.facility_id, s.period, s.profession) and x.source_id < min(s.source_id)) as others,
					coalesce((select min(x.period) from data.staff_count x where x.facility_id = s.facility_id and x.period > s.period), 'infinity') as until
				from data.staff_count s join data.employment_status e on e.code = s.status where s.facility_id is not null
					and not exists (select from data.staff_count x where (x.facility_id, x.period, x.profession) = (s.facility_id, s.period, s.profession) and x.source_id > s.source_id)
				group by 1, 2, 3)
			select (select count(*) from data.staff_sum), (select count(*) from data.staff_several), (select count(*) from fresh f
				full join (select t.*, v.source as counts, v.others from data.staff_sum t left join data.staff_several v using (facility_id, period, profession)) k using (facility_id, period, profession)
				where (f.asn, f.everyone, f.unknown, f.elsewhere, f.source, f.others, f.until) is distinct from (k.asn, k.everyone, k.unknown, k.elsewhere, k.source, k.others, k.until)
					or k.counts <> k.source) + (
				select count(*) from (select facility_id, period, min(until) as until, bool_or(counted) as counted, sum(elsewhere)::int as elsewhere, array_agg(distinct source) as sources
					from fresh group by 1, 2) f full join data.staff_period k using (facility_id, period)
				where (f.until, f.counted, f.elsewhere, f.sources) is distinct from (k.until, k.counted, k.elsewhere, k.sources))`).Scan(&kept, &several, &wrong); err != nil {
			t.Fatal(err)
		}
		if wrong != 0 {
			t.Fatalf("step %d: %d of %d sums, or their periods, are not what the counts give", step, wrong, kept)
		}
		// What counts by itself is what the sums are of.
		var shown, summed int
		if err := c.QueryRow(ctx, `select (select coalesce(sum(people), 0) from api.staff_count where facility_id is not null), (select coalesce(sum(everyone + elsewhere), 0) from data.staff_sum)`).Scan(&shown, &summed); err != nil {
			t.Fatal(err)
		}
		if shown != summed {
			t.Fatalf("step %d: %d people count, the sums hold %d", step, shown, summed)
		}
		// A profession is hidden by a later period where the list that had it last is not
		// of that period, and nothing there names it, its whole or a part of it.
		var hidden, amiss int
		if err := c.QueryRow(ctx, `
			with period as (select distinct facility_id, period from data.staff_count where facility_id is not null),
			fresh as (
				select p.facility_id, p.period, q.code as profession from period p cross join data.profession q
				join lateral (select x.period, max(x.source_id) as source from data.staff_count x where x.facility_id = p.facility_id and x.profession = q.code and x.period < p.period
					group by 1 order by 1 desc limit 1) l on true
				where (select sum(x.people) from data.staff_count x where (x.facility_id, x.period, x.profession, x.source_id) = (p.facility_id, l.period, q.code, l.source)) > 0
					and l.source not in (select x.source_id from data.staff_count x where (x.facility_id, x.period) = (p.facility_id, p.period))
					and not exists (select from data.staff_count x where (x.facility_id, x.period) = (p.facility_id, p.period) and (x.profession = q.code
						or q.code = 'KEFARMASIAN' and x.profession in ('APOTEKER', 'TTK') or x.profession = 'KEFARMASIAN' and q.code in ('APOTEKER', 'TTK'))))
			select (select count(*) from data.staff_unlisted), count(*) filter (where f.profession is null or k.profession is null
				or k.until <> coalesce((select min(x.period) from period x where x.facility_id = k.facility_id and x.period > k.period), 'infinity'))
			from fresh f full join data.staff_unlisted k using (facility_id, period, profession)`).Scan(&hidden, &amiss); err != nil {
			t.Fatal(err)
		}
		if amiss != 0 {
			t.Fatalf("step %d: %d of %d hidden professions are not what the counts give", step, amiss, hidden)
		}
		unlisted = max(unlisted, hidden)
		most, double = max(most, kept), max(double, several)
	}
	if most < 20 || double < 5 || unlisted < 5 {
		t.Errorf("never more than %d sums, %d of them of several lists, %d professions hidden", most, double, unlisted)
	}
}
