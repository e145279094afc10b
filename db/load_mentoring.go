package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
)

// PutMentoring compares the list with what the store holds of it, and writes the
// difference.
func (l *Load) PutMentoring(ctx context.Context, rows []ingest.MentoringRow, within gis.WilayahCode) (acts []byte, missing int, ended bool, err error) {
	defer func() { err = wrap("put mentoring", err) }()
	err = l.stage(ctx, "mentoring_in", `n int, hospital_id bigint, puskesmas_id bigint, specialty text collate "C", valid_from date, valid_to date`, len(rows), func(i int) []any {
		r := rows[i]
		return []any{i, r.Hospital, r.Puskesmas, r.Specialty, r.From, r.To}
	})
	if err != nil {
		return nil, 0, false, err
	}
	const same = `(m.source_id, m.hospital_id, m.puskesmas_id, m.specialty, m.valid_from) = ($1, n.hospital_id, n.puskesmas_id, n.specialty, n.valid_from)`
	found, err := l.tx.Query(ctx, `
		select n.n, case when m.id is null then 'A' when m.valid_to is distinct from n.valid_to then 'C' else 'U' end
		from mentoring_in n left join data.mentoring m on `+same, l.Source)
	if err != nil {
		return nil, 0, false, err
	}
	acts = make([]byte, len(rows))
	count := map[byte]int{}
	var n int
	var act string
	if _, err := pgx.ForEachRow(found, []any{&n, &act}, func() error {
		acts[n] = act[0]
		count[act[0]]++
		return nil
	}); err != nil {
		return nil, 0, false, err
	}
	// Those that hold on the list's day, of its area, and are not in the file.
	const gone = `m.source_id = $1 and m.valid_from < $2 and (m.valid_to is null or m.valid_to > $2)
		and exists (select from data.facility f where f.id = m.puskesmas_id and coalesce(f.desa, f.kabupaten) || '.' like $3 || '.%')
		and not exists (select from mentoring_in n where ` + same + `)`
	if err := l.tx.QueryRow(ctx, `select count(*) from data.mentoring m where `+gone, l.Source, l.Vintage, string(within)).Scan(&missing); err != nil {
		return nil, 0, false, err
	}
	if ended = l.Info.CloseMissing; ended {
		if err := l.execAny(ctx, missing, `update data.mentoring m set valid_to = $2 where `+gone, l.Source, l.Vintage, string(within)); err != nil {
			return nil, 0, false, err
		}
	}
	if err := l.execAny(ctx, count['C'], `update data.mentoring m set valid_to = n.valid_to from mentoring_in n where `+same+` and m.valid_to is distinct from n.valid_to`, l.Source); err != nil {
		return nil, 0, false, err
	}
	err = l.execAny(ctx, count['A'], `
		insert into data.mentoring (hospital_id, puskesmas_id, specialty, valid_from, valid_to, source_id)
		select n.hospital_id, n.puskesmas_id, n.specialty, n.valid_from, n.valid_to, $1 from mentoring_in n
		where not exists (select from data.mentoring m where `+same+`) order by n.n`, l.Source)
	return acts, missing, ended, err
}
