package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/graph"
	"jangkau/job"
	"jangkau/publish/export"
	"jangkau/publish/ogc"
	"jangkau/publish/paper"
	"jangkau/publish/tiles"
	"jangkau/travel"
	"jangkau/web"
)

type serveCommand struct {
	Listen      string        `env:"JANGKAU_LISTEN" default:"127.0.0.1:8080" help:"Alamat dan porta. / Address and port."`
	DemoIfEmpty bool          `help:"Muat data peragaan bila basis data kosong. / Load the demonstration into an empty store."`
	Engines     int           `env:"JANGKAU_ENGINES" default:"4" help:"Profil dan varian yang disimpan siap di memori sekaligus. / Profiles and variants kept ready in memory at once."`
	URL         string        `env:"JANGKAU_URL" placeholder:"URL" help:"Alamat server bagi dunia luar, untuk tautan; kosong: seperti permintaan datang. / Where the world reaches the server, for links; empty: as each request did."`
	TileCacheMB int           `env:"JANGKAU_TILE_CACHE_MB" default:"64" help:"Memori untuk petak peta, MB. / Memory for map tiles, MB."`
	Basemap     string        `env:"JANGKAU_BASEMAP" placeholder:"URL|FILE" help:"Peta dasar: alamat petak dengan {z}/{x}/{y}, atau berkas .pmtiles; kosong: tanpa. / Basemap: an address of tiles, or a .pmtiles file; empty: none."`
	Attribution string        `env:"JANGKAU_BASEMAP_ATTRIBUTION" placeholder:"TEXT" help:"Pembuat peta dasar, ditulis di peta. / Who made the basemap, written on the map."`
	Analysts    string        `env:"JANGKAU_ANALYSTS" default:"loopback" placeholder:"WHO" help:"Siapa yang boleh menyuruh menghitung: loopback (komputer ini), none, atau jaringan seperti 10.1.0.0/16. / Who may have something computed: loopback (this machine), none, or networks."`
	Jobs        bool          `env:"JANGKAU_JOBS" default:"true" negatable:"" help:"Kerjakan hitungan latar belakang di server ini. / Do background work in this server."`
	Drain       time.Duration `default:"10s" help:"Waktu menunggu permintaan selesai saat berhenti. / How long to wait for requests when stopping."`
}

// now is the time in western Indonesia (UTC+7), whose calendar says which day is
// today when a question does not.
func now() time.Time { return time.Now().In(time.FixedZone("WIB", 7*60*60)) }

// viewer is the caller of every request while there are no accounts: it reads all
// of Indonesia and writes nothing.
var viewer = db.Caller{Role: "viewer"}

func (c *serveCommand) Run(ctx context.Context, e *environment) error {
	who, err := parseAnalysts(c.Analysts)
	if err != nil {
		return err
	}
	// Before the store: a port that is taken should be known at once.
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return listenError(c.Listen, err)
	}
	defer listener.Close()
	below, err := basemap(c.Basemap, c.Attribution)
	if err != nil {
		return err
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if c.DemoIfEmpty {
		if err := e.demoIfEmpty(ctx, s); err != nil {
			return err
		}
	}
	have, err := s.Holdings(ctx)
	if err != nil {
		return err
	}
	if len(have.Demo) > 0 {
		fmt.Fprintln(e.out, gis.T("PERAGAAN: data ini rekaan; jangan dipakai untuk mengambil keputusan.",
			"DEMONSTRATION: this data is made up; nothing may be decided by it.").In(e.Lang))
	}
	roads := travel.New(travel.Config{Loader: s.TravelLoader(), Log: e.log, Now: now, Engines: c.Engines, Folder: e.indexFolder()})
	defer roads.Close()
	roads.Warm()
	background, cancel := context.WithCancel(ctx)
	defer cancel()
	go e.dumpWeekly(background, s)
	go e.drawShapes(background, s)
	jobs := c.runner(e, s, roads)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		jobs.Run(background)
	}()
	defer func() { cancel(); <-ended }() // before the store closes: what it was at is given back
	return c.serve(ctx, e, listener, c.handler(e, s, roads, below, jobs, who), jobs.Close)
}

// listenError says why an address cannot be served at, and what to write instead.
func listenError(address string, err error) error {
	why := gis.T("tulis ALAMAT:PORTA, misalnya 127.0.0.1:8081", "write ADDRESS:PORT, as in 127.0.0.1:8081")
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		why = gis.T("sudah dipakai program lain. Pilih porta lain dengan --listen atau JANGKAU_LISTEN, misalnya 127.0.0.1:8081",
			"another program has it. Choose another port with --listen or JANGKAU_LISTEN, as in 127.0.0.1:8081")
	case errors.Is(err, syscall.EACCES):
		why = gis.T("porta di bawah 1024 hanya untuk root. Pilih porta lain, misalnya 127.0.0.1:8081",
			"ports below 1024 are for root alone. Choose another, as in 127.0.0.1:8081")
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		why = gis.T("itu bukan alamat komputer ini. Pakai 127.0.0.1, atau 0.0.0.0 untuk semua jaringannya",
			"that is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all its networks")
	}
	return &gis.Error{Kind: gis.Unavailable, Field: "--listen", Err: err, Message: gis.Text{
		ID: "Alamat " + address + " tidak dapat dipakai: " + why.ID, EN: "The address " + address + " cannot be used: " + why.EN,
	}}
}

// handler is everything the server answers.
func (c *serveCommand) handler(e *environment, s *store, roads *travel.Service, below web.Basemap, jobs *job.Runner, who analysts) http.Handler {
	mux := http.NewServeMux()
	answers := graph.NewHandler(graph.Config{
		Store:  graph.StoreFunc(func() graph.Reader { return s.NewSession(viewer) }),
		Travel: roads, Jobs: s.DB, Editor: s.DB, Watcher: jobs, Role: who.roleOf, Logger: e.log, Now: now,
	})
	mux.Handle("/graphql", answers)
	publisher := s.NewPublisher(viewer)
	for path, h := range map[string]http.Handler{
		"/tiles":  tiles.NewHandler(tiles.Config{Store: publisher, Logger: e.log, Now: now, Cache: c.TileCacheMB << 20, URL: c.URL}),
		"/ogc":    ogc.NewHandler(ogc.Config{Store: publisher, Areas: &areas{roads: roads, store: s}, Logger: e.log, Now: now, URL: c.URL}),
		"/export": export.NewHandler(export.Config{Store: publisher, Logger: e.log, Now: now, URL: c.URL}),
		"/pdf":    paper.NewHandler(paper.Config{Answers: graph.Asker{Handler: answers}, Store: publisher, Logger: e.log, Now: now, URL: c.URL}),
	} {
		mux.Handle(path, h)
		mux.Handle(path+"/", h)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		if err := s.Ping(ctx); err != nil {
			http.Error(w, "database unavailable", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.Handle("/", web.Handler(below))
	return sameSiteOnly(mux)
}

func (c *serveCommand) serve(ctx context.Context, e *environment, listener net.Listener, h http.Handler, watches func()) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()
	fmt.Fprintln(e.out, gis.T("Jangkau melayani di http://%s (peta: /, GraphQL: /graphql, GraphiQL: /graphiql). Berhenti: Ctrl+C",
		"Jangkau serves at http://%s (map: /, GraphQL: /graphql, GraphiQL: /graphiql). To stop: Ctrl+C", listener.Addr()).In(e.Lang))
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	watches() // who watches a job would be waited for to the job's end
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Drain)
	defer cancel()
	if err := srv.Shutdown(drain); err != nil && !errors.Is(err, http.ErrServerClosed) {
		e.log.Warn("requests were cut off when stopping", "error", err)
		srv.Close()
	}
	return nil
}

// dumpWeekly keeps a dump that is at most a week old of Jangkau's own database.
func (e *environment) dumpWeekly(ctx context.Context, s *store) {
	if s.own == nil {
		return
	}
	for {
		if _, err := s.own.DumpIfOlder(ctx, dumpAge); err != nil && ctx.Err() == nil {
			e.log.Error("the weekly dump failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Hour):
		}
	}
}

// drawShapes draws what tiles are made of, whenever boundaries or roads have changed.
// Until a boundary is drawn its tiles are made without, only slower.
func (e *environment) drawShapes(ctx context.Context, s *store) {
	drawn := ""
	for {
		start := time.Now()
		shapes, now, err := s.DrawShapes(ctx, drawn)
		if err != nil && ctx.Err() == nil {
			e.log.Error("drawing shapes for tiles failed", "error", err)
		}
		if drawn = now; shapes > 0 {
			e.log.Info("shapes for tiles drawn", "shapes", shapes, "ms", time.Since(start).Milliseconds())
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(drawPause):
		}
	}
}

// drawPause is how long a change may wait to be drawn. To look is one small query.
const drawPause = 5 * time.Second
