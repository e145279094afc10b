package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var queryAndAnswer = regexp.MustCompile("(?s)```graphql\n(.*?)```\\s*```json\n(.*?)```")

// What the documents print as answers is what the demonstration answers.
func TestDocumentsPrintWhatIsAnswered(t *testing.T) {
	p := serve(t, dataDir(t), "--demo-if-empty")
	eventually(t, patience, func() error { return p.roadsReady(t) })
	for _, doc := range []struct{ file, lang string }{{"README.md", "en"}, {"README.id.md", "id"}, {"docs/queries.md", "en"}} {
		text, err := os.ReadFile(doc.file)
		if err != nil {
			t.Fatal(err)
		}
		blocks := queryAndAnswer.FindAllSubmatch(text, -1)
		if len(blocks) < 3 {
			t.Fatalf("%s: %d queries with answers were found, want 3 or more", doc.file, len(blocks))
		}
		for _, b := range blocks {
			var printed, answered any
			if err := json.Unmarshal(b[2], &printed); err != nil {
				t.Fatalf("%s: an answer is no JSON: %v\n%s", doc.file, err, b[2])
			}
			if m, ok := printed.(map[string]any); ok && m["data"] != nil {
				printed = m["data"]
			}
			raw := p.askRaw(t, doc.lang, string(b[1]))
			var reply struct{ Data any }
			if err := json.Unmarshal(raw, &reply); err != nil {
				t.Fatal(err)
			}
			answered = reply.Data
			if d := cmp.Diff(printed, answered); d != "" {
				t.Errorf("%s: the answer to\n%s\nis no longer what is printed (- printed, + answered):\n%s\nwhole answer: %s", doc.file, b[1], d, raw)
			}
		}
	}
	p.stop(t)
}

func (p *program) askRaw(t *testing.T, lang, query string) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Language", lang)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
