package graph

import (
	"encoding/json"
	"io"
)

// writeJSON writes an answer whose values are all plain; a caller that has gone
// is no error.
func writeJSON(w io.Writer, v any) { _ = json.NewEncoder(w).Encode(v) }
