package graph

import (
	"context"

	"jangkau/gis"
	"jangkau/graph/model"
)

// The plain lists: a page is asked for, read, and wrapped.

func (q *request) desaList(ctx context.Context, ask gis.DesaQuestion, first *int, after *string) (*model.DesaConnection, error) {
	p, err := page(ctx, first, after, 50, ask)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.Desa(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	q.sawWilayah(rowsOf(l))
	list, info, err := edges(p, l, func(w *gis.Wilayah, c string) *model.DesaEdge { return &model.DesaEdge{Node: w, Cursor: c} })
	return &model.DesaConnection{Ask: ask, TotalCount: l.Total, Edges: list, PageInfo: info}, err
}

func (q *request) facilityList(ctx context.Context, ask gis.FacilityQuestion, first *int, after *string) (*model.FacilityConnection, error) {
	p, err := page(ctx, first, after, 50, ask)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.ListFacilities(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	q.sawFacilities(rowsOf(l))
	list, info, err := edges(p, l, func(f *gis.Facility, c string) *model.FacilityEdge { return &model.FacilityEdge{Node: f, Cursor: c} })
	return &model.FacilityConnection{Ask: ask, TotalCount: l.Total, Edges: list, PageInfo: info}, err
}

func (q *request) runList(ctx context.Context, source *int64, first *int, after *string) (*model.ImportRunConnection, error) {
	p, err := page(ctx, first, after, 50, source)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.ImportRuns(ctx, source, p.Page)
	if err != nil {
		return nil, err
	}
	q.sawRuns(rowsOf(l))
	list, info, err := edges(p, l, func(r *gis.ImportRun, c string) *model.ImportRunEdge { return &model.ImportRunEdge{Node: r, Cursor: c} })
	return &model.ImportRunConnection{TotalCount: l.Total, Edges: list, PageInfo: info}, err
}

func (q *request) issueList(ctx context.Context, run *gis.ImportRun, severity []gis.IssueSeverity, first *int, after *string) (*model.ImportIssueConnection, error) {
	p, err := page(ctx, first, after, 50, run.ID, severity)
	if err != nil {
		return nil, err
	}
	l, err := q.reportOf(ctx, run, severity, p)
	if err != nil {
		return nil, err
	}
	list, info, err := edges(p, l, func(i *gis.ImportIssue, c string) *model.ImportIssueEdge {
		return &model.ImportIssueEdge{Node: i, Cursor: c}
	})
	return &model.ImportIssueConnection{TotalCount: l.Total, Edges: list, PageInfo: info}, err
}

func (q *request) matchList(ctx context.Context, area *gis.WilayahCode, status *gis.MatchStatus, first *int, after *string) (*model.MatchCaseConnection, error) {
	p, err := page(ctx, first, after, 50, area, status)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.MatchCases(ctx, area, status, p.Page)
	if err != nil {
		return nil, err
	}
	list, info, err := edges(p, l, func(m *gis.MatchCase, c string) *model.MatchCaseEdge {
		if m.FacilityID != nil {
			q.facility.expect(*m.FacilityID)
		}
		return &model.MatchCaseEdge{Node: m, Cursor: c}
	})
	return &model.MatchCaseConnection{TotalCount: l.Total, Edges: list, PageInfo: info}, err
}

// searchWilayah answers what somebody typed.
func (q *request) searchWilayah(ctx context.Context, text string, level *gis.WilayahLevel, first int) ([]*gis.Wilayah, error) {
	asked, ok, err := gis.SearchWilayah(text)
	if err != nil || !ok {
		return []*gis.Wilayah{}, err
	}
	asked.Level, asked.First = level, first
	rows, err := some(q.reader.SearchWilayah(ctx, asked))
	q.sawWilayah(rows)
	return rows, err
}
