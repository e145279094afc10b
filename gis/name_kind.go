package gis

import (
	"slices"

	"github.com/hbollon/go-edlib"
)

// NameKind is what a facility's name says about its kind.
type NameKind struct {
	Kind     FacilityKind // "" where the name holds no kind word
	Generic  bool         // the word fits several kinds ("klinik" is pratama or utama)
	Guess    FacilityKind // set when a word only nearly spells a kind; a person decides
	Word     string       // the word or words that told
	Former   bool         // "eks Puskesmas": it is that kind no longer
	OnlyKind bool         // the whole name is the kind word
}

type kindPhrase struct {
	words   []string
	kind    FacilityKind
	generic bool
}

// kindPhrases are the exact words of each kind. Longer ones stand before the
// shorter ones they begin with: a puskesmas pembantu is no puskesmas.
var kindPhrases = []kindPhrase{
	{[]string{"puskesmas", "pembantu"}, KindPustu, false},
	{[]string{"pusk", "pembantu"}, KindPustu, false},
	{[]string{"pkm", "pembantu"}, KindPustu, false},
	{[]string{"pusat", "kesehatan", "masyarakat", "pembantu"}, KindPustu, false},
	{[]string{"puskesmaspembantu"}, KindPustu, false},
	{[]string{"pustu"}, KindPustu, false},
	{[]string{"puskesmas", "keliling"}, KindPusling, false},
	{[]string{"pusling"}, KindPusling, false},
	{[]string{"pondok", "kesehatan", "desa"}, KindPonkesdes, false},
	{[]string{"ponkesdes"}, KindPonkesdes, false},
	{[]string{"pos", "kesehatan", "desa"}, KindPoskesdes, false},
	{[]string{"pos", "kesehatan", "kelurahan"}, KindPoskesdes, false},
	{[]string{"poskesdes"}, KindPoskesdes, false},
	{[]string{"poskeskel"}, KindPoskesdes, false},
	{[]string{"pondok", "bersalin", "desa"}, KindPolindes, false},
	{[]string{"polindes"}, KindPolindes, false},
	{[]string{"poliklinik", "kesehatan", "desa"}, KindPKD, false},
	{[]string{"pkd"}, KindPKD, false},
	{[]string{"pos", "pelayanan", "terpadu"}, KindPosyandu, false},
	{[]string{"posyandu"}, KindPosyandu, false},
	{[]string{"laboratorium", "kesehatan"}, KindLabkesmas, false},
	{[]string{"labkesmas"}, KindLabkesmas, false},
	{[]string{"labkesda"}, KindLabkesmas, false},
	{[]string{"pusat", "kesehatan", "masyarakat"}, KindPuskesmas, false},
	{[]string{"puskesmas"}, KindPuskesmas, false},
	{[]string{"pkm"}, KindPuskesmas, false},
	{[]string{"rumah", "sakit"}, KindRS, false},
	{[]string{"rumkit"}, KindRS, false},
	{[]string{"rs"}, KindRS, false},
	{[]string{"rsu"}, KindRS, false},
	{[]string{"rsud"}, KindRS, false},
	{[]string{"rsup"}, KindRS, false},
	{[]string{"rsia"}, KindRS, false},
	{[]string{"rsi"}, KindRS, false},
	{[]string{"rsj"}, KindRS, false},
	{[]string{"rsk"}, KindRS, false},
	{[]string{"klinik", "utama"}, KindKlinikUtama, false},
	{[]string{"klinik", "pratama"}, KindKlinikPratama, false},
	{[]string{"klinik"}, KindKlinikPratama, true},
	{[]string{"praktik", "mandiri"}, KindPraktikMandiri, false},
	{[]string{"praktek", "mandiri"}, KindPraktikMandiri, false},
	{[]string{"praktik", "dokter"}, KindPraktikMandiri, false},
	{[]string{"praktek", "dokter"}, KindPraktikMandiri, false},
	{[]string{"praktik", "bidan"}, KindPraktikMandiri, false},
	{[]string{"praktek", "bidan"}, KindPraktikMandiri, false},
	{[]string{"bidan", "praktik"}, KindPraktikMandiri, false},
	{[]string{"bidan", "praktek"}, KindPraktikMandiri, false},
	{[]string{"instalasi", "farmasi"}, KindApotek, false}, // a hospital's, and not the hospital
	{[]string{"ifrs"}, KindApotek, false},
	{[]string{"apotek"}, KindApotek, false},
	{[]string{"apotik"}, KindApotek, false},
}

var (
	// formerWords before a kind word say that it is that kind no longer.
	formerWords = []string{"eks", "ex", "bekas", "mantan"}
	// besideWords before a kind word make it a landmark: "Warung depan Puskesmas".
	besideWords = []string{"depan", "samping", "belakang", "dekat", "seberang", "sebelah"}
)

// KindFromName reads a facility's kind out of its name. Only exact kind words
// count; the first in the name wins. A near spelling ("Pusptu", "Puskesdes") is
// given as Guess, never as Kind: "Puskesdes" is one letter from poskesdes and two
// from puskesmas, and only somebody who knows the building can tell.
func KindFromName(name string) NameKind {
	words := nameTokens(name)
	for i := range words {
		for _, p := range kindPhrases {
			if !startsWith(words[i:], p.words) {
				continue
			}
			found := NameKind{Kind: p.kind, Generic: p.generic, Word: join(p.words), OnlyKind: len(words) == len(p.words)}
			if i > 0 && slices.Contains(formerWords, words[i-1]) {
				found.Former = true
			}
			if i > 0 && slices.Contains(besideWords, words[i-1]) {
				return NameKind{}
			}
			return found
		}
	}
	for i, w := range words {
		if k := nearKind(w); k != "" {
			if next := append(words[i+1:len(words):len(words)], "")[0]; k == KindPuskesmas {
				switch next {
				case "pembantu":
					k = KindPustu
				case "keliling":
					k = KindPusling
				}
			}
			return NameKind{Guess: k, Word: w, Former: i > 0 && slices.Contains(formerWords, words[i-1]), OnlyKind: len(words) == 1}
		}
	}
	return NameKind{}
}

// nearKind is the kind whose single word w nearly spells, "" for none. One slip
// is allowed in short words, two in words of eight letters or more, and the
// first letter must stand: place names such as Pusu or Pasti lie close otherwise.
func nearKind(w string) FacilityKind {
	best, kind := 3, FacilityKind("")
	for _, p := range kindPhrases {
		if len(p.words) != 1 || len(p.words[0]) < 5 || len(w) < 5 || w[0] != p.words[0][0] {
			continue
		}
		word := p.words[0]
		allowed := 1
		if len(word) >= 8 && len(w) >= 8 {
			allowed = 2
		}
		if d := edlib.OSADamerauLevenshteinDistance(w, word); d <= allowed && d < best {
			best, kind = d, p.kind
		}
	}
	return kind
}

func startsWith(words, lead []string) bool {
	return len(words) >= len(lead) && slices.Equal(words[:len(lead)], lead)
}

func join(words []string) string {
	s := words[0]
	for _, w := range words[1:] {
		s += " " + w
	}
	return s
}
