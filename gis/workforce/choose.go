package workforce

import (
	"cmp"
	"slices"

	"jangkau/gis"
)

// Rules are the loaded rules that a question may use.
type Rules struct {
	all   []*gis.Standard
	named string // one by its id, whatever its day; "": those in force
	day   gis.Date
	rule  gis.WorkforceRule
}

// NewRules are the rules of one sort on a day; whoever names one asks for it alone, on
// any day and in any wilayah.
func NewRules(all []*gis.Standard, rule gis.WorkforceRule, named *string, day gis.Date) (Rules, error) {
	r := Rules{day: day, rule: rule}
	for _, s := range all {
		if s.Rule == rule {
			r.all = append(r.all, s)
		}
	}
	if named == nil {
		return r, nil
	}
	r.named = *named
	for _, s := range all {
		switch {
		case s.ID != *named:
		case s.Rule != rule:
			return r, &gis.Error{Kind: gis.Invalid, Field: "standard", Message: gis.T(
				"%q adalah aturan %s, bukan %s; ubah rule atau pilih aturan lain", "%q is a rule of %s, not of %s; change rule or name another", s.ID, s.Rule, rule)}
		default:
			r.all = []*gis.Standard{s}
			return r, nil
		}
	}
	return r, &gis.Error{Kind: gis.NotFound, Field: "standard", Message: gis.T(
		"Tidak ada standar %q; lihat daftar standar pada query standards",
		"There is no standard %q; see the query standards", *named)}
}

// inForce reports whether the rule holds on the day. A day that is not verified is no
// reason to leave a rule out: that it has been revoked is told with the answer.
func (r Rules) inForce(s *gis.Standard) bool {
	return r.named != "" || (s.ValidFrom == nil || *s.ValidFrom <= r.day) && (s.ValidTo == nil || *s.ValidTo > r.day)
}

// scopes are the wilayah, overlapping the area, that have a rule of their own.
func (r Rules) scopes(area gis.WilayahCode) []gis.WilayahCode {
	var out []gis.WilayahCode
	for _, s := range r.all {
		if w := s.WilayahCode; w != nil && r.named == "" && r.inForce(s) && (area.Within(*w) || w.Within(area)) && !slices.Contains(out, *w) {
			out = append(out, *w)
		}
	}
	slices.Sort(out)
	return out
}

// choose finds, of the rules that speak of a thing, the one for a wilayah ("" is the
// country).
// A narrower wilayah's own rule goes before a wider one's; then one that is known to
// be in force before one that was revoked on a day nobody verified; then the newest;
// then the highest rank.
func (r Rules) choose(scope gis.WilayahCode, speaks func(*gis.Standard) bool) *gis.Standard {
	var best *gis.Standard
	for _, s := range r.all {
		if !r.inForce(s) || !speaks(s) {
			continue
		}
		if r.named == "" && s.WilayahCode != nil && (scope == "" || !scope.Within(*s.WilayahCode)) {
			continue
		}
		if best == nil || before(s, best) {
			best = s
		}
	}
	return best
}

func before(a, b *gis.Standard) bool {
	lapsed := func(s *gis.Standard) int {
		if s.Revoked && s.ValidTo == nil {
			return 1
		}
		return 0
	}
	text := func(d *gis.Date) string {
		if d == nil {
			return ""
		}
		return string(*d)
	}
	return cmp.Or(cmp.Compare(width(b), width(a)), cmp.Compare(lapsed(a), lapsed(b)),
		cmp.Compare(text(b.ValidFrom), text(a.ValidFrom)), cmp.Compare(b.Rank, a.Rank), cmp.Compare(a.ID, b.ID)) < 0
}

// width is how narrow the wilayah is that a rule is the own of; 0 is the country.
func width(s *gis.Standard) int {
	if s.WilayahCode == nil {
		return 0
	}
	return len(*s.WilayahCode)
}
