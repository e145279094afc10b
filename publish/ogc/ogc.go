// Package ogc serves OGC API Features at /ogc: core, GeoJSON and OpenAPI 3 of part 1,
// filters in CQL2 text of part 3. Its collections are tables of gis; coordinates are
// CRS84, longitude first.
package ogc

import (
	"container/list"
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"jangkau/gis"
	"jangkau/publish"
)

// Store is what collections are read from. Errors are *gis.Error.
type Store interface {
	TableVersion(ctx context.Context, q gis.TableQuestion) (string, error)
	TableExtent(ctx context.Context, q gis.TableQuestion, box bool) (gis.TableExtent, error)
	TableRows(ctx context.Context, q gis.TableQuestion, begin func(version string) error, f func(gis.TableRow) error) error
}

// Config is what the handler works with; Store, Logger and Now are needed.
type Config struct {
	Store  Store
	Areas  Areas // nil: catchments and isochrones are not offered
	Logger *slog.Logger
	Now    func() time.Time
	URL    string        // where the world reaches the server; "": as each request did
	Time   time.Duration // of a request; 0: two minutes
}

// collections are the tables that have a place on a map.
var collections = []*gis.Table{gis.TableDesa, gis.TableDesaWithoutPustu, gis.TableFacilities}

// tables are the collections that there are.
func (h *handler) tables() []*gis.Table {
	if h.Areas == nil {
		return collections
	}
	return slices.Concat(collections, drawnTables)
}

func (h *handler) collectionNamed(name string) (*gis.Table, error) {
	var names string
	for i, t := range h.tables() {
		if t.Name == name {
			return t, nil
		}
		if i > 0 {
			names += ", "
		}
		names += t.Name
	}
	return nil, gis.NewError(gis.NotFound, "Tidak ada koleksi %q; yang ada: %s", "There is no collection %q; there are: %s", name, names)
}

type handler struct {
	Config
	extents extents
}

// NewHandler serves /ogc and what is below it.
func NewHandler(cfg Config) http.Handler {
	if cfg.Time == 0 {
		cfg.Time = 2 * time.Minute
	}
	h := &handler{Config: cfg, extents: extents{order: list.New(), known: map[string]*list.Element{}}}
	edge := publish.Edge{Log: cfg.Logger, Time: cfg.Time}
	mux := http.NewServeMux()
	for pattern, f := range map[string]publish.Handler{
		"GET /ogc": h.landing, "GET /ogc/{$}": h.landing, "GET /ogc/conformance": h.conformance, "GET /ogc/api": h.openAPI,
		"GET /ogc/collections": h.list, "GET /ogc/collections/{id}": h.collection, "GET /ogc/collections/{id}/queryables": h.queryables,
		"GET /ogc/collections/{id}/items": h.items, "GET /ogc/collections/{id}/items/{key}": h.item,
	} {
		mux.Handle(pattern, edge.Handle(f))
	}
	mux.Handle("/ogc/", edge.Handle(func(http.ResponseWriter, *http.Request) error {
		return gis.NewError(gis.NotFound, "Tidak ada apa-apa di alamat ini; lihat /ogc", "There is nothing at this address; see /ogc")
	}))
	return mux
}

// link is a way from one answer to another.
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
	typeOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
	typeSchema  = "application/schema+json"
	crs84       = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
)

var conformsTo = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
}

func (h *handler) base(r *http.Request) string { return publish.Base(r, h.URL) + "/ogc" }

// plain checks that an address has no parameters but f, which names the one format.
func plain(r *http.Request) error {
	p := publish.ParamsOf(r)
	format(p)
	return p.Err()
}

func format(p *publish.Params) {
	publish.Choice(p, "f", []string{"json", "geojson", typeJSON, typeGeoJSON}, "json")
}

func (h *handler) landing(w http.ResponseWriter, r *http.Request) error {
	if err := plain(r); err != nil {
		return err
	}
	base := h.base(r)
	about := gis.T("Desa, pustu, dan fasilitas layanan primer: angka yang sama dengan GraphQL, untuk QGIS dan alat lain",
		"Desa, pustu and primary-care facilities: the figures of GraphQL, for QGIS and other tools")
	return publish.JSON(w, r, typeJSON, map[string]any{
		"title": "Jangkau", "description": about.In(publish.Language(r)),
		"links": []link{
			{base, "self", typeJSON, "Jangkau"},
			{base + "/api", "service-desc", typeOpenAPI, "OpenAPI 3.0"},
			{base + "/conformance", "conformance", typeJSON, ""},
			{base + "/collections", "data", typeJSON, ""},
		},
	})
}

func (h *handler) conformance(w http.ResponseWriter, r *http.Request) error {
	if err := plain(r); err != nil {
		return err
	}
	return publish.JSON(w, r, typeJSON, map[string]any{"conformsTo": conformsTo})
}

// extentOf is the box of what a collection has where nothing is said.
func (h *handler) extentOf(ctx context.Context, t *gis.Table) (gis.TableExtent, error) {
	if isDrawn(t) {
		return h.drawnExtent(ctx, t)
	}
	q := gis.TableQuestion{Table: t, Rule: gis.RuleBuilding, Units: gis.DesaAndKelurahan, AsOf: publish.Today(h.Now()), Today: true}
	version, err := h.Store.TableVersion(ctx, q)
	if err != nil {
		return gis.TableExtent{}, err
	}
	return h.extents.get(t.Name+version, func() (gis.TableExtent, error) { return h.Store.TableExtent(ctx, q, true) })
}

// described is a collection as OGC API tells of it.
func (h *handler) described(r *http.Request, t *gis.Table) (map[string]any, error) {
	extent, err := h.extentOf(r.Context(), t)
	if err != nil {
		return nil, err
	}
	lang, at := publish.Language(r), h.base(r)+"/collections/"+t.Name
	out := map[string]any{
		"id": t.Name, "title": t.Title.In(lang), "description": t.About.In(lang), "itemType": "feature", "crs": []string{crs84},
		"links": []link{
			{at, "self", typeJSON, ""},
			{at + "/items", "items", typeGeoJSON, t.Title.In(lang)},
			{at + "/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", typeSchema, ""},
		},
	}
	if extent.Box != nil {
		out["extent"] = map[string]any{"spatial": map[string]any{"bbox": [][4]float64{*extent.Box}, "crs": crs84}}
	}
	return out, nil
}

func (h *handler) list(w http.ResponseWriter, r *http.Request) error {
	if err := plain(r); err != nil {
		return err
	}
	var all []any
	for _, t := range h.tables() {
		c, err := h.described(r, t)
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	return publish.JSON(w, r, typeJSON, map[string]any{"collections": all, "links": []link{{h.base(r) + "/collections", "self", typeJSON, ""}}})
}

func (h *handler) collection(w http.ResponseWriter, r *http.Request) error {
	t, err := h.collectionNamed(r.PathValue("id"))
	if err == nil {
		err = plain(r)
	}
	if err != nil {
		return err
	}
	c, err := h.described(r, t)
	if err != nil {
		return err
	}
	return publish.JSON(w, r, typeJSON, c)
}

func (h *handler) queryables(w http.ResponseWriter, r *http.Request) error {
	t, err := h.collectionNamed(r.PathValue("id"))
	if err == nil {
		err = plain(r)
	}
	if err != nil {
		return err
	}
	properties := object{} // what a filter may name: of what is drawn when asked for, nothing
	if !isDrawn(t) {
		properties = schemaOf(t, publish.Language(r))
		properties["geometry"] = map[string]any{"$ref": "https://geojson.org/schema/" + string(t.Shape) + ".json"}
	}
	return publish.JSON(w, r, typeSchema, map[string]any{
		"$schema": "https://json-schema.org/draft/2019-09/schema", "$id": h.base(r) + "/collections/" + t.Name + "/queryables",
		"type": "object", "title": t.Title.In(publish.Language(r)), "properties": properties,
	})
}
