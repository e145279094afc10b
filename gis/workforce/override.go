package workforce

import (
	"slices"

	"jangkau/gis"
)

// chosen is the rule that speaks for a profession, and the wider one that would have
// spoken without it.
type chosen struct {
	profession string
	rule, over *gis.Standard
}

// perProfession finds the rule for each profession. Of the whole country's rules one holds
// for all professions: a newer regulation takes the place of an older one. A wilayah's
// own rule overrides only what it states, so that a line on one profession leaves the
// others to whoever ruled them before.
func (r Rules) perProfession(scope gis.WilayahCode, speaks func(*gis.Standard) []string) []chosen {
	spoken := func(s *gis.Standard) bool { return len(speaks(s)) > 0 }
	base := r.choose(scope, func(s *gis.Standard) bool { return (s.WilayahCode == nil || r.named != "") && spoken(s) })
	var out []chosen
	add := func(s *gis.Standard) {
		if s == nil {
			return
		}
		for _, p := range speaks(s) {
			if !slices.ContainsFunc(out, func(c chosen) bool { return c.profession == p }) {
				out = append(out, chosen{profession: p})
			}
		}
	}
	add(base)
	for _, s := range r.all {
		if r.named == "" && s.WilayahCode != nil && r.inForce(s) && scope.Within(*s.WilayahCode) {
			add(s)
		}
	}
	for i := range out {
		c := &out[i]
		says := func(s *gis.Standard) bool {
			return (s.WilayahCode != nil || s == base) && slices.Contains(speaks(s), c.profession)
		}
		c.rule = r.choose(scope, says)
		c.over = r.choose(scope, func(s *gis.Standard) bool { return says(s) && wider(s, c.rule) })
	}
	return out
}

// byScope finds the rules of many facilities: all within the same wilayah with rules of
// their own have the same.
type byScope struct {
	rules  Rules
	scopes []gis.WilayahCode
	found  map[string][]chosen
}

func (r Rules) byScope() *byScope { return &byScope{r, r.scopes(gis.Indonesia), map[string][]chosen{}} }

// of are those of a facility; speaks may go by the facility's kind and by nothing else of it.
func (b *byScope) of(f gis.WorkforceTraits, speaks func(*gis.Standard) []string) []chosen {
	scope := gis.WilayahCode("")
	for _, s := range b.scopes { // sorted: a narrower one comes after those around it
		if f.Wilayah.Within(s) {
			scope = s
		}
	}
	key := string(scope) + "|" + string(f.Kind)
	list, ok := b.found[key]
	if !ok {
		list = b.rules.perProfession(scope, speaks)
		b.found[key] = list
	}
	return list
}

// wider reports whether a's wilayah is wider than b's.
func wider(a, b *gis.Standard) bool { return width(a) < width(b) }

// overrides notes which lines of which rule give way to another's.
func overrides(n *gis.WorkforceNeed, c chosen, kind gis.FacilityKind) {
	if c.over == nil {
		return
	}
	i := slices.IndexFunc(n.Overrides, func(o gis.RuleOverride) bool { return o.Standard == c.rule.ID && o.Over == c.over.ID && o.Kind == kind })
	if i < 0 {
		i = len(n.Overrides)
		n.Overrides = append(n.Overrides, gis.RuleOverride{Standard: c.rule.ID, Over: c.over.ID, Kind: kind})
	}
	if o := &n.Overrides[i]; !slices.Contains(o.Professions, c.profession) {
		o.Professions = append(o.Professions, c.profession)
	}
}
