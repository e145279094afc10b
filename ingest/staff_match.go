package ingest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// staffUnit is a unit of the list and the facility it is.
type staffUnit struct {
	facility int64
	wilayah  gis.WilayahCode
}

// match turns rows into counts: units into facilities, words into codes. Rows that
// come to the same (two words for one profession) are added up.
func (p *staffPlan) match(ctx context.Context) error {
	if err := p.matchUnits(ctx); err != nil {
		return err
	}
	p.told = map[string]bool{}
	index := map[string]int{}
	for _, r := range p.rows {
		u := p.units[[2]string{r.FacilityCode, r.FacilityName}]
		c := StaffCount{
			Facility: u.facility, Unit: cmp.Or(r.FacilityName, r.FacilityCode), Wilayah: cmp.Or(p.opts.Within, u.wilayah),
			Status: p.status(r), Funding: p.funding(r), Level: p.level(r), People: r.Count, Period: r.Period,
		}
		c.Profession, c.Given = p.profession(r)
		c.Klaster, c.PJ = p.klaster(r)
		p.workplace(r, &c)
		if c.Period.IsZero() {
			c.Period = p.words.Vintage
			p.once(CodeNoPeriod, read.Note, r, "period", "",
				gis.T("Berkas tidak menyebut periode", "The file names no period"), gis.T("Dipakai tanggal daftar", "The list's day is used"))
		}
		key := fmt.Sprint(c.Wilayah, "|", c.Unit, "|", c.Profession, "|", c.Given, "|", c.Status, "|", c.Funding, "|", c.Klaster, "|", c.PJ, "|", c.Level, "|", c.AtPustu, "|", c.Period.Unix())
		i, ok := index[key]
		if !ok {
			i = len(p.counts)
			index[key] = i
			p.counts = append(p.counts, c)
		} else {
			p.counts[i].People += c.People
		}
		p.countOf = append(p.countOf, i)
	}
	return nil
}

// matchUnits finds the facility of each unit: by its code, else by its folded name
// and kind, where one facility of the wilayah bears it.
func (p *staffPlan) matchUnits(ctx context.Context) error {
	p.units, p.workplaces = map[[2]string]*staffUnit{}, map[string]*staffUnit{}
	var codes []string
	first := map[[2]string]read.Staff{}
	for _, r := range p.rows {
		key := [2]string{r.FacilityCode, r.FacilityName}
		if p.units[key] == nil {
			p.units[key] = &staffUnit{}
			first[key] = r
			for _, c := range key {
				if strings.ContainsAny(c, "0123456789") {
					codes = append(codes, c)
				}
			}
		}
		if r.Workplace != "" {
			p.workplaces[r.Workplace] = &staffUnit{}
		}
	}
	kabupaten := gis.WilayahCode("")
	if len(p.opts.Within) >= 5 {
		kabupaten = p.opts.Within[:5]
	}
	known, err := p.load.StaffFacilities(ctx, kabupaten, codes)
	if err != nil {
		return err
	}
	// Units of a column called "puskesmas" are puskesmas, whatever their names say.
	column := gis.KindFromName(p.report.Columns[read.FieldFacility]).Kind
	touched := map[gis.WilayahCode]bool{kabupaten: true}
	for key, u := range p.units {
		u.facility, u.wilayah = p.facilityOf(key[0], key[1], column, known)
		if u.wilayah != "" {
			touched[u.wilayah[:5]] = true
		}
		if u.facility == 0 {
			r := first[key]
			p.rec.add(Issue{Wilayah: p.opts.Within, Issue: read.Issue{
				Line: r.Line, Code: CodeUnitUnknown, Severity: read.Suspicious,
				Field: "unit", Value: cmp.Or(r.FacilityName, r.FacilityCode),
				Reason: gis.T("Unit %q bukan fasilitas yang dimuat, atau ada beberapa bernama sama", "The unit %q is no loaded facility, or several bear its name", cmp.Or(r.FacilityName, r.FacilityCode)),
				Action: gis.T("Tenaganya disimpan dan disebut pada jawaban, tetapi tidak masuk angka fasilitas mana pun", "Its staff are kept and told of with answers, and are in no facility's figures"),
			}})
		}
	}
	for name, w := range p.workplaces {
		w.facility, w.wilayah = p.facilityOf("", name, "", known)
	}
	return p.checkPlaces(ctx, touched)
}

// workplace puts people who are booked at one unit and work at another where they
// work. Where the list only says "pustu", or names one that is not loaded, they stay
// at their unit, marked: they are people of the list and in no pustu's figures.
func (p *staffPlan) workplace(r read.Staff, c *StaffCount) {
	if r.Workplace == "" || gis.FoldName(r.Workplace) == gis.FoldName(r.FacilityName) {
		return
	}
	if w := p.workplaces[r.Workplace]; w.facility != 0 {
		c.Facility = w.facility
		return
	}
	if gis.KindFromName(r.Workplace).Kind != gis.KindPustu {
		return // "dalam gedung", a room: at the unit
	}
	c.AtPustu = true
	if gis.FoldFacilityName(r.Workplace) != "" {
		p.once(CodeUnitUnknown, read.Suspicious, r, "workplace", r.Workplace,
			gis.T("Pustu %q bukan fasilitas yang dimuat, atau ada beberapa bernama sama", "The pustu %q is no loaded facility, or several bear its name", r.Workplace),
			gis.T("Tenaganya dicatat pada induknya sebagai belum terpetakan ke pustu", "Its staff are kept at their unit as not mapped to pustu"))
	}
}

func (p *staffPlan) checkPlaces(ctx context.Context, touched map[gis.WilayahCode]bool) error {
	var kabupaten []gis.WilayahCode
	for k := range touched {
		if k != "" {
			kabupaten = append(kabupaten, k)
		}
	}
	slices.Sort(kabupaten)
	places, err := p.load.Places(ctx, kabupaten)
	if err != nil {
		return err
	}
	if p.opts.Within != "" && !gis.NewGazetteer(places).Has(p.opts.Within) {
		return &gis.Error{Kind: gis.NotFound, Field: "--within", Message: gis.T(
			"Wilayah %s belum dikenal; muat dahulu batasnya", "The wilayah %s is not known; load its boundaries first", p.opts.Within)}
	}
	return nil
}

func (p *staffPlan) facilityOf(code, name string, column gis.FacilityKind, known []KnownFacility) (int64, gis.WilayahCode) {
	kind := cmp.Or(gis.KindFromName(name).Kind, column)
	fold := gis.FoldFacilityName(name)
	var byCode, byName []KnownFacility
	for _, k := range known {
		// A code may as well stand in the column of names.
		if slices.ContainsFunc(k.Identifiers, func(i read.Identifier) bool { return i.Value == code || i.Value == name }) {
			byCode = append(byCode, k)
		}
		if fold != "" && k.Fold == fold && (kind == "" || k.Kind == kind) && p.opts.Within != "" && k.near(p.opts.Within) {
			byName = append(byName, k)
		}
	}
	for _, found := range [][]KnownFacility{byCode, byName} {
		if len(found) == 1 {
			return found[0].ID, found[0].Kabupaten
		}
	}
	return 0, ""
}

// near reports whether the facility is, as far as is known, within the area.
func (k KnownFacility) near(area gis.WilayahCode) bool {
	at := cmp.Or(k.Declared, k.Located, k.Kabupaten)
	return at.Within(area) || at != "" && area.Within(at)
}

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
	return "LAIN", given
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

func (p *staffPlan) issue(code string, s read.Severity, r read.Staff, field, value string, reason, action gis.Text) {
	i := Issue{Wilayah: p.opts.Within, Issue: read.Issue{Line: r.Line, Code: code, Severity: s, Field: field, Value: value, Reason: reason, Action: action}}
	if u := p.units[[2]string{r.FacilityCode, r.FacilityName}]; u != nil {
		i.FacilityID = u.facility
	}
	p.rec.add(i)
}

// once tells the same of a word only where it first stands.
func (p *staffPlan) once(code string, s read.Severity, r read.Staff, field, value string, reason, action gis.Text) {
	if !p.told[code+value] {
		p.told[code+value] = true
		p.issue(code, s, r, field, value, reason, action)
	}
}
