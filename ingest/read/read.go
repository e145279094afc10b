// Package read turns the files people have (GeoJSON, shapefiles, GeoPackages,
// spreadsheets, OSM extracts) into rows: a path goes in, rows are streamed to a
// sink, and what was wrong is told as issues. It holds no SQL and no network, and
// it never mends silently: what it repairs or drops, it says.
//
// Start here (the contract), then rows.go (what the rows look like). Each reader
// has a file of its own: boundaries.go, facilities.go, population.go, staff.go
// and roads.go; formats shared by several stand in table*.go and geojson.go.
package read

import (
	"context"
	"errors"
	"maps"
	"slices"

	"jangkau/gis"
)

// Severity says what became of the row an issue is about.
type Severity string

const (
	Rejected   Severity = "REJECTED"   // the row is not loaded
	Suspicious Severity = "SUSPICIOUS" // the row is loaded and flagged
	Note       Severity = "NOTE"       // repaired, or simply worth knowing
)

// Issue is one thing a person should know about the file, in words they can act on.
type Issue struct {
	Line     int      // 1-based line (CSV), row (XLSX) or feature; 0 is the whole file
	Code     string   // stable machine code, one of the constants in codes.go
	Severity Severity //
	Field    string   // the column or property concerned, as the file calls it
	Value    string   // what stood there
	Reason   gis.Text // what is wrong and how to mend it
	Action   gis.Text // what was done
}

// Sink takes rows one at a time. An error from it ends the reading and is
// returned as it is.
type Sink[T any] func(T) error

// Options are common to all readers; the zero value works.
type Options struct {
	// Progress is told how much of the file has been read, in bytes (in rows for a
	// GeoPackage); it must be fast.
	Progress func(doneBytes, totalBytes int64)
	// Issue is told every issue as it is found, roughly in the order of the file.
	Issue func(Issue)
	// Columns overrides the guessing: our field name (see the Field constants)
	// to the column or property as the file calls it.
	Columns map[string]string
	// Sheet names the sheet of a workbook; empty is the first with a header row.
	Sheet string
	// Layer names the layer of a GeoPackage; empty is its only feature table.
	Layer string
}

// Report says what a reader saw. Accepted rows went to the sink, Rejected rows
// did not, Skipped rows are blank lines, totals, subtotals and desa without a number of people:
// Rows is the sum.
type Report struct {
	Format   string            // CSV, XLSX, GEOJSON, GEOJSONL, SHAPEFILE, GPKG, PBF
	Encoding string            // UTF-8 or WINDOWS-1252, where the format leaves it open
	Columns  map[string]string // our field to the column it was read from
	Ignored  []string          // columns of the file that nothing was read from
	Rows     int
	Accepted int
	Rejected int
	Skipped  int

	TotalsChecked int // printed totals compared with the sum of their rows
	TotalsEqual   int

	Nodes, Edges int         // roads
	Coverage     *[4]float64 // roads: west, south, east, north, where the file declares it
	Extent       *[4]float64 // roads: the same of the nodes that were read
}

// reader is what every reader carries along: where issues and progress go, and
// the report being filled in.
type reader struct {
	opts       Options
	report     Report
	firstWidth int  // cells of the first row of data
	shortLine  int  // the last CSV row with too few cells
	private    bool // rows may be about persons: never quote them
	// shape tells whether rows begin a table in another way than by a header of fields.
	shape       func(head []tableRow) bool
	sheet       string         // the sheet that is read
	otherSheets []string       // sheets not read that hold a table too
	notes       map[string]int // notes told so far, by code
}

func newReader(o Options) *reader {
	return &reader{opts: o, report: Report{Columns: map[string]string{}}, notes: map[string]int{}}
}

// issue tells an issue; a rejection must also be counted by the caller with
// reject, because one bad row may have several issues.
func (r *reader) issue(i Issue) {
	if r.opts.Issue != nil {
		r.opts.Issue(i)
	}
}

// reject tells the issue and counts its row as rejected.
func (r *reader) reject(i Issue) {
	i.Severity = Rejected
	if i.Action == (gis.Text{}) {
		i.Action = actRejected
	}
	r.report.Rejected++
	r.issue(i)
}

// maxNotes is how many notes of one code are told singly: a hundred thousand
// "read as 35.10.01.2001" would bury what matters.
const maxNotes = 20

// note tells a NOTE, and only counts it once there were many of its code.
func (r *reader) note(i Issue) {
	i.Severity = Note
	if r.notes[i.Code]++; r.notes[i.Code] <= maxNotes {
		r.issue(i)
	}
}

// moreNotes ends a file with how many notes were only counted.
func (r *reader) moreNotes() {
	for _, code := range slices.Sorted(maps.Keys(r.notes)) {
		if more := r.notes[code] - maxNotes; more > 0 {
			r.issue(Issue{Code: code, Severity: Note, Reason: gis.T("Masih ada %d baris lain dengan catatan yang sama", "%d further rows have the same note", more)})
		}
	}
}

// Actions that many issues share.
var (
	actRejected = gis.T("Baris ini tidak dimuat", "This row was not loaded")
	actFlagged  = gis.T("Dimuat apa adanya dan ditandai", "Loaded as it stands and flagged")
)

// errStop ends a walk early without being an error of the file.
var errStop = errors.New("stop")

// invalid is the error for a file that cannot be read at all.
func invalid(id, en string, args ...any) *gis.Error {
	return gis.NewError(gis.Invalid, id, en, args...)
}

// invalidBy is invalid with the cause kept for the log.
func invalidBy(err error, id, en string, args ...any) error {
	// A cancelled context is the caller's wish and says nothing about the file.
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := invalid(id, en, args...)
	e.Err = err
	return e
}
