package ingest

import (
	"cmp"
	"context"
	"fmt"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// match turns rows into counts: units into facilities, words into codes. Rows that
// come to the same (two words for one profession at one facility) are added up.
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
			Status: p.status(r), Funding: p.funding(r), Level: p.level(r), People: r.Count, Period: r.Period, place: r.FacilityCode,
		}
		c.Profession, c.Given = p.profession(r)
		c.Klaster, c.PJ = p.klaster(r)
		p.workplace(r, &c)
		if c.Period.IsZero() {
			c.Period = p.words.Vintage
			p.once(CodeNoPeriod, read.Note, r, "period", "",
				gis.T("Berkas tidak menyebut periode", "The file names no period"), gis.T("Dipakai tanggal daftar", "The list's day is used"))
		}
		key := fmt.Sprint(c.Facility, "|", c.key())
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
	tellApart(p.counts)
	return nil
}

// key is what the store tells the counts of a list by.
func (c StaffCount) key() string {
	return fmt.Sprint(c.Wilayah, "|", c.Unit, "|", c.Profession, "|", c.Given, "|", c.Status, "|", c.Funding, "|", c.Klaster, "|", c.PJ, "|", c.Level, "|", c.AtPustu, "|", c.Period.Unix())
}

// tellApart makes the units differ of counts that only their facility tells apart: two
// pustu of one name, or people of a puskesmas of whom some work at its pustu.
func tellApart(counts []StaffCount) {
	at := map[string][]int{}
	for i, c := range counts {
		at[c.key()] = append(at[c.key()], i)
	}
	for _, same := range at {
		for _, i := range same {
			if c := &counts[i]; len(same) > 1 && c.place != "" {
				c.Unit += " (" + c.place + ")"
			}
		}
	}
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
