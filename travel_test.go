package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Results are computed by command, beside a server or without one; an edit of their
// profile makes them stale, of another one it does not.
func TestTravelIsComputedAndKept(t *testing.T) {
	dir := dataDir(t)
	must(t, 0, dir, "demo")
	if out := must(t, 0, dir, "travel", "status"); !strings.Contains(out, "travel compute") {
		t.Errorf("nothing kept, and no word of how to:\n%s", out)
	}
	if out := must(t, 0, dir, "travel", "compute"); !strings.Contains(out, "217 desa") {
		t.Errorf("not all of the demonstration:\n%s", out)
	}
	must(t, 0, dir, "travel", "compute", "--kind", "puskesmas", "--profile", "walk", "--by", "distance", "--within", "35.10.01")
	status := func(motorcycle, walk string) {
		t.Helper()
		out := must(t, 0, dir, "travel", "status")
		for line, want := range map[string]string{"PUSKESMAS,PUSTU MOTORCYCLE TIME": motorcycle, "PUSKESMAS WALK DISTANCE 35.10.01": walk} {
			_, rest, found := strings.Cut(out, line)
			rest, _, _ = strings.Cut(rest, "\n")
			if !found || !strings.HasSuffix(rest, want) {
				t.Errorf("%s: want %q\n%s", line, want, out)
			}
		}
	}
	status("current", "current")
	sheet := must(t, 0, dir, "profile", "export", "--profile", "WALK")
	sheet = sheet[strings.Index(sheet, "profile,variant"):]
	edited := strings.Replace(sheet, ",detour_factor,,1.3", ",detour_factor,,1.4", 1)
	if edited == sheet {
		t.Fatalf("no detour factor to edit in\n%s", sheet)
	}
	file := filepath.Join(t.TempDir(), "walk.csv")
	if err := os.WriteFile(file, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, 0, dir, "profile", "import", file, "--why", "a trial")
	status("current", "no longer holds, changed: speeds")
	if out := must(t, 0, dir, "travel", "compute", "--stale"); strings.Count(out, "is kept") != 1 || !strings.Contains(out, "PUSKESMAS WALK DISTANCE 35.10.01") {
		t.Errorf("computed again:\n%s", out)
	}
	status("current", "current")
	if out := must(t, 0, dir, "travel", "compute", "--stale"); !strings.Contains(out, "All kept results hold") {
		t.Errorf("nothing was stale:\n%s", out)
	}
	must(t, 1, dir, "travel", "forget", "99999")
	for _, wrong := range [][]string{{"--kind", "PUSLING"}, {"--kind", "X"}, {"--profile", "ROCKET"}, {"--by", "SMELL"}, {"--variant", "x"}, {"--within", "12.34"}} {
		if out := must(t, 1, dir, append([]string{"travel", "compute"}, wrong...)...); strings.Contains(out, "INTERNAL") {
			t.Errorf("%v: %s", wrong, out)
		}
	}
}
