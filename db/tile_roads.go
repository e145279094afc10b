package db

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// roadClasses says from which zoom on a class of roads is shown; links go with their
// class and what is not named comes last.
var roadClasses = []struct {
	zoom    int
	classes []string
}{
	{6, []string{"motorway", "trunk", "primary"}},
	{9, []string{"secondary", "ferry"}},
	{11, []string{"tertiary"}},
}

// allRoads is the zoom from which on every road is shown, as loaded.
const allRoads = 13

// firstRoads is the zoom of the first roads.
const firstRoads = 6

// roadsUpTo is the condition that an edge e is shown at a band's zooms.
func roadsUpTo(band int) string {
	var shown []string
	for _, r := range roadClasses {
		if r.zoom > band {
			break
		}
		for _, c := range r.classes {
			shown = append(shown, "'"+c+"'", "'"+c+"_link'")
		}
	}
	return "e.class in (" + strings.Join(shown, ", ") + ")"
}

// drawRoads draws the roads of the current dataset, those of the ones before go.
func (d *DB) drawRoads(ctx context.Context) (drawn int, err error) {
	err = d.Write(ctx, func(tx pgx.Tx) error {
		var dataset, have int64
		// The dataset's row stays locked: its roads cannot go while they are drawn.
		err := tx.QueryRow(ctx, `select n.id, s.roads_dataset from data.network_dataset n cross join data.shape_state s
			where n.status = 'CURRENT' for update of s for share of n`).Scan(&dataset, &have)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && dataset == have {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `delete from data.road_shape`); err != nil {
			return err
		}
		for _, band := range bands {
			if band.zoom < firstRoads {
				continue
			}
			// Pieces of a class are joined within squares as wide as a tile.
			tag, err := tx.Exec(ctx, fmt.Sprintf(`
				insert into data.road_shape (dataset_id, band, class, name, geom)
				select $1, %[1]d, class, name, ST_Simplify(joined, %[2]f, true) from (
					select e.class, case when %[1]d > 10 then e.name else '' end as name, ST_LineMerge(ST_Collect(ST_Transform(e.geom, 3857))) as joined
					from data.network_edge e where e.dataset_id = $1 and %[3]s
					group by 1, 2, floor(ST_X(ST_StartPoint(e.geom)) * %[4]d / 360), floor(ST_Y(ST_StartPoint(e.geom)) * %[4]d / 360)) j`,
				band.zoom, band.cell(), roadsUpTo(band.zoom), 1<<band.zoom), dataset)
			if err != nil {
				return err
			}
			drawn += int(tag.RowsAffected())
		}
		tag, err := tx.Exec(ctx, fmt.Sprintf(`insert into data.road_shape (dataset_id, band, class, name, geom)
			select $1, %d, e.class, e.name, ST_Transform(e.geom, 3857) from data.network_edge e where e.dataset_id = $1`, allRoads), dataset)
		if err != nil {
			return err
		}
		drawn += int(tag.RowsAffected())
		_, err = tx.Exec(ctx, `update data.shape_state set value = value + 1, roads_dataset = $1`, dataset)
		return err
	})
	return drawn, wrap("draw roads", err)
}
