// Package graph serves the GraphQL contract of schema/. Resolvers are thin: they
// check arguments, ask the Store or travel once, and hand on what they answer.
//
// Start with handler.go (what a request goes through), store.go (what is asked of
// the store), request.go and peers.go (how a nested query costs one statement a
// level), then the *.resolvers.go, one a file of the schema.
package graph

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/text/language"

	"jangkau/gis"
	"jangkau/graph/internal/exec"
	"jangkau/travel"
)

// Travel pins one version of roads, people and facilities: a *travel.Service.
type Travel interface {
	PinVersion(ctx context.Context, v travel.Version) (*travel.Pinned, error)
	Pin(ctx context.Context) (*travel.Pinned, error)
}

// Analyst is the role of a caller who may have something computed, and stopped, and
// may mend facilities.
const Analyst = "analyst"

// Config is what the handler works with; Store and Travel are needed.
type Config struct {
	Store   Store
	Travel  Travel
	Jobs    Jobs
	Editor  Editor
	Watcher Watcher
	Role    func(*http.Request) string // of who asks; nil: nobody may change anything
	Logger  *slog.Logger               // nil: nothing is logged
	Limits  Limits                     // zero values: the defaults
	Now     func() time.Time           // nil: time.Now
}

// NewHandler serves GraphQL over POST, GET and server-sent events.
func NewHandler(cfg Config) http.Handler {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Role == nil {
		cfg.Role = func(*http.Request) string { return "" }
	}
	cfg.Limits = cfg.Limits.withDefaults()
	ec := exec.Config{Resolvers: &Resolver{}}
	complexity(&ec.Complexity)
	srv := handler.New(exec.NewExecutableSchema(ec))
	transports := []graphql.Transport{transport.SSE{KeepAlivePingInterval: cfg.Limits.Heartbeat}, transport.Options{}, transport.GET{}, transport.POST{}}
	for _, t := range transports {
		srv.AddTransport(t)
	}
	srv.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	srv.SetParserTokenLimit(cfg.Limits.Tokens)
	srv.SetErrorPresenter(presenter(cfg.Logger))
	srv.SetRecoverFunc(recovered(cfg.Logger))
	srv.Use(extension.Introspection{})
	srv.Use(shape{cfg.Limits})
	srv.Use(extension.FixedComplexityLimit(cfg.Limits.Complexity))
	srv.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		graphql.RegisterExtension(ctx, "requestId", requestOf(ctx).id)
		return next(ctx)
	})
	return &server{cfg: cfg, graphql: srv, transports: transports}
}

// server gives every request its id, language, deadline and view of the store.
type server struct {
	cfg        Config
	graphql    http.Handler
	transports []graphql.Transport
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Not WithTimeout: who watches a job does so to its end.
	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	deadline := time.AfterFunc(s.cfg.Limits.Time, func() { cancel(context.DeadlineExceeded) })
	defer deadline.Stop()
	id, lang := requestID(), languageOf(r)
	w.Header().Set("X-Request-Id", id)
	w.Header().Set("Vary", "Accept-Language")
	reader := s.cfg.Store.NewReader()
	defer reader.Close(ctx)
	q := newRequest(id, lang, reader, s.cfg.Now(), &pinnedTravel{service: s.cfg.Travel, reader: reader}, s.cfg.Limits.Searches)
	q.way = way{get: r.Method == http.MethodGet, stream: s.transports[0].Supports(r)}
	q.role, q.jobs, q.editor, q.watcher, q.endless = s.cfg.Role(r), s.cfg.Jobs, s.cfg.Editor, s.cfg.Watcher, func() { deadline.Stop() }
	start := time.Now()
	if status, text := s.unreadable(r); status != 0 {
		refuse(w, q, status, text)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.cfg.Limits.Body)
	s.graphql.ServeHTTP(w, r.WithContext(context.WithValue(ctx, requestKey{}, q)))
	s.cfg.Logger.InfoContext(ctx, "request", "request", id, "method", r.Method, "ms", time.Since(start).Milliseconds())
}

// way is how a request came.
type way struct{ get, stream bool }

// allows refuses what gqlgen would, or would answer with the first event alone: here
// it is said in both languages, with what to do.
func (w way) allows(o ast.Operation) error {
	switch {
	case o == ast.Mutation && w.get:
		return gis.NewError(gis.Invalid, "Perubahan hanya lewat POST, bukan GET", "Changes are made by POST, not GET")
	case o == ast.Subscription && !w.stream:
		return gis.NewError(gis.Invalid,
			"Kemajuan diikuti lewat POST dengan Accept: text/event-stream; atau tanyakan job(id) sesekali",
			"Progress is watched over POST with Accept: text/event-stream; or ask job(id) now and then")
	}
	return nil
}

func requestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}

// Indonesian first: it is what is spoken where no language is asked for.
var languages = language.NewMatcher([]language.Tag{language.Indonesian, language.English})

func languageOf(r *http.Request) string {
	_, i := language.MatchStrings(languages, r.Header.Get("Accept-Language"))
	return [...]string{"id", "en"}[i]
}

// unreadable finds what is wrong with a request before GraphQL sees it: there it
// would get an answer without a code, in one language. Status 0: nothing.
func (s *server) unreadable(r *http.Request) (status int, text gis.Text) {
	if r.ContentLength > s.cfg.Limits.Body {
		return http.StatusRequestEntityTooLarge, gis.T(
			"Permintaan terlalu besar: paling banyak %d bita", "The request is too large: at most %d bytes", s.cfg.Limits.Body)
	}
	if !slices.ContainsFunc(s.transports, func(t graphql.Transport) bool { return t.Supports(r) }) {
		return http.StatusUnsupportedMediaType, gis.T(
			"Kirim kueri dengan POST dan Content-Type: application/json, atau dengan GET",
			"Send the query by POST with Content-Type: application/json, or by GET")
	}
	if r.Method != http.MethodGet {
		return 0, text
	}
	args, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return http.StatusBadRequest, gis.T("Alamatnya tidak dapat dibaca", "The address cannot be read")
	}
	for _, name := range []string{"variables", "extensions"} {
		var m map[string]any
		if v := args.Get(name); v != "" && json.Unmarshal([]byte(v), &m) != nil {
			return http.StatusBadRequest, gis.T("%s harus berupa objek JSON", "%s must be a JSON object", name)
		}
	}
	return 0, text
}

// refuse answers for a request that GraphQL does not see.
func refuse(w http.ResponseWriter, q *request, status int, text gis.Text) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	writeJSON(w, map[string]any{
		"data": nil, "extensions": map[string]any{"requestId": q.id},
		"errors": []any{map[string]any{"message": text.In(q.lang), "extensions": map[string]any{
			"code": gis.Invalid, "messages": text, "requestId": q.id,
		}}},
	})
}
