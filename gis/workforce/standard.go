package workforce

import (
	"cmp"
	"slices"

	"jangkau/gis"
)

var (
	categories = []gis.AreaCategory{gis.Perkotaan, gis.Perdesaan, gis.Terpencil, gis.SangatTerpencil}
	yesNo      = []bool{true, false}
)

// traits are what a standard goes by; "" and nil are not known.
type traits struct {
	category  gis.AreaCategory
	rawatInap *bool
}

// completions are the facilities that one of these traits may turn out to be.
func (t traits) completions() []traits {
	cs, rs := []gis.AreaCategory{t.category}, []*bool{t.rawatInap}
	if t.category == "" {
		cs = categories
	}
	if t.rawatInap == nil {
		rs = []*bool{&yesNo[0], &yesNo[1]}
	}
	var out []traits
	for _, c := range cs {
		for _, r := range rs {
			out = append(out, traits{c, r})
		}
	}
	return out
}

type post struct {
	klaster    gis.Klaster
	profession string
}

// asked is what a standard asks of a facility of which all is known: of the rows that
// fit, the one that says most about the facility.
func asked(s *gis.Standard, kind gis.FacilityKind, t traits) map[post]float64 {
	out, best := map[post]float64{}, map[post]int{}
	for _, r := range s.Rows {
		if r.FacilityKind != kind || r.AreaCategory != nil && *r.AreaCategory != t.category || r.RawatInap != nil && *r.RawatInap != *t.rawatInap {
			continue
		}
		p := post{profession: r.Profession.Code}
		if r.Klaster != nil {
			p.klaster = *r.Klaster
		}
		says := 1
		if r.AreaCategory != nil {
			says += 2
		}
		if r.RawatInap != nil {
			says++
		}
		if says > best[p] {
			best[p], out[p] = says, r.Required
		}
	}
	return out
}

// Standard is what the standards ask of every class of facilities in an area. Of a
// facility whose area category or rawat inap is not known, nothing is guessed: the
// least and the most that it may come to are told.
func (r Rules) Standard(area gis.WilayahCode) gis.WorkforceNeed {
	out := gis.WorkforceNeed{Rule: gis.ByStandard, Scopes: r.scopes(area)}
	for _, scope := range append([]gis.WilayahCode{""}, out.Scopes...) {
		for _, kind := range gis.FacilityKinds {
			for _, c := range r.perProfession(scope, func(s *gis.Standard) []string { return professionsAsked(s, kind) }) {
				use(&out, c.rule)
				if !hidden(scope, area, out.Scopes) {
					overrides(&out, c, kind)
				}
				of := only(c.rule, kind, c.profession)
				for _, category := range append([]gis.AreaCategory{""}, categories...) {
					for _, ri := range []*bool{nil, &yesNo[0], &yesNo[1]} {
						out.ByClass = append(out.ByClass, classNeed(of, scope, kind, traits{category, ri})...)
					}
				}
			}
		}
	}
	return out
}

// hidden reports whether a narrower scope holds for the whole area.
func hidden(scope, area gis.WilayahCode, scopes []gis.WilayahCode) bool {
	return slices.ContainsFunc(scopes, func(s gis.WilayahCode) bool { return len(s) > len(scope) && area.Within(s) })
}

// professionsAsked are those that a standard speaks of for a kind of facility.
func professionsAsked(s *gis.Standard, kind gis.FacilityKind) []string {
	var out []string
	for _, row := range s.Rows {
		if row.FacilityKind == kind && !slices.Contains(out, row.Profession.Code) {
			out = append(out, row.Profession.Code)
		}
	}
	return out
}

// only is a standard with nothing but its lines on one profession in one kind of facility.
func only(s *gis.Standard, kind gis.FacilityKind, profession string) *gis.Standard {
	out := &gis.Standard{ID: s.ID}
	for _, row := range s.Rows {
		if row.FacilityKind == kind && row.Profession.Code == profession {
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

func classNeed(s *gis.Standard, scope gis.WilayahCode, kind gis.FacilityKind, t traits) []gis.ClassNeed {
	var each []map[post]float64
	posts := map[post]bool{}
	for _, c := range t.completions() {
		a := asked(s, kind, c)
		for p := range a {
			posts[p] = true
		}
		each = append(each, a)
	}
	var out []gis.ClassNeed
	for p := range posts {
		n := gis.ClassNeed{
			Scope: scope, Kind: kind, Category: t.category, RawatInap: t.rawatInap, Standard: s.ID,
			Klaster: p.klaster, Profession: p.profession, Min: each[0][p], Max: each[0][p],
		}
		for _, a := range each {
			n.Min, n.Max = min(n.Min, a[p]), max(n.Max, a[p])
		}
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b gis.ClassNeed) int {
		return cmp.Or(cmp.Compare(a.Klaster, b.Klaster), cmp.Compare(a.Profession, b.Profession))
	})
	return out
}
