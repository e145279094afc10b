package gis

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// What an engine or roads search may lie in a mapped file, which is gone when nobody
// holds them: whatever takes a context, and so takes its time, holds them to its end.
func TestSearchesHoldWhatTheyRead(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || !f.Name.IsExported() || !takesContext(f) {
				continue
			}
			star, ok := f.Recv.List[0].Type.(*ast.StarExpr)
			if !ok || star.X.(*ast.Ident).Name != "Engine" && star.X.(*ast.Ident).Name != "Roads" {
				continue
			}
			found++
			if !keepsAlive(f.Body, f.Recv.List[0].Names[0].Name) {
				t.Errorf("%s: %s begins without defer runtime.KeepAlive of its receiver", name, f.Name)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d methods were looked at", found)
	}
}

func takesContext(f *ast.FuncDecl) bool {
	for _, p := range f.Type.Params.List {
		if s, ok := p.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Context" {
			return true
		}
	}
	return false
}

func keepsAlive(body *ast.BlockStmt, receiver string) bool {
	d, ok := body.List[0].(*ast.DeferStmt)
	if !ok {
		return false
	}
	s, ok := d.Call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "KeepAlive" {
		return false
	}
	held, ok := d.Call.Args[0].(*ast.Ident)
	return ok && held.Name == receiver
}
