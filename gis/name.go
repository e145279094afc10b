package gis

import (
	"slices"
	"strings"
	"unicode"

	"github.com/hbollon/go-edlib"
	"golang.org/x/text/unicode/norm"
)

// NameWords is a set of leading words that say what a thing is, not how it is
// called: "Desa Sumberagung" and "Sumberagung" are one name.
type NameWords int

const (
	DesaWords NameWords = iota
	KecamatanWords
	KabupatenWords
	FacilityWords
)

// leading holds each set's words as token sequences, the longest first so that
// "puskesmas pembantu" goes before "puskesmas". Words that are as often part of
// the name itself (kampung, kota as in Kotabaru) are left out of DesaWords.
var leading = map[NameWords][][]string{
	DesaWords: {
		{"desa", "adat"},
		{"desa"},
		{"ds"},
		{"kelurahan"},
		{"kel"},
		{"gampong"},
		{"gp"},
		{"nagari"},
		{"pekon"},
		{"negeri"},
	},
	KecamatanWords: {{"kecamatan"}, {"kec"}, {"distrik"}},
	KabupatenWords: {
		{"kabupaten", "administrasi"},
		{"kota", "administrasi"},
		{"kabupaten"},
		{"kab"},
		{"kota"},
		{"provinsi"},
		{"prov"},
	},
	FacilityWords: {
		{"rumah", "sakit", "umum", "daerah"},
		{"rumah", "sakit", "umum"},
		{"puskesmas", "pembantu"},
		{"puskesmas", "keliling"},
		{"rumah", "sakit"},
		{"uptd"},
		{"uptb"},
		{"upt"},
		{"uobk"},
		{"blud"},
		{"gedung"},
		{"puskesmas"},
		{"pkm"},
		{"pustu"},
		{"ponkesdes"},
		{"poskesdes"},
		{"polindes"},
		{"posyandu"},
		{"pkd"},
		{"rsud"},
		{"rsu"},
		{"rs"},
		{"klinik"},
		{"apotek"},
		{"apotik"},
	},
}

// FoldName brings a name to the form in which two spellings of it are equal:
// accents, apostrophes, punctuation and case go, words are joined, and the
// leading words of the sets in drop are left out. "Kalibaru Kulon" and
// "Kalibarukulon" fold alike, so do "Sara'ea" and "Saraea". A numeral at the end
// stays as it is written: Tokoh I and Tokoh II are two desa. What would leave
// nothing is kept: a desa may be called Desa.
func FoldName(s string, drop ...NameWords) string {
	words := nameTokens(s)
	for again := true; again; {
		again = false
		for _, set := range drop {
			for _, lead := range leading[set] {
				if len(words) > len(lead) && slices.Equal(words[:len(lead)], lead) {
					words = words[len(lead):]
					again = true
				}
			}
		}
	}
	return strings.Join(words, "")
}

// nameTokens splits a name into lower-case words of letters and digits.
// Apostrophes vanish without splitting a word, all else that is no letter or
// digit splits: "Kec.Bangorejo" is two words, "Sara'ea" is one.
func nameTokens(s string) []string {
	// Lower-casing can bring new combining marks (İ) and decomposing can bring
	// new capitals, so each is done again after the other.
	s = strings.ToLower(norm.NFKD.String(s))
	s = norm.NFKD.String(strings.ToLower(s))
	var words []string
	var word strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			word.WriteRune(r)
		case unicode.Is(unicode.M, r) || isApostrophe(r):
		default:
			if word.Len() > 0 {
				words = append(words, word.String())
				word.Reset()
			}
		}
	}
	if word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}

func isApostrophe(r rune) bool {
	return strings.ContainsRune("'`´’‘‛ʼʻʹ′", r)
}

// ShortlistSimilarity is the least SimilarNames at which a name is worth showing
// to a person. It must never accept by itself: pasirputih and pasirmukti are two
// desa at 0.70, cibeureum and ciberem one at 0.78.
const ShortlistSimilarity = 0.7

// SimilarNames tells how alike two folded names are, from 0 to 1, by the optimal
// string alignment distance over the longer length. It serves shortlists only.
// Names that differ in their number (Tokoh I, Tokoh II) are never alike.
// Jaro-Winkler is not used: it rewards the common beginnings (pasir-, suka-,
// sumber-) that so many different desa share.
func SimilarNames(a, b string) float64 {
	if a == b {
		return 1
	}
	if trailingNumber(a) != trailingNumber(b) {
		return 0
	}
	longest := max(len([]rune(a)), len([]rune(b)))
	if longest == 0 {
		return 1
	}
	return 1 - float64(edlib.OSADamerauLevenshteinDistance(a, b))/float64(longest)
}

// trailingNumber is the run of digits at the end of s, or of i and v where at
// least two stand there: a single i ends too many names to mean one.
func trailingNumber(s string) string {
	digits := strings.TrimRight(s, "0123456789")
	if digits != s {
		return s[len(digits):]
	}
	if roman := strings.TrimRight(s, "iv"); len(s)-len(roman) >= 2 {
		return s[len(roman):]
	}
	return ""
}
