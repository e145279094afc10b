package ingest_test

import (
	"testing"
)

// PostGIS as the twin of what the import computes of a network's place among desa:
// the same two rules as SQL, on real desa and real roads.
func TestPlacesOfRoadsAgainstPostGIS(t *testing.T) {
	s := newStore(t)
	boundaries(t, s, at(realFile(t, "wilayah/desa_35.10.geojson")))
	roads(t, s, banyuwangiRoads(t))
	if off := ask[[]int](t, s, twinOfLandmass); off[0] != 0 || off[1] < 10_000 || off[2] == 0 {
		t.Errorf("%d nodes lie on another landmass than PostGIS has them on; of those agreed %d lie inside, %d on land nearby, %d on none", off[0], off[1], off[2], off[3])
	} else {
		t.Logf("nodes inside %d, on land nearby %d, on none %d", off[1], off[2], off[3])
	}
	if off := ask[[]int](t, s, twinOfDensest); off[0] != 0 || off[1] < 50 {
		t.Errorf("%d desa points differ from PostGIS's, %d agree", off[0], off[1])
	}

	// Whoever imports boundaries later must come to the same as from the file.
	before := ask[string](t, s, `select md5(string_agg(id || ' ' || landmass, ',' order by id)) from data.network_node`)
	points := ask[string](t, s, `select md5(string_agg(desa || ST_AsText(point), ',' order by desa)) from data.network_desa_point`)
	boundaries(t, s, at(writeFile(t, "far.geojson", collection(feature("35.23.01.2001", "Jauh", square(112, -7, 0.01))))))
	if got := ask[string](t, s, `select md5(string_agg(desa || ST_AsText(point), ',' order by desa)) from data.network_desa_point`); got != points {
		t.Error("a desa far away moved other desa's points")
	}
	// Ids of landmasses follow the order of codes, and the new one comes last.
	if got := ask[string](t, s, `select md5(string_agg(id || ' ' || landmass, ',' order by id)) from data.network_node`); got != before {
		t.Error("a desa far away changed the landmass of nodes")
	}
}

// twinOfLandmass counts the nodes on which the two differ, then those inside a
// part, near one and far from all.
const twinOfLandmass = `
	with node as materialized (select id, landmass, ST_SetSRID(ST_MakePoint(lon, lat), 4326) as point from data.network_node),
	inside as (
		select n.id, min(p.landmass) as landmass from data.landmass_part p
		cross join lateral (select n.id from node n where ST_Intersects(p.geom, n.point) offset 0) n group by n.id
	), near as (
		select n.id, p.landmass from node n cross join lateral (
			select p.landmass from data.landmass_part p where ST_DWithin(p.geom, n.point, 0.0005)
			order by ST_Distance(p.geom, n.point), p.landmass limit 1) p
		where not exists (select 1 from inside m where m.id = n.id)
	)
	select array[count(*) filter (where n.landmass <> coalesce(i.landmass, r.landmass, 0)),
		count(*) filter (where n.landmass = i.landmass), count(*) filter (where n.landmass = r.landmass), count(*) filter (where n.landmass = 0)]::int[]
	from node n left join inside i using (id) left join near r on r.id = n.id`

// twinOfDensest counts the desa whose points differ by over a centimetre, and those
// that agree.
const twinOfDensest = `
	with piece as materialized (
		select ST_LineInterpolatePoint(e.geom, (k + 0.5) / n) as point, e.length_m / n as m
		from (select geom, length_m, ceil(ST_Length(geom) / 0.0045) as n from data.network_edge
			where ferry_duration_s is null and class <> 'ferry' and ST_Length(geom) > 0) e
		cross join lateral generate_series(0, n::int - 1) k
	), inside as materialized (
		select w.code, p.point, p.m, floor(ST_X(p.point) / 0.0045) as cx, floor(ST_Y(p.point) / 0.0045) as cy
		from api.wilayah w
		cross join lateral (select p.point, p.m from piece p where ST_Intersects(w.geom, p.point) offset 0) p
		where w.level = 'DESA_KELURAHAN'
	), cell as (
		select distinct on (code) code, cx, cy, x, y from (
			select code, cx, cy, round(sum(m)::numeric, 3) as m, sum(ST_X(point) * m) / sum(m) as x, sum(ST_Y(point) * m) / sum(m) as y
			from inside group by code, cx, cy) c
		order by code, m desc, cy, cx
	), twin as (
		select distinct on (c.code) c.code, i.point
		from cell c join inside i on i.code = c.code and i.cx = c.cx and i.cy = c.cy
		order by c.code, ST_Distance(i.point, ST_SetSRID(ST_MakePoint(c.x, c.y), 4326)), ST_Y(i.point), ST_X(i.point)
	)
	select array[count(*) filter (where d.point is null or t.point is null or ST_Distance(d.point, t.point) > 1e-7),
		count(*) filter (where ST_Distance(d.point, t.point) <= 1e-7)]::int[]
	from twin t full join data.network_desa_point d on d.desa = t.code`
