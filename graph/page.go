package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"jangkau/gis"
	"jangkau/graph/model"
)

// pager is one page being asked for: it reads the cursor that came and writes
// those that go out.
type pager struct {
	gis.Page
	question string
	extra    string // version of what is computed outside the store
	came     cursor
}

// page begins a page of the question that parts describe.
func page(ctx context.Context, first *int, after *string, ordinary int, parts ...any) (*pager, error) {
	p := &pager{question: question(append([]any{fieldName(ctx)}, parts...)...)}
	p.First = ordinary
	if first != nil {
		p.First = *first
	}
	p.Total = wants(ctx, "totalCount")
	if after == nil {
		return p, nil
	}
	var err error
	p.came, err = parseCursor(*after, p.question)
	p.After = p.came.Keys
	return p, err
}

// wants reports whether the query selects a field of the one being resolved.
func wants(ctx context.Context, name string) bool {
	if !graphql.HasOperationContext(ctx) {
		return true
	}
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		if f.Name == name {
			return true
		}
	}
	return false
}

// edges makes the edges and the page's ends out of a list, refusing a cursor of
// an older version.
func edges[T, E any](p *pager, l gis.List[T], edge func(row T, cursor string) E) ([]E, *model.PageInfo, error) {
	version := l.Version + p.extra
	if err := p.came.checkVersion(version); err != nil {
		return nil, nil, err
	}
	out := make([]E, len(l.Rows))
	info := &model.PageInfo{HasNextPage: l.More, HasPreviousPage: p.After != nil}
	for i, r := range l.Rows {
		c := cursor{Question: p.question, Version: version, Keys: r.Keys}.String()
		out[i] = edge(r.Row, c)
		if i == 0 {
			info.StartCursor = &c
		}
		info.EndCursor = &c
	}
	return out, info, nil
}

// rowsOf are a list's rows without their keys.
func rowsOf[T any](l gis.List[T]) []T {
	out := make([]T, len(l.Rows))
	for i, r := range l.Rows {
		out[i] = r.Row
	}
	return out
}

// fieldName is the field being resolved as the contract names it, whatever its
// alias and its place in the answer.
func fieldName(ctx context.Context) string {
	f := graphql.GetFieldContext(ctx)
	return f.Object + "." + f.Field.Name
}
