package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// userEnv makes the test binary a user of the store in the folder it names: it
// says when it is ready, and leaves when its standard input ends.
const userEnv = "JANGKAU_EMBEDDED_TEST_USER"

func TestMain(m *testing.M) {
	RunSupervisorIfAsked()
	if dir := os.Getenv(userEnv); dir != "" {
		if err := beUser(dir); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	_ = os.RemoveAll(sample.dir)
	os.Exit(code)
}

// sample is a cluster as it comes from being made.
var sample struct {
	once sync.Once
	dir  string
	err  error
}

// withCluster is a folder with a cluster, for tests that are not about its making:
// a copy takes a fraction of the time.
func withCluster(t *testing.T) (dir string) {
	t.Helper()
	needPostGIS(t)
	sample.once.Do(func() {
		if sample.dir, sample.err = os.MkdirTemp("", "jangkau-embedded-"); sample.err != nil {
			return
		}
		var s *Store
		if sample.err = os.Chmod(sample.dir, 0o755); sample.err == nil {
			s, sample.err = Open(context.Background(), Options{DataDir: sample.dir, NoSync: true})
		}
		if sample.err == nil {
			sample.err = s.Close()
		}
	})
	if sample.err != nil {
		t.Fatal(sample.err)
	}
	dir = tempDir(t)
	if out, err := exec.Command("cp", "-a", filepath.Join(sample.dir, "database"), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

func beUser(dir string) error {
	s, err := Open(context.Background(), Options{DataDir: dir, NoSync: true})
	if err != nil {
		return err
	}
	fmt.Println("ready", s.session.pid, s.session.postgres)
	_, _ = io.Copy(io.Discard, os.Stdin)
	return s.Close()
}

// needPostGIS skips on a machine without PostGIS, and fails there in CI, where a
// skipped test would go unseen.
func needPostGIS(t *testing.T) {
	t.Helper()
	if len(installations()) > 0 {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal(noPostGIS())
	}
	t.Skip(noPostGIS())
}

// member is another process that uses the store.
type member struct {
	cmd                  *exec.Cmd
	stdin                io.WriteCloser
	out                  *bufio.Reader
	supervisor, postgres int
}

func startUser(t *testing.T, dir string) *member {
	t.Helper()
	u := &member{cmd: exec.Command("/proc/self/exe")}
	u.cmd.Env = append(os.Environ(), userEnv+"="+dir)
	u.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	u.cmd.Stderr = os.Stderr
	var err error
	if u.stdin, err = u.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := u.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	u.out = bufio.NewReader(out)
	if err := u.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = u.cmd.Process.Kill(); _ = u.cmd.Wait() })
	return u
}

func (u *member) ready(t *testing.T) {
	t.Helper()
	late := time.AfterFunc(time.Minute, func() { _ = u.cmd.Process.Kill() })
	defer late.Stop()
	line, err := u.out.ReadString('\n')
	if err != nil {
		t.Fatalf("the user process ended: %v", err)
	}
	if _, err := fmt.Sscanf(line, "ready %d %d", &u.supervisor, &u.postgres); err != nil {
		t.Fatalf("the user process said %q", line)
	}
}

func (u *member) leave(t *testing.T) {
	t.Helper()
	u.stdin.Close()
	if err := u.cmd.Wait(); err != nil {
		t.Fatalf("the user process: %v", err)
	}
}

func openStore(t *testing.T, dir string) *Store {
	t.Helper()
	return openWith(t, Options{DataDir: dir, NoSync: true})
}

func openWith(t *testing.T, opts Options) *Store {
	t.Helper()
	needPostGIS(t)
	s, err := Open(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func query[T any](t *testing.T, url, sql string) T {
	t.Helper()
	v, err := tryQuery[T](url, sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func tryQuery[T any](url, sql string) (v T, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return v, err
	}
	defer conn.Close(ctx)
	return v, conn.QueryRow(ctx, sql).Scan(&v)
}

func exec1(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// tempDir is a folder that the database's user may pass into: those of the
// testing package are closed to all but their maker.
func tempDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(dir, "database", "postgres.log"))
			t.Logf("postgres.log ends:\n%s", lastLines(string(log), 40))
		}
	})
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// eventually polls until ok, for at most half a minute.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("not within half a minute: %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// processesOf lists what runs for the store kept in base: by working folder, as
// postgres' backends have, or by command line, as supervisors and initdb have.
func processesOf(base string) []string {
	var found []string
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, proc := range all {
		if pid, _ := strconv.Atoi(filepath.Base(proc)); pid == os.Getpid() {
			continue
		}
		cwd, _ := os.Readlink(proc + "/cwd")
		cmdline, _ := os.ReadFile(proc + "/cmdline") // empty for a process that has ended
		if len(cmdline) > 0 && (strings.HasPrefix(cwd, base) || strings.Contains(string(cmdline), base)) {
			found = append(found, filepath.Base(proc)+" "+strings.ReplaceAll(string(cmdline), "\x00", " "))
		}
	}
	return found
}

func nothingLeft(t *testing.T, base string) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("left: %q", processesOf(base))
		}
	}()
	eventually(t, "no process of the store is left", func() bool { return len(processesOf(base)) == 0 })
}

func exists(pattern string) bool {
	m, _ := filepath.Glob(pattern)
	return len(m) > 0
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatal(err)
	}
}
