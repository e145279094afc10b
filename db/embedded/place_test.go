package embedded

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"jangkau/gis"
)

// asRoot says whether the test can go on: what it tests exists for root alone.
func asRoot(t *testing.T) bool {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Log("nothing to test for an ordinary user")
	}
	return os.Geteuid() == 0
}

func TestRootsClosedFolder(t *testing.T) {
	if !asRoot(t) {
		return
	}
	was := stateRoot
	t.Cleanup(func() { stateRoot = was })
	stateRoot = filepath.Join(tempDir(t), "state")

	home := filepath.Join(tempDir(t), "root")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(home, "jangkau", ".jangkau")
	s := openStore(t, dir)
	if filepath.Dir(s.place.Base) != stateRoot {
		t.Errorf("the cluster is in %s", s.place.Base)
	}
	exec1(t, s.OwnerURL(), "CREATE TABLE kept AS SELECT 42 AS v")
	if _, err := s.Dump(context.Background(), "weekly"); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// The pointer holds when the folder moves, and when it is opened up later.
	moved := filepath.Join(home, "moved")
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(home, 0o755); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, moved)
	if got := query[int](t, s.OwnerURL(), "SELECT v FROM kept"); got != 42 {
		t.Errorf("got %d back", got)
	}
}

func TestFolderOfSomebodyElse(t *testing.T) {
	if !asRoot(t) {
		return
	}
	dir := tempDir(t)
	theirs := filepath.Join(dir, "database")
	if err := os.Mkdir(theirs, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(theirs, 4711, 4711); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), Options{DataDir: dir})
	if gis.KindOf(err) != gis.Unavailable || !strings.Contains(err.Error(), "4711") {
		t.Errorf("got %v", err)
	}
}

// Somebody may have made the folder for sockets first, to listen in our place.
func TestSocketFolderOfSomebodyElse(t *testing.T) {
	dir := tempDir(t)
	me := identity{os.Geteuid(), os.Getegid()}
	other := filepath.Join(dir, "elsewhere")
	if err := os.Mkdir(other, 0o777); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(other, link); err != nil {
		t.Fatal(err)
	}
	if err := ownFolder(link, me); err == nil {
		t.Error("a symbolic link was taken for our folder")
	}
	if err := os.Chmod(other, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := ownFolder(other, me); err != nil {
		t.Error(err)
	}
	if info, _ := os.Stat(other); info.Mode().Perm() != 0o700 {
		t.Errorf("left open to others: %v", info.Mode())
	}
	if asRoot(t) {
		if err := os.Chown(other, 4711, 4711); err != nil {
			t.Fatal(err)
		}
		if err := ownFolder(other, me); err == nil {
			t.Error("a folder of somebody else was taken for ours")
		}
	}
}

func TestDiskFull(t *testing.T) {
	if !asRoot(t) {
		return
	}
	needPostGIS(t)
	dir := tempDir(t)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=12m,mode=0755"); err != nil {
		t.Logf("a small disk cannot be mounted here: %v", err)
		return
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	_, err := Open(context.Background(), Options{DataDir: dir, NoSync: true})
	if gis.KindOf(err) != gis.Unavailable || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("got %v", err)
	}
	nothingLeft(t, dir)
}

func TestUnwritableFolder(t *testing.T) {
	needPostGIS(t)
	file := filepath.Join(tempDir(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), Options{DataDir: filepath.Join(file, "data")}); gis.KindOf(err) != gis.Unavailable {
		t.Errorf("got %v", err)
	}
	for cause, want := range map[error]string{
		syscall.EACCES: "cannot write to /x",
		syscall.EROFS:  "cannot write to /x",
		syscall.ENOSPC: "the disk is full",
	} {
		if err := explain(cause, "", "/x"); !strings.Contains(err.Error(), want) || !errors.Is(err, cause) {
			t.Errorf("%v: %v", cause, err)
		}
	}
}

func TestLogIsBounded(t *testing.T) {
	path := filepath.Join(tempDir(t), "log")
	l, err := openLog(path, 1000)
	if err != nil {
		t.Fatal(err)
	}
	line := append(bytes.Repeat([]byte("x"), 99), '\n')
	for range 55 {
		if n, err := l.Write(line); n != len(line) || err != nil {
			t.Fatal(n, err)
		}
	}
	for name, want := range map[string]int64{path: 500, path + ".1": 1000} {
		if info, err := os.Stat(name); err != nil || info.Size() != want {
			t.Errorf("%s: %v, %v", name, info.Size(), err)
		}
	}
	if files, _ := filepath.Glob(path + "*"); len(files) != 2 {
		t.Errorf("files: %q", files)
	}
}

func TestNewestPostgreSQLWithPostGISIsChosen(t *testing.T) {
	was := debian
	t.Cleanup(func() { debian = was })
	root := t.TempDir()
	debian.bin, debian.control = root+"/lib/*/bin", root+"/share/*/extension/postgis.control"
	for _, f := range []string{
		"lib/9.6/bin/initdb", "share/9.6/extension/postgis.control",
		"lib/9/bin/initdb", "share/9/extension/postgis.control",
		"lib/15/bin/initdb", "share/15/extension/postgis.control",
		"lib/16/bin/initdb",                                     // no PostGIS
		"lib/17/bin/psql", "share/17/extension/postgis.control", // no server
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, f)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, f), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	all := installations()
	if len(all) != 2 || all[0].Major != 15 || all[1].Major != 9 {
		t.Errorf("got %+v", all)
	}
}
