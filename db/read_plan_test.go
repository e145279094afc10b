package db

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
)

func migrateTest(ctx context.Context, ownerURL string) error {
	_, err := Migrate(ctx, ownerURL)
	return err
}

// readAllOf finds tables that a plan reads from end to end. Tables of a few rows
// are read so by right.
var readAllOf = regexp.MustCompile(`Seq Scan on (wilayah|facility|population|facility_service_area|facility_state)\b`)

// Questions about one kabupaten among the whole country must not read every desa
// or every facility.
func TestPlansUseIndexes(t *testing.T) {
	if testing.Short() {
		t.Skip("loads 83,000 desa")
	}
	country, err := os.ReadFile("testdata/country.sql")
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	ownerURL, appURL := dbtest.New(t, migrateTest)
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	if _, err := owner.Exec(ctx, string(country)); err != nil {
		t.Fatal(err)
	}
	d, err := Open(ctx, Config{URL: appURL})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	since := gis.Date("2024-06-01")
	area := gis.Area{Within: "35.20"}
	page := gis.Page{First: 50, Total: true}
	for name, query := range map[string]func(*binds) listQuery{
		"desaWithoutPustu": func(b *binds) listQuery {
			return gapQuery(b, gis.GapQuestion{Area: area, Rule: gis.RuleBuilding, Status: []gis.GapStatus{gis.Lacks}, AsOf: "2026-11-21"})
		},
		"desaWithoutPustu since": func(b *binds) listQuery {
			return gapQuery(b, gis.GapQuestion{Area: area, Rule: gis.RuleFunctional, Status: []gis.GapStatus{gis.Lacks}, AsOf: "2026-11-21", Since: &since})
		},
		"desa": func(b *binds) listQuery {
			return desaListQuery(b, gis.DesaQuestion{Area: area, Units: gis.DesaAndKelurahan})
		},
		"desa by people": func(b *binds) listQuery {
			return desaListQuery(b, gis.DesaQuestion{Area: area, Units: gis.OnlyDesa, Order: []gis.Order{{Key: "PEOPLE", Direction: gis.Descending}}})
		},
		"facilities": func(b *binds) listQuery {
			return facilityListQuery(b, gis.FacilityQuestion{Area: area, Kinds: []gis.FacilityKind{gis.KindPustu}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := &binds{}
			sql, err := query(b).sql(b, page)
			if err != nil {
				t.Fatal(err)
			}
			plan := explain(t, d, sql, b.values)
			if readAllOf.MatchString(plan) {
				t.Errorf("reads all of %v:\n%s", readAllOf.FindAllString(plan, -1), plan)
			}
			// An index read from end to end is no better than a table.
			if strings.Contains(plan, "Index Cond: (kind = ") {
				t.Errorf("reads every facility of a kind:\n%s", plan)
			}
		})
	}
}

// explain is a statement's plan with its time, for the role that queries run as.
func explain(t *testing.T, d *DB, sql string, args []any) string {
	var lines []string
	err := d.Read(t.Context(), func(tx pgx.Tx) error {
		rows, err := tx.Query(t.Context(), "explain (analyze, costs off) "+sql, args...)
		if err != nil {
			return err
		}
		lines, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	t.Log(lines[len(lines)-2], lines[len(lines)-1])
	return strings.Join(lines, "\n")
}
