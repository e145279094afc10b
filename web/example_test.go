package web

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// What the pages offer as an example must be a question the contract knows.
func TestExamplesFitTheContract(t *testing.T) {
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
	for page, example := range map[string]*regexp.Regexp{
		"start.html":  regexp.MustCompile(`(?s)<pre><code>(.*?)</code></pre>`),
		"graphiql.js": regexp.MustCompile("(?s)const example = `(.*?)`;"),
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
