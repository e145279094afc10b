package graph

import (
	"context"
	"slices"

	"jangkau/gis"
	"jangkau/gis/workforce"
	"jangkau/graph/model"
)

// change sets two days' staff beside each other.
func (q *request) change(ctx context.Context, ask gis.WorkforceQuestion, from, to gis.Date, first *int, after *string) (*model.WorkforceChangeConnection, error) {
	if from >= to {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "from", Message: gis.T(
			"from (%s) harus sebelum to (%s)", "from (%s) must be before to (%s)", from, to)}
	}
	if slices.Contains(ask.Group, gis.ByKlaster) {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "groupBy", Message: gis.T(
			"Perubahan tidak dikelompokkan per klaster; pakai workforceKlaster dengan asOf untuk tiap tanggal",
			"Changes are not by klaster; use workforceKlaster with asOf for each day")}
	}
	p, err := page(ctx, first, after, 100, ask, from, to)
	if err != nil {
		return nil, err
	}
	out := &model.WorkforceChangeConnection{From: ask, To: ask}
	out.From.AsOf, out.To.AsOf = from, to
	a, err := q.cells(ctx, &out.From)
	if err != nil {
		return nil, err
	}
	b, err := q.cells(ctx, &out.To)
	if err != nil {
		return nil, err
	}
	by := workforce.ChangeGroup{Profession: slices.Contains(ask.Group, gis.ByProfession), Facility: slices.Contains(ask.Group, gis.ByFacility)}
	switch {
	case slices.Contains(ask.Group, gis.ByKecamatan):
		by.Level = len("35.10.01")
	case slices.Contains(ask.Group, gis.ByKabupaten):
		by.Level = len("35.10")
	}
	l, err := pageOfRows(p, b.Version, workforce.Change(a, b, by), func(r *gis.WorkforceChangeRow) []any {
		profession, facility, wilayah := "", int64(0), or(r.WilayahCode, "")
		if r.Profession != nil {
			profession = r.Profession.Code
		}
		if r.FacilityID != nil {
			facility = *r.FacilityID
		}
		return []any{string(wilayah), facility, profession}
	})
	if err != nil {
		return nil, err
	}
	out.TotalCount = l.Total
	out.Edges, out.PageInfo, err = edges(p, l, func(r *gis.WorkforceChangeRow, c string) *model.WorkforceChangeEdge {
		if r.FacilityID != nil {
			q.facility.expect(*r.FacilityID)
		}
		if r.WilayahCode != nil {
			q.wilayah.expect(*r.WilayahCode)
		}
		return &model.WorkforceChangeEdge{Node: r, Cursor: c}
	})
	return out, err
}

var changeMethod = gis.T(
	"Tenaga tiap fasilitas menurut periode terbarunya sampai masing-masing tanggal; perubahan dijumlahkan pada fasilitas yang terdata pada kedua tanggal; kebutuhan menurut standar yang berlaku pada masing-masing tanggal",
	"Each facility's staff by its latest period up to each day; changes added up over facilities with staff data on both; need by the standard in force on each day")

func (q *request) changeProvenance(ctx context.Context, c *model.WorkforceChangeConnection) (*model.Provenance, error) {
	t := &told{q: q, method: changeMethod}
	t.area(c.To.Area)
	t.parameter("from", c.From.AsOf)
	t.parameter("to", c.To.AsOf)
	if !slices.Equal(c.From.Need.Standards, c.To.Need.Standards) {
		t.caveat("STANDARDS_DIFFER", gis.T("Standar yang berlaku berbeda pada kedua tanggal; perubahan kekurangan tidak hanya karena perubahan tenaga",
			"The standards in force differ between the two days; gaps changed not by staff alone"))
	}
	evidence := func(ask gis.WorkforceQuestion) gis.EvidenceQuestion {
		return gis.EvidenceQuestion{Area: ask.Area, AsOf: ask.AsOf, Facility: true, Kinds: ask.Kinds, Workforce: &ask}
	}
	before, err := q.reader.Evidence(ctx, evidence(c.From))
	if err != nil {
		return nil, err
	}
	out, err := t.provenance(ctx, evidence(c.To))
	if err != nil {
		return nil, err
	}
	// The earlier day's own lists and rules are said too.
	for _, s := range before.Standards {
		if !slices.ContainsFunc(t.parameters, func(p *model.Parameter) bool { return p.Name == "standard" && p.Value == s.ID }) {
			t.standard(s)
		}
	}
	out.Parameters, out.Caveats = t.parameters, slices.Clone(t.caveats)
	for _, d := range before.Sources {
		if !slices.ContainsFunc(out.Sources, func(have *gis.DataSource) bool { return have.ID == d.ID }) {
			out.Sources = append(out.Sources, d)
		}
	}
	return out, nil
}
