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
	"log/slog"
	"net/http"
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
}

// Config is what the handler works with; Store and Travel are needed.
type Config struct {
	Store  Store
	Travel Travel
	Logger *slog.Logger     // nil: nothing is logged
	Limits Limits           // zero values: the defaults
	Now    func() time.Time // nil: time.Now
}

// NewHandler serves GraphQL over POST, GET and server-sent events.
func NewHandler(cfg Config) http.Handler {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	cfg.Limits = cfg.Limits.withDefaults()
	ec := exec.Config{Resolvers: &Resolver{}}
	complexity(&ec.Complexity)
	srv := handler.New(exec.NewExecutableSchema(ec))
	srv.AddTransport(transport.SSE{})
	srv.AddTransport(transport.Options{})
	srv.AddTransport(transport.GET{})
	srv.AddTransport(transport.POST{})
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
	return &server{cfg: cfg, graphql: srv}
}

// server gives every request its id, language, deadline and view of the store.
type server struct {
	cfg     Config
	graphql http.Handler
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), s.cfg.Limits.Time)
	defer cancel()
	id, lang := requestID(), languageOf(r)
	w.Header().Set("X-Request-Id", id)
	w.Header().Set("Vary", "Accept-Language")
	reader := s.cfg.Store.NewReader()
	defer reader.Close(ctx)
	q := newRequest(id, lang, reader, s.cfg.Now(), &pinnedTravel{service: s.cfg.Travel, reader: reader}, s.cfg.Limits.Searches)
	start := time.Now()
	if r.ContentLength > s.cfg.Limits.Body {
		tooLarge(w, q, s.cfg.Limits.Body)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.cfg.Limits.Body)
	s.graphql.ServeHTTP(w, r.WithContext(context.WithValue(ctx, requestKey{}, q)))
	s.cfg.Logger.InfoContext(ctx, "request", "request", id, "method", r.Method, "ms", time.Since(start).Milliseconds())
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

// tooLarge answers for a body that is not even read.
func tooLarge(w http.ResponseWriter, q *request, limit int64) {
	text := gis.T("Permintaan terlalu besar: paling banyak %d bita", "The request is too large: at most %d bytes", limit)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusRequestEntityTooLarge)
	writeJSON(w, map[string]any{
		"data": nil, "extensions": map[string]any{"requestId": q.id},
		"errors": []any{map[string]any{"message": text.In(q.lang), "extensions": map[string]any{
			"code": gis.Invalid, "messages": text, "requestId": q.id,
		}}},
	})
}
