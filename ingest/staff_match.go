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
	var err error
	if p.words, err = p.load.StaffWords(ctx); err != nil {
		return err
	}
	if err := p.matchUnits(ctx); err != nil {
		return err
	}
	p.told = map[string]bool{}
	index := map[string]int{}
	for _, r := range p.rows {
		u := p.units[[2]string{r.FacilityCode, r.FacilityName}]
		c := StaffCount{
			Facility: u.facility, Unit: cmp.Or(r.FacilityName, r.FacilityCode), Wilayah: cmp.Or(p.opts.Within, u.wilayah),
			Profession: p.profession(r), Status: p.status(r), Funding: p.funding(r), Klaster: p.klaster(r), People: r.Count, Period: r.Period,
		}
		if c.Period.IsZero() {
			c.Period = p.words.Vintage
			p.once(CodeNoPeriod, read.Note, r, "period", "",
				gis.T("Berkas tidak menyebut periode", "The file names no period"), gis.T("Dipakai tanggal daftar", "The list's day is used"))
		}
		key := fmt.Sprint(c.Wilayah, "|", c.Unit, "|", c.Profession, "|", c.Status, "|", c.Funding, "|", c.Klaster, "|", c.Period.Unix())
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
	p.units = map[[2]string]*staffUnit{}
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
				Action: gis.T("Tenaganya tetap dihitung untuk wilayahnya, tanpa fasilitas", "Its staff still count for the wilayah, without a facility"),
			}})
		}
	}
	return p.checkPlaces(ctx, touched)
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

func (p *staffPlan) profession(r read.Staff) string {
	if code, ok := p.words.Profession[gis.FoldName(r.Profession)]; ok {
		return code
	}
	p.issue(CodeProfessionUnknown, read.Suspicious, r, "profession", r.ProfessionRaw,
		gis.T("Jenis tenaga %q tidak dikenal", "The profession %q is not known", r.ProfessionRaw), gis.T("Dihitung sebagai tenaga lain (LAIN)", "Counted as other staff (LAIN)"))
	return "LAIN"
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

// klaster is a set: a person who serves two is one person.
func (p *staffPlan) klaster(r read.Staff) []string {
	set := []string{}
	for _, raw := range r.Klaster {
		f := strings.TrimPrefix(gis.FoldName(raw), "klaster")
		if gis.FoldName(raw) == "lintasklaster" {
			f = "5"
		}
		k, ok := klasterWords[f]
		if !ok {
			p.once(CodeKlasterUnknown, read.Suspicious, r, "klaster", raw,
				gis.T("Klaster %q tidak dikenal; pakai 1 sampai 5", "The klaster %q is not known; use 1 to 5", raw), gis.T("Tidak dicatat", "Not kept"))
			continue
		}
		if !slices.Contains(set, k) {
			set = append(set, k)
		}
	}
	slices.Sort(set)
	return set
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
