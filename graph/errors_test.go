package graph_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/graph"
)

func TestRefusals(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	deep := strings.Repeat("{ parent ", 28) + "{ name }" + strings.Repeat("}", 28)
	for _, c := range []struct {
		name, query string
		kind        gis.ErrorKind
		says        string // in the English message
	}{
		{"unknown code", `{ desa(within: "99.99") { totalCount } }`, gis.NotFound, "not loaded"},
		{"malformed code", `{ wilayah(code: "3510") { name } }`, gis.Invalid, "keep the code column as text"},
		{"code as a number", `{ wilayah(code: 35.10) { name } }`, gis.Invalid, "text in quotes"},
		{"unknown puskesmas", `{ facilities(within: "35.10", puskesmas: "77") { totalCount } }`, gis.NotFound, "77"},
		{"a pustu is no puskesmas", `{ desa(within: "35.10", puskesmas: "2") { totalCount } }`, gis.NotFound, "no puskesmas"},
		{"lat before lon", `{ nearestFacilities(from: {lon: -8.2, lat: 114.3}, kind: [PUSTU]) { status } }`, gis.Invalid, "lon before lat"},
		{"outside Indonesia", `{ nearestFacilities(from: {lon: 4.9, lat: 52.4}, kind: [PUSTU]) { status } }`, gis.Invalid, "lon is 94 to 142"},
		{"thresholds out of order", `{ travelSummary(within: "35.10", kind: [PUSTU], bandsMinutes: [30, 15]) { groups { desa } } }`, gis.Invalid, "bandsMinutes"},
		{"a page of a million", `{ desa(within: "35.10", first: 1000000) { edges { node { name } } } }`, gis.Invalid, "0 to 1000"},
		{"a negative page", `{ desa(within: "35.10", first: -1) { totalCount } }`, gis.Invalid, "0 to 1000"},
		{"30 levels", `{ wilayah(code: "35.10.01.2001") ` + deep + ` }`, gis.Invalid, "too deep"},
		{"malformed cursor", `{ desa(within: "35.10", after: "bukan") { totalCount } }`, gis.Invalid, "cursor"},
		{"too complex", `{ desa(within: "35.10", first: 1000) { edges { node { children { children { children { name } } } } } } }`, gis.Invalid, "too large"},
		{"parse error", `{ desa( }`, gis.Invalid, "cannot be read"},
		{"unknown field", `{ desa(within: "35.10") { jumlah } }`, gis.Invalid, "jumlah"},
		{"unknown rule", `{ desaWithoutPustu(within: "35.10", rule: STRICT) { totalCount } }`, gis.Invalid, "STRICT"},
		{"bad date", `{ desaWithoutPustu(within: "35.10", asOf: "2024-2-3") { totalCount } }`, gis.Invalid, "YYYY-MM-DD"},
		{"since after asOf", `{ desaWithoutPustu(within: "35.10", asOf: "2024-02-03", since: "2025-01-01") { totalCount } }`, gis.Invalid, "before"},
		{"unknown standard", `{ workforceGaps(within: "35.10", standard: "tidak-ada") { totalCount } }`, gis.NotFound, "tidak-ada"},
		{"negative tolerance", `{ wilayah(code: "35.10") { geometry(toleranceM: -1) } }`, gis.Invalid, "toleranceM"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			if a := w.refused(c.kind, "%s", c.query); !strings.Contains(a.Errors[0].Extensions.Messages.EN, c.says) {
				t.Errorf("want %q in %q", c.says, a.Errors[0].Extensions.Messages.EN)
			}
		})
	}
}

func TestLanguageOfMessages(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	for accept, want := range map[string]string{
		"": "belum dimuat", "id": "belum dimuat", "en-GB,en;q=0.8": "not loaded", "id;q=0.9,en;q=0.1": "belum dimuat", "nl": "belum dimuat",
	} {
		a := w.ask(`{ desa(within: "99.99") { totalCount } }`, "Accept-Language", accept)
		if !strings.Contains(a.Errors[0].Message, want) {
			t.Errorf("%q: %s", accept, a.Errors[0].Message)
		}
	}
	for _, query := range []string{`{ desa( }`, `{ apa }`} {
		id, en := w.ask(query), w.ask(query, "Accept-Language", "en")
		if !strings.HasPrefix(id.Errors[0].Message, "Kueri") || !strings.HasPrefix(en.Errors[0].Message, "The query") {
			t.Errorf("%s: %q and %q", query, id.Errors[0].Message, en.Errors[0].Message)
		}
		if id.Errors[0].Extensions.Messages != en.Errors[0].Extensions.Messages {
			t.Errorf("%s: the messages differ by language asked", query)
		}
	}
}

func TestMalformedVariables(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	for _, body := range []string{
		`{"query": "query($n: Int!) { desa(within: \"35.10\", first: $n) { totalCount } }", "variables": {"n": "sepuluh"}}`,
		`{"query": "query($c: WilayahCode!) { wilayah(code: $c) { name } }", "variables": {"c": 35.1}}`,
		`{"query": "query($n: Int) { desa(within: \"35.10\", first: $n) { totalCount } }", "variables": {"n": 1000000}}`,
		`bukan json`,
	} {
		if a := w.post(body); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.Invalid {
			t.Errorf("%s: %+v", body, a.Errors)
		}
	}
	if a := w.post(strings.Repeat(" ", 300<<10)); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != gis.Invalid {
		t.Errorf("a body too large: %+v", a.Errors)
	}
}

func TestCursorOfAnotherQuestion(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village)
	first := read[struct {
		Desa struct{ PageInfo struct{ EndCursor string } }
	}](w, `{ desa(within: "35.10", first: 2) { pageInfo { endCursor } } }`).Desa.PageInfo.EndCursor
	w.refused(gis.Conflict, `{ desa(within: "35.10.01", first: 2, after: %q) { totalCount } }`, first)
	w.refused(gis.Conflict, `{ facilities(within: "35.10", first: 2, after: %q) { totalCount } }`, first)
	w.exec(`update data.wilayah set name = 'Lain' where code = '35.10.01.2001'`)
	w.refused(gis.Conflict, `{ desa(within: "35.10", first: 2, after: %q) { totalCount } }`, first)
}

func TestDatabaseDown(t *testing.T) {
	w := newWorld(t, graph.Limits{Time: 5 * time.Second}, village)
	cut := w.throughProxy()
	read[any](w, `{ wilayah(code: "35.10") { name } }`)
	cut()
	for range 3 { // the first finds a broken connection, the next ones nobody who answers
		w.refused(gis.Unavailable, `{ wilayah(code: "35.10") { name } }`)
	}
}

// A connection that the server ends is replaced: whoever asks next is served.
func TestDatabaseComesBack(t *testing.T) {
	w := newWorld(t, graph.Limits{Time: 10 * time.Second}, village)
	read[any](w, `{ wilayah(code: "35.10") { name } }`)
	for range 3 {
		w.exec(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'jangkau' and datname = current_database()`)
		if a := w.ask(`{ wilayah(code: "35.10") { name } }`); len(a.Errors) > 0 && a.Errors[0].Extensions.Code != gis.Unavailable {
			t.Errorf("%+v", a.Errors)
		}
		read[any](w, `{ wilayah(code: "35.10") { name } }`)
	}
	w.idle()
}

// throughProxy puts a proxy between the handler and the database, and returns
// what cuts it.
func (w *world) throughProxy() (cut func()) {
	to := w.owner.Config()
	network, address := pgconn.NetworkAddress(to.Host, to.Port)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	var conns []net.Conn
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial(network, address)
			if err != nil {
				return
			}
			w.mu.Lock()
			conns = append(conns, in, out)
			w.mu.Unlock()
			go func() { _, _ = io.Copy(in, out) }()
			go func() { _, _ = io.Copy(out, in) }()
		}
	}()
	d, err := db.Open(w.t.Context(), db.Config{URL: fmt.Sprintf("postgres://%s:%s@%s/%s?sslmode=disable", to.User, to.Password, l.Addr(), to.Database)})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(d.Close)
	w.db = d
	return func() {
		l.Close()
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, c := range conns {
			c.Close()
		}
	}
}

// broken is a store with a bug in it.
type broken struct{ graph.Reader }

func TestPanicsAreHidden(t *testing.T) {
	w := newWorld(t, graph.Limits{})
	w.handler = graph.NewHandler(graph.Config{Store: graph.StoreFunc(func() graph.Reader { return broken{w.session()} })})
	a := w.refused(gis.Internal, `{ standards { id } }`)
	if strings.Contains(string(a.Data)+a.Errors[0].Message, "rahasia") {
		t.Errorf("the panic reached the caller: %+v", a)
	}
}

func (broken) Standards(context.Context) ([]*gis.Standard, error) { panic("rahasia") }
