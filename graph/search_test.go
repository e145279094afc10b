package graph_test

import (
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

const searchSeed = `
insert into data.data_source (name, role, kind, imported_at) values ('Batas', 'BOUNDARIES', 'REAL', '2024-02-01');
insert into data.wilayah (code, level, parent, name, name_fold, bps_code, boundary_quality, source_id) values
	('35', 'PROVINSI', null, 'Jawa Timur', 'jawatimur', null, 'SOURCE', 1),
	('74', 'PROVINSI', null, 'Sulawesi Tenggara', 'sulawesitenggara', null, 'SOURCE', 1),
	('35.10', 'KABUPATEN_KOTA', '35', 'Banyuwangi', 'banyuwangi', '3510', 'SOURCE', 1),
	('74.10', 'KABUPATEN_KOTA', '74', 'Buton Utara', 'butonutara', '7409', 'SOURCE', 1),
	('35.10.10', 'KECAMATAN', '35.10', 'Kalibaru', 'kalibaru', null, 'SOURCE', 1),
	('35.10.12', 'KECAMATAN', '35.10', null, null, null, 'DERIVED', 1),
	('35.10.10.2002', 'DESA_KELURAHAN', '35.10.10', 'Kalibaru Kulon', 'kalibarukulon', null, 'SOURCE', 1),
	('35.10.10.2001', 'DESA_KELURAHAN', '35.10.10', 'Kalibaru', 'kalibaru', null, 'SOURCE', 1),
	('35.10.12.2001', 'DESA_KELURAHAN', '35.10.12', 'Tamankalibaru_1', 'tamankalibaru1', null, 'SOURCE', 1);`

func TestWilayahSearch(t *testing.T) {
	w := newWorld(t, graph.Limits{}, searchSeed)
	for _, c := range []struct {
		arguments string
		want      []string
	}{
		{`text: "kalibaru"`, []string{"35.10.10", "35.10.10.2001", "35.10.10.2002", "35.10.12.2001"}},
		{`text: "KALI-BARU"`, []string{"35.10.10", "35.10.10.2001", "35.10.10.2002", "35.10.12.2001"}},
		{`text: "Kec. Kalibaru", level: KECAMATAN`, []string{"35.10.10"}},
		{`text: "kalibaru", level: DESA_KELURAHAN, first: 2`, []string{"35.10.10.2001", "35.10.10.2002"}},
		{`text: "kulon"`, []string{"35.10.10.2002"}},
		{`text: "wangi"`, []string{"35.10"}},
		{`text: "35.10.1"`, []string{"35.10.10", "35.10.12", "35.10.10.2001", "35.10.10.2002", "35.10.12.2001"}},
		{`text: "351010"`, []string{"35.10.10", "35.10.10.2001", "35.10.10.2002"}},
		// A BPS code finds too: 74.09 is Buton Utara there.
		{`text: "7409"`, []string{"74.10"}},
		{``, []string{"35", "74"}},
		{`level: KABUPATEN_KOTA`, []string{"35.10", "74.10"}},
		{`text: "nowhere"`, nil},
		// What means something in a pattern is text like any other.
		{`text: "%"`, nil},
		{`text: "kali_aru"`, nil},
		{`text: "kalibaru", first: 0`, nil},
	} {
		got := read[struct{ WilayahSearch []struct{ Code string } }](w, `{ wilayahSearch%s { code } }`, parenthesised(c.arguments))
		var codes []string
		for _, r := range got.WilayahSearch {
			codes = append(codes, r.Code)
		}
		if !slices.Equal(codes, c.want) {
			t.Errorf("%s: %v, want %v", c.arguments, codes, c.want)
		}
	}
	a := w.ask(`{ wilayahSearch(text: "` + strings.Repeat("a", 101) + `") { code } }`)
	if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.Invalid || a.Errors[0].Extensions.Argument != "text" {
		t.Errorf("a text of 101 letters: %+v", a.Errors)
	}
	// A list that is shown with its parents asks for them at once.
	read[any](w, `{ wilayahSearch(text: "kalibaru") { code people parent { name } desaCount { total } } }`)
	if n := w.statements(); n != 3 {
		t.Errorf("%d statements, want one a level: rows, parents, counts", n)
	}
}

func parenthesised(arguments string) string {
	if arguments == "" {
		return ""
	}
	return "(" + arguments + ")"
}
