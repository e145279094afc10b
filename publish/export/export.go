// Package export lets lists be taken away: /export/{table}.{csv,xlsx,geojson,gpkg},
// with the filters of the queries. An address is a saved query: a spreadsheet
// refreshes it, its columns stay, and with since it lists only what has changed.
//
// Rows go from the store to the caller one by one. Formats that must be whole before
// they can be sent (XLSX, GeoPackage) are written to a file of their own, which goes
// when it has been sent.
package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/publish"
)

// Store is what exports are read from. Errors are *gis.Error.
type Store interface {
	TableVersion(ctx context.Context, q gis.TableQuestion) (string, error)
	TableRows(ctx context.Context, q gis.TableQuestion, begin func(version string) error, f func(gis.TableRow) error) error
	TileSources(ctx context.Context, within gis.WilayahCode) (gis.TileSources, error)
	TravelKept(ctx context.Context, k gis.KeptTravel, day gis.Date) ([]gis.KeptRun, error)
}

// Config is what the handler works with; Store, Logger and Now are needed.
type Config struct {
	Store  Store
	Logger *slog.Logger
	Now    func() time.Time
	URL    string        // where the world reaches the server; "": as each request did
	Time   time.Duration // of a request; 0: 15 minutes
}

type handler struct{ Config }

// NewHandler serves /export and what is below it.
func NewHandler(cfg Config) http.Handler {
	if cfg.Time == 0 {
		cfg.Time = 15 * time.Minute
	}
	h := &handler{cfg}
	edge := publish.Edge{Log: cfg.Logger, Time: cfg.Time}
	mux := http.NewServeMux()
	mux.Handle("GET /export", edge.Handle(h.list))
	mux.Handle("GET /export/{file}", edge.Handle(h.export))
	mux.Handle("/export/", edge.Handle(func(http.ResponseWriter, *http.Request) error {
		return gis.NewError(gis.NotFound, "Tidak ada apa-apa di alamat ini; lihat /export", "There is nothing at this address; see /export")
	}))
	return mux
}

// file is what a format is told of the list it writes.
type file struct {
	table   *gis.Table
	columns []gis.Column
	lang    string
	facts   [][2]string // what the list is and what it rests on, for people to read
	comma   bool        // CSV: comma, and a point in numbers
}

// writer writes rows in one format: row for each, then end.
type writer interface {
	row(gis.TableRow) error
	end() error
}

type format struct {
	contentType string
	shape       gis.ShapeForm
	open        func(w http.ResponseWriter, f file) (writer, error)
}

var formats = map[string]format{
	"csv":     {"text/csv; charset=utf-8", gis.NoShape, newCSV},
	"xlsx":    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", gis.NoShape, newXLSX},
	"geojson": {"application/geo+json", gis.ShapeGeoJSON, newGeoJSON},
	"gpkg":    {"application/geopackage+sqlite3", gis.ShapeWKB, newGPKG},
}

var formatNames = []string{"csv", "xlsx", "geojson", "gpkg"}

// named finds the table and the format that a file's name says.
func named(name string) (*gis.Table, string, error) {
	table, ext, _ := strings.Cut(name, ".")
	var tables []string
	for _, t := range gis.Tables {
		if _, ok := formats[ext]; ok && t.Name == table && (t.Shape != gis.ShapeNone || formats[ext].shape == gis.NoShape) {
			return t, ext, nil
		}
		tables = append(tables, t.Name)
	}
	return nil, "", gis.NewError(gis.NotFound, "Tidak ada daftar %[1]q; daftar: %[2]s; bentuk: %[3]s (geojson dan gpkg hanya untuk daftar yang punya tempat)",
		"There is no list %[1]q; lists: %[2]s; formats: %[3]s (geojson and gpkg for lists with a place only)",
		name, strings.Join(tables, ", "), strings.Join(formatNames, ", "))
}

// drawing is part of every tag: it grows when the same rows are written differently.
const drawing = "2"

func (h *handler) export(w http.ResponseWriter, r *http.Request) error {
	t, ext, err := named(r.PathValue("file"))
	if err != nil {
		return err
	}
	f := formats[ext]
	p := publish.ParamsOf(r)
	q := p.Question(t, h.Now())
	q.Shape = f.shape
	q.Where = p.Where()
	if t.Shape != gis.ShapeNone {
		q.Box = p.Box()
	}
	comma := true
	if ext == "csv" {
		comma = publish.Choice(p, "separator", []string{"comma", "semicolon"}, "comma") == "comma"
	}
	if err := p.Err(); err != nil {
		return err
	}
	ctx := r.Context()
	tag := func(version string) string {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %s.%s?%s %s %s", drawing, t.Name, ext, r.URL.Query().Encode(), publish.Language(r), version))
		return hex.EncodeToString(sum[:12])
	}
	head := w.Header()
	head.Set("Vary", "Accept-Language")
	head.Set("Cache-Control", "no-cache") // ask again; the tag makes that cheap
	version, err := h.Store.TableVersion(ctx, q)
	if err != nil {
		return err
	}
	if have, ok := publish.Unchanged(r, tag(version), false); ok {
		head.Set("ETag", have)
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	sources, err := h.Store.TileSources(ctx, "")
	if err != nil {
		return err
	}
	about := file{table: t, columns: q.Columns(), lang: publish.Language(r), facts: h.facts(r, q, sources.Sources), comma: comma}
	if q.Travel != nil {
		kept, err := h.Store.TravelKept(ctx, *q.Travel, q.AsOf)
		if err != nil {
			return err
		}
		about.facts = append(about.facts, travelFact(about.lang, q, kept))
	}
	var out writer
	err = h.Store.TableRows(ctx, q, func(version string) (err error) {
		head.Set("ETag", publish.Tag(tag(version), false))
		head.Set("Content-Type", f.contentType)
		head.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, nameOf(q, ext)))
		out, err = f.open(w, about)
		return err
	}, func(row gis.TableRow) error { return out.row(row) })
	if out != nil {
		if c, ok := out.(interface{ discard() }); ok {
			defer c.discard()
		}
	}
	if err != nil {
		return err
	}
	return out.end()
}

// nameOf is the name that a browser keeps the file under.
func nameOf(q gis.TableQuestion, ext string) string {
	name := q.Table.Name
	if q.Area.Within != "" {
		name += "_" + string(q.Area.Within)
	}
	return name + "_" + string(q.AsOf) + "." + ext
}

// facts are what must go with a list wherever it goes: what was asked, when, and what
// it rests on.
func (h *handler) facts(r *http.Request, q gis.TableQuestion, sources []*gis.DataSource) [][2]string {
	lang := publish.Language(r)
	say := func(id, en string) string { return gis.Text{ID: id, EN: en}.In(lang) }
	out := [][2]string{
		{say("Daftar", "List"), q.Table.Title.In(lang)},
		{say("Keterangan", "About"), q.Table.About.In(lang)},
		{say("Menurut tanggal", "As of"), string(q.AsOf)},
		{say("Diambil", "Taken"), h.Now().UTC().Format(time.RFC3339)},
		{say("Alamat", "Address"), publish.Base(r, h.URL) + r.URL.RequestURI()},
	}
	var names []string
	for name := range r.URL.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		out = append(out, [2]string{"?" + name, r.URL.Query().Get(name)})
	}
	for _, s := range sources {
		if !slices.Contains(q.Table.Roles, s.Role) {
			continue
		}
		text := s.Name
		if s.Vintage != nil {
			text += ", " + string(*s.Vintage)
		}
		if s.Kind == gis.Demo {
			text = say("PERAGAAN (rekaan): ", "DEMONSTRATION (made up): ") + text
		}
		out = append(out, [2]string{say("Sumber ", "Source ") + string(s.Role), text})
	}
	return out
}

// list names what can be taken away.
func (h *handler) list(w http.ResponseWriter, r *http.Request) error {
	type entry struct {
		Name        string   `json:"name"`
		Title       string   `json:"title"`
		Description string   `json:"description"`
		Filters     []string `json:"filters"`
		Files       []string `json:"files"`
	}
	var out struct {
		Lists []entry `json:"lists"`
	}
	lang := publish.Language(r)
	for _, t := range gis.Tables {
		e := entry{t.Name, t.Title.In(lang), t.About.In(lang), t.Filters, nil}
		for _, ext := range formatNames {
			if _, _, err := named(t.Name + "." + ext); err == nil {
				e.Files = append(e.Files, publish.Base(r, h.URL)+"/export/"+t.Name+"."+ext)
			}
		}
		out.Lists = append(out.Lists, e)
	}
	return publish.JSON(w, r, "application/json", out)
}
