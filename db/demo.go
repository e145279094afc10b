package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// Holdings says what the store holds, by the sources it names.
type Holdings struct {
	Real int      // sources of real data
	Demo []string // names of the demonstration's sources
}

// Holdings reads what the store holds.
func (d *DB) Holdings(ctx context.Context) (Holdings, error) {
	var h Holdings
	err := d.Read(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			select count(*) filter (where kind = 'REAL'),
			       coalesce(array_agg(name order by id) filter (where kind = 'DEMO'), '{}')
			from data.data_source`).Scan(&h.Real, &h.Demo)
	})
	return h, err
}

// RemoveDemo takes every row of the demonstration out of the store, in one
// transaction. Wilayah above real ones stay, as codes without a name: real rows
// hang on them.
func (d *DB) RemoveDemo(ctx context.Context) (removed int, err error) {
	err = d.Write(ctx, func(tx pgx.Tx) error {
		var free bool
		if err := tx.QueryRow(ctx, `select pg_try_advisory_xact_lock(hashtext('jangkau boundaries'))`).Scan(&free); err != nil {
			return err
		}
		if !free {
			return gis.NewError(gis.Conflict, "Impor sedang berjalan; tunggu sampai selesai lalu ulangi", "An import is running; wait for its end and try again")
		}
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(`+editsLock+`)`); err != nil {
			return err
		}
		var sources []int64
		if err := tx.QueryRow(ctx, `select coalesce(array_agg(id), '{}') from data.data_source where kind = 'DEMO'`).Scan(&sources); err != nil {
			return err
		}
		if len(sources) == 0 {
			return nil
		}
		if err := freeRealFromDemo(ctx, tx, sources); err != nil {
			return err
		}
		for _, table := range []string{
			"staff_count", "posyandu_report", "mentoring", "workload_volume", "unit_cost", "standard", "settlement", "population", "match_case", "facility_service_area",
			"facility_state", "facility_source", "facility", "register", "network_dataset", "wilayah_change", "wilayah",
		} {
			tag, err := tx.Exec(ctx, `delete from data.`+pgx.Identifier{table}.Sanitize()+` where source_id = any ($1)`, sources)
			if err != nil {
				return err
			}
			removed += int(tag.RowsAffected())
		}
		for _, table := range []string{"import_run", "data_source"} {
			column := map[string]string{"import_run": "source_id", "data_source": "id"}[table]
			if _, err := tx.Exec(ctx, `delete from data.`+table+` where `+column+` = any ($1)`, sources); err != nil {
				return err
			}
		}
		return nil
	})
	return removed, wrap("remove demo", err)
}

// freeRealFromDemo hands the wilayah that real rows hang on to a real source.
func freeRealFromDemo(ctx context.Context, tx pgx.Tx, demo []int64) error {
	// Real rows may hang on a wilayah of the demonstration in three ways: as wilayah
	// below it, as a register of it, and as staff counted for it.
	_, err := tx.Exec(ctx, `
		update data.wilayah w set name = null, name_fold = null, geom = null, surface_point = null, area_km2 = null,
			boundary_quality = 'DERIVED', source_id = r.source_id
		from (
			select distinct on (above.code) above.code, held.source_id
			from (select code, source_id from data.wilayah
				union select wilayah, source_id from data.register
				union select wilayah, source_id from data.staff_count where wilayah is not null) held
			cross join lateral unnest(array[substr(held.code, 1, 2), substr(held.code, 1, 5), substr(held.code, 1, 8), held.code]) above(code)
			where held.source_id <> all ($1)
			order by above.code, held.source_id) r
		where w.code = r.code collate "C" and w.source_id = any ($1)`, demo)
	return err
}
