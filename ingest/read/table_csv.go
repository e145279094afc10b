package read

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"jangkau/gis"
)

// openCSV looks at the whole file once for its encoding (a BOM proves nothing:
// files exist with a UTF-8 BOM over Windows-1252 bytes), then streams it.
func openCSV(path string, r *reader) (*table, error) {
	probe, err := probeCSV(path)
	if err != nil {
		return nil, err
	}
	if probe.encoding == "WINDOWS-1252" {
		r.issue(Issue{
			Code: CodeEncoding, Severity: Note, Reason: gis.T("Berkas ini bukan UTF-8", "The file is not UTF-8"),
			Action: gis.T("Dibaca sebagai Windows-1252; bila huruf beraksen tampak salah, simpan ulang sebagai CSV UTF-8", "Read as Windows-1252; if accented letters look wrong, save it again as CSV UTF-8"),
		})
	}
	t := &table{format: formatCSV, encoding: probe.encoding, endsOpen: probe.endsOpen}
	t.each = func(_ context.Context, do func(tableRow) error) error {
		in, err := openInput(path, r.opts.Progress)
		if err != nil {
			return err
		}
		defer in.Close()
		return probe.stream(in, r, base(path), do)
	}
	return t, nil
}

type csvProbe struct {
	encoding string
	comma    rune
	endsOpen bool // no line end after the last row
}

// csvHead is how much of a file the separator is guessed from.
const csvHead = 64 << 10

// probeCSV streams the file once, keeping only its head.
func probeCSV(path string) (csvProbe, error) {
	in, err := openInput(path, nil)
	if err != nil {
		return csvProbe{}, err
	}
	defer in.Close()
	p := csvProbe{encoding: "UTF-8"}
	buf := make([]byte, csvHead)
	var head, carry []byte
	valid, last := true, byte(0)
	for {
		n, err := in.Read(buf)
		chunk := buf[:n]
		if room := csvHead - len(head); room > 0 {
			head = append(head, chunk[:min(n, room)]...)
		}
		if n > 0 {
			last = chunk[n-1]
		}
		if valid && n > 0 {
			carry, valid = validPrefix(append(carry, chunk...))
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return p, invalidBy(err, "Berkas %s rusak atau terpotong saat dibaca: %v", "The file %s is broken or cut short: %v", base(path), err)
		}
	}
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		p.encoding = "UTF-16"
	}
	if p.encoding == "UTF-8" && (!valid || len(carry) > 0) {
		p.encoding = "WINDOWS-1252"
	}
	text, err := io.ReadAll(p.decode(bytes.NewReader(head)))
	if err != nil && len(text) == 0 {
		return p, invalidBy(err, "Berkas %s tidak dapat dibaca sebagai teks", "The file %s cannot be read as text", base(path))
	}
	if p.encoding != "UTF-16" && bytes.IndexByte(head, 0) >= 0 {
		return p, invalid("Berkas %s bukan teks; simpan sebagai CSV atau XLSX", "The file %s is not text; save it as CSV or XLSX", base(path))
	}
	p.comma = guessComma(string(text))
	p.endsOpen = last != '\n' && last != '\r' && last != 0
	return p, nil
}

// validPrefix returns the incomplete rune at the end of b and whether all before
// it is UTF-8.
func validPrefix(b []byte) ([]byte, bool) {
	end := len(b)
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				end = len(b) - i
			}
			break
		}
	}
	return append([]byte(nil), b[end:]...), utf8.Valid(b[:end])
}

func (p csvProbe) decode(r io.Reader) io.Reader {
	switch p.encoding {
	case "UTF-16":
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case "WINDOWS-1252":
		br := skipBOM(r)
		return transform.NewReader(br, charmap.Windows1252.NewDecoder())
	}
	return skipBOM(r)
}

func skipBOM(r io.Reader) io.Reader {
	br := bufio.NewReader(r)
	if b, _ := br.Peek(3); bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		_, _ = br.Discard(3)
	}
	return br
}

// guessComma counts the separators outside quotes on the first lines: the right
// one appears in many of them, and as often in each.
func guessComma(text string) rune {
	if rest, ok := strings.CutPrefix(text, "sep="); ok && rest != "" {
		return rune(rest[0]) // Excel's own declaration
	}
	best, bestScore := ',', 0
	for _, c := range []rune{',', ';', '\t', '|'} {
		counts := map[int]int{}
		n, quoted, lines := 0, false, 0
		for _, r := range text {
			switch {
			case r == '"':
				quoted = !quoted
			case r == '\n' && !quoted:
				counts[n]++
				n = 0
				lines++
			case r == c && !quoted:
				n++
			}
			if lines == 50 {
				break
			}
		}
		if lines == 0 {
			counts[n]++
		}
		for cells, times := range counts {
			if score := cells * times; cells > 0 && score > bestScore {
				best, bestScore = c, score
			}
		}
	}
	return best
}

// stream parses the rows. A row with broken quotes costs that row; a quote never
// closed swallows the rest, so it costs the file.
func (p csvProbe) stream(in io.Reader, r *reader, name string, do func(tableRow) error) error {
	c := csv.NewReader(p.decode(in))
	c.Comma = p.comma
	c.FieldsPerRecord = -1
	var broken *csv.ParseError // the last row's, until the next read shows whether the file went on
	line := 0
	for {
		cells, err := c.Read()
		if broken != nil {
			if errors.Is(err, io.EOF) && errors.Is(broken.Err, csv.ErrQuote) {
				return invalidBy(broken, "Berkas %s terpotong, atau tanda kutip yang dibuka pada baris %d tidak pernah ditutup", "The file %s is cut short, or the quote opened on line %d is never closed", name, broken.StartLine)
			}
			r.report.Rows++
			r.reject(Issue{
				Line: broken.StartLine, Code: CodeRowShape,
				Reason: gis.T("Tanda kutip pada baris ini tidak beres (%v); periksa juga baris sesudahnya", "The quotes on this line are wrong (%v); check the line after it too", broken.Err),
			})
			broken = nil
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if errors.As(err, &broken) {
			continue
		}
		if err != nil {
			return invalidBy(err, "Berkas %s rusak atau terpotong setelah baris %d", "The file %s is broken or cut short after line %d", name, line)
		}
		first := line == 0
		line, _ = c.FieldPos(0)
		if first && strings.HasPrefix(cells[0], "sep=") {
			continue
		}
		if err := do(tableRow{line: line, cells: cells}); err != nil {
			return err
		}
	}
}
