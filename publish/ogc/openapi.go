package ogc

import (
	"net/http"
	"slices"

	"jangkau/gis"
	"jangkau/publish"
)

type object = map[string]any

// filterWords say what the words of the queries mean here.
var filterWords = map[string]struct {
	schema object
	about  gis.Text
}{
	"within":    {object{"type": "string"}, gis.T("Kode wilayah; semua bila kosong", "Code of a wilayah; all where empty")},
	"puskesmas": {object{"type": "integer"}, gis.T("Hanya wilayah kerja puskesmas ini", "Only the wilayah kerja of this puskesmas")},
	"rule":      {object{"type": "string", "enum": gis.PustuRules, "default": gis.RuleBuilding}, gis.T("Aturan pustu untuk status", "The pustu rule of status")},
	"units":     {object{"type": "string", "enum": []gis.WilayahUnits{gis.OnlyDesa, gis.OnlyKelurahan, gis.DesaAndKelurahan}, "default": gis.DesaAndKelurahan}, gis.T("Desa, kelurahan, atau keduanya", "Desa, kelurahan or both")},
	"status":    {object{"type": "string"}, gis.T("HAS, LACKS, UNKNOWN; beberapa dipisah koma", "HAS, LACKS, UNKNOWN; several parted by commas")},
	"asOf":      {object{"type": "string", "format": "date"}, gis.T("Tanggal; hari ini bila kosong", "The day; today where empty")},
	"since":     {object{"type": "string", "format": "date"}, gis.T("Hanya yang berubah sejak tanggal ini", "Only what has changed since this day")},
	"kind":      {object{"type": "string"}, gis.T("Jenis fasilitas, dipisah koma; pada desa: perjalanan ke jenis itu", "Kinds of facility, parted by commas; of desa: the trip to them")},
	"profile":   {object{"type": "string", "enum": gis.TravelProfiles, "default": gis.ProfileMotorcycle}, gis.T("Cara bepergian", "Way of travelling")},
	"variant":   {object{"type": "string"}, gis.T("Varian profil", "Variant of the profile")},
	"by":        {object{"type": "string", "enum": []gis.TravelMetric{gis.ByTime, gis.ByDistance}, "default": gis.ByTime}, gis.T("Terdekat menurut waktu atau jarak", "Nearest by time or by distance")},
	"minutes":   {object{"type": "integer", "minimum": 1, "maximum": mostMinutes, "default": ordinaryMinutes}, gis.T("Batas menurut waktu, menit", "The limit by time, minutes")},
	"km":        {object{"type": "number", "minimum": 0.1, "maximum": mostKm}, gis.T("Batas menurut jarak, km; menggantikan minutes", "The limit by distance, km, in the place of minutes")},
}

var jsonTypes = map[gis.ColumnType]object{
	gis.ColumnText: {"type": "string"}, gis.ColumnInteger: {"type": "integer"}, gis.ColumnNumber: {"type": "number"},
	gis.ColumnBoolean: {"type": "boolean"}, gis.ColumnDate: {"type": "string", "format": "date"},
}

// schemaOf describes the properties of a table that it always has.
func schemaOf(t *gis.Table, lang string) object {
	out := object{}
	for _, c := range t.Columns {
		if c.Needs != "" {
			continue
		}
		p := object{"title": c.About.In(lang)}
		for k, v := range jsonTypes[c.Type] {
			p[k] = v
		}
		out[c.Name] = p
	}
	return out
}

func parameter(name string, schema object, about gis.Text, lang string) object {
	return object{"name": name, "in": "query", "required": false, "schema": schema, "description": about.In(lang), "style": "form", "explode": false}
}

// itemParameters are those of a collection's items.
func itemParameters(t *gis.Table, lang string) []object {
	out := []object{
		parameter("bbox", object{"type": "array", "minItems": 4, "maxItems": 6, "items": object{"type": "number"}}, gis.T("barat,selatan,timur,utara", "west,south,east,north"), lang),
		{"$ref": "#/components/parameters/limit"},
		parameter("offset", object{"type": "integer", "minimum": 0, "default": 0}, gis.T("Lewati sekian; tautan next lebih cepat", "Pass over so many; links next are faster"), lang),
	}
	for _, name := range t.Filters {
		out = append(out, parameter(name, filterWords[name].schema, filterWords[name].about, lang))
	}
	if isDrawn(t) {
		return out
	}
	out = append(out,
		parameter("datetime", object{"type": "string"}, gis.T("Tanggal atau selang; keadaan pada akhirnya", "A day or an interval; how things stood at its end"), lang),
		parameter("filter", object{"type": "string"}, gis.T("Saringan CQL2", "A filter in CQL2"), lang),
		parameter("filter-lang", object{"type": "string", "enum": []string{"cql2-text"}, "default": "cql2-text"}, gis.T("Bahasa saringan", "Language of the filter"), lang),
	)
	for _, c := range t.Columns {
		if c.Needs == "" && !slices.Contains(t.Filters, c.Name) {
			out = append(out, parameter(c.Name, jsonTypes[c.Type], c.About, lang))
		}
	}
	return out
}

// openAPI describes all of this to clients that write their own requests.
func (h *handler) openAPI(w http.ResponseWriter, r *http.Request) error {
	if err := plain(r); err != nil {
		return err
	}
	lang := publish.Language(r)
	answer := func(contentType, about string, schema object) object {
		return object{"200": object{"description": about, "content": object{contentType: object{"schema": schema}}}, "default": object{"$ref": "#/components/responses/Problem"}}
	}
	get := func(id, contentType, about string, schema object, parameters []object) object {
		return object{"get": object{"operationId": id, "summary": about, "parameters": parameters, "responses": answer(contentType, about, schema)}}
	}
	anything, none := object{"type": "object"}, []object{}
	paths := object{
		"/":            get("landing", typeJSON, "Landing page", anything, none),
		"/conformance": get("conformance", typeJSON, "Conformance classes", anything, none),
		"/api":         get("api", typeOpenAPI, "This document", anything, none),
		"/collections": get("collections", typeJSON, "Collections", anything, none),
	}
	for _, t := range h.tables() {
		at, about := "/collections/"+t.Name, t.Title.In(lang)
		paths[at] = get("describe."+t.Name, typeJSON, about, anything, none)
		paths[at+"/queryables"] = get("queryables."+t.Name, typeSchema, about, anything, none)
		paths[at+"/items"] = get("items."+t.Name, typeGeoJSON, about, object{"$ref": "#/components/schemas/" + t.Name}, itemParameters(t, lang))
		one := get("item."+t.Name, typeGeoJSON, about, anything, none)
		one["parameters"] = []object{{"name": "featureId", "in": "path", "required": true, "schema": object{"type": "string"}}}
		paths[at+"/items/{featureId}"] = one
	}
	schemas := object{}
	for _, t := range h.tables() {
		schemas[t.Name] = object{"type": "object", "properties": object{
			"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "numberMatched": object{"type": "integer"}, "numberReturned": object{"type": "integer"},
			"features": object{"type": "array", "items": object{"type": "object", "properties": object{
				"type": object{"type": "string", "enum": []string{"Feature"}}, "id": jsonTypes[t.Columns[0].Type],
				"geometry": object{"type": "object", "nullable": true}, "properties": object{"type": "object", "properties": schemaOf(t, lang)},
			}}},
		}}
	}
	return publish.JSON(w, r, typeOpenAPI, object{
		"openapi": "3.0.3", "info": object{"title": "Jangkau", "version": "1.0"}, "servers": []object{{"url": h.base(r)}}, "paths": paths,
		"components": object{
			// QGIS looks for limit here, and would else take pages of 100.
			"parameters": object{"limit": parameter("limit", object{"type": "integer", "minimum": 1, "maximum": mostLimit, "default": ordinaryLimit},
				gis.T("Paling banyak sekian dalam satu halaman", "At most so many in a page"), lang)},
			"schemas": schemas,
			"responses": object{"Problem": object{"description": "Problem (RFC 9457)", "content": object{"application/problem+json": object{"schema": object{
				"type": "object", "properties": object{"code": object{"type": "string"}, "description": object{"type": "string"}, "status": object{"type": "integer"}},
			}}}}},
		},
	})
}
