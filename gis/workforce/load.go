package workforce

import (
	"cmp"
	"errors"
	"slices"

	"jangkau/gis"
)

// ByLoad is what the rules of workload ask of each facility for which volumes are
// loaded. WKT is the rule's own unless one is given. Where a main activity's volume is
// missing, the need is at least what the others come to. A rule that gives no answer
// leaves its pair of facility and profession out, which is told: one bad rule must not
// keep a provinsi from its answer.
func (r Rules) ByLoad(list []gis.WorkforceTraits, wktMinutes *float64, how gis.NeedRounding) gis.WorkforceNeed {
	out := gis.WorkforceNeed{Rule: gis.ByWorkload}
	missing := map[[2]string]int{}
	rules := r.byScope()
	for _, f := range list {
		for _, c := range rules.of(f, func(s *gis.Standard) []string { return professionsOf(s, f.Kind) }) {
			w, known, lacks := loadOf(c.rule, f, c.profession)
			if known == 0 {
				continue // nobody said what there is to do: not known, not none
			}
			use(&out, c.rule)
			overrides(&out, c, f.Kind)
			if wktMinutes != nil {
				w.WKTMinutes = *wktMinutes
			}
			n, err := w.Need()
			if err != nil {
				failed(&out, c, f.Facility, err)
				continue
			}
			if len(lacks) > 0 {
				out.Incomplete++
			}
			for _, name := range lacks {
				missing[[2]string{c.profession, name}]++
			}
			out.ByFacility = append(out.ByFacility, gis.FacilityNeed{
				Facility: f.Facility, Standard: c.rule.ID, Profession: c.profession, Exact: n.Need, Required: Round(n.Need, how), AtLeast: len(lacks) > 0,
			})
		}
	}
	for of, n := range missing {
		out.Missing = append(out.Missing, gis.MissingVolume{Profession: of[0], Activity: of[1], Facilities: n})
	}
	slices.SortFunc(out.Missing, func(a, b gis.MissingVolume) int {
		return cmp.Or(cmp.Compare(b.Facilities, a.Facilities), cmp.Compare(a.Profession, b.Profession), cmp.Compare(a.Activity, b.Activity))
	})
	return out
}

func failed(n *gis.WorkforceNeed, c chosen, facility int64, err error) {
	why := gis.Text{ID: err.Error(), EN: err.Error()}
	var e *gis.Error
	if errors.As(err, &e) {
		why = e.Message
	}
	i := slices.IndexFunc(n.Failed, func(f gis.FailedNeed) bool {
		return f.Standard == c.rule.ID && f.Profession == c.profession && f.Why == why
	})
	if i < 0 {
		i = len(n.Failed)
		n.Failed = append(n.Failed, gis.FailedNeed{Standard: c.rule.ID, Profession: c.profession, Why: why})
	}
	n.Failed[i].Facilities = append(n.Failed[i].Facilities, facility)
}

// CheckLoad fails with Invalid where a rule of workload can give no answer whatever is
// done: supporting activities that take all the time there is.
func CheckLoad(s *gis.Standard) error {
	for _, kind := range gis.FacilityKinds {
		for _, p := range professionsOf(s, kind) {
			w, _, _ := loadOf(s, gis.WorkforceTraits{Kind: kind}, p)
			if _, err := w.Need(); err != nil {
				return named(err, s.ID, string(kind)+" "+p)
			}
		}
	}
	return nil
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
// ones the volume is known and of which it is not.
func loadOf(s *gis.Standard, f gis.WorkforceTraits, profession string) (w Workload, known int, lacks []string) {
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
				lacks = append(lacks, cmp.Or(a.Name, a.Code))
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
	return w, known, lacks
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
