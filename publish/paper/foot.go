package paper

import (
	"fmt"
	"slices"

	"jangkau/gis"
)

// footRoom is what sources, caveats and address take at the end of a page.
const footRoom = 44.0

// foot says what the page rests on, and marks it where any of that is made up.
func (s *sheet) foot(q question, from ...provenance) {
	var sources, caveats []string
	demo := false
	network := ""
	for _, p := range from {
		demo = demo || p.Demo
		if p.Network != nil && len(p.Network.Hash) >= 8 {
			network = p.Network.Hash[:8]
		}
		for _, src := range p.Sources {
			text := src.Name
			if src.Vintage != nil {
				text += " (" + string(*src.Vintage) + ")"
			}
			if src.Kind == gis.Demo {
				text = s.say("rekaan: ", "made up: ") + text
			}
			if !slices.Contains(sources, text) {
				sources = append(sources, text)
			}
		}
		for _, c := range p.Caveats {
			if !slices.Contains(caveats, c.Text) {
				caveats = append(caveats, c.Text)
			}
		}
	}
	y := bottom - footRoom + 2
	half := (innerW - 4) / 2
	right := margin + half + 4
	top := s.heading(margin, y, half, s.say("Sumber", "Sources"))
	s.heading(right, y, half, s.say("Yang perlu diketahui", "What to know before relying on it"))
	floor := bottom - 8
	s.list(margin, top, half, floor, 2, sources)
	s.list(right, top, half, floor, 4, caveats)
	line := s.say("Keadaan ", "As of ") + s.day(q.asOf)
	if network != "" {
		line += s.say("; jaringan jalan ", "; road network ") + network
	}
	line += s.say("; dicetak ", "; printed ") + s.day(q.printed) + "; Jangkau"
	if demo {
		line = s.say("PERAGAAN: sebagian data rekaan, jangan dipakai memutuskan. ", "DEMO: some of the data is made up, decide nothing by it. ") + line
	}
	s.stroke(pale, 0.2)
	s.pdf.Line(margin, bottom-7, pageW-margin, bottom-7)
	st := small
	if demo {
		st.bold, st.in = true, colour{170, 20, 20}
	}
	s.text(margin, bottom-6, innerW, st, "L", line)
	s.text(margin, bottom-3, innerW, small, "L", s.say("Halaman hidup: ", "Live page: ")+q.live)
	if demo {
		s.demo()
	}
}

// list writes entries down to floor, each over so many lines at most; what does not
// fit is counted.
func (s *sheet) list(x, y, w, floor float64, most int, entries []string) {
	if len(entries) == 0 {
		s.text(x, y, w, small, "L", "–")
		return
	}
	for i, e := range entries {
		if left := len(entries) - i; y+small.line()*2 > floor && left > 1 {
			s.text(x, y, w, small, "L", fmt.Sprint("… ", s.say("dan ", "and "), s.count(left), s.say(" lagi, di halaman hidup", " more, on the live page")))
			return
		}
		room := max(int((floor-y)/small.line())-1, 1)
		y = s.lines(x, y, w, small, min(most, room), "• "+e) + 0.3
	}
}
