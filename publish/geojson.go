package publish

import (
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"

	"jangkau/gis"
)

// AppendFeature writes a row as a feature of GeoJSON, after a comma unless it is the
// first.
func AppendFeature(b []byte, columns []gis.Column, row gis.TableRow, first bool) []byte {
	if !first {
		b = append(b, ',')
	}
	b = append(b, "\n{\"type\":\"Feature\",\"id\":"...)
	b = appendValue(b, row.Values[0])
	b = append(b, `,"geometry":`...)
	if row.Shape == nil {
		b = append(b, "null"...)
	}
	b = append(b, row.Shape...)
	b = append(b, `,"properties":`...)
	b = AppendObject(b, columns, row.Values)
	return append(b, '}')
}

// AppendObject writes values as a JSON object.
func AppendObject(b []byte, columns []gis.Column, values []any) []byte {
	b = append(b, '{')
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, c.Name) // letters and digits
		b = append(b, ':')
		b = appendValue(b, values[i])
	}
	return append(b, '}')
}

func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendText(b, v)
	case gis.Date:
		return appendText(b, string(v))
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(b, "null"...)
		}
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	case bool:
		return strconv.AppendBool(b, v)
	}
	return append(b, "null"...)
}

// appendText quotes a text; what is plain is copied as it is.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			quoted, _ := json.Marshal(s) // a text can always be
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
