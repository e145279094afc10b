package graph

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"jangkau/gis"
)

// cursor is where a page ends: the question it belongs to, the version of the
// data it was read from, and the sort keys of its last row.
type cursor struct {
	Question string `json:"q"`
	Version  string `json:"v"`
	Keys     []any  `json:"k"`
}

// question hashes what was asked, all but the page: a cursor of another question
// would silently skip rows.
func question(parts ...any) string {
	b, err := json.Marshal(parts)
	if err != nil {
		panic(err) // only plain values are asked about
	}
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (c cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor refuses what is no cursor (INVALID) and what is another question's
// (CONFLICT).
func parseCursor(s, question string) (cursor, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || len(c.Keys) == 0 || c.Question == "" {
		return c, &gis.Error{Kind: gis.Invalid, Field: "after", Message: gis.T(
			"Kursor tidak sah; pakai endCursor dari halaman sebelumnya apa adanya",
			"The cursor is not valid; use endCursor of the page before as it is")}
	}
	if c.Question != question {
		return c, &gis.Error{Kind: gis.Conflict, Field: "after", Message: gis.T(
			"Kursor ini milik pertanyaan lain; ulangi dari halaman pertama dengan argumen yang sama",
			"This cursor belongs to another question; start again from the first page with the same arguments")}
	}
	return c, nil
}

// checkVersion refuses a cursor of data that has changed since.
func (c cursor) checkVersion(now string) error {
	if c.Question == "" || c.Version == now {
		return nil
	}
	return &gis.Error{Kind: gis.Conflict, Field: "after", Message: gis.T(
		"Data telah berubah sejak halaman sebelumnya; ulangi dari halaman pertama",
		"The data has changed since the page before; start again from the first page")}
}
