package embedded

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jangkau/gis"
)

func TestDumpIsVerifiedAndRotates(t *testing.T) {
	ctx := context.Background()
	dir := withCluster(t)
	s := openStore(t, dir)
	exec1(t, s.OwnerURL(), "CREATE TABLE desa AS SELECT 'Pulau Merah' AS name, ST_Point(114, -8, 4326) AS geom")

	weekly, err := s.DumpIfOlder(ctx, 7*24*time.Hour)
	if err != nil || weekly == "" {
		t.Fatalf("the first dump: %q, %v", weekly, err)
	}
	if again, err := s.DumpIfOlder(ctx, 7*24*time.Hour); err != nil || again != "" {
		t.Errorf("dumped again though fresh: %q, %v", again, err)
	}
	old := time.Now().Add(-8 * 24 * time.Hour)
	if err := os.Chtimes(weekly, old, old); err != nil {
		t.Fatal(err)
	}
	if again, err := s.DumpIfOlder(ctx, 7*24*time.Hour); err != nil || again == "" {
		t.Errorf("no dump though the last is a week old: %q, %v", again, err)
	}
	var newest string
	for range dumpsKept + 2 {
		if newest, err = s.Dump(ctx, BeforeMigration); err != nil {
			t.Fatal(err)
		}
	}
	all := dumpsIn(s.place.dumps())
	if len(all) != dumpsKept+2 || all[0] != newest {
		t.Errorf("want %d of migrations and 2 weekly, newest first, got %q", dumpsKept, all)
	}
	if exists(filepath.Join(s.place.dumps(), "*"+partSuffix)) {
		t.Error("unfinished dumps remain")
	}
	if _, err := s.Dump(ctx, "../x"); gis.KindOf(err) != gis.Invalid {
		t.Errorf("a label with a path: %v", err)
	}

	// A dump cut short anywhere must not pass.
	whole, err := os.ReadFile(newest)
	if err != nil {
		t.Fatal(err)
	}
	install := installations()[0]
	for _, part := range []int{1, 2, 9} {
		short := filepath.Join(dir, "short.dump")
		if err := os.WriteFile(short, whole[:len(whole)*part/10], 0o600); err != nil {
			t.Fatal(err)
		}
		if install.verify(ctx, short) == nil {
			t.Errorf("%d/10 of a dump passed as whole", part)
		}
	}
}

// The machine's PostgreSQL was replaced by another major version.
func TestClusterOfAnotherMajor(t *testing.T) {
	ctx := context.Background()
	dir := withCluster(t)
	s := openStore(t, dir)
	exec1(t, s.OwnerURL(), `CREATE TABLE desa AS SELECT 'Pulau Merah' AS name, ST_Point(114, -8, 4326) AS geom;
		GRANT SELECT ON desa TO jangkau_app`)
	if _, err := s.Dump(ctx, "weekly"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.place.cluster(), "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	s = openStore(t, dir)
	if got := query[string](t, s.AppURL(), "SELECT name || ST_AsText(geom) FROM desa"); got != "Pulau MerahPOINT(114 -8)" {
		t.Errorf("restored %q", got)
	}
	if !exists(filepath.Join(s.place.Base, oldPrefix+"9-*", "PG_VERSION")) {
		t.Error("the replaced cluster was not kept")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	// A kill between the two renames.
	if err := os.Rename(s.place.cluster(), filepath.Join(s.place.Base, nextName)); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, dir)
	if got := query[string](t, s.AppURL(), "SELECT name FROM desa"); got != "Pulau Merah" {
		t.Errorf("after a kill between renames: %q", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	if err := os.WriteFile(filepath.Join(s.place.cluster(), "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dump := range dumpsIn(s.place.dumps()) {
		if err := os.Truncate(dump, 300); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Open(ctx, Options{DataDir: dir, NoSync: true})
	if gis.KindOf(err) != gis.Unavailable || !strings.Contains(err.Error(), "postgresql-9-postgis-3") {
		t.Errorf("without a sound dump: %v", err)
	}
}
