package read

import (
	"regexp"
	"strconv"
	"strings"

	"jangkau/gis"
)

// totalName is what stands in the place of a unit before a total: JUMLAH, SUB JUMLAH,
// Jumlah puskesmas.
func totalName(name string) bool {
	f := foldHeader(name)
	return isTotal(name) || strings.HasPrefix(f, "jumlah") || strings.HasPrefix(f, "subjumlah") || strings.HasPrefix(f, "subtotal") || strings.HasPrefix(f, "total")
}

// filled is how many cells of a row hold anything.
func filled(row tableRow) int {
	n := 0
	for _, c := range row.cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

var personalNumber = regexp.MustCompile(`(\d[ .-]?){14,}`)

// discreetText takes out what may be a personal number (NIK 16 digits, NIP 18):
// a shifted cell must not bring one into a report.
func discreetText(s string) string { return personalNumber.ReplaceAllString(s, "…") }

// tellUnread ends the reading of a file with how many rows under the table were
// none of it.
func (s *staffReader) tellUnread() {
	if s.unread > 0 {
		s.issue(Issue{
			Code: CodeNotesSkipped, Severity: Note,
			Reason: gis.T("%d baris tanpa satu angka pun (catatan, tanda tangan, rasio, unit tanpa data)", "%d rows without any count (notes, signatures, ratios, units without data)", s.unread),
			Action: gis.T("Tidak dimuat; kosong bukan nol", "Not loaded; empty is not zero"),
		})
	}
}

// tellOtherSheets says which sheets of a workbook hold a table too: they are read
// one at a time, since one may repeat another.
func (s *staffReader) tellOtherSheets() {
	if len(s.otherSheets) > 0 {
		s.issue(Issue{
			Code: CodeOtherSheets, Severity: Suspicious, Field: "--sheet", Value: clip(strings.Join(s.otherSheets, ", "), 200),
			Reason: gis.T("Buku kerja ini memuat tabel pada lembar lain juga", "Other sheets of the workbook hold tables too"),
			Action: gis.T("Hanya lembar %q yang dibaca; muat yang lain dengan --sheet dan --source tersendiri", "Only the sheet %q was read; load the others with --sheet and a --source of their own", s.sheet),
		})
	}
}

// splitSex takes the suffix _L, _P or _T (laki-laki, perempuan, total) off a category.
func splitSex(category string) (string, byte) {
	i := strings.LastIndexByte(category, '_')
	if i <= 0 || len(category)-i != 2 {
		return category, 0
	}
	switch sex := category[i+1]; sex {
	case 'L', 'P', 'T':
		return category[:i], sex
	}
	return category, 0
}

// professionKey folds a profession so that spellings meet, words kept apart:
// the synonyms themselves live in the store.
func professionKey(s string) string {
	var words []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" _-/.,()\t", r) }) {
		if w = gis.FoldName(w); w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

func yearText(y int) string {
	if y == 0 {
		return "-"
	}
	return strconv.Itoa(y)
}
