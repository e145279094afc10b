package graph

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jangkau/gis"
	"jangkau/gis/workforce"
)

// workforceMethods say how need is set against staff, by rule.
var workforceMethods = map[gis.WorkforceRule]gis.Text{
	gis.ByStandard: gis.T(
		"Kekurangan tiap fasilitas dan jenis tenaga = maks(0, standar - tersedia), dijumlahkan; kelebihan tidak menutupinya. Tenaga menurut periode terbaru tiap fasilitas sampai tanggal itu; tiap orang dihitung satu kali, kecuali pada baris per klaster",
		"The gap of each facility and profession = max(0, standard - available), added up; surplus never offsets it. Staff by each facility's latest period up to the day; each person once, except in rows by klaster"),
	gis.ByWorkload: gis.T(
		"Kebutuhan = JKT x STP (ditambah tugas perorangan pada WISN); JKT = jumlah capaian / SBK, SBK = WKT / norma waktu, STP = 1 / (1 - jumlah FTP). Kekurangan tiap fasilitas dan jenis tenaga = maks(0, kebutuhan - tersedia), dijumlahkan; kelebihan tidak menutupinya",
		"Need = JKT x STP (plus individual allowances under WISN); JKT = sum of volume / SBK, SBK = WKT / norm, STP = 1 / (1 - sum of FTP). The gap of each facility and profession = max(0, need - available), added up; surplus never offsets it"),
	gis.ByRatio: gis.T(
		"Kebutuhan puskesmas = penduduk wilayah kerjanya x rasio; tersedia = tenaga puskesmas beserta jejaringnya. Kekurangan = maks(0, kebutuhan - tersedia), dijumlahkan; kelebihan tidak menutupinya",
		"The need of a puskesmas = people of its service area x ratio; available = staff of the puskesmas and its jejaring. The gap = max(0, need - available), added up; surplus never offsets it"),
}

// needOf computes what the rule asks in the area of a question.
func (q *request) needOf(ctx context.Context, ask *gis.WorkforceQuestion) error {
	all, err := q.standards.get(ctx, struct{}{})
	if err != nil {
		return err
	}
	rules, err := workforce.NewRules(all, ask.Rule, ask.Standard, ask.AsOf)
	if err != nil {
		return err
	}
	if ask.Rule == gis.ByStandard {
		ask.Need = rules.Standard(ask.Within)
		return nil
	}
	traits, err := q.reader.WorkforceTraits(ctx, *ask)
	if err != nil {
		return err
	}
	if ask.Rule == gis.ByRatio {
		ask.Need = rules.Ratio(traits, ask.Rounding)
	} else {
		ask.Need = rules.ByLoad(traits, ask.WKTMinutes, ask.Rounding)
	}
	ask.Need.Facilities = len(traits)
	return nil
}

func (q *request) loadStandards(ctx context.Context, _ []struct{}) (map[struct{}][]*gis.Standard, error) {
	all, err := q.reader.Standards(ctx)
	return map[struct{}][]*gis.Standard{{}: all}, err
}

// minutesOfYear are all there are in a leap year: nobody works longer.
const minutesOfYear = 366 * 24 * 60

func checkWKT(rule gis.WorkforceRule, wkt *float64) error {
	switch {
	case wkt == nil:
		return nil
	case rule != gis.ByWorkload:
		return &gis.Error{Kind: gis.Invalid, Field: "wktMinutes", Message: gis.T(
			"wktMinutes hanya untuk rule: WORKLOAD", "wktMinutes is for rule: WORKLOAD alone")}
	case *wkt > 0 && *wkt <= minutesOfYear:
		return nil
	}
	return &gis.Error{Kind: gis.Invalid, Field: "wktMinutes", Message: gis.T(
		"wktMinutes adalah menit kerja satu orang setahun: lebih dari 0, paling banyak %d, bukan %v; sumber menyebut 72000 atau 75000",
		"wktMinutes are the minutes that one person works in a year: above 0, at most %d, not %v; sources name 72000 or 75000", minutesOfYear, *wkt)}
}

// overrides tells what a wilayah's own rules say in place of wider ones.
func (t *told) overrides(ask gis.WorkforceQuestion) {
	for _, o := range ask.Need.Overrides {
		if ask.Kinds == nil || slices.Contains(ask.Kinds, o.Kind) {
			professions := strings.Join(o.Professions, ", ")
			t.caveat("LOCAL_RULE_OVERRIDES", gis.T(
				"Aturan setempat %s menggantikan %s pada %s untuk: %s; jenis tenaga lain tetap menurut %[2]s",
				"The local rule %s takes the place of %s in %s for: %s; other professions stay with %[2]s", o.Standard, o.Over, o.Kind, professions))
		}
	}
}

// shownVolumes is how many missing activities an answer names.
const shownVolumes = 10

// workload tells what a need by workload lacks, and where a rule gives none.
func (t *told) workload(n gis.WorkforceNeed) {
	var missing []string
	for _, m := range n.Missing[:min(len(n.Missing), shownVolumes)] {
		missing = append(missing, fmt.Sprintf("%s: %s (%d)", m.Profession, m.Activity, m.Facilities))
	}
	if more := len(n.Missing) - len(missing); more > 0 {
		missing = append(missing, fmt.Sprintf("+%d", more))
	}
	t.count(n.Incomplete, "WORKLOAD_INCOMPLETE",
		"Kebutuhan %d pasangan fasilitas dan jenis tenaga dihitung tanpa tugas pokok yang capaiannya belum dimuat: sedikitnya sekian, tanpa batas atas, sehingga kelebihan tidak dapat disimpulkan. Yang belum ada (jumlah fasilitas): %s",
		"The need of %d pairs of facility and profession is without main activities whose volume is not loaded: it is at least so much, with no most, so that no surplus follows. Not loaded (facilities): %s",
		strings.Join(missing, "; "))
	for _, f := range n.Failed {
		where := make([]string, min(len(f.Facilities), shownVolumes))
		for i := range where {
			where[i] = strconv.FormatInt(f.Facilities[i], 10)
		}
		if len(f.Facilities) > len(where) {
			where = append(where, "…")
		}
		t.caveat("WORKLOAD_RULE_FAILS", gis.Text{
			ID: fmt.Sprintf("Aturan %s tidak menghasilkan kebutuhan %s di %d fasilitas, yang ditinggalkan (id %s): %s", f.Standard, f.Profession, len(f.Facilities), strings.Join(where, ", "), f.Why.ID),
			EN: fmt.Sprintf("The rule %s gives no need of %s at %d facilities, which are left out (id %s): %s", f.Standard, f.Profession, len(f.Facilities), strings.Join(where, ", "), f.Why.EN),
		})
	}
}
