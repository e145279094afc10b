package export

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"
	_ "modernc.org/sqlite" // the driver "sqlite": a GeoPackage is an SQLite file

	"jangkau/gis"
	"jangkau/publish"
)

// gpkgWriter writes a GeoPackage 1.3 (OGC 12-128r17): the list as a layer in
// EPSG:4326, and a table of what it rests on.
type gpkgWriter struct {
	w    http.ResponseWriter
	file file
	dir  string
	db   *sql.DB
	tx   *sql.Tx
	add  *sql.Stmt
	box  *geom.Bounds
	args []any
}

// gpkgTables are the tables that every GeoPackage has. 0x47504B47 is "GPKG".
const gpkgTables = `
pragma application_id = 1196444487;
pragma user_version = 10300;
create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null,
  organization_coordsys_id integer not null, definition text not null, description text);
insert into gpkg_spatial_ref_sys values
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', null), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', null),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees');
create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
  last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x double, min_y double, max_x double, max_y double,
  srs_id integer references gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (table_name text not null unique references gpkg_contents(table_name), column_name text not null,
  geometry_type_name text not null, srs_id integer not null references gpkg_spatial_ref_sys(srs_id), z tinyint not null, m tinyint not null,
  primary key (table_name, column_name));
create table sumber (fid integer primary key autoincrement not null, fakta text, isi text);
insert into gpkg_contents (table_name, data_type, identifier) values ('sumber', 'attributes', 'sumber');
`

var gpkgTypes = map[gis.ColumnType]string{
	gis.ColumnText: "text", gis.ColumnInteger: "integer", gis.ColumnNumber: "double", gis.ColumnBoolean: "boolean", gis.ColumnDate: "date",
}

func newGPKG(w http.ResponseWriter, f file) (_ writer, err error) {
	g := &gpkgWriter{w: w, file: f, box: geom.NewBounds(geom.XY)}
	if g.dir, err = os.MkdirTemp("", "jangkau-export-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			g.discard()
		}
	}()
	if g.db, err = sql.Open("sqlite", "file:"+g.path()+"?_pragma=journal_mode(off)&_pragma=synchronous(off)"); err != nil {
		return nil, err
	}
	g.db.SetMaxOpenConns(1)
	ctx := context.Background() // ends with the rows: the file is nobody else's
	if _, err = g.db.ExecContext(ctx, gpkgTables); err != nil {
		return nil, err
	}
	if g.tx, err = g.db.BeginTx(ctx, nil); err != nil {
		return nil, err
	}
	columns, names, marks := []string{"fid integer primary key autoincrement not null", "geom " + strings.ToUpper(string(f.table.Shape))}, []string{"geom"}, []string{"?"}
	for _, c := range f.columns {
		columns, names, marks = append(columns, quoted(c.Name)+" "+gpkgTypes[c.Type]), append(names, quoted(c.Name)), append(marks, "?")
	}
	if _, err = g.tx.ExecContext(ctx, fmt.Sprintf("create table %s (%s)", quoted(f.table.Name), strings.Join(columns, ", "))); err != nil {
		return nil, err
	}
	for _, fact := range f.facts {
		if _, err = g.tx.ExecContext(ctx, "insert into sumber (fakta, isi) values (?, ?)", fact[0], fact[1]); err != nil {
			return nil, err
		}
	}
	g.add, err = g.tx.PrepareContext(ctx, fmt.Sprintf("insert into %s (%s) values (%s)", quoted(f.table.Name), strings.Join(names, ", "), strings.Join(marks, ", ")))
	return g, err
}

// quoted is a name of a table or a column, which are ours.
func quoted(name string) string { return `"` + name + `"` }

func (g *gpkgWriter) path() string { return filepath.Join(g.dir, "export.gpkg") }

func (g *gpkgWriter) row(row gis.TableRow) error {
	g.args = append(g.args[:0], nil)
	if row.Shape != nil {
		shape, err := wkb.Unmarshal(row.Shape)
		if err != nil {
			return fmt.Errorf("geometry of a row: %w", err)
		}
		g.box.Extend(shape)
		g.args[0] = gpkgGeometry(row.Shape, shape.Bounds())
	}
	for _, v := range row.Values {
		if d, ok := v.(gis.Date); ok {
			v = string(d)
		}
		g.args = append(g.args, v)
	}
	_, err := g.add.Exec(g.args...)
	return err
}

// gpkgGeometry is a geometry as GeoPackage has it: a head with its box, then WKB.
func gpkgGeometry(body []byte, box *geom.Bounds) []byte {
	out := append(make([]byte, 0, 40+len(body)), 'G', 'P', 0, 0b0000_0011) // version 1, little endian, a box of x and y
	out = binary.LittleEndian.AppendUint32(out, 4326)
	out, _ = binary.Append(out, binary.LittleEndian, []float64{box.Min(0), box.Max(0), box.Min(1), box.Max(1)})
	return append(out, body...)
}

func (g *gpkgWriter) end() error {
	t := g.file.table
	box := []any{nil, nil, nil, nil}
	if !g.box.IsEmpty() {
		box = []any{g.box.Min(0), g.box.Min(1), g.box.Max(0), g.box.Max(1)}
	}
	if _, err := g.tx.Exec("insert into gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id) values (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
		append([]any{t.Name, t.Title.In(g.file.lang), t.About.In(g.file.lang), time.Now().UTC().Format("2006-01-02T15:04:05.000Z")}, box...)...); err != nil {
		return err
	}
	if _, err := g.tx.Exec("insert into gpkg_geometry_columns values (?, 'geom', ?, 4326, 0, 0)", t.Name, strings.ToUpper(string(t.Shape))); err != nil {
		return err
	}
	if err := g.tx.Commit(); err != nil {
		return err
	}
	if err := g.db.Close(); err != nil {
		return err
	}
	f, err := os.Open(g.path())
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(publish.Patient(g.w), f)
	return err
}

// discard takes the file away; what is open in it is given up.
func (g *gpkgWriter) discard() {
	if g.tx != nil {
		_ = g.tx.Rollback() // done already where all went well
	}
	if g.db != nil {
		_ = g.db.Close()
	}
	_ = os.RemoveAll(g.dir)
}
