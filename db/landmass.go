package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/travel"
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

// refreshNetworkPlaces brings what the current road network takes from boundaries
// up to date after these have changed; without a network there is nothing to do.
func (l *Load) refreshNetworkPlaces(ctx context.Context) error {
	var dataset int64
	var nodes int
	err := l.tx.QueryRow(ctx, `select id, nodes from data.network_dataset where status = 'CURRENT'`).Scan(&dataset, &nodes)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := l.refreshLandmass(ctx); err != nil {
		return err
	}
	n := &travel.NetworkData{}
	if err := readNodes(ctx, l.tx, dataset, nodes, n); err != nil {
		return err
	}
	at := make([]network.Point, nodes)
	for i := range at {
		at[i] = network.Point{Lon: n.NodeLon[i], Lat: n.NodeLat[i]}
	}
	pieces, err := l.readPieces(ctx, dataset)
	if err != nil {
		return err
	}
	places, err := l.placeRoads(ctx, at, pieces)
	if err != nil {
		return err
	}
	moved, err := l.moveNodes(ctx, dataset, n.NodeLandmass, places.Landmass())
	if err != nil {
		return err
	}
	changed, err := l.writeDesaPoints(ctx, dataset, places.Densest())
	if err != nil || moved+changed == 0 {
		return err
	}
	// A new name, and with it a new revision: a network held in memory must learn of it.
	return l.nameNetwork(ctx, dataset)
}

// moveNodes writes the landmass of the nodes that have another one than before and
// returns how many those are.
func (l *Load) moveNodes(ctx context.Context, dataset int64, before, after []int32) (int64, error) {
	var ids, landmass []int32
	for i := range before {
		if before[i] != after[i] {
			ids, landmass = append(ids, int32(i)), append(landmass, after[i])
		}
	}
	if len(ids) == 0 {
		return 0, nil
	}
	tag, err := l.tx.Exec(ctx, `
		update data.network_node t set landmass = x.landmass from unnest($2::int[], $3::int[]) as x(id, landmass)
		where t.dataset_id = $1 and t.id = x.id`, dataset, ids, landmass)
	return tag.RowsAffected(), err
}

// readPieces cuts the roads of a dataset as its import did.
func (l *Load) readPieces(ctx context.Context, dataset int64) (*gis.RoadPieces, error) {
	rows, err := l.tx.Query(ctx, `
		select length_m, geom from data.network_edge
		where dataset_id = $1 and ferry_duration_s is null and class <> $2 and access & $3 <> 0 order by id`, dataset, gis.FerryClass, int16(gis.ByLand))
	if err != nil {
		return nil, err
	}
	pieces := &gis.RoadPieces{}
	var m float64
	var shape geom.T
	_, err = pgx.ForEachRow(rows, []any{&m, &shape}, func() error {
		pieces.Add(shape.FlatCoords(), m)
		return nil
	})
	return pieces, err
}
