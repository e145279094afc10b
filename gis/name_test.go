package gis_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"jangkau/gis"
)

func TestFoldName(t *testing.T) {
	for _, tc := range []struct {
		in   string
		drop []gis.NameWords
		want string
	}{
		{"Kalibaru Kulon", nil, "kalibarukulon"},
		{"Kalibarukulon", nil, "kalibarukulon"},
		{"Sara'ea", nil, "saraea"},
		{"Sara’ea", nil, "saraea"},
		{"PETETEA`A", nil, "peteteaa"},
		{"Tangan-Tangan Cut", nil, "tangantangancut"},
		{"Tokoh II", nil, "tokohii"},
		{"Ladang Tuha 2", nil, "ladangtuha2"},
		{"Désa É", nil, "desae"},
		{"Desa Alue Dama", []gis.NameWords{gis.DesaWords}, "aluedama"},
		{"Ds. Muara", []gis.NameWords{gis.DesaWords}, "muara"},
		{"Kel.Amassangan", []gis.NameWords{gis.DesaWords}, "amassangan"},
		{"GAMPONG TOKOH", []gis.NameWords{gis.DesaWords}, "tokoh"},
		{"Nagari", []gis.NameWords{gis.DesaWords}, "nagari"},
		{"Desa", []gis.NameWords{gis.DesaWords}, "desa"},
		{"Desabaru", []gis.NameWords{gis.DesaWords}, "desabaru"},
		{"Kec.Bangorejo", []gis.NameWords{gis.KecamatanWords}, "bangorejo"},
		{"Kab. Banyuwangi", []gis.NameWords{gis.KabupatenWords}, "banyuwangi"},
		{"Kotabaru", []gis.NameWords{gis.KabupatenWords}, "kotabaru"},
		{"UPTD Puskesmas Sobo", []gis.NameWords{gis.FacilityWords}, "sobo"},
		{"Puskesmas Pembantu Desa Kuta Murni", []gis.NameWords{gis.FacilityWords, gis.DesaWords}, "kutamurni"},
		{"PUSTU GAMPONG SEJAHTERA", []gis.NameWords{gis.FacilityWords, gis.DesaWords}, "sejahtera"},
		{"PUSTU", []gis.NameWords{gis.FacilityWords}, "pustu"},
		{"", nil, ""},
		{"...", nil, ""},
	} {
		if got := gis.FoldName(tc.in, tc.drop...); got != tc.want {
			t.Errorf("FoldName(%q, %v) = %q, want %q", tc.in, tc.drop, got, tc.want)
		}
	}
}

func TestFoldNameIsIdempotent(t *testing.T) {
	words := rapid.SampledFrom([]string{"Desa", "Kel.", "puskesmas", "Pembantu", "Sara'ea", "Kota", "Kab.", "İstanbul", "ﬁ", "Ⅱ", "II", "2", "é", " ", "-", "’"})
	rapid.Check(t, func(t *rapid.T) {
		var s string
		if rapid.Bool().Draw(t, "words") {
			for _, w := range rapid.SliceOfN(words, 0, 6).Draw(t, "name") {
				s += w + " "
			}
		} else {
			s = rapid.String().Draw(t, "text")
		}
		drop := rapid.SliceOfDistinct(rapid.SampledFrom([]gis.NameWords{gis.DesaWords, gis.KecamatanWords, gis.KabupatenWords, gis.FacilityWords}),
			func(w gis.NameWords) gis.NameWords { return w }).Draw(t, "drop")
		once := gis.FoldName(s, drop...)
		if twice := gis.FoldName(once, drop...); twice != once {
			t.Fatalf("FoldName(%q) = %q, folded again %q", s, once, twice)
		}
	})
}

func TestSimilarNames(t *testing.T) {
	for _, tc := range []struct {
		a, b   string
		listed bool
	}{
		{"cibeureum", "ciberem", true},
		{"pasirputih", "pasirmukti", true}, // near, and two desa: why a person decides
		{"tokohi", "tokohii", false},
		{"ladangtuha1", "ladangtuha2", false},
		{"manggeng", "mangggeng", true},
		{"sobo", "klatak", false},
		{"", "", true},
		{"", "sobo", false},
	} {
		s := gis.SimilarNames(tc.a, tc.b)
		if listed := s >= gis.ShortlistSimilarity; listed != tc.listed {
			t.Errorf("SimilarNames(%q, %q) = %.3f, shortlisted %v, want %v", tc.a, tc.b, s, listed, tc.listed)
		}
		if back := gis.SimilarNames(tc.b, tc.a); back != s {
			t.Errorf("SimilarNames(%q, %q) = %v, the other way %v", tc.a, tc.b, s, back)
		}
	}
	// These two pairs are different desa: no score short of 1 may be taken as proof.
	for _, p := range [][2]string{{"pasirputih", "pasirmukti"}, {"sukajaya", "sukajadi"}} {
		if s := gis.SimilarNames(p[0], p[1]); s > 0.76 {
			t.Errorf("%v are two desa but score %.2f", p, s)
		}
	}
}

func TestSimilarNamesBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := gis.FoldName(rapid.String().Draw(t, "a")), gis.FoldName(rapid.String().Draw(t, "b"))
		s := gis.SimilarNames(a, b)
		if s < 0 || s > 1 || (s == 1) != (a == b) {
			t.Fatalf("SimilarNames(%q, %q) = %v", a, b, s)
		}
	})
}

func TestProvinsiName(t *testing.T) {
	n := 0
	for p := 10; p < 100; p++ {
		if gis.ProvinsiName(gis.WilayahCode([]byte{byte('0' + p/10), byte('0' + p%10)})) != "" {
			n++
		}
	}
	if n != 38 {
		t.Errorf("%d provinsi, want 38", n)
	}
	if got := gis.ProvinsiName("35.10.01.2001"); got != "Jawa Timur" {
		t.Errorf("35.10.01.2001 lies in %q", got)
	}
	if got := gis.ProvinsiName("20.01"); got != "" {
		t.Errorf("provinsi 20 is called %q", got)
	}
}

func TestKindFromName(t *testing.T) {
	for _, tc := range []struct {
		name string
		want gis.NameKind
	}{
		{"PUSTU RUKUN DAMEE", gis.NameKind{Kind: gis.KindPustu, Word: "pustu"}},
		{"pustu", gis.NameKind{Kind: gis.KindPustu, Word: "pustu", OnlyKind: true}},
		{"Puskesmas Pembantu Ujung Padang", gis.NameKind{Kind: gis.KindPustu, Word: "puskesmas pembantu"}},
		{"PUSKESMAS KEC. MANGGENG", gis.NameKind{Kind: gis.KindPuskesmas, Word: "puskesmas"}},
		{"UPTD. Puskesmas Susoh", gis.NameKind{Kind: gis.KindPuskesmas, Word: "puskesmas"}},
		{"Puskesmas Keliling Bonegunu", gis.NameKind{Kind: gis.KindPusling, Word: "puskesmas keliling"}},
		{"POLINDES (KEADAAN RUSAK)", gis.NameKind{Kind: gis.KindPolindes, Word: "polindes"}},
		{"GEDUNG POSYANDU", gis.NameKind{Kind: gis.KindPosyandu, Word: "posyandu"}},
		{"Rumah Sakit Teungku Peukan", gis.NameKind{Kind: gis.KindRS, Word: "rumah sakit"}},
		{"RSUD Muhammad Zein", gis.NameKind{Kind: gis.KindRS, Word: "rsud"}},
		{"klinik", gis.NameKind{Kind: gis.KindKlinikPratama, Generic: true, Word: "klinik", OnlyKind: true}},
		{"Klinik Utama Mata", gis.NameKind{Kind: gis.KindKlinikUtama, Word: "klinik utama"}},
		{"PKD Sumber", gis.NameKind{Kind: gis.KindPKD, Word: "pkd"}},
		{"Apotik Sehat", gis.NameKind{Kind: gis.KindApotek, Word: "apotik"}},
		{"IFRS RSI Fatimah", gis.NameKind{Kind: gis.KindApotek, Word: "ifrs"}},
		{"TK Melati Eks PUSKESMAS Babahrot", gis.NameKind{Kind: gis.KindPuskesmas, Word: "puskesmas", Former: true}},
		{"bekas pustu", gis.NameKind{Kind: gis.KindPustu, Word: "pustu", Former: true}},
		{"Warung depan Puskesmas", gis.NameKind{}},
		{"Pusptu pante pirak", gis.NameKind{Guess: gis.KindPustu, Word: "pusptu"}},
		{"Puskesdes", gis.NameKind{Guess: gis.KindPoskesdes, Word: "puskesdes", OnlyKind: true}},
		{"PUSKESDES GAMPONG PANTE CERMIN", gis.NameKind{Guess: gis.KindPoskesdes, Word: "puskesdes"}},
		{"Puskemas Susoh", gis.NameKind{Guess: gis.KindPuskesmas, Word: "puskemas"}},
		{"Puskemas Pembantu Susoh", gis.NameKind{Guess: gis.KindPustu, Word: "puskemas"}},
		{"Poskedes Lhang", gis.NameKind{Guess: gis.KindPoskesdes, Word: "poskedes"}},
		{"Pusu Ingin Jaya", gis.NameKind{}},
		{"UGD Kuala Batee", gis.NameKind{}},
		{"TAPANREJO", gis.NameKind{}},
		{"58", gis.NameKind{}},
		{"", gis.NameKind{}},
	} {
		if got := gis.KindFromName(tc.name); got != tc.want {
			t.Errorf("KindFromName(%q) = %+v, want %+v", tc.name, got, tc.want)
		}
	}
}

// The OSM list of Aceh Barat Daya is as messy as what people upload.
func TestKindFromNameOnRealNames(t *testing.T) {
	f, err := os.Open(filepath.FromSlash("../../shared/data/aceh-barat-daya/faskes_osm.csv"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the trial data is absent: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	kinds, guesses, former := map[gis.FacilityKind]int{}, map[string]gis.FacilityKind{}, 0
	for _, row := range rows[1:] {
		k := gis.KindFromName(row[1])
		if k.Former {
			former++
			continue
		}
		kinds[k.Kind]++
		if k.Guess != "" {
			guesses[row[1]] = k.Guess
		}
	}
	if kinds[gis.KindPustu] != 25 || kinds[gis.KindPuskesmas] != 14 || kinds[gis.KindPolindes] != 8 || kinds[gis.KindPosyandu] != 6 {
		t.Errorf("kinds by name: %v", kinds)
	}
	if former != 1 {
		t.Errorf("%d former, want 1 (TK Melati Eks PUSKESMAS Babahrot)", former)
	}
	if guesses["Pusptu pante pirak"] != gis.KindPustu || len(guesses) != 6 {
		t.Errorf("guesses: %v", guesses)
	}
}

func FuzzKindFromName(f *testing.F) {
	for _, s := range []string{"Pusptu pante pirak", "eks", "puskemas", "pembantu puskemas", "Ⅱ\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := gis.KindFromName(s)
		if k.Kind != "" && !gis.ValidKind(k.Kind) || k.Guess != "" && !gis.ValidKind(k.Guess) || k.Kind != "" && k.Guess != "" {
			t.Fatalf("KindFromName(%q) = %+v", s, k)
		}
	})
}
