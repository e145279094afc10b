package workforce

import (
	"errors"
	"slices"

	"jangkau/gis"
)

// ByLoad is what the rules of workload ask of each facility for which volumes are
// loaded. WKT is the rule's own unless one is given.
func (r Rules) ByLoad(list []gis.WorkforceTraits, wktMinutes *float64, how gis.NeedRounding) (gis.WorkforceNeed, error) {
	out := gis.WorkforceNeed{Rule: gis.ByWorkload}
	for _, f := range list {
		s := r.choose(f.Wilayah, func(s *gis.Standard) bool {
			return slices.ContainsFunc(s.Activities, func(a gis.WorkloadActivity) bool { return a.FacilityKind == nil || *a.FacilityKind == f.Kind })
		})
		if s == nil {
			continue
		}
		use(&out, s)
		for _, p := range professionsOf(s, f.Kind) {
			w, known := loadOf(s, f, p)
			if known == 0 {
				continue // nobody said what there is to do: not known, not none
			}
			if known < mainOf(s, f.Kind, p) {
				out.Incomplete++
			}
			if wktMinutes != nil {
				w.WKTMinutes = *wktMinutes
			}
			n, err := w.Need()
			if err != nil {
				return out, named(err, s.ID, p)
			}
			out.ByFacility = append(out.ByFacility, gis.FacilityNeed{
				Facility: f.Facility, Standard: s.ID, Profession: p, Exact: n.Need, Required: Round(n.Need, how),
			})
		}
	}
	return out, nil
}

func use(n *gis.WorkforceNeed, s *gis.Standard) {
	if !slices.Contains(n.Standards, s.ID) {
		n.Standards = append(n.Standards, s.ID)
	}
}

// activitiesOf are those of a profession in a kind of facility; an activity that the
// rule gives for the kind itself goes before the one it gives for any.
func activitiesOf(s *gis.Standard, kind gis.FacilityKind, profession string) []gis.WorkloadActivity {
	var out []gis.WorkloadActivity
	for _, a := range s.Activities {
		if a.Profession.Code != profession || a.FacilityKind != nil && *a.FacilityKind != kind {
			continue
		}
		i := slices.IndexFunc(out, func(b gis.WorkloadActivity) bool { return b.Code == a.Code })
		switch {
		case i < 0:
			out = append(out, a)
		case a.FacilityKind != nil:
			out[i] = a
		}
	}
	return out
}

func mainOf(s *gis.Standard, kind gis.FacilityKind, profession string) int {
	n := 0
	for _, a := range activitiesOf(s, kind, profession) {
		if a.Kind == gis.ActivityMain {
			n++
		}
	}
	return n
}

func professionsOf(s *gis.Standard, kind gis.FacilityKind) []string {
	var out []string
	for _, a := range s.Activities {
		if p := a.Profession.Code; (a.FacilityKind == nil || *a.FacilityKind == kind) && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// loadOf puts a facility's volumes to the rule's activities, and tells of how many main
// ones the volume is known.
func loadOf(s *gis.Standard, f gis.WorkforceTraits, profession string) (w Workload, known int) {
	w.WKTMinutes = *s.WKTMinutes
	volumes := map[string]gis.WorkloadVolume{}
	for _, v := range f.Volumes {
		if v.Profession == profession {
			volumes[v.Activity] = v
		}
	}
	for _, a := range activitiesOf(s, f.Kind, profession) {
		switch a.Kind {
		case gis.ActivityMain:
			v, ok := volumes[a.Code]
			if !ok {
				continue
			}
			known++
			if v.Counted {
				w.Main = append(w.Main, Main{Volume: v.Volume, NormMinutes: or(v.NormMinutes, *a.NormMinutes)})
			}
		case gis.ActivitySupport:
			w.Support = append(w.Support, Support{Percent: or(a.Percent, 0), MinutesYear: or(a.MinutesYear, 0)})
		case gis.ActivityIndividual:
			w.Individual = append(w.Individual, Individual{MinutesYear: *a.MinutesYear, Persons: *a.Persons})
		}
	}
	return w, known
}

func or(p *float64, ordinary float64) float64 {
	if p != nil {
		return *p
	}
	return ordinary
}

// named tells whose figures an error is about.
func named(err error, standard, profession string) error {
	var e *gis.Error
	if !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Field = "standard"
	named.Message = gis.Text{ID: standard + ", " + profession + ": " + e.Message.ID, EN: standard + ", " + profession + ": " + e.Message.EN}
	return &named
}
