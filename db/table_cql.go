package db

import (
	"fmt"
	"strings"

	"github.com/twpayne/go-geom/encoding/ewkb"

	"jangkau/gis"
	"jangkau/gis/cql"
)

// geometryNames are the words for a row's geometry in a filter.
var geometryNames = []string{"geometry", "geom"}

// condition turns a filter into SQL. Names become columns of the table, values become
// parameters: nothing of the filter's text gets into the statement.
func condition(b *binds, q gis.TableQuestion, t tableSQL, e cql.Expr) (string, error) {
	c := conditions{b: b, q: q, t: t}
	sql := c.expr(e)
	return sql, c.err
}

type conditions struct {
	b   *binds
	q   gis.TableQuestion
	t   tableSQL
	err error
}

func (c *conditions) wrong(id, en string, args ...any) string {
	if c.err == nil {
		c.err = &gis.Error{Kind: gis.Invalid, Field: "filter", Message: gis.T(id, en, args...)}
	}
	return "false"
}

func (c *conditions) expr(e cql.Expr) string {
	switch e := e.(type) {
	case cql.And:
		return "(" + c.expr(e.A) + " and " + c.expr(e.B) + ")"
	case cql.Or:
		return "(" + c.expr(e.A) + " or " + c.expr(e.B) + ")"
	case cql.Not:
		return "not (" + c.expr(e.E) + ")"
	case cql.Truth:
		return fmt.Sprint(bool(e))
	case cql.Compare:
		sql := c.operands(e.A, e.B)
		return sql[0] + " " + e.Op + " " + sql[1]
	case cql.Between:
		sql := c.operands(e.A, e.Low, e.High)
		return sql[0] + " between " + sql[1] + " and " + sql[2]
	case cql.In:
		sql := c.operands(append([]cql.Operand{e.A}, e.List...)...)
		return sql[0] + " in (" + strings.Join(sql[1:], ", ") + ")"
	case cql.IsNull:
		return c.operands(e.A)[0] + " is null"
	case cql.Like:
		sql := c.operands(e.A, cql.Operand{Value: e.Pattern})
		// A pattern may not end in the mark that takes the next character as it is.
		if n := len(e.Pattern) - len(strings.TrimRight(e.Pattern, `\`)); n%2 == 1 {
			return c.wrong(`Pola LIKE tidak boleh berakhir dengan \`, `A pattern of LIKE must not end in \`)
		}
		return sql[0] + " like " + sql[1]
	case cql.Spatial:
		return c.spatial(e)
	}
	return c.wrong("Saringan ini belum didukung", "This filter is not supported")
}

func (c *conditions) spatial(e cql.Spatial) string {
	if c.t.shape == "" {
		return c.wrong("%s tidak punya geometri", "%s has no geometry", c.q.Table.Name)
	}
	if e.Property != geometryNames[0] && e.Property != geometryNames[1] {
		return c.wrong("%s bukan geometri; yang ada: geometry", "%s is no geometry; there is: geometry", e.Property)
	}
	wkb, err := ewkb.Marshal(e.Given, ewkb.NDR)
	if err != nil {
		return c.wrong("Geometri di saringan tidak dapat dipakai", "The geometry in the filter cannot be used")
	}
	given := "ST_SetSRID(ST_GeomFromEWKB(" + c.b.add(wkb) + "), 4326)"
	a, z := c.t.shape, given
	if e.Swapped {
		a, z = given, c.t.shape
	}
	return "ST_" + strings.ToLower(strings.TrimPrefix(e.Op, "S_")) + "(" + a + ", " + z + ")" // one of cql.Predicates
}

// operands are SQL of one type: that of the properties among them, else of the values.
func (c *conditions) operands(os ...cql.Operand) []string {
	var typ gis.ColumnType
	var named string
	for _, o := range os {
		if o.Value != nil {
			continue
		}
		col, ok := c.q.Table.Has(o.Property)
		if _, there := c.t.columns[o.Property]; !ok || !there {
			c.wrong("Tidak ada sifat %q; yang ada: %s", "There is no property %q; there are: %s", o.Property, c.names())
			continue
		}
		if typ == gis.ColumnInteger && col.Type == gis.ColumnNumber || typ == gis.ColumnNumber && col.Type == gis.ColumnInteger {
			col.Type = gis.ColumnNumber
		} else if typ != "" && typ != col.Type {
			c.wrong("%s dan %s tidak sejenis", "%s and %s are not of one type", named, o.Property)
		}
		typ, named = col.Type, o.Property
	}
	if c.err != nil {
		return make([]string, len(os))
	}
	if typ == "" {
		c.wrong("Bandingkan dengan sebuah sifat: %s", "Compare with a property: %s", c.names())
		return make([]string, len(os))
	}
	out := make([]string, len(os))
	for i, o := range os {
		if o.Value == nil {
			out[i] = "(" + c.t.columns[o.Property] + ")::" + filterTypes[typ]
			if typ == gis.ColumnText {
				out[i] += ` collate "C"`
			}
			continue
		}
		out[i] = c.value(o.Value, typ, named)
	}
	return out
}

var filterTypes = map[gis.ColumnType]string{
	gis.ColumnText: "text", gis.ColumnInteger: "float8", gis.ColumnNumber: "float8", gis.ColumnBoolean: "boolean", gis.ColumnDate: "date",
}

// value is a parameter of a column's type.
func (c *conditions) value(v any, typ gis.ColumnType, named string) string {
	switch v := v.(type) {
	case string:
		if typ == gis.ColumnText {
			return c.b.add(v) + "::text"
		}
		if day, err := cql.ParseDay(v); err == nil && typ == gis.ColumnDate {
			return c.b.add(string(day)) + "::text::date"
		}
	case cql.Day:
		if typ == gis.ColumnDate {
			return c.b.add(string(v)) + "::text::date"
		}
	case float64:
		if typ == gis.ColumnInteger || typ == gis.ColumnNumber {
			return c.b.add(v) + "::float8"
		}
	case bool:
		if typ == gis.ColumnBoolean {
			return c.b.add(v) + "::boolean"
		}
	}
	how := map[gis.ColumnType]gis.Text{
		gis.ColumnText:    gis.T("teks: tulis dalam petik tunggal, misalnya '35.10'", "a text: write it in single quotes, as in '35.10'"),
		gis.ColumnInteger: gis.T("bilangan, tanpa petik", "a number, without quotes"), gis.ColumnNumber: gis.T("bilangan, tanpa petik", "a number, without quotes"),
		gis.ColumnBoolean: gis.T("TRUE atau FALSE", "TRUE or FALSE"), gis.ColumnDate: gis.T("tanggal: DATE('2024-12-31')", "a day: DATE('2024-12-31')"),
	}[typ]
	if c.err == nil {
		c.err = &gis.Error{Kind: gis.Invalid, Field: "filter", Message: gis.Text{
			ID: fmt.Sprintf("%s berisi %s", named, how.ID), EN: fmt.Sprintf("%s holds %s", named, how.EN),
		}}
	}
	return "null"
}

func (c *conditions) names() string {
	var names []string
	for _, col := range c.q.Columns() {
		names = append(names, col.Name)
	}
	return strings.Join(names, ", ")
}
