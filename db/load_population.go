package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/ingest"
	"jangkau/ingest/read"
)

// people_new holds the rows of a file; desa is where a row counts: where it is
// declared, else where its point lies. flaw is a code of issues, or null. act: A to
// be added, C changed, U as stored, R rejected, N named without a number of people,
// so that nothing is written and nothing missing.
const stagePeopleTables = `
	create temp table if not exists people_new (
		line int, declared text collate "C", name text, people int, lon double precision, lat double precision,
		point geometry, located text collate "C", desa text collate "C", flaw text, act "char"
	) on commit drop`

// StagePopulation takes rows in.
func (l *Load) StagePopulation(ctx context.Context, rows []read.Population) error {
	if _, err := l.tx.Exec(ctx, stagePeopleTables); err != nil {
		return wrap("stage people", err)
	}
	_, err := l.tx.CopyFrom(ctx, pgx.Identifier{"people_new"}, []string{"line", "declared", "name", "people", "lon", "lat"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := rows[i]
			var people any
			if !r.Unknown {
				people = r.People
			}
			return []any{r.Line, orNull(string(r.Code)), orNull(r.Name), people, r.Lon, r.Lat}, nil
		}))
	if err != nil {
		return wrap("copy people", err)
	}
	return l.flushIssues(ctx)
}

// placePeople finds each row's desa and what is wrong with it. A point on a
// border takes the lower code, so that a second run says the same.
const placePeople = `
	update people_new set point = ST_SetSRID(ST_MakePoint(lon, lat), 4326) where lon is not null;
	update people_new p set located = (
		select w.code from api.wilayah w where w.level = 'DESA_KELURAHAN' and ST_Intersects(w.geom, p.point) order by w.code limit 1)
	where p.point is not null;
	update people_new p set desa = coalesce(declared, located), act = case when people is null then 'N'::"char" end, flaw = case
		when people is null then null
		when declared is not null and length(declared) <> 13 then '` + ingest.CodeNotDesa + `'
		when declared is not null and not exists (select 1 from data.wilayah w where w.code = p.declared) then '` + ingest.CodeUnknownWilayah + `'
		when declared is null and located is null then '` + ingest.CodeNoDesaAtPoint + `'
		when point is not null and declared is distinct from coalesce(located, '') and declared is not null then '` + ingest.CodeOutsideDesa + `'
		end;
	update people_new p set flaw = '` + read.CodeDuplicateRow + `', act = 'R' from (
		select line, row_number() over (partition by point, coalesce(name, '') order by line) as nth from people_new where point is not null and people is not null) d
	where d.line = p.line and d.nth > 1;
	update people_new set act = 'R' where flaw in ('` + ingest.CodeNotDesa + `', '` + ingest.CodeUnknownWilayah + `')`

// ApplyPopulation writes what differs from the store.
func (l *Load) ApplyPopulation(ctx context.Context, method string) (out ingest.PopulationOutcome, err error) {
	defer func() { err = wrap("apply people", err) }()
	if _, err := l.tx.Exec(ctx, stagePeopleTables+`; `+placePeople); err != nil {
		return out, err
	}
	kabupaten, err := l.codes(ctx, `select distinct substr(desa, 1, 5) from people_new where act is null and desa is not null order by 1`)
	if err != nil {
		return out, err
	}
	if err := l.refuseMix(ctx, kabupaten); err != nil {
		return out, err
	}
	if err := l.comparePeople(ctx, method, &out); err != nil {
		return out, err
	}
	if err := l.writePeople(ctx, method); err != nil {
		return out, err
	}
	if err := l.missingPeople(ctx, &out); err != nil {
		return out, err
	}
	flaws, err := l.tx.Query(ctx, `select line, flaw, coalesce(declared, ''), coalesce(located, ''), coalesce(name, '') from people_new where flaw is not null order by line`)
	if err != nil {
		return out, err
	}
	out.Flaws, err = pgx.CollectRows(flaws, func(row pgx.CollectableRow) (f ingest.PopulationFlaw, err error) {
		return f, row.Scan(&f.Line, &f.Code, &f.Declared, &f.Located, &f.Name)
	})
	return out, err
}

// comparePeople marks each accepted row as added, changed or unchanged.
func (l *Load) comparePeople(ctx context.Context, method string, out *ingest.PopulationOutcome) error {
	if _, err := l.tx.Exec(ctx, `
		update people_new n set act = coalesce(
			(select case when p.people = n.people and p.method = $3 then 'U' else 'C' end from data.population p
			 where p.desa = n.desa and p.as_of = $2 and p.source_id = $1), 'A')
		where act is null and point is null`, l.Source, l.Vintage, method); err != nil {
		return err
	}
	if _, err := l.tx.Exec(ctx, `
		update people_new n set act = coalesce(
			(select case when s.people = n.people and s.desa is not distinct from n.desa then 'U' else 'C' end from data.settlement s
			 where s.source_id = $1 and s.point = n.point and coalesce(s.name, '') = coalesce(n.name, '')), 'A')
		where act is null and point is not null`, l.Source); err != nil {
		return err
	}
	return l.tx.QueryRow(ctx, `select count(*) filter (where act = 'A'), count(*) filter (where act = 'C'), count(*) filter (where act = 'U') from people_new`).
		Scan(&out.Added, &out.Changed, &out.Unchanged)
}

// writePeople writes the rows that were marked; a statement without rows would
// make an unchanged store look changed, so each is asked for first.
func (l *Load) writePeople(ctx context.Context, method string) error {
	var desa, points int
	if err := l.tx.QueryRow(ctx, `select count(*) filter (where point is null), count(*) filter (where point is not null) from people_new where act in ('A', 'C')`).
		Scan(&desa, &points); err != nil {
		return err
	}
	if err := l.execAny(ctx, desa, `
		insert into data.population (desa, as_of, people, method, source_id)
		select desa, $2, people, $3, $1 from people_new where act in ('A', 'C') and point is null order by desa
		on conflict (desa, as_of, source_id) do update set people = excluded.people, method = excluded.method`,
		l.Source, l.Vintage, method); err != nil {
		return err
	}
	return l.execAny(ctx, points, `
		insert into data.settlement (desa, name, point, people, source_id)
		select desa, name, point, people, $1 from people_new where act in ('A', 'C') and point is not null order by line
		on conflict (source_id, point, coalesce(name, '')) do update set people = excluded.people, desa = excluded.desa`, l.Source)
}

// missingPeople lists the desa and settlements of this source that the file does
// not hold. Only the sort of rows that the file has is compared: a file of desa
// says nothing about settlements.
func (l *Load) missingPeople(ctx context.Context, out *ingest.PopulationOutcome) error {
	rows, err := l.tx.Query(ctx, `
		select distinct p.desa, '' from data.population p
		where p.source_id = $1 and exists (select 1 from people_new where point is null and act <> 'R')
		  and not exists (select 1 from people_new n where n.desa = p.desa and n.point is null)
		union all
		select coalesce(s.desa, ''), coalesce(s.name, '') from data.settlement s
		where s.source_id = $1 and exists (select 1 from people_new where point is not null and act <> 'R')
		  and not exists (select 1 from people_new n where n.point = s.point and coalesce(n.name, '') = coalesce(s.name, ''))
		order by 1, 2`, l.Source)
	if err != nil {
		return err
	}
	out.Missing, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (m ingest.MissingPeople, err error) {
		return m, row.Scan(&m.Desa, &m.Name)
	})
	if err != nil || len(out.Missing) == 0 || !l.Info.CloseMissing {
		return err
	}
	// A figure has no end of validity: what is closed is taken out.
	if _, err := l.tx.Exec(ctx, `
		delete from data.population p where p.source_id = $1 and exists (select 1 from people_new where point is null and act <> 'R')
		  and not exists (select 1 from people_new n where n.desa = p.desa and n.point is null)`, l.Source); err != nil {
		return err
	}
	_, err = l.tx.Exec(ctx, `
		delete from data.settlement s where s.source_id = $1 and exists (select 1 from people_new where point is not null and act <> 'R')
		  and not exists (select 1 from people_new n where n.point = s.point and coalesce(n.name, '') = coalesce(s.name, ''))`, l.Source)
	return err
}
