package ingest_test

import (
	"compress/gzip"
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
)

// BenchmarkBoundariesOfJawaTimur loads 8,494 polygons by the import and, in turn,
// the way a person with psql would: COPY of the GeoJSON text, ST_GeomFromGeoJSON,
// ST_MakeValid on all, a GiST index, nothing else. The import also parses and
// checks every row, compares it with the store, measures areas, keeps issues. The
// metric ratio is import/psql of the medians; it is meant to stay below 1.5.
func BenchmarkBoundariesOfJawaTimur(b *testing.B) {
	path := realFile(b, "wilayah/desa_35.geojsonl.gz")
	var ours, theirs, again []float64
	for b.Loop() {
		owner, _ := dbtest.New(b, nil)
		theirs = append(theirs, seconds(func() { byHand(b, owner, path) }))
		s := newStore(b)
		ours = append(ours, seconds(func() {
			if r := boundaries(b, s, at(path)); r.Added != 8494 {
				b.Fatal(r)
			}
		}))
		again = append(again, seconds(func() { boundaries(b, s, at(path)) }))
	}
	b.ReportMetric(median(ours), "s/import")
	b.ReportMetric(median(again), "s/unchanged")
	b.ReportMetric(median(theirs), "s/psql")
	b.ReportMetric(median(ours)/median(theirs), "ratio")
}

func seconds(f func()) float64 {
	start := time.Now()
	f()
	return time.Since(start).Seconds()
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

func byHand(b *testing.B, owner, path string) {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, owner)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close(ctx)
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lines, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := c.Exec(ctx, `create table line (j text)`); err != nil {
		b.Fatal(err)
	}
	if _, err := c.PgConn().CopyFrom(ctx, lines, `copy line from stdin with (format csv, quote e'\x01', delimiter e'\x02')`); err != nil {
		b.Fatal(err)
	}
	if _, err := c.Exec(ctx, `set client_min_messages = error;
		create table area as select j::json->'properties'->>'kode' as code, j::json->'properties'->>'nama' as name,
			ST_Multi(ST_MakeValid(ST_GeomFromGeoJSON(j::json->>'geometry'))) as geom from line;
		create index on area using gist (geom)`); err != nil {
		b.Fatal(err)
	}
}
