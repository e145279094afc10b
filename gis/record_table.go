package gis

import "jangkau/gis/cql"

// ColumnType is what a column of a table holds.
type ColumnType string

const (
	ColumnText    ColumnType = "text"
	ColumnInteger ColumnType = "integer"
	ColumnNumber  ColumnType = "number"
	ColumnBoolean ColumnType = "boolean"
	ColumnDate    ColumnType = "date"
)

// Column is one figure of a table: the same name in features, sheets and filters, and
// as in GraphQL.
type Column struct {
	Name  string
	Type  ColumnType
	About Text
	// Needs is the filter without which a table has no such column, "" where it always has.
	Needs string
}

// ShapeKind is the geometry of a table's rows.
type ShapeKind string

const (
	ShapeNone         ShapeKind = ""
	ShapePoint        ShapeKind = "Point"
	ShapeMultiPolygon ShapeKind = "MultiPolygon"
)

// Table is a list that can be taken away: as features of OGC API, as a sheet, as a
// layer. Its first column is its key and its order.
type Table struct {
	Name    string
	Title   Text
	About   Text
	Shape   ShapeKind
	Columns []Column
	Filters []string   // the words of TableQuestion that it knows
	Roles   []DataRole // of the sources that it rests on
}

// Has returns a column by its name.
func (t *Table) Has(name string) (Column, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// TableQuestion asks for rows of a table, with the words of the queries. Area is all
// of Indonesia where it is empty.
type TableQuestion struct {
	Need   WorkforceNeed // what the standards ask: the store fills it in
	Table  *Table
	Area   Area
	Rule   PustuRule
	Units  WilayahUnits
	Status []GapStatus
	AsOf   Date
	Today  bool // AsOf is today
	Dated  bool // AsOf was asked for
	Since  *Date
	Kinds  []FacilityKind
	Travel *KeptTravel
	Box    *[4]float64 // west, south, east, north
	Where  cql.Expr    // nil: all
	Key    string      // the row with this key alone; "": all
	After  string      // rows after this key
	Offset int
	Limit  int // 0: all
	Shape  ShapeForm
}

// Columns are those that the question's rows have.
func (q *TableQuestion) Columns() []Column {
	var out []Column
	for _, c := range q.Table.Columns {
		if c.Needs == "" || c.Needs == "kind" && q.Travel != nil || c.Needs == "since" && q.Since != nil {
			out = append(out, c)
		}
	}
	return out
}

// ShapeForm is how a row's geometry is written.
type ShapeForm string

const (
	NoShape      ShapeForm = ""
	ShapeGeoJSON ShapeForm = "GEOJSON"
	ShapeWKB     ShapeForm = "WKB"
)

// TableRow is one row: a value for each column, nil where it is not known (string,
// int64, float64, bool or Date), and its geometry, nil where it has none.
type TableRow struct {
	Values []any
	Shape  []byte
}

// TableExtent is the box of a table's rows, nil where none has a place, and their
// number.
type TableExtent struct {
	Box   *[4]float64 `json:"box"`
	Count int         `json:"count"`
}
