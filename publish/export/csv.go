package export

import (
	"bufio"
	"net/http"
	"strconv"
	"strings"

	"jangkau/gis"
	"jangkau/publish"
)

// csvWriter writes what spreadsheets open as it is: UTF-8 with its mark, every text
// in quotes, so that codes are told from numbers. With semicolons numbers have a
// comma, as an Indonesian spreadsheet reads them.
type csvWriter struct {
	out *bufio.Writer
	file
	buf []byte
}

func newCSV(w http.ResponseWriter, f file) (writer, error) {
	c := &csvWriter{out: bufio.NewWriterSize(publish.Patient(w), 1<<16), file: f}
	c.buf = append(c.buf, "\ufeff"...)
	for i, col := range f.columns {
		c.separate(i)
		c.text(col.Name)
	}
	return c, c.line()
}

func (c *csvWriter) separate(i int) {
	switch {
	case i == 0:
	case c.comma:
		c.buf = append(c.buf, ',')
	default:
		c.buf = append(c.buf, ';')
	}
}

func (c *csvWriter) line() error {
	_, err := c.out.Write(append(c.buf, "\r\n"...))
	c.buf = c.buf[:0]
	return err
}

// text quotes a text. One that a spreadsheet would take for a formula gets an
// apostrophe: somebody else wrote these names.
func (c *csvWriter) text(s string) {
	c.buf = append(c.buf, '"')
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		c.buf = append(c.buf, '\'')
	}
	c.buf = append(c.buf, strings.ReplaceAll(s, `"`, `""`)...)
	c.buf = append(c.buf, '"')
}

func (c *csvWriter) row(row gis.TableRow) error {
	for i, v := range row.Values {
		c.separate(i)
		switch v := v.(type) {
		case string:
			c.text(v)
		case gis.Date:
			c.buf = append(c.buf, v...)
		case int64:
			c.buf = strconv.AppendInt(c.buf, v, 10)
		case float64:
			n := strconv.FormatFloat(v, 'f', -1, 64)
			if !c.comma {
				n = strings.Replace(n, ".", ",", 1)
			}
			c.buf = append(c.buf, n...)
		case bool:
			c.buf = strconv.AppendBool(c.buf, v)
		}
	}
	return c.line()
}

func (c *csvWriter) end() error { return c.out.Flush() }
