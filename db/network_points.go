package db

import (
	"context"
	"fmt"
)

// Roads are weighed in pieces of at most pieceDegrees (about 500 m), each counted
// at its middle, in cells of the same size. Splitting long edges keeps a road
// across empty country from weighing as much as a village's streets.
const pieceDegrees = "0.0045"

// roadPieces cuts the roads of dataset %d into the temporary table road_piece;
// those far from any desa, as across a border, are left out.
const roadPieces = `
	drop table if exists road_piece;
	create temp table road_piece on commit drop as
		select ST_LineInterpolatePoint(s.geom, 0.5) as point, e.m_per_degree * ST_Length(s.geom) as m
		from (select geom, length_m / ST_Length(geom) as m_per_degree from data.network_edge e
			where dataset_id = %d and ST_Length(geom) > 0 and ferry_duration_s is null and class <> 'ferry'
			  and exists (select 1 from data.wilayah w where w.geom && e.geom and w.level = 'DESA_KELURAHAN') offset 0) e
		cross join lateral ST_DumpSegments(ST_Segmentize(e.geom, ` + pieceDegrees + `)) s
		where ST_Length(s.geom) > 0;
	create index on road_piece using gist (point)`

// densestRoads gives each desa with roads inside one point: the middle of the
// piece of road nearest to the centre (weighted by length) of the cell that holds
// most road within the desa. Ties go to the southernmost, then westernmost, so
// the same roads always give the same point. The desa lead the join, see
// nodeLandmass.
const densestRoads = `
	with inside as materialized (
		select w.code, p.point, p.m, floor(ST_X(p.point) / ` + pieceDegrees + `) as cx, floor(ST_Y(p.point) / ` + pieceDegrees + `) as cy
		from api.wilayah w
		cross join lateral (select p.point, p.m from road_piece p where ST_Intersects(w.geom, p.point) offset 0) p
		where w.level = 'DESA_KELURAHAN'
	), cell as (
		select distinct on (code) code, cx, cy, x, y from (
			select code, cx, cy, round(sum(m)::numeric, 3) as m, sum(ST_X(point) * m) / sum(m) as x, sum(ST_Y(point) * m) / sum(m) as y
			from inside group by code, cx, cy) c
		order by code, m desc, cy, cx
	)
	select distinct on (c.code) c.code, i.point
	from cell c join inside i on i.code = c.code and i.cx = c.cx and i.cy = c.cy
	order by c.code, ST_Distance(i.point, ST_SetSRID(ST_MakePoint(c.x, c.y), 4326)), ST_Y(i.point), ST_X(i.point)`

// refreshDesaPoints computes the dataset's desa points and writes those that
// differ; it returns how many did.
func (l *Load) refreshDesaPoints(ctx context.Context, dataset int64) (int64, error) {
	if _, err := l.tx.Exec(ctx, fmt.Sprintf(roadPieces, dataset)); err != nil {
		return 0, err
	}
	var changed int64
	err := l.tx.QueryRow(ctx, `
		with fresh as materialized (`+densestRoads+`),
		gone as (
			delete from data.network_desa_point d where d.dataset_id = $1 and not exists (select 1 from fresh f where f.code = d.desa) returning 1
		), put as (
			insert into data.network_desa_point (dataset_id, desa, point) select $1, code, point from fresh
			on conflict (dataset_id, desa) do update set point = excluded.point where not (data.network_desa_point.point = excluded.point) returning 1
		)
		select (select count(*) from gone) + (select count(*) from put)`, dataset).Scan(&changed)
	return changed, err
}
