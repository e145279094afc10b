package read

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// wideHeader finds the header of a wide sheet among the first rows: one that names
// the facility and, in it or below it, a known profession, or two columns of known
// statuses or sexes beside a column of professions.
func (s *staffReader) wideHeader(head []tableRow) (wideSheet, bool) {
	if s.opts.Profession == nil {
		return wideSheet{}, false
	}
	for i := range head {
		one, _ := matchHeader(head[i].cells, wideFields, s.opts.Columns)
		if !one.has(FieldFacility) && !one.has(FieldFacilityCode) {
			continue
		}
		depth := s.headerDepth(head[i:], one)
		w := wideSheet{below: i + depth}
		levels := filledLevels(head[i:i+depth], one)
		w.columns, _ = matchHeader(deepest(levels), wideFields, s.opts.Columns)
		w.counts = s.countColumns(levels, w.columns)
		professions, others := 0, 0
		for _, c := range w.counts {
			if c.known && c.profession != "" {
				professions++
			} else if c.status != "" || c.sex != 0 {
				others++
			}
		}
		if professions == 0 && (others < 2 || !w.has(FieldProfession)) {
			continue
		}
		for _, row := range head[:i] {
			if m := titleYear.FindStringSubmatch(strings.Join(row.cells, " ")); m != nil {
				y, _ := strconv.Atoi(m[1])
				w.year = time.Date(y, time.December, 31, 0, 0, 0, 0, time.UTC)
			}
		}
		return w, true
	}
	return wideSheet{}, false
}

// headerDepth is how many rows the header spans: those that hold no numbers and
// name no facility yet.
func (s *staffReader) headerDepth(rows []tableRow, c columns) int {
	depth := 1
	for depth < len(rows) && depth < wideLevels && looksLikeHeader(rows[depth].cells) && !blank(rows[depth]) {
		for _, f := range []string{FieldFacility, FieldFacilityCode} {
			if v := c.get(rows[depth], f); v != "" && foldHeader(v) != foldHeader(c.title(f)) {
				return depth
			}
		}
		depth++
	}
	return depth
}

// filledLevels are the rows of a header, each text repeated to the right over the
// empty cells that a level below goes on in, as merged cells are drawn. The columns
// of the top row that are fields of their own end it.
func filledLevels(rows []tableRow, top columns) [][]string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	own := map[int]bool{}
	for _, i := range top.index {
		own[i] = true
	}
	levels := make([][]string, len(rows))
	for l, r := range rows {
		levels[l] = make([]string, width)
		for i, cell := range r.cells {
			levels[l][i] = strings.Join(strings.Fields(cell), " ")
		}
	}
	for l := range levels {
		for i := 1; i < width; i++ {
			if levels[l][i] != "" || own[i] || own[i-1] {
				continue
			}
			below := slices.ContainsFunc(levels[l+1:], func(lower []string) bool { return lower[i] != "" })
			// The level above must go on too: another group's columns are not this one's.
			if below && (l == 0 || levels[l-1][i] == levels[l-1][i-1]) {
				levels[l][i] = levels[l][i-1]
			}
		}
	}
	return levels
}

// deepest is the lowest text of each column.
func deepest(levels [][]string) []string {
	out := make([]string, len(levels[0]))
	for _, level := range levels {
		for i, t := range level {
			out[i] = cmp.Or(t, out[i])
		}
	}
	return out
}

// countColumns reads the header of every column that is no field.
func (s *staffReader) countColumns(levels [][]string, fields columns) []wideColumn {
	taken := map[int]bool{}
	for _, i := range fields.index {
		taken[i] = true
	}
	var out []wideColumn
	for i := range levels[0] {
		c := wideColumn{at: i}
		var texts []string
		for _, level := range levels {
			if t := level[i]; t != "" && (len(texts) == 0 || texts[len(texts)-1] != t) {
				texts = append(texts, t)
			}
		}
		if taken[i] || len(texts) == 0 {
			continue
		}
		c.title = strings.Join(texts, " / ")
		other := ""
		for _, t := range texts {
			switch fold := foldHeader(t); {
			case sexWords[fold] != 0:
				c.sex, c.known = sexWords[fold], true
			case totalWords[fold]:
				c.total, c.known = true, true
			case s.opts.Profession(fold):
				c.profession, c.known = t, true
			case s.opts.Status != nil && s.opts.Status(fold):
				c.status, c.known = t, true
			case c.profession == "" || !c.known:
				other = t
			}
		}
		// "Tenaga medis / Jumlah" is a subtotal of the columns before it.
		if c.profession == "" && !fields.has(FieldProfession) {
			if !c.total {
				c.profession = other
			} else if other != "" && c.sex == 0 && c.status == "" && !overOthers(levels, i, other) {
				c.alone = other
			}
		}
		out = append(out, c)
	}
	return dropPrefixed(out, s.opts.Profession)
}

// overOthers reports whether a text of column i stands over another column too.
func overOthers(levels [][]string, i int, text string) bool {
	for _, level := range levels {
		for j, t := range level {
			if j != i && t == text {
				return true
			}
		}
	}
	return false
}

// dropPrefixed reads "Jumlah perawat" as perawat where no other column counts them.
func dropPrefixed(list []wideColumn, known func(string) bool) []wideColumn {
	for i := range list {
		c := &list[i]
		first, rest, more := strings.Cut(c.profession, " ")
		if !more || !totalWords[foldHeader(first)] || !known(foldHeader(rest)) {
			continue
		}
		if !slices.ContainsFunc(list, func(o wideColumn) bool { return foldHeader(o.profession) == foldHeader(rest) }) {
			c.profession, c.known = rest, true
		}
	}
	return list
}
