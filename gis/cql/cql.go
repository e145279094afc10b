// Package cql reads filters in CQL2 text (OGC 21-065): comparisons, AND, OR, NOT, IN,
// LIKE, BETWEEN, IS NULL and spatial predicates with WKT. What it reads it gives as a
// tree; whoever asks the store turns that into a condition.
package cql

import "github.com/twpayne/go-geom"

// Expr is a condition: And, Or, Not, Compare, Like, Between, In, IsNull, Spatial or
// Truth.
type Expr interface{ expr() }

// And holds where both do.
type And struct{ A, B Expr }

// Or holds where one does.
type Or struct{ A, B Expr }

// Not holds where its expression does not.
type Not struct{ E Expr }

// Truth is TRUE or FALSE.
type Truth bool

// Compare sets two operands against each other; Op is =, <>, <, <=, > or >=.
type Compare struct {
	Op   string
	A, B Operand
}

// Like matches a pattern: % is any text, _ any character, \ takes either as it is.
type Like struct {
	A       Operand
	Pattern string
}

// Between includes both ends.
type Between struct{ A, Low, High Operand }

// In holds where A is one of a list.
type In struct {
	A    Operand
	List []Operand
}

// IsNull holds where a property is not known.
type IsNull struct{ A Operand }

// Spatial sets the geometry of a feature against one that is given; Swapped tells
// that the given one came first. Op is one of Predicates.
type Spatial struct {
	Op       string
	Property string
	Given    geom.T
	Swapped  bool
}

// Operand is a property, or a value: string, float64, bool or Day.
type Operand struct {
	Property string
	Value    any // nil where it is a property
}

// Day is a value written DATE('2024-12-31').
type Day string

// Predicates are the spatial ones.
var Predicates = []string{"S_INTERSECTS", "S_WITHIN", "S_CONTAINS", "S_DISJOINT", "S_EQUALS", "S_TOUCHES", "S_CROSSES", "S_OVERLAPS"}

func (And) expr()     {}
func (Or) expr()      {}
func (Not) expr()     {}
func (Truth) expr()   {}
func (Compare) expr() {}
func (Like) expr()    {}
func (Between) expr() {}
func (In) expr()      {}
func (IsNull) expr()  {}
func (Spatial) expr() {}

// Properties calls f for each property that an expression names; geometry is told
// for that of a spatial predicate.
func Properties(e Expr, f func(name string, geometry bool)) {
	operand := func(os ...Operand) {
		for _, o := range os {
			if o.Value == nil {
				f(o.Property, false)
			}
		}
	}
	switch e := e.(type) {
	case And:
		Properties(e.A, f)
		Properties(e.B, f)
	case Or:
		Properties(e.A, f)
		Properties(e.B, f)
	case Not:
		Properties(e.E, f)
	case Compare:
		operand(e.A, e.B)
	case Like:
		operand(e.A)
	case Between:
		operand(e.A, e.Low, e.High)
	case In:
		operand(e.A)
		operand(e.List...)
	case IsNull:
		operand(e.A)
	case Spatial:
		f(e.Property, true)
	}
}
