package web

import (
	"encoding/json"
	"net/http"
	"net/url"
)

// Basemap is what lies below the map: nothing, tiles of some server, or a PMTiles
// file that this server hands out. Whoever runs the server sets it.
type Basemap struct {
	URL         string // of tiles, with {z}, {x} and {y}
	File        string // a PMTiles file instead
	Attribution string // what its maker wants to be named as
}

const basemapPath = "/basemap.pmtiles"

// origin is the place that the pages may also load from, with a space before it.
func (b Basemap) origin() string {
	u, err := url.Parse(b.URL)
	if b.URL == "" || err != nil {
		return ""
	}
	return " " + u.Scheme + "://" + u.Host
}

// handle serves the map's settings and the file of the basemap.
func (b Basemap) handle(mux *http.ServeMux) {
	type basemap struct {
		URL         string `json:"url"`
		Attribution string `json:"attribution"`
	}
	var settings struct {
		Basemap *basemap `json:"basemap"`
	}
	switch {
	case b.File != "":
		settings.Basemap = &basemap{basemapPath, b.Attribution}
	case b.URL != "":
		settings.Basemap = &basemap{b.URL, b.Attribution}
	}
	body, err := json.Marshal(settings)
	if err != nil {
		panic(err) // strings alone
	}
	mux.HandleFunc("GET /map-settings.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(body)
	})
	if b.File != "" {
		mux.HandleFunc("GET "+basemapPath, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/vnd.pmtiles")
			http.ServeFile(w, r, b.File) // which answers ranges: the map reads what is in sight
		})
	}
}
