// Package paper draws answers on one A4 page as PDF: /pdf/desa/{code} and
// /pdf/kabupaten/{code}, for a camat or kepala desa who has no map before them.
//
// Every figure is asked of GraphQL (desa_ask.go, kabupaten_ask.go), so that paper and
// screen cannot differ; then laid out (desa.go, kabupaten.go) with the helpers of
// sheet.go, map.go and charts.go. Whatever the data, it is one page: lists are cut
// where their place ends, and say how many more there are.
package paper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/publish"
)

// Answers are GraphQL's. Errors are *gis.Error.
type Answers interface {
	Ask(ctx context.Context, lang, query string, variables map[string]any, into any) error
}

// Store is what maps are drawn from. Errors are *gis.Error.
type Store interface {
	PaperShapes(ctx context.Context, within gis.WilayahCode, around float64, everyRoad bool) (gis.PaperShapes, error)
}

// Config is what the handler works with; all but URL, Time and Most are needed.
type Config struct {
	Answers Answers
	Store   Store
	Logger  *slog.Logger
	Now     func() time.Time
	URL     string        // where the world reaches the server; "": as each request did
	Time    time.Duration // of a request, its waiting included; 0: 40 seconds
	Most    int           // papers drawn at once, the others wait; 0: 2
}

type handler struct {
	Config
	places chan struct{}
}

// NewHandler serves /pdf and what is below it.
func NewHandler(cfg Config) http.Handler {
	if cfg.Time == 0 {
		cfg.Time = 40 * time.Second
	}
	if cfg.Most == 0 {
		cfg.Most = 2
	}
	h := &handler{cfg, make(chan struct{}, cfg.Most)}
	edge := publish.Edge{Log: cfg.Logger, Time: cfg.Time}
	mux := http.NewServeMux()
	mux.Handle("GET /pdf/desa/{code}", edge.Handle(h.answer(gis.Desa, h.desa)))
	mux.Handle("GET /pdf/kabupaten/{code}", edge.Handle(h.answer(gis.Kabupaten, h.kabupaten)))
	nothing := edge.Handle(func(http.ResponseWriter, *http.Request) error {
		return gis.NewError(gis.NotFound, "Tidak ada apa-apa di alamat ini; yang ada: /pdf/desa/{kode} dan /pdf/kabupaten/{kode}",
			"There is nothing at this address; there are /pdf/desa/{code} and /pdf/kabupaten/{code}")
	})
	mux.Handle("/pdf", nothing)
	mux.Handle("/pdf/", nothing)
	return mux
}

// question is what a paper is asked for, with the words of the queries.
type question struct {
	code    gis.WilayahCode
	lang    string
	rule    gis.PustuRule
	units   gis.WilayahUnits
	asOf    gis.Date
	kinds   []gis.FacilityKind
	profile gis.TravelProfile
	by      gis.TravelMetric
	live    string // the address of the same on the map
	loaded  string // the address that names every source
	printed gis.Date
}

// drawer makes a paper and says what its wilayah is called.
type drawer func(ctx context.Context, q question) (s *sheet, name string, err error)

func (h *handler) question(r *http.Request, level gis.WilayahLevel) (question, error) {
	p := publish.ParamsOf(r)
	q := question{lang: publish.Choice(p, "lang", []string{"id", "en"}, publish.Language(r))}
	q.asOf, _ = p.AsOf(h.Now())
	q.printed = publish.Today(h.Now())
	if level == gis.Kabupaten {
		q.rule, q.units = p.Rule(), p.Units()
	}
	q.kinds = p.Kinds()
	if q.kinds == nil {
		q.kinds = []gis.FacilityKind{gis.KindPustu, gis.KindPuskesmas}
	}
	q.profile = publish.Choice(p, "profile", gis.TravelProfiles, gis.ProfileMotorcycle)
	q.by = publish.Choice(p, "by", []gis.TravelMetric{gis.ByTime, gis.ByDistance}, gis.ByTime)
	if err := p.Err(); err != nil {
		return q, err
	}
	code, err := gis.ParseWilayahCode(r.PathValue("code"))
	if err != nil {
		return q, err
	}
	if code.Level() != level {
		if level == gis.Desa {
			return q, gis.NewError(gis.Invalid, "%s bukan kode desa atau kelurahan; kode desa seperti 35.10.01.2001", "%s is not the code of a desa or kelurahan; one is like 35.10.01.2001", code)
		}
		return q, gis.NewError(gis.Invalid, "%s bukan kode kabupaten atau kota; kodenya seperti 35.10", "%s is not the code of a kabupaten or kota; one is like 35.10", code)
	}
	q.code = code
	q.live, q.loaded = publish.Base(r, h.URL)+"/?w="+string(code), publish.Base(r, h.URL)+"/data"
	return q, nil
}

// answer draws a paper whole before it sends any of it.
func (h *handler) answer(level gis.WilayahLevel, draw drawer) publish.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		q, err := h.question(r, level)
		if err != nil {
			return err
		}
		ctx := r.Context()
		select {
		case h.places <- struct{}{}:
			defer func() { <-h.places }()
		case <-ctx.Done():
			return ctx.Err()
		}
		s, name, err := draw(ctx, q)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := s.write(&b); err != nil {
			return err
		}
		// The tag is of what was drawn: it cannot be that of another moment.
		sum := sha256.Sum256(b.Bytes())
		tag := hex.EncodeToString(sum[:12])
		head := w.Header()
		head.Set("Vary", "Accept-Language")
		head.Set("Cache-Control", "no-cache")
		head.Set("ETag", publish.Tag(tag, false))
		if _, ok := publish.Unchanged(r, tag, false); ok {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
		head.Set("Content-Type", "application/pdf")
		head.Set("Content-Length", fmt.Sprint(b.Len()))
		head.Set("Content-Disposition", fmt.Sprintf(`inline; filename="%s"`, fileName(q, name)))
		if r.Method == http.MethodHead {
			return nil
		}
		_, err = publish.Patient(w).Write(b.Bytes())
		return err
	}
}

// fileName is what a browser keeps a paper under: letters, digits and hyphens alone.
func fileName(q question, name string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, name)
	plain = strings.Join(strings.FieldsFunc(plain, func(r rune) bool { return r == '-' }), "-")
	if len(plain) > 60 {
		plain = plain[:60]
	}
	if plain != "" {
		plain = "_" + plain
	}
	return string(q.code) + plain + "_" + string(q.asOf) + ".pdf"
}
