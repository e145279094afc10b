package travel

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/gis/network/flatfile"
	"jangkau/travel/indexfile"
)

// files are the index files of datasets of roads, each dataset's in a folder that is
// named by its hash. All of them can be made anew, so that nothing that goes wrong
// with one is an error of anybody's question.
type files struct {
	root    string
	log     *slog.Logger
	engines int // ways of travelling that are kept of a dataset
}

func newFiles(c Config) *files {
	if c.Folder == "" {
		return nil
	}
	return &files{root: c.Folder, log: c.Log, engines: max(2*c.Engines, 8)}
}

const folderPrefix = "roads-"

func (f *files) folder(hash string) string {
	return filepath.Join(f.root, folderPrefix+url.PathEscape(hash))
}

// of are the files of one dataset.
func (f *files) of(hash string) gis.IndexFiles { return datasetFiles{f, f.folder(hash)} }

type datasetFiles struct {
	files  *files
	folder string
}

// Open implements [gis.IndexFiles].
func (d datasetFiles) Open(name string, kind flatfile.Kind, of flatfile.ID) *flatfile.File {
	path := filepath.Join(d.folder, name)
	m, err := indexfile.Map(path)
	if errors.Is(err, fs.ErrNotExist) {
		d.files.log.Info("no index file yet", "file", path)
		return nil
	}
	var f *flatfile.File
	if err == nil {
		f, err = flatfile.Open(m.Data, kind, of)
	}
	if err == nil {
		f.Keep(m)
		err = f.Verify()
	}
	switch {
	case errors.Is(err, flatfile.ErrOther):
		d.files.log.Info("index file is of something else by now", "file", path)
		return nil
	case err != nil:
		d.Refuse(name, err)
		return nil
	}
	now := time.Now()
	_ = os.Chtimes(path, now, now) // only tidying goes by it
	return f
}

// Peek implements [gis.IndexFiles].
func (d datasetFiles) Peek(name string, kind flatfile.Kind, of flatfile.ID) (id flatfile.ID, ok bool) {
	m, err := indexfile.Map(filepath.Join(d.folder, name))
	if err != nil {
		return id, false
	}
	defer runtime.KeepAlive(m)
	f, err := flatfile.Open(m.Data, kind, of)
	if err != nil {
		return id, false
	}
	return f.ID(), true
}

// Refuse implements [gis.IndexFiles].
func (d datasetFiles) Refuse(name string, why error) {
	d.files.log.Warn("index file not used: it will be made anew", "file", filepath.Join(d.folder, name), "why", why)
}

// Write implements [gis.IndexFiles].
func (d datasetFiles) Write(ctx context.Context, name string, b *flatfile.Builder) {
	started := time.Now()
	path := filepath.Join(d.folder, name)
	switch err := indexfile.Write(ctx, path, b); {
	case ctx.Err() != nil: // stopped, which is no error
	case err != nil:
		d.files.log.WarnContext(ctx, "index file not kept; the next start will take longer", "file", path, "error", err)
	default:
		d.files.log.InfoContext(ctx, "index file written", "file", path, "bytes", b.Size(), "took", time.Since(started))
	}
}

// entry is a folder or file with the time it was last used.
type entry struct {
	path string
	used time.Time
}

// newest lists what is in a folder and of interest, most recently used first.
func newest(folder string, of func(name string) bool) (list []entry) {
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil // nothing to tidy, then
	}
	for _, d := range found {
		if info, err := d.Info(); err == nil && of(d.Name()) {
			list = append(list, entry{filepath.Join(folder, d.Name()), info.ModTime()})
		}
	}
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Or(b.used.Compare(a.used), cmp.Compare(a.path, b.path)) })
	return list
}

// tidy removes the files of datasets but for the current one and the one used before
// it, to which other processes may still be at work; of the current one, the files of
// ways of travelling that were not used for long, and what killed processes left.
// Whoever has a file mapped that goes keeps it to the end.
func (f *files) tidy(hash string) {
	current := f.folder(hash)
	now := time.Now()
	_ = os.Chtimes(current, now, now)
	others := newest(f.root, func(name string) bool {
		return strings.HasPrefix(name, folderPrefix) && filepath.Join(f.root, name) != current
	})
	for _, old := range others[min(1, len(others)):] {
		f.remove(old.path)
	}
	for _, part := range newest(current, indexfile.Unfinished) {
		if now.Sub(part.used) > time.Hour { // else somebody may be writing it
			f.remove(part.path)
		}
	}
	seen := map[string]bool{}
	for _, file := range newest(current, func(name string) bool { return strings.Contains(name, ".") && !indexfile.Unfinished(name) }) {
		stem, _, _ := strings.Cut(filepath.Base(file.path), ".")
		if !seen[stem] && len(seen) == f.engines {
			f.remove(file.path)
			continue
		}
		seen[stem] = true
	}
}

func (f *files) remove(path string) {
	if err := os.RemoveAll(path); err != nil {
		f.log.Warn("index file not removed", "file", path, "error", err)
		return
	}
	f.log.Info("index file of long ago removed", "file", path)
}
