package db

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
)

// What is answered from kept figures is what is answered from nothing kept: tiles and
// tables, over random pustu, again after each change.
func TestKeptFiguresAgainstNone(t *testing.T) {
	ctx := context.Background()
	ownerURL, appURL := dbtest.New(t, migrateTest)
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(ctx)
	exec := func(sql string) {
		t.Helper()
		if _, err := owner.Exec(ctx, sql); err != nil {
			t.Fatalf("%v\n%.300s", err, sql)
		}
	}
	exec(randomPustu())
	exec(`update data.wilayah w set geom = ST_Multi(ST_MakeEnvelope(x, -8.5, x + 0.002, -8.49, 4326)), surface_point = ST_SetSRID(ST_MakePoint(x + 0.001, -8.495), 4326)
		from (select code, 114 + 0.002 * row_number() over (order by code) as x from data.wilayah where level = 'DESA_KELURAHAN') n where n.code = w.code`)
	d, err := Open(ctx, Config{URL: appURL})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	p := d.NewPublisher(Caller{Role: "viewer"})
	var last []byte
	for i, change := range []string{
		"select 1", "delete from data.facility_service_area where facility_id % 3 = 0", "update data.facility set status = 'NOT_OPERATING' where id % 5 = 0",
		"delete from data.register where id % 2 = 0", "delete from data.staff_count where id % 2 = 0", "insert into data.population (desa, as_of, people, source_id) select code, '2023-01-01', 77, 1 from data.wilayah where level = 'DESA_KELURAHAN'",
	} {
		exec(change)
		kept, none := answersToday(t, p, true), answersToday(t, p, false)
		if !bytes.Equal(kept, none) || len(kept) < 10_000 {
			t.Errorf("after change %d: %d bytes kept, %d not", i, len(kept), len(none))
		}
		if i > 0 && bytes.Equal(kept, last) {
			t.Errorf("change %d (%s) changes no answer", i, change)
		}
		last = kept
	}
}

// answersToday is everything that is answered about today, from what is kept or not.
func answersToday(t *testing.T, p *Publisher, kept bool) []byte {
	t.Helper()
	ctx := context.Background()
	var out bytes.Buffer
	// Today tells that what is kept may be read.
	q := gis.TableQuestion{Table: gis.TableDesa, Rule: gis.RuleServed, Units: gis.DesaAndKelurahan, AsOf: "2024-06-01", Today: kept}
	err := p.TableRows(ctx, q, func(string) error { return nil }, func(r gis.TableRow) error {
		fmt.Fprintln(&out, r.Values...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for x := 6690; x < 6712; x++ {
		tile, err := p.Tile(ctx, gis.TileQuestion{
			Layer: gis.LayerDesa, Rule: gis.RuleFunctional, Units: gis.DesaAndKelurahan, AsOf: "2024-06-01", Today: kept,
		}, gis.TileAddress{Z: 13, X: x, Y: 4290})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(tile.Data)
	}
	return out.Bytes()
}
