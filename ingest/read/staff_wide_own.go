package read

import "slices"

// ownCounts tells "Tukang gigi / Jumlah", the one column of a profession that no word is
// known for, from "Tenaga medis / Jumlah", a subtotal: the figures of a subtotal are, in
// most rows, what the columns before it add up to. A profession is never dropped.
func (s *staffReader) ownCounts(w wideSheet, list []wideColumn, rows []tableRow) []wideColumn {
	list = slices.Clone(list)
	for i := range list {
		if list[i].alone == "" || notStaff.MatchString(foldHeader(list[i].alone)) {
			continue
		}
		fits, differs := 0, 0
		for _, row := range rows {
			v, form := parseCount(dashZero(cellAt(row, list[i].at)))
			if cellAt(row, list[i].at) == "" || form != countPlain || s.aside(w, row) {
				continue
			}
			switch block, all := sumsBefore(list[:i], row); {
			case int(v) == block || int(v) == all:
				fits++
			default:
				differs++
			}
		}
		if differs > fits {
			list[i].profession, list[i].total, list[i].known = list[i].alone, false, false
		}
	}
	return list
}

// sumsBefore adds up the people in columns, since the last total over professions and in all.
func sumsBefore(list []wideColumn, row tableRow) (block, all int) {
	for _, g := range groupsOf(list, "") {
		if g.profession == "" {
			block = 0
			continue
		}
		sums := map[byte]int{}
		for _, c := range g.columns {
			v, form := parseCount(dashZero(cellAt(row, c.at)))
			if form == countBad || c.total && g.statuses {
				continue
			}
			sex := c.sex
			if c.total && g.split && sex == 0 {
				sex = 'T'
			}
			sums[sex] += int(v)
		}
		block, all = block+everybody(sums), all+everybody(sums)
	}
	return block, all
}
