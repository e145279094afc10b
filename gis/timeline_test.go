package gis_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"jangkau/gis"
)

// days is the slow twin of a history: the value of a field on every day, and nothing else.
type days []string

func dayName(i int) gis.Date { return gis.Date(fmt.Sprintf("2026-%02d-%02d", i/28+1, i%28+1)) }

// set is refused where the field changes after the day.
func (d days) set(value string, on int) bool {
	for i := on + 1; i < len(d); i++ {
		if d[i] != d[i-1] {
			return false
		}
	}
	for i := on; i < len(d); i++ {
		d[i] = value
	}
	return true
}

func (d days) began() int {
	i := len(d) - 1
	for i > 0 && d[i-1] == d[i] {
		i--
	}
	return i
}

// move is refused where more than one value would give way, or nothing is known to take
// the place of what began too early.
func (d days) move(to int) bool {
	began, value := d.began(), d[len(d)-1]
	if to > began {
		if began == 0 {
			return false
		}
		for i := began; i < to; i++ {
			d[i] = d[began-1]
		}
		return true
	}
	for i := to + 1; i < began; i++ {
		if d[i] != d[i-1] {
			return false
		}
	}
	for i := to; i < began; i++ {
		d[i] = value
	}
	return true
}

// After any edits, accepted or refused, a history has one state a day in order, and says
// of every day what its twin says: what was accepted, and what no later edit took back.
func TestTimelineAgainstEveryDay(t *testing.T) {
	const length = 56
	r := rand.New(rand.NewPCG(20260301, 7))
	values := map[gis.FacilityEditField][]string{gis.EditStatus: {"OPEN", "CLOSED", "NOT_OPERATING", "UNKNOWN"}, gis.EditCondition: {"", "BAIK", "RUSAK_BERAT"}}
	accepted, refused := map[string]int{}, map[string]int{}
	for range 3000 {
		line := gis.Timeline{{From: dayName(0), Status: "OPEN", SourceID: 1}}
		twin := map[gis.FacilityEditField]days{gis.EditStatus: make(days, length), gis.EditCondition: make(days, length)}
		for i := range twin[gis.EditStatus] {
			twin[gis.EditStatus][i] = "OPEN"
		}
		for step := range 12 {
			field := []gis.FacilityEditField{gis.EditStatus, gis.EditCondition}[r.IntN(2)]
			value, on := values[field][r.IntN(len(values[field]))], r.IntN(length)
			before := fmt.Sprint(line)
			what := "move"
			var ok bool
			var next gis.Timeline
			var err error
			if r.IntN(2) == 0 {
				what = "set"
				next, err = line.Set(field, value, dayName(on), 2)
				ok = twin[field].set(value, on)
			} else {
				next, err = line.Move(field, dayName(on), 2)
				ok = twin[field].move(on)
			}
			if fmt.Sprint(line) != before {
				t.Fatalf("%s wrote into what it was given", what)
			}
			if ok != (err == nil) {
				t.Fatalf("%s %s %q on %s of %v: %v, the twin says %v", what, field, value, dayName(on), line, err, ok)
			}
			if !ok {
				refused[what]++
				if gis.KindOf(err) != gis.Invalid {
					t.Fatal(err)
				}
				continue
			}
			accepted[what]++
			line = next
			for i := range line {
				if i > 0 && line[i].From <= line[i-1].From {
					t.Fatalf("step %d: %v", step, line)
				}
			}
			for f, d := range twin {
				for i := range d {
					if got := fieldOn(line, f, dayName(i)); got != d[i] {
						t.Fatalf("%s %s %q on %s: on %s it is %q, want %q in %v", what, field, value, dayName(on), dayName(i), got, d[i], line)
					}
				}
				if got, want := line.Since(f), dayName(d.began()); got != want {
					t.Fatalf("%s holds since %s, want %s in %v", f, got, want, line)
				}
			}
		}
	}
	for _, n := range []int{accepted["set"], accepted["move"], refused["set"], refused["move"]} {
		if n < 2000 {
			t.Errorf("too few cases to tell: accepted %v, refused %v", accepted, refused)
		}
	}
}

func fieldOn(line gis.Timeline, f gis.FacilityEditField, day gis.Date) string {
	s := line.On(day)
	if f == gis.EditStatus {
		return string(s.Status)
	}
	if s.Condition == nil {
		return ""
	}
	return string(*s.Condition)
}

// A refusal names what would be lost, with its day.
func TestTimelineNamesWhatWouldBeLost(t *testing.T) {
	bad := gis.ConditionRusakBerat
	line := gis.Timeline{
		{From: "2024-01-01", Status: gis.StatusOpen},
		{From: "2025-02-01", Status: gis.StatusNotOperating},
		{From: "2025-03-01", Status: gis.StatusNotOperating, Condition: &bad},
		{From: "2025-06-01", Status: gis.StatusClosed, Condition: &bad},
	}
	for want, edit := range map[string]func() (gis.Timeline, error){
		"NOT_OPERATING (2025-02-01), CLOSED (2025-06-01)": func() (gis.Timeline, error) { return line.Set(gis.EditStatus, "OPEN", "2025-01-01", 9) },
		"After 2025-04-01 there is CLOSED (2025-06-01)":   func() (gis.Timeline, error) { return line.Set(gis.EditStatus, "OPEN", "2025-04-01", 9) },
		"there is RUSAK_BERAT (2025-03-01)":               func() (gis.Timeline, error) { return line.Set(gis.EditCondition, "BAIK", "2025-02-01", 9) },
		"there is NOT_OPERATING (2025-02-01)":             func() (gis.Timeline, error) { return line.Move(gis.EditStatus, "2024-06-01", 9) },
		"known from 2024-01-01 only":                      func() (gis.Timeline, error) { return line.Move(gis.EditStatus, "2023-06-01", 9) },
	} {
		_, err := edit()
		var e *gis.Error
		if !errors.As(err, &e) || !strings.Contains(e.Message.EN, want) || e.Message.ID == e.Message.EN {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := line[:1].Move(gis.EditStatus, "2024-06-01", 9); gis.KindOf(err) != gis.Invalid {
		t.Errorf("what held before the first day: %v", err)
	}
	shut := line.ClosedFrom("2025-01-15")
	if got := fmt.Sprint(shut.On("2025-01-14").Status, shut.Since(gis.EditStatus), shut.On("2025-02-10").Status); got != "OPEN2025-01-15CLOSED" && got != "OPEN 2025-01-15 CLOSED" {
		t.Error(got)
	}
}
