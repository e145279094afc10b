package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// built stands for a dist folder that npm has filled.
var built = fstest.MapFS{
	"graphiql/react.js":       {Data: []byte("react")},
	"graphiql/react-dom.js":   {Data: []byte("react-dom")},
	"graphiql/graphiql.js":    {Data: []byte("graphiql")},
	"graphiql/graphiql.js.gz": {Data: []byte("compressed")},
	"graphiql/graphiql.css":   {Data: []byte("css")},
	"map/index.html":          {Data: []byte(`<div id="app">`)},
	"map/index-B4x_9Qa1.js":   {Data: []byte("hashed")},
}

func get(t *testing.T, dist fs.FS, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	newHandler(Basemap{}, sub(pagesFS, "pages"), dist).ServeHTTP(w, r)
	return w
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		path   string
		dist   fs.FS
		status int
		kind   string
		holds  string
	}{
		{"/", built, 200, "text/html; charset=utf-8", `id="app"`},
		{"/", fstest.MapFS{}, 503, "text/html; charset=utf-8", "make build"},
		{"/data", fstest.MapFS{}, 200, "text/html; charset=utf-8", `href="/graphiql"`},
		{"/map-settings.json", built, 200, "application/json", `{"basemap":null}`},
		{"/basemap.pmtiles", built, 404, "text/html; charset=utf-8", `href="/"`},
		{"/graphiql", built, 200, "text/html; charset=utf-8", `id="graphiql"`},
		{"/graphiql", fstest.MapFS{}, 503, "text/html; charset=utf-8", "make build"},
		{"/assets/graphiql/graphiql.js", built, 200, "text/javascript; charset=utf-8", "graphiql"},
		{"/assets/graphiql/graphiql.css", built, 200, "text/css; charset=utf-8", "css"},
		{"/assets/pages/graphiql.js", built, 200, "text/javascript; charset=utf-8", "desaWithoutPustu"},
		{"/assets/graphiql/none.js", built, 404, "text/plain; charset=utf-8", "not found"},
		{"/assets/graphiql", built, 404, "text/plain; charset=utf-8", "not found"},
		{"/elsewhere", built, 404, "text/html; charset=utf-8", `href="/"`},
	} {
		res := get(t, c.dist, c.path)
		if res.Code != c.status || res.Header().Get("Content-Type") != c.kind || !strings.Contains(res.Body.String(), c.holds) {
			t.Errorf("%s: %d %s, want %d %s holding %q", c.path, res.Code, res.Header().Get("Content-Type"), c.status, c.kind, c.holds)
		}
		if csp := res.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "http") {
			t.Errorf("%s: policy %q", c.path, csp)
		}
		if res.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: browsers may guess its type", c.path)
		}
	}
}

func TestCaching(t *testing.T) {
	const script = "/assets/graphiql/graphiql.js"
	plain := get(t, built, script)
	packed := get(t, built, script, "Accept-Encoding", "gzip, br")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.String() != "compressed" {
		t.Error("the compressed twin was not served")
	}
	tag := plain.Header().Get("ETag")
	if tag == "" || tag == packed.Header().Get("ETag") {
		t.Errorf("two contents under the tag %s", tag)
	}
	if again := get(t, built, script, "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.String() != "" {
		t.Errorf("asked again with its tag: %d", again.Code)
	}
	if c := plain.Header().Get("Cache-Control"); c != "no-cache" {
		t.Errorf("a file whose name stays: %s", c)
	}
	if c := get(t, built, "/assets/map/index-B4x_9Qa1.js").Header().Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("a file with a hash in its name: %s", c)
	}
}

// Whatever the pages name must be served from here.
func TestPagesNameOnlyWhatIsServed(t *testing.T) {
	link := regexp.MustCompile(`(?:src|href)="([^"]*)"`)
	pages, err := fs.Glob(pagesFS, "pages/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	for _, name := range pages {
		text, err := pagesFS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if m[1] == "data:," { // an empty icon: none is asked for
				continue
			}
			if res := get(t, built, m[1]); res.Code != http.StatusOK {
				t.Errorf("%s names %s: %d", name, m[1], res.Code)
			}
		}
	}
}

// A page that shows answers, or leads to them, says when they are made up; and no
// page holds a script of its own, which the policy would keep from running.
func TestPagesSayWhatIsMadeUp(t *testing.T) {
	pages, err := fs.Glob(pagesFS, "pages/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	inline := regexp.MustCompile(`(?i)<script(?:\s[^>]*)?>\s*[^<\s]|<script>|\son\w+=|javascript:`)
	for _, name := range pages {
		text, err := pagesFS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if found := inline.Find(text); found != nil {
			t.Errorf("%s holds a script that the policy forbids: %s", name, found)
		}
	}
	for _, path := range []string{"/data", "/graphiql"} {
		body := get(t, built, path).Body.String()
		for _, want := range []string{`id="demo"`, `src="/assets/pages/loaded.js"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not hold %s", path, want)
			}
		}
	}
	script := get(t, built, "/assets/pages/loaded.js").Body.String()
	for _, want := range []string{`"DEMO"`, "PERAGAAN", "DEMONSTRATION"} {
		if !strings.Contains(script, want) {
			t.Errorf("loaded.js does not hold %s", want)
		}
	}
	if strings.Contains(script, "innerHTML") {
		t.Error("loaded.js puts text of a list into the page as HTML")
	}
}
