package db

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// mergeFacility makes one facility of two: everything that refers to gone refers
// to the one that stays, which keeps what it says and takes over what it lacks. What a
// person set of either one, also that it is not known, goes before what lists say.
func mergeFacility(ctx context.Context, tx pgx.Tx, gone int64, value string) error {
	stays, err := otherFacility(ctx, tx, gone, value)
	if err != nil {
		return err
	}
	for _, sql := range []string{
		`update data.facility_source set facility_id = $2 where facility_id = $1`,
		`update data.facility_identifier set facility_id = $2 where facility_id = $1`,
		`delete from data.facility_service_area a using data.facility s, data.facility g where a.facility_id = s.id and s.id = $2 and g.id = $1
			and 'SERVICE_AREA' = any (g.mended) and not 'SERVICE_AREA' = any (s.mended)`,
		`insert into data.facility_service_area (facility_id, desa, source_id)
			select s.id, a.desa, a.source_id from data.facility_service_area a, data.facility s
			where a.facility_id = $1 and s.id = $2 and not 'SERVICE_AREA' = any (s.mended) on conflict do nothing`,
		mendedState("STATUS", "status"), mendedState("CONDITION", "condition"),
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
			induk_id = case when gone.induk then nullif(g.induk_id, s.id) else s.induk_id end,
			declared_desa = case when gone.declared then g.declared_desa else s.declared_desa end,
			kabupaten = case when gone.declared and g.declared_desa is not null then g.kabupaten else coalesce(s.kabupaten, g.kabupaten) end,
			located_desa = case when gone.point then g.located_desa else s.located_desa end,
			point = case when gone.point then g.point else s.point end,
			location_quality = case when case when gone.point then g.point else s.point end is not null then 'POINT'
				when case when gone.declared then g.declared_desa else s.declared_desa end is not null then 'DESA' else 'NONE' end,
			opened = coalesce(s.opened, g.opened), closed = coalesce(s.closed, g.closed), known_from = least(s.known_from, g.known_from),
			edit_source = coalesce(s.edit_source, g.edit_source),
			mended = array(select unnest(s.mended) union select unnest(g.mended) order by 1)
			from data.facility g cross join data.facility o cross join lateral (select ` +
			ofGone("POINT", "point") + ` as point, ` + ofGone("DECLARED_DESA", "declared_desa") + ` as declared, ` + ofGone("INDUK", "induk_id") + ` as induk) gone
			where g.id = $1 and o.id = $2 and s.id = o.id`,
		// The newest state, from whichever of the two, is what it is now. A closing date that
		// a person lifted does not come back.
		`update data.facility f set status = st.status, condition = st.condition,
			closed = case when st.status = 'CLOSED' or not 'STATUS' = any (f.mended) then f.closed end
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

// ofGone is whether a column of the facility that stays, o, comes from the one that goes, g.
func ofGone(field, column string) string {
	return `(not '` + field + `' = any (o.mended) and ('` + field + `' = any (g.mended) or o.` + column + ` is null))`
}

// mendedState lets what a person set of one of the two alone hold against the states
// that lists gave the other from then on; where people set both, the newest holds.
func mendedState(field, column string) string {
	return `update data.facility_state st set ` + column + ` = o.` + column + ` from data.facility o, data.facility n
		where st.facility_id = n.id and (o.id = $1 and n.id = $2 or o.id = $2 and n.id = $1)
			and '` + field + `' = any (o.mended) and not '` + field + `' = any (n.mended)
			and st.valid_from >= (select max(valid_from) from data.facility_state where facility_id = o.id)`
}
