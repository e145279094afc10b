package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// Kinds of a source. Rows of the two never stand in one kabupaten.
const (
	Real = "REAL"
	Demo = "DEMO"
)

// Role is what a source is a list of.
type Role string

const (
	RoleBoundaries Role = "BOUNDARIES"
	RoleFacilities Role = "FACILITIES"
	RolePopulation Role = "POPULATION"
	RoleRoads      Role = "ROADS"
	RoleStaff      Role = "STAFF"
	RoleIndicators Role = "INDICATORS"
	RoleStandard   Role = "STANDARD"
	RolePosyandu   Role = "POSYANDU"
	RoleMentoring  Role = "MENTORING"
	RoleWorkload   Role = "WORKLOAD"
	RoleCost       Role = "COST"
)

// Options are those of every import.
type Options struct {
	Path       string
	SourceName string    // default: the base name of the file
	Vintage    time.Time // --as-of; default: today, or as stored where the file is the same as last time
	Kind       string    // Real (the default) or Demo

	Licence, Publisher, URL string // empty leaves what the store has

	DryRun       bool // do all of it, report, undo
	Strict       bool // refuse the whole file when a row is rejected
	CloseMissing bool // rows that a newer file of the source no longer holds are closed

	Columns map[string]string // our field to the file's column, see read.Options
	Sheet   string
	Layer   string

	Progress Progress
	Now      func() time.Time // default: time.Now
}

// Progress is told how far an import is; its methods must be fast.
type Progress interface {
	Begin(what gis.Text, total int64)
	Add(n int64)
	End()
}

// LoadInfo says which list is being loaded, and how.
type LoadInfo struct {
	Role, SourceName, Kind  string
	Licence, Publisher, URL string
	FileName, Checksum      string
	Vintage                 time.Time
	VintageGiven            bool // else Vintage is only today
	StartedAt               time.Time
	DryRun, CloseMissing    bool
	Parameters              map[string]any // kept with the run
}

// Issue is what a person should know, with the wilayah or facility it is about
// where the importer knows it.
type Issue struct {
	read.Issue
	Wilayah    gis.WilayahCode
	FacilityID int64
}

// Totals are the counts of a run that the store keeps.
type Totals struct {
	Rows, Added, Changed, Unchanged, Rejected, Suspicious, Missing int
}

// Load is an import's transaction, of which each import needs more: see the
// interfaces beside them.
type Load interface {
	// AddIssue keeps an issue for the store; it may be called at any time, by
	// any goroutine.
	AddIssue(Issue)
	// KeepMissing has rows that the file does not hold stay, though LoadInfo asked
	// for them to be closed.
	KeepMissing()
	// Finish records the run and commits, or undoes everything on a dry run.
	Finish(ctx context.Context, t Totals) (runID int64, err error)
	// Rollback undoes everything; after Finish it does nothing.
	Rollback(ctx context.Context)
}

// Counts is what the store did with the rows it was given.
type Counts struct {
	Added, Changed, Unchanged, Missing int
}

// run is what every import has around its rows: the file's checksum, the
// transaction, issues, counting, strictness, the end. fill reads the file into
// the load and returns what became of its rows.
func run[L Load](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), role Role, opts Options,
	params map[string]any, fill func(context.Context, L, *recorder) (Counts, error),
) (Result, error) {
	opts = opts.withDefaults()
	res := Result{DryRun: opts.DryRun, Source: opts.SourceName, Kind: opts.Kind}
	if err := reserved(opts.SourceName); err != nil {
		return res, err
	}
	sum, err := checksum(ctx, opts.Path)
	if err != nil {
		return res, err
	}
	load, err := begin(ctx, opts.info(role, sum, params))
	if err != nil {
		return res, err
	}
	// Undone even where the caller has gone.
	defer load.Rollback(context.WithoutCancel(ctx))
	rec := newRecorder(&res, load.AddIssue)
	counts, err := fill(ctx, load, rec)
	if err != nil {
		return res, err
	}
	res.Rows = rec.rows
	res.Rejected, res.Suspicious = len(rec.rejected), len(rec.suspicious)
	res.Added, res.Changed, res.Unchanged, res.Missing = counts.Added, counts.Changed, counts.Unchanged, counts.Missing
	if opts.Strict && res.Rejected > 0 {
		res.Refused = true
		return res, nil
	}
	id, err := load.Finish(ctx, res.totals())
	if err != nil {
		return res, err
	}
	if !opts.DryRun {
		res.RunID = id
	}
	return res, nil
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.SourceName == "" {
		o.SourceName = filepath.Base(o.Path)
	}
	if o.Kind == "" {
		o.Kind = Real
	}
	if o.Progress == nil {
		o.Progress = noProgress{}
	}
	return o
}

func (o Options) info(role Role, sum string, params map[string]any) LoadInfo {
	now := o.Now().UTC()
	info := LoadInfo{
		Role: string(role), SourceName: o.SourceName, Kind: o.Kind,
		Licence: o.Licence, Publisher: o.Publisher, URL: o.URL,
		FileName: filepath.Base(o.Path), Checksum: sum,
		Vintage: o.Vintage, VintageGiven: !o.Vintage.IsZero(), StartedAt: now,
		DryRun: o.DryRun, CloseMissing: o.CloseMissing, Parameters: params,
	}
	if !info.VintageGiven {
		info.Vintage = now.Truncate(24 * time.Hour)
	}
	return info
}

// readOptions are those of the reader: issues go to rec, bytes to the progress.
func (o Options) readOptions(rec *recorder) read.Options {
	var told int64
	return read.Options{
		Issue: rec.read, Columns: o.Columns, Sheet: o.Sheet, Layer: o.Layer,
		Progress: func(done, _ int64) {
			o.Progress.Add(done - told)
			told = done
		},
	}
}

// beginReading opens the progress of reading the file.
func (o Options) beginReading() {
	var size int64
	if st, err := os.Stat(o.Path); err == nil {
		size = st.Size()
	}
	o.Progress.Begin(gis.T("Membaca %s", "Reading %s", filepath.Base(o.Path)), size)
}

// reserved refuses a list the name that stands for what people mended: answers could not
// tell the two apart.
func reserved(source string) error {
	for _, name := range []string{gis.EditSource, gis.EditSourceDemo} {
		if gis.FoldName(source) == gis.FoldName(name) {
			return &gis.Error{Kind: gis.Invalid, Field: "--source", Message: gis.T(
				"Nama sumber %q dipakai Jangkau untuk perbaikan orang di peta; beri nama lain dengan --source",
				"The source name %q is Jangkau's own, for what people mend on the map; give another with --source", source)}
		}
	}
	return nil
}

// checksum names the file's content, so that the store knows it again.
func checksum(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return "", &gis.Error{Kind: gis.Invalid, Err: err, Message: gis.T("Berkas %s tidak ada", "The file %s does not exist", path)}
		}
		return "", &gis.Error{Kind: gis.Invalid, Err: err, Message: gis.T("Berkas %s tidak dapat dibuka", "The file %s cannot be opened", path)}
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return f.Read(p)
	})); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", &gis.Error{Kind: gis.Invalid, Err: err, Message: gis.T("Berkas %s tidak dapat dibaca", "The file %s cannot be read", path)}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

type noProgress struct{}

func (noProgress) Begin(gis.Text, int64) {}
func (noProgress) Add(int64)             {}
func (noProgress) End()                  {}
