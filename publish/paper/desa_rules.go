package paper

import (
	"strings"

	"jangkau/gis"
)

// desaRules says what each of the four rules answers, and why.
func (s *sheet) desaRules(x, y, w float64, q question, a *desaAnswer) float64 {
	y = s.dated(x, y, w, s.say("Apakah punya pustu? Empat aturan", "Does it have a pustu, by four rules"), s.per(q.asOf))
	for _, r := range a.DesaWithoutPustu.Edges[0].Node.Rules {
		s.fill(fillOf(r.Status))
		s.pdf.Rect(x, y, 24, 4, "F")
		s.text(x, y+0.6, 24, style{size: 7, bold: true, in: black}, "C", s.status(r.Status))
		s.text(x+26, y+0.3, w-26, style{size: 8, bold: true, in: black}, "L", s.rule(r.Rule))
		y = s.lines(x+26, y+4, w-26, small, 2, s.reason(r, a))
		y += 1
	}
	return y
}

// reason says in a sentence what a status rests on.
func (s *sheet) reason(r ruleStatus, a *desaAnswer) string {
	node := a.DesaWithoutPustu.Edges[0].Node
	if r.Rule == gis.RuleServed {
		switch {
		case len(node.ServedBy) > 0 && r.Status == gis.Has:
			var names []string
			for _, f := range node.ServedBy {
				names = append(names, f.Name)
			}
			return s.say("Wilayah kerja yang menyebut desa ini: ", "Service areas that name it: ") + strings.Join(names, ", ")
		case r.Status == gis.Lacks:
			return s.say("Tidak ada wilayah kerja pustu yang menyebut desa ini", "No service area of a pustu names it")
		}
		return s.say("Wilayah kerja pustu belum dimuat", "No service areas of pustu are loaded")
	}
	register := s.say("belum ada daftar yang dinyatakan lengkap untuk desa ini", "no register is declared complete for it")
	if node.RegisterAsOf != nil {
		register = s.say("daftar lengkap per ", "the complete register of ") + s.day(*node.RegisterAsOf)
	}
	switch {
	case r.Status == gis.Unknown && r.Rule == gis.RuleFunctional:
		return s.say("Tenaga atau keadaan pustu belum diketahui; ", "Staff or state of the pustu are not known; ") + register
	case r.Status == gis.Unknown:
		return s.say("Belum didata: ", "Not known: ") + register
	case r.Status == gis.Lacks && r.Rule == gis.RuleFunctional:
		return s.say("Tidak ada pustu yang buka, tidak rusak berat, dengan perawat dan bidan; ", "No pustu that is open, not badly damaged, with a nurse and a midwife; ") + register
	case r.Status == gis.Lacks:
		return s.say("Tidak ada dalam ", "Absent from ") + register
	case r.Rule == gis.RuleFunctional:
		return s.say("Pustu buka, tidak rusak berat, dengan perawat dan bidan", "A pustu is open, not badly damaged, with a nurse and a midwife")
	case r.Rule == gis.RuleEquivalent:
		return s.say("Ada pustu atau yang setara menurut daftar kabupaten", "A pustu, or a kind that the kabupaten counts as one, stands there")
	}
	return s.say("Ada gedung pustu yang belum ditutup", "A pustu stands there and is not closed")
}
