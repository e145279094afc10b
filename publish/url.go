package publish

import (
	"net/http"
	"strings"
)

// Base is the address that links begin with: the one that the server is told, else
// the one that the request came to. A proxy in front says by X-Forwarded-Proto that it
// speaks https.
func Base(r *http.Request, told string) string {
	if told != "" {
		return strings.TrimSuffix(told, "/")
	}
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
