package db

import (
	"context"
	"os"
	"regexp"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
)

// Somebody types, and each letter is a search: none may read the whole country.
func TestSearchWilayahUsesIndexes(t *testing.T) {
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
	for _, sql := range []string{string(country), `update data.wilayah set name = substr(md5(code), 1, 10), name_fold = substr(md5(code), 1, 10)`, `vacuum analyze data.wilayah`} {
		if _, err := owner.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	d, err := Open(ctx, Config{URL: appURL})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	everything := regexp.MustCompile(`Seq Scan on (wilayah|population)\b`)
	for name, q := range map[string]gis.WilayahQuestion{
		"part of a name": {Name: "a1b2", First: 20},
		"code":           {Code: "35.20", First: 20},
	} {
		sql, b := searchQuery(q)
		if plan := explain(t, d, sql, b.values); everything.MatchString(plan) {
			t.Errorf("%s reads %v:\n%s", name, everything.FindAllString(plan, -1), plan)
		}
	}
}
