package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/graph"
	"jangkau/travel"
	"jangkau/web"
)

type serveCommand struct {
	Listen      string        `env:"JANGKAU_LISTEN" default:"127.0.0.1:8080" help:"Alamat dan porta. / Address and port."`
	DemoIfEmpty bool          `help:"Muat data peragaan bila basis data kosong. / Load the demonstration into an empty store."`
	Drain       time.Duration `default:"10s" help:"Waktu menunggu permintaan selesai saat berhenti. / How long to wait for requests when stopping."`
}

// now is the time in western Indonesia (UTC+7), whose calendar says which day is
// today when a question does not.
func now() time.Time { return time.Now().In(time.FixedZone("WIB", 7*60*60)) }

// viewer is the caller of every request while there are no accounts: it reads all
// of Indonesia and writes nothing.
var viewer = db.Caller{Role: "viewer"}

func (c *serveCommand) Run(ctx context.Context, e *environment) error {
	// Before the store: a port that is taken should be known at once.
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return &gis.Error{Kind: gis.Unavailable, Field: "--listen", Err: err, Message: gis.T(
			"Alamat %s tidak dapat dipakai (sudah dipakai program lain?); pilih yang lain dengan --listen",
			"The address %s cannot be used (taken by another program?); choose another with --listen", c.Listen)}
	}
	defer listener.Close()
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
	roads := travel.New(travel.Config{Loader: s.TravelLoader(), Log: e.log, Now: now})
	defer roads.Close()
	roads.Warm()
	background, cancel := context.WithCancel(ctx)
	defer cancel()
	go e.dumpWeekly(background, s)
	return c.serve(ctx, e, listener, handler(e, s, roads))
}

// handler is everything the server answers.
func handler(e *environment, s *store, roads *travel.Service) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", graph.NewHandler(graph.Config{
		Store:  graph.StoreFunc(func() graph.Reader { return s.NewSession(viewer) }),
		Travel: roads, Logger: e.log, Now: now,
	}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		if err := s.Ping(ctx); err != nil {
			http.Error(w, "database unavailable", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.Handle("/", web.Handler())
	return http.NewCrossOriginProtection().Handler(mux)
}

func (c *serveCommand) serve(ctx context.Context, e *environment, listener net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()
	fmt.Fprintln(e.out, gis.T("Jangkau melayani di http://%s (GraphQL: /graphql, GraphiQL: /graphiql)",
		"Jangkau serves at http://%s (GraphQL: /graphql, GraphiQL: /graphiql)", listener.Addr()).In(e.Lang))
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
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
