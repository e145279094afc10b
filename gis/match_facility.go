package gis

import (
	"regexp"
	"slices"
	"strings"
)

// remark is what lists put in brackets after a name: "(KEADAAN RUSAK)", "(Jst)".
var remark = regexp.MustCompile(`\([^()]*\)`)

// hospitalWords are the ways to write what kind of hospital it is. A longer one
// stands before what it begins with; what is kept tells hospitals apart.
var hospitalWords = []struct{ words, keep []string }{
	{[]string{"rumah", "sakit", "umum", "daerah"}, nil},
	{[]string{"rs", "umum", "daerah"}, nil},
	{[]string{"rumah", "sakit", "umum", "pusat"}, nil},
	{[]string{"rumah", "sakit", "umum"}, nil},
	{[]string{"rs", "umum"}, nil},
	{[]string{"rumah", "sakit", "ibu", "dan", "anak"}, []string{"ibu", "anak"}},
	{[]string{"rumah", "sakit", "ibu", "anak"}, []string{"ibu", "anak"}},
	{[]string{"rs", "ibu", "dan", "anak"}, []string{"ibu", "anak"}},
	{[]string{"rs", "ibu", "anak"}, []string{"ibu", "anak"}},
	{[]string{"rumah", "sakit"}, nil},
	{[]string{"rumkit"}, nil},
	{[]string{"rsia"}, []string{"ibu", "anak"}},
	{[]string{"rsi"}, []string{"islam"}},
	{[]string{"rsj"}, []string{"jiwa"}},
	{[]string{"rsk"}, []string{"khusus"}},
	{[]string{"rsud"}, nil},
	{[]string{"rsup"}, nil},
	{[]string{"rsu"}, nil},
	{[]string{"rs"}, nil},
}

// FoldFacilityName is FoldName for facilities: words that only say the kind,
// remarks in brackets and slips of a kind word go, and the ways to write a
// hospital's kind become one ("RS Umum Daerah Blambangan", "RSUD Blambangan"). A
// facility called only by its kind ("PUSTU") folds to "": it has no name, and two
// such are not thereby one.
func FoldFacilityName(name string) string {
	words := nameTokens(remark.ReplaceAllString(name, " "))
	for len(words) > 0 && slices.Contains([]string{"uptd", "uptb", "upt", "uobk", "blud"}, words[0]) {
		words = words[1:]
	}
	for _, h := range hospitalWords {
		if startsWith(words, h.words) {
			words = append(slices.Clone(h.keep), words[len(h.words):]...)
			break
		}
	}
	if k := KindFromName(strings.Join(words, " ")); k.Guess != "" && len(words) > 0 && words[0] == k.Word {
		words = words[1:]
	}
	fold := FoldName(strings.Join(words, " "), FacilityWords, DesaWords, KecamatanWords)
	if KindFromName(fold).OnlyKind {
		return ""
	}
	return fold
}

// NamedAfterKecamatan reports whether the name itself says that it is a
// kecamatan's: "Puskesmas Kec. Manggeng".
func NamedAfterKecamatan(name string) bool {
	for _, w := range nameTokens(name) {
		if w == "kec" || w == "kecamatan" {
			return true
		}
	}
	return false
}

// villageKinds are named after the desa they stand in, more often than not.
var villageKinds = []FacilityKind{KindPuskesmas, KindPustu, KindPonkesdes, KindPoskesdes, KindPolindes, KindPKD}

// NamedAfterPlace reports whether facilities of the kind are commonly called by
// the desa (or, a puskesmas, by the kecamatan) they stand in. Hospitals and
// clinics are not, and posyandu bear the names of flowers.
func NamedAfterPlace(k FacilityKind) bool { return slices.Contains(villageKinds, k) }
