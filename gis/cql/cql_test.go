package cql_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/twpayne/go-geom/encoding/wkt"

	"jangkau/gis/cql"
)

// show writes an expression with a bracket around everything, so that precedence is
// seen.
func show(e cql.Expr) string {
	op := func(o cql.Operand) string {
		switch v := o.Value.(type) {
		case nil:
			return "[" + o.Property + "]"
		case string:
			return fmt.Sprintf("%q", v)
		default:
			return fmt.Sprint(v)
		}
	}
	switch e := e.(type) {
	case cql.And:
		return "(" + show(e.A) + " & " + show(e.B) + ")"
	case cql.Or:
		return "(" + show(e.A) + " | " + show(e.B) + ")"
	case cql.Not:
		return "!" + show(e.E)
	case cql.Truth:
		return fmt.Sprint(bool(e))
	case cql.Compare:
		return op(e.A) + e.Op + op(e.B)
	case cql.Like:
		return op(e.A) + "~" + e.Pattern
	case cql.Between:
		return op(e.A) + ":" + op(e.Low) + ".." + op(e.High)
	case cql.In:
		var list []string
		for _, o := range e.List {
			list = append(list, op(o))
		}
		return op(e.A) + "{" + strings.Join(list, ",") + "}"
	case cql.IsNull:
		return op(e.A) + "?"
	case cql.Spatial:
		g, err := wkt.Marshal(e.Given)
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(e.Op, e.Swapped, "[", e.Property, "]", g)
	}
	return fmt.Sprintf("%T", e)
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"a = 1": "[a]=1",
		"a = 'it''s' OR b < -2.5e3 and NOT c IS NULL":   `([a]="it's" | ([b]<-2500 & ![c]?))`,
		"(a = 1 or b = 2) and c = TRUE":                 "(([a]=1 | [b]=2) & [c]=true)",
		"a IS NOT NULL":                                 "![a]?",
		"name LIKE 'Sumber%'":                           "[name]~Sumber%",
		"name not like '_\\%'":                          "![name]~_\\%",
		"people between 100 and 200 and a=1":            "([people]:100..200 & [a]=1)",
		"code IN ('35.10', '35.11')":                    `[code]{"35.10","35.11"}`,
		"code NOT IN ('x')":                             `![code]{"x"}`,
		`"and" = 1`:                                     "[and]=1",
		"day >= DATE('2024-12-31')":                     "[day]>=2024-12-31",
		"1 <> a":                                        "1<>[a]",
		"TRUE":                                          "true",
		"not (not (false))":                             "!!false",
		"S_INTERSECTS(geometry, POINT(114.3 -8.2))":     "S_INTERSECTSfalse[geometry]POINT (114.3 -8.2)",
		"s_within(polygon((0 0, 1 0, 1 1, 0 0)), geom)": "S_WITHINtrue[geom]POLYGON ((0 0, 1 0, 1 1, 0 0))",
		"S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))":      "S_INTERSECTSfalse[geometry]POLYGON ((1 2, 3 2, 3 4, 1 4, 1 2))",
	} {
		e, err := cql.Parse(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
		} else if got := show(e); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// What cannot be read is told with its place.
func TestParseRefuses(t *testing.T) {
	for in, at := range map[string]int{
		"": 1, "a": 2, "a =": 4, "a = 'x": 5, "a = 1 b": 7, "a = 1 AND": 10, "(a = 1": 7, "a IN ()": 7, "a IN (1": 8, "a LIKE 3": 8,
		"a BETWEEN 1": 12, "a = ;": 5, "é = ;": 5, "a == 1": 4, "day = DATE('31-12-2024')": 12, "AND = 1": 1, "a NOT 1": 7, "a = 1.2.3": 5,
		"S_INTERSECTS(geometry, 3)": 24, "S_INTERSECTS(geometry, geom)": 24, "S_INTERSECTS(POINT(1 1), POINT(1 1))": 36,
		"S_INTERSECTS(geometry, POINT(1))": 24, "S_INTERSECTS(geometry, POINT(200 1))": 24, "S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1)))": 24,
		"S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 0 1)))": 24, "S_INTERSECTS(geometry, POINT(1 1)": 34, "S_INTERSECTS(geometry, LINESTRING(1 1))": 24,
		"S_INTERSECTS(geometry, BBOX(3,2,1,4))": 24, "S_INTERSECTS(geometry, POINT EMPTY)": 24, "S_INTERSECTS(geometry, POINT Z (1 1 1))": 24,
		strings.Repeat("(", 60) + "a = 1": 51, strings.Repeat("a", 9000): 1, "a = \x00": 5, "a = '\xff'": 6,
	} {
		_, err := cql.Parse(in)
		var told *cql.Error
		if !errors.As(err, &told) || told.At != at || told.ID == "" || told.EN == "" || told.ID == told.EN && !strings.ContainsAny(told.ID, "()") {
			t.Errorf("%.60s: %+v, want character %d", in, err, at)
		}
	}
}

// Whatever comes, the parser ends, with a tree or with the place of an error; and the
// properties of a tree are words of the filter.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a = 'x' AND NOT (b IN (1,2) OR c BETWEEN 1 AND 2)", `"a b" IS NOT NULL`, "S_WITHIN(geometry, MULTIPOLYGON(((0 0,1 0,1 1,0 0))))", "d<DATE('2024-02-29')", "a LIKE '%\\%'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := cql.Parse(s)
		var told *cql.Error
		if err != nil {
			if !errors.As(err, &told) || told.At < 1 || told.At > len(s)+1 {
				t.Fatalf("%v", err)
			}
			return
		}
		_ = show(e)
		cql.Properties(e, func(name string, _ bool) {
			if !strings.Contains(strings.ReplaceAll(s, `""`, `"`), name) {
				t.Fatalf("the property %q", name)
			}
		})
	})
}
