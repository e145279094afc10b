package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A page of another site changes nothing on the server of whoever looks at it, however it
// asks; the server's own page and programs do.
func TestEditsFromAnotherSite(t *testing.T) {
	p := serve(t, dataDir(t), "--demo-if-empty", "--no-jobs")
	var list struct {
		Facilities struct {
			Edges []struct {
				Node struct {
					ID      string
					Version int
				}
			}
		}
	}
	p.ask(t, `{ facilities(within: "35.10", kind: [PUSTU], first: 1) { edges { node { id version } } } }`, &list)
	facility := list.Facilities.Edges[0].Node
	mutation := fmt.Sprintf(`mutation { editFacility(input: {by: "Dinkes", facility: %q, version: %d, reason: "uji", clear: [POINT]}) { id } }`, facility.ID, facility.Version)
	edits := func() int {
		var log struct{ FacilityEdits struct{ TotalCount int } }
		p.ask(t, `{ facilityEdits(within: "35") { totalCount } }`, &log)
		return log.FacilityEdits.TotalCount
	}
	own, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(map[string]string{"query": mutation})
	if err != nil {
		t.Fatal(err)
	}
	const asJSON = "application/json"
	send := func(method, address, content, contentType string, headers []string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if contentType != "" {
			req.Header.Set("Content-Type", contentType)
		}
		for i := 0; i < len(headers); i += 2 {
			if req.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
				req.Host = headers[i+1]
			}
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		answer, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(answer)
	}
	for name, c := range map[string]struct {
		contentType string
		headers     []string
		status      int
		says        string
	}{
		"another site":                        {asJSON, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://lain.example"}, 403, "another site"},
		"another host of the same site":       {asJSON, []string{"Sec-Fetch-Site", "same-site"}, 403, "another site"},
		"an old browser":                      {asJSON, []string{"Origin", "https://lain.example"}, 403, "another site"},
		"a page from a file":                  {asJSON, []string{"Origin", "null"}, 403, "another site"},
		"another port of this machine":        {asJSON, []string{"Origin", "http://127.0.0.1:1"}, 403, "another site"},
		"a form, which needs no leave":        {"text/plain", []string{"Sec-Fetch-Site", "cross-site"}, 403, "another site"},
		"a form of a browser that says less":  {"text/plain", nil, 415, "application/json"},
		"an upload":                           {"multipart/form-data; boundary=x", nil, 415, "application/json"},
		"a form's fields":                     {"application/x-www-form-urlencoded", nil, 415, "application/json"},
		"a name of elsewhere that leads here": {asJSON, []string{"Host", "lain.example", "Origin", "http://lain.example", "Sec-Fetch-Site", "same-origin"}, 200, "UNAUTHORISED"},
		"through a proxy":                     {asJSON, []string{"X-Forwarded-For", "10.0.0.1"}, 200, "UNAUTHORISED"},
	} {
		status, answer := send(http.MethodPost, p.url+"/graphql", string(body), c.contentType, c.headers)
		if status != c.status || !strings.Contains(answer, c.says) {
			t.Errorf("%s: %d %s, want %d and %q", name, status, answer, c.status, c.says)
		}
	}
	if status, answer := send(http.MethodGet, p.url+"/graphql?query="+url.QueryEscape(mutation), "", "", nil); !strings.Contains(answer, "POST") {
		t.Errorf("by GET: %d %s", status, answer)
	}
	// Neither may another site read answers by a script: nothing invites it.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, p.url+"/graphql", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "https://lain.example")
	req.Header.Set("Access-Control-Request-Method", "POST")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.Body.Close(); res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("invited: %v", res.Header)
	}
	if n := edits(); n != 0 {
		t.Fatalf("%d edits were made from elsewhere", n)
	}
	// The map itself, and a program. The version grows, so the second is a conflict.
	if status, answer := send(http.MethodPost, p.url+"/graphql", string(body), asJSON, []string{"Origin", "http://" + own.Host, "Sec-Fetch-Site", "same-origin"}); status != 200 || strings.Contains(answer, "errors") {
		t.Errorf("the map: %d %s", status, answer)
	}
	if status, answer := send(http.MethodPost, p.url+"/graphql", string(body), asJSON, nil); status != 200 || !strings.Contains(answer, "CONFLICT") {
		t.Errorf("a program: %d %s", status, answer)
	}
	if n := edits(); n != 1 {
		t.Errorf("%d edits, want 1", n)
	}
}
