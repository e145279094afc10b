package indexfile_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"jangkau/travel/indexfile"
)

// text is content that a writer is given; fails, once it was written, with err.
type text struct {
	s   string
	err error
}

func (x text) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, x.s)
	return int64(n), errors.Join(err, x.err)
}

func left(t *testing.T, folder string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		names = append(names, d.Name())
	}
	return names
}

func TestWriteAndMap(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	path := filepath.Join(folder, "file")
	if err := indexfile.Write(t.Context(), path, text{s: "one"}); err != nil {
		t.Fatal(err)
	}
	one, err := indexfile.Map(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := indexfile.Write(t.Context(), path, text{s: "another"}); err != nil {
		t.Fatal(err)
	}
	two, err := indexfile.Map(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if string(one.Data) != "one" || string(two.Data) != "another" {
		t.Errorf("%q and %q", one.Data, two.Data)
	}
	runtime.KeepAlive(one)
	runtime.KeepAlive(two)
	if names := left(t, folder); len(names) > 0 {
		t.Errorf("left %v", names)
	}
}

// A writing that fails leaves what was there, and nothing else.
func TestWriteThatFails(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	if err := indexfile.Write(t.Context(), path, text{s: "whole"}); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left on device")
	if err := indexfile.Write(t.Context(), path, text{"half", full}); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if err := indexfile.Write(stopped, path, text{s: "half"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := indexfile.Write(t.Context(), filepath.Join(path, "below a file"), text{s: "x"}); err == nil {
		t.Error("written below a file")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "whole" {
		t.Errorf("%q, %v", got, err)
	}
	if names := left(t, folder); len(names) != 1 {
		t.Errorf("left %v", names)
	}
}

func TestMapRefuses(t *testing.T) {
	folder := t.TempDir()
	empty := filepath.Join(folder, "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{empty, folder, filepath.Join(folder, "none")} {
		if _, err := indexfile.Map(path); err == nil {
			t.Errorf("%s was mapped", path)
		}
	}
}

// Whoever reads while many write sees one of them, whole.
func TestManyWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	content := func(i int) string { return strings.Repeat(string(rune('a'+i)), 100_000) }
	if err := indexfile.Write(t.Context(), path, text{s: content(0)}); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			for range 5 {
				if err := indexfile.Write(context.Background(), path, text{s: content(i)}); err != nil {
					t.Error(err)
				}
				m, err := indexfile.Map(path)
				if err != nil {
					t.Error(err)
				} else if len(m.Data) != 100_000 || bytes.Count(m.Data, m.Data[:1]) != len(m.Data) {
					t.Errorf("%d bytes of several writers", len(m.Data))
				}
				runtime.KeepAlive(m)
			}
		})
	}
	wait.Wait()
	if names := left(t, filepath.Dir(path)); len(names) != 1 || indexfile.Unfinished(names[0]) {
		t.Errorf("left %v", names)
	}
}
