package db

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
)

// The rules in sets must say what the rules desa by desa said: the first form of
// the function, kept in its migration, is the slow twin.
func TestDesaPustuAgainstItsFirstForm(t *testing.T) {
	ctx := t.Context()
	ownerURL, _ := dbtest.New(t, migrateTest)
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	exec := func(sql string) {
		t.Helper()
		if _, err := owner.Exec(ctx, sql); err != nil {
			t.Fatalf("%v\n%.300s", err, sql)
		}
	}
	exec(firstForm(t))
	exec(randomPustu())
	var rows, wrong, answers int
	err = owner.QueryRow(ctx, `
		with n as (select * from api.desa_pustu('35.10', '2024-06-01')), o as (select * from api.desa_pustu_first('35.10', '2024-06-01'))
		select count(*), count(*) filter (where to_json(n)::text is distinct from to_json(o)::text),
			count(distinct (n.building, n.equivalent, n.served, n.functional))
		from n full join o on o.desa = n.desa`).Scan(&rows, &wrong, &answers)
	if err != nil {
		t.Fatal(err)
	}
	if rows != 400 || wrong != 0 || answers < 8 {
		t.Errorf("%d desa, %d answered otherwise, %d different answers", rows, wrong, answers)
	}
}

// firstForm cuts the function out of its migration, under another name.
func firstForm(t *testing.T) string {
	b, err := os.ReadFile("migrations/0003_read.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, sql, found := strings.Cut(string(b), "create function api.desa_pustu(")
	sql, _, ends := strings.Cut(sql, "-- +goose StatementEnd")
	if !found || !ends {
		t.Fatal("the function is not where it was")
	}
	return "create function api.desa_pustu_first(" + sql
}

// randomPustu is 400 desa in 40 kecamatan with facilities of every state.
func randomPustu() string {
	rnd := rand.New(rand.NewPCG(3, 5))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	var b strings.Builder
	b.WriteString(`insert into data.data_source (name, role, kind, imported_at) values ('x', 'FACILITIES', 'REAL', now());
		insert into data.wilayah (code, level, boundary_quality, source_id) values ('35', 'PROVINSI', 'NONE', 1), ('35.10', 'KABUPATEN_KOTA', 'NONE', 1);`)
	for k := 1; k <= 40; k++ {
		kec := fmt.Sprintf("35.10.%02d", k)
		fmt.Fprintf(&b, "insert into data.wilayah (code, level, boundary_quality, source_id) values ('%s', 'KECAMATAN', 'NONE', 1);", kec)
		for _, kind := range []string{"PUSTU", "PONKESDES", "POSKESDES", "POLINDES", "PKD"} {
			if kind == "PUSTU" && rnd.IntN(3) > 0 || kind != "PUSTU" && k%4 == 0 {
				fmt.Fprintf(&b, "insert into data.register (kind, wilayah, completeness, as_of, source_id) values ('%s', '%s', '%s', '2024-0%d-01', 1);",
					kind, kec, pick("COMPLETE", "COMPLETE", "PARTIAL"), 1+rnd.IntN(8))
			}
		}
		for n := range 10 {
			desa := fmt.Sprintf("%s.%d00%d", kec, 1+rnd.IntN(2), n)
			fmt.Fprintf(&b, "insert into data.wilayah (code, level, boundary_quality, source_id) values ('%s', 'DESA_KELURAHAN', 'NONE', 1);", desa)
			for range rnd.IntN(3) {
				fmt.Fprintf(&b, `insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, condition, known_from, closed, source_id)
					values ('%s', 'f', 'f', '%s', 'NONE', '%s', %s, '%s', %s, 1);`, pick("PUSTU", "PUSTU", "POLINDES", "POSYANDU"), desa,
					pick("OPEN", "OPEN", "CLOSED", "NOT_OPERATING", "UNKNOWN"), pick("null", "'BAIK'", "'RUSAK_BERAT'"),
					pick("2020-01-01", "2020-01-01", "2025-01-01"), pick("null", "null", "'2023-01-01'", "'2025-01-01'"))
			}
		}
	}
	b.WriteString(`
		insert into data.facility_service_area (facility_id, desa, source_id) select id, declared_desa, 1 from data.facility where id % 3 = 0;
		insert into data.facility_state (facility_id, valid_from, status, source_id) select id, '2024-03-01', 'CLOSED', 1 from data.facility where id % 11 = 0;
		insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id)
		select id, 'u' || id, p, 'PNS', (id / 2) % 2, '2024-01-01', 1 from data.facility, unnest(array['PERAWAT', 'BIDAN']) p where id % 2 = 0;`)
	return b.String()
}
