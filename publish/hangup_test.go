package publish_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"jangkau/gis"
	"jangkau/publish/export"
)

// until waits for a condition, which comes or the test fails.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !f(); {
		if time.Now().After(end) {
			t.Fatal(what)
		}
		runtime.Gosched()
	}
}

// Clients that hang up in the middle of an answer leave nothing running: no
// statement, no connection in use, no goroutine; and the next is served.
func TestHangingUp(t *testing.T) {
	w := newWorld(t, file(t, "../db/testdata/country.sql"))
	address := strings.TrimPrefix(w.url, "http://")
	paths := []string{
		"/export/desa.geojson", "/export/desa.csv", "/export/desa.xlsx", "/export/desa.gpkg",
		"/ogc/collections/desa/items?limit=10000", "/tiles/desa/8/209/132.mvt",
	}
	w.get("/ogc/collections/desa/items?limit=1") // what is computed once has been
	busy := func() int {
		return one[int](w, `select count(*)::int from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`)
	}
	until(t, "statements before", func() bool { return busy() == 0 })
	before := runtime.NumGoroutine()
	for range 3 {
		for _, path := range paths {
			c, err := net.Dial("tcp", address) //nolint:noctx // hung up below
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, address)
			if strings.HasSuffix(path, "json") || strings.HasSuffix(path, "csv") || strings.Contains(path, "items") {
				if _, err := bufio.NewReaderSize(c, 100).ReadString('\n'); err != nil {
					t.Fatal(path, err)
				}
			}
			_ = c.(*net.TCPConn).SetLinger(0)
			_ = c.Close()
		}
	}
	until(t, "statements go on", func() bool { return busy() == 0 })
	// The pools keep a connection open with a goroutine or two of their own.
	until(t, "goroutines go on", func() bool { return runtime.NumGoroutine() <= before+8 })
	for _, path := range paths {
		if a := w.get(path); a.status != http.StatusOK || len(a.body) < 1000 {
			t.Errorf("%s afterwards: %d, %d bytes", path, a.status, len(a.body))
		}
	}
}

// many is a store of made rows.
type many struct{ n int }

func (many) TableVersion(context.Context, gis.TableQuestion) (string, error) { return "1", nil }
func (many) TileSources(context.Context, gis.WilayahCode) (gis.TileSources, error) {
	return gis.TileSources{}, nil
}

func (m many) TableRows(ctx context.Context, q gis.TableQuestion, begin func(string) error, f func(gis.TableRow) error) error {
	if err := begin("1"); err != nil {
		return err
	}
	point := []byte("\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x80\x5c\x40\x00\x00\x00\x00\x00\x00\x21\xc0")
	if q.Shape == gis.ShapeGeoJSON {
		point = []byte(`{"type":"Point","coordinates":[114,-8.5]}`)
	}
	columns := q.Columns()
	for i := range m.n {
		row := gis.TableRow{Values: make([]any, len(columns)), Shape: point}
		for j, c := range columns {
			row.Values[j] = map[gis.ColumnType]any{
				gis.ColumnText: fmt.Sprint("Teks nomor ", i), gis.ColumnInteger: int64(i), gis.ColumnNumber: float64(i) / 7, gis.ColumnBoolean: i%2 == 0, gis.ColumnDate: gis.Date("2024-05-20"),
			}[c.Type]
		}
		if q.Shape == gis.NoShape {
			row.Shape = nil
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// 300,000 rows take no more memory than 3,000, in any format: what is in use is looked
// at while rows go by.
func TestExportsTakeNoMemory(t *testing.T) {
	peak := func(n int, ext string) (mb float64) {
		store := &watchedRows{many: many{n}, every: max(n/20, 1)}
		h := export.NewHandler(export.Config{Store: store, Logger: slog.New(slog.DiscardHandler), Now: now})
		srv := httptest.NewServer(h)
		defer srv.Close()
		res, err := http.Get(srv.URL + "/export/facilities." + ext) //nolint:noctx // read below
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		size, err := io.Copy(io.Discard, res.Body)
		if err != nil || res.StatusCode != http.StatusOK || int(size) < n*20 {
			t.Fatalf("%s: %v %s, %d bytes", ext, err, res.Status, size)
		}
		return float64(store.most) / (1 << 20)
	}
	n := 300_000
	if testing.Short() {
		n = 60_000
	}
	for _, ext := range []string{"csv", "geojson", "gpkg", "xlsx"} {
		few, all := peak(3000, ext), peak(n, ext)
		t.Logf("%s: %.1f MB in use at most with 3,000 rows, %.1f MB with %d", ext, few, all, n)
		if all > few+40 {
			t.Errorf("%s: %d rows take %.1f MB, 3,000 %.1f MB", ext, n, all, few)
		}
	}
}

// watchedRows measures what is in use now and then.
func (many) TravelKept(context.Context, gis.KeptTravel, gis.Date) ([]gis.KeptRun, error) {
	return nil, nil
}

type watchedRows struct {
	many
	every int
	most  uint64
}

func (s *watchedRows) TableRows(ctx context.Context, q gis.TableQuestion, begin func(string) error, f func(gis.TableRow) error) error {
	i := 0
	return s.many.TableRows(ctx, q, begin, func(r gis.TableRow) error {
		if i++; i%s.every == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			s.most = max(s.most, m.HeapAlloc)
		}
		return f(r)
	})
}
