package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func getWith(t *testing.T, b Basemap, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	newHandler(b, sub(pagesFS, "pages"), built).ServeHTTP(w, r)
	return w
}

// A basemap of another server is let in by its origin alone; without one the pages
// reach this server and no other.
func TestBasemapOfAnotherServer(t *testing.T) {
	b := Basemap{URL: "https://tiles.example.org:8443/osm/{z}/{x}/{y}.png", Attribution: "© somebody"}
	res := getWith(t, b, "/map-settings.json")
	if got := res.Body.String(); !strings.Contains(got, `"url":"https://tiles.example.org:8443/osm/{z}/{x}/{y}.png"`) || !strings.Contains(got, "© somebody") {
		t.Error(got)
	}
	csp := getWith(t, b, "/").Header().Get("Content-Security-Policy")
	for _, want := range []string{"connect-src 'self' https://tiles.example.org:8443;", "img-src 'self' data: https://tiles.example.org:8443;", "default-src 'self';"} {
		if !strings.Contains(csp, want) {
			t.Errorf("policy %q does not hold %q", csp, want)
		}
	}
}

// The map reads the parts of the file that are in sight.
func TestBasemapFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "island.pmtiles")
	if err := os.WriteFile(file, []byte("PMTiles\x03 and the rest"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := Basemap{File: file}
	if got := getWith(t, b, "/map-settings.json").Body.String(); !strings.Contains(got, `"url":"/basemap.pmtiles"`) || strings.Contains(got, file) {
		t.Error(got)
	}
	part := getWith(t, b, "/basemap.pmtiles", "Range", "bytes=0-6")
	if part.Code != http.StatusPartialContent || part.Body.String() != "PMTiles" {
		t.Errorf("%d %q", part.Code, part.Body)
	}
	if csp := part.Header().Get("Content-Security-Policy"); strings.Contains(csp, "http") {
		t.Error(csp)
	}
}
