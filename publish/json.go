package publish

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// JSON answers v. Its texts are in the caller's language, and it is asked for anew
// each time: it is small, and says what the store holds now.
func JSON(w http.ResponseWriter, r *http.Request, contentType string, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Add("Vary", "Accept-Language")
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(b.Bytes()) // the caller may have gone
	}
	return nil
}
