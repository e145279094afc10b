package ingest

import (
	"slices"
	"strconv"
	"strings"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest/read"
)

// named is what makes two rows candidates for being one facility.
type named struct {
	kind      gis.FacilityKind
	fold      string
	kabupaten gis.WilayahCode
}

func (r *facilityRow) named() named { return named{r.Kind, r.fold, r.kabupaten} }

// twins finds the rows of this file that are one facility: same kind and name
// within SamePlaceM (a building mapped as a point and as an outline), or rows that
// an earlier file made one. Nameless ones never are: the name is what says so.
func (p *facilityPlan) twins() {
	first := map[int64]*facilityRow{}
	for _, r := range p.rows {
		if r.earlier == nil {
			continue
		}
		if f := first[r.earlier.Facility]; f != nil {
			r.twin = f
			p.tellTwin(r)
		} else {
			first[r.earlier.Facility] = r
		}
	}
	points, rows := p.points()
	gis.NearPairs(points, SamePlaceM, func(i, j int, m float64) {
		a, b := rows[i], rows[j]
		if a.Line > b.Line {
			a, b = b, a
		}
		for a.twin != nil {
			a = a.twin
		}
		if a != b && b.twin == nil && a.fold != "" && a.Kind == b.Kind && a.fold == b.fold && (a.earlier == nil || b.earlier == nil) && !registeredApart(a, b) {
			b.twin = a
			p.tellTwin(b)
		}
	})
	// A twin may itself have been found to be another's.
	for _, r := range p.rows {
		for r.twin != nil && r.twin.twin != nil {
			r.twin = r.twin.twin
		}
	}
}

// registeredApart reports whether an official register gave the two rows a number
// each: then they are two, however near. Registers geocode by name, and put the
// puskesmas of two kabupaten called Gandusari on one point. Maps give a building
// several numbers, and a "kode" is anybody's.
func registeredApart(a, b *facilityRow) bool {
	for _, x := range a.Identifiers {
		for _, y := range b.Identifiers {
			if x.System == y.System && x.System != "osm" && !strings.HasPrefix(x.System, "kode:") {
				return true
			}
		}
	}
	return false
}

func (p *facilityPlan) tellTwin(r *facilityRow) {
	p.tell(r, CodeDuplicateMerged, read.Suspicious, "name", r.Name,
		gis.T("%s: sejenis dan senama dengan baris %d, di tempat yang sama", "%s: of the same kind and name as line %d, at the same place", r.Name, r.twin.Line),
		gis.T("Keduanya menjadi satu fasilitas", "Both became one facility"))
}

func (p *facilityPlan) points() ([]network.Point, []*facilityRow) {
	var points []network.Point
	var rows []*facilityRow
	for _, r := range p.rows {
		if r.point != nil {
			points, rows = append(points, *r.point), append(rows, r)
		}
	}
	return points, rows
}

// identify finds which facility of the store each row is: the one that the list's
// earlier file made it, the one a person said, the one with its identifier, the
// only one of its kind and name in the kabupaten. All else is its own facility.
func (p *facilityPlan) identify(stage []*facilityRow) {
	for _, r := range stage {
		if r.twin == nil && r.earlier != nil {
			p.claim(r, r.earlier.Facility)
		}
	}
	for _, r := range stage {
		if r.twin != nil || r.known != nil {
			continue
		}
		if d, ok := p.decided[[2]string{SubjectFacility, caseKey(r, r.fold)}]; ok && d.Accepted {
			if id, err := strconv.ParseInt(d.Value, 10, 64); err == nil {
				p.claim(r, id)
			}
		}
		for _, id := range r.Identifiers {
			facility, ok := p.byID[id]
			switch {
			case !ok:
			case r.known == nil:
				p.claim(r, facility)
			case r.known.ID != facility:
				p.tell(r, CodeIdentifierTaken, read.Suspicious, id.System, id.Value,
					gis.T("Kode %s sudah dipakai fasilitas lain", "The code %s is already another facility's", id.Value),
					gis.T("Kode itu tetap pada fasilitas tersebut", "The code stays with that facility"))
			}
		}
	}
	p.identifyByName(stage)
}

// claim makes the row that facility, unless another row of the file is it already.
func (p *facilityPlan) claim(r *facilityRow, id int64) bool {
	k := p.known[id]
	if k == nil || p.claimed[id] != nil {
		return false
	}
	r.known, r.id = k, id
	p.claimed[id] = r
	r.places = r.point != nil && (k.Own || k.Point == nil)
	if r.kabupaten == "" {
		r.kabupaten = k.Kabupaten
	}
	if !k.Own {
		p.merged++
	}
	return true
}

// identifyByName merges only where the name is unique on both sides; what is left
// and nearly so is a question.
func (p *facilityPlan) identifyByName(stage []*facilityRow) {
	free := map[named][]*KnownFacility{}
	byKind := map[named][]*KnownFacility{} // fold left out: for near names
	for id, k := range p.known {
		if p.claimed[id] == nil && k.Kabupaten != "" {
			free[named{k.Kind, k.Fold, k.Kabupaten}] = append(free[named{k.Kind, k.Fold, k.Kabupaten}], k)
			byKind[named{k.Kind, "", k.Kabupaten}] = append(byKind[named{k.Kind, "", k.Kabupaten}], k)
		}
	}
	rows := map[named][]*facilityRow{}
	var open []*facilityRow
	for _, r := range stage {
		if r.twin == nil && r.known == nil && r.kabupaten != "" && !p.rejectedFacility(r) {
			open = append(open, r)
			if r.fold != "" {
				rows[r.named()] = append(rows[r.named()], r)
			}
		}
	}
	for _, r := range open {
		if r.fold == "" {
			continue
		}
		same := free[r.named()]
		if len(same) != 1 || len(rows[r.named()]) != 1 {
			same = slices.DeleteFunc(slices.Clone(same), func(k *KnownFacility) bool { return r.declared == "" || k.Declared != r.declared })
			if len(same) != 1 || len(rowsDeclaring(rows[r.named()], r.declared)) != 1 {
				continue
			}
		} else if r.declared != "" && same[0].Declared != "" && r.declared != same[0].Declared {
			continue // two desa that two lists name: of the same name, not the same
		}
		if p.claim(r, same[0].ID) {
			p.rekey(same[0].ID)
		}
	}
	for _, r := range stage {
		asked := p.pending[[2]string{SubjectFacility, caseKey(r, r.fold)}]
		if r.twin == nil && (r.known == nil && !p.rejectedFacility(r) || r.known != nil && r.known.Own && asked) {
			p.askFacility(r, byKind[named{r.Kind, "", r.kabupaten}])
		}
	}
}

func rowsDeclaring(rows []*facilityRow, desa gis.WilayahCode) []*facilityRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r *facilityRow) bool { return r.declared != desa })
}

func (p *facilityPlan) rejectedFacility(r *facilityRow) bool {
	d, ok := p.decided[[2]string{SubjectFacility, caseKey(r, r.fold)}]
	return ok && !d.Accepted
}

// rekey drops the row by which an earlier file of this list held the facility: it
// has a new key now (a puskesmas that gains beds gets another code).
func (p *facilityPlan) rekey(facility int64) {
	for _, key := range p.before[facility] {
		if !p.keys[key] {
			p.rekeyed = append(p.rekeyed, key)
		}
	}
}

// askFacility asks about facilities of the kind in the kabupaten that no row of
// this file is, with the same name (but several), a near name, or at the place.
func (p *facilityPlan) askFacility(r *facilityRow, others []*KnownFacility) {
	if r.Kind == gis.KindLain {
		return
	}
	var list []gis.MatchCandidate
	for _, k := range others {
		if p.claimed[k.ID] != nil {
			continue
		}
		score := 0.0
		if r.fold != "" && k.Fold != "" {
			if s := gis.SimilarNames(r.fold, k.Fold); s >= gis.ShortlistSimilarity && !p.twoDesa(r, k) {
				score = s
			}
		}
		if score == 0 && (r.point == nil || k.Point == nil || gis.DistanceM(*r.point, *k.Point) > SamePlaceM) {
			continue
		}
		list = append(list, gis.MatchCandidate{Value: strconv.FormatInt(k.ID, 10), Label: p.facilityLabel(k), Score: score})
	}
	if len(list) == 0 {
		return
	}
	slices.SortFunc(list, bestFirst)
	p.ask(r, SubjectFacility, caseKey(r, r.fold), r.Name, list)
	p.tell(r, CodeFacilityUndecided, read.Suspicious, "name", r.Name,
		gis.T("%s: barangkali sudah tersimpan dari daftar lain: %s", "%s: perhaps already stored from another list: %s", r.Name, labels(list)),
		gis.T("Dimuat sebagai fasilitas tersendiri; menunggu keputusan (jangkau match)", "Loaded as a facility of its own; waits for a decision (jangkau match)"))
}

// twoDesa reports whether both are called after desa that are two, by their exact
// names: Sukajaya and Sukajadi are near, and no slip of each other.
func (p *facilityPlan) twoDesa(r *facilityRow, k *KnownFacility) bool {
	return r.fold != k.Fold && len(p.gaz.DesaNamed(r.kabupaten, r.fold)) > 0 && len(p.gaz.DesaNamed(r.kabupaten, k.Fold)) > 0
}

func (p *facilityPlan) facilityLabel(k *KnownFacility) string {
	desa := k.Declared
	if desa == "" {
		desa = k.Located
	}
	if desa == "" {
		return k.Name
	}
	return k.Name + " (" + p.gaz.Label(desa) + ")"
}

// nearby flags facilities of one kind at one place that nothing says are one.
func (p *facilityPlan) nearby() {
	points, rows := p.points()
	told := map[*facilityRow]bool{}
	gis.NearPairs(points, SamePlaceM, func(i, j int, m float64) {
		a, b := rows[i], rows[j]
		if a.id == b.id || a.Kind != b.Kind || a.Kind == gis.KindLain || told[b] {
			return
		}
		told[b] = true
		p.tell(b, CodeDuplicateNearby, read.Suspicious, "name", b.Name,
			gis.T("%s: %s dari %s (baris %d) yang sejenis; barangkali sama", "%s: %s from %s (line %d) of the same kind; perhaps the same", b.Name, km(m), a.Name, a.Line),
			gis.T("Keduanya dimuat; ditandai", "Both were loaded; flagged"))
	})
}
