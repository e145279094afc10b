package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestKilledUserLeavesNothing(t *testing.T) {
	for name, stop := range map[string]func(u *member) error{
		"SIGKILL":           func(u *member) error { return u.cmd.Process.Kill() },
		"SIGTERM":           func(u *member) error { return u.cmd.Process.Signal(syscall.SIGTERM) },
		"its process group": func(u *member) error { return syscall.Kill(-u.cmd.Process.Pid, syscall.SIGKILL) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := withCluster(t)
			u := startUser(t, dir)
			u.ready(t)
			if len(processesOf(dir)) < 3 {
				t.Fatalf("processesOf sees too little: %q", processesOf(dir))
			}
			if err := stop(u); err != nil {
				t.Fatal(err)
			}
			nothingLeft(t, dir)
			s := openStore(t, dir)
			if got := query[int](t, s.AppURL(), "SELECT 1"); got != 1 {
				t.Error(got)
			}
		})
	}
}

// The store comes back by itself, at the same addresses, with what was committed.
func TestCrashOfTheServerSide(t *testing.T) {
	for name, victims := range map[string]func(s *session) []int{
		"supervisor": func(s *session) []int { return []int{s.pid} },
		"postgres":   func(s *session) []int { return []int{s.postgres} },
		"both":       func(s *session) []int { return []int{s.pid, s.postgres} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openWith(t, Options{DataDir: withCluster(t)}) // a commit lasts
			exec1(t, s.OwnerURL(), "CREATE TABLE kept AS SELECT 42 AS v")
			before := *s.session
			for _, pid := range victims(&before) {
				kill(t, pid)
			}
			eventually(t, "the store answers again, from another postgres", func() bool {
				pid, err := tryQuery[string](s.OwnerURL(), "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")
				return err == nil && pid != fmt.Sprint(before.postgres)
			})
			if got := query[int](t, s.OwnerURL(), "SELECT v FROM kept"); got != 42 {
				t.Errorf("got %d back", got)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			nothingLeft(t, s.place.Base)
		})
	}
}

// Two users both notice the crash and both start a supervisor; one wins.
func TestCrashUnderTwoUsers(t *testing.T) {
	dir := withCluster(t)
	s := openStore(t, dir)
	u := startUser(t, dir)
	u.ready(t)
	kill(t, u.supervisor)
	eventually(t, "the store answers again", func() bool {
		_, err := tryQuery[int](s.AppURL(), "SELECT 1")
		return err == nil
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	u.leave(t)
	nothingLeft(t, s.place.Base)
}

func TestKilledWhileMakingTheCluster(t *testing.T) {
	moments := map[string]string{
		"folder made":   makingPrefix + "*",
		"initdb runs":   makingPrefix + "*/PG_VERSION",
		"postgres runs": makingPrefix + "*/postmaster.pid",
	}
	for moment, pattern := range moments {
		for _, who := range []string{"user", "supervisor"} {
			t.Run(moment+" "+who, func(t *testing.T) {
				t.Parallel()
				needPostGIS(t)
				dir := tempDir(t)
				base := filepath.Join(dir, "database")
				u := startUser(t, dir)
				eventually(t, moment, func() bool { return exists(filepath.Join(base, pattern)) })
				if who == "supervisor" {
					// The user starts another at once, which begins afresh.
					kill(t, childOf(t, u.cmd.Process.Pid))
					u.ready(t)
					u.leave(t)
				} else {
					kill(t, u.cmd.Process.Pid)
				}
				nothingLeft(t, base)
				s := openStore(t, dir)
				if got := query[string](t, s.AppURL(), "SELECT extname::text FROM pg_extension WHERE extname = 'postgis'"); got != "postgis" {
					t.Error(got)
				}
				if exists(filepath.Join(base, makingPrefix+"*")) {
					t.Error("half-made folders remain")
				}
			})
		}
	}
}

func childOf(t *testing.T, pid int) (child int) {
	t.Helper()
	eventually(t, "the user has a supervisor", func() bool {
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
		for _, f := range tasks {
			b, _ := os.ReadFile(f)
			if _, err := fmt.Sscan(string(b), &child); err == nil {
				return true
			}
		}
		return false
	})
	return child
}

// A process id in a left-behind postmaster.pid may belong to anything by now.
func TestStaleFilesAreCleared(t *testing.T) {
	dir := withCluster(t)
	s := openStore(t, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	pid := fmt.Sprintf("%d\n%s\n1\n5432\n%s\n\n", os.Getppid(), s.place.cluster(), s.place.Run)
	for _, f := range []string{
		filepath.Join(s.place.cluster(), "postmaster.pid"), filepath.Join(s.place.Run, ".s.PGSQL.5432.lock"),
		s.place.control(), filepath.Join(s.place.Run, ".s.PGSQL.5432"),
	} {
		if err := os.WriteFile(f, []byte(pid), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s = openStore(t, dir)
	if got := query[int](t, s.AppURL(), "SELECT 1"); got != 1 {
		t.Error(got)
	}
}
