package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

// stageBoundaryTables are where the rows of a file wait until all are in:
// boundary_in takes a batch as it comes, boundary_new all batches once repaired
// and compared with the store. act: A to be added, C changed, U as stored.
const stageBoundaryTables = `
	create temp table if not exists boundary_in (
		line int, code text collate "C", name text, name_fold text collate "C", bps_code text collate "C", geom geometry, area_km2 double precision
	) on commit drop;
	create temp table if not exists boundary_new (
		line int, code text collate "C" primary key, name text, name_fold text collate "C", bps_code text collate "C",
		geom geometry, surface_point geometry, area_km2 double precision, quality text, act "char"
	) on commit drop`

// takeBoundaries repairs a batch and compares it with the store. MakeValid runs
// only on what ST_IsValid refuses, the surface point only where the geometry is
// new, and areas come measured, but for what was repaired: ST_Area on geography
// would be a third of the whole import. Geometry's = compares the coordinates in
// their order, so what was repaired compares with what was stored.
// A name or BPS code that the file leaves empty does not erase a stored one.
const takeBoundaries = `
	with checked as materialized (
		select i.*, ST_IsValid(i.geom) as valid from boundary_in i
	), mended as materialized (
		select c.line, c.code, c.name, c.name_fold, c.bps_code, c.valid, c.area_km2 as drawn_km2,
			case when c.valid then c.geom else ST_Multi(ST_CollectionExtract(ST_MakeValid(c.geom), 3)) end as geom,
			case when c.valid then null else ST_IsValidReason(c.geom) end as reason,
			case when c.valid then $1 else 'REPAIRED' end as quality
		from checked c
	), compared as (
		select m.line, m.code, coalesce(m.name, w.name) as name, coalesce(m.name_fold, w.name_fold) as name_fold,
			coalesce(m.bps_code, w.bps_code) as bps_code, m.geom, m.quality, m.valid, m.drawn_km2, w.code is null as fresh,
			coalesce(w.geom = m.geom, false) as same_geom, w.surface_point, w.area_km2,
			coalesce(w.geom = m.geom and w.valid_to is null and w.boundary_quality = m.quality
				and (m.name is null or m.name = w.name and m.name_fold = w.name_fold)
				and (m.bps_code is null or m.bps_code = w.bps_code), false) as same
		from mended m left join data.wilayah w on w.code = m.code
		where not ST_IsEmpty(m.geom)
	), taken as (
		insert into boundary_new
		select line, code, name, name_fold, bps_code, case when same then null else geom end,
			case when same_geom then surface_point else
				(select ST_PointOnSurface(d.geom) from ST_Dump(c.geom) d order by ST_Area(d.geom) desc, d.path limit 1) end,
			case when same_geom then area_km2 when valid then drawn_km2 else ST_Area(geom::geography) / 1e6 end,
			quality, case when fresh then 'A' when same then 'U' else 'C' end
		from compared c
	)
	select line, code, reason, ST_IsEmpty(geom) from mended where not valid order by line`

// StageBoundaries takes rows in, repairs what is invalid and says so.
func (l *Load) StageBoundaries(ctx context.Context, rows []read.Boundary, approximate bool) ([]ingest.Repair, error) {
	// PostGIS tells each crossing as a NOTICE too; it is reported once, here.
	if _, err := l.tx.Exec(ctx, `set local client_min_messages = warning; `+stageBoundaryTables+`; truncate boundary_in`); err != nil {
		return nil, wrap("stage boundaries", err)
	}
	_, err := l.tx.CopyFrom(ctx, pgx.Identifier{"boundary_in"}, []string{"line", "code", "name", "name_fold", "bps_code", "geom", "area_km2"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := rows[i]
			var fold any
			if r.Name != "" {
				fold = foldWilayah(r.Code, r.Name)
			}
			return []any{r.Line, string(r.Code), orNull(r.Name), fold, orNull(r.BPSCode), r.Geom, gis.AreaKm2(r.Geom)}, nil
		}))
	if err != nil {
		return nil, wrap("copy boundaries", err)
	}
	quality := "SOURCE"
	if approximate {
		quality = "APPROXIMATE"
	}
	found, err := l.tx.Query(ctx, takeBoundaries, quality)
	if err != nil {
		return nil, wrap("repair boundaries", err)
	}
	repairs, err := pgx.CollectRows(found, func(row pgx.CollectableRow) (r ingest.Repair, err error) {
		return r, row.Scan(&r.Line, &r.Code, &r.Reason, &r.Empty)
	})
	return repairs, wrap("repair boundaries", err)
}

// foldWilayah drops the words that only say the level.
func foldWilayah(code gis.WilayahCode, name string) string {
	switch code.Level() {
	case gis.Desa:
		return gis.FoldName(name, gis.DesaWords)
	case gis.Kecamatan:
		return gis.FoldName(name, gis.KecamatanWords)
	}
	return gis.FoldName(name, gis.KabupatenWords)
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// ApplyBoundaries writes what differs from the store, derives parents, and brings
// what follows from boundaries (landmasses, the roads' desa points) up to date.
func (l *Load) ApplyBoundaries(ctx context.Context) (out ingest.BoundaryOutcome, err error) {
	defer func() { err = wrap("apply boundaries", err) }()
	if _, err := l.tx.Exec(ctx, stageBoundaryTables+`; analyze boundary_new`); err != nil {
		return out, err
	}
	kabupaten, err := l.codes(ctx, `select distinct substr(code, 1, 5) from boundary_new where length(code) >= 5 order by 1`)
	if err != nil {
		return out, err
	}
	if err := l.refuseMix(ctx, kabupaten); err != nil {
		return out, err
	}
	if err := l.tx.QueryRow(ctx, `select count(*) filter (where act = 'A'), count(*) filter (where act = 'C'), count(*) filter (where act = 'U') from boundary_new`).
		Scan(&out.Added, &out.Changed, &out.Unchanged); err != nil {
		return out, err
	}
	derived, err := l.codes(ctx, `
		select distinct substr(n.code, 1, len) from boundary_new n cross join unnest(array[2, 5, 8]) len
		where n.act = 'A' and len < length(n.code)
		  and not exists (select 1 from boundary_new b where b.code = substr(n.code, 1, len))
		  and not exists (select 1 from data.wilayah w where w.code = substr(n.code, 1, len)) order by 1`)
	if err != nil {
		return out, err
	}
	if err := l.writeBoundaries(ctx, out.Counts, derived); err != nil {
		return out, err
	}
	missing, err := l.codes(ctx, `
		select w.code from data.wilayah w
		where w.source_id = $1 and w.valid_to is null and w.boundary_quality <> 'DERIVED'
		  and not exists (select 1 from boundary_new n where n.code = w.code) order by 1`, l.Source)
	if err != nil {
		return out, err
	}
	if l.Info.CloseMissing {
		if err := l.execAny(ctx, len(missing), `update data.wilayah set valid_to = $2 where code = any($1)`, missing, l.Vintage); err != nil {
			return out, err
		}
	}
	out.Derived, out.Missing = asCodes(derived), asCodes(missing)
	if out.Added+out.Changed == 0 {
		return out, nil
	}
	if out.Relocated, err = l.relocateFacilities(ctx); err != nil {
		return out, err
	}
	return out, l.refreshNetworkPlaces(ctx)
}

// relocateFacilities finds the desa of points anew where polygons came or changed:
// a list of facilities may be loaded before the boundaries. As in an import of
// facilities, a point outside the kabupaten or provinsi that the list names counts
// where it was declared.
func (l *Load) relocateFacilities(ctx context.Context) (int, error) {
	rows, err := l.tx.Query(ctx, `
		with moved as (select code, geom from boundary_new where act in ('A', 'C') and length(code) = 13),
		touched as (
			select f.id from data.facility f join moved m on f.located_desa = m.code
			union
			select f.id from moved m join data.facility f on ST_Covers(m.geom, f.point))
		select f.id, n.desa
		from touched t join data.facility f using (id)
		cross join lateral (
			select min(w.code) as code from data.wilayah w
			where w.level = 'DESA_KELURAHAN' and w.valid_to is null and ST_Covers(w.geom, f.point)) c
		cross join lateral (select coalesce(substr(f.declared_desa, 1, 5), f.declared_area, '') as area) said
		cross join lateral (select case when said.area in ('', substr(c.code, 1, length(said.area))) then c.code end as desa) n
		where n.desa is distinct from f.located_desa
		order by f.id`)
	if err != nil {
		return 0, err
	}
	var ids []int64
	var desa []*string
	var id int64
	var code *string
	if _, err := pgx.ForEachRow(rows, []any{&id, &code}, func() error {
		ids, desa = append(ids, id), append(desa, code)
		return nil
	}); err != nil {
		return 0, err
	}
	return len(ids), l.execAny(ctx, len(ids), `
		update data.facility f set located_desa = n.desa collate "C",
			kabupaten = coalesce(substr(coalesce(f.declared_desa, n.desa collate "C"), 1, 5), f.kabupaten)
		from unnest($1::bigint[], $2::text[]) n(id, desa) where n.id = f.id`, ids, desa)
}

// writeBoundaries adds all new rows in one statement, so that children and parents
// may come in any order: foreign keys are checked at its end.
func (l *Load) writeBoundaries(ctx context.Context, n ingest.Counts, derived []string) error {
	const level = `(array['PROVINSI','KABUPATEN_KOTA','KECAMATAN','DESA_KELURAHAN'])[case length(code) when 2 then 1 when 5 then 2 when 8 then 3 else 4 end]`
	const parent = `case length(code) when 2 then null when 5 then substr(code, 1, 2) when 8 then substr(code, 1, 5) else substr(code, 1, 8) end`
	err := l.execAny(ctx, n.Added+len(derived), `
		insert into data.wilayah (code, level, parent, name, name_fold, bps_code, geom, surface_point, area_km2, boundary_quality, source_id)
		select code, `+level+`, `+parent+`, name, name_fold, bps_code, geom, surface_point, area_km2, quality, $1 from (
			select code, name, name_fold, bps_code, geom, surface_point, area_km2, quality from boundary_new where act = 'A'
			union all
			select d collate "C", null, null, null, null, null, null, 'DERIVED' from unnest($2::text[]) d) n
		order by code`, l.Source, derived)
	if err != nil {
		return err
	}
	return l.execAny(ctx, n.Changed, `
		update data.wilayah w set name = n.name, name_fold = n.name_fold, bps_code = n.bps_code, geom = n.geom,
			surface_point = n.surface_point, area_km2 = n.area_km2, boundary_quality = n.quality, valid_to = null, source_id = $1
		from boundary_new n where n.act = 'C' and n.code = w.code`, l.Source)
}

// codes runs a query of one text column.
func (l *Load) codes(ctx context.Context, sql string, args ...any) ([]string, error) {
	rows, err := l.tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func asCodes(in []string) []gis.WilayahCode {
	out := make([]gis.WilayahCode, len(in))
	for i, c := range in {
		out[i] = gis.WilayahCode(c)
	}
	return out
}
