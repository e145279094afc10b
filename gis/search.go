package gis

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// longestSearch is longer than any name of a wilayah with its leading words.
const longestSearch = 100

var (
	codeTyped  = regexp.MustCompile(`^\d[\d.]*$`)
	codeDigits = regexp.MustCompile(`^(\d{1,2})(\d{0,2})(\d{0,2})(\d{0,4})$`)
)

// SearchWilayah reads what somebody typed into a search field: the beginning of a
// code, with its dots or without, else a name or a part of one. ok is false where
// the text holds nothing to look for, such as punctuation alone.
func SearchWilayah(text string) (q WilayahQuestion, ok bool, err error) {
	text = strings.TrimSpace(text)
	switch {
	case utf8.RuneCountInString(text) > longestSearch:
		return q, false, &Error{Kind: Invalid, Field: "text", Message: T(
			"Teks pencarian paling panjang %d huruf", "The text to search for may have at most %d letters", longestSearch)}
	case text == "":
		return q, true, nil
	case codeTyped.MatchString(text):
		q.Code = codeBeginning(text)
		return q, q.Code != "", nil
	}
	q.Name = FoldName(text, DesaWords, KecamatanWords, KabupatenWords)
	return q, q.Name != "", nil
}

// codeBeginning puts the dots where they belong; "" can begin no code.
func codeBeginning(text string) string {
	m := codeDigits.FindStringSubmatch(strings.ReplaceAll(text, ".", ""))
	if m == nil {
		return ""
	}
	var parts []string
	for _, p := range m[1:] {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ".")
}
