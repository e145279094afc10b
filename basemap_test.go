package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jangkau/gis"
)

func TestBasemapSetting(t *testing.T) {
	dir := t.TempDir()
	whole, other := filepath.Join(dir, "java.pmtiles"), filepath.Join(dir, "java.mbtiles")
	for file, text := range map[string]string{whole: "PMTiles\x03…", other: "SQLite format 3"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ setting, says string }{
		{"", ""},
		{whole, ""},
		{"https://tiles.example.org/{z}/{x}/{y}.png", ""},
		{"http://10.0.0.7:8080/{z}/{x}/{y}", ""},
		{other, "no PMTiles file"},
		{filepath.Join(dir, "absent.pmtiles"), "cannot be opened"},
		{dir, "no PMTiles file"},
		{"ftp://tiles.example.org/{z}/{x}/{y}", "no http(s) address"},
		{"https:///{z}/{x}/{y}", "no http(s) address"},
		{"https://a.example;script-src/{z}/{x}/{y}", "no http(s) address"},
		{"https://tiles.example.org/{z}/{x}.png", "{z}, {x} and {y}"},
	} {
		b, err := basemap(c.setting, "")
		if c.says == "" {
			if err != nil || (b.URL+b.File == "") != (c.setting == "") {
				t.Errorf("%q: %+v %v", c.setting, b, err)
			}
			continue
		}
		if gis.KindOf(err) != gis.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want something on %q", c.setting, err, c.says)
		}
	}
}
