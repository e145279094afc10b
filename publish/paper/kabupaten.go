package paper

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jangkau/gis"
)

// kabupaten draws the summary of a kabupaten or kota.
func (h *handler) kabupaten(ctx context.Context, q question) (*sheet, string, error) {
	var a kabupatenAnswer
	vars := q.variables()
	vars["rule"], vars["units"] = q.rule, q.units
	if q.by == gis.ByDistance {
		vars["minutes"], vars["km"] = []int{}, limitsKm
	} else {
		vars["minutes"] = limitsMinutes
	}
	if err := h.Answers.Ask(ctx, q.lang, kabupatenQuery, vars, &a); err != nil {
		return nil, "", err
	}
	if a.Wilayah == nil {
		return nil, "", gis.NewError(gis.NotFound, "Tidak ada kabupaten atau kota dengan kode %s", "There is no kabupaten or kota with the code %s", q.code)
	}
	shapes, err := h.Store.PaperShapes(ctx, q.code, aroundKabupaten, false)
	if err != nil {
		return nil, "", err
	}
	name := a.Wilayah.called()
	s := newSheet(q.lang, q.asOf, name)
	y := s.kabupatenHead(q, &a)
	const left = 90.0
	right := margin + left + 5
	rightW := innerW - left - 5
	s.counts(margin, y, left, q, &a)
	s.beyondChart(right, y, rightW, q, &a)
	y += 41
	s.statusMap(margin, y, left, 92, q, &a, shapes)
	s.kecamatanTable(right, y, rightW, y+100, q, &a)
	y += 101
	floor := bottom - footRoom
	s.worst(margin, y, left, floor, q, &a)
	s.staffGaps(right, y, rightW, floor, q, &a)
	s.foot(q, a.DesaWithoutPustu.Provenance, a.WorkforceGaps.Provenance, a.All.Provenance)
	return s, name, nil
}

const aroundKabupaten = 0.05

func (s *sheet) kabupatenHead(q question, a *kabupatenAnswer) float64 {
	w := a.Wilayah
	title := w.called()
	if w.Parent != nil {
		title += ", " + w.Parent.called()
	}
	s.text(margin, margin, innerW, style{size: 17, bold: true, in: ink}, "L", title)
	y := margin + 8
	people := s.countOr(w.People)
	if day := vintage(a.All.Provenance, gis.RolePopulation); w.People != nil && day != "" {
		people += " (" + s.day(day) + ")"
	}
	s.text(margin, y, innerW, style{size: 9, in: black}, "L", s.say("Kode ", "Code ")+string(w.Code)+"; "+
		s.count(w.DesaCount.Desa)+" desa, "+s.count(w.DesaCount.Kelurahan)+" kelurahan; "+s.say("penduduk: ", "people: ")+people)
	return y + 7
}

// counts are desa under the four rules, for both denominators.
func (s *sheet) counts(x, y, w float64, q question, a *kabupatenAnswer) {
	y = s.dated(x, y, w, s.say("Desa menurut empat aturan pustu", "Desa by the four pustu rules"), s.per(q.asOf))
	var rows [][]string
	for _, u := range []gis.WilayahUnits{gis.OnlyDesa, gis.DesaAndKelurahan} {
		for _, c := range a.DesaWithoutPustu.Counts {
			if c.Units == u {
				rows = append(rows, []string{s.rule(c.Rule), s.units(u), s.count(c.Has), s.count(c.Lacks), s.count(c.Unknown), s.count(c.Denominator)})
			}
		}
	}
	s.table(x, y, y+32, []column{
		{s.say("Aturan", "Rule"), 21, "L"},
		{s.say("Satuan", "Of"), 27, "L"},
		{s.say("ada", "have"), 10, "R"},
		{s.say("belum", "lack"), 11, "R"},
		{"?", 9, "R"},
		{s.say("semua", "all"), 12, "R"},
	}, rows)
}

func (s *sheet) beyondChart(x, y, w float64, q question, a *kabupatenAnswer) {
	y = s.heading(x, y, w, s.say("Penduduk menurut perjalanan ke ", "People by travel to ")+s.kinds(q.kinds))
	y = s.lines(x, y, w, small, 1, s.profile(q.profile)+", "+s.metric(q.by)+"; "+s.per(a.All.Provenance.AsOf))
	if len(a.All.Groups) == 0 || a.All.Groups[0].People == 0 {
		s.lines(x, y, w, body, 2, s.say("Penduduk desa belum dimuat.", "No figures of people are loaded."))
		return
	}
	g := a.All.Groups[0]
	y = s.bars(x, y+0.5, w, 27, 27, 4.3, s.bandBars(g))
	if g.DesaWithoutPeople > 0 {
		s.text(x, y, w, small, "L", s.say("Desa tanpa angka penduduk: ", "Desa without a figure of people: ")+s.count(g.DesaWithoutPeople))
	}
}

// statusMap colours each desa by its status under the rule asked for.
func (s *sheet) statusMap(x, y, w, high float64, q question, a *kabupatenAnswer, shapes gis.PaperShapes) {
	y = s.heading(x, y, w, s.say("Pustu menurut aturan: ", "Pustu by the rule: ")+s.rule(q.rule)+" ("+s.units(q.units)+")")
	high -= 5
	if shapes.Box == nil {
		s.noMap(x, y, w, high)
		return
	}
	status := map[gis.WilayahCode]gis.GapStatus{}
	for _, e := range a.DesaWithoutPustu.Edges {
		status[e.Node.Desa.Code] = e.Node.Status
	}
	f := frameOf(x, y, w, high, *shapes.Box, aroundKabupaten*0.8)
	s.beginMap(f)
	for _, d := range shapes.Desa {
		if !d.Code.Within(q.code) {
			s.area(f, d, aroundFill, false, pale, 0.1)
		}
	}
	for _, d := range shapes.Desa {
		if st, asked := status[d.Code]; asked {
			s.area(f, d, fillOf(st), st == gis.Lacks, colour{255, 255, 255}, 0.12)
		} else if d.Code.Within(q.code) {
			s.area(f, d, colour{255, 255, 255}, false, pale, 0.12)
		}
	}
	s.roads(f, shapes.Roads)
	s.endMap(f)
	s.text(x+w/2, y+high+4.4, w/2, small, "R", s.per(q.asOf))
	at := x
	for _, st := range []gis.GapStatus{gis.Has, gis.Lacks, gis.Unknown} {
		at += s.key(at, y+high+1.2, fillOf(st), st == gis.Lacks, s.status(st))
	}
	if q.units != gis.DesaAndKelurahan {
		s.key(at, y+high+1.2, colour{255, 255, 255}, false, s.say("tidak dihitung", "not counted"))
	}
}

// kecamatanTable has a row for each kecamatan, in order of code.
func (s *sheet) kecamatanTable(x, y, w, floor float64, q question, a *kabupatenAnswer) {
	y = s.heading(x, y, w, s.say("Menurut kecamatan", "By kecamatan"))
	s.text(x, y-0.4, w, small, "L", s.mixed(q, a.All.Provenance))
	y += small.line()
	type tally struct{ desa, lacks int }
	of := map[gis.WilayahCode]tally{}
	for _, e := range a.DesaWithoutPustu.Edges {
		t := of[e.Node.Desa.Code.Parent()]
		t.desa++
		if e.Node.Status == gis.Lacks {
			t.lacks++
		}
		of[e.Node.Desa.Code.Parent()] = t
	}
	travel := map[gis.WilayahCode]travelGroup{}
	for _, g := range a.ByKecamatan.Groups {
		if g.Wilayah != nil {
			travel[g.Wilayah.Code] = g
		}
	}
	var rows [][]string
	for _, k := range a.Wilayah.Children {
		g, beyond := travel[k.Code], "–"
		if n := g.beyond(q.by); n != nil {
			beyond = s.count(*n)
		}
		rows = append(rows, []string{k.called(), s.count(of[k.Code].desa), s.count(of[k.Code].lacks), s.figure(g.median(q.by), q.by), beyond})
	}
	unit, limit := s.say("menit", "min."), s.say("> 30 menit", "> 30 min.")
	if q.by == gis.ByDistance {
		unit, limit = "km", "> 5 km"
	}
	s.table(x, y, floor, []column{
		{s.say("Kecamatan", "Kecamatan"), w - 58, "L"}, {"desa", 10, "R"}, {s.say("belum", "lack"), 11, "R"}, {"med. " + unit, 17, "R"}, {limit, 20, "R"},
	}, rows)
}

// mixed says that pustu are of the day asked about and trips of another.
func (s *sheet) mixed(q question, travel provenance) string {
	if travel.AsOf == q.asOf {
		return s.per(q.asOf)
	}
	return s.say("pustu ", "pustu ") + s.per(q.asOf) + s.say("; perjalanan ", "; travel ") + s.per(travel.AsOf)
}

// figure is a median in minutes or kilometres.
func (s *sheet) figure(v *float64, by gis.TravelMetric) string {
	if by == gis.ByDistance {
		return s.km(v)
	}
	return s.minutes(v)
}

// worstDesa are those that lack a pustu, farthest from a facility first; who reaches
// none is farther than anybody, and what is not known comes last.
func worstDesa(a *kabupatenAnswer, by gis.TravelMetric) []desaRow {
	travel := map[gis.WilayahCode]travelGroup{}
	for _, g := range a.ByDesa.Groups {
		if g.Wilayah != nil {
			travel[g.Wilayah.Code] = g
		}
	}
	class := func(r desaRow) int {
		g := travel[r.Desa.Code]
		switch {
		case g.median(by) != nil:
			return 1
		case g.PeopleUnreached > 0:
			return 0
		}
		return 2
	}
	var rows []desaRow
	for _, e := range a.DesaWithoutPustu.Edges {
		if e.Node.Status == gis.Lacks {
			rows = append(rows, e.Node)
		}
	}
	people := func(r desaRow) int {
		if r.People == nil {
			return -1
		}
		return *r.People
	}
	slices.SortFunc(rows, func(x, y desaRow) int {
		far := 0
		if f, g := travel[x.Desa.Code].median(by), travel[y.Desa.Code].median(by); f != nil && g != nil {
			far = cmp.Compare(*g, *f)
		}
		return cmp.Or(cmp.Compare(class(x), class(y)), far, cmp.Compare(people(y), people(x)), cmp.Compare(x.Desa.Code, y.Desa.Code))
	})
	return rows
}

func (s *sheet) worst(x, y, w, floor float64, q question, a *kabupatenAnswer) {
	all := worstDesa(a, q.by)
	y = s.heading(x, y, w, s.say("Sepuluh terjauh yang belum punya pustu", "The ten farthest without a pustu"))
	s.text(x, y-0.4, w, small, "L", s.mixed(q, a.All.Provenance))
	y += small.line()
	if len(all) == 0 {
		s.lines(x, y, w, body, 2, s.say("Tidak ada desa yang diketahui belum punya menurut aturan ini.", "No desa is known to lack one by this rule."))
		return
	}
	travel := map[gis.WilayahCode]travelGroup{}
	for _, g := range a.ByDesa.Groups {
		if g.Wilayah != nil {
			travel[g.Wilayah.Code] = g
		}
	}
	var rows [][]string
	for _, r := range all[:min(10, len(all))] {
		g := travel[r.Desa.Code]
		far := s.figure(g.median(q.by), q.by)
		if g.median(q.by) == nil && g.PeopleUnreached > 0 {
			far = s.say("tak terjangkau", "unreachable")
		}
		people := "–"
		if r.People != nil {
			people = s.count(*r.People)
		}
		rows = append(rows, []string{r.Desa.called(), r.Desa.Parent.called(), people, far})
	}
	unit := s.say("menit", "minutes")
	if q.by == gis.ByDistance {
		unit = "km"
	}
	s.table(x, y, floor, []column{{"Desa", 32, "L"}, {s.say("Kecamatan", "Kecamatan"), 26, "L"}, {s.say("penduduk", "people"), 15, "R"}, {unit, w - 73, "R"}}, rows)
}

// staffGaps are the professions that are short of most people.
func (s *sheet) staffGaps(x, y, w, floor float64, q question, a *kabupatenAnswer) {
	y = s.dated(x, y, w, s.say("Kekurangan tenaga terbesar", "Biggest staff gaps"), s.per(q.asOf))
	short := a.WorkforceGaps
	short.Edges = slices.DeleteFunc(slices.Clone(short.Edges), func(e struct{ Node staffRow }) bool { return e.Node.GapAll == nil || *e.Node.GapAll <= 0 })
	slices.SortFunc(short.Edges, func(a, b struct{ Node staffRow }) int {
		return cmp.Or(cmp.Compare(*b.Node.GapAll, *a.Node.GapAll), strings.Compare(a.Node.Profession.Name, b.Node.Profession.Name))
	})
	if len(short.Edges) == 0 {
		s.lines(x, y, w, body, 2, s.say("Tidak ada kekurangan yang diketahui: lihat apakah tenaga dan standar sudah dimuat.", "No gap is known: see whether staff and standards are loaded."))
		return
	}
	short.Edges = short.Edges[:min(10, len(short.Edges))]
	s.table(x, y, floor, s.staffColumns(w), s.staffRows(short))
}
