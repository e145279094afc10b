package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
)

// acceptDesa has the facility stand where an import would put it whose list named the
// desa by its code: it counts there, its point is in a desa of that kabupaten or in none,
// and what then looks wrong is told with the row of the list.
func acceptDesa(ctx context.Context, tx pgx.Tx, m gis.MatchCase, facility int64, value string) error {
	code, err := gis.ParseWilayahCode(value)
	if err != nil {
		return err
	}
	var known bool
	if err := tx.QueryRow(ctx, `select exists (select 1 from data.wilayah where code = $1 and level = 'DESA_KELURAHAN' and valid_to is null)`, string(code)).Scan(&known); err != nil {
		return err
	}
	if !known {
		return gis.NewError(gis.NotFound, "Tidak ada desa/kelurahan %s", "There is no desa/kelurahan %s", code)
	}
	e := &editing{tx: tx}
	var kind string
	if err := tx.QueryRow(ctx, `
		select ST_X(f.point), ST_Y(f.point), d.kind from data.facility f join data.data_source d on d.id = f.source_id where f.id = $1`, facility).Scan(
		&e.now.Lon, &e.now.Lat, &kind); err != nil {
		return err
	}
	desa := string(code)
	kabupaten := desa[:5]
	if err := refuseMix(ctx, tx, kind, []string{kabupaten}); err != nil {
		return err
	}
	e.now.Declared = &desa
	if e.now.Lon != nil {
		if err := e.locate(ctx); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `
		update data.facility set declared_desa = $2, located_desa = $3, kabupaten = $4, declared_area = $4,
			location_quality = case when point is null then 'DESA' else location_quality end where id = $1`, facility, desa, e.now.Located, kabupaten); err != nil {
		return err
	}
	for _, f := range e.flags {
		if f.code == ingest.CodePointOutside {
			continue // the import told of it
		}
		if _, err := tx.Exec(ctx, `
			insert into data.import_issue (run_id, line, code, severity, field, value, reason_id, reason_en, action_id, action_en, facility_id, wilayah)
			select r.id, $2, $3, 'SUSPICIOUS', $4, $5, $6, $7, $8, $9, $10, $11 from data.import_run r where r.source_id = $1
				and not exists (select from data.import_issue i where i.run_id = r.id and i.facility_id = $10 and i.code = $3)
			order by r.id desc limit 1`,
			m.SourceID, m.Line, f.code, f.field, f.value, f.reason.ID, f.reason.EN, f.action.ID, f.action.EN, facility, desa); err != nil {
			return err
		}
	}
	return nil
}
