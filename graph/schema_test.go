package graph_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// plain are names that say what they mean, wherever they stand.
var plain = map[string]bool{
	"id": true, "name": true, "nameEn": true, "code": true, "lon": true, "lat": true, "kind": true, "key": true, "direction": true,
	"edges": true, "node": true, "cursor": true, "pageInfo": true, "first": true, "after": true, "filter": true, "orderBy": true,
	"totalCount": true, "provenance": true, "source": true, "sources": true, "line": true, "value": true, "desa": true, "kelurahan": true,
	"status": true, "facility": true, "wilayah": true, "people": true, "rule": true, "unit": true, "within": true, "rows": true,
	"role": true, "licence": true, "publisher": true, "url": true, "checksum": true, "importedAt": true, "title": true, "article": true,
	"nodes": true, "lengthKm": true, "hash": true, "createdAt": true, "fileName": true, "startedAt": true, "finishedAt": true,
	"address": true, "ownership": true, "opened": true, "closed": true, "condition": true, "issues": true, "profile": true, "version": true,
	"hasNextPage": true, "hasPreviousPage": true, "startCursor": true, "endCursor": true, "klaster": true, "profession": true,
	"groups": true, "bands": true, "total": true, "parent": true, "level": true,
}

func schema(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../schema/*.graphqls")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var sources []*ast.Source
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: f, Input: string(b)})
	}
	return gqlparser.MustLoadSchema(sources...)
}

// bilingual descriptions give English first, then Indonesian after "Bahasa:" or,
// in one line, after " / ".
func bilingual(d string) bool {
	for _, mark := range []string{"Bahasa: ", " / "} {
		en, id, ok := strings.Cut(d, mark)
		if ok && len(strings.TrimSpace(en)) > 3 && len(strings.TrimSpace(id)) > 3 {
			return true
		}
	}
	return false
}

func TestSchemaIsDescribed(t *testing.T) {
	seen := 0
	for name, d := range schema(t).Types {
		if d.BuiltIn {
			continue
		}
		seen++
		ordinary := strings.HasSuffix(name, "Connection") || strings.HasSuffix(name, "Edge")
		if !ordinary && !bilingual(d.Description) {
			t.Errorf("%s is not described in both languages: %q", name, d.Description)
		}
		for _, f := range d.Fields {
			where := name + "." + f.Name
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			if name == "Query" && !bilingual(f.Description) {
				t.Errorf("%s is not described in both languages: %q", where, f.Description)
			}
			if f.Description == "" && !plain[f.Name] {
				t.Errorf("%s has no description", where)
			}
			for _, a := range f.Arguments {
				if a.Description == "" && !plain[a.Name] {
					t.Errorf("%s(%s) has no description", where, a.Name)
				}
			}
		}
	}
	if seen < 40 {
		t.Fatalf("only %d types were looked at", seen)
	}
}
