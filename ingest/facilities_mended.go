package ingest

import (
	"slices"
	"strconv"
	"time"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// mendedPointM is how near a list's point is the one that a person set: written with
// six decimals the same place may differ by a hand's breadth.
const mendedPointM = 1

// keepMended leaves what people mended as they set it, and says where the list says
// otherwise. Where the list that holds the facility comes to say the same, the field is
// the list's again.
func (p *facilityPlan) keepMended(stage []*facilityRow) {
	for _, r := range stage {
		if r.known == nil || r.twin != nil {
			continue
		}
		for _, f := range r.known.Mended {
			switch f {
			case gis.EditPoint:
				p.keepPoint(r)
			case gis.EditDeclaredDesa:
				p.keepDeclared(r)
			case gis.EditInduk:
				if p.keeps(r, f, "induk", p.indukWords(r.induk), p.indukWords(r.known.Induk), r.known.Induk == 0) {
					r.induk = r.known.Induk
				}
			case gis.EditStatus:
				p.keepStatus(r)
			case gis.EditCondition:
				if p.keeps(r, f, "condition", r.condition, r.known.Condition, false) {
					r.condition = ""
				}
			}
		}
	}
}

// keeps compares what the list says of a field with what a person set, "" being
// nothing. Only the list that holds the facility says what holds: another would fill a
// gap, no more.
func (p *facilityPlan) keeps(r *facilityRow, f gis.FacilityEditField, column, said, set string, gap bool) bool {
	if said != "" && said == set {
		if r.known.Own {
			p.unmend(r, f)
			return false
		}
		return true
	}
	p.keep(r, f)
	if said != "" && (r.known.Own || gap) {
		p.tellMended(r, column, said, set)
	}
	return true
}

func (p *facilityPlan) keep(r *facilityRow, f gis.FacilityEditField) {
	if r.kept == nil {
		r.kept = map[gis.FacilityEditField]bool{}
	}
	r.kept[f] = true
}

func (p *facilityPlan) unmend(r *facilityRow, f gis.FacilityEditField) {
	if p.unmended == nil {
		p.unmended = map[int64][]gis.FacilityEditField{}
	}
	p.unmended[r.known.ID] = append(p.unmended[r.known.ID], f)
	r.unmended = true
}

func (p *facilityPlan) tellMended(r *facilityRow, column, said, set string) {
	id, en := set, set
	if set == "" {
		id, en = "tidak diketahui", "not known"
	}
	p.tell(r, CodeMendedKept, read.Suspicious, column, said, gis.Text{
		ID: r.Name + ": daftar menyebut " + said + ", tetapi sudah diperbaiki orang menjadi " + id,
		EN: r.Name + ": the list says " + said + ", but a person mended it to " + en,
	}, gis.T("Perbaikan tetap dipakai; ditandai", "What was mended stays; flagged"))
}

func (p *facilityPlan) keepPoint(r *facilityRow) {
	k := r.known
	if !r.places {
		return // the list gives none, or another list's is used anyway
	}
	if k.Own && k.Point != nil && gis.DistanceM(*r.point, *k.Point) <= mendedPointM {
		p.unmend(r, gis.EditPoint)
		return
	}
	p.keep(r, gis.EditPoint)
	r.places, r.located = false, k.Located
	set := ""
	if k.Point != nil {
		set = pointWords(k.Point.Lon, k.Point.Lat)
	}
	p.tellMended(r, "point", pointWords(r.point.Lon, r.point.Lat), set)
}

func pointWords(lon, lat float64) string {
	return strconv.FormatFloat(lon, 'f', -1, 64) + ", " + strconv.FormatFloat(lat, 'f', -1, 64)
}

func (p *facilityPlan) keepDeclared(r *facilityRow) {
	k := r.known
	if !p.keeps(r, gis.EditDeclaredDesa, "desa", string(r.declared), string(k.Declared), k.Declared == "") {
		return
	}
	r.declared, r.desaOpen = k.Declared, nil
	if k.Declared != "" {
		r.kabupaten = k.Declared[:5]
	}
	if r.places && r.at.Desa != "" && k.Declared != "" {
		r.located = ""
		if r.at.Desa[:5] == r.kabupaten {
			r.located = r.at.Desa
		}
	}
}

// keepStatus takes a closing date as a status: a person who opened a facility opened
// it whichever way the list says that it is closed.
func (p *facilityPlan) keepStatus(r *facilityRow) {
	said := r.status
	if r.Closed != nil && !r.Closed.After(p.closedBy()) {
		said = string(gis.StatusClosed)
	}
	if said == string(gis.StatusUnknown) && r.known.Status != said {
		said = "" // a list that does not know says nothing against it
	}
	if p.keeps(r, gis.EditStatus, "status", said, r.known.Status, false) {
		p.keep(r, gis.EditStatus)
		r.status = ""
	}
}

// closedBy is the day until which a closing date has come.
func (p *facilityPlan) closedBy() time.Time { return p.opts.withDefaults().Now() }

// keepsArea is the same for the wilayah kerja, whose desa are found later.
func (p *facilityPlan) keepsArea(r *facilityRow, said []gis.WilayahCode) bool {
	k := r.known
	if k == nil || !slices.Contains(k.Mended, gis.EditServiceArea) {
		return false
	}
	p.served[r.id] = k.ServiceArea
	sorted := slices.Sorted(slices.Values(said))
	if k.Own && slices.Equal(sorted, k.ServiceArea) {
		p.unmend(r, gis.EditServiceArea)
		return true
	}
	if (k.Own || len(k.ServiceArea) == 0) && len(said) > 0 {
		p.tellMended(r, "wilayah_kerja", codesWords(sorted), codesWords(k.ServiceArea))
	}
	return true
}

func codesWords(codes []gis.WilayahCode) string {
	out := ""
	for i, c := range codes {
		if i > 0 {
			out += ", "
		}
		out += string(c)
	}
	return out
}

// indukWords names a puskesmas; "" for none.
func (p *facilityPlan) indukWords(id int64) string {
	name := ""
	switch {
	case id == 0:
		return ""
	case p.claimed[id] != nil:
		name = p.claimed[id].Name
	case p.known[id] != nil:
		name = p.known[id].Name
	}
	return name + " (" + strconv.FormatInt(id, 10) + ")"
}
