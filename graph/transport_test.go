package graph_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

const nameQuery = `query Nama($c: WilayahCode!) { wilayah(code: $c) { name } }`

func TestGet(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	for _, c := range []struct {
		query, vars, want string
		status            int
	}{
		{nameQuery, `{"c": "35.10"}`, `"name":"Banyuwangi"`, http.StatusOK},
		{nameQuery, `{"c": 35.1}`, `"code":"INVALID"`, 0},
		{nameQuery, `{`, `"code":"INVALID"`, 0},
		{`{ desa( }`, ``, `"code":"INVALID"`, 0},
		{`mutation { hapus }`, ``, `"code":"INVALID"`, 0},
		{``, ``, `"code":"INVALID"`, 0},
	} {
		q := url.Values{"query": {c.query}}
		if c.vars != "" {
			q.Set("variables", c.vars)
		}
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?"+q.Encode(), nil))
		if !strings.Contains(rec.Body.String(), c.want) || c.status != 0 && rec.Code != c.status || !json.Valid(rec.Body.Bytes()) {
			t.Errorf("%s %s: %d %s", c.query, c.vars, rec.Code, rec.Body)
		}
		if strings.Contains(c.want, "INVALID") && !strings.Contains(rec.Body.String(), `"messages":{"id":`) {
			t.Errorf("not in both languages: %s", rec.Body)
		}
	}
}

// Server-sent events: one event with the answer, and the end.
func TestEvents(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	srv := httptest.NewServer(w.handler)
	defer srv.Close()
	for query, want := range map[string]string{
		`{ wilayah(code: \"35.10\") { name } }`:      `"name":"Banyuwangi"`,
		`{ desa(within: \"99.99\") { totalCount } }`: `"code":"NOT_FOUND"`,
		`{ desa( }`: `"code":"INVALID"`,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL, strings.NewReader(`{"query": "`+query+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "text/event-stream")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		text := string(body)
		if err != nil || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") ||
			strings.Count(text, "event: next") != 1 || !strings.Contains(text, want) || !strings.Contains(text, "event: complete") {
			t.Errorf("%v %s:\n%s", err, resp.Header.Get("Content-Type"), text)
		}
	}
	w.idle()
}

func TestOtherMethods(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	for _, c := range []struct{ method, contentType, body string }{
		{http.MethodPut, "application/json", `{}`},
		{http.MethodPost, "text/plain", `{}`},
		{http.MethodPost, "application/json", ``},
		{http.MethodPost, "application/json", `[{"query": "{ dataSources { id } }"}]`},
		{http.MethodPost, "application/json", `{"query": "{ dataSources { id } }", "variables": ` + strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000) + `}`},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, "/graphql", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.contentType)
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		var a answer
		if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
			t.Errorf("%s %s: %d %.200s", c.method, c.contentType, rec.Code, rec.Body)
			continue
		}
		for _, e := range a.Errors {
			if e.Extensions.Code != gis.Invalid || e.Extensions.Messages.ID == e.Extensions.Messages.EN {
				t.Errorf("%s %s: %d %+v", c.method, c.contentType, rec.Code, e)
			}
		}
		t.Logf("%s %s %.40s: %d %.300s", c.method, c.contentType, c.body, rec.Code, rec.Body)
	}
}
