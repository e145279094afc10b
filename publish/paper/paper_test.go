package paper

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"jangkau/gis"
)

// made is an answer made for a test, and the shapes beside it.
type made struct {
	answer any
	shapes gis.PaperShapes
	err    error
	wait   chan struct{} // answers when it is closed, or the caller has gone
	asked  chan struct{}
}

func (m made) Ask(ctx context.Context, _, _ string, _ map[string]any, into any) error {
	if m.wait != nil {
		m.asked <- struct{}{}
		select {
		case <-m.wait:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if m.err != nil {
		return m.err
	}
	b, err := json.Marshal(m.answer)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

func (m made) PaperShapes(context.Context, gis.WilayahCode, float64, bool) (gis.PaperShapes, error) {
	return m.shapes, nil
}

func now() time.Time { return time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC) }

func serve(m made) http.Handler {
	return NewHandler(Config{Answers: m, Store: m, Logger: slog.New(slog.NewJSONHandler(io.Discard, nil)), Now: now})
}

func get(t *testing.T, h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var pages = regexp.MustCompile(`Pages:\s+(\d+)`)

// read checks that a file is a PDF of one page, and returns its words.
func read(t *testing.T, pdf []byte) string {
	t.Helper()
	for _, tool := range []string{"pdfinfo", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(tool, "is needed in CI (scripts/setup --tests)")
			}
			t.Skip(tool, "is not here (scripts/setup --tests)")
		}
	}
	name := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := exec.CommandContext(t.Context(), "pdfinfo", name).CombinedOutput()
	if m := pages.FindSubmatch(info); err != nil || m == nil || string(m[1]) != "1" || !bytes.Contains(info, []byte("A4")) {
		t.Errorf("%v: %s", err, info)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-raw", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

type object = map[string]any

func nodes(n int, f func(i int) object) []object {
	out := make([]object, n)
	for i := range out {
		out[i] = object{"node": f(i)}
	}
	return out
}

var longName = strings.Repeat("Sumber Makmur Sejahtera Lestari ", 8)

// wide is a kabupaten with so many kecamatan of ten desa each, every name long.
func wide(kecamatan int) object {
	var children, groups []object
	name := func(i int) string { return fmt.Sprintf("Kec%02d %s", i, longName) }
	for i := range kecamatan {
		code := fmt.Sprintf("35.10.%02d", i+1)
		children = append(children, object{"code": code, "name": name(i)})
		groups = append(groups, object{"wilayah": object{"code": code}, "people": 900, "medianS": float64(60 * i), "bands": []object{{"unit": "MINUTE", "above": 30, "people": 10 * i}}})
	}
	status := []string{"LACKS", "HAS", "UNKNOWN"}
	var byDesa []object
	for i := range 10 * kecamatan {
		byDesa = append(byDesa, object{"wilayah": object{"code": desaCode(i)}, "people": 90, "medianS": float64(i)})
	}
	prov := object{"demo": true, "sources": many(30, "Daftar"), "caveats": []object{{"code": "X", "text": longName + longName + longName}, {"code": "Y", "text": longName + "lain"}}}
	return object{
		"wilayah": object{"code": "35.10", "name": longName, "people": 123456, "desaCount": object{"desa": 1, "kelurahan": 2}, "children": children},
		"desaWithoutPustu": object{
			"counts": []object{{"rule": "BUILDING", "units": "DESA", "denominator": 406, "has": 101, "lacks": 302, "unknown": 3}},
			"edges": nodes(10*kecamatan, func(i int) object {
				return object{"status": status[i%3], "people": nil, "desa": object{"code": desaCode(i), "name": longName, "parent": object{"code": "35.10.01", "name": longName}}}
			}), "provenance": prov,
		},
		"all":         object{"groups": []object{{"people": 36000, "bands": []object{{"unit": "MINUTE", "above": 0, "upTo": 15, "people": 36000}}}}, "provenance": prov},
		"byKecamatan": object{"groups": groups},
		"byDesa":      object{"groups": byDesa},
		"workforceGaps": object{"edges": nodes(60, func(i int) object {
			return object{"profession": object{"name": longName, "nameEn": longName}, "gapAll": i + 1, "availableAll": 5}
		})},
	}
}

func desaCode(i int) string { return fmt.Sprintf("35.10.%02d.%d", i/10+1, 2001+i%10) }

func many(n int, name string) (out []object) {
	for i := range n {
		out = append(out, object{"name": fmt.Sprint(name, " ", i, " ", longName), "role": "FACILITIES", "kind": "DEMO", "vintage": "2024-01-01"})
	}
	return out
}

func square(code string, at float64) gis.PaperArea {
	return gis.PaperArea{Code: gis.WilayahCode(code), Rings: [][][2]float64{{{114 + at, -8}, {114.1 + at, -8}, {114.1 + at, -8.1}, {114 + at, -8}}}}
}

// Whatever the data, a paper is one page: long names, many kecamatan, nothing known.
func TestOnePageWhateverTheData(t *testing.T) {
	bare := object{"wilayah": object{"code": "35.10", "name": nil}}
	bareDesa := object{"wilayah": object{"code": "35.10.01.2001", "name": nil}, "desaWithoutPustu": object{"edges": nodes(1, func(int) object {
		lost := object{"status": "NOT_COMPUTED", "reason": "NO_DEMAND_POINT"}
		return object{"rules": []object{{"rule": "BUILDING", "status": "UNKNOWN"}, {"rule": "SERVED", "status": "UNKNOWN"}}, "pustu": lost, "puskesmas": lost, "rs": lost}
	})}}
	full := object{
		"wilayah": object{"code": "35.10.01.2001", "name": longName, "people": 1234, "parent": object{"code": "35.10.01", "name": longName, "parent": object{"code": "35.10", "name": longName}}},
		"desaWithoutPustu": object{"edges": nodes(1, func(int) object {
			far := object{"status": "REACHED", "durationS": 754, "distanceM": 12345, "isInduk": true, "facility": object{"id": "1", "name": longName}}
			var rules []object
			for _, r := range gis.PustuRules {
				rules = append(rules, object{"rule": r, "status": "HAS"})
			}
			return object{"rules": rules, "servedBy": []object{{"name": longName}, {"name": longName}}, "pustu": far, "puskesmas": far, "rs": far}
		}), "provenance": object{"demo": true, "sources": many(30, "Daftar")}},
		"facilities": object{"totalCount": 140, "edges": nodes(100, func(i int) object { return object{"name": longName, "kind": "PRAKTIK_MANDIRI", "status": "OPEN"} })},
		"workforceGaps": object{"edges": nodes(60, func(i int) object {
			return object{"profession": object{"name": longName, "nameEn": longName}, "availableAll": 2}
		})},
		"travelSummary": object{"groups": wide(90)["byDesa"].(object)["groups"]},
	}
	shapes := gis.PaperShapes{Box: &[4]float64{114, -8.1, 114.1, -8}, Desa: []gis.PaperArea{square(desaCode(0), 0), square(desaCode(1), 0.1)}, Roads: []gis.PaperRoad{{Main: true, Line: [][2]float64{{114, -8}, {115, -9}}}}}
	for _, c := range []struct {
		path   string
		made   made
		id, en []string // words that stand there
	}{
		{"/pdf/kabupaten/35.10", made{answer: wide(25), shapes: shapes}, []string{"Kec24", "101 302 3 406", "PERAGAAN", "123.456"}, []string{"Kec24", "DEMO DATA", "123,456"}},
		{"/pdf/kabupaten/35.10", made{answer: wide(40)}, []string{"Kec39", "Belum ada batas wilayah"}, []string{"Kec39", "No boundary is loaded"}},
		{"/pdf/kabupaten/35.10", made{answer: wide(90)}, []string{"Kec00", "… dan", "lagi"}, []string{"… and", "more"}},
		{"/pdf/kabupaten/35.10", made{answer: bare}, []string{"35.10", "tidak diketahui", "Penduduk desa belum dimuat"}, []string{"not known", "No figures of people are loaded"}},
		{"/pdf/desa/35.10.01.2001", made{answer: bareDesa}, []string{"BELUM DIDATA", "desa belum punya titik", "penduduk: tidak diketahui"}, []string{"NOT KNOWN", "the desa has no point", "People: not known"}},
		{"/pdf/desa/35.10.01.2001", made{answer: full, shapes: shapes}, []string{"12,6 menit, 12,3 km", "1.234", "PERAGAAN", "puskesmas induk desa ini", "Urutan ke-1 dari 900"}, []string{"12.6 minutes, 12.3 km", "1,234"}},
	} {
		for lang, words := range map[string][]string{"id": c.id, "en": c.en} {
			first, again := get(t, serve(c.made), c.path+"?lang="+lang), get(t, serve(c.made), c.path, "Accept-Language", lang)
			if first.Code != http.StatusOK || !bytes.Equal(first.Body.Bytes(), again.Body.Bytes()) {
				t.Fatalf("%s %s: %d; %d and %d bytes: %.200s", c.path, lang, first.Code, first.Body.Len(), again.Body.Len(), first.Body)
			}
			text := read(t, first.Body.Bytes())
			for _, w := range words {
				// Of letters on a slant each is a word of its own.
				if !strings.Contains(tight(text), tight(w)) {
					t.Errorf("%s %s lacks %q:\n%s", c.path, lang, w, text)
				}
			}
		}
	}
}

func tight(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "")) }

// The same data have the same tag, and who has them is not sent them again; other
// data, and another day, have another.
func TestUnchanged(t *testing.T) {
	a := get(t, serve(made{answer: wide(3)}), "/pdf/kabupaten/35.10")
	tag := a.Header().Get("ETag")
	if b := get(t, serve(made{answer: wide(3)}), "/pdf/kabupaten/35.10", "If-None-Match", tag); b.Code != http.StatusNotModified || b.Body.Len() != 0 {
		t.Error(b.Code)
	}
	if b := get(t, serve(made{answer: wide(4)}), "/pdf/kabupaten/35.10", "If-None-Match", tag); b.Code != http.StatusOK || b.Header().Get("ETag") == tag {
		t.Error(b.Code)
	}
	if b := get(t, serve(made{answer: wide(3)}), "/pdf/kabupaten/35.10?asOf=2025-01-01", "If-None-Match", tag); b.Code != http.StatusOK {
		t.Error(b.Code)
	}
	want := `inline; filename="35.10_sumber-makmur-sejahtera-lestari-sumber-makmur-sejahtera-lest_2026-11-21.pdf"`
	if got := a.Header().Get("Content-Disposition"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestRefuses(t *testing.T) {
	h := serve(made{answer: object{"wilayah": nil}})
	for path, want := range map[string]int{
		"/pdf": 404, "/pdf/x": 404, "/pdf/desa/35.10": 400, "/pdf/desa/abc": 400, "/pdf/kabupaten/35.10.01": 400, "/pdf/kabupaten/35": 400,
		"/pdf/kabupaten/35.99": 404, "/pdf/desa/35.10.01.2999": 404, "/pdf/kabupaten/35.10?rule=X": 400, "/pdf/kabupaten/35.10?units=X": 400,
		"/pdf/kabupaten/35.10?kind=X": 400, "/pdf/desa/35.10.01.2001?rule=BUILDING": 400, "/pdf/desa/35.10.01.2001?asOf=x": 400,
		"/pdf/desa/35.10.01.2001?profile=PLANE": 400, "/pdf/desa/35.10.01.2001?lang=nl": 400, "/pdf/desa/35.10.01.2001?by=x": 400, "/pdf/desa/35.10.01.2001?colour=red": 400,
	} {
		a := get(t, h, path)
		var p struct {
			Status   int
			Messages gis.Text
		}
		if err := json.Unmarshal(a.Body.Bytes(), &p); err != nil || a.Code != want || p.Status != want || p.Messages.ID == "" || p.Messages.EN == "" || p.Messages.ID == p.Messages.EN {
			t.Errorf("%s: %d, want %d: %s", path, a.Code, want, a.Body)
		}
	}
	a := get(t, serve(made{err: gis.NewError(gis.Unavailable, "nanti", "later")}), "/pdf/kabupaten/35.10")
	if a.Code != http.StatusServiceUnavailable || a.Header().Get("Content-Type") != "application/problem+json" {
		t.Error(a.Code, a.Header())
	}
}

// Only so many are drawn at once; who waits and goes away takes no place, and who goes
// away while being answered leaves his.
func TestPlaces(t *testing.T) {
	m := made{answer: wide(1), wait: make(chan struct{}), asked: make(chan struct{})}
	h := serve(m)
	ask := func() (stop context.CancelFunc, done chan struct{}) {
		ctx, cancel := context.WithCancel(t.Context())
		done = make(chan struct{})
		go func() {
			defer close(done)
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/pdf/kabupaten/35.10", http.NoBody).WithContext(ctx))
		}()
		return cancel, done
	}
	stop1, done1 := ask()
	<-m.asked
	stop2, done2 := ask()
	<-m.asked
	stop3, done3 := ask() // waits for a place
	stop3()
	<-done3
	stop1()
	<-done1
	_, done4 := ask()
	<-m.asked // has the place of the first
	close(m.wait)
	<-done2
	<-done4
	stop2()
}

// The open band holds those without a trip, who are told apart: every person is in one
// bar, and who reaches nothing is beyond any threshold; who is not computed is not.
func TestPeopleOnce(t *testing.T) {
	hour := 60.0
	half := 30.0
	g := travelGroup{People: 100, PeopleUnreached: 7, PeopleNotComputed: 5, Bands: []band{{"MINUTE", 0, &half, 60}, {"MINUTE", 30, &hour, 20}, {"MINUTE", 60, nil, 20}}}
	sum, s := 0.0, &sheet{lang: "en"}
	var lengths []float64
	for _, b := range s.bandBars(g) {
		sum += b.length
		lengths = append(lengths, b.length)
	}
	if want := []float64{60, 20, 8, 7, 5}; sum != 100 || fmt.Sprint(lengths) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", lengths, want)
	}
	if n := g.beyond(gis.ByTime); n == nil || *n != 20+8+7 {
		t.Error(n)
	}
	if n := (travelGroup{People: 5, PeopleNotComputed: 5}).beyond(gis.ByTime); n != nil {
		t.Error(*n)
	}
}

// A map keeps proportions and stays within its frame.
// Each part says which day its figures are of: what can be asked of another day stands
// beside what cannot.
func TestEachPartIsDated(t *testing.T) {
	a := wide(3)
	for _, part := range []string{"all", "desaWithoutPustu"} { // without the letters across the page
		a[part].(object)["provenance"] = object{"asOf": "2026-11-21"}
	}
	text := read(t, get(t, serve(made{answer: a}), "/pdf/kabupaten/35.10?lang=en&asOf=2025-01-01").Body.Bytes())
	for want, times := range map[string]int{"as of 1 January 2025": 4, "travel as of 21 November 2026": 2, "by time; as of 21 November 2026": 1} {
		if got := strings.Count(strings.Join(strings.Fields(text), " "), want); got != times {
			t.Errorf("%q stands %d times, want %d:\n%s", want, got, times, text)
		}
	}
}

// Sources stand there all while they can be read, smaller where they are many; those that
// cannot are counted, with where they are.
func TestSourcesAreAllThereOrCounted(t *testing.T) {
	of := func(n int) string {
		a := wide(3)
		var sources []object
		for i := range n {
			sources = append(sources, object{"name": fmt.Sprintf("Daftar %03d dari dinas kesehatan kabupaten, semester kedua", i), "role": "FACILITIES", "kind": "REAL", "vintage": "2024-01-01"})
		}
		prov := object{"sources": sources, "asOf": "2026-11-21"}
		a["all"].(object)["provenance"], a["desaWithoutPustu"].(object)["provenance"] = prov, prov
		return read(t, get(t, serve(made{answer: a}), "/pdf/kabupaten/35.10").Body.Bytes())
	}
	for _, n := range []int{1, 6, 9, 12} {
		text := of(n)
		for i := range n {
			if !strings.Contains(text, fmt.Sprintf("Daftar %03d", i)) {
				t.Errorf("of %d sources number %d is missing", n, i)
			}
		}
	}
	text, told := of(60), 0
	for i := range 60 {
		if strings.Contains(text, fmt.Sprintf("Daftar %03d", i)) {
			told++
		}
	}
	if told < 10 || told == 60 || !strings.Contains(text, fmt.Sprintf("… dan %d lagi: http://example.com/data", 60-told)) {
		t.Errorf("%d of 60 are there:\n%s", told, text)
	}
}

func TestFrame(t *testing.T) {
	f := frameOf(10, 20, 80, 60, [4]float64{114, -8.6, 114.5, -8}, 0)
	x0, y0 := f.at(114, -8)
	x1, y1 := f.at(114.5, -8.6)
	if x0 < 10 || y0 < 20-1e-9 || x1 > 90 || y1 > 80+1e-9 {
		t.Error(x0, y0, x1, y1)
	}
	// Half a degree of longitude at 8.3 degrees south is so much shorter than 0.6 of latitude.
	if got, want := (x1-x0)/(y1-y0), 0.5*math.Cos(8.3*math.Pi/180)/0.6; math.Abs(got-want) > 1e-6 {
		t.Errorf("%v, want %v", got, want)
	}
}
