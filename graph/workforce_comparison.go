package graph

import (
	"context"
	"slices"

	"jangkau/gis"
	"jangkau/gis/workforce"
	"jangkau/graph/model"
)

// comparison puts a question to the three rules.
func (q *request) comparison(ctx context.Context, ask gis.WorkforceQuestion, named map[gis.WorkforceRule]*string, only bool, first *int, after *string) (*model.WorkforceComparisonConnection, error) {
	p, err := page(ctx, first, after, 100, ask, named, only)
	if err != nil {
		return nil, err
	}
	out := &model.WorkforceComparisonConnection{}
	by := map[gis.WorkforceRule]gis.WorkforceCells{}
	version := ""
	for _, rule := range gis.WorkforceRules {
		one := ask
		one.Rule, one.Standard = rule, named[rule]
		cells, err := q.cells(ctx, &one)
		if err != nil {
			return nil, err
		}
		by[rule], version = cells, cells.Version
		out.Asks = append(out.Asks, one)
	}
	rows := workforce.Compare(by)
	for _, r := range rows {
		if r.Contradiction {
			out.Contradictions++
		}
	}
	if only {
		rows = slices.DeleteFunc(rows, func(r gis.WorkforceComparisonRow) bool { return !r.Contradiction })
	}
	slices.SortStableFunc(rows, func(a, b gis.WorkforceComparisonRow) int {
		switch {
		case a.Contradiction == b.Contradiction:
			return 0
		case a.Contradiction:
			return -1
		}
		return 1
	})
	l, err := pageOfRows(p, version, rows, func(r gis.WorkforceComparisonRow) []any { return []any{r.FacilityID, r.Profession.Code} })
	if err != nil {
		return nil, err
	}
	out.TotalCount = l.Total
	out.Edges, out.PageInfo, err = edges(p, l, func(r gis.WorkforceComparisonRow, c string) *model.WorkforceComparisonEdge {
		q.facility.expect(r.FacilityID)
		return &model.WorkforceComparisonEdge{Node: &r, Cursor: c}
	})
	return out, err
}

// cells computes what the rule asks and reads it facility by facility.
func (q *request) cells(ctx context.Context, ask *gis.WorkforceQuestion) (gis.WorkforceCells, error) {
	if err := q.needOf(ctx, ask); err != nil {
		return gis.WorkforceCells{}, err
	}
	return q.reader.WorkforceCells(ctx, *ask)
}

var comparisonMethod = gis.T(
	"Tiap aturan dihitung sendiri-sendiri terhadap tenaga yang dibicarakannya, lalu diletakkan berdampingan; bertentangan bila satu aturan menemukan kelebihan dan aturan lain kekurangan pada jenis tenaga yang sama di fasilitas yang sama",
	"Each rule by itself, against the staff it speaks of, then beside one another; they contradict where one finds a surplus and another a gap in the same profession at the same facility")

func (q *request) comparisonProvenance(ctx context.Context, c *model.WorkforceComparisonConnection) (*model.Provenance, error) {
	t := &told{q: q, method: comparisonMethod}
	for i, ask := range c.Asks {
		if i == 0 {
			t.area(ask.Area)
		}
		if err := t.ruled(ctx, ask); err != nil {
			return nil, err
		}
		if i == 0 {
			continue // the evidence's own, below
		}
		e, err := q.reader.Evidence(ctx, gis.EvidenceQuestion{Area: ask.Area, AsOf: ask.AsOf, Workforce: &ask})
		if err != nil {
			return nil, err
		}
		t.also = append(t.also, e.Sources...)
		t.workforce(gis.Evidence{Standards: e.Standards, JejaringUnknown: e.JejaringUnknown, JejaringPustu: e.JejaringPustu, SharedDesa: e.SharedDesa})
	}
	ask := c.Asks[0] // the standard's: it speaks of most facilities
	return t.provenance(ctx, gis.EvidenceQuestion{Area: ask.Area, AsOf: ask.AsOf, Facility: true, People: true, Kinds: ask.Kinds, Workforce: &ask})
}
