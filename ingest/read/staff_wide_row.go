package read

import (
	"slices"
	"strconv"

	"jangkau/gis"
)

// wideRow takes one row of a wide sheet apart.
func (s *staffReader) wideRow(w wideSheet, row tableRow) {
	// A signature may reach into the columns of counts: its row holds no count.
	counts := slices.ContainsFunc(w.counts, func(c wideColumn) bool {
		text := cellAt(row, c.at)
		_, form := parseCount(dashZero(text))
		return text != "" && form != countBad && !personalNumber.MatchString(text)
	})
	if !counts || s.aside(w, row) {
		s.unread++
		return
	}
	proto := cellOf(w.columns, row)
	if proto.total = s.totalRow(w, row); proto.total && proto.FacilityName == "" {
		proto.FacilityName = "JUMLAH"
	}
	profession := proto.ProfessionRaw
	switch {
	case proto.FacilityName == "" && proto.FacilityCode == "":
		s.rejectRow(Issue{
			Line: row.line, Code: CodeMissingName, Field: w.title(FieldFacility),
			Reason: gis.T("Baris dengan angka tetapi tanpa nama dan kode fasilitas", "The row has numbers and neither the name nor the code of a facility"),
		})
		return
	case profession == "" && w.has(FieldProfession):
		s.rejectRow(Issue{
			Line: row.line, Code: CodeMissingName, Field: w.title(FieldProfession),
			Reason: gis.T("Baris tanpa jenis tenaga", "The row has no profession"),
		})
		return
	}
	rejected := s.report.Rejected
	if !s.period(w.columns, row, &proto) {
		s.report.Rows += s.report.Rejected - rejected
		return
	}
	if proto.Period.IsZero() && !w.year.IsZero() {
		proto.Period, proto.Year = w.year, w.year.Year()
	}
	var tally rowTally
	for _, g := range groupsOf(w.counts, profession) {
		if g.profession == "" {
			s.rowTotal(g.columns[0], row, &tally)
			continue
		}
		s.wideGroup(g, row, proto, &tally)
	}
}

// rowTally adds up the figures of a row, of each sex and of all, since the total
// before and since the row's beginning.
type rowTally struct {
	block, all map[byte]int
	unsure     bool // some cell was rejected: totals cannot be checked
}

func (t *rowTally) add(sums map[byte]int) {
	if t.all == nil {
		t.block, t.all = map[byte]int{}, map[byte]int{}
	}
	for _, m := range []map[byte]int{t.block, t.all} {
		m['L'] += sums['L']
		m['P'] += sums['P']
		m[0] += everybody(sums)
	}
}

// everybody is all people of sums by sex, whether the list gives T or only its parts.
func everybody(sums map[byte]int) int { return sums[0] + max(sums['T'], sums['L']+sums['P']) }

// rowTotal compares a column of totals over professions with what stands before it:
// since the total before, or all of it. The figure is not loaded.
func (s *staffReader) rowTotal(c wideColumn, row tableRow, tally *rowTally) {
	text := cellAt(row, c.at)
	v, form := parseCount(dashZero(text))
	if text == "" || tally.unsure {
		return
	}
	sex := c.sex
	if sex == 'T' {
		sex = 0
	}
	s.report.TotalsChecked++
	block, all := tally.block[sex], tally.all[sex]
	if form != countBad && (int(v) == block || int(v) == all) {
		s.report.TotalsEqual++
	} else {
		if block == 0 {
			block = all
		}
		s.issue(Issue{
			Line: row.line, Code: CodeSubtotalMismatch, Severity: Suspicious, Field: c.title, Value: clip(discreetText(text), 40),
			Reason: gis.T("Kolom jumlah tidak sama dengan kolom-kolom di depannya, yang berjumlah %d", "The column of totals does not equal the columns before it, which add up to %d", block),
			Action: gis.T("Kolom-kolomnya dimuat; jumlah tercetak tidak", "The columns are loaded; the printed total is not"),
		})
	}
	if sex == 0 {
		tally.block = map[byte]int{}
	}
}

// rejectRow rejects a row that no cell of has been counted.
func (s *staffReader) rejectRow(i Issue) {
	s.report.Rows++
	s.reject(i)
}

// totalRow is one with JUMLAH where the facility stands, or before the first number
// where the facility is empty.
func (s *staffReader) totalRow(w wideSheet, row tableRow) bool {
	if name := w.get(row, FieldFacility); name != "" {
		return totalName(name)
	}
	for i := range w.counts[0].at {
		if totalName(cellAt(row, i)) {
			return true
		}
	}
	return false
}

// wideGroup is the columns of one profession.
type wideGroup struct {
	profession string
	columns    []wideColumn
	statuses   bool // some column is of one employment status only
	split      bool // some column is of one sex or status only
}

func groupsOf(list []wideColumn, profession string) []*wideGroup {
	var out []*wideGroup
	at := map[string]*wideGroup{}
	for _, c := range list {
		name := c.profession
		if name == "" && (!c.total || profession != "") {
			name = profession
		}
		g := at[foldHeader(name)]
		if g == nil || name == "" && at[""] != nil && out[len(out)-1] != g {
			// Each total that stands apart is one of its own: over what is before it.
			g = &wideGroup{profession: name}
			at[foldHeader(name)] = g
			out = append(out, g)
		}
		g.columns = append(g.columns, c)
		g.statuses = g.statuses || c.status != ""
		g.split = g.split || c.status != "" || c.sex != 0
	}
	return out
}

// wideGroup turns the columns of one profession into cells. A total over columns
// of employment statuses is compared with them and left out; one over sexes goes
// the way of T.
func (s *staffReader) wideGroup(g *wideGroup, row tableRow, proto staffCell, tally *rowTally) {
	given := false
	for _, c := range g.columns {
		given = given || cellAt(row, c.at) != ""
	}
	if !given {
		return // not reported: empty is not zero
	}
	sums := map[byte]int{}
	var totals []staffCell
	whole := true
	for _, c := range g.columns {
		cell := proto
		cell.category, cell.sex, cell.title = g.profession, c.sex, c.title
		if c.status != "" {
			cell.EmploymentStatus = c.status
		}
		cell.ProfessionRaw, cell.Profession = cell.category, professionKey(cell.category)
		s.report.Rows++
		if !s.countText(dashZero(cellAt(row, c.at)), c.title, row, &cell) {
			whole, tally.unsure = false, true
			continue
		}
		if c.total && g.statuses {
			totals = append(totals, cell)
			continue
		}
		if c.total && g.split && cell.sex == 0 {
			cell.sex = 'T'
		}
		if cell.missing && g.statuses {
			s.report.Rows-- // of a status that nobody was counted under
			continue
		}
		if !cell.missing {
			sums[cell.sex] += cell.Count
		}
		s.cells = append(s.cells, cell)
	}
	tally.add(sums)
	for _, t := range totals {
		s.report.Skipped++
		want := sums[t.sex]
		if t.sex == 0 || t.sex == 'T' {
			want = everybody(sums)
		}
		if whole && !t.missing && t.Count != want {
			s.flag(t.Line, CodeSumMismatch, t.title, strconv.Itoa(t.Count),
				gis.T("Kolom jumlah berisi %d, kolom-kolomnya berjumlah %d", "The column of totals holds %d, its columns add up to %d", t.Count, want))
		}
	}
}
