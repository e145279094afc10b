package publish_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/db"
	"jangkau/db/dbtest"
	"jangkau/publish/export"
	"jangkau/publish/ogc"
	"jangkau/publish/tiles"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// today is the tests' clock.
var today = time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)

func now() time.Time { return today }

// world serves a database of its own over HTTP.
type world struct {
	t     testing.TB
	owner *pgx.Conn
	db    *db.DB
	url   string
	log   *safeBuffer
}

func migrate(ctx context.Context, ownerURL string) error {
	_, err := db.Migrate(ctx, ownerURL)
	return err
}

// newWorld seeds a database with SQL and serves it.
func newWorld(t testing.TB, seed ...string) *world {
	t.Helper()
	ctx := context.Background()
	ownerURL, appURL := dbtest.New(t, migrate)
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = owner.Close(ctx) })
	w := &world{t: t, owner: owner, log: &safeBuffer{}}
	for _, sql := range seed {
		w.exec(sql)
	}
	if w.db, err = db.Open(ctx, db.Config{URL: appURL}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.db.Close)
	w.url = w.serveTiles(0)
	return w
}

// serveTiles serves everything, with so many bytes of memory for tiles.
func (w *world) serveTiles(cache int) string {
	mux, store, log := http.NewServeMux(), w.db.NewPublisher(db.Caller{Role: "viewer"}), slog.New(slog.NewJSONHandler(w.log, nil))
	for path, h := range map[string]http.Handler{
		"/tiles":  tiles.NewHandler(tiles.Config{Store: store, Logger: log, Now: now, Cache: cache}),
		"/ogc":    ogc.NewHandler(ogc.Config{Store: store, Logger: log, Now: now}),
		"/export": export.NewHandler(export.Config{Store: store, Logger: log, Now: now}),
	} {
		mux.Handle(path, h)
		mux.Handle(path+"/", h)
	}
	srv := httptest.NewServer(mux)
	w.t.Cleanup(srv.Close)
	return srv.URL
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.Exec(context.Background(), sql, args...); err != nil {
		w.t.Fatalf("%v\n%.500s", err, sql)
	}
}

// one reads one value as the owner.
func one[T any](w *world, sql string, args ...any) (v T) {
	w.t.Helper()
	if err := w.owner.QueryRow(context.Background(), sql, args...).Scan(&v); err != nil {
		w.t.Fatalf("%v\n%.500s", err, sql)
	}
	return v
}

func file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// answer is a response, read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// get asks for a path with headers, given as name, value.
func (w *world) get(path string, headers ...string) answer {
	w.t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, w.url+path, http.NoBody)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	// Go's own transport would ask for gzip and hide it.
	res, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, body}
}

func decode[T any](t testing.TB, a answer) (v T) {
	t.Helper()
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%v: %d %.300s", err, a.status, a.body)
	}
	return v
}

// safeBuffer may be read while the server writes to it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
