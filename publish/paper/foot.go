package paper

import (
	"fmt"
	"slices"
	"strings"

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
	s.list(margin, top, half, floor, 3, sources, s.say(" lagi: ", " more: ")+q.loaded)
	s.list(right, top, half, floor, 4, caveats, s.say(" lagi, di halaman hidup", " more, on the live page"))
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

// list writes entries down to floor, each over so many lines at most: smaller where there
// are many, so that all stand there; what does not fit even so is counted, and rest says
// where it is.
func (s *sheet) list(x, y, w, floor float64, most int, entries []string, rest string) {
	if len(entries) == 0 {
		s.text(x, y, w, small, "L", "–")
		return
	}
	st := small
	for st.size > 4.6 && y+s.height(w, st, most, entries) > floor {
		st.size -= 0.2
	}
	for i, e := range entries {
		if left := len(entries) - i; left > 1 && y+s.height(w, st, most, entries[i:]) > floor && y+s.height(w, st, most, entries[i:i+1])+st.line() > floor {
			s.text(x, y, w, st, "L", fmt.Sprint("… ", s.say("dan ", "and "), s.count(left), rest))
			return
		}
		room := max(int((floor-y)/st.line()), 1)
		y = s.lines(x, y, w, st, min(most, room), "• "+e) + entryGap
	}
}

const entryGap = 0.3 // between entries, in millimetres

// height is what entries take, each over so many lines at most.
func (s *sheet) height(w float64, st style, most int, entries []string) (h float64) {
	s.set(st)
	for _, e := range entries {
		n, rest := 0, strings.Fields(printable("• "+e))
		for len(rest) > 0 && n < most {
			rest, n = rest[s.taken(rest, w):], n+1
		}
		h += float64(n)*st.line() + entryGap
	}
	return h
}
