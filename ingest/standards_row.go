package ingest

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// RuleFields are the columns of a sheet of rules, in the order they are written.
var RuleFields = []read.SheetField{
	{Name: "id", Synonyms: []string{"kode", "kodeaturan"}, Required: true},
	{Name: "rule", Synonyms: []string{"jenisaturan"}},
	{Name: "title", Synonyms: []string{"judul"}},
	{Name: "regulation", Synonyms: []string{"regulasi", "peraturan"}},
	{Name: "article", Synonyms: []string{"pasal"}},
	{Name: "wilayah", Synonyms: []string{"kodewilayah"}},
	{Name: "valid_from", Synonyms: []string{"berlakumulai", "mulai"}},
	{Name: "valid_to", Synonyms: []string{"berlakusampai", "sampai"}},
	{Name: "revoked", Synonyms: []string{"dicabut"}},
	{Name: "revoked_by", Synonyms: []string{"dicabutoleh"}},
	{Name: "confidence", Synonyms: []string{"keyakinan"}},
	{Name: "source", Synonyms: []string{"sumber"}},
	{Name: "facility_kind", Synonyms: []string{"jenisfasilitas", "jenisfaskes"}},
	{Name: "area_category", Synonyms: []string{"kategoriwilayah"}},
	{Name: "rawat_inap", Synonyms: []string{"rawatinap"}},
	{Name: "klaster"},
	{Name: "profession", Synonyms: []string{"jenistenaga", "jenissdmk", "profesi"}, Required: true},
	{Name: "minimum", Synonyms: []string{"jumlahminimal", "minimal", "jumlah", "target"}},
	{Name: "per_people", Synonyms: []string{"perpenduduk"}},
	{Name: "target_year", Synonyms: []string{"tahuntarget", "tahunsasaran"}},
	{Name: "wkt_minutes", Synonyms: []string{"wkt", "wktmenit"}},
	{Name: "activity", Synonyms: []string{"kodekegiatan"}},
	{Name: "activity_name", Synonyms: []string{"kegiatan", "namakegiatan", "uraiantugas"}},
	{Name: "activity_kind", Synonyms: []string{"jeniskegiatan", "jenistugas"}},
	{Name: "norm_minutes", Synonyms: []string{"normawaktu", "normawaktumenit"}},
	{Name: "percent", Synonyms: []string{"ftp", "persen"}},
	{Name: "minutes_year", Synonyms: []string{"menitsetahun"}},
	{Name: "persons", Synonyms: []string{"orang"}},
}

var ruleID = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,59}$`)

// row reads one row: what it says of its rule, and its own.
func (p *rulePlan) row(r *read.SheetRow) (gis.RuleSheet, gis.RuleSheetRow) {
	rule := gis.RuleSheet{
		ID: r.Need("id"), Title: r.Text("title"), Regulation: r.Text("regulation"), Article: r.Text("article"), RevokedBy: r.Text("revoked_by"), Source: r.Text("source"),
		Rule: choice(r, "rule", "", "STANDARD", "WORKLOAD", "RATIO"), ValidFrom: day(r, "valid_from"), ValidTo: day(r, "valid_to"),
		Confidence: choice(r, "confidence", "", "VERIFIED", "SECONDARY", "RECALLED"), WKTMinutes: positive(r, "wkt_minutes"),
		TargetYear: targetYear(r),
	}
	if rule.Rule == "" {
		rule.Rule = p.sortOf(rule.ID)
	}
	if rule.ID != "" && !ruleID.MatchString(rule.ID) {
		r.Fault("id", CodeBadRule, gis.T("Id aturan: huruf kecil, angka, titik dan tanda hubung, misalnya perbup-12-2025", "The id of a rule: small letters, digits, points and hyphens, as in perbup-12-2025"))
	}
	if w := r.Text("wilayah"); w != "" {
		code, err := gis.ParseWilayahCode(w)
		if err != nil {
			r.Fault("wilayah", read.CodeBadCode, gis.T("Bukan kode wilayah Kemendagri; tulis misalnya 35.10 sebagai teks", "No Kemendagri code of a wilayah; write 35.10, as text"))
		}
		rule.Wilayah = string(code)
	}
	if rule.ValidFrom != "" && rule.ValidTo != "" && rule.ValidFrom >= rule.ValidTo {
		r.Fault("valid_to", read.CodeBadDate, gis.T("valid_to harus sesudah valid_from (%s)", "valid_to must be after valid_from (%s)", rule.ValidFrom))
	}
	if v := r.YesNo("revoked"); v != nil {
		rule.Revoked = *v
	}
	row := gis.RuleSheetRow{
		FacilityKind: choice(r, "facility_kind", "", kindNames()...), AreaCategory: choice(r, "area_category", "", "PERKOTAAN", "PERDESAAN", "TERPENCIL", "SANGAT_TERPENCIL"),
		RawatInap: r.YesNo("rawat_inap"),
	}
	if k := r.Text("klaster"); k != "" {
		word, _ := klasterFold(k)
		if row.Klaster = klasterWords[word]; row.Klaster == "" {
			r.Fault("klaster", CodeKlasterUnknown, gis.T("Klaster %q tidak dikenal; pakai 1 sampai 5", "The klaster %q is not known; use 1 to 5", k))
		}
	}
	row.Profession = professionOf(r, p.words)
	p.figures(r, rule.Rule, &row)
	return rule, row
}

// sortOf is what a rule is of whose row does not say it: what its first row said.
func (p *rulePlan) sortOf(id string) string {
	for _, r := range p.rules {
		if r.ID == id {
			return r.Rule
		}
	}
	return "STANDARD"
}

// figures reads what a row asks for, under its rule.
func (p *rulePlan) figures(r *read.SheetRow, rule string, row *gis.RuleSheetRow) {
	switch rule {
	case "WORKLOAD":
		p.activity(r, row)
	case "RATIO":
		row.Minimum, row.PerPeople = required(r, "minimum"), positive(r, "per_people")
		if row.PerPeople == nil {
			ratio := 100_000.0
			row.PerPeople = &ratio
		}
		unused(r, rule, "facility_kind", "area_category", "rawat_inap", "klaster")
	default:
		row.Minimum = required(r, "minimum")
		if row.FacilityKind == "" {
			r.Fault("facility_kind", read.CodeMissingValue, gis.T("Sebutkan jenis fasilitasnya, misalnya PUSKESMAS", "Name the kind of facility, such as PUSKESMAS"))
		}
		unused(r, rule, "per_people")
	}
	if rule != "RATIO" {
		unused(r, rule, "target_year")
	}
	if rule != "WORKLOAD" {
		unused(r, rule, "activity", "activity_name", "activity_kind", "norm_minutes", "percent", "minutes_year", "persons")
	}
}

// activity reads a row of a rule of workload: the kind of activity says which of
// the figures it takes.
func (p *rulePlan) activity(r *read.SheetRow, row *gis.RuleSheetRow) {
	row.ActivityKind = choice(r, "activity_kind", "MAIN", "MAIN", "SUPPORT", "INDIVIDUAL")
	row.ActivityName = r.Need("activity_name")
	if row.Activity = r.Text("activity"); row.Activity == "" {
		row.Activity = gis.FoldName(row.ActivityName)
	}
	row.NormMinutes, row.Percent = positive(r, "norm_minutes"), r.Number("percent")
	row.MinutesYear, row.Persons = r.Number("minutes_year"), r.Number("persons")
	unused(r, "WORKLOAD", "area_category", "rawat_inap", "klaster", "minimum", "per_people")
	if r.Rejected() {
		return
	}
	norm, percent, minutes, persons := row.NormMinutes != nil, row.Percent != nil, row.MinutesYear != nil, row.Persons != nil
	switch row.ActivityKind {
	case "MAIN":
		if !norm || percent || minutes || persons {
			r.Fault("norm_minutes", CodeBadRule, gis.T("Kegiatan MAIN memerlukan norm_minutes saja", "A MAIN activity takes norm_minutes and nothing else"))
		}
	case "SUPPORT":
		if percent == minutes || norm || persons {
			r.Fault("percent", CodeBadRule, gis.T("Kegiatan SUPPORT memerlukan percent atau minutes_year, salah satu", "A SUPPORT activity takes percent or minutes_year, one of the two"))
		}
	default:
		if !minutes || !persons || norm || percent {
			r.Fault("minutes_year", CodeBadRule, gis.T("Kegiatan INDIVIDUAL memerlukan minutes_year dan persons", "An INDIVIDUAL activity takes minutes_year and persons"))
		}
	}
}

// unused rejects a row with a figure that its rule has no use for: it was meant for
// something else.
func unused(r *read.SheetRow, rule string, fields ...string) {
	for _, f := range fields {
		if r.Text(f) != "" {
			r.Fault(f, CodeBadRule, gis.T("Aturan %s tidak memakai %s; kosongkan, atau periksa kolom rule", "A rule %s does not use %s; empty it, or check the column rule", rule, f))
		}
	}
}

// choice is one of a few words, however written; silent is what an empty cell means.
func choice(r *read.SheetRow, field, silent string, of ...string) string {
	text := r.Text(field)
	if text == "" {
		return silent
	}
	fold := gis.FoldName(text)
	i := slices.IndexFunc(of, func(w string) bool { return gis.FoldName(w) == fold })
	if i < 0 {
		r.Fault(field, read.CodeBadValue, gis.T("%q tidak dikenal; pilihannya: %s", "%q is not known; there are: %s", text, strings.Join(of, ", ")))
		return silent
	}
	return of[i]
}

func kindNames() []string {
	out := make([]string, len(gis.FacilityKinds))
	for i, k := range gis.FacilityKinds {
		out[i] = string(k)
	}
	return out
}

func day(r *read.SheetRow, field string) string {
	if t := r.Day(field, false); t != nil {
		return t.Format(time.DateOnly)
	}
	return ""
}

// targetYear is the year that a ratio is a target for.
func targetYear(r *read.SheetRow) *int {
	y := r.Count("target_year")
	if y != nil && (*y < 1945 || *y > 2200) {
		r.Fault("target_year", read.CodeBadDate, gis.T("Tahun sasaran: 1945 sampai 2200, misalnya 2029", "The year of a target: 1945 to 2200, as in 2029"))
	}
	return y
}

func required(r *read.SheetRow, field string) *float64 {
	if r.Need(field) == "" {
		return nil
	}
	return r.Number(field)
}

func positive(r *read.SheetRow, field string) *float64 {
	v := r.Number(field)
	if v != nil && *v == 0 {
		r.Fault(field, read.CodeBadNumber, gis.T("Harus lebih dari nol", "It must be more than zero"))
	}
	return v
}
