package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The map in a real browser, on the demonstration: what a planner does and sees,
// held against what GraphQL answers. The scripts are in web/e2e.
func TestMapInABrowser(t *testing.T) {
	needed := func(ok bool, what string) {
		t.Helper()
		if !ok {
			t.Skip(what)
		}
	}
	node, err := exec.LookPath("node")
	needed(err == nil, "node is not installed")
	chromium, err := exec.LookPath("chromium")
	needed(err == nil, "chromium is not installed; run scripts/setup --tests")
	for _, file := range []string{"web/node_modules/playwright-core/package.json", "web/dist/map/index.html"} {
		_, err := os.Stat(file)
		needed(err == nil, file+" is not there; run make web")
	}
	scripts, err := filepath.Glob("web/e2e/*.test.mjs")
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	p := serve(t, dataDir(t), "--demo-if-empty")
	eventually(t, patience, func() error { return p.roadsReady(t) })
	run := exec.CommandContext(t.Context(), node, append([]string{"--test", "--test-reporter=spec"}, scripts...)...)
	run.Env = append(os.Environ(), "JANGKAU_E2E_URL="+p.url, "JANGKAU_E2E_CHROMIUM="+chromium)
	out, err := run.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
	p.stop(t)
}
