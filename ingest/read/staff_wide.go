package read

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"jangkau/gis"
)

// A wide sheet has a column a profession (or a column an employment status, or one
// a sex), under a header of up to wideLevels rows: "Perawat" over "L", "P" and
// "L+P", or "PNS" over "Perawat" and "Bidan". It is taken apart into the cells that
// a long list has a row each of; what they add up to is then checked as there
// (staff_sums.go).

// wideLevels is how many rows the header of a wide sheet may span.
const wideLevels = 4

// wideColumn is what the numbers of one column count.
type wideColumn struct {
	at                 int
	title              string
	profession, status string // as the header words them; "" where a column of the row tells
	sex                byte
	total              bool   // over the columns of its profession; without one, over all
	alone              string // of such a total, the unknown word that stands over it and no other column
	known              bool   // some word of the header is known
}

// wideSheet is a wide sheet's header.
type wideSheet struct {
	columns
	below  int // rows above the data
	counts []wideColumn
	year   time.Time // 31 December of the year in the title; zero where none stands there
}

var sexWords = map[string]byte{
	"l": 'L', "lk": 'L', "laki": 'L', "lakilaki": 'L', "pria": 'L', "p": 'P', "pr": 'P', "perempuan": 'P', "wanita": 'P', "lp": 'T', "lkpr": 'T', "lakilakiperempuan": 'T',
}

var totalWords = map[string]bool{
	"jumlah": true, "jml": true, "total": true, "jumlahtotal": true, "grandtotal": true, "totaljumlah": true, "jumlahseluruhnya": true, "jumlahkeseluruhan": true,
	"jumlahtenaga": true, "totaltenaga": true, "jumlahsdm": true, "totalsdm": true, "jumlahsdmk": true, "totalsdmk": true, "jumlahnakes": true, "totalnakes": true,
}

// notStaff are words of headers over numbers that count no staff.
var notStaff = regexp.MustCompile(`penduduk|luas|rasio|persen|telepon|telp|^hp|^rt$|^rw$|^kk$|kodepos|lintang|bujur|^lat$|^lon|tempattidur|^kode|tahun|jarak|kecamatan|kabupaten|provinsi|desa|kelurahan|alamat|keterangan|^ket$|^no$|^nomor|^nourut`)

var titleYear = regexp.MustCompile(`(?i)\btahun\s*:?\s*((?:19|20)\d{2})\b`)

// readWide reads the rows under a wide header.
func (s *staffReader) readWide(ctx context.Context, t *table, w wideSheet) error {
	s.report.Format, s.report.Encoding = string(t.format), t.encoding
	var rows []tableRow
	seen := 0
	err := t.each(ctx, func(row tableRow) error {
		if seen++; seen > w.below && !blank(row) && !numbering(row) {
			rows = append(rows, row)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if n := len(rows); t.endsOpen && n > 0 && len(rows[n-1].cells) < len(w.header) {
		return invalid("Berkas terpotong di tengah baris %d: sel-selnya kurang dan baris itu tidak diakhiri. Unduh atau simpan ulang",
			"The file is cut short in the middle of line %d: cells are missing and the line has no end. Download or save it again", rows[n-1].line)
	}
	w.counts = s.ownCounts(w, s.keepCounts(w, rows), rows)
	s.reportWide(w)
	if titles := personTitles(w.columns); len(titles) > 0 {
		s.note(Issue{
			Code: CodePersonalData, Field: strings.Join(titles, ", "), Reason: gis.T("Berkas memuat kolom data pribadi", "The file has columns of personal data"),
			Action: gis.T("Kolom itu tidak dibaca; yang dimuat hanya jumlah", "Those columns are not read; only counts are loaded"),
		})
	}
	for _, row := range rows {
		s.wideRow(w, row)
	}
	return nil
}

// numbering is a row that numbers the columns, 1, 2, 3, as official tables do.
func numbering(row tableRow) bool {
	want := 0
	for _, cell := range row.cells {
		cell = strings.Trim(cell, " ()\t\u00a0")
		if cell == "" {
			continue
		}
		if v, ok := parseDecimal(cell); !ok || int(v) != want+1 || v != float64(want+1) {
			return false
		}
		want++
	}
	return want > 2
}

// keepCounts leaves out columns of which nothing says that they count staff: an
// unknown header stays where all its cells are counts, and is then an unknown
// profession, never dropped.
func (s *staffReader) keepCounts(w wideSheet, rows []tableRow) []wideColumn {
	return slices.DeleteFunc(slices.Clone(w.counts), func(c wideColumn) bool {
		if c.known {
			return false
		}
		some := false
		for _, row := range rows {
			text := cellAt(row, c.at)
			if text == "" || s.aside(w, row) {
				continue
			}
			if _, form := parseCount(dashZero(text)); form != countPlain {
				return true
			}
			some = true
		}
		return !some || c.profession == "" || notStaff.MatchString(foldHeader(c.profession))
	})
}

// aside is a row that states something about the rows above it, such as a ratio.
func (s *staffReader) aside(w wideSheet, row tableRow) bool {
	for i := range w.counts[0].at {
		if f := foldHeader(cellAt(row, i)); strings.HasPrefix(f, "rasio") || strings.HasPrefix(f, "persentase") {
			return true
		}
	}
	return false
}

func (s *staffReader) reportWide(w wideSheet) {
	all := columns{header: w.header, index: map[string]int{}}
	for f, i := range w.index {
		all.index[f] = i
	}
	for _, c := range w.counts {
		name := c.title
		if _, taken := all.index[name]; !taken {
			all.index[name] = c.at
		}
	}
	s.reportColumns(all)
	if len(w.counts) > 0 {
		s.note(Issue{
			Code: CodeWideSheet, Value: clip(strings.Join(titles(w.counts), ", "), 200),
			Reason: gis.T("%d kolom jumlah", "%d columns of counts", len(w.counts)), Action: gis.T("Tiap kolom dibaca menurut judulnya", "Each is read by its header"),
		})
	}
}

func titles(list []wideColumn) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.title
	}
	return out
}

func cellAt(row tableRow, i int) string {
	if i >= len(row.cells) {
		return ""
	}
	return strings.Trim(row.cells[i], " \t\r\n\u00a0")
}

// dashZero is how official tables print zero.
func dashZero(text string) string {
	switch text {
	case "-", "–", "—":
		return "0"
	}
	return text
}
