package paper

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jangkau/gis"
)

// desa draws the profile of a desa or kelurahan.
func (h *handler) desa(ctx context.Context, q question) (*sheet, string, error) {
	var a desaAnswer
	kabupaten := q.code.Parent().Parent()
	vars := q.variables()
	vars["kabupaten"] = kabupaten
	if err := h.Answers.Ask(ctx, q.lang, desaQuery, vars, &a); err != nil {
		return nil, "", err
	}
	if a.Wilayah == nil || len(a.DesaWithoutPustu.Edges) == 0 {
		return nil, "", gis.NewError(gis.NotFound, "Tidak ada desa atau kelurahan dengan kode %s", "There is no desa or kelurahan with the code %s", q.code)
	}
	shapes, err := h.Store.PaperShapes(ctx, q.code, aroundDesa, true)
	if err != nil {
		return nil, "", err
	}
	name := a.Wilayah.called()
	s := newSheet(q.lang, q.asOf, name)
	y := s.desaHead(q, &a)
	const left = 88.0
	right := margin + left + 5
	rightW := innerW - left - 5
	s.desaMap(right, y, rightW, 88, q, &a, shapes)
	below := s.desaRules(margin, y, left, q, &a)
	s.desaTrips(margin, below+3, left, q, &a)
	y += 96
	s.desaRank(right, y, rightW, q, &a)
	s.desaFacilities(margin, y, left, y+50, q, &a)
	y += 54
	s.desaStaff(margin, y, left, bottom-footRoom-2, q, &a)
	s.desaCertainty(right, y, rightW, q, &a)
	s.foot(q, a.DesaWithoutPustu.Provenance, a.WorkforceGaps.Provenance, a.TravelSummary.Provenance)
	return s, name, nil
}

// aroundDesa is how much of a desa's width its map shows around it.
const aroundDesa = 0.6

func (s *sheet) desaHead(q question, a *desaAnswer) float64 {
	w := a.Wilayah
	kind := "Desa"
	if w.IsKelurahan != nil && *w.IsKelurahan {
		kind = "Kelurahan"
	}
	y := margin
	s.text(margin, y, innerW, style{size: 17, bold: true, in: ink}, "L", kind+" "+w.called())
	y += 8
	var above []string
	for p := w.Parent; p != nil; p = p.Parent {
		above = append(above, p.called())
	}
	s.text(margin, y, innerW, style{size: 9, in: black}, "L", strings.Join(above, ", "))
	y += 4.5
	codes := s.say("Kode Kemendagri ", "Kemendagri code ") + string(w.Code)
	if w.BpsCode != nil {
		codes += s.say("; kode BPS ", "; BPS code ") + *w.BpsCode
	}
	s.text(margin, y, innerW, small, "L", codes)
	y += 4
	people := s.say("Penduduk: ", "People: ") + s.countOr(w.People)
	if day := vintage(a.DesaWithoutPustu.Provenance, gis.RolePopulation); w.People != nil && day != "" {
		people += " (" + s.day(day) + ")"
	}
	area := s.unknown()
	if w.AreaKm2 != nil {
		area = s.number(*w.AreaKm2, 1) + " km2"
	}
	s.text(margin, y, innerW, style{size: 9.5, bold: true, in: black}, "L", people+s.say("; luas: ", "; area: ")+area)
	return y + 7
}

// vintage is the day of the newest source of a role, "" where none has one.
func vintage(p provenance, role gis.DataRole) gis.Date {
	day := gis.Date("")
	for _, src := range p.Sources {
		if src.Role == role && src.Vintage != nil {
			day = max(day, *src.Vintage)
		}
	}
	return day
}

func (s *sheet) desaTrips(x, y, w float64, q question, a *desaAnswer) {
	y = s.heading(x, y, w, s.say("Fasilitas terdekat, ", "Nearest facilities, ")+s.profile(q.profile)+", "+s.metric(q.by))
	node := a.DesaWithoutPustu.Edges[0].Node
	for _, t := range []struct {
		kind string
		trip
	}{{"Pustu", node.Pustu}, {"Puskesmas", node.Puskesmas}, {"RS", node.RS}} {
		s.text(x, y, 18, style{size: 7.5, bold: true, in: black}, "L", t.kind)
		if t.Status != gis.Reached || t.Facility == nil {
			s.text(x+18, y, w-18, body, "L", s.why(t.Reason))
			y += 5.2
			continue
		}
		s.text(x+18, y, w-18-38, body, "L", t.Facility.Name)
		s.text(x+w-38, y, 38, style{size: 7.5, bold: true, in: black}, "R", s.minutes(t.DurationS)+s.say(" menit", " minutes")+", "+s.km(t.DistanceM)+" km")
		y += 3.3
		if t.IsInduk != nil {
			text := s.say("bukan puskesmas induk desa ini", "not the puskesmas whose wilayah kerja names it")
			if *t.IsInduk {
				text = s.say("puskesmas induk desa ini", "the puskesmas whose wilayah kerja names it")
			}
			s.text(x+18, y, w-18, small, "L", text)
			y += 2.8
		}
		y += 0.8
	}
	s.lines(x, y, w, small, 2, s.say("Penduduk median desa ini, lewat jalan yang dimuat; fasilitas ", "The trip of its median person over the roads loaded; facilities ")+s.per(q.asOf)+".")
}

// ranking puts desa in the order of their travel, those without a trip last.
func ranking(groups []travelGroup, by gis.TravelMetric) []ranked {
	var out []ranked
	for _, g := range groups {
		if g.Wilayah != nil {
			out = append(out, ranked{code: g.Wilayah.Code, figure: g.median(by), lost: g.PeopleUnreached > 0})
		}
	}
	slices.SortFunc(out, func(a, b ranked) int {
		switch {
		case a.figure != nil && b.figure != nil:
			return cmp.Or(cmp.Compare(*a.figure, *b.figure), cmp.Compare(a.code, b.code))
		case a.figure == nil && b.figure == nil:
			return cmp.Compare(a.code, b.code)
		case a.figure == nil:
			return 1
		}
		return -1
	})
	return out
}

func (s *sheet) desaRank(x, y, w float64, q question, a *desaAnswer) {
	order := ranking(a.TravelSummary.Groups, q.by)
	kabupaten := ""
	if p := a.Wilayah.Parent; p != nil {
		kabupaten = p.Parent.called()
	}
	y = s.dated(x, y, w, s.say("Tempatnya di ", "Its place in ")+kabupaten, s.per(a.TravelSummary.Provenance.AsOf))
	known := 0
	for _, r := range order {
		if r.figure != nil {
			known++
		}
	}
	own := slices.IndexFunc(order, func(r ranked) bool { return r.code == q.code })
	text := s.say("Perjalanan desa ini tidak diketahui; ", "Its travel is not known; ")
	if own >= 0 && order[own].figure != nil {
		text = s.say("Urutan ke-", "Number ") + s.count(own+1) + s.say(" dari ", " of ") + s.count(known) +
			s.say(" desa/kelurahan, dari yang terdekat; ", " desa and kelurahan, nearest first; ")
	} else {
		own = -1
	}
	y = s.lines(x, y, w, body, 3, text+s.say("perjalanan penduduk median ke ", "trips of the median person to ")+s.kinds(q.kinds)+
		s.say(" terdekat. Tanpa angka: ", ". Without a figure: ")+s.count(len(order)-known)+".")
	s.rankChart(x, y+2, w, 28, order, own)
	unit := func(v *float64) string {
		if q.by == gis.ByDistance {
			return s.km(v) + " km"
		}
		return s.minutes(v) + s.say(" menit", " minutes")
	}
	if known > 0 {
		s.text(x, y+33, w/2, small, "L", unit(order[0].figure))
		s.text(x+w/2, y+33, w/2, small, "R", unit(order[known-1].figure))
	}
}

func (s *sheet) desaFacilities(x, y, w, floor float64, q question, a *desaAnswer) {
	y = s.dated(x, y, w, s.say("Fasilitas di desa ini", "Facilities in it"), s.per(q.printed))
	if a.Facilities.TotalCount == 0 {
		s.lines(x, y, w, body, 2, s.say("Tidak ada dalam daftar yang dimuat.", "None in the lists loaded."))
		return
	}
	var rows [][]string
	for _, e := range a.Facilities.Edges {
		f := e.Node
		rows = append(rows, []string{f.Name, strings.ReplaceAll(string(f.Kind), "_", " "), s.state(f.Status, f.Condition)})
	}
	for len(rows) < a.Facilities.TotalCount { // those beyond the page asked for are counted
		rows = append(rows, []string{"", "", ""})
	}
	s.table(x, y, floor, []column{{s.say("Nama", "Name"), w - 48, "L"}, {s.say("Jenis", "Kind"), 22, "L"}, {s.say("Keadaan", "State"), 26, "L"}}, rows)
}

// state is what is known of whether a facility works.
func (s *sheet) state(st gis.OperationalStatus, c *gis.FacilityCondition) string {
	text := map[gis.OperationalStatus]string{
		gis.StatusOpen: s.say("buka", "open"), gis.StatusClosed: s.say("tutup", "closed"), gis.StatusNotOperating: s.say("tidak beroperasi", "not operating"),
	}[st]
	if text == "" {
		text = s.unknown()
	}
	if c != nil {
		text += ", " + strings.ToLower(strings.ReplaceAll(string(*c), "_", " "))
	}
	return text
}

func (s *sheet) desaStaff(x, y, w, floor float64, q question, a *desaAnswer) {
	y = s.dated(x, y, w, s.say("Tenaga di pustu desa ini", "Staff at its pustu"), s.per(q.asOf))
	if len(a.WorkforceGaps.Edges) == 0 {
		s.lines(x, y, w, body, 2, s.say("Tidak ada pustu dengan standar atau data tenaga di desa ini.", "No pustu with a standard or staff data stands in it."))
		return
	}
	s.table(x, y, floor, s.staffColumns(w), s.staffRows(a.WorkforceGaps))
}

func (s *sheet) staffColumns(w float64) []column {
	return []column{{s.say("Jenis tenaga", "Profession"), w - 48, "L"}, {s.say("butuh", "need"), 13, "R"}, {s.say("ada", "have"), 20, "R"}, {s.say("kurang", "short"), 15, "R"}}
}

// staffRows are rows of need and staff; where no facility of a row has staff data its
// staff are not known, which is not none.
func (s *sheet) staffRows(rows edges[staffRow]) [][]string {
	var out [][]string
	for _, e := range rows.Edges {
		r := e.Node
		have := s.number(r.AvailableAll, 1)
		if r.AvailableAll == 0 && r.GapAll == nil {
			have = s.say("belum didata", "not known")
		}
		out = append(out, []string{s.profession(r), s.numberOr(r.Required, 1), have, s.numberOr(r.GapAll, 1)})
	}
	return out
}

func (s *sheet) desaCertainty(x, y, w float64, q question, a *desaAnswer) {
	y = s.dated(x, y, w, s.say("Posyandu, dan seberapa pasti", "Posyandu, and how sure"), s.per(q.asOf))
	c := a.PosyanduGaps.Counts
	text := s.say("Posyandu: belum didata.", "Posyandu: not known.")
	switch {
	case c.Posyandu > 0:
		text = "Posyandu: " + s.count(c.Posyandu) + s.say("; kader kurang: ", "; kader missing: ") + s.count(c.KaderShort) +
			s.say("; posyandu yang kadernya belum didata: ", "; posyandu with kader not reported: ") + s.count(c.KaderUnknown) + "."
	case c.Lacks > 0:
		text = s.say("Posyandu: diketahui belum punya.", "Posyandu: known to have none.")
	}
	y = s.lines(x, y, w, body, 2, text) + 1
	quality := map[gis.BoundaryQuality]string{
		gis.BoundarySource: s.say("seperti sumbernya", "as its source has it"), gis.BoundaryRepaired: s.say("diperbaiki saat dimuat", "repaired on import"),
		gis.BoundaryApproximate: s.say("perkiraan", "approximate"), gis.BoundaryDerived: s.say("turunan dari kode", "derived from the code"), gis.BoundaryNone: s.say("tidak ada", "none"),
	}[a.Wilayah.BoundaryQuality]
	y = s.lines(x, y, w, body, 2, s.say("Batas desa: ", "Boundary: ")+quality+".") + 1
	node := a.DesaWithoutPustu.Edges[0].Node
	host := s.say("Tidak ada puskesmas di desa ini dalam daftar yang dimuat.", "No puskesmas stands in it by the lists loaded.")
	if node.HostsPuskesmas {
		host = s.say("Ada puskesmas di desa ini.", "A puskesmas stands in it.")
	}
	s.lines(x, y, w, body, 2, host)
}
