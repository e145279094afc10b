package db

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// profileTables are versions of profiles and variants, v, as JSON.
const profileTables = `
	select json_build_object('Profile', v.profile, 'Variant', v.variant, 'Version', v.version, 'MadeAt', v.made_at, 'Why', v.why,
		'Rows', coalesce((select json_agg(json_build_object('Item', r.item, 'Key', r.key, 'Value', r.value, 'Closed', r.closed,
			'Lon', r.lon, 'Lat', r.lat, 'WithinM', r.within_m, 'Months', r.months, 'Source', r.source, 'Assumption', r.assumption, 'Note', r.note) order by r.n)
			from data.profile_row r where (r.profile, r.variant, r.version) = (v.profile, v.variant, v.version)), '[]'::json))
	from data.profile_version v `

const (
	currentProfiles = profileTables + `
		where not exists (select from data.profile_version w where (w.profile, w.variant) = (v.profile, v.variant) and w.version > v.version)` + profileOrder
	everyProfile = profileTables + profileOrder
	profileOrder = ` order by array_position(array['WALK','MOTORCYCLE','CAR','BOAT'], v.profile), v.variant, v.version`
)

func readProfileTables(ctx context.Context, tx pgx.Tx, sql string) ([]gis.ProfileTable, error) {
	return rowsOf(ctx, tx, func(row pgx.CollectableRow) (t gis.ProfileTable, err error) { return t, row.Scan(&t) }, sql)
}

// readProfiles reads the profiles as they hold now, with their variants.
func readProfiles(ctx context.Context, tx pgx.Tx) ([]gis.Profile, error) {
	tables, err := readProfileTables(ctx, tx, currentProfiles)
	if err != nil {
		return nil, err
	}
	return gis.NewProfiles(tables)
}

// Profiles reads the travel profiles with their speeds and variants.
func (s *Session) Profiles(ctx context.Context) ([]*gis.Profile, error) {
	tables, err := readAll[gis.ProfileTable](ctx, s, "read travel profiles", currentProfiles)
	if err != nil {
		return nil, err
	}
	profiles, err := gis.NewProfiles(tables)
	out := make([]*gis.Profile, len(profiles))
	for i := range profiles {
		out[i] = &profiles[i]
	}
	return out, err
}

// ProfileTables lists the sheets of profiles and variants: those that hold now or,
// with history, every version there has been.
func (d *DB) ProfileTables(ctx context.Context, history bool) (tables []gis.ProfileTable, err error) {
	sql := currentProfiles
	if history {
		sql = everyProfile
	}
	err = d.Read(ctx, func(tx pgx.Tx) (err error) {
		tables, err = readProfileTables(ctx, tx, sql)
		return err
	})
	return tables, wrap("read profiles", err)
}

// SaveProfiles adds a version of every table that says something else than the
// current one, and returns what was added; all or nothing, and nothing on a dry run.
// A table's own Version is the one that it was made from, 0 where that is not known.
// It fails with Conflict where another edit has come between, and with Invalid where
// the profiles would not be whole.
func (d *DB) SaveProfiles(ctx context.Context, tables []gis.ProfileTable, why string, at time.Time, dryRun bool) (added []gis.ProfileTable, err error) {
	tx, err := d.pool.Begin(ctx)
	if err != nil {
		return nil, wrap("save profiles", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // after a commit it does nothing
	// Two edits at once would give out the same number twice.
	if _, err := tx.Exec(ctx, `lock table data.profile_version in share row exclusive mode`); err != nil {
		return nil, wrap("save profiles", err)
	}
	stored, err := readProfileTables(ctx, tx, currentProfiles)
	if err != nil {
		return nil, wrap("read profiles", err)
	}
	for _, t := range tables {
		i := slices.IndexFunc(stored, func(s gis.ProfileTable) bool { return s.Profile == t.Profile && s.Variant == t.Variant })
		if i < 0 {
			i, stored = len(stored), append(stored, gis.ProfileTable{Profile: t.Profile, Variant: t.Variant})
		}
		have := stored[i].Version
		if have > 0 && stored[i].SameRows(&t) {
			continue
		}
		if t.Version != 0 && t.Version != have {
			return nil, gis.NewError(gis.Conflict,
				"%s kini versi %d, sedangkan lembar ini dibuat dari versi %d; ekspor lagi dan ulangi perubahannya",
				"%s is at version %d now, and this sheet was made from version %d; export it again and repeat the change",
				t.Name(), have, t.Version)
		}
		t.Version, t.MadeAt, t.Why = have+1, at, why
		stored[i], added = t, append(added, t)
	}
	if _, err := gis.NewProfiles(stored); err != nil {
		return nil, err
	}
	for i := range added {
		if err := insertProfile(ctx, tx, &added[i]); err != nil {
			return nil, wrap("save profiles", err)
		}
	}
	if dryRun || len(added) == 0 {
		return added, nil
	}
	return added, wrap("save profiles", tx.Commit(ctx))
}

// RoadWords lists what the roads loaded now are called by one item of a sheet: its
// classes, its surfaces and so on. It reads every edge.
func (d *DB) RoadWords(ctx context.Context, item string) (words []string, err error) {
	column := map[string]string{"class": "class", "surface": "surface", "tracktype": "tracktype", "smoothness": "smoothness", "structure": "structure"}[item]
	if column == "" {
		return nil, nil
	}
	err = d.Read(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `select distinct `+column+` from data.network_edge
			where dataset_id = (select id from data.network_dataset where status = 'CURRENT')`)
		if err != nil {
			return err
		}
		words, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return words, wrap("list words of roads", err)
}

func insertProfile(ctx context.Context, tx pgx.Tx, t *gis.ProfileTable) error {
	if _, err := tx.Exec(ctx, `insert into data.profile_version (profile, variant, version, made_at, why) values ($1, $2, $3, $4, $5)`,
		t.Profile, t.Variant, t.Version, t.MadeAt, t.Why); err != nil {
		return err
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"data", "profile_row"},
		[]string{"profile", "variant", "version", "n", "item", "key", "value", "closed", "lon", "lat", "within_m", "months", "source", "assumption", "note"},
		pgx.CopyFromSlice(len(t.Rows), func(i int) ([]any, error) {
			r := &t.Rows[i]
			months := r.Months
			if months == nil {
				months = []int{}
			}
			return []any{
				string(t.Profile), t.Variant, t.Version, i + 1, r.Item, r.Key, r.Value, r.Closed, r.Lon, r.Lat, r.WithinM, months, r.Source, r.Assumption, r.Note,
			}, nil
		}))
	return err
}
