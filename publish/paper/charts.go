package paper

import (
	"codeberg.org/go-pdf/fpdf"

	"jangkau/gis"
)

// bar is one bar of a chart.
type bar struct {
	label, value string
	length       float64
	in           colour
	hatch        bool
}

// bars draws labelled bars below one another, and says where they ended.
func (s *sheet) bars(x, y, w, labelW, valueW, step float64, bars []bar) float64 {
	most := 0.0
	for _, b := range bars {
		most = max(most, b.length)
	}
	for _, b := range bars {
		s.text(x, y, labelW-1, body, "R", b.label)
		room := w - labelW - valueW
		long := 0.0
		if most > 0 {
			long = b.length / most * room
		}
		s.fill(b.in)
		s.pdf.Rect(x+labelW, y, long, step-1, "F")
		if b.hatch {
			s.hatch(x+labelW, y, x+labelW+long, y+step-1)
		}
		s.text(x+labelW+long+1, y, valueW+room-long, body, "L", b.value)
		y += step
	}
	return y
}

// bandBars are the people of a group by how far they travel: the bands, then those
// without a trip and those not computed.
func (s *sheet) bandBars(g travelGroup) []bar {
	ramp := []colour{{0xfd, 0xe7, 0x25}, {0x5e, 0xc9, 0x62}, {0x21, 0x91, 0x8c}, {0x44, 0x01, 0x54}}
	var out []bar
	value := func(n int) string {
		if g.People == 0 {
			return s.count(n)
		}
		return s.count(n) + " (" + s.number(100*float64(n)/float64(g.People), 1) + "%)"
	}
	for i, b := range g.Bands {
		unit := s.say("menit", "minutes")
		if b.Unit != "MINUTE" {
			unit = "km"
		}
		label := s.say("lebih dari ", "over ") + s.number(b.Above, 1) + " " + unit
		if b.UpTo != nil {
			label = s.number(b.Above, 1) + "–" + s.number(*b.UpTo, 1) + " " + unit
		}
		n := b.People
		if b.UpTo == nil { // holds all the rest, also those without a trip: they have bars of their own
			n -= g.PeopleUnreached + g.PeopleNotComputed
		}
		out = append(out, bar{label, value(n), float64(n), ramp[min(i, len(ramp)-1)], false})
	}
	return append(out,
		bar{s.say("tak terjangkau", "unreachable"), value(g.PeopleUnreached), float64(g.PeopleUnreached), lacksFill, true},
		bar{s.say("tidak terhitung", "not computed"), value(g.PeopleNotComputed), float64(g.PeopleNotComputed), unknownFill, false})
}

// ranked is a desa in its kabupaten's order.
type ranked struct {
	code   gis.WilayahCode
	figure *float64 // nil: unreached or not computed
	lost   bool     // unreached
}

// rankChart draws every desa as a bar, nearest first, with one of them marked.
func (s *sheet) rankChart(x, y, w, h float64, order []ranked, own int) {
	most := 0.0
	for _, r := range order {
		if r.figure != nil {
			most = max(most, *r.figure)
		}
	}
	if most == 0 {
		most = 1
	}
	step := w / float64(max(len(order), 1))
	for i, r := range order {
		if r.figure == nil {
			continue
		}
		long := max(*r.figure/most*(h-1), 0.1)
		s.fill(colour{0xb9, 0xcc, 0xd3})
		if i == own {
			s.fill(lacksFill)
			long = max(long, 1)
		}
		s.pdf.Rect(x+float64(i)*step, y+h-long, max(step*0.9, 0.05), long, "F")
	}
	if own >= 0 {
		s.fill(lacksFill)
		at := x + (float64(own)+0.5)*step
		s.pdf.Polygon([]fpdf.PointType{{X: at, Y: y + h + 0.3}, {X: at - 1, Y: y + h + 2}, {X: at + 1, Y: y + h + 2}}, "F")
	}
	s.stroke(grey, 0.2)
	s.pdf.Line(x, y+h, x+w, y+h)
}
