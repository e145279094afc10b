package graph

import (
	"context"

	"jangkau/gis"
	"jangkau/graph/model"
)

// workforce is workforceGaps.
func (q *request) workforce(ctx context.Context, ask gis.WorkforceQuestion, first *int, after *string) (*model.WorkforceGapConnection, error) {
	p, err := page(ctx, first, after, 100, ask)
	if err != nil {
		return nil, err
	}
	if err := q.needOf(ctx, &ask); err != nil {
		return nil, err
	}
	l, err := q.reader.WorkforceGaps(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	list, info, err := edges(p, l.List, func(r gis.WorkforceGapRow, c string) *model.WorkforceGapEdge {
		q.expectRow(&r)
		return &model.WorkforceGapEdge{Node: &r, Cursor: c}
	})
	return &model.WorkforceGapConnection{Ask: ask, TotalCount: l.Total, Totals: &l.Totals, Edges: list, PageInfo: info}, err
}

// expectRow notes what a row refers to, so that all rows' are read together.
func (q *request) expectRow(r *gis.WorkforceGapRow) {
	q.facility.expect(r.ShortIDs...)
	if r.FacilityID != nil {
		q.facility.expect(*r.FacilityID)
	}
	if r.WilayahCode != nil {
		q.wilayah.expect(*r.WilayahCode)
	}
}
