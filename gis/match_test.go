package gis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"jangkau/gis"
	"jangkau/gis/network"
)

func TestFoldFacilityName(t *testing.T) {
	for name, want := range map[string]string{
		"SOBO":                            "sobo",
		"UPTD Puskesmas Sobo":             "sobo",
		"Puskesmas Pembantu Kalirejo":     "kalirejo",
		"Pustu Desa Kuta Murni":           "kutamurni",
		"PUSTU":                           "",
		"pustu":                           "",
		"Puskesmas":                       "",
		"GEDUNG POSYANDU":                 "",
		"POLINDES (KEADAAN RUSAK)":        "",
		"RUMAH SAKIT":                     "",
		"klinik":                          "",
		"Puskesdes":                       "",
		"Puskesdes Desa Alue Dama":        "aluedama",
		"Pusptu pante pirak":              "pantepirak",
		"PUSKESMAS KEC. MANGGENG":         "manggeng",
		"RS Umum Daerah Blambangan":       "blambangan",
		"RSUD Blambangan":                 "blambangan",
		"Rumah Sakit Umum Daerah Genteng": "genteng",
		"RS Islam Fatimah":                "islamfatimah",
		"Rumah Sakit Islam Fatimah":       "islamfatimah",
		"RSI Fatimah":                     "islamfatimah",
		"RSIA Puri Bunda":                 "ibuanakpuribunda",
		"RS Ibu dan Anak Puri Bunda":      "ibuanakpuribunda",
		"Rumah Sakit Teungku Peukan":      "teungkupeukan",
		"UGD Kuala Batee":                 "ugdkualabatee",
		"58":                              "58",
		"":                                "",
	} {
		if got := gis.FoldFacilityName(name); got != want {
			t.Errorf("FoldFacilityName(%q) = %q, want %q", name, got, want)
		}
	}
}

// A kabupaten with every difficulty: one name in three kecamatan, near names,
// an apostrophe, two kelurahan of one name numbered.
var gazetteer = gis.NewGazetteer([]gis.Place{
	{Code: "35.10", Name: "Banyuwangi"},
	{Code: "32.01", Name: "Kabupaten Bogor"},
	{Code: "32.71", Name: "Kota Bogor"},
	{Code: "35.10.01", Name: "Kabat"},
	{Code: "35.10.02", Name: "Giri"},
	{Code: "35.10.03"},
	{Code: "35.10.01.2001", Name: "Kalirejo", HasArea: true},
	{Code: "35.10.02.1001", Name: "Kalirejo"},
	{Code: "35.10.03.2001", Name: "Kalirejo"},
	{Code: "35.10.01.2002", Name: "Pondoknongko"},
	{Code: "35.10.02.2002", Name: "Sara'ea"},
	{Code: "35.10.02.2003", Name: "Tokoh I"},
	{Code: "35.10.02.2004", Name: "Tokoh II"},
	{Code: "35.10.02.2005", Name: "Pasirputih"},
	{Code: "35.10.02.2006", Name: "Pasirmukti"},
})

func TestMatchDesa(t *testing.T) {
	for _, tc := range []struct {
		what string
		q    gis.DesaQuery
		code gis.WilayahCode
		best string // of the candidates
		n    int
	}{
		{"unique", gis.DesaQuery{Name: "saraea"}, "35.10.02.2002", "", 0},
		{"ambiguous", gis.DesaQuery{Name: "kalirejo"}, "", "35.10.01.2001", 3},
		{"by kecamatan", gis.DesaQuery{Name: "kalirejo", Kecamatan: "35.10.02"}, "35.10.02.1001", "", 0},
		{"by wilayah kerja", gis.DesaQuery{Name: "kalirejo", Prefer: []gis.WilayahCode{"35.10.03.2001", "35.10.01.2002"}}, "35.10.03.2001", "", 0},
		{"by the induk's kecamatan", gis.DesaQuery{Name: "kalirejo", Beside: "35.10.01"}, "35.10.01.2001", "", 0},
		{"wilayah kerja of two of the name", gis.DesaQuery{Name: "kalirejo", Prefer: []gis.WilayahCode{"35.10.03.2001", "35.10.01.2001"}}, "", "35.10.01.2001", 3},
		{"in another kecamatan", gis.DesaQuery{Name: "saraea", Kecamatan: "35.10.01"}, "", "35.10.02.2002", 1},
		{"slip", gis.DesaQuery{Name: "pondoknongo"}, "", "35.10.01.2002", 1},
		{"near is no answer", gis.DesaQuery{Name: "pasirputi"}, "", "35.10.02.2005", 2},
		{"numbers tell desa apart", gis.DesaQuery{Name: "tokohiii"}, "", "", 0},
		{"nothing near", gis.DesaQuery{Name: "xyzzy"}, "", "", 0},
		{"no name", gis.DesaQuery{}, "", "", 0},
	} {
		tc.q.Kabupaten = "35.10"
		m := gazetteer.MatchDesa(tc.q)
		best := ""
		if len(m.Candidates) > 0 {
			best = m.Candidates[0].Value
		}
		if m.Code != tc.code || best != tc.best || len(m.Candidates) != tc.n {
			t.Errorf("%s: %+v, want %q, best %q of %d", tc.what, m, tc.code, tc.best, tc.n)
		}
	}
	if m := gazetteer.MatchDesa(gis.DesaQuery{Name: "saraea"}); m.Code != "" {
		t.Errorf("without a kabupaten nothing may match: %+v", m)
	}
}

func TestGazetteerNames(t *testing.T) {
	for name, want := range map[string]gis.WilayahCode{
		"Kab. Banyuwangi": "35.10", "BANYUWANGI": "35.10", "Kota Bogor": "32.71", "Kab. Bogor": "32.01", "Kabupaten Bogor": "32.01", "Jember": "", "": "",
	} {
		if got := gazetteer.KabupatenNamed(name); got != want {
			t.Errorf("KabupatenNamed(%q) = %q, want %q", name, got, want)
		}
	}
	if got := gazetteer.KecamatanNamed("35.10", "Kec. Giri"); got != "35.10.02" {
		t.Errorf("Kec. Giri is %q", got)
	}
	if got := gazetteer.Label("35.10.01.2001"); got != "Kalirejo, Kabat" {
		t.Errorf("label %q", got)
	}
	if !gazetteer.Mapped("35.10") || gazetteer.Mapped("32.01") {
		t.Error("only 35.10 has a polygon")
	}
}

// The grid finds what trying every pair finds.
func TestNearPairsAgainstAllPairs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, lat := range []float64{-11, -0.0001, 5.9} {
		points := make([]network.Point, 400)
		for i := range points {
			points[i] = network.Point{Lon: 114 + rnd.Float64()*0.01, Lat: lat + rnd.Float64()*0.01}
		}
		got := map[[2]int]float64{}
		gis.NearPairs(points, 50, func(i, j int, m float64) { got[[2]int{i, j}] = m })
		want := 0
		for j := range points {
			for i := range j {
				if m := gis.DistanceM(points[i], points[j]); m <= 50 {
					want++
					if math.Abs(got[[2]int{i, j}]-m) > 1e-9 {
						t.Fatalf("pair %d, %d at %.1f m is missing", i, j, m)
					}
				}
			}
		}
		if len(got) != want || want < 50 {
			t.Errorf("%d pairs, want %d (and enough of them)", len(got), want)
		}
	}
}
