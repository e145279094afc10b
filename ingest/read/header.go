package read

import (
	"slices"
	"strings"

	"jangkau/gis"
)

// foldHeader makes spellings of a column equal: "Nama Faskes", nama_faskes and
// NamaFaskes are one.
func foldHeader(s string) string { return gis.FoldName(s) }

// field is one of our columns: the names it goes by, folded, the surest first.
type field struct {
	name     string
	synonyms []string
	required bool
}

// columns maps our fields to the columns of one table.
type columns struct {
	header []string
	index  map[string]int
}

func (c columns) has(name string) bool { _, ok := c.index[name]; return ok }

// get is the trimmed cell of a field, "" where the row or the table has none.
func (c columns) get(row tableRow, name string) string {
	i, ok := c.index[name]
	if !ok || i >= len(row.cells) {
		return ""
	}
	return strings.Trim(row.cells[i], " \t\r\n\u00a0")
}

// title is what the file calls a field's column.
func (c columns) title(name string) string {
	if i, ok := c.index[name]; ok {
		return c.header[i]
	}
	return name
}

// findHeader picks the first row that names all required columns, or that row
// joined with the next where merged cells split the header over two. It returns
// how many rows stand above the data.
func findHeader(rows []tableRow, fields []field, asked map[string]string) (columns, int, error) {
	if err := checkAsked(fields, asked); err != nil {
		return columns{}, 0, err
	}
	best, bestMissing := columns{}, []string(nil)
	for i := range rows {
		one, missing := matchHeader(rows[i].cells, fields, asked)
		below := i + 1
		if i+1 < len(rows) {
			two, missingTwo := matchHeader(joinHeader(rows[i].cells, rows[i+1].cells), fields, asked)
			// The row below joins in only if it names more columns: a first data row does not.
			if len(two.index) > len(one.index) && len(missingTwo) <= len(missing) && (len(missing) == 0 || len(one.index) > 0) && looksLikeHeader(rows[i+1].cells) {
				one, missing, below = two, missingTwo, i+2
			}
		}
		if len(missing) == 0 {
			return one, below, nil
		}
		if best.header == nil || len(one.index) > len(best.index) {
			best, bestMissing = one, missing
		}
	}
	return columns{}, 0, invalid("Baris judul tidak ditemukan: kolom %s tidak ada. Kolom yang terbaca: %s. Sebutkan nama kolomnya atau perbaiki judulnya",
		"No header row was found: the column %s is missing. The columns read: %s. Name the column or mend the header", strings.Join(bestMissing, ", "), clip(strings.Join(best.header, " | "), 300))
}

// discreet leaves the cells out of a header error where the file may list
// persons: without a header, the first of them would be quoted.
func (r *reader) discreet(err error) error {
	if !r.private || len(r.opts.Columns) > 0 {
		return err
	}
	return invalid("Baris judul tidak ditemukan; baris pertama harus menyebut nama kolom, antara lain fasilitas, jenis SDMK, dan jumlah",
		"No header row was found; the first row must name the columns, among them the facility, the profession and the count")
}

// checkAsked refuses overrides of fields that do not exist: a misspelt option
// would otherwise be ignored.
func checkAsked(fields []field, asked map[string]string) error {
	for name := range asked {
		if !slices.ContainsFunc(fields, func(f field) bool { return f.name == name }) {
			var known []string
			for _, f := range fields {
				known = append(known, f.name)
			}
			return invalid("Tidak ada bidang %q; yang ada: %s", "There is no field %q; there are: %s", name, strings.Join(known, ", "))
		}
	}
	return nil
}

// looksLikeHeader holds no bare numbers: a data row under a one-row header does.
func looksLikeHeader(cells []string) bool {
	for _, c := range cells {
		if _, ok := parseDecimal(c); ok && strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// joinHeader lays the second row of a header over the first.
func joinHeader(upper, lower []string) []string {
	joined := make([]string, max(len(upper), len(lower)))
	copy(joined, upper)
	for i, c := range lower {
		if strings.TrimSpace(c) != "" {
			joined[i] = c
		}
	}
	return joined
}

// matchHeader assigns columns to fields; a column serves one field only, and of
// two columns that fit a field the one with the surer name wins, then the first.
func matchHeader(cells []string, fields []field, asked map[string]string) (columns, []string) {
	c := columns{header: make([]string, len(cells)), index: map[string]int{}}
	folded := make([]string, len(cells))
	for i, cell := range cells {
		c.header[i] = strings.TrimSpace(cell)
		folded[i] = foldHeader(cell)
	}
	taken := map[int]bool{}
	find := func(name string) int {
		for i, f := range folded {
			if f == name && f != "" && !taken[i] {
				return i
			}
		}
		return -1
	}
	claim := func(f field, names []string) {
		for _, n := range names {
			if i := find(n); i >= 0 {
				c.index[f.name], taken[i] = i, true
				return
			}
		}
	}
	for _, f := range fields {
		if want, ok := asked[f.name]; ok {
			claim(f, []string{foldHeader(want)})
		}
	}
	var missing []string
	for _, f := range fields {
		if want, ok := asked[f.name]; ok {
			if !c.has(f.name) {
				missing = append(missing, want)
			}
			continue
		}
		claim(f, f.synonyms)
		if f.required && !c.has(f.name) {
			missing = append(missing, f.name)
		}
	}
	return c, missing
}
