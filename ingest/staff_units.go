package ingest

import (
	"cmp"
	"context"
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
		c.Facility, c.place = w.facility, r.Workplace
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
