// Package indexfile writes index files so that each is either there and whole or not
// there, and maps them into memory. What is in them is package flatfile's business.
package indexfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const unfinished = ".part"

// Unfinished reports whether a name is that of a file being written, or of one that
// a process was writing when it was killed.
func Unfinished(name string) bool { return strings.HasSuffix(name, unfinished) }

// Write writes a file beside its place, brings it to the disk, and renames it into
// place: readers see the one before or all of this one, after a power cut too. When
// two processes write at once the later one stays. The error is the context's or the
// file system's; then nothing of it is left.
func Write(ctx context.Context, path string, content io.WriterTo) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, filepath.Base(path)+".*"+unfinished)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = content.WriteTo(stoppable{ctx, f})
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(folder)
}

// stoppable refuses to write once its context has ended.
type stoppable struct {
	ctx context.Context // of the one call that it serves
	to  io.Writer
}

func (s stoppable) Write(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.to.Write(b)
}

// syncFolder brings a rename to the disk. Where folders cannot be synced a power cut
// may leave the file before, which is as good.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("sync %s: %w", folder, err)
	}
	_ = d.Sync()
	return d.Close()
}
