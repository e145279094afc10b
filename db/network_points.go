package db

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"jangkau/gis"
	"jangkau/gis/network"
)

// placeRoads lays a network over the desa: see [gis.RoadPlaces]. The desa come one
// after another, so that only the network is held in memory.
func (l *Load) placeRoads(ctx context.Context, nodes []network.Point, pieces *gis.RoadPieces) (*gis.RoadPlaces, error) {
	places := gis.NewRoadPlaces(nodes, pieces)
	rows, err := l.tx.Query(ctx, `select desa, landmass, geom from data.landmass_part order by desa`)
	if err != nil {
		return nil, err
	}
	var code, last gis.WilayahCode
	var parts []gis.LandmassPart
	var landmass int32
	var shape geom.T
	_, err = pgx.ForEachRow(rows, []any{&code, &landmass, &shape}, func() error {
		if code != last && len(parts) > 0 {
			places.Desa(last, parts)
			parts = parts[:0]
		}
		last = code
		if p, ok := shape.(*geom.Polygon); ok {
			parts = append(parts, gis.LandmassPart{Landmass: landmass, Polygon: p})
		}
		return nil
	})
	if len(parts) > 0 {
		places.Desa(last, parts)
	}
	return places, err
}

// writeDesaPoints writes those points of a dataset that differ from what the store
// has, takes away those of desa without roads, and returns how many that were.
func (l *Load) writeDesaPoints(ctx context.Context, dataset int64, points []gis.DensestRoads) (int64, error) {
	desa, lon, lat := make([]string, len(points)), make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		desa[i], lon[i], lat[i] = string(p.Desa), p.Point.Lon, p.Point.Lat
	}
	var changed int64
	err := l.tx.QueryRow(ctx, `
		with fresh as materialized (
			select desa collate "C" as desa, ST_SetSRID(ST_MakePoint(lon, lat), 4326) as point from unnest($2::text[], $3::float8[], $4::float8[]) as f(desa, lon, lat)
		), gone as (
			delete from data.network_desa_point d where d.dataset_id = $1 and not exists (select 1 from fresh f where f.desa = d.desa) returning 1
		), put as (
			insert into data.network_desa_point (dataset_id, desa, point) select $1, desa, point from fresh
			on conflict (dataset_id, desa) do update set point = excluded.point where not (data.network_desa_point.point = excluded.point) returning 1
		)
		select (select count(*) from gone) + (select count(*) from put)`, dataset, desa, lon, lat).Scan(&changed)
	return changed, err
}
