package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/ingest"
)

// PutVolumes compares what facilities did with what the store holds of the list, and
// writes the difference. Activities that the file does not name stay.
func (l *Load) PutVolumes(ctx context.Context, rows []ingest.Volume) (acts []byte, err error) {
	defer func() { err = wrap("put workload", err) }()
	err = l.stage(ctx, "volume_in", `n int, facility_id bigint, profession text, activity text collate "C", period date, volume float8, norm_minutes float8, counted boolean`, len(rows), func(i int) []any {
		r := rows[i]
		return []any{i, r.Facility, r.Profession, r.Activity, r.Period, r.Volume, r.NormMinutes, r.Counted}
	})
	if err != nil {
		return nil, err
	}
	const same = `(v.facility_id, v.profession, v.activity, v.period, v.source_id) = (n.facility_id, n.profession, n.activity, n.period, $1)`
	acts, count, err := l.acts(ctx, len(rows), `
		select n.n, case when v.facility_id is null then 'A' when (v.volume, v.norm_minutes, v.counted) is distinct from (n.volume, n.norm_minutes, n.counted) then 'C' else 'U' end
		from volume_in n left join data.workload_volume v on `+same, l.Source)
	if err != nil {
		return nil, err
	}
	if err := l.execAny(ctx, count['C'], `
		update data.workload_volume v set volume = n.volume, norm_minutes = n.norm_minutes, counted = n.counted from volume_in n
		where `+same+` and (v.volume, v.norm_minutes, v.counted) is distinct from (n.volume, n.norm_minutes, n.counted)`, l.Source); err != nil {
		return nil, err
	}
	return acts, l.execAny(ctx, count['A'], `
		insert into data.workload_volume (facility_id, profession, activity, period, volume, norm_minutes, counted, source_id)
		select n.facility_id, n.profession, n.activity, n.period, n.volume, n.norm_minutes, n.counted, $1 from volume_in n
		where not exists (select from data.workload_volume v where `+same+`)`, l.Source)
}

// PutCosts does the same with what posts cost. A cost is one whatever list brings
// it: the newest list says what holds.
func (l *Load) PutCosts(ctx context.Context, rows []ingest.UnitCost) (acts []byte, err error) {
	defer func() { err = wrap("put costs", err) }()
	err = l.stage(ctx, "cost_in", `n int, wilayah text collate "C", profession text, status text, funding text, rupiah numeric, valid_from date, valid_to date, source text`, len(rows), func(i int) []any {
		r := rows[i]
		return []any{i, orNull(r.Wilayah), r.Profession, orNull(r.Status), r.Funding, int64(r.Rupiah), orNull(r.From), orNull(r.To), r.Source}
	})
	if err != nil {
		return nil, err
	}
	const same = `coalesce(c.wilayah, '') = coalesce(n.wilayah, '') and c.profession = n.profession and coalesce(c.status, '') = coalesce(n.status, '')
		and c.funding = n.funding and coalesce(c.valid_from, '-infinity') = coalesce(n.valid_from, '-infinity')`
	const differs = `(c.rupiah_year, c.valid_to, c.source, c.source_id) is distinct from (n.rupiah, n.valid_to, n.source, $1)`
	acts, count, err := l.acts(ctx, len(rows), `
		select n.n, case when c.id is null then 'A' when `+differs+` then 'C' else 'U' end from cost_in n left join data.unit_cost c on `+same, l.Source)
	if err != nil {
		return nil, err
	}
	if err := l.execAny(ctx, count['C'], `
		update data.unit_cost c set rupiah_year = n.rupiah, valid_to = n.valid_to, source = n.source, source_id = $1 from cost_in n where `+same+` and `+differs, l.Source); err != nil {
		return nil, err
	}
	return acts, l.execAny(ctx, count['A'], `
		insert into data.unit_cost (wilayah, profession, status, funding, rupiah_year, valid_from, valid_to, source, source_id)
		select n.wilayah, n.profession, n.status, n.funding, n.rupiah, n.valid_from, n.valid_to, n.source, $1 from cost_in n
		where not exists (select from data.unit_cost c where `+same+`) order by n.n`, l.Source)
}

// acts reads what is to be done with each of n staged rows, and how often each.
func (l *Load) acts(ctx context.Context, n int, sql string, args ...any) ([]byte, map[byte]int, error) {
	rows, err := l.tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, nil, err
	}
	out, count := make([]byte, n), map[byte]int{}
	var i int
	var act string
	_, err = pgx.ForEachRow(rows, []any{&i, &act}, func() error {
		out[i] = act[0]
		count[act[0]]++
		return nil
	})
	return out, count, err
}
