package db

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// mergeFacility makes one facility of two: everything that refers to gone refers
// to the one that stays, which keeps what it says and takes over what it lacks.
func mergeFacility(ctx context.Context, tx pgx.Tx, gone int64, value string) error {
	stays, err := otherFacility(ctx, tx, gone, value)
	if err != nil {
		return err
	}
	for _, sql := range []string{
		`update data.facility_source set facility_id = $2 where facility_id = $1`,
		`update data.facility_identifier set facility_id = $2 where facility_id = $1`,
		`insert into data.facility_service_area (facility_id, desa, source_id)
			select $2, desa, source_id from data.facility_service_area where facility_id = $1 on conflict do nothing`,
		`insert into data.facility_state (facility_id, valid_from, status, condition, source_id)
			select $2, valid_from, status, condition, source_id from data.facility_state where facility_id = $1 on conflict do nothing`,
		`update data.facility set induk_id = $2 where induk_id = $1 and id <> $2`,
		`update data.facility set induk_id = null where id = $2 and induk_id = $1`,
		`update data.staff_count set facility_id = $2 where facility_id = $1`,
		`update data.match_case set facility_id = $2 where facility_id = $1`,
		`update data.import_issue set facility_id = $2 where facility_id = $1`,
		`update data.facility_edit set facility_id = $2 where facility_id = $1`,
		`update data.facility s set
			local_kind = coalesce(nullif(s.local_kind, ''), g.local_kind), address = coalesce(nullif(s.address, ''), g.address),
			ownership = coalesce(nullif(s.ownership, ''), g.ownership), rawat_inap = coalesce(s.rawat_inap, g.rawat_inap),
			poned = coalesce(s.poned, g.poned), ponek = coalesce(s.ponek, g.ponek), area_category = coalesce(s.area_category, g.area_category),
			induk_id = coalesce(s.induk_id, nullif(g.induk_id, s.id)), declared_desa = coalesce(s.declared_desa, g.declared_desa),
			located_desa = case when s.point is null then g.located_desa else s.located_desa end, point = coalesce(s.point, g.point),
			kabupaten = coalesce(s.kabupaten, g.kabupaten),
			location_quality = case when coalesce(s.point, g.point) is not null then 'POINT'
				when coalesce(s.declared_desa, g.declared_desa) is not null then 'DESA' else 'NONE' end,
			opened = coalesce(s.opened, g.opened), closed = coalesce(s.closed, g.closed), known_from = least(s.known_from, g.known_from),
			edit_source = coalesce(s.edit_source, g.edit_source),
			mended = array(select unnest(s.mended) union select m from unnest(g.mended) m where m in ('STATUS', 'CONDITION', 'SERVICE_AREA')
				or m = 'POINT' and s.point is null or m = 'INDUK' and s.induk_id is null or m = 'DECLARED_DESA' and s.declared_desa is null order by 1)
			from data.facility g where g.id = $1 and s.id = $2`,
		// The newest state, from whichever of the two, is what it is now.
		`update data.facility f set status = st.status, condition = st.condition
			from (select * from data.facility_state where facility_id = $2 order by valid_from desc limit 1) st
			where f.id = $2 and $1::bigint is not null`,
		`update data.facility_source s set distance_m = ST_Distance(f.point::geography, s.point::geography)
			from data.facility f where f.id = $2 and s.facility_id = f.id and $1::bigint is not null`,
		// A row that its own list renamed is no longer missing: its new name is here.
		`delete from data.facility_source s where s.facility_id = $2 and s.missing_since is not null and $1::bigint is not null
			and exists (select 1 from data.facility_source o where o.facility_id = $2 and o.source_id = s.source_id and o.missing_since is null)`,
		`delete from data.facility where id = $1 and $2::bigint is not null`,
	} {
		if _, err := tx.Exec(ctx, sql, gone, stays); err != nil {
			return err
		}
	}
	return nil
}
