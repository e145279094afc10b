package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"time"

	"jangkau/gis"
)

// A dump's name is "<time>-<label>.dump": names sort by age.
const (
	dumpSuffix  = ".dump"
	partSuffix  = ".part"
	dumpTime    = "20060102T150405.000Z"
	dumpsKept   = 4
	weeklyLabel = "weekly"
)

// BeforeMigration labels the dump to take before a migration changes tables.
const BeforeMigration = "before-migration"

// Dump writes a verified dump of the database into the data folder and returns
// its path. The last four of each label are kept: repeated migrations do not
// push out the weekly ones. Nothing bears a dump's name before it was read back
// whole.
func (s *Store) Dump(ctx context.Context, label string) (string, error) {
	if label == "" || strings.ContainsFunc(label, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' }) {
		return "", gis.NewError(gis.Invalid, "label cadangan %q: huruf kecil dan tanda hubung saja", "dump label %q: lower-case letters and hyphens only", label)
	}
	dir := s.place.dumps()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", explain(err, "", dir)
	}
	// One dump at a time: two at once would only slow each other down, and with
	// the lock held any ".part" file is a leftover.
	lock, err := os.OpenFile(filepath.Join(dir, ".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", explain(err, "", dir)
	}
	defer lock.Close()
	if err := waitLock(ctx, lock); err != nil {
		return "", err
	}
	leftovers, _ := filepath.Glob(filepath.Join(escapeGlob(dir), "*"+partSuffix))
	for _, f := range leftovers {
		_ = os.Remove(f)
	}
	name := filepath.Join(dir, time.Now().UTC().Format(dumpTime)+"-"+label+dumpSuffix)
	if err := s.dumpTo(ctx, name); err != nil {
		return "", err
	}
	return name, prune(dir, label)
}

// DumpIfOlder dumps when the newest dump is older than age, or there is none; it
// returns "" where none was needed.
func (s *Store) DumpIfOlder(ctx context.Context, age time.Duration) (string, error) {
	if all := dumpsIn(s.place.dumps()); len(all) > 0 {
		info, err := os.Stat(all[0])
		if err == nil && time.Since(info.ModTime()) < age {
			return "", nil
		}
	}
	return s.Dump(ctx, weeklyLabel)
}

func (s *Store) dumpTo(ctx context.Context, name string) error {
	major, err := majorOf(s.place.cluster())
	if err != nil {
		return explain(err, "", s.place.cluster())
	}
	install := ofMajor(installations(), major)
	if !install.ok() {
		return otherMajor(major)
	}
	part := name + partSuffix
	defer os.Remove(part)
	if out, err := tool(ctx, install.program("pg_dump"), "--format=custom", "--lock-wait-timeout=10min",
		"--file="+part, "--dbname="+s.OwnerURL()); err != nil {
		return explain(err, out, part)
	}
	if err := install.verify(ctx, part); err != nil {
		return explain(err, "", part)
	}
	f, err := os.Open(part)
	if err != nil {
		return explain(err, "", part)
	}
	err = f.Sync()
	f.Close()
	if err == nil {
		err = os.Rename(part, name)
	}
	if err == nil {
		err = syncDir(filepath.Dir(name))
	}
	return explain(err, "", name)
}

// verify reads a dump whole. pg_restore --list alone reads only its table of
// contents, and would pass one that was cut short.
func (i installation) verify(ctx context.Context, dump string) error {
	_, err := tool(ctx, i.program("pg_restore"), "--file="+os.DevNull, dump)
	return err
}

// dumpsIn lists complete dumps, newest first.
func dumpsIn(dir string) []string {
	all, _ := filepath.Glob(filepath.Join(escapeGlob(dir), "*"+dumpSuffix))
	sort.Sort(sort.Reverse(sort.StringSlice(all)))
	return all
}

func prune(dir, label string) error {
	kept := 0
	for _, dump := range dumpsIn(dir) {
		if _, l, _ := strings.Cut(strings.TrimSuffix(filepath.Base(dump), dumpSuffix), "-"); l != label {
			continue
		}
		if kept++; kept > dumpsKept {
			if err := os.Remove(dump); err != nil {
				return explain(err, "", dump)
			}
		}
	}
	return nil
}

// tool runs a client program of PostgreSQL and returns what it printed. It dies
// with us without help: its connection ends when postgres does.
func tool(ctx context.Context, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return out.String(), fmt.Errorf("%s: %w: %s", filepath.Base(program), err, lastLines(out.String(), 3))
	}
	return out.String(), nil
}

func waitLock(ctx context.Context, f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
