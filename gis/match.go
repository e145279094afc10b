package gis

import (
	"cmp"
	"slices"
	"strings"
)

// MaxCandidates bounds a shortlist: nobody reads further down.
const MaxCandidates = 5

// Place is a wilayah as names are looked up in it.
type Place struct {
	Code    WilayahCode
	Name    string // "" where only the code is known
	HasArea bool   // its polygon is loaded
}

// Gazetteer looks wilayah up by code and by name within a kabupaten. It never
// guesses: what is not one place by its exact folded name comes back as candidates.
type Gazetteer struct {
	byCode    map[WilayahCode]Place
	kabupaten map[string][]WilayahCode                 // by folded name
	kecamatan map[WilayahCode]map[string][]WilayahCode // kabupaten, folded name
	desa      map[WilayahCode]map[string][]WilayahCode
	mapped    map[WilayahCode]bool // kabupaten with at least one desa polygon
}

// NewGazetteer indexes places of any level.
func NewGazetteer(places []Place) *Gazetteer {
	g := &Gazetteer{
		byCode: make(map[WilayahCode]Place, len(places)), kabupaten: map[string][]WilayahCode{},
		kecamatan: map[WilayahCode]map[string][]WilayahCode{}, desa: map[WilayahCode]map[string][]WilayahCode{},
		mapped: map[WilayahCode]bool{},
	}
	for _, p := range places {
		g.byCode[p.Code] = p
		if p.HasArea && p.Code.Level() == Desa {
			g.mapped[p.Code[:5]] = true
		}
		if p.Name == "" {
			continue
		}
		switch p.Code.Level() {
		case Kabupaten:
			f := FoldName(p.Name, KabupatenWords)
			g.kabupaten[f] = append(g.kabupaten[f], p.Code)
		case Kecamatan:
			addName(g.kecamatan, p.Code, FoldName(p.Name, KecamatanWords))
		case Desa:
			addName(g.desa, p.Code, FoldName(p.Name, DesaWords))
		}
	}
	return g
}

func addName(to map[WilayahCode]map[string][]WilayahCode, code WilayahCode, fold string) {
	m := to[code[:5]]
	if m == nil {
		m = map[string][]WilayahCode{}
		to[code[:5]] = m
	}
	m[fold] = append(m[fold], code)
}

// Has reports whether the wilayah is known at all.
func (g *Gazetteer) Has(c WilayahCode) bool { _, ok := g.byCode[c]; return ok }

// Mapped reports whether any desa of the kabupaten has a polygon: without one, a
// point in no desa says nothing.
func (g *Gazetteer) Mapped(kabupaten WilayahCode) bool { return g.mapped[kabupaten] }

// Label is the name of a wilayah, of a desa with its kecamatan's (its code, where
// that has no name): one kabupaten has several desa of a name.
func (g *Gazetteer) Label(c WilayahCode) string {
	p := g.byCode[c]
	if p.Name == "" || c.Level() != Desa {
		return g.Name(c)
	}
	return p.Name + ", " + g.Name(c.Parent())
}

// Name is the bare name of a wilayah, its code where it has none.
func (g *Gazetteer) Name(c WilayahCode) string {
	if p := g.byCode[c]; p.Name != "" {
		return p.Name
	}
	return string(c)
}

// KabupatenNamed is the one kabupaten or kota of that name, "" where none or
// several bear it. "Kota" and "Kab." tell Kota Bogor from Kabupaten Bogor.
func (g *Gazetteer) KabupatenNamed(name string) WilayahCode {
	found := g.kabupaten[FoldName(name, KabupatenWords)]
	if len(found) > 1 {
		if w := nameTokens(name); len(w) > 0 {
			kota := w[0] == "kota"
			found = slices.DeleteFunc(slices.Clone(found), func(c WilayahCode) bool { return (c[3:5] > "70") != kota })
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// KecamatanNamed is the one kecamatan of that name in the kabupaten, else "".
func (g *Gazetteer) KecamatanNamed(kabupaten WilayahCode, name string) WilayahCode {
	if found := g.kecamatan[kabupaten][FoldName(name, KecamatanWords)]; len(found) == 1 {
		return found[0]
	}
	return ""
}

// DesaNamed lists the desa of a kabupaten whose folded name is fold.
func (g *Gazetteer) DesaNamed(kabupaten WilayahCode, fold string) []WilayahCode {
	return g.desa[kabupaten][fold]
}

// DesaQuery asks which desa a name in a list means.
type DesaQuery struct {
	Kabupaten WilayahCode
	Kecamatan WilayahCode   // as the list gives it, "" where it does not
	Name      string        // folded
	Prefer    []WilayahCode // wilayah kerja of the induk
	Beside    WilayahCode   // the induk's own kecamatan
}

// DesaMatch is the answer: Code where it is certain, else what a person may
// choose from, best first.
type DesaMatch struct {
	Code       WilayahCode
	Candidates []MatchCandidate
}

// MatchDesa decides by exact folded name only. Several of one name are told
// apart by the kecamatan, then by the induk's wilayah kerja, then by the induk's
// own kecamatan. A name found only in another kecamatan than the list's is a
// contradiction, not an answer.
func (g *Gazetteer) MatchDesa(q DesaQuery) DesaMatch {
	if q.Kabupaten == "" || q.Name == "" {
		return DesaMatch{}
	}
	exact := g.desa[q.Kabupaten][q.Name]
	if q.Kecamatan != "" {
		if in := within(exact, q.Kecamatan); len(in) == 1 {
			return DesaMatch{Code: in[0]}
		}
		return DesaMatch{Candidates: g.shortlist(q, exact)}
	}
	if len(exact) == 1 {
		return DesaMatch{Code: exact[0]}
	}
	if len(exact) > 1 {
		served := slices.DeleteFunc(slices.Clone(exact), func(c WilayahCode) bool { return !slices.Contains(q.Prefer, c) })
		if len(served) == 1 {
			return DesaMatch{Code: served[0]}
		}
		if q.Beside != "" {
			if in := within(exact, q.Beside); len(in) == 1 {
				return DesaMatch{Code: in[0]}
			}
		}
	}
	return DesaMatch{Candidates: g.shortlist(q, exact)}
}

func within(codes []WilayahCode, area WilayahCode) []WilayahCode {
	var in []WilayahCode
	for _, c := range codes {
		if c.Within(area) {
			in = append(in, c)
		}
	}
	return in
}

// shortlist is the exact names, or else the near ones; those where the list or the
// induk points come first. Where the exact ones all lie in another kecamatan than
// the list's, near ones in that kecamatan are offered too.
func (g *Gazetteer) shortlist(q DesaQuery, exact []WilayahCode) []MatchCandidate {
	type scored struct {
		MatchCandidate
		near int
	}
	var list []scored
	add := func(code WilayahCode, score float64) {
		near := 0
		if q.Kecamatan != "" && code.Within(q.Kecamatan) || slices.Contains(q.Prefer, code) || q.Beside != "" && code.Within(q.Beside) {
			near = 1
		}
		list = append(list, scored{MatchCandidate{Value: string(code), Label: g.Label(code), Score: score}, near})
	}
	for _, c := range exact {
		add(c, 1)
	}
	for fold, codes := range g.desa[q.Kabupaten] {
		if s := SimilarNames(fold, q.Name); s >= ShortlistSimilarity && s < 1 {
			for _, c := range codes {
				if len(exact) == 0 || q.Kecamatan != "" && c.Within(q.Kecamatan) {
					add(c, s)
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.near, a.near), cmp.Compare(b.Score, a.Score), strings.Compare(a.Value, b.Value))
	})
	var out []MatchCandidate
	for _, s := range list[:min(len(list), MaxCandidates)] {
		out = append(out, s.MatchCandidate)
	}
	return out
}
