package workforce

import "jangkau/gis"

// PerPeople is what a ratio asks for so many people.
func PerPeople(people, required, perPeople float64) float64 { return people * required / perPeople }

// Ratio is what the ratios ask of each puskesmas for the people of its service area.
// One whose people are not known gets no need, which is not a need of none.
func (r Rules) Ratio(list []gis.WorkforceTraits, how gis.NeedRounding) gis.WorkforceNeed {
	out := gis.WorkforceNeed{Rule: gis.ByRatio}
	rules := r.byScope()
	for _, f := range list {
		if f.People == nil || f.Kind != gis.KindPuskesmas {
			continue
		}
		for _, c := range rules.of(f, professionsOfRatio) {
			use(&out, c.rule)
			overrides(&out, c, f.Kind)
			for _, row := range c.rule.Ratios {
				if row.Profession.Code != c.profession {
					continue
				}
				exact := PerPeople(*f.People, row.Required, row.PerPeople)
				out.ByFacility = append(out.ByFacility, gis.FacilityNeed{
					Facility: f.Facility, Standard: c.rule.ID, Profession: c.profession, Exact: exact, Required: Round(exact, how),
				})
			}
		}
	}
	return out
}

func professionsOfRatio(s *gis.Standard) []string {
	out := make([]string, len(s.Ratios))
	for i, row := range s.Ratios {
		out[i] = row.Profession.Code
	}
	return out
}
