package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// browserTools are the programs that drive a browser; where one is not there, or the
// map is not built, the test is skipped.
func browserTools(t testing.TB) (node, chromium string) {
	t.Helper()
	needed := func(ok bool, what string) {
		t.Helper()
		if !ok {
			t.Skip(what)
		}
	}
	node, err := exec.LookPath("node")
	needed(err == nil, "node is not installed")
	chromium, err = exec.LookPath("chromium")
	needed(err == nil, "chromium is not installed; run scripts/setup --tests")
	for _, file := range []string{"web/node_modules/playwright-core/package.json", "web/dist/map/index.html"} {
		_, err := os.Stat(file)
		needed(err == nil, file+" is not there; run make web")
	}
	return node, chromium
}

// The map in a real browser, on the demonstration: what a planner does and sees,
// held against what GraphQL answers. The scripts are in web/e2e.
func TestMapInABrowser(t *testing.T) {
	node, chromium := browserTools(t)
	browser := func(t *testing.T, script, url string, env ...string) {
		t.Helper()
		run := exec.CommandContext(t.Context(), node, "--test", "--test-reporter=spec", script)
		run.Env = append(append(os.Environ(), "JANGKAU_E2E_URL="+url, "JANGKAU_E2E_CHROMIUM="+chromium), env...)
		out, err := run.CombinedOutput()
		t.Logf("%s", out)
		if err != nil {
			t.Error(err)
		}
	}
	dir := dataDir(t)
	p := serve(t, dir, "--demo-if-empty")
	eventually(t, patience, func() error { return p.roadsReady(t) })
	for _, script := range []string{"budget", "map", "export", "meeting"} {
		browser(t, "web/e2e/"+script+".test.mjs", p.url)
	}
	p.stop(t)

	must(t, 0, dir, "import", "facilities", unsureList(t), "--source", "Daftar lain (peragaan)")
	p = serve(t, dir)
	eventually(t, patience, func() error { return p.roadsReady(t) })
	browser(t, "web/e2e/mend.test.mjs", p.url)
	p.stop(t)

	file := filepath.Join(t.TempDir(), "red.pmtiles")
	if err := os.WriteFile(file, pmtiles(redTile(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(redTile(t))
	}))
	defer elsewhere.Close()
	for setting, origin := range map[string]string{file: "this server", elsewhere.URL + "/{z}/{x}/{y}.png": elsewhere.URL} {
		p := serve(t, dir, "--basemap", setting, "--attribution", "red country")
		browser(t, "web/e2e/basemap.test.mjs", p.url, "JANGKAU_E2E_BASEMAP="+origin)
		p.stop(t)
	}
}

// unsureList is a list of the demonstration's kind whose rows leave questions: three
// pustu that are perhaps known under another spelling, and a desa that is none.
func unsureList(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"PERAGAAN-DEMO.txt": "",
		"lain.csv": "nama,jenis,kode_desa,desa,kecamatan,kabupaten\n" +
			"Pustu Sukoreja,PUSTU,35.10.02.2001,,,\n" +
			"Pustu Kebondalen,PUSTU,35.10.02.2005,,,\n" +
			"Pustu Ringintelo,PUSTU,35.10.02.2007,,,\n" +
			"Pustu Baru,PUSTU,,Sambireja,Bangorejo,Banyuwangi\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "lain.csv")
}

func redTile(t *testing.T) []byte {
	t.Helper()
	tile := image.NewPaletted(image.Rect(0, 0, 256, 256), color.Palette{color.RGBA{R: 255, A: 255}})
	var b bytes.Buffer
	if err := png.Encode(&b, tile); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pmtiles is a file of version 3 that holds one picture, of the whole world.
func pmtiles(tile []byte) []byte {
	const head = 127
	u64 := binary.LittleEndian.AppendUint64
	directory := binary.AppendUvarint([]byte{1, 0, 1}, uint64(len(tile))) // one entry: tile 0, once, so long
	directory = append(directory, 1)                                      // at the beginning
	meta := []byte("{}")
	at := func(b []byte, offset, length int) []byte { return u64(u64(b, uint64(offset)), uint64(length)) }
	b := []byte("PMTiles\x03")
	b = at(b, head, len(directory))
	b = at(b, head+len(directory), len(meta))
	b = at(b, head+len(directory)+len(meta), 0) // no leaves
	b = at(b, head+len(directory)+len(meta), len(tile))
	for range 3 {
		b = u64(b, 1) // addresses, entries, contents
	}
	b = append(b, 1, 1, 1, 2, 0, 0) // clustered, nothing compressed, PNG, zoom 0 to 0
	for _, degrees := range []int32{-180, -85, 180, 85} {
		b = binary.LittleEndian.AppendUint32(b, uint32(degrees*1e7))
	}
	b = append(b, make([]byte, 9)...) // centre
	return slices.Concat(b, directory, meta, tile)
}
