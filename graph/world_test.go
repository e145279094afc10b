package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/db"
	"jangkau/db/dbtest"
	"jangkau/gis"
	"jangkau/graph"
	"jangkau/travel"
)

var _ graph.Reader = (*db.Session)(nil)

func TestMain(m *testing.M) { dbtest.Main(m) }

// today is the tests' clock.
var today = time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)

// world is a handler over a database of its own.
type world struct {
	t       testing.TB
	owner   *pgx.Conn
	db      *db.DB
	handler http.Handler
	log     *bytes.Buffer

	mu       sync.Mutex
	sessions []*db.Session
}

func migrate(ctx context.Context, ownerURL string) error {
	_, err := db.Migrate(ctx, ownerURL)
	return err
}

// newWorld seeds a database with SQL and serves it.
func newWorld(t testing.TB, limits graph.Limits, seed ...string) *world {
	t.Helper()
	ctx := t.Context()
	ownerURL, appURL := dbtest.New(t, migrate)
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = owner.Close(context.Background()) })
	w := &world{t: t, owner: owner, log: &bytes.Buffer{}}
	for _, sql := range seed {
		w.exec(sql)
	}
	if w.db, err = db.Open(ctx, db.Config{URL: appURL}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.db.Close)
	service := travel.New(travel.Config{Loader: w.db.TravelLoader(), Now: func() time.Time { return today }, Wait: 20 * time.Second})
	t.Cleanup(service.Close)
	w.handler = graph.NewHandler(graph.Config{
		Store: graph.StoreFunc(w.session), Travel: service, Limits: limits,
		Logger: slog.New(slog.NewJSONHandler(w.log, nil)), Now: func() time.Time { return today },
	})
	return w
}

func (w *world) session() graph.Reader {
	s := w.db.NewSession(db.Caller{})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sessions = append(w.sessions, s)
	return s
}

// statements is how many the last request ran.
func (w *world) statements() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sessions[len(w.sessions)-1].Statements()
}

func (w *world) exec(sql string) {
	w.t.Helper()
	if _, err := w.owner.Exec(context.Background(), sql); err != nil {
		w.t.Fatalf("%v\n%s", err, sql)
	}
}

// answer is a response, as a client reads it.
type answer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code      gis.ErrorKind
			Messages  gis.Text
			RequestID string
			Argument  string
		}
	}
	Extensions struct{ RequestID string }
	header     http.Header
}

func (w *world) ask(query string, headers ...string) answer {
	w.t.Helper()
	body, _ := json.Marshal(map[string]any{"query": query})
	return w.post(string(body), headers...)
}

func (w *world) post(body string, headers ...string) answer {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	a := answer{header: rec.Result().Header}
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
		w.t.Fatalf("%v: %s", err, rec.Body)
	}
	return a
}

// read asks a query that must succeed and returns its data.
func read[T any](w *world, query string, args ...any) T {
	w.t.Helper()
	a := w.ask(fmt.Sprintf(query, args...))
	if len(a.Errors) > 0 {
		w.t.Fatalf("%+v\n%s", a.Errors, w.log)
	}
	var v T
	if err := json.Unmarshal(a.Data, &v); err != nil {
		w.t.Fatalf("%v: %s", err, a.Data)
	}
	return v
}

// refused asks a query that must fail with one error of this kind.
func (w *world) refused(kind gis.ErrorKind, query string, args ...any) answer {
	w.t.Helper()
	a := w.ask(fmt.Sprintf(query, args...))
	if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != kind {
		w.t.Fatalf("want one %s, got %+v", kind, a.Errors)
	}
	e := a.Errors[0]
	if e.Extensions.Messages.ID == "" || e.Extensions.Messages.EN == "" || e.Extensions.Messages.ID == e.Extensions.Messages.EN {
		w.t.Errorf("not in both languages: %+v", e.Extensions.Messages)
	}
	if e.Extensions.RequestID == "" || a.Extensions.RequestID != e.Extensions.RequestID || a.header.Get("X-Request-Id") != e.Extensions.RequestID {
		w.t.Errorf("request id: %+v, header %s", a, a.header.Get("X-Request-Id"))
	}
	return a
}

// village is a small kabupaten: two kecamatan along one road that runs east on
// latitude -8, a desa every 0.02 degrees (about 2.2 km).
//
//	35.10.01  1001 kelurahan, puskesmas 1      2001 pustu 2, fully staffed
//	          2002 pustu 3, no staff data      2003 pustu 4, closed 2025-01-01
//	35.10.02  2001 polindes 5; people unknown  2002 no polygon
//	          2003 50 km north of any road     2004 unnamed
//
// Puskesmas 1 serves all of 35.10.01. The register of pustu is complete for
// 35.10.01 since 2024.
const village = `
insert into data.data_source (name, role, kind, vintage, imported_at) values
  ('Batas', 'BOUNDARIES', 'REAL', '2024-01-01', '2024-02-01'), ('Faskes', 'FACILITIES', 'REAL', '2024-05-20', '2024-06-01'),
  ('Penduduk', 'POPULATION', 'REAL', '2024-01-01', '2024-02-01'), ('Jalan', 'ROADS', 'DEMO', null, '2024-02-01'),
  ('SDMK', 'STAFF', 'REAL', '2024-06-01', '2024-07-01');
insert into data.wilayah (code, level, parent, name, boundary_quality, source_id) values
  ('35', 'PROVINSI', null, 'Jawa Timur', 'DERIVED', 1), ('35.10', 'KABUPATEN_KOTA', '35', 'Banyuwangi', 'DERIVED', 1),
  ('35.10.01', 'KECAMATAN', '35.10', 'Timur', 'DERIVED', 1), ('35.10.02', 'KECAMATAN', '35.10', 'Barat', 'DERIVED', 1);
insert into data.wilayah (code, level, parent, name, name_fold, geom, surface_point, area_km2, boundary_quality, source_id)
select c, 'DESA_KELURAHAN', substr(c, 1, 8), n, lower(n), g, ST_PointOnSurface(g), case when g is not null then 4.9 end,
  case when g is null then 'NONE' else 'SOURCE' end, 1
from (select c, n, case when c <> '35.10.02.2002' then ST_Multi(ST_MakeEnvelope(x - 0.01, y - 0.01, x + 0.01, y + 0.01, 4326)) end as g
  from (values ('35.10.01.1001', 'Kota', 114.00, -8.0), ('35.10.01.2001', 'Alas', 114.02, -8.0), ('35.10.01.2002', 'Bakti', 114.04, -8.0),
    ('35.10.01.2003', 'Citra', 114.06, -8.0), ('35.10.02.2001', 'Damai', 114.08, -8.0), ('35.10.02.2002', 'Eka', 114.10, -8.0),
    ('35.10.02.2003', 'Fajar', 114.12, -7.55), ('35.10.02.2004', null, 114.14, -8.0)) v(c, n, x, y)) s;
insert into data.population (desa, as_of, people, source_id)
select c, '2024-01-01', p, 3 from (values ('35.10.01.1001', 5000), ('35.10.01.2001', 3000), ('35.10.01.2002', 2000), ('35.10.01.2003', 1000),
  ('35.10.02.2002', 800), ('35.10.02.2003', 700), ('35.10.02.2004', 600)) v(c, p);
insert into data.facility (kind, name, name_fold, declared_desa, point, location_quality, status, area_category, rawat_inap, induk_id, closed, known_from, source_id)
select k, n, lower(n), c, ST_SetSRID(ST_MakePoint(x, -8.0), 4326), 'POINT', s, a, r, i, d::date, '2020-01-01', 2 from (values
  ('PUSKESMAS', 'Puskesmas Kota', '35.10.01.1001', 114.00, 'OPEN', 'PERDESAAN', false, null::bigint, null),
  ('PUSTU', 'Pustu Alas', '35.10.01.2001', 114.02, 'OPEN', null, null, 1, null),
  ('PUSTU', 'Pustu Bakti', '35.10.01.2002', 114.04, 'OPEN', null, null, 1, null),
  ('PUSTU', 'Pustu Citra', '35.10.01.2003', 114.06, 'OPEN', null, null, 1, '2025-01-01'),
  ('POLINDES', 'Polindes Damai', '35.10.02.2001', 114.08, 'OPEN', null, null, null, null)) v(k, n, c, x, s, a, r, i, d);
insert into data.facility_service_area (facility_id, desa, source_id)
select 1, code, 2 from data.wilayah where code like '35.10.01.%';
insert into data.facility_identifier values ('KEMENKES', 'P001', 1, '2020-01-01');
insert into data.facility_source (facility_id, source_id, row_key, row_hash, name, distance_m) select id, 2, id::text, 'h', name, 0 from data.facility;
insert into data.register (kind, wilayah, completeness, as_of, source_id) values ('PUSTU', '35.10.01', 'COMPLETE', '2024-05-20', 2);
insert into data.staff_count (facility_id, unit, profession, status, klaster, people, period, source_id) values
  (2, 'Pustu Alas', 'PERAWAT', 'PNS', '{KLASTER_3}', 1, '2024-06-01', 5), (2, 'Pustu Alas', 'BIDAN', 'NON_ASN_BLUD', '{KLASTER_2}', 1, '2024-06-01', 5);
insert into data.import_run (source_id, file_name, checksum, started_at, finished_at, rows_read, added, changed, unchanged, rejected, suspicious, missing) values
  (2, 'faskes.csv', 'a', '2024-06-01', '2024-06-01', 6, 5, 0, 0, 1, 1, 0), (2, 'faskes.csv', 'b', '2024-06-02', '2024-06-02', 6, 0, 0, 5, 1, 1, 0);
insert into data.import_issue (run_id, line, code, severity, reason_id, reason_en, facility_id)
select r, l, 'X', case when l = 3 then 'SUSPICIOUS' else 'REJECTED' end, 'alasan', 'reason', case when l = 3 then 3 end from generate_series(1, 2) r, generate_series(3, 7) l;
insert into data.match_case (source_id, subject, key, line, given, candidates, created_at)
values (2, 'KIND', 'pusptu', 3, 'Pusptu', '[{"value":"PUSTU","label":"Pustu","score":0.8}]', '2024-06-01');
insert into data.network_dataset (source_id, status, hash, coverage, coverage_method, nodes, edges, length_m, min_component, created_at)
values (4, 'CURRENT', 'cafe', ST_Multi(ST_MakeEnvelope(113.9, -8.2, 114.3, -7.4, 4326)), 'DECLARED', 11, 10, 20000, 2, '2024-02-01');
insert into data.network_node (dataset_id, id, lon, lat) select 1, i, 113.98 + i * 0.02, -8.0 from generate_series(0, 10) i;
insert into data.network_edge (dataset_id, id, from_node, to_node, class, access, length_m, geom)
select 1, i, i, i + 1, 'primary', 255, 2204, ST_SetSRID(ST_MakeLine(ST_MakePoint(113.98 + i * 0.02, -8.0), ST_MakePoint(114.0 + i * 0.02, -8.0)), 4326)
from generate_series(0, 9) i;
`
