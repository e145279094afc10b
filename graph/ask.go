package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"jangkau/gis"
)

// Asker asks GraphQL from within the program, as a caller over HTTP would: what is
// printed of an answer is then what anybody is answered, limits and all.
type Asker struct{ Handler http.Handler }

// Ask reads a query's answer into a pointer. What went wrong is the first error of the
// answer, as *gis.Error; half an answer is none.
func (a Asker) Ask(ctx context.Context, lang, query string, variables map[string]any, into any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", lang)
	w := &kept{header: http.Header{}}
	a.Handler.ServeHTTP(w, r)
	if err := ctx.Err(); err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct {
				Code     gis.ErrorKind
				Messages gis.Text
				Argument string
			}
		}
	}
	if err := json.Unmarshal(w.body.Bytes(), &answer); err != nil {
		return fmt.Errorf("answer of GraphQL: %w", err)
	}
	if len(answer.Errors) > 0 {
		e := answer.Errors[0]
		return &gis.Error{Kind: e.Extensions.Code, Field: e.Extensions.Argument, Message: e.Extensions.Messages, Err: fmt.Errorf("%s", e.Message)}
	}
	return json.Unmarshal(answer.Data, into)
}

// kept is a response that stays in memory.
type kept struct {
	header http.Header
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(int)             {}
func (k *kept) Write(b []byte) (int, error) { return k.body.Write(b) }
