package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

// printedOfCode bounds how many issues of one code a terminal shows; --report
// writes all.
const printedOfCode = 10

// printReport tells a person what became of a file.
func (e *environment) printReport(r ingest.Result, reportFile string) error {
	say := func(id, en string, args ...any) { fmt.Fprintln(e.out, gis.T(id, en, args...).In(e.Lang)) }
	switch {
	case r.Refused:
		say("%s: DITOLAK SELURUHNYA: tidak ada yang dimuat", "%s: REFUSED AS A WHOLE: nothing was loaded", r.Source)
	case r.DryRun:
		say("%s: uji coba (--dry-run): tidak ada yang disimpan", "%s: dry run: nothing was kept", r.Source)
	default:
		say("%s: selesai dimuat", "%s: loaded", r.Source)
	}
	say("  baris dibaca %d · baru %d · berubah %d · tetap %d · ditolak %d · ditandai %d · tidak ada lagi %d",
		"  rows read %d · added %d · changed %d · unchanged %d · rejected %d · flagged %d · missing %d",
		r.Rows, r.Added, r.Changed, r.Unchanged, r.Rejected, r.Suspicious, r.Missing)
	for _, t := range r.Extra {
		fmt.Fprintln(e.out, "  "+t.In(e.Lang))
	}
	e.printIssues(r)
	if reportFile == "" {
		return nil
	}
	if err := writeReport(reportFile, r); err != nil {
		return err
	}
	say("  laporan lengkap: %s", "  full report: %s", reportFile)
	return nil
}

// printIssues shows rejected rows before flagged ones before notes; of many issues
// of one code it shows the first few and counts the rest, so that the rare ones
// are not lost among them.
func (e *environment) printIssues(r ingest.Result) {
	type group struct {
		severity read.Severity
		code     string
	}
	var order []group
	found := map[group][]ingest.Issue{}
	for _, i := range r.Issues {
		g := group{i.Severity, i.Code}
		if len(found[g]) == 0 {
			order = append(order, g)
		}
		found[g] = append(found[g], i)
	}
	cut := 0
	for _, want := range []read.Severity{read.Rejected, read.Suspicious, read.Note} {
		for _, g := range order {
			if g.severity != want {
				continue
			}
			issues := found[g]
			shown := min(len(issues), printedOfCode)
			for _, i := range issues[:shown] {
				e.printIssue(i)
			}
			if rest := len(issues) - shown; rest > 0 {
				cut += rest
				fmt.Fprintln(e.out, gis.T("  … dan %d lagi dengan kode %s", "  … and %d more of code %s", rest, g.code).In(e.Lang))
			}
		}
	}
	if cut += r.IssueCount - len(r.Issues); cut > 0 {
		fmt.Fprintln(e.out, gis.T("  Semuanya: --report BERKAS.csv, atau GraphQL importRuns", "  All of them: --report FILE.csv, or GraphQL importRuns").In(e.Lang))
	}
}

var severityWords = map[read.Severity]gis.Text{
	read.Rejected:   gis.T("DITOLAK", "REJECTED"),
	read.Suspicious: gis.T("ditandai", "flagged"),
	read.Note:       gis.T("catatan", "note"),
}

func (e *environment) printIssue(i ingest.Issue) {
	where := ""
	if i.Line > 0 {
		where = gis.T("baris %d ", "line %d ", i.Line).In(e.Lang)
	}
	if i.Field != "" {
		where += i.Field
	}
	if i.Value != "" {
		if i.Field != "" {
			where += "="
		}
		where += fmt.Sprintf("%q", clip(i.Value, 60))
	}
	fmt.Fprintln(e.out, visible(fmt.Sprintf("  [%s] %s: %s (%s)",
		severityWords[i.Severity].In(e.Lang), strings.TrimSpace(where), i.Reason.In(e.Lang), i.Code)))
	if i.Action.In(e.Lang) != "" {
		fmt.Fprintln(e.out, visible("      → "+i.Action.In(e.Lang)))
	}
}

// visible is text of foreign files as a terminal may show it: what would steer the
// terminal is replaced, and what is no text at all does not fill the screen.
func visible(s string) string {
	return clip(strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
			return '\uFFFD'
		}
		return r
	}, s), 2000)
}

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// reportPlace refuses a report that cannot be written before anything is loaded.
func reportPlace(path string) error {
	if path == "" {
		return nil
	}
	info, err := os.Stat(dirOf(path))
	if err == nil && !info.IsDir() {
		err = os.ErrInvalid
	}
	if err != nil {
		return &gis.Error{Kind: gis.Invalid, Field: "--report", Err: err, Message: gis.T(
			"Laporan %s tidak dapat ditulis: folder %s tidak ada", "The report %s cannot be written: there is no folder %s", path, dirOf(path))}
	}
	trial, err := os.CreateTemp(dirOf(path), ".jangkau-report-*")
	if err != nil {
		return &gis.Error{Kind: gis.Invalid, Field: "--report", Err: err, Message: gis.T(
			"Laporan %s tidak dapat ditulis: folder %s tidak boleh ditulisi pengguna ini", "The report %s cannot be written: this user may not write to %s", path, dirOf(path))}
	}
	trial.Close()
	os.Remove(trial.Name())
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return gis.NewError(gis.Invalid, "--report %s adalah folder; sebutkan nama berkas", "--report %s is a folder; name a file", path)
	}
	return nil
}

// writeReport writes every issue as CSV, in both languages, under a temporary
// name first: a report is whole or not there.
func writeReport(path string, r ingest.Result) error {
	f, err := os.CreateTemp(dirOf(path), ".jangkau-report-*")
	if err != nil {
		return &gis.Error{Kind: gis.Invalid, Field: "--report", Err: err, Message: gis.T(
			"Laporan %s tidak dapat ditulis", "The report %s cannot be written", path)}
	}
	defer os.Remove(f.Name())
	err = writeIssues(f, r.Issues)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write report %s: %w", path, err)
	}
	return nil
}

func writeIssues(w io.Writer, issues []ingest.Issue) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"line", "severity", "code", "field", "value", "reason_id", "reason_en", "action_id", "action_en"}}
	for _, i := range issues {
		rows = append(rows, []string{
			strconv.Itoa(i.Line), string(i.Severity), i.Code, i.Field, i.Value,
			i.Reason.ID, i.Reason.EN, i.Action.ID, i.Action.EN,
		})
	}
	for _, row := range rows {
		for n, cell := range row {
			row[n] = inertCell(cell)
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// inertCell keeps a spreadsheet from running text of a foreign file as a formula.
func inertCell(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t' || s[0] == '\r') {
		return "'" + s
	}
	return s
}
