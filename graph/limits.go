package graph

import (
	"cmp"
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"jangkau/gis"
)

// Limits bound what one request may cost. Zero values stand for the defaults.
type Limits struct {
	Depth      int           // fields within fields; 15
	Page       int           // rows of a page; 1,000
	List       int           // entries of a list in an argument; 100
	Orders     int           // keys of an order; 8
	Searches   int           // different travel questions about whole areas; 20
	Schema     int           // times that the schema is asked for; 5
	Complexity int           // fields times rows; 100,000
	Tokens     int           // of a query's text; 5,000
	Body       int64         // bytes of a request; 256 KiB
	Time       time.Duration // of a request; 30 s
	Heartbeat  time.Duration // between signs of life to who watches a job; 15 s
}

func (l Limits) withDefaults() Limits {
	l.Depth = cmp.Or(l.Depth, 15)
	l.Page = cmp.Or(l.Page, 1000)
	l.List = cmp.Or(l.List, 100)
	l.Orders = cmp.Or(l.Orders, 8)
	l.Searches = cmp.Or(l.Searches, 20)
	l.Schema = cmp.Or(l.Schema, 5)
	l.Complexity = cmp.Or(l.Complexity, 100_000)
	l.Tokens = cmp.Or(l.Tokens, 5000)
	l.Body = cmp.Or(l.Body, 256<<10)
	l.Time = cmp.Or(l.Time, 30*time.Second)
	l.Heartbeat = cmp.Or(l.Heartbeat, 15*time.Second)
	return l
}

// The introspection of a schema is deep by nature (a type of a list of a type),
// and is known in size; what makes it explode are lists of types within types.
const (
	introspectionDepth = 20
	introspectionLists = 4
)

var introspectionList = map[string]bool{
	"types": true, "fields": true, "inputFields": true, "interfaces": true, "possibleTypes": true, "args": true, "enumValues": true,
}

// shape refuses, before anything runs, queries that are too deep or too wide, or
// ask for too long a page. The complexity limit that follows would refuse such
// pages too, but could not say which argument to change; and it would never end
// where fragments spread one another many times over.
type shape struct{ limits Limits }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = shape{}

func (shape) ExtensionName() string                   { return "Shape" }
func (shape) Validate(graphql.ExecutableSchema) error { return nil }

func (s shape) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if err := requestOf(ctx).way.allows(op.Operation.Operation); err != nil {
		return &gqlerror.Error{Err: err, Message: err.Error()}
	}
	w := walker{Limits: s.limits, vars: op.Variables}
	if err := w.walk(op.Operation.SelectionSet, place{depth: 1}); err != nil {
		return &gqlerror.Error{Err: err, Message: err.Error()}
	}
	return nil
}

// walker visits every field once for each place it is used in; validation has
// already refused fragments that contain themselves.
type walker struct {
	Limits
	vars    map[string]any
	visited int // fields and fragments
	schema  int // times that the schema is asked for
}

// place is where in the query a selection stands.
type place struct {
	depth         int
	introspection bool
	lists         int // of types within types
}

func (w *walker) walk(set ast.SelectionSet, at place) error {
	for _, sel := range set {
		// Every field costs at least one, so that more could not be allowed anyway.
		if w.visited++; w.visited > w.Complexity {
			return gis.NewError(gis.Invalid,
				"Kueri terlalu besar: lebih dari %d isian", "The query is too large: more than %d fields", w.Complexity)
		}
		var err error
		switch sel := sel.(type) {
		case *ast.Field:
			err = w.field(sel, at)
		case *ast.InlineFragment:
			err = w.walk(sel.SelectionSet, at)
		case *ast.FragmentSpread:
			err = w.walk(sel.Definition.SelectionSet, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) field(f *ast.Field, at place) error {
	limit := w.Depth
	if f.Name == "__schema" || f.Name == "__type" {
		at.introspection = true
		if w.schema++; w.schema > w.Schema {
			return gis.NewError(gis.Invalid,
				"Skema ditanyakan terlalu sering dalam satu kueri: paling banyak %d kali",
				"The schema is asked for too often in one query: at most %d times", w.Schema)
		}
	}
	if at.introspection {
		limit = introspectionDepth
		if introspectionList[f.Name] {
			at.lists++
		}
	}
	if at.depth > limit || at.lists > introspectionLists {
		return gis.NewError(gis.Invalid,
			"Kueri terlalu dalam: paling banyak %d tingkat isian", "The query is too deep: at most %d levels of fields", limit)
	}
	if err := w.arguments(f); err != nil {
		return err
	}
	at.depth++
	return w.walk(f.SelectionSet, at)
}

// arguments looks at those that say how much is asked for: pages and lists.
func (w *walker) arguments(f *ast.Field) error {
	if f.Definition == nil || len(f.Definition.Arguments) == 0 {
		return nil
	}
	for name, v := range f.ArgumentMap(w.vars) {
		if n, ok := number(v); ok && name == "first" && (n < 0 || n > float64(w.Page)) {
			text := gis.T("first pada %s harus 0 sampai %d", "first of %s must be 0 to %d", f.Name, w.Page)
			if f.Definition.Arguments.ForName("after") != nil {
				text.ID += "; halaman berikutnya diminta dengan after"
				text.EN += "; the next page is asked for with after"
			}
			return &gis.Error{Kind: gis.Invalid, Field: name, Message: text}
		}
		most := w.List
		if name == "orderBy" {
			most = w.Orders
		}
		if list, ok := v.([]any); ok && len(list) > most {
			return &gis.Error{Kind: gis.Invalid, Field: name, Message: gis.T(
				"%s pada %s paling banyak berisi %d", "%s of %s may hold at most %d", name, f.Name, most)}
		}
	}
	return nil
}

// number reads an argument that came as a literal or in a variable.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case interface{ Float64() (float64, error) }: // json.Number
		n, err := v.Float64()
		return n, err == nil
	}
	return 0, false
}
