package db

import (
	"context"
	"fmt"
)

// A landmass is a connected union of desa. Two parts of desa belong together
// where they come within landmassGap degrees (about 55 m) of each other: enough
// to bridge the slivers that simplifying leaves between neighbours, less than
// any strait.
const landmassGap = "0.0005"

// refreshLandmass computes data.landmass_part where boundaries have changed since
// it was last computed. Ids count from 1 in the order of each landmass's first
// desa code, so that equal boundaries give equal ids; 0 stays for "not known".
func (l *Load) refreshLandmass(ctx context.Context) error {
	var stale bool
	err := l.tx.QueryRow(ctx, `
		select not exists (select 1 from data.landmass_version v join data.revision r on r.what = 'WILAYAH' and r.value = v.wilayah_revision)`).Scan(&stale)
	if err != nil || !stale {
		return err
	}
	_, err = l.tx.Exec(ctx, `
		delete from data.landmass_part;
		insert into data.landmass_part (desa, landmass, geom)
		with part as (
			select w.code, d.geom, row_number() over (order by w.code, d.path) as n
			from api.wilayah w cross join lateral ST_Dump(w.geom) d
			where w.level = 'DESA_KELURAHAN' and w.geom is not null
		), clustered as (
			select code, geom, n, ST_ClusterDBSCAN(geom, `+landmassGap+`, 1) over (order by n rows between unbounded preceding and unbounded following) as c from part
		), led as (
			select code, geom, n, min(n) over (partition by c) as leader from clustered
		)
		select code, dense_rank() over (order by leader), geom from led order by n;
		insert into data.landmass_version (wilayah_revision) select value from data.revision where what = 'WILAYAH'
		on conflict (only_row) do update set wilayah_revision = excluded.wilayah_revision`)
	return err
}

// nodeLandmass finds the landmass of every node of a network, as the temporary
// table node_landmass; %s selects id, lon and lat of the nodes. The parts lead the
// join (offset 0 holds the planner to it): PostGIS prepares a polygon once while
// it stays the same, which makes a point cost a fiftieth. A node in a sliver
// between two desa, or a step off a simplified coast, belongs to the nearest part
// within the gap.
const nodeLandmass = `
	drop table if exists node_at, node_landmass;
	create temp table node_at on commit drop as select id, ST_SetSRID(ST_MakePoint(lon, lat), 4326) as point from (%s) n;
	create index on node_at using gist (point);
	create temp table node_landmass on commit drop as
		select n.id, min(p.landmass) as landmass from data.landmass_part p
		cross join lateral (select n.id from node_at n where ST_Intersects(p.geom, n.point) offset 0) n group by n.id;
	alter table node_landmass add primary key (id);
	insert into node_landmass
		select n.id, p.landmass from node_at n cross join lateral (
			select p.landmass from data.landmass_part p where ST_DWithin(p.geom, n.point, ` + landmassGap + `)
			order by ST_Distance(p.geom, n.point), p.landmass limit 1) p
		where not exists (select 1 from node_landmass m where m.id = n.id)`

// refreshNetworkPlaces brings what the current road network takes from boundaries
// up to date after these have changed; without a network there is nothing to do.
func (l *Load) refreshNetworkPlaces(ctx context.Context) error {
	var ids []int64
	if err := l.tx.QueryRow(ctx, `select coalesce(array_agg(id), '{}') from data.network_dataset where status = 'CURRENT'`).Scan(&ids); err != nil || len(ids) == 0 {
		return err
	}
	if err := l.refreshLandmass(ctx); err != nil {
		return err
	}
	if _, err := l.tx.Exec(ctx, fmt.Sprintf(nodeLandmass, fmt.Sprintf("select id, lon, lat from data.network_node where dataset_id = %d", ids[0]))); err != nil {
		return err
	}
	tag, err := l.tx.Exec(ctx, `
		update data.network_node t set landmass = x.landmass
		from (select n.id, coalesce(m.landmass, 0) as landmass from data.network_node n left join node_landmass m on m.id = n.id where n.dataset_id = $1) x
		where t.dataset_id = $1 and t.id = x.id and t.landmass <> x.landmass`, ids[0])
	if err != nil {
		return err
	}
	moved, err := l.refreshDesaPoints(ctx, ids[0])
	if err != nil || tag.RowsAffected()+moved == 0 {
		return err
	}
	// A new name, and with it a new revision: a network held in memory must learn of it.
	return l.nameNetwork(ctx, ids[0])
}
