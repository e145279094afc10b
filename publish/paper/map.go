package paper

import (
	"math"

	"codeberg.org/go-pdf/fpdf"

	"jangkau/gis"
)

// frame is where a map stands on the page, and how degrees come there: lengths are
// true at the middle latitude, which is exact enough for the width of a kabupaten.
type frame struct {
	x, y, w, h     float64
	west, north    float64
	perLon, perLat float64 // millimetres a degree
}

// degree is a degree of latitude in metres.
const degree = 111_000.0

// frameOf fits a box in, with so much around it as a part of its width.
func frameOf(x, y, w, h float64, box [4]float64, around float64) frame {
	midLat := (box[1] + box[3]) / 2
	squeeze := math.Cos(midLat * math.Pi / 180)
	wide := max((box[2]-box[0])*squeeze, 1e-4) * (1 + 2*around)
	high := max(box[3]-box[1], 1e-4) * (1 + 2*around)
	perLat := min(w/wide, h/high)
	f := frame{x: x, y: y, w: w, h: h, perLat: perLat, perLon: perLat * squeeze}
	f.west = (box[0]+box[2])/2 - w/2/f.perLon
	f.north = midLat + h/2/f.perLat
	return f
}

func (f frame) at(lon, lat float64) (x, y float64) {
	return f.x + (lon-f.west)*f.perLon, f.y + (f.north-lat)*f.perLat
}

// classes of desa on a map: each has a colour, a lightness and a pattern of its own,
// the same as on the map on screen.
var (
	lacksFill   = colour{0xd9, 0x5f, 0x02}
	hasFill     = colour{0xa6, 0xdb, 0xd0}
	unknownFill = colour{0xcf, 0xcf, 0xcf}
	aroundFill  = colour{0xf4, 0xf2, 0xee}
)

func fillOf(g gis.GapStatus) colour {
	switch g {
	case gis.Has:
		return hasFill
	case gis.Lacks:
		return lacksFill
	}
	return unknownFill
}

// beginMap draws the ground and keeps what follows within the frame.
func (s *sheet) beginMap(f frame) {
	s.fill(colour{233, 240, 244})
	s.pdf.Rect(f.x, f.y, f.w, f.h, "F")
	s.pdf.ClipRect(f.x, f.y, f.w, f.h, false)
}

func (s *sheet) endMap(f frame) {
	s.pdf.ClipEnd()
	s.stroke(grey, 0.2)
	s.pdf.Rect(f.x, f.y, f.w, f.h, "D")
	s.scaleBar(f)
}

func (s *sheet) path(f frame, line [][2]float64) {
	for i, p := range line {
		x, y := f.at(p[0], p[1])
		if i == 0 {
			s.pdf.MoveTo(x, y)
		} else {
			s.pdf.LineTo(x, y)
		}
	}
}

// area fills a desa, its holes left out, with hatching where asked.
func (s *sheet) area(f frame, a gis.PaperArea, in colour, hatch bool, edge colour, width float64) {
	s.fill(in)
	s.stroke(edge, width)
	for _, ring := range a.Rings {
		s.path(f, ring)
		s.pdf.ClosePath()
	}
	s.pdf.DrawPath("B*")
	if !hatch {
		return
	}
	for _, ring := range a.Rings {
		points := make([]fpdf.PointType, len(ring))
		x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for i, p := range ring {
			x, y := f.at(p[0], p[1])
			points[i] = fpdf.PointType{X: x, Y: y}
			x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
		}
		x0, y0, x1, y1 = max(x0, f.x), max(y0, f.y), min(x1, f.x+f.w), min(y1, f.y+f.h)
		if x0 >= x1 || y0 >= y1 {
			continue
		}
		s.pdf.ClipPolygon(points, false)
		s.hatch(x0, y0, x1, y1)
		s.pdf.ClipEnd()
	}
}

// hatch draws slanting lines over a box, on one grid for the whole page.
func (s *sheet) hatch(x0, y0, x1, y1 float64) {
	const step = 1.4
	s.stroke(colour{120, 45, 0}, 0.16)
	for c := math.Ceil((x0+y0)/step) * step; c < x1+y1; c += step {
		from := max(x0, c-y1)
		to := min(x1, c-y0)
		if from < to {
			s.pdf.Line(from, c-from, to, c-to)
		}
	}
}

func (s *sheet) roads(f frame, roads []gis.PaperRoad) {
	for _, r := range roads {
		if r.Main {
			s.stroke(colour{110, 95, 60}, 0.4)
		} else {
			s.stroke(colour{165, 160, 150}, 0.15)
		}
		s.path(f, r.Line)
		s.pdf.DrawPath("D")
	}
}

// mark draws a facility with the letter of its kind.
func (s *sheet) mark(f frame, p point, letter string, in colour) {
	x, y := f.at(p.Lon, p.Lat)
	if x < f.x+1 || x > f.x+f.w-1 || y < f.y+1 || y > f.y+f.h-1 {
		return
	}
	s.fill(in)
	s.stroke(colour{255, 255, 255}, 0.25)
	s.pdf.Circle(x, y, 1.5, "FD")
	s.text(x-2, y-1, 4, style{size: 5.5, bold: true, in: colour{255, 255, 255}}, "C", letter)
}

// scaleBar draws a round length at the map's foot.
func (s *sheet) scaleBar(f frame) {
	perKm := f.perLat / degree * 1000
	km := 1.0
	for _, c := range []float64{0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200} {
		if c*perKm <= f.w/4 {
			km = c
		}
	}
	x, y := f.x+2, f.y+f.h-2.5
	s.fill(colour{255, 255, 255})
	s.pdf.Rect(x-1, y-3.6, max(km*perKm, 8)+2, 5, "F")
	s.stroke(black, 0.5)
	s.pdf.Line(x, y, x+km*perKm, y)
	s.text(x, y-3.2, 20, style{size: 6, in: black}, "L", s.number(km, 1)+" km")
}

// noMap says why there is none.
func (s *sheet) noMap(x, y, w, h float64) {
	s.stroke(pale, 0.2)
	s.pdf.Rect(x, y, w, h, "D")
	s.text(x, y+h/2-2, w, body, "C", s.say("Belum ada batas wilayah untuk digambar", "No boundary is loaded to draw a map of"))
}

// key draws one entry of a legend and says how wide it was.
func (s *sheet) key(x, y float64, in colour, hatched bool, text string) float64 {
	s.fill(in)
	s.pdf.Rect(x, y, 3.4, 2.4, "F")
	if hatched {
		s.hatch(x, y, x+3.4, y+2.4)
	}
	s.stroke(grey, 0.1)
	s.pdf.Rect(x, y, 3.4, 2.4, "D")
	st := style{size: 6.5, in: black}
	s.set(st)
	w := s.pdf.GetStringWidth(text)
	s.text(x+4, y, w+1, st, "L", text)
	return w + 7
}
