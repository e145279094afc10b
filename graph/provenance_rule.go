package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jangkau/gis"
)

// ruled tells which rule need follows from, and what to know about it.
func (t *told) ruled(ctx context.Context, ask gis.WorkforceQuestion) error {
	all, err := t.q.standards.get(ctx, struct{}{})
	if err != nil {
		return err
	}
	t.parameter("rule", ask.Rule)
	if ask.Rule != gis.ByStandard {
		t.parameter("rounding", ask.Rounding)
	}
	t.overrides(ask)
	t.whatIsMissing(all, ask)
	for _, s := range all {
		if ask.Standard != nil && s.ID == *ask.Standard {
			t.named(*s, ask)
		}
	}
	switch ask.Rule {
	case gis.ByWorkload:
		for _, wkt := range wktOf(all, ask) {
			t.parameter("wktMinutes", wkt)
		}
		t.workload(ask.Need)
	case gis.ByRatio:
		t.caveat("RATIO_OF_AN_AREA", gis.T(
			"Target rasio berbicara tentang semua tenaga suatu daerah, termasuk rumah sakit dan klinik; di sini dihadapkan pada tenaga puskesmas beserta jejaringnya saja",
			"Target ratios speak of all health workers of an area, hospitals and clinics included; here they are held against the staff of a puskesmas and its jejaring alone"))
		for _, s := range all {
			if slices.Contains(ask.Need.Standards, s.ID) && s.TargetYear != nil && ask.AsOf > gis.Date(fmt.Sprintf("%d-12-31", *s.TargetYear)) {
				t.caveat("TARGET_YEAR_PASSED", gis.T("%s adalah target tahun %d dan dipakai untuk %s; target yang lebih baru tidak dimuat",
					"%s is a target for the year %d and is used of %s; none that is newer is loaded", s.Title, *s.TargetYear, ask.AsOf))
			}
		}
	}
	return nil
}

// wktOf are the working times that needs by workload were computed with.
func wktOf(all []*gis.Standard, ask gis.WorkforceQuestion) []float64 {
	if ask.WKTMinutes != nil {
		return []float64{*ask.WKTMinutes}
	}
	var out []float64
	for _, s := range all {
		if slices.Contains(ask.Need.Standards, s.ID) && s.WKTMinutes != nil && !slices.Contains(out, *s.WKTMinutes) {
			out = append(out, *s.WKTMinutes)
		}
	}
	return out
}

// whatIsMissing tells why no need follows, so that an empty answer does not read as
// nobody being needed.
func (t *told) whatIsMissing(all []*gis.Standard, ask gis.WorkforceQuestion) {
	ofRule, holding := 0, 0
	for _, s := range all {
		if s.Rule == ask.Rule {
			ofRule++
			if holdsOn(*s, ask.AsOf) && (s.WilayahCode == nil || ask.Within.Within(*s.WilayahCode) || s.WilayahCode.Within(ask.Within)) {
				holding++
			}
		}
	}
	switch {
	case ofRule == 0:
		t.caveat("NO_RULE_LOADED", gis.T(
			"Belum ada aturan %s yang dimuat, sehingga kebutuhannya tidak diketahui, bukan nol; muat dengan: jangkau import standard FILE",
			"No rule of %s is loaded, so that need is not known, which is not none; load one with: jangkau import standard FILE", ask.Rule))
	case holding == 0 && ask.Standard == nil:
		t.caveat("NO_RULE_IN_FORCE", gis.T(
			"Tidak ada aturan %s yang berlaku di sini pada %s, sehingga kebutuhannya tidak diketahui, bukan nol; lihat query standards",
			"No rule of %s is in force here on %s, so that need is not known, which is not none; see the query standards", ask.Rule, ask.AsOf))
	}
	if ask.Rule == gis.ByWorkload && ask.Need.Facilities == 0 {
		t.caveat("NO_VOLUMES_LOADED", gis.T(
			"Capaian belum dimuat untuk satu pun fasilitas di sini sampai %s, sehingga kebutuhannya tidak diketahui, bukan nol; muat dengan: jangkau import workload FILE",
			"No volumes up to %s are loaded for any facility here, so that need is not known, which is not none; load them with: jangkau import workload FILE", ask.AsOf))
	}
}

func holdsOn(s gis.Standard, day gis.Date) bool {
	return (s.ValidFrom == nil || day >= *s.ValidFrom) && (s.ValidTo == nil || day < *s.ValidTo)
}

// named tells where a rule that was asked for by its id does not hold of itself.
func (t *told) named(s gis.Standard, ask gis.WorkforceQuestion) {
	if !holdsOn(s, ask.AsOf) || s.WilayahCode != nil && !ask.Within.Within(*s.WilayahCode) {
		from, to, where := gis.T("tidak disebut", "not said"), gis.T("tidak disebut", "not said"), "Indonesia"
		if s.ValidFrom != nil {
			from = gis.T("%s", "%s", *s.ValidFrom)
		}
		if s.ValidTo != nil {
			to = gis.T("%s", "%s", *s.ValidTo)
		}
		if s.WilayahCode != nil {
			where = string(*s.WilayahCode)
		}
		asked := string(ask.Within)
		if asked == "" {
			asked = "Indonesia"
		}
		t.caveat("NOT_IN_FORCE", gis.T(
			"%[1]s berlaku sejak %[2]s sampai (tidak termasuk) %[3]s di %[4]s; di sini dipakai untuk %[5]s pada %[6]s karena disebut namanya",
			"%[1]s holds from %[7]s until (not including) %[8]s in %[4]s; it is used of %[5]s on %[6]s because it was asked for by name",
			s.ID, from.ID, to.ID, where, asked, ask.AsOf, from.EN, to.EN))
	}
	var kinds []string
	left := false
	for _, r := range s.Rows {
		if ask.Kinds == nil && r.FacilityKind != gis.KindPosyandu || slices.Contains(ask.Kinds, r.FacilityKind) {
			left = true
		}
		if !slices.Contains(kinds, string(r.FacilityKind)) {
			kinds = append(kinds, string(r.FacilityKind))
		}
	}
	if ask.Rule == gis.ByStandard && len(kinds) > 0 && !left {
		t.caveat("STANDARD_OF_OTHER_KINDS", gis.T("%s mengatur %[2]s, yang tidak ditanyakan; tanyakan dengan kind: [%[2]s]",
			"%s speaks of %[2]s, which the question leaves out; ask with kind: [%[2]s]", s.ID, strings.Join(kinds, ", ")))
	}
}
