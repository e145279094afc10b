package db

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/travel"
)

// readPlaceInputs reads the numbers by which kept results are told to hold, within
// the transaction that reads the places.
func readPlaceInputs(ctx context.Context, tx pgx.Tx) (in travel.PlaceInputs, err error) {
	rows, err := tx.Query(ctx, `select what, value from data.travel_input`)
	if err != nil {
		return in, err
	}
	in.Facility = map[gis.FacilityKind]int64{}
	var what string
	var value int64
	_, err = pgx.ForEachRow(rows, []any{&what, &value}, func() error {
		switch kind, facility := strings.CutPrefix(what, "FACILITY "); {
		case facility:
			in.Facility[gis.FacilityKind(kind)] = value
		case what == "PEOPLE":
			in.People = value
		default:
			in.Wilayah = value
		}
		return nil
	})
	if err != nil {
		return in, err
	}
	var from, until time.Time
	err = tx.QueryRow(ctx, `
		select coalesce(max(valid_to) filter (where valid_to <= current_date), '1970-01-01'), coalesce(min(valid_to) filter (where valid_to > current_date), '9999-12-31')
		from data.wilayah where level = 'DESA_KELURAHAN' and valid_to is not null`).Scan(&from, &until)
	in.DesaFrom, in.DesaUntil = travel.DayOf(from), travel.DayOf(until)
	return in, err
}

// SaveTravel keeps a result in the place of the one before, all of it or nothing,
// and returns its run. It fails with Conflict where the store has changed since what
// it was computed from: then nothing is kept. wrote, which may be nil, is told of
// rows as they are sent.
func (d *DB) SaveTravel(ctx context.Context, r *travel.Result, m travel.Meta, wrote func(rows int)) (run int64, err error) {
	if wrote == nil {
		wrote = func(int) {}
	}
	err = d.Write(ctx, func(tx pgx.Tx) error {
		kinds := texts(r.Kinds)
		// Two who compute the same at once come one after the other.
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtext('jangkau travel ' || array_to_string($1::text[], ',')), hashtext($2 || '+' || $3 || '/' || $4 || '/' || $5))`,
			kinds, string(r.Profile), r.Variant, string(r.By), string(r.Within)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `delete from data.travel_run where (kinds, profile, variant, metric, within) = ($1, $2, $3, $4, $5)`,
			kinds, string(r.Profile), r.Variant, string(r.By), string(r.Within)); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `
			insert into data.travel_run (kinds, profile, variant, metric, within, dataset_id, dataset_hash, profile_key, facilities, people, wilayah,
				from_day, until_day, desa_from, desa_until, computed_at, took_ms, desa, points)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0) returning id`,
			kinds, string(r.Profile), r.Variant, string(r.By), string(r.Within), r.Dataset, r.Hash, r.ProfileKey, r.Facilities, r.People, r.Wilayah,
			dayOrNull(r.From), dayOrNull(r.Until), r.DesaFrom.Date(), dayOrNull(r.DesaUntil), m.At, m.Took.Milliseconds()).Scan(&run); err != nil {
			return err
		}
		desa, points, err := copyResult(ctx, tx, run, r, wrote)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update data.travel_run set desa = $2, points = $3 where id = $1`, run, desa, points); err != nil {
			return err
		}
		var stale []string
		if err := tx.QueryRow(ctx, `select stale from api.travel_run_on($1) where id = $2`, m.Today.Date(), run).Scan(&stale); err != nil {
			return err
		}
		if len(stale) > 0 {
			return gis.NewError(gis.Conflict,
				"Data berubah selagi dihitung (%s); hasilnya tidak disimpan. Hitung sekali lagi",
				"The data changed while this was computed (%s); the result is not kept. Compute it once more", strings.Join(stale, ", "))
		}
		_, err = tx.Exec(ctx, `select data.refresh_statistics($1)`, []string{"travel_run", "travel_desa", "travel_point"})
		return err
	})
	return run, wrap("keep travel results", err)
}

func dayOrNull(d travel.Day) *time.Time {
	if d == 0 || d >= travel.DayOf(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)) {
		return nil
	}
	t := d.Date()
	return &t
}

const (
	tripColumns    = `status, reason, origin, facility_id, facility_quality, seconds, metres, snap_m`
	p90Columns     = `p90_status, p90_reason, p90_origin, p90_facility_id, p90_facility_quality, p90_seconds, p90_metres, p90_snap_m`
	travelDesaCopy = `data.travel_desa (run_id, desa, people, points, ` + tripColumns + `, ` + p90Columns + `, people_unreached, people_not_computed)`
	pointTrip      = `status, reason, facility_id, facility_quality, seconds, metres, snap_m`
	travelCopy     = `data.travel_point (run_id, desa, n, lon, lat, people, origin, ` + pointTrip + `)`
)

// copyResult sends the rows of a run in batches of some megabytes.
func copyResult(ctx context.Context, tx pgx.Tx, run int64, r *travel.Result, wrote func(int)) (desa, points int, err error) {
	const batch = 20_000
	c, rows := newCopy(0), 0
	flush := func(into string) error {
		if rows == 0 {
			return nil
		}
		err := c.send(ctx, tx, into)
		wrote(rows)
		c, rows = newCopy(len(c.buf)), 0
		return err
	}
	for d := range r.Desa {
		c.row(22)
		c.int8(run)
		c.text(string(d.Code))
		if d.HasPeople {
			c.int4(int32(d.People))
		} else {
			c.null()
		}
		c.int4(int32(d.Points))
		c.trip(&d.Median, true)
		c.trip(&d.P90, true)
		c.int4(int32(d.PeopleUnreached))
		c.int4(int32(d.PeopleNotComputed))
		desa++
		if rows++; rows == batch {
			if err := flush(travelDesaCopy); err != nil {
				return 0, 0, err
			}
		}
	}
	if err := flush(travelDesaCopy); err != nil {
		return 0, 0, err
	}
	for p := range r.Points {
		c.row(14)
		c.int8(run)
		c.text(string(p.Desa))
		c.int4(int32(p.N))
		c.float8(p.Lon)
		c.float8(p.Lat)
		c.int4(int32(p.People))
		c.text(string(p.Trip.Origin))
		c.trip(&p.Trip, false)
		points++
		if rows++; rows == batch {
			if err := flush(travelCopy); err != nil {
				return 0, 0, err
			}
		}
	}
	return desa, points, flush(travelCopy)
}

// trip adds the columns of tripColumns, or those of pointTrip: without the origin.
func (c *copyRows) trip(t *travel.Trip, origin bool) {
	c.text(string(t.Status))
	c.textOrNull(string(t.Reason))
	if origin {
		c.textOrNull(string(t.Origin))
	}
	if t.Status != gis.Reached {
		for range 5 {
			c.null()
		}
		return
	}
	c.int8(t.FacilityID)
	c.text(string(t.LocationQuality))
	c.float8(t.DurationS)
	c.float8(t.DistanceM)
	if t.OnFoot {
		c.null()
	} else {
		c.float8(t.SnapM)
	}
}

const travelRunQuery = `select id, kinds, profile, variant, metric, within, profile_key, dataset_id, computed_at, took_ms, desa, points, stale
	from api.travel_run_on($1) order by kinds, profile, variant, metric, within`

func scanTravelRun(row pgx.CollectableRow) (r travel.Kept, err error) {
	var kinds []string
	var took int64
	err = row.Scan(&r.ID, &kinds, &r.Profile, &r.Variant, &r.By, &r.Within, &r.ProfileKey, &r.Dataset, &r.ComputedAt, &took, &r.Desa, &r.Points, &r.Stale)
	for _, k := range kinds {
		r.Kinds = append(r.Kinds, gis.FacilityKind(k))
	}
	r.Took = time.Duration(took) * time.Millisecond
	return r, err
}

// TravelRuns lists what is kept, as it holds on a day.
func (d *DB) TravelRuns(ctx context.Context, today travel.Day) (runs []travel.Kept, err error) {
	err = d.Read(ctx, func(tx pgx.Tx) (err error) {
		runs, err = rowsOf(ctx, tx, scanTravelRun, travelRunQuery, today.Date())
		return err
	})
	return runs, wrap("list travel results", err)
}

// ForgetTravel takes a kept result away. It fails with NotFound where there is none.
func (d *DB) ForgetTravel(ctx context.Context, run int64) error {
	err := d.Write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `delete from data.travel_run where id = $1`, run)
		if err == nil && tag.RowsAffected() == 0 {
			err = errNoRun
		}
		return err
	})
	if errors.Is(err, errNoRun) {
		return gis.NewError(gis.NotFound, "Tidak ada hasil nomor %d; lihat jangkau travel status", "There is no result %d; see jangkau travel status", run)
	}
	return wrap("forget travel results", err)
}

var errNoRun = errors.New("no such run")
