package gis_test

import (
	"strings"
	"testing"

	"jangkau/gis"
)

func TestSearchWilayah(t *testing.T) {
	for _, c := range []struct {
		text, name, code string
		ok               bool
	}{
		{"", "", "", true},
		{"  ", "", "", true},
		{"Kec. Wongsorejo", "wongsorejo", "", true},
		{"KABUPATEN Banyuwangi", "banyuwangi", "", true},
		{"Sara'ea", "saraea", "", true},
		{"kali baru", "kalibaru", "", true},
		{"Éna", "ena", "", true},
		{"35.10", "", "35.10", true},
		{" 3510 ", "", "35.10", true},
		{"351", "", "35.1", true},
		{"35.10.", "", "35.10", true}, // half way to a kecamatan
		{"3510012001", "", "35.10.01.2001", true},
		{"35.10.01.20", "", "35.10.01.20", true},
		{"35100120011", "", "", false}, // longer than any code
		{"?!", "", "", false},
		{"...", "", "", false},
	} {
		q, ok, err := gis.SearchWilayah(c.text)
		if err != nil || ok != c.ok || q.Name != c.name || q.Code != c.code {
			t.Errorf("%q: name %q code %q %v %v, want %q %q %v", c.text, q.Name, q.Code, ok, err, c.name, c.code, c.ok)
		}
	}
	if _, _, err := gis.SearchWilayah(strings.Repeat("é", 101)); gis.KindOf(err) != gis.Invalid {
		t.Errorf("101 letters: %v", err)
	}
	if _, _, err := gis.SearchWilayah(strings.Repeat("é", 100)); err != nil {
		t.Errorf("100 letters: %v", err)
	}
}

// Whatever is typed, what comes of it is the beginning of a code or a folded name.
func FuzzSearchWilayah(f *testing.F) {
	for _, s := range []string{"35.10", "3.5.1", "Kalibaru", "%_\\", "İ", "99999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, _, err := gis.SearchWilayah(text)
		if err != nil {
			return
		}
		if q.Name != "" && q.Code != "" {
			t.Errorf("%q is both a name and a code", text)
		}
		if strings.Trim(q.Code, ".0123456789") != "" || q.Name != gis.FoldName(q.Name) {
			t.Errorf("%q: code %q, name %q", text, q.Code, q.Name)
		}
	})
}
