package ingest_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/db"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

// facilityStore is an empty, migrated database.
func facilityStore(t testing.TB) *db.DB {
	t.Helper()
	return newStore(t).DB
}

// without copies a CSV file leaving columns out: the trial data hold answers too.
func without(t testing.TB, path string, columns ...string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var keep []int
	for i, h := range rows[0] {
		if !slices.Contains(columns, h) {
			keep = append(keep, i)
		}
	}
	if len(rows[0])-len(keep) != len(columns) {
		t.Fatalf("%s has the columns %v", path, rows[0])
	}
	out := filepath.Join(t.TempDir(), filepath.Base(path))
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	c := csv.NewWriter(w)
	for _, row := range rows {
		var cells []string
		for _, i := range keep {
			cells = append(cells, row[i])
		}
		if err := c.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	c.Flush()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}

func onDay(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func loadBoundaries(t testing.TB, d *db.DB, name string) {
	t.Helper()
	res, err := ingest.Boundaries(context.Background(), d.StartLoad, ingest.BoundaryOptions{Options: ingest.Options{Path: realFile(t, name), Vintage: onDay("2025-01-01")}})
	if err != nil || res.Rejected > 0 {
		t.Fatalf("boundaries %s: %+v, %v", name, res.Issues, err)
	}
}

func loadFacilities(t testing.TB, d *db.DB, o ingest.FacilityOptions) ingest.Result {
	t.Helper()
	res, err := ingest.Facilities(context.Background(), d.StartLoad, o)
	if err != nil {
		t.Fatalf("facilities %s: %v", o.Path, err)
	}
	if res.Rows != res.Added+res.Changed+res.Unchanged+res.Rejected {
		t.Errorf("%s: rows do not add up: %+v", filepath.Base(o.Path), told(res))
	}
	return res
}

func told(r ingest.Result) string {
	return fmt.Sprintf("rows %d added %d changed %d unchanged %d rejected %d suspicious %d missing %d", r.Rows, r.Added, r.Changed, r.Unchanged, r.Rejected, r.Suspicious, r.Missing)
}

// scan reads one row of a query in the store.
func scan(t testing.TB, d *db.DB, sql string, args []any, into ...any) {
	t.Helper()
	if err := d.Read(context.Background(), func(tx pgx.Tx) error { return tx.QueryRow(context.Background(), sql, args...).Scan(into...) }); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func number(t testing.TB, d *db.DB, sql string, args ...any) int {
	t.Helper()
	var n int
	scan(t, d, sql, args, &n)
	return n
}

func text(t testing.TB, d *db.DB, sql string, args ...any) string {
	t.Helper()
	var s *string
	scan(t, d, sql, args, &s)
	if s == nil {
		return ""
	}
	return *s
}

// facilityState is everything an unchanged import must leave as it is.
func facilityState(t testing.TB, d *db.DB) string {
	t.Helper()
	return text(t, d, `select md5(concat_ws('|',
		(select string_agg(f::text, ';' order by f.id) from data.facility f), (select string_agg(s::text, ';' order by s.source_id, s.row_key) from data.facility_source s),
		(select string_agg(i::text, ';' order by i.system, i.value) from data.facility_identifier i), (select string_agg(a::text, ';' order by a.facility_id, a.desa) from data.facility_service_area a),
		(select string_agg(s::text, ';' order by s.facility_id, s.valid_from) from data.facility_state s), (select string_agg(m::text, ';' order by m.id) from data.match_case m),
		(select string_agg(r::text, ';' order by r.id) from data.register r), (select string_agg(s::text, ';' order by s.id) from data.staff_count s),
		(select string_agg(r::text, ';' order by r.what) from data.revision r)))`)
}

// about finds the issue of a code whose English reason holds some words.
func about(r ingest.Result, code, words string) *ingest.Issue {
	for _, i := range issuesOf(r, code) {
		if strings.Contains(i.Reason.EN, words) {
			return &i
		}
	}
	return nil
}

func logIssues(t testing.TB, r ingest.Result, severity ...read.Severity) {
	t.Helper()
	for _, i := range r.Issues {
		if len(severity) == 0 || slices.Contains(severity, i.Severity) {
			t.Logf("line %d %s %s %s=%q: %s -> %s", i.Line, i.Severity, i.Code, i.Field, i.Value, i.Reason.EN, i.Action.EN)
		}
	}
}
