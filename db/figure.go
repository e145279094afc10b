package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// Figures of desa, for lists and maps of the whole country: api.desa_pustu answers for
// one area in some milliseconds, and for Indonesia in seconds. data.desa_figure keeps
// its answers of one day, today's, provinsi by provinsi.

// figureVersion names what kept figures follow from.
var figureVersion = version("WILAYAH", "POPULATION", "FACILITY", "STAFF")

// figureColumns are those of data.desa_figure after desa.
const figureColumns = `people, people_as_of, building, equivalent, served, functional, register_as_of, hosts_puskesmas`

// figuresOf selects desa and figureColumns for an area and a day, both SQL: what is
// kept, and what is answered from where nothing is.
func figuresOf(area, day string) string {
	return `select g.desa collate "C" as desa, p.people, p.as_of as people_as_of, g.building, g.equivalent, g.served, g.functional, g.register_as_of,
		h.desa is not null as hosts_puskesmas
	from api.desa_pustu(` + area + `, ` + day + `) g
	left join lateral (select dp.people, dp.as_of from api.desa_people dp where dp.desa = g.desa collate "C" limit 1) p on true
	left join (select distinct f.desa from api.facility_on(` + day + `) f where f.kind = 'PUSKESMAS') h on h.desa = g.desa collate "C"`
}

// staleFigures are the provinsi of an area ($1; all where it is empty) whose kept
// figures are not those of this moment and of a day ($2).
var staleFigures = `select coalesce(array_agg(w.code order by w.code), '{}') from api.wilayah w left join data.desa_figure_of k on k.provinsi = w.code
	where w.level = 'PROVINSI' and ($1 = '' or w.code = substr($1, 1, 2)) and (k.on_day, k.version) is distinct from ($2::text::date, ` + figureVersion + `)`

// keepFigures computes the figures of provinsi, one by one, where they are not those
// of the present moment. One statement reads one moment, so figures and the version
// that names them belong together; and since the lock is taken before it begins, a
// later one never keeps what is older.
func (d *DB) keepFigures(ctx context.Context, provinsi []string, day gis.Date) error {
	for _, p := range provinsi {
		err := d.Write(ctx, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtext('jangkau desa figures'), hashtext($1))`, p); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `
				with now as materialized (select `+figureVersion+` as version),
				due as materialized (select now.version from now where not exists (
					select from data.desa_figure_of k where k.provinsi = $1 and k.on_day = $2::text::date and k.version = now.version)),
				fresh as materialized (select * from (`+figuresOf("$1::text", "$2::text::date")+`) f where exists (select from due)),
				gone as (
					delete from data.desa_figure k where k.desa >= $1 and k.desa < $1 || '/' and exists (select from due)
						and not exists (select from fresh f where f.desa = k.desa)),
				written as (
					insert into data.desa_figure as k (desa, `+figureColumns+`) select desa, `+figureColumns+` from fresh
					on conflict (desa) do update set (`+figureColumns+`) = row(excluded.people, excluded.people_as_of, excluded.building,
						excluded.equivalent, excluded.served, excluded.functional, excluded.register_as_of, excluded.hosts_puskesmas)
					where k is distinct from excluded)
				insert into data.desa_figure_of as k (provinsi, on_day, version) select $1, $2::text::date, version from due
				on conflict (provinsi) do update set on_day = excluded.on_day, version = excluded.version`, p, string(day))
			return err
		})
		if err != nil {
			return wrap("keep figures of desa", err)
		}
	}
	return nil
}
