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
	Complexity int           // fields times rows; 100,000
	Tokens     int           // of a query's text; 5,000
	Body       int64         // bytes of a request; 256 KiB
	Time       time.Duration // of a request; 30 s
}

func (l Limits) withDefaults() Limits {
	l.Depth = cmp.Or(l.Depth, 15)
	l.Page = cmp.Or(l.Page, 1000)
	l.Complexity = cmp.Or(l.Complexity, 100_000)
	l.Tokens = cmp.Or(l.Tokens, 5000)
	l.Body = cmp.Or(l.Body, 256<<10)
	l.Time = cmp.Or(l.Time, 30*time.Second)
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

// shape refuses, before anything runs, queries that are too deep or ask for too
// long a page. The complexity limit that follows would refuse such pages too, but
// could not say which argument to change.
type shape struct{ limits Limits }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = shape{}

func (shape) ExtensionName() string                   { return "Shape" }
func (shape) Validate(graphql.ExecutableSchema) error { return nil }

func (s shape) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if err := s.walk(op.Operation.SelectionSet, op.Variables, 1, 0, false); err != nil {
		return &gqlerror.Error{Err: err, Message: err.Error()}
	}
	return nil
}

// walk visits every field once for each place it is used in; validation has
// already refused fragments that contain themselves.
func (s shape) walk(set ast.SelectionSet, vars map[string]any, depth, lists int, introspection bool) error {
	for _, sel := range set {
		var err error
		switch sel := sel.(type) {
		case *ast.Field:
			err = s.field(sel, vars, depth, lists, introspection)
		case *ast.InlineFragment:
			err = s.walk(sel.SelectionSet, vars, depth, lists, introspection)
		case *ast.FragmentSpread:
			err = s.walk(sel.Definition.SelectionSet, vars, depth, lists, introspection)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s shape) field(f *ast.Field, vars map[string]any, depth, lists int, introspection bool) error {
	introspection = introspection || f.Name == "__schema" || f.Name == "__type"
	limit := s.limits.Depth
	if introspection {
		limit = introspectionDepth
		if introspectionList[f.Name] {
			lists++
		}
	}
	if depth > limit || lists > introspectionLists {
		return gis.NewError(gis.Invalid,
			"Kueri terlalu dalam: paling banyak %d tingkat isian", "The query is too deep: at most %d levels of fields", limit)
	}
	if err := s.page(f, vars); err != nil {
		return err
	}
	return s.walk(f.SelectionSet, vars, depth+1, lists, introspection)
}

func (s shape) page(f *ast.Field, vars map[string]any) error {
	arg := f.Definition.Arguments.ForName("first")
	if arg == nil {
		return nil
	}
	n, ok := number(f.ArgumentMap(vars)["first"])
	if ok && (n < 0 || n > float64(s.limits.Page)) {
		return &gis.Error{Kind: gis.Invalid, Field: "first", Message: gis.T(
			"first pada %s harus 0 sampai %d; halaman berikutnya diminta dengan after",
			"first of %s must be 0 to %d; the next page is asked for with after", f.Name, s.limits.Page)}
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
