package db

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

// FacilityList is what the store keeps of the list's earlier files.
func (l *Load) FacilityList(ctx context.Context) (ingest.FacilityList, error) {
	out := ingest.FacilityList{Vintage: l.Vintage}
	rows, err := l.tx.Query(ctx, `select row_key, row_hash, facility_id, missing_since is not null from data.facility_source where source_id = $1`, l.Source)
	if err != nil {
		return out, wrap("earlier rows", err)
	}
	out.Rows, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (x ingest.ListedRow, err error) {
		return x, r.Scan(&x.Key, &x.Hash, &x.Facility, &x.Missing)
	})
	if err != nil {
		return out, wrap("earlier rows", err)
	}
	rows, err = l.tx.Query(ctx, `select subject, key, status = 'PENDING', status = 'ACCEPTED', coalesce(decision, '') from data.match_case where source_id = $1`, l.Source)
	if err != nil {
		return out, wrap("decisions", err)
	}
	out.Decided, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (x ingest.Decision, err error) {
		return x, r.Scan(&x.Subject, &x.Key, &x.Pending, &x.Accepted, &x.Value)
	})
	return out, wrap("decisions", err)
}

// LocatePoints is one spatial join. Where polygons overlap by a sliver the lower
// code counts, so that the answer is always the same. The nearest desa is sought
// by index, and only for the few points that no polygon covers.
func (l *Load) LocatePoints(ctx context.Context, points []network.Point) ([]ingest.Located, error) {
	out := make([]ingest.Located, len(points))
	if len(points) == 0 {
		return out, nil
	}
	err := l.stage(ctx, "facility_points", "n int, point geometry(Point, 4326)", len(points), func(i int) []any {
		return []any{i, geomPoint(&points[i])}
	})
	if err != nil {
		return nil, wrap("stage points", err)
	}
	rows, err := l.tx.Query(ctx, `
		with covered as materialized (
			select p.n, p.point, min(w.code) as desa
			from facility_points p left join data.wilayah w
				on w.level = 'DESA_KELURAHAN' and w.valid_to is null and ST_Covers(w.geom, p.point)
			group by p.n, p.point)
		select c.n, coalesce(c.desa, ''), coalesce(near.code, ''), coalesce(near.m, 0)
		from covered c left join lateral (
			select w.code, ST_Distance(w.geom::geography, c.point::geography) as m
			from data.wilayah w
			where c.desa is null and w.level = 'DESA_KELURAHAN' and w.valid_to is null and w.geom && ST_Expand(c.point, 0.5)
			order by w.geom <-> c.point limit 1) near on true`)
	if err != nil {
		return nil, wrap("locate points", err)
	}
	var n int
	var desa, near string
	var m float64
	_, err = pgx.ForEachRow(rows, []any{&n, &desa, &near, &m}, func() error {
		out[n] = ingest.Located{Desa: gis.WilayahCode(desa), Nearest: gis.WilayahCode(near), NearestM: m}
		return nil
	})
	return out, wrap("locate points", err)
}

// Places are all provinsi and kabupaten, and what lies in those named.
func (l *Load) Places(ctx context.Context, kabupaten []gis.WilayahCode) ([]gis.Place, error) {
	if err := l.refuseMix(ctx, asStrings(kabupaten)); err != nil {
		return nil, err
	}
	rows, err := l.tx.Query(ctx, `
		select code, coalesce(name, ''), geom is not null from data.wilayah
		where valid_to is null and (level in ('PROVINSI', 'KABUPATEN_KOTA') or substr(code, 1, 5) = any($1::text[]))`, asStrings(kabupaten))
	if err != nil {
		return nil, wrap("places", err)
	}
	places, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (p gis.Place, err error) {
		return p, r.Scan(&p.Code, &p.Name, &p.HasArea)
	})
	return places, wrap("places", err)
}

// AreaDistances is measured to the nearest desa of each area, since a kecamatan
// or kabupaten may have no polygon of its own.
func (l *Load) AreaDistances(ctx context.Context, pairs []ingest.PointArea) ([]float64, error) {
	out := make([]float64, len(pairs))
	err := l.stage(ctx, "facility_pairs", `n int, point geometry(Point, 4326), area text collate "C"`, len(pairs), func(i int) []any {
		return []any{i, geomPoint(&pairs[i].Point), string(pairs[i].Area)}
	})
	if err != nil {
		return nil, wrap("stage distances", err)
	}
	rows, err := l.tx.Query(ctx, `
		select p.n, coalesce((select min(ST_Distance(w.geom::geography, p.point::geography)) from data.wilayah w
			where w.level = 'DESA_KELURAHAN' and w.valid_to is null and (w.code = p.area or w.code >= p.area || '.' and w.code < p.area || '/')), -1)
		from facility_pairs p`)
	if err != nil {
		return nil, wrap("distances", err)
	}
	var n int
	var m float64
	_, err = pgx.ForEachRow(rows, []any{&n, &m}, func() error {
		out[n] = m
		return nil
	})
	return out, wrap("distances", err)
}

// KnownFacilities are those of the kabupaten, those with one of the identifiers
// and those of this list.
func (l *Load) KnownFacilities(ctx context.Context, kabupaten []gis.WilayahCode, ids []read.Identifier) ([]ingest.KnownFacility, error) {
	err := l.stage(ctx, "facility_ids", `system text, value text collate "C"`, len(ids), func(i int) []any { return []any{ids[i].System, ids[i].Value} })
	if err != nil {
		return nil, wrap("stage identifiers", err)
	}
	known, err := l.facilitiesIn(ctx, `
		select f.id from data.facility f where substr(coalesce(f.desa, f.kabupaten), 1, 5) = any($1::text[])
		union select i.facility_id from facility_ids s join data.facility_identifier i using (system, value)
		union select facility_id from data.facility_source where source_id = $2`, asStrings(kabupaten), l.Source)
	return known, wrap("known facilities", err)
}

// facilitiesIn reads the facilities whose ids a query gives; its second argument is
// the list being loaded. A code that real and demo facilities share joins no two of them.
func (l *Load) facilitiesIn(ctx context.Context, ids string, args ...any) ([]ingest.KnownFacility, error) {
	rows, err := l.tx.Query(ctx, `
		with chosen as (`+ids+`)
		select f.id, f.kind, f.name, f.name_fold, coalesce(substr(coalesce(f.desa, f.kabupaten), 1, 5), ''),
			coalesce(f.declared_desa, ''), coalesce(f.located_desa, ''), coalesce(f.induk_id, 0), ST_X(f.point), ST_Y(f.point), f.source_id = $2,
			f.mended, f.status, coalesce(f.condition, ''), coalesce(i.systems, '{}'), coalesce(i.values, '{}'), coalesce(a.desa, '{}')
		from chosen join data.facility f using (id)
		join data.data_source origin on origin.id = f.source_id and origin.kind = (select kind from data.data_source where id = $2)
		left join (select facility_id, array_agg(system order by system, value) as systems, array_agg(value order by system, value) as values
			from data.facility_identifier group by 1) i on i.facility_id = f.id
		left join (select facility_id, array_agg(desa::text order by desa) as desa from data.facility_service_area group by 1) a on a.facility_id = f.id
		order by f.id`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanKnown)
}

func scanKnown(r pgx.CollectableRow) (k ingest.KnownFacility, err error) {
	var lon, lat *float64
	var systems, values, areas []string
	err = r.Scan(&k.ID, &k.Kind, &k.Name, &k.Fold, &k.Kabupaten, &k.Declared, &k.Located, &k.Induk, &lon, &lat, &k.Own, &k.Mended, &k.Status, &k.Condition, &systems, &values, &areas)
	if err != nil {
		return k, err
	}
	if len(k.Kabupaten) < 5 {
		k.Kabupaten = ""
	}
	if lon != nil && lat != nil {
		k.Point = &network.Point{Lon: *lon, Lat: *lat}
	}
	for i := range systems {
		k.Identifiers = append(k.Identifiers, read.Identifier{System: systems[i], Value: values[i]})
	}
	k.ServiceArea = asCodes(areas)
	return k, nil
}

// NewFacilityIDs takes ids before the facilities are written, so that rows and
// match cases can refer to each other.
func (l *Load) NewFacilityIDs(ctx context.Context, n int) ([]int64, error) {
	rows, err := l.tx.Query(ctx, `select nextval(pg_get_serial_sequence('data.facility', 'id')) from generate_series(1, $1)`, n)
	if err != nil {
		return nil, wrap("facility ids", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	return ids, wrap("facility ids", err)
}

// stage makes a temporary table anew and copies n rows into it.
func (l *Load) stage(ctx context.Context, table, columns string, n int, row func(i int) []any) error {
	if _, err := l.tx.Exec(ctx, `drop table if exists pg_temp.`+table+`; create temp table `+table+` (`+columns+`) on commit drop`); err != nil {
		return err
	}
	if n == 0 {
		return nil
	}
	probe, err := l.tx.Query(ctx, `select * from `+table+` limit 0`)
	if err != nil {
		return err
	}
	var names []string
	for _, f := range probe.FieldDescriptions() {
		names = append(names, f.Name)
	}
	probe.Close()
	if _, err := l.tx.CopyFrom(ctx, pgx.Identifier{table}, names, pgx.CopyFromSlice(n, func(i int) ([]any, error) { return row(i), nil })); err != nil {
		return err
	}
	_, err = l.tx.Exec(ctx, `analyze `+table)
	return err
}

func geomPoint(p *network.Point) any {
	if p == nil {
		return nil
	}
	return geom.NewPointFlat(geom.XY, []float64{p.Lon, p.Lat}).SetSRID(4326)
}

func asStrings(in []gis.WilayahCode) []string {
	out := make([]string, len(in))
	for i, c := range in {
		out[i] = string(c)
	}
	return out
}
