package paper

import "jangkau/gis"

func (s *sheet) desaMap(x, y, w, high float64, q question, a *desaAnswer, shapes gis.PaperShapes) {
	if shapes.Box == nil {
		s.noMap(x, y, w, high)
		return
	}
	f := frameOf(x, y, w, high, *shapes.Box, aroundDesa*0.8)
	s.beginMap(f)
	for _, d := range shapes.Desa {
		if d.Code != q.code {
			s.area(f, d, aroundFill, false, colour{190, 185, 175}, 0.15)
		}
	}
	for _, d := range shapes.Desa {
		if d.Code == q.code {
			s.area(f, d, colour{0xdd, 0xec, 0xe6}, false, ink, 0.6)
		}
	}
	s.roads(f, shapes.Roads)
	if a.Way.Line != nil {
		s.stroke(colour{0x7a, 0x1f, 0x8f}, 0.8)
		s.path(f, a.Way.Line.Coordinates)
		s.pdf.DrawPath("D")
	}
	for _, kind := range markKinds {
		for _, e := range a.Around.Edges {
			if e.Node.Kind == kind.kind && e.Node.Point != nil && e.Node.Status != gis.StatusClosed {
				s.mark(f, *e.Node.Point, kind.letter, kind.in)
			}
		}
	}
	s.endMap(f)
	at := x
	for _, kind := range markKinds {
		s.fill(kind.in)
		s.pdf.Circle(at+1.6, y+high+2.4, 1.5, "F")
		s.text(at-0.4, y+high+1.4, 4, style{size: 5.5, bold: true, in: colour{255, 255, 255}}, "C", kind.letter)
		s.text(at+4, y+high+1.2, 20, style{size: 6.5, in: black}, "L", string(kind.kind))
		at += 22
	}
	s.stroke(colour{0x7a, 0x1f, 0x8f}, 0.8)
	s.pdf.Line(at, y+high+2.4, at+4, y+high+2.4)
	s.text(at+5, y+high+1.2, 24, style{size: 6.5, in: black}, "L", s.say("jalan terdekat", "nearest way"))
	s.text(x, y+high+4.4, w, small, "L", s.say("Fasilitas dan jalan ", "Facilities and roads ")+s.per(q.printed))
}

var markKinds = []struct {
	kind   gis.FacilityKind
	letter string
	in     colour
}{{gis.KindPustu, "P", colour{0x00, 0x60, 0xa8}}, {gis.KindPuskesmas, "K", colour{0xb0, 0x30, 0x10}}, {gis.KindRS, "R", colour{0x33, 0x33, 0x33}}}
