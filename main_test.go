package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"jangkau/db/embedded"
)

// asProgram has the test binary behave as jangkau itself, so that tests can run
// the whole program as a process and kill it.
const asProgram = "JANGKAU_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	embedded.RunSupervisorIfAsked()
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// dataDir is a data folder for one test. It skips where no PostgreSQL is to be
// had, and fails where CI=true.
func dataDir(t testing.TB) string {
	t.Helper()
	if found, _ := filepath.Glob("/usr/share/postgresql/*/extension/postgis.control"); len(found) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("PostgreSQL with PostGIS is not installed; run make setup")
		}
		t.Skip("PostgreSQL with PostGIS is not installed; run make setup")
	}
	dir, err := os.MkdirTemp("", "jangkau-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// realData is the path of a real file for trying; it skips where the folder is
// absent, and fails where CI=true.
func realData(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("test data are missing: %v", err)
		}
		t.Skipf("test data are absent: %v", err)
	}
	return path
}

// program is a jangkau process.
type program struct {
	*exec.Cmd
	out  *syncBuffer
	done chan struct{}
	url  string
}

// start runs jangkau with the arguments, on the data folder.
func start(t testing.TB, dir string, args ...string) *program {
	t.Helper()
	p := &program{Cmd: exec.Command(os.Args[0], append([]string{"--data-dir", dir}, args...)...), out: &syncBuffer{}, done: make(chan struct{})}
	p.Env = append(os.Environ(), asProgram+"=1", "JANGKAU_DATABASE_URL=", "JANGKAU_LANG=en")
	p.Stdout, p.Stderr = p.out, p.out
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		_ = p.Process.Kill()
		<-p.done
	})
	return p
}

// finish waits for the program's own end and returns what it printed.
func (p *program) finish(t testing.TB) (out string, exit int) {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		t.Fatalf("the program did not end:\n%s", p.out)
	}
	return p.out.String(), p.ProcessState.ExitCode()
}

// jangkau runs the program to its end.
func jangkau(t testing.TB, dir string, args ...string) (string, int) {
	t.Helper()
	return start(t, dir, args...).finish(t)
}

// must is jangkau where the exit status is known beforehand.
func must(t testing.TB, exit int, dir string, args ...string) string {
	t.Helper()
	out, got := jangkau(t, dir, args...)
	if got != exit {
		t.Fatalf("jangkau %s: exit status %d, want %d:\n%s", strings.Join(args, " "), got, exit, out)
	}
	return out
}

var address = regexp.MustCompile(`serves at (http://\S+)`)

// serve runs the server on a free port and waits until it answers.
func serve(t testing.TB, dir string, args ...string) *program {
	t.Helper()
	p := start(t, dir, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	eventually(t, patience, func() error {
		select {
		case <-p.done:
			t.Fatalf("the server ended:\n%s", p.out)
		default:
		}
		m := address.FindStringSubmatch(p.out.String())
		if m == nil {
			return errors.New("no address yet")
		}
		p.url = m[1]
		return nil
	})
	return p
}

// stop ends the server as an administrator would, and waits.
func (p *program) stop(t testing.TB) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if out, exit := p.finish(t); exit != 0 {
		t.Fatalf("the server ended with status %d:\n%s", exit, out)
	}
}

// ask sends a query and decodes its data into answer; errors of GraphQL fail the test.
func (p *program) ask(t testing.TB, query string, answer any) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(p.url+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var reply struct {
		Data   json.RawMessage
		Errors []json.RawMessage
	}
	if err := json.Unmarshal(raw, &reply); err != nil || len(reply.Errors) > 0 {
		t.Fatalf("%s\nanswered %s (%v)", query, raw, err)
	}
	if err := json.Unmarshal(reply.Data, answer); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for a condition, and says what was wrong last.
func eventually(t testing.TB, limit time.Duration, condition func() error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := condition()
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("still so after %s: %v", limit, err)
		case <-tick.C:
		}
	}
}

// nothingRuns waits until no process of the data folder is left.
func nothingRuns(t *testing.T, dir string) {
	t.Helper()
	eventually(t, time.Minute, func() error {
		found, err := filepath.Glob("/proc/[0-9]*/cmdline")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			line, err := os.ReadFile(f)
			if err == nil && bytes.Contains(line, []byte(dir)) {
				return fmt.Errorf("%s: %s", f, bytes.ReplaceAll(line, []byte{0}, []byte{' '}))
			}
		}
		return nil
	})
}

// patience bounds waits on a machine that has much else to do.
const patience = 5 * time.Minute

// hasSaid is nil once the program has printed the text.
func (p *program) hasSaid(text string) error {
	if strings.Contains(p.out.String(), text) {
		return nil
	}
	return fmt.Errorf("%q was not printed in:\n%s", text, p.out)
}

// roadsReady is nil once the server has its road network in memory.
func (p *program) roadsReady(t testing.TB) error {
	var a struct {
		NearestFacilities []struct{ Reason string }
	}
	p.ask(t, `{nearestFacilities(from:{lon:114.36,lat:-8.21},kind:[PUSKESMAS],first:1){reason}}`, &a)
	for _, trip := range a.NearestFacilities {
		if trip.Reason == "NETWORK_BUILDING" {
			return errors.New(trip.Reason)
		}
	}
	return nil
}
