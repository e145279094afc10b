package workforce

import "jangkau/gis"

// PerPeople is what a ratio asks for so many people.
func PerPeople(people, required, perPeople float64) float64 { return people * required / perPeople }

// Ratio is what the ratios ask of each puskesmas for the people of its service area.
// One whose people are not known gets no need, which is not a need of none.
func (r Rules) Ratio(list []gis.WorkforceTraits, how gis.NeedRounding) gis.WorkforceNeed {
	out := gis.WorkforceNeed{Rule: gis.ByRatio}
	for _, f := range list {
		s := r.choose(f.Wilayah, func(s *gis.Standard) bool { return len(s.Ratios) > 0 })
		if s == nil || f.People == nil || f.Kind != gis.KindPuskesmas {
			continue
		}
		use(&out, s)
		for _, row := range s.Ratios {
			exact := PerPeople(*f.People, row.Required, row.PerPeople)
			out.ByFacility = append(out.ByFacility, gis.FacilityNeed{
				Facility: f.Facility, Standard: s.ID, Profession: row.Profession.Code, Exact: exact, Required: Round(exact, how),
			})
		}
	}
	return out
}
