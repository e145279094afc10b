package read

import (
	"cmp"
	"strconv"
	"strings"

	"jangkau/gis"
)

// unitKey is a facility in one table of one year; a category of it is one figure.
type unitKey struct {
	year  int
	table string
	unit  string
}

func (c staffCell) unit() unitKey {
	name := foldHeader(c.FacilityCode)
	if name == "" {
		name = foldHeader(c.FacilityName)
	}
	return unitKey{year: c.Year, table: c.table, unit: name}
}

// figure is what a count is a count of; sums run over units of equal figures.
type figure struct {
	table                       string
	period                      int64
	category, employment, funds string
	klaster, role, level, place string
	sex                         byte
}

func (c staffCell) figure() figure {
	return figure{c.table, c.Period.Unix(), professionKey(c.category), foldHeader(c.EmploymentStatus), foldHeader(c.Funding), strings.Join(c.Klaster, ";"), foldHeader(c.Role), foldHeader(c.Level), foldHeader(c.Workplace), c.sex}
}

// settle turns what the file prints into rows that may be added up: totals and
// subtotals are checked and left out, sexes are brought to one figure.
func (s *staffReader) settle(cells []staffCell) []staffCell {
	cells = s.withoutDuplicates(cells)
	cells = s.checkTotals(cells)
	cells = s.checkSubtotals(cells)
	return s.joinSexes(cells)
}

type cellKey struct {
	unit string
	figure
}

func (c staffCell) key() cellKey { return cellKey{c.unit().unit, c.figure()} }

// withoutDuplicates refuses a second figure for the same thing: added up, it
// would count people twice.
func (s *staffReader) withoutDuplicates(cells []staffCell) []staffCell {
	seen := map[cellKey]int{}
	kept := cells[:0]
	for _, c := range cells {
		if first, dup := seen[c.key()]; dup {
			s.reject(Issue{
				Line: c.Line, Code: CodeDuplicateRow, Value: clip(c.FacilityName+" / "+c.ProfessionRaw, 80),
				Reason: gis.T("Jumlah untuk fasilitas, jenis, dan periode ini sudah ada pada baris %d", "A count for this facility, profession and period already stands on line %d", first),
			})
			continue
		}
		seen[c.key()] = c.Line
		kept = append(kept, c)
	}
	return kept
}

// checkTotals compares printed totals (JUMLAH) with the sum of their units and
// leaves them out.
func (s *staffReader) checkTotals(cells []staffCell) []staffCell {
	sums := map[figure]int{}
	for _, c := range cells {
		if !c.total {
			sums[c.figure()] += c.Count
		}
	}
	block := map[figure]int{} // since the total before: a table may have one after its puskesmas and one at its end
	kept := make([]staffCell, 0, len(cells))
	for _, c := range cells {
		f := c.figure()
		if !c.total {
			block[f] += c.Count
			kept = append(kept, c)
			continue
		}
		s.report.Skipped++
		if c.missing {
			continue
		}
		s.report.TotalsChecked++
		if sum, since := sums[f], block[f]; sum == c.Count || since == c.Count {
			s.report.TotalsEqual++
			block[f] = 0
		} else {
			s.issue(Issue{
				Line: c.Line, Code: CodeTotalMismatch, Severity: Suspicious, Field: c.ProfessionRaw, Value: clip(c.FacilityName, 40),
				Reason: gis.T("Jumlah tercetak %s tahun %s adalah %d, sedangkan barisnya berjumlah %d", "The printed total of %s for %s is %d, while its rows add up to %d", c.ProfessionRaw, yearText(c.Year), c.Count, sum),
				Action: gis.T("Baris-barisnya dimuat; jumlah tercetak tidak", "The rows are loaded; the printed total is not"),
			})
		}
	}
	if s.report.TotalsChecked > 0 {
		s.issue(Issue{
			Code: CodeTotalsChecked, Severity: Note,
			Reason: gis.T("%d jumlah tercetak diperiksa, %d sama dengan jumlah barisnya", "%d printed totals were checked, %d equal the sum of their rows", s.report.TotalsChecked, s.report.TotalsEqual),
			Action: gis.T("Jumlah tercetak tidak dimuat", "Printed totals are not loaded"),
		})
	}
	return kept
}

// isSubtotal recognises categories such as dokter_total or jumlah_perawat.
func isSubtotal(category string) bool {
	for _, w := range strings.Fields(professionKey(category)) {
		if w == "total" || w == "jumlah" || w == "subtotal" {
			return true
		}
	}
	return false
}

// bareTotal is a category that names no profession: a total of those beside it, and
// never a figure of its own.
func bareTotal(category string) bool { return totalWords[foldHeader(category)] }

// checkSubtotals leaves out the subtotals printed beside the categories they add
// up. The parts of one are the categories since the subtotal before it, as tables
// are printed, or all before it; they are checked, and a subtotal without any parts
// is a figure of its own and stays, unless it names no profession.
func (s *staffReader) checkSubtotals(cells []staffCell) []staffCell {
	type group struct {
		unitKey
		figure
	}
	type tally struct{ n, sum, all int }
	parts := map[group]tally{}
	skipped := map[string]bool{}
	kept := make([]staffCell, 0, len(cells))
	for _, c := range cells {
		g := group{c.unit(), c.figure()}
		g.category = ""
		p := parts[g]
		if !isSubtotal(c.category) {
			p.n, p.sum, p.all = p.n+1, p.sum+c.Count, p.all+c.Count
			parts[g] = p
			kept = append(kept, c)
			continue
		}
		parts[g] = tally{all: p.all}
		if p.n == 0 && !bareTotal(c.category) {
			kept = append(kept, c)
			continue
		}
		s.report.Skipped++
		skipped[c.category] = true
		if p.sum != c.Count && p.all != c.Count && !c.missing {
			sum := p.sum
			if p.n == 0 {
				sum = p.all
			}
			s.issue(Issue{
				Line: c.Line, Code: CodeSubtotalMismatch, Severity: Suspicious, Field: cmp.Or(c.title, c.ProfessionRaw), Value: clip(c.FacilityName, 40),
				Reason: gis.T("Subjumlah %s adalah %d, sedangkan bagiannya berjumlah %d", "The subtotal %s is %d, while its parts add up to %d", cmp.Or(c.title, c.ProfessionRaw), c.Count, sum),
				Action: gis.T("Bagiannya dimuat; subjumlah tidak", "The parts are loaded; the subtotal is not"),
			})
		}
	}
	for _, category := range sortedKeys(skipped) {
		s.issue(Issue{
			Code: CodeSubtotalSkipped, Severity: Note, Field: category,
			Reason: gis.T("%s adalah jumlah dari kategori di sebelahnya", "%s adds up the categories beside it", category), Action: gis.T("Tidak dimuat, supaya tak terhitung dua kali", "Not loaded, lest people count twice"),
		})
	}
	return kept
}

// joinSexes brings L, P and T of one figure to one row: T where it stands, else L + P.
func (s *staffReader) joinSexes(cells []staffCell) []staffCell {
	type trio struct {
		l, p, t *staffCell
		first   int
	}
	groups := map[cellKey]*trio{}
	for i := range cells {
		c := &cells[i]
		if c.sex == 0 {
			continue
		}
		k := c.key()
		k.sex = 0
		if groups[k] == nil {
			groups[k] = &trio{first: i}
		}
		switch c.sex {
		case 'L':
			groups[k].l = c
		case 'P':
			groups[k].p = c
		case 'T':
			groups[k].t = c
		}
	}
	given := func(c *staffCell) bool { return c != nil && !c.missing }
	var out []staffCell
	for i := range cells {
		c := cells[i]
		if c.sex == 0 {
			if c.missing {
				s.missingCount(c)
				continue
			}
			out = append(out, c)
			continue
		}
		k := c.key()
		k.sex = 0
		g := groups[k]
		if g.first != i {
			continue
		}
		n := 0
		for _, x := range []*staffCell{g.l, g.p, g.t} {
			if x != nil {
				n++
			}
		}
		row := c
		row.ProfessionRaw, row.sex = c.category, 0
		switch {
		case given(g.t):
			row.Count, row.Line = g.t.Count, g.t.Line
			if given(g.l) && given(g.p) && g.l.Count+g.p.Count != g.t.Count {
				s.flag(row.Line, CodeSumMismatch, g.t.ProfessionRaw, strconv.Itoa(g.t.Count),
					gis.T("Jumlah %d bukan laki-laki %d + perempuan %d", "The total %d is not male %d + female %d", g.t.Count, g.l.Count, g.p.Count))
			}
		case given(g.l) && given(g.p):
			row.Count = g.l.Count + g.p.Count
		case given(g.l) && g.p == nil, given(g.p) && g.l == nil:
			one := g.l
			if one == nil {
				one = g.p
			}
			row.Count = one.Count
			if !one.listed {
				s.flag(row.Line, CodeSexOnly, c.ProfessionRaw, strconv.Itoa(one.Count), gis.T("Hanya satu jenis kelamin yang ada di berkas", "Only one sex is in the file"))
			}
		default:
			s.missingCount(c)
			s.report.Skipped += n - 1
			continue
		}
		s.report.Skipped += n - 1 // one row of the file stands for the figure
		out = append(out, row)
	}
	return out
}

func (s *staffReader) missingCount(c staffCell) {
	s.reject(Issue{
		Line: c.Line, Code: CodeMissingCount, Field: c.ProfessionRaw, Value: clip(c.FacilityName, 60),
		Reason: gis.T("Jumlahnya kosong (atau hanya satu jenis kelamin yang ada); kosong bukan nol", "The count is missing (or only one sex is given); missing is not zero"),
	})
}
