package db

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
)

// ListDay is the day that the list is of.
func (l *Load) ListDay() time.Time { return l.Vintage }

// DeclareRegister says whether the list is all there is of a kind in a wilayah.
func (l *Load) DeclareRegister(ctx context.Context, r ingest.Register) error {
	return l.writeRegisters(ctx, ingest.FacilityWrites{Registers: []ingest.Register{r}})
}

// posyanduColumns are staged as the file has them; comp is their competences in the
// order that the stored ones are compared in.
const posyanduColumns = `n int, desa text collate "C", name text, fold text collate "C", period date, kader int, purwa int, madya int, utama int,
	ibu_hamil boolean, balita boolean, remaja boolean, dewasa boolean, lansia boolean, comp jsonb, facility_id bigint`

// storedCompetences are those of a report r, as staged ones are written.
const storedCompetences = `coalesce((select jsonb_agg(jsonb_build_object('grp', c.grp, 'n', c.n, 'kader', c.kader) order by c.grp collate "C", c.n)
	from data.posyandu_competence c where (c.facility_id, c.period, c.source_id) = (r.facility_id, r.period, r.source_id)), '[]'::jsonb)`

// PutPosyandu finds or makes the facility of each row, and writes the reports that
// differ from those stored.
func (l *Load) PutPosyandu(ctx context.Context, rows []ingest.PosyanduReport, within gis.WilayahCode) (out ingest.PosyanduOutcome, err error) {
	defer func() { err = wrap("put posyandu", err) }()
	err = l.stage(ctx, "posyandu_in", posyanduColumns, len(rows), func(i int) []any {
		r := rows[i]
		comp := r.Competences
		if comp == nil {
			comp = []ingest.Competence{}
		}
		return []any{
			i, string(r.Desa), r.Name, r.Fold, r.Period, r.Kader, r.Purwa, r.Madya, r.Utama,
			r.Services[0], r.Services[1], r.Services[2], r.Services[3], r.Services[4], comp, nil,
		}
	})
	if err != nil {
		return out, err
	}
	if out.New, err = l.posyanduFacilities(ctx); err != nil {
		return out, err
	}
	if _, err := l.tx.Exec(ctx, `
		update posyandu_in n set comp = coalesce((select jsonb_agg(c order by c ->> 'grp' collate "C", (c ->> 'n')::int) from jsonb_array_elements(n.comp) c), '[]'::jsonb)`); err != nil {
		return out, err
	}
	found, err := l.tx.Query(ctx, `
		select n.n, case when r.facility_id is null then 'A'
			when (r.kader, r.purwa, r.madya, r.utama, r.ibu_hamil, r.balita, r.remaja, r.dewasa, r.lansia, `+storedCompetences+`) is distinct from
				(n.kader, n.purwa, n.madya, n.utama, n.ibu_hamil, n.balita, n.remaja, n.dewasa, n.lansia, n.comp) then 'C' else 'U' end
		from posyandu_in n left join data.posyandu_report r on (r.facility_id, r.period, r.source_id) = (n.facility_id, n.period, $1)`, l.Source)
	if err != nil {
		return out, err
	}
	out.Acts = make([]byte, len(rows))
	var write []int
	var n int
	var act string
	if _, err := pgx.ForEachRow(found, []any{&n, &act}, func() error {
		if out.Acts[n] = act[0]; act != "U" {
			write = append(write, n)
		}
		return nil
	}); err != nil {
		return out, err
	}
	if err := l.writePosyandu(ctx, write); err != nil {
		return out, err
	}
	return out, l.missingPosyandu(ctx, within, &out)
}

// posyanduFacilities gives every row its facility: the posyandu of that name in the
// desa, made where there is none.
func (l *Load) posyanduFacilities(ctx context.Context) (made int, err error) {
	const find = `
		update posyandu_in n set facility_id = (select min(f.id) from data.facility f where f.kind = 'POSYANDU' and f.desa = n.desa and f.name_fold = n.fold)
		where n.facility_id is null`
	if _, err := l.tx.Exec(ctx, find); err != nil {
		return 0, err
	}
	if err := l.tx.QueryRow(ctx, `select count(distinct (desa, fold)) from posyandu_in where facility_id is null`).Scan(&made); err != nil {
		return 0, err
	}
	if err := l.execAny(ctx, made, `
		insert into data.facility (kind, name, name_fold, declared_desa, kabupaten, location_quality, status, known_from, source_id)
		select distinct on (desa, fold) 'POSYANDU', name, fold, desa, substr(desa, 1, 5), 'DESA', 'OPEN', min(period) over (partition by desa, fold), $1
		from posyandu_in where facility_id is null order by desa, fold, n`, l.Source); err != nil {
		return 0, err
	}
	if made > 0 {
		if _, err := l.tx.Exec(ctx, find); err != nil {
			return 0, err
		}
	}
	// An older sheet shows that the posyandu stood earlier already.
	var older int
	const earlier = ` from (select facility_id, min(period) as period from posyandu_in group by 1) n where n.facility_id = f.id and n.period < f.known_from`
	if err := l.tx.QueryRow(ctx, `select count(*) from data.facility f, (select facility_id, min(period) as period from posyandu_in group by 1) n
		where n.facility_id = f.id and n.period < f.known_from`).Scan(&older); err != nil {
		return 0, err
	}
	if err := l.execAny(ctx, older, `update data.facility f set known_from = n.period`+earlier); err != nil {
		return 0, err
	}
	_, err = l.tx.Exec(ctx, `
		insert into data.facility_source (facility_id, source_id, row_key, row_hash, name)
		select distinct on (facility_id) facility_id, $1, desa || '/' || fold, '', name from posyandu_in order by facility_id, n
		on conflict (source_id, row_key) do nothing`, l.Source)
	if err != nil {
		return made, err
	}
	return made, l.backPosyandu(ctx)
}

// backPosyandu has posyandu that were missing, and closed for that, stand again where a
// newer list holds them. What a person said of a status stays.
func (l *Load) backPosyandu(ctx context.Context) error {
	rows, err := l.tx.Query(ctx, `
		select s.facility_id from data.facility_source s
		where s.source_id = $1 and s.missing_since is not null
			and exists (select from posyandu_in n where n.facility_id = s.facility_id and n.period >= s.missing_since)`, l.Source)
	if err != nil {
		return err
	}
	back, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	if len(back) == 0 {
		return nil
	}
	if _, err := l.tx.Exec(ctx, `
		update data.facility f set closed = null from data.facility_source s
		where s.source_id = $1 and s.facility_id = f.id and f.id = any($2) and f.closed >= s.missing_since and not 'STATUS' = any (f.mended)`, l.Source, back); err != nil {
		return err
	}
	_, err = l.tx.Exec(ctx, `update data.facility_source set missing_since = null where source_id = $1 and facility_id = any($2)`, l.Source, back)
	return err
}

// writePosyandu replaces the reports of the rows.
func (l *Load) writePosyandu(ctx context.Context, rows []int) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := l.tx.Exec(ctx, `
		delete from data.posyandu_report r using posyandu_in n
		where n.n = any($2) and (r.facility_id, r.period, r.source_id) = (n.facility_id, n.period, $1)`, l.Source, rows); err != nil {
		return err
	}
	if err := l.execAny(ctx, len(rows), `
		insert into data.posyandu_report (facility_id, period, source_id, kader, purwa, madya, utama, ibu_hamil, balita, remaja, dewasa, lansia)
		select facility_id, period, $1, kader, purwa, madya, utama, ibu_hamil, balita, remaja, dewasa, lansia from posyandu_in where n = any($2)`, l.Source, rows); err != nil {
		return err
	}
	_, err := l.tx.Exec(ctx, `
		insert into data.posyandu_competence (facility_id, period, source_id, grp, n, kader)
		select n.facility_id, n.period, $1, c ->> 'grp', (c ->> 'n')::int, (c ->> 'kader')::int
		from posyandu_in n cross join lateral jsonb_array_elements(n.comp) c where n.n = any($2)`, l.Source, rows)
	return err
}

// missingPosyandu finds what the file no longer holds: reports of its periods, and
// posyandu that the list brought before. Where asked to, the reports are taken out and
// the posyandu closed on the list's day, unless another list still holds them.
func (l *Load) missingPosyandu(ctx context.Context, within gis.WilayahCode, out *ingest.PosyanduOutcome) error {
	rows, err := l.tx.Query(ctx, `
		select r.facility_id, r.period, f.name from data.posyandu_report r join data.facility f on f.id = r.facility_id
		where r.source_id = $1 and r.period in (select period from posyandu_in)
			and ($2 = '' or f.desa = $2 collate "C" or f.desa >= $2 || '.' and f.desa < $2 || '/')
			and not exists (select from posyandu_in n where (n.facility_id, n.period) = (r.facility_id, r.period)) order by f.desa, f.name`, l.Source, string(within))
	if err != nil {
		return err
	}
	var id int64
	var period time.Time
	var name string
	var ids []int64
	var periods []time.Time
	if _, err := pgx.ForEachRow(rows, []any{&id, &period, &name}, func() error {
		ids, periods = append(ids, id), append(periods, period)
		out.Missing = append(out.Missing, ingest.MissingPosyandu{Facility: id, Name: name, Closed: l.Info.CloseMissing})
		return nil
	}); err != nil {
		return err
	}
	if l.Info.CloseMissing {
		if err := l.execAny(ctx, len(ids), `
			delete from data.posyandu_report r using unnest($2::bigint[], $3::date[]) m(id, period)
			where r.source_id = $1 and r.facility_id = m.id and r.period = m.period`, l.Source, ids, periods); err != nil {
			return err
		}
	}
	return l.gonePosyandu(ctx, within, ids, out)
}

// gonePosyandu are those that the list held before its day and holds no longer; told
// are those that were told of already.
func (l *Load) gonePosyandu(ctx context.Context, within gis.WilayahCode, told []int64, out *ingest.PosyanduOutcome) error {
	rows, err := l.tx.Query(ctx, `
		select f.id, f.name, bool_or(s.missing_since is null), not 'STATUS' = any (f.mended) and not exists (select from data.facility_source o where o.facility_id = f.id and o.source_id <> $1 and o.missing_since is null)
		from data.facility_source s join data.facility f on f.id = s.facility_id
		where s.source_id = $1 and f.kind = 'POSYANDU' and f.closed is null and f.known_from < $3 and not f.id = any($4)
			and ($2 = '' or f.desa = $2 collate "C" or f.desa >= $2 || '.' and f.desa < $2 || '/')
			and not exists (select from posyandu_in n where n.facility_id = f.id)
			and not exists (select from data.posyandu_report r where r.facility_id = f.id and r.source_id = $1 and r.period > $3)
		group by f.id order by f.desa, f.name, f.id`, l.Source, string(within), l.Vintage, append([]int64{}, told...))
	if err != nil {
		return err
	}
	var fresh, closed []int64
	var m ingest.MissingPosyandu
	var first, alone bool
	if _, err := pgx.ForEachRow(rows, []any{&m.Facility, &m.Name, &first, &alone}, func() error {
		if first {
			fresh = append(fresh, m.Facility)
		}
		if m.Closed = l.Info.CloseMissing && alone; m.Closed {
			closed = append(closed, m.Facility)
		}
		out.Missing = append(out.Missing, m)
		return nil
	}); err != nil {
		return err
	}
	if len(fresh) > 0 {
		if _, err := l.tx.Exec(ctx, `update data.facility_source set missing_since = $3 where source_id = $1 and facility_id = any($2) and missing_since is null`, l.Source, fresh, l.Vintage); err != nil {
			return err
		}
	}
	return l.execAny(ctx, len(closed), `update data.facility set closed = $2 where id = any($1)`, closed, l.Vintage)
}
