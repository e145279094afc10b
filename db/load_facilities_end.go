package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
)

// writeRegisters declares how whole the list is. The same declaration twice is one.
func (l *Load) writeRegisters(ctx context.Context, w ingest.FacilityWrites) error {
	for _, r := range w.Registers {
		var known, same bool
		completeness := "PARTIAL"
		if r.Complete {
			completeness = "COMPLETE"
		}
		err := l.tx.QueryRow(ctx, `
			select exists (select 1 from data.wilayah where code = $1), exists (select 1 from data.register
				where kind = $2 and wilayah = $1 and as_of = $3 and completeness = $4)`,
			string(r.Wilayah), string(r.Kind), l.Vintage, completeness).Scan(&known, &same)
		if err != nil {
			return err
		}
		if !known {
			return &gis.Error{Kind: gis.NotFound, Field: "--within", Message: gis.T(
				"Wilayah %s belum dikenal; muat dahulu batasnya sebelum menyatakan register", "The wilayah %s is not known; load its boundaries before declaring a register", r.Wilayah)}
		}
		if same {
			continue
		}
		if _, err := l.tx.Exec(ctx, `
			insert into data.register (kind, wilayah, completeness, as_of, source_id) values ($1, $2, $3, $4, $5)
			on conflict (kind, wilayah, as_of) do update set completeness = excluded.completeness, source_id = excluded.source_id`,
			string(r.Kind), string(r.Wilayah), completeness, l.Vintage, l.Source); err != nil {
			return err
		}
	}
	return nil
}

// markMissing finds the rows that the list held before and this file does not. A
// file about one area says nothing of the others. A facility is closed only when
// asked, only when no other list still holds it, and not where a person said what its
// status is.
func (l *Load) markMissing(ctx context.Context, w ingest.FacilityWrites) ([]ingest.MissingRow, error) {
	err := l.stage(ctx, "facility_keys", `row_key text collate "C"`, len(w.Keys), func(i int) []any { return []any{w.Keys[i]} })
	if err != nil {
		return nil, err
	}
	rows, err := l.tx.Query(ctx, `
		select s.row_key, s.facility_id, f.name, coalesce(f.desa, f.kabupaten, ''), s.missing_since is null,
			not 'STATUS' = any(f.mended) and not exists (select 1 from data.facility_source o where o.facility_id = s.facility_id and o.missing_since is null
				and (o.source_id <> s.source_id or exists (select 1 from facility_keys k where k.row_key = o.row_key)))
		from data.facility_source s join data.facility f on f.id = s.facility_id
		where s.source_id = $1 and f.closed is null
			and not exists (select 1 from facility_keys k where k.row_key = s.row_key)
			and ($2 = '' or coalesce(f.desa, f.kabupaten) = $2 collate "C" or coalesce(f.desa, f.kabupaten) >= $2 || '.' and coalesce(f.desa, f.kabupaten) < $2 || '/')
		order by f.name, s.row_key`, l.Source, string(w.Within))
	if err != nil {
		return nil, err
	}
	var fresh []string
	var closed []int64
	missing, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (m ingest.MissingRow, err error) {
		var key string
		var first, alone bool
		if err := r.Scan(&key, &m.Facility, &m.Name, &m.Wilayah, &first, &alone); err != nil {
			return m, err
		}
		if first {
			fresh = append(fresh, key)
		}
		if m.Closed = l.Info.CloseMissing && alone; m.Closed {
			closed = append(closed, m.Facility)
		}
		return m, nil
	})
	if err != nil {
		return nil, err
	}
	if err := l.execAny(ctx, len(fresh), `update data.facility_source set missing_since = $3 where source_id = $1 and row_key = any($2)`, l.Source, fresh, l.Vintage); err != nil {
		return nil, err
	}
	if len(closed) > 0 {
		_, err = l.tx.Exec(ctx, `update data.facility set closed = $2 where id = any($1) and closed is null`, closed, l.Vintage)
	}
	return missing, err
}
