package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// goPackage is what go list says of a package.
type goPackage struct {
	ImportPath string
	Dir        string // "" for a package that is imported and not there
	Standard   bool
	Imports    []string
	Deps       []string
}

// rule keeps what a package must not use. A path ending in /... stands for the
// package and all below it.
type rule struct {
	packages string
	// direct holds what may not stand in an import of theirs; anywhere, what may not
	// be reached over others either.
	direct   []string
	anywhere []string
	// only, when set, is all they may import of this module.
	only []string
	why  string
}

var rules = []rule{
	{
		packages: "jangkau/gis/network/...", anywhere: []string{"third party"}, only: []string{"jangkau/gis/network/..."},
		why: "the road network is the part that must be fast and can be read alone: the standard library and weights handed in",
	},
	{
		packages: "jangkau/gis/...", only: []string{"jangkau/gis/..."},
		direct:   []string{"os", "os/exec", "net", "net/http", "database/sql", "log", "log/slog", "embed"},
		anywhere: []string{"github.com/jackc/pgx/...", "github.com/99designs/gqlgen/..."},
		why:      "gis computes from its arguments: no SQL, no HTTP, no files, so that it is tested without any of them",
	},
	{
		packages: "jangkau/ingest/read", only: []string{"jangkau/gis/...", "jangkau/ingest/read"},
		direct: []string{"net/http"}, anywhere: []string{"github.com/jackc/pgx/..."},
		why: "readers turn a file into rows; where rows go is not their business (database/sql is allowed: a GeoPackage is an SQLite file)",
	},
	{
		packages: "jangkau/ingest/...", anywhere: []string{"jangkau/db/...", "jangkau/graph/...", "jangkau/web/..."},
		why: "an import says what it needs of a store in an interface; only package main knows which store",
	},
	{
		packages: "jangkau/graph/...", anywhere: []string{"jangkau/db/...", "jangkau/ingest/...", "jangkau/demo/...", "github.com/jackc/pgx/..."},
		why: "resolvers are tested without a database, and SQL stands in one place",
	},
	{
		packages: "jangkau/travel/...", anywhere: []string{"jangkau/db/...", "jangkau/graph/...", "jangkau/ingest/...", "jangkau/web/..."},
		why: "travel answers from snapshots that somebody hands it",
	},
	{
		packages: "jangkau/job/...", only: []string{"jangkau/gis/...", "jangkau/travel/...", "jangkau/job/..."},
		anywhere: []string{"github.com/jackc/pgx/...", "github.com/99designs/gqlgen/...", "net/http"},
		why:      "long work is the same for a command and for a server: it says what it needs of a store, and does not know who asks or watches",
	},
	{
		packages: "jangkau/web/...", only: []string{},
		why: "pages ask over GraphQL what any other client asks",
	},
	{
		packages: "jangkau/publish/...", only: []string{"jangkau/publish/...", "jangkau/gis/..."},
		anywhere: []string{"github.com/jackc/pgx/...", "github.com/99designs/gqlgen/..."},
		why:      "tiles, features and exports say what they need of the store in an interface: SQL, and with it every rule, stands in db alone",
	},
	{
		packages: "jangkau/db/...", anywhere: []string{"jangkau/graph/...", "jangkau/web/...", "jangkau/demo/...", "github.com/99designs/gqlgen/..."},
		why: "the store answers in types of gis and travel and does not know who asks",
	},
	{
		packages: "jangkau", anywhere: []string{"jangkau/db/dbtest", "jangkau/publish/tiletest", "testing"},
		why: "what serves tests has no business in the program",
	},
	{
		packages: "jangkau/demo", only: []string{"jangkau/gis/...", "jangkau/ingest/..."},
		why: "the demonstration is ordinary files for the ordinary imports: it has no way into the store of its own",
	},
}

// TestDependencies keeps the one direction in which packages use each other.
// Tests may import what they like: they wire the parts up to try them together.
func TestDependencies(t *testing.T) {
	packages := listPackages(t)
	for _, r := range rules {
		met := false
		for _, p := range packages {
			if !p.Standard && matches(r.packages, p.ImportPath) {
				met = true
				r.check(t, packages, p)
			}
		}
		if !met {
			t.Errorf("a rule speaks of %s, which is no package: mend the rule", r.packages)
		}
		for _, list := range [][]string{r.direct, r.anywhere, r.only} {
			for _, target := range list {
				known := target == "third party" || !strings.HasPrefix(target, "jangkau/")
				for path := range packages {
					known = known || matches(target, path)
				}
				if !known {
					t.Errorf("the rule for %s names %s, which is no package: mend the rule", r.packages, target)
				}
			}
		}
	}
}

func (r rule) check(t *testing.T, packages map[string]goPackage, p goPackage) {
	forbid := func(used string, list []string, how string) {
		thirdParty := !packages[used].Standard && !strings.HasPrefix(used, "jangkau") && used != "C"
		for _, target := range list {
			if matches(target, used) || target == "third party" && thirdParty {
				t.Errorf("%s %s %s. The rule: %s", p.ImportPath, how, used, r.why)
			}
		}
	}
	for _, used := range p.Imports {
		forbid(used, r.direct, "imports")
		if r.only != nil && strings.HasPrefix(used, "jangkau") && !slices.ContainsFunc(r.only, func(s string) bool { return matches(s, used) }) {
			t.Errorf("%s imports %s; of this module it may import only %v. The rule: %s", p.ImportPath, used, r.only, r.why)
		}
	}
	for _, used := range p.Deps {
		forbid(used, r.anywhere, "depends on")
	}
}

// Only package main wires the store into the rest.
func TestOnlyMainWiresTheStore(t *testing.T) {
	for _, p := range listPackages(t) {
		if p.ImportPath == "jangkau" || matches("jangkau/db/...", p.ImportPath) {
			continue
		}
		for _, used := range p.Imports {
			if matches("jangkau/db/...", used) {
				t.Errorf("%s imports %s; only package main may", p.ImportPath, used)
			}
		}
	}
}

func matches(pattern, path string) bool {
	if base, all := strings.CutSuffix(pattern, "/..."); all {
		return path == base || strings.HasPrefix(path, base+"/")
	}
	return pattern == path
}

func listPackages(t *testing.T) map[string]goPackage {
	t.Helper()
	// -e: a package that does not compile just now has imports all the same.
	out, err := exec.Command("go", "list", "-e", "-deps", "-json=ImportPath,Dir,Standard,Imports,Deps", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := map[string]goPackage{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Dir != "" {
			packages[p.ImportPath] = p
		}
	}
	if len(packages) < 50 {
		t.Fatalf("go list names %d packages only", len(packages))
	}
	return packages
}

var (
	lockedFrom  = regexp.MustCompile(`"resolved"\s*:\s*"[a-z]+://[^"]*`)
	privateHome = regexp.MustCompile(`(?:^|[^\w.])/(?:home|Users|root)/\w+/`)
)

// TestNothingOfOneMachine reads every tracked text file: what names the folder of
// one checkout, somebody's home or the registry that packages came from works on one
// machine only and tells strangers about it. Lock files are kept without addresses
// (npm: omit-lockfile-registry-resolved).
func TestNothingOfOneMachine(t *testing.T) {
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	registries := registryHosts()
	read := 0
	for _, name := range projectFiles(t) {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || bytes.IndexByte(text[:min(len(text), 8000)], 0) >= 0 {
			continue // deleted but not yet committed, or no text
		}
		read++
		if m := lockedFrom.Find(text); m != nil {
			t.Errorf("%s is locked to an address: %s", name, m)
		}
		if m := privateHome.Find(text); m != nil {
			t.Errorf("%s names a folder in somebody's home: %s", name, m)
		}
		// A root such as /src would be found in any text.
		if strings.Count(root, "/") > 1 && bytes.Contains(text, []byte(root+"/")) {
			t.Errorf("%s names the folder of this checkout, %s", name, root)
		}
		for _, host := range registries {
			if bytes.Contains(text, []byte(host)) {
				t.Errorf("%s names a package registry", name)
			}
		}
	}
	if read < 20 {
		t.Errorf("only %d files were read", read)
	}
}

var (
	markdownLink = regexp.MustCompile(`\]\(([^)#\s]+)`)
	fenced       = regexp.MustCompile("(?s)```.*?```")
)

// TestDocumentsLinkToWhatIsThere follows the relative links of every document: a
// file that moved takes its readers along.
func TestDocumentsLinkToWhatIsThere(t *testing.T) {
	followed := 0
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "demo/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range markdownLink.FindAllSubmatch(fenced.ReplaceAll(text, nil), -1) {
				target := string(m[1])
				if strings.Contains(target, "://") {
					continue
				}
				followed++
				if _, err := os.Stat(filepath.Join(filepath.Dir(name), target)); err != nil {
					t.Errorf("%s links to %s, which is not there", name, target)
				}
			}
		}
	}
	if followed < 10 {
		t.Errorf("only %d links were followed", followed)
	}
}

// projectFiles are those that git tracks; where git cannot tell (an unpacked
// archive, a clone that another user owns), all but what is made on the spot.
func projectFiles(t *testing.T) []string {
	t.Helper()
	if out, err := exec.Command("git", "ls-files", "-z").Output(); err == nil && len(out) > 0 {
		return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	}
	var names []string
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			names = append(names, name)
			return err
		}
		if slices.Contains([]string{".git", ".jangkau", "bin", "node_modules", "dist"}, d.Name()) {
			return filepath.SkipDir
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// registryHosts are the hosts this machine takes packages from.
func registryHosts() []string {
	addresses := []string{os.Getenv("NPM_CONFIG_REGISTRY"), os.Getenv("npm_config_registry"), os.Getenv("PIP_INDEX_URL")}
	if out, err := exec.Command("go", "env", "GOPROXY").Output(); err == nil {
		addresses = append(addresses, strings.FieldsFunc(string(out), func(r rune) bool { return strings.ContainsRune(",|\n", r) })...)
	}
	var hosts []string
	for _, a := range addresses {
		_, host, ok := strings.Cut(a, "://")
		if _, rest, login := strings.Cut(host, "@"); login {
			host = rest
		}
		host, _, _ = strings.Cut(host, "/")
		if ok && host != "" {
			hosts = append(hosts, host)
		}
	}
	return hosts
}
