package graph

import (
	"context"
	"strconv"

	"jangkau/gis"
	"jangkau/graph/model"
)

// posyanduGaps is the query of that name.
func (q *request) posyanduGaps(ctx context.Context, ask gis.PosyanduGapQuestion, first *int, after *string) (*model.PosyanduGapConnection, error) {
	p, err := page(ctx, first, after, 50, ask)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.PosyanduGaps(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	list, info, err := edges(p, l.List, func(g gis.PosyanduGap, c string) *model.PosyanduGapEdge {
		return &model.PosyanduGapEdge{Node: &g, Cursor: c}
	})
	desa := make([]*gis.Wilayah, len(list))
	for i, e := range list {
		desa[i] = &e.Node.Desa
	}
	q.sawWilayah(desa)
	return &model.PosyanduGapConnection{Ask: ask, TotalCount: l.Total, Counts: &l.Counts, Edges: list, PageInfo: info, MinKader: *l.MinKader}, err
}

// posyanduList is the query posyandu.
func (q *request) posyanduList(ctx context.Context, ask gis.PosyanduQuestion, first *int, after *string) (*model.PosyanduConnection, error) {
	p, err := page(ctx, first, after, 50, ask)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.Posyandu(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	list, info, err := edges(p, l, func(x gis.Posyandu, c string) *model.PosyanduEdge {
		q.facility.expect(x.FacilityID)
		return &model.PosyanduEdge{Node: &x, Cursor: c}
	})
	return &model.PosyanduConnection{Ask: ask, TotalCount: l.Total, Edges: list, PageInfo: info}, err
}

func levelsOf(p *gis.Posyandu) []*model.KaderLevelCount {
	return []*model.KaderLevelCount{{Level: gis.KaderPurwa, Kader: p.Purwa}, {Level: gis.KaderMadya, Kader: p.Madya}, {Level: gis.KaderUtama, Kader: p.Utama}}
}

func servicesOf(p *gis.Posyandu) []*model.PosyanduServiceStatus {
	var out []*model.PosyanduServiceStatus
	for _, s := range gis.PosyanduServices {
		status := gis.Unknown
		if given := p.Given[s]; given != nil {
			status = gis.Lacks
			if *given {
				status = gis.Has
			}
		}
		out = append(out, &model.PosyanduServiceStatus{Service: s, Status: status})
	}
	return out
}

func (q *request) competencesOf(p *gis.Posyandu) []*model.KaderCompetence {
	var out []*model.KaderCompetence
	for _, g := range gis.CompetenceGroups {
		known := func(n int) *int {
			if k, ok := p.Competences[g.Code][strconv.Itoa(n)]; ok {
				return &k
			}
			return nil
		}
		c := &model.KaderCompetence{Group: g.Code, Name: q.text(g.NameID, g.NameEn), NameEn: g.NameEn, Competences: g.Competences, KaderWithAll: known(0)}
		for n := 1; n <= g.Competences; n++ {
			c.KaderWithEach = append(c.KaderWithEach, known(n))
		}
		out = append(out, c)
	}
	return out
}

var posyanduMethod = gis.T(
	"Posyandu menurut fasilitas pada tanggal itu, masing-masing dengan laporan terbarunya sampai tanggal itu. Desa dan layanannya LACKS hanya bila daftar posyandu dinyatakan lengkap; yang tidak dilaporkan belum didata. Kekurangan kader dijumlahkan per posyandu",
	"Posyandu as they stood on the day, each with its latest report up to it. A desa and its services LACK only where a register of posyandu is declared complete; what is not reported is unknown. Missing kader are added up posyandu by posyandu")

func (q *request) posyanduGapProvenance(ctx context.Context, c *model.PosyanduGapConnection) (*model.Provenance, error) {
	t := &told{q: q, method: posyanduMethod}
	t.area(c.Ask.Area)
	t.parameter("units", c.Ask.Units)
	t.parameter("standard", c.Ask.Standard)
	t.parameter("minKader", c.MinKader)
	t.count(c.Counts.Unknown, "NO_COMPLETE_REGISTER", "%d desa/kelurahan belum didata: daftar posyandunya tidak dinyatakan lengkap",
		"%d desa or kelurahan are not known: no register of their posyandu is declared complete")
	t.count(c.Counts.KaderUnknown, "KADER_UNKNOWN", "%d posyandu tanpa jumlah kader: belum didata, bukan nol, dan tidak dihitung sebagai kurang",
		"%d posyandu have no number of kader: unknown, not none, and not counted as short")
	rules, err := q.reader.Standards(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range rules {
		if s.ID == c.Ask.Standard {
			t.workforce(gis.Evidence{Standards: []gis.Standard{*s}})
		}
	}
	return t.provenance(ctx, gis.EvidenceQuestion{
		Area: c.Ask.Area, AsOf: c.Ask.AsOf, People: true, Facility: true, Kinds: []gis.FacilityKind{gis.KindPosyandu}, Register: true, Posyandu: true,
	})
}

func (q *request) posyanduProvenance(ctx context.Context, c *model.PosyanduConnection) (*model.Provenance, error) {
	t := &told{q: q, method: posyanduMethod}
	t.area(c.Ask.Area)
	t.caveat("COMPETENCES_SECONDARY", gis.T("Pembagian 25 kompetensi dibaca dari sumber sekunder; syarat tingkat madya dan utama belum terverifikasi, sehingga tingkat ditampilkan sebagaimana dinyatakan",
		"How the 25 competences are grouped was read in secondary sources; what madya and utama ask for is not verified, so that levels are shown as declared"))
	return t.provenance(ctx, gis.EvidenceQuestion{
		Area: c.Ask.Area, AsOf: c.Ask.AsOf, Facility: true, Kinds: []gis.FacilityKind{gis.KindPosyandu}, Posyandu: true,
	})
}
