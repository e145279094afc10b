package db

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
)

// functioning is the rule FUNCTIONAL for one facility, as plainly as it can be said.
func (w pustuWorld) functioning(f pustuFacility, day string) gis.FunctioningStatus {
	kinds := []string(nil)
	if d := f.desa(); d != "" {
		kinds = w.equivalent[d[:5]]
	}
	if kinds == nil {
		kinds = w.equivalent[""]
	}
	status, condition, stands := f.on(day)
	enough, known := f.staffed(day)
	switch {
	case f.kind != "PUSTU" && !slices.Contains(kinds, f.kind):
		return "NOT_APPLICABLE"
	case f.knownFrom <= day && !stands, stands && (status == "NOT_OPERATING" || condition == "RUSAK_BERAT"), known && !enough:
		return "DOES_NOT"
	case !stands || !known:
		return "UNKNOWN"
	}
	return "FUNCTIONS"
}

// Functioning against plain Go, facility by facility, and against the rule: a desa HAS
// a pustu that functions where one of its pustu does, and only there.
func TestFunctioningIsTheRule(t *testing.T) {
	ctx := t.Context()
	ownerURL, appURL := dbtest.New(t, migrateTest)
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	d, err := Open(ctx, Config{URL: appURL})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	seen := map[gis.FunctioningStatus]int{}
	for seed := range uint64(8) {
		w := randomPustuWorld(seed)
		for _, sql := range []string{`truncate data.data_source, data.wilayah, data.facility restart identity cascade`, w.sql()} {
			if _, err := owner.Exec(ctx, sql); err != nil {
				t.Fatal(err)
			}
		}
		ids := make([]int64, len(w.facilities))
		for i := range ids {
			ids[i] = int64(i + 1)
		}
		for _, day := range []string{"2022-05-05", "2024-06-01", "2030-01-01"} {
			s := d.NewSession(Caller{})
			got, err := s.Functioning(ctx, ids, gis.Date(day))
			s.Close(ctx)
			if err != nil {
				t.Fatal(err)
			}
			works := map[string]bool{}
			for i, f := range w.facilities {
				is := got[ids[i]]
				if want := w.functioning(f, day); is == nil || is.Status != want {
					t.Fatalf("seed %d, facility %d on %s: %+v, want %s\n%+v", seed, i+1, day, is, want, f)
				}
				if (is.Status == "DOES_NOT" || is.Status == "UNKNOWN") && len(is.Reasons) == 0 {
					t.Errorf("seed %d, facility %d on %s: %s without a reason", seed, i+1, day, is.Status)
				}
				seen[is.Status]++
				if f.kind == "PUSTU" && is.Status == "FUNCTIONS" {
					works[f.desa()] = true
				}
			}
			for _, desa := range w.desa {
				if has := w.rules(desa, day)[3] == "HAS"; has != works[desa] {
					t.Errorf("seed %d, %s on %s: the rule says %v, its pustu %v", seed, desa, day, has, works[desa])
				}
			}
		}
	}
	for _, s := range []gis.FunctioningStatus{"FUNCTIONS", "DOES_NOT", "UNKNOWN", "NOT_APPLICABLE"} {
		if seen[s] < 20 {
			t.Errorf("%s only %d times", s, seen[s])
		}
	}
}
