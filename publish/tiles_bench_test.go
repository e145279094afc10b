package publish_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"jangkau/gis"
	"jangkau/ingest"
)

// jawaTimur is a world with the 8,494 desa of Jawa Timur, drawn.
func jawaTimur(b testing.TB) *world {
	const path = "../../shared/data/wilayah/desa_35.geojsonl.gz"
	if _, err := os.Stat(path); err != nil {
		b.Skip("the boundaries of Jawa Timur are not here")
	}
	w := newWorld(b)
	ctx := context.Background()
	if _, err := ingest.Boundaries(ctx, w.db.StartLoad, ingest.BoundaryOptions{Options: ingest.Options{Path: path, Now: now}}); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if _, _, err := w.db.DrawShapes(ctx, ""); err != nil {
		b.Fatal(err)
	}
	if b, ok := b.(*testing.B); ok {
		b.ReportMetric(time.Since(start).Seconds(), "s-drawing")
	}
	w.exec("insert into data.population (desa, as_of, people, source_id) select code, '2024-01-01', 500 + abs(hashtext(code)) % 15000, 1 from data.wilayah where level = 'DESA_KELURAHAN'")
	w.exec("analyze")
	return w
}

// tilesOfJawaTimur are the tiles that hold desa, at zooms 8, 10 and 12: all of the
// first two, and of the last so many that it is 124 together, spread evenly.
func tilesOfJawaTimur(b testing.TB, w *world) (out []gis.TileAddress) {
	for _, z := range []int{8, 10, 12} {
		var all []gis.TileAddress
		rows, err := w.owner.Query(context.Background(), `
			select x, y from (select floor((ST_X(w.surface_point) + 180) / 360 * 2 ^ $1)::int as x,
				floor((1 - asinh(tan(radians(ST_Y(w.surface_point)))) / pi()) / 2 * 2 ^ $1)::int as y from data.wilayah w where w.surface_point is not null) t
			group by 1, 2 order by 1, 2`, z)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			t := gis.TileAddress{Z: z}
			if err := rows.Scan(&t.X, &t.Y); err != nil {
				b.Fatal(err)
			}
			all = append(all, t)
		}
		want := min(len(all), 124-len(out))
		for i := range want {
			out = append(out, all[i*len(all)/want])
		}
	}
	if len(out) != 124 {
		b.Fatalf("%d tiles", len(out))
	}
	return out
}

// BenchmarkTiles asks for 124 tiles of Jawa Timur's desa with their status over HTTP:
// from a server without memory for tiles one at a time, then by 16 connections; then,
// from one with memory, those that it has.
func BenchmarkTiles(b *testing.B) {
	w := jawaTimur(b)
	addresses := tilesOfJawaTimur(b, w)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}}
	fetch := func(url string, t gis.TileAddress) (size int, ms float64) {
		start := time.Now()
		res, err := client.Get(fmt.Sprintf("%s/tiles/desa/%d/%d/%d.mvt", url, t.Z, t.X, t.Y)) //nolint:noctx // a benchmark
		if err != nil {
			b.Fatal(err)
		}
		defer res.Body.Close()
		n, err := io.Copy(io.Discard, res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			b.Fatal(err, res.Status)
		}
		return int(n), float64(time.Since(start).Microseconds()) / 1000
	}
	anew := w.serveTiles(1)   // byte: nothing is kept
	fetch(anew, addresses[0]) // figures of the day are computed once
	for b.Loop() {
		var ms, cached []float64
		fullest := 0
		for _, t := range addresses {
			n, took := fetch(anew, t)
			ms, fullest = append(ms, took), max(fullest, n)
			_, _ = fetch(w.url, t)
			_, took = fetch(w.url, t)
			cached = append(cached, took)
		}
		b.ReportMetric(mean(ms), "ms-mean")
		b.ReportMetric(slices.Max(ms), "ms-worst")
		b.ReportMetric(mean(cached), "ms-cached")
		b.ReportMetric(float64(fullest)/1000, "KB-fullest") // without compression
		start := time.Now()
		var wg sync.WaitGroup
		work := make(chan gis.TileAddress)
		for range 16 {
			wg.Go(func() {
				for t := range work {
					fetch(anew, t)
				}
			})
		}
		for range 3 {
			for _, t := range addresses {
				work <- t
			}
		}
		close(work)
		wg.Wait()
		b.ReportMetric(3*float64(len(addresses))/time.Since(start).Seconds(), "tiles/s")
	}
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}
