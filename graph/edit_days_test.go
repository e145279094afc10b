package graph_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"jangkau/gis"
)

type historyOf struct {
	Facility struct {
		Version                     int
		Status                      string
		Closed                      *string
		StatusSince, ConditionSince *string
		History                     []struct {
			From, Status string
			Condition    *string
		}
	}
}

func (w *world) history(id int) string {
	w.t.Helper()
	f := read[historyOf](w, `{ facility(id: %d) { version status closed statusSince conditionSince history { from status condition } } }`, id).Facility
	var out []string
	for _, s := range f.History {
		text := s.From + " " + s.Status
		if s.Condition != nil {
			text += " " + *s.Condition
		}
		out = append(out, text)
	}
	text := strings.Join(out, ", ") + " | " + f.Status + " since " + *f.StatusSince
	if f.Closed != nil {
		text += " closed " + *f.Closed
	}
	return text
}

func (w *world) version(id int) int {
	w.t.Helper()
	return read[historyOf](w, `{ facility(id: %d) { version } }`, id).Facility.Version
}

// A wrong day of closing is corrected by one edit, either way; the desa has its pustu
// until the right day.
func TestADayIsCorrectedByOneEdit(t *testing.T) {
	w := editWorld(t)
	const desa = "35.10.01.2001"
	w.mend(`facility: 2, version: 1, condition: BAIK, on: "2026-01-10"`)
	w.mend(`facility: 2, version: %d, status: CLOSED, on: "2026-03-01"`, w.version(2))
	first := strings.Split(w.history(2), ",")[0]
	for _, c := range []struct{ since, want, open, shut string }{
		{"2026-02-15", "2026-01-10 OPEN BAIK, 2026-02-15 CLOSED BAIK | CLOSED since 2026-02-15 closed 2026-02-15", "2026-02-14", "2026-02-15"},
		{"2026-04-01", "2026-01-10 OPEN BAIK, 2026-04-01 CLOSED BAIK | CLOSED since 2026-04-01 closed 2026-04-01", "2026-03-31", "2026-04-01"},
		{"2026-01-05", "2026-01-05 CLOSED, 2026-01-10 CLOSED BAIK | CLOSED since 2026-01-05 closed 2026-01-05", "2026-01-04", "2026-01-05"},
	} {
		e := w.mend(`facility: 2, version: %d, statusSince: %q`, w.version(2), c.since)
		if len(e.Changes) != 1 || e.Changes[0].Field != "STATUS_SINCE" || *e.Changes[0].After != c.since || e.On != nil || !strings.Contains(fmt.Sprint(e.Facility.Mended), "STATUS") {
			t.Errorf("%+v", e)
		}
		if got := w.history(2); got != first+", "+c.want {
			t.Errorf("%s, want %s, %s", got, first, c.want)
		}
		if open, shut := w.building(desa, c.open), w.building(desa, c.shut); open != "HAS" || shut != "LACKS" {
			t.Errorf("closed %s: %s on %s, %s on %s", c.since, open, c.open, shut, c.shut)
		}
	}
	// One that a list closed by a date alone, too.
	if got := w.mend(`facility: 4, version: 1, statusSince: "2025-03-01"`).Facility; *got.Closed != "2025-03-01" || got.Status != "CLOSED" {
		t.Errorf("%+v", got)
	}
	for day, want := range map[string]string{"2025-02-28": "HAS", "2025-03-01": "LACKS"} {
		if got := w.building("35.10.01.2003", day); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

// An edit dated before what is stored of a later day is refused, and the message names
// that; so is one that corrects a day across another state, and one that means to correct
// a day without saying so.
func TestABackdatedEditUndoesNothing(t *testing.T) {
	w := editWorld(t)
	w.mend(`facility: 2, version: 1, status: NOT_OPERATING, on: "2026-02-01"`)
	w.mend(`facility: 2, version: %d, condition: RUSAK_BERAT, on: "2026-03-01"`, w.version(2))
	w.mend(`facility: 2, version: %d, status: CLOSED, on: "2026-05-01"`, w.version(2))
	was, version := w.history(2), w.version(2)
	for input, want := range map[string]struct{ argument, says string }{
		`status: OPEN, on: "2026-01-15"`:                       {"on", "NOT_OPERATING (2026-02-01), CLOSED (2026-05-01)"},
		`status: NOT_OPERATING, on: "2026-04-01"`:              {"on", "CLOSED (2026-05-01)"},
		`condition: BAIK, on: "2026-02-01"`:                    {"on", "RUSAK_BERAT (2026-03-01)"},
		`statusSince: "2026-01-15"`:                            {"statusSince", "NOT_OPERATING (2026-02-01)"},
		`statusSince: "2019-12-31"`:                            {"statusSince", "known from"},
		`statusSince: "2026-11-22"`:                            {"statusSince", "has not come"},
		`conditionSince: "2026-11-22"`:                         {"conditionSince", "has not come"},
		`status: CLOSED, on: "2026-04-01"`:                     {"on", "since 2026-05-01; to correct that day use statusSince"},
		`condition: RUSAK_BERAT, on: "2026-04-01"`:             {"on", "since 2026-03-01; to correct that day use conditionSince"},
		`status: OPEN, statusSince: "2026-04-01"`:              {"statusSince", "choose one"},
		`condition: BAIK, conditionSince: "2026-04-01"`:        {"conditionSince", "choose one"},
		`clear: [CONDITION], conditionSince: "2026-04-01"`:     {"conditionSince", "choose one"},
		`statusSince: "2026-05-01"`:                            {"input", "Nothing would change"},
		`statusSince: "2026-05-02", point: {lon: 1, lat: 114}`: {"point", "swapped"},
	} {
		a := w.edit(fmt.Sprintf(`facility: 2, version: %d, %s`, version, input))
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.Invalid || a.Errors[0].Extensions.Argument != want.argument || !strings.Contains(a.Errors[0].Extensions.Messages.EN, want.says) {
			t.Errorf("%s: %+v, want %+v", input, a.Errors, want)
		}
	}
	if got := w.history(2); got != was || w.version(2) != version {
		t.Errorf("%s, want %s", got, was)
	}
	// Of the very day the newer word holds; after it all is open again.
	w.mend(`facility: 2, version: %d, status: OPEN, on: "2026-05-01"`, version)
	if got := w.history(2); !strings.HasSuffix(got, "2026-02-01 NOT_OPERATING, 2026-03-01 NOT_OPERATING RUSAK_BERAT, 2026-05-01 OPEN RUSAK_BERAT | OPEN since 2026-05-01") {
		t.Error(got)
	}
}

// Whatever edits follow one another, the store says of every day what each accepted edit
// left: read back as answers read it, and set against a list of days.
func TestAnyEditsLeaveAWholeHistory(t *testing.T) {
	w := editWorld(t)
	r := rand.New(rand.NewPCG(3, 11))
	day := func(i int) string { return fmt.Sprintf("2026-01-%02d", i+1) }
	const length = 20
	first := w.stands(2, day(0))
	twin := make([]string, length)
	for i := range twin {
		twin[i] = first
	}
	accepted := 0
	for range 60 {
		on, status := r.IntN(length), []string{"OPEN", "NOT_OPERATING", "CLOSED"}[r.IntN(3)]
		began := length - 1
		for began > 0 && twin[began-1] == twin[began] {
			began--
		}
		input, from, to, value := fmt.Sprintf(`status: %s, on: %q`, status, day(on)), on, length, status
		if r.IntN(2) == 0 {
			if input, from, to, value = fmt.Sprintf(`statusSince: %q`, day(on)), on, began, twin[began]; on > began {
				from, to = began, on
				if began > 0 {
					value = twin[began-1]
				}
			}
		}
		if a := w.edit(fmt.Sprintf(`facility: 2, version: %d, %s`, w.version(2), input)); len(a.Errors) > 0 {
			if a.Errors[0].Extensions.Code != gis.Invalid {
				t.Fatalf("%s: %+v", input, a.Errors)
			}
		} else {
			accepted++
			for i := from; i < to; i++ {
				twin[i] = value
			}
		}
		for i := range twin {
			if got := w.stands(2, day(i)); got != twin[i] {
				t.Fatalf("after %s: %s on %s, want %s (%s)", input, got, day(i), twin[i], w.history(2))
			}
		}
	}
	if accepted < 15 {
		t.Errorf("only %d edits were accepted", accepted)
	}
}

// stands is the status of a facility on a day, by the function that answers go by.
func (w *world) stands(id int, day string) string {
	w.t.Helper()
	var status string
	err := w.owner.QueryRow(w.t.Context(), `select coalesce((select status from api.facility_on($2::text::date) where id = $1), 'CLOSED')`, id, day).Scan(&status)
	if err != nil {
		w.t.Fatal(err)
	}
	return status
}
