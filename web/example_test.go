package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// contract loads the schema that the server answers.
func contract(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../schema/*.graphqls")
	if err != nil || len(files) == 0 {
		t.Fatal("no schema: ", err)
	}
	sources := make([]*ast.Source, len(files))
	for i, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources[i] = &ast.Source{Name: name, Input: string(text)}
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// What the pages offer as an example must be a question the contract knows.
func TestExamplesFitTheContract(t *testing.T) {
	schema := contract(t)
	for page, example := range map[string]*regexp.Regexp{
		"data.html":   regexp.MustCompile(`(?s)<pre><code>(.*?)</code></pre>`),
		"graphiql.js": regexp.MustCompile("(?s)const \\w*[eE]xample = `(.*?)`;"),
		"loaded.js":   regexp.MustCompile("(?s)const \\w+Query = `(.*?)`;"),
	} {
		text, err := pagesFS.ReadFile("pages/" + page)
		if err != nil {
			t.Fatal(err)
		}
		found := example.FindAllStringSubmatch(string(text), -1)
		if len(found) == 0 {
			t.Errorf("%s: no example found", page)
		}
		for _, m := range found {
			if _, errs := gqlparser.LoadQueryWithRules(schema, m[1], rules.NewDefaultRules()); errs != nil {
				t.Errorf("%s: %v in\n%s", page, errs, m[1])
			}
		}
	}
}

// Every question of the map must be one that the contract knows, and none may be
// written elsewhere.
func TestQuestionsOfTheMapFitTheContract(t *testing.T) {
	schema := contract(t)
	text, err := os.ReadFile("map/src/data/queries.ts")
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	asked := 0
	for _, m := range regexp.MustCompile("(?s)const (\\w+) = `(.*?)`;").FindAllStringSubmatch(string(text), -1) {
		query := regexp.MustCompile(`\$\{(\w+)\}`).ReplaceAllStringFunc(m[2], func(use string) string { return parts[use[2:len(use)-1]] })
		if parts[m[1]] = query; !strings.HasSuffix(m[1], "Query") {
			continue
		}
		asked++
		if _, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules()); errs != nil {
			t.Errorf("%s: %v in\n%s", m[1], errs, query)
		}
	}
	if asked < 9 {
		t.Errorf("only %d questions were found", asked)
	}
	elsewhere := regexp.MustCompile("`\\s*(?:query|mutation|subscription|\\{)\\s*\\w*\\s*[({]")
	err = filepath.WalkDir("map/src", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(name) == "queries.ts" {
			return err
		}
		text, err := os.ReadFile(name)
		if found := elsewhere.Find(text); found != nil {
			t.Errorf("%s asks a question of its own: %s", name, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
