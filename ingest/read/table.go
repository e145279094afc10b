package read

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"jangkau/gis"
)

// tableRow is one row of a table, whatever the file it comes from.
type tableRow struct {
	line  int
	cells []string
}

// table is a source of rows. Its header may stand below titles and span two rows;
// what is above it is skipped.
type table struct {
	format   format
	encoding string
	endsOpen bool // CSV: no line end after the last row, so it may have been cut
	// each streams all rows, header rows included, in order.
	each func(ctx context.Context, do func(tableRow) error) error
}

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

// headerRows is how deep a header is looked for: titles and notes stand above it.
const headerRows = 40

// eachRow finds the header among the first rows and streams the rows below it.
func eachRow(ctx context.Context, t *table, r *reader, fields []field, do func(columns, tableRow) error) error {
	r.report.Format, r.report.Encoding = string(t.format), t.encoding
	var cols columns
	var head []tableRow
	found := false
	settle := func() error {
		var below int
		var err error
		if cols, below, err = findHeader(head, fields, r.opts.Columns); err != nil {
			return r.discreet(err)
		}
		found = true
		r.reportColumns(cols)
		for _, row := range head[below:] {
			if err := do(cols, row); err != nil {
				return err
			}
		}
		head = nil
		return nil
	}
	last := 0
	err := t.each(ctx, func(row tableRow) error {
		last = row.line
		if err := ctx.Err(); err != nil {
			return err
		}
		if found {
			return do(cols, row)
		}
		if head = append(head, row); len(head) == headerRows {
			return settle()
		}
		return nil
	})
	if err == nil && !found {
		err = settle()
	}
	switch {
	case err != nil || !t.endsOpen || last == 0:
	case r.shortLine == last:
		err = invalid("Berkas terpotong di tengah baris %d: sel-selnya kurang dan baris itu tidak diakhiri. Unduh atau simpan ulang",
			"The file is cut short in the middle of line %d: cells are missing and the line has no end. Download or save it again", last)
	default:
		r.issue(Issue{
			Line: last, Code: CodeTruncated, Severity: Note,
			Reason: gis.T("Baris terakhir tidak diakhiri ganti baris; bila berkas ini terpotong, nilai terakhirnya bisa kurang", "The last line has no line end; if the file was cut, its last value may be short"), Action: gis.T("Dibaca", "Read"),
		})
	}
	return err
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

func (r *reader) reportColumns(c columns) {
	used := map[int]bool{}
	for name, i := range c.index {
		r.report.Columns[name] = c.header[i]
		used[i] = true
	}
	for i, h := range c.header {
		if !used[i] && h != "" {
			r.report.Ignored = append(r.report.Ignored, h)
		}
	}
	if len(r.report.Ignored) > 0 {
		r.issue(Issue{
			Code: CodeIgnoredColumns, Severity: Note, Value: clip(strings.Join(r.report.Ignored, ", "), 200),
			Reason: gis.T("Kolom yang tidak dikenal", "Columns that are not known"), Action: gis.T("Tidak dibaca", "Not read"),
		})
	}
}

// openTable opens a table by its content.
func openTable(ctx context.Context, path string, r *reader, fields []field, geoJSON bool) (*table, error) {
	f, err := sniff(path)
	if err != nil {
		return nil, err
	}
	switch {
	case f == formatCSV:
		return openCSV(path, r)
	case f == formatXLSX:
		return openXLSX(path, r, fields)
	case f == formatGeoJSON && geoJSON:
		return openPoints(ctx, path, r)
	case geoJSON:
		return nil, wantFormat(path, f, "CSV, XLSX, GeoJSON")
	}
	return nil, wantFormat(path, f, "CSV, XLSX")
}

// blank reports a row that holds nothing: spreadsheets end in many of them.
func blank(row tableRow) bool {
	for _, c := range row.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// width checks a row against its header; a false answer was told as an issue.
// Workbooks leave out empty cells at the end of a row, so only a CSV row can be
// too short.
func (r *reader) width(c columns, row tableRow) bool {
	extra := false
	for i := len(c.header); i < len(row.cells); i++ {
		extra = extra || strings.TrimSpace(row.cells[i]) != ""
	}
	text := r.report.Format == string(formatCSV)
	short := text && len(row.cells) < len(c.header)
	// An empty cell too many is harmless where every row ends in one, and a value
	// torn in two by its own comma where only this row has it.
	if r.firstWidth == 0 {
		r.firstWidth = len(row.cells)
	}
	extra = extra || text && len(row.cells) > max(r.firstWidth, len(c.header))
	if !extra && !short {
		return true
	}
	if short {
		r.shortLine = row.line
	}
	value := ""
	if !r.private {
		value = clip(strings.Join(row.cells, " | "), 120)
	}
	r.reject(Issue{
		Line: row.line, Code: CodeRowShape, Value: value,
		Reason: gis.T("Baris berisi %d sel, judulnya %d: barangkali ada pemisah di dalam nilai yang tidak diapit tanda kutip, atau baris ini terpotong", "The row has %d cells where the header has %d: there may be a separator inside a value that is not quoted, or the row was cut", len(row.cells), len(c.header)),
	})
	return false
}

func base(path string) string { return filepath.Base(path) }
