package gis

import "testing"

func TestProvinsiNamed(t *testing.T) {
	for name, want := range map[string]WilayahCode{
		"JAWA TENGAH": "33", "D.I. Yogyakarta": "34", "DAERAH ISTIMEWA YOGYAKARTA": "34", "DKI JAKARTA": "31",
		"KEPULAUAN BANGKA BELITUNG": "19", "Papua": "91", "": "", "Atlantis": "",
	} {
		if got := ProvinsiNamed(name); got != want {
			t.Errorf("ProvinsiNamed(%q) = %q, want %q", name, got, want)
		}
	}
	for code, name := range provinsiNames {
		if got := ProvinsiNamed(name); got != code {
			t.Errorf("ProvinsiNamed(%q) = %q, want %q", name, got, code)
		}
	}
	if !SameProvinsi("91", "95.01") || SameProvinsi("35", "33.12") || !SameProvinsi("", "33") {
		t.Error("only the provinsi of Papua may stand for one another")
	}
}
