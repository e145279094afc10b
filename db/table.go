package db

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// tableSQL says where the rows of a table come from and where its columns stand.
type tableSQL struct {
	with    string // WITH and its queries, if any
	from    string
	where   []string
	columns map[string]string // SQL by name
	key     string            // the first column, as an index has it
	cast    string            // text or bigint
	shape   string            // geometry in EPSG:4326, "" for none
	version string
	kept    bool // figures of desa are read where they are kept
}

// tableOf puts a table's SQL together; kept tells that the figures of desa may be
// read where they are kept.
func tableOf(b *binds, q gis.TableQuestion, kept bool) (tableSQL, error) {
	var t tableSQL
	switch q.Table.Name {
	case gis.TableFacilities.Name:
		t = facilityTable(b, q)
	case gis.TableEdits.Name:
		t = editTable(b, q)
	case gis.TableTravel.Name:
		t = travelTable(b, q)
	case gis.TableWorkforce.Name:
		t = workforceTable(b, q)
	default:
		t = desaTable(b, q, kept)
	}
	if q.Box != nil {
		box := fmt.Sprintf("ST_MakeEnvelope(%s, %s, %s, %s, 4326)", b.add(q.Box[0]), b.add(q.Box[1]), b.add(q.Box[2]), b.add(q.Box[3]))
		t.where = append(t.where, fmt.Sprintf("%s && %s and ST_Intersects(%[1]s, %[2]s)", t.shape, box))
	}
	if q.Where != nil {
		cond, err := condition(b, q, t, q.Where)
		if err != nil {
			return t, err
		}
		t.where = append(t.where, cond)
	}
	if q.Key != "" {
		t.where = append(t.where, t.key+" = "+b.add(q.Key)+"::text::"+t.cast)
	}
	return t, nil
}

// columnTypes are what PostgreSQL sends: a value of each type is one of Go's.
var columnTypes = map[gis.ColumnType]string{
	gis.ColumnText: "text", gis.ColumnInteger: "bigint", gis.ColumnNumber: "float8", gis.ColumnBoolean: "boolean", gis.ColumnDate: "text",
}

// rowsSQL selects the columns, then the geometry.
func (t tableSQL) rowsSQL(b *binds, q gis.TableQuestion) string {
	var columns []string
	for _, c := range q.Columns() {
		columns = append(columns, fmt.Sprintf("(%s)::%s", t.columns[c.Name], columnTypes[c.Type]))
	}
	switch {
	case q.Shape == gis.ShapeGeoJSON && t.shape != "":
		columns = append(columns, "ST_AsGeoJSON(ST_ForcePolygonCCW("+t.shape+"), 7)::bytea")
	case q.Shape == gis.ShapeWKB && t.shape != "":
		columns = append(columns, "ST_AsBinary("+t.shape+", 'NDR')")
	}
	where := t.where
	if q.After != "" {
		where = append(where[:len(where):len(where)], t.key+" > "+b.add(q.After)+"::text::"+t.cast)
	}
	sql := t.with + " select " + strings.Join(columns, ", ") + " from " + t.from + " where " + strings.Join(where, " and ") + " order by " + t.key
	if q.Limit > 0 {
		sql += " limit " + b.add(q.Limit)
	}
	if q.Offset > 0 {
		sql += " offset " + b.add(q.Offset)
	}
	return sql
}

// TableExtent counts a question's rows and boxes them in, ignoring its page.
func (p *Publisher) TableExtent(ctx context.Context, q gis.TableQuestion, box bool) (out gis.TableExtent, err error) {
	err = p.readTable(ctx, q, func(ctx context.Context, tx pgx.Tx, t tableSQL, b *binds) error {
		shape := "null::geometry"
		if box && t.shape != "" {
			shape = t.shape
		}
		var w, s, e, n *float64
		err := tx.QueryRow(ctx, t.with+` select x.n, ST_XMin(x.box), ST_YMin(x.box), ST_XMax(x.box), ST_YMax(x.box) from (
			select count(*) as n, ST_Extent(`+shape+`) as box from `+t.from+" where "+strings.Join(t.where, " and ")+`) x`, b.values...).Scan(&out.Count, &w, &s, &e, &n)
		if err == nil && w != nil {
			out.Box = &[4]float64{*w, *s, *e, *n}
		}
		return err
	})
	return out, wrap("count rows of a table", err)
}

// TableVersion names what a question's rows are read from at this moment.
func (p *Publisher) TableVersion(ctx context.Context, q gis.TableQuestion) (v string, err error) {
	t, err := tableOf(&binds{}, q, false)
	if err != nil {
		return "", err
	}
	err = p.db.pool.QueryRow(ctx, "select "+t.version).Scan(&v)
	return v + "." + string(q.AsOf), wrap("read version of a table", err)
}

// TableRows reads a question's rows one by one: f is called while the store sends, so
// that no number of rows takes memory. All are of one moment, however long f takes.
// It is told the version of that moment before the first row.
func (p *Publisher) TableRows(ctx context.Context, q gis.TableQuestion, begin func(version string) error, f func(gis.TableRow) error) error {
	err := p.readTable(ctx, q, func(ctx context.Context, tx pgx.Tx, t tableSQL, b *binds) error {
		var version string
		if err := tx.QueryRow(ctx, "select "+t.version).Scan(&version); err != nil {
			return err
		}
		sql := t.rowsSQL(b, q)
		rows, err := tx.Query(ctx, sql, b.values...)
		if err != nil {
			return err
		}
		defer rows.Close()
		if err := begin(version + "." + string(q.AsOf)); err != nil {
			return err
		}
		columns, shaped := q.Columns(), q.Shape != gis.NoShape && t.shape != ""
		for rows.Next() {
			values, err := rows.Values()
			if err != nil {
				return err
			}
			row := gis.TableRow{Values: values[:len(columns)]}
			if shaped {
				row.Shape, _ = values[len(columns)].([]byte)
			}
			for i, c := range columns {
				if day, ok := values[i].(string); ok && c.Type == gis.ColumnDate {
					values[i] = gis.Date(day)
				}
			}
			if err := f(row); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return wrap("read rows of a table", err)
}

// tableTime is how long one statement of a table may take: a whole country goes out
// over a slow line.
const tableTime = 15 * time.Minute

// readTable runs f in one read-only transaction, on a connection of the pool that is
// for these alone. Where kept figures are not those of the moment, they are computed
// and it begins again; in a store that changes all the time they are computed within.
func (p *Publisher) readTable(ctx context.Context, q gis.TableQuestion, f func(context.Context, pgx.Tx, tableSQL, *binds) error) error {
	for attempt := 0; ; attempt++ {
		b := &binds{}
		t, err := tableOf(b, q, q.Today && attempt < 3)
		if err != nil {
			return err
		}
		var stale []string
		err = pgx.BeginTxFunc(ctx, p.db.exports, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, "select set_config('jangkau.role', $1, true), set_config('jangkau.area', $2, true), set_config('statement_timeout', $3, true)",
				p.caller.Role, p.caller.Area, fmt.Sprint(tableTime.Milliseconds()))
			if err != nil {
				return err
			}
			if err := checkArea(ctx, tx, q.Area); err != nil {
				return err
			}
			if q.Table.Name == gis.TableWorkforce.Name {
				if q.Need, err = standardNeed(ctx, tx, q); err != nil {
					return err
				}
				b = &binds{}
				if t, err = tableOf(b, q, false); err != nil {
					return err
				}
			}
			if t.kept {
				if err := tx.QueryRow(ctx, staleFigures, string(q.Area.Within), string(q.AsOf)).Scan(&stale); err != nil || len(stale) > 0 {
					return err
				}
			}
			return f(ctx, tx, t, b)
		})
		if err != nil || len(stale) == 0 {
			return err
		}
		if err := p.db.keepFigures(ctx, stale, q.AsOf); err != nil {
			return err
		}
	}
}

// checkArea says whether the wilayah and the puskesmas that a question names exist.
func checkArea(ctx context.Context, tx pgx.Tx, a gis.Area) error {
	if a.Within == "" && a.Puskesmas == nil {
		return nil
	}
	b := &binds{}
	var head areaHead
	if err := tx.QueryRow(ctx, "select json_build_object("+areaFields(b, a)+")", b.values...).Scan(&head); err != nil {
		return err
	}
	head.AreaKnown = head.AreaKnown || a.Within == ""
	return head.check(a)
}
