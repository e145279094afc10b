package read

import (
	"context"
	"path/filepath"
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
