package gis

import (
	"slices"
	"strings"
)

// FacilityState is what holds of a facility from a day on, until the next state of its
// history.
type FacilityState struct {
	From      Date               `json:"from"`
	Status    OperationalStatus  `json:"status"`
	Condition *FacilityCondition `json:"condition"`
	SourceID  int64              `json:"source"`
}

// Timeline is a facility's history: its states by day, no two of one day. Status and
// condition are told apart: a state whose status is that of the one before says nothing
// of the status but that it went on.
type Timeline []FacilityState

func (s FacilityState) value(f FacilityEditField) string {
	switch {
	case f == EditStatus:
		return string(s.Status)
	case s.Condition != nil:
		return string(*s.Condition)
	}
	return ""
}

func (s *FacilityState) put(f FacilityEditField, value string) {
	if f == EditStatus {
		s.Status = OperationalStatus(value)
		return
	}
	s.Condition = nil
	if value != "" {
		c := FacilityCondition(value)
		s.Condition = &c
	}
}

func (s FacilityState) same(o FacilityState) bool {
	return s.Status == o.Status && s.value(EditCondition) == o.value(EditCondition)
}

// On is the state in force on a day, nil before the first.
func (t Timeline) On(day Date) *FacilityState {
	for i := len(t) - 1; i >= 0; i-- {
		if t[i].From <= day {
			return &t[i]
		}
	}
	return nil
}

// Since is since when what holds of a field at last has held, "" where nothing does.
func (t Timeline) Since(f FacilityEditField) Date {
	if len(t) == 0 {
		return ""
	}
	return t[t.begins(f)].From
}

// begins is the state with which the last value of a field began.
func (t Timeline) begins(f FacilityEditField) int {
	i := len(t) - 1
	for i > 0 && t[i-1].value(f) == t[i].value(f) {
		i--
	}
	return i
}

// ClosedFrom is the history of a facility that was closed for good on a day, whatever
// its states say of that.
func (t Timeline) ClosedFrom(day Date) Timeline {
	out := slices.Clone(t)
	if was := t.On(day); was != nil {
		out = t.with(day, was.SourceID)
	}
	for i := range out {
		if out[i].From >= day {
			out[i].Status = StatusClosed
		}
	}
	return out
}

// Set lets a value hold from a day on, in place of what was said of that very day. What
// was said of later days is not undone by it: where the field changes after the day, the
// error is Invalid and names these changes.
func (t Timeline) Set(f FacilityEditField, value string, on Date, source int64) (Timeline, error) {
	if err := t.reaches("on", on); err != nil {
		return nil, err
	}
	if later := t.changes(f, on, ""); len(later) > 0 {
		return nil, invalid("on", T("Sesudah %s tercatat %s; perubahan mulai %s akan menghapusnya. Pakai %s atau sesudahnya, atau betulkan tanggal keadaan terakhir (%s)",
			"After %s there is %s; a change from %s on would undo that. Use %s or a later day, or correct the day of the last state (%s)",
			on, words(later), on, t.Since(f), sinceArgument(f)))
	}
	out := t.with(on, source)
	for i := range out {
		if out[i].From >= on {
			out[i].put(f, value)
		}
	}
	return out, nil
}

// Move lets what holds of a field at last begin on another day: earlier, in place of the
// one value before it, or later, which then holds longer.
func (t Timeline) Move(f FacilityEditField, to Date, source int64) (Timeline, error) {
	argument := sinceArgument(f)
	if err := t.reaches(argument, to); err != nil {
		return nil, err
	}
	first := t.begins(f)
	began, value := t[first].From, t[first].value(f)
	if to == began {
		return t, nil
	}
	if to > began {
		if first == 0 {
			return nil, invalid(argument, T("%s berlaku sejak hari pertama fasilitas ini dikenal (%s); nyatakan dahulu keadaan sebelumnya, dengan on: %s",
				"%s holds from the first day that this facility is known (%s); first say what held before, with on: %s", t[first].word(f), began, began))
		}
		out := t.with(to, source)
		before := t[first-1].value(f)
		for i := range out {
			if out[i].From >= began && out[i].From < to {
				out[i].put(f, before)
			}
		}
		return out.without(began), nil
	}
	if between := t.changes(f, to, began); len(between) > 0 {
		return nil, invalid(argument, T("Antara %s dan %s tercatat %s; tanggal %s akan menghapusnya. Pakai tanggal sesudahnya, atau betulkan dahulu keadaan itu",
			"Between %s and %s there is %s; the day %s would undo that. Use a later day, or correct that state first", to, began, words(between), to))
	}
	out := t.with(to, source)
	for i := range out {
		if out[i].From >= to && out[i].From < began {
			out[i].put(f, value)
		}
	}
	return out.without(began), nil
}

func sinceArgument(f FacilityEditField) string {
	if f == EditStatus {
		return "statusSince"
	}
	return "conditionSince"
}

func (t Timeline) reaches(argument string, day Date) error {
	if len(t) > 0 && day >= t[0].From {
		return nil
	}
	from := Date("?")
	if len(t) > 0 {
		from = t[0].From
	}
	return invalid(argument, T("Fasilitas ini baru dikenal sejak %s; pakai tanggal itu atau sesudahnya",
		"This facility is known from %s only; use that day or a later one", from))
}

// changes are the states after one day and before another ("" is no end) with which the
// field became something else.
func (t Timeline) changes(f FacilityEditField, after, before Date) []string {
	var out []string
	for i := 1; i < len(t); i++ {
		if t[i].From > after && (before == "" || t[i].From < before) && t[i].value(f) != t[i-1].value(f) {
			out = append(out, t[i].word(f)+" ("+string(t[i].From)+")")
		}
	}
	return out
}

// word is a value as messages write it.
func (s FacilityState) word(f FacilityEditField) string {
	if v := s.value(f); v != "" {
		return v
	}
	return string(StatusUnknown)
}

func words(states []string) string { return strings.Join(states, ", ") }

// with is the history with a state of a day, of a source, that says what held anyway.
func (t Timeline) with(day Date, source int64) Timeline {
	out := slices.Clone(t)
	if s := out.On(day); s != nil && s.From == day {
		s.SourceID = source
		return out
	}
	i := len(out)
	for i > 0 && out[i-1].From > day {
		i--
	}
	s := FacilityState{From: day, Status: StatusUnknown, SourceID: source}
	if i > 0 {
		s.Status, s.Condition = out[i-1].Status, out[i-1].Condition
	}
	return slices.Insert(out, i, s)
}

// without leaves out the state of a day, where it says what the one before it says.
func (t Timeline) without(day Date) Timeline {
	for i := 1; i < len(t); i++ {
		if t[i].From == day && t[i].same(t[i-1]) {
			return slices.Delete(t, i, i+1)
		}
	}
	return t
}
