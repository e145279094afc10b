package read

import (
	"context"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"jangkau/gis"
)

// raw keeps cells as stored: the number format of a code column must not round
// it, and a date is safer as its serial number than in a format of unknown order.
var raw = excelize.Options{RawCellValue: true, UnzipSizeLimit: 2 << 30, UnzipXMLSizeLimit: 32 << 20}

// openXLSX opens the sheet asked for, else the first in which a header is found.
func openXLSX(path string, r *reader, fields []field) (*table, error) {
	_, size, err := statFile(path)
	if err != nil {
		return nil, err
	}
	var sheet string
	err = guarded(path, func() error {
		f, err := excelize.OpenFile(path, raw)
		if err != nil {
			return xlsxBroken(path, err)
		}
		defer f.Close()
		sheet, err = pickSheet(f, r, fields)
		return err
	})
	if err != nil {
		return nil, err
	}
	t := &table{format: formatXLSX}
	t.each = func(ctx context.Context, do func(tableRow) error) error {
		var sinkErr error
		err := guarded(path, func() error {
			f, err := excelize.OpenFile(path, raw)
			if err != nil {
				return xlsxBroken(path, err)
			}
			defer f.Close()
			return eachSheetRow(f, path, sheet, func(row tableRow) error {
				// What happens in do is not the library's: its panics go through.
				if sinkErr = do(row); sinkErr != nil {
					return sinkErr
				}
				return ctx.Err()
			})
		})
		if err == nil && r.opts.Progress != nil {
			r.opts.Progress(size, size)
		}
		return err
	}
	return t, nil
}

func statFile(path string) (string, int64, error) {
	f, size, err := openFile(path)
	if err != nil {
		return "", 0, err
	}
	return path, size, f.Close()
}

func xlsxBroken(path string, err error) error {
	if strings.Contains(err.Error(), "password") || strings.Contains(err.Error(), "encrypt") {
		return invalidBy(err, "Buku kerja %s berkata sandi; simpan tanpa kata sandi", "The workbook %s has a password; save it without one", base(path))
	}
	return invalidBy(err, "Buku kerja %s rusak atau terpotong; simpan ulang dari Excel atau LibreOffice", "The workbook %s is broken or cut short; save it again from Excel or LibreOffice", base(path))
}

// guarded turns a panic inside the spreadsheet library into an error about the
// file. Panics of our own sink are marked by callerPanic and go on.
func guarded(path string, run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if c, ours := p.(callerPanic); ours {
				panic(c.value)
			}
			err = xlsxBroken(path, fmt.Errorf("panic: %v", p))
		}
	}()
	return run()
}

type callerPanic struct{ value any }

// callSink marks a panic of do as the caller's.
func callSink(do func(tableRow) error, row tableRow) error {
	defer func() {
		if p := recover(); p != nil {
			panic(callerPanic{p})
		}
	}()
	return do(row)
}

func pickSheet(f *excelize.File, r *reader, fields []field) (string, error) {
	o := r.opts
	sheets := f.GetSheetList()
	if o.Sheet != "" {
		for _, s := range sheets {
			if strings.EqualFold(s, o.Sheet) {
				r.sheet = s
				return s, nil
			}
		}
		return "", invalid("Lembar %q tidak ada; lembar yang ada: %s", "There is no sheet %q; the sheets are: %s", o.Sheet, strings.Join(sheets, ", "))
	}
	var firstErr error
	r.sheet, r.otherSheets = "", nil
	for _, s := range sheets {
		var head []tableRow
		err := eachSheetRow(f, "", s, func(row tableRow) error {
			if head = append(head, row); len(head) == headerRows {
				return errStop
			}
			return nil
		})
		if err != nil && err != errStop { //nolint:errorlint // our own value, never wrapped
			if r.sheet != "" {
				continue // of a sheet that is not read
			}
			return "", err
		}
		if r.shape != nil && r.shape(head) {
			err = nil
		} else {
			_, _, err = findHeader(head, fields, o.Columns)
		}
		switch {
		case err == nil && r.sheet == "":
			r.sheet = s
			continue
		case err == nil:
			r.otherSheets = append(r.otherSheets, s)
			continue
		}
		if firstErr == nil && len(head) > 0 {
			firstErr = r.discreet(err)
		}
	}
	if r.sheet != "" {
		return r.sheet, nil
	}
	if firstErr == nil {
		firstErr = invalid("Buku kerja tidak berisi satu baris pun", "The workbook holds no rows at all")
	}
	return "", firstErr
}

// eachSheetRow streams a sheet. Text in merged cells is repeated over them, as
// people mean it; numbers are not, or one count would become many.
func eachSheetRow(f *excelize.File, path, sheet string, do func(tableRow) error) error {
	merged, err := mergedText(f, sheet)
	if err != nil {
		return xlsxBroken(path, err)
	}
	rows, err := f.Rows(sheet)
	if err != nil {
		return xlsxBroken(path, err)
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns(raw)
		if err != nil {
			return xlsxBroken(path, err)
		}
		for _, m := range merged {
			cells = m.fill(line, cells)
		}
		if err := callSink(do, tableRow{line: line, cells: cells}); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return xlsxBroken(path, err)
	}
	return nil
}

type mergedCells struct {
	left, top, right, bottom int
	text                     string
}

func mergedText(f *excelize.File, sheet string) ([]*mergedCells, error) {
	cells, err := f.GetMergeCells(sheet, true)
	if err != nil {
		return nil, err
	}
	var out []*mergedCells
	for _, c := range cells {
		var m mergedCells
		if m.left, m.top, err = excelize.CellNameToCoordinates(c.GetStartAxis()); err != nil {
			return nil, err
		}
		if m.right, m.bottom, err = excelize.CellNameToCoordinates(c.GetEndAxis()); err != nil {
			return nil, err
		}
		out = append(out, &m)
	}
	return out, nil
}

// fill remembers the text of a merged block at its first cell and repeats it.
func (m *mergedCells) fill(line int, cells []string) []string {
	if line < m.top || line > m.bottom {
		return cells
	}
	if line == m.top {
		if m.left <= len(cells) {
			if _, number := parseDecimal(cells[m.left-1]); !number {
				m.text = cells[m.left-1]
			}
		}
	}
	if m.text == "" {
		return cells
	}
	for len(cells) < min(m.right, 1<<10) {
		cells = append(cells, "")
	}
	for i := m.left - 1; i < len(cells) && i < m.right; i++ {
		if cells[i] == "" {
			cells[i] = m.text
		}
	}
	return cells
}

// openPoints reads GeoJSON points as a table: the coordinates first, so that they
// win over properties of the same name, then every property met.
func openPoints(ctx context.Context, path string, r *reader) (*table, error) {
	header := []string{"lon", "lat"}
	known := map[string]int{}
	in, err := openInput(path, nil)
	if err != nil {
		return nil, err
	}
	f, _, err := eachFeature(ctx, in, func(ft feature) error {
		for k := range ft.properties {
			if _, ok := known[k]; !ok {
				known[k] = 0
			}
		}
		return nil
	})
	in.Close()
	if err != nil {
		return nil, err
	}
	for _, k := range sortedKeys(known) {
		known[k] = len(header)
		header = append(header, k)
	}
	t := &table{format: f}
	t.each = func(ctx context.Context, do func(tableRow) error) error {
		in, err := openInput(path, r.opts.Progress)
		if err != nil {
			return err
		}
		defer in.Close()
		if err := do(tableRow{cells: header}); err != nil {
			return err
		}
		_, _, err = eachFeature(ctx, in, func(ft feature) error {
			cells := make([]string, len(header))
			for k, v := range ft.properties {
				cells[known[k]] = propText(v)
			}
			cells[0], cells[1] = pointText(ft)
			if cells[0] == "" && ft.geomType != "" {
				r.note(Issue{
					Line: ft.line, Code: CodeBadGeometry, Field: "geometry", Value: clip(ft.geomType, 40),
					Reason: gis.T("Fasilitas memerlukan geometri Point", "A facility takes a Point"), Action: gis.T("Dibaca tanpa koordinat", "Read without a coordinate"),
				})
			}
			return do(tableRow{line: ft.line, cells: cells})
		})
		return err
	}
	return t, nil
}
