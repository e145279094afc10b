package db

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
)

// A database that took a later step without an earlier one is left alone, and whoever
// asks is told what to do.
func TestSkippedMigrationIsRefused(t *testing.T) {
	ctx := t.Context()
	ownerURL, _ := dbtest.New(t, migrateTest)
	if done, err := Migrate(ctx, ownerURL); done != 0 || err != nil {
		t.Fatalf("%d steps on a database that has them all, %v", done, err)
	}
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	tag, err := owner.Exec(ctx, `delete from goose_db_version where version_id = 2`)
	if err != nil || tag.RowsAffected() != 1 {
		t.Fatalf("%v, %v", tag, err)
	}
	if _, err := Migrate(ctx, ownerURL); gis.KindOf(err) != gis.Conflict {
		t.Errorf("%v, want a conflict", err)
	}
}
