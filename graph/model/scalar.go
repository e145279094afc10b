// Package model holds the scalars and the few shapes of the contract that are
// neither records of gis nor generated (models_gen.go).
package model

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"jangkau/gis"
)

// A scalar is a pair of functions, which gqlgen finds by name.

func MarshalWilayahCode(c gis.WilayahCode) graphql.Marshaler {
	return graphql.MarshalString(string(c))
}

// UnmarshalWilayahCode takes text only: a number has already lost its zeros.
func UnmarshalWilayahCode(v any) (gis.WilayahCode, error) {
	s, ok := v.(string)
	if !ok {
		return "", gis.NewError(gis.Invalid,
			"Kode wilayah ditulis sebagai teks dalam tanda kutip, misalnya \"35.10\", bukan sebagai angka",
			"A wilayah code is text in quotes, as in \"35.10\", not a number")
	}
	return gis.ParseWilayahCode(s)
}

// MarshalNumericID writes a number of the store as text: an ID is text to every
// client, whatever it is made of.
func MarshalNumericID(id int64) graphql.Marshaler {
	return graphql.MarshalString(strconv.FormatInt(id, 10))
}

func UnmarshalNumericID(v any) (int64, error) {
	s, err := graphql.UnmarshalID(v)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(s, 10, 64)
}

func MarshalDate(d gis.Date) graphql.Marshaler { return graphql.MarshalString(string(d)) }

func UnmarshalDate(v any) (gis.Date, error) {
	s, _ := v.(string)
	// Parsing alone would let 2024-5-2 through, which sorts wrongly as text.
	if t, err := time.Parse(time.DateOnly, s); err == nil && t.Format(time.DateOnly) == s && t.Year() >= 1900 && t.Year() < 2200 {
		return gis.Date(s), nil
	}
	return "", gis.NewError(gis.Invalid,
		"Tanggal %q tidak sah; bentuknya TTTT-BB-HH, misalnya 2024-05-20",
		"The date %q is not valid; its form is YYYY-MM-DD, as in 2024-05-20", text(v))
}

func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.MarshalString(t.Format(time.RFC3339))
}

func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, gis.NewError(gis.Invalid,
			"Waktu %q tidak sah; bentuknya RFC 3339, misalnya 2024-05-20T08:00:00+07:00",
			"The time %q is not valid; its form is RFC 3339, as in 2024-05-20T08:00:00+07:00", text(v))
	}
	return t, nil
}

func MarshalCursor(s string) graphql.Marshaler { return graphql.MarshalString(s) }

func UnmarshalCursor(v any) (string, error) {
	if s, ok := v.(string); ok && len(s) <= maxCursor {
		return s, nil
	}
	return "", gis.NewError(gis.Invalid, "Kursor tidak sah", "The cursor is not valid")
}

// maxCursor is far above what a cursor of ours can be: two hashes and a few keys.
const maxCursor = 4096

// MarshalGeoJSON writes what PostGIS has already encoded.
func MarshalGeoJSON(g json.RawMessage) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(g) })
}

// UnmarshalGeoJSON takes an object; the geometry inside is checked by whoever
// uses it.
func UnmarshalGeoJSON(v any) (json.RawMessage, error) {
	m, ok := v.(map[string]any)
	if ok {
		if kind, _ := m["type"].(string); geometryTypes[kind] {
			return json.Marshal(m)
		}
	}
	return nil, gis.NewError(gis.Invalid,
		"GeoJSON harus berupa objek geometri (RFC 7946), misalnya {\"type\":\"Point\",\"coordinates\":[114.36,-8.21]}",
		"GeoJSON must be a geometry object (RFC 7946), as in {\"type\":\"Point\",\"coordinates\":[114.36,-8.21]}")
}

var geometryTypes = map[string]bool{
	"Point": true, "MultiPoint": true, "LineString": true, "MultiLineString": true,
	"Polygon": true, "MultiPolygon": true, "GeometryCollection": true,
}

// text shows a wrong value back, cut to a length that cannot flood a message.
func text(v any) string {
	s, ok := v.(string)
	if !ok {
		b, _ := json.Marshal(v)
		s = string(b)
	}
	if len(s) > 40 {
		s = s[:40] + "…"
	}
	return strings.ToValidUTF8(s, "")
}
