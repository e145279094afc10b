package paper

import (
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"jangkau/gis"
)

// A4, in millimetres.
const (
	pageW, pageH = 210.0, 297.0
	margin       = 12.0
	innerW       = pageW - 2*margin
	bottom       = pageH - 9 // nothing stands below
)

type colour [3]int

var (
	black = colour{25, 25, 25}
	grey  = colour{105, 105, 105}
	pale  = colour{222, 222, 222}
	ink   = colour{0x21, 0x5a, 0x6d}
)

// sheet is the one page. Nothing breaks it: what is drawn says how much room it has.
type sheet struct {
	pdf  *fpdf.Fpdf
	lang string
}

// newSheet begins a page as of a day: the day alone dates the file, so that the same
// data make the same bytes.
func newSheet(lang string, day gis.Date, title string) *sheet {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	at, _ := time.Parse(time.DateOnly, string(day)) // checked where it came in
	pdf.SetCreationDate(at)
	pdf.SetModificationDate(at)
	pdf.SetTitle(title, true)
	pdf.SetCreator("Jangkau", true)
	pdf.SetLang(lang)
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(margin, margin, margin)
	pdf.AddPage()
	return &sheet{pdf, lang}
}

func (s *sheet) write(w io.Writer) error { return s.pdf.Output(w) }

func (s *sheet) say(id, en string) string { return gis.Text{ID: id, EN: en}.In(s.lang) }

// style of a text: its height in points, its colour, bold or not.
type style struct {
	size float64
	bold bool
	in   colour
}

var (
	body  = style{size: 7.5, in: black}
	small = style{size: 6.3, in: grey}
	head  = style{size: 9, bold: true, in: ink}
)

// line is how high a line of a size is, in millimetres.
func (st style) line() float64 { return st.size * 0.353 * 1.25 }

func (s *sheet) set(st style) {
	weight := ""
	if st.bold {
		weight = "B"
	}
	s.pdf.SetFont("go", weight, st.size)
	s.pdf.SetTextColor(st.in[0], st.in[1], st.in[2])
}

// printable keeps what the font can draw: control characters and what is beyond the
// basic plane would come out as nothing, or break a line.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		case r > 0xffff:
			return '?'
		}
		return r
	}, text)
}

// fit shortens a text to a width in the style that is set.
func (s *sheet) fit(text string, w float64) string {
	text = printable(text)
	if s.pdf.GetStringWidth(text) <= w {
		return text
	}
	runes := []rune(text)
	lo, hi := 0, len(runes) // the longest beginning that fits
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if s.pdf.GetStringWidth(string(runes[:mid])+"…") <= w {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return strings.TrimRight(string(runes[:lo]), " ") + "…"
}

// text writes one line whose top is at y, cut to w; align is L, C or R.
func (s *sheet) text(x, y, w float64, st style, align, text string) {
	s.set(st)
	text = s.fit(text, w)
	switch align {
	case "R":
		x += w - s.pdf.GetStringWidth(text)
	case "C":
		x += (w - s.pdf.GetStringWidth(text)) / 2
	}
	s.pdf.Text(x, y+st.size*0.353*0.95, text)
}

// lines writes a text over at most so many lines, and says where it ended.
func (s *sheet) lines(x, y, w float64, st style, most int, text string) float64 {
	s.set(st)
	words := strings.Fields(printable(text))
	for n := 0; len(words) > 0 && n < most; n++ {
		take := s.taken(words, w)
		if n == most-1 {
			take = len(words) // cut to the width
		}
		s.text(x, y, w, st, "L", strings.Join(words[:take], " "))
		words, y = words[take:], y+st.line()
	}
	return y
}

// taken is how many words, one at least, stand in a line in the style that is set.
func (s *sheet) taken(words []string, w float64) int {
	take := 1
	for take < len(words) && s.pdf.GetStringWidth(strings.Join(words[:take+1], " ")) <= w {
		take++
	}
	return take
}

// heading begins a part.
func (s *sheet) heading(x, y, w float64, text string) float64 {
	s.text(x, y, w, head, "L", text)
	y += head.line()
	s.stroke(ink, 0.25)
	s.pdf.Line(x, y, x+w, y)
	return y + 1
}

// dated begins a part whose figures are of a day: what a question can be asked of another
// day stands beside what cannot, and nobody should take the one's day for the other's.
func (s *sheet) dated(x, y, w float64, text, day string) float64 {
	s.set(small)
	most := s.pdf.GetStringWidth(day) + 0.5
	s.text(x+w-most, y+0.7, most, small, "R", day)
	s.text(x, y, w-most-1.5, head, "L", text)
	y += head.line()
	s.stroke(ink, 0.25)
	s.pdf.Line(x, y, x+w, y)
	return y + 1
}

// per is the day that figures are of.
func (s *sheet) per(d gis.Date) string { return s.say("per ", "as of ") + s.day(d) }

func (s *sheet) stroke(c colour, width float64) {
	s.pdf.SetDrawColor(c[0], c[1], c[2])
	s.pdf.SetLineWidth(width)
}

func (s *sheet) fill(c colour) { s.pdf.SetFillColor(c[0], c[1], c[2]) }

// column of a table: its width and where its text stands.
type column struct {
	title string
	w     float64
	align string
}

// table writes rows down to floor, smaller where there are many; where they do not all
// fit, the last line says how many more there are. It says where it ended.
func (s *sheet) table(x, y, floor float64, columns []column, rows [][]string) float64 {
	st := body
	for st.size > 5 && y+float64(len(rows)+1)*st.line() > floor {
		st.size -= 0.25
	}
	step := st.line()
	line := func(st style, cells func(i int) string) {
		at := x
		for i, c := range columns {
			s.text(at+0.4, y, c.w-0.8, st, c.align, cells(i))
			at += c.w
		}
		y += step
	}
	titles := st
	titles.bold, titles.in = true, grey
	line(titles, func(i int) string { return columns[i].title })
	room := max(int((floor-y)/step+1e-9), 1)
	shown := rows
	if len(rows) > room {
		shown = rows[:room-1]
	}
	width := 0.0
	for _, c := range columns {
		width += c.w
	}
	for i, r := range shown {
		if i%2 == 1 {
			s.fill(colour{242, 245, 246})
			s.pdf.Rect(x, y-0.1, width, step, "F")
		}
		line(st, func(i int) string { return r[i] })
	}
	if more := len(rows) - len(shown); more > 0 {
		note := st
		note.in = grey
		s.text(x+0.4, y, width, note, "L", s.say("… dan ", "… and ")+s.count(more)+s.say(" lagi", " more"))
		y += step
	}
	return y
}

// demo writes across the page that its data are made up.
func (s *sheet) demo() {
	s.pdf.TransformBegin()
	s.pdf.TransformRotate(55, pageW/2, pageH/2)
	s.pdf.SetAlpha(0.16, "Normal")
	st := style{size: 92, bold: true, in: colour{200, 30, 30}}
	s.text(-60, pageH/2-16, pageW+120, st, "C", s.say("PERAGAAN", "DEMO DATA"))
	s.pdf.SetAlpha(1, "Normal")
	s.pdf.TransformEnd()
}
