package publish

import (
	"io"
	"net/http"
	"time"
)

// patience is how long a caller may take to accept what was written before the next:
// one that reads no more is let go, and with it its connection to the store.
const patience = 30 * time.Second

// Patient writes to a caller that may be slow but must go on reading.
func Patient(w http.ResponseWriter) io.Writer {
	return &patientWriter{w, http.NewResponseController(w)}
}

type patientWriter struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func (p *patientWriter) Write(b []byte) (int, error) {
	_ = p.c.SetWriteDeadline(time.Now().Add(patience)) // a test's recorder has none
	return p.w.Write(b)
}
