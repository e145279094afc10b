package ingest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// findDesa works out the desa that the list declares for the row: by code, else by
// the name in its column, else, without a point, by the facility's own name.
func (p *facilityPlan) findDesa(r *facilityRow) {
	if r.DesaCode != "" {
		if p.gaz.Has(r.DesaCode) {
			r.declared = r.DesaCode
			return
		}
		p.tell(r, CodeUnknownWilayah, read.Suspicious, "desa", string(r.DesaCode),
			gis.T("Kode desa %s belum dikenal; muat dahulu batas wilayahnya", "The desa code %s is not known; load its boundaries first", r.DesaCode), flagged)
	}
	words := gis.FoldName(r.DesaName, gis.DesaWords)
	given := r.DesaName
	if words == "" && r.point == nil && r.DesaCode == "" && gis.NamedAfterPlace(r.Kind) {
		words, given = r.fold, r.Name
	}
	if words == "" {
		if r.point == nil && r.DesaCode == "" {
			r.desaOpen = func() { p.desaUnknown(r) }
		}
		return
	}
	key := caseKey(r, gis.FoldName(r.KecamatanName, gis.KecamatanWords)+"/"+words)
	if d, ok := p.decided[[2]string{SubjectDesa, key}]; ok {
		if code := gis.WilayahCode(d.Value); d.Accepted && p.gaz.Has(code) {
			r.declared, r.kabupaten, r.declaredKb = code, code[:5], true
			p.locate(r)
		} else if !d.Accepted && r.point == nil {
			r.desaOpen = func() { p.desaUnknown(r) }
		}
		return
	}
	m := p.gaz.MatchDesa(p.desaQuery(r, words))
	if r.DesaName == "" && m.Code != "" && r.Kind == gis.KindPuskesmas && p.gaz.KecamatanNamed(r.kabupaten, words) != "" {
		// A puskesmas is as often called after its kecamatan as after its desa.
		m = gis.DesaMatch{Candidates: []gis.MatchCandidate{{Value: string(m.Code), Label: p.gaz.Label(m.Code), Score: 1}}}
	}
	if m.Code == "" && r.located != "" {
		// The point settles which of those the words may mean.
		if slices.ContainsFunc(m.Candidates, func(c gis.MatchCandidate) bool { return c.Value == string(r.located) }) {
			m.Code = r.located
		}
	}
	if m.Code != "" {
		r.declared = m.Code
		return
	}
	r.desaOpen = func() { p.askDesa(r, key, given, m) }
}

// askOpenDesa asks what findDesa left open, unless the row turned out to be a
// facility whose place is known: then only a desa that the list names matters.
func (p *facilityPlan) askOpenDesa(stage []*facilityRow) {
	for _, r := range stage {
		settled := r.twin != nil || r.known != nil && (r.known.Declared != "" || r.known.Located != "")
		if r.desaOpen != nil && (!settled || r.DesaName != "") {
			r.desaOpen()
		}
	}
}

func (p *facilityPlan) askDesa(r *facilityRow, key, given string, m gis.DesaMatch) {
	if len(m.Candidates) == 0 {
		m.Candidates = p.servedDesa(r)
	}
	p.ask(r, SubjectDesa, key, given, m.Candidates)
	field := "desa"
	if r.DesaName == "" {
		field = "name"
	}
	action := gis.T("Belum dihitung di desa mana pun; menunggu keputusan (jangkau match)", "Counts in no desa yet; waits for a decision (jangkau match)")
	if r.located != "" {
		action = gis.T("Desa titiknya yang dihitung; menunggu keputusan (jangkau match)", "The desa of its point counts; waits for a decision (jangkau match)")
	}
	p.tell(r, CodeDesaUndecided, read.Suspicious, field, given,
		gis.T("%q tidak pasti menunjuk satu desa; %s", "%q does not surely name one desa; %s", given, labels(m.Candidates)), action)
}

func labels(c []gis.MatchCandidate) string {
	if len(c) == 0 {
		return "-"
	}
	var s []string
	for _, x := range c {
		s = append(s, x.Label)
	}
	return strings.Join(s, "; ") + "?"
}

// desaUnknown tells of a row that counts in no desa, and why nothing was asked.
func (p *facilityPlan) desaUnknown(r *facilityRow) {
	p.tell(r, CodeDesaUnknown, read.Suspicious, "", r.Name,
		gis.T("%s: tanpa koordinat, dan daftar ini tidak menyebut desanya", "%s: without a coordinate, and the list does not tell its desa", r.Name),
		gis.T("Dimuat tanpa desa", "Loaded without a desa"))
}

// desaQuery adds what the induk knows.
func (p *facilityPlan) desaQuery(r *facilityRow, words string) gis.DesaQuery {
	q := gis.DesaQuery{Kabupaten: r.kabupaten, Kecamatan: r.kecamatan, Name: words}
	if r.induk == 0 {
		return q
	}
	q.Prefer = p.served[r.induk]
	desa := gis.WilayahCode("")
	if k := p.known[r.induk]; k != nil {
		if len(q.Prefer) == 0 {
			q.Prefer = k.ServiceArea
		}
		desa = cmp.Or(k.Declared, k.Located)
	}
	if i := p.claimed[r.induk]; i != nil {
		desa = cmp.Or(i.declared, i.located, desa)
	}
	if desa != "" {
		q.Beside = desa.Parent()
	}
	return q
}

// servedDesa offers the row's own wilayah kerja where its words match nothing.
func (p *facilityPlan) servedDesa(r *facilityRow) []gis.MatchCandidate {
	var out []gis.MatchCandidate
	for _, name := range r.ServiceArea {
		if c := p.servedBy(r, name); c != "" && len(out) < gis.MaxCandidates {
			out = append(out, gis.MatchCandidate{Value: string(c), Label: p.gaz.Label(c), Score: 0})
		}
	}
	return out
}

// servedBy is the desa that a name in a wilayah kerja means: of several, the one
// in the facility's own kecamatan.
func (p *facilityPlan) servedBy(r *facilityRow, name string) gis.WilayahCode {
	if c, err := gis.ParseWilayahCode(name); err == nil && p.gaz.Has(c) && c.Level() == gis.Desa {
		return c
	}
	q := p.desaQuery(r, gis.FoldName(name, gis.DesaWords))
	q.Kecamatan = ""
	for _, own := range []gis.WilayahCode{r.kecamatan, r.declared.Parent(), r.located.Parent()} {
		if own != "" {
			q.Beside = own
			break
		}
	}
	return p.gaz.MatchDesa(q).Code
}

// serviceAreas reads the wilayah kerja of rows that are new or changed.
func (p *facilityPlan) serviceAreas(stage []*facilityRow) {
	for _, r := range stage {
		if len(r.ServiceArea) == 0 {
			continue
		}
		area := ServiceArea{Facility: r.id}
		for _, name := range r.ServiceArea {
			c := p.servedBy(r, name)
			if c == "" {
				p.tell(r, CodeServiceUnknown, read.Suspicious, "wilayah_kerja", name,
					gis.T("Desa %q dalam wilayah kerja tidak dikenal atau ada beberapa", "The desa %q of the wilayah kerja is not known, or there are several", name),
					gis.T("Tidak dicatat dalam wilayah kerja; pakai kode desa", "Not kept in the wilayah kerja; use its code"))
				continue
			}
			if !slices.Contains(area.Desa, c) {
				area.Desa = append(area.Desa, c)
			}
		}
		if p.keepsArea(r, area.Desa) {
			continue
		}
		p.served[r.id] = area.Desa
		if r.changed() {
			p.areas = append(p.areas, area)
		}
	}
}

// findInduk works out which puskesmas the row belongs to.
func (p *facilityPlan) findInduk(r *facilityRow) {
	if r.Induk == "" || r.Kind == gis.KindPuskesmas {
		return
	}
	for _, facility := range p.byValue[r.Induk] {
		if p.isPuskesmas(facility) {
			r.induk = facility
			break
		}
	}
	fold := gis.FoldFacilityName(r.Induk)
	key := caseKey(r, fold)
	if d, ok := p.decided[[2]string{SubjectInduk, key}]; ok && r.induk == 0 {
		if id, err := strconv.ParseInt(d.Value, 10, 64); d.Accepted && err == nil && p.isPuskesmas(id) {
			r.induk = id
		}
	} else if r.induk == 0 {
		p.indukByName(r, fold, key)
	}
	if r.kabupaten == "" && r.induk != 0 {
		if k := p.known[r.induk]; k != nil {
			r.kabupaten = k.Kabupaten
		} else if i := p.claimed[r.induk]; i != nil {
			r.kabupaten = i.kabupaten
		}
	}
}

func (p *facilityPlan) isPuskesmas(id int64) bool {
	if r := p.claimed[id]; r != nil {
		return r.Kind == gis.KindPuskesmas
	}
	k := p.known[id]
	return k != nil && k.Kind == gis.KindPuskesmas
}

func (p *facilityPlan) indukByName(r *facilityRow, fold, key string) {
	exact, near := p.puskesmasNamed(r.kabupaten, fold)
	if len(exact) == 1 {
		r.induk, _ = strconv.ParseInt(exact[0].Value, 10, 64)
		return
	}
	all := append(exact, near...)
	if len(all) == 0 || fold == "" {
		p.tell(r, CodeIndukUnknown, read.Suspicious, "induk", r.Induk,
			gis.T("Puskesmas induk %q tidak dikenal", "The puskesmas %q is not known", r.Induk), gis.T("Dimuat tanpa induk", "Loaded without an induk"))
		return
	}
	p.ask(r, SubjectInduk, key, r.Induk, all)
	p.tell(r, CodeIndukUndecided, read.Suspicious, "induk", r.Induk,
		gis.T("%q tidak pasti menunjuk satu puskesmas; %s", "%q does not surely name one puskesmas; %s", r.Induk, labels(all)),
		gis.T("Dimuat tanpa induk; menunggu keputusan (jangkau match)", "Loaded without an induk; waits for a decision (jangkau match)"))
}

// namedPuskesmas is a puskesmas as names of an induk are compared with it.
type namedPuskesmas struct {
	id         int64
	name, fold string
}

// indexPuskesmas lists the puskesmas of each kabupaten, those of the file included.
func (p *facilityPlan) indexPuskesmas() {
	p.puskesmas = map[gis.WilayahCode][]namedPuskesmas{}
	for id, k := range p.known {
		if p.claimed[id] == nil && k.Kind == gis.KindPuskesmas {
			p.puskesmas[k.Kabupaten] = append(p.puskesmas[k.Kabupaten], namedPuskesmas{id, k.Name, k.Fold})
		}
	}
	for id, r := range p.claimed {
		if r.Kind == gis.KindPuskesmas {
			p.puskesmas[r.kabupaten] = append(p.puskesmas[r.kabupaten], namedPuskesmas{id, r.Name, r.fold})
		}
	}
}

// puskesmasNamed lists those of a kabupaten with the name, and those nearly so.
func (p *facilityPlan) puskesmasNamed(kabupaten gis.WilayahCode, fold string) (exact, near []gis.MatchCandidate) {
	if fold == "" || kabupaten == "" {
		return nil, nil
	}
	for _, n := range p.puskesmas[kabupaten] {
		s := gis.SimilarNames(n.fold, fold)
		c := gis.MatchCandidate{Value: strconv.FormatInt(n.id, 10), Label: n.name, Score: s}
		switch {
		case s == 1:
			exact = append(exact, c)
		case s >= gis.ShortlistSimilarity:
			near = append(near, c)
		}
	}
	slices.SortFunc(exact, bestFirst)
	slices.SortFunc(near, bestFirst)
	return exact, near
}

func bestFirst(a, b gis.MatchCandidate) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Value, b.Value))
}
