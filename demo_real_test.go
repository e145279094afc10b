package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The demonstration derives the provinsi that real kabupaten then hang on: it goes
// out from beneath them, and the real Banyuwangi comes in.
func TestRealBesideDemoAndAfterIt(t *testing.T) {
	tuban, banyuwangi := realData(t, "wilayah/desa_35.23.geojson"), realData(t, "wilayah/desa_35.10.geojson")
	dir := dataDir(t)
	must(t, 0, dir, "demo")
	must(t, 0, dir, "import", "boundaries", tuban)
	list := written(t, "pustu.csv", "kode,nama,jenis,kode_desa\nPST001,Pustu Satu,Pustu,35.23.01.2001\n")
	must(t, 0, dir, "import", "facilities", list, "--complete", "PUSTU", "--within", "35", "--as-of", "2024-05-20")
	if out := must(t, 1, dir, "import", "boundaries", banyuwangi); !strings.Contains(out, "jangkau demo --remove") {
		t.Errorf("the way out is not told:\n%s", out)
	}
	must(t, 0, dir, "demo", "--remove")
	must(t, 0, dir, "import", "boundaries", banyuwangi)

	p := serve(t, dir)
	defer p.stop(t)
	var a struct {
		Tuban, Banyuwangi struct{ TotalCount int }
		Pustu             struct{ TotalCount int }
	}
	p.ask(t, `{tuban:desa(within:"35.23"){totalCount} banyuwangi:desa(within:"35.10"){totalCount} pustu:facilities(within:"35"){totalCount}}`, &a)
	if a.Tuban.TotalCount != 328 || a.Banyuwangi.TotalCount != 217 || a.Pustu.TotalCount != 1 {
		t.Errorf("%+v, want 328 desa of Tuban, 217 of Banyuwangi and the one real pustu", a)
	}
}

// written is a file of the test's own.
func written(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
