// Package web serves what people open in a browser. Every file is inside the
// program: the pages ask nothing of any other server, so they work in an office
// without a way to the internet.
//
//	pages/  written by hand, embedded as they are
//	map/    the planner's map: TypeScript, built by Vite
//	dist/   built with npm (make build); a program built without it says so
package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
)

//go:embed pages
var pagesFS embed.FS

//go:embed all:dist
var distFS embed.FS

// Handler serves the map at "/", what is loaded at "/data", "/graphiql" and
// "/assets/". GraphQL and tiles are elsewhere.
func Handler(b Basemap) http.Handler {
	return newHandler(b, sub(pagesFS, "pages"), sub(distFS, "dist"))
}

func sub(f embed.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err) // the name is a constant of this package
	}
	return s
}

// policy lets a page load from this server alone, and from where the basemap is.
// GraphiQL's editor sets style attributes and its style sheet carries its fonts and
// cursors as data.
func policy(basemap string) string {
	return "default-src 'self'; connect-src 'self'" + basemap + "; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
		"img-src 'self' data:" + basemap + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

func newHandler(b Basemap, pages, dist fs.FS) http.Handler {
	mux := http.NewServeMux()
	page := func(name string, status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { serveFile(w, r, pages, name, status) }
	}
	// built is the page, where npm has made what it needs.
	built := func(needs string, page http.HandlerFunc) http.HandlerFunc {
		if _, err := fs.Stat(dist, needs); err != nil {
			return func(w http.ResponseWriter, r *http.Request) {
				serveFile(w, r, pages, "notbuilt.html", http.StatusServiceUnavailable)
			}
		}
		return page
	}
	mux.HandleFunc("GET /{$}", built("map/index.html", func(w http.ResponseWriter, r *http.Request) {
		serveFile(w, r, dist, "map/index.html", http.StatusOK)
	}))
	mux.HandleFunc("GET /data", page("data.html", http.StatusOK))
	mux.HandleFunc("GET /graphiql", built("graphiql/graphiql.js", page("graphiql.html", http.StatusOK)))
	b.handle(mux)
	mux.HandleFunc("GET /assets/pages/{name}", func(w http.ResponseWriter, r *http.Request) {
		serveFile(w, r, pages, r.PathValue("name"), http.StatusOK)
	})
	mux.HandleFunc("GET /assets/{name...}", func(w http.ResponseWriter, r *http.Request) {
		serveFile(w, r, dist, r.PathValue("name"), http.StatusOK)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		serveFile(w, r, pages, "notfound.html", http.StatusNotFound)
	})
	allowed := policy(b.origin())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", allowed)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		mux.ServeHTTP(w, r)
	})
}

// A build that puts a hash into a file's name never changes what is behind it.
var hashed = regexp.MustCompile(`-[A-Za-z0-9_-]{8}\.\w+$`)

// serveFile answers with a file of files, compressed where the build made a twin
// and the browser takes it. The tag is a hash of the content: it changes with
// the program, and only where the file does.
func serveFile(w http.ResponseWriter, r *http.Request, files fs.FS, name string, status int) {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		http.Error(w, "tidak ditemukan / not found", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", "no-cache") // ask again; the tag makes that cheap
	if hashed.MatchString(name) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if twin, err := fs.ReadFile(files, name+".gz"); err == nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = twin
		}
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h.Set("ETag", tag)
	if status == http.StatusOK && strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// contentType does not ask the machine's own tables: a bare machine has none.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".txt", ".md", ".graphql":
		return "text/plain; charset=utf-8"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
