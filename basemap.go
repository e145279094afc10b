package main

import (
	"bytes"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"jangkau/gis"
	"jangkau/web"
)

// pmtilesHead is what a PMTiles file of version 3 begins with.
var pmtilesHead = []byte("PMTiles\x03")

// basemap reads the setting: the address of tiles or the path of a PMTiles file.
func basemap(setting, attribution string) (web.Basemap, error) {
	b := web.Basemap{Attribution: attribution}
	refuse := func(err error, id, en string) (web.Basemap, error) {
		return web.Basemap{}, &gis.Error{Kind: gis.Invalid, Field: "--basemap", Err: err, Message: gis.T(
			"Peta dasar %[1]q tidak dapat dipakai: "+id, "The basemap %[1]q cannot be used: "+en, setting)}
	}
	if setting == "" {
		return b, nil
	}
	if !strings.Contains(setting, "://") {
		f, err := os.Open(setting)
		if err != nil {
			return refuse(err, "berkasnya tidak dapat dibuka. Tulis jalur berkas .pmtiles, atau alamat http(s) dengan {z}, {x}, dan {y}",
				"the file cannot be opened. Name a .pmtiles file, or an http(s) address with {z}, {x} and {y}")
		}
		defer f.Close()
		head := make([]byte, len(pmtilesHead))
		if _, err := io.ReadFull(f, head); err != nil || !bytes.Equal(head, pmtilesHead) {
			return refuse(err, "itu bukan berkas PMTiles versi 3", "that is no PMTiles file of version 3")
		}
		b.File, err = filepath.Abs(setting)
		return b, err
	}
	u, err := url.Parse(setting)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.ContainsAny(u.Host, " ;,'\"") {
		return refuse(err, "itu bukan alamat http(s)", "that is no http(s) address")
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(setting, part) {
			return refuse(nil, "alamatnya harus memuat {z}, {x}, dan {y}", "the address must hold {z}, {x} and {y}")
		}
	}
	b.URL = setting
	return b, nil
}
