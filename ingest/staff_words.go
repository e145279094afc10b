package ingest

import (
	"slices"
	"strings"

	"jangkau/gis"
	"jangkau/ingest/read"
)

func (p *staffPlan) profession(r read.Staff) (code, given string) {
	if code, ok := p.words.Profession[gis.FoldName(r.Profession)]; ok {
		return code, ""
	}
	given = strings.Join(strings.Fields(r.ProfessionRaw), " ")
	if u := []rune(given); len(u) > 100 {
		given = string(u[:100])
	}
	p.issue(CodeProfessionUnknown, read.Suspicious, r, "profession", given,
		gis.T("Jenis tenaga %q tidak dikenal (jumlah: %d)", "The profession %q is not known (people: %d)", given, r.Count),
		gis.T("Dihitung sebagai tenaga lain (LAIN) dengan nama ini; kenalkan dengan: jangkau profession add %q KODE, lalu impor lagi",
			"Counted as other staff (LAIN) under this name; make it known with: jangkau profession add %q CODE, then import again", given))
	return gis.OtherStaff, given
}

func (p *staffPlan) status(r read.Staff) string {
	if code, ok := p.words.Employment[gis.FoldName(r.EmploymentStatus)]; ok {
		return code
	}
	p.once(CodeStatusUnknown, read.Suspicious, r, "status", r.EmploymentStatus,
		gis.T("Status kepegawaian %q tidak dikenal", "The employment status %q is not known", r.EmploymentStatus),
		gis.T("Dihitung dengan status tidak diketahui", "Counted with its status not known"))
	return "TIDAK_DIKETAHUI"
}

func (p *staffPlan) funding(r read.Staff) string {
	f := gis.FoldName(r.Funding)
	if f == "" {
		return ""
	}
	if code, ok := p.words.Funding[f]; ok {
		return code
	}
	p.once(CodeFundingUnknown, read.Note, r, "funding", r.Funding,
		gis.T("Sumber pembiayaan %q tidak dikenal", "The funding %q is not known", r.Funding), gis.T("Dihitung tanpa sumber pembiayaan", "Counted without its funding"))
	return ""
}

var klasterWords = map[string]string{
	"1": "KLASTER_1", "i": "KLASTER_1", "manajemen": "KLASTER_1",
	"2": "KLASTER_2", "ii": "KLASTER_2", "ibudananak": "KLASTER_2", "kesehatanibudananak": "KLASTER_2",
	"3": "KLASTER_3", "iii": "KLASTER_3", "usiadewasadanlanjutusia": "KLASTER_3", "dewasadanlansia": "KLASTER_3", "usiadewasadanlansia": "KLASTER_3",
	"4": "KLASTER_4", "iv": "KLASTER_4", "penanggulanganpenyakitmenular": "KLASTER_4", "penanggulanganpenyakitmenulardankesehatanlingkungan": "KLASTER_4",
	"5": "KLASTER_5", "v": "KLASTER_5", "lintasklaster": "KLASTER_5",
}

func (p *staffPlan) level(r read.Staff) string {
	f := gis.FoldName(r.Level)
	if f == "" {
		return ""
	}
	if code, ok := p.words.Level[f]; ok {
		return code
	}
	// "Perawat Ahli Muda": the level after the profession.
	if code, ok := p.words.Level[strings.TrimPrefix(f, gis.FoldName(r.Profession))]; ok {
		return code
	}
	p.once(CodeLevelUnknown, read.Note, r, "level", r.Level,
		gis.T("Jenjang jabatan %q tidak dikenal", "The functional level %q is not known", r.Level), gis.T("Dihitung tanpa jenjang", "Counted without its level"))
	return ""
}

// klaster is a set: a person who serves two is one person. pj are those they lead,
// by the row's role or by the klaster's own words ("PJ Klaster 2; 3").
func (p *staffPlan) klaster(r read.Staff) (set, pj []string) {
	set, pj = []string{}, []string{}
	rowLeads := p.leads(r, r.Role)
	for i, raw := range r.Klaster {
		if r.Roles != nil {
			rowLeads = p.leads(r, r.Roles[i])
		}
		f, leads := klasterFold(raw)
		k, ok := klasterWords[f]
		if !ok {
			p.once(CodeKlasterUnknown, read.Suspicious, r, "klaster", raw,
				gis.T("Klaster %q tidak dikenal; pakai 1 sampai 5", "The klaster %q is not known; use 1 to 5", raw), gis.T("Tidak dicatat", "Not kept"))
			continue
		}
		if !slices.Contains(set, k) {
			set = append(set, k)
		}
		if (rowLeads || leads) && !slices.Contains(pj, k) {
			pj = append(pj, k)
		}
	}
	slices.Sort(set)
	slices.Sort(pj)
	return set, pj
}

// klasterFold takes what is no name of the klaster off a word for one.
func klasterFold(raw string) (word string, leads bool) {
	f := gis.FoldName(raw)
	for _, w := range []string{"penanggungjawab", "koordinator", "pj"} {
		for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
			if rest, ok := cut(f, w); ok {
				f, leads = rest, true
			}
		}
	}
	f = strings.TrimPrefix(strings.TrimSuffix(f, "anggota"), "anggota")
	if f == "lintasklaster" {
		return "5", leads
	}
	return strings.TrimPrefix(f, "klaster"), leads
}

func (p *staffPlan) leads(r read.Staff, role string) bool {
	switch gis.FoldName(role) {
	case "pj", "penanggungjawab", "pjklaster", "penanggungjawabklaster", "koordinator", "ketua":
		return true
	case "", "anggota", "anggotaklaster", "pelaksana", "staf":
		return false
	}
	p.once(CodeRoleUnknown, read.Note, r, "role", role,
		gis.T("Peran %q tidak dikenal; tulis PJ atau anggota", "The role %q is not known; write PJ or anggota", role), gis.T("Dibaca sebagai anggota", "Read as anggota"))
	return false
}
