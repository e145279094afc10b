package db

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/travel"
)

const versionQuery = `
	select coalesce(d.id, 0), coalesce(d.hash, ''), r.facility, r.wilayah, r.population, r.network,
		exists (select 1 from data.network_dataset where status = 'BUILDING')
	from (select max(value) filter (where what = 'FACILITY') as facility, max(value) filter (where what = 'WILAYAH') as wilayah,
			max(value) filter (where what = 'POPULATION') as population, max(value) filter (where what = 'NETWORK') as network from data.revision) r
	left join data.network_dataset d on d.status = 'CURRENT'`

func scanVersion(row pgx.Row, v *travel.Version, building *bool) error {
	return row.Scan(&v.Dataset, &v.Hash, &v.Facility, &v.Wilayah, &v.Population, &v.Network, building)
}

// Version is what the store holds now.
func (t travelLoader) Version(ctx context.Context) (v travel.Version, err error) {
	var building bool
	err = scanVersion(t.db.pool.QueryRow(ctx, versionQuery), &v, &building)
	return v, wrap("read version", err)
}

// Places reads everything but the roads, at one moment.
func (t travelLoader) Places(ctx context.Context) (*travel.Places, error) {
	p := &travel.Places{}
	err := t.db.Read(ctx, func(tx pgx.Tx) error {
		if err := scanVersion(tx.QueryRow(ctx, versionQuery), &p.Version, &p.Building); err != nil {
			return err
		}
		var err error
		if p.Profiles, err = readProfiles(ctx, tx); err != nil {
			return err
		}
		if p.Desa, err = rowsOf(ctx, tx, scanDesa, desaQuery); err != nil {
			return err
		}
		if p.Demand, err = rowsOf(ctx, tx, scanDemand, demandQuery, p.Version.Dataset); err != nil {
			return err
		}
		if p.Facilities, err = readFacilities(ctx, tx); err != nil {
			return err
		}
		p.Inputs, err = readPlaceInputs(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// rowsOf collects what scan makes of each row.
func rowsOf[T any](ctx context.Context, tx pgx.Tx, scan func(pgx.CollectableRow) (T, error), sql string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

const desaQuery = `
	select w.code, coalesce(p.people, 0), p.people is not null
	from api.wilayah w left join api.desa_people p on p.desa = w.code
	where w.level = 'DESA_KELURAHAN' order by w.code`

func scanDesa(row pgx.CollectableRow) (d travel.DesaRow, err error) {
	return d, row.Scan(&d.Code, &d.People, &d.HasPeople)
}

// ownLandmass is the landmass of a point p among the parts of the desa d.
const ownLandmass = `coalesce((select l.landmass from data.landmass_part l where l.desa = d order by ST_Distance(l.geom, p), l.landmass limit 1), 0)`

// demandQuery gives each desa the points its people start from: settlements that
// have people, else its office, else where its roads are densest, else a point
// on its surface. One point carries all the desa's people.
const demandQuery = `
	select d, ST_X(p), ST_Y(p), ` + ownLandmass + `, people, origin from (
		select s.desa as d, s.point as p, s.people, 'SETTLEMENT' as origin, s.id as n
		from api.settlement s join api.wilayah w on w.code = s.desa where s.people > 0
		union all
		select w.code, coalesce(w.office, r.point, w.surface_point), coalesce(e.people, 0)::float8,
			case when w.office is not null then 'OFFICE' when r.point is not null then 'DENSEST_ROADS' else 'SURFACE' end, 0
		from api.wilayah w
		left join data.network_desa_point r on r.dataset_id = $1 and r.desa = w.code
		left join api.desa_people e on e.desa = w.code
		where w.level = 'DESA_KELURAHAN' and coalesce(w.office, r.point, w.surface_point) is not null
		  and not exists (select 1 from api.settlement s where s.desa = w.code and s.people > 0)) x
	order by d, n`

func scanDemand(row pgx.CollectableRow) (d travel.DemandRow, err error) {
	return d, row.Scan(&d.Desa, &d.Lon, &d.Lat, &d.Landmass, &d.People, &d.Origin)
}

// facilityQuery leaves out PUSLING: a vehicle with a schedule is no destination.
const facilityQuery = `
	select f.id, f.kind, p is not null, coalesce(ST_X(p), 0), coalesce(ST_Y(p), 0), coalesce(f.desa, ''), ` + ownLandmass + `,
		f.location_quality, f.known_from, f.closed, f.status = 'CLOSED'
	from api.facility f
	cross join lateral (select case when f.location_quality = 'POINT' then f.point end as p, coalesce(f.located_desa, f.desa) as d) x
	where f.kind <> 'PUSLING' order by f.id`

func scanFacility(row pgx.CollectableRow) (f travel.FacilityRow, err error) {
	var known time.Time
	var closed *time.Time
	err = row.Scan(&f.ID, &f.Kind, &f.HasPoint, &f.Lon, &f.Lat, &f.Desa, &f.Landmass, &f.Quality, &known, &closed, &f.Shut)
	f.KnownFrom, f.Closed = travel.DayOf(known), travel.NoDay
	if closed != nil {
		f.Closed = travel.DayOf(*closed)
	}
	return f, err
}

// readFacilities joins facilities with the days on which they opened and shut.
func readFacilities(ctx context.Context, tx pgx.Tx) ([]travel.FacilityRow, error) {
	facilities, err := rowsOf(ctx, tx, scanFacility, facilityQuery)
	if err != nil {
		return nil, err
	}
	index := make(map[int64]int, len(facilities))
	for i, f := range facilities {
		index[f.ID] = i
	}
	_, err = rowsOf(ctx, tx, func(row pgx.CollectableRow) (struct{}, error) {
		var id int64
		var from time.Time
		var shut bool
		err := row.Scan(&id, &from, &shut)
		if i, ok := index[id]; ok {
			facilities[i].States = append(facilities[i].States, travel.StateChange{From: travel.DayOf(from), Shut: shut})
		}
		return struct{}{}, err
	}, `select facility_id, valid_from, status = 'CLOSED' from data.facility_state order by facility_id, valid_from`)
	return facilities, err
}
