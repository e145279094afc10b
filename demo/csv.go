package demo

import (
	"bytes"
	"encoding/csv"
)

// csvFile spells a table as comma-separated UTF-8.
func csvFile(header []string, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	// A bytes.Buffer takes everything: there is no error to hand on.
	_ = w.Write(header)
	_ = w.WriteAll(rows)
	return b.Bytes()
}
