package ingest

import (
	"sync"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// Result is what the report of an import prints and its exit status follows.
// Rows is the sum of Added, Changed, Unchanged and Rejected; Missing are rows of
// the store that the file no longer holds.
type Result struct {
	Rows, Added, Changed, Unchanged, Rejected, Suspicious, Missing int

	Source, Kind string
	RunID        int64 // 0 where nothing was kept
	DryRun       bool
	Refused      bool // a strict import with a rejected row: nothing was kept

	Report     read.Report
	Issues     []Issue // the first keptIssues; the store has them all
	IssueCount int
	Extra      []gis.Text // what else a person should read, in order
}

// keptIssues bounds the memory of a report: a file of millions of bad rows is
// told by its first ones and its count.
const keptIssues = 100_000

// Exit statuses of an import.
const (
	ExitLoaded  = 0 // all rows loaded
	ExitRefused = 1 // nothing loaded
	ExitPartly  = 3 // good rows loaded though others were rejected
)

// ExitCode is the exit status that tells a script what became of the file.
func (r Result) ExitCode(strict bool) int {
	switch {
	case r.Refused || strict && r.Rejected > 0:
		return ExitRefused
	case r.Rejected == 0:
		return ExitLoaded
	case r.Rejected >= r.Rows:
		return ExitRefused
	}
	return ExitPartly
}

func (r Result) totals() Totals {
	return Totals{
		Rows: r.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged,
		Rejected: r.Rejected, Suspicious: r.Suspicious, Missing: r.Missing,
	}
}

// say adds a line to the report.
func (r *Result) say(id, en string, args ...any) { r.Extra = append(r.Extra, gis.T(id, en, args...)) }

// recorder takes the issues of a run, from the reader and from the loader, which
// may work at the same time. A row with two issues counts once.
type recorder struct {
	mu                   sync.Mutex
	rows                 int
	rejected, suspicious map[int]struct{}
	store                func(Issue)
	res                  *Result
}

func newRecorder(res *Result, store func(Issue)) *recorder {
	return &recorder{rejected: map[int]struct{}{}, suspicious: map[int]struct{}{}, store: store, res: res}
}

// read takes an issue from a reader.
func (c *recorder) read(i read.Issue) { c.add(Issue{Issue: i}) }

// add takes an issue. A REJECTED or SUSPICIOUS one of line 0 is about the whole
// file and counts no row.
func (c *recorder) add(i Issue) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i.Line > 0 {
		switch i.Severity {
		case read.Rejected:
			c.rejected[i.Line] = struct{}{}
		case read.Suspicious:
			c.suspicious[i.Line] = struct{}{}
		}
	}
	c.res.IssueCount++
	if len(c.res.Issues) < keptIssues {
		c.res.Issues = append(c.res.Issues, i)
	}
	c.store(i)
}

// settleMissing is called between reading and writing, and tells whether rows that
// the file does not hold are to be closed. Never after a rejected row: it may be one
// of them, and a slip of the pen must not end what it was about.
func (c *recorder) settleMissing(load Load, asked bool) bool {
	n := max(len(c.rejected), c.res.Report.Rejected)
	if n == 0 {
		return asked
	}
	load.KeepMissing()
	if asked {
		c.add(Issue{Issue: read.Issue{
			Code: CodeNothingClosed, Severity: read.Note, Field: "--close-missing",
			Reason: gis.T("%d baris ditolak, sehingga tidak pasti apa yang tidak ada lagi", "%d rows were rejected, so what is no longer there is not certain", n),
			Action: gis.T("Tidak ada yang ditutup; perbaiki baris itu lalu impor ulang", "Nothing was closed; mend those rows and import again"),
		}})
	}
	return false
}

// settleWhole tells whether a list that was declared complete may be recorded so. Never
// with a rejected row, which is a facility or an assignment that the register lacks: the
// list is recorded as not whole, and the report says how to mend it.
func (c *recorder) settleWhole(asked bool, within gis.WilayahCode) bool {
	n := max(len(c.rejected), c.res.Report.Rejected)
	if !asked || n == 0 {
		return asked
	}
	c.add(Issue{Wilayah: within, Issue: read.Issue{
		Code: CodeNotWhole, Severity: read.Suspicious, Field: "--complete",
		Reason: gis.T("%d baris ditolak, sehingga daftar ini tidak memuat semuanya", "%d rows were rejected, so that the list does not hold everything", n),
		Action: gis.T("Dicatat sebagai daftar yang belum lengkap; perbaiki baris itu lalu impor lagi dengan --complete", "Recorded as not whole; mend those rows and import again with --complete"),
	}})
	return false
}

// report keeps what the reader saw. Blank lines and totals are no rows.
func (c *recorder) report(r read.Report) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.res.Report = r
	c.rows = r.Rows - r.Skipped
}
