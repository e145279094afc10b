package publish_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkt"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/publish/ogc"
)

// atlas draws made areas: one for each id, or what fails.
type atlas struct {
	areas   map[int64]*geom.MultiPolygon
	version string
	err     error
	wait    bool // a row is drawn until the caller goes
	open    atomic.Int32
	waiting atomic.Int32
}

func (a *atlas) Draw(context.Context, ogc.AreaQuestion) (ogc.Drawing, error) {
	if a.err != nil {
		return nil, a.err
	}
	a.open.Add(1)
	return a, nil
}

func (a *atlas) Version() string       { return a.version }
func (a *atlas) Close(context.Context) { a.open.Add(-1) }

func (a *atlas) IDs() (ids []int64) {
	for id := range a.areas {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (a *atlas) Rows(ctx context.Context, ids []int64, f func(ogc.AreaRow) error) error {
	for _, id := range ids {
		if a.wait {
			a.waiting.Add(1)
			<-ctx.Done()
			a.waiting.Add(-1)
			return ctx.Err()
		}
		row := ogc.AreaRow{Values: make([]any, len(gis.TableCatchments.Columns)), Area: a.areas[id]}
		row.Values[0] = id
		if err := f(row); err != nil {
			return err
		}
	}
	return nil
}

// draws serves the collections with an atlas.
func (w *world) draws(a *atlas) *world {
	srv := httptest.NewServer(ogc.NewHandler(ogc.Config{Store: w.db.NewPublisher(db.Caller{Role: "viewer"}), Areas: a, Logger: slog.New(slog.NewJSONHandler(w.log, nil)), Now: now}))
	w.t.Cleanup(srv.Close)
	v := *w
	v.url = srv.URL
	return &v
}

// rectangle is a ring, the other way round for a hole.
func rectangle(x, y, width, height float64) []geom.Coord {
	return []geom.Coord{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}, {x, y}}
}

// A box finds exactly the areas that PostGIS finds in it: areas with holes, of many
// parts, and with slanted sides, and boxes within them, around them and across. The
// pages hold each once.
func TestDrawnBoxAgainstPostGIS(t *testing.T) {
	w := newWorld(t, village, "create table areas (id bigint primary key, geom geometry)")
	a := &atlas{areas: map[int64]*geom.MultiPolygon{}, version: "v1"}
	random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // cases, not secrets
	for id := range int64(120) {
		x, y := 114+random.Float64()*8, -8+random.Float64()*8
		hole := rectangle(x+0.5, y+0.5, 1, 1)
		slices.Reverse(hole)
		far := []geom.Coord{{x + 3, y + 3}, {x + 4, y + 3.2}, {x + 3.3, y + 4}, {x + 3, y + 3}}
		a.areas[id+1] = geom.NewMultiPolygon(geom.XY).MustSetCoords([][][]geom.Coord{{rectangle(x, y, 2, 2), hole}, {far}})
		text, err := wkt.Marshal(a.areas[id+1])
		if err != nil {
			t.Fatal(err)
		}
		w.exec("insert into areas values ($1, ST_GeomFromText($2, 4326))", id+1, text)
	}
	a.areas[500] = nil // one without an area is in no box
	v := w.draws(a)
	some, told := 0, 0
	for i := range 300 {
		x, y, size := 112+random.Float64()*14, -10+random.Float64()*14, []float64{0, 0.1, 0.4, 3}[i%4]
		box := fmt.Sprintf("ST_MakeEnvelope(%v, %v, %v, %v, 4326)", x, y, x+size, y+size)
		if size == 0 { // an envelope without an area is no polygon, and is found in few
			box = fmt.Sprintf("ST_Point(%v, %v, 4326)", x, y)
		}
		want := w.codes("select areas.id::text from areas where ST_Intersects(geom, " + box + ") order by areas.id")
		var got []string
		at := fmt.Sprintf("isochrones/items?limit=%d&bbox=%v,%v,%v,%v", 2+i%30, x, y, x+size, y+size)
		for first := true; at != ""; first = false {
			c := v.features(at)
			got = append(got, c.ids()...)
			page := at
			at = strings.TrimPrefix(c.next(), v.url+"/ogc/collections/")
			if first && at == "" { // one page holds all: how many there are is known
				told++
				if c.NumberMatched != len(want) {
					t.Fatalf("%s: %d matched %v, want %v", page, c.NumberMatched, got, want)
				}
			} else if c.NumberMatched != 0 {
				t.Fatalf("%s: %d matched, which is not known yet", page, c.NumberMatched)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("box %v %v %v: %v, want %v", x, y, size, got, want)
		}
		if len(want) > 0 && len(want) < 120 {
			some++
		}
	}
	if some < 100 || told < 50 || told == 300 {
		t.Errorf("%d boxes hold some and not all, %d fit a page", some, told)
	}
	for _, limit := range []int{1, 7, 100, 10_000} {
		var got []string
		for at := fmt.Sprint("catchments/items?limit=", limit); at != ""; {
			c := v.features(at)
			if c.NumberMatched != 121 || len(c.Features) > 100 {
				t.Fatal(c.NumberMatched, len(c.Features))
			}
			got = append(got, c.ids()...)
			at = strings.TrimPrefix(c.next(), v.url+"/ogc/collections/")
		}
		if len(got) != 121 || len(slices.Compact(slices.Clone(got))) != 121 || got[120] != "500" {
			t.Errorf("by %d: %v", limit, got)
		}
	}
	if got := v.features("catchments/items?offset=119").ids(); !slices.Equal(got, []string{"120", "500"}) {
		t.Error(got)
	}
	if a.open.Load() != 0 {
		t.Errorf("%d drawings were left open", a.open.Load())
	}
}

// A page ends where it has grown large, however many rows are asked for, so that no
// answer takes much memory.
func TestDrawnPagesAreBounded(t *testing.T) {
	w := newWorld(t, village)
	ring := make([]geom.Coord, 100_001)
	for i := range ring[:100_000] {
		ring[i] = geom.Coord{114 + float64(i)*1e-6, -8 + float64(i%2)*1e-6}
	}
	ring[100_000] = ring[0]
	large := geom.NewMultiPolygon(geom.XY).MustSetCoords([][][]geom.Coord{{ring}})
	a := &atlas{areas: map[int64]*geom.MultiPolygon{}, version: "v1"}
	for id := range int64(20) {
		a.areas[id+1] = large
	}
	v := w.draws(a)
	pages, n := 0, 0
	for at := "isochrones/items?limit=100"; at != ""; pages++ {
		answer := v.get("/ogc/collections/" + at)
		if len(answer.body) > 12<<20 {
			t.Errorf("a page of %d bytes", len(answer.body))
		}
		c := decode[collection](t, answer)
		n += len(c.Features)
		at = strings.TrimPrefix(c.next(), v.url+"/ogc/collections/")
	}
	if n != 20 || pages < 3 {
		t.Errorf("%d features in %d pages", n, pages)
	}
}

// Pages are of one version, while there are no roads an answer says so, and what
// cannot be drawn is a problem and no half answer.
func TestDrawnChanges(t *testing.T) {
	w := newWorld(t, village)
	square := geom.NewMultiPolygon(geom.XY).MustSetCoords([][][]geom.Coord{{rectangle(114, -8, 1, 1)}})
	a := &atlas{areas: map[int64]*geom.MultiPolygon{1: square, 2: square}, version: "v1"}
	v := w.draws(a)
	next := strings.TrimPrefix(v.features("isochrones/items?limit=1").next(), v.url)
	if got := v.get(next); got.status != http.StatusOK {
		t.Errorf("%s: %d %s", next, got.status, got.body)
	}
	a.version = "v2"
	got := v.get(next, "Accept-Language", "en")
	if p := decode[struct{ Code, Detail, Parameter string }](t, got); got.status != http.StatusConflict || p.Parameter != "version" || !strings.Contains(p.Detail, "begin again") {
		t.Errorf("%s: %d %s", next, got.status, got.body)
	}
	for _, c := range []struct {
		err    error
		status int
		retry  string
	}{
		{gis.NewError(gis.Unavailable, "Jalan sedang disiapkan", "Roads are being built"), http.StatusServiceUnavailable, "5"},
		{gis.NewError(gis.Invalid, "Terlalu luas", "Too large"), http.StatusBadRequest, ""},
	} {
		a.err = c.err
		for _, path := range []string{"catchments/items", "isochrones/items?limit=1", "isochrones/items/1"} {
			got := v.get("/ogc/collections/" + path)
			if got.status != c.status || got.header.Get("Retry-After") != c.retry || got.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %d %v %s", path, got.status, got.header, got.body)
			}
		}
		// What describes the collection answers all the same, without an extent.
		a.version = "v of " + c.retry
		told := decode[struct {
			ID     string
			Extent any
		}](t, v.get("/ogc/collections/isochrones"))
		if told.ID != "isochrones" || told.Extent != nil {
			t.Error(told)
		}
	}
	// The description leads on, and names what can be asked; nothing can be filtered by.
	api := v.get("/ogc/api").body
	for _, word := range []string{"/collections/catchments/items", "/collections/isochrones/items/{featureId}", `"minutes"`, `"networkVersion"`} {
		if !strings.Contains(string(api), word) {
			t.Errorf("%s is not described", word)
		}
	}
	for name := range decode[struct{ Properties map[string]any }](t, v.get("/ogc/collections/catchments/queryables")).Properties {
		t.Errorf("%s cannot be filtered by", name)
	}
	// Where nobody draws, there are no such collections.
	if got := w.get("/ogc/collections/isochrones/items"); got.status != http.StatusNotFound {
		t.Error(got.status)
	}
}

// A caller that hangs up ends the drawing of its page.
func TestHangingUpWhileDrawing(t *testing.T) {
	w := newWorld(t, village)
	a := &atlas{areas: map[int64]*geom.MultiPolygon{1: nil}, version: "v1", wait: true}
	v := w.draws(a)
	address := strings.TrimPrefix(v.url, "http://")
	before := runtime.NumGoroutine()
	for range 5 {
		c, err := net.Dial("tcp", address) //nolint:noctx // hung up below
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "GET /ogc/collections/isochrones/items HTTP/1.1\r\nHost: %s\r\n\r\n", address)
		until(t, "it is not drawn", func() bool { return a.waiting.Load() == 1 })
		_ = c.(*net.TCPConn).SetLinger(0)
		_ = c.Close()
		until(t, "it is drawn on", func() bool { return a.waiting.Load() == 0 && a.open.Load() == 0 })
	}
	until(t, "goroutines go on", func() bool { return runtime.NumGoroutine() <= before+2 })
}
