package publish

import (
	"net/http"
	"strings"
)

// Tag is a strong entity tag: the compressed form is another entity.
func Tag(tag string, gzipped bool) string {
	if gzipped {
		return `"` + tag + `-gzip"`
	}
	return `"` + tag + `"`
}

// Unchanged finds the tag that the caller has of what it asks for, in a form it takes.
func Unchanged(r *http.Request, tag string, gzips bool) (have string, ok bool) {
	for _, have := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		have = strings.TrimPrefix(strings.TrimSpace(have), "W/")
		if have == Tag(tag, false) || gzips && have == Tag(tag, true) {
			return have, true
		}
	}
	return "", false
}
