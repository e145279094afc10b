package main

import (
	"context"
	"fmt"
	"strings"

	"jangkau/gis"
)

type matchCommand struct {
	List   matchList   `cmd:"" default:"withargs" help:"Tampilkan pencocokan yang menunggu. / Show matches that wait."`
	Accept matchAccept `cmd:"" help:"Terima, dengan nilai calon atau nilai lain. / Accept, with a candidate's or another value."`
	Reject matchReject `cmd:"" help:"Tolak semua calon. / Reject every candidate."`
}

type matchList struct {
	Within string `help:"Hanya wilayah ini. / Only this wilayah." placeholder:"CODE"`
	All    bool   `help:"Juga yang sudah diputuskan. / Decided ones too."`
	Limit  int    `default:"50" help:"Paling banyak sekian; 0: semua. / At most so many; 0: all."`
}

func (c *matchList) Run(ctx context.Context, e *environment) error {
	within, err := parseCode("--within", c.Within)
	if err != nil {
		return err
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	status := gis.MatchPending
	if c.All {
		status = ""
	}
	cases, err := s.ListMatches(ctx, within, status, c.Limit)
	if err != nil {
		return err
	}
	for _, m := range cases {
		fmt.Fprintf(e.out, "%d  %s  %s  (%s, %s %d)  %s\n", m.ID, m.Subject, m.Given, m.SourceName,
			gis.T("baris", "line").In(e.Lang), m.Line, m.Status)
		for _, cand := range m.Candidates {
			fmt.Fprintf(e.out, "      %-16s %s  (%.2f)\n", cand.Value, cand.Label, cand.Score)
		}
		if len(m.Candidates) == 0 && m.Status == gis.MatchPending {
			fmt.Fprintln(e.out, "      "+gis.T("tidak ada calon: sebutkan sendiri, jangkau match accept %d %s",
				"no candidate: name one yourself, jangkau match accept %d %s", m.ID, exampleOf(string(m.Subject))).In(e.Lang))
		}
	}
	switch {
	case len(cases) == 0:
		fmt.Fprintln(e.out, gis.T("Tidak ada pencocokan yang menunggu.", "No match waits.").In(e.Lang))
	case c.Limit > 0 && len(cases) == c.Limit:
		fmt.Fprintln(e.out, gis.T("Terpotong pada %d; --limit 0 menampilkan semua.", "Cut at %d; --limit 0 shows all.", c.Limit).In(e.Lang))
	}
	if len(cases) > 0 {
		fmt.Fprintln(e.out, gis.T("Putuskan: jangkau match accept NOMOR [NILAI], atau jangkau match reject NOMOR",
			"Decide: jangkau match accept ID [VALUE], or jangkau match reject ID").In(e.Lang))
	}
	return nil
}

// exampleOf is a value as a person would type it for a question of this subject.
func exampleOf(subject string) string {
	switch subject {
	case "DESA":
		return "35.10.01.2001"
	case "KIND":
		return "PUSTU"
	}
	return "NILAI"
}

type matchAccept struct {
	ID    int64  `arg:"" help:"Nomor pencocokan. / Number of the match."`
	Value string `arg:"" optional:"" help:"Nilai; kosong: calon teratas bila hanya satu yang terbaik. / Value; empty: the one best candidate."`
}

func (c *matchAccept) Run(ctx context.Context, e *environment) error {
	return e.decide(ctx, c.ID, func(s *store) error { return s.AcceptMatch(ctx, c.ID, strings.TrimSpace(c.Value)) })
}

type matchReject struct {
	ID int64 `arg:"" help:"Nomor pencocokan. / Number of the match."`
}

func (c *matchReject) Run(ctx context.Context, e *environment) error {
	return e.decide(ctx, c.ID, func(s *store) error { return s.RejectMatch(ctx, c.ID) })
}

func (e *environment) decide(ctx context.Context, id int64, how func(*store) error) error {
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := how(s); err != nil {
		return err
	}
	fmt.Fprintln(e.out, gis.T("Pencocokan %d diputuskan; impor berikutnya mengingatnya.", "Match %d is decided; the next import remembers.", id).In(e.Lang))
	return nil
}
