package export

import (
	"net/http"
	"time"

	"github.com/xuri/excelize/v2"

	"jangkau/gis"
	"jangkau/publish"
)

// xlsxWriter writes a workbook of two sheets: the list, typed, with its header
// frozen; then what it is and what it rests on. Texts are written as texts, never as
// formulas. Rows go to a file on disk from a few megabytes on.
type xlsxWriter struct {
	w    http.ResponseWriter
	file file
	book *excelize.File
	rows *excelize.StreamWriter
	day  int // style
	n    int
}

// mostRows is how many a sheet can hold, its header among them.
const mostRows = 1 << 20

const (
	listSheet = "Data"
	factSheet = "Sumber"
)

func newXLSX(w http.ResponseWriter, f file) (_ writer, err error) {
	x := &xlsxWriter{w: w, file: f, book: excelize.NewFile()}
	defer func() {
		if err != nil {
			x.discard()
		}
	}()
	if err := x.book.SetSheetName("Sheet1", listSheet); err != nil {
		return nil, err
	}
	bold, err := x.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	form := "yyyy-mm-dd"
	if x.day, err = x.book.NewStyle(&excelize.Style{CustomNumFmt: &form}); err != nil {
		return nil, err
	}
	if x.rows, err = x.book.NewStreamWriter(listSheet); err != nil {
		return nil, err
	}
	if err := x.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	header := make([]any, len(f.columns))
	for i, c := range f.columns {
		header[i] = excelize.Cell{StyleID: bold, Value: c.Name}
		if err := x.rows.SetColWidth(i+1, i+1, 16); err != nil {
			return nil, err
		}
	}
	x.n = 1
	return x, x.rows.SetRow("A1", header)
}

func (x *xlsxWriter) row(row gis.TableRow) error {
	if x.n++; x.n > mostRows {
		return gis.NewError(gis.Invalid, "Lembar XLSX hanya memuat %d baris; persempit dengan within, atau ambil CSV", "A sheet of XLSX holds %d rows only; narrow it with within, or take CSV", mostRows)
	}
	for i, v := range row.Values {
		if d, ok := v.(gis.Date); ok {
			if t, err := time.Parse(time.DateOnly, string(d)); err == nil {
				row.Values[i] = excelize.Cell{StyleID: x.day, Value: t}
			} else {
				row.Values[i] = string(d)
			}
		}
	}
	cell, err := excelize.CoordinatesToCellName(1, x.n)
	if err != nil {
		return err
	}
	return x.rows.SetRow(cell, row.Values)
}

func (x *xlsxWriter) end() error {
	if err := x.rows.Flush(); err != nil {
		return err
	}
	if err := x.writeFacts(); err != nil {
		return err
	}
	_, err := x.book.WriteTo(publish.Patient(x.w))
	return err
}

// writeFacts writes the second sheet: the facts, then what each column means.
func (x *xlsxWriter) writeFacts() error {
	if _, err := x.book.NewSheet(factSheet); err != nil {
		return err
	}
	s, err := x.book.NewStreamWriter(factSheet)
	if err != nil {
		return err
	}
	if err := s.SetColWidth(1, 1, 28); err != nil {
		return err
	}
	if err := s.SetColWidth(2, 2, 110); err != nil {
		return err
	}
	lines := x.file.facts
	for _, c := range x.file.columns {
		lines = append(lines, [2]string{c.Name, c.About.In(x.file.lang)})
	}
	for i, l := range lines {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := s.SetRow(cell, []any{l[0], l[1]}); err != nil {
			return err
		}
	}
	return s.Flush()
}

func (x *xlsxWriter) discard() { _ = x.book.Close() } // takes its files along
