// Package publish is what tiles, OGC API Features, exports and papers have in common:
// the edge where requests come in and answers that went wrong go out. The four
// themselves are below it; each says in an interface what it needs of the store.
package publish

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"golang.org/x/text/language"

	"jangkau/gis"
)

// Edge gives every request its id, its deadline and a line in the log, and turns the
// error of a handler into an answer.
type Edge struct {
	Log  *slog.Logger
	Time time.Duration // of a request; 0: none
	// Answered is the level at which what went well is told.
	Answered slog.Level
}

// Handler is an http.HandlerFunc that may fail. What it wrote before it failed has
// gone out: it fails first and writes then.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Handle makes an http.Handler of h.
func (e Edge) Handle(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		if e.Time > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, e.Time)
			defer cancel()
		}
		id := requestID()
		w.Header().Set("X-Request-Id", id)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		// A deadline for a slow reader (Patient) is this answer's, not the connection's.
		defer func() { _ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) }()
		start, out := time.Now(), &watched{ResponseWriter: w}
		err := guarded(h, out, r.WithContext(ctx))
		level, attrs := e.Answered, []any{"request", id, "path", r.URL.Path, "ms", time.Since(start).Milliseconds()}
		switch {
		case err == nil:
		case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
			attrs = append(attrs, "ended", "the caller went away")
		default:
			told := translate(err)
			if told.Kind == gis.Internal || told.Kind == gis.Unavailable {
				level, attrs = slog.LevelError, append(attrs, "code", told.Kind, "error", err)
			}
			if out.begun {
				// Half an answer must not look whole: the connection breaks off.
				e.Log.Log(ctx, level, "published", append(attrs, "ended", "broken off")...)
				panic(http.ErrAbortHandler)
			}
			writeProblem(w, r, id, told)
		}
		e.Log.Log(ctx, level, "published", attrs...)
	})
}

// guarded runs h; a panic of ours becomes an error.
func guarded(h Handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return h(w, r)
}

// watched knows whether an answer has begun.
type watched struct {
	http.ResponseWriter
	begun bool
}

func (w *watched) WriteHeader(status int) {
	w.begun = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is beneath.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func requestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}

// Indonesian first: it is what is spoken where no language is asked for.
var languages = language.NewMatcher([]language.Tag{language.Indonesian, language.English})

// Language is the one that a caller reads best: id or en.
func Language(r *http.Request) string {
	_, i := language.MatchStrings(languages, r.Header.Get("Accept-Language"))
	return [...]string{"id", "en"}[i]
}

// translate finds what a caller may know of err.
func translate(err error) *gis.Error {
	var known *gis.Error
	if errors.As(err, &known) {
		return known
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return gis.NewError(gis.Unavailable,
			"Permintaan ini terlalu lama; persempit wilayahnya atau ulangi nanti",
			"This request takes too long; narrow its area or ask again later")
	}
	return &gis.Error{Kind: gis.Internal, Err: err, Message: gis.T(
		"Kesalahan di dalam program; sebutkan requestId bila melapor",
		"An error inside the program; name the requestId when reporting it")}
}

var statuses = map[gis.ErrorKind]int{
	gis.NotFound: http.StatusNotFound, gis.Invalid: http.StatusBadRequest, gis.Conflict: http.StatusConflict,
	gis.Unauthorised: http.StatusForbidden, gis.Unavailable: http.StatusServiceUnavailable, gis.Internal: http.StatusInternalServerError,
}

// problem is an answer that went wrong: RFC 9457's members, and OGC API's code and
// description, so that either sort of client finds what it looks for.
type problem struct {
	Type        string        `json:"type"`
	Title       string        `json:"title"`
	Status      int           `json:"status"`
	Detail      string        `json:"detail"`
	Code        gis.ErrorKind `json:"code"`
	Description string        `json:"description"`
	Parameter   string        `json:"parameter,omitempty"`
	Messages    gis.Text      `json:"messages"`
	RequestID   string        `json:"requestId"`
}

func writeProblem(w http.ResponseWriter, r *http.Request, id string, told *gis.Error) {
	status, text := statuses[told.Kind], told.Message.In(Language(r))
	h := w.Header()
	for _, name := range []string{"ETag", "Content-Disposition", "Content-Encoding", "Content-Length", "Last-Modified"} {
		h.Del(name)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Language")
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "5")
	}
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(problem{ // the caller may have gone
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: text, Description: text,
		Code: told.Kind, Parameter: told.Field, Messages: told.Message, RequestID: id,
	})
}
