package cql

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkt"
)

const (
	// MostBytes of a filter: an address holds no more anyway.
	MostBytes = 8000
	mostDepth = 50
)

// Error says where a filter cannot be read, counted in characters from 1, and why.
type Error struct {
	At     int
	Found  string
	ID, EN string // what is wrong, Indonesian and English
}

func (e *Error) Error() string { return fmt.Sprintf("character %d: %s", e.At, e.EN) }

func syntax(s string, at int, id, en string, args ...any) *Error {
	if len(args) > 0 {
		id, en = fmt.Sprintf(id, args...), fmt.Sprintf(en, args...)
	}
	found := s[at:]
	if len(found) > 20 {
		found = strings.ToValidUTF8(found[:20], "") + "…"
	}
	return &Error{At: utf8.RuneCountInString(s[:at]) + 1, Found: found, ID: id, EN: en}
}

// Parse reads a filter. Errors are *Error.
func Parse(s string) (Expr, error) {
	if len(s) > MostBytes {
		return nil, syntax(s, 0, "saringan terlalu panjang: paling banyak %d bita", "the filter is too long: at most %d bytes", MostBytes)
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return r == 0 || r == utf8.RuneError }); i >= 0 {
		return nil, syntax(s, i, "aksara ini tidak boleh ada", "this character may not occur")
	}
	tokens, err := lex(s)
	if err != nil {
		return nil, err
	}
	p := &parser{source: s, tokens: tokens}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.peek().kind != end {
		return nil, p.expected("AND, OR, atau akhir saringan", "AND, OR or the end of the filter")
	}
	return e, nil
}

type parser struct {
	source string
	tokens []token
	at     int
	depth  int
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

// take takes the next token if it is the keyword or symbol.
func (p *parser) take(s string) bool {
	t := p.peek()
	if t.is(s) || t.kind == symbol && t.text == s {
		p.at++
		return true
	}
	return false
}

func (p *parser) need(s string) error {
	if p.take(s) {
		return nil
	}
	return p.expected(s, s)
}

func (p *parser) expected(id, en string) error {
	return syntax(p.source, p.peek().from, "di sini diharapkan "+id, "expected here: "+en)
}

func (p *parser) or() (Expr, error) {
	e, err := p.and()
	for err == nil && p.take("OR") {
		var b Expr
		if b, err = p.and(); err == nil {
			e = Or{e, b}
		}
	}
	return e, err
}

func (p *parser) and() (Expr, error) {
	e, err := p.not()
	for err == nil && p.take("AND") {
		var b Expr
		if b, err = p.not(); err == nil {
			e = And{e, b}
		}
	}
	return e, err
}

func (p *parser) not() (Expr, error) {
	if p.depth++; p.depth > mostDepth {
		return nil, syntax(p.source, p.peek().from, "terlalu banyak kurung atau NOT bertingkat", "too many brackets or NOT within each other")
	}
	defer func() { p.depth-- }()
	if p.take("NOT") {
		e, err := p.not()
		return Not{e}, err
	}
	if p.take("(") {
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		return e, p.need(")")
	}
	if t := p.peek(); t.kind == word && slices.Contains(Predicates, strings.ToUpper(t.text)) {
		return p.spatial()
	}
	return p.predicate()
}

// predicate is a comparison of some sort, or TRUE or FALSE alone.
func (p *parser) predicate() (Expr, error) {
	a, err := p.operand()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind == symbol && slices.Contains([]string{"=", "<>", "<", "<=", ">", ">="}, t.text) {
		p.next()
		b, err := p.operand()
		return Compare{t.text, a, b}, err
	}
	if p.take("IS") {
		negated := p.take("NOT")
		if err := p.need("NULL"); err != nil {
			return nil, err
		}
		return negate(negated, IsNull{a}), nil
	}
	negated := p.take("NOT")
	switch {
	case p.take("LIKE"):
		t := p.next()
		if t.kind != text {
			p.at--
			return nil, p.expected("pola dalam petik tunggal", "a pattern in single quotes")
		}
		return negate(negated, Like{a, t.text}), nil
	case p.take("BETWEEN"):
		low, err := p.operand()
		if err != nil {
			return nil, err
		}
		if err := p.need("AND"); err != nil {
			return nil, err
		}
		high, err := p.operand()
		return negate(negated, Between{a, low, high}), err
	case p.take("IN"):
		list, err := p.list()
		return negate(negated, In{a, list}), err
	}
	if v, ok := a.Value.(bool); ok && !negated {
		return Truth(v), nil
	}
	return nil, p.expected("pembanding (=, <>, <, <=, >, >=, LIKE, BETWEEN, IN, IS NULL)", "a comparison (=, <>, <, <=, >, >=, LIKE, BETWEEN, IN, IS NULL)")
}

func negate(negated bool, e Expr) Expr {
	if negated {
		return Not{e}
	}
	return e
}

func (p *parser) list() (out []Operand, err error) {
	if err := p.need("("); err != nil {
		return nil, err
	}
	for {
		o, err := p.operand()
		if err != nil {
			return nil, err
		}
		out = append(out, o)
		if p.take(")") {
			return out, nil
		}
		if err := p.need(","); err != nil {
			return nil, p.expected(", atau )", ", or )")
		}
	}
}

// keywords are no properties unless in double quotes.
var keywords = []string{"AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS", "NULL", "TRUE", "FALSE", "DATE"}

func (p *parser) operand() (Operand, error) {
	t := p.next()
	switch {
	case t.kind == text:
		return Operand{Value: t.text}, nil
	case t.kind == number:
		return Operand{Value: t.value}, nil
	case t.kind == quotedName && t.text != "":
		return Operand{Property: t.text}, nil
	case t.is("TRUE"), t.is("FALSE"):
		return Operand{Value: t.is("TRUE")}, nil
	case t.is("DATE"):
		return p.day()
	case t.kind == word && !slices.ContainsFunc(keywords, t.is):
		return Operand{Property: t.text}, nil
	}
	if t.kind != end {
		p.at--
	}
	return Operand{}, p.expected("nama sifat, 'teks', bilangan, TRUE, FALSE, atau DATE('2024-12-31')", "a property, a 'text', a number, TRUE, FALSE or DATE('2024-12-31')")
}

func (p *parser) day() (Operand, error) {
	if err := p.need("("); err != nil {
		return Operand{}, err
	}
	t := p.next()
	day, err := ParseDay(t.text)
	if t.kind != text || err != nil {
		return Operand{}, syntax(p.source, t.from, "tanggal ditulis DATE('2024-12-31')", "a day is written DATE('2024-12-31')")
	}
	return Operand{Value: day}, p.need(")")
}

// ParseDay reads a day, YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err == nil && t.Year() == 0 { // PostgreSQL has no such year
		err = fmt.Errorf("there is no year 0")
	}
	return Day(s), err
}

// spatial is a predicate of the feature's geometry and a given one.
func (p *parser) spatial() (Expr, error) {
	e := Spatial{Op: strings.ToUpper(p.next().text)}
	if err := p.need("("); err != nil {
		return nil, err
	}
	for side := range 2 {
		t := p.peek()
		if t.kind == quotedName || t.kind == word && !isShape(t.text) {
			if e.Property != "" {
				return nil, p.expected("geometri dalam WKT", "a geometry in WKT")
			}
			p.next()
			e.Property = t.text
		} else {
			g, err := p.geometry()
			if err != nil {
				return nil, err
			}
			e.Given, e.Swapped = g, side == 0
		}
		if side == 0 {
			if err := p.need(","); err != nil {
				return nil, err
			}
		}
	}
	if e.Property == "" {
		return nil, p.expected("nama sifat geometri, misalnya geometry, di salah satu sisi", "the geometry property, as in geometry, on one side")
	}
	return e, p.need(")")
}

var shapes = []string{"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "BBOX"}

func isShape(s string) bool { return slices.Contains(shapes, strings.ToUpper(s)) }

// geometry reads WKT, or BBOX(west, south, east, north).
func (p *parser) geometry() (geom.T, error) {
	first := p.peek()
	if first.kind != word || !isShape(first.text) {
		return nil, p.expected("geometri dalam WKT, misalnya POLYGON((…))", "a geometry in WKT, as in POLYGON((…))")
	}
	var depth, to int
	for p.next(); ; {
		t := p.next()
		if t.kind == end {
			return nil, syntax(p.source, first.from, "kurung geometri ini tidak ditutup", "the brackets of this geometry are not closed")
		}
		to = t.to
		if t.kind == symbol && t.text == "(" {
			depth++
		} else if t.kind == symbol && t.text == ")" {
			depth--
		}
		if depth <= 0 {
			break
		}
	}
	source := p.source[first.from:to]
	var g geom.T
	var err error
	if first.is("BBOX") {
		g, err = bbox(source)
	} else {
		g, err = wkt.Unmarshal(strings.ToUpper(source))
	}
	if err != nil || !sound(g) {
		return nil, syntax(p.source, first.from, "geometri ini bukan WKT yang sah dalam derajat (bujur, lintang)", "this geometry is no valid WKT in degrees (longitude, latitude)")
	}
	return g, nil
}

func bbox(source string) (geom.T, error) {
	var w, s, e, n float64
	_, inside, _ := strings.Cut(strings.TrimSuffix(source, ")"), "(")
	if _, err := fmt.Sscanf(strings.ReplaceAll(inside, " ", ""), "%g,%g,%g,%g", &w, &s, &e, &n); err != nil {
		return nil, err
	}
	if w > e || s > n {
		return nil, fmt.Errorf("upside down")
	}
	return geom.NewPolygonFlat(geom.XY, []float64{w, s, e, s, e, n, w, n, w, s}, []int{10}), nil
}

// sound reports whether a geometry is one of the earth's, with two dimensions.
func sound(g geom.T) bool {
	if c, ok := g.(*geom.GeometryCollection); ok {
		return c.NumGeoms() > 0 && !slices.ContainsFunc(c.Geoms(), func(g geom.T) bool { return !sound(g) })
	}
	if g == nil || g.Layout() != geom.XY || len(g.FlatCoords()) == 0 {
		return false
	}
	for i, v := range g.FlatCoords() {
		if limit := 180 - 90*float64(i%2); !(v >= -limit && v <= limit) {
			return false
		}
	}
	switch g := g.(type) {
	case *geom.LineString:
		return g.NumCoords() >= 2
	case *geom.MultiLineString:
		return !slices.ContainsFunc(linesOf(g), func(l geom.T) bool { return !sound(l) })
	case *geom.Polygon:
		for i := range g.NumLinearRings() {
			r := g.LinearRing(i)
			if n := r.NumCoords(); n < 4 || !r.Coord(0).Equal(geom.XY, r.Coord(n-1)) {
				return false
			}
		}
	case *geom.MultiPolygon:
		for i := range g.NumPolygons() {
			if !sound(g.Polygon(i)) {
				return false
			}
		}
	}
	return true
}

func linesOf(m *geom.MultiLineString) (out []geom.T) {
	for i := range m.NumLineStrings() {
		out = append(out, m.LineString(i))
	}
	return out
}
