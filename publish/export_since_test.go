package publish_test

import (
	"slices"
	"testing"
)

// The saved query that lists only what changed: nothing while nothing has, a desa as
// soon as its answer differs from that day's, with what it was; and the same columns
// in the same order, whatever the data.
func TestExportSince(t *testing.T) {
	w := newWorld(t, village)
	const path = "desa.csv?within=35.10&since=2025-01-01"
	first := w.export(path)
	// Of the village's changes one falls after that day: the pustu of 35.10.02.2006,
	// known from June 2025.
	if got := columnOf(first, "code"); !slices.Equal(got, []string{"35.10.02.2006"}) {
		t.Errorf("%v", got)
	}
	if rows := w.export("desa.csv?within=35.10&since=2026-11-21"); len(rows) != 1 || !slices.Equal(rows[0], first[0]) {
		t.Errorf("since today: %v", rows)
	}
	w.exec(`update data.facility set closed = '2026-01-01' where name = 'PUSTU 35.10.01.2001'`)
	again := w.export(path)
	if !slices.Equal(again[0], first[0]) {
		t.Errorf("the columns are %v, were %v", again[0], first[0])
	}
	i := slices.Index(columnOf(again, "code"), "35.10.01.2001")
	if len(again) != 3 || i < 0 || columnOf(again, "statusBefore")[i] != "HAS" || columnOf(again, "status")[i] != "LACKS" {
		t.Errorf("%v", again)
	}
}
