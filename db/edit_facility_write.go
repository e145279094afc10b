package db

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
)

// sets reports whether this edit changes the field.
func (e *editing) sets(f gis.FacilityEditField) bool { return slices.Contains(e.fields, f) }

// write puts it all into the store and answers the number of the edit.
func (e *editing) write(ctx context.Context) (id int64, err error) {
	if err := e.openSource(ctx); err != nil {
		return 0, err
	}
	for _, step := range []func(context.Context) error{e.writeState, e.writeAreas, e.writeRow, e.writeFlags} {
		if err := step(ctx); err != nil {
			return 0, err
		}
	}
	var on *string
	for _, c := range e.changes {
		if c.Field == gis.EditStatus || c.Field == gis.EditCondition {
			day := string(e.m.Day())
			on = &day
		}
	}
	changes, err := json.Marshal(e.changes)
	if err != nil {
		return 0, err
	}
	err = e.tx.QueryRow(ctx, `
		insert into data.facility_edit (facility_id, by_whom, reason, on_day, changes, version, source_id)
		select f.id, $2, nullif($3, ''), $4::text::date, $5::text::jsonb, f.version, $6 from data.facility f where f.id = $1 returning id`,
		e.m.Facility, e.m.By, e.m.Reason, on, string(changes), e.source).Scan(&id)
	return id, err
}

// openSource names the edits of one kind of data, as of today. The demonstration has
// its own: it goes with the demonstration.
func (e *editing) openSource(ctx context.Context) error {
	name := gis.EditSource
	if e.was.DataKind == ingest.Demo {
		name = gis.EditSourceDemo
	}
	return e.tx.QueryRow(ctx, `
		insert into data.data_source as d (name, role, kind, vintage, imported_at) values ($1, $2, $3, $4::text::date, now())
		on conflict (role, name) do update set vintage = excluded.vintage, imported_at = excluded.imported_at returning id`,
		name, string(ingest.RoleFacilities), e.was.DataKind, string(e.m.Today)).Scan(&e.source)
}

func (e *editing) writeAreas(ctx context.Context) error {
	if !e.sets(gis.EditServiceArea) {
		return nil
	}
	if _, err := e.tx.Exec(ctx, `delete from data.facility_service_area where facility_id = $1 and desa <> all ($2::text[])`, e.m.Facility, e.now.Areas); err != nil {
		return err
	}
	_, err := e.tx.Exec(ctx, `insert into data.facility_service_area (facility_id, desa, source_id) select $1, d, $3 from unnest($2::text[]) d on conflict do nothing`,
		e.m.Facility, e.now.Areas, e.source)
	return err
}

func (e *editing) writeRow(ctx context.Context) error {
	n := e.now
	area := n.ListedArea
	if e.sets(gis.EditDeclaredDesa) && n.Declared != nil {
		area = n.Kabupaten
	}
	_, err := e.tx.Exec(ctx, `
		update data.facility f set status = case when $2 then $3 else f.status end, condition = $4, closed = case when $2 then $5::text::date else f.closed end,
			induk_id = $6, declared_desa = $7, located_desa = $8, kabupaten = $9, declared_area = $10,
			point = case when not $15 then f.point when $11::float8 is not null then ST_SetSRID(ST_MakePoint($11, $12), 4326) end,
			location_quality = case when $11::float8 is not null then 'POINT' when $7::text is not null then 'DESA' else 'NONE' end,
			mended = array(select distinct m from unnest(f.mended || $13::text[]) m order by m), edit_source = $14, version = f.version + 1
		where f.id = $1`,
		e.m.Facility, e.sets(gis.EditStatus), n.Status, n.Condition, n.Closed, n.Induk, n.Declared, n.Located, n.Kabupaten, area, n.Lon, n.Lat,
		texts(e.fields), e.source, e.sets(gis.EditPoint))
	if err != nil || !e.sets(gis.EditPoint) {
		return err
	}
	_, err = e.tx.Exec(ctx, `update data.facility_source s set distance_m = ST_Distance(f.point::geography, s.point::geography)
		from data.facility f where f.id = $1 and s.facility_id = f.id`, e.m.Facility)
	return err
}

// writeFlags reports what looks wrong as an import does: as one of a single row.
func (e *editing) writeFlags(ctx context.Context) error {
	if len(e.flags) == 0 {
		return nil
	}
	var run int64
	err := e.tx.QueryRow(ctx, `
		insert into data.import_run (source_id, file_name, checksum, started_at, finished_at, rows_read, added, changed, unchanged, rejected, suspicious, missing)
		values ($1, '', '', now(), now(), 1, 0, 1, 0, 0, $2, 0) returning id`, e.source, len(e.flags)).Scan(&run)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	for _, f := range e.flags {
		b.Queue(`insert into data.import_issue (run_id, line, code, severity, field, value, reason_id, reason_en, action_id, action_en, facility_id, wilayah)
			select $1, 0, $2, 'SUSPICIOUS', $3, $4, $5, $6, $7, $8, f.id, f.desa from data.facility f where f.id = $9`,
			run, f.code, f.field, f.value, f.reason.ID, f.reason.EN, f.action.ID, f.action.EN, e.m.Facility)
	}
	return e.tx.SendBatch(ctx, b).Close()
}
